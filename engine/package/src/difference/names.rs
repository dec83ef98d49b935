//! What a piece of a package names, and what it cites.

use super::{code, opened::Piece};
use crate::written::placeholders_in;
use parchemin_core::{Basis, Citation, Day, Reference};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Value;

/// The names that a piece mentions: whole texts and the words of a cell, keys of tables, places of messages, and the
/// words of a script. More are found than are meant; a name that means nothing is nothing's.
pub(super) fn mentions(piece: &Piece) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    match piece {
        Piece::Data(value) => of_value(value, &mut all),
        Piece::Code { text, .. } => all.extend(code::words(text).into_iter().map(str::to_owned)),
        Piece::Plugin(_) => {}
    }
    all
}

fn of_value(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.contains('{') => {
            into.extend(placeholders_in(text).flat_map(|place| place.split('.')).map(str::to_owned));
        }
        Value::String(text) => {
            into.insert(text.clone());
            // The cells of a table hold several CCPs. A sentence holds none, and its words are names of nothing.
            if text.contains('/') {
                into.extend(text.split_whitespace().map(str::to_owned));
            }
        }
        Value::Array(list) => list.iter().for_each(|value| of_value(value, into)),
        Value::Table(table) => table.iter().for_each(|(key, value)| {
            into.insert(key.clone());
            of_value(value, into);
        }),
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {}
    }
}

/// A citation as a package writes it, in a table or as the columns of a row.
#[derive(Deserialize)]
struct Cited {
    basis: Basis,
    text: String,
    place: Option<String>,
    quote: Option<String>,
    in_force: Option<Day>,
    note: Option<String>,
}

/// A text that citations name, as far as a citation repeats it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct CitedText {
    title: String,
    address: Option<String>,
}

/// The texts of a package, by id.
pub(super) fn texts(entries: &[(String, Piece)]) -> BTreeMap<String, CitedText> {
    let text = |piece: &Piece| match piece {
        Piece::Data(value) => value.clone().try_into::<CitedText>().ok(),
        Piece::Code { .. } | Piece::Plugin(_) => None,
    };
    entries.iter().filter_map(|(id, piece)| Some((id.clone(), text(piece)?))).collect()
}

/// The citations of a piece, in their order, none twice.
pub(super) fn cite(piece: &Piece, texts: &BTreeMap<String, CitedText>, into: &mut Vec<Citation>) {
    if let Piece::Data(value) = piece {
        cite_value(value, texts, into);
    }
}

fn cite_value(value: &Value, texts: &BTreeMap<String, CitedText>, into: &mut Vec<Citation>) {
    match value {
        Value::Table(table) => match value.clone().try_into::<Cited>() {
            Ok(cited) => {
                let citation = cited.citation(texts);
                if !into.contains(&citation) {
                    into.push(citation);
                }
            }
            Err(_) => table.values().for_each(|value| cite_value(value, texts, into)),
        },
        Value::Array(list) => list.iter().for_each(|value| cite_value(value, texts, into)),
        _ => {}
    }
}

impl Cited {
    fn citation(self, texts: &BTreeMap<String, CitedText>) -> Citation {
        let text = texts.get(&self.text);
        let said = |text: Option<String>| text.filter(|text| !text.is_empty());
        Citation::from(Reference {
            basis: self.basis,
            address: text.and_then(|text| text.address.clone()),
            text: text.map_or(self.text, |text| text.title.clone()),
            place: said(self.place),
            quote: self.quote,
            in_force: self.in_force,
            note: said(self.note),
        })
    }
}

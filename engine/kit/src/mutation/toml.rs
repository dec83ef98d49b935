//! Errors in what is written as data: days and numbers one off, bounds that are or are not included, words exchanged,
//! entries left out. Each rests on what its entry cites.

use super::{Edit, Kind, cited};
use parchemin::{
    core::{Basis, Citation, Day, Reference},
    packages::Files,
};
use std::{collections::BTreeMap, ops::Range};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Members whose days count in a decision; others say when something was published or checked.
const DAYS: [&str; 5] = ["from", "to", "included", "excluded", "value"];

/// Members whose numbers do.
const NUMBERS: [&str; 2] = ["value", "years-after-end"];

/// Members that say yes or no.
const FLAGS: [&str; 3] = ["open", "foreseen", "holds_ccp"];

/// Lists of which each item counts.
const LISTS: [&str; 3] = ["value", "events", "routes"];

/// Entries that decide something, by their headers.
const ROWS: [&str; 6] = ["provisions.former", "routes", "complements", "ccps", "ccs", "external"];

type Table<'t> = DeTable<'t>;

/// The errors of one file, in the order of their places.
pub(super) fn mutants(file: &str, text: &str, files: &Files) -> Vec<Edit> {
    let Ok(table) = Table::parse(text) else { return Vec::new() };
    let mut walk = Walk { text, titles: titles(files), all: Vec::new() };
    for (name, value) in table.get_ref() {
        // What these say of the package is no law.
        if file == "package.toml" && !["period", "provisions"].contains(&name.get_ref().as_ref()) {
            continue;
        }
        let words = words(value.get_ref());
        walk.value(name.get_ref(), value, None, &words);
    }
    walk.rows(table.get_ref());
    walk.all.sort_by(|one, other| (one.span.start, &one.with).cmp(&(other.span.start, &other.with)));
    walk.all
}

/// The titles of the texts that the package cites, by their ids.
fn titles(files: &Files) -> BTreeMap<String, String> {
    let Ok(Some(manifest)) = files.text("package.toml") else { return BTreeMap::new() };
    let Ok(table) = Table::parse(manifest) else { return BTreeMap::new() };
    let texts = table.get_ref().get("texts").and_then(|texts| texts.get_ref().as_table());
    let title =
        |text: &Spanned<DeValue<'_>>| Some(text.get_ref().get("title")?.get_ref().as_str()?.to_owned());
    texts
        .into_iter()
        .flatten()
        .filter_map(|(id, text)| Some((id.get_ref().to_string(), title(text)?)))
        .collect()
}

/// The words that the values of one parameter have: those between which it can be mistaken.
fn words(parameter: &DeValue<'_>) -> Vec<String> {
    let values = parameter.get("values").and_then(|values| values.get_ref().as_array());
    let word =
        |value: &Spanned<DeValue<'_>>| Some(value.get_ref().get("value")?.get_ref().as_str()?.to_owned());
    let mut all: Vec<String> = values.into_iter().flatten().filter_map(word).collect();
    all.sort();
    all.dedup();
    all
}

struct Walk<'t> {
    text: &'t str,
    titles: BTreeMap<String, String>,
    all: Vec<Edit>,
}

impl Walk<'_> {
    fn add(&mut self, span: Range<usize>, with: impl Into<String>, kind: Kind, rests_on: Option<&str>) {
        self.all.push(Edit { span, with: with.into(), kind, rests_on: rests_on.map(str::to_owned) });
    }

    fn value(&mut self, name: &str, value: &Spanned<DeValue<'_>>, rests_on: Option<&str>, words: &[String]) {
        let span = value.span();
        match value.get_ref() {
            DeValue::Table(table) => {
                let own = self.rests_on(value.get_ref());
                let rests_on = own.as_deref().or(rests_on);
                for (name, value) in table.iter().filter(|(name, _)| name.get_ref() != "cite") {
                    self.bound(name, rests_on);
                    self.value(name.get_ref(), value, rests_on, words);
                }
            }
            DeValue::Array(items)
                if LISTS.contains(&name) && items.iter().all(|item| item.get_ref().is_str()) =>
            {
                for (place, item) in items.iter().enumerate() {
                    let next = items.get(place + 1).map(|next| next.span().start);
                    let before =
                        place.checked_sub(1).and_then(|place| items.get(place)).map(|item| item.span().end);
                    let dropped = match (next, before) {
                        (Some(next), _) => item.span().start..next,
                        (None, Some(before)) => before..item.span().end,
                        (None, None) => item.span(),
                    };
                    self.add(dropped, "", Kind::Row, rests_on);
                }
            }
            DeValue::Array(items) => {
                for item in items.iter() {
                    self.value(name, item, rests_on, words);
                }
            }
            DeValue::Integer(number) if NUMBERS.contains(&name) => {
                if let Ok(number) = number.as_str().parse::<i64>() {
                    self.add(span.clone(), (number - 1).to_string(), Kind::Shifted, rests_on);
                    self.add(span, (number + 1).to_string(), Kind::Shifted, rests_on);
                }
            }
            DeValue::Boolean(flag) if FLAGS.contains(&name) => {
                self.add(span, (!flag).to_string(), Kind::Negated, rests_on);
            }
            DeValue::String(word) if DAYS.contains(&name) => self.word(span, word, name, rests_on, words),
            _ => {}
        }
    }

    /// A day one off, or another word of the parameter.
    fn word(&mut self, span: Range<usize>, word: &str, name: &str, rests_on: Option<&str>, words: &[String]) {
        match word.parse::<Day>() {
            Ok(day) => {
                for days in [-1, 1] {
                    let other = day.days_after(days);
                    self.add(span.clone(), format!("\"{other}\""), Kind::Shifted, rests_on);
                }
            }
            Err(_) if name == "value" => {
                for other in words.iter().filter(|other| *other != word) {
                    self.add(span.clone(), format!("\"{other}\""), Kind::Word, rests_on);
                }
            }
            Err(_) => {}
        }
    }

    /// A bound that includes its day excludes it, and the contrary.
    fn bound(&mut self, name: &Spanned<std::borrow::Cow<'_, str>>, rests_on: Option<&str>) {
        let other = match name.get_ref().as_ref() {
            "included" => "excluded",
            "excluded" => "included",
            _ => return,
        };
        self.add(name.span(), other, Kind::Boundary, rests_on);
    }

    /// Entries left out: from the header to the next one.
    fn rows(&mut self, table: &Table<'_>) {
        for header in ROWS {
            let mut path = header.split('.');
            let first = path.next().and_then(|name| table.get(name));
            let entries = path.fold(first, |value, name| value.and_then(|value| value.get_ref().get(name)));
            let Some(entries) = entries.and_then(|entries| entries.get_ref().as_array()) else { continue };
            let headers = headers(self.text, header);
            for (entry, span) in entries.iter().zip(headers) {
                let rests_on = self.rests_on(entry.get_ref());
                self.add(span, "", Kind::Row, rests_on.as_deref());
            }
        }
    }

    /// What an entry cites.
    fn rests_on(&self, entry: &DeValue<'_>) -> Option<String> {
        let cite = entry.get("cite")?.get_ref();
        let text = cite.get("text")?.get_ref().as_str()?;
        let text = self.titles.get(text).map_or(text, String::as_str).to_owned();
        let place = cite.get("place").and_then(|place| place.get_ref().as_str()).map(str::to_owned);
        Some(cited(&Citation::from(Reference {
            basis: Basis::Law,
            text,
            place,
            quote: None,
            in_force: None,
            address: None,
            note: None,
        })))
    }
}

/// The entries under a header `[[name]]`: from its line to that of the next header.
fn headers(text: &str, name: &str) -> Vec<Range<usize>> {
    let wanted = format!("[[{name}]]");
    let mut starts: Vec<(usize, bool)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with('[') {
            starts.push((at, line.trim_end() == wanted));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
    starts.iter().zip(ends).filter(|((_, wanted), _)| *wanted).map(|((start, _), end)| *start..end).collect()
}

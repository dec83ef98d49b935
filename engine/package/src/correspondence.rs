//! The table that converts CCPs of a former revision: `correspondences.csv`, which any spreadsheet opens.
//!
//! The sign between the cells is a comma, or the semicolon that a French spreadsheet writes: the first line says which.
//!
//! Columns: `old_revision, old_ccps, new_ccps, reading, basis, text, place, note`. Several CCPs in a cell are
//! separated by spaces; `*` is the whole titre. `reading` says whether a row with several old CCPs needs `all` of
//! them or `any` of them: the register's data do not say, so the package must.

use crate::{
    check::Checker,
    fault::{Problem, Said},
    translated::translated,
};
use parchemin_core::{Basis, Citation, Lang, say};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The name of the file.
pub const FILE: &str = "correspondences.csv";

/// Whether all old CCPs of a row are needed, or any of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// All of them.
    All,
    /// Any of them.
    Any,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The former revision: a package id, or an external revision.
    pub old_revision: String,
    /// The old CCPs: ids, or bloc codes of an external revision; `*` for the whole titre.
    pub old: Vec<String>,
    /// The CCPs of this revision that their holder is deemed to have obtained; `*` for the whole titre.
    pub new: Vec<String>,
    /// All of the old ones, or any.
    pub reading: Reading,
    /// Where it stands.
    pub citation: Citation,
}

/// The table that leads to a revision.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Table {
    /// There is nothing to convert: the titre begins here, or goes on unchanged.
    None,
    /// The text that gives it is not supplied.
    NotSupplied(Arc<str>),
    /// Its rows, in order.
    Rows(Vec<Row>),
}

/// The sign between the cells of a table: the one of comma and semicolon that is more often in its first line.
pub fn delimiter(table: &str) -> u8 {
    let head = table.lines().next().unwrap_or_default();
    if head.matches(';').count() > head.matches(',').count() { b';' } else { b',' }
}

/// A reader of the cells of a table, whatever the sign between them.
pub fn reader(table: &str) -> csv::ReaderBuilder {
    let mut reader = csv::ReaderBuilder::new();
    reader.delimiter(delimiter(table));
    reader
}

/// The whole titre, in a cell.
pub const WHOLE: &str = "*";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRow {
    old_revision: String,
    old_ccps: String,
    new_ccps: String,
    reading: Reading,
    basis: Basis,
    text: String,
    place: Option<String>,
    note: Option<String>,
}

/// Reads the table and checks each row's own CCPs; old CCPs are checked by the catalogue, which knows their revision.
pub(crate) fn read(checker: &mut Checker<'_>, text: &str, ccps: &[parchemin_core::titre::Ccp]) -> Vec<Row> {
    let mut reader = reader(text).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = reader.headers().cloned();
    let mut rows = Vec::new();
    let records: Vec<_> = reader.records().collect();
    for record in records {
        let parsed = record.and_then(|record| {
            let start = record.position().map_or(0, |position| position.byte() as usize);
            let headers = headers.as_ref().ok();
            record.deserialize::<WrittenRow>(headers).map(|row| (start, row))
        });
        let (start, row) = match parsed {
            Ok(parsed) => parsed,
            Err(error) => {
                let start = error.position().map_or(0, |position| position.byte() as usize);
                let problem = Problem::BadRow(Said::of(|lang| unreadable(&error, lang)));
                checker.fault_at(FILE, text, Some(line_at(text, start)), problem);
                continue;
            }
        };
        let line = line_at(text, start);
        let cells = |cell: &str| cell.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let (old, new) = (cells(&row.old_ccps), cells(&row.new_ccps));
        for ccp in new.iter().filter(|ccp| *ccp != WHOLE && !ccps.iter().any(|known| known.id == **ccp)) {
            let nearest = parchemin_core::nearest(ccp, ccps.iter().map(|known| known.id.as_str()));
            checker.fault_at(
                FILE,
                text,
                Some(line.clone()),
                Problem::UnknownCcp { ccp: ccp.clone(), nearest },
            );
        }
        if old.is_empty() || new.is_empty() {
            let empty = if old.is_empty() { "old_ccps" } else { "new_ccps" };
            let reason = Said::of(
                |lang| say!(lang, fr: "la colonne `{empty}` est vide", en: "the column `{empty}` is empty"),
            );
            checker.fault_at(FILE, text, Some(line.clone()), Problem::BadRow(reason));
        }
        let citation = checker.cite_row(FILE, text, line, row.basis, &row.text, row.place, row.note);
        rows.push(Row { old_revision: row.old_revision, old, new, reading: row.reading, citation });
    }
    rows
}

/// Why a row cannot be read.
fn unreadable(error: &csv::Error, lang: Lang) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => say!(lang,
            fr: "elle a {len} cellule(s), et la première ligne {expected_len}",
            en: "it has {len} cell(s), and the first line {expected_len}"),
        csv::ErrorKind::Deserialize { err, .. } => match err.kind() {
            csv::DeserializeErrorKind::Message(said) => translated(said, lang),
            other => translated(&other.to_string(), lang),
        },
        _ => translated(&error.to_string(), lang),
    }
}

fn line_at(text: &str, start: usize) -> std::ops::Range<usize> {
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.find(['\r', '\n']).unwrap_or(rest.len());
    start..start + length
}

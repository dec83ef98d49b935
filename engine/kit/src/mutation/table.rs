//! Errors in the table of correspondences: a row that is not there, and all of several old CCPs where one
//! would do, or the contrary.

use super::{Edit, Kind};
use parchemin::packages::correspondence;
use std::ops::Range;

/// The errors of the table, row by row.
pub(super) fn mutants(text: &str) -> Vec<Edit> {
    let mut reader = correspondence::reader(text).flexible(true).from_reader(text.as_bytes());
    let heads = reader.headers().cloned().unwrap_or_default();
    let column = |name: &str| heads.iter().position(|head| head == name);
    let mut all = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let start = byte(reader.position());
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) | Err(_) => return all,
        }
        let row = start..byte(reader.position());
        let cell = |name: &str| column(name).and_then(|at| record.get(at)).filter(|cell| !cell.is_empty());
        let parts: Vec<&str> = [cell("text"), cell("place")].into_iter().flatten().collect();
        let rests_on = (!parts.is_empty()).then(|| parts.join(", "));
        all.push(Edit {
            span: row.clone(),
            with: String::new(),
            kind: Kind::Row,
            rests_on: rests_on.clone(),
        });
        // Of one old CCP, all are any.
        let several = cell("old_ccps").is_some_and(|cell| cell.trim().contains(' '));
        let other = match cell("reading") {
            Some("all") if several => ("all", "any"),
            Some("any") if several => ("any", "all"),
            _ => continue,
        };
        if let Some(span) = reading(text, &row, other.0) {
            all.push(Edit { span, with: other.1.to_owned(), kind: Kind::Logic, rests_on });
        }
    }
}

fn byte(position: &csv::Position) -> usize {
    usize::try_from(position.byte()).unwrap_or(usize::MAX)
}

/// Where a row says how it is read: a cell of its own.
fn reading(text: &str, row: &Range<usize>, word: &str) -> Option<Range<usize>> {
    let cell = format!(",{word},");
    let at = text.get(row.clone())?.find(&cell)? + row.start + 1;
    Some(at..at + word.len())
}

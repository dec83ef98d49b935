//! The README says what the program does.

use super::{HOST, read, refusal};
use parchemin_bulk::{
    columns::Sheet,
    generate::{World, cases},
};
use std::collections::BTreeSet;

const README: &str = include_str!("../../README.md");

/// The rows of the table with that head: what stands in backquotes in each cell, or else the cell.
fn table(head: &str) -> Vec<Vec<String>> {
    let rows = README.split_once(head).unwrap_or_else(|| panic!("no table {head}")).1;
    let rows = rows.lines().skip(2).take_while(|line| line.starts_with('|'));
    let cell = |cell: &str| match cell.strip_prefix('`').and_then(|cell| cell.strip_suffix('`')) {
        Some(code) if !code.contains('`') => code.to_owned(),
        _ => cell.to_owned(),
    };
    rows.map(|row| row.trim_matches('|').split('|').map(|text| cell(text.trim())).collect()).collect()
}

#[test]
fn a_row_says_what_the_readme_says() {
    let rows = table("| columns | cells | file |");
    assert_eq!(rows.len(), 10);
    for row in rows {
        let [columns, cells, file] = &row[..] else { panic!("{row:?}") };
        let read = read("a.csv", format!("{columns}\n{cells}\n").as_bytes());
        let said = serde_json::to_value(read[0].file.as_ref().unwrap()).unwrap();
        assert_eq!(said.to_string(), *file);
    }
}

#[test]
fn a_row_is_refused_as_the_readme_says() {
    let rows = table("| columns | cells | reason |");
    assert_eq!(rows.len(), 7);
    for row in rows {
        let [columns, cells, reason] = &row[..] else { panic!("{row:?}") };
        let read = read("a.csv", format!("{columns}\n{cells}\n").as_bytes());
        assert_eq!(refusal(&read[0]).0, *reason);
    }
}

#[test]
fn the_readme_names_every_column() {
    let named: BTreeSet<String> = table("| places | kind |")
        .concat()
        .iter()
        .flat_map(|cell| cell.split('`'))
        .filter(|name| !name.trim().is_empty())
        .map(|name| name.replace(['N', 'M'], "#"))
        .filter(|name| !name.contains(' '))
        .collect();
    let mut sheet = Sheet::default();
    cases(&World::of(HOST.catalogue()).unwrap()).step_by(500).for_each(|file| sheet.cover(&file));
    let number = |part: &str| if part.parse::<u32>().is_ok() { "#".to_owned() } else { part.to_owned() };
    let columns = sheet.names().into_iter();
    let mut columns: BTreeSet<String> =
        columns.map(|name| name.split('.').map(number).collect::<Vec<_>>().join(".")).collect();
    // No package that we ship speaks of a CCS; and a file without any of these is made by no case.
    for name in [
        "target.ccs",
        "sessions.#.decision.ccs",
        "target",
        "events",
        "sessions.#.evidence",
        "sessions.#.decision",
    ] {
        columns.insert(name.to_owned());
    }
    let kinds = ["text", "day"].map(str::to_owned);
    let named: BTreeSet<String> = named.into_iter().filter(|name| !kinds.contains(name)).collect();
    assert_eq!(named, columns);
}

//! Whatever a candidate file says, each format gives it back as it was.

use super::{HOST, all};
use parchemin_bulk::{
    columns::Sheet,
    generate::{Generator, Shares, World, cases},
    members::pointers,
    read::{ReadOptions, Reader},
    write::{FileEncoder, Output, Target},
};
use parchemin_core::{CandidateFile, Day};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::{fs, sync::LazyLock};

static WORLD: LazyLock<World> = LazyLock::new(|| World::of(HOST.catalogue()).unwrap());

/// The columns that these files fill in.
fn sheet(files: &[CandidateFile]) -> Sheet {
    let mut sheet = Sheet::default();
    files.iter().for_each(|file| sheet.cover(file));
    sheet
}

/// The files after a way through an output of that name, in pieces of that size.
fn there_and_back(name: &str, files: &[CandidateFile], piece: usize) -> Vec<CandidateFile> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name).display().to_string();
    let encoder = FileEncoder::new(Target::named(&path).unwrap(), sheet(files));
    let mut output = Output::create(&encoder).unwrap();
    files.chunks(piece).for_each(|files| output.append(&encoder.encode(files).unwrap()).unwrap());
    output.finish().unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    read(path)
}

fn read(path: String) -> Vec<CandidateFile> {
    let rows = all(&mut Reader::open(&[path], &ReadOptions::default()).unwrap());
    rows.into_iter().map(|row| row.file.unwrap_or_else(|fault| panic!("{fault}"))).collect()
}

/// The files after a way through a workbook.
fn through_a_workbook(files: &[CandidateFile]) -> Vec<CandidateFile> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    let sheet = sheet(files);
    let rows = files.iter().map(|file| sheet.cells(file).unwrap());
    for (number, cells) in (0..).zip([sheet.names()].into_iter().chain(rows)) {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            page.write_string(number, column, cell).unwrap();
        }
    }
    book.save(&path).unwrap();
    read(path.display().to_string())
}

const NAMES: [&str; 9] = [
    "a.jsonl",
    "a.ndjson.gz",
    "a.jsonl.zst",
    "a.csv",
    "a.tsv",
    "a.csv.gz",
    "a.csv.zst",
    "a.parquet",
    "a.PARQUET",
];

/// Texts that a table could spoil.
const TEXTS: [&str; 16] = [
    "",
    " ",
    "'",
    "''",
    "'a",
    "=1+1",
    "+33",
    "-5",
    "@a",
    "a\"b\"",
    "\"",
    "a;b,c\td",
    "a\nb\r\nc",
    "é’€ 🎓",
    " a ",
    "\u{feff}a",
];

/// The file with some of its objects and lists emptied, and some of its texts replaced.
fn hollowed(file: &CandidateFile, draws: &[(usize, usize)]) -> Option<CandidateFile> {
    let mut value = serde_json::to_value(file).unwrap();
    for (place, draw) in draws {
        let places = pointers(&value);
        let Some(pointer) = places.get(place % places.len().max(1)) else { continue };
        match value.pointer_mut(pointer).unwrap() {
            Value::Array(rows) if draw % 2 == 0 => rows.clear(),
            Value::Array(rows) if rows.iter().all(Value::is_object) => rows.push(json!({})),
            Value::Object(members) => members.clear(),
            Value::String(text) if text.parse::<Day>().is_err() => TEXTS[draw % TEXTS.len()].clone_into(text),
            _ => {}
        }
    }
    // A word of a closed list cannot be any text.
    serde_json::from_value(value).ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn files_as_they_are_made_come_back(seed: u64, piece in 1_usize..70) {
        let generator = Generator::new(WORLD.clone(), seed, &Shares::default()).unwrap();
        let files: Vec<CandidateFile> = generator.files().take(40).collect();
        for name in NAMES {
            prop_assert_eq!(there_and_back(name, &files, piece), files.clone(), "{}", name);
        }
        prop_assert_eq!(through_a_workbook(&files), files);
    }

    #[test]
    fn empty_objects_lists_and_rows_and_texts_that_could_be_spoilt_come_back(
        seed: u64,
        draws in proptest::collection::vec(proptest::collection::vec((0_usize..200, 0_usize..200), 0..12), 40),
    ) {
        let generator = Generator::new(WORLD.clone(), seed, &Shares::default()).unwrap();
        let files = generator.files().zip(&draws).filter_map(|(file, draws)| hollowed(&file, draws));
        // A row without a filled cell is no row in a table.
        let named = |(n, mut file): (usize, CandidateFile)| {
            file.id.get_or_insert(n.to_string());
            file
        };
        let files: Vec<CandidateFile> = files.enumerate().map(named).collect();
        prop_assert!(files.len() > 10, "only {} files", files.len());
        for name in NAMES {
            prop_assert_eq!(there_and_back(name, &files, 7), files.clone(), "{}", name);
        }
        prop_assert_eq!(through_a_workbook(&files), files);
    }
}

#[test]
fn each_case_that_changes_one_thing_comes_back() {
    let files: Vec<CandidateFile> = cases(&WORLD).step_by(31).collect();
    assert!(files.len() > 250, "only {} cases", files.len());
    let files: Vec<CandidateFile> =
        files.into_iter().filter(|file| *file != CandidateFile::default()).collect();
    for name in ["a.jsonl", "a.csv", "a.parquet"] {
        assert!(there_and_back(name, &files, 256) == files, "{name}");
    }
}

#[test]
fn an_output_without_files_is_whole_too() {
    for name in NAMES {
        // A table has columns, or is none.
        if !name.contains("sv") {
            assert_eq!(there_and_back(name, &[], 1), [], "{name}");
        }
    }
}

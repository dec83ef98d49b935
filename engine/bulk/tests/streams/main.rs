//! Streams of candidate files in and decisions out: every row comes out once, with its place and what stood there, or
//! with the reason why it is no file; and what is written is read again as it was.

#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod anything;
mod csv;
mod lines;
mod outputs;
mod parquet;
mod readme;
mod round_trips;
mod xlsx;

use flate2::{Compression, write::GzEncoder};
use parchemin::Parchemin;
use parchemin_bulk::read::{ReadOptions, Reader, Row, RowFault};
use parchemin_core::{CandidateFile, Lang, Speak};
use std::{fs, io::Write, sync::LazyLock};
use tempfile::TempDir;

/// The packages we ship.
static HOST: LazyLock<Parchemin> = LazyLock::new(|| Parchemin::embedded().unwrap());

/// A row, owned.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    number: u64,
    raw: Vec<u8>,
    file: Result<CandidateFile, RowFault>,
    as_of: Option<String>,
}

fn seen(row: Row<'_>) -> Seen {
    let Row { place, raw, file, as_of, .. } = row;
    Seen {
        number: place.number,
        raw: raw.bytes().into_owned(),
        file,
        as_of: as_of.map(|day| day.to_string()),
    }
}

/// A file of that name in a folder of its own.
fn input(name: &str, bytes: &[u8]) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let path = path.display().to_string();
    (folder, path)
}

fn all(reader: &mut Reader) -> Vec<Seen> {
    let mut rows = Vec::new();
    while let Some(chunk) = reader.next().unwrap() {
        rows.extend(chunk.rows().map(seen));
    }
    rows
}

fn read_with(name: &str, bytes: &[u8], options: &ReadOptions) -> Vec<Seen> {
    let (_folder, path) = input(name, bytes);
    all(&mut Reader::open(&[path], options).unwrap())
}

fn read(name: &str, bytes: &[u8]) -> Vec<Seen> {
    read_with(name, bytes, &ReadOptions::default())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// Why a row is refused, in French, with the advice.
fn refusal(row: &Seen) -> (String, String) {
    let fault = row.file.as_ref().unwrap_err();
    assert!(!fault.say(Lang::En).is_empty());
    (fault.say(Lang::Fr), fault.help(Lang::Fr).unwrap_or_default())
}

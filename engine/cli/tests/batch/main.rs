//! The command `batch`, through the program itself: what it writes, how it ends, and what is left when it is stopped.

#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod ends;
mod interrupted;
mod rejects;
mod same;

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};
use tempfile::TempDir;

const PARCHEMIN: &str = env!("CARGO_BIN_EXE_parchemin");

/// A call of the program, in a folder.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(PARCHEMIN);
    command.current_dir(folder).args(arguments);
    command
}

fn parchemin(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

/// Calls the program, which must end with that status; what it said.
#[track_caller]
fn ends(folder: &Path, arguments: &[&str], status: i32) -> String {
    let output = parchemin(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(status), "{arguments:?}\n{said}");
    said
}

/// A folder with so many made-up files in `p.jsonl`.
fn population(count: usize) -> TempDir {
    let folder = TempDir::new().unwrap();
    ends(folder.path(), &["generate", &count.to_string(), "--seed", "7", "-o", "p.jsonl"], 0);
    folder
}

/// Rows that no program could decide, each with the reason by which it is counted.
const BAD: [(&[u8], &str); 6] = [
    (b"{\"id\": ", "not-json"),
    (b"{\"id\": \"\xE9\"}", "not-text"),
    (b"{\"route\": \"vea\"}", "wrong-value"),
    (b"{\"rout\": \"vae\"}", "unknown-members"),
    (b"{\"id\": \"no date\"}", "no-date"),
    (b"{\"evaluate_on\": \"2025-01-01\", \"target\": {\"titre\": \"rien\"}}", "unknown-name"),
];

/// Puts the bad rows among the good ones of `p.jsonl`; the numbers of their lines.
fn spoil(folder: &TempDir) -> Vec<u64> {
    let path = folder.path().join("p.jsonl");
    let good = fs::read(&path).unwrap();
    let mut lines: Vec<&[u8]> = good.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    let step = lines.len() / BAD.len();
    let places: Vec<usize> = (0..BAD.len()).map(|n| n * (step + 1)).collect();
    for (place, (bad, _)) in places.iter().zip(BAD) {
        lines.insert(*place, bad);
    }
    let mut all = lines.join(&b'\n');
    all.push(b'\n');
    fs::write(path, all).unwrap();
    places.iter().map(|place| *place as u64 + 1).collect()
}

fn read(folder: &TempDir, name: &str) -> Vec<u8> {
    fs::read(folder.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The names of the files in a folder, in order.
fn names(folder: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

//! The steps of an author, on the packages that we ship and on a titre of our own.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod start;
mod statements;
mod tables;
mod version;

use parchemin::{Parchemin, Setup, packages::Files};
use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

fn here(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/authoring").join(name)
}

fn shipped(package: &str) -> Files {
    Files::read(&root().join("rulesets").join(package)).unwrap()
}

fn embedded() -> (Setup, Parchemin) {
    (Setup::default(), Parchemin::embedded().unwrap())
}

/// A package with one of its files changed.
fn edited(files: &Files, name: &str, edit: impl Fn(&str) -> String) -> Files {
    let entries = files.matching("", "").map(|path| {
        let bytes = files.bytes(path).unwrap().to_vec();
        let bytes = match path == name {
            true => edit(std::str::from_utf8(&bytes).unwrap()).into_bytes(),
            false => bytes,
        };
        (path.to_owned(), bytes)
    });
    Files::new(files.name(), entries.collect::<Vec<_>>())
}

/// Writes a package into a folder.
fn laid(files: &Files, folder: &Path) {
    for path in files.matching("", "") {
        let to = folder.join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, files.bytes(path).unwrap()).unwrap();
    }
}

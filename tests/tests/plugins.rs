//! The plugins that the packages carry were built from the sources as they stand. `plugins/build` builds them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// `plugins/built.sha256`: the digest of each source and of each component, by path.
fn noted() -> BTreeMap<String, String> {
    let text = fs::read_to_string(root().join("plugins/built.sha256")).unwrap();
    let line = |line: &str| line.split_once("  ").map(|(digest, path)| (path.to_owned(), digest.to_owned()));
    text.lines().filter_map(line).collect()
}

fn sources(folder: &Path, into: &mut BTreeSet<String>) {
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let path = folder.join(entry.unwrap().file_name());
        let name = path.to_str().unwrap();
        if root().join(&path).is_dir() {
            sources(&path, into);
        } else if name.ends_with(".rs") || name.ends_with(".wit") || name.ends_with("/Cargo.toml") {
            into.insert(name.to_owned());
        }
    }
}

#[test]
fn the_plugins_were_built_from_the_sources_as_they_stand() {
    let noted = noted();
    let mut expected = BTreeSet::new();
    for folder in [
        "engine/core",
        "plugins/sdk",
        "plugins/socle",
        "plugins/cadre-1",
        "plugins/cadre-2",
        "engine/wasm/wit",
    ] {
        sources(Path::new(folder), &mut expected);
    }
    expected.extend(["socle", "cadre-1", "cadre-2"].map(|package| format!("rulesets/{package}/rules.wasm")));
    let listed: BTreeSet<String> = noted.keys().cloned().collect();
    assert_eq!(listed, expected, "files came or went: run plugins/build");
    let changed: Vec<&String> = noted
        .iter()
        .filter(|(path, digest)| {
            let mut found = String::new();
            for byte in Sha256::digest(fs::read(root().join(path)).unwrap()) {
                write!(found, "{byte:02x}").unwrap();
            }
            found != **digest
        })
        .map(|(path, _)| path)
        .collect();
    assert!(changed.is_empty(), "changed since the plugins were built: {changed:?}; run plugins/build");
}

//! What lies in the folder of a package and is no part of it: it would travel in the archive, and a key would be given
//! away.

use super::{fault::ArchiveFault, sums};
use crate::{files::Files, written::Manifest};
use std::collections::BTreeSet;

/// The files that stand beside the manifest.
const OWN: [&str; 9] = [
    "package.toml",
    "titre.toml",
    "parameters.toml",
    "correspondences.csv",
    "rules.toml",
    "rules.wasm",
    "messages.fr.toml",
    "messages.en.toml",
    "coverage.toml",
];

/// What a private key in PEM says of itself, whatever its algorithm.
const KEY: &[u8] = b"PRIVATE KEY-----";

/// Every file that no archive of this package should hold. Cases and texts about the package belong to it, and so does
/// what it declares as a text.
pub fn stray(files: &Files) -> Vec<ArchiveFault> {
    let manifest = files.text("package.toml").ok().flatten().unwrap_or_default();
    let manifest = toml::from_str::<Manifest>(manifest).ok();
    let texts = manifest.iter().flat_map(|manifest| manifest.texts.values());
    let texts: BTreeSet<&str> =
        texts.filter_map(|text| Some(text.file.as_ref()?.get_ref().as_str())).collect();
    let fault = |(name, bytes): (&str, &[u8])| {
        if bytes.windows(KEY.len()).any(|part| part == KEY) {
            Some(ArchiveFault::PrivateKey(name.to_owned()))
        } else if OWN.contains(&name) || texts.contains(name) || named(name) {
            None
        } else {
            Some(ArchiveFault::Stray(name.to_owned()))
        }
    };
    sums::members(files).filter_map(fault).collect()
}

/// Whether a name is that of a script, of a case, or of a text about the package.
fn named(name: &str) -> bool {
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    match name.split_once('/') {
        None => ends(&[".md"]),
        Some(("rules", _)) => ends(&[".rhai"]),
        Some(("tests", _)) => ends(&[".yaml", ".yml", ".json"]),
        Some(_) => false,
    }
}

//! Packages as they are given side by side: those of one id and version are one package, or nothing says which is meant.

use crate::{Files, MANIFEST, PackageFault, Problem};
use semver::Version;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// What a manifest says the package is, whatever else is wrong with it.
#[derive(Deserialize)]
struct Named {
    id: String,
    version: Spanned<Version>,
}

/// Each package of the id and version of an earlier one, and of other content.
pub fn contradictions(given: &[Files]) -> Vec<PackageFault> {
    let mut first: BTreeMap<(String, Version), &Files> = BTreeMap::new();
    let mut faults = Vec::new();
    for files in given {
        // What cannot be read is told where it is checked.
        let Some(text) = files.text(MANIFEST).ok().flatten() else { continue };
        let Ok(Named { id, version }) = toml::from_str(text) else { continue };
        let span = version.span();
        let package = format!("{id}@{}", version.get_ref());
        let other = *first.entry((id, version.into_inner())).or_insert(files);
        if !std::ptr::eq(other, files) && other.digest() != files.digest() {
            let problem = Problem::VersionOfTwo { package, other: other.name().to_owned() };
            faults.push(PackageFault::new(&files.shown(MANIFEST), text, Some(span), problem));
        }
    }
    faults
}

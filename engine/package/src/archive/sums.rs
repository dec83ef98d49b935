//! `SHA256SUMS`, the first member of an archive: the digest of every part, in the form that `sha256sum -c` checks.

use super::fault::ArchiveFault;
use crate::{files::Files, hex};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fmt::Write as _};

/// The name of the list.
pub(super) const SUMS: &str = "SHA256SUMS";

/// The form of an archive, at the head of its list.
const FORM: &str = "# parchemin.archive/1 ";

/// The list of a package: the form, the package's own digest, then a line a file.
pub(super) fn write(files: &Files) -> String {
    let mut text = format!("{FORM}{}\n", files.digest());
    for (name, bytes) in members(files) {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}  {name}", hex(&Sha256::digest(bytes)));
    }
    text
}

/// Every file of a package, in order of the names.
pub(super) fn members(files: &Files) -> impl Iterator<Item = (&str, &[u8])> {
    files.matching("", "").map(|name| (name, files.bytes(name).unwrap_or_default()))
}

/// Holds the members of an archive against its list.
pub(super) fn verify(list: &[u8], members: &BTreeMap<String, Vec<u8>>) -> Result<(), ArchiveFault> {
    let text = std::str::from_utf8(list).map_err(|_| ArchiveFault::BadList { line: 1 })?;
    if !text.starts_with(FORM) {
        return Err(ArchiveFault::OtherForm);
    }
    let mut listed = BTreeMap::new();
    for (at, line) in text.lines().enumerate().skip(1) {
        let (digest, name) = line.split_once("  ").ok_or(ArchiveFault::BadList { line: at + 1 })?;
        listed.insert(name, digest);
    }
    for (name, digest) in &listed {
        let bytes = members.get(*name).ok_or_else(|| ArchiveFault::Missing((*name).to_owned()))?;
        if hex(&Sha256::digest(bytes)) != *digest {
            return Err(ArchiveFault::Changed((*name).to_owned()));
        }
    }
    match members.keys().find(|name| !listed.contains_key(name.as_str())) {
        Some(name) => Err(ArchiveFault::Unlisted(name.clone())),
        None => Ok(()),
    }
}

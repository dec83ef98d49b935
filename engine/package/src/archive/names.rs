//! The names that a member of an archive may have: those that a folder gives, on every system.

use super::fault::{ArchiveFault, BadName};
use std::collections::BTreeMap;

/// The names seen so far, none of which another may resemble.
#[derive(Default)]
pub(super) struct Names {
    /// By their small letters.
    seen: BTreeMap<String, String>,
}

impl Names {
    /// Takes one more name. The only one that can come twice is that of the list, which no folder gives.
    pub(super) fn take(&mut self, name: &str) -> Result<(), ArchiveFault> {
        if let Some(reason) = bad(name) {
            return Err(ArchiveFault::Name { name: name.to_owned(), reason });
        }
        match self.seen.insert(name.to_lowercase(), name.to_owned()) {
            None => Ok(()),
            Some(other) if other == name => {
                Err(ArchiveFault::Name { name: other, reason: BadName::Reserved })
            }
            Some(other) => Err(ArchiveFault::OnlyByCase { one: other, other: name.to_owned() }),
        }
    }
}

/// Why no file of a package has that name.
fn bad(name: &str) -> Option<BadName> {
    let drive = name.as_bytes().get(1) == Some(&b':');
    if name.contains('\\') {
        Some(BadName::Backslash)
    } else if name.starts_with('/') || drive {
        Some(BadName::Absolute)
    } else if name.chars().any(char::is_control) {
        Some(BadName::Control)
    } else if name.ends_with('/') {
        Some(BadName::Folder)
    } else if name.split('/').any(|part| part.is_empty() || part == "." || part == "..") {
        Some(BadName::Outside)
    } else if name.split('/').any(|part| part.starts_with('.')) {
        Some(BadName::Hidden)
    } else {
        None
    }
}

//! From the files of a package to the bytes of its archive.

use super::{ARCHIVE_BYTES, fault::ArchiveFault, names::Names, sums, zip};
use crate::files::Files;

/// The archive of a package: the same bytes for the same files, on every machine.
///
/// # Errors
/// A name that no archive may hold, or a package that is too large.
pub fn pack(files: &Files) -> Result<Vec<u8>, ArchiveFault> {
    let mut names = Names::default();
    names.take(sums::SUMS)?;
    for (name, _) in sums::members(files) {
        names.take(name)?;
    }
    let list = sums::write(files);
    let first = std::iter::once((sums::SUMS, list.as_bytes()));
    zip::write(first.chain(sums::members(files)))
        .filter(|bytes| bytes.len() <= ARCHIVE_BYTES)
        .ok_or(ArchiveFault::TooLarge { limit: ARCHIVE_BYTES })
}

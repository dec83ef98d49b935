//! From the files of a package to the bytes of its archive.

use super::{ARCHIVE_BYTES, fault::ArchiveFault, names::Names, sums, zip};
use crate::files::Files;
use parchemin_core::limits::{PACKAGE_FILE_BYTES, PACKAGE_FILES};

/// The archive of a package: the same bytes for the same files, on every machine.
///
/// # Errors
/// A name that no archive may hold, or a package that is too large.
pub fn pack(files: &Files) -> Result<Vec<u8>, ArchiveFault> {
    if sums::members(files).nth(PACKAGE_FILES).is_some() {
        return Err(ArchiveFault::TooMany { limit: PACKAGE_FILES });
    }
    let mut names = Names::default();
    names.take(sums::SUMS)?;
    for (name, bytes) in sums::members(files) {
        names.take(name)?;
        if bytes.len() as u64 > PACKAGE_FILE_BYTES {
            return Err(ArchiveFault::MemberTooLarge { name: name.to_owned(), limit: PACKAGE_FILE_BYTES });
        }
    }
    let list = sums::write(files);
    let first = std::iter::once((sums::SUMS, list.as_bytes()));
    zip::write(first.chain(sums::members(files)))
        .filter(|bytes| bytes.len() <= ARCHIVE_BYTES)
        .ok_or(ArchiveFault::TooLarge { limit: ARCHIVE_BYTES })
}

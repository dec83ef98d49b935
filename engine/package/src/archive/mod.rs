//! A package in one file: `NAME-VERSION.parchemin`, the same bytes on every machine, and who signed it.
//!
//! An archive is a zip file that any program for zip files opens. Its first member, `SHA256SUMS`, lists the SHA-256 of
//! every other one, so that `sha256sum -c SHA256SUMS` checks an unpacked archive without this program. Members are in
//! order of their names, stored as they are, without times, owners or comments. Nothing is compressed: the bytes then
//! depend on no version of a compressor, and an archive is never smaller than what it holds.
//!
//! An archive is read only if packing what it holds gives the same bytes: there is no place in it where something
//! could be changed, hidden or said twice.
//!
//! Signatures stand beside the archive, in `ARCHIVE.sig`; which keys are trusted, and when, stands in a trust file.

mod fault;
mod key;
mod names;
mod open;
mod pack;
mod read;
mod signatures;
mod stray;
mod sums;
#[cfg(test)]
mod tests;
mod trust;
mod zip;

pub use fault::{ArchiveFault, BadName};
pub(crate) use key::Signed;
pub use key::{KeyFault, KeyId, PublicKey, SecretKey};
pub use open::{Guard, OpenFault, open, signatures_beside};
pub use pack::pack;
pub use read::Archive;
pub use signatures::{Signature, Signatures, SignaturesFault};
pub use stray::stray;
pub use trust::{Judged, Standing, Trust, TrustFault};

/// Bytes of one archive: two hundred times the largest package that we ship, and little enough to be held in memory.
pub const ARCHIVE_BYTES: usize = 32 * 1024 * 1024;

/// Bytes of a trust file or a file of signatures. A key or a signature takes some hundred.
pub const SMALL_FILE_BYTES: usize = 256 * 1024;

/// What the name of an archive ends with.
pub const EXTENSION: &str = "parchemin";

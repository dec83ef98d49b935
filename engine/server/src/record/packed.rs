//! How contents and answers are stored: packed, and never larger than whoever reads the log can hold.

use std::io::Read;

/// How hard content is packed: a decision is made of much that comes again, so little effort does.
const EFFORT: i32 = 1;

/// Bytes that a content or an answer has at most: what is larger is not taken, since it could not be read again.
pub(crate) const MOST: u64 = 256 * 1024 * 1024;

/// What is larger than [`MOST`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLarge;

/// That something can be read again, once it is stored.
pub(super) fn fits(bytes: &[u8]) -> Result<(), TooLarge> {
    if u64::try_from(bytes.len()).is_ok_and(|size| size <= MOST) { Ok(()) } else { Err(TooLarge) }
}

/// Bytes as they are stored.
pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    // Writing to memory does not fail.
    zstd::encode_all(bytes, EFFORT).unwrap_or_default()
}

/// Stored bytes as they were. What cannot be unpacked is not what was stored: it is left as it is, and no digest fits it.
///
/// # Errors
/// They are more than are read.
pub(super) fn unpacked(stored: Vec<u8>) -> Result<Vec<u8>, TooLarge> {
    let mut bytes = Vec::new();
    let read = zstd::Decoder::new(stored.as_slice())
        .and_then(|packed| packed.take(MOST + 1).read_to_end(&mut bytes));
    if read.is_err() {
        return Ok(stored);
    }
    fits(&bytes).map(|()| bytes)
}

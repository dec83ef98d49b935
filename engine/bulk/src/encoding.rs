//! The encodings in which spreadsheets write tables: UTF-8, and what French ones wrote before it.

use encoding_rs::WINDOWS_1252;
use std::borrow::Cow;

/// The text of some bytes: of UTF-8, or else of Windows-1252; and whether they were not UTF-8.
pub(crate) fn text(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (WINDOWS_1252.decode_without_bom_handling(bytes).0, true),
    }
}

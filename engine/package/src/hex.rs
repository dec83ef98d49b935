//! Digests and keys as people read them.

use std::fmt::Write;

/// Small hexadecimal digits, two a byte.
///
/// ```
/// assert_eq!(parchemin_package::hex(&[0, 171]), "00ab");
/// ```
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

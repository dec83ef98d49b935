//! Texts in the cells of a spreadsheet: what a program would take for a formula, and what says nothing, is guarded.
//!
//! A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return can be run as a formula by the program that
//! opens the file. Such a text is written with an apostrophe before it, which spreadsheets take for “this is text”; so
//! are one that begins with an apostrophe, and one of blanks alone, which would read as an empty cell. What was guarded
//! is read as it was: nothing is lost.

use std::borrow::Cow;

/// The sign of a guarded text.
const GUARD: char = '\'';

/// The cell for a text.
///
/// ```
/// use parchemin_bulk::cell::{guarded, unguarded};
/// assert_eq!(guarded("=1+1"), "'=1+1");
/// assert_eq!(guarded("mn-2025"), "mn-2025");
/// for text in ["=1+1", "-2", "'", "", " ", "\t", "a"] {
///     assert_eq!(unguarded(&guarded(text)), text);
/// }
/// ```
pub fn guarded(text: &str) -> Cow<'_, str> {
    let danger = text.starts_with(['=', '+', '-', '@', '\t', '\r', GUARD]) || text.trim().is_empty();
    if danger { Cow::Owned(format!("{GUARD}{text}")) } else { Cow::Borrowed(text) }
}

/// The text of a cell.
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix(GUARD).unwrap_or(cell)
}

//! The authoring kit: from the text of an arrêté to a released package.
//!
//! [`start`] begins a package from a source; [`version`] says what changed from one package to another, and which version
//! number the change needs; [`tables`] are edited in a spreadsheet.
//!
//! It refuses to know: how a decision is made, and what a terminal is.

pub mod start;
pub mod tables;
pub mod version;

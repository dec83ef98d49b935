//! The authoring kit: from the text of an arrêté to a released package.
//!
//! [`start`] begins a package from a source.
//!
//! It refuses to know: how a decision is made, and what a terminal is.

pub mod start;

//! The authoring kit: from the text of an arrêté to a released package.
//!
//! It refuses to know: how a decision is made, and what a terminal is.

pub mod check;
pub mod coverage;
mod package;

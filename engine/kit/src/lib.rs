//! The authoring kit: from the text of an arrêté to a released package.
//!
//! It refuses to know: how a decision is made, and what a terminal is.

mod junit;
pub mod mutation;
pub mod watch;

pub use junit::junit;

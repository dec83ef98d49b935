//! The authoring kit: from the text of an arrêté to a released package.
//!
//! [`start`] begins a package from a source; [`check`] says what is wrong with it, and [`coverage`]
//! who answers for each passage of its sources; [`version`] says what changed from one package to another, and which version
//! number the change needs; [`tables`] are edited in a spreadsheet; [`mutation`] changes packages to see whether their
//! cases notice; [`watch`] tries them again on every save.
//!
//! It refuses to know: how a decision is made, and what a terminal is.

pub mod check;
pub mod coverage;
mod junit;
pub mod mutation;
mod package;
pub mod start;
pub mod tables;
pub mod version;
pub mod watch;

pub use junit::junit;

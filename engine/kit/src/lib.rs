//! The authoring kit: from the text of an arrêté to a released package.
//!
//! [`start`] begins a package from a source; [`version`] says what changed from one package to another, and which version
//! number the change needs; [`tables`] are edited in a spreadsheet; [`mutation`] changes packages to see whether their
//! cases notice; [`watch`] tries them again on every save.
//!
//! It refuses to know: how a decision is made, and what a terminal is.

mod junit;
pub mod mutation;
pub mod start;
pub mod tables;
pub mod version;
pub mod watch;

pub use junit::junit;

//! Rule packages: from bytes to something checked, and the catalogue that holds several of them side by side.
//!
//! Three types, never one: [`Files`] are bytes as they came; [`written`] is what the authors wrote, with spans;
//! [`Checked`] holds only what was found sound, every quotation verified against its source. The host prepares the
//! last one to run; only what is prepared can decide.
//!
//! It refuses to know: candidates, any script engine, and how a decision is made.

pub mod archive;
pub mod catalogue;
pub mod check;
mod code;
pub mod correspondence;
pub mod difference;
mod fault;
mod files;
mod hex;
pub mod quotation;
pub mod receipt;
pub mod replace;
mod system;
mod translated;
pub mod written;

pub use catalogue::{Catalogue, CatalogueFault, contradictions, exactly, folded, one_of_each};
pub use check::{Checked, MANIFEST, check};
pub use code::{Code, Severity};
pub use difference::Difference;
pub use fault::{PackageFault, Problem, Said};
pub use files::Files;
pub use hex::hex;
pub use system::refused;
pub use translated::translated;

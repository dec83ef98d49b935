//! Streams of candidate files in, decisions out; and the generator that makes files up.
//!
//! [`read`] takes inputs apart into rows, each a candidate file or the reason why it is none; [`mod@write`] puts what was
//! decided of each into one output. [`batch`] decides all that is in between. [`generate`] makes candidate files, each from a
//! seed and its number; [`impact`] compares two catalogues on many files; [`page`] draws reports; [`members`] takes a file
//! apart; [`names`] keeps what is written from what is read.
//!
//! It refuses to know: how a decision is made.

pub mod batch;
pub mod cell;
pub mod columns;
mod encoding;
pub mod format;
pub mod generate;
pub mod impact;
mod in_use;
pub mod members;
pub mod names;
pub mod page;
mod parquet;
pub mod read;
mod shape;
pub mod whole;
pub mod write;

/// What the README shows is run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

//! Streams of files in, decisions out; for now the files alone, made up from what the packages loaded speak of.
//!
//! [`generate`] makes candidate files, each from a seed and its number; [`members`] takes a file apart.
//!
//! It refuses to know: how a decision is made, and whether one is made at all.

pub mod generate;
pub mod members;

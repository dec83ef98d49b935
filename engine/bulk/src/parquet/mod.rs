//! Candidate files as rows of Parquet: nested columns of the file's own shape.
//!
//! Every member is a column of the same name, objects are structs, lists are lists, and all may be null, which is
//! absence. Texts and words are written as strings, days as `DATE`, whole numbers as `UINT_32`, truths as `BOOLEAN`.
//! What others write is read as well: see [`columns`].

mod columns;
mod leaves;
mod objects;
mod schema;

pub(crate) use columns::{Mistyped, Stored, Unreadable};
use schema::data_type;
pub(crate) use schema::{ROW, batch, schema, twice, unknown};

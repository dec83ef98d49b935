//! A piece of an input, cut off by one thread and taken apart into rows by another.

use super::{csv, fault::RowFault, lines, parquet, xlsx};
use crate::columns::{Head, Renames};
use arrow_array::RecordBatch;
use parchemin_core::{
    CandidateFile, Day,
    file::{FileFault, Leniency},
};
use std::{borrow::Cow, iter, sync::Arc};

/// Rows of a piece.
pub(super) const CHUNK_ROWS: u64 = 256;

/// Bytes after which a piece of text ends with the row it is in.
pub(super) const CHUNK_BYTES: usize = 1024 * 1024;

/// Bytes that are kept of a row that is too long.
pub(super) const RAW_BYTES: usize = 1_000;

/// What taking a row apart must know.
#[derive(Clone, Debug, Default)]
pub(super) struct RowOptions {
    pub(super) leniency: Leniency,
    /// The member or column that holds the date of the decision.
    pub(super) as_of: Option<String>,
    /// What the columns of tables are called.
    pub(super) renames: Renames,
}

/// A piece of one input: some 256 rows, or some 1 MiB of text.
pub struct Chunk {
    pub(super) input: Arc<str>,
    pub(super) options: Arc<RowOptions>,
    pub(super) body: Body,
}

/// What a piece holds.
pub(super) enum Body {
    /// Lines of JSON, the first of which has that number.
    Lines { line: u64, bytes: Vec<u8> },
    /// A line longer than any candidate file: its number and its beginning.
    TooLong { line: u64, start: Vec<u8> },
    /// Records of a CSV.
    Csv { table: Arc<csv::Table>, bytes: Vec<u8>, records: Vec<csv::Record> },
    /// Rows of a workbook.
    Sheet { head: Arc<Head>, rows: Vec<xlsx::SheetRow> },
    /// Rows of Parquet, the first of which has that number.
    Batch { first: u64, batch: RecordBatch },
}

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'c> {
    /// The input, as it was opened: a path, or `-` for standard input.
    pub input: &'c str,
    /// The line where the row begins, from 1; in a workbook or a Parquet file the row, from 1.
    pub number: u64,
}

/// A row: a candidate file, or why it is none.
#[derive(Clone, Debug)]
pub struct Row<'c> {
    /// Where it stands.
    pub place: Place<'c>,
    /// What stands there.
    pub raw: Raw<'c>,
    /// The candidate file.
    pub file: Result<CandidateFile, RowFault>,
    /// The date of the decision, where a column gives one.
    pub as_of: Option<Day>,
    /// It was not UTF-8, and was read as Windows-1252.
    pub recoded: bool,
}

/// What stands in a row, for whoever refuses it.
#[derive(Clone, Copy, Debug)]
pub struct Raw<'c>(pub(super) Kept<'c>);

/// Where what stands in a row is kept.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kept<'c> {
    Bytes(&'c [u8]),
    Sheet(&'c Head, &'c xlsx::SheetRow),
    Batch(&'c RecordBatch, usize),
}

impl<'c> Raw<'c> {
    /// The bytes of the input, the end of the line left out, or the first 1,000 of a row that is too long; of a workbook
    /// and of Parquet, the row as an object of JSON.
    pub fn bytes(&self) -> Cow<'c, [u8]> {
        match self.0 {
            Kept::Bytes(bytes) => Cow::Borrowed(bytes),
            Kept::Sheet(head, row) => Cow::Owned(xlsx::raw(head, row)),
            Kept::Batch(batch, row) => Cow::Owned(parquet::raw(batch, row)),
        }
    }
}

impl<'c> Row<'c> {
    /// A row as it was read: its file with the date of its decision, or why it is none.
    pub(super) fn new(
        place: Place<'c>,
        kept: Kept<'c>,
        read: Result<(CandidateFile, Option<Day>), RowFault>,
    ) -> Row<'c> {
        let (file, as_of) = match read {
            Ok((file, as_of)) => (Ok(file), as_of),
            Err(fault) => (Err(fault), None),
        };
        Row { place, raw: Raw(kept), file, as_of, recoded: false }
    }
}

impl Chunk {
    /// Its rows, in order; blank lines are none.
    pub fn rows(&self) -> Box<dyn Iterator<Item = Row<'_>> + '_> {
        match &self.body {
            Body::Lines { line, bytes } => Box::new(lines::rows(&self.input, *line, bytes, &self.options)),
            Body::Csv { table, bytes, records } => {
                Box::new(csv::rows(&self.input, table, bytes, records, &self.options))
            }
            Body::Sheet { head, rows } => Box::new(xlsx::rows(&self.input, head, rows, &self.options)),
            Body::Batch { first, batch } => {
                Box::new(parquet::rows(&self.input, *first, batch, &self.options))
            }
            Body::TooLong { line, start } => Box::new(iter::once(Row::new(
                Place { input: &self.input, number: *line },
                Kept::Bytes(start),
                Err(RowFault::File(FileFault::TooLarge)),
            ))),
        }
    }
}

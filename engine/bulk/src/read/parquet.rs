//! Parquet: batches of rows, each column taken for what it is once a batch.

use super::{
    chunk::{Body, CHUNK_ROWS, Kept, Place, Row, RowOptions},
    fault::{AsOfFault, InputFault, RowFault},
    inputs::Input,
};
use crate::{
    columns::{CellFault, HeadFault},
    parquet::{Mistyped, Stored, Unreadable, twice, unknown},
    shape::Shaped,
};
use arrow_array::{ArrayRef, RecordBatch, StructArray};
use parchemin_core::{
    CandidateFile, Day,
    file::{Leniency, check},
    nearest,
};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use std::sync::Arc;

/// The rows of a file that are still to come.
pub(super) struct Batches {
    batches: ParquetRecordBatchReader,
    /// The number of the next row, from 1.
    next: u64,
}

/// The columns of a batch.
struct Columns {
    file: <CandidateFile as Stored>::Column,
    as_of: Option<<Day as Stored>::Column>,
}

impl Batches {
    /// Opens an input before the row of that number.
    pub(super) fn open(input: &Input, number: u64, options: &RowOptions) -> Result<Batches, InputFault> {
        let damaged = |error: parquet::errors::ParquetError| input.damaged(0, &error);
        let builder = ParquetRecordBatchReaderBuilder::try_new(input.file()?).map_err(damaged)?;
        let rows = builder.metadata().file_metadata().num_rows();
        let skipped = number.saturating_sub(1);
        if skipped > u64::try_from(rows).unwrap_or(0) {
            return Err(InputFault::NoSuchPosition(input.name.to_string()));
        }
        let wrong = |fault| InputFault::Head { input: input.name.to_string(), fault };
        columns_known(builder.schema().fields(), options).map_err(wrong)?;
        Columns::open(&RecordBatch::new_empty(Arc::clone(builder.schema())), options).map_err(|fault| {
            wrong(HeadFault::Type { column: fault.column(), found: fault.found, expected: fault.expected })
        })?;
        let size = usize::try_from(CHUNK_ROWS).unwrap_or(usize::MAX);
        let offset = usize::try_from(skipped).unwrap_or(usize::MAX);
        let batches = builder.with_batch_size(size).with_offset(offset).build().map_err(damaged)?;
        Ok(Batches { batches, next: number })
    }

    /// The number of the next row.
    pub(super) fn position(&self) -> u64 {
        self.next
    }

    /// The next piece.
    pub(super) fn next(&mut self, input: &Input) -> Result<Option<Body>, InputFault> {
        let batch = self.batches.next().transpose();
        let batch = batch.map_err(|error| input.damaged(self.next.saturating_sub(1), &error))?;
        Ok(batch.map(|batch| {
            let first = self.next;
            self.next = first.saturating_add(batch.num_rows() as u64);
            Body::Batch { first, batch }
        }))
    }
}

/// Refuses columns that a candidate file does not have, and the want of that of the date.
fn columns_known(fields: &arrow_schema::Fields, options: &RowOptions) -> Result<(), HeadFault> {
    if let Some(name) = twice(fields) {
        return Err(HeadFault::Twice(name.clone(), name));
    }
    let mut others = Vec::new();
    unknown(fields, &CandidateFile::SHAPE, "", &mut others);
    if let Some(column) = &options.as_of {
        others.retain(|(name, _)| name != column);
        if !fields.iter().any(|field| field.name() == column) {
            let nearest = nearest(column, fields.iter().map(|field| field.name().as_str()));
            return Err(HeadFault::NoAsOf { column: column.clone(), nearest });
        }
    }
    if options.leniency == Leniency::Strict && !others.is_empty() {
        return Err(HeadFault::Unknown(others));
    }
    Ok(())
}

impl Columns {
    fn open(batch: &RecordBatch, options: &RowOptions) -> Result<Columns, Mistyped> {
        let dated = options.as_of.as_ref().and_then(|name| Some((name, batch.column_by_name(name)?)));
        let as_of = dated.map(|(name, column)| Day::open(column).map_err(|fault| fault.inside(name)));
        let rows: ArrayRef = Arc::new(StructArray::from(batch.clone()));
        Ok(Columns { file: CandidateFile::open(&rows)?, as_of: as_of.transpose()? })
    }

    fn row(&self, row: usize, options: &RowOptions) -> Result<(CandidateFile, Option<Day>), RowFault> {
        let cell = |fault: Unreadable| CellFault { column: fault.column(), reason: fault.reason };
        let file = CandidateFile::get(&self.file, row).map_err(|fault| RowFault::Cell(cell(fault)))?;
        let file = file.unwrap_or_default();
        check(&file)?;
        let as_of = match &self.as_of {
            Some(days) => Day::get(days, row).map_err(|fault| {
                let column = options.as_of.clone().unwrap_or_default();
                RowFault::AsOf { column, fault: AsOfFault::Cell(fault.reason) }
            })?,
            None => None,
        };
        Ok((file, as_of))
    }
}

/// The rows of a piece.
pub(super) fn rows<'c>(
    input: &'c str,
    first: u64,
    batch: &'c RecordBatch,
    options: &'c RowOptions,
) -> impl Iterator<Item = Row<'c>> {
    // The types were checked when the input was opened: all batches have them.
    let columns = Columns::open(batch, options).ok();
    (0..batch.num_rows()).zip(first..).filter_map(move |(at, number)| {
        let read = columns.as_ref()?.row(at, options);
        Some(Row::new(Place { input, number }, Kept::Batch(batch, at), read))
    })
}

/// A row as an object of JSON.
pub(super) fn raw(batch: &RecordBatch, row: usize) -> Vec<u8> {
    let columns = Columns::open(batch, &RowOptions::default()).ok();
    let value = columns.map_or(serde_json::Value::Null, |columns| CandidateFile::show(&columns.file, row));
    value.to_string().into_bytes()
}

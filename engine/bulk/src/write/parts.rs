//! Parquet is written from its end: until then its pieces stand in the output one after the other, each an Arrow IPC
//! stream behind its length, and are assembled when all are there.
//!
//! A Parquet file depends on its rows alone, not on how they were cut into pieces: they are cut anew, always in the same
//! way.

use super::{fault::OutputFault, target::Target};
use arrow_array::RecordBatch;
use arrow_ipc::{reader::StreamReader, writer::StreamWriter};
use arrow_schema::{ArrowError, SchemaRef};
use arrow_select::concat::concat_batches;
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    file::properties::WriterProperties,
};
use std::{
    fs::File,
    io::{self, BufReader, Read},
};

/// Rows of a row group: what a reader takes at once.
const GROUP_ROWS: usize = 65_536;

/// Rows that are handed over at once; the pages of a file end with them.
const BATCH_ROWS: usize = 1_024;

/// A piece as it stands in the output until all are there.
pub(super) fn part(batch: &RecordBatch) -> Result<Vec<u8>, OutputFault> {
    if batch.num_rows() == 0 {
        return Ok(Vec::new());
    }
    framed(&batch.schema(), Some(batch)).map_err(OutputFault::encoding)
}

/// What stands before the pieces: the columns, so that an output without rows has them too.
pub(super) fn head(schema: &SchemaRef) -> Result<Vec<u8>, OutputFault> {
    framed(schema, None).map_err(OutputFault::encoding)
}

fn framed(schema: &SchemaRef, batch: Option<&RecordBatch>) -> Result<Vec<u8>, ArrowError> {
    let mut stream = StreamWriter::try_new(vec![0; 8], schema)?;
    batch.map(|batch| stream.write(batch)).transpose()?;
    stream.finish()?;
    let mut framed = stream.into_inner()?;
    let length = (framed.len() as u64).saturating_sub(8);
    framed.iter_mut().zip(length.to_le_bytes()).for_each(|(place, byte)| *place = byte);
    Ok(framed)
}

/// Puts the pieces of a file together into another.
pub(super) fn assemble(from: &mut File, into: &mut File, target: &Target) -> Result<(), OutputFault> {
    let unwritable = |error| target.unwritable(error);
    let mut from = BufReader::new(from);
    let mut parquet: Option<ArrowWriter<&mut File>> = None;
    let mut into = Some(into);
    let mut waiting: Vec<RecordBatch> = Vec::new();
    while let Some(bytes) = next(&mut from).map_err(unwritable)? {
        let stream = StreamReader::try_new(bytes.as_slice(), None).map_err(OutputFault::encoding)?;
        if let Some(into) = into.take() {
            parquet = Some(
                ArrowWriter::try_new(into, stream.schema(), Some(properties()?))
                    .map_err(OutputFault::encoding)?,
            );
        }
        for batch in stream {
            waiting.push(batch.map_err(OutputFault::encoding)?);
        }
        if let Some(parquet) = &mut parquet {
            hand_over(&mut waiting, BATCH_ROWS, parquet)?;
        }
    }
    if let Some(mut parquet) = parquet {
        hand_over(&mut waiting, 1, &mut parquet)?;
        parquet.close().map_err(|error| write_fault(error, target))?;
    }
    Ok(())
}

/// Writes what waits in batches of always the same size, while at least so many rows wait.
fn hand_over(
    waiting: &mut Vec<RecordBatch>,
    least: usize,
    parquet: &mut ArrowWriter<&mut File>,
) -> Result<(), OutputFault> {
    let rows: usize = waiting.iter().map(RecordBatch::num_rows).sum();
    let Some(first) = waiting.first().filter(|_| rows >= least) else { return Ok(()) };
    let all = concat_batches(&first.schema(), waiting.iter()).map_err(OutputFault::encoding)?;
    waiting.clear();
    let mut at = 0;
    while rows.saturating_sub(at) >= least {
        let size = rows.saturating_sub(at).min(BATCH_ROWS);
        parquet.write(&all.slice(at, size)).map_err(OutputFault::encoding)?;
        at = at.saturating_add(size);
    }
    if at < rows {
        waiting.push(all.slice(at, rows.saturating_sub(at)));
    }
    Ok(())
}

/// The next piece; none at the end.
fn next(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    match from.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u64::from_le_bytes(length);
    let mut bytes = Vec::new();
    if from.take(length).read_to_end(&mut bytes)? as u64 == length {
        Ok(Some(bytes))
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

fn properties() -> Result<WriterProperties, OutputFault> {
    let level = ZstdLevel::try_new(3).map_err(OutputFault::encoding)?;
    Ok(WriterProperties::builder()
        .set_created_by(concat!("parchemin ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::ZSTD(level))
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_max_row_group_bytes(None)
        .build())
}

/// A failure of the writer: of the system where it was one.
fn write_fault(error: parquet::errors::ParquetError, target: &Target) -> OutputFault {
    match error {
        parquet::errors::ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => target.unwritable(*error),
            Err(other) => OutputFault::encoding(other),
        },
        other => OutputFault::encoding(other),
    }
}

//! From records to the bytes of an output.

use super::{
    fault::OutputFault,
    output::Target,
    record::{Detail, More, Record},
};
use crate::{
    cell::guarded,
    format::{Format, Packing},
};
use parchemin_core::canonical;
use std::{borrow::Cow, fmt::Display, io::Write};

/// How hard outputs are packed: what is written is text that repeats itself, and packs well at the least effort.
const EFFORT: u32 = 3;

/// Turns records into bytes. It has no state: any thread may use it, on any piece.
#[derive(Clone, Debug)]
pub struct Encoder {
    target: Target,
    detail: Detail,
}

impl Encoder {
    /// For an output, with that much of each file.
    pub fn new(target: Target, detail: Detail) -> Encoder {
        Encoder { target, detail }
    }

    /// The output.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// How much is written of each file.
    pub fn detail(&self) -> Detail {
        self.detail
    }

    /// The bytes of a piece, in the order of its records. What is packed is a member (gzip) or a frame (Zstandard) of
    /// its own.
    ///
    /// # Errors
    /// A record of another detail than the encoder's.
    pub fn encode(&self, records: &[Record<'_>]) -> Result<Vec<u8>, OutputFault> {
        if let Some(other) = records.iter().find(|record| record.more.detail() != self.detail) {
            let (detail, other) = (self.detail, other.more.detail());
            return Err(OutputFault::Encoding(format!("{other:?} / {detail:?}")));
        }
        match self.target.format {
            Format::Csv => self.csv(false, records),
            _ => self.jsonl(records),
        }
    }

    /// What stands before the first record.
    pub(super) fn head(&self) -> Result<Vec<u8>, OutputFault> {
        if self.target.format == Format::Csv { self.csv(true, &[]) } else { Ok(Vec::new()) }
    }

    fn jsonl(&self, records: &[Record<'_>]) -> Result<Vec<u8>, OutputFault> {
        let mut lines = Vec::with_capacity(records.len().saturating_mul(256));
        for record in records {
            match &record.more {
                More::Full(decision) => lines.append(&mut canonical(decision).map_err(encoding)?),
                _ => serde_json::to_writer(&mut lines, record).map_err(encoding)?,
            }
            lines.push(b'\n');
        }
        self.packed(lines)
    }

    fn csv(&self, head: bool, records: &[Record<'_>]) -> Result<Vec<u8>, OutputFault> {
        let delimiter = if self.target.tabs { b'\t' } else { b',' };
        let mut rows = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        if head {
            rows.write_record(columns(self.detail)).map_err(encoding)?;
        }
        for record in records {
            rows.write_record(cells(record)?.iter().map(|cell| cell.as_bytes())).map_err(encoding)?;
        }
        self.packed(rows.into_inner().map_err(encoding)?)
    }

    fn packed(&self, bytes: Vec<u8>) -> Result<Vec<u8>, OutputFault> {
        if bytes.is_empty() {
            return Ok(bytes);
        }
        match self.target.packing {
            Packing::None => Ok(bytes),
            Packing::Gzip => {
                let into = Vec::with_capacity(bytes.len() / 4);
                let mut packed = flate2::write::GzEncoder::new(into, flate2::Compression::new(EFFORT));
                packed.write_all(&bytes).and_then(|()| packed.finish()).map_err(encoding)
            }
            Packing::Zstd => {
                zstd::bulk::compress(&bytes, i32::try_from(EFFORT).unwrap_or(0)).map_err(encoding)
            }
        }
    }
}

pub(super) fn encoding(error: impl Display) -> OutputFault {
    OutputFault::Encoding(error.to_string())
}

/// The columns of an output in CSV.
fn columns(detail: Detail) -> Vec<&'static str> {
    let mut columns = vec![
        "candidate",
        "date",
        "revision",
        "question",
        "outcome",
        "document",
        "recevabilite",
        "attribution",
        "situation",
    ];
    columns.extend_from_slice(match detail {
        Detail::Outcome => &[],
        Detail::Findings => &["findings", "missing"],
        Detail::Full => &["decision"],
    });
    columns
}

/// The cells of a record, in the order of the columns; lists are JSON.
fn cells<'r>(record: &'r Record<'_>) -> Result<Vec<Cow<'r, str>>, OutputFault> {
    let word = |outcome: Option<parchemin_core::decision::Outcome>| {
        Cow::Borrowed(outcome.map_or("", parchemin_core::decision::Outcome::name))
    };
    let mut cells = vec![
        record.candidate.map_or(Cow::Borrowed(""), guarded),
        Cow::Owned(record.date.to_string()),
        Cow::Borrowed(record.revision.unwrap_or_default()),
        Cow::Borrowed(record.question.name()),
        word(Some(record.outcome)),
        Cow::Borrowed(record.document.map_or("", super::record::document_name)),
        word(record.recevabilite),
        word(record.attribution),
        word(record.situation),
    ];
    match &record.more {
        More::Outcome {} => {}
        More::Findings { findings, missing } => {
            cells.push(Cow::Owned(serde_json::to_string(findings).map_err(encoding)?));
            cells.push(Cow::Owned(serde_json::to_string(missing).map_err(encoding)?));
        }
        More::Full(decision) => {
            let text = String::from_utf8(canonical(decision).map_err(encoding)?).map_err(encoding)?;
            cells.push(Cow::Owned(text));
        }
    }
    Ok(cells)
}

//! From records to the bytes of an output.

use super::{
    columns,
    fault::OutputFault,
    output::Encoding,
    parts,
    record::{Detail, More, Record},
    target::Target,
};
use crate::{cell::guarded, format::Format};
use parchemin_core::{canonical, decision::Outcome, titre::Document};
use std::borrow::Cow;

/// Turns records into bytes. It has no state: any thread may use it, on any piece.
#[derive(Clone, Debug)]
pub struct Encoder {
    target: Target,
    detail: Detail,
}

impl Encoding for Encoder {
    fn target(&self) -> &Target {
        &self.target
    }

    fn head(&self) -> Result<Vec<u8>, OutputFault> {
        match self.target.format() {
            Format::Csv => {
                let mut head = Vec::new();
                self.csv(Some(&names(self.detail)), &[], &mut head)?;
                self.target.packed(head)
            }
            Format::Parquet => parts::head(&columns::batch(&[], self.detail)?.schema()),
            Format::Jsonl | Format::Xlsx => self.target.head(Vec::new()),
        }
    }
}

impl Encoder {
    /// For an output, with that much of each file.
    pub fn new(target: Target, detail: Detail) -> Encoder {
        Encoder { target, detail }
    }

    /// How much is written of each file.
    pub fn detail(&self) -> Detail {
        self.detail
    }

    /// The bytes of a piece, in the order of its records; nothing for none.
    ///
    /// # Errors
    /// A record is of another detail than the encoder, or cannot be put into the format.
    pub fn encode(&self, records: &[Record<'_>]) -> Result<Vec<u8>, OutputFault> {
        let mut piece = Vec::with_capacity(records.len().saturating_mul(256));
        self.add(records, &mut piece)?;
        self.pack(piece)
    }

    /// Adds records to a piece that is still open, so that they need not all be held until it is [packed](Self::pack).
    ///
    /// # Errors
    /// As of [`Encoder::encode`]; the piece is spoilt then.
    pub fn add(&self, records: &[Record<'_>], piece: &mut Vec<u8>) -> Result<(), OutputFault> {
        if let Some(other) = records.iter().find(|record| record.more.detail() != self.detail) {
            return Err(OutputFault::OtherDetail(other.more.detail(), self.detail));
        }
        match self.target.format() {
            Format::Csv => self.csv(None, records, piece),
            Format::Parquet => {
                piece.append(&mut parts::part(&columns::batch(records, self.detail)?)?);
                Ok(())
            }
            Format::Jsonl | Format::Xlsx => jsonl(records, piece),
        }
    }

    /// Closes a piece: what an output appends.
    ///
    /// # Errors
    /// It cannot be packed.
    pub fn pack(&self, piece: Vec<u8>) -> Result<Vec<u8>, OutputFault> {
        self.target.packed(piece)
    }

    fn csv(
        &self,
        head: Option<&[&str]>,
        records: &[Record<'_>],
        piece: &mut Vec<u8>,
    ) -> Result<(), OutputFault> {
        let mut rows = csv::WriterBuilder::new().delimiter(self.target.delimiter()).from_writer(piece);
        if let Some(names) = head {
            rows.write_record(names).map_err(OutputFault::encoding)?;
        }
        for record in records {
            rows.write_record(cells(record)?.iter().map(|cell| cell.as_bytes()))
                .map_err(OutputFault::encoding)?;
        }
        rows.flush().map_err(OutputFault::encoding)
    }
}

fn jsonl(records: &[Record<'_>], lines: &mut Vec<u8>) -> Result<(), OutputFault> {
    for record in records {
        match &record.more {
            More::Full(decision) => lines.append(&mut canonical(decision).map_err(OutputFault::encoding)?),
            _ => serde_json::to_writer(&mut *lines, record).map_err(OutputFault::encoding)?,
        }
        lines.push(b'\n');
    }
    Ok(())
}

/// The columns of an output.
fn names(detail: Detail) -> Vec<&'static str> {
    let mut names = vec![
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
    names.extend_from_slice(match detail {
        Detail::Outcome => &[],
        Detail::Findings => &["findings", "missing"],
        Detail::Full => &["decision"],
    });
    names
}

/// The cells of a record, in the order of the columns; lists are JSON.
fn cells<'r>(record: &'r Record<'_>) -> Result<Vec<Cow<'r, str>>, OutputFault> {
    let word = |outcome: Option<Outcome>| Cow::Borrowed(outcome.map_or("", Outcome::name));
    let mut cells = vec![
        record.candidate.map_or(Cow::Borrowed(""), guarded),
        Cow::Owned(record.date.to_string()),
        Cow::Borrowed(record.revision.unwrap_or_default()),
        Cow::Borrowed(record.question.name()),
        word(Some(record.outcome)),
        Cow::Borrowed(record.document.map_or("", Document::name)),
        word(record.recevabilite),
        word(record.attribution),
        word(record.situation),
    ];
    match &record.more {
        More::Outcome {} => {}
        More::Findings { findings, missing } => {
            cells.push(Cow::Owned(serde_json::to_string(findings).map_err(OutputFault::encoding)?));
            cells.push(Cow::Owned(serde_json::to_string(missing).map_err(OutputFault::encoding)?));
        }
        More::Full(decision) => cells.push(Cow::Owned(canonical_text(decision)?)),
    }
    Ok(cells)
}

/// A decision as canonical JSON.
pub(super) fn canonical_text(decision: &parchemin_core::Decision) -> Result<String, OutputFault> {
    String::from_utf8(canonical(decision).map_err(OutputFault::encoding)?).map_err(OutputFault::encoding)
}

//! Records as columns, for Parquet.

use super::{
    encode::canonical_text,
    fault::OutputFault,
    record::{Detail, Found, More, Record},
};
use arrow_array::{Array, ArrayRef, Date32Array, ListArray, RecordBatch, StringArray, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, Field};
use parchemin_core::{decision::Outcome, titre::Document};
use std::sync::Arc;

/// A piece as columns: those of a CSV, with lists as lists.
pub(super) fn batch(records: &[Record<'_>], detail: Detail) -> Result<RecordBatch, OutputFault> {
    let days = records.iter().map(|record| i32::try_from(record.date.number()).ok());
    let outcome =
        |of: fn(&Record<'_>) -> Option<Outcome>| texts(records.iter().map(|r| of(r).map(Outcome::name)));
    let mut columns: Vec<(&str, ArrayRef)> = vec![
        ("candidate", texts(records.iter().map(|record| record.candidate))),
        ("date", Arc::new(Date32Array::from_iter(days))),
        ("revision", texts(records.iter().map(|record| record.revision))),
        ("question", texts(records.iter().map(|record| Some(record.question.name())))),
        ("outcome", outcome(|record| Some(record.outcome))),
        ("document", texts(records.iter().map(|record| record.document.map(Document::name)))),
        ("recevabilite", outcome(|record| record.recevabilite)),
        ("attribution", outcome(|record| record.attribution)),
        ("situation", outcome(|record| record.situation)),
    ];
    match detail {
        Detail::Outcome => {}
        Detail::Findings => {
            let (found, missing): (Vec<_>, Vec<_>) = records.iter().map(in_short).unzip();
            columns.push(("findings", findings(&found).map_err(OutputFault::encoding)?));
            columns.push(("missing", text_lists(&missing).map_err(OutputFault::encoding)?));
        }
        Detail::Full => {
            let full = records.iter().filter_map(|record| match &record.more {
                More::Full(decision) => Some(canonical_text(decision)),
                More::Outcome {} | More::Findings { .. } => None,
            });
            let full = full.collect::<Result<Vec<_>, _>>()?;
            columns.push(("decision", texts(full.iter().map(|text| Some(text.as_str())))));
        }
    }
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true)))
        .map_err(OutputFault::encoding)
}

/// The findings of a record, and what is missing.
fn in_short<'r>(record: &'r Record<'_>) -> (&'r [Found<'r>], &'r [&'r str]) {
    match &record.more {
        More::Findings { findings, missing } => (findings, missing),
        More::Outcome {} | More::Full(_) => (&[], &[]),
    }
}

fn texts<'t>(texts: impl Iterator<Item = Option<&'t str>>) -> ArrayRef {
    Arc::new(StringArray::from_iter(texts))
}

/// A column of lists whose rows stand in one column.
fn lists(lengths: impl IntoIterator<Item = usize>, rows: ArrayRef) -> Result<ArrayRef, ArrowError> {
    let row = Field::new(crate::parquet::ROW, rows.data_type().clone(), true);
    Ok(Arc::new(ListArray::try_new(row.into(), OffsetBuffer::from_lengths(lengths), rows, None)?))
}

fn text_lists(all: &[&[&str]]) -> Result<ArrayRef, ArrowError> {
    lists(all.iter().map(|list| list.len()), texts(all.iter().copied().flatten().map(|text| Some(*text))))
}

fn findings(all: &[&[Found<'_>]]) -> Result<ArrayRef, ArrowError> {
    let rows = || all.iter().copied().flatten();
    let missing: Vec<&[&str]> = rows().map(|found| &*found.missing).collect();
    let members: Vec<(&str, ArrayRef)> = vec![
        ("package", texts(rows().map(|found| Some(found.package)))),
        ("rule", texts(rows().map(|found| Some(found.rule)))),
        ("subject", texts(rows().map(|found| found.subject))),
        ("verdict", texts(rows().map(|found| Some(found.verdict.name())))),
        ("missing", text_lists(&missing)?),
    ];
    let fields = members.iter().map(|(name, column)| Field::new(*name, column.data_type().clone(), true));
    let fields = fields.collect();
    let columns = members.into_iter().map(|(_, column)| column).collect();
    lists(all.iter().map(|list| list.len()), Arc::new(StructArray::try_new(fields, columns, None)?))
}

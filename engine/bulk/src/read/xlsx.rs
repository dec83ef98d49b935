//! Workbooks: the first sheet, its columns named by its first filled row. A workbook is held in memory as a whole.

use super::{
    chunk::{Body, CHUNK_ROWS, Kept, Place, Row, RowOptions},
    fault::{InputFault, RowFault},
    inputs::Input,
};
use crate::columns::{Cell, CellReason, Head};
use calamine::{Data, ExcelDateTime, Range, Reader as _, Xlsx};
use serde::Serializer as _;
use std::{borrow::Cow, io::BufReader, sync::Arc};

/// The rows of a sheet that are still to come.
pub(super) struct Sheet {
    head: Arc<Head>,
    /// The sheet, with its first row the head.
    cells: Range<Data>,
    /// The number of the head.
    head_at: u64,
    /// The number of the next row.
    next: u64,
}

impl Sheet {
    /// Opens an input before the row of that number.
    pub(super) fn open(input: &Input, number: u64, options: &RowOptions) -> Result<Sheet, InputFault> {
        let damaged = |error: calamine::XlsxError| input.damaged(0, &error);
        let mut book: Xlsx<_> =
            calamine::open_workbook_from_rs(BufReader::new(input.file()?)).map_err(damaged)?;
        // A workbook without a sheet has no head either.
        let cells = book.worksheet_range_at(0).transpose().map_err(damaged)?;
        let cells = cells.unwrap_or_default();
        let names = cells.rows().next().unwrap_or_default().iter().map(Data::to_string).collect();
        let head = Head::new(names, &options.renames, options.as_of.as_deref(), options.leniency)
            .map_err(|fault| InputFault::Head { input: input.name.to_string(), fault })?;
        let head_at = cells.start().map_or(0, |(row, _)| u64::from(row)).saturating_add(1);
        let next = number.max(head_at.saturating_add(1));
        Ok(Sheet { head: Arc::new(head), cells, head_at, next })
    }

    /// The number of the next row.
    pub(super) fn position(&self) -> u64 {
        self.next
    }

    /// The next piece.
    pub(super) fn next(&mut self) -> Option<Body> {
        let skipped = usize::try_from(self.next.saturating_sub(self.head_at)).unwrap_or(usize::MAX);
        let size = usize::try_from(CHUNK_ROWS).unwrap_or(usize::MAX);
        let rows: Vec<Vec<Data>> = self.cells.rows().skip(skipped).take(size).map(<[Data]>::to_vec).collect();
        let first = self.next;
        self.next = first.saturating_add(rows.len() as u64);
        (!rows.is_empty()).then(|| Body::Sheet { head: Arc::clone(&self.head), first, rows })
    }
}

/// The rows of a piece; a row without a filled cell is none.
pub(super) fn rows<'c>(
    input: &'c str,
    head: &'c Head,
    first: u64,
    rows: &'c [Vec<Data>],
    options: &'c RowOptions,
) -> impl Iterator<Item = Row<'c>> {
    rows.iter().zip(first..).filter_map(move |(data, number)| {
        let cells: Vec<Cell<'_>> = data.iter().map(cell).collect();
        if cells.iter().all(Cell::is_empty) {
            return None;
        }
        let read = head.file(&cells, options.leniency).map_err(RowFault::from);
        Some(Row::new(Place { input, number }, Kept::Sheet(head, data), read))
    })
}

fn cell(data: &Data) -> Cell<'_> {
    match data {
        Data::Empty => Cell::Empty,
        Data::String(text) => Cell::Text(Cow::Borrowed(text)),
        Data::Float(number) => Cell::Number(*number),
        // Workbooks hold numbers of 64 bits with a floating point.
        #[expect(clippy::cast_precision_loss, reason = "what is not exact is refused where a text is wanted")]
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Bool(truth) => Cell::Truth(*truth),
        Data::DateTime(date) if date.is_datetime() => day(date),
        Data::DateTime(duration) => Cell::Number(duration.as_f64()),
        Data::DateTimeIso(text) => Cell::Text(Cow::Borrowed(text.strip_suffix("T00:00:00").unwrap_or(text))),
        Data::DurationIso(text) => Cell::Text(Cow::Borrowed(text)),
        Data::Error(error) => Cell::Wrong(CellReason::Error(error.to_string())),
    }
}

fn day(date: &ExcelDateTime) -> Cell<'_> {
    let (year, month, day, hours, minutes, seconds, milli) = date.to_ymd_hms_milli();
    let text = format!("{year:04}-{month:02}-{day:02}");
    if (hours, minutes, seconds, milli) != (0, 0, 0, 0) {
        return Cell::Wrong(CellReason::TimeOfDay(format!("{text} {hours:02}:{minutes:02}:{seconds:02}")));
    }
    text.parse().map_or_else(|fault| Cell::Wrong(CellReason::NotADay(fault)), Cell::Day)
}

/// A row as an object of JSON: its filled cells under the names of their columns.
pub(super) fn raw(head: &Head, data: &[Data]) -> Vec<u8> {
    let mut text = Vec::new();
    let cells = head.names().zip(data.iter().map(cell)).filter(|(_, cell)| !cell.is_empty());
    // Names and plain values can all be JSON.
    let _ = serde_json::Serializer::new(&mut text).collect_map(cells.map(|(name, cell)| {
        let value = match cell {
            Cell::Empty => serde_json::Value::Null,
            Cell::Text(text) => text.into(),
            Cell::Number(number) => number.into(),
            Cell::Truth(truth) => truth.into(),
            Cell::Day(day) => day.to_string().into(),
            Cell::Wrong(reason) => parchemin_core::Speak::say(&reason, parchemin_core::Lang::Fr).into(),
        };
        (name, value)
    }));
    text
}

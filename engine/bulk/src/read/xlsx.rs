//! Workbooks: the first sheet, its columns named by its first filled row. The filled cells are held in memory, and no
//! others; a workbook that unpacks to more than can be held is refused before it is read.

use super::{
    chunk::{Body, CHUNK_ROWS, Kept, Place, Row, RowOptions},
    fault::{InputFault, RowFault},
    inputs::Input,
};
use crate::columns::{Cell, CellReason, Head};
use calamine::{Data, DataRef, ExcelDateTime, Reader as _, Xlsx, XlsxError};
use serde::Serializer as _;
use std::{
    borrow::Cow,
    collections::BTreeMap,
    io::{self, BufReader, Read, Seek},
    sync::Arc,
};
use zip::ZipArchive;

/// Bytes that a workbook may hold, unpacked. A million files take about as much.
const UNPACKED: u64 = 2 << 30;

/// The filled cells of a row, each with its column, from 0.
type Filled = Vec<(usize, Data)>;

/// The rows of a sheet that are still to come.
pub(super) struct Sheet {
    head: Arc<Head>,
    /// The rows after the head that have a filled cell, by their numbers.
    rows: BTreeMap<u64, Filled>,
    /// The columns from the first that has a filled cell to the last.
    columns: std::ops::Range<usize>,
    /// The number of the next row.
    next: u64,
}

impl Sheet {
    /// Opens an input before the row of that number.
    pub(super) fn open(input: &Input, number: u64, options: &RowOptions) -> Result<Sheet, InputFault> {
        if !bounded(input.file()?, UNPACKED).map_err(|error| input.damaged(0, &error))? {
            return Err(InputFault::TooMuch { input: input.name.to_string(), most: UNPACKED });
        }
        let mut rows = filled(input.file()?).map_err(|error| input.damaged(0, &error))?;
        let places = || rows.values().flatten().map(|(column, _)| *column);
        let columns = places().min().unwrap_or(0)..places().max().map_or(0, |last| last + 1);
        // A workbook without a filled cell has no head either.
        let (head_at, names) = rows.pop_first().unwrap_or_default();
        let names = row(&names, &columns).iter().map(Data::to_string).collect();
        let head = Head::new(names, &options.renames, options.as_of.as_deref(), options.leniency)
            .map_err(|fault| InputFault::Head { input: input.name.to_string(), fault })?;
        Ok(Sheet { head: Arc::new(head), rows, columns, next: number.max(head_at.saturating_add(1)) })
    }

    /// The number of the next row.
    pub(super) fn position(&self) -> u64 {
        self.next
    }

    /// The next piece.
    pub(super) fn next(&mut self) -> Option<Body> {
        let size = usize::try_from(CHUNK_ROWS).unwrap_or(usize::MAX);
        let taken = self.rows.range(self.next..).take(size);
        let rows: Vec<_> = taken.map(|(number, filled)| (*number, row(filled, &self.columns))).collect();
        self.next = rows.last()?.0.saturating_add(1);
        Some(Body::Sheet { head: Arc::clone(&self.head), rows })
    }
}

/// Whether that is all that the parts of a workbook hold, whatever they say of their sizes.
fn bounded(book: impl Read + Seek, most: u64) -> Result<bool, zip::result::ZipError> {
    let mut parts = ZipArchive::new(BufReader::new(book))?;
    let mut room = most;
    for place in 0..parts.len() {
        // One byte more shows that there is more.
        let read = io::copy(&mut parts.by_index(place)?.take(room.saturating_add(1)), &mut io::sink())?;
        match room.checked_sub(read) {
            Some(rest) => room = rest,
            None => return Ok(false),
        }
    }
    Ok(true)
}

/// The filled cells of the first sheet, by the numbers of their rows.
fn filled(book: impl Read + Seek) -> Result<BTreeMap<u64, Filled>, XlsxError> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(BufReader::new(book))?;
    let mut rows = BTreeMap::<u64, Filled>::new();
    let Some(name) = book.sheet_names().first().cloned() else { return Ok(rows) };
    let mut cells = match book.worksheet_cells_reader(&name) {
        // A page of a chart has no cells.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(rows),
        cells => cells?,
    };
    while let Some(cell) = cells.next_cell()? {
        let (row, column) = cell.get_position();
        if *cell.get_value() != DataRef::Empty {
            let place = usize::try_from(column).unwrap_or(usize::MAX);
            rows.entry(u64::from(row) + 1).or_default().push((place, Data::from(cell.get_value().clone())));
        }
    }
    Ok(rows)
}

/// All cells of a row in those columns.
fn row(filled: &[(usize, Data)], columns: &std::ops::Range<usize>) -> Vec<Data> {
    let mut cells = vec![Data::Empty; columns.len()];
    for (column, data) in filled {
        if let Some(cell) = column.checked_sub(columns.start).and_then(|place| cells.get_mut(place)) {
            cell.clone_from(data);
        }
    }
    cells
}

/// The rows of a piece; a row without a filled cell is none.
pub(super) fn rows<'c>(
    input: &'c str,
    head: &'c Head,
    rows: &'c [(u64, Vec<Data>)],
    options: &'c RowOptions,
) -> impl Iterator<Item = Row<'c>> {
    rows.iter().filter_map(move |(number, data)| {
        let cells: Vec<Cell<'_>> = data.iter().map(cell).collect();
        if cells.iter().all(Cell::is_empty) {
            return None;
        }
        let read = head.file(&cells, options.leniency).map_err(RowFault::from);
        Some(Row::new(Place { input, number: *number }, Kept::Sheet(head, data), read))
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

#[cfg(test)]
mod tests {
    //! What a workbook unpacks to is counted, not believed.

    use super::bounded;
    use std::io::Cursor;

    #[test]
    fn a_workbook_is_bounded_by_all_that_it_holds() {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet().write(0, 0, "id ".repeat(10_000)).unwrap();
        let bytes = book.save_to_buffer().unwrap();
        assert!(bytes.len() < 10_000);
        assert!(bounded(Cursor::new(&bytes), 100_000).unwrap());
        assert!(!bounded(Cursor::new(&bytes), 30_000).unwrap());
        // The greatest room of all has no byte more.
        assert!(bounded(Cursor::new(&bytes), u64::MAX).unwrap());
    }
}

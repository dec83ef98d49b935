//! Workbooks: the first sheet, its columns named by its first filled row. A thread of its own reads the rows, and hands
//! them over in pieces; what is held besides are the texts that the cells of a workbook share.

use super::{
    chunk::{Body, CHUNK_ROWS, Kept, Place, Row, RowOptions},
    fault::{InputFault, RowFault},
    guard::guarded,
    inputs::Input,
};
use crate::columns::{Cell, CellFault, CellReason, Head, nameless};
use calamine::{CellErrorType, Data, DataRef, ExcelDateTime, Reader as _, Xlsx, XlsxError};
use serde::Serializer as _;
use std::{
    borrow::Cow,
    io::{self, BufReader, Read, Seek},
    mem,
    sync::{
        Arc,
        mpsc::{Receiver, sync_channel},
    },
    thread,
};
use zip::ZipArchive;

/// Bytes that a workbook may hold, unpacked: a million files take some 2 GiB.
const UNPACKED: u64 = 4 << 30;

/// Filled cells after which a piece ends with the row they are in.
const CHUNK_CELLS: usize = 1 << 16;

/// Pieces that are read ahead.
const AHEAD: usize = 2;

/// The rows and the columns that a sheet can have, by its format. What a cell says of its place is held to them before
/// a row is made that wide.
const ROWS: u64 = 1 << 20;
const COLUMNS: u64 = 1 << 14;

/// The filled cells of a row, each with its column, from 0.
struct Filled {
    number: u64,
    cells: Vec<(usize, Data)>,
}

/// A row under a head.
#[derive(Debug)]
pub(super) struct SheetRow {
    number: u64,
    /// The cells under the names of the head.
    cells: Vec<Data>,
    /// The filled cells beyond them.
    beyond: Vec<(usize, Data)>,
}

/// A formula of which the workbook keeps no value: what a spreadsheet shows until it has one.
const NOT_COMPUTED: Data = Data::Error(CellErrorType::GettingData);

/// Why a sheet is not read on.
enum Broken {
    /// What the library says.
    Library(String),
    /// A row that comes after one of a higher number.
    Unordered(u64),
    /// A cell of a row and a column, from 1, that no sheet has.
    Beyond(u64, u64),
}

/// The rows of a sheet that are still to come.
pub(super) struct Sheet {
    head: Arc<Head>,
    pieces: Receiver<Result<Vec<Filled>, Broken>>,
    /// The number of the next row.
    next: u64,
}

impl Sheet {
    /// Opens an input before the row of that number.
    pub(super) fn open(input: &Input, number: u64, options: &RowOptions) -> Result<Sheet, InputFault> {
        if !bounded(input.file()?, UNPACKED).map_err(|error| input.damaged(0, &error))? {
            return Err(InputFault::TooMuch { input: input.name.to_string(), most: UNPACKED });
        }
        let book = input.file()?;
        let (hand, pieces) = sync_channel(AHEAD);
        let work = move || {
            let read = guarded(|| read(book, number, &mut |piece| hand.send(Ok(piece)).is_ok()));
            if let Err(broken) = read.unwrap_or_else(|said| Err(Broken::Library(said))) {
                // Nobody waits for it where the reading was given up.
                let _ = hand.send(Err(broken));
            }
        };
        thread::Builder::new()
            .name("sheet".to_owned())
            .spawn(work)
            .map_err(|error| InputFault::Unreadable { input: input.name.to_string(), error })?;
        // A workbook without a filled cell has no head either.
        let head = match pieces.recv() {
            Ok(first) => first.map_err(|broken| broken.of(input, 0))?.pop(),
            Err(_) => None,
        };
        let (at, cells) = head.map_or((0, Vec::new()), |head| (head.number, head.cells));
        let names = row(cells, None).cells.iter().map(Data::to_string).collect();
        let head = Head::new(names, &options.renames, options.as_of.as_deref(), options.leniency)
            .map_err(|fault| InputFault::Head { input: input.name.to_string(), fault })?;
        Ok(Sheet { head: Arc::new(head), pieces, next: number.max(at.saturating_add(1)) })
    }

    /// The number of the next row.
    pub(super) fn position(&self) -> u64 {
        self.next
    }

    /// The next piece.
    pub(super) fn next(&mut self, input: &Input) -> Result<Option<Body>, InputFault> {
        let Ok(piece) = self.pieces.recv() else { return Ok(None) };
        let piece = piece.map_err(|broken| broken.of(input, self.next.saturating_sub(1)))?;
        let Some(last) = piece.last() else { return Ok(None) };
        self.next = last.number.saturating_add(1);
        let width = Some(self.head.width());
        let rows =
            piece.into_iter().map(|filled| SheetRow { number: filled.number, ..row(filled.cells, width) });
        Ok(Some(Body::Sheet { head: Arc::clone(&self.head), rows: rows.collect() }))
    }
}

impl Broken {
    fn of(self, input: &Input, after: u64) -> InputFault {
        match self {
            Broken::Library(reason) => input.damaged(after, &reason),
            Broken::Unordered(row) => InputFault::Unordered { input: input.name.to_string(), row },
            Broken::Beyond(row, column) => {
                InputFault::BeyondSheet { input: input.name.to_string(), row, column }
            }
        }
    }
}

impl From<XlsxError> for Broken {
    fn from(error: XlsxError) -> Broken {
        Broken::Library(error.to_string())
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

/// Reads the first sheet, row by row, and hands over the first filled row by itself, then those from the row of that
/// number on, in pieces. Ends early where nobody takes them.
fn read(book: impl Read + Seek, from: u64, hand: &mut dyn FnMut(Vec<Filled>) -> bool) -> Result<(), Broken> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(BufReader::new(book))?;
    let Some(name) = book.sheet_names().first().cloned() else { return Ok(()) };
    let mut cells = match book.worksheet_cells_reader(&name) {
        // A page of a chart has no cells.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        cells => cells?,
    };
    let (mut piece, mut size, mut is_head) = (Vec::<Filled>::new(), 0, true);
    let mut under_way = Filled { number: 0, cells: Vec::new() };
    loop {
        let cell = cells.next_cell_with_formula_metadata()?;
        let number = cell.as_ref().map_or(u64::MAX, |cell| u64::from(cell.pos.0) + 1);
        if number != under_way.number {
            if number < under_way.number {
                return Err(Broken::Unordered(number));
            }
            let done = mem::replace(&mut under_way, Filled { number, cells: Vec::new() });
            if !done.cells.is_empty() && (is_head || done.number >= from) {
                size += done.cells.len();
                piece.push(done);
            }
            let full = piece.len() as u64 >= CHUNK_ROWS || size >= CHUNK_CELLS;
            if !piece.is_empty() && (full || is_head || cell.is_none()) {
                (size, is_head) = (0, false);
                if !hand(mem::take(&mut piece)) {
                    return Ok(());
                }
            }
        }
        let Some(cell) = cell else { return Ok(()) };
        let data = match cell.value {
            DataRef::Empty if cell.formula.is_some() => NOT_COMPUTED,
            DataRef::Empty => continue,
            value => Data::from(value),
        };
        let column = u64::from(cell.pos.1) + 1;
        if number > ROWS || column > COLUMNS {
            return Err(Broken::Beyond(number, column));
        }
        under_way.cells.push((usize::try_from(cell.pos.1).unwrap_or(usize::MAX), data));
    }
}

/// The cells of a row up to that many columns, or to its last one.
fn row(filled: Vec<(usize, Data)>, width: Option<usize>) -> SheetRow {
    let last = filled.iter().map(|(column, _)| column.saturating_add(1)).max().unwrap_or(0);
    let mut row = SheetRow { number: 0, cells: vec![Data::Empty; width.unwrap_or(last)], beyond: Vec::new() };
    for (column, data) in filled {
        match row.cells.get_mut(column) {
            Some(cell) => *cell = data,
            None if cell(&data).is_empty() => {}
            None => row.beyond.push((column, data)),
        }
    }
    row
}

/// The rows of a piece; a row without a filled cell is none.
pub(super) fn rows<'c>(
    input: &'c str,
    head: &'c Head,
    rows: &'c [SheetRow],
    options: &'c RowOptions,
) -> impl Iterator<Item = Row<'c>> {
    rows.iter().filter_map(move |row| {
        let cells: Vec<Cell<'_>> = row.cells.iter().map(cell).collect();
        let read = match row.beyond.iter().map(|(column, _)| *column).min() {
            Some(column) => Err(RowFault::Cell(CellFault::nameless(column))),
            None if cells.iter().all(Cell::is_empty) => return None,
            None => head.file(&cells, options.leniency).map_err(RowFault::from),
        };
        Some(Row::new(Place { input, number: row.number }, Kept::Sheet(head, row), read))
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
        Data::Error(CellErrorType::GettingData) => Cell::Wrong(CellReason::NotComputed),
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

/// A row as an object of JSON: its filled cells under the names of their columns, or the numbers of those without one.
pub(super) fn raw(head: &Head, row: &SheetRow) -> Vec<u8> {
    let named = head.names().zip(&row.cells).enumerate().map(|(column, (name, data))| match name {
        "" => (nameless(column), data),
        name => (name.to_owned(), data),
    });
    let others = row.beyond.iter().map(|(column, data)| (nameless(*column), data));
    let cells = named.chain(others).filter(|(_, data)| !cell(data).is_empty());
    let mut text = Vec::new();
    // Names and plain values can all be JSON.
    let _ = serde_json::Serializer::new(&mut text).collect_map(cells.map(|(name, data)| (name, shown(data))));
    text
}

/// What a cell shows, whether it can be read or not.
fn shown(data: &Data) -> serde_json::Value {
    match cell(data) {
        Cell::Empty => serde_json::Value::Null,
        Cell::Text(text) => text.into(),
        Cell::Number(number) => number.into(),
        Cell::Truth(truth) => truth.into(),
        Cell::Day(day) => day.to_string().into(),
        Cell::Wrong(CellReason::Error(text) | CellReason::TimeOfDay(text)) => text.into(),
        Cell::Wrong(_) => data.to_string().into(),
    }
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

//! CSV, as spreadsheets write it: the sign between the cells is told from the head, a text is UTF-8 or else
//! Windows-1252, record by record.
//!
//! A record ends at the end of a line outside of quotation marks. A cell whose quotation marks do not close where the
//! cell ends would swallow what follows: the line where its record begins is refused, and reading goes on at the next.

use super::{
    chunk::{Body, CHUNK_BYTES, CHUNK_ROWS, Kept, Place, Row, RowOptions},
    fault::{InputFault, RowFault},
    inputs::Input,
    lines::{LINE_BYTES, beginning},
    window::Window,
};
use crate::{
    columns::{Cell, Head, delimiter},
    encoding::text,
};
use memchr::{memchr, memchr_iter, memchr2};
use std::{borrow::Cow, io, sync::Arc};

/// Cuts a stream into pieces of whole records.
pub(super) struct Csv {
    window: Window,
    /// The number of the next line, from 1.
    line: u64,
    table: Arc<Table>,
}

/// What taking a record apart must know.
pub(super) struct Table {
    head: Head,
    delimiter: u8,
}

/// A record of a piece: its bytes, from and to, and the line where it begins.
pub(super) struct Record {
    from: usize,
    to: usize,
    line: u64,
    whole: bool,
}

/// What stands at the beginning of some bytes.
enum Next {
    /// A record of that many bytes, its end included.
    Record(usize),
    /// A cell whose quotation marks do not close.
    Quotes,
    /// The beginning of a record, perhaps.
    More,
}

impl Csv {
    /// Opens an input at a position: its head is read in any case.
    pub(super) fn open(
        input: &Input,
        offset: u64,
        line: u64,
        options: &RowOptions,
    ) -> Result<Csv, InputFault> {
        let mut window = input.window(0)?;
        let mut ended = false;
        let (delimiter, length) = loop {
            let held = window.held();
            let delimiter = delimiter(&text(beginning(held)).0);
            match next(held, delimiter, ended) {
                Next::Record(length) if length <= LINE_BYTES => break (delimiter, length),
                Next::More if held.len() <= LINE_BYTES => {
                    ended = !window.fill().map_err(|error| input.broken(error, 0))?;
                }
                // What never closes, or is no line, is no head.
                _ => break (delimiter, 0),
            }
        };
        let head = window.cut(length);
        let decoded = text(head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head)).0;
        let names = Cutter::new(delimiter).cells(&decoded);
        let columns = Head::new(names, &options.renames, options.as_of.as_deref(), options.leniency)
            .map_err(|fault| InputFault::Head { input: input.name.to_string(), fault })?;
        let table = Arc::new(Table { head: columns, delimiter });
        if offset > 0 {
            return Ok(Csv { window: input.window(offset)?, line, table });
        }
        let line = lines(&head).saturating_add(1);
        Ok(Csv { window, line, table })
    }

    /// Where the next piece begins: byte and line.
    pub(super) fn position(&self) -> (u64, u64) {
        (self.window.offset(), self.line)
    }

    /// The next piece. Where it ends does not depend on how the stream comes in.
    pub(super) fn next(&mut self) -> io::Result<Option<Body>> {
        let (mut end, mut line, mut ended) = (0_usize, self.line, false);
        let mut records: Vec<Record> = Vec::new();
        while (records.len() as u64) < CHUNK_ROWS && end < CHUNK_BYTES {
            let held = self.window.held().get(end..).unwrap_or_default();
            if held.is_empty() && ended {
                break;
            }
            let found = match next(held, self.table.delimiter, ended) {
                Next::More if held.len() <= LINE_BYTES => {
                    ended = !self.window.fill()?;
                    continue;
                }
                Next::Record(length) if length <= LINE_BYTES => Some(length),
                _ => None,
            };
            // What is too long or never closes is a record of one line, which is no record.
            let first = || memchr(b'\n', held).map(|at| at.saturating_add(1)).or(ended.then_some(held.len()));
            let length = match found.or_else(first) {
                Some(length) if length <= LINE_BYTES => length,
                _ if end == 0 => return self.too_long().map(Some),
                _ => break,
            };
            let to = end.saturating_add(length);
            records.push(Record { from: end, to, line, whole: found.is_some() });
            line = line.saturating_add(held.get(..length).map_or(1, lines));
            end = to;
        }
        self.line = line;
        let table = Arc::clone(&self.table);
        Ok((end > 0).then(|| Body::Csv { table, bytes: self.window.cut(end), records }))
    }

    fn too_long(&mut self) -> io::Result<Body> {
        let start = beginning(self.window.held()).to_vec();
        self.window.drop_line()?;
        let line = self.line;
        self.line = line.saturating_add(1);
        Ok(Body::TooLong { line, start })
    }
}

/// How many lines end in the bytes; one at least.
fn lines(bytes: &[u8]) -> u64 {
    (memchr_iter(b'\n', bytes).count() as u64).max(1)
}

/// What record stands first in some bytes; `ended` where none follow them.
fn next(bytes: &[u8], delimiter: u8, ended: bool) -> Next {
    let more = if ended { Next::Record(bytes.len()) } else { Next::More };
    let rest = |from: usize| bytes.get(from..).unwrap_or_default();
    let after = |at: usize, found: usize| at.saturating_add(found).saturating_add(1);
    let mut at = 0;
    // At the beginning of a cell.
    loop {
        if rest(at).first() != Some(&b'"') {
            match memchr2(delimiter, b'\n', rest(at)) {
                Some(found) if rest(at).get(found) == Some(&b'\n') => return Next::Record(after(at, found)),
                Some(found) => at = after(at, found),
                None => return more,
            }
            continue;
        }
        at = after(at, 0);
        // Up to the mark that is not doubled.
        loop {
            match memchr(b'"', rest(at)) {
                Some(found) => at = after(at, found),
                None if ended => return Next::Quotes,
                None => return Next::More,
            }
            if rest(at).first() != Some(&b'"') {
                break;
            }
            at = after(at, 0);
        }
        match rest(at) {
            [] | [b'\r'] => return more,
            [b'\n', ..] => return Next::Record(after(at, 0)),
            [b'\r', b'\n', ..] => return Next::Record(after(at, 1)),
            [sign, ..] if *sign == delimiter => at = after(at, 0),
            _ => return Next::Quotes,
        }
    }
}

/// Cuts records into cells.
struct Cutter {
    reader: csv_core::Reader,
    output: Vec<u8>,
    ends: Vec<usize>,
}

impl Cutter {
    fn new(delimiter: u8) -> Cutter {
        let reader = csv_core::ReaderBuilder::new()
            .delimiter(delimiter)
            .terminator(csv_core::Terminator::Any(b'\n'))
            .build();
        Cutter { reader, output: Vec::new(), ends: Vec::new() }
    }

    /// The cells of a record.
    fn cells(&mut self, record: &str) -> Vec<String> {
        let record = record.strip_suffix('\n').unwrap_or(record);
        let record = record.strip_suffix('\r').unwrap_or(record);
        self.output.resize(record.len().saturating_add(1), 0);
        self.ends.resize(record.len().saturating_add(2), 0);
        self.reader.reset();
        let (_, read, written, cells) =
            self.reader.read_record(record.as_bytes(), &mut self.output, &mut self.ends);
        let rest = record.get(read..).unwrap_or_default().as_bytes();
        let output = self.output.get_mut(written..).unwrap_or_default();
        let ends = self.ends.get_mut(cells..).unwrap_or_default();
        // The end of the input ends the record.
        let (_, _, _, last) = self.reader.read_record(rest, output, ends);
        let ends = self.ends.iter().take(cells.saturating_add(last));
        let mut from = 0;
        ends.map(|end| {
            let cell = self.output.get(from..*end).unwrap_or_default();
            from = *end;
            String::from_utf8_lossy(cell).into_owned()
        })
        .collect()
    }
}

/// The rows of a piece; a record without a filled cell is none.
pub(super) fn rows<'c>(
    input: &'c str,
    table: &'c Table,
    bytes: &'c [u8],
    records: &'c [Record],
    options: &'c RowOptions,
) -> impl Iterator<Item = Row<'c>> {
    let mut cutter = Cutter::new(table.delimiter);
    records.iter().filter_map(move |record| {
        let raw = bytes.get(record.from..record.to).unwrap_or_default();
        let raw = raw.strip_suffix(b"\n").unwrap_or(raw);
        let raw = raw.strip_suffix(b"\r").unwrap_or(raw);
        let (text, recoded) = text(raw);
        let place = Place { input, number: record.line };
        let read = if record.whole {
            let cells = cutter.cells(&text);
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                return None;
            }
            read(table, &cells, raw, options)
        } else {
            Err(RowFault::Quotes)
        };
        Some(Row { recoded, ..Row::new(place, Kept::Bytes(raw), read) })
    })
}

fn read(
    table: &Table,
    cells: &[String],
    raw: &[u8],
    options: &RowOptions,
) -> Result<(parchemin_core::CandidateFile, Option<parchemin_core::Day>), RowFault> {
    if let Some(at) = memchr(0, raw) {
        return Err(RowFault::Nul { column: at.saturating_add(1) });
    }
    let (found, expected) = (cells.len(), table.head.width());
    if found != expected {
        return Err(RowFault::Cells { found, expected });
    }
    let cells: Vec<Cell<'_>> = cells.iter().map(|cell| Cell::Text(Cow::Borrowed(cell))).collect();
    Ok(table.head.file(&cells, options.leniency)?)
}

//! JSON Lines: an object on each line, cut at the ends of lines and read by the parser of candidate files.

use super::{
    chunk::{Body, CHUNK_BYTES, CHUNK_ROWS, Kept, Place, RAW_BYTES, Row, RowOptions},
    fault::{AsOfFault, RowFault},
    window::Window,
};
use crate::shape::{Shape, Shaped};
use memchr::{memchr, memchr_iter};
use parchemin::pointer::escaped;
use parchemin_core::{
    CandidateFile, Day,
    file::{FileFault, Leniency, parse, parse_over},
    limits::FILE_BYTES,
};
use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};
use std::{borrow::Cow, fmt, io};

/// Bytes of a line: a file, a mark of byte order, the end of the line.
pub(super) const LINE_BYTES: usize = FILE_BYTES + 5;

/// Cuts a stream into pieces of whole lines.
pub(super) struct Lines {
    window: Window,
    /// The number of the next line, from 1.
    line: u64,
}

impl Lines {
    pub(super) fn new(window: Window, line: u64) -> Lines {
        Lines { window, line }
    }

    /// Where the next piece begins: byte and line.
    pub(super) fn position(&self) -> (u64, u64) {
        (self.window.offset(), self.line)
    }

    /// The next piece. Where it ends does not depend on how the stream comes in.
    pub(super) fn next(&mut self) -> io::Result<Option<Body>> {
        let (mut end, mut seen, mut rows) = (0_usize, 0_usize, 0_u64);
        while rows < CHUNK_ROWS && end < CHUNK_BYTES {
            let found = self.window.held().get(seen..).and_then(|rest| memchr(b'\n', rest));
            seen = found.map_or(self.window.held().len(), |at| seen.saturating_add(at).saturating_add(1));
            if seen.saturating_sub(end) > LINE_BYTES {
                // The lines before it are a piece of their own.
                if end == 0 {
                    return self.too_long().map(Some);
                }
                break;
            }
            if found.is_some() {
                (end, rows) = (seen, rows.saturating_add(1));
            } else if !self.window.fill()? {
                rows = rows.saturating_add(u64::from(seen > end));
                end = seen;
                break;
            }
        }
        let line = self.line;
        self.line = line.saturating_add(rows);
        Ok((end > 0).then(|| Body::Lines { line, bytes: self.window.cut(end) }))
    }

    fn too_long(&mut self) -> io::Result<Body> {
        let start = beginning(self.window.held()).to_vec();
        self.window.drop_line()?;
        let line = self.line;
        self.line = line.saturating_add(1);
        Ok(Body::TooLong { line, start })
    }
}

/// What a message or a reject repeats of something too long.
pub(super) fn beginning(bytes: &[u8]) -> &[u8] {
    bytes.get(..RAW_BYTES).unwrap_or(bytes)
}

/// The rows of a piece; blank lines are none.
pub(super) fn rows<'c>(
    input: &'c str,
    first: u64,
    bytes: &'c [u8],
    options: &'c RowOptions,
) -> impl Iterator<Item = Row<'c>> {
    let last = (!bytes.ends_with(b"\n")).then_some(bytes.len());
    let mut from = 0;
    let lines = memchr_iter(b'\n', bytes).chain(last).map(move |end| {
        let line = bytes.get(from..end).unwrap_or_default();
        from = end.saturating_add(1);
        line
    });
    lines.zip(first..).filter_map(move |(line, number)| {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let text = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        (!text.trim_ascii().is_empty()).then(|| row(Place { input, number }, line, options))
    })
}

fn row<'c>(place: Place<'c>, line: &'c [u8], options: &RowOptions) -> Row<'c> {
    let read = read(line, options);
    let read = read.map_err(|fault| at_line(unreadable(line).unwrap_or(fault), place.number));
    let kept = if line.len() > FILE_BYTES { beginning(line) } else { line };
    Row::new(place, Kept::Bytes(kept), read)
}

fn read(line: &[u8], options: &RowOptions) -> Result<(CandidateFile, Option<Day>), RowFault> {
    let Some(column) = &options.as_of else {
        return Ok((parse(line, options.leniency)?, None));
    };
    let dated = as_of(line, column);
    let known = matches!(CandidateFile::SHAPE, Shape::Object(members) if members.iter().any(|(name, _)| name == column));
    let lenient = options.leniency == Leniency::IgnoreUnknownMembers;
    let over = usize::from(!known && matches!(dated, Ok(Some(_))));
    let file = match parse_over(line) {
        // Nothing is passed over but the date: so it is with most rows.
        Some((file, passed_over)) if lenient || passed_over == over => file,
        _ => beside(line, options.leniency, column)?,
    };
    Ok((file, dated?.flatten()))
}

/// The file of a line that has a member of that name besides.
fn beside(line: &[u8], leniency: Leniency, column: &str) -> Result<CandidateFile, FileFault> {
    match parse(line, leniency) {
        Err(FileFault::UnknownMembers { members, more }) => {
            let pointer = format!("/{}", escaped(column));
            let others: Vec<_> = members.into_iter().filter(|(member, _)| *member != pointer).collect();
            if !others.is_empty() || more > 0 {
                return Err(FileFault::UnknownMembers { members: others, more });
            }
            parse(line, Leniency::IgnoreUnknownMembers)
        }
        other => other,
    }
}

/// The date that the member of that name gives at the top of the object, none where it is null; nothing where it is absent.
fn as_of(line: &[u8], column: &str) -> Result<Option<Option<Day>>, RowFault> {
    let wrong = |fault| RowFault::AsOf { column: column.to_owned(), fault };
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    let said = serde_json::Deserializer::from_slice(line).deserialize_map(Member(column));
    match said.map_err(|error| wrong(AsOfFault::NotADate(error.to_string())))? {
        Said::Nothing => Ok(None),
        Said::Other(value) => Err(wrong(AsOfFault::NotADate(parchemin_core::shortened(&value.to_string())))),
        Said::Twice => Err(wrong(AsOfFault::Twice)),
        Said::Null => Ok(Some(None)),
        Said::Once(text) => {
            text.parse().map(|day| Some(Some(day))).map_err(|fault| wrong(AsOfFault::Day(fault)))
        }
    }
}

/// Looks for one member of an object.
struct Member<'n>(&'n str);

/// What an object says of one member.
enum Said {
    Nothing,
    Null,
    Once(String),
    /// No text.
    Other(serde_json::Value),
    Twice,
}

impl<'de> Visitor<'de> for Member<'_> {
    type Value = Said;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Said, A::Error> {
        let mut said = Said::Nothing;
        while let Some(name) = members.next_key::<Cow<'de, str>>()? {
            if name != self.0 {
                members.next_value::<IgnoredAny>()?;
                continue;
            }
            let value = members.next_value::<serde_json::Value>()?;
            said = match (said, value) {
                (Said::Nothing, serde_json::Value::Null) => Said::Null,
                (Said::Nothing, serde_json::Value::String(text)) => Said::Once(text),
                (Said::Nothing, other) => Said::Other(other),
                _ => Said::Twice,
            };
        }
        Ok(said)
    }
}

/// Why the bytes are no text, which a parser of JSON says in harder words.
fn unreadable(line: &[u8]) -> Option<RowFault> {
    let column = |at: usize| at.saturating_add(1);
    if line.len() > FILE_BYTES {
        return None;
    }
    if let Err(error) = std::str::from_utf8(line) {
        return Some(RowFault::NotUtf8 { column: column(error.valid_up_to()) });
    }
    memchr(0, line).map(|at| RowFault::Nul { column: column(at) })
}

/// The line of the input instead of that of the row, which is always the first.
fn at_line(mut fault: RowFault, number: u64) -> RowFault {
    let number = usize::try_from(number).unwrap_or(usize::MAX);
    if let RowFault::File(
        FileFault::NotJson { line, .. } | FileFault::WrongValue { place: Some((line, _)), .. },
    ) = &mut fault
    {
        *line = number;
    }
    fault
}

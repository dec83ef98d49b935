//! One fiche out of the export of the register: the file is read as a stream, and of the fiches one at a time is kept.

use super::super::fault::StartFault;
use quick_xml::{Reader, escape::resolve_predefined_entity, events::Event};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

/// Levels of elements within a fiche; the register has six.
const DEPTH: usize = 32;

/// Characters of a fiche; those of the register have some tens of thousands.
const CHARACTERS: usize = 8 * 1024 * 1024;

/// An element with its own text.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    name: String,
    text: String,
    children: Vec<Element>,
    /// The line of its beginning, from 1.
    pub(super) line: usize,
}

impl Element {
    /// Its children of that name.
    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first element at the end of a path of names.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Element> {
        let mut here = self;
        for name in path {
            here = here.children.iter().find(|child| child.name == *name)?;
        }
        Some(here)
    }

    /// The element at the end of a path, where it holds a text.
    pub(super) fn filled(&self, path: &[&str]) -> Option<&Element> {
        self.at(path).filter(|element| !element.text().is_empty())
    }

    /// Its own text, without the white space around it.
    pub(super) fn text(&self) -> &str {
        self.text.trim()
    }
}

/// Counts the lines that have been taken from a reader.
struct Lines<R> {
    inner: R,
    line: usize,
}

impl<R: BufRead> Read for Lines<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        // What is buffered can be looked at again before it is taken.
        let taken = self.inner.fill_buf().unwrap_or_default();
        self.line += taken.iter().take(amount).filter(|byte| **byte == b'\n').count();
        self.inner.consume(amount);
    }
}

/// The fiche of that number.
///
/// # Errors
/// A file that cannot be read or is no XML, or has no such fiche.
pub(super) fn fiche(path: &Path, number: &str) -> Result<Element, StartFault> {
    let unreadable = |error| StartFault::Unreadable(path.to_owned(), error);
    let file = File::open(path).map_err(unreadable)?;
    let mut reader = Reader::from_reader(Lines { inner: BufReader::new(file), line: 1 });
    // The elements that are open, the innermost last; empty outside of a fiche.
    let mut open: Vec<Element> = Vec::new();
    let mut characters = 0;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let before = reader.get_ref().line;
        let event = reader.read_event_into(&mut buffer);
        let damaged = |line, reason: String| StartFault::NotXml { file: path.to_owned(), line, reason };
        match event {
            Err(quick_xml::Error::Io(error)) => {
                return Err(unreadable(io::Error::new(error.kind(), error.to_string())));
            }
            Err(error) => return Err(damaged(before, error.to_string())),
            Ok(Event::Eof) if open.is_empty() => {
                return Err(StartFault::NoFiche { file: path.to_owned(), number: number.to_owned() });
            }
            Ok(Event::Eof) => return Err(damaged(before, "FICHE".to_owned())),
            Ok(Event::Start(start)) => {
                let name = String::from_utf8_lossy(start.name().as_ref().as_ref()).into_owned();
                if open.is_empty() && name != "FICHE" {
                    continue;
                }
                if open.is_empty() {
                    characters = 0;
                }
                if open.len() >= DEPTH {
                    return Err(damaged(before, name));
                }
                open.push(Element { name, line: before, ..Element::default() });
            }
            Ok(Event::Empty(start)) => {
                if let Some(parent) = open.last_mut() {
                    let name = String::from_utf8_lossy(start.name().as_ref().as_ref()).into_owned();
                    parent.children.push(Element { name, line: before, ..Element::default() });
                }
            }
            Ok(Event::End(_)) => {
                let Some(closed) = open.pop() else { continue };
                match open.last_mut() {
                    Some(parent) => parent.children.push(closed),
                    None if closed.filled(&["NUMERO_FICHE"]).is_some_and(|own| own.text() == number) => {
                        return Ok(closed);
                    }
                    None => {}
                }
            }
            Ok(event) => {
                let text = match event {
                    Event::Text(text) => text.xml10_content().into_owned(),
                    Event::CData(text) => text.xml10_content().into_owned(),
                    Event::GeneralRef(reference) => {
                        let entity = reference.xml10_content().into_owned();
                        match (reference.resolve_char_ref(), resolve_predefined_entity(&entity)) {
                            (Ok(Some(character)), _) => character.to_string(),
                            (Ok(None), Some(text)) => text.to_owned(),
                            _ => return Err(damaged(before, format!("&{entity};"))),
                        }
                    }
                    _ => continue,
                };
                if let Some(element) = open.last_mut() {
                    characters += text.len();
                    if characters > CHARACTERS {
                        return Err(damaged(before, "FICHE".to_owned()));
                    }
                    element.text.push_str(&text);
                }
            }
        }
    }
}

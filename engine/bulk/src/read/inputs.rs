//! From what the caller names to files, each with its format.

use super::{fault::InputFault, window::Window};
use crate::format::{Format, Packing, of_name};
use glob::{MatchOptions, Pattern, glob_with};
use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::Path,
    sync::Arc,
};

/// The name of standard input.
const STANDARD_INPUT: &str = "-";

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Input {
    pub(super) name: Arc<str>,
    pub(super) format: Format,
    pub(super) packing: Packing,
    /// It comes once, from its beginning to its end: standard input, or a pipe with a name.
    pub(super) pipe: bool,
}

/// The inputs that the arguments name, in their order; those of a pattern in order of name.
pub(super) fn inputs(arguments: &[String], forced: Option<Format>) -> Result<Vec<Input>, InputFault> {
    let mut all = Vec::new();
    for argument in arguments {
        for name in named(argument)? {
            all.push(input(&name, forced)?);
        }
    }
    match all.iter().filter(|input| input.is_standard()).count() {
        _ if all.is_empty() => Err(InputFault::None),
        0 | 1 => Ok(all),
        _ => Err(InputFault::StandardInputTwice),
    }
}

/// A path that exists is that file, whatever signs it has; else it may be a pattern.
fn named(argument: &str) -> Result<Vec<String>, InputFault> {
    if argument == STANDARD_INPUT || Path::new(argument).exists() {
        return Ok(vec![argument.to_owned()]);
    }
    if !argument.contains(['*', '?', '[']) {
        return Err(InputFault::NotFound(argument.to_owned()));
    }
    // As a shell does it, but for names that begin with a dot: where the library looks for those, it panics at a name
    // that is not UTF-8.
    let options = MatchOptions {
        case_sensitive: true,
        require_literal_separator: true,
        require_literal_leading_dot: false,
    };
    let found = glob_with(argument, options).map_err(|error| InputFault::Pattern {
        pattern: argument.to_owned(),
        reason: error.msg.to_owned(),
    })?;
    let mut names = Vec::new();
    for path in found {
        let path = path.map_err(|error| InputFault::Unreadable {
            input: error.path().display().to_string(),
            error: error.into(),
        })?;
        let name = path.to_str().filter(|name| !hidden(name, argument));
        names.extend(name.filter(|_| path.is_file()).map(str::to_owned));
    }
    names.sort();
    if names.is_empty() { Err(InputFault::NoMatch(argument.to_owned())) } else { Ok(names) }
}

/// Whether a part of the path begins with a dot, and none of the pattern that does means it.
fn hidden(path: &str, pattern: &str) -> bool {
    let dotted = |part: &&str| part.starts_with('.') && !matches!(*part, "." | "..");
    let meant = |part: &str| {
        let mut parts = pattern.split('/').filter(dotted).filter_map(|part| Pattern::new(part).ok());
        parts.any(|pattern| pattern.matches(part))
    };
    path.split('/').filter(dotted).any(|part| !meant(part))
}

fn input(name: &str, forced: Option<Format>) -> Result<Input, InputFault> {
    let (said, packing) = of_name(name);
    let standard = (name == STANDARD_INPUT).then_some(Format::Jsonl);
    let format = forced.or(said).or(standard).ok_or_else(|| InputFault::UnknownFormat(name.to_owned()))?;
    let path = Path::new(name);
    let pipe = name == STANDARD_INPUT || (path.exists() && !path.is_file() && !path.is_dir());
    if !format.streams() && (packing != Packing::None || pipe) {
        return Err(InputFault::NotAStream { input: name.to_owned(), format });
    }
    Ok(Input { name: name.into(), format, packing, pipe })
}

impl Input {
    fn is_standard(&self) -> bool {
        &*self.name == STANDARD_INPUT
    }

    /// Its bytes from `offset` on, unpacked: what is packed is read up to there.
    pub(super) fn window(&self, offset: u64) -> Result<Window, InputFault> {
        if self.pipe && offset > 0 {
            return Err(InputFault::NotResumable(self.name.to_string()));
        }
        let mut from: Box<dyn Read + Send> = if self.is_standard() {
            Box::new(io::stdin())
        } else {
            let mut file = self.file()?;
            if self.packing == Packing::None && !self.pipe {
                let length = file.seek(SeekFrom::End(0)).map_err(|error| self.unreadable(error))?;
                if offset > length {
                    return Err(InputFault::NoSuchPosition(self.name.to_string()));
                }
                file.seek(SeekFrom::Start(offset)).map_err(|error| self.unreadable(error))?;
            }
            Box::new(file)
        };
        from = match self.packing {
            Packing::None => from,
            Packing::Gzip => Box::new(flate2::read::MultiGzDecoder::new(from)),
            Packing::Zstd => {
                Box::new(zstd::stream::read::Decoder::new(from).map_err(|error| self.unreadable(error))?)
            }
        };
        if self.packing != Packing::None {
            let skipped = io::copy(&mut from.by_ref().take(offset), &mut io::sink());
            if skipped.map_err(|error| self.broken(error, 0))? < offset {
                return Err(InputFault::NoSuchPosition(self.name.to_string()));
            }
        }
        let mut window = Window::new(from, offset);
        window.fill().map_err(|error| self.broken(error, 0))?;
        let utf16 = match window.held() {
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => true,
            // Without its mark: every other byte of plain letters is nothing.
            held => held.first_chunk::<8>().is_some_and(|held| {
                let plain = |place: usize| held.iter().skip(place).step_by(2).all(u8::is_ascii_graphic);
                let nothing = |place: usize| held.iter().skip(place).step_by(2).all(|byte| *byte == 0);
                plain(0) && nothing(1) || nothing(0) && plain(1)
            }),
        };
        if offset == 0 && utf16 { Err(InputFault::Utf16(self.name.to_string())) } else { Ok(window) }
    }

    /// Its bytes, where offsets count them: neither packed, nor a pipe, nor read from its end.
    pub(super) fn size(&self) -> Option<u64> {
        let plain = self.format.streams() && self.packing == Packing::None && !self.pipe;
        plain
            .then(|| self.file().and_then(|file| file.metadata().map_err(|error| self.unreadable(error))))?
            .ok()
            .map(|metadata| metadata.len())
    }

    /// The file itself.
    pub(super) fn file(&self) -> Result<File, InputFault> {
        File::open(&*self.name).map_err(|error| self.unreadable(error))
    }

    /// A failure to read after that many lines or rows.
    pub(super) fn broken(&self, error: io::Error, after: u64) -> InputFault {
        if self.packing == Packing::None { self.unreadable(error) } else { self.damaged(after, &error) }
    }

    /// What is not as its format wants it after that many lines or rows.
    pub(super) fn damaged(&self, after: u64, reason: &dyn std::fmt::Display) -> InputFault {
        InputFault::Damaged { input: self.name.to_string(), after, reason: reason.to_string() }
    }

    fn unreadable(&self, error: io::Error) -> InputFault {
        InputFault::Unreadable { input: self.name.to_string(), error }
    }
}

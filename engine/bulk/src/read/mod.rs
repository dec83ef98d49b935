//! Inputs: files, patterns and standard input, read as one sequence of rows, each a candidate file or the reason why
//! it is none.
//!
//! One thread cuts the inputs into [`Chunk`]s, which is cheap; others take a chunk apart into [`Row`]s. What is held in
//! memory does not depend on how many rows there are, but for the texts that the cells of a workbook share. One bad row
//! never disturbs its neighbours.

mod chunk;
mod csv;
mod fault;
mod guard;
mod inputs;
mod lines;
mod parquet;
mod window;
mod xlsx;

pub use chunk::{Chunk, Place, Raw, Row};
pub use fault::{AsOfFault, InputFault, RowFault};

use crate::{columns::Renames, format::Format};
use chunk::{Body, RowOptions};
use csv::Csv;
use guard::guarded;
use inputs::Input;
use lines::Lines;
use parchemin_core::file::Leniency;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How inputs are read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The format of all inputs, whatever their names say; for standard input JSON Lines unless told.
    pub format: Option<Format>,
    /// What to do with members and columns that the format does not know.
    pub leniency: Leniency,
    /// The column, or the member at the top of a file, that gives the date of the decision of its row.
    pub as_of_column: Option<String>,
    /// What the columns of tables (CSV, workbooks) are called, where they are not called by their paths.
    pub columns: Renames,
}

/// Reads inputs one after the other.
///
/// ```
/// use parchemin_bulk::read::{ReadOptions, Reader};
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("files.jsonl");
/// std::fs::write(&path, "{\"id\": \"a\"}\n{\"id\": \n")?;
/// let mut reader = Reader::open(&[path.display().to_string()], &ReadOptions::default())?;
/// while let Some(chunk) = reader.next()? {
///     let mut rows = chunk.rows();
///     assert_eq!(rows.next().unwrap().file.unwrap().id.as_deref(), Some("a"));
///     let bad = rows.next().unwrap();
///     assert_eq!((bad.place.number, &*bad.raw.bytes()), (2, b"{\"id\": ".as_slice()));
///     assert!(bad.file.is_err());
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Reader {
    inputs: Vec<Input>,
    options: Arc<RowOptions>,
    /// Where the next chunk begins, while no input is open.
    at: Position,
    open: Option<Source>,
}

/// Where the next chunk begins; for a job that goes on later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The place of the input among the inputs, from 0.
    pub input: usize,
    /// The byte of the unpacked input where it begins; 0 where it does not begin at a byte.
    pub offset: u64,
    /// The number of its first line or row, from 1.
    pub number: u64,
}

impl Position {
    /// The beginning of an input.
    fn start(input: usize) -> Position {
        Position { input, offset: 0, number: 1 }
    }
}

/// An input that is open.
enum Source {
    Lines(Lines),
    Csv(Csv),
    Sheet(xlsx::Sheet),
    Batches(parquet::Batches),
}

impl Reader {
    /// Opens inputs: paths, patterns (`2025/*.csv`; a path that exists is no pattern), `-` for standard input. What a
    /// pattern names is read in order of name.
    ///
    /// # Errors
    /// Whatever can be known of an input before its rows are read: each is opened once.
    pub fn open(inputs: &[String], options: &ReadOptions) -> Result<Reader, InputFault> {
        let inputs = inputs::inputs(inputs, options.format)?;
        let options = Arc::new(RowOptions {
            leniency: options.leniency,
            as_of: options.as_of_column.clone(),
            renames: options.columns.clone(),
        });
        let mut first = None;
        for (place, input) in inputs.iter().enumerate().filter(|(_, input)| !input.pipe) {
            let source = Source::open(input, Position::start(place), &options)?;
            // To open a workbook takes long enough to do it once.
            first = first.or((place == 0).then_some(source));
        }
        Ok(Reader { inputs, options, at: Position::start(0), open: first })
    }

    /// The inputs, in the order in which they are read.
    pub fn inputs(&self) -> impl Iterator<Item = &str> {
        self.inputs.iter().map(|input| &*input.name)
    }

    /// The first of them that comes once, from its beginning to its end: standard input, or a pipe with a name.
    pub fn pipe(&self) -> Option<&str> {
        self.inputs.iter().find(|input| input.pipe).map(|input| &*input.name)
    }

    /// The bytes of each input; none where the offsets of positions do not count the bytes of all of them.
    pub fn sizes(&self) -> Option<Vec<u64>> {
        self.inputs.iter().map(Input::size).collect()
    }

    /// The next chunk; none when all inputs are read. Where a chunk ends depends on the inputs alone.
    ///
    /// # Errors
    /// An input that cannot be read, or cannot be read on. There is nothing more to read then.
    #[expect(clippy::should_implement_trait, reason = "a fault ends it, which an iterator would not say")]
    pub fn next(&mut self) -> Result<Option<Chunk>, InputFault> {
        while let Some(input) = self.inputs.get(self.at.input) {
            let source = match &mut self.open {
                Some(source) => source,
                closed => closed.insert(Source::open(input, self.at, &self.options)?),
            };
            if let Some(body) = source.next(input)? {
                (self.at.offset, self.at.number) = source.position();
                let (input, options) = (Arc::clone(&input.name), Arc::clone(&self.options));
                return Ok(Some(Chunk { input, options, body }));
            }
            self.open = None;
            self.at = Position::start(self.at.input.saturating_add(1));
        }
        Ok(None)
    }

    /// Where the next chunk begins.
    pub fn position(&self) -> Position {
        self.at
    }

    /// Goes on from a position of a reader of the same inputs: what follows is what would have followed there. A
    /// packed input is read again up to it.
    ///
    /// # Errors
    /// The inputs have no such position, or a pipe was begun.
    pub fn resume_at(&mut self, position: Position) -> Result<(), InputFault> {
        (self.open, self.at) = (None, position);
        match self.inputs.get(position.input) {
            Some(input) => self.open = Some(Source::open(input, position, &self.options)?),
            None if position == Position::start(self.inputs.len()) => {}
            None => return Err(InputFault::NoSuchPosition(position.input.to_string())),
        }
        Ok(())
    }
}

impl Source {
    fn open(input: &Input, at: Position, options: &RowOptions) -> Result<Source, InputFault> {
        match input.format {
            Format::Jsonl => Ok(Source::Lines(Lines::new(input.window(at.offset)?, at.number))),
            Format::Csv => Ok(Source::Csv(Csv::open(input, at.offset, at.number, options)?)),
            Format::Xlsx => {
                sound(input, 0, || xlsx::Sheet::open(input, at.number, options)).map(Source::Sheet)
            }
            Format::Parquet => {
                sound(input, 0, || parquet::Batches::open(input, at.number, options)).map(Source::Batches)
            }
        }
    }

    fn next(&mut self, input: &Input) -> Result<Option<Body>, InputFault> {
        let cut = match self {
            Source::Lines(lines) => lines.next(),
            Source::Csv(csv) => csv.next(),
            Source::Sheet(sheet) => return sheet.next(input),
            Source::Batches(batches) => {
                let read = batches.position().saturating_sub(1);
                return sound(input, read, || batches.next(input));
            }
        };
        cut.map_err(|error| input.broken(error, self.position().1.saturating_sub(1)))
    }

    /// Where the next piece begins: byte and number.
    fn position(&self) -> (u64, u64) {
        match self {
            Source::Lines(lines) => lines.position(),
            Source::Csv(csv) => csv.position(),
            Source::Sheet(sheet) => (0, sheet.position()),
            Source::Batches(batches) => (0, batches.position()),
        }
    }
}

/// What a library reads, whose panics are faults of the input after that many rows.
fn sound<T>(
    input: &Input,
    after: u64,
    read: impl FnOnce() -> Result<T, InputFault>,
) -> Result<T, InputFault> {
    guarded(read).unwrap_or_else(|said| Err(input.damaged(after, &said)))
}

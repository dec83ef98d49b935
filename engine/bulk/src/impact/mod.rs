//! What a change of rules does to a population: every file decided by the old packages and by the new ones, what
//! became of it ([`bucket`]), and which of the changes made it ([`cause`]).
//!
//! Files go through in pieces of some 256, so that memory does not grow with their number; only those whose outcome
//! changes are decided again, by the old packages with one change or another.

pub mod bucket;
pub mod cause;
mod fault;
mod gate;
mod html;
mod lists;
mod report;
mod sides;
mod text;
mod words;

pub use bucket::{Bucket, Standing};
pub use cause::Cause;
pub use fault::{ImpactFault, Reject};
pub use gate::{Gate, GateFault};
pub use html::html;
pub use lists::{Lists, entry};
pub use report::{Catalogued, Caused, FORMAT, Report, Stated, Transition, name};
pub use sides::{Side, package, sides};
pub use text::{line, text};

use crate::read::{Chunk, Reader};
use cause::{Changed, Hybrids};
use parchemin::{Judge, Prepared, Refusal};
use parchemin_core::{CandidateFile, Day};
use parchemin_package::Difference;
use report::Tally;
use std::{panic, sync::Arc, thread};

/// A comparison to be made.
#[derive(Debug)]
pub struct Impact {
    sides: [Side; 2],
    difference: Difference,
    as_of: Option<Day>,
}

/// A file that was compared.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Its own id.
    pub id: Option<String>,
    /// Where it stands: input and line.
    pub place: String,
    /// Where the old packages leave the candidate.
    pub old: Standing,
    /// Where the new ones do.
    pub new: Standing,
    /// What became of him.
    pub bucket: Bucket,
    /// Why; of an unchanged candidate nothing is told.
    pub cause: Cause,
    /// Another revision governs.
    pub governed_anew: bool,
}

/// A row that was not compared.
#[derive(Debug)]
pub struct Rejected {
    /// Its own id, where it could be read.
    pub id: Option<String>,
    /// Where it stands: input and line.
    pub place: String,
    /// Why.
    pub reason: Reject,
}

/// What became of a row.
#[derive(Debug)]
pub enum Passed<'r> {
    /// It was compared.
    Compared(&'r Compared),
    /// It was not.
    Rejected(&'r Rejected),
}

/// A row that has passed.
type Row = Result<Compared, Box<Rejected>>;

/// A row whose cause has still to be looked for, with its file.
type Uncaused = Result<(Arc<CandidateFile>, Compared), Box<Rejected>>;

impl Compared {
    /// Its id or, where it has none, its place.
    pub fn called(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.place)
    }
}

impl Impact {
    /// A comparison of two catalogues, each file decided on the date given or else its own.
    ///
    /// # Errors
    /// A package that is not of its format.
    pub fn new(sides: [Side; 2], as_of: Option<Day>) -> Result<Impact, ImpactFault> {
        let [old, new] = &sides;
        let difference = Difference::between(&old.used, &new.used).map_err(ImpactFault::Package)?;
        Ok(Impact { sides, difference, as_of })
    }

    /// What differs.
    pub fn difference(&self) -> &Difference {
        &self.difference
    }

    /// Compares all files that are read; each row is shown once, in order.
    ///
    /// # Errors
    /// An input that cannot be read, or what is done with the rows.
    pub fn run(
        &self,
        mut reader: Reader,
        mut show: impl FnMut(&Passed<'_>) -> Result<(), ImpactFault>,
    ) -> Result<Report, ImpactFault> {
        let [old, new] = &self.sides;
        let mut hybrids = Hybrids::new(&self.difference, &old.setup, self.as_of);
        let mut tally = Tally::default();
        let mut judges = [Judge::new(&old.host), Judge::new(&new.host)];
        while let Some(chunk) = reader.next()? {
            for row in self.chunk(&chunk, &mut judges, &mut hybrids) {
                match row {
                    Ok(compared) => {
                        tally.take(&compared);
                        show(&Passed::Compared(&compared))?;
                    }
                    Err(rejected) => {
                        tally.reject();
                        show(&Passed::Rejected(&rejected))?;
                    }
                }
            }
        }
        Ok(tally.report([old, new], &self.difference))
    }

    fn chunk(&self, chunk: &Chunk, judges: &mut [Judge<'_>; 2], hybrids: &mut Hybrids<'_>) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut files = Vec::new();
        for row in chunk.rows() {
            let place = format!("{}:{}", row.place.input, row.place.number);
            match row.file {
                Ok(file) => {
                    let file = Arc::new(file);
                    rows.push(Ok((place, Arc::clone(&file))));
                    files.push(file);
                }
                Err(fault) => {
                    rows.push(Err(Box::new(Rejected { id: None, place, reason: Reject::Row(fault) })));
                }
            }
        }
        let [old, new] = judges;
        let (before, after) = thread::scope(|scope| {
            let other = scope.spawn(|| decided(old, &files, self.as_of));
            let after = decided(new, &files, self.as_of);
            (other.join(), after)
        });
        let before = before.unwrap_or_else(|panicked| panic::resume_unwind(panicked));
        let mut decided = before.into_iter().zip(after);
        let mut all = Vec::new();
        for row in rows {
            all.push(match row {
                Err(rejected) => Err(rejected),
                Ok((place, file)) => match decided.next() {
                    Some((Ok(old), Ok(new))) => Ok((file, compared(place, old, new))),
                    Some((Err(refusal), _)) => Err(rejected(&file, place, Reject::Old(refusal))),
                    Some((_, Err(refusal))) => Err(rejected(&file, place, Reject::New(refusal))),
                    None => continue,
                },
            });
        }
        self.caused(all, hybrids)
    }

    /// The causes of what changed, all of them looked for at once.
    fn caused(&self, rows: Vec<Uncaused>, hybrids: &mut Hybrids<'_>) -> Vec<Row> {
        let changed: Vec<Changed> = rows
            .iter()
            .filter_map(|row| row.as_ref().ok())
            .filter(|(_, compared)| compared.bucket != Bucket::Unchanged)
            .map(|(file, compared)| Changed {
                file: Arc::clone(file),
                old: compared.old.clone(),
                new: compared.new.clone(),
            })
            .collect();
        let mut causes = hybrids.causes(&changed).into_iter();
        let mut with_cause = |(file, mut compared): (Arc<CandidateFile>, Compared)| {
            if compared.bucket != Bucket::Unchanged {
                compared.cause = causes.next().unwrap_or_default();
            }
            compared.id.clone_from(&file.id);
            compared
        };
        rows.into_iter().map(|row| row.map(&mut with_cause)).collect()
    }
}

/// Where a catalogue leaves a candidate, and under which revision.
type Decided = Result<(Standing, Option<String>), Refusal>;

fn decided(judge: &mut Judge<'_>, files: &[Arc<CandidateFile>], as_of: Option<Day>) -> Vec<Decided> {
    let (mut prepared, mut refused): (Vec<Prepared>, Vec<Option<Refusal>>) = Default::default();
    for file in files {
        match judge.host().prepare(Arc::clone(file), as_of) {
            Ok(ready) => {
                prepared.push(ready);
                refused.push(None);
            }
            Err(refusal) => refused.push(Some(refusal)),
        }
    }
    let mut judged = judge.judge(&prepared).into_iter().zip(&prepared);
    let mut next = || {
        let (judged, prepared) = judged.next()?;
        let standing = judged.map(|judged| Standing::of(prepared, &judged));
        Some(standing.map(|standing| (standing, prepared.revision().map(str::to_owned))))
    };
    refused
        .into_iter()
        .filter_map(|refused| match refused {
            Some(refusal) => Some(Err(refusal)),
            None => next(),
        })
        .collect()
}

fn compared(
    place: String,
    (old, before): (Standing, Option<String>),
    (new, after): (Standing, Option<String>),
) -> Compared {
    let bucket = Bucket::of(&old, &new);
    Compared { id: None, place, old, new, bucket, cause: Cause::default(), governed_anew: before != after }
}

fn rejected(file: &CandidateFile, place: String, reason: Reject) -> Box<Rejected> {
    Box::new(Rejected { id: file.id.clone(), place, reason })
}

//! From a chunk of an input to the bytes of its records and rejects, and its counts. The files of a chunk are judged
//! together, so that many share the calls of a plugin.

use super::{
    Batch,
    reason::Reject,
    short::{Short, record},
    summary::Summary,
    tally::Tally,
};
use crate::{
    read::{Chunk, Place, Raw, Row},
    write::{Detail, More, OutputFault, Record, reject},
};
use parchemin::{Judge, Judged, Parchemin, Prepared, Refusal};
use parchemin_core::{CandidateFile, Day, Decision};
use std::sync::Arc;

/// Files whose decisions are held until they are written: whole decisions are large.
const HELD: usize = 32;

/// A row that was refused, for whoever tells of it.
#[derive(Clone, Debug)]
pub struct Rejected {
    /// Where it stands: input and line.
    pub place: String,
    /// Why.
    pub reject: Reject,
}

/// What a chunk came to.
#[derive(Default)]
pub(super) struct Done {
    /// What the output appends.
    pub(super) records: Vec<u8>,
    /// What the rejects append.
    pub(super) rejects: Vec<u8>,
    pub(super) summary: Summary,
    /// The first rejects.
    pub(super) told: Vec<Rejected>,
}

/// One for each thread.
pub(super) struct Worker<'b, 'h> {
    batch: &'b Batch<'h>,
    judge: Judge<'h>,
    tally: Tally<'h>,
}

/// The files of a chunk that can be judged, and the rejects, each with the place of its row in the chunk.
#[derive(Default)]
struct Sorted<'c> {
    rows: Vec<(Place<'c>, Raw<'c>)>,
    prepared: Vec<Prepared>,
    /// The row of each prepared file: one for each date.
    of: Vec<usize>,
    rejects: Vec<(usize, Reject)>,
}

/// What is decided of a file, with what is added to its record; or why nothing is.
type Decided<'h> = Result<(Judged<'h>, Added), Refusal>;

/// What is added to a record.
enum Added {
    Nothing,
    Short(Short),
    Full(Box<Decision>),
}

impl<'b, 'h> Worker<'b, 'h> {
    pub(super) fn new(batch: &'b Batch<'h>) -> Worker<'b, 'h> {
        Worker { batch, judge: Judge::new(batch.host), tally: Tally::default() }
    }

    /// Decides a chunk. What comes of it depends on nothing else.
    pub(super) fn chunk(&mut self, chunk: &Chunk) -> Result<Done, OutputFault> {
        let mut done = Done::default();
        let mut sorted = self.sorted(chunk.rows());
        let mut judged = self.judged(&sorted.prepared);
        for (files, rows) in sorted.prepared.chunks(HELD).zip(sorted.of.chunks(HELD)) {
            let judged: Vec<_> = judged.by_ref().take(files.len()).collect();
            let mut records: Vec<Record<'_>> = Vec::with_capacity(files.len());
            for ((prepared, row), judged) in files.iter().zip(rows).zip(&judged) {
                match judged {
                    Ok((judged, added)) => {
                        self.tally.take(prepared, judged, &self.batch.options.dates);
                        records.push(record(prepared, judged, added.more(judged)));
                    }
                    Err(refusal) => sorted.rejects.push((*row, Reject::Refused(refusal.clone()))),
                }
            }
            self.batch.encoder.add(&records, &mut done.records)?;
        }
        drop(judged);
        self.reject(&sorted.rows, sorted.rejects, &mut done);
        done.summary = self.tally.summary();
        done.records = self.batch.encoder.pack(done.records)?;
        if let Some(rejects) = &self.batch.rejects {
            done.rejects = rejects.packed(done.rejects)?;
        }
        Ok(done)
    }

    /// Takes the rows apart into files to be judged and rejects.
    fn sorted<'c>(&mut self, rows: impl Iterator<Item = Row<'c>>) -> Sorted<'c> {
        let dates = &self.batch.options.dates;
        let mut sorted = Sorted::default();
        for (n, row) in rows.enumerate() {
            self.tally.summary.rows += 1;
            self.tally.summary.recoded += u64::from(row.recoded);
            sorted.rows.push((row.place, row.raw));
            match row.file {
                Ok(file) if dates.is_empty() => {
                    sorted.prepare(n, self.batch.host, Arc::new(file), row.as_of);
                }
                Ok(file) => {
                    let file = Arc::new(file);
                    for date in dates {
                        sorted.prepare(n, self.batch.host, Arc::clone(&file), Some(*date));
                    }
                }
                Err(fault) => sorted.rejects.push((n, Reject::Row(fault))),
            }
        }
        sorted
    }

    /// What is decided of each file, and what the detail adds, made when it is asked for.
    fn judged<'p>(&mut self, prepared: &'p [Prepared]) -> Box<dyn Iterator<Item = Decided<'h>> + 'p>
    where
        'h: 'p,
    {
        let (host, lang) = (self.batch.host, self.batch.options.lang);
        match self.batch.encoder.detail() {
            Detail::Outcome => {
                let judged = self.judge.judge(prepared).into_iter();
                Box::new(judged.map(|judged| Ok((judged?, Added::Nothing))))
            }
            Detail::Findings => {
                let judged = self.judge.judge(prepared).into_iter().zip(prepared);
                Box::new(judged.map(|(judged, prepared)| {
                    let judged = judged?;
                    let short = Short::of(prepared.case(), &judged);
                    Ok((judged, Added::Short(short)))
                }))
            }
            Detail::Full => {
                let evaluated = host.evaluate(prepared).into_iter().zip(prepared);
                Box::new(evaluated.map(move |(evaluated, prepared)| {
                    let evaluated = evaluated?;
                    let decision = host.in_words(prepared, &evaluated, lang)?;
                    Ok((evaluated.into_judged(), Added::Full(Box::new(decision))))
                }))
            }
        }
    }

    /// Writes and counts the rejects in the order of their rows; what is refused on several dates for the same reason is
    /// refused once.
    fn reject(&mut self, rows: &[(Place<'_>, Raw<'_>)], mut rejects: Vec<(usize, Reject)>, done: &mut Done) {
        rejects.sort_by_key(|(row, _)| *row);
        rejects.dedup();
        for (row, why) in rejects {
            let Some((place, raw)) = rows.get(row) else { continue };
            self.tally.summary.reject(&why);
            if self.batch.rejects.is_some() {
                let lang = self.batch.options.lang;
                done.rejects.append(&mut reject(*place, &why, why.pointer(), &raw.bytes(), lang));
            } else if (done.told.len() as u64) < super::TOLD {
                let place = format!("{}:{}", place.input, place.number);
                done.told.push(Rejected { place, reject: why });
            }
        }
    }
}

impl Sorted<'_> {
    fn prepare(&mut self, row: usize, host: &Parchemin, file: Arc<CandidateFile>, date: Option<Day>) {
        match host.prepare(file, date) {
            Ok(prepared) => {
                self.prepared.push(prepared);
                self.of.push(row);
            }
            Err(refusal) => self.rejects.push((row, Reject::Refused(refusal))),
        }
    }
}

impl Added {
    fn more<'a>(&'a self, judged: &'a Judged<'_>) -> More<'a> {
        match self {
            Added::Nothing => More::Outcome {},
            Added::Short(short) => short.more(judged),
            Added::Full(decision) => More::Full(decision),
        }
    }
}

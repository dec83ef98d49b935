//! Many files decided in one pass: inputs in, one output out, the rejects beside it, and a report of what it came to.
//!
//! One thread reads, several decide, one writes (`lanes`); a chunk goes through one of them whole (`worker`). The bytes
//! that are written depend on the inputs, the options and the packages alone: not on threads, and not on when a job was
//! killed and taken up again (`kept`, `journal`).

mod fault;
mod html;
mod job;
mod journal;
mod kept;
mod lanes;
mod reason;
mod report;
mod sections;
mod short;
mod summary;
mod tally;
mod text;
mod worker;

pub use fault::BatchFault;
pub use html::html;
pub use reason::{Reason, Reject};
pub use report::{FORMAT, Report};
pub use short::{Short, record};
pub use summary::{Outcomes, Summary};
pub use text::text;
pub use worker::Rejected;

use crate::{
    format::ReportFormat,
    names,
    read::{Position, ReadOptions, Reader},
    whole::Whole,
    write::{Detail, Encoder, Target},
};
use kept::{Kept, RejectEncoder};
use parchemin::Parchemin;
use parchemin_core::{Day, Lang};
use std::{iter, path::PathBuf};
use worker::Worker;

/// Rejects that are told one by one where nobody asked for all of them.
pub const TOLD: u64 = 10;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// The inputs, as [`Reader::open`] takes them.
    pub inputs: Vec<String>,
    /// How they are read.
    pub read: ReadOptions,
    /// The output, as [`Target::named`] takes it.
    pub output: String,
    /// Where the rejects go; else the first ten are told.
    pub rejects: Option<String>,
    /// Where the report goes: `.json`, `.html`.
    pub reports: Vec<PathBuf>,
    /// How much is written of each file.
    pub detail: Detail,
    /// The dates on which each file is decided; else each row's own date, or its file's.
    pub dates: Vec<Day>,
    /// The language of the rejects, of the pages and of whole decisions.
    pub lang: Lang,
    /// How many threads decide; one is the caller's own, and there is no other then.
    pub threads: usize,
    /// How many rejects there may be.
    pub max_rejects: Option<u64>,
    /// Go on with a job that was not finished.
    pub resume: bool,
    /// Replace what is there, finished or not.
    pub force: bool,
}

/// A job to be done.
pub struct Batch<'h> {
    host: &'h Parchemin,
    options: Options,
    encoder: Encoder,
    rejects: Option<RejectEncoder>,
}

/// What happens while a job is done.
#[derive(Debug)]
pub enum Event<'e> {
    /// It goes on where it was left; so much was done already.
    Resumed(&'e Summary),
    /// A row was refused, of which nobody else tells.
    Rejected(&'e Rejected),
    /// So much is done.
    Progress(Progress),
}

/// How much of a job is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows that were read.
    pub rows: u64,
    /// Decisions that were written.
    pub decisions: u64,
    /// Rejects.
    pub rejected: u64,
    /// Bytes of the inputs that were read, and all bytes, where they are known.
    pub bytes: Option<(u64, u64)>,
}

impl<'h> Batch<'h> {
    /// A job.
    ///
    /// # Errors
    /// A name that does not say its format, or that is there twice.
    pub fn new(host: &'h Parchemin, options: Options) -> Result<Batch<'h>, BatchFault> {
        let encoder = Encoder::new(Target::named(&options.output)?, options.detail);
        let rejects = options.rejects.as_deref().map(RejectEncoder::new);
        if let Some(report) = options.reports.iter().find(|path| ReportFormat::of_name(path).is_none()) {
            return Err(BatchFault::UnknownReport(report.clone()));
        }
        Ok(Batch { host, options, encoder, rejects })
    }

    /// The names of the outputs.
    fn names(&self) -> impl Iterator<Item = &str> {
        [Some(&self.options.output), self.options.rejects.as_ref()].into_iter().flatten().map(String::as_str)
    }

    /// Does the job, or what is left of it, and says what happens.
    ///
    /// # Errors
    /// Why it is not done. What was written is left in `NAME.part`, and can be taken up where there is a journal.
    pub fn run(&self, watch: &mut dyn FnMut(&Event<'_>)) -> Result<Report, BatchFault> {
        let mut reader = Reader::open(&self.options.inputs, &self.options.read)?;
        self.distinct(&reader)?;
        let reports = self.options.reports.iter().map(|path| Ok((path, Whole::create(path)?)));
        let reports = reports.collect::<Result<Vec<_>, BatchFault>>()?;
        let mut kept = Kept::open(self, &mut reader)?;
        if self.options.resume {
            watch(&Event::Resumed(&kept.journal.summary));
        }
        if let Err(fault) = self.all(&mut reader, &mut kept, watch) {
            // What is done need not be done again, whatever ended it; the fault itself matters more than another one.
            if !matches!(fault, BatchFault::Output(_) | BatchFault::Unwritten(_)) {
                let _ = kept.checkpoint();
            }
            return Err(fault);
        }
        if let Some(input) = job::changed(&kept.journal.job, &reader) {
            return Err(BatchFault::InputChanged(input));
        }
        kept.finish()?;
        let report = Report::new(self, &reader, kept.journal.summary.clone());
        for (path, mut file) in reports {
            file.append(report.written(path, self.options.lang).as_bytes())?;
            file.finish()?;
        }
        kept.close()?;
        Ok(report)
    }

    /// Reads, decides and writes all that is left.
    fn all(
        &self,
        reader: &mut Reader,
        kept: &mut Kept,
        watch: &mut dyn FnMut(&Event<'_>),
    ) -> Result<(), BatchFault> {
        if kept.journal.read {
            return Ok(());
        }
        let resumable = kept.is_resumable();
        self.allowed(&kept.journal.summary, resumable)?;
        let sizes = reader.sizes();
        let worker = || {
            let mut worker = Worker::new(self);
            move |chunk: &_| worker.chunk(chunk)
        };
        lanes::each(reader, self.options.threads, worker, |done, next| {
            let done = done?;
            let untold = TOLD.saturating_sub(kept.journal.summary.rejected);
            let untold = usize::try_from(untold).unwrap_or_default();
            done.told.iter().take(untold).for_each(|rejected| watch(&Event::Rejected(rejected)));
            kept.take(done, next)?;
            let Summary { rows, decisions, rejected, .. } = kept.journal.summary;
            let bytes = sizes.as_deref().map(|sizes| passed(sizes, next));
            watch(&Event::Progress(Progress { rows, decisions, rejected, bytes }));
            self.allowed(&kept.journal.summary, resumable)
        })
    }

    fn allowed(&self, summary: &Summary, resumable: bool) -> Result<(), BatchFault> {
        match self.options.max_rejects {
            Some(allowed) if summary.rejected > allowed => {
                Err(BatchFault::TooManyRejects { rejected: summary.rejected, allowed, resumable })
            }
            _ => Ok(()),
        }
    }

    /// Whether each file is named for one use alone, and no report is in the way.
    fn distinct(&self, reader: &Reader) -> Result<(), BatchFault> {
        let reports = || self.options.reports.iter().map(|path| path.display().to_string());
        let others = self.options.rejects.clone().into_iter().chain(reports());
        let outputs = iter::once((self.options.output.clone(), names::BESIDE_OUTPUT));
        names::distinct(reader.inputs(), outputs.chain(others.map(|name| (name, names::BESIDE))))?;
        // What a job that was interrupted wrote last was a report.
        if !self.options.force && !self.options.resume {
            reports().try_for_each(|name| names::free(&name))?;
        }
        Ok(())
    }
}

/// The bytes before a position, and all of them.
fn passed(sizes: &[u64], at: Position) -> (u64, u64) {
    let before: u64 = sizes.iter().take(at.input).sum();
    (before.saturating_add(at.offset), sizes.iter().sum())
}

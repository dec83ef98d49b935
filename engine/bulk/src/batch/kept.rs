//! What a job writes: output, rejects and journal, in step.

use super::{
    Batch, Options,
    fault::BatchFault,
    job::{self, Job},
    journal::Journal,
    summary::Counted,
    worker::Done,
};
use crate::{
    names,
    read::{InputFault, Position, Reader},
    whole::Unwritten,
    write::{Encoding, Output, OutputFault, Target},
};
use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// Checkpoints are this far apart at least: what is lost when a job is killed. The clock decides nothing else.
const APART: Duration = Duration::from_millis(500);

/// And so many times as long as one of them takes, so that a slow disk does not slow the job down much.
const SHARE: u32 = 20;

/// The rejects as an output.
#[derive(Clone, Debug)]
pub(super) struct RejectEncoder(Target);

impl RejectEncoder {
    pub(super) fn new(name: &str) -> RejectEncoder {
        RejectEncoder(Target::lines(name))
    }

    /// A piece, packed as the name says.
    pub(super) fn packed(&self, piece: Vec<u8>) -> Result<Vec<u8>, OutputFault> {
        self.0.packed(piece)
    }
}

impl Encoding for RejectEncoder {
    fn target(&self) -> &Target {
        &self.0
    }

    fn head(&self) -> Result<Vec<u8>, OutputFault> {
        self.0.head(Vec::new())
    }
}

/// The outputs of a job, and how far they came.
pub(super) struct Kept {
    pub(super) journal: Journal,
    /// None where nothing can be taken up again.
    path: Option<PathBuf>,
    /// None once it has its name.
    output: Option<Output>,
    rejects: Option<Output>,
    checked: Instant,
    apart: Duration,
}

impl Kept {
    /// Begins the outputs of a job, or takes them up where its journal says; and the reader with them.
    pub(super) fn open(batch: &Batch<'_>, reader: &mut Reader) -> Result<Kept, BatchFault> {
        let options = &batch.options;
        let job = job::job(batch.host, options, reader);
        let standard = batch.encoder.target().is_standard();
        let path = Journal::path(&options.output);
        if options.resume {
            if standard {
                return Err(OutputFault::NotResumable.into());
            }
            if let Some(pipe) = reader.pipe() {
                return Err(InputFault::NotResumable(pipe.to_owned()).into());
            }
            // Where there is no journal, the job was killed before it had begun, if ever it was.
            if let Some(journal) = Journal::read(&path)? {
                return Kept::resume(batch, reader, &job, journal, path);
            }
        }
        batch.names().filter(|name| *name != "-").try_for_each(|name| free(name, options))?;
        let path = (!standard && reader.pipe().is_none()).then_some(path);
        if let Some(path) = path.as_ref().filter(|path| path.exists()) {
            if !options.force {
                return Err(BatchFault::Unfinished(options.output.clone()));
            }
            fs::remove_file(path).map_err(|error| Unwritten::new(path, error))?;
        }
        let output = Output::create(&batch.encoder)?;
        let rejects = match batch.rejects.as_ref().map(|rejects| Output::create(rejects)).transpose() {
            Ok(rejects) => rejects,
            // Nothing has begun: nothing is left that would be in the way of the call that is right.
            Err(fault) => {
                output.discard();
                return Err(fault.into());
            }
        };
        let journal = Journal::new(job, reader.position());
        let mut kept = Kept::new(journal, path, Some(output), rejects);
        kept.checkpoint()?;
        Ok(kept)
    }

    fn resume(
        batch: &Batch<'_>,
        reader: &mut Reader,
        job: &Job,
        journal: Journal,
        path: PathBuf,
    ) -> Result<Kept, BatchFault> {
        if let Some((what, before, now)) = job::difference(&journal.job, job) {
            return Err(BatchFault::OtherJob { what, before, now });
        }
        reader.resume_at(journal.at)?;
        let taken_up = |encoder: &dyn Encoding, length| {
            let target = encoder.target();
            // It was killed when this one had its name already.
            let named = journal.read && !target.with(".part").exists() && Path::new(target.name()).exists();
            if named { Ok(None) } else { Output::resume(encoder, length).map(Some) }
        };
        let output = taken_up(&batch.encoder, journal.output)?;
        let rejects = match &batch.rejects {
            Some(rejects) => taken_up(rejects, journal.rejects)?,
            None => None,
        };
        Ok(Kept::new(journal, Some(path), output, rejects))
    }

    fn new(journal: Journal, path: Option<PathBuf>, output: Option<Output>, rejects: Option<Output>) -> Kept {
        Kept { journal, path, output, rejects, checked: Instant::now(), apart: APART }
    }

    /// Whether it can be taken up again where it is left.
    pub(super) fn is_resumable(&self) -> bool {
        self.path.is_some()
    }

    /// Writes what a chunk came to; the next one begins there.
    pub(super) fn take(&mut self, done: Done, next: Position) -> Result<(), BatchFault> {
        if let Some(output) = &mut self.output {
            output.append(&done.records)?;
        }
        if let Some(rejects) = &mut self.rejects {
            rejects.append(&done.rejects)?;
        }
        self.journal.summary.add(done.summary);
        self.journal.at = next;
        if self.path.is_some() && self.checked.elapsed() >= self.apart { self.checkpoint() } else { Ok(()) }
    }

    /// Makes safe what was written so far.
    pub(super) fn checkpoint(&mut self) -> Result<(), BatchFault> {
        let Some(path) = &self.path else { return Ok(()) };
        let begun = Instant::now();
        if let Some(output) = &mut self.output {
            output.sync()?;
            self.journal.output = output.length();
        }
        if let Some(rejects) = &mut self.rejects {
            rejects.sync()?;
            self.journal.rejects = rejects.length();
        }
        self.journal.write(path)?;
        self.checked = Instant::now();
        self.apart = APART.max(begun.elapsed().saturating_mul(SHARE));
        Ok(())
    }

    /// Gives the outputs their names: all is read.
    pub(super) fn finish(&mut self) -> Result<(), BatchFault> {
        self.journal.read = true;
        self.checkpoint()?;
        self.output.take().map_or(Ok(()), Output::finish)?;
        Ok(self.rejects.take().map_or(Ok(()), Output::finish)?)
    }

    /// Removes the journal: the job is whole.
    pub(super) fn close(self) -> Result<(), BatchFault> {
        let Some(path) = self.path else { return Ok(()) };
        fs::remove_file(&path).map_err(|error| Unwritten::new(&path, error).into())
    }
}

/// Whether nothing is in the way of an output. What is no file is told when it is opened.
fn free(name: &str, options: &Options) -> Result<(), BatchFault> {
    if options.force {
        return Ok(());
    }
    if let Err(exists) = names::free(name) {
        return Err(if options.resume { BatchFault::Whole(name.to_owned()) } else { exists.into() });
    }
    let part = Path::new(&format!("{name}.part")).is_file();
    if part && !options.resume { Err(BatchFault::Unfinished(name.to_owned())) } else { Ok(()) }
}

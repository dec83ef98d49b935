//! The journal of a job, beside its output: what the job is, how far it came, and what it came to so far. It is written
//! when all that it speaks of is safe, and put in the place of the former one at once; so whenever a job is killed, what
//! the journal says is true.

use super::{fault::BatchFault, job::Job, summary::Summary};
use crate::{read::Position, whole::Unwritten};
use parchemin::packages::replace::replace;
use serde::{Deserialize, Serialize};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The name of the format.
const FORMAT: &str = "parchemin.batch.journal/1";

/// How far a job came.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Journal {
    format: String,
    /// What the job is.
    pub(super) job: Job,
    /// Where the next chunk begins.
    pub(super) at: Position,
    /// Bytes of the output up to there.
    pub(super) output: u64,
    /// Bytes of the rejects up to there.
    pub(super) rejects: u64,
    /// Nothing is left to be read: what is written has only to get its name.
    pub(super) read: bool,
    /// What it came to up to there.
    pub(super) summary: Summary,
}

impl Journal {
    /// Of a job that begins.
    pub(super) fn new(job: Job, at: Position) -> Journal {
        let summary = Summary::default();
        Journal { format: FORMAT.to_owned(), job, at, output: 0, rejects: 0, read: false, summary }
    }

    /// The journal of an output.
    pub(super) fn path(output: &str) -> PathBuf {
        PathBuf::from(format!("{output}.journal"))
    }

    /// Reads a journal; none where there is none.
    pub(super) fn read(path: &Path) -> Result<Option<Journal>, BatchFault> {
        let spoilt = |reason: String| BatchFault::Journal { path: path.to_owned(), reason };
        let text = match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read.map_err(|error| spoilt(error.to_string()))?,
        };
        let journal: Journal = serde_json::from_slice(&text).map_err(|error| spoilt(error.to_string()))?;
        if journal.format == FORMAT { Ok(Some(journal)) } else { Err(spoilt(journal.format)) }
    }

    /// Puts it in the place of the former one, and returns when it is safe.
    pub(super) fn write(&self, path: &Path) -> Result<(), Unwritten> {
        let written = serde_json::to_vec(self).map_err(io::Error::from);
        written.and_then(|bytes| replace(path, &bytes)).map_err(|error| Unwritten::new(path, error))
    }
}

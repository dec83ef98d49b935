//! Standard output is data, everything else goes to standard error; and the exit status is a type.

use anstream::{AutoStream, ColorChoice};
use parchemin::core::{Lang, say};
use std::{
    io::{self, Write},
    process::ExitCode,
};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Done: 0.
    Done,
    /// Done, with rejected inputs or failed tests: 1.
    DoneWithRejects,
    /// Not done: nothing could be evaluated, or the call was wrong: 2.
    NotDone,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(match status {
            Status::Done => 0,
            Status::DoneWithRejects => 1,
            Status::NotDone => 2,
        })
    }
}

/// The two streams, with colour only where it is wanted.
pub(crate) struct Output {
    data: AutoStream<io::Stdout>,
    notes: AutoStream<io::Stderr>,
    failed: Option<io::Error>,
}

impl Output {
    pub(crate) fn new(color: ColorChoice) -> Output {
        Output {
            data: AutoStream::new(io::stdout(), color),
            notes: AutoStream::new(io::stderr(), color),
            failed: None,
        }
    }

    /// Writes data. After a failure nothing more is written, and the command ends as not done.
    pub(crate) fn data(&mut self, text: &str) {
        if self.failed.is_none() {
            self.failed = self.data.write_all(text.as_bytes()).and_then(|()| self.data.flush()).err();
        }
    }

    /// Writes to standard error. If that fails there is nobody left to tell.
    pub(crate) fn note(&mut self, text: &str) {
        let _ = self.notes.write_all(text.as_bytes());
    }

    /// The status in the end: a command whose output was lost is not done.
    pub(crate) fn finish(mut self, status: Status, lang: Lang) -> Status {
        let Some(error) = self.failed.take() else { return status };
        // A reader that has seen enough has not to be told.
        if error.kind() == io::ErrorKind::BrokenPipe {
            return status;
        }
        let line = say!(lang, fr: "erreur : la sortie n’a pu être écrite : {error}\n", en: "error: the output could not be written: {error}\n");
        self.note(&line);
        Status::NotDone
    }
}

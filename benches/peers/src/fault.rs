//! Why there is no table: nothing is printed of a run in which an engine failed, or differed.

use crate::findings::{Difference, Verdict};
use std::{fmt, io, path::PathBuf, process::ExitStatus};

/// What went wrong.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The call is not as it should be.
    Usage,
    /// A file that cannot be read.
    Read(PathBuf, io::Error),
    /// A line that is not what it should be: file, number.
    Line(PathBuf, usize, serde_json::Error),
    /// Decisions without findings: file, number of the line.
    NoFindings(PathBuf, usize),
    /// So many decisions for so many candidate files.
    Count {
        /// Whose decisions.
        of: String,
        /// How many.
        decisions: usize,
        /// For how many files.
        files: usize,
    },
    /// An engine that failed, and why.
    Peer(&'static str, String),
    /// A line of answers that is not what it should be: whose, number.
    Answer(String, usize, serde_json::Error),
    /// A verdict that differs: whose, the file by its id and line.
    Differs(String, Option<String>, usize, Difference),
    /// The ids differ: whose, line.
    OtherFile(String, usize),
    /// A command that could not be run.
    Command(String, io::Error),
    /// A command that failed, and what it said.
    Failed(String, ExitStatus, String),
    /// The table could not be written.
    Write(io::Error),
}

impl Fault {
    /// Says that an engine failed.
    pub(crate) fn peer<E: fmt::Display>(name: &'static str) -> impl Fn(E) -> Fault {
        move |error| Fault::Peer(name, error.to_string())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Usage => f.write_str(
                "usage: peers FILE OURS [--ours \"COMMAND with {input} and {output}\"]…\n\
                 FILE is what `parchemin generate` made, OURS what `parchemin batch FILE -o OURS --detail findings` made of it",
            ),
            Fault::Read(path, error) => write!(f, "`{}` cannot be read: {error}", path.display()),
            Fault::Line(path, n, error) => write!(f, "`{}`, line {n}: {error}", path.display()),
            Fault::NoFindings(path, n) => {
                write!(f, "`{}`, line {n}: no findings; write them with `--detail findings`", path.display())
            }
            Fault::Count { of, decisions, files } => {
                write!(f, "{of}: {decisions} decisions for {files} candidate files")
            }
            Fault::Peer(name, error) => write!(f, "{name}: {error}"),
            Fault::Answer(of, n, error) => write!(f, "{of}: its answer on line {n} cannot be read: {error}"),
            Fault::Differs(of, id, n, Difference { rule, juror, ours, theirs }) => {
                let id = id.as_deref().unwrap_or("without id");
                write!(f, "{of}: line {n} ({id}), rule `{rule}`")?;
                if let Some(juror) = juror {
                    write!(f, ", juror {juror}")?;
                }
                let word = |verdict: &Option<Verdict>| verdict.map_or("nothing", Verdict::name);
                write!(f, ": expected {}, got {}", word(ours), word(theirs))
            }
            Fault::OtherFile(of, n) => write!(f, "{of}: line {n} is about another file"),
            Fault::Command(command, error) => write!(f, "{command} cannot be run: {error}"),
            Fault::Failed(command, status, said) => write!(f, "{command} failed ({status}): {said}"),
            Fault::Write(error) => write!(f, "the table cannot be written: {error}"),
        }
    }
}

impl std::error::Error for Fault {}

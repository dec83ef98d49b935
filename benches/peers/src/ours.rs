//! Parchemin itself: what it decided, which the peers are held to, and its commands, which are timed as they are.

use crate::{fault::Fault, findings::Findings};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Stdio},
    time::{Duration, Instant},
};

/// Reads what `parchemin batch --detail findings` wrote, decision by decision.
///
/// # Errors
/// What cannot be read, or has no findings.
pub(crate) fn expected(path: &Path) -> Result<Vec<Findings>, Fault> {
    let text = fs::read_to_string(path).map_err(|error| Fault::Read(path.to_owned(), error))?;
    let read = |(n, line)| match Findings::of_ours(line) {
        Ok(Some(findings)) => Ok(findings),
        Ok(None) => Err(Fault::NoFindings(path.to_owned(), n + 1)),
        Err(error) => Err(Fault::Line(path.to_owned(), n + 1, error)),
    };
    text.lines().enumerate().map(read).collect()
}

/// Holds what somebody said of each file to what is expected.
///
/// # Errors
/// The first verdict that differs.
pub(crate) fn compare(of: &str, expected: &[Findings], said: &[Findings]) -> Result<(), Fault> {
    if expected.len() != said.len() {
        return Err(Fault::Count { of: of.to_owned(), decisions: said.len(), files: expected.len() });
    }
    for (n, (ours, theirs)) in expected.iter().zip(said).enumerate() {
        if ours.id != theirs.id {
            return Err(Fault::OtherFile(of.to_owned(), n + 1));
        }
        if let Some(difference) = ours.difference(theirs) {
            return Err(Fault::Differs(of.to_owned(), ours.id.clone(), n + 1, difference));
        }
    }
    Ok(())
}

/// A command to time, with `{input}` and `{output}` for its files.
pub(crate) struct Command {
    words: Vec<String>,
    output: PathBuf,
}

impl Command {
    /// The command, by its words; `n` tells it from the others.
    pub(crate) fn new(text: &str, n: usize) -> Command {
        let output = env::temp_dir().join(format!("peers-{}-{n}.jsonl", process::id()));
        Command { words: text.split_whitespace().map(str::to_owned).collect(), output }
    }

    /// The command as the table names it: its program without the folder.
    pub(crate) fn name(&self) -> String {
        let program = self.words.first().map(Path::new).and_then(Path::file_name).unwrap_or_default();
        let rest = self.words.iter().skip(1).map(String::as_str);
        let words: Vec<&str> = program.to_str().into_iter().chain(rest).collect();
        format!("`{}`", words.join(" "))
    }

    /// Runs it once, for how long it takes, from its start to its end.
    ///
    /// # Errors
    /// It cannot be run, or fails.
    pub(crate) fn run(&self, input: &Path) -> Result<Duration, Fault> {
        // What an earlier round wrote would be refused.
        let _ = fs::remove_file(&self.output);
        let mut words = self.words.iter().map(|word| match word.as_str() {
            "{input}" => input.as_os_str(),
            "{output}" => self.output.as_os_str(),
            word => word.as_ref(),
        });
        let program = words.next().ok_or(Fault::Usage)?;
        let mut command = process::Command::new(program);
        command.args(words).stdin(Stdio::null());
        let start = Instant::now();
        let done = command.output().map_err(|error| Fault::Command(self.name(), error))?;
        let time = start.elapsed();
        if done.status.success() {
            return Ok(time);
        }
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        Err(Fault::Failed(self.name(), done.status, said))
    }

    /// Holds what it wrote to what is expected: its verdicts, where it wrote findings; else only how many there are.
    ///
    /// # Errors
    /// What cannot be read, or differs.
    pub(crate) fn check(&self, expected: &[Findings]) -> Result<(), Fault> {
        let text =
            fs::read_to_string(&self.output).map_err(|error| Fault::Read(self.output.clone(), error))?;
        let read = |(n, line)| {
            Findings::of_ours(line).map_err(|error| Fault::Line(self.output.clone(), n + 1, error))
        };
        let said: Vec<Option<Findings>> = text.lines().enumerate().map(read).collect::<Result<_, _>>()?;
        let decisions = said.len();
        match said.into_iter().collect::<Option<Vec<Findings>>>() {
            Some(findings) => compare(&self.name(), expected, &findings),
            None if decisions == expected.len() => Ok(()),
            None => Err(Fault::Count { of: self.name(), decisions, files: expected.len() }),
        }
    }
}

impl Drop for Command {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.output);
    }
}

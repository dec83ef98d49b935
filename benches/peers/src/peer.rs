//! What a peer is: an engine that gives the verdicts of the rules compared, and is timed at it.

use crate::{fault::Fault, lines::Lines};
use std::time::{Duration, Instant};

/// An engine with the rules compared, compiled once.
pub(crate) trait Peer {
    /// The name in the table.
    fn name(&self) -> &'static str;

    /// How long the evaluation of some files takes, alone: they are parsed beforehand, into what the engine takes
    /// fastest, and its answers are dropped as it gives them.
    ///
    /// # Errors
    /// A file that cannot be read, or rules that fail.
    fn evaluation(&mut self, lines: &Lines) -> Result<Duration, Fault>;

    /// All the way: from lines to a line of answers each, as [`Findings::of_peer`] reads them.
    ///
    /// # Errors
    /// A file that cannot be read, or rules that fail.
    ///
    /// [`Findings::of_peer`]: crate::findings::Findings::of_peer
    fn answer(&mut self, lines: &Lines, out: &mut Vec<u8>) -> Result<(), Fault>;
}

/// How long something takes.
///
/// # Errors
/// Those of what is timed.
pub(crate) fn timed(work: impl FnOnce() -> Result<(), Fault>) -> Result<Duration, Fault> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

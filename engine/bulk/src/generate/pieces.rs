//! Many files, in pieces, on as many threads as there are; and the columns that they need as rows of a table.

use super::Generator;
use crate::columns::Sheet;
use parchemin_core::CandidateFile;
use std::{num::NonZeroUsize, thread};

/// Files of a piece: some megabytes on their way to the output.
const PIECE: u64 = 2_000;

impl Generator {
    /// Files from 0 on, made and encoded piece by piece, and given in order to what writes them; ends with the first
    /// failure.
    ///
    /// # Errors
    /// What the encoding or the writing says.
    pub fn pieces<E: Send>(
        &self,
        count: u64,
        encode: impl Fn(&[CandidateFile]) -> Result<Vec<u8>, E> + Sync,
        mut write: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let piece = |from: &u64| encode(&self.some(*from, count.min(from.saturating_add(PIECE))));
        let mut starts = (0..count).step_by(usize::try_from(PIECE).unwrap_or(usize::MAX));
        loop {
            let round: Vec<u64> = starts.by_ref().take(threads).collect();
            if round.is_empty() {
                return Ok(());
            }
            let pieces: Vec<Result<Vec<u8>, E>> = thread::scope(|scope| {
                let running: Vec<_> = round.iter().map(|from| scope.spawn(|| piece(from))).collect();
                // A piece that cannot be made on a thread of its own is made here.
                let done = running.into_iter().zip(&round);
                done.map(|(thread, from)| thread.join().unwrap_or_else(|_| piece(from))).collect()
            });
            for piece in pieces {
                write(&piece?)?;
            }
        }
    }

    /// The columns that the files from 0 on need.
    pub fn sheet(&self, count: u64) -> Sheet {
        let mut sheet = Sheet::default();
        (0..count).for_each(|n| sheet.cover(&self.file(n)));
        sheet
    }

    fn some(&self, from: u64, to: u64) -> Vec<CandidateFile> {
        (from..to).map(|n| self.file(n)).collect()
    }
}

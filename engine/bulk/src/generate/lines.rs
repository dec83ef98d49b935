//! Files in JSON Lines, on as many threads as there are: each block of files on a thread of its own, in order.

use super::Generator;
use std::{num::NonZeroUsize, thread};

/// Files of one block. A block is a few megabytes on its way to the output.
const BLOCK: u64 = 2_000;

impl Generator {
    /// Files from 0 on, a line each, given in order to what writes them; ends with its first failure.
    ///
    /// # Errors
    /// What the writing says.
    pub fn lines<E>(&self, count: u64, mut write: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get) as u64;
        let mut next = 0;
        while next < count {
            let starts: Vec<u64> =
                (0..threads).map(|thread| next + thread * BLOCK).filter(|start| *start < count).collect();
            let blocks: Vec<Vec<u8>> = thread::scope(|scope| {
                let block = |start: u64| scope.spawn(move || self.block(start, count.min(start + BLOCK)));
                let running: Vec<_> = starts.iter().copied().map(block).collect();
                // A block that cannot be made on a thread is made here.
                let done = running.into_iter().zip(&starts);
                done.map(|(thread, start)| {
                    thread.join().unwrap_or_else(|_| self.block(*start, count.min(start + BLOCK)))
                })
                .collect()
            });
            for block in &blocks {
                write(block)?;
            }
            next += threads * BLOCK;
        }
        Ok(())
    }

    fn block(&self, from: u64, to: u64) -> Vec<u8> {
        let mut lines = Vec::new();
        for n in from..to {
            // A candidate file is all JSON, and writing to a vector cannot fail.
            let _ = serde_json::to_writer(&mut lines, &self.file(n));
            lines.push(b'\n');
        }
        lines
    }
}

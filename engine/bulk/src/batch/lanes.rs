//! Who does what: one thread reads, several work, and the caller's own takes what was done, in the order of the inputs.
//!
//! What waits is bounded, so that a slow writer slows the reader down, and memory does not depend on how much there is
//! to read.

use super::BatchFault;
use crate::read::{Chunk, InputFault, Position, Reader};
use std::{
    sync::{
        Mutex,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

/// Chunks on their way, for each thread that works: one that is worked on, one that waits, and some that are done
/// before a slower one.
const ON_THE_WAY: usize = 4;

/// A chunk, and where to answer.
type Job<D> = (Chunk, SyncSender<D>);

/// A chunk that is on its way: where the next one begins, and where the answer will come.
type Expected<D> = Result<(Position, Receiver<D>), InputFault>;

/// Works on every chunk of the inputs, with so many threads; each makes a worker of its own. What is done is taken in
/// the order of the chunks, with the position of the next one. One thread is the caller's own.
pub(super) fn each<D: Send, W: FnMut(&Chunk) -> D>(
    reader: &mut Reader,
    threads: usize,
    worker: impl Fn() -> W + Sync,
    mut take: impl FnMut(D, Position) -> Result<(), BatchFault>,
) -> Result<(), BatchFault> {
    if threads <= 1 {
        let mut work = worker();
        while let Some(chunk) = reader.next()? {
            take(work(&chunk), reader.position())?;
        }
        return Ok(());
    }
    let (jobs, waiting) = sync_channel::<Job<D>>(threads);
    let (expect, expected) = sync_channel::<Expected<D>>(threads.saturating_mul(ON_THE_WAY));
    let waiting = Mutex::new(waiting);
    thread::scope(|scope| {
        // Taken along, so that whoever still sends learns when nobody takes any more.
        let expected = expected;
        scope.spawn(move || read(reader, &jobs, &expect));
        for _ in 0..threads {
            scope.spawn(|| serve(&waiting, worker()));
        }
        for next in expected {
            let (position, answer) = next?;
            let done = answer.recv().map_err(|_| BatchFault::Lost)?;
            take(done, position)?;
        }
        Ok(())
    })
}

/// Cuts the inputs into chunks until they end, or nobody wants any more.
fn read<D>(reader: &mut Reader, jobs: &SyncSender<Job<D>>, expect: &SyncSender<Expected<D>>) {
    loop {
        let (answer, answered) = sync_channel(1);
        let sent = match reader.next() {
            Ok(Some(chunk)) => {
                expect.send(Ok((reader.position(), answered))).is_ok() && jobs.send((chunk, answer)).is_ok()
            }
            Ok(None) => false,
            Err(fault) => {
                // If nobody takes it, somebody else's fault was first.
                let _ = expect.send(Err(fault));
                false
            }
        };
        if !sent {
            return;
        }
    }
}

/// Works on what waits until there is no more.
fn serve<D>(waiting: &Mutex<Receiver<Job<D>>>, mut work: impl FnMut(&Chunk) -> D) {
    loop {
        let job = waiting.lock().map(|waiting| waiting.recv());
        let Ok(Ok((chunk, answer))) = job else { return };
        if answer.send(work(&chunk)).is_err() {
            return;
        }
    }
}

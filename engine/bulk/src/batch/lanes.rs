//! Who does what: one thread reads, several work, and the caller's own takes what was done, in the order of the inputs.
//!
//! What waits is bounded, so that a slow writer slows the reader down, and memory does not depend on how much there is
//! to read.

use super::BatchFault;
use crate::read::{Chunk, InputFault, Position, Reader};
use std::{
    iter,
    sync::{
        Arc, Mutex,
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
    let waiting = Arc::new(Mutex::new(waiting));
    thread::scope(|scope| {
        // Taken along, as `waiting` is by those who work: whoever still sends learns when nobody takes any more.
        let expected = expected;
        let reads = scope.spawn(move || read(reader, &jobs, &expect));
        let works = iter::repeat_n(waiting, threads).map(|waiting| {
            let worker = &worker;
            scope.spawn(move || serve(&waiting, worker()))
        });
        let all: Vec<_> = works.chain([reads]).collect();
        let taken = expected.into_iter().try_for_each(|next| {
            let (position, answer) = next?;
            let done = answer.recv().map_err(|_| BatchFault::Lost)?;
            take(done, position)
        });
        // A thread that panicked and is not asked for would make the scope panic too, and what is done would be lost.
        let ends: Vec<bool> = all.into_iter().map(|thread| thread.join().is_ok()).collect();
        taken.and_then(|()| if ends.contains(&false) { Err(BatchFault::Lost) } else { Ok(()) })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::ReadOptions;
    use std::{
        fs,
        sync::{
            atomic::{AtomicUsize, Ordering},
            mpsc::channel,
        },
        time::Duration,
    };
    use tempfile::TempDir;

    #[test]
    fn a_thread_that_is_gone_is_told_and_what_was_done_is_kept() {
        let folder = TempDir::new().unwrap();
        let input = folder.path().join("many.jsonl");
        fs::write(&input, "{}\n".repeat(20_000)).unwrap();
        let mut reader = Reader::open(&[input.display().to_string()], &ReadOptions::default()).unwrap();
        let (read, mut taken) = (AtomicUsize::new(0), 0);
        let worker = || {
            |_: &Chunk| match read.fetch_add(1, Ordering::Relaxed) {
                30 => panic!("a fault of ours"),
                _ => 1,
            }
        };
        let result = each(&mut reader, 2, worker, |done, _| {
            taken += done;
            Ok(())
        });
        assert!(matches!(result, Err(BatchFault::Lost)));
        assert!((1..=30 + 2 * ON_THE_WAY).contains(&taken), "{taken}");
    }

    #[test]
    fn who_takes_no_more_ends_it_however_much_there_is_left() {
        let folder = TempDir::new().unwrap();
        let input = folder.path().join("many.jsonl");
        // More chunks than can be on their way.
        fs::write(&input, "{}\n".repeat(20_000)).unwrap();
        for threads in [1, 2, 3, 8] {
            for taken in [0, 1, 5, 20] {
                let input = input.display().to_string();
                let (end, ended) = channel();
                thread::spawn(move || {
                    let mut reader = Reader::open(&[input], &ReadOptions::default()).unwrap();
                    let mut left = taken;
                    // Slower than what reads, so that chunks wait.
                    let worker = || |_: &Chunk| thread::sleep(Duration::from_millis(2));
                    let result = each(&mut reader, threads, worker, |(), _| match left {
                        0 => Err(BatchFault::Lost),
                        _ => {
                            left -= 1;
                            Ok(())
                        }
                    });
                    end.send(matches!(result, Err(BatchFault::Lost))).unwrap();
                });
                assert_eq!(
                    ended.recv_timeout(Duration::from_secs(30)),
                    Ok(true),
                    "{threads} threads, {taken} taken"
                );
            }
        }
    }
}

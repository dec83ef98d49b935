//! The same work on many things, by several threads, each on the next thing that nobody has taken.

use std::{
    num::NonZero,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// As many threads as this machine runs at once; one where it does not say.
pub fn threads() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// What the work gives for each thing, in the order of the things, whoever did it when.
pub fn each<T: Sync, D: Send>(things: &[T], threads: usize, work: impl Fn(&T) -> D + Sync) -> Vec<D> {
    if threads <= 1 || things.len() <= 1 {
        return things.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, D)>> = Mutex::new(Vec::with_capacity(things.len()));
    thread::scope(|scope| {
        for _ in 0..threads.min(things.len()) {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(thing) = things.get(place) else { break };
                    let one = work(thing);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((place, one));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests {
    //! The order of what is done is that of the things, and nothing is left out or done twice.
    use super::*;

    #[test]
    fn whatever_the_number_of_threads_the_answers_are_the_same() {
        let things: Vec<u64> = (0..200).collect();
        let alone: Vec<u64> = things.iter().map(|thing| thing * thing).collect();
        for threads in [0, 1, 2, 7, 300] {
            assert_eq!(each(&things, threads, |thing| thing * thing), alone, "{threads}");
        }
    }
}

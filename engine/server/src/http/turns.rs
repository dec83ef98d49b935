//! Decisions take turns, and a bounded number of them wait: who finds no place is told at once, and who has one does not
//! wait long.

use super::apart;
use crate::problem::{Kind, Problem};
use parchemin::parallel::threads;
use tokio::{sync::Semaphore, task::yield_now};

/// Bytes of a file that is decided where it was read: a usual file takes less than a thread takes to change. What is
/// larger goes to a thread that answers nothing else.
const SMALL: usize = 32 * 1024;

/// The places of those that decide, or wait for it.
pub(crate) struct Turns {
    places: Semaphore,
}

impl Turns {
    /// That many places for each processor of this machine.
    pub(crate) fn new(places: usize) -> Turns {
        Turns { places: Semaphore::new(places * threads()) }
    }

    /// Does the work of a body of that many bytes.
    ///
    /// # Errors
    /// There is no place to wait in.
    pub(crate) async fn take<T: Send + 'static>(
        &self,
        bytes: usize,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let _place = self.places.try_acquire().map_err(|_| Problem::new(Kind::Overloaded))?;
        if bytes > SMALL {
            return apart(work).await;
        }
        // Whoever has come meanwhile is read first: otherwise nobody would find the places taken, and all would wait
        // where they cannot be counted.
        yield_now().await;
        Ok(work())
    }
}

//! Between those who decide and the database: a queue with an end, and one writer who takes all that waits, writes it in
//! one transaction, and tells each when it is on the disk.

use super::{
    append::{Appended, Entry},
    packed::TooLarge,
    store::Store,
    time,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};

/// Pieces that are written together.
const AT_ONCE: usize = 256;

/// How long a database may take that was reached and does not answer any more.
pub(super) const LONGEST: Duration = Duration::from_secs(10);

/// Why a decision is not in the log, or not known to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotKept {
    /// As many wait as may.
    Full,
    /// The database did not take it.
    Failed,
    /// It is larger than the log takes.
    TooLarge,
}

impl From<TooLarge> for NotKept {
    fn from(TooLarge: TooLarge) -> NotKept {
        NotKept::TooLarge
    }
}

/// The queue of the writer.
pub(super) struct Queue(mpsc::Sender<Waiting>);

struct Waiting {
    entries: Vec<Entry>,
    done: oneshot::Sender<Result<Appended, NotKept>>,
}

impl Queue {
    /// Starts a writer, for whom so many pieces may wait.
    /// `failed` is whether the last of it was not written.
    pub(super) fn start(store: Arc<Store>, room: usize, failed: Arc<AtomicBool>) -> Queue {
        let (queue, waiting) = mpsc::channel(room);
        tokio::spawn(write(store, waiting, failed));
        Queue(queue)
    }

    /// Logs decisions that somebody waits for: at once, or not.
    pub(super) async fn now(&self, entries: Vec<Entry>) -> Result<Appended, NotKept> {
        let (done, told) = oneshot::channel();
        let sent = self.0.try_send(Waiting { entries, done });
        sent.map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => NotKept::Full,
            mpsc::error::TrySendError::Closed(_) => NotKept::Failed,
        })?;
        told.await.unwrap_or(Err(NotKept::Failed))
    }

    /// Logs decisions when there is room: a batch goes no faster than the log.
    pub(super) async fn in_turn(&self, entries: Vec<Entry>) -> Result<Appended, NotKept> {
        let (done, told) = oneshot::channel();
        self.0.send(Waiting { entries, done }).await.map_err(|_| NotKept::Failed)?;
        told.await.unwrap_or(Err(NotKept::Failed))
    }
}

async fn write(store: Arc<Store>, mut queue: mpsc::Receiver<Waiting>, failed: Arc<AtomicBool>) {
    let mut waiting = Vec::with_capacity(AT_ONCE);
    while queue.recv_many(&mut waiting, AT_ONCE).await > 0 {
        let pieces: Vec<&[Entry]> = waiting.iter().map(|waiting| waiting.entries.as_slice()).collect();
        let appended = match timeout(LONGEST, store.append(&pieces, time::now())).await {
            Ok(Ok(appended)) => Some(appended),
            Ok(Err(fault)) => {
                tracing::error!(fault = %fault, "decisions not logged");
                None
            }
            Err(_) => {
                tracing::error!("decisions not logged: the database does not answer");
                None
            }
        };
        failed.store(appended.is_none(), Relaxed);
        let mut appended = appended.unwrap_or_default().into_iter();
        for waiting in waiting.drain(..) {
            // Who does not wait any more has been told something else.
            let _ = waiting.done.send(appended.next().ok_or(NotKept::Failed));
        }
    }
}

//! The log of decisions: what was answered is in it before it is answered, nobody changes it unnoticed, and the content
//! of a person can be taken out of it.
//!
//! `Recorder` is what the service writes by; [`DecisionLog`] is what the command reads, checks and prunes by.

mod address;
mod answers;
mod append;
mod command;
mod content;
mod erasure;
mod fault;
mod mask;
mod packed;
mod replay;
mod row;
mod schema;
mod snapshot;
mod store;
mod time;
mod verify;
mod writer;

pub use address::Address;
pub(crate) use address::without_password;
pub(crate) use answers::Answer;
pub(crate) use append::{Appended, Entry};
pub use command::{DecisionLog, Exported};
pub(crate) use content::{LoadedPackages, Made};
pub use fault::RecordFault;
pub use mask::Mask;
pub(crate) use packed::MOST;
pub use replay::{Difference, NotReplayed, Replayed};
pub(crate) use row::digest;
pub use store::Head;
pub use verify::{Broken, Verified};
pub(crate) use writer::NotKept;

use answers::KeptAnswer;
use content::Keeps;
use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};
use store::Store;
use tokio::time::timeout;
use writer::{LONGEST, Queue};

/// How often content and answers whose time has passed are looked for.
const PRUNING: Duration = Duration::from_secs(3600);

/// What the service is told of the log.
#[derive(Clone, Debug)]
pub struct LogSettings {
    /// Where it is.
    pub address: Address,
    /// Members of candidate files that it does not keep, each as it was written.
    pub masks: Vec<(String, Mask)>,
    /// Whether it keeps the ids of candidates as they are.
    pub ids: bool,
    /// Days for which content is kept; none for ever.
    pub days: Option<u32>,
    /// Requests that may wait to be logged.
    pub queue: usize,
    /// How long an answer is kept for whoever asks again with the same `Idempotency-Key`.
    pub answers: Duration,
}

/// The log, as the service writes it.
pub(crate) struct Recorder {
    store: Arc<Store>,
    queue: Queue,
    keeps: Keeps,
    answers: Duration,
    under_way: Mutex<BTreeSet<String>>,
    failed: Arc<AtomicBool>,
}

/// A request with an `Idempotency-Key` that is under way.
pub(crate) struct Claim {
    recorder: Arc<Recorder>,
    id: String,
}

impl Recorder {
    /// Opens the log, or makes it, and begins to write.
    ///
    /// # Errors
    /// It cannot be opened or made.
    pub(crate) async fn open(settings: &LogSettings) -> Result<Recorder, RecordFault> {
        let store = Arc::new(Store::open(&settings.address, true).await?);
        tokio::spawn(prune(Arc::clone(&store), settings.days));
        let failed = Arc::new(AtomicBool::new(false));
        Ok(Recorder {
            queue: Queue::start(Arc::clone(&store), settings.queue, Arc::clone(&failed)),
            failed,
            store,
            keeps: Keeps { masks: settings.masks.clone(), ids: settings.ids },
            answers: settings.answers,
            under_way: Mutex::default(),
        })
    }

    /// Whether the last decision was not logged.
    pub(crate) fn has_failed(&self) -> bool {
        self.failed.load(Relaxed)
    }

    /// What is to be logged of a decision, with the answer that is kept for whoever asks again.
    ///
    /// # Errors
    /// It is too large, or the machine gives no random bytes.
    pub(crate) fn entry(&self, made: &Made<'_>, answer: Option<Answer>) -> Result<Entry, NotKept> {
        let answer = match answer {
            Some(answer) => Some(KeptAnswer::new(answer, nonce()?)?),
            None => None,
        };
        Ok(self.keeps.entry(made, nonce()?, answer, |id| self.store.candidate(id))?)
    }

    /// Logs a decision. When this returns, it is on the disk.
    ///
    /// # Errors
    /// It is not in the log, or nobody knows.
    pub(crate) async fn keep(&self, entry: Entry) -> Result<Appended, NotKept> {
        self.queue.now(vec![entry]).await
    }

    /// Logs decisions of a batch, when there is room. When this returns, they are on the disk.
    ///
    /// # Errors
    /// They are not in the log, or nobody knows.
    pub(crate) async fn keep_many(&self, entries: Vec<Entry>) -> Result<(), NotKept> {
        if entries.is_empty() {
            return Ok(());
        }
        self.queue.in_turn(entries).await.map(drop)
    }

    /// Takes an id for a request; none while another one has it.
    pub(crate) fn claim(self: &Arc<Self>, id: &str) -> Option<Claim> {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        under_way.insert(id.to_owned()).then(|| Claim { recorder: Arc::clone(self), id: id.to_owned() })
    }

    /// The answer that is kept under an id.
    ///
    /// # Errors
    /// The database does not answer.
    pub(crate) async fn answered(&self, id: &str) -> Result<Option<Answer>, NotKept> {
        let fault = match timeout(LONGEST, self.store.answer(id, time::now())).await {
            Ok(Ok(found)) => return Ok(found),
            Ok(Err(fault)) => fault.to_string(),
            Err(_) => "the database does not answer".to_owned(),
        };
        tracing::error!(fault, "kept answers not read");
        self.failed.store(true, Relaxed);
        Err(NotKept::Failed)
    }

    /// Until when an answer of now is kept, in milliseconds since 1970.
    pub(crate) fn expiry(&self) -> i64 {
        time::now().saturating_add(i64::try_from(self.answers.as_millis()).unwrap_or(i64::MAX))
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.recorder.under_way.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

fn nonce() -> Result<row::Nonce, NotKept> {
    let mut nonce = row::Nonce::default();
    match getrandom::fill(&mut nonce) {
        Ok(()) => Ok(nonce),
        Err(error) => {
            tracing::error!(%error, "no random bytes");
            Err(NotKept::Failed)
        }
    }
}

async fn prune(store: Arc<Store>, days: Option<u32>) {
    loop {
        let now = time::now();
        let pruned = match days {
            Some(days) => store.prune(now.saturating_sub(time::days(days)), now).await,
            None => store.forget_answers(now).await.map(|()| 0),
        };
        match pruned {
            Ok(0) => {}
            Ok(rows) => tracing::info!(rows, "content of decisions whose time has passed taken away"),
            Err(fault) => {
                tracing::error!(fault = %fault, "content of decisions not taken away, or not from the disk yet")
            }
        }
        tokio::time::sleep(PRUNING).await;
    }
}

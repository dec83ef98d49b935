//! The log, as the command reads, checks and prunes it.

use super::{
    address::Address,
    fault::RecordFault,
    packed::TooLarge,
    replay::{Replayed, Replayer},
    row::{Kind, Row, Unreadable},
    snapshot::Snapshot,
    store::Store,
    time,
    verify::{Verified, Verifier},
};
use parchemin::packages::hex;
use parchemin::{LoadFault, Setup, core::decision::PackageIdentity};
use serde::Serialize;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

/// The log of decisions, opened by a program that waits for it.
pub struct DecisionLog {
    runtime: Runtime,
    store: Store,
}

/// The log as it is at one moment, read by a program that waits for it.
struct Reading<'l> {
    runtime: &'l Runtime,
    log: Snapshot,
}

/// A row as it is exported.
#[derive(Debug, Serialize)]
pub struct Exported {
    /// Its number, from 1.
    pub number: i64,
    /// `decision`, or `erased` or `pruned` where it tells of content that has gone.
    pub kind: &'static str,
    /// When it was answered, in universal time.
    pub answered_at: String,
    /// The name of the key that asked.
    pub key: String,
    /// What stands for the id of the candidate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub candidate: Option<String>,
    /// The date of the decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// Of a row that tells of pruning: content older than this has gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub older_than: Option<String>,
    /// The packages that decided.
    pub packages: Vec<PackageIdentity>,
    /// The digest of the list of all packages that were loaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<String>,
    /// The digest of random bytes and the content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// These random bytes, in hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// The content, while it is there: the file and the decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<Value>,
    /// The hash of the row before.
    pub previous: String,
    /// Its own.
    pub hash: String,
}

impl DecisionLog {
    /// Opens a log that is there.
    ///
    /// # Errors
    /// There is none, or it cannot be opened.
    pub fn open(address: &Address) -> Result<DecisionLog, RecordFault> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| RecordFault::Machine(error.to_string()))?;
        let store = runtime.block_on(Store::open(address, false))?;
        Ok(DecisionLog { runtime, store })
    }

    /// Something that is done with the log as it is at one moment.
    fn read<T>(
        &self,
        with: impl FnOnce(&mut Reading<'_>) -> Result<T, RecordFault>,
    ) -> Result<T, RecordFault> {
        let log = self.runtime.block_on(self.store.snapshot())?;
        let mut reading = Reading { runtime: &self.runtime, log };
        let done = with(&mut reading);
        self.runtime.block_on(reading.log.end())?;
        done
    }

    /// Reads all of it, and says whether it is what was written. `kept` is the hash of a row that was kept elsewhere.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn verify(&self, kept: Option<&str>) -> Result<Verified, RecordFault> {
        self.read(|reading| {
            let (events, catalogues, answers) = reading.runtime.block_on(async {
                let log = &mut reading.log;
                Ok((log.events().await?, log.catalogues().await?, log.answers().await?))
            })?;
            let mut verifier = Verifier::new(&events, &catalogues, kept, self.store.beginning(), &answers);
            reading.rows(None, |row| {
                verifier.row(&row);
                Ok(())
            })?;
            reading.runtime.block_on(async {
                let log = &mut reading.log;
                let (head, without_number) = (log.head().await?, log.without_number().await?);
                Ok(verifier.end(head.as_ref(), without_number, log.loose_answers().await?))
            })
        })
    }

    /// Every row, or those of a candidate by his id.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn export(
        &self,
        candidate: Option<&str>,
        mut each: impl FnMut(&Exported),
    ) -> Result<(), RecordFault> {
        let candidate = candidate.map(|id| self.store.candidate(id));
        self.read(|reading| {
            reading.rows(candidate.as_deref(), |row| {
                each(&exported(row.map_err(|row| RecordFault::Unreadable(row.number))?)?);
                Ok(())
            })
        })
    }

    /// Decides again what was decided, with the packages of these digests where a setup has them.
    ///
    /// # Errors
    /// The log cannot be read; or, inside, the packages of the setup.
    pub fn replay(&self, setup: &Setup) -> Result<Result<Replayed, LoadFault>, RecordFault> {
        self.read(|reading| {
            let catalogues = reading.runtime.block_on(reading.log.catalogues())?;
            let mut replayer = match Replayer::new(setup, &catalogues) {
                Ok(replayer) => replayer,
                Err(fault) => return Ok(Err(fault)),
            };
            reading.rows(None, |row| {
                match row {
                    Ok(row) if row.stays.kind != Kind::Decision => {}
                    row => replayer.row(row.as_ref().ok()),
                }
                Ok(())
            })?;
            Ok(Ok(replayer.end()))
        })
    }

    /// Takes away the content that is older than so many days. How many decisions had some.
    ///
    /// # Errors
    /// The log cannot be written.
    pub fn prune(&self, days: u32) -> Result<u64, RecordFault> {
        let now = time::now();
        self.runtime.block_on(self.store.prune(now.saturating_sub(time::days(days)), now))
    }

    /// Takes away the content of a candidate, by his id. How many decisions had some.
    ///
    /// # Errors
    /// The log cannot be written.
    pub fn erase(&self, candidate: &str) -> Result<u64, RecordFault> {
        let candidate = self.store.candidate(candidate);
        self.runtime.block_on(self.store.erase(&candidate, time::now()))
    }
}

impl Reading<'_> {
    /// Every row in its order, or every one of a candidate.
    fn rows(
        &mut self,
        candidate: Option<&str>,
        mut each: impl FnMut(Result<Row, Unreadable>) -> Result<(), RecordFault>,
    ) -> Result<(), RecordFault> {
        let mut last = 0;
        loop {
            let rows = self.runtime.block_on(self.log.after(last, candidate))?;
            if rows.is_empty() {
                return Ok(());
            }
            for row in rows {
                last = row.as_ref().map_or_else(|unreadable| unreadable.number, |row| row.number);
                each(row)?;
            }
        }
    }
}

impl Drop for DecisionLog {
    fn drop(&mut self) {
        // Closed before the program ends, so that SQLite leaves no file beside its own.
        self.runtime.block_on(self.store.pool.close());
    }
}

fn exported(row: Row) -> Result<Exported, RecordFault> {
    let unreadable = |_| RecordFault::Unreadable(row.number);
    let sealed = row.sealed.transpose().map_err(|TooLarge| RecordFault::Unreadable(row.number))?;
    let content = sealed.as_ref().map(|sealed| serde_json::from_slice(&sealed.content));
    Ok(Exported {
        number: row.number,
        kind: row.stays.kind.name(),
        answered_at: time::written(row.stays.answered_at),
        packages: serde_json::from_str(&row.stays.packages).map_err(unreadable)?,
        content: content.transpose().map_err(unreadable)?,
        nonce: sealed.map(|sealed| hex(&sealed.nonce)),
        older_than: row.stays.older_than.map(time::written),
        key: row.stays.key,
        candidate: row.stays.candidate,
        as_of: row.stays.as_of,
        catalogue: row.stays.catalogue,
        digest: row.stays.digest,
        previous: row.previous,
        hash: row.hash,
    })
}

//! What is taken out of the log: the content of a person, and what is older than it is kept. The row that says so comes
//! first, so that the log holds wherever it is cut off; then contents go piece by piece, so that those who decide
//! meanwhile wait for no more than one; and at last it is seen that nothing is left of them beside the log.

use super::{
    address::Address,
    answers::forget,
    append::Chain,
    fault::RecordFault,
    row::{BEGINNING, Kind, Stays},
    schema,
    snapshot::text,
    store::{Store, options},
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, Row as _};
use std::{
    sync::atomic::Ordering::Relaxed,
    time::{Duration, Instant},
};
use tokio::time::sleep;

/// Contents that are taken away in one transaction.
const PIECE: i64 = 500;

/// How long it is tried to leave nothing beside the log, while others read what was there, and the pause between.
const LONGEST: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(100);

/// Whose content is taken away.
enum Whose {
    /// That of a candidate.
    Candidate(String),
    /// What was answered before a moment.
    OlderThan(i64),
}

impl Store {
    /// Takes away the content of a candidate, and tells so in the log. How many rows had some.
    pub(super) async fn erase(&self, candidate: &str, now: i64) -> Result<u64, RecordFault> {
        let gone = self.take_away(&Whose::Candidate(candidate.to_owned()), now).await;
        let gone = gone.map_err(|error| self.fault(error))?;
        self.leave_nothing().await?;
        if self.has_another_secret().await.map_err(|error| self.fault(error))? {
            return Err(RecordFault::Secret(gone));
        }
        Ok(gone)
    }

    /// Takes away the content of rows that are older than a moment, and tells so in the log; and the kept answers whose
    /// time has passed. How many rows had some content.
    pub(super) async fn prune(&self, older_than: i64, now: i64) -> Result<u64, RecordFault> {
        let gone = self.take_away(&Whose::OlderThan(older_than), now).await;
        let gone = gone.map_err(|error| self.fault(error))?;
        self.forget_answers(now).await?;
        Ok(gone)
    }

    /// Takes away the kept answers whose time has passed, and leaves nothing of what went with others.
    pub(super) async fn forget_answers(&self, now: i64) -> Result<(), RecordFault> {
        if forget(now, &self.pool).await.map_err(|error| self.fault(error))? > 0 {
            self.left.store(true, Relaxed);
        }
        self.leave_nothing().await
    }

    async fn take_away(&self, whose: &Whose, now: i64) -> Result<u64, sqlx::Error> {
        let last = format!("SELECT max(number) FROM decision WHERE {} AND content IS NOT NULL", whose.rows());
        let last = sqlx::query_scalar::<_, Option<i64>>(AssertSqlSafe(last));
        let last = match whose {
            Whose::Candidate(candidate) => last.bind(candidate.clone()),
            Whose::OlderThan(moment) => last.bind(*moment),
        };
        let Some(last) = last.fetch_one(&self.pool).await? else { return Ok(0) };
        let mut chain = Chain::take(&self.pool).await?;
        chain.link(whose.told(now), None).await?;
        chain.commit().await?;
        let (mut gone, mut before) = (0, 0);
        loop {
            let begun = Instant::now();
            let taken = self.take_piece(whose, before, last).await?;
            let Some(number) = taken.iter().max() else { return Ok(gone) };
            before = *number;
            gone += u64::try_from(taken.len()).unwrap_or_default();
            // As long again, others may write.
            sleep(begun.elapsed()).await;
        }
    }

    /// Takes away some contents after a row and up to another, with the answers kept to them. The numbers of their rows.
    async fn take_piece(&self, whose: &Whose, before: i64, last: i64) -> Result<Vec<i64>, sqlx::Error> {
        let rows = format!(
            "SELECT number FROM decision WHERE {} AND content IS NOT NULL AND number > $2 AND number <= $3 ORDER BY number LIMIT $4",
            whose.rows()
        );
        let mut transaction = self.pool.begin().await?;
        let mut taken = Vec::new();
        for statement in [
            format!("DELETE FROM decision_answer WHERE number IN ({rows}) RETURNING number"),
            format!(
                "UPDATE decision SET nonce = NULL, content = NULL WHERE number IN ({rows}) RETURNING number"
            ),
        ] {
            let statement = sqlx::query_scalar(AssertSqlSafe(statement));
            let statement = match whose {
                Whose::Candidate(candidate) => statement.bind(candidate.clone()),
                Whose::OlderThan(moment) => statement.bind(*moment),
            };
            let statement = statement.bind(before).bind(last).bind(PIECE);
            taken = statement.fetch_all(&mut *transaction).await?;
        }
        self.left.store(true, Relaxed);
        transaction.commit().await?;
        Ok(taken)
    }

    /// Whether the log was begun with another secret, by which nobody finds the rows of then.
    async fn has_another_secret(&self) -> Result<bool, sqlx::Error> {
        let first = sqlx::query(AssertSqlSafe(schema::DECISION.select(&self.address, "WHERE number = 1")));
        let first = first.fetch_optional(&self.pool).await?;
        let previous = first.and_then(|row| text(&row, "previous").ok().flatten());
        Ok(previous.is_some_and(|previous| previous != BEGINNING && previous != self.beginning()))
    }

    /// Sees that nothing of what was taken away is left beside the log, unless that was seen since.
    ///
    /// # Errors
    /// It is not so, or nobody knows: it is looked again the next time.
    async fn leave_nothing(&self) -> Result<(), RecordFault> {
        if !self.left.swap(false, Relaxed) {
            return Ok(());
        }
        let nothing = match &self.address {
            Address::Sqlite(_) => self.leave_nothing_in_sqlite().await,
            Address::Postgres(_) => self.leave_nothing_in_postgres().await.map(|()| true),
        };
        if !matches!(nothing, Ok(true)) {
            self.left.store(true, Relaxed);
        }
        match nothing {
            Ok(true) => Ok(()),
            Ok(false) => Err(RecordFault::Left(self.address.clone())),
            Err(error) => Err(self.fault(error)),
        }
    }

    /// Brings all that was written into the file, and empties the one beside it; false where somebody still reads what
    /// was there.
    async fn leave_nothing_in_sqlite(&self) -> Result<bool, sqlx::Error> {
        // Who waits for readers keeps writers waiting too: so it waits for a moment only, by a connection of its own.
        let mut own = options(&self.address, false)?.connect().await?;
        own.execute(sqlx::raw_sql(schema::SQLITE)).await?;
        own.execute(sqlx::raw_sql(schema::SQLITE_HASTE)).await?;
        let begun = Instant::now();
        loop {
            let row = sqlx::query(schema::SQLITE_AFTER_ERASURE).fetch_one(&mut own).await?;
            let nothing = row.try_get::<i64, _>("busy")? == 0;
            if nothing || begun.elapsed() > LONGEST {
                own.close().await?;
                return Ok(nothing);
            }
            sleep(PAUSE).await;
        }
    }

    async fn leave_nothing_in_postgres(&self) -> Result<(), sqlx::Error> {
        for statement in schema::POSTGRES_AFTER_ERASURE {
            self.pool.execute(sqlx::raw_sql(statement)).await?;
        }
        Ok(())
    }
}

impl Whose {
    /// What holds of the rows, where the first value is whose they are.
    fn rows(&self) -> &'static str {
        match self {
            Whose::Candidate(_) => "candidate = $1",
            Whose::OlderThan(_) => "answered_at < $1",
        }
    }

    /// What the row says that tells of it.
    fn told(&self, now: i64) -> Stays {
        let (kind, candidate, older_than) = match self {
            Whose::Candidate(candidate) => (Kind::Erased, Some(candidate.clone()), None),
            Whose::OlderThan(moment) => (Kind::Pruned, None, Some(*moment)),
        };
        Stays {
            kind,
            answered_at: now,
            key: "-".to_owned(),
            candidate,
            as_of: None,
            older_than,
            catalogue: None,
            packages: "[]".to_owned(),
            digest: None,
        }
    }
}

#[cfg(test)]
mod tests {
    //! What is taken away on the way to something else leaves nothing either.
    use super::*;
    use crate::record::{
        answers::{Answer, KeptAnswer},
        append::Entry,
        packed::packed,
        row::Nonce,
    };
    use std::fs;
    use tempfile::TempDir;
    use tokio::runtime::Builder;

    /// A decision with an answer that is kept until a moment.
    fn entry(id: &str, expires_at: i64) -> Entry {
        let text = String::new;
        let answer = Answer {
            id: id.to_owned(),
            asked: text(),
            expires_at,
            form: text(),
            language: text(),
            catalogue: text(),
            body: Vec::new(),
        };
        Entry {
            key: text(),
            candidate: None,
            as_of: text(),
            catalogue: text(),
            loaded: text(),
            packages: text(),
            digest: text(),
            nonce: Vec::new(),
            content: packed(b"{}"),
            answer: KeptAnswer::new(answer, Nonce::default()).ok(),
        }
    }

    #[test]
    fn answers_that_go_while_others_come_leave_nothing_beside_the_log() {
        let folder = TempDir::new().unwrap();
        let log = Address::Sqlite(folder.path().join("log.db"));
        let beside = || fs::metadata(folder.path().join("log.db-wal")).unwrap().len();
        Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let store = Store::open(&log, true).await.unwrap();
            store.append(&[&[entry("a", 10)]], 0).await.unwrap();
            store.forget_answers(1).await.unwrap();
            assert_eq!(beside(), 0);
            // The time of the first has passed: it goes here.
            store.append(&[&[entry("b", 100)]], 20).await.unwrap();
            assert!(beside() > 0);
            store.forget_answers(21).await.unwrap();
            assert_eq!(beside(), 0);
        });
    }
}

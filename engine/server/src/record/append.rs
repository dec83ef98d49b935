//! What is added to the log: one row after the other, by one writer at a time, on the disk when it is told so.

use super::{
    address::Address,
    fault::RecordFault,
    row::{Kind, Row, Stays},
    schema,
    store::{Answer, Head, KeptAnswer, Store, head},
};
use sqlx::{Any, AnyPool, Executor, Transaction, any::AnyArguments, query::Query};

/// Takes away the answers whose time has passed at a moment.
const EXPIRED: &str = "DELETE FROM decision_answer WHERE expires_at <= $1";

/// A decision that is to be logged.
pub(crate) struct Entry {
    pub(super) key: String,
    pub(super) candidate: Option<String>,
    pub(super) as_of: String,
    pub(super) catalogue: String,
    /// All packages that were loaded, in canonical JSON.
    pub(super) loaded: String,
    pub(super) packages: String,
    pub(super) digest: String,
    pub(super) nonce: Vec<u8>,
    /// Packed.
    pub(super) content: Vec<u8>,
}

/// Decisions that are logged together or not at all.
pub(super) struct Piece<'p> {
    pub(super) entries: &'p [Entry],
    pub(super) answer: Option<&'p KeptAnswer>,
}

/// What became of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Appended {
    /// It is in the log.
    Logged,
    /// It is not: somebody has answered the same request meanwhile.
    AnsweredAlready,
}

impl Store {
    /// Adds pieces to the log, in one transaction. What it returns for each is on the disk.
    pub(super) async fn append(&self, pieces: &[Piece<'_>], now: i64) -> Result<Vec<Appended>, RecordFault> {
        self.try_append(pieces, now).await.map_err(|error| self.fault(error))
    }

    async fn try_append(&self, pieces: &[Piece<'_>], now: i64) -> Result<Vec<Appended>, sqlx::Error> {
        let mut chain = Chain::take(&self.pool).await?;
        let mut done = Vec::with_capacity(pieces.len());
        let mut listed = Vec::new();
        if pieces.iter().any(|piece| piece.answer.is_some()) {
            sqlx::query(EXPIRED).bind(now).execute(&mut *chain.transaction).await?;
        }
        for piece in pieces {
            if let Some(answer) = piece.answer
                && !chain.keep(answer).await?
            {
                done.push(Appended::AnsweredAlready);
                continue;
            }
            for entry in piece.entries {
                if !self.is_known(&entry.catalogue) && !listed.contains(&entry.catalogue) {
                    chain.list(entry).await?;
                    listed.push(entry.catalogue.clone());
                }
                chain.add(entry, now).await?;
            }
            done.push(Appended::Logged);
        }
        chain.commit().await?;
        self.know(listed);
        Ok(done)
    }

    /// Takes away the content of a candidate, and tells so in the log. How many rows had some.
    pub(super) async fn erase(&self, candidate: &str, now: i64) -> Result<u64, RecordFault> {
        let stays = Stays { candidate: Some(candidate.to_owned()), ..event(Kind::Erased, now) };
        let query =
            "UPDATE decision SET nonce = NULL, content = NULL WHERE candidate = $1 AND content IS NOT NULL";
        let gone = self.take_away(stays, sqlx::query(query).bind(candidate.to_owned()));
        gone.await.map_err(|error| self.fault(error))
    }

    /// Takes away the content of rows that are older than a moment, and tells so in the log; and the kept answers whose
    /// time has passed. How many rows had some content.
    pub(super) async fn prune(&self, older_than: i64, now: i64) -> Result<u64, RecordFault> {
        self.forget_answers(now).await?;
        let stays = Stays { older_than: Some(older_than), ..event(Kind::Pruned, now) };
        let query =
            "UPDATE decision SET nonce = NULL, content = NULL WHERE answered_at < $1 AND content IS NOT NULL";
        let gone = self.take_away(stays, sqlx::query(query).bind(older_than));
        gone.await.map_err(|error| self.fault(error))
    }

    /// Takes away the kept answers whose time has passed: they are whole, and nobody may be given them any more.
    pub(super) async fn forget_answers(&self, now: i64) -> Result<(), RecordFault> {
        let forget = async {
            let expired = sqlx::query(EXPIRED).bind(now).execute(&self.pool).await?;
            if expired.rows_affected() > 0 {
                self.leave_nothing().await?;
            }
            Ok(())
        };
        forget.await.map_err(|error| self.fault(error))
    }

    async fn take_away(&self, stays: Stays, rows: Query<'_, Any, AnyArguments>) -> Result<u64, sqlx::Error> {
        let mut chain = Chain::take(&self.pool).await?;
        let gone = rows.execute(&mut *chain.transaction).await?.rows_affected();
        if gone == 0 {
            return Ok(0);
        }
        let answers =
            "DELETE FROM decision_answer WHERE number IN (SELECT number FROM decision WHERE content IS NULL)";
        sqlx::query(answers).execute(&mut *chain.transaction).await?;
        chain.link(stays, None).await?;
        chain.commit().await?;
        self.leave_nothing().await?;
        Ok(gone)
    }

    /// Sees that nothing of what was taken away is left beside the database.
    async fn leave_nothing(&self) -> Result<(), sqlx::Error> {
        match &self.address {
            Address::Sqlite(_) => {
                self.pool.execute(sqlx::raw_sql(schema::SQLITE_AFTER_ERASURE)).await?;
            }
            Address::Postgres(_) => {
                for statement in schema::POSTGRES_AFTER_ERASURE {
                    self.pool.execute(sqlx::raw_sql(statement)).await?;
                }
            }
        }
        Ok(())
    }
}

/// The end of the chain, held while it is written.
struct Chain {
    transaction: Transaction<'static, Any>,
    head: Head,
}

impl Chain {
    async fn take(pool: &AnyPool) -> Result<Chain, sqlx::Error> {
        let mut transaction = pool.begin().await?;
        let row = sqlx::query(schema::TAKE_TURN).fetch_one(&mut *transaction).await?;
        Ok(Chain { transaction, head: head(&row)? })
    }

    async fn add(&mut self, entry: &Entry, now: i64) -> Result<(), sqlx::Error> {
        let stays = Stays {
            kind: Kind::Decision,
            answered_at: now,
            key: entry.key.clone(),
            candidate: entry.candidate.clone(),
            as_of: Some(entry.as_of.clone()),
            older_than: None,
            catalogue: Some(entry.catalogue.clone()),
            packages: entry.packages.clone(),
            digest: Some(entry.digest.clone()),
        };
        self.link(stays, Some((entry.nonce.clone(), entry.content.clone()))).await
    }

    /// Adds a row; its content is packed already.
    async fn link(&mut self, stays: Stays, packed: Option<(Vec<u8>, Vec<u8>)>) -> Result<(), sqlx::Error> {
        let row = stays.chained(self.head.number + 1, &self.head.hash, None);
        let (nonce, content) = packed.unzip();
        let Row { number, stays, previous, hash, .. } = row;
        self.head = Head { number, hash: hash.clone() };
        sqlx::query(
            "INSERT INTO decision (number, kind, answered_at, key_name, candidate, as_of, older_than, catalogue, packages, digest, previous, hash, nonce, content)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        )
        .bind(number)
        .bind(stays.kind.name())
        .bind(stays.answered_at)
        .bind(stays.key)
        .bind(stays.candidate)
        .bind(stays.as_of)
        .bind(stays.older_than)
        .bind(stays.catalogue)
        .bind(stays.packages)
        .bind(stays.digest)
        .bind(previous)
        .bind(hash)
        .bind(nonce)
        .bind(content)
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// Keeps an answer to the next row; false where one is kept under the same id.
    async fn keep(&mut self, kept: &KeptAnswer) -> Result<bool, sqlx::Error> {
        let answer: &Answer = &kept.answer;
        let kept = sqlx::query(
            "INSERT INTO decision_answer (id, asked, expires_at, number, form, language, catalogue, body)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING",
        )
        .bind(answer.id.clone())
        .bind(answer.asked.clone())
        .bind(answer.expires_at)
        .bind(self.head.number + 1)
        .bind(answer.form.clone())
        .bind(answer.language.clone())
        .bind(answer.catalogue.clone())
        .bind(kept.stored())
        .execute(&mut *self.transaction)
        .await?;
        Ok(kept.rows_affected() == 1)
    }

    async fn list(&mut self, entry: &Entry) -> Result<(), sqlx::Error> {
        sqlx::query("INSERT INTO decision_catalogue (digest, packages) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING")
            .bind(entry.catalogue.clone())
            .bind(entry.loaded.clone())
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }

    async fn commit(mut self) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE decision_log SET number = $1, hash = $2 WHERE id = 1")
            .bind(self.head.number)
            .bind(self.head.hash)
            .execute(&mut *self.transaction)
            .await?;
        self.transaction.commit().await
    }
}

/// A row that tells of content that has gone.
fn event(kind: Kind, now: i64) -> Stays {
    Stays {
        kind,
        answered_at: now,
        key: "-".to_owned(),
        candidate: None,
        as_of: None,
        older_than: None,
        catalogue: None,
        packages: "[]".to_owned(),
        digest: None,
    }
}

//! What is added to the log: one row after the other, by one writer at a time, on the disk when it is told so.

use super::{
    answers::{KeptAnswer, forget},
    fault::RecordFault,
    row::{Kind, Row, Stays},
    schema,
    store::{Head, Store, head},
};
use sqlx::{Any, AnyPool, Transaction};
use std::sync::atomic::Ordering::Relaxed;

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
    /// What is kept for whoever asks the same again.
    pub(super) answer: Option<KeptAnswer>,
}

/// What became of decisions that are logged together or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Appended {
    /// They are in the log.
    Logged,
    /// They are not: somebody has answered the same request meanwhile.
    AnsweredAlready,
}

impl Store {
    /// Adds pieces to the log, in one transaction: each as a whole, or not. What it returns for each is on the disk.
    pub(super) async fn append(&self, pieces: &[&[Entry]], now: i64) -> Result<Vec<Appended>, RecordFault> {
        self.try_append(pieces, now).await.map_err(|error| self.fault(error))
    }

    async fn try_append(&self, pieces: &[&[Entry]], now: i64) -> Result<Vec<Appended>, sqlx::Error> {
        let mut chain = Chain::take(&self.pool).await?;
        let mut done = Vec::with_capacity(pieces.len());
        let mut listed = Vec::new();
        if pieces.iter().any(|piece| answer(piece).is_some())
            && forget(now, &mut *chain.transaction).await? > 0
        {
            self.left.store(true, Relaxed);
        }
        for piece in pieces {
            if let Some(answer) = answer(piece)
                && !answer.keep(chain.head.number + 1, &mut *chain.transaction).await?
            {
                done.push(Appended::AnsweredAlready);
                continue;
            }
            for entry in *piece {
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
}

/// The end of the chain, held while it is written.
pub(super) struct Chain {
    transaction: Transaction<'static, Any>,
    head: Head,
}

impl Chain {
    pub(super) async fn take(pool: &AnyPool) -> Result<Chain, sqlx::Error> {
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
    pub(super) async fn link(
        &mut self,
        stays: Stays,
        packed: Option<(Vec<u8>, Vec<u8>)>,
    ) -> Result<(), sqlx::Error> {
        let row = stays.chained(self.head.number + 1, &self.head.hash);
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

    async fn list(&mut self, entry: &Entry) -> Result<(), sqlx::Error> {
        sqlx::query("INSERT INTO decision_catalogue (digest, packages) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING")
            .bind(entry.catalogue.clone())
            .bind(entry.loaded.clone())
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }

    pub(super) async fn commit(mut self) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE decision_log SET number = $1, hash = $2 WHERE id = 1")
            .bind(self.head.number)
            .bind(self.head.hash)
            .execute(&mut *self.transaction)
            .await?;
        self.transaction.commit().await
    }
}

/// The answer that is kept to a piece.
fn answer(piece: &[Entry]) -> Option<&KeptAnswer> {
    piece.iter().find_map(|entry| entry.answer.as_ref())
}

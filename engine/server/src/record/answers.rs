//! Answers that are kept for whoever asks the same again, until their time has passed. What a row notes of the answer
//! that is kept to it goes with its content.

use super::{
    fault::RecordFault,
    packed::{TooLarge, fits, packed, unpacked},
    row::{Nonce, digest},
    schema,
    snapshot::{PAGE, Snapshot, text},
    store::Store,
};
use parchemin::core::canonical;
use sqlx::{Any, AssertSqlSafe, Executor, Row as _, any::AnyRow};
use std::collections::BTreeMap;

/// Before the random bytes, so that they are passed over where an answer is unpacked: the head of a frame of 32 bytes
/// that zstd skips.
const SKIPPED: [u8; 8] = [0x50, 0x2a, 0x4d, 0x18, 32, 0, 0, 0];

/// An answer that is kept for whoever asks the same again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The digest of who asked with which key.
    pub(crate) id: String,
    /// The digest of what was asked.
    pub(crate) asked: String,
    /// Milliseconds since 1970.
    pub(crate) expires_at: i64,
    pub(crate) form: String,
    pub(crate) language: String,
    pub(crate) catalogue: String,
    pub(crate) body: Vec<u8>,
}

/// An answer with the random bytes that are digested with it, so that what the row notes of it tells nobody what it was:
/// they go when the answer goes.
pub(super) struct KeptAnswer {
    answer: Answer,
    nonce: Nonce,
}

/// What the kept answers should have noted in their rows, by number; none of one that has nothing that could be.
pub(super) type Answers = BTreeMap<i64, Vec<Option<String>>>;

impl KeptAnswer {
    /// # Errors
    /// It is more than could be read again.
    pub(super) fn new(answer: Answer, nonce: Nonce) -> Result<KeptAnswer, TooLarge> {
        fits(&answer.body).map(|()| KeptAnswer { answer, nonce })
    }

    /// What its row notes of it.
    pub(super) fn digest(&self) -> String {
        let Answer { id, asked, expires_at, form, language, catalogue, body } = &self.answer;
        // Texts and numbers can all be written.
        let head = canonical(&(id, asked, expires_at, form, language, catalogue)).unwrap_or_default();
        digest(&[&self.nonce, &head, body])
    }

    /// Keeps it to the row of that number; false where one is kept under the same id.
    pub(super) async fn keep(
        &self,
        number: i64,
        database: impl Executor<'_, Database = Any>,
    ) -> Result<bool, sqlx::Error> {
        let Answer { id, asked, expires_at, form, language, catalogue, body } = &self.answer;
        let kept = sqlx::query(
            "INSERT INTO decision_answer (id, asked, expires_at, number, form, language, catalogue, body)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING",
        )
        .bind(id.clone())
        .bind(asked.clone())
        .bind(*expires_at)
        .bind(number)
        .bind(form.clone())
        .bind(language.clone())
        .bind(catalogue.clone())
        .bind([&SKIPPED, self.nonce.as_slice(), &packed(body)].concat())
        .execute(database)
        .await?;
        Ok(kept.rows_affected() == 1)
    }

    /// As it was stored; none where it was not stored so.
    fn read(row: &AnyRow) -> Option<KeptAnswer> {
        let stored: Vec<u8> = row.try_get("body").ok()?;
        let nonce = stored.strip_prefix(&SKIPPED)?.first_chunk()?;
        Some(KeptAnswer { answer: answer(row).ok()?, nonce: *nonce })
    }
}

/// Takes away the answers whose time has passed: they are whole, and nobody may be given them any more. How many.
pub(super) async fn forget(
    now: i64,
    database: impl Executor<'_, Database = Any>,
) -> Result<u64, sqlx::Error> {
    let expired = sqlx::query("DELETE FROM decision_answer WHERE expires_at <= $1").bind(now);
    Ok(expired.execute(database).await?.rows_affected())
}

impl Store {
    /// The answer that is kept under an id.
    pub(super) async fn answer(&self, id: &str, now: i64) -> Result<Option<Answer>, RecordFault> {
        let query = sqlx::query("SELECT * FROM decision_answer WHERE id = $1 AND expires_at > $2");
        let row = query.bind(id).bind(now).fetch_optional(&self.pool).await;
        let row = row.map_err(|error| self.fault(error))?;
        row.map(|row| answer(&row)).transpose().map_err(|error| self.fault(error))
    }
}

impl Snapshot {
    /// Every kept answer that somebody could be given.
    pub(super) async fn answers(&mut self) -> Result<Answers, RecordFault> {
        let (mut all, mut last) = (Answers::new(), String::new());
        let query = self.select(&schema::ANSWER, schema::answers_in_order(&self.address));
        loop {
            let query = sqlx::query(AssertSqlSafe(query.clone())).bind(last.clone()).bind(PAGE);
            let rows = self.all(query).await?;
            if rows.is_empty() {
                return Ok(all);
            }
            for row in rows {
                last = text(&row, "id").map_err(|error| self.fault(error))?.unwrap_or_default();
                // One without a number belongs to no content, and is found so.
                let Ok(number) = row.try_get("number") else { continue };
                all.entry(number).or_default().push(KeptAnswer::read(&row).map(|answer| answer.digest()));
            }
        }
    }

    /// How many kept answers belong to no content.
    pub(super) async fn loose_answers(&mut self) -> Result<i64, RecordFault> {
        self.count("SELECT count(*) FROM decision_answer WHERE NOT EXISTS (SELECT 1 FROM decision WHERE decision.number = decision_answer.number AND content IS NOT NULL)").await
    }
}

fn answer(row: &AnyRow) -> Result<Answer, sqlx::Error> {
    let text = |column| text(row, column).map(Option::unwrap_or_default);
    let body = unpacked(row.try_get("body")?);
    Ok(Answer {
        id: text("id")?,
        asked: text("asked")?,
        expires_at: row.try_get("expires_at")?,
        form: text("form")?,
        language: text("language")?,
        catalogue: text("catalogue")?,
        body: body.map_err(|TooLarge| sqlx::Error::Decode("an answer larger than is read".into()))?,
    })
}

//! The log as it is at one moment, read while others write on.

use super::{
    address::Address,
    fault::RecordFault,
    packed::unpacked,
    row::{Kind, Row, Sealed, Stays, Unreadable},
    schema::{self, Table},
    store::{Head, Store},
};
use sqlx::{
    Any, AssertSqlSafe, Row as _, Transaction,
    any::{AnyArguments, AnyRow},
    query::Query,
};

/// Rows that are read at once.
pub(super) const PAGE: i64 = 256;

/// The log as it is at one moment.
pub(super) struct Snapshot {
    pub(super) address: Address,
    transaction: Transaction<'static, Any>,
}

impl Store {
    /// The log as it is now. Until it is ended, what is taken away meanwhile stays on the disk for it, and whoever takes
    /// it away is told so, see `Store::leave_nothing`.
    pub(super) async fn snapshot(&self) -> Result<Snapshot, RecordFault> {
        let transaction = match &self.address {
            // From the first look at it on.
            Address::Sqlite(_) => self.pool.begin().await,
            Address::Postgres(_) => self.pool.begin_with(schema::POSTGRES_SNAPSHOT).await,
        };
        let transaction = transaction.map_err(|error| self.fault(error))?;
        Ok(Snapshot { address: self.address.clone(), transaction })
    }
}

impl Snapshot {
    /// Leaves it.
    pub(super) async fn end(self) -> Result<(), RecordFault> {
        let Snapshot { address, transaction } = self;
        transaction.rollback().await.map_err(|error| RecordFault::Database(address, error))
    }

    /// Where the log ends, if that can be read.
    pub(super) async fn head(&mut self) -> Result<Option<Head>, RecordFault> {
        let query = self.select(&schema::LOG, "WHERE id = 1");
        let rows = self.all(sqlx::query(AssertSqlSafe(query))).await?;
        let head =
            |row: &AnyRow| Some(Head { number: row.try_get("number").ok()?, hash: text(row, "hash").ok()?? });
        Ok(rows.first().and_then(head))
    }

    /// Some rows after the one of that number, in order, of everybody or of a candidate; none at the end.
    pub(super) async fn after(
        &mut self,
        number: i64,
        candidate: Option<&str>,
    ) -> Result<Vec<Result<Row, Unreadable>>, RecordFault> {
        // A number that is none is possible in SQLite: it comes after all others, and never ends.
        let query = self.select(
            &schema::DECISION,
            match candidate {
                None => "WHERE number > $1 AND number = CAST(number AS BIGINT) ORDER BY number LIMIT $2",
                Some(_) => {
                    "WHERE number > $1 AND number = CAST(number AS BIGINT) AND candidate = $3 ORDER BY number LIMIT $2"
                }
            },
        );
        let query = sqlx::query(AssertSqlSafe(query)).bind(number).bind(PAGE);
        let query = match candidate {
            None => query,
            Some(candidate) => query.bind(candidate.to_owned()),
        };
        let rows = self.all(query).await?;
        rows.iter().map(|row| self.row(row)).collect()
    }

    /// How many rows have a number that is none.
    pub(super) async fn without_number(&mut self) -> Result<i64, RecordFault> {
        self.count("SELECT count(*) FROM decision WHERE number IS NULL OR number <> CAST(number AS BIGINT)")
            .await
    }

    /// The rows that tell of content that has gone, in order.
    pub(super) async fn events(&mut self) -> Result<Vec<Row>, RecordFault> {
        let query = self.select(&schema::DECISION, "WHERE kind <> $1 ORDER BY number");
        let rows = self.all(sqlx::query(AssertSqlSafe(query)).bind(Kind::Decision.name())).await?;
        // What cannot be read tells nothing.
        Ok(rows.iter().filter_map(|row| read(row, row.try_get("number").ok()?)).collect())
    }

    /// Every list of packages that can be read, by its digest.
    pub(super) async fn catalogues(&mut self) -> Result<Vec<(String, String)>, RecordFault> {
        let query = self.select(&schema::CATALOGUE, "");
        let rows = self.all(sqlx::query(AssertSqlSafe(query))).await?;
        let pair = |row: &AnyRow| Some((text(row, "digest").ok()??, text(row, "packages").ok()??));
        Ok(rows.iter().filter_map(pair).collect())
    }

    /// What is asked of all columns of a table.
    pub(super) fn select(&self, table: &Table, rest: &str) -> String {
        table.select(&self.address, rest)
    }

    pub(super) async fn all(
        &mut self,
        query: Query<'_, Any, AnyArguments>,
    ) -> Result<Vec<AnyRow>, RecordFault> {
        query.fetch_all(&mut *self.transaction).await.map_err(|error| self.fault(error))
    }

    pub(super) async fn count(&mut self, query: &'static str) -> Result<i64, RecordFault> {
        let count = sqlx::query_scalar(query).fetch_one(&mut *self.transaction).await;
        count.map_err(|error| self.fault(error))
    }

    pub(super) fn fault(&self, error: sqlx::Error) -> RecordFault {
        RecordFault::Database(self.address.clone(), error)
    }

    fn row(&self, row: &AnyRow) -> Result<Result<Row, Unreadable>, RecordFault> {
        let number = row.try_get("number").map_err(|error| self.fault(error))?;
        let hash = |column| text(row, column).ok().flatten();
        let unreadable = || Unreadable { number, previous: hash("previous"), hash: hash("hash") };
        Ok(read(row, number).ok_or_else(unreadable))
    }
}

/// A text of a row, which SQLite gives as bytes, see [`Table`].
pub(super) fn text(row: &AnyRow, column: &str) -> Result<Option<String>, sqlx::Error> {
    let Ok(bytes) = row.try_get::<Option<Vec<u8>>, _>(column) else { return row.try_get(column) };
    bytes.map(String::from_utf8).transpose().map_err(|error| sqlx::Error::Decode(error.into()))
}

/// A row as it is; none where it is of no kind, or something of it is not of its type.
fn read(row: &AnyRow, number: i64) -> Option<Row> {
    let text = |column| text(row, column).ok();
    let kind = text("kind")??;
    let kind = Kind::ALL.into_iter().find(|known| known.name() == kind)?;
    let nonce: Option<Vec<u8>> = row.try_get("nonce").ok()?;
    let content: Option<Vec<u8>> = row.try_get("content").ok()?;
    let sealed = |content| Sealed { nonce: nonce.unwrap_or_default(), content };
    Some(Row {
        number,
        stays: Stays {
            kind,
            answered_at: row.try_get("answered_at").ok()?,
            key: text("key_name")??,
            candidate: text("candidate")?,
            as_of: text("as_of")?,
            older_than: row.try_get("older_than").ok()?,
            catalogue: text("catalogue")?,
            packages: text("packages")??,
            digest: text("digest")?,
        },
        previous: text("previous")??,
        hash: text("hash")??,
        sealed: content.map(|content| unpacked(content).map(sealed)),
    })
}

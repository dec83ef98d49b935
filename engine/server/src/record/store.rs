//! The database of the log: opening it, and reading what it holds. What is added to it is in `append`.

use super::{
    address::Address,
    fault::RecordFault,
    row::{FORMAT, Kind, Nonce, Row, Sealed, Stays, Unreadable, beginning, digest},
    schema,
};
use hmac::{Hmac, KeyInit, Mac};
use parchemin::{core::canonical, packages::hex};
use sha2::Sha256;
use sqlx::{
    AnyConnection, AnyPool, AssertSqlSafe, ConnectOptions, Connection, Executor, Row as _,
    any::{AnyConnectOptions, AnyPoolOptions, AnyRow, install_default_drivers},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{self, Read},
    path::Path,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::time::timeout;

/// Connections at once: one writes, the others look up what was answered.
const CONNECTIONS: u32 = 4;

/// How long anybody waits for a connection, as long as SQLite waits for another program: well within the time that an
/// answer may take, so that it says what is wrong.
const WAIT: Duration = Duration::from_secs(5);

/// Rows that are read at once.
const PAGE: i64 = 256;

/// How hard content is packed: a decision is made of much that comes again, so little effort does.
const EFFORT: i32 = 1;

/// Bytes that a content or an answer has at most; no decision has as many.
const MOST: u64 = 256 * 1024 * 1024;

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
    pub(super) answer: Answer,
    nonce: Nonce,
}

/// Before the random bytes, so that they are passed over where an answer is unpacked: the head of a frame of 32 bytes
/// that zstd skips.
const SKIPPED: [u8; 8] = [0x50, 0x2a, 0x4d, 0x18, 32, 0, 0, 0];

impl KeptAnswer {
    pub(super) fn new(answer: Answer) -> Result<KeptAnswer, getrandom::Error> {
        let mut nonce = Nonce::default();
        getrandom::fill(&mut nonce)?;
        Ok(KeptAnswer { answer, nonce })
    }

    /// What its row notes of it.
    pub(super) fn digest(&self) -> String {
        let Answer { id, asked, expires_at, form, language, catalogue, body } = &self.answer;
        // Texts and numbers can all be written.
        let head = canonical(&(id, asked, expires_at, form, language, catalogue)).unwrap_or_default();
        digest(&[&self.nonce, &head, body])
    }

    /// The body as it is stored.
    pub(super) fn stored(&self) -> Vec<u8> {
        [&SKIPPED, self.nonce.as_slice(), &packed(&self.answer.body)].concat()
    }

    /// As it was stored; none where it was not stored so.
    fn read(row: &AnyRow) -> Option<KeptAnswer> {
        let stored: Vec<u8> = row.try_get("body").ok()?;
        let nonce = stored.strip_prefix(&SKIPPED)?.first_chunk()?;
        Some(KeptAnswer { answer: answer(row).ok()?, nonce: *nonce })
    }
}

/// What the kept answers should have noted in their rows, by number; none of one that has nothing that could be.
pub(super) type Answers = BTreeMap<i64, Vec<Option<String>>>;

/// Where the log ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The number of the last row; 0 where there is none.
    pub number: i64,
    /// Its hash.
    pub hash: String,
}

/// The database of the log.
pub(super) struct Store {
    pub(super) address: Address,
    pub(super) pool: AnyPool,
    secret: Vec<u8>,
    /// Lists of packages that are in the database already.
    known: Mutex<BTreeSet<String>>,
}

impl Store {
    /// Opens the log at an address; makes it where there is none and `create` says so.
    pub(super) async fn open(address: &Address, create: bool) -> Result<Store, RecordFault> {
        install_default_drivers();
        let fault = |error| RecordFault::Database(address.clone(), error);
        match address {
            Address::Sqlite(path) if create => touch(path).map_err(|error| fault(error.into()))?,
            Address::Sqlite(path) if !path.is_file() => return Err(RecordFault::None(address.clone())),
            Address::Sqlite(_) | Address::Postgres(_) => {}
        }
        let options: AnyConnectOptions = address.url(create).parse().map_err(fault)?;
        let options = options.disable_statement_logging();
        let sqlite = matches!(address, Address::Sqlite(_));
        let told = if sqlite { schema::SQLITE } else { schema::POSTGRES };
        try_once(&options, told).await.map_err(|error| match error {
            sqlx::Error::Database(refused) if sqlite && refused.code().as_deref() == Some(SQLITE_NOTADB) => {
                RecordFault::NotADatabase(address.clone())
            }
            error => fault(error),
        })?;
        let pool = AnyPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(WAIT)
            .after_connect(move |connection: &mut AnyConnection, _| {
                Box::pin(async move { connection.execute(sqlx::raw_sql(told)).await.map(drop) })
            })
            .connect_with(options)
            .await
            .map_err(fault)?;
        if create {
            make(&pool, sqlite).await.map_err(|error| match error {
                MakeFault::Database(error) => fault(error),
                MakeFault::Random(error) => RecordFault::Machine(error.to_string()),
            })?;
        }
        let found = sqlx::query("SELECT format, secret FROM decision_log WHERE id = 1").fetch_optional(&pool);
        let found = match found.await {
            Ok(found) => found,
            // Without its table it is no log.
            Err(sqlx::Error::Database(_)) if !create => None,
            Err(error) => return Err(fault(error)),
        };
        let found = found.ok_or_else(|| RecordFault::None(address.clone()))?;
        let format: String = found.try_get("format").map_err(fault)?;
        if format != FORMAT {
            return Err(RecordFault::NotALog(address.clone(), format));
        }
        let secret: String = found.try_get("secret").map_err(fault)?;
        Ok(Store { address: address.clone(), pool, secret: secret.into_bytes(), known: Mutex::default() })
    }

    pub(super) fn fault(&self, error: sqlx::Error) -> RecordFault {
        RecordFault::Database(self.address.clone(), error)
    }

    /// What stands for the id of a candidate: a digest that only this log makes.
    pub(super) fn candidate(&self, id: &str) -> String {
        // Of any length.
        let digest = Hmac::<Sha256>::new_from_slice(&self.secret).map(|mac| mac.chain_update(id).finalize());
        digest.map(|digest| hex(&digest.into_bytes())).unwrap_or_default()
    }

    /// The hash before the first row.
    pub(super) fn beginning(&self) -> String {
        beginning(&self.secret)
    }

    /// Every kept answer that somebody could be given.
    pub(super) async fn answers(&self) -> Result<Answers, RecordFault> {
        let (mut all, mut last) = (Answers::new(), String::new());
        loop {
            let query =
                "SELECT * FROM decision_answer WHERE id > $1 AND id = CAST(id AS TEXT) ORDER BY id LIMIT $2";
            let rows = sqlx::query(query).bind(last.clone()).bind(PAGE).fetch_all(&self.pool).await;
            let rows = rows.map_err(|error| self.fault(error))?;
            if rows.is_empty() {
                return Ok(all);
            }
            for row in rows {
                last = row.try_get("id").map_err(|error| self.fault(error))?;
                // One without a number belongs to no content, and is found so.
                let Ok(number) = row.try_get("number") else { continue };
                all.entry(number).or_default().push(KeptAnswer::read(&row).map(|answer| answer.digest()));
            }
        }
    }

    /// How many kept answers belong to no content.
    pub(super) async fn loose_answers(&self) -> Result<i64, RecordFault> {
        let query = "SELECT count(*) FROM decision_answer WHERE NOT EXISTS (SELECT 1 FROM decision WHERE decision.number = decision_answer.number AND content IS NOT NULL)";
        let count = sqlx::query_scalar(query).fetch_one(&self.pool).await;
        count.map_err(|error| self.fault(error))
    }

    /// Whether a list of packages is in the database already.
    pub(super) fn is_known(&self, catalogue: &str) -> bool {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).contains(catalogue)
    }

    /// These lists of packages are in the database now.
    pub(super) fn know(&self, catalogues: Vec<String>) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).extend(catalogues);
    }

    /// The answer that is kept under an id.
    pub(super) async fn answer(&self, id: &str, now: i64) -> Result<Option<Answer>, RecordFault> {
        let query = sqlx::query("SELECT * FROM decision_answer WHERE id = $1 AND expires_at > $2");
        let row = query.bind(id).bind(now).fetch_optional(&self.pool).await;
        let row = row.map_err(|error| self.fault(error))?;
        row.map(|row| answer(&row)).transpose().map_err(|error| self.fault(error))
    }

    /// Where the log ends, if that can be read.
    pub(super) async fn head(&self) -> Result<Option<Head>, RecordFault> {
        let row =
            sqlx::query("SELECT number, hash FROM decision_log WHERE id = 1").fetch_optional(&self.pool);
        let row = row.await.map_err(|error| self.fault(error))?;
        Ok(row.and_then(|row| head(&row).ok()))
    }

    /// Some rows after the one of that number, in order, of everybody or of a candidate; none at the end.
    pub(super) async fn after(
        &self,
        number: i64,
        candidate: Option<&str>,
    ) -> Result<Vec<Result<Row, Unreadable>>, RecordFault> {
        // A number that is none is possible in SQLite: it comes after all others, and never ends.
        let query = sqlx::query(match candidate {
            None => {
                "SELECT * FROM decision WHERE number > $1 AND number = CAST(number AS BIGINT) ORDER BY number LIMIT $2"
            }
            Some(_) => {
                "SELECT * FROM decision WHERE number > $1 AND number = CAST(number AS BIGINT) AND candidate = $3 ORDER BY number LIMIT $2"
            }
        });
        let query = query.bind(number).bind(PAGE);
        let query = match candidate {
            None => query,
            Some(candidate) => query.bind(candidate),
        };
        let rows = query.fetch_all(&self.pool).await;
        let rows = rows.map_err(|error| self.fault(error))?;
        rows.iter().map(|row| self.row(row)).collect()
    }

    /// How many rows have a number that is none.
    pub(super) async fn without_number(&self) -> Result<i64, RecordFault> {
        let query = "SELECT count(*) FROM decision WHERE number IS NULL OR number <> CAST(number AS BIGINT)";
        let count = sqlx::query_scalar(query).fetch_one(&self.pool).await;
        count.map_err(|error| self.fault(error))
    }

    /// The rows that tell of content that has gone, in order.
    pub(super) async fn events(&self) -> Result<Vec<Row>, RecordFault> {
        let query = sqlx::query("SELECT * FROM decision WHERE kind <> $1 ORDER BY number");
        let rows = query.bind(Kind::Decision.name()).fetch_all(&self.pool).await;
        let rows = rows.map_err(|error| self.fault(error))?;
        // What cannot be read tells nothing.
        Ok(rows.iter().filter_map(|row| read(row, row.try_get("number").ok()?)).collect())
    }

    /// Every list of packages that can be read, by its digest.
    pub(super) async fn catalogues(&self) -> Result<Vec<(String, String)>, RecordFault> {
        let query = sqlx::query("SELECT digest, packages FROM decision_catalogue ORDER BY digest");
        let rows = query.fetch_all(&self.pool).await;
        let rows = rows.map_err(|error| self.fault(error))?;
        let pair = |row: &AnyRow| Some((row.try_get("digest").ok()?, row.try_get("packages").ok()?));
        Ok(rows.iter().filter_map(pair).collect())
    }

    fn row(&self, row: &AnyRow) -> Result<Result<Row, Unreadable>, RecordFault> {
        let number = row.try_get("number").map_err(|error| self.fault(error))?;
        let unreadable =
            || Unreadable { number, previous: row.try_get("previous").ok(), hash: row.try_get("hash").ok() };
        Ok(read(row, number).ok_or_else(unreadable))
    }
}

/// Why a log could not be made.
enum MakeFault {
    Database(sqlx::Error),
    Random(getrandom::Error),
}

impl From<sqlx::Error> for MakeFault {
    fn from(error: sqlx::Error) -> MakeFault {
        MakeFault::Database(error)
    }
}

/// Makes the file where there is none, for this user alone: it holds what people have told of themselves.
fn touch(path: &Path) -> io::Result<()> {
    let mut options = File::options();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// What SQLite calls a file that is no database.
const SQLITE_NOTADB: &str = "26";

/// Opens one connection, which says at once what the pool would try again and again.
async fn try_once(options: &AnyConnectOptions, told: &'static str) -> Result<(), sqlx::Error> {
    let tried = async {
        let mut connection = options.connect().await?;
        connection.execute(sqlx::raw_sql(told)).await?;
        connection.close().await
    };
    timeout(WAIT, tried).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
}

async fn make(pool: &AnyPool, sqlite: bool) -> Result<(), MakeFault> {
    for table in schema::TABLES {
        let table = if sqlite { table.to_owned() } else { schema::for_postgres(table) };
        pool.execute(sqlx::raw_sql(AssertSqlSafe(table))).await?;
    }
    let mut secret = [0_u8; 32];
    getrandom::fill(&mut secret).map_err(MakeFault::Random)?;
    let secret = hex(&secret);
    sqlx::query("INSERT INTO decision_log (id, format, secret, turn, number, hash) VALUES (1, $1, $2, 0, 0, $3) ON CONFLICT (id) DO NOTHING")
        .bind(FORMAT)
        .bind(secret.clone())
        .bind(beginning(secret.as_bytes()))
        .execute(pool)
        .await?;
    Ok(())
}

/// Bytes as they are stored.
pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    // Writing to memory does not fail.
    zstd::encode_all(bytes, EFFORT).unwrap_or_default()
}

/// Stored bytes as they were. What cannot be unpacked is not what was stored: it is left as it is, and no digest fits it.
pub(super) fn unpacked(stored: Vec<u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let read =
        zstd::Decoder::new(stored.as_slice()).and_then(|packed| packed.take(MOST).read_to_end(&mut bytes));
    if read.is_ok() { bytes } else { stored }
}

pub(super) fn head(row: &AnyRow) -> Result<Head, sqlx::Error> {
    Ok(Head { number: row.try_get("number")?, hash: row.try_get("hash")? })
}

fn answer(row: &AnyRow) -> Result<Answer, sqlx::Error> {
    Ok(Answer {
        id: row.try_get("id")?,
        asked: row.try_get("asked")?,
        expires_at: row.try_get("expires_at")?,
        form: row.try_get("form")?,
        language: row.try_get("language")?,
        catalogue: row.try_get("catalogue")?,
        body: unpacked(row.try_get("body")?),
    })
}

/// A row as it is; none where it is of no kind, or something of it is not of its type.
fn read(row: &AnyRow, number: i64) -> Option<Row> {
    let kind: String = row.try_get("kind").ok()?;
    let kind = Kind::ALL.into_iter().find(|known| known.name() == kind)?;
    let nonce: Option<Vec<u8>> = row.try_get("nonce").ok()?;
    let content: Option<Vec<u8>> = row.try_get("content").ok()?;
    Some(Row {
        number,
        stays: Stays {
            kind,
            answered_at: row.try_get("answered_at").ok()?,
            key: row.try_get("key_name").ok()?,
            candidate: row.try_get("candidate").ok()?,
            as_of: row.try_get("as_of").ok()?,
            older_than: row.try_get("older_than").ok()?,
            catalogue: row.try_get("catalogue").ok()?,
            packages: row.try_get("packages").ok()?,
            digest: row.try_get("digest").ok()?,
        },
        previous: row.try_get("previous").ok()?,
        hash: row.try_get("hash").ok()?,
        sealed: content
            .map(|content| Sealed { nonce: nonce.unwrap_or_default(), content: unpacked(content) }),
    })
}

//! The tables of the log, the same in SQLite and PostgreSQL.

use super::address::Address;

/// The tables. PostgreSQL has its own word for bytes, see [`for_postgres`].
pub(super) const TABLES: [&str; 8] = [
    // One row: what the log is, and where it ends. Whoever writes takes `turn` first, so that only one writes at once.
    "CREATE TABLE IF NOT EXISTS decision_log (
        id BIGINT PRIMARY KEY,
        format TEXT NOT NULL,
        secret TEXT NOT NULL,
        turn BIGINT NOT NULL,
        number BIGINT NOT NULL,
        hash TEXT NOT NULL
    )",
    "CREATE TABLE IF NOT EXISTS decision (
        number BIGINT PRIMARY KEY,
        kind TEXT NOT NULL,
        answered_at BIGINT NOT NULL,
        key_name TEXT NOT NULL,
        candidate TEXT,
        as_of TEXT,
        older_than BIGINT,
        catalogue TEXT,
        packages TEXT NOT NULL,
        digest TEXT,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL,
        nonce BLOB,
        content BLOB
    )",
    "CREATE INDEX IF NOT EXISTS decision_candidate ON decision (candidate)",
    "CREATE INDEX IF NOT EXISTS decision_answered_at ON decision (answered_at)",
    // All packages that were loaded, by the digest of the list.
    "CREATE TABLE IF NOT EXISTS decision_catalogue (
        digest TEXT PRIMARY KEY,
        packages TEXT NOT NULL
    )",
    // Answers to requests with an `Idempotency-Key`, until they expire.
    "CREATE TABLE IF NOT EXISTS decision_answer (
        id TEXT PRIMARY KEY,
        asked TEXT NOT NULL,
        expires_at BIGINT NOT NULL,
        number BIGINT NOT NULL,
        form TEXT NOT NULL,
        language TEXT NOT NULL,
        catalogue TEXT NOT NULL,
        body BLOB NOT NULL
    )",
    "CREATE INDEX IF NOT EXISTS decision_answer_expires_at ON decision_answer (expires_at)",
    "CREATE INDEX IF NOT EXISTS decision_answer_number ON decision_answer (number)",
];

/// A table as it is read to be checked: its name, its columns that are texts, and the others. SQLite takes for a text
/// whatever bytes somebody has put there, and gives no row of a page where one is none: so it is asked for bytes.
pub(super) struct Table(&'static str, &'static [&'static str], &'static [&'static str]);

pub(super) const LOG: Table = Table("decision_log", &["format", "secret", "hash"], &["number"]);
pub(super) const DECISION: Table = Table(
    "decision",
    &["kind", "key_name", "candidate", "as_of", "catalogue", "packages", "digest", "previous", "hash"],
    &["number", "answered_at", "older_than", "nonce", "content"],
);
pub(super) const CATALOGUE: Table = Table("decision_catalogue", &["digest", "packages"], &[]);
pub(super) const ANSWER: Table = Table(
    "decision_answer",
    &["id", "asked", "form", "language", "catalogue"],
    &["expires_at", "number", "body"],
);

impl Table {
    /// What is asked of all these columns; `rest` says of which rows.
    pub(super) fn select(&self, address: &Address, rest: &str) -> String {
        let Table(name, texts, others) = self;
        let text = |text: &&str| match address {
            Address::Sqlite(_) => format!("CAST({text} AS BLOB) AS {text}"),
            Address::Postgres(_) => (*text).to_owned(),
        };
        let columns = texts.iter().map(text).chain(others.iter().map(|other| (*other).to_owned()));
        format!("SELECT {} FROM {name} {rest}", columns.collect::<Vec<_>>().join(", "))
    }
}

/// Some answers after the one of an id, in order of the column itself; those whose id is no text, or no digest, nobody
/// could be given.
pub(super) fn answers_in_order(address: &Address) -> &'static str {
    match address {
        Address::Sqlite(_) => {
            "WHERE id > $1 AND id = CAST(id AS TEXT) AND id NOT GLOB '*[^a-z0-9:]*' ORDER BY decision_answer.id LIMIT $2"
        }
        Address::Postgres(_) => "WHERE id > $1 ORDER BY id LIMIT $2",
    }
}

/// A statement with the word that PostgreSQL has for bytes.
pub(super) fn for_postgres(statement: &str) -> String {
    statement.replace(" BLOB", " BYTEA")
}

/// What every connection to SQLite is told: what is committed is on the disk, and what is deleted is overwritten.
pub(super) const SQLITE: &str =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON";

/// What every connection to PostgreSQL is told: what is committed is on the disk, whatever the server does otherwise; and
/// nobody waits longer for another one than in SQLite.
pub(super) const POSTGRES: &str = "SET synchronous_commit = on; SET lock_timeout = '5s'";

/// After an erasure: nothing of it is left beside the database. A row tells whether somebody still reads what was there.
pub(super) const SQLITE_AFTER_ERASURE: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// How long a connection waits that looks after an erasure, in milliseconds.
pub(super) const SQLITE_HASTE: &str = "PRAGMA busy_timeout = 100";

/// The same as after an erasure in SQLite, for PostgreSQL.
pub(super) const POSTGRES_AFTER_ERASURE: [&str; 2] = ["VACUUM decision", "VACUUM decision_answer"];

/// How PostgreSQL begins to read what is there at one moment.
pub(super) const POSTGRES_SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Where the log ends; and the turn of whoever writes.
pub(super) const TAKE_TURN: &str =
    "UPDATE decision_log SET turn = turn + 1 WHERE id = 1 RETURNING number, hash";

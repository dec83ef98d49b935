//! The tables of the log, the same in SQLite and PostgreSQL.

/// The tables. PostgreSQL has its own word for bytes, see [`for_postgres`].
pub(super) const TABLES: [&str; 7] = [
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
];

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

/// After an erasure: nothing of it is left beside the database.
pub(super) const SQLITE_AFTER_ERASURE: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// The same for PostgreSQL.
pub(super) const POSTGRES_AFTER_ERASURE: [&str; 2] = ["VACUUM decision", "VACUUM decision_answer"];

/// Where the log ends; and the turn of whoever writes.
pub(super) const TAKE_TURN: &str =
    "UPDATE decision_log SET turn = turn + 1 WHERE id = 1 RETURNING number, hash";

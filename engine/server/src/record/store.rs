//! The database of the log: opening it, or making it. What is added to it is in `append`, what is taken out of it in
//! `erasure`, and what is read of it in `snapshot`.

use super::{
    address::Address,
    fault::RecordFault,
    row::{FORMAT, beginning},
    schema,
    snapshot::text,
};
use hmac::{Hmac, KeyInit, Mac};
use parchemin::packages::hex;
use sha2::Sha256;
use sqlx::{
    AnyConnection, AnyPool, AssertSqlSafe, ConnectOptions, Connection, Executor, Row as _,
    any::{AnyConnectOptions, AnyPoolOptions, AnyRow, install_default_drivers},
};
use std::{
    collections::BTreeSet,
    fs::File,
    io,
    path::Path,
    sync::{Mutex, PoisonError, atomic::AtomicBool},
    time::Duration,
};
use tokio::time::timeout;

/// Connections at once: one writes, the others look up what was answered.
const CONNECTIONS: u32 = 4;

/// How long anybody waits for a connection, as long as SQLite waits for another program: well within the time that an
/// answer may take, so that it says what is wrong.
const WAIT: Duration = Duration::from_secs(5);

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
    /// Whether something was taken away that may still lie on the disk; until it was looked, nobody knows.
    pub(super) left: AtomicBool,
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
        let options = options(address, create).map_err(fault)?;
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
        let query = schema::LOG.select(address, "WHERE id = 1");
        let found = match sqlx::query(AssertSqlSafe(query)).fetch_optional(&pool).await {
            Ok(found) => found,
            // Without its table it is no log.
            Err(sqlx::Error::Database(_)) if !create => None,
            Err(error) => return Err(fault(error)),
        };
        let found = found.ok_or_else(|| RecordFault::None(address.clone()))?;
        let format = text(&found, "format").map_err(fault)?.unwrap_or_default();
        if format != FORMAT {
            return Err(RecordFault::NotALog(address.clone(), format));
        }
        // Any other bytes than it was are another secret.
        let secret = text(&found, "secret").unwrap_or_default().unwrap_or_default().into_bytes();
        let (known, left) = (Mutex::default(), AtomicBool::new(true));
        Ok(Store { address: address.clone(), pool, secret, known, left })
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

    /// Whether a list of packages is in the database already.
    pub(super) fn is_known(&self, catalogue: &str) -> bool {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).contains(catalogue)
    }

    /// These lists of packages are in the database now.
    pub(super) fn know(&self, catalogues: Vec<String>) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).extend(catalogues);
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

/// How a log is reached; nothing of what is asked of it is logged.
pub(super) fn options(address: &Address, create: bool) -> Result<AnyConnectOptions, sqlx::Error> {
    address.url(create).parse().map(AnyConnectOptions::disable_statement_logging)
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

pub(super) fn head(row: &AnyRow) -> Result<Head, sqlx::Error> {
    Ok(Head { number: row.try_get("number")?, hash: row.try_get("hash")? })
}

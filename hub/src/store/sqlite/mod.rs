//! The store in one SQLCipher file: one writer, a few readers, numbered migrations.
//!
//! WAL, so that reads never wait for the writer; `synchronous=FULL` for what is acknowledged to somebody, NORMAL
//! for what can be computed anew. The key is a raw key of 32 bytes, kept in a file of its own.

mod backup;
mod devices;
mod erasures;
mod feed;
mod fingerprints;
mod journal;
mod pool;
mod rows;
mod schema;
mod uploads;
mod value;
mod view;

#[cfg(test)]
mod tests;

use std::{
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use zeroize::Zeroizing;

use self::pool::Pool;
use super::{Durability, Reads, Store, StoreError, Writes};

/// How many reads may run side by side.
const READERS: usize = 4;
/// Page cache of one connection in KiB; decrypting a page twice costs more than keeping it.
const CACHE_KIB: i64 = 16 * 1024;

/// The raw database key.
pub struct DbKey(Zeroizing<[u8; 32]>);

impl DbKey {
    /// Takes 32 random bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    fn pragma(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("x'{}'", hex::encode(*self.0)))
    }
}

impl std::fmt::Debug for DbKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DbKey(…)")
    }
}

/// The store in one file.
#[derive(Debug)]
pub struct SqliteStore {
    key: DbKey,
    writer: Mutex<Connection>,
    readers: Pool,
}

impl SqliteStore {
    /// Opens the file, or makes it when it is not there, and brings it to the present schema.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`], [`StoreError::NewerSchema`], or the file's own troubles.
    pub fn open(path: &Path, key: DbKey) -> Result<Self, StoreError> {
        doorstep_cipher::link();
        let mut writer =
            connect(path, &key, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        schema::migrate(&mut writer)?;
        let reader = || {
            let reader = connect(path, &key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            reader.pragma_update(None, "query_only", true)?;
            Ok::<_, StoreError>(reader)
        };
        let others = (1..READERS).map(|_| reader()).collect::<Result<_, _>>()?;
        let readers = Pool::new(reader()?, others);
        Ok(Self { key, writer: Mutex::new(writer), readers })
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        // A panic inside a transaction rolled it back when the transaction was dropped.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A keyed connection with our settings; proves that the key fits.
fn connect(path: &Path, key: &DbKey, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // A wrong key is an answer here, not something to print.
    connection.pragma_update(None, "cipher_log_level", "NONE")?;
    connection.pragma_update(None, "key", key.pragma().as_str())?;
    connection.pragma_update(None, "cipher_hmac_algorithm", "HMAC_SHA256")?;
    let readable = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    if let Err(error) = readable {
        return Err(match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => StoreError::WrongKey,
            _ => error.into(),
        });
    }
    // One plan per statement: otherwise each new value of a parameter has many of them planned anew.
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.set_prepared_statement_cache_capacity(96);
    Ok(connection)
}

/// One transaction's view of the file.
pub(super) struct View<'c> {
    sql: &'c Connection,
}

impl Store for SqliteStore {
    fn read(&self, work: &mut dyn FnMut(&dyn Reads) -> Result<(), StoreError>) -> Result<(), StoreError> {
        let mut connection = self.readers.take();
        let tx = connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
        work(&View { sql: &tx })
    }

    fn write(
        &self,
        durability: Durability,
        work: &mut dyn FnMut(&dyn Writes) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut connection = self.writer();
        let level = match durability {
            Durability::Durable => "FULL",
            Durability::Replayable => "NORMAL",
        };
        connection.pragma_update(None, "synchronous", level)?;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        work(&View { sql: &tx })?;
        Ok(tx.commit()?)
    }

    fn backup(&self, into: &Path) -> Result<(), StoreError> {
        backup::copy(&self.readers.take(), into, &self.key)
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        // Leaves the planner's statistics behind for the next start; not worth an error on the way out.
        let _ = self.writer().execute_batch("PRAGMA optimize");
    }
}

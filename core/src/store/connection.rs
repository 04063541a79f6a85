//! One connection to the encrypted file, with every setting it needs.

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use super::{DbKey, StoreError, error::Fault, files::Files};
use crate::seal::Salt;

/// Statements kept compiled per connection; the store has fewer.
const STATEMENTS: usize = 128;

/// `SQLCipher` 4's page size.
pub(super) const PAGE_BYTES: u64 = 4096;

/// Page cache of a reader in KiB. Decrypting makes a page read several times dearer than copying one.
const CACHE_KIB: u32 = 8 * 1024;

/// That of the writer, which holds what one answer of a first pull changes until it is committed.
const WRITER_CACHE_KIB: u32 = 12 * 1024;

/// Pages in the log after which they are moved into the file (16 MiB). Fewer would move most pages of a first
/// pull several times.
const CHECKPOINT_PAGES: u32 = 4_096;

/// Log file beyond which a checkpoint shortens it, in bytes: a first pull leaves a large one.
const LOG_BYTES: u32 = 4 * 1024 * 1024;

/// Milliseconds to wait for another process that writes.
const PATIENCE_MS: u32 = 5_000;

/// Opens the file and hands over the key. Nothing is read yet, so a wrong key shows only at the first statement.
pub(super) fn open_keyed(files: &Files, key: &DbKey) -> Result<Connection, StoreError> {
    doorstep_cipher::link();
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(files.database(), flags)?;
    keep_log(&connection)?;
    // SQLCipher would write its findings to the process's stderr.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    connection.pragma_update(None, "key", key.pragma().as_str())?;
    connection.execute_batch("PRAGMA cipher_hmac_algorithm = HMAC_SHA256")?;
    Ok(connection)
}

/// Leaves the log as it is when this connection closes. Until the key is known to be right, and after a fault,
/// closing must not touch the file.
pub(super) fn keep_log(connection: &Connection) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    Ok(())
}

/// Settings of every connection, once the key is known to be right.
pub(super) fn configure(connection: &Connection) -> Result<(), StoreError> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Without it SQLite, built with STAT4, compiles a statement again at every new binding.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    connection.execute_batch(&format!(
        "PRAGMA busy_timeout = {PATIENCE_MS};
         PRAGMA journal_mode = WAL;
         PRAGMA journal_size_limit = {LOG_BYTES};
         PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES};
         PRAGMA synchronous = FULL;
         PRAGMA temp_store = MEMORY;
         PRAGMA secure_delete = ON;
         PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -{WRITER_CACHE_KIB};"
    ))?;
    if cfg!(any(target_os = "ios", target_os = "macos")) {
        // Apple's fsync does not reach the flash; this does.
        connection.execute_batch("PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1;")?;
    }
    Ok(())
}

/// The connection that writes, opened again for a file that was opened before.
pub(super) fn open_writer(files: &Files, key: &DbKey) -> Result<Connection, StoreError> {
    let connection = open_keyed(files, key)?;
    configure(&connection)?;
    Ok(connection)
}

/// A connection that only reads.
pub(super) fn open_reader(files: &Files, key: &DbKey) -> Result<Connection, StoreError> {
    let connection = open_writer(files, key)?;
    connection.execute_batch(&format!("PRAGMA query_only = ON; PRAGMA cache_size = -{CACHE_KIB};"))?;
    Ok(connection)
}

/// The file's salt, which stands in clear in its first 16 bytes.
pub(super) fn salt(connection: &Connection) -> Result<Salt, StoreError> {
    let text: String = connection.pragma_query_value(None, "cipher_salt", |row| row.get(0))?;
    text.parse().map_err(|_| StoreError::Unreadable { what: "salt" })
}

/// Fails when any page that this connection ever read was not authentic.
///
/// `SQLCipher` 4.20 hands out zeros for such a page, and for all after it, without an error: a long text just ends
/// in zeros. Only its own status tells, and is fixed when the statement is compiled: never cache it.
pub(super) fn check_authentic(connection: &Connection) -> Result<(), StoreError> {
    let status: String = connection.query_row("PRAGMA cipher_status", [], |row| row.get(0))?;
    if status == "1" { Ok(()) } else { Err(Fault::Damaged.raise()) }
}

/// How many pages of the database file fail their authentication. Under a wrong key all do.
pub(super) fn damaged_pages(connection: &Connection) -> Result<u64, StoreError> {
    let mut check = connection.prepare("PRAGMA cipher_integrity_check")?;
    let mut rows = check.query([])?;
    let mut failed = 0;
    while rows.next()?.is_some() {
        failed += 1;
    }
    Ok(failed)
}

/// Whether every page is authentic and every table and index sound.
pub(super) fn is_sound(connection: &Connection) -> Result<bool, StoreError> {
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    check_authentic(connection)?;
    Ok(verdict == "ok" && damaged_pages(connection)? == 0)
}

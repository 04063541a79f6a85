//! The sample table that the tests write, read and compare: 100 rows with a text that is known.

use std::path::Path;

use rusqlite::{Connection, Result};

/// A 256-bit raw key, as `PRAGMA key` takes it: SQLCipher derives nothing from it.
pub const RAW_KEY: &str = "x'0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'";

/// The body of row `i`.
pub fn body(i: i64) -> String {
    format!("第 {i} 户, 随访记录 {}", i * i)
}

/// All rows as they must come back.
pub fn expected() -> Vec<(i64, String)> {
    (0..100).map(|i| (i, body(i))).collect()
}

/// Opens a file, or begins a new one; `settings` are the pragmas that must follow the key.
pub fn open(path: &Path, key: &str, settings: &str) -> Result<Connection> {
    doorstep_cipher::link();
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "key", key)?;
    connection.execute_batch(settings)?;
    Ok(connection)
}

/// Writes the sample table.
pub fn write(path: &Path, key: &str, settings: &str) -> Result<()> {
    let mut connection = open(path, key, settings)?;
    let tx = connection.transaction()?;
    tx.execute_batch("CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT NOT NULL)")?;
    for (id, body) in expected() {
        tx.execute("INSERT INTO t(id, body) VALUES (?1, ?2)", (id, body))?;
    }
    tx.commit()
}

/// Reads the sample table.
pub fn read(connection: &Connection) -> Result<Vec<(i64, String)>> {
    let mut statement = connection.prepare("SELECT id, body FROM t ORDER BY id")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

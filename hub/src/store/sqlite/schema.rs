//! Numbered migrations; a file only ever moves forward.

use rusqlite::{Connection, TransactionBehavior};

use super::value::Result;
use crate::store::StoreError;

/// Each brings the schema from the number before to its own. What was once released is never changed.
const MIGRATIONS: &[(i64, &str)] =
    &[(1, include_str!("migrations/0001_initial.sql")), (2, include_str!("migrations/0002_erasure.sql"))];

/// The schema that this build writes.
pub(super) fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |(number, _)| *number)
}

/// Brings the file to the newest schema, in one transaction.
pub(super) fn migrate(connection: &mut Connection) -> Result<()> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: i64 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > newest() {
        return Err(StoreError::NewerSchema { found, known: newest() });
    }
    for (number, sql) in MIGRATIONS.iter().filter(|(number, _)| *number > found) {
        tx.execute_batch(sql)?;
        tx.pragma_update(None, "user_version", number)?;
    }
    Ok(tx.commit()?)
}

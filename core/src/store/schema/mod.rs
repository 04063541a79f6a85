//! Numbered migrations. `user_version` holds the number of the last one that ran.
//!
//! A migration never changes once released, never deletes unsent work, and runs with all that are missing in
//! one immediate transaction.

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// Each version's scripts, in order; version 1 is the first.
const MIGRATIONS: &[&[&str]] = &[
    &[include_str!("0001_journal.sql"), include_str!("0001_register.sql")],
    &[include_str!("0002_wellbeing.sql")],
    &[include_str!("0003_handed_over.sql"), include_str!("0003_erasure.sql")],
    &[include_str!("0004_typed.sql")],
];

/// The newest schema that this build knows.
pub(super) fn newest() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

/// The schema of the file; 0 for a new one.
pub(super) fn version(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Brings the file to the newest schema; `check` has the last word before the commit.
pub(super) fn migrate(
    connection: &mut Connection,
    check: impl FnOnce(&Connection) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    migrate_to(connection, newest(), check)
}

fn migrate_to(
    connection: &mut Connection,
    target: u32,
    check: impl FnOnce(&Connection) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let known = newest();
    let held = version(connection)?;
    if held > known {
        return Err(StoreError::NewerSchema { found: held, known });
    }
    if held >= target {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Asked again inside: another process may have migrated meanwhile.
    let held = version(&transaction)?;
    for (number, scripts) in
        (1u32..).zip(MIGRATIONS).filter(|(number, _)| (held + 1..=target).contains(number))
    {
        for script in *scripts {
            transaction.execute_batch(script)?;
        }
        transaction.pragma_update(None, "user_version", number)?;
    }
    check(&transaction)?;
    Ok(transaction.commit()?)
}

#[cfg(test)]
mod tests;

//! When the phone's copy of a file may go: once the hub stored it and a backup holds it.

use rusqlite::Row;

use super::copy;
use crate::{
    domain::evidence::PhotoFile,
    op::row::PhotoStored,
    store::{StoreError, Tx, value::Unsigned},
    time::Timestamp,
};

/// The hub stored and checked this photo. Answers the file to delete after the commit, if a backup holds it: then
/// tell [`forget_file`]. A digest that is not ours changes nothing.
///
/// # Errors
/// When the database fails.
pub fn mark_stored(tx: &Tx<'_>, stored: &PhotoStored) -> Result<Option<String>, StoreError> {
    tx.execute(
        "UPDATE blob SET
             state = 'Stored', backed_up = ?3, sent = bytes, location = NULL, next_try = NULL, cause = NULL
         WHERE photo = ?1 AND sealed_sha256 = ?2",
        (stored.photo, stored.sealed_sha256, stored.backed_up),
    )?;
    tx.one(
        &format!("{RELEASED} AND photo = ?1 AND sealed_sha256 = ?2"),
        (stored.photo, stored.sealed_sha256),
        |row| Ok(row.get(1)?),
    )
}

/// Files that may go: stored at the hub, and in its backup. Told again until [`forget_file`].
///
/// # Errors
/// When the database fails.
pub fn released_files(tx: &Tx<'_>, limit: usize) -> Result<Vec<(PhotoFile, String)>, StoreError> {
    tx.all(&format!("{RELEASED} LIMIT ?1"), [Unsigned::from(limit)], released)
}

/// Originals that were kept since before `taken_before`, whose working copy the hub stored and a backup holds.
///
/// # Errors
/// When the database fails.
pub fn originals_past(
    tx: &Tx<'_>,
    taken_before: Timestamp,
    limit: usize,
) -> Result<Vec<(PhotoFile, String)>, StoreError> {
    tx.all(
        "SELECT b.photo, b.file, b.copy FROM blob b
         JOIN blob w ON w.photo = b.photo AND w.copy = 'Working' AND w.state = 'Stored' AND w.backed_up = 1
         WHERE b.state = 'Kept' AND b.file IS NOT NULL AND b.captured_at < ?1 LIMIT ?2",
        (taken_before, Unsigned::from(limit)),
        released,
    )
}

fn released(row: &Row<'_>) -> Result<(PhotoFile, String), StoreError> {
    Ok((PhotoFile { photo: row.get(0)?, copy: copy(row, 2)? }, row.get(1)?))
}

const RELEASED: &str =
    "SELECT photo, file, copy FROM blob WHERE state = 'Stored' AND backed_up = 1 AND file IS NOT NULL";

/// The phone's copy of this photo is gone.
///
/// # Errors
/// When the database fails.
pub fn forget_file(tx: &Tx<'_>, file: PhotoFile) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE blob SET file = NULL WHERE photo = ?1 AND copy = ?2 AND state IN ('Stored', 'Kept')",
        (file.photo, file.copy.as_str()),
    )?;
    Ok(())
}

//! When the phone's copy of a file may go: once the hub stored it and a backup holds it.

use crate::{
    id::PhotoId,
    op::row::PhotoStored,
    store::{StoreError, Tx, value::Unsigned},
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
    let released =
        tx.one(&format!("{RELEASED} AND photo = ?1"), [stored.photo], |row| Ok(row.get::<_, String>(1)?))?;
    Ok(released)
}

/// Files that may go: stored at the hub, and in its backup. Told again until [`forget_file`].
///
/// # Errors
/// When the database fails.
pub fn released_files(tx: &Tx<'_>, limit: usize) -> Result<Vec<(PhotoId, String)>, StoreError> {
    tx.all(&format!("{RELEASED} LIMIT ?1"), [Unsigned::from(limit)], |row| Ok((row.get(0)?, row.get(1)?)))
}

const RELEASED: &str =
    "SELECT photo, file FROM blob WHERE state = 'Stored' AND backed_up = 1 AND file IS NOT NULL";

/// The phone's copy of this photo is gone.
///
/// # Errors
/// When the database fails.
pub fn forget_file(tx: &Tx<'_>, photo: PhotoId) -> Result<(), StoreError> {
    tx.execute("UPDATE blob SET file = NULL WHERE photo = ?1 AND state = 'Stored'", [photo])?;
    Ok(())
}

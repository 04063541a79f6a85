//! Sending: which file goes next, how far it got, when it is tried again.

use rusqlite::Row;

use super::copy;
use crate::{
    domain::evidence::PhotoFile,
    id::{DeviceId, PhotoId},
    seal::Digest,
    store::{StoreError, Tx, value::Unsigned},
    time::Timestamp,
};

/// No file is put off for longer: a wait that seems so was set by a clock that has been put back since.
const LONGEST_WAIT_MS: i64 = 60 * 60 * 1000;

/// How long the verdict on a file that was sent whole may take before the hub is asked again. It comes with the
/// next feed; a day without one means that the hub lost it, or looks at it again with every ask. One that the hub
/// did not take is asked for as rarely: its record may have been put right.
pub(super) const ASK_AGAIN_MS: i64 = 24 * 60 * 60 * 1000;

/// The file to send next.
#[derive(Clone, PartialEq, Eq)]
pub struct PendingUpload {
    /// The photo's file.
    pub photo: PhotoFile,
    /// The sealed file's name in the photo folder.
    pub file: String,
    /// Length of the sealed file.
    pub bytes: u64,
    /// SHA-256 of the sealed file.
    pub sealed_sha256: Digest,
    /// The upload's path on the hub, once it was created.
    pub location: Option<String>,
    /// Bytes that the hub is known to hold.
    pub offset: u64,
    /// Tries since anything got through.
    pub attempts: u32,
    /// When the photo was taken in.
    pub captured_at: Timestamp,
}

impl std::fmt::Debug for PendingUpload {
    // The location is a capability: who knows it may write.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PendingUpload")
            .field("photo", &self.photo)
            .field("bytes", &self.bytes)
            .field("offset", &self.offset)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

// CROSS JOIN in the statements below fixes the order: from the files that are open, found by a partial index, to
// their operations, never along the whole history.

/// So many tries on end without anything getting through, and a file goes after all others: it must not hold them up
/// each time that the way to the hub is tried again.
const OFTEN_TRIED: u32 = 3;

/// The file to send next at `now` of those taken before `taken_before` and not `under_way` already: thumbnails first,
/// originals last, among those one that was begun before one that was not, then the oldest. With none of them, one that
/// was sent whole and whose verdict does not come, or that was not taken: it begins anew, and a hub that has it says so.
/// Last those that were tried often and in vain.
///
/// # Errors
/// When the database fails.
pub fn next_upload(
    tx: &Tx<'_>,
    now: Timestamp,
    taken_before: Timestamp,
    under_way: &[PhotoFile],
) -> Result<Option<PendingUpload>, StoreError> {
    // One of so many is not under way.
    let limit = Unsigned::from(under_way.len().saturating_add(1));
    let free = |found: Vec<PendingUpload>| found.into_iter().find(|file| !under_way.contains(&file.photo));
    let waiting = |is_often_tried: bool| {
        let found = tx.all(
            "SELECT b.photo, b.file, b.bytes, b.sealed_sha256, b.location, b.sent, b.attempts, b.captured_at, b.copy
             FROM blob b
             CROSS JOIN operation o ON o.photo = b.photo
             JOIN chain c ON c.device = o.device AND o.seq <= c.acknowledged_seq
             WHERE b.state IN ('Waiting', 'Uploading') AND b.file IS NOT NULL AND (b.attempts >= ?5) = ?6
               AND (b.next_try IS NULL OR b.next_try <= ?1 OR b.next_try > ?3) AND b.captured_at < ?2
             ORDER BY b.copy <> 'Thumbnail', b.copy = 'Original', b.state = 'Waiting', b.captured_at, b.photo LIMIT ?4",
            (now, taken_before, now.plus_millis(LONGEST_WAIT_MS), limit, OFTEN_TRIED, is_often_tried),
            pending,
        );
        found.map(free)
    };
    let not_taken = || {
        let found = tx.all(
            "SELECT b.photo, b.file, b.bytes, b.sealed_sha256, NULL, 0, b.attempts, b.captured_at, b.copy
             FROM blob b
             CROSS JOIN operation o ON o.photo = b.photo
             JOIN chain c ON c.device = o.device AND o.seq <= c.acknowledged_seq
             WHERE b.state IN ('Complete', 'Refused') AND b.file IS NOT NULL AND (b.last_try <= ?1 OR b.last_try > ?3)
               AND b.captured_at < ?2
             ORDER BY b.captured_at, b.photo LIMIT ?4",
            (now.plus_millis(-ASK_AGAIN_MS), taken_before, now, limit),
            pending,
        );
        found.map(free)
    };
    if let Some(file) = waiting(false)? {
        return Ok(Some(file));
    }
    if let Some(file) = not_taken()? {
        return Ok(Some(file));
    }
    waiting(true)
}

fn pending(row: &Row<'_>) -> Result<PendingUpload, StoreError> {
    Ok(PendingUpload {
        photo: PhotoFile { photo: row.get(0)?, copy: copy(row, 8)? },
        file: row.get(1)?,
        bytes: row.get::<_, Unsigned>(2)?.0,
        sealed_sha256: row.get(3)?,
        location: row.get(4)?,
        offset: row.get::<_, Unsigned>(5)?.0,
        attempts: row.get(6)?,
        captured_at: row.get(7)?,
    })
}

/// The next try of a file, and the code of what failed before.
pub type NextTry = (Timestamp, Option<String>);

/// When the next upload of those taken before `taken_before` and not `under_way` is due, for a queue in which nothing is
/// due now.
///
/// # Errors
/// When the database fails.
pub fn next_upload_at(
    tx: &Tx<'_>,
    taken_before: Timestamp,
    under_way: &[PhotoFile],
) -> Result<Option<NextTry>, StoreError> {
    let due: Vec<(PhotoFile, NextTry)> = tx.all(
        "SELECT coalesce(b.next_try, 0), b.cause, b.photo, b.copy FROM blob b
         CROSS JOIN operation o ON o.photo = b.photo
         JOIN chain c ON c.device = o.device AND o.seq <= c.acknowledged_seq
         WHERE b.state IN ('Waiting', 'Uploading') AND b.file IS NOT NULL AND b.captured_at < ?1
         ORDER BY coalesce(b.next_try, 0) LIMIT ?2",
        (taken_before, Unsigned::from(under_way.len().saturating_add(1))),
        |row| Ok((PhotoFile { photo: row.get(2)?, copy: copy(row, 3)? }, (row.get(0)?, row.get(1)?))),
    )?;
    Ok(due.into_iter().find(|(file, _)| !under_way.contains(file)).map(|(_, due)| due))
}

/// Whether a file taken at `taken_from` or later waits to be sent.
///
/// # Errors
/// When the database fails.
pub fn holds_uploads_from(tx: &Tx<'_>, taken_from: Timestamp) -> Result<bool, StoreError> {
    let held = tx.one(
        "SELECT 1 FROM blob b
         CROSS JOIN operation o ON o.photo = b.photo
         JOIN chain c ON c.device = o.device AND o.seq <= c.acknowledged_seq
         WHERE b.state IN ('Waiting', 'Uploading') AND b.file IS NOT NULL AND b.captured_at >= ?1 LIMIT 1",
        [taken_from],
        |_| Ok(()),
    )?;
    Ok(held.is_some())
}

/// A file that the hub has not stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnstoredFile {
    /// The photo's file.
    pub photo: PhotoFile,
    /// The sealed file's name in the photo folder.
    pub file: String,
    /// Length of the sealed file.
    pub bytes: u64,
    /// SHA-256 of the sealed file.
    pub sealed_sha256: Digest,
}

/// Every file that travels and that the hub has not stored, those that it did not take too, each with its number, by
/// the order in which they were taken in; of photos that were recorded up to `through` of `device`, or that the hub
/// holds the record of. `after` is the number of the last one already seen, 0 for the beginning.
///
/// # Errors
/// When the database fails.
pub fn unstored_files(
    tx: &Tx<'_>,
    device: DeviceId,
    through: u64,
    after: u64,
    limit: usize,
) -> Result<Vec<(u64, UnstoredFile)>, StoreError> {
    tx.all(
        "SELECT b.rowid, b.photo, b.copy, b.file, b.bytes, b.sealed_sha256 FROM blob b
         WHERE b.rowid > ?1 AND b.file IS NOT NULL AND b.state NOT IN ('Stored', 'Kept')
           AND EXISTS (SELECT 1 FROM operation o JOIN chain c ON c.device = o.device
                       WHERE o.photo = b.photo
                         AND (o.seq <= c.acknowledged_seq OR (o.device = ?2 AND o.seq <= ?3)))
         ORDER BY b.rowid LIMIT ?4",
        (Unsigned(after), device, Unsigned(through), Unsigned::from(limit)),
        |row| {
            let file = UnstoredFile {
                photo: PhotoFile { photo: row.get(1)?, copy: copy(row, 2)? },
                file: row.get(3)?,
                bytes: row.get::<_, Unsigned>(4)?.0,
                sealed_sha256: row.get(5)?,
            };
            Ok((row.get::<_, Unsigned>(0)?.0, file))
        },
    )
}

/// Puts a file off until `next_try`, `cause` being the code of what failed. One that `begins_anew` is announced
/// again, since what the hub told of it holds no longer.
///
/// # Errors
/// When the database fails.
pub fn put_upload_off(
    tx: &Tx<'_>,
    file: PhotoFile,
    cause: &str,
    next_try: Timestamp,
    begins_anew: bool,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE blob SET cause = ?2, next_try = ?3,
             location = CASE WHEN ?4 THEN NULL ELSE location END,
             sent = CASE WHEN ?4 THEN 0 ELSE sent END,
             state = CASE WHEN ?4 THEN 'Waiting' ELSE state END
         WHERE photo = ?1 AND copy = ?5 AND state IN ('Waiting', 'Uploading')",
        (file.photo, cause, next_try, begins_anew, file.copy.as_str()),
    )?;
    Ok(())
}

/// The hub does not take this file, `cause` being the code of why. It stays here; the hub is asked again once a day.
///
/// # Errors
/// When the database fails.
pub fn set_aside(tx: &Tx<'_>, file: PhotoFile, cause: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE blob SET state = 'Refused', cause = ?2, location = NULL, sent = 0, attempts = 0, next_try = NULL
         WHERE photo = ?1 AND copy = ?3 AND state NOT IN ('Stored', 'Kept')",
        (file.photo, cause, file.copy.as_str()),
    )?;
    Ok(())
}

/// Every file that was put off is due at once.
///
/// # Errors
/// When the database fails.
pub fn retry_uploads_now(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE blob SET next_try = NULL WHERE state IN ('Waiting', 'Uploading') AND next_try IS NOT NULL",
        (),
    )?;
    Ok(())
}

/// Keeps where the hub takes a file and how much of it it holds. No `location` means to begin anew. What got
/// through ends the back-off.
///
/// # Errors
/// When the database fails.
pub fn set_upload(
    tx: &Tx<'_>,
    file: PhotoFile,
    location: Option<&str>,
    offset: u64,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE blob SET
             location = ?2,
             sent = CASE WHEN ?2 IS NULL THEN 0 ELSE min(?3, bytes) END,
             state = CASE WHEN ?2 IS NULL THEN 'Waiting' WHEN ?3 >= bytes THEN 'Complete' ELSE 'Uploading' END,
             attempts = CASE WHEN ?2 IS NOT NULL AND ?3 > sent THEN 0 ELSE attempts END,
             next_try = CASE WHEN ?2 IS NOT NULL AND ?3 > sent THEN NULL ELSE next_try END,
             cause = CASE WHEN state = 'Refused' OR ?2 IS NOT NULL AND ?3 > sent THEN NULL ELSE cause END
         WHERE photo = ?1 AND copy = ?4 AND state NOT IN ('Stored', 'Kept')",
        (file.photo, location, Unsigned(offset), file.copy.as_str()),
    )?;
    Ok(())
}

/// Counts a try. Commit it *before* the try; `next_try` holds if nothing is heard of it again.
///
/// # Errors
/// When the database fails.
pub fn note_upload_attempt(
    tx: &Tx<'_>,
    file: PhotoFile,
    now: Timestamp,
    next_try: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE blob SET attempts = attempts + 1, last_try = ?2, next_try = ?3 WHERE photo = ?1 AND copy = ?4",
        (file.photo, now, next_try, file.copy.as_str()),
    )?;
    Ok(())
}

/// Somebody asks for a photo's original, or a rule does: it is sent like the other files, after them. Says whether it is still here.
///
/// # Errors
/// When the database fails.
pub fn send_original(tx: &Tx<'_>, photo: PhotoId) -> Result<bool, StoreError> {
    let sent = tx.execute(
        "UPDATE blob SET state = 'Waiting'
         WHERE photo = ?1 AND copy = 'Original' AND state = 'Kept' AND file IS NOT NULL",
        [photo],
    )?;
    Ok(sent > 0)
}

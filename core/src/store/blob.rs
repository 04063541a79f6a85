//! Photo files: where they lie, how far each was sent, when the phone's copy may go.
//!
//! Files are named here, never opened. A file leaves the phone only after the hub stored it, checked its digest,
//! and told that a backup holds it. What the hub lost again is sent again.

use rusqlite::Row;
use uuid::Uuid;

use super::{StoreError, Tx, value::Unsigned};
use crate::{
    domain::evidence::{PhotoCopy, PhotoFile, PhotoRecord},
    id::{DeviceId, HouseholdId, PhotoId, VisitId},
    op::row::{PhotoStored, RowKind},
    seal::Digest,
    text::vocabulary,
    time::Timestamp,
};

/// No file is put off for longer: a wait that seems so was set by a clock that has been put back since.
const LONGEST_WAIT_MS: i64 = 60 * 60 * 1000;
/// How long the verdict on a file that was sent whole may take before the hub is asked again. It comes with the
/// next feed; a day without one means that the hub lost it, or looks at it again with every ask.
const ASK_AGAIN_MS: i64 = 24 * 60 * 60 * 1000;

vocabulary! {
    /// How far a photo file has come.
    BlobState {
        Waiting => ("待上传", "Waiting"),
        Uploading => ("上传中", "Uploading"),
        Complete => ("已传完,待核对", "Sent, to be checked"),
        Stored => ("已入库", "Stored"),
        Kept => ("留存本机", "Kept on this phone"),
    }
}

/// A photo's working copy as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// The photo.
    pub photo: PhotoId,
    /// Its visit.
    pub visit: VisitId,
    /// Its household.
    pub household: HouseholdId,
    /// When it was taken in.
    pub captured_at: Timestamp,
    /// The sealed file's name in the photo folder; `None` once the phone's copy is gone.
    pub file: Option<String>,
    /// Length of the sealed file.
    pub bytes: u64,
    /// How far it has come.
    pub state: BlobState,
    /// Bytes that the hub is known to hold.
    pub offset: u64,
    /// Tries since anything got through.
    pub attempts: u32,
    /// When it is tried next, where that lies ahead.
    pub next_try: Option<Timestamp>,
    /// The code of the last failure, until something gets through.
    pub cause: Option<String>,
    /// Whether the hub holds its record, without which it is not sent.
    pub record_is_sent: bool,
}

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

/// Takes in one of a photo's sealed files, which must be durable on disk by now. One that travels is sent once the
/// photo's operation is acknowledged; the original is kept.
///
/// # Errors
/// When the database fails.
pub fn add_blob(
    tx: &Tx<'_>,
    photo: &PhotoRecord,
    copy: PhotoCopy,
    file_name: &str,
) -> Result<(), StoreError> {
    let part = photo.part(copy);
    let state = if copy.travels() { BlobState::Waiting } else { BlobState::Kept };
    tx.execute(
        "INSERT INTO blob (photo, copy, visit, household, captured_at, file, bytes, sealed_sha256, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        (
            photo.id,
            copy.as_str(),
            photo.visit,
            photo.household,
            photo.captured_at(),
            file_name,
            Unsigned(part.sealed_bytes),
            part.sealed_sha256,
            state.as_str(),
        ),
    )?;
    Ok(())
}

/// The names of all files that are here, by the order in which they were taken in. `after` is the number of the
/// last one already seen, 0 for the beginning.
///
/// # Errors
/// When the database fails.
pub fn files_here(tx: &Tx<'_>, after: u64, limit: usize) -> Result<Vec<(u64, String)>, StoreError> {
    tx.all(
        "SELECT rowid, file FROM blob WHERE rowid > ?1 AND file IS NOT NULL ORDER BY rowid LIMIT ?2",
        (Unsigned(after), Unsigned::from(limit)),
        |row| Ok((row.get::<_, Unsigned>(0)?.0, row.get(1)?)),
    )
}

/// The device id under which a photo was recorded, and its operation's body while it is here.
///
/// # Errors
/// When the database fails.
pub fn recorded(tx: &Tx<'_>, photo: PhotoId) -> Result<Option<(DeviceId, Option<String>)>, StoreError> {
    tx.one(
        "SELECT device, body FROM operation WHERE photo = ?1 ORDER BY hlc_millis DESC, hlc_counter DESC LIMIT 1",
        [photo],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Photos by id, each by its working copy. `after` is the last one already seen.
///
/// # Errors
/// When the database fails.
pub fn blobs(tx: &Tx<'_>, after: Option<PhotoId>, limit: usize) -> Result<Vec<Blob>, StoreError> {
    tx.all(
        "SELECT photo, visit, household, captured_at, file, bytes, state, sent, attempts, next_try, cause,
                EXISTS (SELECT 1 FROM operation o JOIN chain c ON c.device = o.device
                        WHERE o.photo = blob.photo AND o.seq <= c.acknowledged_seq)
         FROM blob
         WHERE copy = 'Working' AND (?1 IS NULL OR photo > ?1) ORDER BY photo LIMIT ?2",
        (after, Unsigned::from(limit)),
        blob,
    )
}

// CROSS JOIN in the statements below fixes the order: from the files that are open, found by a partial index, to
// their operations, never along the whole history.

/// The file to send next at `now` of those taken before `taken_before`: thumbnails first, one that was begun before
/// one that was not, then the oldest. With none of them, one that was sent whole and whose verdict does not come: it begins
/// anew, and a hub that has it says so.
///
/// # Errors
/// When the database fails.
pub fn next_upload(
    tx: &Tx<'_>,
    now: Timestamp,
    taken_before: Timestamp,
) -> Result<Option<PendingUpload>, StoreError> {
    let begun = tx.one(
        "SELECT b.photo, b.file, b.bytes, b.sealed_sha256, b.location, b.sent, b.attempts, b.captured_at, b.copy
         FROM blob b
         CROSS JOIN operation o ON o.photo = b.photo
         JOIN chain c ON c.device = o.device AND o.seq <= c.acknowledged_seq
         WHERE b.state IN ('Waiting', 'Uploading') AND b.file IS NOT NULL
           AND (b.next_try IS NULL OR b.next_try <= ?1 OR b.next_try > ?3) AND b.captured_at < ?2
         ORDER BY b.copy <> 'Thumbnail', b.state = 'Waiting', b.captured_at, b.photo LIMIT 1",
        (now, taken_before, now.plus_millis(LONGEST_WAIT_MS)),
        pending,
    )?;
    if begun.is_some() {
        return Ok(begun);
    }
    tx.one(
        "SELECT b.photo, b.file, b.bytes, b.sealed_sha256, NULL, 0, b.attempts, b.captured_at, b.copy
         FROM blob b
         CROSS JOIN operation o ON o.photo = b.photo
         JOIN chain c ON c.device = o.device AND o.seq <= c.acknowledged_seq
         WHERE b.state = 'Complete' AND b.file IS NOT NULL AND (b.last_try <= ?1 OR b.last_try > ?3)
           AND b.captured_at < ?2
         ORDER BY b.captured_at, b.photo LIMIT 1",
        (now.plus_millis(-ASK_AGAIN_MS), taken_before, now),
        pending,
    )
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

/// When the next upload of those taken before `taken_before` is due, for a queue in which nothing is due now.
///
/// # Errors
/// When the database fails.
pub fn next_upload_at(tx: &Tx<'_>, taken_before: Timestamp) -> Result<Option<NextTry>, StoreError> {
    tx.one(
        "SELECT coalesce(b.next_try, 0), b.cause FROM blob b
         CROSS JOIN operation o ON o.photo = b.photo
         JOIN chain c ON c.device = o.device AND o.seq <= c.acknowledged_seq
         WHERE b.state IN ('Waiting', 'Uploading') AND b.file IS NOT NULL AND b.captured_at < ?1
         ORDER BY coalesce(b.next_try, 0) LIMIT 1",
        [taken_before],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
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
             cause = CASE WHEN ?2 IS NOT NULL AND ?3 > sent THEN NULL ELSE cause END
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
    let released = tx.one(
        &format!("{RELEASED} AND photo = ?1 AND sealed_sha256 = ?2"),
        (stored.photo, stored.sealed_sha256),
        |row| Ok(row.get::<_, String>(1)?),
    )?;
    Ok(released)
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

/// Somebody asks for a photo's original: it is sent like the other files. Says whether it is still here.
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

/// The hub no longer holds what came after `seq`: the photos of those operations are sent again from the start,
/// those too that it had stored, as long as the file is here.
pub(super) fn send_again(tx: &Tx<'_>, device: DeviceId, seq: u64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE blob SET
             state = 'Waiting', backed_up = 0, location = NULL, sent = 0, attempts = 0, next_try = NULL, cause = NULL
         WHERE file IS NOT NULL AND state <> 'Kept' AND photo IN (
             SELECT photo FROM operation WHERE device = ?1 AND seq > ?2 AND photo IS NOT NULL)",
        (device, Unsigned(seq)),
    )?;
    Ok(())
}

/// A private scope was taken whole: what the hub had, or should have by now, and does not name in it is sent again
/// from the start, as long as the file is here. `is_told` says whether a row of this kind and id is held.
pub(super) fn send_unconfirmed(
    tx: &Tx<'_>,
    is_told: impl Fn(RowKind, Uuid) -> Result<bool, StoreError>,
) -> Result<(), StoreError> {
    let sent: Vec<(PhotoId, Digest)> = tx.all(
        "SELECT photo, sealed_sha256 FROM blob WHERE state IN ('Complete', 'Stored') AND file IS NOT NULL",
        (),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if sent.is_empty() {
        return Ok(());
    }
    let devices: Vec<DeviceId> = tx.all("SELECT device FROM chain", (), |row| Ok(row.get(0)?))?;
    for (photo, sealed) in sent {
        let mut told = false;
        for device in &devices {
            told = told || is_told(RowKind::PhotoStored, PhotoStored::row_id(*device, photo, sealed))?;
        }
        if !told {
            tx.execute(
                "UPDATE blob SET state = 'Waiting', backed_up = 0, location = NULL, sent = 0, attempts = 0,
                     next_try = NULL
                 WHERE photo = ?1 AND sealed_sha256 = ?2",
                (photo, sealed),
            )?;
        }
    }
    Ok(())
}

fn copy(row: &Row<'_>, column: usize) -> Result<PhotoCopy, StoreError> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| StoreError::Unreadable { what: "photo copy" })
}

fn blob(row: &Row<'_>) -> Result<Blob, StoreError> {
    let state: String = row.get(6)?;
    Ok(Blob {
        photo: row.get(0)?,
        visit: row.get(1)?,
        household: row.get(2)?,
        captured_at: row.get(3)?,
        file: row.get(4)?,
        bytes: row.get::<_, Unsigned>(5)?.0,
        state: state.parse().map_err(|_| StoreError::Unreadable { what: "upload state" })?,
        offset: row.get::<_, Unsigned>(7)?.0,
        attempts: row.get(8)?,
        next_try: row.get(9)?,
        cause: row.get(10)?,
        record_is_sent: row.get(11)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        op::{body::Body, wire::Head},
        store::{
            Durability, Store,
            device::identity,
            journal::{acknowledge, adopt_device, hash_at, rewind_to},
            sample::{enrolled, identity_of, photo, record, remark},
        },
    };

    const NOW: Timestamp = Timestamp::from_millis(1_000);
    const LATER: Timestamp = Timestamp::from_millis(2_000);
    const ANY_AGE: Timestamp = Timestamp::from_millis(i64::MAX);

    /// Records these photos, one finish each, and queues their files.
    fn take(store: &Store, numbers: &[u128]) {
        for (millis, number) in (1..).zip(numbers) {
            let photo = photo(*number);
            record(store, millis, vec![remark(1), Body::PhotoTaken(photo.clone())]);
            write(store, |tx| add_blob(tx, &photo, PhotoCopy::Working, &format!("{number}.age")));
        }
    }

    fn working(number: u128) -> PhotoFile {
        PhotoFile::working(photo(number).id)
    }

    fn write<T>(store: &Store, work: impl FnMut(&Tx<'_>) -> Result<T, StoreError>) -> T {
        store.write(Durability::Replayable, work).unwrap()
    }

    fn acknowledge_through(store: &Store, seq: u64, backed_up: u64) {
        write(store, |tx| {
            let hash = hash_at(tx, seq)?.ok_or(StoreError::NotEnrolled)?;
            acknowledge(tx, Head { seq, hash }, backed_up)
        });
    }

    fn next(store: &Store) -> Option<PendingUpload> {
        store.read(|tx| next_upload(tx, NOW, ANY_AGE)).unwrap()
    }

    fn state(store: &Store) -> (BlobState, u64) {
        let all = store.read(|tx| blobs(tx, None, 10)).unwrap();
        (all[0].state, all[0].offset)
    }

    fn stored(number: u128) -> PhotoStored {
        PhotoStored {
            photo: photo(number).id,
            sealed_sha256: photo(number).working.sealed_sha256,
            backed_up: false,
        }
    }

    #[test]
    fn a_photo_waits_for_its_record() {
        let store = enrolled();
        take(&store, &[1]);
        assert_eq!(next(&store), None);
        acknowledge_through(&store, 2, 0);
        let upload = next(&store).unwrap();
        assert_eq!((upload.file.as_str(), upload.offset, upload.location), ("1.age", 0, None));
    }

    #[test]
    fn an_upload_goes_on_where_it_was_and_before_any_other() {
        let store = enrolled();
        take(&store, &[1, 2]);
        acknowledge_through(&store, 4, 0);
        write(&store, |tx| note_upload_attempt(tx, working(2), NOW, LATER));
        write(&store, |tx| set_upload(tx, working(2), Some("/v1/uploads/x"), 400));
        let upload = next(&store).unwrap();
        assert_eq!((upload.file.as_str(), upload.offset, upload.attempts), ("2.age", 400, 0));

        write(&store, |tx| set_upload(tx, working(2), Some("/v1/uploads/x"), 1_000));
        assert_eq!(next(&store).unwrap().file, "1.age", "what is sent whole is only waited for");
        write(&store, |tx| set_upload(tx, working(2), None, 400));
        let all = store.read(|tx| blobs(tx, Some(photo(1).id), 10)).unwrap();
        assert_eq!((all[0].state, all[0].offset), (BlobState::Waiting, 0), "a lost upload begins anew");
    }

    #[test]
    fn a_photo_that_failed_lets_the_next_one_pass() {
        let store = enrolled();
        take(&store, &[1, 2]);
        acknowledge_through(&store, 4, 0);
        write(&store, |tx| note_upload_attempt(tx, working(1), NOW, LATER));
        assert_eq!(next(&store).unwrap().file, "2.age");
        write(&store, |tx| note_upload_attempt(tx, working(2), NOW, LATER));
        assert_eq!(next(&store), None);
        assert_eq!(store.read(|tx| next_upload_at(tx, ANY_AGE)).unwrap(), Some((LATER, None)));
        assert_eq!(store.read(|tx| next_upload(tx, LATER, ANY_AGE)).unwrap().unwrap().attempts, 1);
    }

    #[test]
    fn a_wait_that_a_clock_put_back_made_endless_is_over() {
        let store = enrolled();
        take(&store, &[1]);
        acknowledge_through(&store, 2, 0);
        let a_year_on = NOW.plus_millis(365 * 24 * 3_600_000);
        write(&store, |tx| note_upload_attempt(tx, working(1), a_year_on, a_year_on));
        assert_eq!(next(&store).unwrap().file, "1.age");
    }

    #[test]
    fn an_old_photo_is_found_behind_young_ones_that_must_wait() {
        let store = enrolled();
        take(&store, &[1, 2]);
        acknowledge_through(&store, 4, 0);
        let taken = |number| photo(number).captured_at();
        let (old, young) = if taken(1) <= taken(2) { (1, 2) } else { (2, 1) };
        write(&store, |tx| tx.execute("UPDATE blob SET captured_at = 1 WHERE photo = ?1", [photo(old).id]));
        write(&store, |tx| tx.execute("UPDATE blob SET captured_at = 9 WHERE photo = ?1", [photo(young).id]));
        write(&store, |tx| set_upload(tx, working(young), Some("/v1/uploads/x"), 400));
        let border = Timestamp::from_millis(5);
        let found = store.read(|tx| next_upload(tx, NOW, border)).unwrap().unwrap();
        assert_eq!(found.photo, working(old));
        assert!(store.read(|tx| holds_uploads_from(tx, border)).unwrap());
        assert!(!store.read(|tx| holds_uploads_from(tx, NOW)).unwrap());
        assert_eq!(store.read(|tx| next_upload(tx, NOW, Timestamp::from_millis(1))).unwrap(), None);
    }

    #[test]
    fn a_photo_that_was_put_off_says_why_until_something_gets_through() {
        let store = enrolled();
        take(&store, &[1]);
        acknowledge_through(&store, 2, 0);
        let cause = || store.read(|tx| blobs(tx, None, 10)).unwrap()[0].cause.clone();
        write(&store, |tx| set_upload(tx, working(1), Some("/v1/uploads/x"), 400));
        write(&store, |tx| put_upload_off(tx, working(1), "HubBusy", LATER, false));
        let due = store.read(|tx| next_upload_at(tx, ANY_AGE)).unwrap();
        assert_eq!((due, state(&store).1), (Some((LATER, Some("HubBusy".to_owned()))), 400));
        write(&store, retry_uploads_now);
        assert_eq!(next(&store).unwrap().offset, 400, "a person is not kept waiting");
        write(&store, |tx| put_upload_off(tx, working(1), "UploadBeginsAnew", NOW, true));
        assert_eq!(next(&store).unwrap().location, None);
        assert_eq!(cause().as_deref(), Some("UploadBeginsAnew"));
        write(&store, |tx| set_upload(tx, working(1), Some("/v1/uploads/y"), 300));
        assert_eq!(cause(), None);
    }

    #[test]
    fn a_file_leaves_the_phone_only_when_stored_and_backed_up() {
        let store = enrolled();
        take(&store, &[1]);
        acknowledge_through(&store, 2, 0);
        let other = PhotoStored { sealed_sha256: Digest([99; 32]), ..stored(1) };
        assert_eq!(write(&store, |tx| mark_stored(tx, &other)), None);
        assert_eq!(state(&store).0, BlobState::Waiting, "another file than ours was stored");

        assert_eq!(write(&store, |tx| mark_stored(tx, &stored(1))), None, "no backup holds it");
        assert_eq!(state(&store), (BlobState::Stored, 1_000));
        acknowledge_through(&store, 2, 2);
        assert!(
            store.read(|tx| released_files(tx, 10)).unwrap().is_empty(),
            "a backup holds its record only"
        );
        let backed_up = PhotoStored { backed_up: true, ..stored(1) };
        assert_eq!(write(&store, |tx| mark_stored(tx, &backed_up)), Some("1.age".to_owned()));
        let released = vec![(working(1), "1.age".to_owned())];
        assert_eq!(store.read(|tx| released_files(tx, 10)).unwrap(), released);
        write(&store, |tx| forget_file(tx, working(1)));
        assert!(store.read(|tx| released_files(tx, 10)).unwrap().is_empty());
    }

    #[test]
    fn a_restored_hub_gets_the_photos_again_that_it_lost() {
        let store = enrolled();
        take(&store, &[1]);
        acknowledge_through(&store, 2, 0);
        write(&store, |tx| mark_stored(tx, &stored(1)));
        write(&store, |tx| {
            let hash = hash_at(tx, 0)?.ok_or(StoreError::NotEnrolled)?;
            rewind_to(tx, Head { seq: 0, hash })
        });
        assert_eq!(state(&store), (BlobState::Waiting, 0));
        assert_eq!(next(&store), None, "its record goes first again");
        acknowledge_through(&store, 2, 0);
        assert_eq!(next(&store).unwrap().file, "1.age");
    }

    #[test]
    fn a_photo_sent_whole_whose_verdict_does_not_come_is_asked_for_again_once_a_day() {
        let store = enrolled();
        take(&store, &[1]);
        acknowledge_through(&store, 2, 0);
        write(&store, |tx| note_upload_attempt(tx, working(1), NOW, NOW));
        write(&store, |tx| set_upload(tx, working(1), Some("/v1/uploads/x"), 1_000));
        let next_at = |at: Timestamp| store.read(|tx| next_upload(tx, at, ANY_AGE)).unwrap();
        let tomorrow = NOW.plus_millis(ASK_AGAIN_MS);
        assert_eq!(next_at(tomorrow.plus_millis(-1)), None);
        let again = next_at(tomorrow).unwrap();
        assert_eq!((again.file.as_str(), again.location, again.offset), ("1.age", None, 0));
        write(&store, |tx| note_upload_attempt(tx, working(1), tomorrow, tomorrow));
        write(&store, |tx| set_upload(tx, working(1), Some("/v1/uploads/y"), 1_000));
        assert_eq!(next_at(tomorrow.plus_millis(1)), None, "the hub has it, and was asked");
        assert_eq!(store.read(|tx| next_upload_at(tx, ANY_AGE)).unwrap(), None, "nothing is unsent");
    }

    #[test]
    fn what_the_hub_does_not_name_any_more_is_sent_again_while_the_file_is_here() {
        let store = enrolled();
        take(&store, &[1, 2, 3]);
        acknowledge_through(&store, 6, 0);
        for number in [1, 2] {
            write(&store, |tx| mark_stored(tx, &PhotoStored { backed_up: true, ..stored(number) }));
        }
        write(&store, |tx| set_upload(tx, working(3), Some("/v1/uploads/x"), 1_000));
        let named = PhotoStored::row_id(identity_of(1).device, photo(1).id, stored(1).sealed_sha256);
        write(&store, |tx| send_unconfirmed(tx, |kind, id| Ok((kind, id) == (RowKind::PhotoStored, named))));
        let all = store.read(|tx| blobs(tx, None, 10)).unwrap();
        let states: Vec<_> = all.iter().map(|blob| (blob.state, blob.offset)).collect();
        assert_eq!(states, [(BlobState::Stored, 1_000), (BlobState::Waiting, 0), (BlobState::Waiting, 0)]);
        assert_eq!(store.read(|tx| released_files(tx, 10)).unwrap().len(), 1, "and may not go");
    }

    #[test]
    fn under_a_new_device_id_the_photos_of_what_is_sent_again_begin_anew() {
        let store = enrolled();
        take(&store, &[1, 2]);
        acknowledge_through(&store, 2, 0);
        write(&store, |tx| set_upload(tx, working(1), Some("/v1/uploads/x"), 400));
        write(&store, |tx| adopt_device(tx, &identity_of(2), 2));
        assert_eq!(store.read(identity).unwrap().unwrap().device, identity_of(2).device);
        assert_eq!(state(&store), (BlobState::Uploading, 400), "the hub holds this record");
        write(&store, |tx| set_upload(tx, working(1), Some("/v1/uploads/x"), 1_000));
        assert_eq!(next(&store), None);
        acknowledge_through(&store, 2, 0);
        assert_eq!(next(&store).unwrap().file, "2.age");
    }
}

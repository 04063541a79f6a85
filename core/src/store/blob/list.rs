//! The files of a phone as a list shows them.

use rusqlite::{Row, ToSql};

use super::BlobState;
use crate::{
    id::{DeviceId, HouseholdId, PhotoId, VisitId},
    store::{StoreError, Tx, value::Unsigned},
    time::Timestamp,
};

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

/// How many photos have a file here, and of how many of them the hub is yet to confirm a file.
///
/// # Errors
/// When the database fails.
pub fn counts(tx: &Tx<'_>) -> Result<(u64, u64), StoreError> {
    let counts = tx.one(
        "SELECT count(DISTINCT photo), count(DISTINCT photo) FILTER (WHERE state NOT IN ('Stored', 'Kept'))
         FROM blob WHERE file IS NOT NULL",
        (),
        |row| Ok((row.get::<_, Unsigned>(0)?.0, row.get::<_, Unsigned>(1)?.0)),
    )?;
    Ok(counts.unwrap_or_default())
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

/// The photos of a visit whose records are still here, by id.
///
/// # Errors
/// When the database fails.
pub fn recorded_at_visit(tx: &Tx<'_>, visit: VisitId, limit: usize) -> Result<Vec<PhotoId>, StoreError> {
    recorded_where(tx, "visit = ?1", visit, limit)
}

/// The photos taken at a household whose records are still here, by id.
///
/// # Errors
/// When the database fails.
pub fn recorded_at_household(
    tx: &Tx<'_>,
    household: HouseholdId,
    limit: usize,
) -> Result<Vec<PhotoId>, StoreError> {
    recorded_where(tx, "household = ?1", household, limit)
}

fn recorded_where(
    tx: &Tx<'_>,
    place: &'static str,
    id: impl ToSql,
    limit: usize,
) -> Result<Vec<PhotoId>, StoreError> {
    let sql = format!(
        "SELECT photo FROM blob WHERE copy = 'Working' AND {place}
           AND EXISTS (SELECT 1 FROM operation o WHERE o.photo = blob.photo AND o.body IS NOT NULL)
         ORDER BY photo LIMIT ?2"
    );
    tx.all(&sql, (id, Unsigned::from(limit)), |row| Ok(row.get(0)?))
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

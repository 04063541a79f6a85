//! Photos as the hub knows them, and remarks that wait for a supervisor.

use rusqlite::{OptionalExtension as _, Row, params};
use uuid::Uuid;

use super::column::{id, json, word};
use crate::{
    id::{ExceptionId, HouseholdId, PhotoId, VisitId},
    op::row::{ConflictRow, ExceptionRow, PhotoSummary},
    store::{StoreError, Tx},
};

/// Stores what is told of a photo as it came: to supervisors a manifest, to all others no more than its summary.
pub(crate) fn put_photo(tx: &Tx<'_>, photo: &PhotoSummary, document: &str) -> Result<(), StoreError> {
    tx.prepare("INSERT OR REPLACE INTO photo (household, id, visit, document) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![photo.household, photo.id, photo.visit, document])?;
    Ok(())
}

/// The photos of a visit, in the order in which they were taken.
///
/// # Errors
/// When the database cannot be read.
pub fn photos(tx: &Tx<'_>, visit: VisitId) -> Result<Vec<PhotoSummary>, StoreError> {
    let mut select = tx.prepare("SELECT document FROM photo WHERE visit = ?1 ORDER BY id")?;
    Ok(select.query_map([visit], |row| json(row, 0))?.collect::<Result<_, _>>()?)
}

/// One photo of a household.
///
/// # Errors
/// When the database cannot be read.
pub fn photo(tx: &Tx<'_>, household: HouseholdId, id: PhotoId) -> Result<Option<PhotoSummary>, StoreError> {
    let mut select = tx.prepare("SELECT document FROM photo WHERE household = ?1 AND id = ?2")?;
    let keys = (household, id);
    Ok(select.query_row(keys, |row| json(row, 0)).optional()?)
}

pub(crate) fn put_exception(tx: &Tx<'_>, exception: &ExceptionRow) -> Result<(), StoreError> {
    tx.prepare(
        "INSERT OR REPLACE INTO exception (household, id, visit, flag, acknowledged, note) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        exception.household,
        exception.id,
        exception.visit,
        exception.flag.as_str(),
        exception.acknowledged,
        exception.note,
    ])?;
    Ok(())
}

fn read_exception(row: &Row<'_>) -> rusqlite::Result<ExceptionRow> {
    Ok(ExceptionRow {
        household: row.get(0)?,
        id: row.get(1)?,
        visit: row.get(2)?,
        flag: word(row, 3)?,
        acknowledged: row.get(4)?,
        note: row.get(5)?,
    })
}

/// Remarks that no supervisor has seen yet, from the one after `after` on.
///
/// # Errors
/// When the database cannot be read.
pub fn exceptions(
    tx: &Tx<'_>,
    after: Option<ExceptionId>,
    limit: u32,
) -> Result<Vec<ExceptionRow>, StoreError> {
    let mut select = tx.prepare(
        "SELECT household, id, visit, flag, acknowledged, note FROM exception \
         WHERE acknowledged = 0 AND id > ?1 ORDER BY id LIMIT ?2",
    )?;
    let after = after.map_or_else(Vec::new, |after| after.0.as_bytes().to_vec());
    Ok(select.query_map(params![after, limit], read_exception)?.collect::<Result<_, _>>()?)
}

/// Every remark on the visits to a household, seen or not.
///
/// # Errors
/// When the database cannot be read.
pub fn exceptions_of(tx: &Tx<'_>, household: HouseholdId) -> Result<Vec<ExceptionRow>, StoreError> {
    let mut select = tx.prepare(
        "SELECT household, id, visit, flag, acknowledged, note FROM exception WHERE household = ?1 ORDER BY id",
    )?;
    Ok(select.query_map([household], read_exception)?.collect::<Result<_, _>>()?)
}

/// The household of a remark, by which its row is found.
pub(crate) fn exception_household(tx: &Tx<'_>, id: ExceptionId) -> Result<Option<HouseholdId>, StoreError> {
    let mut select = tx.prepare("SELECT household FROM exception WHERE id = ?1")?;
    Ok(select.query_row([id], |row| row.get(0)).optional()?)
}

pub(crate) fn put_conflict(tx: &Tx<'_>, conflict: &ConflictRow) -> Result<(), StoreError> {
    tx.prepare(
        "INSERT OR REPLACE INTO conflict (id, kind, row, field, kept, lost, op) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        conflict.id.into_bytes(),
        conflict.row.as_str(),
        conflict.row_id.into_bytes(),
        conflict.field,
        conflict.kept.to_string(),
        conflict.lost.to_string(),
        conflict.op,
    ])?;
    Ok(())
}

/// Fields that two sides changed, from the one after `after` on.
///
/// # Errors
/// When the database cannot be read.
pub fn conflicts(tx: &Tx<'_>, after: Option<Uuid>, limit: u32) -> Result<Vec<ConflictRow>, StoreError> {
    let mut select = tx.prepare(
        "SELECT id, kind, row, field, kept, lost, op FROM conflict WHERE id > ?1 ORDER BY id LIMIT ?2",
    )?;
    let after = after.map_or_else(Vec::new, |after| after.as_bytes().to_vec());
    let read = |row: &Row<'_>| {
        Ok(ConflictRow {
            id: id(row, 0)?,
            row: word(row, 1)?,
            row_id: id(row, 2)?,
            field: row.get(3)?,
            kept: json(row, 4)?,
            lost: json(row, 5)?,
            op: row.get(6)?,
        })
    };
    Ok(select.query_map(params![after, limit], read)?.collect::<Result<_, _>>()?)
}

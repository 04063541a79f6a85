//! Needs and where their referral stands.

use rusqlite::{OptionalExtension as _, Row, params};

use super::column::{opt_word, word};
use crate::{
    domain::{need::Need, org::StaffRole},
    id::{HouseholdId, NeedId},
    store::{StoreError, Tx},
};

pub(crate) fn put(tx: &Tx<'_>, need: &Need) -> Result<(), StoreError> {
    tx.prepare(
        "INSERT OR REPLACE INTO need (household, id, resident, kind, status, round, found_in, raised_by, note) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        need.household,
        need.id,
        need.resident,
        need.kind.as_str(),
        need.status.as_str(),
        need.round,
        need.found_in,
        need.raised_by.map(StaffRole::as_str),
        need.note,
    ])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Need> {
    Ok(Need {
        household: row.get(0)?,
        id: row.get(1)?,
        resident: row.get(2)?,
        kind: word(row, 3)?,
        status: word(row, 4)?,
        round: row.get(5)?,
        found_in: row.get(6)?,
        raised_by: opt_word(row, 7)?,
        note: row.get(8)?,
    })
}

/// The needs of a household, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn needs(tx: &Tx<'_>, household: HouseholdId) -> Result<Vec<Need>, StoreError> {
    let mut select = tx.prepare(
        "SELECT household, id, resident, kind, status, round, found_in, raised_by, note FROM need \
         WHERE household = ?1 ORDER BY id",
    )?;
    Ok(select.query_map([household], read)?.collect::<Result<_, _>>()?)
}

/// One need of a household.
///
/// # Errors
/// When the database cannot be read.
pub fn need(tx: &Tx<'_>, household: HouseholdId, id: NeedId) -> Result<Option<Need>, StoreError> {
    let mut select = tx.prepare(
        "SELECT household, id, resident, kind, status, round, found_in, raised_by, note FROM need \
         WHERE household = ?1 AND id = ?2",
    )?;
    Ok(select.query_row((household, id), read).optional()?)
}

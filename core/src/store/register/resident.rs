//! Residents, with their dated categories and events.

use rusqlite::{OptionalExtension as _, Row, params};

use super::column::{day_number, list, list_json, opt_day, opt_word};
use crate::{
    domain::register::Resident,
    id::{HouseholdId, ResidentId},
    store::{StoreError, Tx},
};

macro_rules! columns {
    () => {
        "r.household, r.id, r.name, r.identity, r.born, r.phone, r.relation, r.left_on, r.categories, r.events"
    };
}
pub(super) use columns;

pub(crate) fn put(tx: &Tx<'_>, resident: &Resident) -> Result<(), StoreError> {
    tx.prepare(
        "INSERT OR REPLACE INTO resident (household, id, name, identity, born, phone, relation, left_on, \
             categories, events) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        resident.household,
        resident.id,
        resident.name,
        resident.identity.as_ref().map(|identity| identity.reveal()),
        resident.born.map(day_number),
        resident.phone.as_ref().map(|phone| phone.reveal()),
        resident.relation,
        resident.left_on.map(day_number),
        list_json(&resident.categories)?,
        list_json(&resident.events)?,
    ])?;
    Ok(())
}

pub(crate) fn remove(tx: &Tx<'_>, household: HouseholdId, resident: ResidentId) -> Result<(), StoreError> {
    tx.prepare("DELETE FROM resident WHERE household = ?1 AND id = ?2")?.execute((household, resident))?;
    Ok(())
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Resident> {
    Ok(Resident {
        household: row.get(0)?,
        id: row.get(1)?,
        name: row.get(2)?,
        identity: opt_word(row, 3)?,
        born: opt_day(row, 4)?,
        phone: opt_word(row, 5)?,
        relation: row.get(6)?,
        left_on: opt_day(row, 7)?,
        categories: list(row, 8)?,
        events: list(row, 9)?,
    })
}

/// The residents of a household, in the order in which they were registered.
///
/// # Errors
/// When the database cannot be read.
pub fn residents(tx: &Tx<'_>, household: HouseholdId) -> Result<Vec<Resident>, StoreError> {
    const SQL: &str = concat!("SELECT ", columns!(), " FROM resident r WHERE r.household = ?1 ORDER BY r.id");
    let mut select = tx.prepare(SQL)?;
    Ok(select.query_map([household], read)?.collect::<Result<_, _>>()?)
}

/// One resident of a household.
///
/// # Errors
/// When the database cannot be read.
pub fn resident(tx: &Tx<'_>, household: HouseholdId, id: ResidentId) -> Result<Option<Resident>, StoreError> {
    const SQL: &str = concat!("SELECT ", columns!(), " FROM resident r WHERE r.household = ?1 AND r.id = ?2");
    let keys = (household, id);
    Ok(tx.prepare(SQL)?.query_row(keys, read).optional()?)
}

//! Households.

use rusqlite::{OptionalExtension as _, Row, params};

use super::column::{day_number, grid, grid_number, json_text, list, list_json, opt_day, opt_json, opt_word};
use crate::{
    domain::register::Household,
    id::HouseholdId,
    store::{StoreError, Tx, search, value::Unsigned},
};

macro_rules! columns {
    () => {
        "h.id, h.grid, h.greeting, h.address, h.village_group, h.building, h.floor, h.phone, h.place, \
         h.safety_note, h.recorded_on, h.ended_on, h.earlier_grids, h.handed_over"
    };
}
pub(super) use columns;

pub(crate) fn put(tx: &Tx<'_>, household: &Household) -> Result<(), StoreError> {
    tx.prepare(
        "INSERT OR REPLACE INTO household (id, grid, greeting, address, village_group, building, floor, \
             phone, place, safety_note, recorded_on, ended_on, earlier_grids, handed_over) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?
    .execute(params![
        household.id,
        grid_number(household.grid),
        household.greeting,
        household.address,
        household.village_group,
        household.building,
        household.floor,
        household.phone.as_ref().map(|phone| phone.reveal()),
        json_text(household.place.as_ref())?,
        household.safety_note,
        household.recorded_on.map(day_number),
        household.ended_on.map(day_number),
        list_json(&household.earlier_grids)?,
        json_text(household.handed_over.as_ref())?,
    ])?;
    Ok(())
}

/// Takes the household's own row away, and what was derived from it.
pub(crate) fn remove(tx: &Tx<'_>, household: HouseholdId) -> Result<(), StoreError> {
    tx.prepare("DELETE FROM household WHERE id = ?1")?.execute([household])?;
    search::refresh(tx, household)?;
    crate::store::index::remove_household(tx, household)
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Household> {
    Ok(Household {
        id: row.get(0)?,
        grid: grid(row, 1)?,
        greeting: row.get(2)?,
        address: row.get(3)?,
        village_group: row.get(4)?,
        building: row.get(5)?,
        floor: row.get(6)?,
        phone: opt_word(row, 7)?,
        place: opt_json(row, 8)?,
        safety_note: row.get(9)?,
        recorded_on: opt_day(row, 10)?,
        ended_on: opt_day(row, 11)?,
        earlier_grids: list(row, 12)?,
        handed_over: opt_json(row, 13)?,
    })
}

/// How many households this phone answers for, and how many visits to them it knows of.
///
/// # Errors
/// When the database cannot be read.
pub fn counts(tx: &Tx<'_>) -> Result<(u64, u64), StoreError> {
    let counts = tx.one(
        "SELECT (SELECT count(*) FROM household WHERE id NOT IN (SELECT household FROM kept)),
                (SELECT count(*) FROM visit WHERE household NOT IN (SELECT household FROM kept))",
        (),
        |row| Ok((row.get::<_, Unsigned>(0)?.0, row.get::<_, Unsigned>(1)?.0)),
    )?;
    Ok(counts.unwrap_or_default())
}

/// The household, if this phone holds it.
///
/// # Errors
/// When the database cannot be read.
pub fn household(tx: &Tx<'_>, id: HouseholdId) -> Result<Option<Household>, StoreError> {
    const SQL: &str = concat!("SELECT ", columns!(), " FROM household h WHERE h.id = ?1");
    Ok(tx.prepare(SQL)?.query_row([id], read).optional()?)
}

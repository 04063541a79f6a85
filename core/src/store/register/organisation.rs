//! What everybody holds: settings, rules, staff, grids and who answers for them.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension as _, Row, params};
use uuid::Uuid;

use super::column::{
    day, day_number, grid as grid_code, grid_number, json, json_text, opt_day, opt_json, opt_word, word,
};
use crate::{
    codes::GridCode,
    domain::{
        org::{Grid, Responsibility, Staff, StaffRole},
        rules::RulePack,
    },
    id::StaffId,
    op::wire::TenantSettings,
    store::{StoreError, Tx, value::Unsigned},
};

/// Keeps the settings as they came; a tenant has one row of them.
pub(crate) fn put_settings(tx: &Tx<'_>, id: Uuid, document: &str) -> Result<(), StoreError> {
    tx.prepare("INSERT OR REPLACE INTO settings (id, document) VALUES (?1, ?2)")?
        .execute(params![id.into_bytes(), document])?;
    Ok(())
}

/// The tenant's settings as last pulled; before the first pull those of the enrolment hold.
///
/// # Errors
/// When the database cannot be read.
pub fn settings(tx: &Tx<'_>) -> Result<Option<TenantSettings>, StoreError> {
    let mut select = tx.prepare("SELECT document FROM settings ORDER BY id LIMIT 1")?;
    Ok(select.query_row([], |row| json(row, 0)).optional()?)
}

/// Keeps a rule pack as it came: it is only ever read whole.
pub(crate) fn put_rule_pack(tx: &Tx<'_>, id: Uuid, document: &str) -> Result<(), StoreError> {
    tx.prepare("INSERT OR REPLACE INTO rule_pack (id, document) VALUES (?1, ?2)")?
        .execute(params![id.into_bytes(), document])?;
    Ok(())
}

/// Every rule pack in every version, in order of its first day.
///
/// # Errors
/// When the database cannot be read.
pub fn rule_packs(tx: &Tx<'_>) -> Result<Vec<RulePack>, StoreError> {
    let mut select = tx.prepare("SELECT document FROM rule_pack")?;
    let mut packs: Vec<RulePack> = select.query_map([], |row| json(row, 0))?.collect::<Result<_, _>>()?;
    packs.sort_by(|a, b| (a.effective_from, &a.id, a.version).cmp(&(b.effective_from, &b.id, b.version)));
    Ok(packs)
}

pub(crate) fn put_staff(tx: &Tx<'_>, staff: &Staff) -> Result<(), StoreError> {
    tx.prepare("INSERT OR REPLACE INTO staff (id, name, role, phone) VALUES (?1, ?2, ?3, ?4)")?.execute(
        params![staff.id, staff.name, staff.role.as_str(), staff.phone.as_ref().map(|phone| phone.reveal()),],
    )?;
    Ok(())
}

/// The tenant's workers and volunteers, by name.
///
/// # Errors
/// When the database cannot be read.
pub fn staff(tx: &Tx<'_>) -> Result<Vec<Staff>, StoreError> {
    let read = |row: &Row<'_>| {
        Ok(Staff { id: row.get(0)?, name: row.get(1)?, role: word(row, 2)?, phone: opt_word(row, 3)? })
    };
    let mut select = tx.prepare("SELECT id, name, role, phone FROM staff ORDER BY name, id")?;
    Ok(select.query_map([], read)?.collect::<Result<_, _>>()?)
}

/// What a worker is now, as this phone knows.
///
/// # Errors
/// When the database cannot be read.
pub fn staff_role(tx: &Tx<'_>, id: StaffId) -> Result<Option<StaffRole>, StoreError> {
    let mut select = tx.prepare("SELECT role FROM staff WHERE id = ?1")?;
    Ok(select.query_row([id], |row| word(row, 0)).optional()?)
}

pub(crate) fn put_grid(tx: &Tx<'_>, row: Uuid, grid: &Grid) -> Result<(), StoreError> {
    tx.prepare("INSERT OR REPLACE INTO grid (id, code, name, kind, outline) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![
            row.into_bytes(),
            grid_number(grid.code),
            grid.name,
            grid.kind.as_str(),
            json_text(grid.outline.as_ref())?,
        ])?;
    Ok(())
}

/// A page of the grids that this phone holds, in order of their codes. `after` is the code of the last one already seen.
///
/// # Errors
/// When the database cannot be read.
pub fn grids(tx: &Tx<'_>, after: Option<GridCode>, limit: usize) -> Result<Vec<Grid>, StoreError> {
    let read = |row: &Row<'_>| {
        Ok(Grid {
            code: grid_code(row, 0)?,
            name: row.get(1)?,
            kind: word(row, 2)?,
            outline: opt_json(row, 3)?,
        })
    };
    let mut select =
        tx.prepare("SELECT code, name, kind, outline FROM grid WHERE code > ?1 ORDER BY code LIMIT ?2")?;
    let page = (after.map_or(0, grid_number), Unsigned::from(limit));
    Ok(select.query_map(page, read)?.collect::<Result<_, _>>()?)
}

/// What the grids that this phone holds are called.
///
/// # Errors
/// When the database cannot be read.
pub fn grid_names(tx: &Tx<'_>) -> Result<BTreeMap<GridCode, String>, StoreError> {
    let mut select = tx.prepare("SELECT code, name FROM grid")?;
    let names = select.query_map([], |row| Ok((grid_code(row, 0)?, row.get(1)?)))?;
    Ok(names.collect::<Result<_, _>>()?)
}

pub(crate) fn put_responsibility(tx: &Tx<'_>, line: &Responsibility) -> Result<(), StoreError> {
    tx.prepare(
        "INSERT OR REPLACE INTO responsibility (id, grid, staff, role, first_day, last_day) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        line.id,
        grid_number(line.grid),
        line.staff,
        line.role.as_str(),
        day_number(line.from),
        line.to.map(day_number),
    ])?;
    Ok(())
}

/// The responsibility list of a grid, past and coming lines included, in order of their first day.
///
/// # Errors
/// When the database cannot be read.
pub fn responsibilities(tx: &Tx<'_>, grid: GridCode) -> Result<Vec<Responsibility>, StoreError> {
    let read = |row: &Row<'_>| {
        Ok(Responsibility {
            id: row.get(0)?,
            grid: grid_code(row, 1)?,
            staff: row.get(2)?,
            role: word(row, 3)?,
            from: day(row, 4)?,
            to: opt_day(row, 5)?,
        })
    };
    let mut select = tx.prepare(
        "SELECT id, grid, staff, role, first_day, last_day FROM responsibility WHERE grid = ?1 \
         ORDER BY first_day, id",
    )?;
    Ok(select.query_map([grid_number(grid)], read)?.collect::<Result<_, _>>()?)
}

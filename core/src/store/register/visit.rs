//! Visits as everyone who derives knows them.

use rusqlite::{OptionalExtension as _, Row, params};

use super::column::{day, day_number, list, list_json, opt_word, word};
use crate::{
    domain::visit::VisitSummary,
    id::{HouseholdId, VisitId},
    store::{StoreError, Tx},
    time::Timestamp,
};

macro_rules! columns {
    () => {
        "v.household, v.id, v.staff, v.role, v.visitors, v.mode, v.outcome, v.effective_at, v.effective_on, \
         v.next_step, v.corrected_by, v.facts, v.tickets, v.subject_outcomes, v.wellbeing"
    };
}
pub(super) use columns;

pub(crate) fn put(tx: &Tx<'_>, visit: &VisitSummary) -> Result<(), StoreError> {
    tx.prepare(
        "INSERT OR REPLACE INTO visit (household, id, staff, role, visitors, mode, outcome, effective_at, \
             effective_on, next_step, corrected_by, facts, tickets, subject_outcomes, wellbeing) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?
    .execute(params![
        visit.household,
        visit.id,
        visit.by,
        visit.role.as_str(),
        visit.visitors,
        visit.mode.as_str(),
        visit.outcome.as_str(),
        visit.effective_at.millis(),
        day_number(visit.effective_on),
        visit.next_step.map(|step| step.as_str()),
        visit.corrected_by,
        list_json(&visit.facts)?,
        list_json(&visit.tickets)?,
        list_json(&visit.subject_outcomes)?,
        list_json(&visit.wellbeing)?,
    ])?;
    Ok(())
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<VisitSummary> {
    Ok(VisitSummary {
        household: row.get(0)?,
        id: row.get(1)?,
        by: row.get(2)?,
        role: word(row, 3)?,
        visitors: row.get(4)?,
        mode: word(row, 5)?,
        outcome: word(row, 6)?,
        effective_at: Timestamp::from_millis(row.get(7)?),
        effective_on: day(row, 8)?,
        next_step: opt_word(row, 9)?,
        corrected_by: row.get(10)?,
        facts: list(row, 11)?,
        tickets: list(row, 12)?,
        subject_outcomes: list(row, 13)?,
        wellbeing: list(row, 14)?,
        typed_by: None,
    })
}

/// The last visits to a household, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn visits(tx: &Tx<'_>, household: HouseholdId, limit: u32) -> Result<Vec<VisitSummary>, StoreError> {
    const SQL: &str = concat!(
        "SELECT ",
        columns!(),
        " FROM visit v WHERE v.household = ?1 ORDER BY v.effective_at DESC, v.id DESC LIMIT ?2"
    );
    let mut select = tx.prepare(SQL)?;
    Ok(select.query_map(params![household, limit], read)?.collect::<Result<_, _>>()?)
}

/// One visit to a household.
///
/// # Errors
/// When the database cannot be read.
pub fn visit(tx: &Tx<'_>, household: HouseholdId, id: VisitId) -> Result<Option<VisitSummary>, StoreError> {
    const SQL: &str = concat!("SELECT ", columns!(), " FROM visit v WHERE v.household = ?1 AND v.id = ?2");
    let keys = (household, id);
    Ok(tx.prepare(SQL)?.query_row(keys, read).optional()?)
}

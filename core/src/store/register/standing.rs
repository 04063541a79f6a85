//! What lifts duties: exemptions given by a supervisor, claims made at a door.

use rusqlite::{OptionalExtension as _, Row, params};

use super::column::{day, day_number, days, subject, word};
use crate::{
    domain::{
        register::Exemption,
        visit::{Claim, ClaimStatus},
    },
    id::{ClaimId, HouseholdId},
    store::{StoreError, Tx},
};

macro_rules! exemption_columns {
    () => {
        "e.household, e.id, e.resident, e.rule, e.first_day, e.last_day, e.reason"
    };
}
pub(super) use exemption_columns;

macro_rules! claim_columns {
    () => {
        "c.household, c.id, c.visit, c.resident, c.kind, c.since, c.status"
    };
}
pub(super) use claim_columns;

pub(crate) fn put_exemption(tx: &Tx<'_>, exemption: &Exemption) -> Result<(), StoreError> {
    tx.prepare(
        "INSERT OR REPLACE INTO exemption (household, id, resident, rule, first_day, last_day, reason) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        exemption.household,
        exemption.id,
        exemption.subject.resident(),
        exemption.rule,
        day_number(exemption.days.start),
        day_number(exemption.days.end),
        exemption.reason,
    ])?;
    Ok(())
}

pub(super) fn read_exemption(row: &Row<'_>) -> rusqlite::Result<Exemption> {
    let household = row.get(0)?;
    Ok(Exemption {
        household,
        id: row.get(1)?,
        subject: subject(row, household, 2)?,
        rule: row.get(3)?,
        days: days(row, 4)?,
        reason: row.get(6)?,
    })
}

/// Leave not to be visited that was given to a household or its residents.
///
/// # Errors
/// When the database cannot be read.
pub fn exemptions(tx: &Tx<'_>, household: HouseholdId) -> Result<Vec<Exemption>, StoreError> {
    const SQL: &str =
        concat!("SELECT ", exemption_columns!(), " FROM exemption e WHERE e.household = ?1 ORDER BY e.id");
    let mut select = tx.prepare(SQL)?;
    Ok(select.query_map([household], read_exemption)?.collect::<Result<_, _>>()?)
}

pub(crate) fn put_claim(tx: &Tx<'_>, claim: &Claim) -> Result<(), StoreError> {
    tx.prepare(
        "INSERT OR REPLACE INTO claim (household, id, visit, resident, kind, since, status) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        claim.household,
        claim.id,
        claim.visit,
        claim.subject.resident(),
        claim.kind.as_str(),
        day_number(claim.on),
        claim.status.as_str(),
    ])?;
    Ok(())
}

pub(super) fn read_claim(row: &Row<'_>) -> rusqlite::Result<Claim> {
    let household = row.get(0)?;
    Ok(Claim {
        household,
        id: row.get(1)?,
        visit: row.get(2)?,
        subject: subject(row, household, 3)?,
        kind: word(row, 4)?,
        on: day(row, 5)?,
        status: word(row, 6)?,
    })
}

/// A claim.
///
/// # Errors
/// When the database cannot be read.
pub fn claim(tx: &Tx<'_>, id: ClaimId) -> Result<Option<Claim>, StoreError> {
    const SQL: &str = concat!("SELECT ", claim_columns!(), " FROM claim c WHERE c.id = ?1");
    Ok(tx.prepare(SQL)?.query_row([id], read_claim).optional()?)
}

/// Claims that no supervisor has settled yet, from the one after `after` on, in order of their ids.
///
/// # Errors
/// When the database cannot be read.
pub fn open_claims(tx: &Tx<'_>, after: Option<ClaimId>, limit: u32) -> Result<Vec<Claim>, StoreError> {
    const SQL: &str = concat!(
        "SELECT ",
        claim_columns!(),
        " FROM claim c WHERE c.status NOT IN (?1, ?2) AND c.id > ?3 ORDER BY c.id LIMIT ?4"
    );
    let (confirmed, rejected) = (ClaimStatus::Confirmed.as_str(), ClaimStatus::Rejected.as_str());
    let after = after.map_or_else(Vec::new, |after| after.0.as_bytes().to_vec());
    let mut select = tx.prepare(SQL)?;
    let found = select.query_map(params![confirmed, rejected, after, limit], read_claim)?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Claims made at the door of a household, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn claims(tx: &Tx<'_>, household: HouseholdId) -> Result<Vec<Claim>, StoreError> {
    const SQL: &str =
        concat!("SELECT ", claim_columns!(), " FROM claim c WHERE c.household = ?1 ORDER BY c.id");
    let mut select = tx.prepare(SQL)?;
    Ok(select.query_map([household], read_claim)?.collect::<Result<_, _>>()?)
}

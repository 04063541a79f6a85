//! Visits as this phone recorded them, on whatever id it had.

use rusqlite::Row;

use crate::{
    domain::visit::Visit,
    id::{HouseholdId, VisitId},
    op::body::{Body, Payload},
    store::{StoreError, Tx},
};

/// Whether a finish committed this visit, on this or an earlier id of the phone.
///
/// # Errors
/// When the database fails.
pub fn holds_visit(tx: &Tx<'_>, visit: VisitId) -> Result<bool, StoreError> {
    let subject = format!("visit:{visit}");
    Ok(tx.one("SELECT 1 FROM operation WHERE subject = ?1 LIMIT 1", [subject], |_| Ok(()))?.is_some())
}

/// A visit in the words of its finish, unless the hub did not take it; none once its body was trimmed.
///
/// # Errors
/// When the database fails.
pub fn visit(tx: &Tx<'_>, visit: VisitId) -> Result<Option<Visit>, StoreError> {
    let body = tx.one(
        &format!(
            "SELECT o.body {TAKEN} AND o.subject = ?1 ORDER BY o.hlc_millis DESC, o.hlc_counter DESC LIMIT 1"
        ),
        [format!("visit:{visit}")],
        read,
    )?;
    Ok(body.flatten())
}

/// The visits of this phone to a household, the latest first, without those that the hub did not take.
///
/// # Errors
/// When the database fails.
pub fn visits_to(tx: &Tx<'_>, household: HouseholdId) -> Result<Vec<Visit>, StoreError> {
    let sql =
        format!("SELECT o.body {TAKEN} AND o.household = ?1 ORDER BY o.hlc_millis DESC, o.hlc_counter DESC");
    Ok(tx.all(&sql, [household], read)?.into_iter().flatten().collect())
}

/// The visit of this phone that corrects another one to the same household, unless the hub did not take it.
///
/// # Errors
/// When the database fails.
pub fn correction_of(
    tx: &Tx<'_>,
    household: HouseholdId,
    visit: VisitId,
) -> Result<Option<VisitId>, StoreError> {
    let visits = visits_to(tx, household)?;
    Ok(visits.into_iter().find(|other| other.corrects == Some(visit)).map(|other| other.id))
}

/// Visits that the hub took or has yet to judge.
const TAKEN: &str = "FROM operation o LEFT JOIN outcome v ON v.op_id = o.op_id
    WHERE o.kind = 'VisitRecorded' AND (v.verdict IS NULL OR v.verdict <> 'rejected')";

/// One that was trimmed, or that this build cannot read, is none.
fn read(row: &Row<'_>) -> Result<Option<Visit>, StoreError> {
    let body: Option<String> = row.get(0)?;
    let payload = body.and_then(|body| Payload::from_json(&body).ok());
    Ok(payload.and_then(|payload| match payload.body {
        Body::VisitRecorded(visit) => Some(visit),
        _ => None,
    }))
}

//! The hub's verdicts on what this phone recorded.

use super::{StoreError, Tx, value::Unsigned};
use crate::{
    id::OpId,
    op::outcome::{Outcome, OutcomeRow},
};

/// Keeps a verdict over the one before: the hub may judge again. [`apply_page`](super::pull::apply_page) hands out
/// only what is newer; revisions alone would not tell, since a restored hub counts them anew.
///
/// # Errors
/// When the database fails.
pub fn set_outcome(tx: &Tx<'_>, row: &OutcomeRow) -> Result<(), StoreError> {
    let document =
        serde_json::to_string(&row.outcome).map_err(|_| StoreError::Unreadable { what: "outcome" })?;
    tx.execute(
        "INSERT INTO outcome (op_id, verdict, revision, document) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (op_id) DO UPDATE
         SET verdict = excluded.verdict, revision = excluded.revision, document = excluded.document",
        (row.op, verdict(&row.outcome), Unsigned(row.revision), document),
    )?;
    Ok(())
}

/// The verdict on this operation, once there is one.
///
/// # Errors
/// When the database fails.
pub fn outcome(tx: &Tx<'_>, op: OpId) -> Result<Option<OutcomeRow>, StoreError> {
    tx.one("SELECT revision, document FROM outcome WHERE op_id = ?1", [op], |row| {
        let Unsigned(revision) = row.get(0)?;
        Ok(OutcomeRow { op, outcome: parse(row.get_ref(1)?.as_str().unwrap_or_default())?, revision })
    })
}

/// Reads a verdict as it is stored.
pub(super) fn parse(document: &str) -> Result<Outcome, StoreError> {
    serde_json::from_str(document).map_err(|_| StoreError::Unreadable { what: "outcome" })
}

/// The verdict's name in the index of open ones.
const fn verdict(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Applied => "applied",
        Outcome::Merged { .. } => "merged",
        Outcome::Rejected { .. } => "rejected",
        Outcome::Deferred { .. } => "deferred",
    }
}

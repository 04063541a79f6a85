//! Edits that the hub has not judged yet, and the hub's copy of the rows that have them.
//!
//! A row with edits is always its mirror with the edits over it, in the order in which they were made. An edit
//! ends when its operation was rejected; when the hub's row arrives that includes it; or when nothing more can
//! arrive (its scope is held up to the revision in which the operation took effect).

use std::collections::BTreeSet;

use rusqlite::{Row, params};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    id::{HouseholdId, OpId},
    op::{
        outcome::{Outcome, OutcomeRow},
        row::RowKind,
    },
    store::{
        StoreError, Tx, draft, index,
        register::{self, Document, column},
        search,
    },
};

/// A row, as the feed names it.
pub(in crate::store) type RowKey = (RowKind, Uuid);

/// An edit to record.
pub(super) struct NewEdit {
    pub(super) op: OpId,
    pub(super) household: HouseholdId,
    /// Whether the edit makes the row; otherwise it changes fields of one.
    pub(super) is_whole: bool,
    pub(super) fields: Map<String, Value>,
}

/// An edit as it is kept.
struct Edit {
    edit: i64,
    op: OpId,
    household: HouseholdId,
    is_whole: bool,
    fields: Map<String, Value>,
    /// Epoch and revision from which on rows include it.
    outcome: Option<(u64, u64)>,
}

pub(super) fn is_recorded(tx: &Tx<'_>, op: OpId) -> Result<bool, StoreError> {
    Ok(tx.one("SELECT 1 FROM pending_edit WHERE op = ?1 LIMIT 1", [op], |_| Ok(()))?.is_some())
}

/// Whether anything recorded at this household still waits for the hub, or a visit is in progress there.
pub(in crate::store) fn has_unsent(tx: &Tx<'_>, household: HouseholdId) -> Result<bool, StoreError> {
    let found = tx.one("SELECT 1 FROM pending_edit WHERE household = ?1 LIMIT 1", [household], |_| Ok(()))?;
    Ok(found.is_some() || draft::is_open_at(tx, household)?)
}

/// Every row that has edits; few, and read once a page.
pub(in crate::store) fn edited_rows(tx: &Tx<'_>) -> Result<BTreeSet<RowKey>, StoreError> {
    let rows = tx.all("SELECT DISTINCT kind, id FROM pending_edit", [], |row| {
        Ok((column::word(row, 0)?, column::id(row, 1)?))
    })?;
    Ok(rows.into_iter().collect())
}

/// Records an edit and shows it. The row's first edit puts the hub's copy aside.
pub(super) fn record(tx: &Tx<'_>, kind: RowKind, id: Uuid, edit: NewEdit) -> Result<(), StoreError> {
    if !is_mirrored(tx, (kind, id))? {
        let current = register::current(tx, kind, edit.household, id)?;
        let document = current.map(|fields| Value::Object(fields).to_string());
        tx.execute(
            "INSERT INTO mirror (kind, id, document) VALUES (?1, ?2, ?3)",
            params![kind.as_str(), id.as_bytes(), document],
        )?;
    }
    let fields = Value::Object(edit.fields).to_string();
    tx.execute(
        "INSERT INTO pending_edit (op, kind, id, household, whole, fields) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![edit.op, kind.as_str(), id.as_bytes(), edit.household, edit.is_whole, fields],
    )?;
    rebuild(tx, (kind, id), &edits_of(tx, (kind, id))?)
}

/// The hub sent a new document of a row with edits, or removed the row, in the epoch and revision `at`; or the
/// row went out of scope. What the hub's copy includes of the edits ends.
pub(in crate::store) fn arrived(
    tx: &Tx<'_>,
    row: RowKey,
    document: Option<&str>,
    at: Option<(u64, u64)>,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE mirror SET document = ?3 WHERE kind = ?1 AND id = ?2",
        params![row.0.as_str(), row.1.as_bytes(), document],
    )?;
    let is_included = |edit: &Edit| {
        let is_taken = edit.outcome.zip(at).is_some_and(|(from, at)| from.0 == at.0 && from.1 <= at.1);
        // A row that this phone made is known to the hub only through the operation that made it.
        is_taken || (edit.is_whole && document.is_some())
    };
    end(tx, row, is_included)
}

/// Takes in the verdict on an operation of this phone. `epoch` is that of its revision; `is_held` tells whether
/// a row is held of this epoch from that revision on. Answers the households whose rows changed.
pub(in crate::store) fn settle_outcome(
    tx: &Tx<'_>,
    outcome: &OutcomeRow,
    epoch: u64,
    is_held: impl Fn(RowKey) -> Result<bool, StoreError>,
) -> Result<BTreeSet<HouseholdId>, StoreError> {
    let is_rejected = match &outcome.outcome {
        Outcome::Deferred { .. } => return Ok(BTreeSet::new()),
        Outcome::Rejected { .. } => true,
        Outcome::Applied => false,
        Outcome::Merged { lost } => {
            forget_fields(tx, outcome.op, lost)?;
            false
        }
    };
    if !is_rejected {
        note_taken(tx, outcome, epoch)?;
    }
    let mut households = BTreeSet::new();
    for (row, household) in rows_of(tx, outcome.op)? {
        let is_included = is_held(row)?;
        end(tx, row, |edit| edit.op == outcome.op && (is_rejected || is_included || edit.fields.is_empty()))?;
        finish_household(tx, household)?;
        households.insert(household);
    }
    Ok(households)
}

/// Ends the edits whose operations took effect up to `revision` of `epoch` on rows for which `is_settled`
/// answers that nothing more can arrive.
pub(in crate::store) fn settle_through(
    tx: &Tx<'_>,
    (epoch, revision): (u64, u64),
    is_settled: impl Fn(RowKey, HouseholdId) -> Result<bool, StoreError>,
) -> Result<BTreeSet<HouseholdId>, StoreError> {
    let rows = tx.all(
        "SELECT DISTINCT kind, id, household FROM pending_edit \
         WHERE outcome_epoch = ?1 AND outcome_revision <= ?2",
        params![epoch.cast_signed(), revision.cast_signed()],
        |row| Ok(((column::word(row, 0)?, column::id(row, 1)?), row.get(2)?)),
    )?;
    let mut households = BTreeSet::new();
    for (row, household) in rows {
        if is_settled(row, household)? {
            end(tx, row, |edit| edit.outcome.is_some_and(|(of, from)| of == epoch && from <= revision))?;
            finish_household(tx, household)?;
            households.insert(household);
        }
    }
    Ok(households)
}

/// Ends every edit whose operation the hub has taken. For when the hub was asked after the verdict had come and
/// had nothing more to send: what it holds is then what this phone holds.
///
/// Answers the households whose rows changed.
///
/// # Errors
/// When the database cannot be written.
pub(in crate::store) fn settle(tx: &Tx<'_>) -> Result<BTreeSet<HouseholdId>, StoreError> {
    let rows = tx.all(
        "SELECT DISTINCT kind, id, household FROM pending_edit WHERE outcome_epoch IS NOT NULL",
        [],
        |row| Ok(((column::word(row, 0)?, column::id(row, 1)?), row.get(2)?)),
    )?;
    let mut households = BTreeSet::new();
    for (row, household) in rows {
        end(tx, row, |edit| edit.outcome.is_some())?;
        finish_household(tx, household)?;
        households.insert(household);
    }
    Ok(households)
}

/// The row as the hub sent it, where edits stand over it.
pub(super) fn hub_copy<T: DeserializeOwned>(
    tx: &Tx<'_>,
    (kind, id): RowKey,
) -> Result<Option<T>, StoreError> {
    let document = tx.one(
        "SELECT document FROM mirror WHERE kind = ?1 AND id = ?2",
        params![kind.as_str(), id.as_bytes()],
        |row| Ok(column::opt_json(row, 0)?),
    )?;
    Ok(document.flatten())
}

fn rows_of(tx: &Tx<'_>, op: OpId) -> Result<Vec<(RowKey, HouseholdId)>, StoreError> {
    tx.all("SELECT DISTINCT kind, id, household FROM pending_edit WHERE op = ?1", [op], |row| {
        Ok(((column::word(row, 0)?, column::id(row, 1)?), row.get(2)?))
    })
}

fn note_taken(tx: &Tx<'_>, outcome: &OutcomeRow, epoch: u64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE pending_edit SET outcome_epoch = ?2, outcome_revision = ?3 WHERE op = ?1",
        params![outcome.op, epoch.cast_signed(), outcome.revision.cast_signed()],
    )?;
    Ok(())
}

/// Another change won these fields: the hub's values show from now on.
fn forget_fields(tx: &Tx<'_>, op: OpId, lost: &[String]) -> Result<(), StoreError> {
    let edits = tx.all("SELECT edit, fields FROM pending_edit WHERE op = ?1 AND whole = 0", [op], |row| {
        Ok((row.get::<_, i64>(0)?, column::json::<Map<String, Value>>(row, 1)?))
    })?;
    for (edit, mut fields) in edits {
        fields.retain(|name, _| !lost.contains(name));
        tx.execute(
            "UPDATE pending_edit SET fields = ?2 WHERE edit = ?1",
            params![edit, Value::Object(fields).to_string()],
        )?;
    }
    Ok(())
}

fn is_mirrored(tx: &Tx<'_>, (kind, id): RowKey) -> Result<bool, StoreError> {
    let found = tx.one(
        "SELECT 1 FROM mirror WHERE kind = ?1 AND id = ?2",
        params![kind.as_str(), id.as_bytes()],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

fn edits_of(tx: &Tx<'_>, (kind, id): RowKey) -> Result<Vec<Edit>, StoreError> {
    let read = |row: &Row<'_>| {
        let epoch = row.get::<_, Option<i64>>(5)?.map(i64::cast_unsigned);
        let revision = row.get::<_, Option<i64>>(6)?.map(i64::cast_unsigned);
        Ok(Edit {
            edit: row.get(0)?,
            op: row.get(1)?,
            household: row.get(2)?,
            is_whole: row.get(3)?,
            fields: column::json(row, 4)?,
            outcome: epoch.zip(revision),
        })
    };
    tx.all(
        "SELECT edit, op, household, whole, fields, outcome_epoch, outcome_revision FROM pending_edit \
         WHERE kind = ?1 AND id = ?2 ORDER BY edit",
        params![kind.as_str(), id.as_bytes()],
        read,
    )
}

/// Ends those edits of the row that `is_over` names, and shows what is left.
fn end(tx: &Tx<'_>, row: RowKey, is_over: impl Fn(&Edit) -> bool) -> Result<(), StoreError> {
    let edits = edits_of(tx, row)?;
    for over in edits.iter().filter(|edit| is_over(edit)) {
        tx.execute("DELETE FROM pending_edit WHERE edit = ?1", [over.edit])?;
    }
    rebuild(tx, row, &edits)
}

/// Writes the row as mirror and remaining edits make it. `before` are the edits that it was made of until now:
/// one of them may have put it into another household.
fn rebuild(tx: &Tx<'_>, row @ (kind, id): RowKey, before: &[Edit]) -> Result<(), StoreError> {
    let mirror: Option<Map<String, Value>> = hub_copy(tx, row)?;
    let edits = edits_of(tx, row)?;
    let mut homes = homes(before, mirror.as_ref());
    let base = match (mirror, edits.first()) {
        (Some(mirror), _) => Some(mirror),
        (None, None) => None,
        (None, Some(first)) if first.is_whole => Some(Map::new()),
        // A row that the hub removed stays as it stands while edits of its fields are under way.
        (None, Some(first)) => register::current(tx, kind, first.household, id)?,
    };
    let home = match base {
        Some(base) => put(tx, row, base, &edits)?,
        None => None,
    };
    let is_gone = edits.is_empty() && home.is_none();
    if let Some(home) = home {
        homes.remove(&home);
    }
    if home.is_some() || is_gone {
        for home in &homes {
            register::remove(tx, kind, Some(*home), id)?;
        }
    }
    if matches!(kind, RowKind::Household | RowKind::Resident) {
        for household in homes.into_iter().chain(home) {
            search::refresh(tx, household)?;
        }
    }
    if edits.is_empty() {
        tx.execute("DELETE FROM mirror WHERE kind = ?1 AND id = ?2", params![kind.as_str(), id.as_bytes()])?;
    }
    Ok(())
}

/// Every household where the row may stand.
fn homes(edits: &[Edit], mirror: Option<&Map<String, Value>>) -> BTreeSet<HouseholdId> {
    let named = edits.iter().map(|edit| &edit.fields).chain(mirror);
    let named = named.filter_map(|fields| fields.get("household")?.as_str()?.parse().ok());
    edits.iter().map(|edit| edit.household).chain(named).collect()
}

fn overlaid(base: &Map<String, Value>, edits: &[Edit]) -> Map<String, Value> {
    let mut document = base.clone();
    for (name, value) in edits.iter().flat_map(|edit| &edit.fields) {
        if value.is_null() {
            document.remove(name);
        } else {
            document.insert(name.clone(), value.clone());
        }
    }
    document
}

/// Writes the row; answers the household where it stands now. Where the edits do not fit what the hub sent, the
/// hub's copy shows alone: an edit must never stop a pull.
fn put(
    tx: &Tx<'_>,
    (kind, id): RowKey,
    base: Map<String, Value>,
    edits: &[Edit],
) -> Result<Option<HouseholdId>, StoreError> {
    for document in [overlaid(&base, edits), base] {
        let text = Value::Object(document).to_string();
        if let Ok(document) = Document::read(kind, id, &text) {
            document.put(tx, id, &text)?;
            return Ok(document.household());
        }
    }
    Ok(None)
}

/// A household that was kept for its unsent work alone goes with the last of it.
pub(in crate::store) fn finish_household(tx: &Tx<'_>, household: HouseholdId) -> Result<(), StoreError> {
    if has_unsent(tx, household)? {
        return Ok(());
    }
    if tx.execute("DELETE FROM kept WHERE household = ?1", [household])? > 0 {
        register::purge_household(tx, household)?;
        index::remove_household(tx, household)?;
    }
    Ok(())
}

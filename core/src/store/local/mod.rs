//! The effect of this phone's own operations on its register, at once and until the hub has judged them.
//!
//! A pull never waits for a push: rows with such edits keep the hub's copy beside them, and whatever the hub
//! sends, the edits that it does not know yet are applied over it again.

mod edits;

use std::iter;

use serde::Serialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use edits::{NewEdit, record};
pub(super) use edits::{
    arrived, edited_rows, finish_household, has_unsent, settle, settle_outcome, settle_through,
};

use super::{StoreError, Tx, device::Identity, index, journal, register};
use crate::{
    domain::{
        evidence::PhotoState,
        org::{Staff, StaffRole},
        register::Subject,
        ticket::local_state,
        visit::{self, LateEntry, Visit, VisitSummary},
    },
    id::{HouseholdId, OpId, VisitId},
    op::{
        body::{Body, FieldsChanged, Payload},
        row::{PhotoRow, RowKind},
        wire::WireOp,
    },
    time::Zone,
};

/// Shows in the register what `op`, just recorded by this phone, does. Doing it twice changes nothing, so it may
/// be done again for operations that a restored hub has lost.
///
/// # Errors
/// When the database cannot be written.
pub fn apply_local(
    tx: &Tx<'_>,
    op: &WireOp,
    payload: &Payload,
    identity: &Identity,
    zone: Zone,
) -> Result<(), StoreError> {
    show(tx, op.op_id, payload, &identity.staff, zone)
}

/// The role with which a visit of `author` counts, as far as this phone can know: of a paper visit's visitor it knows
/// what they are now, and the hub what they were then. `None` where the author may not enter it.
///
/// # Errors
/// When the database cannot be read.
pub fn credited_role(
    tx: &Tx<'_>,
    author: &Staff,
    late_entry: Option<LateEntry>,
) -> Result<Option<StaffRole>, StoreError> {
    let visitor = match late_entry.and_then(|late| late.made_by_other(author.id)) {
        Some(other) => register::staff_role(tx, other)?,
        None => None,
    };
    Ok(visit::credited_role(author.role, visitor))
}

pub(super) fn show(
    tx: &Tx<'_>,
    op: OpId,
    payload: &Payload,
    author: &Staff,
    zone: Zone,
) -> Result<(), StoreError> {
    if edits::is_recorded(tx, op)? {
        return Ok(());
    }
    let mut effect = Effect { tx, op };
    match &payload.body {
        Body::VisitRecorded(visit) => effect.visit(visit, author, zone)?,
        Body::HouseholdAdded(household) => {
            effect.add(RowKind::Household, household.id.0, household.id, household)?;
        }
        Body::ResidentAdded(resident) => {
            effect.add(RowKind::Resident, resident.id.0, resident.household, resident)?;
        }
        Body::FieldsChanged(change) => effect.change(change)?,
        Body::NeedRaised(need) => effect.add(RowKind::Need, need.id.0, need.household, need)?,
        Body::NeedMoved(step) => {
            let fields = fields([("status", json!(step.to)), ("round", json!(step.round))]);
            effect.edit(RowKind::Need, step.need.0, step.household, fields)?;
        }
        Body::PhotoTaken(record) => {
            let row =
                PhotoRow { record: record.clone(), state: PhotoState::Awaited, verdict: None, repeats: None };
            effect.add(RowKind::Photo, record.id.0, record.household, &row)?;
        }
        Body::ClaimDecided(decision) => {
            let mut fields = fields([("status", json!(decision.status))]);
            if let Some(resident) = decision.resident {
                fields.insert("subject".to_owned(), json!(Subject::Resident(resident)));
            }
            effect.edit(RowKind::Claim, decision.claim.0, decision.household, fields)?;
        }
        Body::ExceptionAcknowledged(seen) => {
            // Without its row there is nothing to show; the operation goes to the hub all the same.
            if let Some(household) = register::exception_household(tx, seen.exception)? {
                let fields = fields([("acknowledged", json!(true)), ("note", json!(seen.note))]);
                effect.edit(RowKind::Exception, seen.exception.0, household, fields)?;
            }
        }
        // For the office alone: there is no row to show.
        Body::FeedbackGiven(_) => {}
    }
    match payload.body.household() {
        Some(household) => index::refresh_stop(tx, household),
        None => Ok(()),
    }
}

/// What one operation does to the rows.
struct Effect<'t, 's> {
    tx: &'t Tx<'s>,
    op: OpId,
}

impl Effect<'_, '_> {
    fn visit(&mut self, visit: &Visit, author: &Staff, zone: Zone) -> Result<(), StoreError> {
        let summary = self.summary(visit, author, zone)?;
        self.add(RowKind::Visit, visit.id.0, visit.household, &summary)?;
        for claim in &visit.claims {
            self.add(RowKind::Claim, claim.id.0, claim.household, claim)?;
        }
        if let Some(corrected) = visit.corrects {
            let fields = fields([("corrected_by", json!(visit.id))]);
            self.edit(RowKind::Visit, corrected.0, visit.household, fields)?;
        }
        self.answer_tickets(visit, author, zone)
    }

    /// Where the household's tickets stand with this visit: as the hub sent them, and then as the visits that it has
    /// not counted have it, without those that any of these corrects.
    fn answer_tickets(&mut self, visit: &Visit, author: &Staff, zone: Zone) -> Result<(), StoreError> {
        let tickets = register::tickets(self.tx, visit.household)?;
        if tickets.is_empty() {
            return Ok(());
        }
        let mut visits = register::visits(self.tx, visit.household, u32::MAX)?;
        let corrected = self.corrected_visits(&visits, visit, author, zone)?;
        visits.extend(corrected);
        for shown in tickets {
            let sent = edits::hub_copy(self.tx, (RowKind::Ticket, shown.id.0))?;
            let state = local_state(sent.as_ref().unwrap_or(&shown), &visits);
            if state != shown.state {
                let fields = fields([("state", json!(state))]);
                self.edit(RowKind::Ticket, shown.id.0, visit.household, fields)?;
            }
        }
        Ok(())
    }

    /// The visits that these and `last`, the one in hand, correct, one after the other, as far as this phone recorded
    /// them: the register of a phone with tickets holds none that the hub has counted.
    fn corrected_visits(
        &self,
        visits: &[VisitSummary],
        last: &Visit,
        author: &Staff,
        zone: Zone,
    ) -> Result<Vec<VisitSummary>, StoreError> {
        let recorded = journal::visits_to(self.tx, last.household)?;
        let in_full = |id: VisitId| recorded.iter().find(|visit| visit.id == id);
        let others = visits.iter().filter(|known| known.id != last.id);
        let others = others.map(|known| (known.id, in_full(known.id).and_then(|visit| visit.corrects)));
        let mut open: Vec<_> = iter::once((last.id, last.corrects)).chain(others).collect();
        let mut found: Vec<VisitSummary> = Vec::new();
        while let Some((by, earlier)) = open.pop() {
            let is_new = |id: &VisitId| *id != by && found.iter().all(|one| one.id != *id);
            let Some(id) = earlier.filter(is_new) else { continue };
            let Some(corrected) = in_full(id) else { continue };
            let mut summary = self.summary(corrected, author, zone)?;
            summary.corrected_by = Some(by);
            found.push(summary);
            open.push((id, corrected.corrects));
        }
        Ok(found)
    }

    fn summary(&self, visit: &Visit, author: &Staff, zone: Zone) -> Result<VisitSummary, StoreError> {
        // One that corrects another is the same visit: the hub may have put its time right already.
        let earlier = match visit.corrects {
            Some(earlier) => register::visit(self.tx, visit.household, earlier)?,
            None => None,
        };
        let began = visit.started_at;
        let (at, day) = earlier
            .map_or_else(|| (began, zone.day_of(began)), |visit| (visit.effective_at, visit.effective_on));
        // Of one that the hub will refuse, what its author could do is shown until then.
        let role = credited_role(self.tx, author, visit.late_entry)?.unwrap_or(author.role);
        Ok(visit.summary(author.id, role, at, day))
    }

    fn change(&mut self, change: &FieldsChanged) -> Result<(), StoreError> {
        let fields = change.fields.iter().map(|(name, change)| (name.clone(), change.new.clone())).collect();
        self.edit(change.row, change.id, change.household, fields)
    }

    fn add<T: Serialize>(
        &mut self,
        kind: RowKind,
        id: Uuid,
        household: HouseholdId,
        row: &T,
    ) -> Result<(), StoreError> {
        let Ok(Value::Object(fields)) = serde_json::to_value(row) else {
            return Err(StoreError::Unreadable { what: "operation" });
        };
        record(self.tx, kind, id, NewEdit { op: self.op, household, is_whole: true, fields })
    }

    fn edit(
        &mut self,
        kind: RowKind,
        id: Uuid,
        household: HouseholdId,
        fields: Map<String, Value>,
    ) -> Result<(), StoreError> {
        record(self.tx, kind, id, NewEdit { op: self.op, household, is_whole: false, fields })
    }
}

fn fields<const N: usize>(fields: [(&str, Value); N]) -> Map<String, Value> {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests;

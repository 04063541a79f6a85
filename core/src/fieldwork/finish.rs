//! The durable finish of a visit: from its draft to what is recorded.

use crate::{
    domain::{
        need::{Need, ReferralStatus},
        register::Subject,
        visit::{Claim, ClaimKind, ClaimStatus, Visit, VisitOutcome},
    },
    error::DoorstepError,
    id::{ClaimId, DraftId, NeedId, VisitId},
    op::body::{Body, FieldsChanged},
    store::{Durability, Identity, Tx, blob, draft as drafts, journal, register},
};

use super::{
    Doorstep, DraftPhoto, VisitDraft,
    check::check_visitor,
    draft::DraftChange,
    wellbeing::{needs_of_trouble, recorded_answers},
};

impl Doorstep {
    /// Finishes a visit: one durable transaction commits the visit, its needs, changes and photos to the journal. A
    /// companion who is nobody, such as a field left empty, is left out. Calling it again gives the same answer.
    ///
    /// # Errors
    /// [`DoorstepError::InvalidInput`] names what is missing; the draft stays as it is.
    pub fn finish_visit(&self, draft: DraftId) -> Result<VisitId, DoorstepError> {
        self.store.write(Durability::Capture, |tx| {
            let visit = VisitId(draft.0);
            let mut draft = match self.get_draft(tx, draft) {
                // The finish took the draft away with it.
                Err(DoorstepError::NotFound { .. }) if journal::holds_visit(tx, visit)? => return Ok(visit),
                found => found?,
            };
            draft.companions.retain(|companion| !companion.is_nobody());
            let me = self.me_finishing(tx)?;
            self.check(&me, &draft)?;
            self.check_who_died(tx, &me, &draft)?;
            check_visitor(tx, &me, &draft)?;
            let bodies = self.bodies(tx, &me, &draft)?;
            self.record(tx, &me, bodies)?;
            // Groups of their own: a change that the hub may not take must not take the visit down with it.
            for change in &draft.changes {
                self.record(tx, &me, vec![fields_changed(&draft, change)])?;
            }
            self.queue_photos(tx, &me, &draft)?;
            drafts::delete_draft(tx, draft.id)?;
            self.derive_households(tx, &me, [draft.household])?;
            Ok(visit)
        })
    }

    /// Queues the files of the draft's photos: the copies, and the original where a rule asks for it.
    fn queue_photos(&self, tx: &Tx<'_>, me: &Identity, draft: &VisitDraft) -> Result<(), DoorstepError> {
        if draft.photos.is_empty() {
            return Ok(());
        }
        let (residents, day) = (register::residents(tx, draft.household)?, draft.day(me.settings.zone));
        let sends_originals = self.packs(tx, me)?.asks_for_originals(&draft.facts, &residents, day);
        for DraftPhoto { record } in &draft.photos {
            for file in record.files() {
                blob::add_blob(tx, record, file.copy, &file.file_name())?;
            }
            // Evidence for a mandatory report is its addressee's, whatever a rule says.
            if sends_originals && !record.kind.is_for_addressee() {
                blob::send_original(tx, record.id)?;
            }
        }
        Ok(())
    }

    fn bodies(&self, tx: &Tx<'_>, me: &Identity, draft: &VisitDraft) -> Result<Vec<Body>, DoorstepError> {
        let visit = self.visit(tx, me, draft)?;
        let mut bodies = vec![Body::VisitRecorded(visit)];
        let of_trouble = needs_of_trouble(tx, draft)?;
        for need in draft.needs.iter().chain(&of_trouble) {
            bodies.push(Body::NeedRaised(Need {
                id: NeedId::generate(self.host.ids.as_ref(), self.host.clock.now()),
                household: draft.household,
                resident: need.resident,
                kind: need.kind,
                status: ReferralStatus::Found,
                round: 1,
                found_in: Some(draft.visit_id()),
                raised_by: Some(me.staff.role),
                note: need.note.clone(),
            }));
        }
        bodies.extend(draft.photos.iter().map(|photo| Body::PhotoTaken(photo.record.clone())));
        Ok(bodies)
    }

    fn visit(&self, tx: &Tx<'_>, me: &Identity, draft: &VisitDraft) -> Result<Visit, DoorstepError> {
        let outcome = draft.outcome.unwrap_or(VisitOutcome::Completed);
        let fence = self.fence_verdict(tx, me, draft)?;
        Ok(Visit {
            id: draft.visit_id(),
            household: draft.household,
            place: draft.place,
            mode: draft.mode,
            outcome,
            facts: draft.facts.clone(),
            tickets: draft.tickets.clone(),
            subject_outcomes: draft.subject_outcomes.clone(),
            wellbeing: recorded_answers(draft, outcome),
            claims: self.claims(tx, me, draft, outcome)?,
            started_at: draft.started_at,
            finished_at: self.host.clock.now(),
            fix: draft.fix.clone(),
            fence,
            companions: draft.companions.clone(),
            next_step: draft.next_step,
            late_entry: draft.late_entry,
            corrects: draft.corrects,
            photo_refused: draft.photo_refused,
            note: draft.note.clone(),
        })
    }

    /// Deceased and moved out are claims until a supervisor settles them. A death is of those who are named; that of
    /// who lived alone is said of the home, which ends with them.
    fn claims(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        draft: &VisitDraft,
        outcome: VisitOutcome,
    ) -> Result<Vec<Claim>, DoorstepError> {
        let died = outcome.claim() == Some(ClaimKind::Deceased);
        let is_named = died && self.names_who_died(tx, me, draft)?;
        let whole = outcome.claim().filter(|_| !is_named);
        let whole = whole.map(|kind| (Subject::Household(draft.household), kind));
        let single = draft
            .subject_outcomes
            .iter()
            .filter_map(|own| own.outcome.claim().map(|kind| (Subject::Resident(own.resident), kind)))
            .filter(|(_, kind)| !died || is_named || *kind != ClaimKind::Deceased);
        let claims = whole
            .into_iter()
            .chain(single)
            .map(|(subject, kind)| Claim {
                id: ClaimId::generate(self.host.ids.as_ref(), self.host.clock.now()),
                visit: draft.visit_id(),
                household: draft.household,
                subject,
                kind,
                on: draft.day(me.settings.zone),
                status: ClaimStatus::Pending,
            })
            .collect();
        Ok(claims)
    }
}

fn fields_changed(draft: &VisitDraft, change: &DraftChange) -> Body {
    let DraftChange { row, id, fields } = change.clone();
    Body::FieldsChanged(FieldsChanged { row, id, household: draft.household, fields })
}

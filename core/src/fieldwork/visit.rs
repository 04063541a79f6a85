//! A visit from the first knock to the durable finish.

use std::collections::BTreeSet;

use serde_json::Value;
use uuid::Uuid;

use crate::{
    domain::{
        duty::Duty,
        evidence::PhotoFile,
        need::{Need, ReferralStatus},
        register::{CategoryRecord, Subject, keep_recorded},
        visit::{
            Claim, ClaimKind, ClaimStatus, NextStep, Visit, VisitFact, VisitMode, VisitOutcome, VisitPlace,
            visitors,
        },
    },
    error::{DoorstepError, Thing},
    id::{ClaimId, DraftId, HouseholdId, NeedId, VisitId},
    op::{
        authorise::may_write,
        body::{Body, FieldChange, FieldsChanged},
        row::RowKind,
    },
    store::{Durability, Identity, Tx, blob, draft as drafts, journal, local, register},
};

use super::{
    Doorstep, VisitDraft,
    bounds::{check_note, check_value},
    draft::DraftChange,
    error::invalid,
};

impl Doorstep {
    /// Starts a visit: all that is due at the household is proposed as done, ready to be unticked.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when the household is not on this phone.
    pub fn start_visit(&self, household: HouseholdId) -> Result<VisitDraft, DoorstepError> {
        let now = self.host.clock.now();
        self.store.write(Durability::Capture, |tx| {
            let me = self.me_recording(tx)?;
            self.known_household(tx, household)?;
            let draft = VisitDraft {
                id: DraftId::generate(self.host.ids.as_ref(), now),
                household,
                started_at: now,
                place: VisitPlace::Home,
                mode: VisitMode::InPerson,
                outcome: None,
                facts: self.proposed_facts(tx, &me, household)?,
                tickets: self.open_tickets(tx, &me, household)?,
                subject_outcomes: Vec::new(),
                fix: None,
                companions: Vec::new(),
                next_step: None,
                late_entry: None,
                corrects: None,
                needs: Vec::new(),
                changes: Vec::new(),
                photos: Vec::new(),
                photo_refused: false,
                note: None,
            };
            self.put_draft(tx, &draft)?;
            Ok(draft)
        })
    }

    /// Saves the draft as it stands; durable when this returns. Photos and changes of fields have calls of their
    /// own and are kept as the store has them.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when the visit was finished or discarded meanwhile.
    pub fn save_draft(&self, draft: &VisitDraft) -> Result<(), DoorstepError> {
        self.store.write(Durability::Capture, |tx| {
            let stored = self.get_draft(tx, draft.id)?;
            // What other calls keep in the draft is not undone by an older copy of it.
            let VisitDraft { photos, changes, household, started_at, .. } = stored;
            self.put_draft(tx, &VisitDraft { photos, changes, household, started_at, ..draft.clone() })
        })
    }

    /// Visits in progress, such as one that a killed app left.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn drafts(&self) -> Result<Vec<VisitDraft>, DoorstepError> {
        self.store.read(|tx| {
            let stored = drafts::drafts(tx)?;
            stored.iter().map(|saved| read_draft(&saved.json)).collect()
        })
    }

    /// Changes one field of the household or of a resident, keeping the value that was seen.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when the row is not on this phone, [`DoorstepError::InvalidInput`] for a field
    /// that this role may not write.
    pub fn change_field(
        &self,
        draft: DraftId,
        row: RowKind,
        id: Uuid,
        field: &str,
        new: Value,
    ) -> Result<VisitDraft, DoorstepError> {
        check_value(field, &new)?;
        self.store.write(Durability::Capture, |tx| {
            let me = self.me(tx)?;
            if !may_write(me.staff.role.audience(), row, field) {
                return Err(invalid(field, "此岗位不能修改该项", "This role may not change it"));
            }
            let mut draft = self.get_draft(tx, draft)?;
            let old = self.field_as_seen(tx, row, id, draft.household, field)?;
            let new = as_recorded(row, field, &old, new.clone());
            let slot = match draft.changes.iter().position(|change| (change.row, change.id) == (row, id)) {
                Some(slot) => slot,
                None => {
                    draft.changes.push(DraftChange { row, id, fields: Default::default() });
                    draft.changes.len() - 1
                }
            };
            if let Some(change) = draft.changes.get_mut(slot) {
                // A second edit keeps what was seen before the first.
                change
                    .fields
                    .entry(field.to_owned())
                    .and_modify(|change| change.new = new.clone())
                    .or_insert_with(|| FieldChange { old, new: new.clone() });
            }
            self.put_draft(tx, &draft)?;
            Ok(draft)
        })
    }

    /// Drops a visit in progress with its photos. Nothing of it was recorded.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn discard_visit(&self, draft: DraftId) -> Result<(), DoorstepError> {
        let files = self.store.write(Durability::Capture, |tx| {
            let draft = self.get_draft(tx, draft)?;
            drafts::delete_draft(tx, draft.id)?;
            Ok::<_, DoorstepError>(draft.photos)
        })?;
        files.iter().for_each(|photo| self.remove_files(photo.record.id));
        Ok(())
    }

    /// What may follow when nobody answers here, as the rules say: at a high-risk elder's door an attempt is not
    /// enough, and the ladder ends with a report at once.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when the household is not on this phone.
    pub fn next_steps(&self, household: HouseholdId) -> Result<Vec<NextStep>, DoorstepError> {
        self.store.read(|tx| {
            let me = self.me(tx)?;
            self.known_household(tx, household)?;
            if !me.staff.role.audience().derives() {
                // A ticket hides whom it is about, so at a ticket's door the careful steps are always offered.
                return Ok(NextStep::CAREFUL.to_vec());
            }
            let residents = register::residents(tx, household)?;
            Ok(self.packs(tx, &me)?.no_answer(&residents, self.day(&me)).to_vec())
        })
    }

    /// Finishes a visit: one durable transaction commits the visit, its needs, changes and photos to the journal.
    /// Calling it again gives the same answer.
    ///
    /// # Errors
    /// [`DoorstepError::InvalidInput`] names what is missing; the draft stays as it is.
    pub fn finish_visit(&self, draft: DraftId) -> Result<VisitId, DoorstepError> {
        self.store.write(Durability::Capture, |tx| {
            let visit = VisitId(draft.0);
            let draft = match self.get_draft(tx, draft) {
                // The finish took the draft away with it.
                Err(DoorstepError::NotFound { .. }) if journal::holds_visit(tx, visit)? => return Ok(visit),
                found => found?,
            };
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
            for photo in &draft.photos {
                for file in PhotoFile::all(photo.record.id) {
                    blob::add_blob(tx, &photo.record, file.copy, &file.file_name())?;
                }
            }
            drafts::delete_draft(tx, draft.id)?;
            self.derive_households(tx, &me, [draft.household])?;
            Ok(visit)
        })
    }

    fn check(&self, me: &Identity, draft: &VisitDraft) -> Result<(), DoorstepError> {
        let outcome = draft
            .outcome
            .ok_or_else(|| invalid("outcome", "请选择走访结果", "Choose how the visit ended"))?;
        if outcome.reached() && draft.facts.is_empty() && draft.tickets.is_empty() {
            return Err(invalid("facts", "请选择完成的事项", "Choose what was done"));
        }
        check_note("note", draft.note.as_deref())?;
        draft.needs.iter().try_for_each(|need| check_note("needs.note", need.note.as_deref()))?;
        let is_claim = outcome.claim().is_some();
        if !outcome.reached() && !is_claim && draft.next_step.is_none() {
            return Err(invalid("next_step", "请选择下一步", "Choose what follows"));
        }
        if draft.late_entry.is_some_and(|late| late.visited_on > self.day(me)) {
            return Err(invalid(
                "late_entry.visited_on",
                "补录日期不能晚于今天",
                "A visit entered later cannot lie after today",
            ));
        }
        let by = draft.late_entry.map_or(me.staff.id, |late| late.visited_by);
        if visitors(by, &draft.companions) <= draft.companions.len() {
            return Err(invalid(
                "companions",
                "同行人须填写姓名，且不能重复或填本人",
                "Each companion needs a name, once, and is not the visitor",
            ));
        }
        if draft
            .photos
            .iter()
            .any(|photo| photo.record.kind.needs_consent() && !photo.record.consent.allows())
        {
            return Err(invalid(
                "photos",
                "未经同意的照片请先删除",
                "Delete the photos that nobody agreed to",
            ));
        }
        Ok(())
    }

    /// A household does not die: where several live, the visit says who.
    fn check_who_died(&self, tx: &Tx<'_>, me: &Identity, draft: &VisitDraft) -> Result<(), DoorstepError> {
        let is_said = draft.subject_outcomes.iter().any(|own| own.outcome == VisitOutcome::Deceased);
        if draft.outcome != Some(VisitOutcome::Deceased) || is_said || !self.several_live(tx, me, draft)? {
            return Ok(());
        }
        Err(invalid("subject_outcomes", "请选择去世的是哪一位", "Choose who died"))
    }

    fn bodies(&self, tx: &Tx<'_>, me: &Identity, draft: &VisitDraft) -> Result<Vec<Body>, DoorstepError> {
        let visit = self.visit(tx, me, draft)?;
        let mut bodies = vec![Body::VisitRecorded(visit)];
        for need in &draft.needs {
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

    /// Whether more than one lived there on the day of the visit, as far as this phone knows.
    fn several_live(&self, tx: &Tx<'_>, me: &Identity, draft: &VisitDraft) -> Result<bool, DoorstepError> {
        let day = draft.day(me.settings.zone);
        let residents = register::residents(tx, draft.household)?;
        Ok(residents.iter().filter(|one| one.left_on.is_none_or(|left| day <= left)).nth(1).is_some())
    }

    /// Deceased and moved out are claims until a supervisor settles them. Where several live a death is of those who
    /// are named; that of who lived alone is said of the home, which ends with them.
    fn claims(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        draft: &VisitDraft,
        outcome: VisitOutcome,
    ) -> Result<Vec<Claim>, DoorstepError> {
        let died = outcome.claim() == Some(ClaimKind::Deceased);
        let is_named = died && self.several_live(tx, me, draft)?;
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

    /// One fact for each duty that is open here and that this worker may discharge.
    fn proposed_facts(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        household: HouseholdId,
    ) -> Result<Vec<VisitFact>, DoorstepError> {
        let packs = self.packs(tx, me)?;
        let duties = self.open_duties(tx, me, household)?;
        let fact = |duty: &Duty| {
            let rule = packs.rule(&duty.key.rule, duty.key.start)?;
            let kind = *rule.discharge.kinds.first()?;
            rule.may_be_discharged_by(me.staff.role).then_some(VisitFact { kind, subject: duty.key.subject })
        };
        let facts: BTreeSet<_> = duties.iter().filter_map(fact).collect();
        Ok(facts.into_iter().collect())
    }

    /// Duties of the household that can be done today.
    pub(super) fn open_duties(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        household: HouseholdId,
    ) -> Result<Vec<Duty>, DoorstepError> {
        let day = self.day(me);
        let mut duties = self.duties_of(tx, me, household)?;
        duties.retain(|duty| duty.can_be_done_on(day));
        Ok(duties)
    }

    fn open_tickets(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        household: HouseholdId,
    ) -> Result<Vec<crate::id::TicketId>, DoorstepError> {
        use crate::domain::ticket::TicketState;
        let day = self.day(me);
        let mut tickets = register::tickets(tx, household)?;
        tickets.retain(|ticket| {
            ticket.window.contains(day) && matches!(ticket.state, TicketState::Open | TicketState::Attempted)
        });
        Ok(tickets.into_iter().map(|ticket| ticket.id).collect())
    }

    fn field_as_seen(
        &self,
        tx: &Tx<'_>,
        row: RowKind,
        id: Uuid,
        household: HouseholdId,
        field: &str,
    ) -> Result<Value, DoorstepError> {
        let document = match row {
            RowKind::Household if id == household.0 => {
                serde_json::to_value(self.known_household(tx, household)?)
            }
            RowKind::Resident => {
                let residents = register::residents(tx, household)?;
                let resident = residents.into_iter().find(|resident| resident.id.0 == id);
                serde_json::to_value(resident.ok_or(DoorstepError::NotFound { what: Thing::Resident })?)
            }
            _ => {
                return Err(invalid(
                    "row",
                    "只能修改本户和本户居民",
                    "Only this household and its residents can be changed",
                ));
            }
        };
        let document = document.map_err(|_| DoorstepError::Internal { code: "draft/json".into() })?;
        Ok(document.get(field).cloned().unwrap_or(Value::Null))
    }

    pub(super) fn get_draft(&self, tx: &Tx<'_>, id: DraftId) -> Result<VisitDraft, DoorstepError> {
        let saved = drafts::draft(tx, id)?.ok_or(DoorstepError::NotFound { what: Thing::VisitInProgress })?;
        read_draft(&saved.json)
    }

    pub(super) fn put_draft(&self, tx: &Tx<'_>, draft: &VisitDraft) -> Result<(), DoorstepError> {
        let json = serde_json::to_string(draft)
            .map_err(|_| invalid("draft", "数值无法保存", "A number cannot be saved"))?;
        Ok(drafts::save_draft(tx, draft.id, draft.household, &json, self.host.clock.now())?)
    }
}

/// Refuses at once a paper visit in the name of whom the hub would not let this worker enter for.
fn check_visitor(tx: &Tx<'_>, me: &Identity, draft: &VisitDraft) -> Result<(), DoorstepError> {
    let credited = local::credited_role(tx, &me.staff, draft.late_entry)?;
    credited.map(drop).ok_or_else(|| {
        invalid(
            "late_entry.visited_by",
            "不能代该人员补录走访",
            "This role may not enter that worker's visits",
        )
    })
}

fn fields_changed(draft: &VisitDraft, change: &DraftChange) -> Body {
    let DraftChange { row, id, fields } = change.clone();
    Body::FieldsChanged(FieldsChanged { row, id, household: draft.household, fields })
}

pub(super) fn read_draft(json: &str) -> Result<VisitDraft, DoorstepError> {
    serde_json::from_str(json).map_err(|_| DoorstepError::Internal { code: "draft/json".into() })
}

/// The value as it is recorded: of a list of categories what was known before keeps its day.
fn as_recorded(row: RowKind, field: &str, old: &Value, new: Value) -> Value {
    if (row, field) != (RowKind::Resident, "categories") {
        return new;
    }
    let read = |value: &Value| serde_json::from_value::<Vec<CategoryRecord>>(value.clone()).ok();
    let (Some(known), Some(mut list)) = (read(old), read(&new)) else { return new };
    keep_recorded(&mut list, &known);
    serde_json::to_value(list).unwrap_or(new)
}

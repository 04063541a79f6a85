//! A visit in progress, from the first knock.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    domain::{
        duty::Duty,
        register::{CategoryRecord, keep_recorded},
        rules::Rule,
        visit::{NextStep, VisitFact, VisitMode, VisitPlace},
    },
    error::{DoorstepError, Thing},
    id::{DraftId, HouseholdId},
    op::{
        authorise::may_write,
        body::FieldChange,
        row::{RowKind, document},
    },
    store::{Durability, Identity, Tx, draft as drafts, register},
};

use super::{
    Doorstep, VisitDraft,
    bounds::{check_change, check_value},
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
                wellbeing: Vec::new(),
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
            let VisitDraft { photos, changes, household, started_at, corrects, .. } = stored;
            let kept = VisitDraft { photos, changes, household, started_at, corrects, ..draft.clone() };
            self.put_draft(tx, &kept)
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
    /// that this role may not write and for a value that does not belong there.
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
            let seen = self.row_as_seen(tx, row, id, draft.household)?;
            let old = seen.get(field).cloned().unwrap_or(Value::Null);
            let new = as_recorded(row, field, &old, new.clone());
            check_change(row, seen, field, &new)?;
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
            self.steps_after_no_answer(tx, &me, household)
        })
    }

    pub(super) fn steps_after_no_answer(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        household: HouseholdId,
    ) -> Result<Vec<NextStep>, DoorstepError> {
        if !me.staff.role.audience().derives() {
            // A ticket hides whom it is about, so at a ticket's door the careful steps are always offered.
            return Ok(NextStep::CAREFUL.to_vec());
        }
        let residents = register::residents(tx, household)?;
        Ok(self.packs(tx, me)?.no_answer(&residents, self.day(me)).to_vec())
    }

    /// One fact for each duty that is open here and that this worker may discharge.
    pub(super) fn proposed_facts(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        household: HouseholdId,
    ) -> Result<Vec<VisitFact>, DoorstepError> {
        let mut facts = BTreeSet::new();
        self.for_each_own_duty(tx, me, household, |duty, rule| {
            let subject = duty.key.subject;
            facts.extend(rule.discharge.kinds.first().map(|kind| VisitFact { kind: *kind, subject }));
        })?;
        Ok(facts.into_iter().collect())
    }

    /// The most visitors that a duty open here asks for.
    pub(super) fn visitors_due(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        household: HouseholdId,
    ) -> Result<u8, DoorstepError> {
        let mut most = 1;
        self.for_each_own_duty(tx, me, household, |_, rule| most = rule.discharge.visitors.max(most))?;
        Ok(most)
    }

    /// The duties that are open here and that this worker may discharge, each with its rule.
    pub(super) fn for_each_own_duty(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        household: HouseholdId,
        mut take: impl FnMut(&Duty, &Rule),
    ) -> Result<(), DoorstepError> {
        let packs = self.packs(tx, me)?;
        for duty in self.open_duties(tx, me, household)? {
            let rule = packs.rule(&duty.key.rule, duty.key.start);
            if let Some(rule) = rule.filter(|rule| rule.may_be_discharged_by(me.staff.role)) {
                take(&duty, rule);
            }
        }
        Ok(())
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

    pub(super) fn open_tickets(
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

    fn row_as_seen(
        &self,
        tx: &Tx<'_>,
        row: RowKind,
        id: Uuid,
        household: HouseholdId,
    ) -> Result<Map<String, Value>, DoorstepError> {
        let seen = match row {
            RowKind::Household if id == household.0 => document(&self.known_household(tx, household)?),
            RowKind::Resident => {
                let residents = register::residents(tx, household)?;
                let resident = residents.into_iter().find(|resident| resident.id.0 == id);
                document(&resident.ok_or(DoorstepError::NotFound { what: Thing::Resident })?)
            }
            _ => {
                return Err(invalid(
                    "row",
                    "只能修改本户和本户居民",
                    "Only this household and its residents can be changed",
                ));
            }
        };
        seen.map_err(|_| DoorstepError::Internal { code: "draft/json".into() })
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

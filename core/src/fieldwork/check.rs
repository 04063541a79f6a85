//! What must hold before a visit is finished.

use std::collections::BTreeSet;

use crate::{
    domain::{
        duty::{lone_resident, several_live},
        visit::{VisitOutcome, visitors},
    },
    error::DoorstepError,
    store::{Identity, Tx, local, register},
};

use super::{Doorstep, VisitDraft, bounds::check_note, error::invalid};

impl Doorstep {
    /// What the draft alone tells.
    pub(super) fn check(&self, me: &Identity, draft: &VisitDraft) -> Result<(), DoorstepError> {
        let outcome = draft
            .outcome
            .ok_or_else(|| invalid("outcome", "请选择走访结果", "Choose how the visit ended"))?;
        if outcome.reached() && draft.facts.is_empty() && draft.tickets.is_empty() {
            return Err(invalid("facts", "请选择完成的事项", "Choose what was done"));
        }
        check_note("note", draft.note.as_deref())?;
        draft.needs.iter().try_for_each(|need| check_note("needs.note", need.note.as_deref()))?;
        let checks: BTreeSet<_> = draft.wellbeing.iter().map(|answer| answer.check).collect();
        if checks.len() < draft.wellbeing.len() {
            return Err(invalid("wellbeing", "每项只能回答一次", "Answer each of them once"));
        }
        if outcome.asks_what_follows() && draft.next_step.is_none() {
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
                "同行人不能重复，也不能填本人",
                "Each companion is named once, and is not the visitor",
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
    pub(super) fn check_who_died(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        draft: &VisitDraft,
    ) -> Result<(), DoorstepError> {
        let is_said = draft.subject_outcomes.iter().any(|own| own.outcome == VisitOutcome::Deceased);
        if draft.outcome != Some(VisitOutcome::Deceased) || is_said || !self.several_live(tx, me, draft)? {
            return Ok(());
        }
        Err(invalid("subject_outcomes", "请选择去世的是哪一位", "Choose who died"))
    }

    /// Whether the visit names somebody who died and is not known to have lived there alone. Once the grid went to
    /// another worker the phone knows of nobody there, and the name is all that tells whom the death is of.
    pub(super) fn names_who_died(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        draft: &VisitDraft,
    ) -> Result<bool, DoorstepError> {
        let residents = register::residents(tx, draft.household)?;
        let alone = lone_resident(&residents, draft.day(me.settings.zone)).map(|one| one.id);
        let mut dead = draft.subject_outcomes.iter().filter(|own| own.outcome == VisitOutcome::Deceased);
        Ok(dead.any(|own| Some(own.resident) != alone))
    }

    /// Whether more than one lived there on the day of the visit, as far as this phone knows.
    fn several_live(&self, tx: &Tx<'_>, me: &Identity, draft: &VisitDraft) -> Result<bool, DoorstepError> {
        Ok(several_live(&register::residents(tx, draft.household)?, draft.day(me.settings.zone)))
    }
}

/// Refuses at once a paper visit in the name of whom the hub would not let this worker enter for.
pub(super) fn check_visitor(tx: &Tx<'_>, me: &Identity, draft: &VisitDraft) -> Result<(), DoorstepError> {
    let credited = local::credited_role(tx, &me.staff, draft.late_entry)?;
    credited.map(drop).ok_or_else(|| {
        invalid(
            "late_entry.visited_by",
            "不能代该人员补录走访",
            "This role may not enter that worker's visits",
        )
    })
}

//! What a visit in progress can choose from, whether it was just begun or is resumed.

use std::collections::BTreeSet;

use crate::{
    codes::Hotline,
    domain::{
        register::{Resident, Subject},
        rules::Rule,
        ticket::Ticket,
        visit::{LateEntry, NextStep, VisitFact, VisitKind, VisitOutcome},
    },
    error::DoorstepError,
    id::{DraftId, HouseholdId},
    store::{Identity, Tx, register},
    text::{Text, redacted_debug},
};

use super::{
    Doorstep,
    photo_choices::{PhotoChoice, photo_choices},
};

/// Work to tick, and whom it is for.
#[derive(Clone, PartialEq, Eq)]
pub struct WorkChoice {
    /// The work.
    pub fact: VisitFact,
    /// The resident's name, where it is for one.
    pub name: Option<String>,
    /// What the work is called.
    pub label: Text,
}

redacted_debug!(WorkChoice { fact });

/// What may follow when nobody answers, and whom it calls.
#[derive(Clone, PartialEq, Eq)]
pub struct StepChoice {
    /// The step.
    pub step: NextStep,
    /// The number that it dials; none where it calls nobody or the number is not known.
    pub dials: Option<String>,
}

redacted_debug!(StepChoice { step });

/// What one visit can choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitChoices {
    /// How most visits end, the most frequent first.
    pub usual_outcomes: Vec<VisitOutcome>,
    /// How else one may end.
    pub other_outcomes: Vec<VisitOutcome>,
    /// Work that is due here today and that this worker may do, and whatever was ticked.
    pub work: Vec<WorkChoice>,
    /// Work for the household as a whole that nothing asks for and nobody ticked yet.
    pub other_work: Vec<WorkChoice>,
    /// Tickets that are open here today, and those that were ticked.
    pub tickets: Vec<Ticket>,
    /// What may follow when nobody answers, the most pressing first.
    pub next_steps: Vec<StepChoice>,
    /// What to dial to report at once, where the tenant named a number; it needs no data.
    pub report_phone: Option<Hotline>,
    /// How many must come for all of what is due here.
    pub visitors: u8,
    /// Why photos are asked for here today, each reason once; empty where none is.
    pub photo_reasons: Vec<Text>,
    /// Why signatures are asked for here today, each reason once; empty where none is.
    pub signature_reasons: Vec<Text>,
    /// What the visit says once it was first on paper: by this worker, and today unless another day is told.
    pub paper: LateEntry,
    /// What a photo can be, the most frequent first, and what can be answered before the camera opens.
    pub photos: Vec<PhotoChoice>,
}

impl Doorstep {
    /// What the visit can choose from. What was proposed at its beginning and unticked is still offered.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when the visit was finished or discarded meanwhile, or its household is not on this
    /// phone any more.
    pub fn visit_choices(&self, draft: DraftId) -> Result<VisitChoices, DoorstepError> {
        self.store.read(|tx| {
            let me = self.me(tx)?;
            let draft = self.get_draft(tx, draft)?;
            let home = self.known_household(tx, draft.household)?;
            let is_locked = self.homes_are_locked(tx)?;
            let residents = if is_locked { Vec::new() } else { register::residents(tx, draft.household)? };
            let proposed = self.proposed_facts(tx, &me, draft.household)?;
            let facts: BTreeSet<_> = draft.facts.iter().copied().chain(proposed).collect();
            let open = self.open_tickets(tx, &me, draft.household)?;
            let mut tickets = register::tickets(tx, draft.household)?;
            tickets.retain(|ticket| open.contains(&ticket.id) || draft.tickets.contains(&ticket.id));
            let of_duties = self.visitors_due(tx, &me, draft.household)?;
            let of_tickets = tickets.iter().map(|ticket| ticket.visitors).max().unwrap_or(1);
            let other_work = of_household(draft.household).filter(|fact| !facts.contains(fact));
            let steps = self.steps_after_no_answer(tx, &me, draft.household)?;
            let dialled = |step| match step {
                NextStep::PhoneFollowUp => home.phone.as_ref().filter(|_| !is_locked).map(|one| one.reveal()),
                NextStep::ReportAtOnce => me.settings.report_phone.as_ref().map(|one| one.reveal()),
                NextStep::ComeBack | NextStep::LeaveNote | NextStep::AskNeighbour => None,
            };
            let step = |step| StepChoice { step, dials: dialled(step).map(str::to_owned) };
            Ok(VisitChoices {
                usual_outcomes: VisitOutcome::USUAL.to_vec(),
                other_outcomes: other_outcomes().collect(),
                other_work: other_work.map(|fact| choice(fact, &residents)).collect(),
                work: facts.iter().map(|fact| choice(*fact, &residents)).collect(),
                visitors: of_duties.max(of_tickets),
                next_steps: steps.into_iter().map(step).collect(),
                report_phone: me.settings.report_phone.clone(),
                photo_reasons: self.reasons(tx, &me, draft.household, |rule| rule.photo_reason.as_ref())?,
                signature_reasons: self
                    .reasons(tx, &me, draft.household, |rule| rule.signature_reason.as_ref())?,
                paper: LateEntry { visited_on: self.day(&me), visited_by: me.staff.id },
                photos: photo_choices(self.may_show_minor(tx, &me, &draft)?),
                tickets,
            })
        })
    }

    /// Why something is asked for here today, each reason once: of the duties that this worker may discharge.
    pub(super) fn reasons(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        household: HouseholdId,
        of: impl Fn(&Rule) -> Option<&Text>,
    ) -> Result<Vec<Text>, DoorstepError> {
        let mut reasons: Vec<Text> = Vec::new();
        self.for_each_own_duty(tx, me, household, |_, rule| {
            if let Some(reason) = of(rule).filter(|one| !reasons.contains(one)) {
                reasons.push(reason.clone());
            }
        })?;
        Ok(reasons)
    }
}

fn other_outcomes() -> impl Iterator<Item = VisitOutcome> {
    VisitOutcome::ALL.iter().copied().filter(|outcome| !VisitOutcome::USUAL.contains(outcome))
}

/// Every kind of work, for the household as a whole.
fn of_household(household: HouseholdId) -> impl Iterator<Item = VisitFact> {
    let subject = Subject::Household(household);
    VisitKind::ALL.iter().map(move |kind| VisitFact { kind: *kind, subject })
}

fn choice(fact: VisitFact, residents: &[Resident]) -> WorkChoice {
    let name = match fact.subject {
        Subject::Household(_) => None,
        Subject::Resident(id) => residents.iter().find(|one| one.id == id).map(|one| one.name.clone()),
    };
    WorkChoice { fact, name, label: fact.kind.label() }
}

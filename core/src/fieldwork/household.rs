//! One household as this role may see it.

use std::collections::BTreeSet;

use crate::{
    domain::{
        duty::{Duty, DutyState},
        need::{Need, ReferralStatus},
        register::{Household, Resident},
        ticket::{Ticket, TicketState},
        visit::VisitSummary,
    },
    error::DoorstepError,
    id::{HouseholdId, VisitId},
    store::register,
    text::Text,
};

use super::{Doorstep, HandedOverView, correct::may_correct, entry::new_resident_fields};

/// Past visits shown with a household.
const VISITS_SHOWN: u32 = 20;

/// A duty in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyView {
    /// The duty.
    pub duty: Duty,
    /// What its rule is called.
    pub title: Text,
    /// The task in plain words.
    pub task: Text,
    /// On what legal basis, in English where somebody wrote it so.
    pub legal_basis: Text,
    /// Why a photo is asked for, where one is.
    pub photo_reason: Option<Text>,
    /// How many visitors must come.
    pub visitors: u8,
    /// Where it stands.
    pub standing: Text,
    /// Whether it can be done today.
    pub is_due_today: bool,
}

/// A household with all that a visitor of this role needs.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseholdView {
    /// The household.
    pub household: Household,
    /// Its residents, for roles that may know them.
    pub residents: Vec<Resident>,
    /// What is due, for roles that derive.
    pub duties: Vec<DutyView>,
    /// What is asked, for roles with tickets.
    pub tickets: Vec<Ticket>,
    /// Its latest visits, newest first.
    pub visits: Vec<VisitSummary>,
    /// Needs that are not closed.
    pub needs: Vec<Need>,
    /// Those of its visits that this phone can put right.
    pub correctable: BTreeSet<VisitId>,
    /// Whom it is handed to, where it is.
    pub handed_over: Option<HandedOverView>,
    /// Whether this worker may hand it over, and take it back.
    pub may_hand_over: bool,
    /// Whether this worker may add a resident.
    pub may_add_resident: bool,
    /// That homes are locked, in words, where they are: then no more is told than a door needs.
    pub lock: Option<Text>,
}

/// The words of a ticket's states, and of what need not be done the reason.
fn standing(state: DutyState) -> Text {
    match state {
        DutyState::Exempt(reason) => reason.label(),
        _ => TicketState::from(state).label(),
    }
}

impl Doorstep {
    /// The household with residents, what is due and why, last visits and open needs; what a door needs alone while homes are
    /// [locked](Self::homes_lock).
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when it is not on this phone.
    pub fn household(&self, id: HouseholdId) -> Result<HouseholdView, DoorstepError> {
        self.store.read(|tx| {
            let me = self.me(tx)?;
            let packs = self.packs(tx, &me)?;
            let today = self.day(&me);
            let view = |duty: Duty| {
                let rule = packs.rule(&duty.key.rule, duty.key.start)?;
                Some(DutyView {
                    title: rule.title.clone(),
                    task: rule.task.clone(),
                    legal_basis: rule.basis(),
                    photo_reason: rule.photo_reason.clone(),
                    visitors: rule.discharge.visitors,
                    standing: standing(duty.state),
                    is_due_today: duty.can_be_done_on(today),
                    duty,
                })
            };
            let mut needs = register::needs(tx, id)?;
            needs.retain(|need| {
                !matches!(need.status, ReferralStatus::Resolved | ReferralStatus::RevisitDone)
            });
            let household = self.known_household(tx, id)?;
            let visits = register::visits(tx, id, VISITS_SHOWN)?;
            let mut correctable = BTreeSet::new();
            for visit in &visits {
                if may_correct(tx, visit)? {
                    correctable.insert(visit.id);
                }
            }
            let view = HouseholdView {
                may_hand_over: self.may_hand_over_in(tx, &me, household.grid)?,
                may_add_resident: !new_resident_fields(me.staff.role).is_empty()
                    && self.answers_for(tx, &me, household.grid)?,
                handed_over: self.handed_over_view(tx, &me, household.handed_over.clone())?,
                household,
                residents: register::residents(tx, id)?,
                duties: self.current_duties(tx, &me, id)?.into_iter().filter_map(view).collect(),
                tickets: register::tickets(tx, id)?,
                visits,
                correctable,
                needs,
                lock: None,
            };
            Ok(match self.lock_of_homes(tx)? {
                Some(lock) => view.locked(lock),
                None => view,
            })
        })
    }
}

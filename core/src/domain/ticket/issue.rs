//! Tickets for duties.

use super::{Ticket, TicketState};
use crate::{
    domain::{
        duty::{Duty, DutyKey, DutyState, HouseholdFacts, for_each_duty},
        org::StaffRole,
        register::{Household, Subject},
        rules::{Rule, RulePacks},
    },
    id::TicketId,
    seal::{Digest, message},
    time::{DayRange, WorkingDays},
};

impl Ticket {
    /// The id of the ticket for the duty `key`: always the same, and telling nothing of the duty to whoever
    /// does not hold the hub's `secret`.
    ///
    /// SHA-256 over the secret and the length-prefixed parts of the key. An id shows less than half of the
    /// digest, so it cannot be extended to that of another duty.
    pub fn id_for(secret: &[u8; 32], key: &DutyKey) -> TicketId {
        let (kind, id): (&[u8], _) = match key.subject {
            Subject::Household(household) => (b"household", household.0),
            Subject::Resident(resident) => (b"resident", resident.0),
        };
        let start = key.start.to_string();
        let parts: [&[u8]; 5] = [secret, kind, id.as_bytes(), key.rule.as_bytes(), start.as_bytes()];
        let digest = Digest::of(&message("doorstep/ticket", &parts));
        let mut bytes = [0u8; 16];
        for (to, from) in bytes.iter_mut().zip(digest.0) {
            *to = from;
        }
        TicketId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

/// The ticket that stands for `duty` of `rule`.
pub fn ticket(duty: &Duty, rule: &Rule, household: &Household, secret: &[u8; 32]) -> Ticket {
    Ticket {
        id: Ticket::id_for(secret, &duty.key),
        household: duty.household,
        grid: duty.grid,
        task: rule.task.clone(),
        window: duty.window,
        modes: rule.discharge.modes.clone(),
        visitors: rule.discharge.visitors,
        safety_note: household.safety_note.clone(),
        state: duty.state.into(),
    }
}

impl From<DutyState> for TicketState {
    fn from(state: DutyState) -> Self {
        match state {
            DutyState::Open => Self::Open,
            DutyState::Attempted => Self::Attempted,
            DutyState::Visited { .. } => Self::Visited,
            DutyState::Exempt(_) => Self::Exempt,
        }
    }
}

/// Tickets for all duties of the household that a worker of this role may discharge and whose window overlaps
/// `span`, sorted by id: an order by rule would tell the rule.
pub fn tickets(
    facts: &HouseholdFacts,
    packs: &RulePacks,
    calendar: &WorkingDays,
    span: DayRange,
    role: StaffRole,
    secret: &[u8; 32],
) -> Vec<Ticket> {
    let mut tickets = Vec::new();
    for_each_duty(facts, packs, calendar, span, |derived| {
        if derived.rule.may_be_discharged_by(role) {
            tickets.push(ticket(&derived.duty, derived.rule, &facts.household, secret));
        }
    });
    tickets.sort_by_key(|ticket| ticket.id);
    tickets
}

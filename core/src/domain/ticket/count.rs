//! Coverage over tickets, by the one definition of [`coverage`](crate::domain::coverage).

use std::collections::BTreeMap;

use super::{Ticket, TicketState};
use crate::{
    codes::GridCode,
    domain::{
        coverage::{Counts, Standing},
        visit::VisitSummary,
    },
    time::{Day, Period},
};

impl From<TicketState> for Standing {
    fn from(state: TicketState) -> Self {
        match state {
            TicketState::Open => Self::Open,
            TicketState::Attempted => Self::Attempted,
            TicketState::Visited => Self::Visited,
            TicketState::Exempt => Self::Exempt,
        }
    }
}

/// Where the ticket stands here: as the hub knew, and then as the visits of this phone that the hub has not
/// yet counted have it.
///
/// A visit discharges the tickets that it names, and one that reached nobody tried for all of the household's.
/// What a phone with tickets cannot judge (a late answer after an event, a claim) shows after the next
/// exchange.
pub fn local_state<'a>(
    ticket: &Ticket,
    local_visits: impl IntoIterator<Item = &'a VisitSummary>,
) -> TicketState {
    if matches!(ticket.state, TicketState::Visited | TicketState::Exempt) {
        return ticket.state;
    }
    let mut state = ticket.state;
    for visit in local_visits {
        let counts = visit.household == ticket.household
            && visit.corrected_by.is_none()
            && ticket.window.contains(visit.effective_on);
        if !counts {
            continue;
        }
        let answers = visit.tickets.contains(&ticket.id);
        let as_asked = ticket.modes.contains(&visit.mode) && visit.visitors >= ticket.visitors;
        if answers && as_asked && visit.outcome.reached() {
            return TicketState::Visited;
        }
        if !visit.outcome.reached() {
            state = TicketState::Attempted;
        }
    }
    state
}

/// Coverage of the tickets whose window ends in `period`, by grid, judged on the day `on`, with the visits of
/// this phone that the hub has not counted yet.
pub fn count_tickets<'a>(
    tickets: impl IntoIterator<Item = &'a Ticket>,
    local_visits: &[VisitSummary],
    period: Period,
    on: Day,
) -> BTreeMap<GridCode, Counts> {
    let mut by_household: BTreeMap<_, Vec<&VisitSummary>> = BTreeMap::new();
    for visit in local_visits {
        by_household.entry(visit.household).or_default().push(visit);
    }
    let mut counts: BTreeMap<GridCode, Counts> = BTreeMap::new();
    for ticket in tickets.into_iter().filter(|ticket| period.days().contains(ticket.window.end)) {
        let visits = by_household.get(&ticket.household).into_iter().flatten().copied();
        let state = local_state(ticket, visits);
        *counts.entry(ticket.grid).or_default() += Counts::of(state.into(), ticket.window.end, on);
    }
    counts
}

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
/// A visit discharges the tickets that it names, and one that reached nobody tried for all of the household's. One
/// that was corrected does neither, and what the hub knows through it is known no longer; whether somebody else did the
/// same shows after the next exchange, as all does that a phone with tickets cannot judge (a late answer after an event,
/// a claim).
pub fn local_state<'a>(
    ticket: &Ticket,
    local_visits: impl IntoIterator<Item = &'a VisitSummary>,
) -> TicketState {
    let here = |visit: &&VisitSummary| {
        visit.household == ticket.household && ticket.window.contains(visit.effective_on)
    };
    let (corrected, valid): (Vec<_>, Vec<_>) =
        local_visits.into_iter().filter(here).partition(|visit| visit.corrected_by.is_some());
    let known = match ticket.state {
        TicketState::Visited if corrected.iter().any(|visit| answers(ticket, visit)) => TicketState::Open,
        TicketState::Visited | TicketState::Exempt => return ticket.state,
        TicketState::Open | TicketState::Attempted => ticket.state,
    };
    if valid.iter().any(|visit| answers(ticket, visit)) {
        TicketState::Visited
    } else if valid.iter().any(|visit| !visit.outcome.reached()) {
        TicketState::Attempted
    } else {
        known
    }
}

fn answers(ticket: &Ticket, visit: &VisitSummary) -> bool {
    visit.tickets.contains(&ticket.id)
        && visit.outcome.reached()
        && ticket.modes.contains(&visit.mode)
        && visit.visitors >= ticket.visitors
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

//! Tickets: what a role that may not see categories is asked to do.
//!
//! A ticket stands for exactly one duty. Its id is a keyed digest of the duty's identity, so it tells nothing
//! about the rule, and counting over tickets equals counting over the duties that the role may discharge.

mod count;
mod issue;
#[cfg(test)]
mod tests;

pub use count::{count_tickets, local_state};
pub use issue::{ticket, tickets};

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::visit::VisitMode;
use crate::{
    codes::GridCode,
    id::{HouseholdId, TicketId},
    text::{Text, redacted_debug, vocabulary},
    time::DayRange,
};

vocabulary! {
    /// Where a ticket stands.
    TicketState {
        Open => ("待访", "Open"),
        Attempted => ("未遇", "Attempted"),
        Visited => ("已访", "Visited"),
        Exempt => ("免访", "Exempt"),
    }
}

/// A task in plain words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Its id.
    pub id: TicketId,
    /// The household to visit.
    pub household: HouseholdId,
    /// The grid that it counts for.
    pub grid: GridCode,
    /// What to do, in plain words.
    pub task: Text,
    /// First and last day.
    pub window: DayRange,
    /// Ways of visiting that do it, so that the phone neither asks for nor counts another.
    pub modes: BTreeSet<VisitMode>,
    /// How many visitors must come.
    pub visitors: u8,
    /// What a visitor must know to be safe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safety_note: Option<String>,
    /// Where it stands, as the hub knows.
    pub state: TicketState,
}

redacted_debug!(Ticket { id, household, grid, window, state });

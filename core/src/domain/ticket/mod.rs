//! Tickets: what a role that may not see categories is asked to do.
//!
//! A ticket stands for exactly one duty. Its id is a keyed digest of the duty's identity, so it tells nothing
//! about the rule, and counting over tickets equals counting over the duties that the role may discharge.

use serde::{Deserialize, Serialize};

use crate::{
    codes::GridCode,
    id::{HouseholdId, TicketId},
    text::{Text, vocabulary},
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What a visitor must know to be safe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safety_note: Option<String>,
    /// Where it stands, as the hub knows.
    pub state: TicketState,
}

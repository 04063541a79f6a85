//! Duties: derived from facts, never stored as truth.
//!
//! [`derive()`] takes all that is known of one household and says what is due to it and how each duty stands. It
//! is pure and does not mind the order of its input, so phone, hub and report come to the same figures.
//!
//! The rules of derivation:
//!
//! - A duty is (subject, rule, start); the start is the first day of the civil period or the day of the event.
//!   The pack version in force on the start governs it.
//! - Its window opens on the first day of the period on which a category that the rule names holds and was
//!   recorded (and the household was), and ends with the period or the deadline. It exists only if such a day
//!   exists and the subject had not left before it. Several categories that one rule names give one duty.
//! - The earliest visit within the window that [`Rule::is_discharged_by`](super::rules::Rule::is_discharged_by)
//!   accepts discharges it. After an event a late visit counts too, until the next event of that kind.
//! - A subject that left, or is claimed to have (until a supervisor rejects it), on or before the window's end
//!   is exempt, unless visited on or before that day. [`concerns()`] says whom a claim is about.
//! - Leave that holds on the window's last day excuses; leave that ends before it leaves days to come.
//! - A category that no longer holds on the window's last day exempts.
//! - A visit done in spite of leave or of an ended category counts as done.

mod claimed;
mod derive;
#[cfg(test)]
pub(crate) mod fixtures;
mod missed;
#[cfg(test)]
mod tests;

pub use claimed::{concerns, concerns_anybody, leaves_open_who, lone_resident, may_be_of, several_live};
pub use derive::derive;
pub(in crate::domain) use derive::for_each_duty;
pub use missed::missed_since;

use serde::{Deserialize, Serialize};

use super::{
    org::ServiceArea,
    register::{Exemption, Household, Resident, Subject},
    rules::RuleId,
    visit::{Claim, VisitSummary},
};
use crate::{
    codes::GridCode,
    id::{HouseholdId, VisitId},
    text::vocabulary,
    time::{Day, DayRange},
};

/// All that is known of one household and bears on its duties: the one input of derivation, the same on phone
/// and hub.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseholdFacts {
    /// The household.
    pub household: Household,
    /// Its residents.
    pub residents: Vec<Resident>,
    /// Its visits.
    pub visits: Vec<VisitSummary>,
    /// Leave not to be visited.
    pub exemptions: Vec<Exemption>,
    /// Claims made at its door.
    pub claims: Vec<Claim>,
}

/// What makes a duty this duty and no other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DutyKey {
    /// Whom it is about.
    pub subject: Subject,
    /// The rule.
    pub rule: RuleId,
    /// The first day of the civil period, or the day of the event, that opened it.
    pub start: Day,
}

vocabulary! {
    /// Why a duty need not be done.
    ExemptReason {
        ClaimPending => ("待确认去世或迁出", "Claim awaiting confirmation"),
        ClaimConfirmed => ("已去世或迁出", "Deceased or moved out"),
        Excused => ("免访", "Excused by a supervisor"),
        CategoryEnded => ("类别已终止", "Category ended"),
        Left => ("已离开", "Left"),
    }
}

/// Where a duty stands. Whether it is late is judged when read, not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DutyState {
    /// Nobody came yet.
    Open,
    /// Somebody came and did not reach the subject.
    Attempted,
    /// Done.
    Visited {
        /// The earliest visit that did it.
        by: VisitId,
        /// Its day.
        on: Day,
    },
    /// Need not be done.
    Exempt(ExemptReason),
}

/// One thing due to one subject in one window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Its identity.
    pub key: DutyKey,
    /// The household.
    pub household: HouseholdId,
    /// The grid where the household lies at the window's end.
    pub grid: GridCode,
    /// The rule's area.
    pub area: ServiceArea,
    /// The days on which it can be done: never before the category was recorded.
    pub window: DayRange,
    /// The last day on which a visit still discharges it: the window's end, and of what hangs on an event the day
    /// before the next event of its kind, if that is later.
    pub done_until: Day,
    /// Where it stands.
    pub state: DutyState,
}

impl Duty {
    /// Whether it is open and a visit on this day would discharge it.
    pub fn can_be_done_on(&self, day: Day) -> bool {
        let days = DayRange { start: self.window.start, end: self.done_until };
        days.contains(day) && matches!(self.state, DutyState::Open | DutyState::Attempted)
    }
}

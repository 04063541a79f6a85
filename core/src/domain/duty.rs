//! Duties: derived from facts, never stored as truth.

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
    /// Where it stands.
    pub state: DutyState,
}

//! Rules: which subjects are due which visit, how often, on what legal basis. Always data, never constants.
//!
//! A pack is versioned and has effective dates; the pack in force at a window's start governs that window.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    org::{Audience, ServiceArea, StaffRole},
    register::{CategoryKind, EventKind},
    visit::{VisitKind, VisitMode},
};
use crate::{
    text::Text,
    time::{Day, PeriodKind},
};

/// The name of a rule, stable over all versions of its pack.
pub type RuleId = String;

/// Whom a rule is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppliesTo {
    /// Every household.
    Households,
    /// Every resident who has one of these categories (and, where given, one of the grades).
    Residents(Vec<CategoryMatch>),
}

/// A category, with the grades that count; any grade when empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryMatch {
    /// The category.
    pub category: CategoryKind,
    /// The grades.
    pub grades: Vec<String>,
}

/// When a rule's windows open and close.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cadence {
    /// Once in every civil period.
    Every(PeriodKind),
    /// Once after each event, within so many days.
    After {
        /// The event.
        event: EventKind,
        /// How many days, counted from the day after it.
        days: u32,
        /// Whether only working days count.
        working: bool,
    },
}

/// What discharges a duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discharge {
    /// Kinds of work that do.
    pub kinds: BTreeSet<VisitKind>,
    /// Ways of visiting that do.
    pub modes: BTreeSet<VisitMode>,
    /// Roles that may. A volunteer's greeting never clears a re-check of 低保.
    pub roles: BTreeSet<StaffRole>,
    /// How many visitors must come.
    pub visitors: u8,
}

/// One rule of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Its name.
    pub id: RuleId,
    /// The service area it belongs to.
    pub area: ServiceArea,
    /// What it is called.
    pub title: Text,
    /// The task in plain words, for tickets and for the door; names no category.
    pub task: Text,
    /// Whom it is about.
    pub applies_to: AppliesTo,
    /// When.
    pub cadence: Cadence,
    /// What discharges it.
    pub discharge: Discharge,
    /// Why a photo is asked for; none is when absent.
    pub photo_reason: Option<Text>,
    /// The legal basis, as cited.
    pub legal_basis: String,
}

impl Rule {
    /// Whether this audience may know of the rule at all.
    pub fn visible_to(&self, audience: Audience) -> bool {
        match &self.applies_to {
            AppliesTo::Households => audience.derives() && !matches!(audience, Audience::ChildWorker),
            AppliesTo::Residents(matches) => matches.iter().all(|one| audience.sees(one.category)),
        }
    }
}

/// A versioned set of rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulePack {
    /// Its name, the same over all versions.
    pub id: String,
    /// Its version, rising.
    pub version: u32,
    /// The division whose rules these are.
    pub jurisdiction: String,
    /// First day in force; the next version's first day ends it.
    pub effective_from: Day,
    /// Whether it is a sample that a tenant has yet to confirm.
    pub sample: bool,
    /// Service areas that are switched off.
    pub areas_off: BTreeSet<ServiceArea>,
    /// The rules.
    pub rules: Vec<Rule>,
}

//! Rules: which subjects are due which visit, how often, on what legal basis. Always data, never constants.
//!
//! A pack is versioned and has effective dates; [`RulePacks`] tells which version governs a duty. A pack is
//! written as TOML ([`RulePack::from_toml`]); a fault in it names line, field and reason.

mod fields;
mod packs;
mod read;
#[cfg(test)]
mod tests;

pub use packs::RulePacks;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    org::{Audience, ServiceArea, StaffRole},
    register::{CategoryKind, CategoryRecord, EventKind, Resident, Subject},
    visit::{NextStep, VisitFact, VisitKind, VisitMode, VisitSummary},
};
use crate::{
    text::Text,
    time::{Day, PeriodKind},
};

/// A pack with the cadences of a typical county of Shaanxi, marked as a sample: a tenant confirms its legal
/// bases and figures before it works by them.
pub const SAMPLE_PACK: &str = include_str!("../../../data/rules/shaanxi-sample.toml");

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

impl CategoryMatch {
    /// Whether the record is of this category and one of these grades, whatever its dates.
    pub fn matches(&self, record: &CategoryRecord) -> bool {
        let grade_counts = |grade: &str| self.grades.iter().any(|one| one == grade);
        record.kind == self.category
            && (self.grades.is_empty() || record.grade.as_deref().is_some_and(grade_counts))
    }
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
    /// Why a signature is asked for; none is when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature_reason: Option<Text>,
    /// Whether the hub is to have the originals of the photos too, not only their copies.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub photo_original: bool,
    /// What may follow when nobody answers at the door, the first step first; the usual steps when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub no_answer: Vec<NextStep>,
    /// The legal basis, as cited.
    pub legal_basis: String,
    /// The same in English, where somebody wrote it: a gloss, as what binds is the Chinese text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_basis_en: Option<String>,
}

impl Rule {
    /// The legal basis for a screen, in Chinese as cited where nobody wrote it in English.
    pub fn basis(&self) -> Text {
        Text::new(&self.legal_basis, self.legal_basis_en.as_ref().unwrap_or(&self.legal_basis))
    }

    /// Whether this audience may know of the rule at all.
    pub fn visible_to(&self, audience: Audience) -> bool {
        match &self.applies_to {
            AppliesTo::Households => audience.derives() && !matches!(audience, Audience::ChildWorker),
            AppliesTo::Residents(matches) => matches.iter().all(|one| audience.sees(one.category)),
        }
    }

    /// Whether a worker of this role may discharge the rule's duties.
    pub fn may_be_discharged_by(&self, role: StaffRole) -> bool {
        self.discharge.roles.contains(&role)
    }

    /// Whether the visit, made on the right day, discharges a duty of this rule towards `subject`: it stands
    /// uncorrected, reached the subject, did work of the right kind for that very subject, in a way, by a
    /// role and with as many visitors as the rule asks. Work for a resident does not discharge a duty
    /// towards the household, nor the other way round.
    pub fn is_discharged_by(&self, visit: &VisitSummary, subject: Subject) -> bool {
        visit.corrected_by.is_none()
            && visit.outcome_for(subject).reached()
            && self.discharge.modes.contains(&visit.mode)
            && self.discharge.roles.contains(&visit.role)
            && visit.visitors >= self.discharge.visitors
            && self.asks_for_work_of(visit, subject)
    }

    /// Whether the visit tried and did not reach `subject`, whoever came for whatever work: a closed door is
    /// closed to all of it. The visit's facts have no say, as some audiences do not see all of them.
    pub fn is_attempted_by(visit: &VisitSummary, subject: Subject) -> bool {
        visit.corrected_by.is_none() && !visit.outcome_for(subject).reached()
    }

    fn asks_for_work_of(&self, visit: &VisitSummary, subject: Subject) -> bool {
        visit.facts.iter().any(|fact| fact.subject == subject && self.discharge.kinds.contains(&fact.kind))
    }

    /// Whether any of this work is what the rule asks for, done on `day` for somebody whom it is known to be about.
    fn has_work_in(&self, facts: &[VisitFact], residents: &[Resident], day: Day) -> bool {
        let is_about = |subject: Subject| match (&self.applies_to, subject) {
            (AppliesTo::Households, Subject::Household(_)) => true,
            (AppliesTo::Residents(_), Subject::Resident(id)) => {
                let mut of_id = residents.iter().filter(|resident| resident.id == id);
                of_id.any(|resident| self.categories_of(resident, day).next().is_some())
            }
            (AppliesTo::Households, Subject::Resident(_))
            | (AppliesTo::Residents(_), Subject::Household(_)) => false,
        };
        facts.iter().any(|fact| self.discharge.kinds.contains(&fact.kind) && is_about(fact.subject))
    }

    /// Whether the rule is known to apply on `day` to a household with these residents.
    pub fn applies_to_any(&self, residents: &[Resident], day: Day) -> bool {
        match self.applies_to {
            AppliesTo::Households => true,
            AppliesTo::Residents(_) => {
                residents.iter().any(|resident| self.categories_of(resident, day).next().is_some())
            }
        }
    }

    /// The categories of this rule that the resident is known to have on `day`, each once.
    pub fn categories_of<'a>(
        &'a self,
        resident: &'a Resident,
        day: Day,
    ) -> impl Iterator<Item = CategoryKind> + 'a {
        let matches = match &self.applies_to {
            AppliesTo::Households => &[],
            AppliesTo::Residents(matches) => matches.as_slice(),
        };
        let has = move |one: &CategoryMatch| {
            resident.categories.iter().any(|record| one.matches(record) && is_known_to_hold(record, day))
        };
        let held = move |kind: CategoryKind| matches.iter().any(|one| one.category == kind && has(one));
        let named_before = move |index: usize, kind: CategoryKind| {
            matches.iter().take(index).any(|one| one.category == kind)
        };
        let first_mentions = matches.iter().enumerate().map(|(index, one)| (index, one.category));
        first_mentions
            .filter(move |&(index, kind)| !named_before(index, kind) && held(kind))
            .map(|(_, kind)| kind)
    }
}

/// Whether the category holds on `day` and had been recorded by then.
pub(super) fn is_known_to_hold(record: &CategoryRecord, day: Day) -> bool {
    record.from.max(record.recorded_on) <= day && record.to.is_none_or(|to| day <= to)
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

/// The sample pack as a value, for tests.
#[cfg(test)]
pub(crate) fn sample() -> RulePack {
    RulePack::from_toml(SAMPLE_PACK, "shaanxi-sample.toml").expect("the sample pack has no fault")
}

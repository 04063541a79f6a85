//! All versions of all packs of a tenant, and which of them governs a window.

use std::collections::{BTreeMap, BTreeSet};

use super::{Rule, RulePack};
use crate::{
    domain::{
        org::{Audience, ServiceArea, StaffRole},
        register::Resident,
        visit::{NextStep, VisitFact},
    },
    time::{Day, DayRange},
};

/// The rule packs of a tenant with all their versions.
///
/// A duty's start (the first day of its civil period, or the day of its event) decides which version governs
/// it: of each pack the one with the greatest `effective_from` that is not later. So a new version never
/// changes a duty that already stands, nor its identity. Before a pack's first version it asks for nothing.
///
/// A rule's name belongs to one pack: where two packs use one name, the pack whose id sorts first keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulePacks {
    versions: Vec<Version>,
}

/// One version and the starts that it governs.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Version {
    pack: RulePack,
    governs: DayRange,
}

impl RulePacks {
    /// Puts the versions in order; the order of `packs` does not matter.
    pub fn new(mut packs: Vec<RulePack>) -> Self {
        packs.sort_by(|a, b| (&a.id, a.effective_from, a.version).cmp(&(&b.id, b.effective_from, b.version)));
        keep_one_owner_of_each_rule(&mut packs);
        let mut versions: Vec<Version> = Vec::with_capacity(packs.len());
        for pack in packs {
            if let Some(before) = versions.last_mut().filter(|before| before.pack.id == pack.id) {
                before.governs.end = pack.effective_from.pred_opt().unwrap_or(Day::MIN);
            }
            let governs = DayRange { start: pack.effective_from, end: Day::MAX };
            versions.push(Version { pack, governs });
        }
        // Of two versions with one first day the higher one leaves the lower no day to govern.
        versions.retain(|version| version.governs.start <= version.governs.end);
        Self { versions }
    }

    /// The packs with only those rules that `audience` may know of: what its phones hold and derive from.
    pub fn visible_to(&self, audience: Audience) -> Self {
        self.with_rules(|rule| rule.visible_to(audience))
    }

    /// The packs with only those rules whose duties a worker of this role may discharge.
    pub fn dischargeable_by(&self, role: StaffRole) -> Self {
        self.with_rules(|rule| rule.may_be_discharged_by(role))
    }

    /// The rule `id` as it governs the duty that starts on `start`; for its title, task and legal basis.
    pub fn rule(&self, id: &str, start: Day) -> Option<&Rule> {
        self.in_force(start).flat_map(|pack| &pack.rules).find(|rule| rule.id == id)
    }

    /// The areas that have rules, in order.
    pub fn areas(&self) -> BTreeSet<ServiceArea> {
        self.governing().map(|(rule, _)| rule.area).collect()
    }

    /// The names of an area's rules, in any version.
    pub fn rules_of(&self, area: ServiceArea) -> BTreeSet<&str> {
        self.governing().filter(|(rule, _)| rule.area == area).map(|(rule, _)| rule.id.as_str()).collect()
    }

    /// What may follow when nobody answers at the door of these residents: the ladder of the first rule that has
    /// one and applies to any of them on `day`, otherwise the usual steps.
    pub fn no_answer(&self, residents: &[Resident], day: Day) -> &[NextStep] {
        let mut in_force =
            self.governing().filter(|(_, governs)| governs.contains(day)).map(|(rule, _)| rule);
        in_force
            .find(|rule| !rule.no_answer.is_empty() && rule.applies_to_any(residents, day))
            .map_or(NextStep::USUAL, |rule| &rule.no_answer)
    }

    /// Whether a rule in force on `day` asks for the originals of the photos of a visit that did this work at the home
    /// of these residents.
    pub fn asks_for_originals(&self, facts: &[VisitFact], residents: &[Resident], day: Day) -> bool {
        self.governing().any(|(rule, governs)| {
            rule.photo_original && governs.contains(day) && rule.has_work_in(facts, residents, day)
        })
    }

    /// The version of each pack that governs duties that start on `start`.
    pub fn in_force(&self, start: Day) -> impl Iterator<Item = &RulePack> {
        self.versions
            .iter()
            .filter(move |version| version.governs.contains(start))
            .map(|version| &version.pack)
    }

    /// Every rule of every version whose area is switched on, with the starts that it governs.
    pub(in crate::domain) fn governing(&self) -> impl Iterator<Item = (&Rule, DayRange)> {
        self.versions.iter().flat_map(|version| {
            let switched_on = |rule: &&Rule| !version.pack.areas_off.contains(&rule.area);
            version.pack.rules.iter().filter(switched_on).map(|rule| (rule, version.governs))
        })
    }

    fn with_rules(&self, keep: impl Fn(&Rule) -> bool) -> Self {
        let mut packs = self.clone();
        for version in &mut packs.versions {
            version.pack.rules.retain(&keep);
        }
        packs
    }
}

/// Two duties may not share one key, so two packs may not share one rule name.
fn keep_one_owner_of_each_rule(packs: &mut [RulePack]) {
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for pack in packs {
        let mut here = std::collections::BTreeSet::new();
        let id = &pack.id;
        pack.rules.retain(|rule| {
            let owner = owners.entry(rule.id.clone()).or_insert_with(|| id.clone());
            owner == id && here.insert(rule.id.clone())
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{org::ServiceArea, rules::sample};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn version(number: u32, from: &str, title: &str) -> RulePack {
        let mut pack = sample();
        pack.version = number;
        pack.effective_from = day(from);
        for rule in &mut pack.rules {
            rule.title.en = title.to_owned();
        }
        pack
    }

    #[test]
    fn a_start_is_governed_by_the_latest_version_that_is_not_later() {
        let packs = RulePacks::new(vec![
            version(2, "2026-04-15", "second"),
            version(1, "2026-01-01", "first"),
            version(3, "2026-04-15", "third, same day"),
        ]);
        let title = |start| packs.rule("household-sweep", day(start)).map(|rule| rule.title.en.as_str());
        assert_eq!(title("2025-12-31"), None);
        assert_eq!(title("2026-01-01"), Some("first"));
        assert_eq!(title("2026-04-14"), Some("first"));
        assert_eq!(title("2026-04-15"), Some("third, same day"));
        assert_eq!(packs.in_force(day("2026-05-01")).count(), 1);
    }

    #[test]
    fn one_rule_name_belongs_to_one_pack() {
        let mut other = version(1, "2026-01-01", "other pack");
        other.id = "a-pack".to_owned();
        let packs = RulePacks::new(vec![version(1, "2026-01-01", "sample"), other]);
        let rule = packs.rule("household-sweep", day("2026-06-01")).unwrap();
        assert_eq!(rule.title.en, "other pack");
        assert_eq!(packs.governing().filter(|(rule, _)| rule.id == "household-sweep").count(), 1);
    }

    #[test]
    fn a_switched_off_area_asks_for_nothing_and_is_not_forgotten() {
        let mut pack = sample();
        pack.areas_off.insert(ServiceArea::PeacefulCommunity);
        let packs = RulePacks::new(vec![pack]);
        assert!(packs.governing().all(|(rule, _)| rule.area != ServiceArea::PeacefulCommunity));
        assert!(packs.rule("household-sweep", day("2026-06-01")).is_some());
    }

    #[test]
    fn an_audience_sees_only_rules_whose_categories_it_may_know() {
        let packs = RulePacks::new(vec![sample()]);
        let ids = |packs: &RulePacks| packs.governing().map(|(rule, _)| rule.id.clone()).collect::<Vec<_>>();
        assert!(ids(&packs.visible_to(Audience::Volunteer)).is_empty());
        assert!(ids(&packs.visible_to(Audience::GridWorker)).iter().all(|id| !id.starts_with("mental")));
        assert!(ids(&packs.visible_to(Audience::ChildWorker)).iter().all(|id| id.contains("child")));
        assert_eq!(ids(&packs.visible_to(Audience::Supervisor)), ids(&packs));
    }
}

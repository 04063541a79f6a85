//! Counts duties into coverage.

use std::{collections::BTreeMap, ops::AddAssign};

use super::{Counts, Group};
use crate::{
    codes::GridCode,
    domain::{
        duty::{Duty, HouseholdFacts, for_each_duty},
        register::CategoryKind,
        rules::RulePacks,
    },
    time::{Day, Period, WorkingDays},
};

/// Coverage of one period, judged on one day, while it is being counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    period: Period,
    on: Day,
    counts: BTreeMap<(GridCode, Group), Counts>,
}

impl Tally {
    /// Nothing counted yet. Lateness is judged on the day `on`.
    pub const fn new(period: Period, on: Day) -> Self {
        Self { period, on, counts: BTreeMap::new() }
    }

    /// Counts the duty if its window ends in the period, once for its grid, once for its area and once under
    /// each of `categories`: those of its rule that its subject had when the window opened
    /// ([`Rule::categories_of`](crate::domain::rules::Rule::categories_of)); none for a household.
    pub fn add(&mut self, duty: &Duty, categories: impl IntoIterator<Item = CategoryKind>) {
        if !self.period.days().contains(duty.window.end) {
            return;
        }
        let counts = Counts::of(duty.state.into(), duty.window.end, self.on);
        let groups = [Group::All, Group::Area(duty.area)];
        for group in groups.into_iter().chain(categories.into_iter().map(Group::Category)) {
            *self.counts.entry((duty.grid, group)).or_default() += counts;
        }
    }

    /// Derives and counts all duties of one household.
    pub fn add_household(&mut self, facts: &HouseholdFacts, packs: &RulePacks, calendar: &WorkingDays) {
        // A window that ends in the period overlaps it.
        for_each_duty(facts, packs, calendar, self.period.days(), |derived| {
            let (rule, opened) = (derived.rule, derived.duty.window.start);
            let held = derived.resident.map(|resident| rule.categories_of(resident, opened));
            self.add(&derived.duty, held.into_iter().flatten());
        });
    }

    /// The figures so far.
    pub const fn counts(&self) -> &BTreeMap<(GridCode, Group), Counts> {
        &self.counts
    }

    /// The figures.
    pub fn into_counts(self) -> BTreeMap<(GridCode, Group), Counts> {
        self.counts
    }
}

/// Adds what another tally of the same period and day counted, of other households.
impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        debug_assert_eq!((self.period, self.on), (other.period, other.on), "tallies of different questions");
        for (group, counts) in other.counts {
            *self.counts.entry(group).or_default() += counts;
        }
    }
}

/// Coverage of these households in `period`, judged on the day `on`.
pub fn coverage<'a>(
    households: impl IntoIterator<Item = &'a HouseholdFacts>,
    packs: &RulePacks,
    calendar: &WorkingDays,
    period: Period,
    on: Day,
) -> BTreeMap<(GridCode, Group), Counts> {
    let mut tally = Tally::new(period, on);
    for facts in households {
        tally.add_household(facts, packs, calendar);
    }
    tally.into_counts()
}

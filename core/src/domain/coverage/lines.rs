//! The lines of coverage as a screen shows them: grids and areas by their share, the lowest first. Never people.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use super::{Counts, Coverage, Figure, Group};
use crate::{
    codes::GridCode,
    domain::{org::ServiceArea, register::CategoryKind},
};

/// Which figure of coverage, for whoever asks what stands behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FigureOf {
    /// The grid; all together when absent.
    pub grid: Option<GridCode>,
    /// All of it, one area or one category.
    pub group: Group,
    /// The figure.
    pub figure: Figure,
}

impl FigureOf {
    /// The figure itself, in whatever was counted.
    pub fn sum_in(&self, counts: &BTreeMap<(GridCode, Group), Counts>) -> u32 {
        let is_asked = |(grid, group): &(GridCode, Group)| {
            *group == self.group && self.grid.is_none_or(|asked| asked == *grid)
        };
        counts.iter().filter(|(of, _)| is_asked(of)).map(|(_, counts)| counts.figure(self.figure)).sum()
    }
}

impl Counts {
    /// Puts the lowest 探访率 first, compared exactly, and of equal ones that with more overdue. Where nothing is due
    /// there is none: that comes last.
    pub fn lowest_first(&self, other: &Self) -> Ordering {
        let crosswise = |one: &Self, by: &Self| u64::from(one.visited) * u64::from(by.due);
        let lacks_rate = |counts: &Self| counts.due == 0;
        lacks_rate(self)
            .cmp(&lacks_rate(other))
            .then_with(|| crosswise(self, other).cmp(&crosswise(other, self)))
            .then_with(|| other.overdue.cmp(&self.overdue))
    }
}

impl Coverage {
    /// All grids together, of one area or of all.
    pub fn total(&self, area: Option<ServiceArea>) -> Counts {
        let mut total = Counts::default();
        for (_, counts) in self.of_each_grid(area) {
            total += counts;
        }
        total
    }

    /// Each grid in which anything of the area is counted, or of all areas, the lowest share first.
    pub fn grids(&self, area: Option<ServiceArea>) -> Vec<(GridCode, Counts)> {
        let mut grids: Vec<_> = self.of_each_grid(area).collect();
        grids.sort_by(|(_, one), (_, other)| one.lowest_first(other));
        grids
    }

    /// The areas in which anything is counted, in the order of the vocabulary.
    pub fn areas(&self) -> BTreeSet<ServiceArea> {
        self.counts.keys().filter_map(|(_, group)| area_of(*group)).collect()
    }

    /// The whole of a grid; `None` where nothing is counted in it.
    pub fn whole_of(&self, grid: GridCode) -> Option<Counts> {
        self.counts.get(&(grid, Group::All)).copied()
    }

    /// The areas of a grid, the lowest share first.
    pub fn areas_of(&self, grid: GridCode) -> Vec<(ServiceArea, Counts)> {
        let areas = self.of_grid(grid).filter_map(|(group, counts)| Some((area_of(group)?, counts)));
        let mut areas: Vec<_> = areas.collect();
        areas.sort_by(|(_, one), (_, other)| one.lowest_first(other));
        areas
    }

    /// The categories in a grid, in the order of the vocabulary: they are kinds of people.
    pub fn categories_of(&self, grid: GridCode) -> Vec<(CategoryKind, Counts)> {
        let category = |(group, counts)| match group {
            Group::Category(kind) => Some((kind, counts)),
            Group::All | Group::Area(_) => None,
        };
        self.of_grid(grid).filter_map(category).collect()
    }

    fn of_each_grid(&self, area: Option<ServiceArea>) -> impl Iterator<Item = (GridCode, Counts)> {
        let asked = area.map_or(Group::All, Group::Area);
        let lines = self.counts.iter().filter(move |((_, group), _)| *group == asked);
        lines.map(|((grid, _), counts)| (*grid, *counts))
    }

    fn of_grid(&self, grid: GridCode) -> impl Iterator<Item = (Group, Counts)> {
        let lines = self.counts.iter().filter(move |((one, _), _)| *one == grid);
        lines.map(|((_, group), counts)| (*group, *counts))
    }
}

const fn area_of(group: Group) -> Option<ServiceArea> {
    match group {
        Group::Area(area) => Some(area),
        Group::All | Group::Category(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        domain::{coverage::coverage, duty::fixtures::*, rules::RulePacks},
        time::WorkingDays,
    };

    fn counts(visited: u32, due: u32) -> Counts {
        Counts { due, visited, ..Counts::default() }
    }

    fn counted(lines: &[(u16, Group, Counts)]) -> Coverage {
        Coverage {
            period: "2026-06".parse().unwrap(),
            on: day("2026-06-20"),
            as_of: None,
            silent_phones: None,
            counts: lines.iter().map(|(number, group, counts)| ((grid(*number), *group), *counts)).collect(),
        }
    }

    #[test]
    fn grids_come_with_the_lowest_share_first_and_those_without_any_last() {
        let late = Counts { overdue: 1, ..counts(1, 2) };
        let of = counted(&[
            (1, Group::All, counts(0, 0)),
            (2, Group::All, counts(1, 2)),
            (3, Group::All, counts(1, 3)),
            (4, Group::All, late),
            (5, Group::All, counts(2, 4)),
            (5, Group::Area(ServiceArea::ElderCare), counts(1, 1)),
        ]);
        let order: Vec<_> = of.grids(None).into_iter().map(|(code, _)| code).collect();
        assert_eq!(order, [3, 4, 2, 5, 1].map(grid));
        assert_eq!(of.grids(Some(ServiceArea::ElderCare)), [(grid(5), counts(1, 1))]);
        assert_eq!(of.total(None), Counts { overdue: 1, ..counts(5, 11) });
        assert_eq!(of.total(Some(ServiceArea::ElderCare)), counts(1, 1));
        assert_eq!(of.total(Some(ServiceArea::SocialAffairs)), Counts::default());
    }

    #[test]
    fn areas_are_sorted_by_share_and_kinds_of_people_never() {
        let of = counted(&[
            (1, Group::All, counts(3, 6)),
            (1, Group::Area(ServiceArea::SocialAssistance), counts(2, 2)),
            (1, Group::Area(ServiceArea::ElderCare), counts(1, 4)),
            (1, Group::Category(CategoryKind::Dibao), counts(2, 2)),
            (1, Group::Category(CategoryKind::LivesAlone), counts(1, 4)),
            (2, Group::Area(ServiceArea::ChildWelfare), counts(1, 1)),
        ]);
        let areas: Vec<_> = of.areas_of(grid(1)).into_iter().map(|(area, _)| area).collect();
        assert_eq!(areas, [ServiceArea::ElderCare, ServiceArea::SocialAssistance]);
        let kinds: Vec<_> = of.categories_of(grid(1)).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, [CategoryKind::Dibao, CategoryKind::LivesAlone]);
        assert_eq!(of.areas().len(), 3);
        assert_eq!((of.whole_of(grid(1)), of.whole_of(grid(2))), (Some(counts(3, 6)), None));
    }

    #[test]
    fn a_share_reads_to_a_tenth_and_never_says_all_or_none_too_early() {
        let percent = |visited, due| counts(visited, due).percent();
        assert_eq!(percent(0, 0), None);
        for (visited, due, expected) in [
            (0, 3_000, "0.0%"),
            (1, 3_000, "0.1%"),
            (2, 3, "66.7%"),
            (3, 4, "75.0%"),
            (2_999, 3_000, "99.9%"),
            (3_000, 3_000, "100.0%"),
            (u32::MAX - 1, u32::MAX, "99.9%"),
        ] {
            assert_eq!(percent(visited, due).as_deref(), Some(expected), "{visited} of {due}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_homes_behind_a_figure_make_up_the_figure(seed: u64, day_number in 0u64..60) {
            let village = Dice::new(seed).village(6);
            let (packs, calendar) = (RulePacks::new(two_versions()), WorkingDays::default());
            let period: crate::time::Period = "2026-06".parse().unwrap();
            let on = period.start() + chrono::Days::new(day_number);
            let whole = coverage(&village, &packs, &calendar, period, on);
            let alone = |facts| coverage([facts], &packs, &calendar, period, on);
            let homes: Vec<_> = village.iter().map(alone).collect();
            let grids: BTreeSet<_> = whole.keys().map(|(grid, _)| Some(*grid)).chain([None]).collect();
            let groups: BTreeSet<_> = whole.keys().map(|(_, group)| *group).collect();
            for (grid, group) in grids.iter().flat_map(|grid| groups.iter().map(move |group| (*grid, *group))) {
                for figure in Figure::ALL {
                    let asked = FigureOf { grid, group, figure: *figure };
                    let of_homes: u32 = homes.iter().map(|counts| asked.sum_in(counts)).sum();
                    prop_assert_eq!(of_homes, asked.sum_in(&whole));
                }
            }
        }
    }
}

//! A recount of random villages, written apart from derivation: day by day, with plain loops and no windows.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{Counts, Group, Tally, coverage};
use crate::{
    codes::GridCode,
    domain::{
        duty::{HouseholdFacts, fixtures::*},
        org::ServiceArea,
        register::{CategoryKind, Resident, Subject},
        rules::{AppliesTo, Cadence, Rule, RulePack, RulePacks},
        visit::{Claim, ClaimKind, ClaimStatus, VisitKind, VisitMode, VisitOutcome, VisitSummary},
    },
    time::{Day, DayRange, Period, PeriodKind, WorkingDays},
};

type Figures = BTreeMap<(GridCode, Group), Counts>;

fn each_day(days: DayRange) -> impl DoubleEndedIterator<Item = Day> {
    (0..=(days.end - days.start).num_days().max(-1)).map(move |n| days.start + chrono::Days::new(n as u64))
}

/// The versions by their first day; the later one governs from then on.
fn governing(versions: &[RulePack], start: Day) -> Option<&RulePack> {
    versions.iter().filter(|pack| pack.effective_from <= start).max_by_key(|pack| pack.effective_from)
}

fn recount(village: &[HouseholdFacts], versions: &[RulePack], month: Period, on: Day) -> Figures {
    let mut figures = Figures::new();
    for facts in village {
        // Any start whose window could end in this month.
        let far = DayRange { start: month.start() - chrono::Days::new(370), end: month.end() };
        for start in each_day(far) {
            for rule in governing(versions, start).iter().flat_map(|pack| &pack.rules) {
                count_start(facts, rule, start, month, on, &mut figures);
            }
        }
    }
    figures
}

fn count_start(
    facts: &HouseholdFacts,
    rule: &Rule,
    start: Day,
    month: Period,
    on: Day,
    figures: &mut Figures,
) {
    let subjects = match rule.applies_to {
        AppliesTo::Households => vec![None],
        AppliesTo::Residents(_) => facts.residents.iter().map(Some).collect(),
    };
    for resident in subjects {
        let Some((end, last_visit)) = window(rule, resident, start) else { continue };
        if !month.days().contains(end) {
            continue;
        }
        let applies = |day: Day| applies_on(facts, rule, resident, day);
        let Some(opening) = each_day(DayRange { start, end }).find(|day| applies(*day)) else { continue };
        let gone: Vec<Day> =
            [facts.household.ended_on, resident.and_then(|one| one.left_on)].into_iter().flatten().collect();
        if gone.iter().any(|day| *day < opening) {
            continue;
        }
        let counts = stand(facts, rule, resident, (start, opening, end, last_visit), &gone, applies(end), on);
        let grid = facts
            .household
            .earlier_grids
            .iter()
            .find(|earlier| end <= earlier.until)
            .map_or(facts.household.grid, |earlier| earlier.grid);
        *figures.entry((grid, Group::All)).or_default() += counts;
        *figures.entry((grid, Group::Area(rule.area))).or_default() += counts;
        if let (Some(resident), AppliesTo::Residents(matches)) = (resident, &rule.applies_to) {
            let held = resident.categories.iter().filter(|record| {
                matches.iter().any(|one| one.matches(record))
                    && record.from <= opening
                    && record.recorded_on <= opening
                    && record.to.is_none_or(|to| opening <= to)
            });
            let kinds: BTreeSet<_> = held.map(|record| record.kind).collect();
            for kind in kinds {
                *figures.entry((grid, Group::Category(kind))).or_default() += counts;
            }
        }
    }
}

/// The last day of what starts on `start`, and the last day on which a visit counts.
fn window(rule: &Rule, resident: Option<&Resident>, start: Day) -> Option<(Day, Day)> {
    match rule.cadence {
        Cadence::Every(kind) => {
            let period = Period::containing(kind, start);
            (period.start() == start).then(|| (period.end(), period.end()))
        }
        Cadence::After { event, days, working } => {
            let events: Vec<Day> =
                resident?.events.iter().filter(|one| one.kind == event).map(|one| one.on).collect();
            if !events.contains(&start) {
                return None;
            }
            let mut end = start;
            let mut left = days;
            while left > 0 {
                end = end.succ_opt()?;
                if !working || WorkingDays::default().is_working(end) {
                    left -= 1;
                }
            }
            let next = events.into_iter().filter(|on| *on > start).min();
            let before_next = next.map_or(day("2099-01-01"), |next| next.pred_opt().unwrap());
            Some((end, before_next.max(end)))
        }
    }
}

fn applies_on(facts: &HouseholdFacts, rule: &Rule, resident: Option<&Resident>, day: Day) -> bool {
    let recorded = facts.household.recorded_on.is_none_or(|recorded| recorded <= day);
    let named = match (&rule.applies_to, resident) {
        (AppliesTo::Residents(matches), Some(resident)) => resident.categories.iter().any(|record| {
            matches.iter().any(|one| {
                one.category == record.kind
                    && (one.grades.is_empty()
                        || record.grade.as_ref().is_some_and(|g| one.grades.contains(g)))
            }) && record.from <= day
                && record.recorded_on <= day
                && record.to.is_none_or(|to| day <= to)
        }),
        _ => true,
    };
    recorded && named
}

/// Whether a claim is about this resident, or about the household where there is none.
fn said_of(facts: &HouseholdFacts, claim: &Claim, resident: Option<&Resident>) -> bool {
    let mut by = facts.visits.iter().filter(|visit| visit.id == claim.visit);
    if by.clone().any(|visit| visit.corrected_by.is_some()) {
        return false;
    }
    let whole = Subject::Household(facts.household.id);
    if claim.subject != whole {
        return resident.is_some_and(|one| claim.subject == Subject::Resident(one.id));
    }
    let met = |subject: Subject| {
        facts.visits.iter().any(|visit| {
            visit.household == facts.household.id
                && visit.id != claim.visit
                && visit.corrected_by.is_none()
                && visit.effective_on > claim.on
                && visit.mode == VisitMode::InPerson
                && visit.outcome_for(subject).reached()
        })
    };
    let Some(resident) = resident else {
        let mut there = facts.residents.iter().filter(|one| one.left_on.is_none_or(|day| day >= claim.on));
        return !met(whole) && there.all(|one| said_of(facts, claim, Some(one)));
    };
    let there = facts.residents.iter().filter(|one| one.left_on.is_none_or(|day| day >= claim.on)).count();
    if claim.kind == ClaimKind::Deceased && there > 1 {
        return false;
    }
    let otherwise = by.any(|visit| {
        let mut own = visit.subject_outcomes.iter().filter(|own| own.resident == resident.id);
        own.any(|own| !matches!(own.outcome, VisitOutcome::Deceased | VisitOutcome::MovedOut))
    });
    !otherwise && !met(Subject::Resident(resident.id))
}

fn stand(
    facts: &HouseholdFacts,
    rule: &Rule,
    resident: Option<&Resident>,
    (start, opening, end, last_visit): (Day, Day, Day, Day),
    gone: &[Day],
    applies_at_end: bool,
    on: Day,
) -> Counts {
    let household = Subject::Household(facts.household.id);
    let subject = resident.map_or(household, |resident| Subject::Resident(resident.id));
    let about = |other: Subject| other == subject || other == household;
    let claims = facts
        .claims
        .iter()
        .filter(|claim| claim.status == ClaimStatus::Pending || claim.status == ClaimStatus::Confirmed);
    let away: Vec<Day> = claims
        .filter(|claim| said_of(facts, claim, resident))
        .map(|claim| claim.on)
        .chain(gone.iter().copied())
        .filter(|day| *day <= end)
        .collect();
    let first_visit = if matches!(rule.cadence, Cadence::Every(_)) { opening } else { start };
    let counted = |visit: &&VisitSummary| {
        visit.household == facts.household.id
            && visit.corrected_by.is_none()
            && first_visit <= visit.effective_on
            && visit.effective_on <= last_visit
    };
    let right_work = |visit: &VisitSummary| {
        visit.facts.iter().any(|fact| fact.subject == subject && rule.discharge.kinds.contains(&fact.kind))
    };
    let did = |visit: &VisitSummary| {
        visit.outcome_for(subject).reached()
            && right_work(visit)
            && rule.discharge.roles.contains(&visit.role)
            && rule.discharge.modes.contains(&visit.mode)
            && rule.discharge.visitors <= visit.visitors
            && away.iter().all(|day| visit.effective_on <= *day)
    };
    if facts.visits.iter().filter(counted).any(did) {
        return Counts { due: 1, visited: 1, ..Counts::default() };
    }
    let excused = facts.exemptions.iter().any(|leave| {
        about(leave.subject)
            && leave.days.start <= end
            && end <= leave.days.end
            && (leave.rule.is_none() || leave.rule.as_ref() == Some(&rule.id))
    });
    if !away.is_empty() || excused || !applies_at_end {
        return Counts { exempt: 1, ..Counts::default() };
    }
    let tried = |visit: &VisitSummary| !visit.outcome_for(subject).reached();
    let attempted = u32::from(facts.visits.iter().filter(counted).any(tried));
    Counts { due: 1, attempted, overdue: u32::from(end < on), ..Counts::default() }
}

fn month(text: &str) -> Period {
    text.parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn coverage_equals_an_independent_recount(seed: u64, month_number in 5u32..9, day_number in 0u64..60) {
        let village = Dice::new(seed).village(6);
        let period = month(&format!("2026-0{month_number}"));
        let on = period.start() + chrono::Days::new(day_number);
        let packs = RulePacks::new(two_versions());
        let figures = coverage(&village, &packs, &WorkingDays::default(), period, on);
        prop_assert_eq!(figures, recount(&village, &two_versions(), period, on));
    }

    #[test]
    fn tallies_of_two_halves_add_up_to_the_whole(seed: u64, half in 0usize..6) {
        let village = Dice::new(seed).village(6);
        let (packs, calendar) = (sample_packs(), WorkingDays::default());
        let (period, on) = (month("2026-06"), day("2026-06-20"));
        let (left, right) = village.split_at(half);
        let count = |part: &[HouseholdFacts]| {
            let mut tally = Tally::new(period, on);
            part.iter().for_each(|facts| tally.add_household(facts, &packs, &calendar));
            tally
        };
        let mut sum = count(left);
        sum += count(right);
        prop_assert_eq!(sum.into_counts(), coverage(&village, &packs, &calendar, period, on));
    }
}

#[test]
fn lateness_is_judged_on_the_day_that_is_asked_about() {
    let home = Home::new().resident(&[(CategoryKind::LivesAlone, None)]);
    let (packs, calendar) = (sample_packs(), WorkingDays::default());
    let all = |on| {
        let figures = coverage([&home.facts], &packs, &calendar, month("2026-06"), day(on));
        figures[&(grid(1), Group::All)]
    };
    // The monthly visit and the half-yearly round both end with June.
    assert_eq!(all("2026-06-30"), Counts { due: 2, ..Counts::default() });
    assert_eq!(all("2026-07-01"), Counts { due: 2, overdue: 2, ..Counts::default() });
}

#[test]
fn the_rate_is_reached_of_due_and_unknown_where_nothing_is_due() {
    assert_eq!(
        Counts { due: 4, visited: 3, attempted: 1, exempt: 5, ..Counts::default() }.rate(),
        Some(0.75)
    );
    assert_eq!(Counts { exempt: 5, ..Counts::default() }.rate(), None);
}

#[test]
fn a_visit_too_many_does_not_raise_the_figure() {
    let alone = [(CategoryKind::LivesAlone, None)];
    let care = [(VisitKind::CareVisit, person(0))];
    let home = Home::new().resident(&alone).visit(visit(1, "2026-06-03", &care)).visit(visit(
        2,
        "2026-06-04",
        &care,
    ));
    let period = Period::containing(PeriodKind::Month, day("2026-06-01"));
    let figures =
        coverage([&home.facts], &sample_packs(), &WorkingDays::default(), period, day("2026-06-30"));
    let area = Group::Area(ServiceArea::ElderCare);
    assert_eq!(figures[&(grid(1), area)], Counts { due: 1, visited: 1, ..Counts::default() });
}

//! An independent recount: coverage from the township as generated and the visits as the story made them, day by
//! day and rule by rule, without the core's derivation, its index, its store or its messages. Slow and plain on
//! purpose: what it shares with the product is the definition, not the code.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_core::{
    codes::GridCode,
    domain::{
        coverage::Counts,
        org::StaffRole,
        register::{Household, Resident, Subject},
        rules::{AppliesTo, Cadence, Rule},
        visit::{VisitFact, VisitMode, VisitOutcome},
    },
    id::{HouseholdId, ResidentId},
    time::{Day, DayRange, Period, WorkingDays},
};

/// A visit as the story made it.
#[derive(Clone, Debug)]
pub struct Deed {
    /// Where.
    pub household: HouseholdId,
    /// By what kind of worker.
    pub role: StaffRole,
    /// How many came.
    pub visitors: u8,
    /// How.
    pub mode: VisitMode,
    /// With which result.
    pub outcome: VisitOutcome,
    /// What was done to whom; empty for a visit that answered tickets.
    pub facts: Vec<VisitFact>,
    /// Whether it answered all tickets of the household.
    pub answered_tickets: bool,
    /// Residents whose outcome differed.
    pub others: Vec<(ResidentId, VisitOutcome)>,
    /// On which day.
    pub day: Day,
}

/// What is recounted.
pub struct Question<'a> {
    /// The rules, all of them in force over the whole period.
    pub rules: &'a [Rule],
    /// Only duties that this role may discharge, as a volunteer's tickets show them.
    pub only_for: Option<StaffRole>,
    /// The working days.
    pub calendar: &'a WorkingDays,
    /// The period.
    pub period: Period,
    /// The day on which lateness is judged.
    pub on: Day,
}

/// Counts every grid's duties anew.
pub fn recount(
    question: &Question<'_>,
    households: &[Household],
    residents: &[Resident],
    deeds: &[Deed],
) -> BTreeMap<GridCode, Counts> {
    let mut people: BTreeMap<HouseholdId, Vec<&Resident>> = BTreeMap::new();
    for resident in residents {
        people.entry(resident.household).or_default().push(resident);
    }
    let mut done: BTreeMap<HouseholdId, Vec<&Deed>> = BTreeMap::new();
    for deed in deeds {
        done.entry(deed.household).or_default().push(deed);
    }
    let mut counts: BTreeMap<GridCode, Counts> = BTreeMap::new();
    for household in households {
        let people = people.get(&household.id).map_or(&[][..], Vec::as_slice);
        let done = done.get(&household.id).map_or(&[][..], Vec::as_slice);
        let grid = counts.entry(household.grid).or_default();
        for rule in question.rules {
            if question.only_for.is_some_and(|role| !rule.discharge.roles.contains(&role)) {
                continue;
            }
            for (subject, window, late_allowed) in windows(question, rule, household, people) {
                tally(grid, question, rule, (subject, people), window, late_allowed, done);
            }
        }
    }
    counts
}

/// The windows of one rule in one household that end in the period, with whether a late visit still counts.
fn windows(
    question: &Question<'_>,
    rule: &Rule,
    household: &Household,
    people: &[&Resident],
) -> Vec<(Subject, DayRange, bool)> {
    let mut found = BTreeSet::new();
    let recorded = household.recorded_on.unwrap_or(Day::MIN);
    let mut add = |subject, start: Day, end: Day, late: bool, holds: &dyn Fn(Day) -> bool| {
        if !question.period.days().contains(end) {
            return;
        }
        let mut day = start;
        while day <= end {
            if day >= recorded && holds(day) {
                found.insert((subject, day, end, late));
                return;
            }
            let Some(next) = day.succ_opt() else { return };
            day = next;
        }
    };
    let subjects: Vec<(Subject, Option<&Resident>)> = match &rule.applies_to {
        AppliesTo::Households => vec![(Subject::Household(household.id), None)],
        AppliesTo::Residents(_) => people.iter().map(|one| (Subject::Resident(one.id), Some(*one))).collect(),
    };
    for (subject, resident) in subjects {
        let holds = |day: Day| resident.is_none_or(|resident| has_category(rule, resident, day));
        match rule.cadence {
            Cadence::Every(kind) => {
                for end in question.period.start().iter_days().take_while(|day| *day <= question.period.end())
                {
                    let civil = Period::containing(kind, end);
                    if civil.end() == end {
                        add(subject, civil.start(), end, false, &holds);
                    }
                }
            }
            Cadence::After { event, days, working } => {
                for happened in resident.iter().flat_map(|one| &one.events).filter(|one| one.kind == event) {
                    let end = if working {
                        question.calendar.after(happened.on, days)
                    } else {
                        happened.on.checked_add_days(chrono::Days::new(u64::from(days))).unwrap_or(Day::MAX)
                    };
                    add(subject, happened.on, end, true, &holds);
                }
            }
        }
    }
    found.into_iter().map(|(subject, start, end, late)| (subject, DayRange { start, end }, late)).collect()
}

fn has_category(rule: &Rule, resident: &Resident, day: Day) -> bool {
    let AppliesTo::Residents(matches) = &rule.applies_to else { return true };
    resident.categories.iter().any(|record| {
        let named = matches.iter().any(|one| {
            let grade_fits = one.grades.is_empty()
                || record.grade.as_ref().is_some_and(|grade| one.grades.contains(grade));
            one.category == record.kind && grade_fits
        });
        named && record.from <= day && record.recorded_on <= day && record.to.is_none_or(|to| day <= to)
    })
}

fn outcome_of(deed: &Deed, subject: Subject) -> VisitOutcome {
    let own = deed.others.iter().find(|(other, _)| Subject::Resident(*other) == subject);
    own.map_or(deed.outcome, |(_, outcome)| *outcome)
}

/// Whether this visit said that the subject is gone: of whom it named; of a household that moved, unless somebody was
/// met at the door later; of a household's death only where one lives.
fn is_said_gone(deed: &Deed, subject: Subject, people: &[&Resident], done: &[&Deed]) -> bool {
    let gone = |outcome| matches!(outcome, VisitOutcome::Deceased | VisitOutcome::MovedOut);
    let is_named = deed.others.iter().any(|(other, _)| Subject::Resident(*other) == subject);
    if is_named || !gone(deed.outcome) {
        return is_named && gone(outcome_of(deed, subject));
    }
    let names_a_death = deed.others.iter().any(|(_, outcome)| *outcome == VisitOutcome::Deceased);
    let is_unclear = deed.outcome == VisitOutcome::Deceased && (names_a_death || people.len() > 1);
    let met = |subject: Subject| {
        done.iter().any(|later| {
            later.day > deed.day && later.mode == VisitMode::InPerson && outcome_of(later, subject).reached()
        })
    };
    let went = |one: &&Resident| {
        let subject = Subject::Resident(one.id);
        !met(subject) && gone(outcome_of(deed, subject))
    };
    !is_unclear && !met(subject) && (matches!(subject, Subject::Resident(_)) || people.iter().all(went))
}

fn tally(
    grid: &mut Counts,
    question: &Question<'_>,
    rule: &Rule,
    (subject, people): (Subject, &[&Resident]),
    window: DayRange,
    late_allowed: bool,
    done: &[&Deed],
) {
    let in_time = |deed: &&&Deed| deed.day >= window.start && (late_allowed || deed.day <= window.end);
    let outcome = |deed: &Deed| outcome_of(deed, subject);
    let worked_for = |deed: &Deed| {
        deed.facts.iter().any(|fact| fact.subject == subject && rule.discharge.kinds.contains(&fact.kind))
            || (deed.answered_tickets && rule.discharge.roles.contains(&deed.role))
    };
    let visited_on = done
        .iter()
        .filter(in_time)
        .filter(|deed| outcome(deed).reached() && worked_for(deed))
        .filter(|deed| rule.discharge.modes.contains(&deed.mode) && rule.discharge.roles.contains(&deed.role))
        .filter(|deed| deed.visitors >= rule.discharge.visitors)
        .map(|deed| deed.day)
        .min();
    let claimed_on = done
        .iter()
        .filter(|deed| deed.day <= window.end)
        .filter(|deed| is_said_gone(deed, subject, people, done))
        .map(|deed| deed.day)
        .min();
    match (visited_on, claimed_on) {
        (None, Some(_)) => {
            grid.exempt += 1;
            return;
        }
        (Some(visited), Some(claimed)) if claimed < visited => {
            grid.exempt += 1;
            return;
        }
        _ => {}
    }
    grid.due += 1;
    if visited_on.is_some() {
        grid.visited += 1;
        return;
    }
    let tried = done
        .iter()
        .filter(|deed| deed.day >= window.start && deed.day <= window.end)
        .any(|deed| !outcome(deed).reached());
    grid.attempted += u32::from(tried);
    grid.overdue += u32::from(window.end < question.on);
}

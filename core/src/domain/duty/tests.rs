use chrono::Datelike;
use proptest::prelude::*;

use super::{DutyState, ExemptReason, derive, fixtures::*, missed_since};
use crate::{
    domain::{
        org::StaffRole,
        register::{CategoryKind, EarlierGrid, EventKind, Subject},
        rules::RulePacks,
        visit::{
            ClaimKind,
            ClaimStatus::{self, Pending},
            SubjectOutcome, VisitKind, VisitMode, VisitOutcome, VisitSummary,
        },
    },
    time::{DayRange, WorkingDays},
};

const ALONE: &[(CategoryKind, Option<&str>)] = &[(CategoryKind::LivesAlone, None)];
const AT_RISK: &[(CategoryKind, Option<&str>)] = &[(CategoryKind::CareRisk, Some("High"))];
const DIBAO_C: &[(CategoryKind, Option<&str>)] = &[(CategoryKind::Dibao, Some("C"))];
const MONTHLY: &str = "elder-special-monthly";
const WEEKLY: &str = "elder-high-risk-weekly";
const JUNE: (&str, &str) = ("2026-06-01", "2026-06-30");

fn june() -> DayRange {
    days(JUNE.0, JUNE.1)
}

fn exempt(reason: ExemptReason) -> DutyState {
    DutyState::Exempt(reason)
}

/// A visit that found the household moved out, and one of its people otherwise.
fn gone(number: u128, on: &str, others: &[(u128, VisitOutcome)]) -> VisitSummary {
    let mut found = visit(number, on, &[]);
    found.outcome = VisitOutcome::MovedOut;
    for &(who, outcome) in others {
        let Subject::Resident(resident) = person(who) else { unreachable!() };
        found.subject_outcomes.push(SubjectOutcome { resident, outcome });
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_order_of_the_facts_does_not_matter(seed: u64) {
        let mut dice = Dice::new(seed);
        let facts = dice.household();
        let (packs, calendar) = (RulePacks::new(two_versions()), WorkingDays::default());
        let span = days("2026-05-01", "2026-08-31");
        let duties = derive(&facts, &packs, &calendar, span);
        prop_assert!(duties.windows(2).all(|pair| pair[0].key < pair[1].key));
        prop_assert!(duties.iter().all(|duty| duty.window.start <= duty.window.end));
        let mut other = facts;
        dice.reorder(&mut other);
        let mut versions = two_versions();
        dice.shuffle(&mut versions);
        prop_assert_eq!(derive(&other, &RulePacks::new(versions), &calendar, span), duties);
    }

    #[test]
    fn a_narrow_span_gives_the_same_duties_as_a_wide_one(seed: u64, from in 0u64..120, length in 0u64..40) {
        let facts = Dice::new(seed).household();
        let (packs, calendar) = (RulePacks::new(two_versions()), WorkingDays::default());
        let start = day("2026-04-01") + chrono::Days::new(from);
        let span = DayRange { start, end: start + chrono::Days::new(length) };
        let mut expected = derive(&facts, &packs, &calendar, days("2024-01-01", "2028-12-31"));
        expected.retain(|duty| duty.window.overlaps(span));
        prop_assert_eq!(derive(&facts, &packs, &calendar, span), expected);
    }
}

#[test]
fn a_new_pack_version_changes_no_duty_that_already_stands() {
    let home = Home::new().resident(ALONE);
    let calendar = WorkingDays::default();
    let of_june = |packs: &RulePacks| {
        let mut duties = derive(&home.facts, packs, &calendar, june());
        duties.retain(|duty| duty.key.start < day("2026-06-17"));
        duties
    };
    let packs = RulePacks::new(two_versions());
    assert_eq!(of_june(&packs), of_june(&sample_packs()));

    let weekly = derive(&home.facts, &packs, &calendar, june());
    let weeks: Vec<_> = weekly.into_iter().filter(|duty| duty.key.start > day("2026-06-17")).collect();
    assert_eq!(rules_of(&weeks), [MONTHLY].into());
    assert_eq!(starts(&weeks), ["2026-06-22", "2026-06-29"]);
}

#[test]
fn a_category_recorded_late_asks_for_nothing_before_it_was_recorded() {
    let home = Home::new().resident(ALONE).with(|facts| {
        facts.residents[0].categories[0].recorded_on = day("2026-06-10");
    });
    assert!(home.duties(MONTHLY, days("2026-01-01", "2026-05-31")).is_empty());
    let june = home.duties(MONTHLY, june());
    assert_eq!(starts(&june), ["2026-06-01"], "the identity is the period's, whenever it was recorded");
    assert_eq!(june[0].window, days("2026-06-10", "2026-06-30"));

    let early = visit(1, "2026-06-09", &[(VisitKind::CareVisit, person(0))]);
    assert_eq!(home.visit(early).june(MONTHLY), DutyState::Open);
}

#[test]
fn a_category_that_had_ended_when_it_was_recorded_asks_for_nothing() {
    let home = Home::new().resident(ALONE).with(|facts| {
        let record = &mut facts.residents[0].categories[0];
        record.to = Some(day("2026-06-05"));
        record.recorded_on = day("2026-06-10");
    });
    assert!(home.duties(MONTHLY, june()).is_empty());
}

#[test]
fn several_categories_of_one_rule_make_one_duty_that_opens_with_the_first() {
    let categories = &[(CategoryKind::LivesAlone, None), (CategoryKind::Disabling, None)];
    let home = Home::new().resident(categories).with(|facts| {
        facts.residents[0].categories[0].from = day("2026-06-20");
        facts.residents[0].categories[1].from = day("2026-06-03");
        facts.residents[0].categories[1].to = Some(day("2026-06-19"));
    });
    let duties = home.duties(MONTHLY, june());
    assert_eq!(duties.len(), 1);
    assert_eq!(duties[0].window, days("2026-06-03", "2026-06-30"));
    assert_eq!(duties[0].state, DutyState::Open, "the other category still holds at the end");
}

#[test]
fn a_household_that_moves_counts_where_it_lies_at_the_windows_end() {
    let home = Home::new().resident(ALONE).with(|facts| {
        facts.household.earlier_grids.push(EarlierGrid { grid: grid(2), until: day("2026-06-14") });
    });
    assert_eq!(home.duties(MONTHLY, days("2026-05-01", "2026-05-31"))[0].grid, grid(2));
    assert_eq!(home.duties(MONTHLY, june())[0].grid, grid(1));
}

#[test]
fn two_visits_discharge_once_and_the_earlier_one_did_it() {
    let care = [(VisitKind::CareVisit, person(0))];
    let home =
        Home::new().resident(ALONE).visit(visit(2, "2026-06-20", &care)).visit(visit(9, "2026-06-12", &care));
    let by = visit(9, "2026-06-12", &care).id;
    assert_eq!(home.june(MONTHLY), DutyState::Visited { by, on: day("2026-06-12") });
}

#[test]
fn one_visit_discharges_all_that_it_did_work_for() {
    let both = &[(CategoryKind::LivesAlone, None), (CategoryKind::Disability, Some("2"))];
    let facts = [
        (VisitKind::CareVisit, person(0)),
        (VisitKind::BaselineSurvey, person(0)),
        (VisitKind::PopulationCanvass, home()),
    ];
    let home = Home::new().resident(both).visit(visit(1, "2026-06-12", &facts));
    for rule in [MONTHLY, "disability-yearly", "household-sweep"] {
        assert!(matches!(home.june(rule), DutyState::Visited { .. }), "{rule}");
    }
}

#[test]
fn a_volunteers_greeting_never_clears_a_recheck() {
    let facts = [(VisitKind::Recheck, person(0)), (VisitKind::CareVisit, person(0))];
    let mut by_volunteer = visit(1, "2026-06-12", &facts);
    by_volunteer.role = StaffRole::Volunteer;
    by_volunteer.visitors = 2;
    let categories = &[(CategoryKind::Dibao, Some("C")), (CategoryKind::LivesAlone, None)];
    let home = Home::new().resident(categories).visit(by_volunteer);
    assert_eq!(home.june("dibao-c"), DutyState::Open);
    assert!(matches!(home.june(MONTHLY), DutyState::Visited { .. }));
}

#[test]
fn a_recheck_takes_two_visitors_at_the_door() {
    let recheck = visit(1, "2026-06-12", &[(VisitKind::Recheck, person(0))]);
    let with = |visitors, mode| {
        let mut visit = recheck.clone();
        (visit.visitors, visit.mode) = (visitors, mode);
        Home::new().resident(DIBAO_C).visit(visit).june("dibao-c")
    };
    assert_eq!(with(1, VisitMode::InPerson), DutyState::Open);
    assert_eq!(with(2, VisitMode::Phone), DutyState::Open);
    assert!(matches!(with(2, VisitMode::InPerson), DutyState::Visited { .. }));
}

#[test]
fn work_for_a_resident_is_not_a_round_of_the_household() {
    let home =
        Home::new().resident(&[]).visit(visit(1, "2026-06-12", &[(VisitKind::PopulationCanvass, person(0))]));
    assert_eq!(home.june("household-sweep"), DutyState::Open);
}

#[test]
fn a_corrected_visit_counts_no_more() {
    let mut wrong = visit(1, "2026-06-12", &[(VisitKind::CareVisit, person(0))]);
    wrong.corrected_by = Some(visit(2, "2026-06-12", &[]).id);
    assert_eq!(Home::new().resident(ALONE).visit(wrong).june(MONTHLY), DutyState::Open);
}

#[test]
fn nobody_at_home_is_an_attempt_for_everybody_there() {
    let mut knocked = visit(1, "2026-06-12", &[]);
    knocked.outcome = VisitOutcome::NotHome;
    knocked.role = StaffRole::Volunteer;
    let home = Home::new().resident(ALONE).resident(DIBAO_C).visit(knocked);
    for rule in [MONTHLY, "dibao-c", "household-sweep"] {
        assert_eq!(home.june(rule), DutyState::Attempted, "{rule}");
    }
    let came_back = visit(2, "2026-06-13", &[(VisitKind::CareVisit, person(0))]);
    assert!(matches!(home.visit(came_back).june(MONTHLY), DutyState::Visited { .. }));
}

#[test]
fn who_was_away_is_attempted_while_the_others_were_reached() {
    let facts = [(VisitKind::CareVisit, person(0)), (VisitKind::CareVisit, person(1))];
    let mut one_away = visit(1, "2026-06-12", &facts);
    let Subject::Resident(resident) = person(1) else { unreachable!() };
    one_away.subject_outcomes.push(SubjectOutcome { resident, outcome: VisitOutcome::Hospitalised });
    let duties = Home::new().resident(ALONE).resident(ALONE).visit(one_away).duties(MONTHLY, june());
    assert!(matches!(duties[0].state, DutyState::Visited { .. }));
    assert_eq!(duties[1].state, DutyState::Attempted);
}

#[test]
fn a_claim_exempts_until_it_is_rejected() {
    let alone = || Home::new().resident(ALONE);
    let claimed = |status| alone().claim(person(0), "2026-06-10", status).june(MONTHLY);
    assert_eq!(claimed(ClaimStatus::Pending), exempt(ExemptReason::ClaimPending));
    assert_eq!(claimed(ClaimStatus::Confirmed), exempt(ExemptReason::ClaimConfirmed));
    assert_eq!(claimed(ClaimStatus::Rejected), DutyState::Open);
    assert_eq!(claimed(ClaimStatus::Reported), DutyState::Open, "by who does not answer for the home");

    let about_all = alone().claim(home(), "2026-05-10", ClaimStatus::Pending);
    assert_eq!(about_all.june(MONTHLY), exempt(ExemptReason::ClaimPending));
    let about_one = alone().claim(person(0), "2026-05-10", ClaimStatus::Pending);
    assert_eq!(about_one.june("household-sweep"), DutyState::Open);
    let later = alone().claim(person(0), "2026-07-01", ClaimStatus::Pending);
    assert_eq!(later.june(MONTHLY), DutyState::Open);
}

#[test]
fn a_household_that_moved_out_took_along_all_but_those_who_are_still_there() {
    let moved = || Home::new().resident(ALONE).resident(DIBAO_C).claim(home(), "2026-06-10", Pending);
    let pending = exempt(ExemptReason::ClaimPending);
    for rule in [MONTHLY, "dibao-c", "household-sweep"] {
        assert_eq!(moved().june(rule), pending, "{rule}");
    }
    let found_otherwise = moved().visit(gone(1, "2026-06-10", &[(1, VisitOutcome::NotHome)]));
    assert_eq!(found_otherwise.june(MONTHLY), pending);
    assert_eq!(found_otherwise.june("dibao-c"), DutyState::Attempted, "grandmother stayed behind");
    assert_eq!(found_otherwise.june("household-sweep"), DutyState::Attempted);

    let mut met = visit(2, "2026-06-12", &[(VisitKind::CareVisit, person(0))]);
    let Subject::Resident(resident) = person(1) else { unreachable!() };
    met.subject_outcomes.push(SubjectOutcome { resident, outcome: VisitOutcome::MovedOut });
    let met_again = moved().visit(met.clone());
    assert!(matches!(met_again.june(MONTHLY), DutyState::Visited { .. }), "somebody opened the door");
    assert_eq!(met_again.june("dibao-c"), pending);
    assert_eq!(met_again.june("household-sweep"), DutyState::Open);
    met.mode = VisitMode::Phone;
    assert_eq!(moved().visit(met).june(MONTHLY), pending, "one may call whoever moved");
}

#[test]
fn a_death_that_names_nobody_is_that_of_who_lives_alone() {
    let died = |those: Home| {
        let mut those = those.claim(home(), "2026-06-10", Pending);
        those.facts.claims[0].kind = ClaimKind::Deceased;
        those
    };
    let alone = died(Home::new().resident(ALONE));
    assert_eq!(alone.june(MONTHLY), exempt(ExemptReason::ClaimPending));
    assert_eq!(alone.june("household-sweep"), exempt(ExemptReason::ClaimPending));

    let couple = died(Home::new().resident(ALONE).resident(DIBAO_C));
    for rule in [MONTHLY, "dibao-c", "household-sweep"] {
        assert_eq!(couple.june(rule), DutyState::Open, "{rule}: nobody knows who died");
    }
    let widowed = Home::new().resident(ALONE).resident(DIBAO_C).with(|facts| {
        facts.residents[1].left_on = Some(day("2026-03-01"));
    });
    assert_eq!(died(widowed).june(MONTHLY), exempt(ExemptReason::ClaimPending));
}

#[test]
fn a_correction_takes_back_what_the_corrected_visit_claimed() {
    for subject in [person(0), home()] {
        let mut wrong = gone(1, "2026-06-10", &[]);
        let claimed = Home::new().resident(ALONE).claim(subject, "2026-06-10", Pending);
        let claimed = claimed.visit(wrong.clone());
        assert_eq!(claimed.june(MONTHLY), exempt(ExemptReason::ClaimPending));
        wrong.corrected_by = Some(visit(2, "2026-06-10", &[]).id);
        assert_eq!(claimed.with(|facts| facts.visits = vec![wrong]).june(MONTHLY), DutyState::Open);
    }
}

#[test]
fn who_was_visited_before_leaving_stays_visited() {
    let care = [(VisitKind::CareVisit, person(0))];
    let claimed = |visited_on| {
        Home::new()
            .resident(ALONE)
            .visit(visit(1, visited_on, &care))
            .claim(person(0), "2026-06-10", ClaimStatus::Pending)
            .june(MONTHLY)
    };
    assert!(matches!(claimed("2026-06-10"), DutyState::Visited { .. }));
    assert_eq!(claimed("2026-06-11"), exempt(ExemptReason::ClaimPending), "somebody must look into this");
}

#[test]
fn who_left_is_exempt_in_that_window_and_asks_for_nothing_after() {
    let home = Home::new().resident(ALONE).with(|facts| {
        facts.residents[0].left_on = Some(day("2026-06-10"));
    });
    assert_eq!(home.june(MONTHLY), exempt(ExemptReason::Left));
    assert_eq!(home.june("household-sweep"), DutyState::Open);
    assert!(home.duties(MONTHLY, days("2026-07-01", "2026-12-31")).is_empty());

    let on_the_first_day = Home::new().resident(ALONE).with(|facts| {
        facts.residents[0].left_on = Some(day("2026-06-01"));
    });
    assert_eq!(on_the_first_day.june(MONTHLY), exempt(ExemptReason::Left));

    let dissolved = Home::new().resident(ALONE).with(|facts| {
        facts.household.ended_on = Some(day("2026-06-10"));
    });
    assert_eq!(dissolved.june("household-sweep"), exempt(ExemptReason::Left));
    assert!(dissolved.duties(MONTHLY, days("2026-07-01", "2026-12-31")).is_empty());
}

#[test]
fn leave_excuses_when_it_holds_on_the_windows_last_day() {
    let excused = |rule, leave| Home::new().resident(ALONE).excused(person(0), rule, leave).june(MONTHLY);
    assert_eq!(excused(None, days("2026-06-20", "2026-07-10")), exempt(ExemptReason::Excused));
    assert_eq!(excused(Some(MONTHLY), days("2026-06-30", "2026-06-30")), exempt(ExemptReason::Excused));
    assert_eq!(excused(None, days("2026-06-01", "2026-06-29")), DutyState::Open, "a day was left");
    assert_eq!(excused(Some("dibao-c"), days("2026-06-01", "2026-07-29")), DutyState::Open);
}

#[test]
fn a_category_that_ends_exempts_unless_the_visit_was_made() {
    let ended = || {
        Home::new().resident(ALONE).with(|facts| {
            facts.residents[0].categories[0].to = Some(day("2026-06-29"));
        })
    };
    assert_eq!(ended().june(MONTHLY), exempt(ExemptReason::CategoryEnded));
    let visited = ended().visit(visit(1, "2026-06-12", &[(VisitKind::CareVisit, person(0))]));
    assert!(matches!(visited.june(MONTHLY), DutyState::Visited { .. }));
}

#[test]
fn weeks_run_over_month_ends() {
    let duties = Home::new().resident(AT_RISK).duties(WEEKLY, days("2026-07-01", "2026-07-31"));
    assert_eq!(starts(&duties), ["2026-06-29", "2026-07-06", "2026-07-13", "2026-07-20", "2026-07-27"]);
    assert_eq!(duties[4].window, days("2026-07-27", "2026-08-02"));
    assert!(duties.iter().all(|duty| duty.key.start.weekday() == chrono::Weekday::Mon));
}

#[test]
fn an_event_opens_a_window_of_working_days() {
    let home = Home::new().resident(ALONE).event(EventKind::HospitalDischarge, "2026-09-30");
    let calendar = WorkingDays {
        holidays: (1..=7).map(|n| day(&format!("2026-10-0{n}"))).collect(),
        worked: [day("2026-10-10")].into(),
    };
    let mut duties = derive(&home.facts, &sample_packs(), &calendar, days("2026-10-10", "2026-10-31"));
    duties.retain(|duty| duty.key.rule == "elder-hospital-discharge");
    assert_eq!(starts(&duties), ["2026-09-30"]);
    assert_eq!(duties[0].window, days("2026-09-30", "2026-10-10"));
}

#[test]
fn a_late_visit_after_an_event_still_counts_until_the_next_event() {
    let rule = "elder-sudden-change";
    let home = || {
        Home::new()
            .resident(ALONE)
            .event(EventKind::SuddenChange, "2026-06-20")
            .event(EventKind::SuddenChange, "2026-06-02")
            .event(EventKind::SuddenChange, "2026-06-02")
    };
    let states = |visited_on| {
        let visited = home().visit(visit(1, visited_on, &[(VisitKind::CareVisit, person(0))]));
        let duties = visited.duties(rule, june());
        assert_eq!(duties[0].window, days("2026-06-02", "2026-06-03"));
        let done: Vec<_> =
            duties.iter().map(|duty| matches!(duty.state, DutyState::Visited { .. })).collect();
        done
    };
    assert_eq!(states("2026-06-01"), [false, false]);
    assert_eq!(states("2026-06-19"), [true, false]);
    assert_eq!(states("2026-06-20"), [false, true]);
    assert_eq!(states("2026-08-20"), [false, true]);
}

#[test]
fn a_second_event_within_the_first_ones_deadline_takes_nothing_from_it() {
    let home = Home::new()
        .resident(ALONE)
        .event(EventKind::HospitalDischarge, "2026-06-01")
        .event(EventKind::HospitalDischarge, "2026-06-03");
    let duties = home.duties("elder-hospital-discharge", june());
    let due = duties[0].window.end;
    assert!(duties[1].window.contains(due), "both can be done on one day: {duties:?}");
    assert!(duties[0].can_be_done_on(due) && !duties[0].can_be_done_on(due.succ_opt().unwrap()));

    let on = due.to_string();
    let visited = home.visit(visit(1, &on, &[(VisitKind::CareVisit, person(0))]));
    let duties = visited.duties("elder-hospital-discharge", june());
    assert!(duties.iter().all(|duty| matches!(duty.state, DutyState::Visited { .. })), "{duties:?}");
}

#[test]
fn an_overdue_duty_tells_since_when_its_windows_were_missed() {
    let (packs, calendar) = (sample_packs(), WorkingDays::default());
    let home = Home::new()
        .resident(ALONE)
        .visit(visit(1, "2026-02-10", &[(VisitKind::CareVisit, person(0))]))
        .excused(person(0), None, days("2026-07-01", "2026-07-31"));
    let since = |span: DayRange| {
        let duty = home.duties(MONTHLY, span).remove(0);
        missed_since(&home.facts, &packs, &calendar, &duty)
    };
    assert_eq!(since(june()), Some(day("2026-03-01")));
    assert_eq!(since(days("2026-03-01", "2026-03-31")), None);
    assert_eq!(since(days("2026-08-01", "2026-08-31")), None, "July was excused");
    assert_eq!(since(days("2027-12-01", "2027-12-31")), Some(day("2026-12-01")), "twelve windows back");
}

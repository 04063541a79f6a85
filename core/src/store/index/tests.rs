use super::*;
use crate::{
    domain::{
        duty::{Duty, DutyKey, DutyState},
        org::ServiceArea,
        register::{Household, Subject},
        rules::{RulePacks, sample},
    },
    id::{ResidentId, VisitId},
    op::row::Scope,
    store::{
        Store,
        pull::apply_page,
        register::fixture::{
            day, empty, grid, household, household_row, nth, page, removal, resident, resident_row, write,
        },
    },
    text::Text,
    time::{Day, DayRange},
};

fn packs() -> RulePacks {
    RulePacks::new(vec![sample()])
}

fn pulled(households: &[Household]) -> Store {
    let store = empty();
    let rows = households.iter().map(|household| household_row(1, household)).collect();
    write(&store, |tx| apply_page(tx, &page(Scope::Grid(grid(1)), true, rows)));
    store
}

fn duty(home: &Household, rule: &str, from: &str, to: &str, state: DutyState) -> Duty {
    Duty {
        key: DutyKey { subject: Subject::Household(home.id), rule: rule.to_owned(), start: day(from) },
        household: home.id,
        grid: home.grid,
        area: ServiceArea::ElderCare,
        window: DayRange { start: day(from), end: day(to) },
        done_until: day(to),
        state,
    }
}

fn today(store: &Store, on: &str) -> Vec<Stop> {
    let query = StopQuery {
        on: day(on),
        worker: crate::id::StaffId(uuid::Uuid::nil()),
        round: Default::default(),
        after: None,
        limit: 200,
    };
    write(store, |tx| stops(tx, &packs(), &query))
}

fn put(store: &Store, home: &Household, duties: &[Duty]) {
    write(store, |tx| DutyWriter::replacing(tx, &packs(), day("2026-02-01"))?.put(home, duties));
}

#[test]
fn a_stop_shows_what_is_open_on_the_day_and_nothing_else() {
    let home = household(1, 1);
    let store = pulled(std::slice::from_ref(&home));
    let done = DutyState::Visited { by: VisitId(nth(5)), on: day("2026-06-02") };
    put(
        &store,
        &home,
        &[
            duty(&home, "a", "2026-06-01", "2026-06-30", DutyState::Attempted),
            duty(&home, "b", "2026-06-01", "2026-06-30", done),
            duty(&home, "c", "2026-07-01", "2026-09-30", DutyState::Open),
        ],
    );
    let stops = today(&store, "2026-06-15");
    assert_eq!(stops.len(), 1);
    assert_eq!(stops[0].duties.len(), 1);
    assert_eq!(stops[0].duties[0].title, Text::new("a", "a"), "no pack has this rule any more");
    assert!(stops[0].duties[0].attempted);
    assert_eq!(today(&store, "2026-07-15")[0].duties[0].rule, "c", "a new day writes nothing");
    assert!(today(&store, "2026-05-31").is_empty());
}

#[test]
fn a_duty_tells_since_when_the_windows_before_it_were_missed() {
    let home = household(1, 1);
    let store = pulled(std::slice::from_ref(&home));
    let done = DutyState::Visited { by: VisitId(nth(5)), on: day("2026-03-02") };
    let month = |from, to, state| duty(&home, "elder-special-monthly", from, to, state);
    put(
        &store,
        &home,
        &[
            month("2026-02-01", "2026-02-28", DutyState::Open),
            month("2026-03-01", "2026-03-31", done),
            month("2026-04-01", "2026-04-30", DutyState::Open),
            month("2026-05-01", "2026-05-31", DutyState::Attempted),
            month("2026-06-01", "2026-06-30", DutyState::Open),
        ],
    );
    let stops = today(&store, "2026-06-15");
    assert_eq!(stops[0].duties.len(), 1, "windows that closed are no longer on the list");
    assert_eq!(stops[0].duties[0].missed_since, Some(day("2026-04-01")));
}

#[test]
fn a_missed_deadline_stays_on_the_list_until_it_is_done() {
    let home = household(1, 1);
    let store = pulled(std::slice::from_ref(&home));
    let packs = packs();
    let rule = packs
        .in_force(day("2026-06-01"))
        .flat_map(|pack| &pack.rules)
        .find(|rule| matches!(rule.cadence, crate::domain::rules::Cadence::After { .. }))
        .unwrap();
    let deadline =
        |state| Duty { done_until: Day::MAX, ..duty(&home, &rule.id, "2026-06-01", "2026-06-03", state) };
    put(&store, &home, &[deadline(DutyState::Open)]);
    assert_eq!(today(&store, "2026-06-02")[0].duties[0].missed_since, None);
    assert_eq!(today(&store, "2026-08-20")[0].duties[0].missed_since, Some(day("2026-06-01")));
    put(&store, &home, &[deadline(DutyState::Visited { by: VisitId(nth(5)), on: day("2026-08-20") })]);
    assert!(today(&store, "2026-08-21").is_empty());
}

#[test]
fn stops_come_in_walking_order_page_by_page() {
    let door = |n: u128, building: Option<&str>, floor: Option<i16>, address: &str| {
        let mut home = household(n, 1);
        home.building = building.map(str::to_owned);
        home.floor = floor;
        home.address = address.to_owned();
        home
    };
    let homes = [
        door(1, Some("10号楼"), Some(1), "101"),
        door(2, Some("2号楼"), Some(12), "1201"),
        door(3, Some("2号楼"), Some(-1), "地下1"),
        door(4, None, None, "村口"),
        door(5, Some("2号楼"), Some(2), "202"),
        door(6, Some("2号楼"), Some(2), "201"),
    ];
    let store = pulled(&homes);
    for home in &homes {
        put(&store, home, &[duty(home, "a", "2026-06-01", "2026-06-30", DutyState::Open)]);
    }
    let mut order = Vec::new();
    let mut after = None;
    loop {
        let query = StopQuery {
            on: day("2026-06-03"),
            worker: crate::id::StaffId(uuid::Uuid::nil()),
            round: Some(grid(1)).into(),
            after,
            limit: 2,
        };
        let page = write(&store, |tx| stops(tx, &packs(), &query));
        let Some(last) = page.last() else { break };
        after = Some(last.key.clone());
        order.extend(page.iter().map(|stop| stop.household.0.as_u128()));
    }
    assert_eq!(order, [4, 3, 6, 5, 2, 1]);
}

#[test]
fn a_stop_names_the_residents_and_goes_with_its_household() {
    let home = household(1, 1);
    let store = empty();
    let rows = vec![household_row(1, &home), resident_row(1, &resident(11, 1, "张桂花"))];
    write(&store, |tx| apply_page(tx, &page(Scope::Grid(grid(1)), true, rows)));
    let mut due = duty(&home, "a", "2026-06-01", "2026-06-30", DutyState::Open);
    due.key.subject = Subject::Resident(ResidentId(nth(11)));
    put(&store, &home, &[due]);
    let stops = today(&store, "2026-06-03");
    assert_eq!(stops[0].duties[0].name.as_deref(), Some("张桂花"));
    assert_eq!(stops[0].duties[0].subject, Subject::Resident(ResidentId(nth(11))));

    let gone = vec![
        removal(2, crate::op::row::RowKind::Household, nth(1)),
        removal(2, crate::op::row::RowKind::Resident, nth(11)),
    ];
    write(&store, |tx| apply_page(tx, &page(Scope::Grid(grid(1)), false, gone)));
    assert!(today(&store, "2026-06-03").is_empty());
}

#[test]
fn a_window_that_closed_before_the_index_begins_still_tells_since_when_windows_were_missed() {
    let home = household(1, 1);
    let store = pulled(std::slice::from_ref(&home));
    let month = |from, to| duty(&home, "elder-special-monthly", from, to, DutyState::Open);
    let duties = [month("2026-05-01", "2026-05-31"), month("2026-06-01", "2026-06-30")];
    write(&store, |tx| DutyWriter::anew(tx, &packs(), day("2026-06-03"))?.put(&home, &duties));
    assert_eq!(today(&store, "2026-06-03")[0].duties[0].missed_since, Some(day("2026-05-01")));
    assert!(today(&store, "2026-05-31").is_empty(), "nobody is asked about days before");
}

#[test]
fn writing_anew_leaves_nothing_of_what_was_there() {
    let (home, other) = (household(1, 1), household(2, 1));
    let store = pulled(&[home.clone(), other.clone()]);
    put(&store, &home, &[duty(&home, "a", "2026-06-01", "2026-06-30", DutyState::Open)]);
    let duties = [duty(&other, "a", "2026-06-01", "2026-06-30", DutyState::Open)];
    write(&store, |tx| DutyWriter::anew(tx, &packs(), day("2026-06-03"))?.put(&other, &duties));
    let stops: Vec<_> = today(&store, "2026-06-03").into_iter().map(|stop| stop.household).collect();
    assert_eq!(stops, [other.id]);
}

#[test]
fn the_days_that_the_index_covers_are_remembered_until_they_are_forgotten() {
    let store = empty();
    let days = |from, to| DayRange { start: day(from), end: day(to) };
    assert_eq!(write(&store, derived_days), None);
    write(&store, |tx| set_derived_days(tx, days("2026-05-30", "2026-06-30")));
    write(&store, |tx| set_derived_days(tx, days("2026-06-30", "2026-07-31")));
    assert_eq!(write(&store, derived_days), Some(days("2026-06-30", "2026-07-31")));
    write(&store, forget_derived_days);
    assert_eq!(write(&store, derived_days), None);
}

#[test]
fn what_is_left_counts_homes_of_the_day_late_ones_and_those_whose_last_day_comes_by_then() {
    let homes: Vec<_> = (1..=4).map(|number| household(number, 1)).collect();
    let store = pulled(&homes);
    let open = DutyState::Open;
    put(
        &store,
        &homes[0],
        &[
            duty(&homes[0], "a", "2026-06-01", "2026-06-30", open),
            duty(&homes[0], "b", "2026-06-01", "2026-06-30", DutyState::Attempted),
        ],
    );
    put(&store, &homes[1], &[duty(&homes[1], "a", "2026-04-01", "2026-12-31", open)]);
    put(
        &store,
        &homes[2],
        &[
            duty(&homes[2], "a", "2026-05-01", "2026-05-31", open),
            duty(&homes[2], "a", "2026-06-01", "2026-06-30", open),
        ],
    );
    put(&store, &homes[3], &[duty(&homes[3], "a", "2026-06-20", "2026-06-30", open)]);
    let count = |on: &str, number| {
        write(&store, |tx| left(tx, &packs(), day(on), day("2026-06-30"), Round::from(number)))
    };
    let all = count("2026-06-15", None);
    assert_eq!((all.today, all.overdue, all.ending), (3, 1, 3), "the fourth opens later in the month");
    assert_eq!(count("2026-06-15", Some(grid(1))), all);
    assert_eq!(count("2026-06-15", Some(grid(2))), Left::default());
    assert_eq!(count("2026-06-15", None).today, today(&store, "2026-06-15").len() as u64);
    assert_eq!(count("2026-07-01", None), Left { today: 1, overdue: 0, ending: 0 });
}

#[test]
fn a_round_of_one_area_goes_where_its_rules_ask() {
    let homes = [household(1, 1), household(2, 1)];
    let store = pulled(&homes);
    let packs = packs();
    let rule = packs.rules_of(ServiceArea::ElderCare).first().copied().unwrap().to_owned();
    put(&store, &homes[0], &[duty(&homes[0], &rule, "2026-06-01", "2026-06-30", DutyState::Open)]);
    put(&store, &homes[1], &[duty(&homes[1], "another", "2026-06-01", "2026-06-30", DutyState::Open)]);
    let of = |area| {
        let (on, round) = (day("2026-06-03"), Round { grid: None, area });
        let worker = crate::id::StaffId(uuid::Uuid::nil());
        let query = StopQuery { on, worker, round, after: None, limit: 9 };
        let found = write(&store, |tx| stops(tx, &packs, &query));
        let counted = write(&store, |tx| left(tx, &packs, on, on, round));
        assert_eq!(counted.today, found.len() as u64);
        found.into_iter().map(|stop| stop.household).collect::<Vec<_>>()
    };
    assert_eq!(of(None).len(), 2);
    assert_eq!(of(Some(ServiceArea::ElderCare)), [homes[0].id]);
    assert!(of(Some(ServiceArea::EpidemicControl)).is_empty());
    assert!(packs.areas().contains(&ServiceArea::ElderCare));
}

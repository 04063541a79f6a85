//! Coverage as screens walk through it: periods, the homes behind a figure, grids and their ground.

use serde_json::json;

use super::*;
use crate::{
    domain::{
        coverage::{Figure, FigureOf, Group},
        org::{Grid, GridKind},
        ticket::{Ticket, TicketState},
        visit::VisitMode,
    },
    id::TicketId,
    text::Text,
    time::{DayRange, Period, PeriodKind},
};

/// 2026-07-01 00:30 in China, still June by UTC.
const JULY: Timestamp = Timestamp::from_millis(1_782_837_000_000);

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

fn ticket(number: u128, household: HouseholdId, due: &str, state: TicketState) -> Ticket {
    Ticket {
        id: TicketId(Uuid::from_u128(number)),
        household,
        grid: grid(1),
        task: Text::new("看望老人", "Look in"),
        window: DayRange { start: day("2026-06-01"), end: day(due) },
        modes: [VisitMode::InPerson].into(),
        visitors: 1,
        safety_note: None,
        state,
    }
}

/// Homes beside the first one, each with an elder at high risk, numbered so that texts would sort them wrongly.
fn neighbours(phone: &mut Phone, count: u128) {
    let mut rows = Vec::new();
    for number in 1..=count {
        let id = HouseholdId(Uuid::from_u128(500 + number));
        let home = Household { id, address: format!("密村{}号", number * 5), ..home() };
        let person = Resident { id: ResidentId(Uuid::from_u128(600 + number)), household: id, ..elder() };
        let of_home = |row: FeedRow| FeedRow { household: Some(id), ..row };
        rows.push(of_home(phone.row(RowKind::Household, id.0, &home)));
        rows.push(of_home(phone.row(RowKind::Resident, person.id.0, &person)));
    }
    phone.pull(Scope::Grid(grid(1)), rows);
}

/// All homes behind a figure, in pages of two.
fn homes(phone: &Phone, of: &FigureOf) -> Vec<CountedHome> {
    let mut homes: Vec<CountedHome> = Vec::new();
    loop {
        let after = homes.last().map(|home| home.key.clone());
        let page = phone.doorstep.homes_behind(period("2026-06"), of, after, 2).unwrap();
        if page.is_empty() {
            return homes;
        }
        homes.extend(page);
    }
}

/// Every figure of every line and of all grids together equals what its homes add up to.
fn check_figures(phone: &Phone) {
    let coverage = phone.doorstep.coverage(period("2026-06")).unwrap();
    assert!(!coverage.counts.is_empty());
    for (code, group) in coverage.counts.keys() {
        for figure in Figure::ALL {
            for grid in [Some(*code), None] {
                let of = FigureOf { grid, group: *group, figure: *figure };
                let sum: u32 = homes(phone, &of).iter().map(|home| home.count).sum();
                assert_eq!(sum, of.sum_in(&coverage.counts), "{of:?}");
            }
        }
    }
}

#[test]
fn the_arrows_of_coverage_end_where_nothing_was_asked_for_and_where_nothing_has_begun() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let around = |kind, text: &str| phone.doorstep.period(kind, Some(day(text))).unwrap();
    let now = phone.doorstep.period(PeriodKind::Month, None).unwrap();
    let expected = PeriodView {
        period: period("2026-06"),
        is_current: true,
        earlier: Some(period("2026-05")),
        later: None,
    };
    assert_eq!(now, expected);
    let before = around(PeriodKind::Month, "2026-05-31");
    assert_eq!((before.is_current, before.later), (false, Some(now.period)));
    assert_eq!(around(PeriodKind::Year, "2025-07-01").earlier, None, "the rules begin with 2025");
    assert_eq!(around(PeriodKind::Quarter, "2026-12-01").later, None);

    phone.clock.set(JULY);
    assert_eq!(phone.doorstep.period(PeriodKind::Month, None).unwrap().period, period("2026-07"));
    assert_eq!(around(PeriodKind::Month, "2026-06-03").later, Some(period("2026-07")));
}

#[test]
fn where_tickets_are_held_the_earliest_of_them_ends_the_way_back() {
    let mut phone = Phone::of(StaffRole::Volunteer);
    phone.clock.set(JULY);
    let earlier = |phone: &Phone| phone.doorstep.period(PeriodKind::Month, None).unwrap().earlier;
    assert_eq!(earlier(&phone), None);
    let one = ticket(80, HOME, "2026-06-30", TicketState::Open);
    let row = FeedRow { household: Some(HOME), ..phone.row(RowKind::Ticket, one.id.0, &one) };
    phone.pull(Scope::Grid(grid(1)), vec![row]);
    assert_eq!(earlier(&phone), Some(period("2026-06")));
}

#[test]
fn the_homes_behind_each_figure_add_up_to_it_before_and_after_a_visit() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    neighbours(&mut phone, 4);
    check_figures(&phone);
    let draft = phone.knock();
    phone.doorstep.finish_visit(draft.id).unwrap();
    check_figures(&phone);

    let of = |figure| FigureOf { grid: Some(grid(1)), group: Group::All, figure };
    let visited = homes(&phone, &of(Figure::Visited));
    assert_eq!(visited.iter().map(|home| home.household).collect::<Vec<_>>(), [HOME]);
    assert!(homes(&phone, &FigureOf { grid: Some(grid(2)), ..of(Figure::Due) }).is_empty());
    let due = homes(&phone, &of(Figure::Due));
    let addresses: Vec<_> = due.iter().map(|home| home.address.as_str()).collect();
    assert_eq!(addresses, ["密村1号", "密村5号", "密村10号", "密村15号", "密村20号"]);
    assert!(!format!("{due:?} {:?}", due[0].key).contains('密'), "no log learns where");
}

#[test]
fn homes_behind_a_figure_of_tickets_add_up_to_it_too() {
    let mut phone = Phone::of(StaffRole::Volunteer);
    neighbours(&mut phone, 2);
    let beside = HouseholdId(Uuid::from_u128(501));
    let rows: Vec<_> = [
        ticket(80, HOME, "2026-06-02", TicketState::Open),
        ticket(81, HOME, "2026-06-30", TicketState::Visited),
        ticket(82, beside, "2026-06-30", TicketState::Attempted),
        ticket(83, beside, "2026-07-31", TicketState::Open),
    ]
    .iter()
    .map(|one| FeedRow { household: Some(one.household), ..phone.row(RowKind::Ticket, one.id.0, one) })
    .collect();
    phone.pull(Scope::Grid(grid(1)), rows);
    check_figures(&phone);
    let of = FigureOf { grid: None, group: Group::All, figure: Figure::Due };
    let due: Vec<_> = homes(&phone, &of).iter().map(|home| (home.household, home.count)).collect();
    assert_eq!(due, [(HOME, 2), (beside, 1)], "what ends in July is not June's");
}

#[test]
fn coverage_comes_with_its_period_and_the_names_of_grids() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let named = Grid { code: grid(1), name: "东街".to_owned(), kind: GridKind::Basic, outline: None };
    let row = phone.row(RowKind::Grid, Uuid::from_u128(801), &named);
    phone.pull(Scope::Grid(grid(1)), vec![row]);
    let covered = phone.doorstep.covered(PeriodKind::Month, None).unwrap();
    assert_eq!(covered.period, phone.doorstep.period(PeriodKind::Month, None).unwrap());
    assert_eq!(covered.coverage, phone.doorstep.coverage(period("2026-06")).unwrap());
    assert_eq!(covered.name_of(grid(1)), "东街");
    assert_eq!(covered.name_of(grid(9)), grid(9).to_string(), "one that a home left");
    let whole = covered.coverage.whole_of(grid(1)).unwrap();
    assert_eq!(share_words(&whole), Text::new("探访率 0.0%", "0.0% reached"));
    assert_eq!(share_words(&Default::default()), ScreenWord::NoneDue.label());
}

#[test]
fn a_map_gets_the_ground_of_grids_and_the_names_of_those_without() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let ring = json!([[109.0, 35.0], [109.01, 35.0], [109.01, 35.01], [109.0, 35.01], [109.0, 35.0]]);
    let drawn = json!({ "type": "Polygon", "coordinates": [ring] });
    let outlines = [Some(drawn), None, Some(json!({ "type": "Point", "coordinates": [109.0, 35.0] }))];
    for (number, outline) in (1..).zip(outlines) {
        let one =
            Grid { code: grid(number), name: format!("第{number}网格"), kind: GridKind::Basic, outline };
        let row = phone.row(RowKind::Grid, Uuid::from_u128(800 + u128::from(number)), &one);
        phone.pull(Scope::Grid(grid(number)), vec![row]);
    }
    let first = phone.doorstep.grid_shapes(None, 2).unwrap();
    assert_eq!(first.next, Some(grid(2)));
    let rest = phone.doorstep.grid_shapes(first.next, 2).unwrap();
    assert_eq!(rest.next, None);
    let shapes: Vec<_> = first.shapes.into_iter().chain(rest.shapes).collect();
    let known: Vec<_> = shapes.iter().map(|shape| (shape.code, shape.area.is_some())).collect();
    assert_eq!(known, [(grid(1), true), (grid(2), false), (grid(3), false)], "a point is no ground");
    assert_eq!(shapes[0].area.as_ref().unwrap().positions(), 5);

    let lines = phone.doorstep.grids(Some(grid(1)), 10).unwrap();
    let names: Vec<_> = lines.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(names, ["第2网格", "第3网格"]);
    assert_eq!(phone.doorstep.grids(None, 1).unwrap().len(), 1);
}

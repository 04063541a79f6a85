//! A home that its grid's chief hands to a colleague, on the phones of both.

use super::*;
use crate::{
    domain::{
        coverage::{Figure, FigureOf, Group},
        register::HandedOver,
    },
    op::row::RowKind,
};

const COLLEAGUE: StaffId = StaffId(Uuid::from_u128(902));
const VOLUNTEER: StaffId = StaffId(Uuid::from_u128(903));

fn line(number: u128, staff: StaffId, role: GridRole) -> Responsibility {
    let id = ResponsibilityId(Uuid::from_u128(number));
    Responsibility { id, grid: grid(1), staff, role, from: day("2026-01-01"), to: None }
}

/// The phone of a worker with this role in the grid; a colleague and a volunteer answer for it too.
fn phone_of(own: GridRole) -> Phone {
    let mut phone = Phone::of(StaffRole::GridWorker);
    let colleague = Staff { name: "李同事".to_owned(), ..worker(COLLEAGUE, StaffRole::SocialWorker) };
    let staff = [colleague, worker(VOLUNTEER, StaffRole::Volunteer)];
    let rows = staff.iter().map(|one| phone.row(RowKind::Staff, one.id.0, one)).collect();
    phone.pull(Scope::Tenant, rows);
    let lines = [
        line(700, WORKER, own),
        line(701, COLLEAGUE, GridRole::Assistant),
        line(702, VOLUNTEER, GridRole::Assistant),
    ];
    let rows = lines.iter().map(|one| phone.row(RowKind::Responsibility, one.id.0, one)).collect();
    phone.pull(Scope::Grid(grid(1)), rows);
    phone
}

fn handed(phone: &Phone) -> Option<HandedOverView> {
    phone.doorstep.household(HOME).unwrap().handed_over
}

#[test]
fn a_chief_hands_a_home_over_and_it_stands_on_the_list_of_the_day() {
    let phone = phone_of(GridRole::Chief);
    let to: Vec<_> = phone.doorstep.may_take_over(HOME).unwrap().iter().map(|one| one.id).collect();
    assert_eq!(to, [COLLEAGUE], "neither oneself nor who holds nothing of what is due");
    let before = phone.doorstep.would_be_lost().unwrap().records;
    phone.doorstep.hand_over(HOME, COLLEAGUE, None, Some(" 院里有狗 ".to_owned())).unwrap();
    let view = handed(&phone).unwrap();
    assert_eq!((view.to.as_deref(), view.by.as_deref()), (Some("李同事"), Some("演示人员")));
    assert_eq!((view.to_me, view.until, view.note.as_deref()), (false, day("2026-06-30"), Some("院里有狗")));
    let stop = phone.doorstep.today(None, None, 10).unwrap().remove(0);
    assert_eq!(stop.handed_over.map(|one| one.to_me), Some(false));
    assert!(!format!("{view:?}").contains('狗'), "no log learns it");

    let phone = phone.restart();
    assert_eq!(handed(&phone), Some(view));
    phone.doorstep.take_back(HOME).unwrap();
    phone.doorstep.take_back(HOME).unwrap();
    assert_eq!(handed(&phone), None);
    let after = phone.doorstep.would_be_lost().unwrap().records;
    assert_eq!(after - before, 2, "handed over and taken back, each once");
}

#[test]
fn a_home_behind_a_figure_says_whether_it_can_be_handed_over() {
    let of = FigureOf { grid: None, group: Group::All, figure: Figure::Due };
    let may = |phone: &Phone| {
        let june = "2026-06".parse().unwrap();
        let homes = phone.doorstep.homes_behind(june, &of, None, 10).unwrap();
        homes.iter().map(|home| home.may_hand_over).collect::<Vec<_>>()
    };
    assert_eq!(may(&phone_of(GridRole::Assistant)), [false]);
    let phone = phone_of(GridRole::Chief);
    assert_eq!(may(&phone), [true]);
    let mut alone = phone_of(GridRole::Chief);
    let ended = Responsibility { to: Some(day("2026-05-31")), ..line(701, COLLEAGUE, GridRole::Assistant) };
    let row = alone.row(RowKind::Responsibility, ended.id.0, &ended);
    alone.pull(Scope::Grid(grid(1)), vec![row]);
    assert_eq!(may(&alone), [false], "nobody is there to take it");
    phone.clock.advance(8 * 24 * 3_600_000);
    assert_eq!(may(&phone), [false], "nobody does while homes are locked");
}

#[test]
fn the_receiver_sees_who_asked_and_what_to_know_until_its_last_day_is_over() {
    let mut phone = phone_of(GridRole::Assistant);
    let over = HandedOver {
        to: WORKER,
        by: COLLEAGUE,
        on: day("2026-06-01"),
        until: day("2026-06-03"),
        note: Some("先打电话".to_owned()),
    };
    let row = phone.row(RowKind::Household, HOME.0, &Household { handed_over: Some(over), ..home() });
    phone.pull(Scope::Grid(grid(1)), vec![row]);
    let view = handed(&phone).unwrap();
    assert!(view.to_me && view.by.as_deref() == Some("李同事") && view.note.as_deref() == Some("先打电话"));
    let stop = phone.doorstep.today(None, None, 10).unwrap().remove(0);
    assert!(stop.handed_over.is_some_and(|one| one.to_me && one.note.is_some()));
    phone.clock.advance(24 * 3_600_000);
    assert_eq!(handed(&phone), None);
    assert!(phone.doorstep.today(None, None, 10).unwrap().iter().all(|stop| stop.handed_over.is_none()));
}

#[test]
fn what_the_hub_would_refuse_is_refused_at_once_and_named() {
    let field = |phone: &Phone, to: StaffId, until: Option<&str>, note: &str| {
        let refused = phone.doorstep.hand_over(HOME, to, until.map(day), Some(note.to_owned()));
        let Err(DoorstepError::InvalidInput { field, .. }) = refused else { panic!("{refused:?}") };
        field
    };
    let assistant = phone_of(GridRole::Assistant);
    assert!(assistant.doorstep.may_take_over(HOME).unwrap().is_empty());
    assert_eq!(field(&assistant, COLLEAGUE, None, ""), "role");
    assert!(matches!(assistant.doorstep.take_back(HOME), Ok(())), "there is nothing to take back");

    let chief = phone_of(GridRole::Chief);
    for to in [WORKER, VOLUNTEER, StaffId(Uuid::from_u128(999))] {
        assert_eq!(field(&chief, to, None, ""), "to");
    }
    assert_eq!(field(&chief, COLLEAGUE, Some("2026-06-02"), ""), "handed_over");
    assert_eq!(field(&chief, COLLEAGUE, Some("2027-06-02"), ""), "handed_over");
    assert_eq!(field(&chief, COLLEAGUE, None, "先\n打电话"), "handed_over");
    assert_eq!(handed(&chief), None);
    let nowhere = chief.doorstep.hand_over(HouseholdId(Uuid::from_u128(1)), COLLEAGUE, None, None);
    assert_eq!(nowhere, Err(DoorstepError::NotFound { what: Thing::Household }));
}

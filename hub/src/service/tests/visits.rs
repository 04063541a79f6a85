//! Visits reach the figures, credited to who made them.

use doorstep_core::{
    domain::{
        coverage::Group,
        evidence::Flag,
        need::{Need, NeedKind, ReferralStatus},
        org::{Audience, GridRole},
    },
    geo::{Accuracy, Coordinate, Datum, Fix, FixSource},
    id::NeedId,
    op::{
        body::Body,
        outcome::{Outcome, RejectReason},
        row::{ExceptionRow, RowKind, Scope},
    },
};
use uuid::Uuid;

use super::{
    super::{CoverageQuery, document_of},
    visits_of,
};
use crate::testing::{CHIEF, HOUR, WORKER, World, day, grid, home, visit};

#[test]
fn a_visit_made_offline_reaches_the_coverage_figure_and_its_author_hears_of_it() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let (op, id) = phone.finish_visit(1);
    let query = CoverageQuery {
        period: "2026-06".parse().unwrap(),
        grids: vec![grid(1)],
        on: day("2026-06-10"),
        audience: Audience::SocialWorker,
    };
    let before = world.hub.coverage(&query).unwrap().counts[&(grid(1), Group::All)];
    let reply = phone.push(&world.hub).unwrap();
    assert_eq!(reply.heads.head, phone.head());
    phone.pull(&world.hub).unwrap();
    assert_eq!(phone.outcome(op), Some(Outcome::Applied));
    assert_eq!(visits_of(&world.hub, 1)[0].id, id);
    let after = world.hub.coverage(&query).unwrap().counts[&(grid(1), Group::All)];
    assert_eq!(after.due, before.due);
    assert!(after.visited > before.visited, "{before:?} {after:?}");
}

#[test]
fn the_same_push_after_a_lost_reply_is_acknowledged_and_not_applied_again() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    phone.finish_visit(1);
    let request = phone.request(&phone.journal);
    let record = phone.record(&world.hub);
    let first = world.hub.push(&record, &request).unwrap();
    let second = world.hub.push(&record, &request).unwrap();
    assert_eq!(first.heads.head, second.heads.head);
    assert_eq!(visits_of(&world.hub, 1).len(), 1);
}

#[test]
fn work_outside_the_responsibility_is_stored_and_rejected_with_a_reason_or_flagged() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let need = Need {
        id: NeedId(Uuid::from_u128(31)),
        household: home(4),
        resident: None,
        kind: NeedKind::LivingCare,
        status: ReferralStatus::Found,
        round: 1,
        found_in: None,
        raised_by: None,
        note: None,
    };
    let need = phone.finish(vec![Body::NeedRaised(need)])[0];
    let (visit, _) = phone.finish_visit(4);
    phone.push(&world.hub).unwrap();
    phone.pull(&world.hub).unwrap();
    let reason = RejectReason::OutsideScope;
    assert_eq!(phone.outcome(need), Some(Outcome::Rejected { reason }));
    assert_eq!(phone.outcome(visit), Some(Outcome::Applied), "whoever came is credited");
    let exceptions = world.hub.store().reading(|tx| tx.of_household(RowKind::Exception, home(4))).unwrap();
    let flags: Vec<_> =
        exceptions.iter().map(|row| document_of::<ExceptionRow>(row).unwrap().unwrap().flag).collect();
    assert_eq!(flags, [Flag::NotAssigned]);
}

#[test]
fn two_visits_of_one_phone_too_far_apart_for_the_time_between_are_flagged_and_stand() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let mut go = |number: u128, km: f64, minutes: i64| {
        let mut made = visit(Uuid::from_u128(8_000 + number), number);
        made.started_at = made.started_at.plus_millis(minutes * 60_000);
        made.fix = Some(Fix {
            at: Coordinate::new(34.25, 108.95 + km / 92.1, Datum::Wgs84).unwrap(),
            accuracy: Accuracy::r68(8.0),
            altitude_m: None,
            speed_mps: None,
            gps_time: Some(made.started_at),
            device_time: made.started_at,
            monotonic_ms: 7_000_000 + u64::try_from(minutes).unwrap() * 60_000,
            boot_id: 1,
            source: FixSource::default(),
        });
        phone.finish(vec![Body::VisitRecorded(made)])[0]
    };
    let ops = [go(1, 0.0, 0), go(2, 30.0, 5), go(3, 30.1, 10)];
    phone.push(&world.hub).unwrap();
    phone.pull(&world.hub).unwrap();
    for op in ops {
        assert_eq!(phone.outcome(op), Some(Outcome::Applied));
    }
    let flags_of = |number| {
        let rows = world.hub.store().reading(|tx| tx.of_household(RowKind::Exception, home(number))).unwrap();
        let flag = |row| document_of::<ExceptionRow>(row).unwrap().unwrap().flag;
        rows.iter().map(flag).collect::<Vec<_>>()
    };
    assert_eq!([flags_of(1), flags_of(2), flags_of(3)], [vec![], vec![Flag::ImpossibleSpeed], vec![]]);
}

#[test]
fn a_visit_made_before_the_grid_moved_is_credited_to_who_made_it() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    phone.pull(&world.hub).unwrap();
    assert!(phone.held(RowKind::Household) > 0);
    let (op, _) = phone.finish_visit(1);
    // The next day the grid is another worker's.
    let lines = world.hub.responsibility_list(&[grid(1)]).unwrap();
    let mine = lines.iter().find(|line| line.line.staff == WORKER).unwrap();
    world.hub.end_assignment(mine.line.id, day("2026-06-10")).unwrap();
    world.hub.assign(CHIEF, grid(1), GridRole::Chief, day("2026-06-11")).unwrap();
    world.clock.advance(24 * HOUR);
    phone.push(&world.hub).unwrap();
    phone.pull(&world.hub).unwrap();
    assert_eq!(phone.outcome(op), Some(Outcome::Applied));
    assert_eq!(visits_of(&world.hub, 1)[0].by, WORKER);
    assert_eq!(phone.held(RowKind::Household), 0, "the grid's rows left the phone");
    assert!(!phone.cursors.contains_key(&Scope::Grid(grid(1))));
}

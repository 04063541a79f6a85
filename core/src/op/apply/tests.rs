//! Whole groups, and bodies that mean harm.

use proptest::prelude::*;
use serde_json::json;

use super::{testing::*, *};
use crate::{
    domain::{
        need::ReferralStatus,
        register::Subject,
        visit::{SubjectOutcome, VisitKind, VisitOutcome, VisitSummary},
    },
    op::body::{Body, NeedMoved},
    seal::Salt,
    time::{Day, Hlc},
};

#[test]
fn of_a_group_all_is_taken_or_nothing() {
    let mut world = World::two_grids();
    let worker = author(StaffRole::GridWorker);
    let grid_change = change(RowKind::Household, HOME.0, "grid", json!(grid()), json!(other_grid()));
    let outcomes = world.send(&worker, vec![Body::VisitRecorded(visit(1, HOME)), grid_change]);
    assert_eq!(outcomes, [refused(RejectReason::GroupFailed), refused(RejectReason::NotAuthorised)]);
    assert!(world.all(RowKind::Visit).is_empty());
}

#[test]
fn a_visit_that_comes_after_an_erasure_counts_for_the_others() {
    let mut world = World::two_grids();
    let worker = author(StaffRole::SocialWorker);
    world.erase(RowKind::Resident, ELDER.0);
    let fact = |subject| VisitFact { kind: VisitKind::CareVisit, subject };
    let to_the_home = fact(Subject::Household(HOME));
    let mut made = visit(1, HOME);
    made.facts = vec![fact(Subject::Resident(ELDER)), to_the_home];
    made.subject_outcomes = vec![SubjectOutcome { resident: ELDER, outcome: VisitOutcome::Hospitalised }];
    made.claims = vec![claim(1, Subject::Resident(ELDER))];
    let raised = need(1);
    let (id, household, reason) = (raised.id, HOME, None);
    let step = NeedMoved { need: id, household, round: 1, to: ReferralStatus::Reported, reason };
    let bodies = vec![Body::VisitRecorded(made.clone()), Body::NeedRaised(raised), Body::NeedMoved(step)];
    let erased = refused(RejectReason::Erased);
    assert_eq!(world.send(&worker, bodies), [Outcome::Applied, erased.clone(), erased]);
    let kept: VisitSummary = world.read(RowKind::Visit, made.id.0);
    assert_eq!((kept.facts, kept.subject_outcomes), (vec![to_the_home], vec![]));
    assert!(world.all(RowKind::Claim).is_empty());
}

#[test]
fn a_newer_schema_waits_for_a_newer_hub() {
    let mut world = World::two_grids();
    let worker = author(StaffRole::GridWorker);
    let mut ops = world.group(&worker, vec![Body::VisitRecorded(visit(1, HOME))]);
    ops[0].schema = SCHEMA + 1;
    let outcomes = world.judge(&ops, &worker, &receipt()).outcomes;
    assert_eq!(outcomes[0].1, Outcome::Deferred { until: NOON.plus_millis(WAIT_MS) });
}

#[test]
fn what_waits_for_something_rejected_is_rejected_and_told_what() {
    let mut world = World::two_grids();
    let worker = author(StaffRole::GridWorker);
    let unknown = HouseholdId(Uuid::from_u128(77));
    let added = crate::domain::register::Household { id: unknown, ..household(unknown, other_grid()) };
    let outside = world.send(&worker, vec![Body::HouseholdAdded(added)]);
    assert_eq!(outside, [refused(RejectReason::OutsideScope)]);
    let made = visit(1, unknown);
    let outcomes = world.send(&worker, vec![Body::VisitRecorded(made.clone())]);
    assert_eq!(outcomes, [refused(RejectReason::HouseholdRejected)]);
    let outcomes = world.send(&worker, vec![Body::PhotoTaken(photo(1, made.id))]);
    assert_eq!(outcomes, [refused(RejectReason::VisitRejected)]);
}

#[test]
fn what_has_waited_for_a_month_for_something_unknown_is_rejected() {
    let mut world = World::two_grids();
    let worker = author(StaffRole::GridWorker);
    let unknown = HouseholdId(Uuid::from_u128(77));
    let ops = world.group(&worker, vec![Body::NeedRaised(need(1)), Body::VisitRecorded(visit(1, unknown))]);
    let waiting = world.judge(&ops, &worker, &receipt());
    assert_eq!(waiting.unknown.as_ref().map(|unknown| unknown.op), Some(ops[1].op_id));
    assert_eq!(waiting.clone().at(NOON.plus_millis(WAIT_MS - 1)), waiting);
    let over = waiting.at(NOON.plus_millis(WAIT_MS));
    let reasons: Vec<_> = over.outcomes.into_iter().map(|(_, outcome)| outcome).collect();
    assert_eq!(reasons, [refused(RejectReason::GroupFailed), refused(RejectReason::UnknownSubject)]);

    let mut newer = world.group(&worker, vec![Body::VisitRecorded(visit(1, HOME))]);
    newer[0].schema = SCHEMA + 1;
    let waiting = world.judge(&newer, &worker, &receipt());
    assert_eq!(waiting.clone().at(NOON.plus_millis(10 * WAIT_MS)), waiting, "a newer hub may read it");
}

#[test]
fn a_body_must_be_about_what_the_chain_says() {
    let mut world = World::two_grids();
    let worker = author(StaffRole::GridWorker);
    for tamper in
        [|op: &mut WireOp| op.subject.push('0'), |op: &mut WireOp| op.kind = "PhotoTaken".to_owned()]
    {
        let mut ops = world.group(&worker, vec![Body::VisitRecorded(visit(1, HOME))]);
        tamper(&mut ops[0]);
        let outcomes = world.judge(&ops, &worker, &receipt()).outcomes;
        assert_eq!(outcomes[0].1, refused(RejectReason::Unreadable));
    }
}

#[test]
fn judging_again_over_the_same_rows_gives_the_same() {
    let mut world = World::two_grids();
    let worker = author(StaffRole::GridWorker);
    let ops = world.group(&worker, vec![Body::VisitRecorded(visit(1, FAR_HOME)), Body::NeedRaised(need(1))]);
    let Ok(first) = apply_group(&ops, &worker, None, &receipt(), Zone::CHINA, &world);
    let Ok(second) = apply_group(&ops, &worker, None, &receipt(), Zone::CHINA, &world);
    assert_eq!(first, second);
    assert_eq!(first.touched, [FAR_HOME].into());
}

#[test]
fn what_a_group_puts_right_is_passed_on() {
    let mut world = World::two_grids();
    let worker = author(StaffRole::GridWorker);
    let mut ops = world.group(&worker, vec![Body::VisitRecorded(visit(1, HOME))]);
    let old = OpId(Uuid::from_u128(9));
    let payload = Payload { supersedes: Some(old), body: Body::VisitRecorded(visit(1, HOME)) };
    ops[0].body = payload.to_json().unwrap();
    assert_eq!(world.judge(&ops, &worker, &receipt()).supersedes, [(ops[0].op_id, old)]);
}

fn occasion_of(world: &World, ops: &[WireOp], author: StaffId) -> Occasion {
    let Ok(told) = occasion(ops, author, &receipt(), Zone::CHINA, world);
    told
}

#[test]
fn responsibility_is_that_of_the_day_of_the_visit() {
    let mut world = World::two_grids();
    let worker = author(StaffRole::GridWorker);
    let mut paper = visit(1, HOME);
    let visited_on_paper: Day = day("2026-05-20");
    paper.late_entry =
        Some(crate::domain::visit::LateEntry { visited_on: visited_on_paper, visited_by: worker.staff });
    let ops = world.group(&worker, vec![Body::NeedRaised(need(1)), Body::VisitRecorded(paper)]);
    let told = occasion_of(&world, &ops, worker.staff);
    assert_eq!(told, Occasion { at: Zone::CHINA.start_of(visited_on_paper), day: visited_on_paper });
    let typed = occasion_of(&world, &ops, author(StaffRole::Supervisor).staff);
    assert!(typed.at > NOON.plus_millis(-2 * HOUR), "when it was typed");
    let mut early = visit(2, HOME);
    early.started_at = NOON.plus_millis(-13 * HOUR);
    early.finished_at = NOON.plus_millis(-11 * HOUR);
    let ops = world.group(&worker, vec![Body::VisitRecorded(early.clone())]);
    let told = occasion_of(&world, &ops, worker.staff);
    assert_eq!(told, Occasion { at: early.started_at, day: day("2026-06-09") }, "begun before midnight");
    let ops = world.group(&worker, vec![Body::NeedRaised(need(2))]);
    assert_eq!(occasion_of(&world, &ops, worker.staff).day, day("2026-06-10"));
}

/// What a worker who has lost the role, or the grid, is told of a group received so long after its own time.
fn told_after(millis: i64, bodies: Vec<Body>, lost: impl FnOnce(&mut Author)) -> Vec<Outcome> {
    let mut world = World::two_grids();
    let worker = author(StaffRole::SocialWorker);
    let mut at_receipt = worker.clone();
    lost(&mut at_receipt);
    let ops = world.group(&worker, bodies);
    let recorded_at = occasion_of(&world, &ops, worker.staff).at;
    let receipt = Receipt { received_at: recorded_at.plus_millis(millis), skew_ms: 0 };
    let late = came_late(recorded_at, &receipt).then_some(&at_receipt);
    let Ok(applied) = apply_group(&ops, &worker, late, &receipt, Zone::CHINA, &world);
    applied.outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

#[test]
fn what_is_dated_back_by_months_needs_the_right_still_and_a_week_offline_does_not() {
    let renamed = || change(RowKind::Household, HOME.0, "greeting", json!("张奶奶家"), json!("张爷爷家"));
    let no_role = |author: &mut Author| author.role = StaffRole::Volunteer;
    let no_grid = |author: &mut Author| author.grids.clear();
    assert_eq!(told_after(WAIT_MS, vec![renamed()], no_role), [Outcome::Applied]);
    let late = WAIT_MS + 1;
    assert_eq!(told_after(late, vec![renamed()], no_role), [refused(RejectReason::NotAuthorised)]);
    assert_eq!(told_after(late, vec![renamed()], no_grid), [refused(RejectReason::OutsideScope)]);
    assert_eq!(told_after(late, vec![renamed()], |_| ()), [Outcome::Applied], "a phone from the drawer");
}

#[test]
fn a_visit_and_its_photo_count_by_the_day_of_the_visit_however_late_they_come() {
    let made = visit(1, HOME);
    let taken = photo(1, made.id);
    let found = crate::domain::need::Need { found_in: Some(made.id), ..need(1) };
    let bodies = vec![Body::VisitRecorded(made), Body::PhotoTaken(taken), Body::NeedRaised(found)];
    let outcomes = told_after(2 * WAIT_MS, bodies, |author| {
        author.role = StaffRole::Volunteer;
        author.grids.clear();
    });
    assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Applied), "{outcomes:?}");
}

fn judge_body(body: &str) -> Outcome {
    let mut world = World::two_grids();
    let worker = author(StaffRole::Supervisor);
    let mut ops = world.group(&worker, vec![Body::VisitRecorded(visit(1, HOME))]);
    ops[0].body = body.to_owned();
    world.judge(&ops, &worker, &receipt()).outcomes[0].1.clone()
}

#[test]
fn hostile_bodies_are_refused_and_harm_nothing() {
    let good = Payload { supersedes: None, body: Body::VisitRecorded(visit(1, HOME)) }.to_json().unwrap();
    let deep =
        format!("{{\"kind\":\"VisitRecorded\",\"data\":{}{}}}", "[".repeat(60_000), "]".repeat(60_000));
    let deep_value = good.replacen(
        "\"outcome\"",
        &format!("\"x\":{}1{},\"outcome\"", "[".repeat(500), "]".repeat(500)),
        1,
    );
    let huge =
        good.replacen("\"outcome\"", &format!("\"x\":\"{}\",\"outcome\"", "家".repeat(MAX_BODY_BYTES)), 1);
    let bodies = [
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        "{\"kind\":\"VisitRecorded\"}".to_owned(),
        "{\"kind\":\"Nothing\",\"data\":{}}".to_owned(),
        good.replacen("Completed", "Perfect", 1),
        good.replacen("\"probability\":null", "\"probability\":NaN", 1),
        good.replacen("\"probability\":null", "\"probability\":1e999", 1),
        good.replacen("\"finished_at\":", "\"finished_at\":1.5e300,\"z\":", 1),
        good.replacen("\"finished_at\":", "\"finished_at\":9223372036854775808,\"z\":", 1),
        good.replacen('}', "", 1),
        deep,
        deep_value,
        huge,
    ];
    for body in bodies {
        assert_ne!(body, good);
        let shown: String = body.chars().take(80).collect();
        assert_eq!(judge_body(&body), refused(RejectReason::Unreadable), "{shown}");
    }
}

#[test]
fn instants_at_the_end_of_time_do_not_panic() {
    let mut world = World::two_grids();
    let worker = author(StaffRole::Supervisor);
    for (number, at) in (1..).zip([i64::MIN, i64::MAX, 0]) {
        let mut made = visit(number, HOME);
        made.finished_at = Timestamp::from_millis(at);
        made.started_at = Timestamp::from_millis(at.saturating_neg());
        let mut ops = world.group(&worker, vec![Body::VisitRecorded(made)]);
        ops[0].hlc = Hlc { millis: at, counter: u32::MAX };
        for skew_ms in [i64::MIN, i64::MAX, 0] {
            let receipt = Receipt { received_at: NOON, skew_ms };
            let applied = apply_group(&ops, &worker, None, &receipt, Zone::CHINA, &world);
            assert_eq!(applied.map(|applied| applied.outcomes.len()), Ok(1));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn bytes_at_random_never_panic(
        body in ".{0,200}", subject in ".{0,20}", schema in 0u16..3, at in any::<usize>(), put in any::<char>(),
    ) {
        let mut world = World::two_grids();
        let worker = author(StaffRole::Supervisor);
        let mut ops = world.group(&worker, vec![Body::VisitRecorded(visit(1, HOME))]);
        let mut nearly: Vec<char> = ops[0].body.chars().collect();
        let at = at % nearly.len();
        nearly[at] = put;
        let nearly: String = nearly.into_iter().collect();
        for body in [body, nearly] {
            ops[0].body = body;
            let applied = apply_group(&ops, &worker, None, &receipt(), Zone::CHINA, &world);
            prop_assert!(applied.is_ok());
        }
        ops[0].subject = subject;
        ops[0].schema = schema;
        ops[0].salt = Salt([0; 16]);
        prop_assert!(apply_group(&ops, &worker, None, &receipt(), Zone::CHINA, &world).is_ok());
    }
}

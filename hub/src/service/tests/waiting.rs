//! What cannot be judged yet: it waits without a sound, not in vain, and not for ever.

use doorstep_core::{
    op::{
        apply::WAIT_MS,
        body::Body,
        outcome::{Outcome, RejectReason},
        row::RowKind,
        wire::MAX_PUSH_OPS,
    },
    time::Timestamp,
};
use uuid::Uuid;

use super::{
    super::{HubError, MAX_DEFERRED_GROUPS},
    visits_of,
};
use crate::testing::{HOUR, NOON, Phone, WORKER, World, grid, home, household, resident, visit};

/// A number of a household that no list holds.
const NEW: u128 = 9;

/// Somebody registers the household at the door, in this grid.
fn register(phone: &mut Phone, grid_number: u16) {
    let added = household(NEW, grid(grid_number));
    phone.finish(vec![Body::HouseholdAdded(added), Body::ResidentAdded(resident(NEW))]);
}

fn deferred() -> Option<Outcome> {
    let until: Timestamp = NOON.plus_millis(WAIT_MS);
    Some(Outcome::Deferred { until })
}

#[test]
fn waiting_in_vain_writes_nothing_and_costs_no_phone_anything() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let (visit, _) = phone.finish_visit(NEW);
    phone.push(&world.hub).unwrap();
    phone.pull(&world.hub).unwrap();
    assert_eq!(phone.outcome(visit), deferred());
    let revision = || world.hub.store().reading(|tx| tx.position()).unwrap().revision;
    let before = revision();
    for _ in 0..2 {
        world.clock.advance(HOUR);
        world.hub.tick().unwrap();
    }
    assert_eq!(revision(), before);
    let replies = phone.pull(&world.hub).unwrap();
    assert_eq!((replies.len(), replies[0].scopes.len()), (1, 0), "one request, no rows");
}

#[test]
fn a_visit_is_judged_as_soon_as_its_household_comes() {
    let world = World::new();
    let (mut early, mut late) = (world.phone(WORKER), world.phone(WORKER));
    let (visit, _) = early.finish_visit(NEW);
    early.push(&world.hub).unwrap();
    register(&mut late, 1);
    late.push(&world.hub).unwrap();
    early.pull(&world.hub).unwrap();
    assert_eq!(early.outcome(visit), Some(Outcome::Applied));
    assert_eq!(visits_of(&world.hub, NEW).len(), 1);
}

#[test]
fn a_visit_is_rejected_as_soon_as_the_registration_of_its_household_is() {
    let world = World::new();
    let (mut early, mut late) = (world.phone(WORKER), world.phone(WORKER));
    let (before, _) = early.finish_visit(NEW);
    early.push(&world.hub).unwrap();
    // Outside the worker's grids.
    register(&mut late, 2);
    late.push(&world.hub).unwrap();
    let (after, _) = early.finish_visit(NEW);
    early.push(&world.hub).unwrap();
    early.pull(&world.hub).unwrap();
    let rejected = Some(Outcome::Rejected { reason: RejectReason::HouseholdRejected });
    assert_eq!((early.outcome(before), early.outcome(after)), (rejected.clone(), rejected));

    // Put right: the household is registered where it lies, and the next visit stands.
    register(&mut late, 1);
    late.push(&world.hub).unwrap();
    let (again, _) = early.finish_visit(NEW);
    early.push(&world.hub).unwrap();
    early.pull(&world.hub).unwrap();
    assert_eq!(early.outcome(again), Some(Outcome::Applied));
}

#[test]
fn what_waited_a_month_in_vain_is_rejected_and_its_worker_hears_why() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let (visit, _) = phone.finish_visit(NEW);
    phone.push(&world.hub).unwrap();
    world.clock.advance(WAIT_MS - 1);
    world.hub.tick().unwrap();
    phone.pull(&world.hub).unwrap();
    assert_eq!(phone.outcome(visit), deferred());
    world.clock.advance(HOUR);
    world.hub.tick().unwrap();
    phone.pull(&world.hub).unwrap();
    let reason = RejectReason::UnknownSubject;
    assert_eq!(phone.outcome(visit), Some(Outcome::Rejected { reason }));
    let rows = world.hub.store().reading(|tx| tx.of_household(RowKind::Visit, home(NEW))).unwrap();
    assert!(rows.is_empty());
}

#[test]
fn a_push_judges_again_what_its_own_phone_has_waiting_and_leaves_the_rest_to_its_time() {
    let world = World::new();
    let (mut one, mut other) = (world.phone(WORKER), world.phone(WORKER));
    let waiting = [one.finish_visit(NEW).0, other.finish_visit(NEW).0];
    one.push(&world.hub).unwrap();
    other.push(&world.hub).unwrap();
    world.clock.advance(WAIT_MS);
    one.finish_visit(1);
    one.push(&world.hub).unwrap();
    let reason = RejectReason::UnknownSubject;
    one.pull(&world.hub).unwrap();
    other.pull(&world.hub).unwrap();
    assert_eq!(one.outcome(waiting[0]), Some(Outcome::Rejected { reason }));
    assert_eq!(other.outcome(waiting[1]), deferred());
    world.hub.tick().unwrap();
    other.pull(&world.hub).unwrap();
    assert_eq!(other.outcome(waiting[1]), Some(Outcome::Rejected { reason }));
}

#[test]
fn a_finish_of_several_records_waits_and_is_judged_as_one() {
    let world = World::new();
    let (mut early, mut late) = (world.phone(WORKER), world.phone(WORKER));
    let bodies = (1..=3).map(|number| Body::VisitRecorded(visit(Uuid::from_u128(number), NEW)));
    let ops = early.finish(bodies.collect());
    early.push(&world.hub).unwrap();
    assert_eq!(waiting(&world, &early), 1);
    world.clock.advance(HOUR);
    register(&mut late, 1);
    late.push(&world.hub).unwrap();
    early.pull(&world.hub).unwrap();
    assert!(ops.into_iter().all(|op| early.outcome(op) == Some(Outcome::Applied)));
    assert_eq!(waiting(&world, &early), 0);
}

fn waiting(world: &World, phone: &Phone) -> u64 {
    let key = phone.record(&world.hub).public_key;
    world.hub.store().reading(|tx| tx.deferred_groups(&key)).unwrap()
}

#[test]
fn a_phone_of_which_too_much_waits_keeps_the_rest_until_some_of_it_is_judged() {
    let world = World::new();
    let (mut phone, mut other) = (world.phone(WORKER), world.phone(WORKER));
    while waiting(&world, &phone) < MAX_DEFERRED_GROUPS {
        for _ in 0..MAX_PUSH_OPS {
            phone.finish_visit(NEW);
        }
        phone.push(&world.hub).unwrap();
    }
    let head = phone.record(&world.hub).head;
    let (kept, _) = phone.finish_visit(1);
    assert!(matches!(phone.push(&world.hub), Err(HubError::TooManyDeferred)));
    assert_eq!(phone.record(&world.hub).head, head, "nothing of it is taken, so nothing of it is forgotten");
    register(&mut other, 1);
    other.push(&world.hub).unwrap();
    assert_eq!(waiting(&world, &phone), 0, "nobody else is held up");
    phone.push(&world.hub).unwrap();
    phone.pull(&world.hub).unwrap();
    assert_eq!(phone.outcome(kept), Some(Outcome::Applied));
}

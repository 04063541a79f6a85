//! A worker whose role changed: what was done before counts as what the worker was then.

use doorstep_core::{
    domain::{
        org::{Staff, StaffRole},
        visit::LateEntry,
    },
    id::StaffId,
    op::{
        body::{Body, FieldChange, FieldsChanged},
        outcome::{Outcome, RejectReason},
        row::{RowKind, Scope},
    },
    time::{Clock, Hlc, Zone},
};
use serde_json::json;
use uuid::Uuid;

use super::{super::row_of, open_ticket, visits_of};
use crate::{
    store::Durability,
    testing::{HOUR, VOLUNTEER, WORKER, World, home, visit},
};

/// A list of staff says so, now.
fn becomes(world: &World, id: StaffId, role: StaffRole) {
    let staff = Staff { id, name: "李四".to_owned(), role, phone: None };
    let mut row = row_of(RowKind::Staff, id.0, None, Scope::Tenant, &staff).unwrap();
    let at = Hlc { millis: world.clock.now().millis(), counter: 0 };
    row.clocks.insert("role".to_owned(), at);
    world.hub.store().writing(Durability::Durable, |tx| tx.write_unit(&[row])).unwrap();
}

#[test]
fn a_volunteers_ticket_visit_keeps_its_tickets_when_the_volunteer_has_become_a_social_worker() {
    let world = World::new();
    let mut phone = world.phone(VOLUNTEER);
    phone.pull(&world.hub).unwrap();
    let mut made = visit(Uuid::from_u128(56), 1);
    made.facts.clear();
    made.tickets = vec![open_ticket(&phone, 1)];
    let op = phone.finish(vec![Body::VisitRecorded(made)])[0];
    world.clock.advance(HOUR);
    becomes(&world, VOLUNTEER, StaffRole::SocialWorker);
    world.clock.advance(HOUR);
    phone.push(&world.hub).unwrap();
    phone.pull(&world.hub).unwrap();
    assert_eq!(phone.outcome(op), Some(Outcome::Applied));
    let counted = visits_of(&world.hub, 1).remove(0);
    assert_eq!((counted.role, counted.facts.len()), (StaffRole::Volunteer, 1));
}

#[test]
fn a_social_workers_visit_counts_as_such_when_the_worker_has_become_a_volunteer() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    phone.finish_visit(1);
    world.clock.advance(HOUR);
    becomes(&world, WORKER, StaffRole::Volunteer);
    let mut after = visit(Uuid::from_u128(57), 2);
    world.clock.advance(HOUR);
    (after.started_at, after.finished_at) = (world.clock.now(), world.clock.now());
    phone.finish(vec![Body::VisitRecorded(after)]);
    phone.push(&world.hub).unwrap();
    let role = |number| visits_of(&world.hub, number).remove(0).role;
    assert_eq!((role(1), role(2)), (StaffRole::SocialWorker, StaffRole::Volunteer));
}

/// Somebody's home is called by another name.
fn greets(greeting: &str) -> Body {
    let change = FieldChange { old: json!("张奶奶家"), new: json!(greeting) };
    let fields = [("greeting".to_owned(), change)].into();
    Body::FieldsChanged(FieldsChanged { row: RowKind::Household, id: home(1).0, household: home(1), fields })
}

#[test]
fn a_change_of_last_tuesday_counts_though_the_role_ended_on_friday_and_one_of_two_months_ago_does_not() {
    for (days, expected) in
        [(4, Outcome::Applied), (60, Outcome::Rejected { reason: RejectReason::NotAuthorised })]
    {
        let world = World::new();
        let mut phone = world.phone(WORKER);
        let op = phone.finish(vec![greets("张爷爷家")])[0];
        world.clock.advance((days - 1) * 24 * HOUR);
        becomes(&world, WORKER, StaffRole::Volunteer);
        world.clock.advance(24 * HOUR);
        phone.push(&world.hub).unwrap();
        phone.pull(&world.hub).unwrap();
        assert_eq!(phone.outcome(op), Some(expected), "after {days} days");
    }
}

#[test]
fn a_worker_whose_phone_lay_in_a_drawer_for_two_months_loses_nothing() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let op = phone.finish(vec![greets("张爷爷家")])[0];
    world.clock.advance(60 * 24 * HOUR);
    phone.push(&world.hub).unwrap();
    phone.pull(&world.hub).unwrap();
    assert_eq!(phone.outcome(op), Some(Outcome::Applied));
}

#[test]
fn a_paper_visit_counts_by_what_its_visitor_was_on_that_day() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    world.clock.advance(HOUR);
    becomes(&world, VOLUNTEER, StaffRole::SocialWorker);
    let mut paper = visit(Uuid::from_u128(58), 1);
    let visited_on = Zone::CHINA.day_of(world.clock.now());
    paper.late_entry = Some(LateEntry { visited_on, visited_by: VOLUNTEER });
    phone.finish(vec![Body::VisitRecorded(paper)]);
    phone.push(&world.hub).unwrap();
    let counted = visits_of(&world.hub, 1).remove(0);
    assert_eq!((counted.by, counted.role), (VOLUNTEER, StaffRole::Volunteer));
}

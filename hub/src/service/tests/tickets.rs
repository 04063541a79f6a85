//! Tickets: given out, answered, derived anew.

use doorstep_core::{
    domain::ticket::TicketState,
    op::{body::Body, outcome::Outcome},
};
use uuid::Uuid;

use super::{open_ticket, tickets, visits_of};
use crate::testing::{VOLUNTEER, WORKER, World, home, visit};

#[test]
fn a_volunteers_answered_ticket_discharges_the_duty_behind_it() {
    let world = World::new();
    let mut phone = world.phone(VOLUNTEER);
    phone.pull(&world.hub).unwrap();
    let open = open_ticket(&phone, 1);
    let mut made = visit(Uuid::from_u128(55), 1);
    made.facts.clear();
    made.tickets = vec![open];
    let op = phone.finish(vec![Body::VisitRecorded(made)])[0];
    phone.push(&world.hub).unwrap();
    phone.pull(&world.hub).unwrap();
    assert_eq!(phone.outcome(op), Some(Outcome::Applied));
    let now = tickets(&phone).into_iter().find(|ticket| ticket.id == open).unwrap();
    assert_eq!(now.state, TicketState::Visited);
    assert!(!visits_of(&world.hub, 1)[0].facts.is_empty());
}

#[test]
fn tickets_are_derived_again_for_changed_households_and_new_days_only() {
    let world = World::new();
    let mut phone = world.phone(VOLUNTEER);
    phone.pull(&world.hub).unwrap();
    let revision = || world.hub.store().reading(|tx| tx.position()).unwrap().revision;
    let before = revision();
    phone.pull(&world.hub).unwrap();
    assert_eq!(revision(), before, "nothing changed, nothing written");
    let mut worker = world.phone(WORKER);
    worker.finish_visit(2);
    worker.push(&world.hub).unwrap();
    phone.pull(&world.hub).unwrap();
    let visited = tickets(&phone).into_iter().filter(|ticket| ticket.state == TicketState::Visited);
    assert!(visited.clone().count() > 0);
    assert!(visited.into_iter().all(|ticket| ticket.household == home(2)));
}

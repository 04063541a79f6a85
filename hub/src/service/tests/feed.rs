//! What a phone gets, and nothing else.

use doorstep_core::{
    domain::{
        org::StaffRole,
        register::{EarlierGrid, Household},
    },
    op::{
        row::{RowKind, Scope},
        wire::{FeedReply, FeedRequest},
    },
};

use super::super::row_of;
use crate::{
    store::Durability,
    testing::{CHIEF, HOUR, VOLUNTEER, WORKER, World, day, grid, home, household},
};

#[test]
fn a_phone_holds_its_grid_alone_and_a_volunteer_only_what_the_door_needs() {
    let world = World::new();
    let (mut worker, mut volunteer) = (world.phone(WORKER), world.phone(VOLUNTEER));
    worker.pull(&world.hub).unwrap();
    volunteer.pull(&world.hub).unwrap();
    assert_eq!((worker.held(RowKind::Household), worker.held(RowKind::Resident)), (3, 3));
    assert_eq!(worker.held(RowKind::Ticket), 0);
    assert_eq!((volunteer.held(RowKind::Household), volunteer.held(RowKind::Resident)), (3, 0));
    assert!(volunteer.held(RowKind::Ticket) > 0);
    assert_eq!(volunteer.held(RowKind::RulePack), 0);
    let everything: String = volunteer.rows.values().map(|held| held.document.as_str()).collect();
    for secret in ["LivesAlone", "facts", "CareVisit", "recorded_on"] {
        assert!(!everything.contains(secret), "{secret}");
    }
}

#[test]
fn an_exchange_without_changes_is_one_request_without_rows() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    phone.pull(&world.hub).unwrap();
    let replies = phone.pull(&world.hub).unwrap();
    assert_eq!(replies.len(), 1);
    assert!(replies[0].scopes.is_empty(), "{replies:?}");
}

#[test]
fn a_large_grid_comes_in_pages_that_never_split_a_household_and_ends_with_a_checksum() {
    let world = World::new();
    for unit in 10..95u128 {
        let rows: Vec<_> = (0..100)
            .map(|number| {
                let household = household(unit * 100 + number, grid(1));
                let id = household.id;
                row_of(RowKind::Household, id.0, Some(id), Scope::Grid(grid(1)), &household).unwrap()
            })
            .collect();
        world.hub.store().writing(Durability::Replayable, |tx| tx.write_unit(&rows)).unwrap();
    }
    let mut phone = world.phone(WORKER);
    let replies = phone.pull(&world.hub).unwrap();
    assert!(replies.len() >= 2);
    assert_eq!(phone.held(RowKind::Household), 8_503);
    let checks = |scope| {
        replies
            .iter()
            .flat_map(|reply| &reply.scopes)
            .filter(|page| page.scope == scope && page.check.is_some())
            .count()
    };
    assert_eq!(checks(Scope::Grid(grid(1))), 1);
}

#[test]
fn a_phone_on_a_bad_network_gets_as_few_rows_as_it_asks_for_and_in_the_end_all() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let whole: usize = rows_of(&phone.pull(&world.hub).unwrap()).iter().sum();
    let mut slow = world.phone(WORKER);
    slow.max_rows = Some(1);
    let pages = rows_of(&slow.pull(&world.hub).unwrap());
    assert_eq!(pages.iter().sum::<usize>(), whole);
    assert!(pages.len() > 5 && pages.iter().all(|rows| *rows < whole), "{pages:?}");
}

fn rows_of(replies: &[FeedReply]) -> Vec<usize> {
    replies.iter().map(|reply| reply.scopes.iter().map(|page| page.rows.len()).sum()).collect()
}

#[test]
fn a_household_that_moves_leaves_one_grid_and_appears_in_the_other_with_its_residents_and_visits() {
    let world = World::new();
    let (mut from, mut to) = (world.phone(WORKER), world.phone(CHIEF));
    from.finish_visit(1);
    from.push(&world.hub).unwrap();
    from.pull(&world.hub).unwrap();
    to.pull(&world.hub).unwrap();
    let before = (to.held(RowKind::Household), to.held(RowKind::Resident), to.held(RowKind::Visit));
    let moved = Household {
        earlier_grids: vec![EarlierGrid { grid: grid(1), until: day("2026-06-10") }],
        ..household(1, grid(2))
    };
    let row = row_of(RowKind::Household, moved.id.0, Some(moved.id), Scope::Grid(grid(2)), &moved).unwrap();
    world.hub.store().writing(Durability::Durable, |tx| tx.write_unit(&[row])).unwrap();
    from.pull(&world.hub).unwrap();
    to.pull(&world.hub).unwrap();
    let after = (to.held(RowKind::Household), to.held(RowKind::Resident), to.held(RowKind::Visit));
    assert_eq!(after, (before.0 + 1, before.1 + 1, before.2 + 1));
    assert!(!from.rows.contains_key(&(RowKind::Household, home(1).0)));
    assert_eq!((from.held(RowKind::Resident), from.held(RowKind::Visit)), (2, 0));
}

#[test]
fn a_cursor_of_another_role_epoch_or_scope_begins_the_scope_anew() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    phone.pull(&world.hub).unwrap();
    let record = phone.record(&world.hub);
    let begins_anew = |cursors| {
        let reply = world.hub.feed(&record, &FeedRequest { cursors, max_rows: None }).unwrap();
        let mut pages = reply.scopes.iter();
        pages.find(|page| page.scope == Scope::Grid(grid(1))).is_some_and(|page| page.from_start)
    };
    assert!(!begins_anew(phone.cursors.clone()));
    let mut other_epoch = phone.cursors.clone();
    other_epoch.get_mut(&Scope::Grid(grid(1))).unwrap().epoch += 1;
    assert!(begins_anew(other_epoch));
    let mut beyond = phone.cursors.clone();
    beyond.get_mut(&Scope::Grid(grid(1))).unwrap().revision += 1_000;
    assert!(begins_anew(beyond));
    let mut borrowed = phone.cursors.clone();
    borrowed.insert(Scope::Grid(grid(1)), borrowed[&Scope::Tenant]);
    assert!(begins_anew(borrowed));
    let staff = doorstep_core::domain::org::Staff {
        id: WORKER,
        name: "李四".to_owned(),
        role: StaffRole::GridWorker,
        phone: None,
    };
    let row = row_of(RowKind::Staff, WORKER.0, None, Scope::Tenant, &staff).unwrap();
    world.hub.store().writing(Durability::Durable, |tx| tx.write_unit(&[row])).unwrap();
    assert!(begins_anew(phone.cursors.clone()));
}

#[test]
fn a_scope_that_is_asked_for_and_not_held_is_revoked_and_never_fed() {
    let world = World::new();
    let (mut chief, worker) = (world.phone(CHIEF), world.phone(WORKER));
    chief.pull(&world.hub).unwrap();
    let stolen = chief.cursors.clone();
    let reply =
        world.hub.feed(&worker.record(&world.hub), &FeedRequest { cursors: stolen, max_rows: None }).unwrap();
    assert!(reply.revoked.contains(&Scope::Grid(grid(2))));
    assert!(reply.revoked.contains(&Scope::Private(chief.device)));
    assert!(reply.scopes.iter().all(|page| page.scope != Scope::Grid(grid(2))));
}

#[test]
fn silent_phones_are_told_to_who_answers_for_the_grid() {
    let world = World::new();
    let mut worker = world.phone(WORKER);
    let _silent = world.phone(VOLUNTEER);
    world.clock.advance(25 * HOUR);
    let token = worker.session(&world.hub).unwrap();
    world.hub.authenticate(&token).unwrap();
    let replies = worker.pull(&world.hub).unwrap();
    assert_eq!(replies[0].silent_phones, Some(1));
}

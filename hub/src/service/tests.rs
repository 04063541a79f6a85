//! The services together, without a network.

use std::{fs, sync::Arc};

use doorstep_core::{
    domain::{
        coverage::Group,
        evidence::Flag,
        need::{Need, NeedKind, ReferralStatus},
        org::{Audience, GridRole, StaffRole},
        register::{EarlierGrid, Household},
        ticket::{Ticket, TicketState},
        visit::VisitSummary,
    },
    id::{NeedId, PhotoId, StaffId},
    op::{
        body::Body,
        order::OrderKind,
        outcome::{Outcome, RejectReason},
        row::{ExceptionRow, PhotoRow, RowKind, Scope},
        wire::{EnrolRequest, FeedRequest, ForkRequest, Head, UploadRequest, WireOp, fork_message},
    },
    seal::{Digest, PublicKey, SealRecipient, Sealed, Signer, SoftwareKey, seal_file},
};
use uuid::Uuid;

use super::{CoverageQuery, Hub, HubError, document_of, row_of};
use crate::{
    store::{DeviceState, Durability, ReceiptState, StoreError},
    testing::{
        CHIEF, HOUR, NOON, Phone, VOLUNTEER, WORKER, World, day, grid, home, household, photo_record, visit,
    },
};

fn visits_of(hub: &Hub, number: u128) -> Vec<VisitSummary> {
    let rows = hub.store().reading(|tx| tx.of_household(RowKind::Visit, home(number))).unwrap();
    rows.iter().filter_map(|row| document_of(row).unwrap()).collect()
}

// ── visits reach the figures ────────────────────────────────────────────────────────────────────────────────

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

// ── the chain ───────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_broken_chain_a_split_group_and_a_foreign_signature_are_refused() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    phone.finish(vec![
        Body::VisitRecorded(visit(Uuid::from_u128(41), 1)),
        Body::VisitRecorded(visit(Uuid::from_u128(42), 2)),
    ]);
    let record = phone.record(&world.hub);
    let split = phone.request(&phone.journal[..1]);
    assert!(matches!(world.hub.push(&record, &split), Err(HubError::Invalid(_))));
    let mut changed = phone.request(&phone.journal);
    changed.ops[0].body.push(' ');
    assert!(matches!(world.hub.push(&record, &changed), Err(HubError::Invalid(_))));
    let stranger = phone.with_key(SoftwareKey::generate(&*world.ids));
    let foreign = stranger.request(&phone.journal);
    assert!(matches!(world.hub.push(&record, &foreign), Err(HubError::BadSignature)));
    assert_eq!(phone.record(&world.hub).head.seq, 0);
}

#[test]
fn operations_that_do_not_follow_the_head_are_not_stored_and_the_answer_tells_where_the_hub_stands() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    phone.finish_visit(1);
    phone.finish_visit(2);
    let gap = phone.request(&phone.journal[1..]);
    let reply = world.hub.push(&phone.record(&world.hub), &gap).unwrap();
    assert_eq!(reply.heads.head, phone.genesis);
}

#[test]
fn one_id_with_other_bytes_is_refused_and_does_not_stall_what_follows() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let (op, _) = phone.finish_visit(1);
    phone.push(&world.hub).unwrap();
    let mut other = world.phone(WORKER);
    other.finish_visit(2);
    let mut forged = other.journal.pop().unwrap();
    forged.op_id = op;
    other.journal.push(forged.rechained(other.device, other.genesis));
    let (after, _) = other.finish_visit(3);
    let reply = other.push(&world.hub).unwrap();
    assert_eq!(reply.refused.len(), 1);
    assert_eq!(reply.heads.head, other.head());
    other.pull(&world.hub).unwrap();
    assert_eq!(other.outcome(after), Some(Outcome::Applied));
    assert!(visits_of(&world.hub, 2).is_empty());
    assert_eq!(visits_of(&world.hub, 1).len(), 1);
}

#[test]
fn a_forked_phone_sends_its_operations_again_and_nothing_is_doubled() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let (known, _) = phone.finish_visit(1);
    phone.push(&world.hub).unwrap();
    let (unsent, _) = phone.finish_visit(2);
    let nonce = Uuid::from_u128(77);
    let signature = phone.key.sign(&fork_message(phone.device, nonce)).unwrap();
    let request = ForkRequest { device: phone.device, nonce, signature };
    let reply = world.hub.fork(&request).unwrap();
    assert_eq!(world.hub.fork(&request).unwrap(), reply, "the same nonce gives the same answer");
    assert_ne!(reply.device, phone.device);
    let mut forked = Phone::new(phone.key.clone(), &reply, world.clock.clone(), world.ids.clone());
    let mut head = forked.genesis;
    for op in phone.journal {
        let op: WireOp = op.rechained(forked.device, head);
        head = op.head();
        forked.journal.push(op);
    }
    let reply = forked.push(&world.hub).unwrap();
    assert_eq!((reply.heads.head, reply.refused.len()), (forked.head(), 0));
    forked.pull(&world.hub).unwrap();
    assert_eq!(forked.outcome(known), Some(Outcome::Applied));
    assert_eq!(forked.outcome(unsent), Some(Outcome::Applied));
    assert_eq!((visits_of(&world.hub, 1).len(), visits_of(&world.hub, 2).len()), (1, 1));
}

#[test]
fn a_hub_that_died_between_receipt_and_verdict_judges_at_its_next_start() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let (op, _) = phone.finish_visit(1);
    // What a crash leaves behind: the receipt and the head, no verdict.
    let link = phone.journal[0].clone();
    let receipt = doorstep_core::op::apply::Receipt { received_at: NOON, skew_ms: 0 };
    world
        .hub
        .store()
        .writing(Durability::Durable, |tx| {
            tx.append(phone.device, &link, &receipt, ReceiptState::Unapplied)?;
            tx.set_head(phone.device, link.head())
        })
        .unwrap();
    assert!(visits_of(&world.hub, 1).is_empty());
    let world = world.reopened();
    phone.pull(&world.hub).unwrap();
    assert_eq!(phone.outcome(op), Some(Outcome::Applied));
    assert_eq!(visits_of(&world.hub, 1).len(), 1);
}

// ── who is let in ───────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_code_enrols_one_key_once_and_lapses() {
    let world = World::new();
    let code = world.hub.issue_code(WORKER, "https://hub").unwrap().code;
    let key = SoftwareKey::generate(&*world.ids);
    let request = EnrolRequest { code, public_key: key.public_key(), app_version: String::new() };
    let reply = world.hub.enrol(&request).unwrap();
    assert_eq!(world.hub.enrol(&request).unwrap(), reply, "a lost reply is given again");
    let other = SoftwareKey::generate(&*world.ids).public_key();
    let again = EnrolRequest { public_key: other, ..request.clone() };
    assert!(matches!(world.hub.enrol(&again), Err(HubError::BadCode)));
    let late = world.hub.issue_code(WORKER, "https://hub").unwrap().code;
    world.clock.advance(10 * 60 * 1000);
    assert!(matches!(world.hub.enrol(&EnrolRequest { code: late, ..request }), Err(HubError::BadCode)));
    let nobody = StaffId(Uuid::from_u128(999));
    assert!(matches!(world.hub.issue_code(nobody, "https://hub"), Err(HubError::NotFound(_))));
}

#[test]
fn a_session_needs_the_devices_signature_and_lapses() {
    let world = World::new();
    let phone = world.phone(WORKER);
    let token = phone.session(&world.hub).unwrap();
    assert_eq!(world.hub.authenticate(&token).unwrap().id, phone.device);
    let thief = phone.with_key(SoftwareKey::generate(&*world.ids));
    assert!(matches!(thief.session(&world.hub), Err(HubError::BadSignature)));
    world.clock.advance(15 * 60 * 1000);
    assert!(matches!(world.hub.authenticate(&token), Err(HubError::Unauthenticated)));
}

#[test]
fn a_draining_phone_may_push_and_nothing_else_and_a_revoked_one_nothing() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let token = phone.session(&world.hub).unwrap();
    world.hub.order(phone.device, OrderKind::DrainThenWipe).unwrap();
    phone.finish_visit(1);
    phone.push(&world.hub).unwrap();
    let Err(HubError::Revoked { order: Some(order) }) = phone.pull(&world.hub) else { panic!("fed") };
    let key = PublicKey::from_sec1(&world.hub.keys().order_key()).unwrap();
    key.verify(&order.message(), &order.signature).unwrap();
    assert_eq!((order.device, order.kind), (phone.device, OrderKind::DrainThenWipe));

    world.hub.order(phone.device, OrderKind::WipeNow).unwrap();
    let Err(HubError::Revoked { order: Some(order) }) = world.hub.authenticate(&token) else { panic!("in") };
    assert_eq!(order.kind, OrderKind::WipeNow);
    let nonce = Uuid::from_u128(5);
    let signature = phone.key.sign(&fork_message(phone.device, nonce)).unwrap();
    let fork = ForkRequest { device: phone.device, nonce, signature };
    assert!(matches!(world.hub.fork(&fork), Err(HubError::Revoked { .. })));

    world.hub.order(phone.device, OrderKind::Resume).unwrap();
    assert_eq!(phone.record(&world.hub).state, DeviceState::Active);
    phone.pull(&world.hub).unwrap();
}

// ── the feed ────────────────────────────────────────────────────────────────────────────────────────────────

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
        let reply = world.hub.feed(&record, &FeedRequest { cursors }).unwrap();
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
    let reply = world.hub.feed(&worker.record(&world.hub), &FeedRequest { cursors: stolen }).unwrap();
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

// ── tickets ─────────────────────────────────────────────────────────────────────────────────────────────────

fn tickets(phone: &Phone) -> Vec<Ticket> {
    let rows = phone.rows.iter().filter(|((kind, _), _)| *kind == RowKind::Ticket);
    rows.map(|(_, held)| serde_json::from_str(&held.document).unwrap()).collect()
}

#[test]
fn a_volunteers_answered_ticket_discharges_the_duty_behind_it() {
    let world = World::new();
    let mut phone = world.phone(VOLUNTEER);
    phone.pull(&world.hub).unwrap();
    let today = day("2026-06-10");
    let open = tickets(&phone).into_iter().find(|ticket| {
        ticket.household == home(1) && ticket.window.contains(today) && ticket.state == TicketState::Open
    });
    let open = open.unwrap();
    let mut made = visit(Uuid::from_u128(55), 1);
    made.facts.clear();
    made.tickets = vec![open.id];
    let op = phone.finish(vec![Body::VisitRecorded(made)])[0];
    phone.push(&world.hub).unwrap();
    phone.pull(&world.hub).unwrap();
    assert_eq!(phone.outcome(op), Some(Outcome::Applied));
    let now = tickets(&phone).into_iter().find(|ticket| ticket.id == open.id).unwrap();
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

// ── photos ──────────────────────────────────────────────────────────────────────────────────────────────────

struct Picture {
    sealed: Sealed,
    bytes: Vec<u8>,
}

fn picture(world: &World, recipient: &SealRecipient) -> Picture {
    let plain = world.folder.path().join("plain.jpg");
    let sealed_path = world.folder.path().join("sealed.age");
    fs::write(&plain, [0xFF; 5_000]).unwrap();
    let sealed = seal_file(&plain, &sealed_path, std::slice::from_ref(recipient)).unwrap();
    Picture { sealed, bytes: fs::read(&sealed_path).unwrap() }
}

fn send(hub: &Arc<Hub>, location: &str, offset: u64, bytes: &[u8]) -> Result<u64, HubError> {
    let capability = location.rsplit('/').next().unwrap();
    let mut append = hub.append(capability, offset)?;
    append.write(bytes)?;
    append.finish()
}

fn photo_row(hub: &Hub, photo: PhotoId) -> Option<PhotoRow> {
    let row = hub.store().reading(|tx| tx.row(RowKind::Photo, photo.0)).unwrap()?;
    document_of(&row.row).unwrap()
}

#[test]
fn a_photo_is_stored_once_every_byte_came_and_the_picture_is_the_one_recorded() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let picture = picture(&world, &world.hub.keys().photo.recipient());
    let visit = visit(Uuid::from_u128(61), 1);
    let record = photo_record(visit.id, 1, &picture.sealed);
    phone.finish(vec![Body::VisitRecorded(visit), Body::PhotoTaken(record.clone())]);
    phone.push(&world.hub).unwrap();
    let request =
        UploadRequest { photo: record.id, bytes: record.sealed_bytes, sealed_sha256: record.sealed_sha256 };
    let device = phone.record(&world.hub);
    let upload = world.hub.create_upload(&device, &request).unwrap();
    assert_eq!(upload.offset, 0);
    assert_eq!(send(&world.hub, &upload.location, 0, &picture.bytes[..1_000]).unwrap(), 1_000);
    // The answer was lost: the phone asks, and begins anew at the right offset.
    let again = world.hub.create_upload(&device, &request).unwrap();
    assert_eq!(again.offset, 1_000);
    let wrong = send(&world.hub, &again.location, 0, &picture.bytes);
    assert!(matches!(wrong, Err(HubError::WrongOffset { offset: 1_000 })));
    let all = send(&world.hub, &again.location, 1_000, &picture.bytes[1_000..]).unwrap();
    assert_eq!(all, record.sealed_bytes);
    phone.pull(&world.hub).unwrap();
    assert_eq!(phone.held(RowKind::PhotoStored), 1);
    assert_eq!(photo_row(&world.hub, record.id).unwrap().state.as_str(), "Stored");
    let stored = world.hub.store().reading(|tx| tx.uploads_of(record.id)).unwrap();
    assert_eq!(fs::read(world.hub.photo_path(&stored[0])).unwrap(), picture.bytes);
    assert_eq!(world.hub.create_upload(&device, &request).unwrap().offset, record.sealed_bytes);
}

#[test]
fn a_photo_whose_bytes_are_not_those_announced_starts_anew() {
    let world = World::new();
    let phone = world.phone(WORKER);
    let request =
        UploadRequest { photo: PhotoId(Uuid::from_u128(1)), bytes: 3, sealed_sha256: Digest::of(b"abc") };
    let device = phone.record(&world.hub);
    let upload = world.hub.create_upload(&device, &request).unwrap();
    assert!(matches!(send(&world.hub, &upload.location, 0, b"abd"), Err(HubError::DigestMismatch)));
    assert_eq!(world.hub.create_upload(&device, &request).unwrap().offset, 0);
    assert!(matches!(send(&world.hub, &upload.location, 0, b"abcd"), Err(HubError::TooLarge)));
    assert_eq!(send(&world.hub, &upload.location, 0, b"abc").unwrap(), 3);
}

#[test]
fn a_photo_that_comes_before_its_record_waits_for_it_and_another_picture_is_flagged() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let picture = picture(&world, &world.hub.keys().photo.recipient());
    let visit = visit(Uuid::from_u128(62), 1);
    let mut record = photo_record(visit.id, 1, &picture.sealed);
    record.sha256 = Digest::of(b"another picture");
    let request =
        UploadRequest { photo: record.id, bytes: record.sealed_bytes, sealed_sha256: record.sealed_sha256 };
    let upload = world.hub.create_upload(&phone.record(&world.hub), &request).unwrap();
    send(&world.hub, &upload.location, 0, &picture.bytes).unwrap();
    assert!(photo_row(&world.hub, record.id).is_none());
    phone.finish(vec![Body::VisitRecorded(visit), Body::PhotoTaken(record.clone())]);
    phone.push(&world.hub).unwrap();
    assert_eq!(photo_row(&world.hub, record.id).unwrap().state.as_str(), "Altered");
    phone.pull(&world.hub).unwrap();
    assert_eq!(phone.held(RowKind::PhotoStored), 1);
}

#[test]
fn a_photo_whose_hub_died_on_the_way_to_its_place_is_found_again() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let picture = picture(&world, &world.hub.keys().photo.recipient());
    let visit = visit(Uuid::from_u128(63), 1);
    let record = photo_record(visit.id, 1, &picture.sealed);
    let request =
        UploadRequest { photo: record.id, bytes: record.sealed_bytes, sealed_sha256: record.sealed_sha256 };
    let upload = world.hub.create_upload(&phone.record(&world.hub), &request).unwrap();
    send(&world.hub, &upload.location, 0, &picture.bytes).unwrap();
    let complete = world.hub.store().reading(|tx| tx.complete_uploads()).unwrap().remove(0);
    let part = world.hub.folder().uploads().join(format!("{}.part", complete.id));
    fs::rename(part, world.hub.photo_path(&complete)).unwrap();
    phone.finish(vec![Body::VisitRecorded(visit), Body::PhotoTaken(record.clone())]);
    phone.push(&world.hub).unwrap();
    assert_eq!(photo_row(&world.hub, record.id).unwrap().state.as_str(), "Stored");
}

#[test]
fn the_last_byte_of_an_upload_is_promised_only_with_the_verdict_on_the_whole() {
    let world = World::new();
    let phone = world.phone(WORKER);
    // As long as what is promised at once.
    let file = vec![7; 1024 * 1024];
    let request = UploadRequest {
        photo: PhotoId(Uuid::from_u128(1)),
        bytes: file.len() as u64,
        sealed_sha256: Digest::of(&file),
    };
    let upload = world.hub.create_upload(&phone.record(&world.hub), &request).unwrap();
    let capability = upload.location.rsplit('/').next().unwrap().to_owned();
    let mut cut = world.hub.append(&capability, 0).unwrap();
    cut.write(&file).unwrap();
    drop(cut);
    assert_eq!(world.hub.upload_offset(&capability).unwrap(), (0, request.bytes));
    send(&world.hub, &upload.location, 0, &file).unwrap();
    assert_eq!(world.hub.store().reading(|tx| tx.complete_uploads()).unwrap().len(), 1);
}

#[test]
fn an_upload_has_one_writer_and_an_address_that_cannot_be_guessed() {
    let world = World::new();
    let phone = world.phone(WORKER);
    let request =
        UploadRequest { photo: PhotoId(Uuid::from_u128(1)), bytes: 3, sealed_sha256: Digest::of(b"abc") };
    let upload = world.hub.create_upload(&phone.record(&world.hub), &request).unwrap();
    let capability = upload.location.rsplit('/').next().unwrap().to_owned();
    let first = world.hub.append(&capability, 0).unwrap();
    assert!(matches!(world.hub.append(&capability, 0), Err(HubError::Leased { offset: 0 })));
    drop(first);
    assert!(world.hub.append(&capability, 0).is_ok());
    assert!(matches!(world.hub.upload_offset("AAAA"), Err(HubError::NotFound(_))));
    world.clock.advance(7 * 24 * HOUR);
    assert!(matches!(world.hub.upload_offset(&capability), Err(HubError::NotFound(_))));
}

// ── backups ─────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_hub_restored_from_an_older_backup_gets_the_rest_from_the_phones_again() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    phone.finish_visit(1);
    phone.push(&world.hub).unwrap();
    let backup = world.folder.path().join("backup");
    let report = world.hub.backup(&backup).unwrap();
    assert_eq!(report.devices, 1);
    assert!(!backup.join("hub.key").exists(), "the key is not in the backup");
    phone.finish_visit(2);
    let heads = phone.push(&world.hub).unwrap().heads;
    assert_eq!((heads.head.seq, heads.backed_up_through), (2, 1));
    phone.pull(&world.hub).unwrap();

    let World { folder, clock, ids, hub } = world;
    let lives = folder.path().join("hub");
    let blocked = Hub::restore(&backup, &lives, clock.clone(), ids.clone());
    assert!(matches!(blocked, Err(HubError::Store(StoreError::InUse(_)))));
    drop(Arc::into_inner(hub).unwrap());
    let hub = Arc::new(Hub::restore(&backup, &lives, clock.clone(), ids.clone()).unwrap());
    assert_eq!(phone.record(&hub).head, Head { seq: 1, hash: phone.journal[0].hash });
    let replies = phone.pull(&hub).unwrap();
    assert!(replies[0].scopes.iter().all(|page| page.from_start), "every cursor is of the old epoch");
    phone.push(&hub).unwrap();
    assert_eq!((visits_of(&hub, 1).len(), visits_of(&hub, 2).len()), (1, 1));
    phone.pull(&hub).unwrap();
    assert_eq!(phone.held(RowKind::Outcome), 2);
}

#[test]
fn a_backup_of_another_hub_leaves_the_folder_as_it_was() {
    let (world, other) = (World::new(), World::new());
    let backup = other.folder.path().join("backup");
    other.hub.backup(&backup).unwrap();
    let World { folder, clock, ids, hub } = world;
    drop(Arc::into_inner(hub).unwrap());
    let lives = folder.path().join("hub");
    // Both worlds draw the same keys; give this one a key of its own.
    fs::write(lives.join("hub.key"), "ab".repeat(32)).unwrap();
    let failed = Hub::restore(&backup, &lives, clock, ids);
    assert!(matches!(failed, Err(HubError::Store(StoreError::WrongKey))), "{failed:?}");
    assert!(lives.join("hub.db").exists());
}

#[test]
fn two_processes_cannot_serve_one_folder_and_a_missing_hub_is_named() {
    let world = World::new();
    let again = Hub::open(&world.folder.path().join("hub"), world.clock.clone(), world.ids.clone());
    assert!(matches!(again, Err(HubError::Store(StoreError::InUse(_)))));
    let nothing = Hub::open(&world.folder.path().join("nothing"), world.clock.clone(), world.ids.clone());
    assert!(matches!(nothing, Err(HubError::Store(StoreError::NoHub(_)))));
}

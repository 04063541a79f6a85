use super::*;
use crate::{
    id::OrderId,
    op::order::{Order, OrderKind},
    seal::{PublicKey, Signer},
    store::{device, pull},
};

#[test]
fn another_worker_cannot_enrol_over_a_journal_with_unsent_work() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let visit = phone.doorstep.finish_visit(draft.id).unwrap();
    let other = StaffId(Uuid::from_u128(901));
    let refused = phone.enrol(2, worker(other, StaffRole::SocialWorker)).unwrap_err();
    let DoorstepError::Conflict { reason } = refused else { panic!("{refused:?}") };
    assert!(reason.zh.contains("另一名人员") && reason.en.contains("another worker"));
    let me = phone.doorstep.identity().unwrap().unwrap();
    assert_eq!((me.staff.id, me.device), (WORKER, DeviceId(Uuid::from_u128(1))));
    assert_eq!(phone.doorstep.unsent(), Ok(1));

    phone.enrol(2, worker(WORKER, StaffRole::SocialWorker)).unwrap();
    assert_eq!(phone.doorstep.unsent(), Ok(1), "the same worker takes it along under the new id");
    assert!(phone.doorstep.store.read(|tx| journal::holds_visit(tx, visit)).unwrap());
}

#[test]
fn a_phone_shows_the_code_of_the_key_that_it_enrolls_with() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let known = phone.doorstep.identity().unwrap().unwrap().public_key;
    let code = PublicKey::from_sec1(&known).unwrap().short_code();
    assert_eq!(phone.doorstep.short_code(), Ok(code.clone()));
    assert_eq!(phone.restart().doorstep.short_code(), Ok(code));
}

#[test]
fn a_new_role_reaches_the_phone_with_the_feed() {
    let mut phone = Phone::of(StaffRole::GridWorker);
    let me = |phone: &Phone| phone.doorstep.identity().unwrap().unwrap().staff;
    let promoted = Staff { name: "新名".to_owned(), ..worker(WORKER, StaffRole::Supervisor) };
    let row = phone.row(RowKind::Staff, WORKER.0, &promoted);
    phone.pull(Scope::Tenant, vec![row]);
    assert_eq!(me(&phone), promoted);

    let neighbour = StaffId(Uuid::from_u128(902));
    let row = phone.row(RowKind::Staff, neighbour.0, &worker(neighbour, StaffRole::Volunteer));
    phone.pull(Scope::Tenant, vec![row]);
    assert_eq!(me(&phone), promoted, "somebody else's row is theirs");
    assert_eq!(me(&phone.restart()), promoted);
}

#[test]
fn new_rules_hold_at_once_for_whoever_derives_in_the_same_transaction() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let me = phone.doorstep.identity().unwrap().unwrap();
    let none = RulePack { rules: Vec::new(), ..RulePack::from_toml(SAMPLE_PACK, "sample.toml").unwrap() };
    let row = phone.row(RowKind::RulePack, Uuid::from_u128(1), &none);
    let page = phone.page(Scope::Tenant, vec![row]);
    let rules = phone.doorstep.store.write(Durability::Replayable, |tx| {
        let rules = || {
            let packs = phone.doorstep.packs(tx, &me)?;
            Ok::<_, DoorstepError>(
                packs.in_force(day("2026-06-03")).map(|pack| pack.rules.len()).sum::<usize>(),
            )
        };
        let before = rules()?;
        pull::apply_page(tx, &page)?;
        Ok::<_, DoorstepError>((before > 0, rules()?))
    });
    assert_eq!(rules, Ok((true, 0)));
}

#[test]
fn a_worker_who_may_no_longer_know_of_duties_sees_none() {
    let mut phone = Phone::of(StaffRole::GridWorker);
    assert!(!phone.doorstep.today(None, None, 10).unwrap()[0].duties.is_empty());
    let row = phone.row(RowKind::Staff, WORKER.0, &worker(WORKER, StaffRole::Volunteer));
    phone.pull(Scope::Tenant, vec![row]);
    let stops = phone.doorstep.today(None, None, 10).unwrap();
    assert!(stops.iter().all(|stop| stop.duties.is_empty()), "{stops:?}");
}

#[test]
fn a_phone_that_needs_an_upgrade_knows_so_after_a_restart_and_still_records() {
    let phone = Phone::of(StaffRole::SocialWorker);
    set_state(&phone, DeviceState::UpgradeNeeded);
    let phone = phone.restart();
    assert_eq!(state(&phone), DeviceState::UpgradeNeeded);
    let draft = phone.knock();
    phone.doorstep.finish_visit(draft.id).unwrap();
}

#[test]
fn a_phone_that_goes_on_does_so_although_the_same_feed_brings_its_workers_row() {
    let renamed = Staff { name: "新名".to_owned(), ..worker(WORKER, StaffRole::SocialWorker) };
    for before in [DeviceState::UpgradeNeeded, DeviceState::Draining] {
        let mut phone = Phone::of(StaffRole::SocialWorker);
        set_state(&phone, before);
        let order = resume(1);
        let order_row = phone.row(RowKind::Order, order.id.0, &order);
        let orders = phone.page(Scope::Private(order.device), vec![order_row]);
        let own_row = phone.row(RowKind::Staff, WORKER.0, &renamed);
        let own = phone.page(Scope::Tenant, vec![own_row]);
        let pages = if before == DeviceState::Draining { vec![orders, own] } else { vec![own] };
        phone.take_feed(pages, Vec::new());
        assert_eq!(state(&phone), DeviceState::Active, "{before:?}");
        assert_eq!(phone.doorstep.identity().unwrap().unwrap().staff, renamed);
    }
}

#[test]
fn a_resumed_phone_stays_resumed_after_a_restart_and_an_order_counts_once() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    set_state(&phone, DeviceState::Draining);
    give(&mut phone, &resume(1));
    assert_eq!(state(&phone), DeviceState::Active);
    let mut phone = phone.restart();
    assert_eq!(state(&phone), DeviceState::Active);

    set_state(&phone, DeviceState::Draining);
    give(&mut phone, &resume(1));
    let mut phone = phone.restart();
    assert_eq!(state(&phone), DeviceState::Draining, "an order that was obeyed is not obeyed again");
    assert!(matches!(phone.doorstep.start_visit(HOME), Err(DoorstepError::Locked { .. })));
    give(&mut phone, &resume(2));
    assert_eq!(state(&phone), DeviceState::Active);
}

fn state(phone: &Phone) -> DeviceState {
    phone.doorstep.identity().unwrap().unwrap().state
}

fn set_state(phone: &Phone, state: DeviceState) {
    phone.doorstep.store.write(Durability::Capture, |tx| device::set_state(tx, state)).unwrap();
}

/// An order of the hub to go on.
fn resume(number: u128) -> Order {
    let id = OrderId(Uuid::from_u128(number));
    let device = DeviceId(Uuid::from_u128(1));
    let order = Order { id, device, kind: OrderKind::Resume, issued_at: MORNING, signature: Vec::new() };
    let signature = order_key().sign(&order.message()).unwrap();
    Order { signature, ..order }
}

fn give(phone: &mut Phone, order: &Order) {
    let row = phone.row(RowKind::Order, order.id.0, order);
    phone.pull(Scope::Private(order.device), vec![row]);
}

//! Who is let in, and who no more.

use doorstep_core::{
    id::StaffId,
    op::{
        order::OrderKind,
        wire::{EnrolRequest, ForkRequest, fork_message},
    },
    seal::{PublicKey, Signer, SoftwareKey},
    time::Clock,
};
use uuid::Uuid;

use super::super::HubError;
use crate::{
    store::DeviceState,
    testing::{HOUR, Phone, WORKER, World, day, grid},
};

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

#[test]
fn a_phone_that_forks_while_it_drains_has_its_order_under_the_new_id_too() {
    let world = World::new();
    let phone = world.phone(WORKER);
    world.hub.order(phone.device, OrderKind::DrainThenWipe).unwrap();
    let nonce = Uuid::from_u128(6);
    let signature = phone.key.sign(&fork_message(phone.device, nonce)).unwrap();
    let reply = world.hub.fork(&ForkRequest { device: phone.device, nonce, signature }).unwrap();
    let mut forked = Phone::new(phone.key.clone(), &reply, world.clock.clone(), world.ids.clone());
    forked.finish_visit(1);
    forked.push(&world.hub).unwrap();
    let Err(HubError::Revoked { order: Some(order) }) = forked.pull(&world.hub) else { panic!("fed") };
    assert_eq!(order.kind, OrderKind::DrainThenWipe);
    assert!(order.is_genuine(forked.device, &world.hub.keys().order_key()), "bound to the new id");
}

/// The same phone under a new id.
fn forked(world: &World, phone: &Phone, nonce: u128) -> Result<Phone, HubError> {
    let nonce = Uuid::from_u128(nonce);
    let signature = phone.key.sign(&fork_message(phone.device, nonce)).unwrap();
    let reply = world.hub.fork(&ForkRequest { device: phone.device, nonce, signature })?;
    Ok(Phone::new(phone.key.clone(), &reply, world.clock.clone(), world.ids.clone()))
}

#[test]
fn an_order_to_one_id_of_a_phone_holds_for_all_its_ids() {
    let world = World::new();
    let first = world.phone(WORKER);
    let token = first.session(&world.hub).unwrap();
    let second = forked(&world, &first, 7).unwrap();
    world.hub.order(second.device, OrderKind::WipeNow).unwrap();
    let Err(HubError::Revoked { order: Some(order) }) = first.session(&world.hub) else { panic!("in") };
    assert!(order.is_genuine(first.device, &world.hub.keys().order_key()), "bound to the id it uses");
    assert!(matches!(world.hub.authenticate(&token), Err(HubError::Revoked { .. })));
    assert!(matches!(forked(&world, &first, 8), Err(HubError::Revoked { .. })));
    let code = world.hub.issue_code(WORKER, "https://hub").unwrap().code;
    let request = EnrolRequest { code, public_key: first.key.public_key(), app_version: String::new() };
    assert!(matches!(world.hub.enrol(&request), Err(HubError::Revoked { .. })), "nor by a code");

    world.hub.order(first.device, OrderKind::Resume).unwrap();
    assert!(first.session(&world.hub).is_ok() && second.session(&world.hub).is_ok());
}

#[test]
fn an_id_whose_sibling_alone_was_revoked_is_refused() {
    let world = World::new();
    let first = world.phone(WORKER);
    let second = forked(&world, &first, 7).unwrap();
    // As an older hub left it.
    let revoke = |tx: &dyn crate::store::Writes| tx.set_device_state(second.device, DeviceState::Revoked);
    world.hub.store().writing(crate::store::Durability::Durable, revoke).unwrap();
    assert!(matches!(first.session(&world.hub), Err(HubError::Revoked { .. })));
    assert!(matches!(forked(&world, &first, 8), Err(HubError::Revoked { .. })));
}

#[test]
fn a_phone_that_works_under_a_new_id_is_not_silent_under_its_old_one() {
    let world = World::new();
    let first = world.phone(WORKER);
    let mut second = forked(&world, &first, 7).unwrap();
    world.clock.advance(25 * HOUR);
    let silent = || {
        let since = world.clock.now().plus_millis(-24 * HOUR);
        world.hub.store().reading(|tx| tx.silent_devices(&[grid(1)], day("2026-06-11"), since)).unwrap()
    };
    assert_eq!(silent(), 1, "one phone, under whatever id");
    second.finish_visit(1);
    second.push(&world.hub).unwrap();
    assert_eq!(silent(), 0);
}

#[test]
fn an_apps_version_is_kept_without_what_a_terminal_would_obey() {
    let world = World::new();
    let code = world.hub.issue_code(WORKER, "https://hub").unwrap().code;
    let public_key = SoftwareKey::generate(&*world.ids).public_key();
    let app_version = format!("1.2 (测试)\u{1B}[2J\n\u{202E}{}", "x".repeat(100));
    let device = world.hub.enrol(&EnrolRequest { code, public_key, app_version }).unwrap().device;
    let devices = world.hub.devices().unwrap();
    let kept = &devices.iter().find(|one| one.id == device).unwrap().app_version;
    assert!(kept.starts_with("1.2 (测试)[2Jxx"), "{kept:?}");
    assert_eq!(kept.chars().count(), 64);
}

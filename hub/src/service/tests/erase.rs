//! Erasure by law: what goes, what stays, and that nothing brings it back.

use doorstep_core::{
    domain::{
        evidence::{Overall, PhotoRecord},
        register::Subject,
        visit::{VisitFact, VisitKind},
    },
    id::{OpId, PhotoId},
    op::{body::Body, bundle::verify_bundle, erasure::ErasureRow, row::RowKind},
    seal::{Entry, PublicKey, Signer as _, verify_journal},
};
use uuid::Uuid;

use super::{
    super::{BundleFor, Hub},
    picture, send, upload_request, visits_of,
};
use crate::testing::{CHIEF, Phone, WORKER, World, elder, home, photo_record, visit};

const BASIS: &str = "《个人信息保护法》第四十七条";

/// A visit to the elder of a home, with one photo whose file is here.
fn photographed(world: &World, phone: &mut Phone, number: u128) -> (Vec<OpId>, PhotoRecord) {
    let picture = picture(world, &world.hub.keys().photo.recipient());
    let visit = visit(Uuid::from_u128(900 + number), number);
    let record = PhotoRecord { household: home(number), ..photo_record(visit.id, number, &picture.sealed) };
    let ops = phone.finish(vec![Body::VisitRecorded(visit), Body::PhotoTaken(record.clone())]);
    phone.push(&world.hub).unwrap();
    let reply = world.hub.create_upload(&phone.record(&world.hub), &upload_request(&record)).unwrap();
    send(&world.hub, &reply.location, 0, &picture.bytes).unwrap();
    (ops, record)
}

fn erase(hub: &Hub, number: u128) -> super::super::Erased {
    hub.erase(Subject::Resident(elder(number)), CHIEF, BASIS).unwrap()
}

fn entries(hub: &Hub, phone: &Phone) -> Vec<Entry> {
    let kept = hub.store().reading(|tx| tx.operations(phone.device, 0, 100)).unwrap();
    kept.into_iter().map(|kept| kept.entry).collect()
}

/// Which operations of a phone's chain have no body here; the chain proves all the same.
fn without_body(hub: &Hub, phone: &Phone) -> Vec<OpId> {
    let entries = entries(hub, phone);
    let heads = hub.store().reading(|tx| tx.signed_heads(phone.device)).unwrap();
    let key = PublicKey::from_sec1(&phone.key.public_key()).unwrap();
    let proof = verify_journal(phone.device, &key, entries.clone().into_iter(), &heads).unwrap();
    assert_eq!(proof.signed_through, entries.len() as u64);
    let gone = entries.into_iter().filter(|entry| entry.body.is_none());
    gone.map(|entry| entry.link.op_id).collect()
}

fn told(phone: &Phone) -> Vec<ErasureRow> {
    let rows = phone.rows.iter().filter(|((kind, _), _)| *kind == RowKind::Erasure);
    rows.map(|(_, held)| serde_json::from_str(&held.document).unwrap()).collect()
}

/// Whether the hub's rows name the elder of a home anywhere.
fn is_named(hub: &Hub, number: u128) -> bool {
    let mut named = false;
    for kind in RowKind::ALL {
        let look = &mut |row: doorstep_core::op::row::Row| {
            let document = serde_json::to_string(&row.document).unwrap();
            named |= document.contains(&elder(number).to_string());
            Ok(())
        };
        hub.store().reading(|tx| tx.for_each_row(*kind, None, look)).unwrap();
    }
    named
}

fn files(hub: &Hub) -> usize {
    std::fs::read_dir(hub.folder().photos()).unwrap().count()
}

#[test]
fn a_person_goes_from_rows_bodies_and_photos_and_the_chain_still_proves() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let (ops, record) = photographed(&world, &mut phone, 1);
    photographed(&world, &mut phone, 2);
    phone.pull(&world.hub).unwrap();
    assert_eq!((phone.held(RowKind::Photo), files(&world.hub)), (2, 2));

    let done = erase(&world.hub, 1);
    assert_eq!((done.bodies, done.files, done.record.done), (2, 1, true));
    assert_eq!((done.record.by, done.record.why.legal_basis.as_str()), (CHIEF, BASIS));
    assert!(!is_named(&world.hub, 1) && is_named(&world.hub, 2));
    assert_eq!(without_body(&world.hub, &phone), ops);
    assert_eq!(files(&world.hub), 1);
    let [visit] = visits_of(&world.hub, 1).try_into().unwrap();
    assert_eq!((visit.id, visit.facts), (record.visit, vec![]), "that somebody was there stays");

    phone.pull(&world.hub).unwrap();
    assert_eq!((phone.held(RowKind::Photo), phone.held(RowKind::Household)), (1, 3));
    let [row] = told(&phone).try_into().unwrap();
    assert_eq!(row.ops, ops.into_iter().collect());
    assert_eq!(row.photos, [record.id].into());
    assert_eq!((row.why, row.erasure), (done.record.why.clone(), done.record.id));

    let again = world.hub.erase(Subject::Resident(elder(1)), WORKER, "另一依据").unwrap();
    assert_eq!((again.rows, again.bodies, again.files), (0, 0, 0));
    assert_eq!(again.record, done.record, "the first act stands");
    assert_eq!(world.hub.erasures().unwrap(), [done.record]);
}

#[test]
fn a_bundle_of_a_photo_that_was_erased_proves_that() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let (_, gone) = photographed(&world, &mut phone, 1);
    let (_, here) = photographed(&world, &mut phone, 2);
    erase(&world.hub, 1);
    let file = world.folder.path().join("erased.bundle");
    let whom = BundleFor { recipient: "法院".to_owned(), keep_days: 9, opened: true };
    assert_eq!(world.hub.export_bundle(&[gone.id, here.id], &whom, &file).unwrap(), 1);
    let (device, hub) = (phone.key.public_key(), world.hub.keys().order_key());
    let bundle = std::fs::File::open(&file).unwrap();
    let report = verify_bundle(bundle, |_, key| key.to_sec1() == device, |key| key.to_sec1() == hub).unwrap();
    let overall: Vec<_> = report.photos.iter().map(|photo| photo.verdict.overall()).collect();
    assert_eq!(overall, [Overall::Erased, Overall::Authentic], "{report:?}");
}

#[test]
fn a_home_goes_with_everybody_in_it() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let (ops, _) = photographed(&world, &mut phone, 1);
    world.hub.erase(Subject::Household(home(1)), CHIEF, BASIS).unwrap();
    assert!(!is_named(&world.hub, 1) && visits_of(&world.hub, 1).is_empty());
    assert_eq!((without_body(&world.hub, &phone), files(&world.hub)), (ops, 0));
    phone.pull(&world.hub).unwrap();
    assert_eq!((phone.held(RowKind::Household), phone.held(RowKind::Resident)), (2, 2));
}

#[test]
fn what_comes_later_and_names_who_is_gone_keeps_neither_body_nor_photo() {
    let world = World::new();
    let (mut early, mut late) = (world.phone(WORKER), world.phone(WORKER));
    early.finish_visit(1);
    early.push(&world.hub).unwrap();
    erase(&world.hub, 1);
    // On the way: a visit to a home and to somebody in it who is gone.
    let other = VisitFact { kind: VisitKind::CareVisit, subject: Subject::Household(home(1)) };
    let mut made = visit(Uuid::from_u128(950), 1);
    made.facts.push(other);
    let picture = picture(&world, &world.hub.keys().photo.recipient());
    let record = PhotoRecord { household: home(1), ..photo_record(made.id, 8, &picture.sealed) };
    let ops = late.finish(vec![Body::VisitRecorded(made), Body::PhotoTaken(record.clone())]);
    let request = upload_request(&record);
    let reply = world.hub.create_upload(&late.record(&world.hub), &request).unwrap();
    late.push(&world.hub).unwrap();
    assert_eq!(without_body(&world.hub, &late), ops);
    assert!(!is_named(&world.hub, 1));
    let facts: Vec<_> = visits_of(&world.hub, 1).into_iter().map(|visit| visit.facts).collect();
    assert!(facts.len() == 2 && facts.contains(&vec![other]), "it counts for the home: {facts:?}");
    // The file was announced before its record came.
    let _ = send(&world.hub, &reply.location, 0, &picture.bytes);
    world.hub.tick().unwrap();
    assert_eq!(files(&world.hub), 0);
    assert!(world.hub.store().reading(|tx| tx.uploads_of(record.id)).unwrap().is_empty());
    late.pull(&world.hub).unwrap();
    let [row] = told(&late).try_into().unwrap();
    assert_eq!(row.photos, [PhotoId(record.id.0)].into());
}

#[test]
fn a_restored_backup_does_not_bring_it_back() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let (ops, _) = photographed(&world, &mut phone, 1);
    let backup = world.folder.path().join("backup");
    world.hub.backup(&backup).unwrap();
    let done = erase(&world.hub, 1);
    let World { folder, clock, ids, hub } = world;
    let lives = folder.path().join("hub");
    drop(std::sync::Arc::into_inner(hub).unwrap());
    let restored = Hub::restore(&backup, &lives, clock, ids).unwrap();
    assert_eq!(restored.erasures, 1);
    let hub = restored.hub;
    assert_eq!(hub.erasures().unwrap(), [done.record]);
    assert!(!is_named(&hub, 1));
    assert_eq!((without_body(&hub, &phone), files(&hub)), (ops, 0));
    phone.pull(&hub).unwrap();
    assert_eq!(told(&phone).len(), 1, "the phone is told again");
}

#[test]
fn an_act_needs_somebody_and_a_basis() {
    let world = World::new();
    let stranger = Subject::Resident(elder(77));
    assert!(world.hub.erase(stranger, CHIEF, BASIS).is_err());
    assert!(world.hub.erase(Subject::Resident(elder(1)), CHIEF, " ").is_err());
    assert!(world.hub.erase(Subject::Resident(elder(1)), CHIEF, "一\n二").is_err());
    assert!(world.hub.erasures().unwrap().is_empty() && is_named(&world.hub, 1));
    assert!(world.hub.store().reading(|tx| tx.erased_names()).unwrap().is_empty());
}

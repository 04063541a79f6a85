//! Photos on their way and in their place.

use std::fs;

use doorstep_core::{
    domain::evidence::PhotoRecord,
    id::PhotoId,
    op::{
        body::Body,
        row::RowKind,
        wire::{ForkRequest, UploadRequest, fork_message},
    },
    seal::{Digest, Signer as _},
};
use uuid::Uuid;

use super::{
    super::{HubError, MAX_WAITING_BYTES, MAX_WAITING_UPLOADS},
    Picture, photo_row, picture, send, upload_request,
};
use crate::{
    store::{Durability, UploadState, Writes},
    testing::{HOUR, Phone, WORKER, World, grid, household, photo_record, resident, visit},
};

/// A number of a household that no list holds.
const NEW: u128 = 9;

#[test]
fn a_photo_is_stored_once_every_byte_came_and_the_picture_is_the_one_recorded() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let picture = picture(&world, &world.hub.keys().photo.recipient());
    let visit = visit(Uuid::from_u128(61), 1);
    let record = photo_record(visit.id, 1, &picture.sealed);
    phone.finish(vec![Body::VisitRecorded(visit), Body::PhotoTaken(record.clone())]);
    phone.push(&world.hub).unwrap();
    let request = upload_request(&record);
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
    assert_eq!(all, record.working.sealed_bytes);
    phone.pull(&world.hub).unwrap();
    assert_eq!(phone.held(RowKind::PhotoStored), 1);
    assert_eq!(photo_row(&world.hub, record.id).unwrap().state.as_str(), "Stored");
    let stored = world.hub.store().reading(|tx| tx.uploads_of(record.id)).unwrap();
    assert_eq!(fs::read(world.hub.photo_path(&stored[0])).unwrap(), picture.bytes);
    assert_eq!(world.hub.create_upload(&device, &request).unwrap().offset, record.working.sealed_bytes);
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
    record.working.sha256 = Digest::of(b"another picture");
    let request = upload_request(&record);
    let upload = world.hub.create_upload(&phone.record(&world.hub), &request).unwrap();
    send(&world.hub, &upload.location, 0, &picture.bytes).unwrap();
    assert!(photo_row(&world.hub, record.id).is_none());
    phone.finish(vec![Body::VisitRecorded(visit), Body::PhotoTaken(record.clone())]);
    phone.push(&world.hub).unwrap();
    assert_eq!(photo_row(&world.hub, record.id).unwrap().state.as_str(), "Altered");
    phone.pull(&world.hub).unwrap();
    assert_eq!(phone.held(RowKind::PhotoStored), 0, "the phone keeps its own");
    let told = world.hub.create_upload(&phone.record(&world.hub), &request);
    assert!(matches!(told, Err(HubError::PhotoAltered)), "and hears why");
}

/// A photo of a visit to a home that no list holds.
fn photo_of_nobodys_home(world: &World, number: u128) -> (Picture, Vec<Body>, PhotoRecord) {
    let picture = picture(world, &world.hub.keys().photo.recipient());
    let visit = visit(Uuid::from_u128(60 + number), NEW);
    let record =
        PhotoRecord { household: visit.household, ..photo_record(visit.id, number, &picture.sealed) };
    (picture, vec![Body::VisitRecorded(visit), Body::PhotoTaken(record.clone())], record)
}

/// Somebody registers that home: taken in grid 1, refused in grid 2.
fn register(world: &World, grid_number: u16) {
    let mut other = world.phone(WORKER);
    other.finish(vec![
        Body::HouseholdAdded(household(NEW, grid(grid_number))),
        Body::ResidentAdded(resident(NEW)),
    ]);
    other.push(&world.hub).unwrap();
}

fn photos_in_place(world: &World) -> usize {
    fs::read_dir(world.hub.folder().photos()).unwrap().count()
}

#[test]
fn a_photo_whose_record_waits_has_no_place_until_the_record_is_taken() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let (picture, bodies, record) = photo_of_nobodys_home(&world, 1);
    phone.finish(bodies);
    phone.push(&world.hub).unwrap();
    let device = phone.record(&world.hub);
    let upload = world.hub.create_upload(&device, &upload_request(&record)).unwrap();
    send(&world.hub, &upload.location, 0, &picture.bytes).unwrap();
    assert_eq!(photos_in_place(&world), 0);
    world.clock.advance(20 * 24 * HOUR);
    world.hub.tick().unwrap();
    register(&world, 1);
    assert_eq!(photo_row(&world.hub, record.id).unwrap().state.as_str(), "Stored");
    phone.pull(&world.hub).unwrap();
    assert_eq!((photos_in_place(&world), phone.held(RowKind::PhotoStored)), (1, 1));
}

#[test]
fn a_photo_whose_record_was_rejected_is_neither_stored_nor_backed_up_and_its_phone_hears_why() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let (picture, bodies, record) = photo_of_nobodys_home(&world, 1);
    phone.finish(bodies.clone());
    phone.push(&world.hub).unwrap();
    let (device, request) = (phone.record(&world.hub), upload_request(&record));
    let upload = world.hub.create_upload(&device, &request).unwrap();
    send(&world.hub, &upload.location, 0, &picture.bytes).unwrap();
    register(&world, 2);
    let refused = |answer| assert!(matches!(answer, Err(HubError::RecordRejected)));
    refused(world.hub.create_upload(&device, &request).map(drop));
    refused(send(&world.hub, &upload.location, picture.bytes.len() as u64, b"").map(drop));
    assert_eq!(world.hub.backup(&world.folder.path().join("backup")).unwrap().photos, 0);
    phone.pull(&world.hub).unwrap();
    assert_eq!((photos_in_place(&world), phone.held(RowKind::PhotoStored)), (0, 0));

    // Its phone may be gone: what came stays however long it takes.
    world.clock.advance(30 * 24 * HOUR);
    world.hub.tick().unwrap();
    let uploads = |world: &World| world.hub.store().reading(|tx| tx.uploads_of(record.id)).unwrap().len();
    assert_eq!(uploads(&world), 1);

    // Another, of which nothing came before the verdict, brings nothing either.
    let (_, others, other) = photo_of_nobodys_home(&world, 2);
    phone.finish(others);
    phone.push(&world.hub).unwrap();
    refused(world.hub.create_upload(&device, &upload_request(&other)).map(drop));

    // Put right: the same photo, under a new record, is taken.
    register(&world, 1);
    phone.finish(bodies);
    phone.push(&world.hub).unwrap();
    assert_eq!(photo_row(&world.hub, record.id).unwrap().state.as_str(), "Stored");
}

#[test]
fn what_comes_without_a_record_is_bounded_by_the_phone_and_goes_after_a_while() {
    let world = World::new();
    let phone = world.phone(WORKER);
    let nonce = Uuid::from_u128(5);
    let signature = phone.key.sign(&fork_message(phone.device, nonce)).unwrap();
    let reply = world.hub.fork(&ForkRequest { device: phone.device, nonce, signature }).unwrap();
    let forked = Phone::new(phone.key.clone(), &reply, world.clock.clone(), world.ids.clone());
    let announce = |phone: &Phone, number: u64, bytes: u64| {
        let photo = PhotoId(Uuid::from_u128(number.into()));
        let sealed_sha256 = Digest::of(&number.to_be_bytes());
        let request = UploadRequest { photo, bytes, sealed_sha256 };
        world.hub.create_upload(&phone.record(&world.hub), &request)
    };
    for number in 1..=MAX_WAITING_UPLOADS {
        let upload = announce(&phone, number, 8).unwrap();
        send(&world.hub, &upload.location, 0, &number.to_be_bytes()).unwrap();
    }
    for id in [&phone, &forked] {
        assert!(
            matches!(announce(id, 9_999, 8), Err(HubError::TooManyUploads)),
            "whole or not, by whatever id"
        );
    }
    assert!(announce(&world.phone(WORKER), 9_998, 8).is_ok(), "nobody else");
    world.clock.advance(15 * 24 * HOUR);
    world.hub.tick().unwrap();
    assert_eq!(fs::read_dir(world.hub.folder().uploads()).unwrap().count(), 0);
    assert_eq!(world.hub.store().reading(|tx| tx.complete_uploads()).unwrap(), []);

    let big = world.hub.config().max_photo_mib * 1024 * 1024;
    let room = MAX_WAITING_BYTES / big;
    for number in 1..=room {
        announce(&phone, number, big).unwrap();
    }
    assert!(matches!(announce(&phone, 9_999, big), Err(HubError::TooManyUploads)));
}

#[test]
fn a_stored_photo_takes_nothing_more_and_stays_what_it_is() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let picture = picture(&world, &world.hub.keys().photo.recipient());
    let visit = visit(Uuid::from_u128(65), 1);
    let record = photo_record(visit.id, 1, &picture.sealed);
    phone.finish(vec![Body::VisitRecorded(visit), Body::PhotoTaken(record.clone())]);
    phone.push(&world.hub).unwrap();
    let upload = world.hub.create_upload(&phone.record(&world.hub), &upload_request(&record)).unwrap();
    let end = send(&world.hub, &upload.location, 0, &picture.bytes).unwrap();
    let more = send(&world.hub, &upload.location, end, b"");
    assert!(matches!(more, Err(HubError::WrongOffset { offset }) if offset == end));
    assert_eq!(fs::read_dir(world.hub.folder().uploads()).unwrap().count(), 0);

    // Nor does a part beside it, as an older hub left it, take its place.
    let known = world.hub.store().reading(|tx| tx.uploads_of(record.id)).unwrap().remove(0);
    fs::write(world.hub.folder().uploads().join(format!("{}.part", known.id)), [0; 9]).unwrap();
    let complete = |tx: &dyn Writes| tx.set_upload(known.id, known.bytes, UploadState::Complete);
    world.hub.store().writing(Durability::Durable, complete).unwrap();
    world.hub.tick().unwrap();
    assert_eq!(photo_row(&world.hub, record.id).unwrap().state.as_str(), "Stored");
    assert_eq!(fs::read(world.hub.photo_path(&known)).unwrap(), picture.bytes);
}

#[test]
fn a_photo_whose_hub_died_on_the_way_to_its_place_is_found_again() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let picture = picture(&world, &world.hub.keys().photo.recipient());
    let visit = visit(Uuid::from_u128(63), 1);
    let record = photo_record(visit.id, 1, &picture.sealed);
    let request = upload_request(&record);
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
fn a_damaged_file_in_its_place_gives_way_to_the_good_one_that_comes_or_is_asked_for_again() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let picture = picture(&world, &world.hub.keys().photo.recipient());
    let visit = visit(Uuid::from_u128(65), 1);
    let record = photo_record(visit.id, 1, &picture.sealed);
    let (device, request) = (phone.record(&world.hub), upload_request(&record));
    let upload = world.hub.create_upload(&device, &request).unwrap();
    send(&world.hub, &upload.location, 0, &picture.bytes).unwrap();
    let complete = world.hub.store().reading(|tx| tx.complete_uploads()).unwrap().remove(0);
    let place = world.hub.photo_path(&complete);
    // As a restore left it on a bad disk.
    fs::write(&place, vec![0; picture.bytes.len()]).unwrap();
    phone.finish(vec![Body::VisitRecorded(visit), Body::PhotoTaken(record.clone())]);
    phone.push(&world.hub).unwrap();
    assert_eq!(photo_row(&world.hub, record.id).unwrap().state.as_str(), "Stored");
    assert_eq!(fs::read(&place).unwrap(), picture.bytes);

    fs::write(&place, vec![0; picture.bytes.len()]).unwrap();
    let again = UploadState::Complete;
    world
        .hub
        .store()
        .writing(Durability::Durable, |tx| tx.set_upload(complete.id, complete.bytes, again))
        .unwrap();
    world.hub.tick().unwrap();
    assert_eq!(world.hub.create_upload(&device, &request).unwrap().offset, 0, "it is to come again");
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

#[test]
fn a_photo_that_a_restored_hub_holds_in_name_only_starts_anew() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let picture = picture(&world, &world.hub.keys().photo.recipient());
    let visit = visit(Uuid::from_u128(64), 1);
    let record = photo_record(visit.id, 1, &picture.sealed);
    phone.finish(vec![Body::VisitRecorded(visit), Body::PhotoTaken(record.clone())]);
    phone.push(&world.hub).unwrap();
    let (device, request) = (phone.record(&world.hub), upload_request(&record));
    let upload = world.hub.create_upload(&device, &request).unwrap();
    send(&world.hub, &upload.location, 0, &picture.bytes).unwrap();
    // As the copy of a database says whose hub was about to look at the file, which never reached the backup.
    let known = world.hub.store().reading(|tx| tx.uploads_of(record.id)).unwrap().remove(0);
    fs::remove_file(world.hub.photo_path(&known)).unwrap();
    let complete = UploadState::Complete;
    world
        .hub
        .store()
        .writing(Durability::Durable, |tx| tx.set_upload(known.id, known.bytes, complete))
        .unwrap();
    let again = world.hub.create_upload(&device, &request).unwrap();
    assert_eq!(again.offset, 0);
    assert_eq!(send(&world.hub, &again.location, 0, &picture.bytes).unwrap(), record.working.sealed_bytes);
    assert!(world.hub.photo_path(&known).exists());
}

//! Photos on their way and in their place.

use std::fs;

use doorstep_core::{
    id::PhotoId,
    op::{body::Body, row::RowKind, wire::UploadRequest},
    seal::Digest,
};
use uuid::Uuid;

use super::{super::HubError, photo_row, picture, send, upload_request};
use crate::{
    store::{Durability, UploadState},
    testing::{HOUR, WORKER, World, photo_record, visit},
};

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
    assert_eq!(phone.held(RowKind::PhotoStored), 1);
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

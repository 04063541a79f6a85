//! Photos on their way and in their place.

use std::{fs, path::PathBuf, sync::Arc};

use doorstep_core::{
    domain::{
        evidence::{EvidenceKind, Finding, PhotoRecord, PhotoState},
        visit::Visit,
    },
    id::PhotoId,
    op::{
        body::Body,
        order::OrderKind,
        row::RowKind,
        wire::{ForkRequest, UploadReply, UploadRequest, fork_message},
    },
    seal::{Digest, Signer as _},
};
use uuid::Uuid;

use super::{
    super::{Hub, HubError, MAX_WAITING_BYTES, MAX_WAITING_UPLOADS},
    Picture, photo_row, picture, send, upload_request,
};
use crate::{
    store::{Durability, UploadRecord, UploadState},
    testing::{HOUR, Phone, WORKER, World, grid, home, household, photo_record, resident, visit},
};

/// A number of a household that no list holds.
const NEW: u128 = 9;

/// A photo of a visit, on a phone that has sent nothing of it yet.
struct Shot {
    phone: Phone,
    picture: Picture,
    visit: Visit,
    record: PhotoRecord,
}

impl Shot {
    /// The `number`-th photo, taken at the home with the number `at`.
    fn new(world: &World, number: u128, at: u128) -> Self {
        let picture = picture(world, &world.hub.keys().photo.recipient());
        let visit = visit(Uuid::from_u128(60 + number), at);
        let record = PhotoRecord { household: home(at), ..photo_record(visit.id, number, &picture.sealed) };
        Self { phone: world.phone(WORKER), picture, visit, record }
    }

    /// Finishes the visit and sends its records.
    fn push(&mut self, hub: &Hub) {
        self.phone
            .finish(vec![Body::VisitRecorded(self.visit.clone()), Body::PhotoTaken(self.record.clone())]);
        self.phone.push(hub).unwrap();
    }

    fn announce(&self, hub: &Hub) -> Result<UploadReply, HubError> {
        hub.create_upload(&self.phone.record(hub), &upload_request(&self.record))
    }

    /// Sends what the hub does not hold of the file; answers how much it then holds.
    fn send(&self, hub: &Arc<Hub>) -> Result<u64, HubError> {
        let upload = self.announce(hub)?;
        let rest = &self.picture.bytes[usize::try_from(upload.offset).unwrap()..];
        if rest.is_empty() { Ok(upload.offset) } else { send(hub, &upload.location, upload.offset, rest) }
    }

    /// What became of the photo as evidence; nothing without a record that was taken.
    fn state(&self, hub: &Hub) -> Option<PhotoState> {
        photo_row(hub, self.record.id).map(|row| row.state)
    }

    /// Where the file lies that the hub holds under its name.
    fn place(&self, hub: &Hub) -> PathBuf {
        hub.photo_path(&self.known(hub))
    }

    fn known(&self, hub: &Hub) -> UploadRecord {
        hub.store().reading(|tx| tx.uploads_of(self.record.id)).unwrap().remove(0)
    }

    /// The hub has all bytes and has not looked at them, as when its process died in between.
    fn unsee(&self, hub: &Hub) {
        let known = self.known(hub);
        let complete = UploadState::Complete;
        hub.store()
            .writing(Durability::Durable, |tx| tx.set_upload(known.id, known.bytes, complete))
            .unwrap();
    }

    fn told(&mut self, hub: &Hub) -> usize {
        self.phone.pull(hub).unwrap();
        self.phone.held(RowKind::PhotoStored)
    }
}

/// The announcement of a file that no record names.
fn nameless(number: u128, bytes: &[u8]) -> UploadRequest {
    UploadRequest {
        photo: PhotoId(Uuid::from_u128(number)),
        bytes: bytes.len() as u64,
        sealed_sha256: Digest::of(bytes),
    }
}

fn announce_nameless(hub: &Hub, phone: &Phone, number: usize, bytes: u64) -> Result<UploadReply, HubError> {
    let request = UploadRequest { bytes, ..nameless(number as u128, &number.to_be_bytes()) };
    hub.create_upload(&phone.record(hub), &request)
}

fn capability(upload: &UploadReply) -> &str {
    upload.location.rsplit('/').next().unwrap()
}

/// Somebody registers the home that no list holds: taken in grid 1, refused in grid 2.
fn register(world: &World, grid_number: u16) {
    let mut other = world.phone(WORKER);
    other.finish(vec![
        Body::HouseholdAdded(household(NEW, grid(grid_number))),
        Body::ResidentAdded(resident(NEW)),
    ]);
    other.push(&world.hub).unwrap();
}

fn parts(hub: &Hub) -> usize {
    fs::read_dir(hub.folder().uploads()).unwrap().count()
}

fn complete_uploads(hub: &Hub) -> usize {
    hub.store().reading(|tx| tx.complete_uploads()).unwrap().len()
}

#[test]
fn a_photo_is_stored_once_every_byte_came_and_the_picture_is_the_one_recorded() {
    let world = World::new();
    let hub = &world.hub;
    let mut shot = Shot::new(&world, 1, 1);
    shot.push(hub);
    let bytes = shot.picture.bytes.clone();
    let upload = shot.announce(hub).unwrap();
    assert_eq!(upload.offset, 0);
    assert_eq!(send(hub, &upload.location, 0, &bytes[..1_000]).unwrap(), 1_000);
    // The answer was lost: the phone asks, and begins anew at the right offset.
    let again = shot.announce(hub).unwrap();
    assert_eq!(again.offset, 1_000);
    let wrong = send(hub, &again.location, 0, &bytes);
    assert!(matches!(wrong, Err(HubError::WrongOffset { offset: 1_000 })));
    let all = send(hub, &again.location, 1_000, &bytes[1_000..]).unwrap();
    assert_eq!(all, shot.record.working.sealed_bytes);
    assert_eq!((shot.told(hub), shot.state(hub)), (1, Some(PhotoState::Stored)));
    assert_eq!(fs::read(shot.place(hub)).unwrap(), bytes);
    assert_eq!(shot.announce(hub).unwrap().offset, all);
}

#[test]
fn a_voice_note_is_stored_as_its_one_file_and_held_against_no_picture() {
    let world = World::new();
    let hub = &world.hub;
    let mut notes = [Shot::new(&world, 1, 1), Shot::new(&world, 2, 2)];
    for note in &mut notes {
        // One file, and of both visits the same sound.
        let (original, thumbnail) = (note.record.working, note.record.working);
        note.record = PhotoRecord { kind: EvidenceKind::Voice, original, thumbnail, ..note.record.clone() };
        note.push(hub);
        note.send(hub).unwrap();
        assert_eq!((note.told(hub), note.state(hub)), (1, Some(PhotoState::Stored)));
        assert_eq!(fs::read(note.place(hub)).unwrap(), note.picture.bytes);
    }
    for note in &notes {
        let row = photo_row(hub, note.record.id).unwrap();
        assert_eq!((row.verdict.unwrap().image, row.repeats), (Finding::SoundWhole, None));
    }
}

#[test]
fn a_photo_whose_bytes_are_not_those_announced_starts_anew() {
    let world = World::new();
    let device = world.phone(WORKER).record(&world.hub);
    let request = nameless(1, b"abc");
    let upload = world.hub.create_upload(&device, &request).unwrap();
    assert!(matches!(send(&world.hub, &upload.location, 0, b"abd"), Err(HubError::DigestMismatch)));
    assert_eq!(world.hub.create_upload(&device, &request).unwrap().offset, 0);
    assert!(matches!(send(&world.hub, &upload.location, 0, b"abcd"), Err(HubError::TooLarge)));
    assert_eq!(send(&world.hub, &upload.location, 0, b"abc").unwrap(), 3);
}

#[test]
fn a_photo_that_comes_before_its_record_waits_for_it_and_another_picture_is_flagged() {
    let world = World::new();
    let hub = &world.hub;
    let mut shot = Shot::new(&world, 1, 1);
    shot.record.working.sha256 = Digest::of(b"another picture");
    shot.send(hub).unwrap();
    assert_eq!(shot.state(hub), None);
    shot.push(hub);
    assert_eq!(shot.state(hub), Some(PhotoState::Altered));
    assert_eq!(shot.told(hub), 0, "the phone keeps its own");
    assert!(matches!(shot.announce(hub), Err(HubError::PhotoAltered)), "and hears why");
}

#[test]
fn a_photo_whose_record_waits_is_in_backups_and_no_evidence_until_the_record_is_taken() {
    let world = World::new();
    let hub = &world.hub;
    let mut shot = Shot::new(&world, 1, NEW);
    shot.push(hub);
    shot.send(hub).unwrap();
    assert_eq!(hub.backup(&world.folder.path().join("backup")).unwrap().photos, 1);
    assert_eq!((shot.told(hub), shot.state(hub)), (0, None));
    world.clock.advance(20 * 24 * HOUR);
    hub.tick().unwrap();
    register(&world, 1);
    assert_eq!((shot.told(hub), shot.state(hub)), (1, Some(PhotoState::Stored)));
    assert_eq!(fs::read(shot.place(hub)).unwrap(), shot.picture.bytes);
}

#[test]
fn a_photo_whose_record_was_rejected_is_no_evidence_and_its_phone_hears_why() {
    let world = World::new();
    let hub = &world.hub;
    let mut shot = Shot::new(&world, 1, NEW);
    shot.push(hub);
    shot.send(hub).unwrap();
    register(&world, 2);
    let refused = |answer| assert!(matches!(answer, Err(HubError::RecordRejected)));
    refused(shot.send(hub));
    assert_eq!((shot.told(hub), shot.state(hub)), (0, None));

    // Its phone may be gone: what came stays however long it takes.
    world.clock.advance(30 * 24 * HOUR);
    hub.tick().unwrap();
    assert_eq!(fs::read(shot.place(hub)).unwrap(), shot.picture.bytes);

    // Another, of which nothing came before the verdict, brings nothing either.
    let mut other = Shot::new(&world, 2, NEW);
    other.push(hub);
    refused(other.send(hub));

    // Put right: the same photo, under a new record, is taken.
    register(&world, 1);
    shot.push(hub);
    assert_eq!(shot.state(hub), Some(PhotoState::Stored));
}

#[test]
fn a_draining_phone_brings_what_it_has_of_a_rejected_record_and_a_lost_hub_has_it_still() {
    let mut world = World::new();
    let mut shot = Shot::new(&world, 1, NEW);
    shot.push(&world.hub);
    register(&world, 2);
    assert!(matches!(shot.send(&world.hub), Err(HubError::RecordRejected)));
    world.hub.order(shot.phone.device, OrderKind::DrainThenWipe).unwrap();
    let all = shot.record.working.sealed_bytes;
    assert_eq!(shot.send(&world.hub).unwrap(), all);
    assert_eq!(world.hub.upload_offset(capability(&shot.announce(&world.hub).unwrap())).unwrap(), (all, all));

    // The phone is wiped. Weeks later the hub loses its disk.
    world.clock.advance(30 * 24 * HOUR);
    world.hub.tick().unwrap();
    let backup = world.folder.path().join("backup");
    world.hub.backup(&backup).unwrap();
    let lives = world.folder.path().join("restored");
    fs::create_dir(&lives).unwrap();
    fs::copy(world.hub.folder().key(), lives.join("hub.key")).unwrap();
    world.hub = Arc::new(Hub::restore(&backup, &lives, world.clock.clone(), world.ids.clone()).unwrap().hub);
    world.hub.tick().unwrap();
    assert_eq!(shot.send(&world.hub).unwrap(), all);
    assert_eq!(fs::read(shot.place(&world.hub)).unwrap(), shot.picture.bytes);
    assert_eq!(shot.state(&world.hub), None, "it is no evidence");
    world.hub.order(shot.phone.device, OrderKind::Resume).unwrap();
    assert_eq!(shot.told(&world.hub), 0, "and nobody is told that it is stored");
}

#[test]
fn what_comes_without_a_record_is_bounded_by_the_phone_and_goes_after_a_while() {
    let world = World::new();
    let hub = &world.hub;
    let phone = world.phone(WORKER);
    let nonce = Uuid::from_u128(5);
    let signature = phone.key.sign(&fork_message(phone.device, nonce)).unwrap();
    let reply = hub.fork(&ForkRequest { device: phone.device, nonce, signature }).unwrap();
    let forked = Phone::new(phone.key.clone(), &reply, world.clock.clone(), world.ids.clone());
    for number in 1..=MAX_WAITING_UPLOADS {
        let upload = announce_nameless(hub, &phone, number, 8).unwrap();
        send(hub, &upload.location, 0, &number.to_be_bytes()).unwrap();
    }
    let full = |phone, bytes| {
        let told = announce_nameless(hub, phone, 9_999, bytes);
        assert!(matches!(told, Err(HubError::TooManyUploads)), "whole or not, by whatever id");
    };
    full(&phone, 8);
    full(&forked, 8);
    assert!(announce_nameless(hub, &world.phone(WORKER), 9_998, 8).is_ok(), "nobody else");
    world.clock.advance(15 * 24 * HOUR);
    hub.tick().unwrap();
    assert_eq!((parts(hub), complete_uploads(hub)), (0, 0));

    let big = hub.config().max_photo_mib * 1024 * 1024;
    for number in 1..=usize::try_from(MAX_WAITING_BYTES / big).unwrap() {
        announce_nameless(hub, &phone, number, big).unwrap();
    }
    full(&phone, big);
}

#[test]
fn a_file_whose_record_was_taken_is_neither_refused_for_want_of_room_nor_counted() {
    let world = World::new();
    let hub = &world.hub;
    let mut shot = Shot::new(&world, 1, 1);
    shot.push(hub);
    shot.announce(hub).unwrap();
    for number in 1..=MAX_WAITING_UPLOADS {
        announce_nameless(hub, &shot.phone, number, 8).unwrap();
    }
    let one_more = announce_nameless(hub, &shot.phone, 9_999, 8);
    assert!(matches!(one_more, Err(HubError::TooManyUploads)));
    let thumbnail = &shot.record.thumbnail;
    let (bytes, sealed_sha256) = (thumbnail.sealed_bytes, thumbnail.sealed_sha256);
    let request = UploadRequest { photo: shot.record.id, bytes, sealed_sha256 };
    assert!(hub.create_upload(&shot.phone.record(hub), &request).is_ok());
}

#[test]
fn a_stored_photo_takes_nothing_more_and_stays_what_it_is() {
    let world = World::new();
    let hub = &world.hub;
    let mut shot = Shot::new(&world, 1, 1);
    shot.push(hub);
    let end = shot.send(hub).unwrap();
    let more = send(hub, &shot.announce(hub).unwrap().location, end, b"");
    assert!(matches!(more, Err(HubError::WrongOffset { offset }) if offset == end));
    assert_eq!(parts(hub), 0);

    // Nor does a part beside it, as an older hub left it, take its place.
    fs::write(hub.folder().uploads().join(format!("{}.part", shot.known(hub).id)), [0; 9]).unwrap();
    shot.unsee(hub);
    hub.tick().unwrap();
    assert_eq!(shot.state(hub), Some(PhotoState::Stored));
    assert_eq!(fs::read(shot.place(hub)).unwrap(), shot.picture.bytes);
}

#[test]
fn a_photo_whose_hub_died_on_the_way_to_its_place_is_found_again() {
    let world = World::new();
    let hub = &world.hub;
    let mut shot = Shot::new(&world, 1, 1);
    shot.send(hub).unwrap();
    let part = hub.folder().uploads().join(format!("{}.part", shot.known(hub).id));
    fs::rename(part, shot.place(hub)).unwrap();
    shot.push(hub);
    assert_eq!(shot.state(hub), Some(PhotoState::Stored));
}

#[test]
fn a_damaged_file_in_its_place_gives_way_to_the_good_one_that_comes_or_is_asked_for_again() {
    let world = World::new();
    let hub = &world.hub;
    let mut shot = Shot::new(&world, 1, 1);
    shot.send(hub).unwrap();
    let (place, length) = (shot.place(hub), shot.picture.bytes.len());
    let damage = || fs::write(&place, vec![0; length]).unwrap();
    // As a restore left it on a bad disk.
    damage();
    shot.push(hub);
    assert_eq!(shot.state(hub), Some(PhotoState::Stored));
    assert_eq!(fs::read(&place).unwrap(), shot.picture.bytes);

    damage();
    shot.unsee(hub);
    hub.tick().unwrap();
    assert_eq!(shot.announce(hub).unwrap().offset, 0, "it is to come again");
}

#[test]
fn a_stored_photo_that_the_disk_lost_or_damaged_comes_again_when_its_phone_announces_it() {
    let world = World::new();
    let hub = &world.hub;
    let mut shot = Shot::new(&world, 1, 1);
    shot.push(hub);
    let all = shot.send(hub).unwrap();
    let (place, length) = (shot.place(hub), shot.picture.bytes.len());
    assert_eq!(shot.announce(hub).unwrap().offset, all, "a whole one does not");
    let damage: [&dyn Fn(); 2] =
        [&|| fs::write(&place, vec![0; length]).unwrap(), &|| fs::remove_file(&place).unwrap()];
    for harm in damage {
        harm();
        assert_eq!(shot.announce(hub).unwrap().offset, 0);
        assert_eq!(shot.send(hub).unwrap(), all);
        assert_eq!(shot.state(hub), Some(PhotoState::Stored));
        assert_eq!(fs::read(&place).unwrap(), shot.picture.bytes);
    }
}

#[test]
fn a_whole_upload_whose_file_is_gone_is_not_said_to_be_here() {
    let world = World::new();
    let hub = &world.hub;
    let request = nameless(1, b"abc");
    let upload = hub.create_upload(&world.phone(WORKER).record(hub), &request).unwrap();
    send(hub, &upload.location, 0, b"abc").unwrap();
    assert_eq!((complete_uploads(hub), hub.upload_offset(capability(&upload)).unwrap()), (1, (3, 3)));
    for part in fs::read_dir(hub.folder().uploads()).unwrap() {
        fs::remove_file(part.unwrap().path()).unwrap();
    }
    assert_eq!(hub.upload_offset(capability(&upload)).unwrap(), (0, 3));
    send(hub, &upload.location, 0, b"abc").unwrap();
    assert_eq!(complete_uploads(hub), 1);
}

#[test]
fn an_old_file_whose_record_comes_is_not_swept_from_under_it() {
    let world = World::new();
    let hub = &world.hub;
    let mut shot = Shot::new(&world, 1, 1);
    shot.send(hub).unwrap();
    let photo = shot.record.id;
    world.clock.advance(15 * 24 * HOUR);
    std::thread::scope(|threads| {
        // As while a file gets its place: the sweep waits, and meanwhile the record is taken.
        let placing = hub.placing.take().unwrap();
        threads.spawn(|| hub.forget_stale_uploads().unwrap());
        let push = threads.spawn(|| shot.push(hub));
        while photo_row(hub, photo).is_none() && !push.is_finished() {
            std::thread::yield_now();
        }
        drop(placing);
    });
    assert_eq!(shot.state(hub), Some(PhotoState::Stored));
    assert_eq!(fs::read(shot.place(hub)).unwrap(), shot.picture.bytes);
}

#[test]
fn the_last_byte_of_an_upload_is_promised_only_with_the_verdict_on_the_whole() {
    let world = World::new();
    let hub = &world.hub;
    // As long as what is promised at once.
    let file = vec![7; 1024 * 1024];
    let request = nameless(1, &file);
    let upload = hub.create_upload(&world.phone(WORKER).record(hub), &request).unwrap();
    let mut cut = hub.append(capability(&upload), 0).unwrap();
    cut.write(&file).unwrap();
    drop(cut);
    assert_eq!(hub.upload_offset(capability(&upload)).unwrap(), (0, request.bytes));
    send(hub, &upload.location, 0, &file).unwrap();
    assert_eq!(complete_uploads(hub), 1);
}

#[test]
fn an_upload_has_one_writer_and_an_address_that_cannot_be_guessed() {
    let world = World::new();
    let hub = &world.hub;
    let upload = hub.create_upload(&world.phone(WORKER).record(hub), &nameless(1, b"abc")).unwrap();
    let capability = capability(&upload);
    let first = hub.append(capability, 0).unwrap();
    assert!(matches!(hub.append(capability, 0), Err(HubError::Leased { offset: 0 })));
    drop(first);
    assert!(hub.append(capability, 0).is_ok());
    assert!(matches!(hub.upload_offset("AAAA"), Err(HubError::NotFound(_))));
    world.clock.advance(7 * 24 * HOUR);
    assert!(matches!(hub.upload_offset(capability), Err(HubError::NotFound(_))));
}

#[test]
fn a_photo_that_a_restored_hub_holds_in_name_only_starts_anew_whatever_became_of_its_record() {
    for at in [1, NEW] {
        let world = World::new();
        let hub = &world.hub;
        let mut shot = Shot::new(&world, 1, at);
        shot.push(hub);
        let all = shot.send(hub).unwrap();
        // As the copy of a database says whose hub was about to look at the file, which never reached the backup.
        fs::remove_file(shot.place(hub)).unwrap();
        shot.unsee(hub);
        assert_eq!(shot.announce(hub).unwrap().offset, 0);
        assert_eq!(shot.send(hub).unwrap(), all);
        assert!(shot.place(hub).exists());
    }
}

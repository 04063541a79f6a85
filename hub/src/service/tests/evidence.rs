//! Verdicts on photos, and pictures that were used twice.

use chrono::{DateTime, TimeDelta};
use doorstep_core::{
    domain::evidence::{EditSign, FileClaims, FilePlace, Finding, Flag, Overall, PhotoRecord},
    id::PhotoId,
    op::{
        body::Body,
        row::{ExceptionRow, PhotoRow, Row, RowKind},
    },
    photo::{Likeness, TakenAt},
    seal::Digest,
};
use uuid::Uuid;

use super::{photo_row, picture, send};
use crate::{
    store::{Durability, Reads, StoreError, Writes},
    testing::{HOUR, NOON, Phone, WORKER, World, photo_record, visit},
};

/// A photo of the visit with this number, at the household with this number.
fn photo(world: &World, visit_number: u128, household: u128, number: u128) -> PhotoRecord {
    let sealed = picture(world, &world.hub.keys().photo.recipient()).sealed;
    let visit = visit(Uuid::from_u128(visit_number), household);
    PhotoRecord { household: visit.household, ..photo_record(visit.id, number, &sealed) }
}

/// The same picture, saved once more and taken in so many hours later.
fn again(record: &PhotoRecord, other: PhotoRecord, hours: i64) -> PhotoRecord {
    let mut fingerprint = record.fingerprint;
    fingerprint.bits.0[3] ^= 0b101;
    let mut captured = record.captured;
    captured.wall = captured.wall.plus_millis(hours * HOUR);
    PhotoRecord { fingerprint, captured, ..other }
}

fn finish(phone: &mut Phone, visit_number: u128, household: u128, photos: &[&PhotoRecord]) {
    let mut bodies = vec![Body::VisitRecorded(visit(Uuid::from_u128(visit_number), household))];
    bodies.extend(photos.iter().map(|photo| Body::PhotoTaken((*photo).clone())));
    phone.finish(bodies);
}

fn row(world: &World, photo: PhotoId) -> PhotoRow {
    photo_row(&world.hub, photo).unwrap()
}

#[test]
fn a_picture_used_for_another_visit_is_found_whichever_arrives_first() {
    for later_first in [false, true] {
        let world = World::new();
        let (mut one, mut other) = (world.phone(WORKER), world.phone(WORKER));
        let first = photo(&world, 61, 1, 1);
        let second = again(&first, photo(&world, 62, 2, 2), 3);
        finish(&mut one, 61, 1, &[&first]);
        finish(&mut other, 62, 2, &[&second]);
        let mut phones = [&one, &other];
        if later_first {
            phones.reverse();
        }
        for phone in phones {
            phone.push(&world.hub).unwrap();
        }
        let found = row(&world, second.id).repeats.unwrap();
        assert_eq!((found.photo, found.visit, found.distance), (first.id, first.visit, 2));
        assert_eq!(found.likeness, Likeness::NearDuplicate);
        assert_eq!(row(&world, second.id).verdict.unwrap().image, Finding::ReusedPhoto);
        assert_eq!(row(&world, first.id).repeats, None, "the first use is no repeat");
        let mut remarks = Vec::new();
        let mut note = |row: doorstep_core::op::row::Row| {
            let remark: ExceptionRow = row.read().unwrap();
            remarks.push((remark.visit, remark.flag));
            Ok(())
        };
        world.hub.store().reading(|tx| tx.for_each_row(RowKind::Exception, None, &mut note)).unwrap();
        assert_eq!(remarks, [(second.visit, Flag::ReusedPhoto)]);
    }
}

#[test]
fn the_same_file_is_found_though_there_is_little_to_see_in_it() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let mut first = photo(&world, 61, 1, 1);
    first.fingerprint.quality = 5;
    let mut second = again(&first, photo(&world, 62, 2, 2), 3);
    second.original.sha256 = first.original.sha256;
    let mut third = again(&first, photo(&world, 63, 3, 3), 4);
    third.original.sha256 = Digest([99; 32]);
    finish(&mut phone, 61, 1, &[&first]);
    finish(&mut phone, 62, 2, &[&second]);
    finish(&mut phone, 63, 3, &[&third]);
    phone.push(&world.hub).unwrap();
    assert_eq!(row(&world, second.id).repeats.unwrap().likeness, Likeness::Exact);
    assert_eq!(row(&world, third.id).repeats, None, "two dark pictures are not one");
}

#[test]
fn what_an_erased_photo_looked_like_is_forgotten_and_later_pictures_are_found_all_the_same() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let first = photo(&world, 61, 1, 1);
    let mut second = again(&first, photo(&world, 62, 2, 2), 3);
    second.original.sha256 = first.original.sha256;
    let third = again(&first, photo(&world, 63, 3, 3), 6);
    finish(&mut phone, 61, 1, &[&first]);
    phone.push(&world.hub).unwrap();
    let erase = |tx: &dyn Writes| {
        let row = tx.row(RowKind::Photo, first.id.0)?.expect("the photo").row;
        tx.write_unit(&[Row { document: None, ..row }])
    };
    world.hub.store().writing(Durability::Durable, erase).unwrap();
    let kept = |tx: &dyn Reads| {
        Ok::<_, StoreError>((
            tx.fingerprints_after(0)?.len(),
            tx.photos_with_original(first.original.sha256)?,
        ))
    };
    assert_eq!(world.hub.store().reading(kept).unwrap(), (0, Vec::new()));

    finish(&mut phone, 62, 2, &[&second]);
    phone.push(&world.hub).unwrap();
    assert_eq!(row(&world, second.id).repeats, None, "there is nothing to compare it with");
    finish(&mut phone, 63, 3, &[&third]);
    phone.push(&world.hub).unwrap();
    assert_eq!(row(&world, third.id).repeats.unwrap().photo, second.id);
}

#[test]
fn two_shots_in_one_visit_are_no_repeat() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let first = photo(&world, 61, 1, 1);
    let second = again(&first, photo(&world, 61, 1, 2), 0);
    finish(&mut phone, 61, 1, &[&first, &second]);
    phone.push(&world.hub).unwrap();
    assert_eq!((row(&world, first.id).repeats, row(&world, second.id).repeats), (None, None));
}

#[test]
fn shots_of_one_moment_that_served_two_visits_are_a_repeat() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let at = |record: PhotoRecord, second: i64| {
        let local = DateTime::UNIX_EPOCH.naive_utc() + TimeDelta::seconds(second);
        PhotoRecord { taken_at: Some(TakenAt { local, offset_minutes: None, inferred: false }), ..record }
    };
    let first = at(photo(&world, 61, 1, 1), 0);
    let mut second = at(again(&first, photo(&world, 62, 2, 2), 1), 5);
    second.fingerprint.bits.0[9] ^= 0b1111;
    finish(&mut phone, 61, 1, &[&first]);
    finish(&mut phone, 62, 2, &[&second]);
    phone.push(&world.hub).unwrap();
    assert_eq!(row(&world, second.id).repeats.unwrap().likeness, Likeness::Burst);
}

#[test]
fn a_photo_is_authentic_once_its_working_copy_is_here_and_altered_if_any_file_is_another() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let file = picture(&world, &world.hub.keys().photo.recipient());
    let small = picture(&world, &world.hub.keys().photo.recipient());
    let mut record = photo_record(visit(Uuid::from_u128(61), 1).id, 1, &file.sealed);
    (record.thumbnail.sealed_sha256, record.thumbnail.sealed_bytes) =
        (small.sealed.sha256, small.sealed.bytes);
    finish(&mut phone, 61, 1, &[&record]);
    phone.push(&world.hub).unwrap();
    let overall = || row(&world, record.id).verdict.unwrap().overall();
    assert_eq!(overall(), Overall::Unverifiable(Finding::ImageAwaited));

    let device = phone.record(&world.hub);
    let upload = world.hub.create_upload(&device, &super::upload_request(&record)).unwrap();
    send(&world.hub, &upload.location, 0, &file.bytes).unwrap();
    assert_eq!(overall(), Overall::Authentic);

    // The thumbnail that arrives holds other bytes than the record says.
    let request = doorstep_core::op::wire::UploadRequest {
        photo: record.id,
        bytes: small.sealed.bytes,
        sealed_sha256: small.sealed.sha256,
    };
    let upload = world.hub.create_upload(&device, &request).unwrap();
    let told = send(&world.hub, &upload.location, 0, &small.bytes);
    assert!(matches!(told, Err(super::HubError::PhotoAltered)));
    assert_eq!(overall(), Overall::Altered(Finding::ImageChanged));
    phone.pull(&world.hub).unwrap();
    assert_eq!(super::stored(&phone).len(), 1, "the other one may not go");
}

#[test]
fn a_stored_picture_whose_file_was_edited_is_told_as_that() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let file = picture(&world, &world.hub.keys().photo.recipient());
    let mut record = photo_record(visit(Uuid::from_u128(61), 1).id, 1, &file.sealed);
    let (camera, edits) = (Some("HUAWEI ALN-AL00".to_owned()), vec![EditSign::SavedByEditor]);
    record.claims = Some(FileClaims { camera, edits, place: FilePlace::NotStated });
    finish(&mut phone, 61, 1, &[&record]);
    phone.push(&world.hub).unwrap();
    let overall = || row(&world, record.id).verdict.unwrap().overall();
    assert_eq!(overall(), Overall::Unverifiable(Finding::ImageAwaited));
    let upload = world.hub.create_upload(&phone.record(&world.hub), &super::upload_request(&record)).unwrap();
    send(&world.hub, &upload.location, 0, &file.bytes).unwrap();
    assert_eq!(overall(), Overall::Unverifiable(Finding::ImageEdited));
    assert_eq!(row(&world, record.id).record.claims, record.claims, "the camera too is a manager's to see");
}

#[test]
fn a_verdict_says_what_speaks_against_time_and_place() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let record = photo(&world, 61, 1, 1);
    finish(&mut phone, 61, 1, &[&record]);
    let mut request = phone.request(&phone.journal);
    request.device_now = NOON.plus_millis(2 * HOUR);
    world.hub.push(&phone.record(&world.hub), &request).unwrap();
    let verdict = row(&world, record.id).verdict.unwrap();
    assert_eq!((verdict.time, verdict.place), (Finding::ClockOff, Finding::NoFix));
    assert_eq!(verdict.chain, Finding::ChainProved);
}

#[test]
fn evidence_for_a_mandatory_report_is_stored_unopened_and_shown_to_nobody() {
    use doorstep_core::{domain::evidence::EvidenceKind, id::SeededIds, op::row::RowKind, seal::SealKey};
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let addressee = SealKey::generate(&SeededIds::new(99));
    let file = picture(&world, &addressee.recipient());
    let mut record = photo_record(visit(Uuid::from_u128(61), 1).id, 1, &file.sealed);
    record.kind = EvidenceKind::Injury;
    let other = PhotoRecord { original: record.original, ..photo(&world, 62, 2, 2) };
    finish(&mut phone, 61, 1, &[&record]);
    finish(&mut phone, 62, 2, &[&again(&record, other, 3)]);
    phone.push(&world.hub).unwrap();
    let upload = world.hub.create_upload(&phone.record(&world.hub), &super::upload_request(&record)).unwrap();
    send(&world.hub, &upload.location, 0, &file.bytes).unwrap();
    let stored = row(&world, record.id);
    assert_eq!(stored.state.as_str(), "Stored");
    assert_eq!(stored.verdict.unwrap().overall(), Overall::Authentic);
    assert_eq!(row(&world, PhotoId(Uuid::from_u128(7_002))).repeats, None, "it is compared with nothing");
    phone.pull(&world.hub).unwrap();
    let ids: Vec<_> = phone.rows.keys().filter(|(kind, _)| *kind == RowKind::Photo).collect();
    assert_eq!(ids, [&(RowKind::Photo, Uuid::from_u128(7_002))], "no phone is sent its row");
}

#[test]
fn a_bundle_from_the_hub_proves_a_photo_with_the_opened_file() {
    use crate::service::BundleFor;
    use doorstep_core::op::bundle::{StatedBy, verify_bundle};
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let file = picture(&world, &world.hub.keys().photo.recipient());
    let record = photo_record(visit(Uuid::from_u128(61), 1).id, 1, &file.sealed);
    finish(&mut phone, 61, 1, &[&record]);
    phone.finish_visit(2);
    phone.push(&world.hub).unwrap();
    let upload = world.hub.create_upload(&phone.record(&world.hub), &super::upload_request(&record)).unwrap();
    send(&world.hub, &upload.location, 0, &file.bytes).unwrap();
    for (opened, image) in [(true, Finding::ImageWhole), (false, Finding::SealedWhole)] {
        let path = world.folder.path().join(format!("opened-{opened}.bundle"));
        let whom = BundleFor { recipient: "法院".to_owned(), keep_days: 9, opened };
        assert_eq!(world.hub.export_bundle(&[record.id], &whom, &path).unwrap(), 1);
        assert!(
            world.hub.export_bundle(&[record.id], &whom, &path).is_err(),
            "what is there is not replaced"
        );
        let key = phone.record(&world.hub).public_key;
        let bundle = std::fs::File::open(&path).unwrap();
        let own = world.hub.keys().order_key();
        let report =
            verify_bundle(bundle, |_, known| known.to_sec1() == key, |known| known.to_sec1() == own).unwrap();
        assert_eq!((report.overall(), report.entries), (Overall::Authentic, 3), "{report:?}");
        assert_eq!((report.photos[0].verdict.image, report.without_body), (image, 1));
        let absent = report.absent.unwrap();
        assert_eq!((absent.by, absent.left_out), (StatedBy::Hub, 1), "the hub keeps all, and signs that");
    }
    // The disk lost a byte.
    let stored = std::fs::read_dir(world.hub.folder().photos()).unwrap().flatten().next().unwrap().path();
    let mut bytes = std::fs::read(&stored).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&stored, bytes).unwrap();
    for opened in [true, false] {
        let path = world.folder.path().join("damaged.bundle");
        let whom = BundleFor { recipient: "法院".to_owned(), keep_days: 9, opened };
        let told = world.hub.export_bundle(&[record.id], &whom, &path);
        assert!(
            matches!(told, Err(super::HubError::PhotoDamaged { photo }) if photo == record.id),
            "{told:?}"
        );
        assert!(!path.exists());
    }
    let stranger = world.hub.export_bundle(
        &[PhotoId(Uuid::from_u128(1))],
        &BundleFor { recipient: "法院".to_owned(), keep_days: 9, opened: true },
        &world.folder.path().join("none.bundle"),
    );
    assert!(matches!(stranger, Err(super::HubError::NotFound(_))));
}

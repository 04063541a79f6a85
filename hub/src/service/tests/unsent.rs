//! What phones without a network exported.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use doorstep_core::{
    domain::evidence::{PhotoCopy, PhotoFile, PhotoRecord, PhotoState},
    id::{IdGen, SeededIds},
    op::{
        body::Body,
        bundle::{BundleWriter, FaultKind, UnsentAbout, UnsentWriter},
        order::OrderKind,
        outcome::RejectReason,
        row::RowKind,
        wire::WireOp,
    },
    seal::{Digest, SealError, SealKey, Signer as _, SoftwareKey, seal_new_file},
};
use uuid::Uuid;

use super::{
    super::{Came, Hub, HubError, NotImported, UnsentReport},
    Picture, photo_row, picture, upload_request, visits_of,
};
use crate::testing::{HOUR, NOON, Phone, WORKER, World, home, photo_record, visit};

/// A phone whose work goes by a file.
struct Carrier<'w> {
    world: &'w World,
    phone: Phone,
    /// Who signs the files.
    key: SoftwareKey,
    to: SealKey,
    photos: Vec<(PhotoRecord, Picture)>,
}

impl<'w> Carrier<'w> {
    fn new(world: &'w World) -> Self {
        let phone = world.phone(WORKER);
        let key = phone.key.clone();
        Self { world, phone, key, to: world.hub.keys().photo.clone(), photos: Vec::new() }
    }

    /// A visit at the `number`-th home with a photo.
    fn photograph(&mut self, number: u128) {
        let picture = picture(self.world, &self.world.hub.keys().photo.recipient());
        let visit = visit(Uuid::from_u128(60 + number), number);
        let record =
            PhotoRecord { household: home(number), ..photo_record(visit.id, number, &picture.sealed) };
        self.phone.finish(vec![Body::VisitRecorded(visit), Body::PhotoTaken(record.clone())]);
        self.photos.push((record, picture));
    }

    /// A file with what the phone recorded after `sent`, in pushes of this many finishes.
    fn export(&self, sent: usize, at_once: usize) -> PathBuf {
        let name = self.world.ids.uuid(NOON);
        let file = self.world.folder.path().join(format!("{name}.age"));
        let written = seal_new_file(&file, &[self.to.recipient()], |out| {
            let about = UnsentAbout { device: self.phone.device, exported_at: NOON };
            let mut out = UnsentWriter::new(out, &about).map_err(|_| SealError::Changed)?;
            for ops in finishes(&self.phone.journal[sent..]).chunks(at_once) {
                out.add_push(&self.phone.request(&ops.concat())).map_err(|_| SealError::Changed)?;
            }
            for (record, picture) in &self.photos {
                let (file, part) = (PhotoFile::working(record.id), record.part(PhotoCopy::Working));
                out.add_photo(file, part.sealed_bytes, part.sealed_sha256, picture.bytes.as_slice())
                    .map_err(|_| SealError::Changed)?;
            }
            let signature = self.key.sign(&out.message()).map_err(|_| SealError::Changed)?;
            out.finish(signature).map_err(|_| SealError::Changed)?;
            Ok::<_, SealError>(())
        });
        written.unwrap();
        file
    }

    fn import(&self, file: &Path) -> Result<UnsentReport, NotImported> {
        self.world.hub.import_unsent(file, false)
    }

    /// The hub has nothing of this phone.
    fn nothing_came(&self) {
        assert_eq!(self.phone.record(&self.world.hub).head, self.phone.genesis);
        let uploads = |record: &PhotoRecord| {
            self.world.hub.store().reading(|tx| tx.uploads_of(record.id)).unwrap().len()
        };
        assert!(self.photos.iter().all(|(record, _)| uploads(record) == 0));
    }
}

/// Whole finishes.
fn finishes(ops: &[WireOp]) -> Vec<Vec<WireOp>> {
    ops.chunk_by(|one, next| one.group == next.group).map(<[WireOp]>::to_vec).collect()
}

/// New, known, waiting and refused of the records, then of the photo files.
fn counts(report: &UnsentReport) -> ([u64; 4], [u64; 4]) {
    let of = |came: &Came| {
        let refused: u64 = came.refused.iter().map(|some| some.count).sum();
        [came.new, came.known, came.waiting, refused]
    };
    (of(&report.records), of(&report.photos))
}

#[test]
fn a_file_is_taken_once_however_often_it_comes() {
    let world = World::new();
    let mut carrier = Carrier::new(&world);
    carrier.photograph(1);
    carrier.phone.finish_visit(2);
    carrier.phone.finish_visit(3);
    let file = carrier.export(0, 2);

    let looked = world.hub.import_unsent(&file, true).unwrap();
    assert_eq!((counts(&looked), looked.dry_run), (([4, 0, 0, 0], [1, 0, 0, 0]), true));
    carrier.nothing_came();

    let report = carrier.import(&file).unwrap();
    assert_eq!(counts(&report), ([4, 0, 0, 0], [1, 0, 0, 0]));
    assert!(report.brings_news() && !report.dry_run);
    let (record, picture) = &carrier.photos[0];
    assert_eq!(photo_row(&world.hub, record.id).unwrap().state, PhotoState::Stored);
    let stored = world.hub.store().reading(|tx| tx.uploads_of(record.id)).unwrap().remove(0);
    assert_eq!(fs::read(world.hub.photo_path(&stored)).unwrap(), picture.bytes);

    let again = carrier.import(&file).unwrap();
    assert_eq!(counts(&again), ([0, 4, 0, 0], [0, 1, 0, 0]));
    assert!(!again.brings_news());
    assert_eq!([1, 2, 3].map(|number| visits_of(&world.hub, number).len()), [1, 1, 1]);
    assert_eq!(world.hub.store().reading(|tx| tx.signed_heads(carrier.phone.device)).unwrap().len(), 2);
}

#[test]
fn what_came_by_the_network_is_passed_over_and_half_a_photo_is_made_whole() {
    let world = World::new();
    let hub = &world.hub;
    let mut carrier = Carrier::new(&world);
    carrier.phone.finish_visit(1);
    carrier.phone.push(hub).unwrap();
    carrier.photograph(2);
    carrier.phone.finish_visit(3);
    let file = carrier.export(1, 9);
    let early = carrier.phone.request(&carrier.phone.journal[1..3]);
    hub.push(&carrier.phone.record(hub), &early).unwrap();
    let (record, picture) = &carrier.photos[0];
    let upload = hub.create_upload(&carrier.phone.record(hub), &upload_request(record)).unwrap();
    super::send(hub, &upload.location, 0, &picture.bytes[..1_000]).unwrap();

    assert_eq!(counts(&carrier.import(&file).unwrap()), ([1, 2, 0, 0], [1, 0, 0, 0]));
    assert_eq!(photo_row(hub, record.id).unwrap().state, PhotoState::Stored);
    // The phone goes on by the network, and a later file begins within what the hub holds.
    carrier.phone.finish_visit(1);
    let later = carrier.export(3, 1);
    carrier.phone.push(hub).unwrap();
    assert_eq!(counts(&carrier.import(&later).unwrap()), ([0, 2, 0, 0], [0, 1, 0, 0]));
    assert_eq!(counts(&carrier.import(&file).unwrap()), ([0, 3, 0, 0], [0, 1, 0, 0]));
}

#[test]
fn a_gap_is_told_with_both_numbers_and_nothing_is_taken() {
    let world = World::new();
    let mut carrier = Carrier::new(&world);
    carrier.phone.finish_visit(1);
    carrier.phone.finish_visit(2);
    carrier.photograph(3);
    let late = carrier.export(2, 1);
    let told = carrier.import(&late).unwrap_err();
    assert!(matches!(told, NotImported::Gap { held: 0, first: 3 }), "{told:?}");
    let text = told.text().unwrap();
    assert!(text.zh.contains("第 1 至 2 条") && text.en.contains("records 1 to 2 are missing"), "{text:?}");
    carrier.nothing_came();

    carrier.import(&carrier.export(0, 1)).unwrap();
    assert_eq!(counts(&carrier.import(&late).unwrap()).0, [0, 2, 0, 0]);
}

#[test]
fn the_work_of_two_copies_of_a_phone_is_not_mixed() {
    let world = World::new();
    let mut carrier = Carrier::new(&world);
    carrier.phone.finish_visit(1);
    let mut copy = carrier.phone.clone();
    for number in [2, 3] {
        carrier.phone.finish_visit(number);
    }
    copy.finish_visit(2);
    carrier.import(&carrier.export(0, 9)).unwrap();

    carrier.phone = copy;
    for sent in [0, 1] {
        let told = carrier.import(&carrier.export(sent, 9)).unwrap_err();
        assert!(matches!(told, NotImported::Parted { seq: 2 }), "shorter, from {sent}: {told:?}");
    }
    carrier.phone.finish_visit(3);
    carrier.phone.finish_visit(1);
    for sent in [0, 2, 3] {
        let told = carrier.import(&carrier.export(sent, 9)).unwrap_err();
        assert!(matches!(told, NotImported::Parted { seq: 3 }), "longer, from {sent}: {told:?}");
    }
    assert_eq!(visits_of(&world.hub, 1).len(), 1);
}

#[test]
fn a_file_that_is_cut_altered_or_of_another_hub_brings_nothing() {
    let world = World::new();
    let mut carrier = Carrier::new(&world);
    carrier.photograph(1);
    let file = carrier.export(0, 9);
    let whole = fs::read(&file).unwrap();
    for cut in [0, 10, whole.len() / 2, whole.len() - 1] {
        fs::write(&file, &whole[..cut]).unwrap();
        let told = carrier.import(&file).unwrap_err();
        assert!(matches!(told, NotImported::Sealed(_)) && told.text().is_some(), "cut at {cut}: {told:?}");
    }
    for at in (0..whole.len()).step_by(397) {
        let mut altered = whole.clone();
        altered[at] ^= 1;
        fs::write(&file, altered).unwrap();
        assert!(carrier.import(&file).is_err(), "altered at {at}");
    }
    carrier.to = SealKey::generate(&SeededIds::new(99));
    let told = carrier.import(&carrier.export(0, 9)).unwrap_err();
    assert!(matches!(told, NotImported::Sealed(SealError::WrongKey)), "{told:?}");
    carrier.nothing_came();
}

#[test]
fn a_file_that_holds_something_else_says_so() {
    let world = World::new();
    let carrier = Carrier::new(&world);
    let sealed = |name: &str, plain: &[u8]| {
        let file = world.folder.path().join(name);
        let to = [carrier.to.recipient()];
        seal_new_file(&file, &to, |out| out.write_all(plain).map_err(SealError::from)).unwrap();
        file
    };
    let told = carrier.import(&sealed("rejected", b"[]")).unwrap_err();
    assert!(matches!(told, NotImported::NotUnsent), "{told:?}");
    let evidence = BundleWriter::new(Vec::new()).unwrap().finish().unwrap();
    let told = carrier.import(&sealed("evidence", &evidence)).unwrap_err();
    assert!(matches!(told, NotImported::NotUnsent), "{told:?}");
    let told = carrier.import(&sealed("hollow", b"doorstep unsent bundle 1\nend x\n")).unwrap_err();
    assert!(matches!(&told, NotImported::Fault(fault) if fault.what == FaultKind::Malformed), "{told:?}");
    let told = carrier.import(world.folder.path()).unwrap_err();
    assert!(told.text().unwrap().zh.contains("文件夹"), "{told:?}");
}

#[test]
fn only_the_phone_itself_signs_for_its_photos_as_for_its_records() {
    let world = World::new();
    let mut carrier = Carrier::new(&world);
    carrier.photograph(1);
    carrier.key = SoftwareKey::generate(&SeededIds::new(98));
    let told = carrier.import(&carrier.export(0, 9)).unwrap_err();
    assert!(matches!(told, NotImported::Hub(HubError::BadSignature)), "{told:?}");
    carrier.nothing_came();

    carrier.phone.key = carrier.key.clone();
    let told = carrier.import(&carrier.export(0, 9)).unwrap_err();
    assert!(matches!(told, NotImported::Hub(HubError::BadSignature)), "{told:?}");
    carrier.nothing_came();
}

#[test]
fn a_revoked_phone_brings_nothing_and_a_draining_one_brings_all() {
    let world = World::new();
    let mut carrier = Carrier::new(&world);
    carrier.photograph(1);
    let file = carrier.export(0, 9);
    world.hub.order(carrier.phone.device, OrderKind::WipeNow).unwrap();
    let told = carrier.import(&file).unwrap_err();
    assert!(matches!(told, NotImported::Hub(HubError::Revoked { .. })), "{told:?}");
    assert!(told.text().unwrap().zh.contains("该手机已停用"));
    carrier.nothing_came();

    world.hub.order(carrier.phone.device, OrderKind::DrainThenWipe).unwrap();
    assert_eq!(counts(&carrier.import(&file).unwrap()), ([2, 0, 0, 0], [1, 0, 0, 0]));
}

#[test]
fn what_is_not_taken_is_told_with_its_reason_in_both_languages() {
    let world = World::new();
    let mut carrier = Carrier::new(&world);
    carrier.phone.finish_visit(1);
    let (op, _) = carrier.phone.finish_visit(2);
    // The id stands for something else already.
    let mut other = world.phone(WORKER);
    other.finish_visit(3);
    let mut forged = other.journal.pop().unwrap();
    forged.op_id = op;
    other.journal.push(forged.rechained(other.device, other.genesis));
    other.push(&world.hub).unwrap();

    let report = carrier.import(&carrier.export(0, 9)).unwrap();
    assert_eq!(counts(&report).0, [1, 0, 0, 1]);
    let [refused] = report.records.refused.as_slice() else { panic!("{report:?}") };
    assert_eq!((refused.code, &refused.why), ("IdReused", &RejectReason::IdReused.label()));
}

#[test]
fn another_picture_than_the_one_recorded_is_refused_by_its_name_and_the_rest_is_taken() {
    let world = World::new();
    let mut carrier = Carrier::new(&world);
    let picture = picture(&world, &world.hub.keys().photo.recipient());
    let visit = visit(Uuid::from_u128(61), 1);
    let mut record = PhotoRecord { household: home(1), ..photo_record(visit.id, 1, &picture.sealed) };
    record.working.sha256 = Digest::of(b"another picture");
    carrier.phone.finish(vec![Body::VisitRecorded(visit), Body::PhotoTaken(record.clone())]);
    carrier.photos.push((record, picture));
    carrier.photograph(2);
    let report = carrier.import(&carrier.export(0, 9)).unwrap();
    assert_eq!(counts(&report), ([4, 0, 0, 0], [1, 0, 0, 1]));
    assert_eq!(report.photos.refused[0].code, "PhotoAltered");
}

#[test]
fn the_days_that_a_file_was_on_its_way_are_not_taken_for_a_wrong_clock() {
    let world = World::new();
    let mut carrier = Carrier::new(&world);
    carrier.phone.finish_visit(1);
    let file = carrier.export(0, 9);
    let began = visit(Uuid::nil(), 1).started_at;
    world.clock.advance(5 * 24 * HOUR);
    carrier.import(&file).unwrap();
    assert_eq!(visits_of(&world.hub, 1).remove(0).effective_at, began);
    let remarks = world.hub.store().reading(|tx| tx.count(RowKind::Exception)).unwrap();
    assert_eq!(remarks, 0, "no clock was off");
    let record = carrier.phone.record(&world.hub);
    assert!(record.last_seen <= NOON, "nobody heard of the phone since");
}

#[test]
fn a_command_takes_a_file_beside_the_hub_that_serves() {
    let world = World::new();
    let mut carrier = Carrier::new(&world);
    carrier.photograph(1);
    let file = carrier.export(0, 9);
    let folder = world.folder.path().join("hub");
    let beside = Arc::new(Hub::open_beside(&folder, world.clock.clone(), world.ids.clone()).unwrap());
    let (record, picture) = &carrier.photos[0];

    // The phone reached the network after all, and sends its photo just now.
    carrier.phone.push(&world.hub).unwrap();
    let upload = world.hub.create_upload(&carrier.phone.record(&world.hub), &upload_request(record)).unwrap();
    let mut sending = world.hub.append(upload.location.rsplit('/').next().unwrap(), 0).unwrap();
    sending.write(&picture.bytes[..1_000]).unwrap();
    let report = beside.import_unsent(&file, false).unwrap();
    assert_eq!(counts(&report), ([0, 2, 0, 0], [0, 0, 0, 1]));
    assert_eq!(report.photos.refused[0].code, "BeingSent");

    drop(sending);
    assert_eq!(counts(&beside.import_unsent(&file, false).unwrap()), ([0, 2, 0, 0], [1, 0, 0, 0]));
    assert_eq!(photo_row(&world.hub, record.id).unwrap().state, PhotoState::Stored);
    carrier.phone.pull(&world.hub).unwrap();
    assert_eq!(carrier.phone.held(RowKind::PhotoStored), 1);
}

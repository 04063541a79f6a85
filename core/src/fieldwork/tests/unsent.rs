use std::{fs::File, path::Path};

use super::*;
use crate::{
    domain::{
        evidence::PhotoFile,
        register::Subject,
        visit::{VisitFact, VisitKind},
    },
    op::{
        bundle::{UnsentPart, UnsentReader},
        row::PhotoStored,
        wire::WireOp,
    },
    seal::{PublicKey, open_reader},
    store::{StoreError, Tx, blob, device, journal},
};

/// The device of every test phone.
const DEVICE: DeviceId = DeviceId(Uuid::from_u128(1));

/// What a file of unsent work holds: its operations, and its photo files with their length.
fn read(file: &Path) -> (Vec<WireOp>, Vec<(PhotoFile, u64)>) {
    let opened = open_reader(File::open(file).unwrap(), &[hub_key()]).unwrap();
    let mut reader = UnsentReader::open(opened).unwrap();
    assert_eq!((reader.about().device, reader.about().exported_at), (DEVICE, MORNING));
    let (mut ops, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = reader.next_part().unwrap() {
        match part {
            UnsentPart::Push(push) => {
                let last = push.ops.last().unwrap().head();
                assert_eq!((push.head.seq, push.head.hash), (last.seq, last.hash));
                push.head.verify(DEVICE, &phone_key()).unwrap();
                ops.extend(push.ops);
            }
            UnsentPart::Photo(photo) => files.push((photo.file, photo.bytes)),
        }
    }
    assert!(reader.is_signed_by(&phone_key()));
    (ops, files)
}

fn phone_key() -> PublicKey {
    SoftwareKey::generate(&SeededIds::new(77)).to_public()
}

/// A visit up to the finish, whether or not anything is still due.
fn visited(phone: &Phone) -> VisitDraft {
    let mut draft = phone.doorstep.start_visit(HOME).unwrap();
    draft.outcome = Some(VisitOutcome::NoChange);
    draft.facts = vec![VisitFact { kind: VisitKind::SupportVisit, subject: Subject::Household(HOME) }];
    phone.doorstep.save_draft(&draft).unwrap();
    draft
}

/// A finished visit with a photo.
fn photographed(phone: &Phone) -> PhotoId {
    let draft = visited(phone);
    let photo = phone.photograph(&draft).1.unwrap();
    phone.doorstep.finish_visit(draft.id).unwrap();
    photo
}

/// The hub says of every photo file that it has it.
fn hub_has_photos(phone: &Phone) {
    let later = MORNING.plus_millis(3_600_000);
    let all_stored = |tx: &Tx<'_>| {
        while let Some(upload) = blob::next_upload(tx, later, later, &[])? {
            let (photo, sealed_sha256) = (upload.photo.photo, upload.sealed_sha256);
            blob::mark_stored(tx, &PhotoStored { photo, sealed_sha256, backed_up: false })?;
        }
        Ok::<_, StoreError>(())
    };
    phone.doorstep.store.write(Durability::Capture, all_stored).unwrap();
}

fn travelling(photo: PhotoId) -> Vec<PhotoFile> {
    PhotoFile::all(photo).filter(|file| file.copy.travels()).collect()
}

#[test]
fn unsent_records_and_photos_go_into_one_file_for_the_hub_and_stay_unsent() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let photo = photographed(&phone);
    let file = phone.folder.path().join("unsent.age");
    let before = phone.doorstep.outbox(None, 10).unwrap();
    let export = phone.doorstep.export_unsent(&file).unwrap();
    let bytes = std::fs::metadata(&file).unwrap().len();
    assert_eq!(export, UnsentExport { records: 2, photos: 1, left_out: 0, bytes });

    let (ops, files) = read(&file);
    assert_eq!(ops, phone.doorstep.store.read(|tx| journal::batch_after(tx, 0)).unwrap());
    assert_eq!(files.iter().map(|(file, _)| *file).collect::<Vec<_>>(), travelling(photo));
    assert_eq!(phone.doorstep.outbox(None, 10).unwrap(), before, "nothing was tried, nothing was sent");
    assert_eq!(phone.doorstep.store.read(|tx| journal::signed_heads(tx, DEVICE)).unwrap(), []);
}

#[test]
fn with_nothing_to_send_there_is_no_file_and_a_file_that_is_there_stays() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let file = phone.folder.path().join("unsent.age");
    let nothing = phone.doorstep.export_unsent(&file).unwrap_err();
    assert_eq!(nothing.text().zh, "没有待发送的内容");
    assert!(!file.exists());

    photographed(&phone);
    std::fs::write(&file, b"another's").unwrap();
    let taken = phone.doorstep.export_unsent(&file).unwrap_err();
    assert!(matches!(taken, DoorstepError::Conflict { .. }), "{taken:?}");
    assert_eq!(std::fs::read(&file).unwrap(), b"another's");

    // The hub holds the records, and not yet the files.
    phone.judge_all(&Outcome::Applied);
    let files = phone.folder.path().join("files.age");
    let export = phone.doorstep.export_unsent(&files).unwrap();
    assert_eq!((export.records, export.photos), (0, 1));
    assert_eq!(read(&files).0, []);
}

#[test]
fn what_leaves_the_phone_never_takes_the_place_of_what_was_recorded() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let photo = photographed(&phone);
    let whom = BundleFor { recipient: "县民政局".to_owned(), keep_days: 30, opened: false };
    let store = phone.folder.path();
    let here = std::fs::read_dir(store).unwrap().map(|file| file.unwrap().path());
    let roundabout = store.join("photos").join("..").join("doorstep.db");
    for file in here.chain([roundabout, store.join("photos/new"), store.join("doorstep.db-journal")]) {
        let before = std::fs::read(&file).ok();
        let doorstep = &phone.doorstep;
        let tries = [
            doorstep.export_unsent(&file).map(drop),
            doorstep.export_rejected(&file).map(drop),
            doorstep.export_bundle(&BundleOf::Photos(vec![photo]), &whom, &file).map(drop),
            doorstep.share_photo(photo, &file).map(drop),
            doorstep.share_responsibility_list(None, &file).map(drop),
        ];
        for refused in tries {
            let at_path =
                matches!(&refused, Err(DoorstepError::InvalidInput { field, .. }) if field == "path");
            assert!(at_path, "{}: {refused:?}", file.display());
        }
        assert_eq!(std::fs::read(&file).ok(), before);
    }
}

#[test]
fn what_waits_is_told_until_the_hub_has_it_though_a_photo_stays_here() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let waits = |phone: &Phone| {
        let Waiting { records, photos, words } = phone.doorstep.waiting().unwrap();
        (records, photos, words.zh)
    };
    assert_eq!(waits(&phone), (0, 0, ScreenWord::NothingRecorded.label().zh));
    photographed(&phone);
    assert_eq!(waits(&phone), (2, 1, "2 条待发送 · 未送达的照片：1".to_owned()));
    phone.judge_all(&Outcome::Applied);
    assert_eq!(waits(&phone), (0, 1, "未送达的照片：1".to_owned()));
    hub_has_photos(&phone);
    assert_eq!(waits(&phone), (0, 0, ScreenWord::AllSent.label().zh));
    assert_eq!(phone.doorstep.photo_outbox(None, 10).unwrap().len(), 1, "it stays for a while");
}

#[test]
fn a_damaged_photo_is_left_out_and_told() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let (lost, kept) = (photographed(&phone), photographed(&phone));
    let [thumbnail, working] = travelling(lost)[..] else { panic!("two files travel") };
    std::fs::remove_file(phone.photos().join(thumbnail.file_name())).unwrap();
    std::fs::write(phone.photos().join(working.file_name()), b"bad flash").unwrap();
    let file = phone.folder.path().join("unsent.age");
    let export = phone.doorstep.export_unsent(&file).unwrap();
    assert_eq!((export.records, export.photos, export.left_out), (4, 1, 2));
    assert_eq!(read(&file).1.into_iter().map(|(file, _)| file).collect::<Vec<_>>(), travelling(kept));
}

#[test]
fn a_long_time_without_a_network_goes_in_several_pushes_and_a_draining_phone_exports_too() {
    let phone = Phone::of(StaffRole::SocialWorker);
    for _ in 0..210 {
        let draft = visited(&phone);
        phone.doorstep.finish_visit(draft.id).unwrap();
    }
    let store = &phone.doorstep.store;
    store.write(Durability::Capture, |tx| device::set_state(tx, DeviceState::Draining)).unwrap();
    let file = phone.folder.path().join("unsent.age");
    assert_eq!(phone.doorstep.export_unsent(&file).unwrap().records, 210);
    let seqs: Vec<_> = read(&file).0.iter().map(|op| op.seq).collect();
    assert_eq!(seqs, (1..=210).collect::<Vec<_>>());
}

use super::*;
use crate::{
    domain::{
        evidence::{FileClaims, FilePlace, Finding, Overall, PhotoCopy, PhotoFile, PhotoRecord},
        register::Subject,
        visit::{VisitFact, VisitKind},
    },
    geo::{Accuracy, Coordinate, Datum, Fix, FixSource, Place},
    op::row::PhotoStored,
    photo::{HostPixels, Region, THUMBNAIL_SIDE, WORKING_SIDE},
    seal::{PublicKey, SealError, open_file, sha256_file},
    store::blob,
};

/// The names of all files of these photos.
fn sealed_files(photos: &[PhotoId]) -> Vec<String> {
    let mut names: Vec<_> =
        photos.iter().flat_map(|photo| PhotoFile::all(*photo)).map(PhotoFile::file_name).collect();
    names.sort();
    names
}

#[test]
fn a_photo_whose_commit_may_have_failed_keeps_its_file_and_its_record() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    phone.doorstep.store.doubt_next_commit();
    let (plain, taken) = phone.photograph(&draft);
    assert!(matches!(taken, Err(DoorstepError::Host { .. })), "nothing is reported as saved");
    assert!(plain.exists(), "the camera's file stays for another try");
    let kept = phone.doorstep.drafts().unwrap();
    let [photo] = kept[0].photos.as_slice() else { panic!("the commit did reach the disk") };
    let files = sealed_files(&[photo.record.id]);
    assert_eq!(phone.photo_files(), files);

    let phone = phone.restart();
    assert_eq!(phone.photo_files(), files, "a file that a draft names is never swept");
    phone.doorstep.finish_visit(draft.id).unwrap();
}

#[test]
fn a_photo_of_a_visit_that_is_gone_leaves_nothing_behind() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    phone.doorstep.discard_visit(draft.id).unwrap();
    let (plain, taken) = phone.photograph(&draft);
    assert_eq!(taken, Err(DoorstepError::NotFound { what: Thing::VisitInProgress }));
    assert!(plain.exists());
    assert!(phone.photo_files().is_empty());
}

#[test]
fn opening_sweeps_what_nothing_names_and_nothing_else() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let (finished, in_progress) = (phone.knock(), phone.knock());
    let recorded = phone.photograph(&finished).1.unwrap();
    phone.doorstep.finish_visit(finished.id).unwrap();
    let kept = phone.photograph(&in_progress).1.unwrap();
    for stray in ["half.age.part", "nobody.age", "plain.jpg"] {
        std::fs::write(phone.photos().join(stray), b"left behind").unwrap();
    }
    let phone = phone.restart();
    assert_eq!(phone.photo_files(), sealed_files(&[recorded, kept]));
}

/// What the only draft will record of its only photo.
fn recorded(phone: &Phone) -> PhotoRecord {
    recorded_in(phone, &phone.doorstep.drafts().unwrap()[0])
}

fn recorded_in(phone: &Phone, draft: &VisitDraft) -> PhotoRecord {
    let drafts = phone.doorstep.drafts().unwrap();
    let saved = drafts.iter().find(|one| one.id == draft.id).unwrap();
    let [photo] = saved.photos.as_slice() else { panic!("one photo in the draft") };
    photo.record.clone()
}

#[test]
fn a_photo_is_recorded_with_its_files_its_place_and_its_stamp_and_the_hub_can_open_every_file() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let at = Coordinate::new(37.09, 110.07, Datum::Wgs84).unwrap();
    let placed = Household { place: Some(at), ..home() };
    let row = phone.row(RowKind::Household, HOME.0, &placed);
    phone.pull(Scope::Grid(grid(1)), vec![row]);
    let mut draft = phone.knock();
    draft.fix = Some(Fix {
        at,
        accuracy: Accuracy::r68(6.0),
        altitude_m: None,
        speed_mps: None,
        gps_time: Some(MORNING),
        device_time: MORNING,
        monotonic_ms: 0,
        boot_id: 1,
        source: FixSource::default(),
    });
    phone.doorstep.save_draft(&draft).unwrap();
    let look = StampLook::Pixels { width: 40, height: 10, rgba: vec![255; 1_600] };
    phone.photograph_as(&draft, stamped("石洼村", look)).1.unwrap();

    let record = recorded(&phone);
    assert_eq!((record.by, record.visit, record.place), (WORKER, draft.visit_id(), Place::Inside));
    let tenant = phone.doorstep.identity().unwrap().unwrap().settings;
    assert_eq!((&record.fix, record.zone), (&draft.fix, tenant.zone));
    assert_eq!(record.stamp.as_ref().unwrap().lines(), ["2026-06-03 09:00:00", "石洼村", "走访人 W-017"]);
    assert!(record.picture_sha256.is_some() && record.fingerprint.quality >= 50);
    let silent = FileClaims { camera: None, edits: Vec::new(), place: FilePlace::NotStated };
    assert_eq!(record.claims, Some(silent));
    for copy in PhotoCopy::ALL {
        let path = phone.photos().join(PhotoFile { photo: record.id, copy: *copy }.file_name());
        let part = record.part(*copy);
        assert_eq!(sha256_file(&path).unwrap(), (part.sealed_sha256, part.sealed_bytes));
        let opened = open_file(&path, &[hub_key()], std::io::sink()).unwrap();
        assert_eq!(opened, (part.sha256, part.bytes));
    }
    assert_eq!(record.original.sha256, sha256_file(&sample()).unwrap().0);
}

/// A photo of a doorplate, stamped.
fn stamped(place: &str, look: StampLook) -> PhotoDraft {
    let (place, worker) = (Some(place.to_owned()), Some("W-017".to_owned()));
    let words = StampWords { taken: MORNING.plus_millis(400), place, worker, household: None };
    PhotoDraft {
        stamp: Some(Stamp { words, look }),
        ..PhotoDraft::plain(EvidenceKind::Photo, "门牌", ConsentState::NotNeeded)
    }
}

#[test]
fn the_core_draws_a_stamp_itself_and_one_that_it_cannot_draw_takes_no_photo() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let coordinates = "37.09°N 110.07°E (WGS-84)";
    phone.photograph_as(&draft, stamped(coordinates, StampLook::SmallFont)).1.unwrap();
    let with_stamp = recorded(&phone);
    assert_eq!(with_stamp.stamp.unwrap().lines()[1], coordinates);
    phone.doorstep.delete_photo(draft.id, with_stamp.id).unwrap();
    phone.photograph(&draft).1.unwrap();
    let plain = recorded(&phone);
    assert_ne!(plain.working.sha256, with_stamp.working.sha256, "it is drawn on what travels");
    assert_eq!(plain.fingerprint, with_stamp.fingerprint, "and no likeness is taken of it");
    assert_eq!(plain.thumbnail.sha256, with_stamp.thumbnail.sha256);

    let no_font = StampLook::Font { file: sample(), index: 0 };
    let too_few = StampLook::Pixels { width: 40, height: 10, rgba: vec![255; 4] };
    let long = "村".repeat(61);
    for (place, look) in
        [("龘", StampLook::SmallFont), (long.as_str(), StampLook::SmallFont), ("x", no_font), ("x", too_few)]
    {
        let (camera, refused) = phone.photograph_as(&draft, stamped(place, look));
        assert!(matches!(refused, Err(DoorstepError::InvalidInput { ref field, .. }) if field == "stamp"));
        assert!(camera.exists());
    }
    assert_eq!(phone.photo_files(), sealed_files(&[plain.id]));
}

#[test]
fn a_host_that_draws_the_stamp_is_told_its_lines_in_the_tenants_time() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let words = StampWords { taken: MORNING, place: None, worker: None, household: Some("HH-7".to_owned()) };
    assert_eq!(phone.doorstep.stamp_lines(&words).unwrap(), ["2026-06-03 09:00:00", "户 HH-7"]);
}

#[test]
fn a_heic_is_taken_with_the_pixels_that_the_platform_decoded() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let camera = phone.folder.path().join("camera.heic");
    let heic = sample().with_file_name("drawn.heic");
    std::fs::copy(&heic, &camera).unwrap();
    let how = PhotoDraft::plain(EvidenceKind::Photo, "门牌", ConsentState::NotNeeded);
    let refused = phone.doorstep.take_photo(draft.id, &camera, how.clone());
    assert!(matches!(refused, Err(DoorstepError::InvalidInput { ref field, .. }) if field == "photo"));
    let rgba = [90, 120, 150, 255].repeat(64 * 48);
    let pixels = HostPixels { width: 64, height: 48, rgba: &rgba, orientation: 6 };
    phone.doorstep.take_decoded_photo(draft.id, &camera, Some(pixels), how).unwrap();
    let record = recorded(&phone);
    assert_eq!(record.original.sha256, sha256_file(&heic).unwrap().0, "what the camera wrote is sealed");
    assert_eq!((record.working.width, record.working.height), (48, 64));
    assert!(!camera.exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_camera_file_that_cannot_be_removed_is_told_and_the_photo_is_taken() {
    use std::os::fd::AsRawFd;
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let held = std::fs::File::open(sample()).unwrap();
    // A name under which a file can be read and not removed.
    let camera = PathBuf::from(format!("/proc/self/fd/{}", held.as_raw_fd()));
    let how = PhotoDraft::plain(EvidenceKind::Photo, "门牌", ConsentState::NotNeeded);
    let taken = phone.doorstep.take_photo(draft.id, &camera, how).unwrap();
    assert!(taken.plain_file_remains && sample().exists());
    assert_eq!(recorded(&phone).id, taken.photo);
}

#[test]
fn of_a_photo_with_something_hidden_only_the_blurred_picture_is_recorded() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let face = Region { left: 0.4, top: 0.4, width: 0.2, height: 0.2 };
    let plain = PhotoDraft::plain(EvidenceKind::Photo, "门牌", ConsentState::GuardianGranted);
    let (camera, taken) = phone.photograph_as(&draft, PhotoDraft { hidden: vec![face], ..plain.clone() });
    taken.unwrap();
    assert!(!camera.exists());
    let record = recorded(&phone);
    assert!(record.blurred);
    assert_ne!(record.original.sha256, sha256_file(&sample()).unwrap().0);
    let beside = PhotoDraft { hidden: vec![face, Region { left: 2.0, ..face }], ..plain.clone() };
    let none = PhotoDraft { hidden: vec![Region { width: f64::NAN, ..face }], ..plain.clone() };
    let unfinishable = PhotoDraft { hidden: vec![face], reason: "门".repeat(2_001), ..plain };
    for (how, at) in [(beside, "hidden"), (none, "hidden"), (unfinishable, "reason")] {
        let (camera, refused) = phone.photograph_as(&draft, how);
        assert!(
            matches!(&refused, Err(DoorstepError::InvalidInput { field, .. }) if field == at),
            "{refused:?}"
        );
        assert!(camera.exists());
    }
    assert_eq!(phone.photo_files(), sealed_files(&[record.id]));
}

#[test]
fn where_a_guardian_agreed_for_a_minor_a_picture_with_every_face_in_it_is_not_taken_in() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let by_guardian = PhotoDraft::plain(EvidenceKind::Photo, "住房", ConsentState::GuardianGranted);
    let (camera, refused) = phone.photograph_as(&draft, by_guardian.clone());
    assert!(matches!(refused, Err(DoorstepError::InvalidInput { ref field, .. }) if field == "hidden"));
    assert!(camera.exists() && phone.photo_files().is_empty());
    let papers = PhotoDraft { kind: EvidenceKind::Document, ..by_guardian.clone() };
    phone.photograph_as(&draft, papers).1.unwrap();

    let aged = Resident { born: Some(day("1940-01-01")), ..elder() };
    let row = phone.row(RowKind::Resident, aged.id.0, &aged);
    phone.pull(Scope::Grid(grid(1)), vec![row]);
    phone.photograph_as(&draft, by_guardian).1.expect("nobody there is a minor");
}

#[test]
fn a_photo_of_a_visit_in_progress_is_shown_upright_large_and_small_and_of_no_other_visit() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let (draft, other) = (phone.knock(), phone.knock());
    let photo = phone.photograph(&draft).1.unwrap();
    let before = phone.photo_files();
    let preview = phone.doorstep.photo_preview(draft.id, photo).unwrap();
    let thumbnail = phone.doorstep.photo_thumbnail(draft.id, photo).unwrap();
    let record = recorded_in(&phone, &draft);
    assert_eq!(
        (Digest::of(&preview), Digest::of(&thumbnail)),
        (record.working.sha256, record.thumbnail.sha256)
    );
    for (jpeg, side) in [(&preview, WORKING_SIDE), (&thumbnail, THUMBNAIL_SIDE)] {
        let file = phone.folder.path().join("seen.jpg");
        std::fs::write(&file, jpeg).unwrap();
        let found = crate::photo::inspect(&file).unwrap();
        assert_eq!(found.orientation, 1, "upright");
        assert!(found.width > found.height && found.width <= side);
    }
    assert_eq!(phone.photo_files(), before, "it is written nowhere");
    let missing = Err(DoorstepError::NotFound { what: Thing::Photo });
    assert_eq!(phone.doorstep.photo_preview(other.id, photo), missing);
    let phone = phone.restart();
    assert_eq!(phone.doorstep.photo_preview(draft.id, photo).unwrap(), preview);
    phone.doorstep.delete_photo(draft.id, photo).unwrap();
    assert_eq!(phone.doorstep.photo_thumbnail(draft.id, photo), missing);
}

#[test]
fn an_original_stays_until_its_time_is_over_and_goes_only_when_asked_for() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let photo = phone.photograph(&draft).1.unwrap();
    let record = recorded(&phone);
    phone.doorstep.finish_visit(draft.id).unwrap();
    let head = phone.head();
    let store = &phone.doorstep.store;
    let write = |work: &dyn Fn(&crate::store::Tx<'_>) -> Result<(), crate::store::StoreError>| {
        store.write(Durability::Replayable, |tx| work(tx)).unwrap();
    };
    write(&|tx| journal::acknowledge(tx, head, head.seq));
    let next = || {
        let upload = store.read(|tx| blob::next_upload(tx, MORNING, MORNING.plus_millis(1), &[])).unwrap();
        upload.map(|upload| upload.photo.copy)
    };
    assert_eq!(next(), Some(PhotoCopy::Thumbnail), "the thumbnail travels first");
    let stored =
        |copy| PhotoStored { photo, sealed_sha256: record.part(copy).sealed_sha256, backed_up: true };
    write(&|tx| blob::mark_stored(tx, &stored(PhotoCopy::Thumbnail)).map(drop));
    assert_eq!(next(), Some(PhotoCopy::Working));
    let keep_days = 30 * 24 * 3_600_000;
    phone.clock.advance(keep_days + 1);
    phone.doorstep.trim_history().unwrap();
    assert_eq!(phone.photo_files().len(), 3, "the hub does not hold the working copy yet");
    write(&|tx| blob::mark_stored(tx, &stored(PhotoCopy::Working)).map(drop));
    assert_eq!(next(), None, "the original does not travel");

    phone.doorstep.send_original(photo).unwrap();
    assert_eq!(next(), Some(PhotoCopy::Original));
    assert!(phone.doorstep.send_original(photo).is_err(), "it is on its way");
    phone.doorstep.trim_history().unwrap();
    assert_eq!(phone.photo_files().len(), 3, "what is on its way stays");
}

#[test]
fn an_original_goes_to_the_hub_where_a_rule_that_the_visit_works_for_asks_for_it() {
    let id = "id = \"elder-high-risk-weekly\"\n";
    let asking = "photo_reason = { zh = \"近况\", en = \"How they are\" }\nphoto_original = true\n";
    let asking = SAMPLE_PACK.replace(id, &format!("{id}{asking}"));
    let asking = RulePack::from_toml(&asking, "asking.toml").unwrap();
    let sample = RulePack::from_toml(SAMPLE_PACK, "sample.toml").unwrap();
    let canvass = VisitFact { kind: VisitKind::PopulationCanvass, subject: Subject::Household(HOME) };
    for (pack, work, is_sent) in
        [(&asking, None, true), (&asking, Some(canvass), false), (&sample, None, false)]
    {
        let mut phone = Phone::of(StaffRole::SocialWorker);
        let row = phone.row(RowKind::RulePack, Uuid::from_u128(1), pack);
        phone.pull(Scope::Tenant, vec![row]);
        let mut draft = phone.knock();
        if let Some(work) = work {
            draft.facts = vec![work];
            phone.doorstep.save_draft(&draft).unwrap();
        }
        let photo = phone.photograph(&draft).1.unwrap();
        phone.doorstep.finish_visit(draft.id).unwrap();
        let original = PhotoFile { photo, copy: PhotoCopy::Original };
        assert!(phone.photo_files().contains(&original.file_name()), "here until the hub has it");
        let is_kept = phone.doorstep.send_original(photo).is_ok();
        assert_eq!(is_kept, !is_sent, "{work:?} {}", pack.id);
    }
}

#[test]
fn an_original_is_dropped_after_the_tenants_period() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let photo = phone.photograph(&draft).1.unwrap();
    let sealed_sha256 = recorded(&phone).working.sealed_sha256;
    phone.doorstep.finish_visit(draft.id).unwrap();
    let stored = PhotoStored { photo, sealed_sha256, backed_up: true };
    phone.doorstep.store.write(Durability::Replayable, |tx| blob::mark_stored(tx, &stored)).unwrap();
    let original = PhotoFile { photo, copy: PhotoCopy::Original }.file_name();
    phone.doorstep.trim_history().unwrap();
    assert!(phone.photo_files().contains(&original));
    phone.clock.advance(30 * 24 * 3_600_000 + 1);
    phone.doorstep.trim_history().unwrap();
    assert!(!phone.photo_files().contains(&original));
    assert!(phone.doorstep.send_original(photo).is_err());
}

#[test]
fn a_bundle_of_a_photo_proves_itself_and_shows_no_other_visit() {
    use crate::op::bundle::{StatedBy, verify_bundle};
    let phone = Phone::of(StaffRole::SocialWorker);
    let (first, second) = (phone.knock(), phone.knock());
    let photo = phone.photograph(&first).1.unwrap();
    let all = [BundleOf::Photos(vec![photo]), BundleOf::Visit(first.visit_id()), BundleOf::Household(HOME)];
    let file = phone.folder.path().join("evidence.bundle");
    let whom = BundleFor { recipient: "县民政局".to_owned(), keep_days: 30, opened: false };
    for what in &all {
        let early = phone.doorstep.export_bundle(what, &whom, &file);
        assert_eq!(early, Err(DoorstepError::NotFound { what: Thing::Photo }), "nothing is recorded yet");
    }
    phone.doorstep.finish_visit(first.id).unwrap();
    phone.doorstep.finish_visit(second.id).unwrap();
    let key = PublicKey::from_sec1(&phone.doorstep.identity().unwrap().unwrap().public_key).unwrap();
    let images = [(false, Finding::SealedWhole), (true, Finding::ImageWhole)];
    for (what, (opened, image)) in all.iter().flat_map(|what| images.map(|image| (what, image))) {
        let whom = BundleFor { opened, ..whom.clone() };
        assert_eq!(phone.doorstep.export_bundle(what, &whom, &file), Ok(3));
        let bundle = std::fs::File::open(&file).unwrap();
        let report = verify_bundle(bundle, |_, one| *one == key, |_| false).unwrap();
        assert_eq!((report.overall(), report.entries), (Overall::Authentic, 3), "{report:?}");
        assert_eq!((report.photos[0].verdict.image, report.without_body), (image, 1));
        let absent = report.absent.unwrap();
        assert_eq!((absent.by, absent.left_out, absent.trimmed), (StatedBy::Device, 1, 0));
    }
    let file = phone.folder.path().join("none.bundle");
    let nobody = BundleFor { recipient: " ".to_owned(), ..whom.clone() };
    for (what, whom) in [(&all[0], &nobody), (&BundleOf::Photos(Vec::new()), &whom)] {
        let refused = phone.doorstep.export_bundle(what, whom, &file);
        assert!(matches!(refused, Err(DoorstepError::InvalidInput { .. })), "{refused:?}");
    }
    let stranger = PhotoId(Uuid::from_u128(1));
    for what in [BundleOf::Photos(vec![stranger]), BundleOf::Visit(second.visit_id())] {
        let missing = phone.doorstep.export_bundle(&what, &whom, &file);
        assert_eq!(missing, Err(DoorstepError::NotFound { what: Thing::Photo }));
    }
    assert!(!file.exists());
}

#[test]
fn a_photo_of_ones_own_can_be_given_away_and_tells_nothing() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let look = StampLook::Pixels { width: 40, height: 10, rgba: vec![255; 1_600] };
    let photo = phone.photograph_as(&draft, stamped("石洼村", look)).1.unwrap();
    let record = recorded(&phone);
    let copy = phone.folder.path().join("photo-001.jpg");
    let share = |phone: &Phone| phone.doorstep.share_photo(photo, &copy).map(|shared| shared.sha256);
    assert_eq!(share(&phone), Err(DoorstepError::NotFound { what: Thing::Photo }), "not recorded yet");
    phone.doorstep.finish_visit(draft.id).unwrap();
    let shared = share(&phone).unwrap();
    let found = crate::photo::inspect(&copy).unwrap();
    assert_eq!((found.sha256, found.taken_at, found.gps, found.maker), (shared, None, None, None));
    assert_eq!((found.width, found.orientation), (record.original.width, record.orientation), "no stamp");
    assert_ne!(shared, record.original.sha256);

    let original = PhotoFile { photo, copy: PhotoCopy::Original }.file_name();
    std::fs::remove_file(phone.photos().join(original)).unwrap();
    share(&phone).unwrap();
    assert_eq!(crate::photo::inspect(&copy).unwrap().width, record.working.width);

    std::fs::remove_file(&copy).unwrap();
    phone.lose_grid();
    assert_eq!(share(&phone), Err(DoorstepError::NotFound { what: Thing::Household }), "not theirs any more");
    assert!(!copy.exists());
}

#[test]
fn evidence_for_a_mandatory_report_opens_for_its_addressee_alone_and_waits_for_no_consent() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let how = PhotoDraft::plain(EvidenceKind::Injury, "强制报告", ConsentState::Refused);
    let (_, nobody) = phone.photograph_as(&draft, how.clone());
    assert!(matches!(nobody, Err(DoorstepError::InvalidInput { ref field, .. }) if field == "kind"));

    let addressee = SealKey::generate(&SeededIds::new(44));
    let mut settings = phone.doorstep.identity().unwrap().unwrap().settings;
    settings.report_recipient = Some(addressee.recipient());
    let row = phone.row(RowKind::Settings, Uuid::from_u128(2), &settings);
    phone.pull(Scope::Tenant, vec![row]);
    let photo = phone.photograph_as(&draft, how).1.unwrap();
    assert_eq!(recorded(&phone).fingerprint.quality, 0, "nothing to compare it by");
    assert_eq!(recorded(&phone).claims, None);
    let own = phone.doorstep.identity().unwrap().unwrap().storage_key;
    for file in PhotoFile::all(photo) {
        let path = phone.photos().join(file.file_name());
        for key in [own.clone(), hub_key()] {
            assert_eq!(open_file(&path, &[key], std::io::sink()), Err(SealError::WrongKey));
        }
        assert!(open_file(&path, std::slice::from_ref(&addressee), std::io::sink()).is_ok());
    }
    let shown = phone.doorstep.photo_preview(draft.id, photo);
    assert!(matches!(shown, Err(DoorstepError::Conflict { .. })));
    phone.doorstep.finish_visit(draft.id).unwrap();
    let copy = phone.folder.path().join("copy.jpg");
    assert!(matches!(phone.doorstep.share_photo(photo, &copy), Err(DoorstepError::Conflict { .. })));
    assert!(!copy.exists());
}

//! Bodies that are not there: erased by law, trimmed, left out, and whose word that is.

use super::*;

fn erasure() -> Erasure {
    Erasure {
        on: "2026-05-01".parse().unwrap(), legal_basis: "个人信息保护法第四十七条".to_owned()
    }
}

/// A device whose record of the photo is there no more.
fn without_record() -> Device {
    let mut device = Device::new();
    let entry = device.entry_of_photo();
    (entry.salt, entry.body) = (None, None);
    device.files.clear();
    device
}

/// The statement as this key makes it.
fn stated(device: &Device, key: &SoftwareKey, entries: Vec<AbsentRun>) -> Absent {
    let last = device.entries.last().unwrap();
    Absent::sign(key, last.link.device, &last.hash, entries).unwrap()
}

fn bundle_stating(device: &Device, absent: Option<Absent>) -> Vec<u8> {
    device.write(&serde_json::to_value(device.about()).unwrap(), |_| absent)
}

/// The entry of the photo and no other.
fn photo_alone(why: Absence) -> Vec<AbsentRun> {
    vec![AbsentRun { from: 3, to: 3, why }]
}

fn counts(report: &BundleReport) -> (StatedBy, u64, u64, u64) {
    let AbsentReport { by, erased, trimmed, left_out, .. } = report.absent.clone().unwrap();
    (by, erased, trimmed, left_out)
}

#[test]
fn a_record_that_the_phone_states_to_be_erased_is_told_as_erased_with_day_and_basis() {
    let device = Device { erasure: Some(erasure()), ..without_record() };
    let report = verified(&device.bundle());
    assert_eq!(report.overall(), Overall::Erased, "{report:?}");
    assert_eq!(counts(&report), (StatedBy::Device, 1, 0, 2));
    assert_eq!((report.broken, report.without_body, report.signed_through), (None, 3, 4), "the chain proves");
    let [photo] = report.photos.as_slice() else { panic!() };
    assert_eq!((photo.seq, photo.verdict.chain), (Some(3), Finding::RecordErased));
    assert_eq!(photo.absence, Some(Absence::Erased(erasure())));
    let told = photo.absence.as_ref().unwrap().text();
    assert!(told.zh.contains("2026-05-01") && told.en.contains("第四十七条"), "{told:?}");
}

#[test]
fn what_was_trimmed_or_left_out_is_not_said_to_be_erased() {
    let report = verified(&without_record().bundle());
    assert_eq!(report.overall(), Overall::Unverifiable(Finding::RecordWithoutBody));
    assert_eq!(counts(&report), (StatedBy::Device, 0, 1, 2));
    assert_eq!(report.photos[0].absence, Some(Absence::Trimmed));

    let report = verified(&bundle_stating(&without_record(), None));
    assert_eq!(report.overall(), Overall::Unverifiable(Finding::RecordWithoutBody), "nothing is stated");
    assert_eq!((report.absent, report.photos[0].absence.clone()), (None, None));
}

#[test]
fn the_word_of_a_hub_counts_where_somebody_vouches_for_its_key() {
    let (device, hub) = (without_record(), SoftwareKey::generate(&SeededIds::new(77)));
    let bundle =
        bundle_stating(&device, Some(stated(&device, &hub, photo_alone(Absence::Erased(erasure())))));
    let is_own = |_, key: &PublicKey| *key == device.key.to_public();
    let report = |is_hub: bool, is_known: bool| {
        let is_hub = |key: &PublicKey| is_hub && *key == hub.to_public();
        verify_bundle(Cursor::new(&bundle), |id, key| is_known && is_own(id, key), is_hub).unwrap()
    };
    let known = report(true, true);
    assert_eq!((known.overall(), counts(&known).0), (Overall::Erased, StatedBy::Hub));
    let unvouched = report(false, true);
    assert_eq!(unvouched.overall(), Overall::Unverifiable(Finding::RecordWithoutBody));
    assert_eq!(counts(&unvouched).0, StatedBy::Unvouched);
    assert!(matches!(unvouched.photos[0].absence, Some(Absence::Erased(_))), "told, and by whom");

    let own =
        bundle_stating(&device, Some(stated(&device, &device.key, photo_alone(Absence::Erased(erasure())))));
    let stranger = verify_bundle(Cursor::new(own), |_, _| false, |_| false).unwrap();
    assert_eq!(counts(&stranger).0, StatedBy::Unvouched, "nobody knows the phone");
    assert_eq!(stranger.overall(), Overall::Unverifiable(Finding::RecordWithoutBody));
}

#[test]
fn whoever_changes_the_statement_or_takes_it_from_another_journal_is_found() {
    let device = without_record();
    let trimmed = stated(&device, &device.key, photo_alone(Absence::Trimmed));
    let changed = Absent { entries: photo_alone(Absence::Erased(erasure())), ..trimmed };
    let last = device.entries.last().unwrap();
    let head = Digest::of(b"another journal");
    let erased = photo_alone(Absence::Erased(erasure()));
    let borrowed = Absent::sign(&device.key, last.link.device, &head, erased.clone()).unwrap();
    for absent in [changed, borrowed] {
        let report = verified(&bundle_stating(&device, Some(absent)));
        assert_eq!(report.faults, [BundleFault { part: ABSENT.to_owned(), what: FaultKind::BadSignature }]);
        assert_eq!(report.overall(), Overall::Altered(Finding::BundleChanged));
        assert_eq!(report.photos[0].verdict.chain, Finding::RecordWithoutBody, "it says nothing");
    }
    let mut too_many = erased;
    too_many.push(AbsentRun { from: 4, to: 9, why: Absence::Trimmed });
    let report = verified(&bundle_stating(&device, Some(stated(&device, &device.key, too_many))));
    assert_eq!(report.faults, [BundleFault { part: ABSENT.to_owned(), what: FaultKind::Malformed }]);
}

#[test]
fn a_statement_about_a_record_that_is_there_changes_nothing() {
    let device = Device::new();
    let erased = photo_alone(Absence::Erased(erasure()));
    let report = verified(&bundle_stating(&device, Some(stated(&device, &device.key, erased))));
    assert_eq!(report.overall(), Overall::Authentic, "{report:?}");
    assert_eq!(report.photos[0].absence, None);
}

#[test]
fn a_bundle_of_the_first_version_is_read_and_states_nothing() {
    let first = |bundle: Vec<u8>| {
        let body = &bundle[MAGIC.len()..bundle.len() - "end \n".len() - 64];
        let all = [FIRST_MAGIC.as_bytes(), body].concat();
        let end = format!("end {}\n", Digest::of(&all));
        [all, end.into_bytes()].concat()
    };
    let device = Device::new();
    let report = verified(&first(bundle_stating(&device, None)));
    assert_eq!((report.overall(), report.absent), (Overall::Authentic, None));
    let report = verified(&first(device.bundle()));
    assert_eq!(report.faults, [BundleFault { part: ABSENT.to_owned(), what: FaultKind::Unexpected }]);
}

#[test]
fn the_statement_on_the_formats_page_is_what_the_code_signs_and_verifies() {
    let page = include_str!("../../../../docs/evidence-bundle.md");
    let examples: Vec<&str> =
        page.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let shown: Absent = serde_json::from_str(examples[1]).unwrap();
    let key = SoftwareKey::from_bytes(&[1; 32]).unwrap();
    let device: DeviceId = "01970000-0000-7000-8000-00000000000a".parse().unwrap();
    assert_eq!(shown.public_key, key.to_public());
    assert!(shown.is_genuine(device, &Digest([0xaa; 32])));
    let reasons: Vec<_> = shown.entries.iter().map(|run| run.why.clone()).collect();
    assert_eq!(reasons, [Absence::Trimmed, Absence::Erased(erasure()), Absence::LeftOut]);
}

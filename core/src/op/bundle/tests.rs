mod absent;

use std::io::Cursor;

use uuid::Uuid;

use super::*;
use crate::{
    domain::{
        evidence::{Circumstances, EvidenceVerdict, Finding, Overall, PhotoCopy, PhotoPart, PhotoRecord},
        org::StaffRole,
        visit::{LateEntry, Visit},
    },
    id::{GroupId, OpId, SeededIds},
    op::{
        apply::{
            MAX_BODY_BYTES,
            testing::{HOME, NOON, author, photo, visit},
        },
        body::{Body, Payload, SCHEMA},
        chain::{NewOp, chain_group},
        wire::{Head, WireOp},
    },
    photo::{TakenAt, picture_sha256},
    seal::{Digest, LinkRecord, PublicKey, Signer, SoftwareKey, body_digest, genesis},
    time::Hlc,
};

/// A picture with EXIF in it, as a camera leaves it.
fn camera_file() -> Vec<u8> {
    let mut jpeg = Vec::new();
    let pixels: Vec<u8> = (0..24 * 24).map(|at| u8::try_from(at * 7 % 251).unwrap()).collect();
    let encoder = jpeg_encoder::Encoder::new(&mut jpeg, 60);
    encoder.encode(&pixels, 24, 24, jpeg_encoder::ColorType::Luma).unwrap();
    let exif = b"\xFF\xE1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x01\0\0\0\0\0\0";
    [&jpeg[..2], exif, &jpeg[2..]].concat()
}

/// The same file after a gallery took the place out of it: same length, same picture.
fn imported_again() -> Vec<u8> {
    let mut file = camera_file();
    file[12..36].fill(0);
    file
}

fn part_of(plain: &[u8], sealed: &[u8]) -> PhotoPart {
    PhotoPart {
        sha256: Digest::of(plain),
        bytes: plain.len() as u64,
        sealed_sha256: Digest::of(sealed),
        sealed_bytes: sealed.len() as u64,
        width: 24,
        height: 24,
    }
}

/// A device with a journal of three visits, of which the second has the photo.
struct Device {
    key: SoftwareKey,
    entries: Vec<Entry>,
    record: PhotoRecord,
    heads: Vec<SignedHead>,
    files: Vec<(String, Vec<u8>)>,
    /// Why entries without a body have none; trimmed otherwise.
    erasure: Option<Erasure>,
}

impl Device {
    fn new() -> Self {
        let key = SoftwareKey::generate(&SeededIds::new(3));
        let id = author(StaffRole::Volunteer).device;
        let made = visit(2, HOME);
        let original = camera_file();
        let record = PhotoRecord {
            original: part_of(&original, b"the original, sealed"),
            working: part_of(b"small", b"the working copy, sealed"),
            picture_sha256: picture_sha256(|| Ok(original.as_slice())).unwrap(),
            ..photo(1, made.id)
        };
        let groups = [
            vec![Body::VisitRecorded(visit(1, HOME))],
            vec![Body::VisitRecorded(made), Body::PhotoTaken(record.clone())],
            vec![Body::VisitRecorded(visit(3, HOME))],
        ];
        let mut head = Head { seq: 0, hash: genesis(id, &key.public_key()) };
        let (ids, mut entries) = (SeededIds::new(4), Vec::new());
        for (number, bodies) in (0u128..).zip(groups) {
            let new = |(at, body): (u128, Body)| NewOp {
                op_id: OpId(Uuid::from_u128(100 * number + at)),
                hlc: Hlc { millis: NOON.millis(), counter: 0 },
                payload: Payload { supersedes: None, body },
            };
            let ops: Vec<_> = (0..).zip(bodies).map(new).collect();
            for op in chain_group(id, head, GroupId(Uuid::from_u128(number)), &ops, &ids).unwrap() {
                head = op.head();
                entries.push(entry_of(id, op));
            }
        }
        let heads = vec![SignedHead::sign(&key, id, head.seq, head.hash).unwrap()];
        let file = |copy| PhotoFile { photo: record.id, copy };
        let files = vec![
            (sealed_part(file(PhotoCopy::Working)), b"the working copy, sealed".to_vec()),
            (opened_part(file(PhotoCopy::Original)), original),
        ];
        Self { key, entries, record, heads, files, erasure: None }
    }

    fn about(&self) -> About {
        About {
            device: author(StaffRole::Volunteer).device,
            public_key: hex::encode(self.key.public_key()),
            heads: self.heads.clone(),
            photos: vec![self.record.id],
            exported_at: NOON,
            recipient: "县民政局".to_owned(),
            expires_at: NOON.plus_millis(86_400_000),
        }
    }

    fn bundle(&self) -> Vec<u8> {
        self.bundle_about(&serde_json::to_value(self.about()).unwrap())
    }

    fn bundle_about(&self, about: &serde_json::Value) -> Vec<u8> {
        let device = author(StaffRole::Volunteer).device;
        self.write(about, |pages| pages.absent(device, &self.key).unwrap())
    }

    fn write(
        &self,
        about: &serde_json::Value,
        absent: impl FnOnce(&JournalPages<'_>) -> Option<Absent>,
    ) -> Vec<u8> {
        let mut out = BundleWriter::new(Vec::new()).unwrap();
        out.add(ABOUT, about.to_string().as_bytes()).unwrap();
        let photos = [self.record.id];
        let mut pages = JournalPages::new(&photos, &[self.record.visit]);
        for (at, entry) in self.entries.iter().enumerate() {
            match &self.erasure {
                Some(erasure) if entry.body.is_none() => {
                    pages.push_erased(&mut out, entry.clone(), erasure.clone()).unwrap();
                }
                _ => pages.push(&mut out, entry.clone()).unwrap(),
            }
            if at == 2 {
                pages.flush(&mut out).unwrap();
            }
        }
        pages.flush(&mut out).unwrap();
        if let Some(absent) = absent(&pages) {
            out.add_absent(&absent).unwrap();
        }
        for (name, bytes) in &self.files {
            out.add(name, bytes).unwrap();
        }
        out.finish().unwrap()
    }

    /// The same journal, had the photo's record been written so.
    fn with_record(mut self, schema: u16, body: &str) -> Self {
        let mut prev = self.entries[0].link.prev;
        for entry in &mut self.entries {
            if entry.link.kind == "PhotoTaken" {
                entry.link.schema = schema;
                entry.link.body_digest = body_digest(entry.salt.as_ref().unwrap(), body.as_bytes());
                entry.body = Some(body.as_bytes().to_vec());
            }
            entry.link.prev = prev;
            entry.hash = entry.link.link().hash();
            prev = entry.hash;
        }
        let last = &self.entries[self.entries.len() - 1];
        self.heads = vec![SignedHead::sign(&self.key, last.link.device, last.link.seq, last.hash).unwrap()];
        self
    }

    /// The journal goes on, and nobody signs it.
    fn append(&mut self, body: Body) {
        let last = &self.entries[self.entries.len() - 1];
        let (device, head) = (last.link.device, Head { seq: last.link.seq, hash: last.hash });
        let hlc = Hlc { millis: NOON.millis(), counter: 1 };
        let op_id = OpId(Uuid::from_u128(900));
        let new = [NewOp { op_id, hlc, payload: Payload { supersedes: None, body } }];
        let ops = chain_group(device, head, GroupId(Uuid::from_u128(9)), &new, &SeededIds::new(5)).unwrap();
        self.entries.extend(ops.into_iter().map(|op| entry_of(device, op)));
    }

    fn entry_of_photo(&mut self) -> &mut Entry {
        self.entries.iter_mut().find(|entry| entry.link.kind == "PhotoTaken").unwrap()
    }
}

fn entry_of(device: DeviceId, op: WireOp) -> Entry {
    let link = LinkRecord::from(&op.link(device));
    Entry { link, salt: Some(op.salt), body: Some(op.body.into_bytes()), hash: op.hash }
}

fn verified(bundle: &[u8]) -> BundleReport {
    let own = Device::new().key.to_public();
    verify_bundle(Cursor::new(bundle), |_, key: &PublicKey| *key == own, |_| false).unwrap()
}

#[test]
fn an_untouched_bundle_is_authentic_and_shows_no_other_record() {
    let device = Device::new();
    let report = verified(&device.bundle());
    assert_eq!(report.overall(), Overall::Authentic, "{report:?}");
    assert_eq!((report.entries, report.without_body, report.signed_through), (4, 2, 4));
    let [photo] = report.photos.as_slice() else { panic!() };
    assert_eq!((photo.seq, photo.verdict.image), (Some(3), Finding::ImageWhole));
    let findings: Vec<_> = photo.files.iter().map(|file| (file.copy, file.finding)).collect();
    let whole = [(PhotoCopy::Working, Finding::SealedWhole), (PhotoCopy::Original, Finding::ImageWhole)];
    assert_eq!(findings, whole);
}

#[test]
fn a_changed_byte_anywhere_is_found_and_its_part_named() {
    let bundle = Device::new().bundle();
    for at in 0..bundle.len() {
        let mut changed = bundle.clone();
        changed[at] ^= 1 << (at % 8);
        let own = Device::new().key.to_public();
        match verify_bundle(Cursor::new(changed), |_, key: &PublicKey| *key == own, |_| false) {
            Ok(report) => {
                assert!(matches!(report.overall(), Overall::Altered(_)), "byte {at}: {report:?}");
                assert!(!report.faults.is_empty(), "byte {at}: {report:?}");
            }
            Err(error) => {
                assert_eq!((error, at <= MAGIC.len()), (BundleError::NotABundle, true), "byte {at}")
            }
        }
    }
    for end in (0..bundle.len()).step_by(7) {
        if let Ok(report) = verify_bundle(Cursor::new(&bundle[..end]), |_, _| true, |_| true) {
            assert!(matches!(report.overall(), Overall::Altered(_)), "cut at {end}: {report:?}");
        }
    }
    let report = verified(&[bundle.as_slice(), b"\n"].concat());
    assert_eq!(report.overall(), Overall::Altered(Finding::BundleChanged));
}

#[test]
fn whoever_changes_a_picture_and_the_bundles_digests_with_it_is_found_by_the_record() {
    let mut device = Device::new();
    let last = device.files[1].1.len() - 20;
    device.files[1].1[last] ^= 1;
    let report = verified(&device.bundle());
    assert!(report.faults.is_empty());
    assert_eq!(report.overall(), Overall::Altered(Finding::ImageChanged));

    let mut device = Device::new();
    device.files[0].1[3] ^= 1;
    assert_eq!(verified(&device.bundle()).overall(), Overall::Altered(Finding::ImageChanged));
}

#[test]
fn whoever_changes_a_record_or_leaves_one_out_is_found_by_the_chain() {
    let mut device = Device::new();
    let body = device.entry_of_photo().body.as_mut().unwrap();
    let at = body.windows(6).position(|six| six == "门牌".as_bytes()).unwrap();
    body[at..at + 6].copy_from_slice("大门".as_bytes());
    let report = verified(&device.bundle());
    assert_eq!(report.overall(), Overall::Altered(Finding::ChainBroken));
    assert_eq!(report.broken.unwrap().seq, 3);

    let mut device = Device::new();
    device.entries.remove(0);
    assert_eq!(verified(&device.bundle()).broken.unwrap().seq, 1);
    let mut device = Device::new();
    device.entries.pop();
    assert_eq!(verified(&device.bundle()).overall(), Overall::Altered(Finding::ChainBroken), "a signed end");
}

#[test]
fn nobody_but_the_device_says_that_a_visit_was_entered_later() {
    let taken = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).and_then(|day| day.and_hms_opt(9, 0, 0)).unwrap();
    let taken_at = Some(TakenAt { local: taken, offset_minutes: Some(480), inferred: false });
    let record = PhotoRecord { taken_at, ..Device::new().record };
    let payload = Payload { supersedes: None, body: Body::PhotoTaken(record) };
    let mut device = Device::new().with_record(SCHEMA, &payload.to_json().unwrap());
    let differs = Overall::Unverifiable(Finding::CameraTimeDiffers);
    assert_eq!(verified(&device.bundle()).overall(), differs);

    let worker = author(StaffRole::Volunteer);
    let late = LateEntry { visited_on: "2020-01-01".parse().unwrap(), visited_by: worker.staff };
    device.append(Body::VisitRecorded(Visit { late_entry: Some(late), ..visit(2, HOME) }));
    let report = verified(&device.bundle());
    assert_eq!((report.overall(), report.signed_through), (differs, 4), "unsigned");

    let last = &device.entries[device.entries.len() - 1];
    device.heads = vec![SignedHead::sign(&device.key, worker.device, 5, last.hash).unwrap()];
    let report = verified(&device.bundle());
    assert_eq!(report.overall(), Overall::Authentic, "{report:?}");
    assert_eq!(report.photos[0].verdict.time, Finding::EnteredLater);
}

#[test]
fn whoever_makes_a_bundle_has_no_say_in_what_a_cameras_time_means() {
    let device = Device::new();
    let mut about = serde_json::to_value(device.about()).unwrap();
    about["zone"] = (-120).into();
    let report = verified(&device.bundle_about(&about));
    assert!(matches!(report.overall(), Overall::Altered(_)), "{report:?}");
    assert_eq!(report.photos, []);
}

#[test]
fn a_picture_that_lost_its_metadata_was_imported_again() {
    let mut device = Device::new();
    device.files[1].1 = imported_again();
    let report = verified(&device.bundle());
    assert_eq!(report.overall(), Overall::Unverifiable(Finding::ReImported), "{report:?}");
}

#[test]
fn a_body_that_is_not_there_leaves_the_chain_proved() {
    let mut device = Device::new();
    let entry = device.entry_of_photo();
    (entry.salt, entry.body) = (None, None);
    device.files.clear();
    let report = verified(&device.bundle());
    assert_eq!((report.broken, report.signed_through), (None, 4));
    assert_eq!(report.overall(), Overall::Unverifiable(Finding::RecordWithoutBody));
}

#[test]
fn a_record_that_this_version_cannot_read_is_not_said_to_be_erased() {
    let body = Payload { supersedes: None, body: Body::PhotoTaken(Device::new().record) }.to_json().unwrap();
    let unknown = body.replace("\"kind\":\"Photo\"", "\"kind\":\"Hologram\"");
    assert_ne!(unknown, body);
    let endless = body.replace("门牌", &"门".repeat(MAX_BODY_BYTES / 3));
    for (schema, body, finding) in [
        (SCHEMA + 1, &unknown, Finding::RecordNewer),
        (SCHEMA, &endless, Finding::RecordUnreadable),
        (SCHEMA, &unknown, Finding::RecordUnreadable),
        (SCHEMA, &body, Finding::ChainProved),
    ] {
        let report = verified(&Device::new().with_record(schema, body).bundle());
        assert_eq!(report.photos[0].verdict.chain, finding);
        let unverifiable = Overall::Unverifiable(finding);
        let expected = if finding == Finding::ChainProved { Overall::Authentic } else { unverifiable };
        assert_eq!((report.overall(), report.broken), (expected, None));
    }
}

#[test]
fn what_is_not_there_and_a_key_that_nobody_knows_are_said() {
    let mut device = Device::new();
    device.files.clear();
    assert_eq!(verified(&device.bundle()).overall(), Overall::Unverifiable(Finding::ImageMissing));
    let stranger = verify_bundle(Cursor::new(Device::new().bundle()), |_, _| false, |_| false).unwrap();
    assert_eq!(stranger.overall(), Overall::Unknown);
    assert_eq!(stranger.photos[0].verdict.chain, Finding::KeyUnknown);
    let mut device = Device::new();
    device.heads.clear();
    assert_eq!(verified(&device.bundle()).overall(), Overall::Unverifiable(Finding::ChainUnsigned));
    let mut device = Device::new();
    device.entries.retain(|entry| entry.link.kind != "PhotoTaken");
    assert!(matches!(verified(&device.bundle()).overall(), Overall::Altered(_)));
}

#[test]
fn parts_that_stand_twice_or_belong_to_nobody_are_named() {
    let mut device = Device::new();
    device.files.push(device.files[0].clone());
    device.files.push(("photo/../../etc".to_owned(), b"x".to_vec()));
    let report = verified(&device.bundle());
    let faults: Vec<_> = report.faults.iter().map(|fault| (fault.part.as_str(), fault.what)).collect();
    let (twice, stranger) = (device.files[0].0.as_str(), "photo/../../etc");
    assert_eq!(faults, [(twice, FaultKind::Unexpected), (stranger, FaultKind::Unexpected)]);
    assert_eq!(report.overall(), Overall::Altered(Finding::BundleChanged));
}

#[test]
fn a_file_of_a_photo_that_is_not_listed_is_named_as_its_part() {
    let mut device = Device::new();
    let stranger = PhotoFile { photo: PhotoId(Uuid::from_u128(77)), copy: PhotoCopy::Working };
    let parts = [sealed_part(stranger), opened_part(stranger)];
    device.files.extend(parts.clone().map(|part| (part, b"x".to_vec())));
    let faults = verified(&device.bundle()).faults;
    assert_eq!(faults, parts.map(|part| BundleFault { part, what: FaultKind::Unexpected }));
}

#[test]
fn behind_a_broken_link_the_other_parts_belong_where_they_stand() {
    let mut device = Device::new();
    device.entries[0].link.kind = "Other".to_owned();
    let report = verified(&device.bundle());
    assert_eq!((report.broken.unwrap().seq, report.faults.as_slice()), (1, [].as_slice()));
    assert_eq!(report.photos[0].files.len(), 2);

    device.files.insert(0, (journal_part(4), b"".to_vec()));
    let faults = verified(&device.bundle()).faults;
    assert_eq!(faults, [BundleFault { part: journal_part(4), what: FaultKind::Unexpected }]);
}

#[test]
fn a_part_that_is_too_large_to_hold_is_named_as_that_and_the_others_are_looked_at() {
    let device = Device::new();
    let large = vec![b' '; usize::try_from(MAX_SMALL_PART).unwrap() + 1];
    let mut out = BundleWriter::new(Vec::new()).unwrap();
    out.add(ABOUT, &serde_json::to_vec(&device.about()).unwrap()).unwrap();
    out.add(&journal_part(1), &large).unwrap();
    for (name, bytes) in &device.files {
        out.add(name, bytes).unwrap();
    }
    let report = verified(&out.finish().unwrap());
    assert_eq!(report.faults, [BundleFault { part: journal_part(1), what: FaultKind::TooLarge }]);
    assert!(matches!(report.overall(), Overall::Altered(_)));

    let mut out = BundleWriter::new(Vec::new()).unwrap();
    out.add(ABOUT, &large).unwrap();
    let report = verified(&out.finish().unwrap());
    assert_eq!(report.faults, [BundleFault { part: ABOUT.to_owned(), what: FaultKind::TooLarge }]);
}

#[test]
fn more_heads_than_anybody_writes_are_not_checked_one_by_one() {
    let mut device = Device::new();
    let head = device.heads[0].clone();
    device.heads = vec![head; MAX_HEADS + 1];
    let report = verified(&device.bundle());
    assert_eq!(report.faults, [BundleFault { part: ABOUT.to_owned(), what: FaultKind::Malformed }]);
    assert!(matches!(report.overall(), Overall::Altered(_)));
}

#[test]
fn a_bundle_built_to_do_harm_is_refused_without_reading_what_it_claims() {
    let digest = Digest::of(b"");
    for evil in [
        format!("{MAGIC}\npart {ABOUT} 18446744073709551615 {digest}\n{{"),
        format!("{MAGIC}\npart {ABOUT} 0005 {digest}\n"),
        format!("{MAGIC}\n{}", "x".repeat(100_000)),
        format!("{MAGIC}\nend {digest}\n"),
        format!("{MAGIC}\n"),
    ] {
        let report = verify_bundle(Cursor::new(evil.as_bytes()), |_, _| true, |_| true).unwrap();
        assert!(matches!(report.overall(), Overall::Altered(_)), "{report:?}");
    }
    let nothing = verify_bundle(Cursor::new(b""), |_, _| true, |_| true);
    assert_eq!(nothing, Err(BundleError::NotABundle));
}

#[test]
fn the_record_on_the_formats_page_is_what_the_code_writes_and_judges() {
    let page = include_str!("../../../docs/evidence-bundle.md");
    let example = page.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let payload = Payload::from_json(example).unwrap();
    let written: serde_json::Value = serde_json::from_str(&payload.to_json().unwrap()).unwrap();
    assert_eq!(written, serde_json::from_str::<serde_json::Value>(example).unwrap());
    let Body::PhotoTaken(record) = payload.body else { panic!("a photo's record") };
    let around = Circumstances { is_entered_later: false, skew_ms: None };
    let verdict = EvidenceVerdict::new(&record, &around, Finding::ImageWhole, Finding::ChainProved);
    assert_eq!((verdict.time, verdict.place), (Finding::TimeAgrees, Finding::AtHome));
    for finding in Finding::ALL {
        assert!(page.contains(&format!("`{finding}`")), "{finding} is on the page");
    }
    assert!(page.contains(&format!("schema {SCHEMA})")));
    for magic in [MAGIC, FIRST_MAGIC] {
        assert!(page.contains(magic), "{magic} is on the page");
    }
}

/// A stand-in for fuzzing in every run of the tests; the target itself is in `core/fuzz`.
#[test]
fn no_mutation_makes_the_check_panic_or_pass() {
    use crate::id::IdGen as _;
    let random = SeededIds::new(71);
    let draw = |below: usize| {
        let mut bytes = [0; 8];
        random.random(&mut bytes);
        usize::try_from(u64::from_le_bytes(bytes) >> 1).unwrap() % below
    };
    let whole = Device::new().bundle();
    for _ in 0..2_000 {
        let mut bytes = whole.clone();
        for _ in 0..=draw(3) {
            let at = draw(bytes.len());
            match draw(4) {
                0 => bytes[at] = u8::try_from(draw(256)).unwrap(),
                1 => bytes[at] ^= 1 << draw(8),
                2 => bytes.truncate(at.max(1)),
                _ => bytes.insert(at, b'0'),
            }
        }
        if bytes == whole {
            continue;
        }
        if let Ok(report) = verify_bundle(Cursor::new(&bytes), |_, _| true, |_| true) {
            assert_ne!(report.overall(), Overall::Authentic, "{:?}", String::from_utf8_lossy(&bytes));
        }
    }
}

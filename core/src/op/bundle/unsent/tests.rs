use uuid::Uuid;

use super::*;
use crate::{
    domain::evidence::PhotoCopy,
    id::{GroupId, OpId, PhotoId, SeededIds},
    op::{
        apply::testing::{HOME, NOON, visit},
        body::{Body, Payload},
        chain::{NewOp, chain_group},
        wire::Head,
    },
    seal::{SignedHead, Signer, SoftwareKey, genesis},
    time::Hlc,
};

const DEVICE: DeviceId = DeviceId(Uuid::from_u128(1));
const ABOUT_IT: UnsentAbout = UnsentAbout { device: DEVICE, exported_at: NOON };
const PICTURE: &[u8] = b"a picture, sealed";

fn key() -> SoftwareKey {
    SoftwareKey::generate(&SeededIds::new(3))
}

fn push() -> PushRequest {
    let body = Body::VisitRecorded(visit(1, HOME));
    let op = NewOp {
        op_id: OpId(Uuid::from_u128(2)),
        hlc: Hlc { millis: NOON.millis(), counter: 0 },
        payload: Payload { supersedes: None, body },
    };
    let head = Head { seq: 0, hash: genesis(DEVICE, &key().public_key()) };
    let group = GroupId(Uuid::from_u128(3));
    let ops = chain_group(DEVICE, head, group, &[op], &SeededIds::new(4)).unwrap();
    let head = SignedHead::sign(&key(), DEVICE, ops[0].seq, ops[0].hash).unwrap();
    PushRequest { device_now: NOON, ops, head }
}

fn photo(copy: PhotoCopy) -> PhotoFile {
    PhotoFile { photo: PhotoId(Uuid::from_u128(5)), copy }
}

fn add_photo(out: &mut UnsentWriter<Vec<u8>>, copy: PhotoCopy) {
    out.add_photo(photo(copy), PICTURE.len() as u64, Digest::of(PICTURE), PICTURE).unwrap();
}

fn signed(out: UnsentWriter<Vec<u8>>) -> Vec<u8> {
    let signature = key().sign(&out.message()).unwrap();
    out.finish(signature).unwrap()
}

fn bundle() -> Vec<u8> {
    let mut out = UnsentWriter::new(Vec::new(), &ABOUT_IT).unwrap();
    out.add_push(&push()).unwrap();
    add_photo(&mut out, PhotoCopy::Thumbnail);
    add_photo(&mut out, PhotoCopy::Working);
    signed(out)
}

/// All parts of a file; the reader has come to its end.
fn read(file: &[u8]) -> Result<(Vec<UnsentPart>, UnsentReader<&[u8]>), UnsentError> {
    let mut reader = UnsentReader::open(file)?;
    let mut parts = Vec::new();
    while let Some(part) = reader.next_part()? {
        parts.push(part);
    }
    Ok((parts, reader))
}

/// What is wrong with a file.
fn wrong(file: &[u8]) -> (String, FaultKind) {
    match read(file).map(|(parts, _)| parts) {
        Err(UnsentError::Fault(fault)) => (fault.part, fault.what),
        other => panic!("{other:?}"),
    }
}

/// The same text with something else in its place; digests are left as they were.
fn with(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    String::from_utf8(file.to_vec()).unwrap().replacen(from, to, 1).into_bytes()
}

#[test]
fn what_was_written_is_read_in_order_and_known_for_its_device() {
    let file = bundle();
    let (parts, reader) = read(&file).unwrap();
    let bytes = PICTURE.len() as u64;
    let file_of = |copy| {
        UnsentPart::Photo(UnsentPhoto { file: photo(copy), bytes, sealed_sha256: Digest::of(PICTURE) })
    };
    let expected = [UnsentPart::Push(push()), file_of(PhotoCopy::Thumbnail), file_of(PhotoCopy::Working)];
    assert_eq!(parts, expected);
    assert_eq!(*reader.about(), ABOUT_IT);
    assert!(reader.is_signed_by(&key().to_public()));
    assert!(!reader.is_signed_by(&SoftwareKey::generate(&SeededIds::new(9)).to_public()));
}

#[test]
fn the_bytes_of_a_photo_come_once_and_an_error_of_who_takes_them_is_answered() {
    let file = bundle();
    let mut reader = UnsentReader::open(file.as_slice()).unwrap();
    let taken = |reader: &mut UnsentReader<&[u8]>| {
        let mut taken = Vec::new();
        let read = reader.read_photo(|piece| {
            taken.extend_from_slice(piece);
            Ok::<_, UnsentError>(())
        });
        read.map(|()| taken)
    };
    reader.next_part().unwrap();
    assert_eq!(taken(&mut reader).unwrap(), b"", "records are no photo");
    reader.next_part().unwrap();
    assert_eq!(taken(&mut reader).unwrap(), PICTURE);
    assert_eq!(taken(&mut reader).unwrap(), b"");
    assert!(!reader.is_signed_by(&key().to_public()), "not before its end");
    reader.next_part().unwrap();
    let refused = reader.read_photo(|_| Err(UnsentError::Io(ErrorKind::StorageFull)));
    assert_eq!(refused, Err(UnsentError::Io(ErrorKind::StorageFull)));
}

#[test]
fn a_file_cut_anywhere_or_changed_anywhere_is_not_whole() {
    let file = bundle();
    for cut in 0..file.len() {
        assert!(read(&file[..cut]).is_err(), "cut at {cut}");
    }
    for at in 0..file.len() {
        let mut changed = file.clone();
        changed[at] ^= 1;
        assert!(read(&changed).is_err(), "changed at {at}");
    }
    assert_eq!(wrong(&[file.clone(), b"x".to_vec()].concat()).1, FaultKind::Changed);
    assert_eq!(read(b"doorstep evidence bundle 1\n").map(drop), Err(UnsentError::NotUnsent));
}

#[test]
fn parts_stand_in_their_order_once_and_within_their_bounds() {
    let mut late = UnsentWriter::new(Vec::new(), &ABOUT_IT).unwrap();
    add_photo(&mut late, PhotoCopy::Working);
    late.add_push(&push()).unwrap();
    assert_eq!(wrong(&signed(late)), ("push/1.json".to_owned(), FaultKind::Unexpected));

    let mut twice = UnsentWriter::new(Vec::new(), &ABOUT_IT).unwrap();
    add_photo(&mut twice, PhotoCopy::Working);
    add_photo(&mut twice, PhotoCopy::Working);
    assert_eq!(wrong(&signed(twice)).1, FaultKind::Unexpected);

    let mut large = BundleWriter::begin(Vec::new(), UNSENT_MAGIC).unwrap();
    large.add(ABOUT, &json(&ABOUT_IT).unwrap()).unwrap();
    large.add("push/1.json", &vec![b' '; usize::try_from(MAX_SMALL_PART).unwrap() + 1]).unwrap();
    assert_eq!(wrong(&large.finish().unwrap()), ("push/1.json".to_owned(), FaultKind::TooLarge));

    let mut unsigned = BundleWriter::begin(Vec::new(), UNSENT_MAGIC).unwrap();
    unsigned.add(ABOUT, &json(&ABOUT_IT).unwrap()).unwrap();
    assert_eq!(wrong(&unsigned.finish().unwrap()), (SIGNATURE.to_owned(), FaultKind::CutShort));
}

#[test]
fn a_name_that_a_terminal_would_obey_is_not_shown() {
    let file = with(&bundle(), "part push/1.json", "part push/\u{1b}[2J.json");
    assert_eq!(wrong(&file).0, "push/[2J.json");
}

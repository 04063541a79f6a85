//! A shared copy shows the same and tells nothing.

use super::*;
use crate::photo::shrink::picture_of;

fn asset(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/photos").join(name)
}

/// A segment of metadata.
fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker], &length[..], body].concat()
}

/// `Landscape_6.jpg` with everything in it that a camera and a messenger can leave.
fn talkative() -> Vec<u8> {
    let whole = fs::read(asset("Landscape_6.jpg")).unwrap();
    let (start, rest) = whole.split_at(2);
    [
        start,
        &segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta GPSLatitude=\"34,15N\"/>"),
        &segment(0xED, b"Photoshop 3.0\08BIM caption"),
        &segment(0xE2, b"MPF\0 preview"),
        &segment(0xFE, "张三家".as_bytes()),
        rest,
        b"film of a motion photo",
    ]
    .concat()
}

#[test]
fn a_shared_jpeg_has_the_pixels_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let (src, dst) = (folder.path().join("张三.jpg"), folder.path().join(shared_name(1, PhotoFormat::Jpeg)));
    fs::write(&src, talkative()).unwrap();
    let shared = share(&src, &dst).unwrap();
    let copy = fs::read(&dst).unwrap();
    assert_eq!((shared.sha256, shared.bytes), (Digest::of(&copy), copy.len() as u64));
    for secret in ["http".as_bytes(), b"Photoshop", b"MPF", "张三".as_bytes(), b"film"] {
        assert!(!copy.windows(secret.len()).any(|bytes| bytes == secret), "{secret:?}");
    }
    let inspected = inspect(&dst).unwrap();
    assert_eq!((inspected.orientation, inspected.taken_at, inspected.trailing_bytes), (6, None, 0));
    let pixels = |path: &Path| picture_of(path, 400).unwrap().1;
    assert!(pixels(&dst) == pixels(&src));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no part is left");
}

#[test]
fn bytes_hidden_behind_the_data_do_not_travel() {
    let folder = tempfile::tempdir().unwrap();
    let (src, dst) = (folder.path().join("a.jpg"), folder.path().join("b.jpg"));
    let whole = fs::read(asset("Landscape_6.jpg")).unwrap();
    let (picture, end) = whole.split_at(whole.len() - 2);
    fs::write(&src, [picture, b"+86 139 0000 0000", end].concat()).unwrap();
    share(&src, &dst).unwrap();
    assert!(!fs::read(&dst).unwrap().windows(4).any(|bytes| bytes == b"+86 "));
    assert_eq!(inspect(&dst).unwrap().orientation, 1);
}

#[test]
fn the_other_formats_are_shared_by_their_chunks() {
    let folder = tempfile::tempdir().unwrap();
    let dst = folder.path().join("copy");
    for name in ["drawn.png", "drawn_lossy.webp", "drawn_lossless.webp"] {
        share(&asset(name), &dst).unwrap();
        assert!(picture_of(&dst, 400).unwrap().1 == picture_of(&asset(name), 400).unwrap().1, "{name}");
    }
    assert_eq!(share(&asset("drawn.heic"), &dst), Err(PhotoError::NeedsDecoding));
}

#[test]
fn a_png_loses_its_texts_and_keeps_its_orientation() {
    let folder = tempfile::tempdir().unwrap();
    let (src, dst) = (folder.path().join("a.png"), folder.path().join("b.png"));
    let whole = fs::read(asset("drawn.png")).unwrap();
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let checksum = crc32fast::hash(&[kind, body].concat()).to_be_bytes();
        [&u32::try_from(body.len()).unwrap().to_be_bytes(), &kind[..], body, &checksum].concat()
    };
    let (head, rest) = whole.split_at(33);
    let parts =
        [head, &chunk(b"eXIf", &orientation_block(8)), &chunk(b"tEXt", b"Author\0Zhang"), rest, b"tail"];
    fs::write(&src, parts.concat()).unwrap();
    share(&src, &dst).unwrap();
    let inspected = inspect(&dst).unwrap();
    assert_eq!((inspected.orientation, inspected.trailing_bytes), (8, 0));
    assert!(!fs::read(&dst).unwrap().windows(5).any(|bytes| bytes == b"Zhang"));
}

#[test]
fn a_webp_loses_its_metadata_and_keeps_its_orientation() {
    let folder = tempfile::tempdir().unwrap();
    let (src, dst) = (folder.path().join("a.webp"), folder.path().join("b.webp"));
    let plain = fs::read(asset("drawn_lossless.webp")).unwrap();
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let padding = vec![0; body.len() % 2];
        [&kind[..], &u32::try_from(body.len()).unwrap().to_le_bytes(), body, &padding].concat()
    };
    let header = [EXIF_AND_XMP, 0, 0, 0, 100, 0, 0, 66, 0, 0];
    let exif = chunk(b"EXIF", &orientation_block(3));
    let body = [&chunk(b"VP8X", &header), &plain[12..], &exif, &chunk(b"XMP ", b"GPSLatitude")].concat();
    let size = u32::try_from(body.len() + 4).unwrap().to_le_bytes();
    fs::write(&src, [b"RIFF", &size[..], b"WEBP", &body].concat()).unwrap();
    assert_eq!(inspect(&src).unwrap().orientation, 3);
    share(&src, &dst).unwrap();
    assert_eq!(inspect(&dst).unwrap().orientation, 3);
    assert!(!fs::read(&dst).unwrap().windows(3).any(|bytes| bytes == b"GPS" || bytes == b"XMP"));
}

const EXIF_AND_XMP: u8 = 0x0C;

#[test]
fn names_are_numbers() {
    assert_eq!(shared_name(7, PhotoFormat::Jpeg), "photo-007.jpg");
    assert_eq!(shared_name(1234, PhotoFormat::WebP), "photo-1234.webp");
}

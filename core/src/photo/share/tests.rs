//! A shared copy shows the same and tells nothing.

use std::fs;

use super::*;
use crate::photo::{inspect, picture::Picture, shrink::picture_in};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

fn asset(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/photos").join(name)).unwrap()
}

/// A segment of a JPEG.
fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker], &length[..], body].concat()
}

/// The JPEG with more segments behind its first two bytes.
fn with(segments: &[Vec<u8>], jpeg: &[u8]) -> Vec<u8> {
    let (start, rest) = jpeg.split_at(2);
    [start, &segments.concat(), rest].concat()
}

fn pixels(file: &[u8]) -> Picture {
    picture_in(Cursor::new(file), 400).unwrap().1
}

fn holds(file: &[u8], secret: &[u8]) -> bool {
    file.windows(secret.len()).any(|bytes| bytes == secret)
}

/// What a text hides in that a camera, a messenger or somebody who knows the format left.
fn talkative() -> Vec<u8> {
    let segments = [
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta GPSLatitude=\"34,15N\"/>"),
        segment(0xED, b"Photoshop 3.0\08BIM caption"),
        segment(0xE2, b"MPF\0 preview"),
        segment(0xE2, b"ICC_PROFILE\0\x01\x01 caption"),
        segment(0xFE, "张三家".as_bytes()),
        segment(0xDC, b"GPS 34.2610,108.9333"),
        segment(0xCC, b"GPS 34.2610,108.9333"),
        segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0 caption"),
    ];
    [with(&segments, &asset("Landscape_6.jpg")), b"film of a motion photo".to_vec()].concat()
}

#[test]
fn a_shared_jpeg_has_the_pixels_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let dst = folder.path().join(shared_name(1));
    let shared = share(&talkative(), &dst).unwrap();
    let copy = fs::read(&dst).unwrap();
    assert_eq!((shared.sha256, shared.bytes), (Digest::of(&copy), copy.len() as u64));
    for secret in
        ["http".as_bytes(), b"Photoshop", b"MPF", b"ICC", b"caption", b"GPS", "张三".as_bytes(), b"film"]
    {
        assert!(!holds(&copy, secret), "{secret:?}");
    }
    let inspected = inspect(&dst).unwrap();
    assert_eq!((inspected.orientation, inspected.taken_at, inspected.trailing_bytes), (6, None, 0));
    assert!(pixels(&copy) == pixels(&talkative()));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no part is left");
}

#[test]
fn adobes_word_on_the_colours_goes_along_and_nothing_that_stands_beside_it() {
    let drawn: Vec<u8> = (0..32 * 32 * 3).map(|at| u8::try_from(at * 7 % 251).unwrap()).collect();
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, 90);
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    encoder.encode(&drawn, 32, 32, ColorType::Rgb).unwrap();
    // Without JFIF's header, which would overrule Adobe.
    assert_eq!(jpeg[2..4], [0xFF, 0xE0]);
    let length = 2 + usize::from(u16::from_be_bytes([jpeg[4], jpeg[5]]));
    jpeg.drain(2..2 + length);
    let plain = copy_of(&jpeg).unwrap();
    for (transform, tail) in [(0, b"".as_slice()), (0, b"\x01"), (0, b"GPS 34.26"), (1, b"\0")] {
        let word = [b"Adobe\0\x64GPS.", &[transform][..], tail].concat();
        let said = with(&[segment(0xEE, &word)], &jpeg);
        let copy = copy_of(&said).unwrap();
        assert!(pixels(&copy) == pixels(&said), "{transform} {tail:?}");
        assert_eq!(pixels(&copy) == pixels(&plain), transform == 1);
        assert!(holds(&copy, &segment(0xEE, &[b"Adobe\0\x64\0\0\0\0", &[transform][..]].concat())));
        assert!(!holds(&copy, b"GPS"));
    }
    let short = copy_of(&with(&[segment(0xEE, b"Adobe GPS")], &jpeg)).unwrap();
    assert!(short == plain, "a segment that says nothing of the colours goes");
}

#[test]
fn bytes_hidden_behind_the_data_do_not_travel() {
    let whole = asset("Landscape_6.jpg");
    let (picture, end) = whole.split_at(whole.len() - 2);
    let copy = copy_of(&[picture, b"+86 139 0000 0000", end].concat()).unwrap();
    assert!(!holds(&copy, b"+86 "));
    assert_eq!(inspect_stream(copy.as_slice(), &mut NoPixels).unwrap().orientation, 1);
}

#[test]
fn of_the_other_formats_nothing_goes_along_but_what_can_be_seen() {
    let secret = b"GPS 34.26,108.93";
    let png = asset("drawn.png");
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let checksum = crc32fast::hash(&[kind, body].concat()).to_be_bytes();
        [&u32::try_from(body.len()).unwrap().to_be_bytes(), &kind[..], body, &checksum].concat()
    };
    let end = png.len() - 12;
    let png = [
        &png[..33],
        &chunk(b"gAMA", &[&45_455_u32.to_be_bytes(), &secret[..]].concat()),
        &chunk(b"tEXt", secret),
        &png[33..end],
        &chunk(b"IDAT", secret),
        &png[end..],
        secret,
    ]
    .concat();
    let webp = |name: &str| {
        let plain = asset(name);
        let mut second = plain[12..].to_vec();
        let at = second.len() - 40;
        second[at..at + secret.len()].copy_from_slice(secret);
        let size = u32::try_from(plain.len() - 8 + second.len()).unwrap().to_le_bytes();
        [b"RIFF", &size[..], &plain[8..], &second].concat()
    };
    let seen = |file: &[u8]| crate::photo::Fingerprint::of(&pixels(file).luma).bits;
    for file in [png, asset("drawn_lossy.webp"), asset("drawn_lossless.webp")] {
        let copy = copy_of(&file).unwrap();
        assert_eq!(inspect_stream(copy.as_slice(), &mut NoPixels).unwrap().format, PhotoFormat::Jpeg);
        assert!(!holds(&copy, secret));
        assert!(seen(&copy).distance(&seen(&file)) <= 4);
    }
    for name in ["drawn_lossy.webp", "drawn_lossless.webp"] {
        assert!(holds(&webp(name), secret) && !holds(&copy_of(&webp(name)).unwrap(), secret), "{name}");
    }
    assert_eq!(copy_of(&asset("drawn.heic")), Err(PhotoError::NeedsDecoding));
}

#[test]
fn a_copy_that_is_made_of_pixels_is_no_larger_than_a_printed_page_needs() {
    for (width, height, copied) in [(4_200, 10, (4_096, 10)), (10, 4_096, (10, 4_096))] {
        let mut png = Cursor::new(Vec::new());
        let drawn = image::RgbImage::from_pixel(width, height, image::Rgb([200, 90, 30]));
        drawn.write_to(&mut png, image::ImageFormat::Png).unwrap();
        let copy = copy_of(png.get_ref()).unwrap();
        let found = inspect_stream(copy.as_slice(), &mut NoPixels).unwrap();
        assert_eq!((found.width, found.height), copied);
    }
}

#[test]
fn names_are_numbers() {
    assert_eq!(shared_name(7), "photo-007.jpg");
    assert_eq!(shared_name(1234), "photo-1234.jpg");
}

//! A file that lost its metadata has the picture digest that it had; another picture has another.

use std::path::Path;

use super::*;
use crate::photo::heic::fixture::{Heic, SIZE};

fn asset(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/photos").join(name)).unwrap()
}

fn digest(file: &[u8]) -> Option<Digest> {
    picture_sha256(|| Ok(file)).unwrap()
}

/// The file with one bit changed.
fn flipped(mut file: Vec<u8>, at: usize) -> Vec<u8> {
    file[at] ^= 1;
    file
}

#[test]
fn a_webp_that_lost_its_metadata_shows_the_picture_that_it_showed() {
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let padding = vec![0; body.len() % 2];
        [&kind[..], &u32::try_from(body.len()).unwrap().to_le_bytes(), body, &padding].concat()
    };
    for name in ["drawn_lossy.webp", "drawn_lossless.webp"] {
        let plain = asset(name);
        let header = [0x08, 0, 0, 0, 100, 0, 0, 66, 0, 0];
        let body = [&chunk(b"VP8X", &header), &plain[12..], &chunk(b"EXIF", b"MM\0*\0\0\0\x08\0")].concat();
        let size = u32::try_from(body.len() + 4).unwrap().to_le_bytes();
        let camera = [b"RIFF", &size[..], b"WEBP", &body].concat();
        assert!(digest(&plain).is_some());
        assert_eq!(digest(&plain), digest(&camera), "{name}");
        let end = plain.len() - 40;
        assert_ne!(digest(&plain), digest(&flipped(plain.clone(), end)), "{name}");
    }
}

#[test]
fn a_heic_that_lost_its_metadata_shows_the_picture_that_it_showed() {
    let grid: &[&[u8]] = &[b"one", b"two", b"three"];
    for tiles in [&[b"coded".as_slice()], grid] {
        let plain = Heic { tiles, ..Heic::default() };
        let camera = Heic { exif: Some(b"MM\0*\0\0\0\x08\0\0"), ..plain };
        assert!(digest(&plain.bytes()).is_some());
        assert_eq!(digest(&plain.bytes()), digest(&camera.bytes()));
        let file = plain.bytes();
        let end = file.len() - 1;
        assert_ne!(digest(&file), digest(&flipped(file.clone(), end)), "the last tile too");
        let cropped = Heic { properties: &[SIZE, (b"clap", &[0; 32])], ..plain };
        assert_ne!(digest(&plain.bytes()), digest(&cropped.bytes()), "what is shown of it counts");
    }
    let turned = Heic { tiles: &[b"two", b"one", b"three"], ..Heic::default() };
    assert_ne!(digest(&Heic { tiles: grid, ..Heic::default() }.bytes()), digest(&turned.bytes()));
    let overlay = Heic { tiles: grid, whole: b"iovl", ..Heic::default() };
    assert_eq!(digest(&overlay.bytes()), None, "of no other kind is it told");
    assert!(digest(&asset("drawn.heic")).is_some());
}

#[test]
fn a_png_that_lost_its_texts_shows_the_picture_that_it_showed() {
    let plain = asset("drawn.png");
    let checksum = crc32fast::hash(b"tEXtAuthor\0Zhang").to_be_bytes();
    let camera = [&plain[..33], b"\0\0\0\x0CtEXtAuthor\0Zhang", &checksum, &plain[33..]].concat();
    assert!(digest(&plain).is_some());
    assert_eq!(digest(&plain), digest(&camera));
}

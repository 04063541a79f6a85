//! What counts as a whole WebP.

use super::*;
use crate::photo::{Inspected, inspect::inspect_stream, jpeg::NoPixels};

fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let padding = vec![0; body.len() % 2];
    [&kind[..], &u32::try_from(body.len()).unwrap().to_le_bytes(), body, &padding].concat()
}

fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = chunks.concat();
    let size = u32::try_from(body.len() + 4).unwrap().to_le_bytes();
    [b"RIFF", &size[..], b"WEBP", &body].concat()
}

fn look(file: &[u8]) -> Result<Inspected, PhotoError> {
    inspect_stream(file, &mut NoPixels)
}

/// 40×30 pixels, with losses.
fn lossy() -> Vec<u8> {
    chunk(b"VP8 ", &[0, 0, 0, 0x9D, 0x01, 0x2A, 40, 0, 30, 0, 7])
}

/// 40×30 pixels, without losses.
fn lossless() -> Vec<u8> {
    chunk(b"VP8L", &[&[0x2F][..], &(39_u32 | 29 << 14).to_le_bytes()].concat())
}

/// A canvas of 40×30 pixels.
fn canvas() -> Vec<u8> {
    chunk(b"VP8X", &[0, 0, 0, 0, 39, 0, 0, 29, 0, 0])
}

#[test]
fn the_size_is_read_from_each_kind_of_chunk() {
    for chunks in [vec![lossy()], vec![lossless()], vec![canvas(), lossy()]] {
        let found = look(&[file(&chunks), b"film".to_vec()].concat()).unwrap();
        assert_eq!((found.width, found.height, found.trailing_bytes), (40, 30, 4));
    }
}

#[test]
fn what_is_missing_too_long_or_damaged_is_refused() {
    let mut long = file(&[lossy()]);
    long[16] = 200;
    for (bytes, expected) in [
        (file(&[canvas()]), PhotoError::Truncated),
        (file(&[lossy()])[..30].to_vec(), PhotoError::Truncated),
        (long, PhotoError::Corrupt("WebP chunk")),
        (file(&[chunk(b"VP8 ", b"short")]), PhotoError::Corrupt("WebP header")),
        (file(&[chunk(b"VP8L", &[0; 5])]), PhotoError::Corrupt("WebP header")),
        (file(&[canvas(), chunk(b"ANIM", &[0; 6])]), PhotoError::Unsupported("moving WebP")),
        (file(&[lossy(), chunk(b"XMP ", b"").repeat(MAX_CHUNKS as usize)]), PhotoError::TooManySegments),
    ] {
        assert_eq!(look(&bytes), Err(expected));
    }
}

#[test]
fn exif_is_read_with_and_without_the_prefix_of_jpeg_and_only_once() {
    let tiff = |orientation: u8| {
        let tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0";
        [&tiff[..], &[orientation, 0, 0, 0, 0, 0, 0]].concat()
    };
    let plain = chunk(b"EXIF", &tiff(6));
    let prefixed = chunk(b"EXIF", &[b"Exif\0\0".to_vec(), tiff(6)].concat());
    for exif in [plain.clone(), prefixed] {
        let found = look(&file(&[canvas(), lossy(), exif])).unwrap();
        assert_eq!((found.orientation, found.problems), (6, vec![]));
    }
    let found = look(&file(&[canvas(), lossy(), plain, chunk(b"EXIF", &tiff(3))])).unwrap();
    assert_eq!((found.orientation, found.problems), (6, vec![Problem::ExifRepeated]));
    let large = chunk(b"EXIF", &vec![0; MAX_EXIF as usize + 1]);
    let found = look(&file(&[canvas(), lossy(), large])).unwrap();
    assert_eq!((found.orientation, found.problems), (1, vec![Problem::ExifUnreadable]));
}

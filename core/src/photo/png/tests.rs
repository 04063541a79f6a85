//! What counts as a whole PNG.

use super::*;
use crate::photo::{Inspected, inspect::inspect_stream, jpeg::NoPixels};

fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let checksum = crc32fast::hash(&[kind, body].concat()).to_be_bytes();
    [&u32::try_from(body.len()).unwrap().to_be_bytes(), &kind[..], body, &checksum].concat()
}

/// A header of 40×30 grey pixels.
fn head() -> Vec<u8> {
    chunk(b"IHDR", &[0, 0, 0, 40, 0, 0, 0, 30, 8, 0, 0, 0, 0])
}

fn look(chunks: &[Vec<u8>]) -> Result<Inspected, PhotoError> {
    inspect_stream([SIGNATURE, &chunks.concat()].concat().as_slice(), &mut NoPixels)
}

#[test]
fn a_header_data_and_an_end_are_a_picture() {
    let found = look(&[head(), chunk(b"IDAT", b"x"), chunk(b"IEND", b""), b"film".to_vec()]).unwrap();
    assert_eq!((found.width, found.height, found.trailing_bytes), (40, 30, 4));
}

#[test]
fn what_is_missing_out_of_place_or_damaged_is_refused() {
    let (data, end) = (|| chunk(b"IDAT", b"x"), || chunk(b"IEND", b""));
    let corrupt = PhotoError::Corrupt;
    let mut flipped = data();
    flipped[8] ^= 1;
    for (chunks, expected) in [
        (vec![head(), end()], PhotoError::Truncated),
        (vec![head(), chunk(b"IDAT", b""), end()], PhotoError::Truncated),
        (vec![head(), data()], PhotoError::Truncated),
        (vec![data(), head(), end()], corrupt("PNG header")),
        (vec![head(), head(), data(), end()], corrupt("PNG header")),
        (vec![chunk(b"IHDR", b"short"), data(), end()], corrupt("PNG header")),
        (vec![head(), flipped, end()], corrupt("PNG checksum")),
        (vec![head(), chunk(b"ID\0T", b"x"), end()], corrupt("PNG chunk")),
        (vec![head(), vec![0xFF; 12]], corrupt("PNG chunk")),
        (vec![head(), chunk(b"tEXt", b"").repeat(MAX_CHUNKS as usize)], PhotoError::TooManySegments),
    ] {
        assert_eq!(look(&chunks), Err(expected));
    }
}

#[test]
fn the_first_exif_counts_and_one_too_large_is_noted() {
    let turned = |orientation: u8| {
        let tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0";
        chunk(b"eXIf", &[&tiff[..], &[orientation, 0, 0, 0, 0, 0, 0]].concat())
    };
    let end = [chunk(b"IDAT", b"x"), chunk(b"IEND", b"")].concat();
    let found = look(&[head(), turned(6), turned(3), end.clone()]).unwrap();
    assert_eq!((found.orientation, found.problems), (6, vec![Problem::ExifRepeated]));
    let large = chunk(b"eXIf", &vec![0; MAX_EXIF as usize + 1]);
    let found = look(&[head(), large, end]).unwrap();
    assert_eq!((found.orientation, found.problems), (1, vec![Problem::ExifUnreadable]));
}

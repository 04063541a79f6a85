//! What counts as a whole JPEG.

use super::{frame::Frame, *};
use crate::{
    id::{IdGen, SeededIds},
    photo::{Inspected, inspect::inspect_stream},
};

fn sample(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/photos");
    std::fs::read(folder.join(name)).unwrap()
}

fn look(bytes: &[u8]) -> Result<Inspected, PhotoError> {
    inspect_stream(bytes, &mut NoPixels)
}

/// A JPEG head: start, then a frame of one component with this size.
fn frame(marker: u8, width: u16, height: u16) -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8, 0xFF, marker, 0, 11, 8];
    out.extend(height.to_be_bytes());
    out.extend(width.to_be_bytes());
    out.extend([1, 1, 0x11, 0]);
    out
}

const DRAWN: [&str; 3] = ["drawn_progressive.jpg", "drawn_restarts.jpg", "drawn_grey_progressive.jpg"];

#[test]
fn pictures_of_every_coding_are_whole() {
    for name in DRAWN {
        let inspected = look(&sample(name)).unwrap();
        assert_eq!((inspected.width, inspected.height), (101, 67), "{name}");
        assert_eq!(inspected.progressive, name.contains("progressive"), "{name}");
        assert_eq!((inspected.trailing_bytes, inspected.problems), (0, vec![]), "{name}");
    }
}

#[test]
fn a_picture_cut_at_any_byte_is_refused() {
    for name in DRAWN {
        let whole = sample(name);
        for cut in 0..whole.len() {
            assert!(look(&whole[..cut]).is_err(), "{name} cut at {cut}");
        }
    }
}

#[test]
fn an_end_marker_behind_a_cut_fools_nobody() {
    for name in DRAWN {
        let whole = sample(name);
        for cut in (2..whole.len() - 2).rev() {
            let ended = [&whole[..cut], &[0xFF, EOI]].concat();
            let Ok(inspected) = look(&ended) else { continue };
            // All that may go unseen is the padding of the last byte.
            assert!(whole.len() - cut <= 3, "{name} cut at {cut}: {inspected:?}");
        }
    }
}

#[test]
fn a_real_photo_cut_at_many_points_is_refused() {
    let whole = sample("Landscape_1.jpg");
    for step in 0..60 {
        let cut = whole.len() * step / 60 + step % 7;
        assert!(look(&whole[..cut]).is_err(), "cut at {cut}");
    }
    for back in 1..40 {
        assert!(look(&whole[..whole.len() - back]).is_err(), "cut {back} before the end");
    }
}

#[test]
fn bytes_behind_the_end_are_counted_and_hashed() {
    let whole = sample("drawn_restarts.jpg");
    let longer = [whole.clone(), b"film of a motion photo".to_vec()].concat();
    let (plain, inspected) = (look(&whole).unwrap(), look(&longer).unwrap());
    assert_eq!(inspected.trailing_bytes, 22);
    assert_eq!(inspected.sha256, crate::seal::Digest::of(&longer));
    assert_ne!(inspected.sha256, plain.sha256);
}

#[test]
fn bytes_between_data_and_end_are_noted() {
    let whole = sample("drawn_restarts.jpg");
    let (picture, end) = whole.split_at(whole.len() - 2);
    let padded = [picture, &[0x55; 40], end].concat();
    assert_eq!(look(&padded).unwrap().problems, vec![Problem::StrayBytes]);
}

#[test]
fn a_lost_restart_interval_is_found() {
    let whole = sample("drawn_restarts.jpg");
    let first = whole.windows(2).position(|pair| pair == [0xFF, 0xD0]).unwrap();
    let second = whole.windows(2).position(|pair| pair == [0xFF, 0xD1]).unwrap();
    let lost = [&whole[..first], &whole[second..]].concat();
    assert_eq!(look(&lost), Err(PhotoError::Corrupt("restart marker")));
}

#[test]
fn a_bomb_is_refused_by_its_claim() {
    let too_wide = PhotoError::TooManyPixels { width: 65_535, height: 65_535, limit: 200_000_000 };
    assert_eq!(look(&frame(0xC0, 65_535, 65_535)), Err(too_wide));
    let progressive = PhotoError::TooManyPixels { width: 10_000, height: 10_000, limit: 64_000_000 };
    assert_eq!(look(&frame(0xC2, 10_000, 10_000)), Err(progressive));
    assert_eq!(look(&frame(0xC0, 0, 8)), Err(PhotoError::Corrupt("a picture without pixels")));
}

#[test]
fn endless_segments_and_scans_are_refused() {
    let comments = [vec![0xFF, 0xD8], [0xFF, 0xFE, 0, 2].repeat(3_000)].concat();
    assert_eq!(look(&comments), Err(PhotoError::TooManySegments));
    let table = [0xFF, DHT, 0, 20, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let scan = [0xFF, SOS, 0, 8, 1, 1, 0, 0, 0, 0, 0x00];
    let scans = [frame(0xC2, 8, 8), table.to_vec(), scan.repeat(101)].concat();
    assert_eq!(look(&scans), Err(PhotoError::TooManyScans));
}

#[test]
fn other_codings_are_named_as_unsupported() {
    for marker in [0xC3, 0xC9, 0xCA, 0xCF] {
        assert!(matches!(look(&frame(marker, 8, 8)), Err(PhotoError::Unsupported(_))), "{marker:x}");
    }
}

/// A frame of three components of one size, named so.
fn colour_frame(ids: [u8; 3]) -> Vec<u8> {
    let components = ids.map(|id| [id, 0x11, 0]).concat();
    [&[8, 0, 32, 0, 32, 3][..], &components].concat()
}

/// Hears whether the colours are RGB, and ends the walk.
#[derive(Default)]
struct Colours(Option<bool>);

impl Sink for Colours {
    fn begin(&mut self, _: &Frame, is_rgb: bool) -> Result<(), PhotoError> {
        self.0 = Some(is_rgb);
        Err(PhotoError::Truncated)
    }
}

#[test]
fn who_says_that_colours_are_rgb_is_heard_in_the_usual_order() {
    let segment = |marker: u8, body: &[u8]| {
        [&[0xFF, marker], &(body.len() as u16 + 2).to_be_bytes()[..], body].concat()
    };
    let jfif = segment(APP0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    let adobe = |transform: u8, more: &[u8]| {
        segment(APP14, &[b"Adobe\0\x64\0\0\0\0", &[transform][..], more].concat())
    };
    let is_rgb = |head: &[&[u8]], ids: [u8; 3]| {
        let bytes = [&[0xFF, 0xD8][..], &head.concat(), &segment(0xC0, &colour_frame(ids))].concat();
        let mut colours = Colours::default();
        let _ = inspect_stream(bytes.as_slice(), &mut colours);
        colours.0
    };
    assert_eq!(is_rgb(&[], *b"RGB"), Some(true));
    assert_eq!(is_rgb(&[], [1, 2, 3]), Some(false));
    assert_eq!(is_rgb(&[&jfif], *b"RGB"), Some(false));
    assert_eq!(is_rgb(&[&adobe(0, b"")], [1, 2, 3]), Some(true));
    assert_eq!(is_rgb(&[&adobe(1, b"\0")], [1, 2, 3]), Some(false), "what follows says nothing");
    assert_eq!(is_rgb(&[&adobe(0, b"\x01")], [1, 2, 3]), Some(true));
}

#[test]
fn rgb_whose_components_come_one_after_the_other_is_refused_and_not_mixed_up() {
    let frame = Frame::parse(&colour_frame(*b"RGB"), false).unwrap();
    let mut sink = pixels::Pixels::new(32);
    sink.begin(&frame, true).unwrap();
    let table = [1; 64];
    sink.begin_scan(0, Some(&table)).unwrap();
    sink.rows_done(0, 1);
    assert!(matches!(sink.begin_scan(1, Some(&table)), Err(PhotoError::Unsupported(_))));
}

#[test]
fn no_mutation_makes_it_panic_or_read_for_ever() {
    let random = SeededIds::new(41);
    let draw = || {
        let mut bytes = [0; 8];
        random.random(&mut bytes);
        usize::try_from(u64::from_le_bytes(bytes) >> 1).unwrap()
    };
    for name in DRAWN {
        let whole = sample(name);
        for _ in 0..1_500 {
            let mut bytes = whole.clone();
            for _ in 0..=draw() % 6 {
                let at = draw() % bytes.len();
                match draw() % 4 {
                    0 => bytes[at] = u8::try_from(draw() % 256).unwrap(),
                    1 => bytes[at] ^= 1 << (draw() % 8),
                    2 => drop(bytes.drain(at..(at + draw() % 9).min(bytes.len()))),
                    _ => bytes.insert(at, 0xFF),
                }
                if bytes.is_empty() {
                    break;
                }
            }
            let _ = look(&bytes);
        }
    }
}

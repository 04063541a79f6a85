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
    let scans: Vec<u8> = (0..63).flat_map(|at| [scan(at, at, 1), scan(at, at, 0x10)].concat()).collect();
    assert_eq!(look(&[head(8, 8), scans].concat()), Err(PhotoError::TooManyScans));
}

/// The head of a progressive picture whose every code is a zero bit: no difference, no more coefficients.
fn head(width: u16, height: u16) -> Vec<u8> {
    let steps = [&[0xFF, DQT, 0, 67, 0][..], &[1; 64]].concat();
    let codes = |class: u8| [&[0xFF, DHT, 0, 20, class, 1][..], &[0; 16]].concat();
    [frame(0xC2, width, height), steps, codes(0), codes(0x10)].concat()
}

/// A scan of the coefficients `from..=to` of one block that are all zero.
fn scan(from: u8, to: u8, precision: u8) -> Vec<u8> {
    vec![0xFF, SOS, 0, 8, 1, 1, 0, from, to, precision, 0x00]
}

#[test]
fn a_progressive_picture_comes_in_the_order_of_its_bits() {
    let whole = |scans: &[Vec<u8>]| look(&[head(8, 8), scans.concat(), vec![0xFF, EOI]].concat());
    let (first, rest) = (scan(0, 0, 1), [scan(0, 0, 0x10), scan(1, 63, 0)].concat());
    assert!(whole(&[first.clone(), rest.clone()]).is_ok());
    let refused = Err(PhotoError::Corrupt("scan out of its order"));
    assert_eq!(whole(std::slice::from_ref(&rest)), refused, "a last bit of nothing");
    assert_eq!(whole(&[first.clone(), first.clone(), rest.clone()]), refused, "twice");
    assert_eq!(whole(&[scan(0, 0, 2), rest.clone()]), refused, "a bit that was left out");
    assert_eq!(whole(&[first, rest, scan(1, 63, 0)]), refused, "once more");
}

#[test]
fn a_progressive_picture_that_lost_a_scan_is_refused() {
    for name in ["drawn_progressive.jpg", "drawn_grey_progressive.jpg"] {
        let whole = sample(name);
        let starts: Vec<usize> =
            whole.windows(2).enumerate().filter(|(_, two)| *two == [0xFF, SOS]).map(|(at, _)| at).collect();
        assert!(starts.len() > 3, "{name}");
        for start in starts {
            let behind = start
                + 2
                + whole[start + 2..]
                    .windows(2)
                    .position(|two| two[0] == 0xFF && !matches!(two[1], 0 | 0xD0..=0xD7))
                    .unwrap();
            let lost = [&whole[..start], &whole[behind..]].concat();
            assert!(look(&lost).is_err(), "{name} without the scan at {start}");
            let twice = [&whole[..behind], &whole[start..]].concat();
            assert!(look(&twice).is_err(), "{name} with the scan at {start} twice");
        }
    }
}

#[test]
fn a_picture_without_its_steps_is_refused_by_whoever_only_looks() {
    let mut file = sample("drawn_restarts.jpg");
    let steps = file.windows(2).position(|pair| pair == [0xFF, DQT]).unwrap();
    file[steps + 1] = 0xFE;
    assert_eq!(look(&file), Err(PhotoError::Corrupt("missing quantisation table")));
}

#[test]
fn other_codings_are_named_as_unsupported() {
    for (marker, kind) in [
        (0xC3, "lossless or hierarchical JPEG"),
        (0xC7, "lossless or hierarchical JPEG"),
        (0xC9, "arithmetic JPEG"),
        (0xCA, "arithmetic JPEG"),
        (0xCF, "arithmetic JPEG"),
    ] {
        assert_eq!(look(&frame(marker, 8, 8)), Err(PhotoError::Unsupported(kind)), "{marker:x}");
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
    sink.begin_scan(0, &table).unwrap();
    sink.rows_done(0, 1);
    assert!(matches!(sink.begin_scan(1, &table), Err(PhotoError::Unsupported(_))));
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

//! Both decoders over the same files: the library is used where it is meant to be, and refuses what the other refuses.

use std::io::Cursor;

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::*;
use crate::id::{IdGen, SeededIds};

fn sample(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/photos");
    std::fs::read(folder.join(name)).unwrap()
}

fn by_library(bytes: &[u8], side: u32) -> Option<(Inspected, Picture)> {
    Turbo.decode_plain(&mut Cursor::new(bytes), side).unwrap()
}

/// What both say, the picture apart.
fn both(bytes: &[u8]) -> [Result<Inspected, PhotoError>; 2] {
    let file = || Cursor::new(bytes);
    [Turbo.decode(&mut file(), 480), Own.decode(&mut file(), 480)]
        .map(|answer| answer.map(|(inspected, _)| inspected))
}

/// A picture of some colours, coded so.
fn drawn(colour: ColorType, set: impl FnOnce(&mut Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let samples = match colour {
        ColorType::Luma => 1,
        ColorType::Cmyk => 4,
        _ => 3,
    };
    let samples: Vec<u8> = (0..97 * 61 * samples).map(|at| u8::try_from(at * 7 / 5 % 251).unwrap()).collect();
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, 90);
    set(&mut encoder);
    encoder.encode(&samples, 97, 61, colour).unwrap();
    out
}

#[test]
fn what_cameras_write_is_decoded_by_the_library() {
    use SamplingFactor as Factor;
    for name in ["Landscape_1.jpg", "Landscape_6.jpg", "drawn_restarts.jpg"] {
        let (inspected, picture) = by_library(&sample(name), 1920).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(Ok(inspected), both(&sample(name))[1], "{name}");
        assert!(picture.chroma.is_some(), "{name}");
    }
    for sampling in [Factor::F_1_1, Factor::F_2_1, Factor::F_1_2, Factor::F_2_2] {
        for side in [97, 50, 25, 13, 4] {
            let bytes = drawn(ColorType::Rgb, |encoder| encoder.set_sampling_factor(sampling));
            let (_, theirs) = by_library(&bytes, side).unwrap_or_else(|| panic!("{sampling:?}"));
            let (_, own) = Own.decode(&mut Cursor::new(&bytes), side).unwrap();
            let own = own.unwrap();
            assert_eq!((theirs.width(), theirs.height()), (own.width(), own.height()), "{sampling:?}");
            let apart = |one: &Plane, other: &Plane| {
                assert_eq!((one.width, one.height), (other.width, other.height));
                let apart = one.samples.iter().zip(&other.samples).map(|(a, b)| u64::from(a.abs_diff(*b)));
                apart.sum::<u64>() / one.samples.len() as u64
            };
            // Stripes finer than a reduced block come out in each decoder's own way; a plane out of its place differs by 80.
            let luma = apart(&theirs.luma, &own.luma);
            assert!(luma <= 16, "{sampling:?} at {side}: {luma}");
            for (one, other) in theirs.chroma.unwrap().iter().zip(&own.chroma.unwrap()) {
                assert!(apart(one, other) <= 16, "{sampling:?} at {side}");
            }
        }
    }
    let (_, grey) = by_library(&drawn(ColorType::Luma, |_| ()), 50).unwrap();
    assert!(grey.chroma.is_none());
}

#[test]
fn what_could_take_much_memory_or_other_colours_is_left_to_the_own_decoder() {
    for name in ["drawn_progressive.jpg", "drawn_grey_progressive.jpg", "drawn.png", "drawn.heic"] {
        assert!(by_library(&sample(name), 1920).is_none(), "{name}");
    }
    let progressive = drawn(ColorType::Rgb, |encoder| encoder.set_progressive(true));
    let in_scans = drawn(ColorType::Rgb, |encoder| encoder.set_optimized_huffman_tables(true));
    let wide = drawn(ColorType::Rgb, |encoder| encoder.set_sampling_factor(SamplingFactor::F_4_1));
    for bytes in [progressive, in_scans.clone(), wide, drawn(ColorType::Cmyk, |_| ())] {
        assert!(by_library(&bytes, 1920).is_none());
    }
    assert!(by_library(&sample("Landscape_1.jpg"), MAX_SIDE + 1).is_none());
    assert!(both(&in_scans)[0].is_ok());
}

#[test]
fn a_file_is_refused_alike_with_and_without_the_library() {
    let whole = sample("drawn_restarts.jpg");
    for cut in 0..whole.len() {
        for bytes in [whole[..cut].to_vec(), [&whole[..cut], &[0xFF, 0xD9]].concat()] {
            let [turbo, own] = both(&bytes);
            assert_eq!(turbo, own, "cut at {cut}");
        }
    }
    let (picture, end) = whole.split_at(whole.len() - 2);
    let film = [&whole[..], b"film of a motion photo"].concat();
    for bytes in [[picture, &[0x55; 40], end].concat(), film, [&whole[..9], &whole[13..]].concat()] {
        let [turbo, own] = both(&bytes);
        assert_eq!(turbo, own);
    }
    let real = sample("Landscape_1.jpg");
    for part in 1..24 {
        let [turbo, own] = both(&real[..real.len() * part / 24]);
        assert_eq!((turbo, own), (Err(PhotoError::Truncated), Err(PhotoError::Truncated)), "{part} of 24");
    }
}

#[test]
fn a_damaged_file_that_the_library_takes_is_whole_all_the_same() {
    let random = SeededIds::new(91);
    let draw = |below: usize| {
        let mut bytes = [0; 8];
        random.random(&mut bytes);
        usize::try_from(u64::from_le_bytes(bytes) >> 1).unwrap() % below
    };
    let (mut taken, mut otherwise) = (0, 0);
    for whole in [sample("drawn_restarts.jpg"), drawn(ColorType::Rgb, |_| ()), drawn(ColorType::Luma, |_| ())]
    {
        for _ in 0..1_500 {
            let mut bytes = whole.clone();
            for _ in 0..=draw(3) {
                let at = draw(bytes.len());
                match draw(4) {
                    0 => bytes[at] = u8::try_from(draw(256)).unwrap(),
                    1 => bytes[at] ^= 1 << draw(8),
                    2 => bytes.truncate(at.max(1)),
                    _ => bytes.insert(at, 0xFF),
                }
            }
            let [turbo, own] = both(&bytes);
            match (turbo, own) {
                (Ok(turbo), Ok(own)) => {
                    assert_eq!((turbo.sha256, turbo.trailing_bytes), (own.sha256, own.trailing_bytes));
                    taken += 1;
                }
                // A coefficient beyond its block's end, which the library drops.
                (Ok(_), Err(PhotoError::Corrupt(_))) => otherwise += 1,
                (turbo, own) => assert_eq!(turbo, own),
            }
        }
    }
    assert!(taken > 100 && otherwise < taken, "{taken} taken by both, {otherwise} by the library alone");
}

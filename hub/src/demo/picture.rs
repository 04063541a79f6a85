//! Pictures for phones without a camera: drawn, plausible in size, each unlike the others, with the time in them as a
//! camera writes it.

use std::{
    io,
    path::{Path, PathBuf},
};

use doorstep_core::{
    id::{IdGen as _, SeededIds},
    photo::inspect,
    text::Text,
    time::{Timestamp, Zone},
};
use image::{ExtendedColorType, ImageEncoder as _, Rgb, RgbImage, codecs::jpeg::JpegEncoder};

use super::DemoError;
use crate::store::why;

const WIDTH: u32 = 1280;
const HEIGHT: u32 = 960;
/// Doors, windows, heaps of wood: what makes one yard unlike another.
const THINGS: usize = 14;

/// A coloured field of the picture.
struct Thing {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
    colour: [u8; 3],
}

/// The JPEG files in `folder`, each looked at: a story that breaks off at its tenth photo tells less than one that does
/// not begin.
///
/// # Errors
/// When the folder cannot be read or holds none, or one of them is no whole picture.
pub fn given(folder: &Path) -> Result<Vec<PathBuf>, DemoError> {
    let unreadable = |error: io::Error| DemoError::given(folder, why(&error));
    let mut given = Vec::new();
    for file in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = file.map_err(unreadable)?.path();
        let ending = path.extension().unwrap_or_default();
        if ending.eq_ignore_ascii_case("jpg") || ending.eq_ignore_ascii_case("jpeg") {
            inspect(&path).map_err(|error| DemoError::given(&path, error.text()))?;
            given.push(path);
        }
    }
    if given.is_empty() {
        let reason = Text::new("其中没有 JPEG 照片（.jpg、.jpeg）", "holds no JPEG files (.jpg, .jpeg)");
        return Err(DemoError::given(folder, reason));
    }
    given.sort();
    Ok(given)
}

/// Draws the yard of house `number` under a sky as a JPEG at `path`, taken at `at` by a camera in China.
///
/// # Errors
/// When the file cannot be written.
pub fn draw(path: &Path, number: u64, at: Timestamp) -> io::Result<()> {
    let ids = SeededIds::new(number.wrapping_mul(0x9E37_79B9).wrapping_add(5));
    let byte = || {
        let mut one = [0u8; 1];
        ids.random(&mut one);
        one[0]
    };
    let horizon = 300 + u32::from(byte());
    let things: Vec<Thing> = (0..THINGS)
        .map(|_| Thing {
            left: u32::from(byte()) * WIDTH / 300,
            top: u32::from(byte()) * HEIGHT / 300,
            width: 90 + u32::from(byte()),
            height: 70 + u32::from(byte()),
            colour: [byte(), byte(), byte()],
        })
        .collect();
    let picture = RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let grain = u8::try_from((x.wrapping_mul(31) ^ y.wrapping_mul(17)) % 9).unwrap_or(0);
        let thing = things.iter().rev().find(|thing| {
            (thing.left..thing.left + thing.width).contains(&x)
                && (thing.top..thing.top + thing.height).contains(&y)
        });
        let [red, green, blue] = match thing {
            Some(thing) => thing.colour,
            None if y < horizon => [150, 185, 215],
            None => [95, 110, 70],
        };
        Rgb([red.saturating_add(grain), green, blue])
    });
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 85)
        .write_image(picture.as_raw(), WIDTH, HEIGHT, ExtendedColorType::Rgb8)
        .map_err(io::Error::other)?;
    let (start, rest) = bytes.split_at_checked(2).unwrap_or((&bytes, &[]));
    std::fs::write(path, [start, &time_block(at), rest].concat())
}

/// A JPEG's EXIF segment with the time of the picture and the camera's zone, and nothing else.
fn time_block(at: Timestamp) -> Vec<u8> {
    const EXIF_IFD: u16 = 0x8769;
    const TAKEN: u16 = 0x9003;
    const OFFSET: u16 = 0x9011;
    let local = chrono::DateTime::from_timestamp_millis(
        at.millis() + i64::from(Zone::CHINA.offset_minutes()) * 60_000,
    );
    let taken = local.unwrap_or_default().format("%Y:%m:%d %H:%M:%S\0").to_string();
    let mut tiff = b"MM\0\x2a\0\0\0\x08".to_vec();
    let entry = |tiff: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: u32| {
        tiff.extend(tag.to_be_bytes());
        tiff.extend(kind.to_be_bytes());
        tiff.extend(count.to_be_bytes());
        tiff.extend(value.to_be_bytes());
    };
    // One entry that leads to the next directory, which has two; their texts follow at 56 and 76.
    tiff.extend([0, 1]);
    entry(&mut tiff, EXIF_IFD, 4, 1, 26);
    tiff.extend([0; 4]);
    tiff.extend([0, 2]);
    entry(&mut tiff, TAKEN, 2, 20, 56);
    entry(&mut tiff, OFFSET, 2, 7, 76);
    tiff.extend([0; 4]);
    tiff.extend(taken.as_bytes());
    tiff.extend(b"+08:00\0");
    let length = u16::try_from(tiff.len() + 8).unwrap_or(0);
    [b"\xFF\xE1".as_slice(), &length.to_be_bytes(), b"Exif\0\0", &tiff].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorstep_core::photo::{Likeness, Seen, compare, shrink};

    #[test]
    fn a_drawn_picture_tells_its_time_and_is_like_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let at = Timestamp::from_millis(1_782_259_200_000);
        let seen: Vec<Seen> = (0..12)
            .map(|number| {
                let path = folder.path().join("one.jpg");
                draw(&path, number, at).unwrap();
                let taken = inspect(&path).unwrap().taken_at.unwrap();
                assert_eq!(
                    (taken.local.to_string(), taken.offset_minutes),
                    ("2026-06-24 08:00:00".into(), Some(480))
                );
                let shrunk = shrink(&path).unwrap();
                Seen {
                    sha256: shrunk.inspected.sha256,
                    picture_sha256: None,
                    fingerprint: shrunk.fingerprint,
                    taken_at: None,
                }
            })
            .collect();
        for (at, one) in seen.iter().enumerate() {
            for other in &seen[at + 1..] {
                assert_eq!(compare(one, other).0, Likeness::Different);
            }
        }
    }

    #[test]
    fn photos_that_the_demo_cannot_use_are_refused_by_name_before_it_begins() {
        let folder = tempfile::tempdir().unwrap();
        let refused = || given(folder.path()).unwrap_err().to_string();
        assert!(refused().contains("holds no JPEG files"), "nothing is drawn in their stead");
        let whole = folder.path().join("whole.jpg");
        draw(&whole, 1, Timestamp::from_millis(1_782_259_200_000)).unwrap();
        assert_eq!(given(folder.path()).unwrap(), std::slice::from_ref(&whole));
        let bytes = std::fs::read(&whole).unwrap();
        std::fs::write(folder.path().join("cut.JPG"), &bytes[..bytes.len() / 2]).unwrap();
        assert!(refused().contains("cut.JPG: "), "{}", refused());
        let missing = folder.path().join("nope");
        let told = given(&missing).unwrap_err().to_string();
        assert_eq!(told, format!("{}: does not exist / 文件不存在", missing.display()));
    }
}

//! What a photo file is and claims, and what is refused.

use super::*;
use crate::id::{IdGen, SeededIds};

fn look(bytes: &[u8]) -> Result<Inspected, PhotoError> {
    inspect_stream(bytes, &mut NoPixels)
}

fn asset(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/photos").join(name)
}

fn bytes_of(name: &str) -> Vec<u8> {
    std::fs::read(asset(name)).unwrap()
}

#[test]
fn the_four_orientations_are_read() {
    for (name, orientation, size) in [
        ("Landscape_1.jpg", 1, (1800, 1200)),
        ("Landscape_3.jpg", 3, (1800, 1200)),
        ("Landscape_6.jpg", 6, (1200, 1800)),
        ("Landscape_8.jpg", 8, (1200, 1800)),
    ] {
        let inspected = inspect(&asset(name)).unwrap();
        assert_eq!((inspected.width, inspected.height), size, "{name}");
        assert_eq!((inspected.orientation, inspected.format), (orientation, PhotoFormat::Jpeg), "{name}");
        assert_eq!((inspected.gps, inspected.problems), (None, vec![]), "{name}");
        let whole = bytes_of(name);
        assert_eq!((inspected.sha256, inspected.bytes), (Digest::of(&whole), whole.len() as u64), "{name}");
    }
}

#[test]
fn the_other_formats_are_known() {
    for (name, format) in [
        ("drawn.png", PhotoFormat::Png),
        ("drawn_lossy.webp", PhotoFormat::WebP),
        ("drawn_lossless.webp", PhotoFormat::WebP),
        ("drawn.heic", PhotoFormat::Heic),
    ] {
        let inspected = inspect(&asset(name)).unwrap();
        assert_eq!((inspected.format, inspected.width, inspected.height), (format, 101, 67), "{name}");
        assert_eq!((inspected.orientation, inspected.trailing_bytes), (1, 0), "{name}");
        assert_eq!(inspected.sha256, Digest::of(&bytes_of(name)), "{name}");
        let ending = name.rsplit('.').next().unwrap();
        assert_eq!(serde_json::to_value(format).unwrap(), ending, "programs read its usual name");
    }
}

#[test]
fn the_other_formats_cut_at_any_byte_are_refused() {
    for name in ["drawn.png", "drawn_lossy.webp", "drawn_lossless.webp", "drawn.heic"] {
        let whole = bytes_of(name);
        for cut in (0..whole.len()).step_by(if whole.len() > 4_000 { 7 } else { 1 }) {
            assert!(look(&whole[..cut]).is_err(), "{name} cut at {cut}");
        }
        assert!(look(&whole[..whole.len() - 1]).is_err(), "{name} without its last byte");
    }
}

#[test]
fn an_altered_png_is_damaged() {
    let whole = bytes_of("drawn.png");
    for at in (33..whole.len()).step_by(11) {
        let mut altered = whole.clone();
        altered[at] ^= 0x10;
        assert!(look(&altered).is_err(), "altered at {at}");
    }
}

#[test]
fn what_is_no_photo_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("张三.jpg");
    std::fs::write(&path, b"").unwrap();
    assert_eq!(inspect(&path), Err(PhotoError::Empty));
    std::fs::write(&path, "<html>登录</html>").unwrap();
    assert_eq!(inspect(&path), Err(PhotoError::NotAnImage));
    assert_eq!(inspect(folder.path()), Err(PhotoError::NotAnImage));
    let huge = std::fs::File::create(&path).unwrap();
    huge.set_len(MAX_BYTES + 1).unwrap();
    assert_eq!(inspect(&path), Err(PhotoError::TooManyBytes { limit: MAX_BYTES }));
    std::fs::remove_file(&path).unwrap();
    let error = inspect(&path).unwrap_err();
    assert_eq!(error, PhotoError::Io(std::io::ErrorKind::NotFound));
    assert!(!error.to_string().contains("张三") && !error.text().zh.contains("张三"));
}

#[test]
fn a_picture_that_claims_billions_of_pixels_is_refused_at_once() {
    let mut png = bytes_of("drawn.png");
    png[16..24].copy_from_slice(&[0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF]);
    let checksum = crc32fast::hash(&png[12..29]);
    png[29..33].copy_from_slice(&checksum.to_be_bytes());
    assert!(matches!(look(&png), Err(PhotoError::TooManyPixels { .. })));
}

#[test]
fn random_bytes_behind_any_signature_never_panic() {
    let ids = SeededIds::new(51);
    let heads: [&[u8]; 6] = [
        b"",
        b"\xFF\xD8\xFF",
        png::SIGNATURE,
        b"RIFF\xFF\0\0\0WEBP",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        b"II*\0",
    ];
    for head in heads {
        for length in 0..300 {
            let mut bytes = vec![0; length];
            ids.random(&mut bytes);
            assert!(look(&[head, &bytes[..]].concat()).is_err());
        }
    }
}

#[test]
fn no_mutation_of_a_container_makes_it_panic() {
    let ids = SeededIds::new(61);
    let draw = |below: usize| {
        let mut bytes = [0; 4];
        ids.random(&mut bytes);
        usize::try_from(u32::from_le_bytes(bytes)).unwrap() % below
    };
    for name in ["drawn.heic", "drawn_lossy.webp", "drawn.png"] {
        let whole = bytes_of(name);
        // The structure sits in front; most hits should land there.
        let front = whole.len().min(600);
        for _ in 0..3_000 {
            let mut bytes = whole.clone();
            for _ in 0..=draw(4) {
                bytes[draw(front)] = u8::try_from(draw(256)).unwrap();
            }
            let _ = look(&bytes);
        }
    }
}

//! Against the reference implementation, and what a fingerprint must survive.

use super::*;
use crate::photo::{WORKING_SIDE, shrink, shrink::picture_of};
use std::path::Path;

fn asset(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/photos").join(name)
}

/// What Meta's reference implementation (C++, as packaged in `pdqhash` 0.2.8) makes of the full-size upright
/// pictures.
const REFERENCE: [(&str, &str); 4] = [
    ("Landscape_1.jpg", "6773ac04b914a3cfcf1b0b66ea42684c42d9f39386938526e48e6d263b6dd2db"),
    ("Landscape_3.jpg", "6773ac84b814a3cfcf1b0b66ea42684c42d9f39386938526e48e6d263b6dd2db"),
    ("Landscape_6.jpg", "6773ac04b814a3cfcf1b0b66e242684c4ad9f393a6938526e48e6d263b6dd2db"),
    ("Landscape_8.jpg", "6773ac04b814a3cfcf1b0b66e242684c4ad9f393a6938526e48e6d263b6dd2db"),
];

/// The same for a picture that is taken as it is, without a step of resizing between.
const REFERENCE_DRAWN: (&str, u8) = ("178ce573578b54ad7a98548b7e1d91a4e67b5aac2074629cadf58a94556278d4", 100);

/// What the authors of PDQ publish of `bridge-1-original.jpg` and of the same picture turned and mirrored in each of the
/// other ways (`pdq/data/reg-test-input/dih` and its tests, in the repository of `ThreatExchange`), by EXIF orientation.
const PUBLISHED: [&str; 8] = [
    "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22",
    "0dad2599b1a1bd1a5362576742da32a5e63b7380c2374b4866b366c91bc9ce77",
    "adad5a64b5a142e75b62a09857da895ae63b847fc23794b766b319361bc93188",
    "f8f80f31e0f417b20e37f5cd028f980fb36ed02a9662c1e233e64c634e9c64dd",
    "f0a5e102f1ccc0bd945308720fff038de34ef1e8ada9a956d2967ade5ea91a50",
    "a5f0a457a48995e8c9065c275aaa5498b61ba4bdf8fcf80387c32f8b1bfc4f05",
    "a5f05aa8a4896a17c906a2d85aaaab07b61b5b42f8fc07fc87c3d0741bfcb0fa",
    "30a10efd71cc3d429013d48d0ffffc52e34e0e17ada952a9d29685211ea9e5af",
];

/// Bits by which two honest implementations may differ (the published tolerance for another decoder or resizer).
const TOLERANCE: u32 = 10;

#[test]
fn fingerprints_agree_with_the_reference_implementation() {
    for (name, expected) in REFERENCE {
        let found = shrink(&asset(name)).unwrap().fingerprint;
        let distance = found.bits.distance(&expected.parse().unwrap());
        assert!(distance <= TOLERANCE, "{name}: {distance} bits");
        assert_eq!(found.quality, 100, "{name}");
    }
}

#[test]
fn fingerprints_agree_with_the_published_ones_of_a_picture_in_all_eight_ways() {
    let picture = picture_of(&asset("bridge-1-original.jpg"), WORKING_SIDE).unwrap().1;
    for (orientation, expected) in (1..).zip(PUBLISHED) {
        let found = Fingerprint::of(&picture.clone().upright(orientation).luma);
        let distance = found.bits.distance(&expected.parse().unwrap());
        assert!(distance <= TOLERANCE, "{orientation}: {distance} bits");
        assert_eq!(found.quality, 100);
    }
}

#[test]
fn on_the_same_pixels_the_port_is_the_reference() {
    let found = shrink(&asset("drawn.png")).unwrap().fingerprint;
    let distance = found.bits.distance(&REFERENCE_DRAWN.0.parse().unwrap());
    // Brightness is rounded to whole numbers here, not there.
    assert!(distance <= 2, "{distance} bits");
    assert_eq!(found.quality, REFERENCE_DRAWN.1);
}

#[test]
fn the_four_orientations_have_one_fingerprint() {
    let all: Vec<_> = REFERENCE.map(|(name, _)| shrink(&asset(name)).unwrap().fingerprint.bits).into();
    for other in &all {
        assert!(all[0].distance(other) <= TOLERANCE, "{} bits", all[0].distance(other));
    }
}

#[test]
fn a_wall_has_no_quality_and_noise_has() {
    let wall = Plane { width: 300, height: 200, samples: vec![90; 60_000] };
    assert_eq!(Fingerprint::of(&wall).quality, 0);
    let mut checks = Plane::with_room(300, 200);
    for y in 0..200 {
        checks.samples.extend((0..300).map(|x| if (x / 20 + y / 20) % 2 == 0 { 20 } else { 230 }));
    }
    assert_eq!(Fingerprint::of(&checks).quality, 100);
}

#[test]
fn tiny_pictures_have_a_fingerprint_too() {
    for (width, height) in [(1, 1), (3, 200), (64, 64), (65, 63)] {
        let plane = Plane { width, height, samples: vec![200; width * height] };
        assert_eq!(Fingerprint::of(&plane).quality, 0);
    }
}

#[test]
fn bits_are_written_as_pdq_writes_them() {
    let text = REFERENCE[0].1;
    let bits: FingerprintBits = text.parse().unwrap();
    assert_eq!(bits.to_string(), text);
    assert_eq!(serde_json::to_string(&bits).unwrap(), format!("\"{text}\""));
    assert_eq!(bits.distance(&bits), 0);
    assert_eq!(bits.distance(&FingerprintBits(bits.0.map(|byte| !byte))), 256);
    assert!("12".parse::<FingerprintBits>().is_err());
}

//! What is sealed, and that nothing else is.

use super::*;
use crate::{
    id::SeededIds,
    seal::{SealKey, open_file},
};
use std::{fs, path::PathBuf};

fn asset(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/photos").join(name)
}

struct Place {
    folder: tempfile::TempDir,
    phone: SealKey,
    hub: SealKey,
}

impl Place {
    fn new() -> Self {
        let ids = SeededIds::new(71);
        Self {
            folder: tempfile::tempdir().unwrap(),
            phone: SealKey::generate(&ids),
            hub: SealKey::generate(&ids),
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn take(&self, src: &Path, handling: Handling<'_>) -> Result<TakenCopies, PhotoError> {
        let (original, working, thumbnail) = (self.file("o.age"), self.file("w.age"), self.file("t.age"));
        let paths = SealedPaths { original: &original, working: &working, thumbnail: &thumbnail };
        take_with_copies(src, paths, &[self.phone.recipient(), self.hub.recipient()], handling)
    }

    fn opened(&self, name: &str) -> Vec<u8> {
        let mut out = Vec::new();
        open_file(&self.file(name), std::slice::from_ref(&self.hub), &mut out).unwrap();
        out
    }

    fn count(&self) -> usize {
        fs::read_dir(self.folder.path()).unwrap().count()
    }
}

#[test]
fn an_original_and_its_copies_are_sealed_each_with_its_digest() {
    let place = Place::new();
    let src = asset("Landscape_6.jpg");
    let taken = place.take(&src, Handling::default()).unwrap();
    assert!(place.opened("o.age") == fs::read(&src).unwrap());
    assert_eq!(taken.original.plain_sha256, taken.inspected.sha256);
    let shrunk = super::super::shrink(&src).unwrap();
    assert!(place.opened("w.age") == shrunk.working.jpeg && place.opened("t.age") == shrunk.thumbnail.jpeg);
    assert_eq!(taken.working.sealed.plain_sha256, shrunk.working.sha256);
    assert_eq!((taken.thumbnail.width, taken.thumbnail.height), (320, 213));
    assert_eq!((taken.fingerprint, taken.blurred), (shrunk.fingerprint, false));
    assert_eq!(place.count(), 3, "no plain file was written");
}

#[test]
fn of_a_blurred_photo_only_the_blurred_picture_exists() {
    let place = Place::new();
    let src = asset("Landscape_6.jpg");
    let hidden = [Region { left: 0.0, top: 0.0, width: 0.5, height: 0.5 }];
    let taken = place.take(&src, Handling { hidden: &hidden, ..Handling::default() }).unwrap();
    assert!(taken.blurred);
    let camera = super::super::inspect(&src).unwrap();
    assert_ne!(taken.inspected.sha256, camera.sha256);
    assert_eq!((taken.inspected.width, taken.inspected.orientation), (1800, 1));
    assert_eq!(taken.inspected.taken_at, camera.taken_at);
    assert_eq!(taken.original.plain_sha256, taken.inspected.sha256);
    assert_eq!((taken.inspected.maker, taken.inspected.problems), (camera.maker, camera.problems));
    // Opened again, the hidden part is grey in all three.
    for name in ["o.age", "w.age", "t.age"] {
        let picture = image::load_from_memory(&place.opened(name)).unwrap().to_rgb8();
        for (x, y) in [(0.05, 0.05), (0.3, 0.2), (0.45, 0.4)] {
            let at = |part: f64, side: u32| (part * f64::from(side)) as u32;
            let [r, g, b] = picture.get_pixel(at(x, picture.width()), at(y, picture.height())).0;
            assert!(r.abs_diff(g) < 8 && g.abs_diff(b) < 8, "{name}: {r} {g} {b}");
        }
    }
    assert_ne!(taken.fingerprint, super::super::shrink(&src).unwrap().fingerprint);
}

#[test]
fn a_stamp_is_on_the_working_copy_alone() {
    let place = Place::new();
    let src = asset("Landscape_1.jpg");
    let strip = Strip::new(40, 10, [255, 0, 0, 255].repeat(400)).unwrap();
    let taken = place.take(&src, Handling { stamp: Some(&strip), ..Handling::default() }).unwrap();
    let shrunk = super::super::shrink(&src).unwrap();
    assert_eq!(taken.fingerprint, shrunk.fingerprint);
    assert!(place.opened("t.age") == shrunk.thumbnail.jpeg);
    let picture = image::load_from_memory(&place.opened("w.age")).unwrap().to_rgb8();
    let [r, g, b] = picture.get_pixel(20, 1194).0;
    assert!(r > 230 && g < 30 && b < 30, "{r} {g} {b}");
}

#[test]
fn heic_takes_the_hosts_pixels_and_seals_the_file() {
    let place = Place::new();
    let src = asset("drawn.heic");
    assert_eq!(place.take(&src, Handling::default()), Err(PhotoError::NeedsDecoding));
    let rgba = image::open(asset("drawn.png")).unwrap().to_rgba8();
    let pixels = HostPixels { width: 101, height: 67, rgba: rgba.as_raw(), orientation: 1 };
    let taken = place.take(&src, Handling { pixels: Some(pixels), ..Handling::default() }).unwrap();
    assert!(place.opened("o.age") == fs::read(&src).unwrap());
    assert_eq!((taken.working.width, taken.working.height), (101, 67));
}

#[test]
fn a_refused_photo_leaves_nothing() {
    let place = Place::new();
    let cut = place.file("cut.jpg");
    fs::write(&cut, &fs::read(asset("Landscape_1.jpg")).unwrap()[..100_000]).unwrap();
    assert_eq!(place.take(&cut, Handling::default()), Err(PhotoError::Truncated));
    let outside = [Region { left: f64::NAN, top: 0.0, width: 0.5, height: 0.5 }];
    let refused = place.take(&asset("Landscape_1.jpg"), Handling { hidden: &outside, ..Handling::default() });
    assert!(refused.is_err());
    assert_eq!(place.count(), 1, "only the cut file");
}

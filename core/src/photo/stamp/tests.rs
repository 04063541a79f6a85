//! What a stamp shows, and where.

use super::*;
use chrono::NaiveDate;

fn content() -> StampContent {
    StampContent {
        taken: NaiveDate::from_ymd_opt(2026, 6, 3).unwrap().and_hms_opt(14, 5, 9).unwrap(),
        place: Some("城固县 上元观镇".into()),
        worker: Some("W-017".into()),
        household: Some("HH-000123".into()),
    }
}

#[test]
fn a_stamp_says_when_where_and_who() {
    let lines = content().lines();
    assert_eq!(lines, ["2026-06-03 14:05:09", "城固县 上元观镇", "走访人 W-017  户 HH-000123"]);
    let bare = StampContent { place: None, worker: None, household: None, ..content() };
    assert_eq!(bare.lines(), ["2026-06-03 14:05:09"]);
}

#[test]
fn a_stamp_in_a_log_shows_neither_where_nor_who() {
    let shown = format!("{:?}", content());
    assert!(shown.contains("2026-06-03") && shown.is_ascii(), "{shown}");
    assert!(!shown.contains("W-017") && !shown.contains("HH-000123"), "{shown}");
}

fn grey(width: usize, height: usize) -> Picture {
    let plane =
        |width: usize, height: usize, value| Plane { width, height, samples: vec![value; width * height] };
    let half = |side: usize| side.div_ceil(2);
    Picture {
        luma: plane(width, height, 100),
        chroma: Some([plane(half(width), half(height), 128), plane(half(width), half(height), 128)]),
    }
}

#[test]
fn a_strip_covers_the_lower_left_and_nothing_else() {
    let mut picture = grey(101, 67);
    draw(&mut picture, &Strip::new(40, 10, [255, 255, 255, 255].repeat(400)).unwrap());
    assert_eq!((picture.luma.line(60)[39], picture.luma.line(60)[40]), (255, 100));
    assert_eq!((picture.luma.line(55)[5], picture.luma.line(56)[5]), (100, 255));
    let mut untouched = grey(101, 67);
    draw(&mut untouched, &Strip::new(40, 10, [255, 0, 0, 0].repeat(400)).unwrap());
    assert!(untouched == grey(101, 67), "what is transparent does not show");
}

#[test]
fn a_strip_that_is_too_large_is_made_smaller() {
    for (width, height) in [(500, 20), (20, 500), (500, 500)] {
        let mut picture = grey(101, 67);
        let pixels = [0, 0, 0, 255].repeat(width as usize * height as usize);
        draw(&mut picture, &Strip::new(width, height, pixels).unwrap());
        assert_eq!(picture.luma.line(64)[0], 0, "{width}×{height}");
    }
    assert!(Strip::new(0, 5, vec![]).is_err() && Strip::new(2, 2, vec![0; 15]).is_err());
    assert!(matches!(Strip::new(60_000, 60_000, vec![]), Err(PhotoError::TooManyPixels { .. })));
}

#[test]
fn what_is_no_font_is_refused() {
    assert!(matches!(StampFont::new(b"no font".to_vec(), 0), Err(PhotoError::Unsupported(_))));
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(StampFont::open(folder.path(), 0), Err(PhotoError::Unsupported(_))));
    let vast = folder.path().join("vast.ttf");
    fs::File::create(&vast).unwrap().set_len(MAX_FONT_BYTES + 1).unwrap();
    assert!(matches!(StampFont::open(&vast, 0), Err(PhotoError::TooManyBytes { .. })));
}

#[test]
fn the_small_font_draws_every_label_and_refuses_what_it_lacks() {
    let font = StampFont::small().unwrap();
    let known = StampContent { place: Some("33.1500°N 107.3300°E WGS-84".into()), ..content() };
    let strip = text_strip(&known.lines(), &font, 1920).unwrap();
    assert_eq!((strip.width, strip.height), (1920, 3 * 54 + 2 * 16));
    let bright = strip.rgba.chunks_exact(4).filter(|pixel| pixel[0] > 200).count();
    assert!(bright > 3_000, "{bright} pixels of words");
    let unknown = StampContent { place: Some("龘".into()), ..content() };
    assert_eq!(
        text_strip(&unknown.lines(), &font, 1920),
        Err(PhotoError::Unsupported("character that the font lacks"))
    );
}

#[test]
fn words_that_are_too_long_are_made_smaller() {
    let font = StampFont::small().unwrap();
    let long = vec!["0123456789 ".repeat(20)];
    let (narrow, wide) =
        (text_strip(&long, &font, 600).unwrap(), text_strip(&long[..1], &font, 1920).unwrap());
    for strip in [&narrow, &wide] {
        let edge = strip.rgba.chunks_exact(4 * strip.width).all(|line| line[4 * (strip.width - 1)] == 0);
        assert!(edge, "nothing reaches the right edge of {strip:?}");
    }
}

/// Draws the picture of the documentation: `cargo test -p doorstep-core draws_the_sample -- --ignored`.
#[test]
#[ignore = "writes core/docs/stamp.jpg"]
fn draws_the_sample() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let (_, mut picture) =
        super::super::shrink::picture_of(&root.join("tests/assets/photos/Landscape_1.jpg"), 960).unwrap();
    let shown = StampContent { place: Some("33.15°N 107.33°E (WGS-84)".into()), ..content() };
    let font = StampFont::small().unwrap();
    draw(&mut picture, &text_strip(&shown.lines(), &font, 960).unwrap());
    std::fs::write(root.join("docs/stamp.jpg"), picture.encode(85).unwrap()).unwrap();
}

use super::{
    fixture::{Heic, SIZE},
    *,
};

/// A TIFF block that says how to turn the picture: EXIF's 8.
const TURNED: &[u8] = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0\0\0\0\0";

fn look(heic: &Heic<'_>) -> Structure {
    walk(&heic.bytes()).unwrap()
}

#[test]
fn exif_is_read_also_where_its_length_says_to_the_end() {
    for exif_has_length in [true, false] {
        let found = look(&Heic { exif: Some(TURNED), exif_has_length, ..Heic::default() });
        assert_eq!((found.exif.as_deref(), found.problems), (Some(TURNED), vec![]), "{exif_has_length}");
    }
    assert_eq!(look(&Heic::default()).exif, None);
}

#[test]
fn the_size_is_the_one_that_is_shown_and_the_rotation_the_containers() {
    let found = look(&Heic::default());
    assert_eq!((found.width, found.height, found.orientation), (40, 30, None));
    let crop = [39_u32, 1, 29, 1, 0, 1, 0, 1].map(u32::to_be_bytes).concat();
    let found = look(&Heic { properties: &[SIZE, (b"clap", &crop)], ..Heic::default() });
    assert_eq!((found.width, found.height), (39, 29));
    let larger = [41_u32, 1, 29, 0, 0, 1, 0, 1].map(u32::to_be_bytes).concat();
    let found = look(&Heic { properties: &[SIZE, (b"clap", &larger)], ..Heic::default() });
    assert_eq!((found.width, found.height), (40, 30), "a crop that is none");
    for (turns, orientation) in [(0, 1), (1, 8), (2, 3), (3, 6)] {
        let turned = Heic { properties: &[SIZE, (b"irot", &[turns])], ..Heic::default() };
        assert_eq!(look(&turned).orientation, Some(orientation));
    }
    for (turns, axis, orientation) in
        [(0, 0, 4), (0, 1, 2), (1, 0, 5), (1, 1, 7), (2, 0, 2), (2, 1, 4), (3, 0, 7), (3, 1, 5)]
    {
        let both = [SIZE, (b"irot", &[turns]), (b"imir", &[axis])];
        let found = look(&Heic { properties: &both, ..Heic::default() });
        assert_eq!(found.orientation, Some(orientation), "{turns} turns, mirror {axis}");
    }
    let mirrored = Heic { properties: &[SIZE, (b"imir", &[1])], ..Heic::default() };
    assert_eq!(look(&mirrored).orientation, Some(2));
}

#[test]
fn a_picture_of_more_parts_than_any_camera_makes_is_refused() {
    let tiles: Vec<&[u8]> = vec![b"tile"; 1_000];
    let grid = Heic { tiles: &tiles, ..Heic::default() };
    assert!(walk(&grid.bytes()).is_ok());
    let list = |count: u16| [&[0, 1][..], &count.to_be_bytes(), &[0, 2].repeat(usize::from(count))].concat();
    let boxed = |body: &[u8]| [&(body.len() as u32 + 8).to_be_bytes()[..], b"dimg", body].concat();
    let of = |counts: &[u16]| {
        let boxes: Vec<u8> = counts.iter().flat_map(|count| boxed(&list(*count))).collect();
        parts(&[&[0; 4], boxes.as_slice()].concat()).map(drop)
    };
    assert_eq!(of(&[4_000, 90]), Ok(()));
    assert_eq!(of(&[4_000, 4_000]), Err(PhotoError::TooManySegments));
}

#[test]
fn what_is_missing_or_reaches_beyond_the_file_is_refused() {
    let whole = Heic { tiles: &[b"one", b"two"], exif: Some(TURNED), ..Heic::default() }.bytes();
    for cut in 0..whole.len() {
        assert!(walk(&whole[..cut]).is_err(), "cut at {cut}");
    }
    let sizeless = Heic { properties: &[], ..Heic::default() }.bytes();
    assert_eq!(walk(&sizeless).map(drop), Err(PhotoError::Corrupt("HEIC without a size")));
    let huge = [0, 60_000, 60_000].map(u32::to_be_bytes).concat();
    let huge = Heic { properties: &[(b"ispe", &huge)], ..Heic::default() }.bytes();
    assert!(matches!(walk(&huge).map(drop), Err(PhotoError::TooManyPixels { .. })));
    let mut film = Heic::default().bytes();
    film[8..12].copy_from_slice(b"isom");
    film[16..24].copy_from_slice(b"mp42isom");
    assert_eq!(walk(&film).map(drop), Err(PhotoError::NotAnImage));
    let crowd = [Heic::default().bytes(), b"\0\0\0\x08free".repeat(MAX_BOXES)].concat();
    assert_eq!(walk(&crowd).map(drop), Err(PhotoError::TooManySegments));
}

#[test]
fn a_box_says_its_length_in_any_of_three_ways() {
    let short = b"\0\0\0\x0Bmdatabcrest".as_slice();
    let long = b"\0\0\0\x01mdat\0\0\0\0\0\0\0\x13abcrest".as_slice();
    for data in [short, long] {
        assert_eq!(split_box(data), Some((b"mdat", b"abc".as_slice(), b"rest".as_slice())));
    }
    assert_eq!(split_box(b"\0\0\0\0mdatabcrest"), Some((b"mdat", b"abcrest".as_slice(), b"".as_slice())));
    for broken in
        [b"\0\0\0\x07mdat".as_slice(), b"\0\0\0\x0Cmdatabc", b"\0\0\0\x01mdat\0\0\0\0\0\0\0\x0F", b"\0\0"]
    {
        assert_eq!(split_box(broken), None);
    }
}

use super::{fixture::Heic, *};

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

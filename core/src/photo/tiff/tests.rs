//! A few tags are found, in either order of bytes, and nothing outside the data is.

use super::*;

/// A block of one directory with these entries: tag, type, count, and the value or where it lies.
fn block(big_endian: bool, entries: &[(u16, u16, u32, u32)], behind: &[u8]) -> Vec<u8> {
    let u16_of = |value: u16| if big_endian { value.to_be_bytes() } else { value.to_le_bytes() };
    let u32_of = |value: u32| if big_endian { value.to_be_bytes() } else { value.to_le_bytes() };
    let mut out = if big_endian { b"MM".to_vec() } else { b"II".to_vec() };
    out.extend([&u16_of(42)[..], &u32_of(8), &u16_of(u16::try_from(entries.len()).unwrap())].concat());
    for &(tag, kind, count, value) in entries {
        // A SHORT stands in the first two of the four bytes.
        let value = if kind == SHORT && big_endian { value << 16 } else { value };
        out.extend([&u16_of(tag)[..], &u16_of(kind), &u32_of(count), &u32_of(value)].concat());
    }
    [out, vec![0; 4], behind.to_vec()].concat()
}

fn find(data: &[u8], tag: u16) -> Option<Value<'_>> {
    Tiff::new(data)?.first()?.find(tag)
}

#[test]
fn numbers_are_read_in_either_order_of_bytes() {
    for big_endian in [true, false] {
        let data = block(big_endian, &[(1, SHORT, 1, 6), (2, LONG, 1, 70_000)], b"");
        assert_eq!(find(&data, 1).and_then(Value::unsigned), Some(6));
        assert_eq!(find(&data, 2).and_then(Value::unsigned), Some(70_000));
        assert!(find(&data, 3).is_none());
    }
}

#[test]
fn a_text_ends_at_its_zero_and_one_that_is_no_ascii_is_none() {
    let at = 8 + 2 + 12 + 4;
    let data = block(true, &[(1, ASCII, 12, at)], b" Phone 7 \0xy");
    assert_eq!(find(&data, 1).and_then(Value::ascii), Some("Phone 7"));
    let data = block(true, &[(1, ASCII, 6, at)], "美图".as_bytes());
    assert_eq!(find(&data, 1).and_then(Value::ascii), None);
    let data = block(true, &[(1, SHORT, 1, 6)], b"");
    assert_eq!(find(&data, 1).and_then(Value::ascii), None, "a number is no text");
    assert!(find(&block(true, &[(1, ASCII, 4, 0)], b""), 1).is_some_and(Value::is_blank));
}

#[test]
fn fractions_are_three_and_none_has_a_denominator_of_zero() {
    let fractions = |parts: [u32; 6]| parts.map(u32::to_be_bytes).concat();
    let at = 8 + 2 + 12 + 4;
    let read = |count: u32, parts: [u32; 6]| {
        find(&block(true, &[(1, RATIONAL, count, at)], &fractions(parts)), 1)?.three_fractions()
    };
    assert_eq!(read(3, [34, 1, 31, 2, 0, 7]), Some([34.0, 15.5, 0.0]));
    assert_eq!(read(3, [34, 1, 31, 0, 0, 7]), None);
    assert_eq!(read(2, [34, 1, 31, 2, 0, 7]), None);
}

#[test]
fn what_lies_outside_the_data_is_not_there() {
    for entry in [(1, ASCII, 5, 1_000), (1, LONG, u32::MAX, 8), (1, RATIONAL, u32::MAX, 8), (1, 99, 1, 8)] {
        let data = block(true, &[entry], b"");
        assert!(find(&data, 1).is_none(), "{entry:?}");
        assert!(Tiff::new(&data).and_then(Tiff::first).is_some_and(|first| first.has(1)), "but it is seen");
    }
    assert!(Tiff::new(b"MM\0\x2b\0\0\0\x08").is_none());
    assert!(Tiff::new(b"MM\0\x2a\xFF\xFF\xFF\xFF").and_then(Tiff::first).is_none());
    // A directory that points to itself is one directory.
    let data = block(true, &[(1, LONG, 1, 8)], b"");
    let child = Tiff::new(&data).and_then(Tiff::first).and_then(|first| first.child(1));
    assert!(child.is_some_and(|child| child.has(1)));
}

#[test]
fn a_directory_shows_what_of_it_is_there_and_no_more_than_its_bound() {
    let whole = block(true, &[(1, SHORT, 1, 6), (2, SHORT, 1, 7)], b"");
    let cut = &whole[..whole.len() - 4 - 3];
    assert_eq!(find(cut, 1).and_then(Value::unsigned), Some(6));
    assert!(find(cut, 2).is_none());
    let many: Vec<_> = (0..=MAX_ENTRIES).map(|tag| (tag, SHORT, 1, 1)).collect();
    let data = block(true, &many, b"");
    assert!(find(&data, MAX_ENTRIES - 1).is_some() && find(&data, MAX_ENTRIES).is_none());
}

//! EXIF's traps become nothing, never a wrong value.

use super::*;

/// One tag of a directory, as TIFF writes it.
struct Field(u16, u16, u32, Vec<u8>);

fn text(tag: u16, value: &str) -> Field {
    let bytes = [value.as_bytes(), b"\0"].concat();
    Field(tag, 2, u32::try_from(bytes.len()).unwrap(), bytes)
}

fn short(tag: u16, value: u16) -> Field {
    Field(tag, 3, 1, value.to_be_bytes().to_vec())
}

fn fractions(tag: u16, values: Angle) -> Field {
    let bytes = values.iter().flat_map(|(n, d)| [n.to_be_bytes(), d.to_be_bytes()].concat()).collect();
    Field(tag, 5, 3, bytes)
}

/// Lays the directories out one behind the other, values behind their directory.
fn tiff(first: Vec<Field>, exif: Vec<Field>, gps: Vec<Field>) -> Vec<u8> {
    let size = |fields: &[Field]| {
        6 + fields.iter().map(|field| 12 + if field.3.len() > 4 { field.3.len() } else { 0 }).sum::<usize>()
    };
    let pointer = |tag, at: usize| Field(tag, 4, 1, u32::try_from(at).unwrap().to_be_bytes().to_vec());
    let mut first = first;
    let exif_at = 8 + size(&first) + 24;
    first.push(pointer(tag::EXIF_DIRECTORY, exif_at));
    first.push(pointer(tag::GPS_DIRECTORY, exif_at + size(&exif)));
    let mut out = b"MM\0\x2a\0\0\0\x08".to_vec();
    for fields in [first, exif, gps] {
        let mut values_at = out.len() + 6 + fields.len() * 12;
        let mut values = Vec::new();
        out.extend(u16::try_from(fields.len()).unwrap().to_be_bytes());
        for Field(tag, kind, count, mut bytes) in fields {
            out.extend([tag.to_be_bytes(), kind.to_be_bytes()].concat());
            out.extend(count.to_be_bytes());
            if bytes.len() > 4 {
                out.extend(u32::try_from(values_at).unwrap().to_be_bytes());
                values_at += bytes.len();
                values.append(&mut bytes);
            } else {
                bytes.resize(4, 0);
                out.append(&mut bytes);
            }
        }
        out.extend([0; 4]);
        out.append(&mut values);
    }
    out
}

fn taken(exif: Vec<Field>, gps: Vec<Field>) -> Option<TakenAt> {
    read(&tiff(vec![], exif, gps)).taken_at
}

fn utc(time: Angle) -> Vec<Field> {
    vec![text(tag::GPS_DATE, "2026:06:03"), fractions(tag::GPS_TIME, time)]
}

fn place(lat: Angle, north: &str, lon: Angle, east: &str) -> Vec<Field> {
    vec![
        text(tag::GPS_LAT_REF, north),
        fractions(tag::GPS_LAT, lat),
        text(tag::GPS_LON_REF, east),
        fractions(tag::GPS_LON, lon),
    ]
}

type Angle = [(u32, u32); 3];
const XIAN: (Angle, Angle) = ([(34, 1), (15, 1), (3600, 100)], [(108, 1), (56, 1), (0, 1)]);
const AFTERNOON: &str = "2026:06:03 14:05:09";

#[test]
fn a_stated_zone_is_taken_as_stated() {
    for (zone, minutes) in [
        ("+08:00", Some(480)),
        ("-03:30", Some(-210)),
        ("Z", Some(0)),
        ("   :  ", None),
        ("+25:00", None),
        ("8", None),
    ] {
        let exif = vec![text(tag::TIME_ORIGINAL, AFTERNOON), text(tag::OFFSET_ORIGINAL, zone)];
        let taken = taken(exif, vec![]).unwrap();
        assert_eq!((taken.offset_minutes, taken.inferred), (minutes, false), "{zone:?}");
        assert_eq!(taken.local.to_string(), "2026-06-03 14:05:09");
    }
}

#[test]
fn without_a_zone_the_gps_time_tells_it_and_is_marked() {
    let exif = || vec![text(tag::TIME_ORIGINAL, AFTERNOON), text(tag::OFFSET_ORIGINAL, "")];
    let inferred = taken(exif(), utc([(6, 1), (3, 1), (1, 1)])).unwrap();
    assert_eq!((inferred.offset_minutes, inferred.inferred), (Some(480), true));
    let nepal = taken(exif(), utc([(8, 1), (20, 1), (0, 1)])).unwrap();
    assert_eq!(nepal.offset_minutes, Some(345));
    // The fix is seven minutes old: a quarter of an hour cannot be told.
    let stale = taken(exif(), utc([(5, 1), (58, 1), (0, 1)])).unwrap();
    assert_eq!((stale.offset_minutes, stale.inferred), (None, false));
    assert_eq!(taken(exif(), utc([(6, 1), (3, 0), (0, 1)])).unwrap().offset_minutes, None);
}

#[test]
fn a_time_of_blanks_or_zeros_is_no_time() {
    let problems = |time| {
        let facts = read(&tiff(vec![], vec![text(tag::TIME_ORIGINAL, time)], vec![]));
        assert_eq!(facts.taken_at, None, "{time:?}");
        facts.problems
    };
    assert_eq!(problems("    :  :     :  :  "), vec![]);
    let signed = ["+99999:06:03 14:05:09", "-2026:06:03 14:05:09"];
    for time in
        ["0000:00:00 00:00:00", "2026:13:01 00:00:00", "yesterday", "2026年6月3日"].into_iter().chain(signed)
    {
        assert_eq!(problems(time), vec![Problem::TimeUnreadable]);
    }
    let twice = ["0000:00:00 00:00:00"; 2];
    let fields = [tag::TIME_ORIGINAL, tag::TIME_DIGITIZED].into_iter().zip(twice);
    let facts = read(&tiff(vec![], fields.map(|(tag, time)| text(tag, time)).collect(), vec![]));
    assert_eq!(facts.problems, vec![Problem::TimeUnreadable], "said once");
    let digitized = vec![
        text(tag::TIME_ORIGINAL, "0000:00:00 00:00:00"),
        text(tag::TIME_DIGITIZED, AFTERNOON),
        text(tag::OFFSET_DIGITIZED, "+08:00"),
    ];
    assert_eq!(taken(digitized, vec![]).unwrap().offset_minutes, Some(480));
}

#[test]
fn a_place_is_read_with_its_hemispheres_and_stays_out_of_logs() {
    let gps = read(&tiff(vec![], vec![], place(XIAN.0, "N", XIAN.1, "E"))).gps.unwrap();
    assert!((gps.lat - 34.26).abs() < 1e-9 && (gps.lon - 108.933_333_333).abs() < 1e-6);
    let south = read(&tiff(vec![], vec![], place(XIAN.0, "S", XIAN.1, "W"))).gps.unwrap();
    assert!(south.lat < 0.0 && south.lon < 0.0);
    assert_eq!(format!("{gps:?}"), "ExifGps(…)");
}

#[test]
fn a_place_that_cannot_be_is_no_place() {
    let zero = [(0, 1), (0, 1), (0, 1)];
    let mut without_reference = place(XIAN.0, "N", XIAN.1, "E");
    without_reference.remove(2);
    let with = |field| {
        let mut gps = place(XIAN.0, "N", XIAN.1, "E");
        gps.push(field);
        gps
    };
    for (why, gps) in [
        ("zero denominator", place([(34, 1), (15, 0), (0, 1)], "N", XIAN.1, "E")),
        ("all denominators zero", place([(0, 0); 3], "N", [(0, 0); 3], "E")),
        ("beyond the pole", place([(91, 1), (0, 1), (0, 1)], "N", XIAN.1, "E")),
        ("beyond the date line", place(XIAN.0, "N", [(181, 1), (0, 1), (0, 1)], "E")),
        ("ninety minutes", place([(34, 1), (90, 1), (0, 1)], "N", XIAN.1, "E")),
        ("no reference", without_reference),
        ("blank reference", place(XIAN.0, "", XIAN.1, "E")),
        ("zeros", place(zero, "N", zero, "E")),
        ("void fix", with(text(tag::GPS_STATUS, "V"))),
        ("another datum", with(text(tag::GPS_DATUM, "GCJ-02"))),
    ] {
        let facts = read(&tiff(vec![], vec![], gps));
        assert_eq!(facts.gps, None, "{why}");
        assert_eq!(facts.problems, vec![Problem::LocationUnreadable], "{why}");
    }
    assert!(read(&tiff(vec![], vec![], with(text(tag::GPS_DATUM, "WGS-84")))).gps.is_some());
}

#[test]
fn an_orientation_out_of_range_counts_as_upright() {
    for (value, read_as, problems) in
        [(0, Some(1), vec![]), (6, Some(6), vec![]), (9, None, vec![Problem::OrientationUnreadable])]
    {
        let facts = read(&tiff(vec![short(tag::ORIENTATION, value)], vec![], vec![]));
        assert_eq!((facts.orientation, facts.problems), (read_as, problems), "{value}");
    }
    assert_eq!(read(&tiff(vec![], vec![], vec![])).orientation, None);
}

#[test]
fn damaged_blocks_are_noted_and_never_panic() {
    assert_eq!(read(b"").problems, vec![Problem::ExifUnreadable]);
    let exif = vec![text(tag::TIME_ORIGINAL, AFTERNOON)];
    let whole = tiff(vec![short(tag::ORIENTATION, 6)], exif, place(XIAN.0, "N", XIAN.1, "E"));
    for cut in 0..whole.len() {
        read(&whole[..cut]);
    }
    for at in 0..whole.len() {
        for value in [0x00, 0x01, 0x7F, 0xFF] {
            let mut altered = whole.clone();
            altered[at] = value;
            read(&altered);
        }
    }
}

#[test]
fn a_directory_that_is_pointed_to_and_not_there_is_noted() {
    let whole = tiff(vec![], vec![text(tag::TIME_ORIGINAL, AFTERNOON)], vec![]);
    assert_eq!(read(&whole).problems, vec![]);
    for tag in [tag::EXIF_DIRECTORY, tag::GPS_DIRECTORY] {
        let entry = whole.windows(2).position(|two| two == tag.to_be_bytes()).unwrap();
        let mut lost = whole.clone();
        lost[entry + 8..entry + 12].fill(0xFF);
        assert_eq!(read(&lost).problems, vec![Problem::ExifUnreadable], "{tag:x}");
        let mut typed = whole.clone();
        typed[entry + 3] = 13;
        assert_eq!(read(&typed).taken_at, read(&whole).taken_at, "a pointer by its own type");
    }
}

#[test]
fn directories_that_point_at_themselves_end() {
    let mut looped = b"MM\0\x2a\0\0\0\x08".to_vec();
    looped.extend([0xFF, 0xFF]);
    for tag in [tag::EXIF_DIRECTORY, tag::GPS_DIRECTORY].into_iter().cycle().take(5_000) {
        looped.extend([&tag.to_be_bytes()[..], &[0, 4, 0, 0, 0, 1, 0, 0, 0, 8]].concat());
    }
    assert_eq!(read(&looped).taken_at, None);
}

#[test]
fn a_place_blotted_out_by_the_system_is_told_from_a_broken_one() {
    let nothing = || Field(tag::GPS_LAT_REF, 2, 2, vec![0, 0]);
    let gps = vec![
        nothing(),
        fractions(tag::GPS_LAT, [(0, 0); 3]),
        Field(tag::GPS_LON_REF, 2, 2, vec![0, 0]),
        fractions(tag::GPS_LON, [(0, 0); 3]),
    ];
    let facts = read(&tiff(vec![], vec![], gps));
    assert_eq!((facts.gps, facts.problems), (None, vec![Problem::LocationRedacted]));
    // Signed fractions, and no word on the hemisphere: nothing that can be read, and nothing blotted out.
    let gps = vec![Field(tag::GPS_LAT, 10, 3, vec![1; 24]), Field(tag::GPS_LON, 10, 3, vec![1; 24])];
    let facts = read(&tiff(vec![], vec![], gps));
    assert!(!facts.problems.contains(&Problem::LocationRedacted), "{:?}", facts.problems);
}

#[test]
fn maker_and_edits_are_read() {
    let facts = |software: &str, changed: &str| {
        let first = vec![
            text(tag::MAKE, "HUAWEI"),
            text(tag::MODEL, "HUAWEI P40"),
            text(tag::SOFTWARE, software),
            text(tag::TIME_CHANGED, changed),
        ];
        read(&tiff(first, vec![text(tag::TIME_ORIGINAL, AFTERNOON)], vec![]))
    };
    let camera = facts("ANA-AN00 10.1.0.176", "2026:06:03 14:05:10");
    assert_eq!((camera.maker.as_deref(), camera.problems), (Some("HUAWEI P40"), vec![]));
    let edited = facts("Adobe Photoshop 25.1", "2026:06:04 09:00:00");
    assert_eq!(edited.problems, vec![Problem::SavedByEditor, Problem::ChangedLater]);
    let other = read(&tiff(vec![text(tag::MAKE, "Xiaomi"), text(tag::MODEL, "M2012K11AC")], vec![], vec![]));
    assert_eq!(other.maker.as_deref(), Some("Xiaomi M2012K11AC"));
}

//! What EXIF claims about a photo: which way is up, when and where it was taken. Claims, not evidence.

use std::fmt;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::{
    Problem,
    tiff::{Directory, Tiff},
};

mod tag {
    pub(super) const ORIENTATION: u16 = 0x0112;
    pub(super) const MAKE: u16 = 0x010F;
    pub(super) const MODEL: u16 = 0x0110;
    pub(super) const SOFTWARE: u16 = 0x0131;
    pub(super) const TIME_CHANGED: u16 = 0x0132;
    pub(super) const EXIF_DIRECTORY: u16 = 0x8769;
    pub(super) const GPS_DIRECTORY: u16 = 0x8825;
    pub(super) const TIME_ORIGINAL: u16 = 0x9003;
    pub(super) const TIME_DIGITIZED: u16 = 0x9004;
    pub(super) const OFFSET_ORIGINAL: u16 = 0x9011;
    pub(super) const OFFSET_DIGITIZED: u16 = 0x9012;
    pub(super) const GPS_LAT_REF: u16 = 1;
    pub(super) const GPS_LAT: u16 = 2;
    pub(super) const GPS_LON_REF: u16 = 3;
    pub(super) const GPS_LON: u16 = 4;
    pub(super) const GPS_TIME: u16 = 7;
    pub(super) const GPS_STATUS: u16 = 9;
    pub(super) const GPS_DATUM: u16 = 18;
    pub(super) const GPS_DATE: u16 = 29;
}

/// When a photo was taken, as its file claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenAt {
    /// Local wall time where the photo was taken.
    pub local: NaiveDateTime,
    /// Minutes east of UTC; `None` when the file does not say and nothing can be inferred.
    pub offset_minutes: Option<i16>,
    /// Whether the offset was inferred from the GPS time (which is UTC) instead of stated.
    pub inferred: bool,
}

/// Where a photo was taken, as its file claims: degrees, WGS-84 (EXIF's datum unless it names another, and
/// then nothing is reported). Its `Debug` form hides the numbers.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ExifGps {
    /// Degrees north of the equator, −90 to 90.
    pub lat: f64,
    /// Degrees east of Greenwich, −180 to 180.
    pub lon: f64,
}

impl fmt::Debug for ExifGps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExifGps(…)")
    }
}

/// What was read from one block of EXIF.
#[derive(Debug, Default)]
pub(super) struct ExifFacts {
    pub(super) orientation: Option<u8>,
    pub(super) taken_at: Option<TakenAt>,
    pub(super) gps: Option<ExifGps>,
    pub(super) maker: Option<String>,
    pub(super) problems: Vec<Problem>,
}

/// Reads a block of TIFF data.
pub(super) fn read(data: &[u8]) -> ExifFacts {
    let mut facts = ExifFacts::default();
    let Some(first) = Tiff::new(data).and_then(Tiff::first) else {
        facts.problems.push(Problem::ExifUnreadable);
        return facts;
    };
    let points_nowhere = |tag| first.has(tag) && first.child(tag).is_none();
    if [tag::EXIF_DIRECTORY, tag::GPS_DIRECTORY].into_iter().any(points_nowhere) {
        facts.problems.push(Problem::ExifUnreadable);
    }
    facts.orientation = orientation(first, &mut facts.problems);
    facts.maker = maker(first);
    let gps = first.child(tag::GPS_DIRECTORY);
    if let Some(exif) = first.child(tag::EXIF_DIRECTORY) {
        facts.taken_at = taken_at(exif, gps.and_then(gps_utc), &mut facts.problems);
    }
    if let Some(gps) = gps {
        facts.gps = location(gps);
        if facts.gps.is_none() && (gps.has(tag::GPS_LAT) || gps.has(tag::GPS_LON)) {
            let redacted = is_blotted_out(gps);
            facts.problems.push(if redacted {
                Problem::LocationRedacted
            } else {
                Problem::LocationUnreadable
            });
        }
    }
    note_edits(first, &mut facts);
    facts
}

/// Make and model of the camera, as far as they are words.
fn maker(first: Directory<'_>) -> Option<String> {
    const LONGEST: usize = 64;
    let word = |tag| {
        let text = first.find(tag).and_then(|value| value.ascii()).unwrap_or_default();
        text.chars().filter(|c| !c.is_control()).take(LONGEST).collect::<String>()
    };
    let (make, model) = (word(tag::MAKE), word(tag::MODEL));
    // Some makers put their name before the model themselves.
    let both = if model.starts_with(&make) { model } else { format!("{make} {model}") };
    let both = both.trim();
    (!both.is_empty()).then(|| both.to_owned())
}

/// Programs that change pictures and sign them, in lower case.
const EDITORS: [&str; 12] = [
    "photoshop",
    "lightroom",
    "gimp",
    "snapseed",
    "picsart",
    "meitu",
    "vsco",
    "pixelmator",
    "affinity",
    "paint",
    "canva",
    "photopea",
];

/// Notes what says that the file is not as the camera wrote it.
fn note_edits(first: Directory<'_>, facts: &mut ExifFacts) {
    let text = |tag| first.find(tag).and_then(|value| value.ascii());
    let software = text(tag::SOFTWARE).unwrap_or_default().to_ascii_lowercase();
    if EDITORS.iter().any(|editor| software.contains(editor)) {
        facts.problems.push(Problem::SavedByEditor);
    }
    let changed = text(tag::TIME_CHANGED).and_then(parse_time);
    if let (Some(changed), Some(taken)) = (changed, facts.taken_at)
        && changed - taken.local > TimeDelta::seconds(SAVING)
    {
        facts.problems.push(Problem::ChangedLater);
    }
}

/// Seconds that a camera may need from the shot to the file.
const SAVING: i64 = 60;

/// Android hands apps that may not know the place a copy with zeros in its stead.
fn is_blotted_out(gps: Directory<'_>) -> bool {
    let tags = [tag::GPS_LAT, tag::GPS_LAT_REF, tag::GPS_LON, tag::GPS_LON_REF];
    let mut found = tags.into_iter().filter_map(|tag| gps.find(tag)).peekable();
    // Of nothing all is blank.
    found.peek().is_some() && found.all(|value| value.is_blank())
}

fn orientation(first: Directory<'_>, problems: &mut Vec<Problem>) -> Option<u8> {
    if !first.has(tag::ORIENTATION) {
        return None;
    }
    match first.find(tag::ORIENTATION).and_then(|value| value.unsigned()) {
        // 0 is what cameras without a sensor for it write.
        Some(0) => Some(1),
        Some(value @ 1..=8) => u8::try_from(value).ok(),
        _ => {
            problems.push(Problem::OrientationUnreadable);
            None
        }
    }
}

fn taken_at(
    exif: Directory<'_>,
    gps_utc: Option<NaiveDateTime>,
    problems: &mut Vec<Problem>,
) -> Option<TakenAt> {
    let pairs = [(tag::TIME_ORIGINAL, tag::OFFSET_ORIGINAL), (tag::TIME_DIGITIZED, tag::OFFSET_DIGITIZED)];
    for (time, offset) in pairs {
        if !exif.has(time) {
            continue;
        }
        let text = exif.find(time).and_then(|value| value.ascii());
        // Blanks, with or without the colons, are EXIF's way to say "unknown".
        if text.is_some_and(|text| text.chars().all(|c| c == ' ' || c == ':')) {
            continue;
        }
        let Some(local) = text.and_then(parse_time) else {
            if !problems.contains(&Problem::TimeUnreadable) {
                problems.push(Problem::TimeUnreadable);
            }
            continue;
        };
        let stated = exif.find(offset).and_then(|value| value.ascii()).and_then(parse_offset);
        let inferred = if stated.is_none() { gps_utc.and_then(|utc| infer_offset(local, utc)) } else { None };
        return Some(TakenAt { local, offset_minutes: stated.or(inferred), inferred: inferred.is_some() });
    }
    None
}

/// `2026:06:03 14:05:09`; `None` for anything else, dates of zeros included.
fn parse_time(text: &str) -> Option<NaiveDateTime> {
    // A year with a sign could have any number of digits.
    let begins_with_digit = text.starts_with(|first: char| first.is_ascii_digit());
    let time = NaiveDateTime::parse_from_str(text, "%Y:%m:%d %H:%M:%S").ok()?;
    (begins_with_digit && time.year() > 0).then_some(time)
}

/// `+08:00`, `-03:30` or `Z`, in minutes; `None` for blanks and for more than 14 h.
fn parse_offset(text: &str) -> Option<i16> {
    if text == "Z" {
        return Some(0);
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    if hours.len() != 2 || minutes.len() != 2 || !rest.bytes().all(|b| b.is_ascii_digit() || b == b':') {
        return None;
    }
    let (hours, minutes): (i16, i16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= 14 * 60).then_some(sign * total)
}

/// The zone whose local time `local` is, given the UTC of the fix: zones lie on quarters of an hour.
fn infer_offset(local: NaiveDateTime, utc: NaiveDateTime) -> Option<i16> {
    const QUARTER: i64 = 15 * 60;
    /// A fix older than this may belong to the next quarter; then the zone stays unknown.
    const MAX_AGE: i64 = 5 * 60;
    let seconds = (local - utc).num_seconds();
    let quarters = (seconds + QUARTER / 2).div_euclid(QUARTER);
    let minutes = quarters * 15;
    let close = (seconds - quarters * QUARTER).abs() <= MAX_AGE;
    (close && (-12 * 60..=14 * 60).contains(&minutes)).then(|| i16::try_from(minutes).ok()).flatten()
}

/// The fix's own time, always UTC.
fn gps_utc(gps: Directory<'_>) -> Option<NaiveDateTime> {
    let date = NaiveDate::parse_from_str(gps.find(tag::GPS_DATE)?.ascii()?, "%Y:%m:%d").ok()?;
    let [hours, minutes, seconds] = gps.find(tag::GPS_TIME)?.three_fractions()?;
    let total = hours * 3600.0 + minutes * 60.0 + seconds;
    if !(0.0..=86_400.0).contains(&total) {
        return None;
    }
    // In range, so the cast is exact enough: whole seconds.
    #[allow(clippy::cast_possible_truncation, reason = "0 to 86 400")]
    date.and_hms_opt(0, 0, 0)?.checked_add_signed(TimeDelta::seconds(total as i64))
}

fn location(gps: Directory<'_>) -> Option<ExifGps> {
    let text = |tag| gps.find(tag).and_then(|value| value.ascii());
    // V is "void": the receiver had no fix and wrote what it had last, or zeros.
    if text(tag::GPS_STATUS) == Some("V") || !text(tag::GPS_DATUM).is_none_or(is_wgs84) {
        return None;
    }
    let lat = degrees(gps, tag::GPS_LAT, tag::GPS_LAT_REF, ["N", "S"])?;
    let lon = degrees(gps, tag::GPS_LON, tag::GPS_LON_REF, ["E", "W"])?;
    let is_place = lat.abs() <= 90.0 && lon.abs() <= 180.0 && (lat != 0.0 || lon != 0.0);
    is_place.then_some(ExifGps { lat, lon })
}

/// CGCS2000 agrees with WGS-84 to centimetres.
fn is_wgs84(datum: &str) -> bool {
    let name: String = datum.chars().filter(char::is_ascii_alphanumeric).collect();
    matches!(name.to_ascii_uppercase().as_str(), "" | "UNKNOWN" | "WGS84" | "CGCS2000")
}

fn degrees(gps: Directory<'_>, value: u16, reference: u16, [plus, minus]: [&str; 2]) -> Option<f64> {
    let [degrees, minutes, seconds] = gps.find(value)?.three_fractions()?;
    if minutes > 60.0 || seconds > 60.0 {
        return None;
    }
    let total = degrees + minutes / 60.0 + seconds / 3600.0;
    match gps.find(reference)?.ascii()? {
        name if name == plus => Some(total),
        name if name == minus => Some(-total),
        _ => None,
    }
}

#[cfg(test)]
mod tests;

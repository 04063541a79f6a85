use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::{
    domain::evidence::{EditSign, EvidenceKind, FileClaims, FilePlace, fixture::photo},
    geo::{Accuracy, Coordinate, Datum, Fix, FixSource, Moment},
    id::{HouseholdId, StaffId, VisitId},
};

/// Noon in China on 10 June 2026.
const NOON: Timestamp = Timestamp::from_millis(1_781_064_000_000);
const MINUTE: i64 = 60_000;
const HERE: Circumstances = Circumstances { is_entered_later: false, skew_ms: Some(0) };

/// A photo at the home ten minutes into the visit, by a camera whose clock is right.
fn record() -> PhotoRecord {
    PhotoRecord {
        taken_at: taken(9, Some(480)),
        fix: Some(fix(FixSource::default())),
        place: Place::Inside,
        visit_started_at: NOON,
        captured: Moment { wall: NOON.plus_millis(10 * MINUTE), monotonic_ms: 10 * 60_000, boot_id: 1 },
        ..photo(
            1,
            VisitId(Uuid::from_u128(1)),
            HouseholdId(Uuid::from_u128(2)),
            StaffId(Uuid::from_u128(3)),
            NOON,
        )
    }
}

/// The camera's time, so many minutes after twelve in China.
fn taken(minutes: i64, offset_minutes: Option<i16>) -> Option<TakenAt> {
    let noon = NaiveDate::from_ymd_opt(2026, 6, 10).unwrap().and_hms_opt(12, 0, 0).unwrap();
    let local = noon + chrono::TimeDelta::minutes(minutes);
    Some(TakenAt { local, offset_minutes, inferred: false })
}

fn fix(source: FixSource) -> Fix {
    Fix {
        at: Coordinate::new(34.25, 108.95, Datum::Wgs84).unwrap(),
        accuracy: Accuracy::r68(8.0),
        altitude_m: None,
        speed_mps: None,
        gps_time: Some(NOON),
        device_time: NOON,
        monotonic_ms: 0,
        boot_id: 1,
        source,
    }
}

fn judged(record: &PhotoRecord, around: &Circumstances) -> EvidenceVerdict {
    EvidenceVerdict::new(record, around, Finding::ImageWhole, Finding::ChainProved)
}

#[test]
fn a_whole_photo_taken_at_the_home_during_the_visit_is_authentic() {
    let verdict = judged(&record(), &HERE);
    assert_eq!((verdict.time, verdict.place), (Finding::TimeAgrees, Finding::AtHome));
    assert_eq!(verdict.overall(), Overall::Authentic);
    let silent = PhotoRecord { taken_at: None, fix: None, place: Place::Unknown, ..record() };
    assert_eq!(judged(&silent, &HERE).overall(), Overall::Authentic, "saying nothing is no fault");
}

#[test]
fn a_cameras_time_is_held_against_the_visit() {
    let at =
        |minutes, offset| judged(&PhotoRecord { taken_at: taken(minutes, offset), ..record() }, &HERE).time;
    assert_eq!(at(-4, Some(480)), Finding::TimeAgrees);
    assert_eq!(at(-6, Some(480)), Finding::CameraTimeDiffers);
    assert_eq!(at(-24 * 60, Some(480)), Finding::CameraTimeDiffers);
    assert_eq!(at(9, None), Finding::TimeAgrees, "without a zone it is the tenant's");
    assert_eq!(at(9 - 480, Some(0)), Finding::TimeAgrees);
    assert_eq!(at(9 - 480, None), Finding::NoTimeZone);
    let utc = Zone::east_of_utc(0).unwrap();
    let in_utc = PhotoRecord { taken_at: taken(9 - 480, None), zone: utc, ..record() };
    assert_eq!(judged(&in_utc, &HERE).time, Finding::TimeAgrees, "the zone is the one that was recorded");
    assert_eq!(at(9 - 510, None), Finding::CameraTimeDiffers);
    assert_eq!(at(9 - 60, Some(480)), Finding::CameraTimeDiffers, "a stated zone is meant");
}

#[test]
fn a_wrong_clock_and_a_visit_from_paper_show_no_time() {
    let skewed = Circumstances { skew_ms: Some(-20 * MINUTE), ..HERE };
    assert_eq!(judged(&record(), &skewed).overall(), Overall::Unverifiable(Finding::ClockOff));
    let off_gps = Fix { gps_time: Some(NOON.plus_millis(-6 * MINUTE)), ..fix(FixSource::default()) };
    assert_eq!(judged(&PhotoRecord { fix: Some(off_gps), ..record() }, &HERE).time, Finding::ClockOff);
    let later = Circumstances { is_entered_later: true, ..skewed };
    assert_eq!(judged(&record(), &later).time, Finding::EnteredLater);
}

#[test]
fn a_place_is_what_the_fence_said_of_a_fix_that_can_be_trusted() {
    let at = |place, source, monotonic_ms| {
        let fix = Some(Fix { source, monotonic_ms, ..fix(source) });
        let captured = Moment { monotonic_ms: 31 * 60_000, ..record().captured };
        judged(&PhotoRecord { fix, place, captured, ..record() }, &HERE).place
    };
    let (plain, mock) = (FixSource::default(), FixSource { mock: true, ..FixSource::default() });
    assert_eq!(at(Place::Inside, plain, 60_001), Finding::AtHome);
    assert_eq!(at(Place::Outside, plain, 60_001), Finding::AwayFromHome);
    assert_eq!(at(Place::Uncertain, plain, 60_001), Finding::PlaceUncertain);
    assert_eq!(at(Place::Inside, plain, 59_999), Finding::FixTooOld);
    assert_eq!(at(Place::Unknown, plain, 60_001), Finding::HomeNotPlaced);
    assert_eq!(at(Place::Inside, mock, 60_001), Finding::MockedFix);
}

#[test]
fn a_fix_that_says_no_accuracy_is_not_blamed_on_the_home() {
    let vague = Fix { accuracy: Accuracy::r68(0.0), ..fix(FixSource::default()) };
    let record = PhotoRecord { fix: Some(vague), place: Place::Unknown, ..record() };
    assert_eq!(judged(&record, &HERE).place, Finding::PlaceUncertain);
}

#[test]
fn a_file_that_says_it_was_taken_elsewhere_is_told_where_the_fix_can_be_trusted() {
    let with = |place, record: PhotoRecord| PhotoRecord {
        claims: Some(FileClaims { camera: None, edits: Vec::new(), place }),
        ..record
    };
    let at = |place| judged(&with(place, record()), &HERE);
    for place in [FilePlace::NotStated, FilePlace::Removed, FilePlace::NotCompared, FilePlace::Near] {
        assert_eq!(at(place).place, Finding::AtHome, "{place}");
    }
    for place in [FilePlace::Apart, FilePlace::Far] {
        assert_eq!(at(place).place, Finding::FilePlaceDiffers, "{place}");
        assert_eq!(at(place).overall(), Overall::Unverifiable(Finding::FilePlaceDiffers));
    }
    let later = Circumstances { is_entered_later: true, ..HERE };
    assert_eq!(judged(&with(FilePlace::Far, record()), &later).place, Finding::AtHome, "typed elsewhere");
    let captured = Moment { monotonic_ms: 31 * 60_000, ..record().captured };
    let old = PhotoRecord { captured, ..record() };
    assert_eq!(judged(&with(FilePlace::Far, old), &HERE).place, Finding::FixTooOld);
    let unplaced = PhotoRecord { place: Place::Unknown, ..record() };
    assert_eq!(judged(&with(FilePlace::Far, unplaced), &HERE).place, Finding::FilePlaceDiffers);
}

#[test]
fn a_picture_that_is_whole_and_was_edited_before_is_told_as_that() {
    let claims =
        FileClaims { camera: None, edits: vec![EditSign::SavedByEditor], place: FilePlace::NotStated };
    let edited = PhotoRecord { claims: Some(claims), ..record() };
    let verdict = judged(&edited, &HERE);
    assert_eq!(verdict.overall(), Overall::Unverifiable(Finding::ImageEdited));
    for worse in [Finding::ImageChanged, Finding::ReusedPhoto, Finding::ReImported, Finding::ImageAwaited] {
        assert_eq!(image_of(&edited, worse), worse);
    }
    assert_eq!(image_of(&record(), Finding::SealedWhole), Finding::SealedWhole);
}

#[test]
fn a_record_from_before_files_claims_were_kept_reads_and_is_written_as_it_was() {
    let old = serde_json::to_value(record()).unwrap();
    assert!(old.get("claims").is_none());
    let read: PhotoRecord = serde_json::from_value(old.clone()).unwrap();
    assert_eq!((&read.claims, serde_json::to_value(&read).unwrap()), (&None, old));
}

#[test]
fn a_change_outweighs_everything_and_an_unknown_key_comes_last() {
    let good = judged(&record(), &HERE);
    for (verdict, expected) in [
        (
            EvidenceVerdict { chain: Finding::ChainBroken, image: Finding::ImageMissing, ..good },
            Overall::Altered(Finding::ChainBroken),
        ),
        (
            EvidenceVerdict { chain: Finding::KeyUnknown, image: Finding::ImageChanged, ..good },
            Overall::Altered(Finding::ImageChanged),
        ),
        (
            EvidenceVerdict { chain: Finding::KeyUnknown, image: Finding::ReImported, ..good },
            Overall::Unverifiable(Finding::ReImported),
        ),
        (
            EvidenceVerdict { image: Finding::ReusedPhoto, place: Finding::MockedFix, ..good },
            Overall::Unverifiable(Finding::ReusedPhoto),
        ),
        (EvidenceVerdict { place: Finding::MockedFix, ..good }, Overall::Unverifiable(Finding::MockedFix)),
        (
            EvidenceVerdict { chain: Finding::RecordWithoutBody, ..good },
            Overall::Unverifiable(Finding::RecordWithoutBody),
        ),
        (
            EvidenceVerdict { chain: Finding::RecordErased, image: Finding::ImageMissing, ..good },
            Overall::Erased,
        ),
        (EvidenceVerdict { chain: Finding::KeyUnknown, ..good }, Overall::Unknown),
    ] {
        assert_eq!(verdict.overall(), expected, "{verdict:?}");
    }
}

#[test]
fn a_sound_has_no_picture_to_check_and_a_changed_one_is_found_all_the_same() {
    let sound = PhotoRecord { kind: EvidenceKind::Voice, taken_at: None, ..record() };
    for whole in [Finding::ImageWhole, Finding::SealedWhole] {
        let verdict = EvidenceVerdict::new(&sound, &HERE, whole, Finding::ChainProved);
        assert_eq!(verdict.image, Finding::SoundWhole);
        assert_eq!(verdict.image.result(), CheckResult::NotApplicable);
        assert_eq!(verdict.overall(), Overall::Authentic, "nothing speaks against it");
    }
    for found in [Finding::ImageChanged, Finding::ImageAwaited] {
        assert_eq!(image_of(&sound, found), found);
    }
    let altered = EvidenceVerdict::new(&sound, &HERE, Finding::ImageChanged, Finding::ChainProved);
    assert_eq!(altered.overall(), Overall::Altered(Finding::ImageChanged));
}

//! What a platform's location service hands over, before anything of it is believed.

use std::fmt;

use super::{Accuracy, Coordinate, CoordinateError, Datum, Fix, FixSource, UnknownAccuracy};
use crate::time::Timestamp;

/// Heights in metres between the Turpan depression and Everest, with room for a receiver's error.
const HEIGHTS_M: std::ops::RangeInclusive<f64> = -1_000.0..=10_000.0;

/// Faster than any airliner, in metres a second.
const FASTEST_MPS: f64 = 400.0;

/// What the number that came as accuracy means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccuracyKind {
    /// The radius of 68 % probability (Android's `getAccuracy`).
    R68,
    /// Not stated (Apple's `horizontalAccuracy`).
    Unstated,
}

/// One answer of a location service, numbers as they came.
#[derive(Clone, PartialEq)]
pub struct Reading {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// What the degrees refer to: known from the source alone.
    pub datum: Datum,
    /// Accuracy in metres.
    pub accuracy_m: Option<f64>,
    /// What the accuracy means.
    pub accuracy_kind: AccuracyKind,
    /// Height in metres.
    pub altitude_m: Option<f64>,
    /// Speed in metres a second; negative is Apple's "unknown".
    pub speed_mps: Option<f64>,
    /// Time by GPS.
    pub gps_time: Option<Timestamp>,
    /// Time by the device's wall clock.
    pub device_time: Timestamp,
    /// Time by the device's monotonic clock, in milliseconds.
    pub monotonic_ms: u64,
    /// The boot that the monotonic clock counts from.
    pub boot_id: u64,
    /// Its origin.
    pub source: FixSource,
}

/// Shows no position.
impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading").field("datum", &self.datum).finish_non_exhaustive()
    }
}

impl Reading {
    /// The fix that the reading is. A bad accuracy, height or speed is unknown; the rest stands.
    ///
    /// # Errors
    /// Why the place itself is unknown: the visit goes on without a fix and notes the reason.
    pub fn fix(self) -> Result<Fix, CoordinateError> {
        let accuracy = match (self.accuracy_m, self.accuracy_kind) {
            (None, _) => Accuracy::Unknown(UnknownAccuracy::NotGiven),
            (Some(metres), AccuracyKind::R68) => Accuracy::r68(metres),
            (Some(metres), AccuracyKind::Unstated) => Accuracy::unstated(metres),
        };
        Ok(Fix {
            at: Coordinate::new(self.lat, self.lon, self.datum)?,
            accuracy,
            altitude_m: self.altitude_m.filter(|metres| HEIGHTS_M.contains(metres)),
            speed_mps: self.speed_mps.filter(|speed| (0.0..=FASTEST_MPS).contains(speed)),
            gps_time: self.gps_time.filter(|time| time.millis() > 0),
            device_time: self.device_time,
            monotonic_ms: self.monotonic_ms,
            boot_id: self.boot_id,
            source: self.source,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading() -> Reading {
        Reading {
            lat: 34.25,
            lon: 108.95,
            datum: Datum::Gcj02,
            accuracy_m: Some(8.0),
            accuracy_kind: AccuracyKind::R68,
            altitude_m: Some(412.0),
            speed_mps: Some(1.2),
            gps_time: Some(Timestamp::from_millis(1_000_000)),
            device_time: Timestamp::from_millis(1_000_500),
            monotonic_ms: 77,
            boot_id: 3,
            source: FixSource::default(),
        }
    }

    #[test]
    fn a_good_reading_is_a_fix_with_all_it_said() {
        let fix = reading().fix().unwrap();
        assert_eq!((fix.at.lat(), fix.at.lon(), fix.at.datum()), (34.25, 108.95, Datum::Gcj02));
        assert_eq!(fix.accuracy, Accuracy::R68(8.0));
        assert_eq!((fix.altitude_m, fix.speed_mps, fix.boot_id), (Some(412.0), Some(1.2), 3));
        let apple = Reading { accuracy_kind: AccuracyKind::Unstated, ..reading() };
        assert_eq!(apple.fix().unwrap().accuracy, Accuracy::Unstated(8.0));
    }

    #[test]
    fn a_bad_place_is_no_fix_and_says_why() {
        let refusal = |lat, lon| Reading { lat, lon, ..reading() }.fix().unwrap_err();
        assert_eq!(refusal(f64::NAN, 108.0), CoordinateError::NotANumber);
        assert_eq!(refusal(91.0, 108.0), CoordinateError::Latitude);
        assert_eq!(refusal(34.0, -181.0), CoordinateError::Longitude);
        assert_eq!(refusal(0.0, 0.0), CoordinateError::NullIsland);
    }

    #[test]
    fn a_bad_side_value_is_unknown_and_the_fix_stands() {
        let bad = Reading {
            accuracy_m: Some(-1.0),
            altitude_m: Some(f64::NAN),
            speed_mps: Some(-1.0),
            gps_time: Some(Timestamp::from_millis(0)),
            ..reading()
        };
        let fix = bad.fix().unwrap();
        assert_eq!(fix.accuracy, Accuracy::Unknown(UnknownAccuracy::NotPositive));
        assert_eq!((fix.altitude_m, fix.speed_mps, fix.gps_time), (None, None, None));
        let silent = Reading { accuracy_m: None, ..reading() };
        assert_eq!(silent.fix().unwrap().accuracy, Accuracy::Unknown(UnknownAccuracy::NotGiven));
    }
}

//! Coordinates with their datum, and location fixes.

use std::fmt;

use doorstep_core::{
    fieldwork,
    geo::{self, AccuracyKind, FixSource, Moment, Reading},
    time::{Clock, Timestamp},
};

use crate::{
    error::DoorstepError,
    words::{FencePlace, FixFlag, UnknownAccuracy, WhyUnknown, Words},
};

/// What a pair of degrees refers to. The shift between these is wider than many grids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Datum {
    /// GPS: Android's `Location`, `CLLocation`, Huawei Location Kit.
    Wgs84,
    /// China's geodetic system of 2000 (天地图); taken as equal to WGS-84.
    Cgcs2000,
    /// China's internet maps: AMap, Tencent.
    Gcj02,
    /// Baidu.
    Bd09,
}

/// A position in degrees with its datum.
#[derive(Clone, Copy, PartialEq, uniffi::Record)]
pub struct Coordinate {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// What the degrees refer to.
    pub datum: Datum,
}

/// Where a visit in progress stands as against its home: an answer, never a lock on the door.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct PlaceView {
    /// What the fence around the home answers.
    pub fence: FencePlace,
    /// Probability (0 to 1) that the true place lies in the fence; none where nothing is known.
    pub probability: Option<f64>,
    /// Why nothing is known, where that is so.
    pub why: Option<WhyUnknown>,
    /// What speaks against the fix.
    pub flags: Vec<FixFlag>,
    /// All of it in words for the worker.
    pub sentence: Words,
}

/// What the core makes of a platform's fix.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct FixView {
    /// For `VisitDraft.fix`; none for (0, 0), a receiver's empty answer: the visit goes on without.
    pub fix: Option<Fix>,
    /// What makes it useless or vague, in words for the worker; none for a good one.
    pub fault: Option<Words>,
}

/// A location fix as the platform hands it over; `Visits.fix` turns it into a `Fix`.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct FixDraft {
    /// Where, in the datum of its source.
    pub at: Coordinate,
    /// Radius in metres; none where the source gave none.
    pub accuracy_m: Option<f64>,
    /// Whether that radius holds the place with 68 % probability (Android says so; Apple states none).
    pub accuracy_is_68_percent: bool,
    /// How long ago the fix was made, in milliseconds, by the platform's monotonic clock where it tells.
    pub age_ms: u64,
    /// Height in metres.
    #[uniffi(default)]
    pub altitude_m: Option<f64>,
    /// Speed in metres a second.
    #[uniffi(default)]
    pub speed_mps: Option<f64>,
    /// Time of the fix by GPS.
    #[uniffi(default)]
    pub gps_time: Option<Timestamp>,
    /// Whether Android calls it mock.
    #[uniffi(default)]
    pub is_mock: bool,
    /// Whether Apple calls it simulated by software.
    #[uniffi(default)]
    pub is_simulated: bool,
    /// Whether it comes from an accessory.
    #[uniffi(default)]
    pub is_from_accessory: bool,
}

/// A location fix on the core's clocks, as a draft keeps it.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct Fix {
    /// Where.
    pub at: Coordinate,
    /// Radius in metres, where known.
    pub accuracy_m: Option<f64>,
    /// Whether that radius holds the place with 68 % probability.
    pub accuracy_is_68_percent: bool,
    /// Why the radius is not known, where that is so.
    pub why_no_accuracy: Option<UnknownAccuracy>,
    /// Height in metres.
    pub altitude_m: Option<f64>,
    /// Speed in metres a second.
    pub speed_mps: Option<f64>,
    /// Time by GPS.
    pub gps_time: Option<Timestamp>,
    /// Time by the device's wall clock.
    pub device_time: Timestamp,
    /// Time by the core's monotonic clock, in milliseconds.
    pub monotonic_ms: u64,
    /// The run that the monotonic clock counts from.
    pub boot_id: u64,
    /// Whether Android calls it mock.
    pub is_mock: bool,
    /// Whether Apple calls it simulated.
    pub is_simulated: bool,
    /// Whether it comes from an accessory.
    pub is_from_accessory: bool,
}

impl FixDraft {
    /// The fix as it was when the platform made it, and what is wrong with it.
    pub(crate) fn stamp(self, clock: &dyn Clock) -> Result<FixView, DoorstepError> {
        let Moment { wall, monotonic_ms, boot_id } = Moment::of(clock).earlier(self.age_ms);
        let fix = Fix {
            at: self.at,
            accuracy_m: self.accuracy_m,
            accuracy_is_68_percent: self.accuracy_is_68_percent,
            why_no_accuracy: None,
            altitude_m: self.altitude_m,
            speed_mps: self.speed_mps,
            gps_time: self.gps_time,
            device_time: wall,
            monotonic_ms,
            boot_id,
            is_mock: self.is_mock,
            is_simulated: self.is_simulated,
            is_from_accessory: self.is_from_accessory,
        };
        let fieldwork::FixView { fix, fault } = fix.view()?;
        Ok(FixView { fix: fix.map(Into::into), fault: fault.map(Into::into) })
    }
}

impl Fix {
    /// A receiver's empty answer is no fix: the place is unknown, and the visit goes on. Why an accuracy is unknown
    /// was found when the fix came, and comes back.
    pub(crate) fn into_core(self) -> Result<Option<geo::Fix>, DoorstepError> {
        let why = self.why_no_accuracy;
        let mut fix = self.view()?.fix;
        if let Some(fix) = &mut fix
            && let Some(why) = why
            && fix.accuracy.why_unknown().is_some()
        {
            fix.accuracy = geo::Accuracy::Unknown(why.into());
        }
        Ok(fix)
    }

    fn view(self) -> Result<fieldwork::FixView, DoorstepError> {
        let reading = Reading {
            lat: self.at.lat,
            lon: self.at.lon,
            datum: self.at.datum.into(),
            accuracy_m: self.accuracy_m,
            accuracy_kind: if self.accuracy_is_68_percent {
                AccuracyKind::R68
            } else {
                AccuracyKind::Unstated
            },
            altitude_m: self.altitude_m,
            speed_mps: self.speed_mps,
            gps_time: self.gps_time,
            device_time: self.device_time,
            monotonic_ms: self.monotonic_ms,
            boot_id: self.boot_id,
            source: FixSource {
                mock: self.is_mock,
                simulated: self.is_simulated,
                accessory: self.is_from_accessory,
            },
        };
        fieldwork::FixView::of(reading).map_err(|error| DoorstepError::invalid("fix.at", error.reason()))
    }
}

impl From<fieldwork::PlaceView> for PlaceView {
    fn from(view: fieldwork::PlaceView) -> Self {
        let geo::FenceVerdict { place, probability, why } = view.fence;
        Self {
            fence: place.into(),
            probability,
            why: why.map(Into::into),
            flags: view.flags.into_iter().map(Into::into).collect(),
            sentence: view.sentence.into(),
        }
    }
}

impl From<geo::Fix> for Fix {
    fn from(fix: geo::Fix) -> Self {
        Self {
            at: fix.at.into(),
            accuracy_m: fix.accuracy.radius_m(),
            accuracy_is_68_percent: matches!(fix.accuracy, geo::Accuracy::R68(_)),
            why_no_accuracy: fix.accuracy.why_unknown().map(Into::into),
            altitude_m: fix.altitude_m,
            speed_mps: fix.speed_mps,
            gps_time: fix.gps_time,
            device_time: fix.device_time,
            monotonic_ms: fix.monotonic_ms,
            boot_id: fix.boot_id,
            is_mock: fix.source.mock,
            is_simulated: fix.source.simulated,
            is_from_accessory: fix.source.accessory,
        }
    }
}

impl fmt::Debug for Coordinate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Coordinate({:?}, redacted)", self.datum)
    }
}

impl Coordinate {
    pub(crate) fn checked(self, field: &str) -> Result<geo::Coordinate, DoorstepError> {
        geo::Coordinate::new(self.lat, self.lon, self.datum.into())
            .map_err(|error| DoorstepError::invalid(field, error.reason()))
    }
}

impl From<geo::Coordinate> for Coordinate {
    fn from(at: geo::Coordinate) -> Self {
        Self { lat: at.lat(), lon: at.lon(), datum: at.datum().into() }
    }
}

impl From<geo::Datum> for Datum {
    fn from(datum: geo::Datum) -> Self {
        match datum {
            geo::Datum::Wgs84 => Self::Wgs84,
            geo::Datum::Cgcs2000 => Self::Cgcs2000,
            geo::Datum::Gcj02 => Self::Gcj02,
            geo::Datum::Bd09 => Self::Bd09,
        }
    }
}

impl From<Datum> for geo::Datum {
    fn from(datum: Datum) -> Self {
        match datum {
            Datum::Wgs84 => Self::Wgs84,
            Datum::Cgcs2000 => Self::Cgcs2000,
            Datum::Gcj02 => Self::Gcj02,
            Datum::Bd09 => Self::Bd09,
        }
    }
}

#[cfg(test)]
mod tests {
    use doorstep_core::time::ManualClock;

    use super::*;

    #[test]
    fn what_a_receiver_cannot_know_is_unknown_and_its_age_is_taken_off_every_clock() {
        let clock = ManualClock::at(Timestamp::from_millis(1_780_448_400_000));
        clock.advance(60_000);
        let fix = FixDraft {
            at: Coordinate { lat: 34.25, lon: 108.95, datum: Datum::Wgs84 },
            accuracy_m: Some(-1.0),
            accuracy_is_68_percent: true,
            age_ms: 5_000,
            altitude_m: Some(f64::NAN),
            speed_mps: Some(-1.0),
            gps_time: None,
            is_mock: false,
            is_simulated: false,
            is_from_accessory: false,
        };
        let FixView { fix: stamped, fault } = fix.clone().stamp(&clock).unwrap();
        let stamped = stamped.unwrap();
        assert_eq!(stamped.why_no_accuracy, Some(UnknownAccuracy::NotPositive));
        assert!(fault.unwrap().zh.starts_with(&UnknownAccuracy::NotPositive.label().zh));
        assert_eq!((stamped.accuracy_m, stamped.altitude_m, stamped.speed_mps), (None, None, None));
        assert_eq!(stamped.device_time, clock.now().plus_millis(-5_000));
        assert_eq!(stamped.monotonic_ms, clock.monotonic_ms() - 5_000);
        let again = stamped.clone().into_core().unwrap().map(Fix::from);
        assert_eq!(again.as_ref(), Some(&stamped), "a draft brings it back as it was");

        let empty = Coordinate { lat: 0.0, lon: 0.0, ..fix.at };
        let nothing = FixDraft { at: empty, ..fix.clone() }.stamp(&clock).unwrap();
        assert!(nothing.fix.is_none() && nothing.fault.is_some(), "a receiver's empty answer");
        let good = FixDraft { accuracy_m: Some(8.0), ..fix.clone() }.stamp(&clock).unwrap();
        assert_eq!((good.fix.and_then(|fix| fix.why_no_accuracy), good.fault), (None, None));
        assert_eq!(Fix { at: empty, ..stamped }.into_core(), Ok(None), "by whatever way it comes");

        let nowhere = Coordinate { lat: f64::NAN, ..fix.at };
        let refused = FixDraft { at: nowhere, ..fix }.stamp(&clock).unwrap_err();
        assert!(matches!(refused, DoorstepError::InvalidInput { field, .. } if field == "fix.at"));
    }
}

//! Coordinates with their datum, and location fixes.

use doorstep_core::{
    geo,
    time::{Clock, Timestamp},
};

use crate::{error::DoorstepError, words::Words};

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
#[derive(Clone, Copy, Debug, PartialEq, uniffi::Record)]
pub struct Coordinate {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// What the degrees refer to.
    pub datum: Datum,
}

/// A location fix as the platform hands it over; `Visits.fix` turns it into a [`Fix`].
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct FixDraft {
    /// Where, in the datum of its source.
    pub at: Coordinate,
    /// Radius in metres; `None` where the source gave none.
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
    pub(crate) fn stamp(self, clock: &dyn Clock) -> Result<Fix, DoorstepError> {
        self.at.checked("fix.at")?;
        let age = i64::try_from(self.age_ms).unwrap_or(i64::MAX);
        Ok(Fix {
            at: self.at,
            accuracy_m: self.accuracy_m,
            accuracy_is_68_percent: self.accuracy_is_68_percent,
            altitude_m: self.altitude_m,
            speed_mps: self.speed_mps,
            gps_time: self.gps_time,
            device_time: clock.now().plus_millis(-age),
            monotonic_ms: clock.monotonic_ms().saturating_sub(self.age_ms),
            boot_id: clock.boot_id(),
            is_mock: self.is_mock,
            is_simulated: self.is_simulated,
            is_from_accessory: self.is_from_accessory,
        })
    }
}

impl Fix {
    pub(crate) fn into_core(self) -> Result<geo::Fix, DoorstepError> {
        let accuracy = match self.accuracy_m {
            None => geo::Accuracy::Unknown(geo::UnknownAccuracy::NotGiven),
            Some(metres) if self.accuracy_is_68_percent => geo::Accuracy::r68(metres),
            Some(metres) => geo::Accuracy::unstated(metres),
        };
        Ok(geo::Fix {
            at: self.at.checked("fix.at")?,
            accuracy,
            altitude_m: self.altitude_m,
            speed_mps: self.speed_mps,
            gps_time: self.gps_time,
            device_time: self.device_time,
            monotonic_ms: self.monotonic_ms,
            boot_id: self.boot_id,
            source: geo::FixSource {
                mock: self.is_mock,
                simulated: self.is_simulated,
                accessory: self.is_from_accessory,
            },
        })
    }
}

impl From<geo::Fix> for Fix {
    fn from(fix: geo::Fix) -> Self {
        Self {
            at: fix.at.into(),
            accuracy_m: fix.accuracy.radius_m(),
            accuracy_is_68_percent: matches!(fix.accuracy, geo::Accuracy::R68(_)),
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

impl Coordinate {
    pub(crate) fn checked(self, field: &str) -> Result<geo::Coordinate, DoorstepError> {
        let datum = match self.datum {
            Datum::Wgs84 => geo::Datum::Wgs84,
            Datum::Cgcs2000 => geo::Datum::Cgcs2000,
            Datum::Gcj02 => geo::Datum::Gcj02,
            Datum::Bd09 => geo::Datum::Bd09,
        };
        geo::Coordinate::new(self.lat, self.lon, datum)
            .map_err(|error| DoorstepError::invalid(field, Words::from(error.reason())))
    }
}

impl From<geo::Coordinate> for Coordinate {
    fn from(at: geo::Coordinate) -> Self {
        let datum = match at.datum() {
            geo::Datum::Wgs84 => Datum::Wgs84,
            geo::Datum::Cgcs2000 => Datum::Cgcs2000,
            geo::Datum::Gcj02 => Datum::Gcj02,
            geo::Datum::Bd09 => Datum::Bd09,
        };
        Self { lat: at.lat(), lon: at.lon(), datum }
    }
}

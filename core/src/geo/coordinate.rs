//! A position that always carries its datum.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Datum, datum::Degrees};
use crate::text::Text;

/// Semi-major axis of WGS-84 in metres and its flattening (NIMA TR8350.2; CGCS2000 differs by 0.1 mm at a pole).
const AXIS_M: f64 = 6_378_137.0;
const FLATTENING: f64 = 1.0 / 298.257_223_563;

/// Closer to (0, 0) than this, in degrees, is a receiver's empty answer, not a place.
const NULL_ISLAND: f64 = 1e-6;

/// A position in degrees with its datum. There is no way to make one without: the shift between China's datums
/// is wider than many grids. `Debug` redacts.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct Coordinate {
    lat: f64,
    lon: f64,
    datum: Datum,
}

/// Why two numbers are no position. Never repeats them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{}", self.reason().en)]
pub enum CoordinateError {
    /// NaN or infinite.
    NotANumber,
    /// The latitude lies beyond ±90°.
    Latitude,
    /// The longitude lies beyond ±180°.
    Longitude,
    /// Zero and zero: a receiver's empty answer.
    NullIsland,
}

impl CoordinateError {
    /// The reason, for people.
    pub fn reason(&self) -> Text {
        match self {
            Self::NotANumber => Text::new("坐标不是数字", "the position is not a number"),
            Self::Latitude => Text::new("纬度超出 ±90°", "the latitude lies beyond ±90°"),
            Self::Longitude => Text::new("经度超出 ±180°", "the longitude lies beyond ±180°"),
            Self::NullIsland => Text::new(
                "坐标为 (0, 0)，即定位设备未给出结果",
                "the position is (0, 0), a receiver's empty answer",
            ),
        }
    }
}

impl Coordinate {
    /// The position at `lat`, `lon` degrees of `datum`.
    ///
    /// # Errors
    /// Where the numbers are no position on earth, or (0, 0).
    pub fn new(lat: f64, lon: f64, datum: Datum) -> Result<Self, CoordinateError> {
        if !lat.is_finite() || !lon.is_finite() {
            return Err(CoordinateError::NotANumber);
        }
        if lat.abs() > 90.0 {
            return Err(CoordinateError::Latitude);
        }
        if lon.abs() > 180.0 {
            return Err(CoordinateError::Longitude);
        }
        if lat.abs() < NULL_ISLAND && lon.abs() < NULL_ISLAND {
            return Err(CoordinateError::NullIsland);
        }
        Ok(Self { lat, lon, datum })
    }

    /// Degrees north, in [`datum`](Self::datum).
    pub const fn lat(&self) -> f64 {
        self.lat
    }

    /// Degrees east, in [`datum`](Self::datum).
    pub const fn lon(&self) -> f64 {
        self.lon
    }

    /// What the degrees refer to.
    pub const fn datum(&self) -> Datum {
        self.datum
    }

    /// The same place in `datum`, to 1e-9° (0.1 mm) of the public algorithm.
    #[must_use]
    pub fn to(&self, datum: Datum) -> Self {
        let here = (self.lat, self.lon);
        let (lat, lon) = if datum == self.datum { here } else { datum.of_wgs84(self.wgs84()) };
        Self { lat, lon, datum }
    }

    /// Metres to `other` along the ellipsoid, by Lambert's formula as Andoyer arranged it: right to a
    /// hundred-thousandth, a millimetre in a hundred metres.
    pub fn distance_m(&self, other: &Self) -> f64 {
        let (lat_1, lon_1) = self.wgs84();
        let (lat_2, lon_2) = other.wgs84();
        let reduced = |lat: f64| ((1.0 - FLATTENING) * lat.to_radians().tan()).atan();
        let (beta_1, beta_2) = (reduced(lat_1), reduced(lat_2));
        let (half_lon, half_lat) = ((lon_2 - lon_1).to_radians() / 2.0, (beta_2 - beta_1) / 2.0);
        let haversine = half_lat.sin().powi(2) + beta_1.cos() * beta_2.cos() * half_lon.sin().powi(2);
        let half = haversine.clamp(0.0, 1.0).sqrt().asin();
        let (arc, near, far) = (2.0 * half, half.sin().powi(2), half.cos().powi(2));
        if near < f64::MIN_POSITIVE || far < 1e-9 {
            // The same place, or the other side of the earth, where the correction has no limit.
            return AXIS_M * arc;
        }
        let middle = f64::midpoint(beta_1, beta_2);
        let along = (arc - arc.sin()) * (middle.sin() * half_lat.cos()).powi(2) / far;
        let across = (arc + arc.sin()) * (middle.cos() * half_lat.sin()).powi(2) / near;
        AXIS_M * (arc - FLATTENING / 2.0 * (along + across))
    }

    fn wgs84(&self) -> Degrees {
        self.datum.to_wgs84((self.lat, self.lon))
    }
}

/// Metres of one degree to the east and to the north at `lat` (radii of curvature of WGS-84).
pub(super) fn metres_per_degree(lat: f64) -> (f64, f64) {
    let eccentricity_squared = FLATTENING * (2.0 - FLATTENING);
    let squeezed = 1.0 - eccentricity_squared * lat.to_radians().sin().powi(2);
    let parallel = AXIS_M / squeezed.sqrt() * lat.to_radians().cos();
    let meridian = AXIS_M * (1.0 - eccentricity_squared) / (squeezed * squeezed.sqrt());
    (parallel.to_radians(), meridian.to_radians())
}

/// A coordinate as JSON holds it, not yet checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    lat: f64,
    lon: f64,
    datum: Datum,
}

impl TryFrom<Written> for Coordinate {
    type Error = CoordinateError;

    fn try_from(written: Written) -> Result<Self, CoordinateError> {
        Self::new(written.lat, written.lon, written.datum)
    }
}

impl fmt::Debug for Coordinate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Coordinate({:?}, redacted)", self.datum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DATUMS: [Datum; 4] = [Datum::Wgs84, Datum::Cgcs2000, Datum::Gcj02, Datum::Bd09];

    fn wgs84(lat: f64, lon: f64) -> Coordinate {
        Coordinate::new(lat, lon, Datum::Wgs84).unwrap()
    }

    #[test]
    fn numbers_that_are_no_place_are_refused_with_the_reason() {
        let refusal = |lat, lon| Coordinate::new(lat, lon, Datum::Wgs84).unwrap_err();
        assert_eq!(refusal(f64::NAN, 108.9), CoordinateError::NotANumber);
        assert_eq!(refusal(34.2, f64::INFINITY), CoordinateError::NotANumber);
        assert_eq!(refusal(108.9, 34.2), CoordinateError::Latitude);
        assert_eq!(refusal(34.2, 190.0), CoordinateError::Longitude);
        assert_eq!(refusal(0.0, -0.0), CoordinateError::NullIsland);
    }

    #[test]
    fn json_carries_the_datum_and_is_checked() {
        let json = r#"{"lat":34.25,"lon":108.95,"datum":"gcj02"}"#;
        let at: Coordinate = serde_json::from_str(json).unwrap();
        assert_eq!(at.datum(), Datum::Gcj02);
        assert_eq!(serde_json::to_string(&at).unwrap(), json);
        for bad in [
            r#"{"lat":34.25,"lon":108.95}"#,
            r#"{"lat":0.0,"lon":0.0,"datum":"wgs84"}"#,
            r#"{"lat":34.25,"lon":208.95,"datum":"wgs84"}"#,
        ] {
            assert!(serde_json::from_str::<Coordinate>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn debug_tells_no_position() {
        assert_eq!(format!("{:?}", wgs84(34.25, 108.95)), "Coordinate(Wgs84, redacted)");
    }

    #[test]
    fn the_shift_in_shaanxi_is_wider_than_a_grid() {
        for (name, lat, lon, metres) in [
            ("西安", 34.265, 108.954, 463.0),
            ("汉中", 33.067, 107.023, 471.0),
            ("安康", 32.684, 109.029, 510.0),
        ] {
            let there = wgs84(lat, lon);
            let mistaken = Coordinate::new(lat, lon, Datum::Gcj02).unwrap();
            let shift = there.distance_m(&mistaken);
            assert!((shift - metres).abs() < 15.0, "{name}: {shift}");
        }
    }

    #[test]
    fn distances_are_right_on_the_ground() {
        // By GeographicLib.
        for (from, to, metres) in [
            ((34.0, 108.0), (35.0, 108.0), 110_931.4),
            ((34.0, 108.0), (34.0, 109.0), 92_384.9),
            ((34.25, 108.95), (34.2509, 108.95), 99.834),
        ] {
            let found = wgs84(from.0, from.1).distance_m(&wgs84(to.0, to.1));
            assert!((found / metres - 1.0).abs() < 1e-4, "{found} {metres}");
        }
        let far = wgs84(34.0, 108.0).distance_m(&wgs84(-34.0, -72.0));
        assert!((far / 20_003_931.0 - 1.0).abs() < 0.01, "{far}");
        assert_eq!(wgs84(34.0, 108.0).distance_m(&wgs84(34.0, 108.0)), 0.0);
    }

    proptest! {
        #[test]
        fn a_place_survives_every_change_of_datum(
            lat in 18.0f64..53.5, lon in 73.5f64..134.8, first in 0usize..4, second in 0usize..4
        ) {
            let at = Coordinate::new(lat, lon, DATUMS[first]).unwrap();
            let back = at.to(DATUMS[second]).to(DATUMS[first]);
            prop_assert!((back.lat() - lat).abs() < 2e-9 && (back.lon() - lon).abs() < 2e-9);
            prop_assert!(at.distance_m(&at.to(DATUMS[second])) < 1e-3);
        }

        #[test]
        fn short_distances_agree_with_the_radii_of_curvature(
            lat in -70.0f64..70.0, east in -500.0f64..500.0, north in -500.0f64..500.0
        ) {
            let (per_lon, per_lat) = metres_per_degree(lat + north / 222_000.0);
            let there = wgs84(lat + north / per_lat, 108.0 + east / per_lon);
            prop_assert!((wgs84(lat, 108.0).distance_m(&there) - east.hypot(north)).abs() < 0.02);
        }

        #[test]
        fn distance_is_the_same_both_ways(a in -89.0f64..89.0, b in -179.0f64..179.0, c in -89.0f64..89.0, d in -179.0f64..179.0) {
            let (one, other) = (wgs84(a, b), wgs84(c, d));
            prop_assert!((one.distance_m(&other) - other.distance_m(&one)).abs() < 1e-6);
        }
    }
}

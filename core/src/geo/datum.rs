//! Datums and the shifts between them.
//!
//! GCJ-02 (国测局坐标) and BD-09 (百度坐标) have no published standard text. Their formulas are those of the
//! algorithm that is public since 2010: on Krasovsky's ellipsoid (a = 6378245 m, e² = 0.00669342…) for GCJ-02,
//! a small turn and stretch of the polar form for BD-09, as in `eviltransform` and `coordtransform`, equal to
//! the bit. In Shaanxi the first shift is 463–510 m. Outside the rectangle that the algorithm names, all
//! systems are one. CGCS2000 is WGS-84 to centimetres (GB 22021-2008 names ITRF97, epoch 2000.0). An inverse
//! is found by iteration to 1e-9°.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

/// What a pair of degrees refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Datum {
    /// GPS; what is stored.
    Wgs84,
    /// China's geodetic system of 2000, that of 天地图; within centimetres of WGS-84 and taken as equal.
    Cgcs2000,
    /// The shifted system of China's internet maps (AMap, Tencent).
    Gcj02,
    /// Baidu's, shifted once more.
    Bd09,
}

/// Latitude and longitude in degrees.
pub(super) type Degrees = (f64, f64);

/// Semi-major axis of the Krasovsky ellipsoid in metres, which GCJ-02 shifts on.
const AXIS: f64 = 6_378_245.0;
/// Its first eccentricity, squared.
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;
/// Baidu's frequency, π · 3000 / 180.
const BD_FREQUENCY: f64 = PI * 3000.0 / 180.0;

/// Stop of the inverse shifts, in degrees; the last correction makes the error smaller still.
const CLOSE_ENOUGH: f64 = 1e-10;
/// Five rounds reach 1e-8 m; the rest is reserve.
const MOST_ROUNDS: usize = 30;

/// The rectangle in which the shift applies; outside it the systems are one.
fn is_shifted((lat, lon): Degrees) -> bool {
    (0.8293..=55.8271).contains(&lat) && (72.004..=137.8347).contains(&lon)
}

impl Datum {
    /// Degrees of this datum as WGS-84.
    pub(super) fn to_wgs84(self, at: Degrees) -> Degrees {
        match self {
            Self::Wgs84 | Self::Cgcs2000 => at,
            Self::Gcj02 => unshift(at, gcj02_shift),
            Self::Bd09 => unshift(at, |at| bd09_shift(gcj02_shift(at))),
        }
    }

    /// WGS-84 degrees in this datum.
    pub(super) fn of_wgs84(self, at: Degrees) -> Degrees {
        match self {
            Self::Gcj02 if is_shifted(at) => gcj02_shift(at),
            Self::Bd09 if is_shifted(at) => bd09_shift(gcj02_shift(at)),
            Self::Wgs84 | Self::Cgcs2000 | Self::Gcj02 | Self::Bd09 => at,
        }
    }
}

/// The WGS-84 point in the rectangle that `shift` moves to `target`, by moving back the error of each guess;
/// `target` itself where there is none. (Along the rectangle's edge some positions have two origins, one
/// shifted and one not; the shifted one is meant.)
fn unshift(target: Degrees, shift: impl Fn(Degrees) -> Degrees) -> Degrees {
    let mut guess = target;
    for _ in 0..MOST_ROUNDS {
        let shifted = shift(guess);
        let error = (shifted.0 - target.0, shifted.1 - target.1);
        guess = (guess.0 - error.0, guess.1 - error.1);
        if error.0.abs() < CLOSE_ENOUGH && error.1.abs() < CLOSE_ENOUGH {
            return if is_shifted(guess) { guess } else { target };
        }
    }
    target
}

fn gcj02_shift((lat, lon): Degrees) -> Degrees {
    let (north, east) = shift_metres(lon - 105.0, lat - 35.0);
    let radians = lat.to_radians();
    let flattening = 1.0 - ECCENTRICITY_SQUARED * radians.sin() * radians.sin();
    let meridian = AXIS * (1.0 - ECCENTRICITY_SQUARED) / (flattening * flattening.sqrt());
    let parallel = AXIS / flattening.sqrt() * radians.cos();
    (lat + (north / meridian).to_degrees(), lon + (east / parallel).to_degrees())
}

/// The shift to north and east in metres, `x` degrees east of 105° E and `y` north of 35° N.
fn shift_metres(x: f64, y: f64) -> (f64, f64) {
    let wave = |height: f64, angle: f64| height * (angle * PI).sin() * 2.0 / 3.0;
    let ripple = wave(20.0, 6.0 * x) + wave(20.0, 2.0 * x);
    let bend = x.abs().sqrt();
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * bend
        + ripple
        + wave(20.0, y)
        + wave(40.0, y / 3.0)
        + wave(160.0, y / 12.0)
        + wave(320.0, y / 30.0);
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * bend
        + ripple
        + wave(20.0, x)
        + wave(40.0, x / 3.0)
        + wave(150.0, x / 12.0)
        + wave(300.0, x / 30.0);
    (north, east)
}

fn bd09_shift((lat, lon): Degrees) -> Degrees {
    let radius = lon.hypot(lat) + 0.000_02 * (lat * BD_FREQUENCY).sin();
    let angle = lat.atan2(lon) + 0.000_003 * (lon * BD_FREQUENCY).cos();
    (radius * angle.sin() + 0.006, radius * angle.cos() + 0.0065)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_close(found: Degrees, expected: Degrees) {
        assert!((found.0 - expected.0).abs() < 1e-11, "{found:?}");
        assert!((found.1 - expected.1).abs() < 1e-11, "{found:?}");
    }

    /// The example of `coordtransform`'s documentation.
    #[test]
    fn the_public_vectors_match() {
        let at = (39.915, 116.404);
        assert_close(Datum::Gcj02.of_wgs84(at), (39.916_404_281_501_64, 116.410_244_499_169_38));
        assert_close(Datum::Bd09.of_wgs84(at), (39.922_699_552_216_216, 116.416_627_243_787_33));
        assert_close(bd09_shift(at), (39.921_336_993_510_21, 116.410_369_493_710_29));
    }

    #[test]
    fn abroad_the_systems_are_one() {
        for at in [(48.85, 2.35), (-33.9, 151.2), (89.99, 100.0)] {
            assert_eq!(Datum::Bd09.of_wgs84(at), at);
            assert_eq!(Datum::Bd09.to_wgs84(at), at);
        }
    }

    #[test]
    fn an_inverse_lands_on_its_origin_to_a_billionth_of_a_degree_up_to_the_edge() {
        let edges = [(0.83, 72.1), (0.83, 137.83), (55.82, 72.1), (55.82, 137.83), (34.25, 72.0041)];
        for at in edges.into_iter().chain([(34.265, 108.954), (18.2, 109.5), (53.4, 122.3), (39.0, 75.9)]) {
            for datum in [Datum::Gcj02, Datum::Bd09] {
                let back = datum.to_wgs84(datum.of_wgs84(at));
                assert!((back.0 - at.0).abs() < 1e-9 && (back.1 - at.1).abs() < 1e-9, "{datum:?} {at:?}");
            }
        }
    }

    #[test]
    fn no_position_on_earth_makes_the_inverse_wander() {
        for lat in -90..=90 {
            for lon in -180..=180 {
                let at = (f64::from(lat), f64::from(lon));
                for datum in [Datum::Gcj02, Datum::Bd09] {
                    let found = datum.to_wgs84(at);
                    assert!((found.0 - at.0).abs() < 0.1 && (found.1 - at.1).abs() < 0.1, "{datum:?} {at:?}");
                }
            }
        }
    }
}

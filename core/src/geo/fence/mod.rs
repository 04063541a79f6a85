//! A fence, point and radius or a polygon, and the probability that a fix lies in it.
//!
//! The error of a fix is taken as a circular Gaussian. Its source states the radius r68 that holds 68 % of it,
//! so σ = r68 / √(−2 ln 0.32) = r68 / 1.5096. For a circle the distance of the true place from the centre then
//! follows Rice's distribution; for a polygon the density is integrated along its edges (Green's theorem).

mod circle;
mod polygon;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Area, Coordinate, Fix};
use crate::text::Text;

/// From this probability on, a fix counts as inside.
pub const INSIDE_FROM: f64 = 0.9;

/// Up to this probability, a fix counts as outside. Between the two stands "uncertain": the phone cannot tell,
/// and saying so is fairer than either answer.
pub const OUTSIDE_TO: f64 = 0.1;

/// r68 / σ of a circular Gaussian, √(−2 ln 0.32).
const R68_PER_SIGMA: f64 = 1.509_592;

/// σ in metres finer than any receiver's, and coarse enough that no quotient overflows.
const FINEST_M: f64 = 1e-3;

/// A wider fence than this, in metres, is a mistyped one.
const WIDEST_M: f64 = 100_000.0;

/// The ground on which a visit to a home or place is expected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fence {
    /// A circle around a point.
    Circle(Circle),
    /// A polygon, holes and several parts included.
    Area(Area),
}

/// A circle around a home or place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct Circle {
    centre: Coordinate,
    radius_m: f64,
}

/// Why a radius makes no fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{}", self.reason().en)]
pub enum FenceError {
    /// Not a number of metres above zero and up to 100 km.
    Radius,
}

impl FenceError {
    /// The reason, for people.
    pub fn reason(&self) -> Text {
        match self {
            Self::Radius => Text::new(
                "围栏半径应大于 0 且不超过 100 公里",
                "a fence's radius is more than 0 m and at most 100 km",
            ),
        }
    }
}

impl Fence {
    /// The circle of `radius_m` metres around `centre`.
    ///
    /// # Errors
    /// Where the radius is not above zero or wider than 100 km.
    pub fn new(centre: Coordinate, radius_m: f64) -> Result<Self, FenceError> {
        Circle::new(centre, radius_m).map(Self::Circle)
    }

    /// Probability (0 to 1) that the true place lies in the fence when a source says `at`, give or take `r68`
    /// metres.
    fn probability(&self, at: &Coordinate, r68: f64) -> f64 {
        let sigma = (r68 / R68_PER_SIGMA).max(FINEST_M);
        match self {
            Self::Circle(circle) => {
                circle::probability_within(circle.radius_m, circle.centre.distance_m(at), sigma)
            }
            Self::Area(area) => polygon::probability_within(area, at, sigma),
        }
    }
}

impl Circle {
    /// The circle of `radius_m` metres around `centre`.
    ///
    /// # Errors
    /// Where the radius is not above zero or wider than 100 km.
    pub fn new(centre: Coordinate, radius_m: f64) -> Result<Self, FenceError> {
        if radius_m > 0.0 && radius_m <= WIDEST_M {
            Ok(Self { centre, radius_m })
        } else {
            Err(FenceError::Radius)
        }
    }

    /// The middle.
    pub const fn centre(&self) -> &Coordinate {
        &self.centre
    }

    /// Metres from the middle to the edge.
    pub const fn radius_m(&self) -> f64 {
        self.radius_m
    }
}

/// A circle as JSON holds it, not yet checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    centre: Coordinate,
    radius_m: f64,
}

impl TryFrom<Written> for Circle {
    type Error = FenceError;

    fn try_from(written: Written) -> Result<Self, FenceError> {
        Self::new(written.centre, written.radius_m)
    }
}

/// Where a fix lies as against a fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// In the fence, by [`INSIDE_FROM`].
    Inside,
    /// Beyond it, by [`OUTSIDE_TO`].
    Outside,
    /// Too near the edge for the fix's accuracy.
    Uncertain,
    /// No fix, no accuracy or no fence.
    Unknown,
}

impl Place {
    /// The answer in words.
    pub fn text(self) -> Text {
        match self {
            Self::Inside => Text::new("在住处附近", "at the place"),
            Self::Outside => Text::new("不在住处附近", "away from the place"),
            Self::Uncertain => Text::new("定位精度不足，无法判断", "too close to tell with this accuracy"),
            Self::Unknown => Text::new("位置未知", "place unknown"),
        }
    }
}

/// Why a fence has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyUnknown {
    /// The visit has no fix.
    NoFix,
    /// The fix does not say how well it is known.
    NoAccuracy,
    /// Nobody has recorded where the home or place lies.
    NoPlace,
    /// The tenant's radius makes no fence.
    NoFence,
    /// The visit was not made at the home, or not there and then.
    NotAtHome,
}

impl WhyUnknown {
    /// The reason, for people.
    pub fn text(self) -> Text {
        match self {
            Self::NoFix => Text::new("没有定位", "there is no fix"),
            Self::NoAccuracy => Text::new("定位精度未知", "the fix does not say how accurate it is"),
            Self::NoPlace => Text::new("住处尚未记录位置", "the home's place is not recorded yet"),
            Self::NoFence => Text::new("围栏半径无效", "the fence has no valid radius"),
            Self::NotAtHome => {
                Text::new("本次不是当时在家中走访", "this is no visit made at the home just now")
            }
        }
    }
}

/// What a fence answers. Evidence for a manager, never a lock on the door.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FenceVerdict {
    /// The answer.
    pub place: Place,
    /// Probability (0 to 1) that the true place lies in the fence; none where nothing is known.
    pub probability: Option<f64>,
    /// Why nothing is known, where that is so and was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<WhyUnknown>,
}

impl FenceVerdict {
    /// The verdict where nobody asked.
    pub const UNKNOWN: Self = Self { place: Place::Unknown, probability: None, why: None };

    /// No verdict, and why.
    pub const fn unknown(why: WhyUnknown) -> Self {
        Self { why: Some(why), ..Self::UNKNOWN }
    }

    /// The answer in words, with the reason where there is none: what a screen shows.
    pub fn text(&self) -> Text {
        let place = self.place.text();
        let Some(why) = self.why.map(WhyUnknown::text) else { return place };
        Text::new(format!("{}：{}", place.zh, why.zh), format!("{}: {}", place.en, why.en))
    }
}

/// Whether `fix` lies in `fence`. Judges position and accuracy only: age and origin are the fix's
/// [flags](Fix::flags).
pub fn verdict(fence: &Fence, fix: Option<&Fix>) -> FenceVerdict {
    let Some(fix) = fix else { return FenceVerdict::unknown(WhyUnknown::NoFix) };
    let Some(r68) = fix.accuracy.radius_m() else { return FenceVerdict::unknown(WhyUnknown::NoAccuracy) };
    let probability = fence.probability(&fix.at, r68);
    let place = match probability {
        p if p >= INSIDE_FROM => Place::Inside,
        p if p <= OUTSIDE_TO => Place::Outside,
        _ => Place::Uncertain,
    };
    FenceVerdict { place, probability: Some(probability), why: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        geo::{Accuracy, Datum, FixSource, UnknownAccuracy, coordinate::metres_per_degree},
        time::Timestamp,
    };
    use proptest::prelude::*;

    const CENTRE: (f64, f64) = (34.25, 108.95);

    fn wgs84(lat: f64, lon: f64) -> Coordinate {
        Coordinate::new(lat, lon, Datum::Wgs84).unwrap()
    }

    fn fence(radius_m: f64) -> Fence {
        Fence::new(wgs84(CENTRE.0, CENTRE.1), radius_m).unwrap()
    }

    /// A fix `metres` north of the fence's centre.
    fn fix(metres: f64, accuracy: Accuracy) -> Fix {
        Fix {
            at: wgs84(CENTRE.0 + metres / metres_per_degree(CENTRE.0 + metres / 222_000.0).1, CENTRE.1),
            accuracy,
            altitude_m: None,
            speed_mps: None,
            gps_time: None,
            device_time: Timestamp::from_millis(0),
            monotonic_ms: 0,
            boot_id: 0,
            source: FixSource::default(),
        }
    }

    fn probability(radius: f64, metres: f64, r68: f64) -> f64 {
        verdict(&fence(radius), Some(&fix(metres, Accuracy::r68(r68)))).probability.unwrap()
    }

    #[test]
    fn a_centred_fix_follows_the_closed_form() {
        for (radius, r68) in [(50.0, 8.0), (50.0, 50.0), (50.0, 35.0), (30.0, 100.0), (10.0, 500.0)] {
            let expected = 1.0 - 0.32f64.powf(f64::powi(radius / r68, 2));
            let found = probability(radius, 0.0, r68);
            assert!((found - expected).abs() < 1e-4, "{radius} {r68}: {found} {expected}");
        }
    }

    #[test]
    fn a_wide_fence_is_a_straight_edge() {
        assert!((probability(5_000.0, 5_000.0, 10.0) - 0.5).abs() < 1e-3);
        assert!((probability(5_000.0, 5_000.0 - 10.0, 10.0) - 0.9344).abs() < 1e-3);
        assert!((probability(5_000.0, 5_000.0 + 10.0, 10.0) - 0.0656).abs() < 1e-3);
    }

    #[test]
    fn an_off_centre_fix_agrees_with_its_scatter_added_up_point_by_point() {
        const HALF: i32 = 400;
        let sigma = 20.0 / R68_PER_SIGMA;
        let step = 6.0 * sigma / f64::from(HALF);
        for (radius, distance) in [(30.0, 20.0), (30.0, 45.0), (60.0, 55.0), (10.0, 5.0f64)] {
            let middle = |i: i32| (f64::from(i) + 0.5) * step;
            let within = |x: f64, y: f64| (x + distance).hypot(y) <= radius;
            let density = |x: f64, y: f64| (-(x * x + y * y) / (2.0 * sigma * sigma)).exp();
            let points = (-HALF..HALF).flat_map(|i| (-HALF..HALF).map(move |j| (middle(i), middle(j))));
            let sum: f64 = points.filter(|(x, y)| within(*x, *y)).map(|(x, y)| density(x, y)).sum();
            let expected = sum * step * step / (std::f64::consts::TAU * sigma * sigma);
            let found = probability(radius, distance, 20.0);
            assert!((found - expected).abs() < 1e-3, "{radius} {distance}: {found} {expected}");
        }
    }

    #[test]
    fn an_absurd_accuracy_still_gives_a_probability() {
        for r68 in [f64::MIN_POSITIVE, 1e-9, 1e300, f64::MAX] {
            let (inside, outside) = (probability(100.0, 50.0, r68), probability(100.0, 150.0, r68));
            assert!((0.0..=1.0).contains(&inside) && outside <= inside, "{r68}");
        }
        assert!(probability(100.0, 50.0, f64::MIN_POSITIVE) > 0.999);
    }

    #[test]
    fn the_answer_is_plain() {
        let place = |metres, accuracy| verdict(&fence(100.0), Some(&fix(metres, accuracy))).place;
        assert_eq!(place(10.0, Accuracy::r68(8.0)), Place::Inside);
        assert_eq!(place(500.0, Accuracy::r68(8.0)), Place::Outside);
        assert_eq!(place(98.0, Accuracy::r68(35.0)), Place::Uncertain);
        assert_eq!(place(10.0, Accuracy::unstated(8.0)), Place::Inside);
        assert_eq!(place(10.0, Accuracy::Unknown(UnknownAccuracy::NotGiven)), Place::Unknown);
    }

    #[test]
    fn an_unknown_verdict_says_why_in_both_languages() {
        let vague = fix(10.0, Accuracy::Unknown(UnknownAccuracy::NotGiven));
        assert_eq!(verdict(&fence(100.0), Some(&vague)), FenceVerdict::unknown(WhyUnknown::NoAccuracy));
        let none = verdict(&fence(100.0), None);
        assert_eq!((none.place, none.probability), (Place::Unknown, None));
        assert_eq!(none.text(), Text::new("位置未知：没有定位", "place unknown: there is no fix"));
        assert_eq!(verdict(&fence(100.0), Some(&fix(10.0, Accuracy::r68(8.0)))).text(), Place::Inside.text());
    }

    #[test]
    fn a_verdict_of_before_reasons_were_kept_is_still_read() {
        let old = r#"{"place":"unknown","probability":null}"#;
        assert_eq!(serde_json::from_str::<FenceVerdict>(old).unwrap(), FenceVerdict::UNKNOWN);
        let told = FenceVerdict::unknown(WhyUnknown::NoPlace);
        let json = serde_json::to_string(&told).unwrap();
        assert_eq!(serde_json::from_str::<FenceVerdict>(&json).unwrap(), told);
    }

    #[test]
    fn a_map_that_shifts_its_points_gives_the_same_verdict() {
        let mut shifted = fix(10.0, Accuracy::r68(8.0));
        shifted.at = shifted.at.to(Datum::Gcj02);
        assert_eq!(verdict(&fence(100.0), Some(&shifted)).place, Place::Inside);
    }

    #[test]
    fn a_fence_without_a_width_is_refused() {
        for radius in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e9] {
            assert_eq!(Fence::new(wgs84(34.0, 108.0), radius), Err(FenceError::Radius));
        }
    }

    proptest! {
        #[test]
        fn farther_is_never_likelier(radius in 5.0f64..2_000.0, r68 in 0.5f64..2_000.0, near in 0.0f64..3_000.0, more in 0.0f64..500.0) {
            let (close, far) = (probability(radius, near, r68), probability(radius, near + more, r68));
            prop_assert!(far <= close + 1e-5, "{} {}", close, far);
        }

        #[test]
        fn a_wider_fence_is_never_less_likely(radius in 5.0f64..2_000.0, r68 in 0.5f64..2_000.0, metres in 0.0f64..3_000.0, more in 0.0f64..500.0) {
            prop_assert!(probability(radius, metres, r68) <= probability(radius + more, metres, r68) + 1e-5);
        }
    }
}

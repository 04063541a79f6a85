//! A location fix: where a receiver says it was, how well it knows, and what speaks against it.

use serde::{Deserialize, Serialize};

use super::Coordinate;
use crate::{
    text::Text,
    time::{Clock, Timestamp},
};

/// A fix older than this when used no longer tells where the worker stands (two minutes on foot are 150 m).
pub const OLD_AFTER_MS: u64 = 2 * 60 * 1000;

/// The device's clock may differ this much from GPS time before it is flagged.
pub const CLOCK_TOLERANCE_MS: u64 = 5 * 60 * 1000;

/// Two visits whose fixes need more than this between them, in metres a second (250 km/h), were not made by one
/// person on the roads.
pub const IMPOSSIBLE_MPS: f64 = 70.0;

/// r95 / r68 of a circular Gaussian, √(ln 0.05 / ln 0.32).
const R95_PER_R68: f64 = 1.621_5;

/// How far off a fix may be, as its source states it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Accuracy {
    /// Unknown, never perfect; with the reason.
    Unknown(UnknownAccuracy),
    /// Radius in metres that holds the true place with 68 % probability (Android).
    R68(f64),
    /// A radius in metres whose probability the source does not state (Apple).
    Unstated(f64),
}

/// Why an accuracy says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnknownAccuracy {
    /// The source gave none.
    NotGiven,
    /// NaN or infinite.
    NotANumber,
    /// Zero or less: Apple's sign of an invalid fix, some receivers' empty answer.
    NotPositive,
}

impl UnknownAccuracy {
    /// The reason, for people.
    pub fn reason(self) -> Text {
        match self {
            Self::NotGiven => Text::new("未给出定位精度", "the source gave no accuracy"),
            Self::NotANumber => Text::new("定位精度不是数字", "the accuracy is not a number"),
            Self::NotPositive => {
                Text::new("定位精度为零或负数，即无效", "the accuracy is zero or less, which means invalid")
            }
        }
    }
}

impl Accuracy {
    /// From a source that states a 68 % radius.
    pub fn r68(metres: f64) -> Self {
        radius(metres).map_or_else(Self::Unknown, Self::R68)
    }

    /// From a source that states no probability.
    pub fn unstated(metres: f64) -> Self {
        radius(metres).map_or_else(Self::Unknown, Self::Unstated)
    }

    /// The radius in metres, taken as the 68 % one where none is stated.
    pub fn radius_m(self) -> Option<f64> {
        match self {
            Self::Unknown(_) => None,
            // What came as JSON was not checked.
            Self::R68(metres) | Self::Unstated(metres) => radius(metres).ok(),
        }
    }

    /// Why it says nothing, where that is so.
    pub fn why_unknown(self) -> Option<UnknownAccuracy> {
        match self {
            Self::Unknown(why) => Some(why),
            Self::R68(metres) | Self::Unstated(metres) => radius(metres).err(),
        }
    }
}

fn radius(metres: f64) -> Result<f64, UnknownAccuracy> {
    match metres {
        _ if !metres.is_finite() => Err(UnknownAccuracy::NotANumber),
        _ if metres <= 0.0 => Err(UnknownAccuracy::NotPositive),
        _ => Ok(metres),
    }
}

/// What the platform tells of a fix's origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FixSource {
    /// Android's mock provider: a fraud, or an honest external receiver.
    pub mock: bool,
    /// Apple's simulated location.
    pub simulated: bool,
    /// An accessory (an external receiver).
    pub accessory: bool,
}

/// One instant on all of a device's clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// Wall time as the device believes it.
    pub wall: Timestamp,
    /// Milliseconds since some fixed moment of this boot, those asleep perhaps not counted.
    pub monotonic_ms: u64,
    /// Which boot.
    pub boot_id: u64,
}

impl Moment {
    /// Now.
    pub fn of(clock: &dyn Clock) -> Self {
        Self { wall: clock.now(), monotonic_ms: clock.monotonic_ms(), boot_id: clock.boot_id() }
    }

    /// `ms` milliseconds before.
    pub fn earlier(self, ms: u64) -> Self {
        let back = i64::try_from(ms).unwrap_or(i64::MAX);
        Self {
            wall: self.wall.plus_millis(-back),
            monotonic_ms: self.monotonic_ms.saturating_sub(ms),
            ..self
        }
    }
}

/// Where a receiver says that it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// The position, in the datum of its source.
    pub at: Coordinate,
    /// How well it is known.
    pub accuracy: Accuracy,
    /// Height in metres, where the source tells.
    pub altitude_m: Option<f64>,
    /// Speed in metres a second, where the source tells.
    pub speed_mps: Option<f64>,
    /// Time of the fix by GPS, where the source tells.
    pub gps_time: Option<Timestamp>,
    /// Time of the fix by the device's wall clock.
    pub device_time: Timestamp,
    /// Time of the fix by the device's monotonic clock.
    pub monotonic_ms: u64,
    /// The boot that the monotonic clock counts from.
    pub boot_id: u64,
    /// Its origin.
    pub source: FixSource,
}

impl Fix {
    /// How old the fix may be at `now`: the longest time that the clocks allow. The monotonic clock of one boot never
    /// runs fast, but on most phones it stands still while they sleep, and a wall clock may be set back. A fix from
    /// the future has age 0.
    pub fn age_ms(&self, now: &Moment) -> u64 {
        let by_wall = u64::try_from(now.wall.since(self.device_time)).unwrap_or(0);
        let one_boot = self.boot_id == now.boot_id;
        let by_monotonic = if one_boot { now.monotonic_ms.saturating_sub(self.monotonic_ms) } else { 0 };
        by_wall.max(by_monotonic)
    }

    /// The least speed in metres a second that brings one person from one fix to the other, both accuracies
    /// (95 %) granted; infinite where no time lies between. `None` where they are too close together to tell.
    /// The same whichever of the two came first.
    pub fn speed_between(&self, other: &Self) -> Option<f64> {
        let slack = |fix: &Self| fix.accuracy.radius_m().map(|r68| r68 * R95_PER_R68);
        let metres = self.at.distance_m(&other.at) - slack(self)? - slack(other)?;
        let millis = self.millis_between(other) as f64;
        (metres > 0.0).then(|| if millis > 0.0 { metres / millis * 1_000.0 } else { f64::INFINITY })
    }

    /// The time between two fixes: by GPS where both have it, else by the wall clock; where one of them is known to
    /// have had a wrong clock, the longer of what the clocks say. The monotonic clock of one boot never runs fast, but
    /// on most phones it stands still while they sleep: it only ever lengthens the time. All in the worker's favour.
    fn millis_between(&self, other: &Self) -> u64 {
        let between = |one: Timestamp, other: Timestamp| one.millis().abs_diff(other.millis());
        let true_time = |fix: &Self| fix.gps_time.unwrap_or(fix.device_time);
        let by_gps = between(true_time(self), true_time(other));
        let both_have_it = self.gps_time.is_some() && other.gps_time.is_some();
        let by_wall = if both_have_it { 0 } else { between(self.device_time, other.device_time) };
        let one_boot = self.boot_id == other.boot_id;
        let by_monotonic = if one_boot { self.monotonic_ms.abs_diff(other.monotonic_ms) } else { 0 };
        by_gps.max(by_wall).max(by_monotonic)
    }

    /// [`flags`](Self::flags), and whether the way from the visit before (its fix is `earlier`) was too fast.
    pub fn flags_since(&self, earlier: Option<&Self>, now: &Moment) -> Vec<FixFlag> {
        let speed = earlier.and_then(|earlier| self.speed_between(earlier));
        let too_fast = speed.is_some_and(|speed| speed > IMPOSSIBLE_MPS);
        self.flags(now).into_iter().chain(too_fast.then_some(FixFlag::ImpossibleSpeed)).collect()
    }

    /// [`flags_since`](Self::flags_since) of a visit that began at `started_at`. Monotonic time does not travel with
    /// a visit, so the fix's age goes by the wall clock: phone and hub then say the same.
    pub fn flags_of_visit(&self, earlier: Option<&Self>, started_at: Timestamp) -> Vec<FixFlag> {
        let another_boot = self.boot_id.wrapping_add(1);
        self.flags_since(earlier, &Moment { wall: started_at, monotonic_ms: 0, boot_id: another_boot })
    }

    /// What speaks against the fix when it is used at `now`, in a fixed order. Flags are shown to a manager and
    /// never stop a worker: a mock location may be an honest external receiver.
    pub fn flags(&self, now: &Moment) -> Vec<FixFlag> {
        let clock_off = |gps: Timestamp| self.device_time.since(gps).unsigned_abs() > CLOCK_TOLERANCE_MS;
        let flags = [
            (FixFlag::Mock, self.source.mock),
            (FixFlag::Simulated, self.source.simulated),
            (FixFlag::Accessory, self.source.accessory),
            (FixFlag::Old, self.age_ms(now) > OLD_AFTER_MS),
            (FixFlag::ClockFarFromGps, self.gps_time.is_some_and(clock_off)),
            (FixFlag::NoAccuracy, self.accuracy.radius_m().is_none()),
        ];
        flags.into_iter().filter_map(|(flag, raised)| raised.then_some(flag)).collect()
    }
}

/// Something that speaks against a fix, or that a manager should know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FixFlag {
    /// From a mock provider.
    Mock,
    /// Simulated by software.
    Simulated,
    /// From an accessory.
    Accessory,
    /// Taken more than [`OLD_AFTER_MS`] before its use.
    Old,
    /// The device's clock is more than [`CLOCK_TOLERANCE_MS`] off GPS time.
    ClockFarFromGps,
    /// The source gave no accuracy.
    NoAccuracy,
    /// The way from the visit before needs more than [`IMPOSSIBLE_MPS`].
    ImpossibleSpeed,
}

impl FixFlag {
    /// The flag in words.
    pub fn text(self) -> Text {
        match self {
            Self::Mock => {
                Text::new("模拟位置（也可能是外接定位设备）", "mock location (an external receiver, perhaps)")
            }
            Self::Simulated => Text::new("软件模拟的位置", "location simulated by software"),
            Self::Accessory => Text::new("来自外接定位设备", "from an external receiver"),
            Self::Old => Text::new("定位时间较早", "an old fix"),
            Self::ClockFarFromGps => Text::new(
                "手机时间与卫星时间相差超过 5 分钟",
                "the phone's clock is more than 5 minutes off GPS time",
            ),
            Self::NoAccuracy => Text::new("定位精度未知", "accuracy unknown"),
            Self::ImpossibleSpeed => {
                Text::new("与上一次走访之间移动过快", "too fast a way from the visit before")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::Datum;

    fn fix() -> Fix {
        Fix {
            at: Coordinate::new(34.25, 108.95, Datum::Wgs84).unwrap(),
            accuracy: Accuracy::r68(8.0),
            altitude_m: None,
            speed_mps: None,
            gps_time: Some(Timestamp::from_millis(1_000_000)),
            device_time: Timestamp::from_millis(1_000_000),
            monotonic_ms: 50_000,
            boot_id: 1,
            source: FixSource::default(),
        }
    }

    fn moment(wall: i64, monotonic_ms: u64, boot_id: u64) -> Moment {
        Moment { wall: Timestamp::from_millis(wall), monotonic_ms, boot_id }
    }

    #[test]
    fn accuracy_that_says_nothing_is_unknown_never_perfect() {
        for (raw, reason) in [
            (0.0, UnknownAccuracy::NotPositive),
            (-1.0, UnknownAccuracy::NotPositive),
            (f64::NAN, UnknownAccuracy::NotANumber),
            (f64::INFINITY, UnknownAccuracy::NotANumber),
        ] {
            assert_eq!(Accuracy::r68(raw), Accuracy::Unknown(reason));
            assert_eq!(Accuracy::unstated(raw), Accuracy::Unknown(reason));
            assert_eq!(Accuracy::R68(raw).radius_m(), None);
            assert_eq!(Accuracy::R68(raw).why_unknown(), Some(reason), "what came as JSON was not checked");
        }
        assert_eq!(Accuracy::r68(8.0).radius_m(), Some(8.0));
        assert_eq!(Accuracy::r68(8.0).why_unknown(), None);
    }

    #[test]
    fn a_fix_is_as_old_as_the_clocks_allow() {
        assert_eq!(fix().age_ms(&moment(1_003_000, 53_000, 1)), 3_000);
        let slept = moment(4_600_000, 53_000, 1);
        assert_eq!(
            fix().age_ms(&slept),
            3_600_000,
            "an hour, of which the phone slept all but three seconds"
        );
        assert_eq!(fix().flags(&slept), [FixFlag::Old]);
        assert_eq!(fix().age_ms(&moment(0, 53_000, 1)), 3_000, "a wall clock set back");
        assert_eq!(fix().age_ms(&moment(1_007_000, 999_000, 2)), 7_000, "another boot counts from elsewhere");
        assert_eq!(fix().age_ms(&moment(0, 0, 2)), 0);
    }

    #[test]
    fn a_clean_fix_has_no_flags_and_a_bad_one_has_all() {
        let now = moment(1_001_000, 51_000, 1);
        assert_eq!(fix().flags(&now), []);
        let bad = Fix {
            accuracy: Accuracy::Unknown(UnknownAccuracy::NotGiven),
            gps_time: Some(Timestamp::from_millis(1_000_000 - 300_001)),
            source: FixSource { mock: true, simulated: true, accessory: true },
            ..fix()
        };
        let all = [
            FixFlag::Mock,
            FixFlag::Simulated,
            FixFlag::Accessory,
            FixFlag::Old,
            FixFlag::ClockFarFromGps,
            FixFlag::NoAccuracy,
        ];
        assert_eq!(bad.flags(&moment(1_000_000, 50_000 + OLD_AFTER_MS + 1, 1)), all);
    }

    #[test]
    fn a_way_too_fast_for_the_roads_is_flagged_and_a_drive_is_not() {
        let later = |lon: f64, seconds: u64| Fix {
            at: Coordinate::new(34.25, lon, Datum::Wgs84).unwrap(),
            monotonic_ms: 50_000 + seconds * 1_000,
            ..fix()
        };
        let flags = |next: &Fix| {
            let now = moment(1_000_000, next.monotonic_ms, 1);
            next.flags_since(Some(&fix()), &now)
        };
        assert_eq!(flags(&later(109.95, 60)), [FixFlag::ImpossibleSpeed]);
        assert_eq!(flags(&later(109.95, 0)), [FixFlag::ImpossibleSpeed]);
        assert_eq!(flags(&later(109.95, 3_600)), []);
        // Ten metres within an accuracy of eight say nothing, however short the time.
        assert_eq!(flags(&later(108.950_1, 0)), []);
        let vague = Fix { accuracy: Accuracy::Unknown(UnknownAccuracy::NotGiven), ..later(109.95, 1) };
        assert_eq!(vague.speed_between(&fix()), None);
    }

    #[test]
    fn a_phone_that_slept_on_the_way_did_not_fly() {
        let there = |gps_s: Option<i64>, device_s: i64, monotonic_s: u64| Fix {
            at: Coordinate::new(34.25, 109.95, Datum::Wgs84).unwrap(),
            gps_time: gps_s.map(|after| Timestamp::from_millis(1_000_000 + after * 1_000)),
            device_time: Timestamp::from_millis(1_000_000 + device_s * 1_000),
            monotonic_ms: 50_000 + monotonic_s * 1_000,
            ..fix()
        };
        let is_too_fast = |next: &Fix| next.speed_between(&fix()).unwrap() > IMPOSSIBLE_MPS;
        assert!(
            !is_too_fast(&there(Some(3_600), 3_600, 60)),
            "an hour's drive, of which the phone slept all but one minute"
        );
        assert!(!is_too_fast(&there(None, 3_600, 60)));
        assert!(!is_too_fast(&there(None, 60, 3_600)), "a wall clock set back on the way");
        assert!(is_too_fast(&there(Some(60), 3_600, 60)), "GPS knows better than a clock set ahead");
        assert!(is_too_fast(&there(None, 60, 60)));
    }

    #[test]
    fn the_time_between_two_boots_is_that_of_the_better_clock() {
        let there = Coordinate::new(34.25, 109.95, Datum::Wgs84).unwrap();
        let next_boot = |gps_s: Option<i64>, device_s: i64| Fix {
            at: there,
            gps_time: gps_s.map(|after| Timestamp::from_millis(1_000_000 + after * 1_000)),
            device_time: Timestamp::from_millis(1_000_000 + device_s * 1_000),
            monotonic_ms: 0,
            boot_id: 2,
            ..fix()
        };
        let is_too_fast = |one: &Fix, other: &Fix| {
            let speeds = [one.speed_between(other).unwrap(), other.speed_between(one).unwrap()];
            assert_eq!(speeds[0], speeds[1]);
            speeds[0] > IMPOSSIBLE_MPS
        };
        assert!(is_too_fast(&fix(), &next_boot(Some(60), 7_200)), "GPS knows better than a clock set ahead");
        assert!(!is_too_fast(&fix(), &next_boot(Some(7_200), 60)), "and than one set back");
        assert!(is_too_fast(&fix(), &next_boot(None, 60)));
        let no_gps = Fix { gps_time: None, ..fix() };
        assert!(!is_too_fast(&no_gps, &next_boot(Some(7_200), 60)), "one clock was wrong: the longer counts");
        assert!(!is_too_fast(&no_gps, &next_boot(None, -86_400)), "a clock set back a day tells nothing");
    }

    #[test]
    fn a_fix_survives_json() {
        let vague = Fix { accuracy: Accuracy::Unknown(UnknownAccuracy::NotPositive), ..fix() };
        for fix in [fix(), vague] {
            let json = serde_json::to_string(&fix).unwrap();
            assert_eq!(serde_json::from_str::<Fix>(&json).unwrap(), fix);
        }
    }
}

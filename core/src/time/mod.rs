//! Instants, clocks and civil time.
//!
//! Instants are UTC milliseconds; days, weeks, months and years are computed in the tenant's [`Zone`], the
//! same on every device whatever its own setting. Nothing outside this module reads a clock.

mod clock;
mod hlc;
mod period;
mod working_days;

pub use clock::{Clock, ManualClock, SystemClock};
pub use hlc::{Hlc, HlcClock};
pub use period::{Day, DayRange, Period, PeriodKind, PeriodParseError};
pub use working_days::{DayKind, WorkingDays, is_weekend};

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use serde::{Deserialize, Serialize};

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The instant `millis` milliseconds after the Unix epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The instant `millis` later (earlier when negative), saturating.
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this instant; negative when `earlier` is later.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// RFC 3339 in UTC, to the millisecond.
    pub fn to_rfc3339(self) -> String {
        DateTime::<Utc>::from_timestamp_millis(self.0)
            .map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true))
            .unwrap_or_else(|| format!("{} ms", self.0))
    }
}

/// The tenant's civil time: a fixed offset from UTC (mainland China keeps UTC+8 all year).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "i16", into = "i16")]
pub struct Zone {
    offset_minutes: i16,
}

impl TryFrom<i16> for Zone {
    type Error = &'static str;

    fn try_from(minutes: i16) -> Result<Self, Self::Error> {
        Self::east_of_utc(minutes).ok_or("a zone lies within 14 hours of UTC")
    }
}

impl From<Zone> for i16 {
    fn from(zone: Zone) -> Self {
        zone.offset_minutes
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.offset().fmt(f)
    }
}

impl Zone {
    /// China Standard Time, UTC+8.
    pub const CHINA: Self = Self { offset_minutes: 8 * 60 };

    /// Minutes east of UTC.
    pub const fn offset_minutes(self) -> i16 {
        self.offset_minutes
    }

    /// A zone `minutes` east of UTC; `None` beyond ±14 h.
    pub const fn east_of_utc(minutes: i16) -> Option<Self> {
        if minutes.unsigned_abs() <= 14 * 60 { Some(Self { offset_minutes: minutes }) } else { None }
    }

    fn offset(self) -> FixedOffset {
        let seconds = i32::from(self.offset_minutes).clamp(-840, 840) * 60;
        FixedOffset::east_opt(seconds).unwrap_or(Utc.fix())
    }

    /// The civil day on which `at` falls here.
    pub fn day_of(self, at: Timestamp) -> Day {
        let utc = DateTime::<Utc>::from_timestamp_millis(at.0).unwrap_or_default();
        utc.with_timezone(&self.offset()).date_naive()
    }

    /// The civil date and time of `at` here, to the second.
    pub fn local_second(self, at: Timestamp) -> NaiveDateTime {
        let utc = DateTime::<Utc>::from_timestamp(at.0.div_euclid(1_000), 0).unwrap_or_default();
        utc.naive_utc().checked_add_offset(self.offset()).unwrap_or_default()
    }

    /// The first instant of `day` here.
    pub fn start_of(self, day: Day) -> Timestamp {
        let local = day.and_time(chrono::NaiveTime::MIN);
        let shift = TimeDelta::minutes(i64::from(self.offset_minutes));
        Timestamp(local.and_utc().timestamp_millis().saturating_sub(shift.num_milliseconds()))
    }

    /// `at` as local date and time, `2026-06-03 14:05`.
    pub fn format(self, at: Timestamp) -> String {
        match self.offset().timestamp_millis_opt(at.0) {
            chrono::LocalResult::Single(local) => local.format("%Y-%m-%d %H:%M").to_string(),
            _ => at.to_rfc3339(),
        }
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::CHINA
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_that_nobody_lives_in_is_not_read() {
        assert_eq!(serde_json::from_str::<Zone>("480").unwrap(), Zone::CHINA);
        assert_eq!(serde_json::to_string(&Zone::CHINA).unwrap(), "480");
        assert!(serde_json::from_str::<Zone>("-28320").is_err());
    }

    #[test]
    fn a_day_begins_at_local_midnight() {
        let day = Day::from_ymd_opt(2026, 6, 1).unwrap();
        let start = Zone::CHINA.start_of(day);
        assert_eq!(start.to_rfc3339(), "2026-05-31T16:00:00.000Z");
        assert_eq!(Zone::CHINA.day_of(start), day);
        assert_eq!(Zone::CHINA.day_of(start.plus_millis(-1)), day.pred_opt().unwrap());
    }

    #[test]
    fn an_impossible_zone_is_refused() {
        assert_eq!(Zone::east_of_utc(15 * 60), None);
    }
}

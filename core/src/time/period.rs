//! Civil periods: weeks (Monday to Sunday), months, quarters, half-years and years.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A civil day in the tenant's zone.
pub type Day = NaiveDate;

/// Days from `start` to `end`, both included. Empty when `end` lies before `start`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DayRange {
    /// First day.
    pub start: Day,
    /// Last day.
    pub end: Day,
}

impl DayRange {
    /// Whether `day` is one of these days.
    pub fn contains(self, day: Day) -> bool {
        self.start <= day && day <= self.end
    }

    /// Whether at least one day is in both.
    pub fn overlaps(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }
}

/// The length of a civil period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PeriodKind {
    /// ISO week, from Monday.
    Week,
    /// Calendar month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// Six months from January or July.
    HalfYear,
    /// Calendar year.
    Year,
}

/// One civil period, such as June 2026. Written `2026-W23`, `2026-06`, `2026-Q2`, `2026-H1` or `2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    kind: PeriodKind,
    start: Day,
}

impl Period {
    /// The period of this kind that holds `day`.
    pub fn containing(kind: PeriodKind, day: Day) -> Self {
        let month_start = |months: u32| {
            let month0 = day.month0() / months * months;
            Day::from_ymd_opt(day.year(), month0 + 1, 1).unwrap_or(day)
        };
        let start = match kind {
            PeriodKind::Week => {
                let back = u64::from(day.weekday().num_days_from_monday());
                day.checked_sub_days(Days::new(back)).unwrap_or(day)
            }
            PeriodKind::Month => month_start(1),
            PeriodKind::Quarter => month_start(3),
            PeriodKind::HalfYear => month_start(6),
            PeriodKind::Year => month_start(12),
        };
        Self { kind, start }
    }

    /// The length of this period.
    pub const fn kind(self) -> PeriodKind {
        self.kind
    }

    /// First day.
    pub const fn start(self) -> Day {
        self.start
    }

    /// Last day.
    pub fn end(self) -> Day {
        self.next().start.pred_opt().unwrap_or(Day::MAX)
    }

    /// All its days.
    pub fn days(self) -> DayRange {
        DayRange { start: self.start, end: self.end() }
    }

    /// The period of the same kind that follows.
    pub fn next(self) -> Self {
        let months = |n| self.start.checked_add_months(Months::new(n));
        let start = match self.kind {
            PeriodKind::Week => self.start.checked_add_days(Days::new(7)),
            PeriodKind::Month => months(1),
            PeriodKind::Quarter => months(3),
            PeriodKind::HalfYear => months(6),
            PeriodKind::Year => months(12),
        };
        Self { kind: self.kind, start: start.unwrap_or(Day::MAX) }
    }

    /// The period of the same kind before this one.
    pub fn previous(self) -> Self {
        Self::containing(self.kind, self.start.pred_opt().unwrap_or(Day::MIN))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month0) = (self.start.year(), self.start.month0());
        match self.kind {
            PeriodKind::Week => {
                let week = self.start.iso_week();
                write!(f, "{}-W{:02}", week.year(), week.week())
            }
            PeriodKind::Month => write!(f, "{year}-{:02}", month0 + 1),
            PeriodKind::Quarter => write!(f, "{year}-Q{}", month0 / 3 + 1),
            PeriodKind::HalfYear => write!(f, "{year}-H{}", month0 / 6 + 1),
            PeriodKind::Year => write!(f, "{year}"),
        }
    }
}

/// A text that names no period.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is not a period: write 2026-W23, 2026-06, 2026-Q2, 2026-H1 or 2026")]
pub struct PeriodParseError(String);

impl FromStr for Period {
    type Err = PeriodParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| PeriodParseError(text.chars().take(20).collect()))
    }
}

fn parse(text: &str) -> Option<Period> {
    let (year, part) = match text.split_once('-') {
        Some((year, part)) => (year, Some(part)),
        None => (text, None),
    };
    let year: i32 = (year.len() == 4).then(|| year.parse().ok())??;
    let month = |kind, month| Day::from_ymd_opt(year, month, 1).map(|day| Period::containing(kind, day));
    let Some(part) = part else { return month(PeriodKind::Year, 1) };
    let number = |prefix| part.strip_prefix(prefix).and_then(|n| n.parse::<u32>().ok());
    if let Some(week) = number('W') {
        let start = Day::from_isoywd_opt(year, week, Weekday::Mon)?;
        return Some(Period { kind: PeriodKind::Week, start });
    }
    if let Some(quarter) = number('Q').filter(|q| (1..=4).contains(q)) {
        return month(PeriodKind::Quarter, quarter * 3 - 2);
    }
    if let Some(half) = number('H').filter(|h| (1..=2).contains(h)) {
        return month(PeriodKind::HalfYear, half * 6 - 5);
    }
    if part.len() == 2 { month(PeriodKind::Month, part.parse().ok()?) } else { None }
}

impl Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KINDS: [PeriodKind; 5] =
        [PeriodKind::Week, PeriodKind::Month, PeriodKind::Quarter, PeriodKind::HalfYear, PeriodKind::Year];

    proptest! {
        #[test]
        fn every_day_lies_in_exactly_one_period(days in 0i32..40_000, kind in 0usize..5) {
            let day = Day::from_num_days_from_ce_opt(710_000 + days).unwrap();
            let period = Period::containing(KINDS[kind], day);
            prop_assert!(period.days().contains(day));
            prop_assert!(period.next().start() > day);
            prop_assert_eq!(period.next().previous(), period);
            prop_assert_eq!(period.to_string().parse(), Ok(period));
        }
    }

    #[test]
    fn weeks_at_the_turn_of_the_year_keep_their_iso_year() {
        let day = Day::from_ymd_opt(2027, 1, 1).unwrap();
        let week = Period::containing(PeriodKind::Week, day);
        assert_eq!(week.to_string(), "2026-W53");
        assert_eq!(week.start(), Day::from_ymd_opt(2026, 12, 28).unwrap());
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "26-06", "2026-13", "2026-Q5", "2026-W60", "2026-6", "二〇二六"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}

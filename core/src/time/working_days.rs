//! Working days: Monday to Friday, less the public holidays, plus the weekend days worked in their stead.
//!
//! Which days those are is published year by year, so the calendar is data.

use std::collections::BTreeSet;

use chrono::{Datelike, Weekday};
use serde::{Deserialize, Serialize};

use super::Day;
use crate::text::vocabulary;

vocabulary! {
    /// How a published calendar changes a day.
    DayKind {
        Off => ("休", "Day off"),
        Worked => ("班", "Worked"),
    }
}

/// A tenant's working-day calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WorkingDays {
    /// Weekdays that are days off.
    pub holidays: BTreeSet<Day>,
    /// Weekend days that are worked.
    pub worked: BTreeSet<Day>,
}

impl WorkingDays {
    /// Whether offices are open on `day`.
    pub fn is_working(&self, day: Day) -> bool {
        if is_weekend(day) { self.worked.contains(&day) } else { !self.holidays.contains(&day) }
    }

    /// The `count`-th working day after `from`; `from` itself is not counted, as deadlines run from the next
    /// day (民法典 §201).
    pub fn after(&self, from: Day, count: u32) -> Day {
        let mut day = from;
        let mut left = count;
        while left > 0 {
            let Some(next) = day.succ_opt() else { return day };
            day = next;
            if self.is_working(day) {
                left -= 1;
            }
        }
        day
    }
}

/// Whether `day` is one that nobody works unless a calendar says so.
pub fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn deadlines_skip_weekends_and_holidays_and_count_worked_weekends() {
        let calendar = WorkingDays {
            holidays: [day("2026-10-01"), day("2026-10-02")].into(),
            worked: [day("2026-10-10")].into(),
        };
        assert_eq!(calendar.after(day("2026-09-30"), 1), day("2026-10-05"));
        assert_eq!(calendar.after(day("2026-10-09"), 1), day("2026-10-10"));
        assert_eq!(WorkingDays::default().after(day("2026-06-05"), 10), day("2026-06-19"));
    }
}

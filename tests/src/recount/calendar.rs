//! The civil calendar, worked out by hand.

use chrono::{Datelike, TimeDelta, Weekday};
use doorstep_core::time::{Day, PeriodKind, WorkingDays};

/// One day.
pub(super) const ONE_DAY: TimeDelta = TimeDelta::days(1);

/// The first day of the civil period of this kind that ends on `end`; none where none ends then.
pub(super) fn first_day_of_period_ending(kind: PeriodKind, end: Day) -> Option<Day> {
    let next = end + ONE_DAY;
    let months = match kind {
        PeriodKind::Week => return (end.weekday() == Weekday::Sun).then(|| end - TimeDelta::days(6)),
        PeriodKind::Month => 1,
        PeriodKind::Quarter => 3,
        PeriodKind::HalfYear => 6,
        PeriodKind::Year => 12,
    };
    let ends_here = next.day() == 1 && (next.month() - 1).is_multiple_of(months);
    // The month after December belongs to the next year, the months before it to this one.
    ends_here.then(|| Day::from_ymd_opt(end.year(), end.month() + 1 - months, 1)).flatten()
}

/// The day that lies `count` (working) days after `from`, the day itself not counted.
pub(super) fn days_after(calendar: &WorkingDays, from: Day, count: u32, working: bool) -> Day {
    let is_counted = |day: &Day| {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        !working
            || (weekend && calendar.worked.contains(day))
            || (!weekend && !calendar.holidays.contains(day))
    };
    match count.checked_sub(1) {
        None => from,
        Some(before) => {
            let later = from.iter_days().skip(1).filter(is_counted);
            later.into_iter().nth(before as usize).unwrap_or(Day::MAX)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn periods_end_on_sundays_and_on_last_days() {
        let first = |kind, end| first_day_of_period_ending(kind, day(end));
        assert_eq!(first(PeriodKind::Week, "2026-06-07"), Some(day("2026-06-01")));
        assert_eq!(first(PeriodKind::Week, "2026-06-06"), None);
        assert_eq!(first(PeriodKind::Month, "2026-02-28"), Some(day("2026-02-01")));
        assert_eq!(first(PeriodKind::Quarter, "2026-06-30"), Some(day("2026-04-01")));
        assert_eq!(first(PeriodKind::Quarter, "2026-05-31"), None);
        assert_eq!(first(PeriodKind::HalfYear, "2026-12-31"), Some(day("2026-07-01")));
        assert_eq!(first(PeriodKind::Year, "2026-12-31"), Some(day("2026-01-01")));
    }

    #[test]
    fn deadlines_run_from_the_next_day() {
        let calendar =
            WorkingDays { holidays: [day("2026-06-08")].into(), worked: [day("2026-06-13")].into() };
        assert_eq!(days_after(&calendar, day("2026-06-05"), 1, false), day("2026-06-06"));
        assert_eq!(days_after(&calendar, day("2026-06-05"), 1, true), day("2026-06-09"));
        assert_eq!(days_after(&calendar, day("2026-06-12"), 1, true), day("2026-06-13"));
    }
}

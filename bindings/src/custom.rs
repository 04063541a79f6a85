//! Ids, days, instants and codes as each language's own types; `uniffi.toml` names them.

use std::{
    ops::RangeInclusive,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use chrono::{Datelike as _, NaiveDate};
use doorstep_core::{
    codes::GridCode,
    id::{
        ClaimId, DeviceId, DraftId, ExceptionId, HouseholdId, NeedId, OpId, PhotoId, ResidentId, StaffId,
        TicketId, VisitId,
    },
    sync::TaskId,
    time::{Day, Timestamp},
};

use crate::{error::DoorstepError, words::Words};

macro_rules! uuids {
    ($($name:ident),* $(,)?) => {$(
        uniffi::custom_type!($name, String, {
            remote,
            lower: |id| id.to_string(),
            try_lift: |text| text.parse().map_err(|_| unreadable("id").into()),
        });
    )*};
}

uuids!(
    ClaimId,
    DeviceId,
    DraftId,
    ExceptionId,
    HouseholdId,
    NeedId,
    OpId,
    PhotoId,
    ResidentId,
    StaffId,
    TicketId,
    VisitId
);

uniffi::custom_type!(Day, String, {
    remote,
    lower: |day| day_text(day),
    try_lift: |text| Ok(day(&text)?),
});

/// A day that is only to be shown. Functions that cannot fail take it: a day that is none is shown as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownDay(pub(crate) String);

uniffi::custom_type!(ShownDay, String, {
    lower: |day| day.0,
    try_lift: |text| Ok(ShownDay(text)),
});

/// How long something takes, only to be shown, in whole seconds: what lies behind counts as nothing, so that a clock that
/// was put back ends no app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownSpan(pub(crate) i64);

uniffi::custom_type!(ShownSpan, i64, {
    lower: |span| span.0,
    try_lift: |seconds| Ok(ShownSpan(seconds)),
});

uniffi::custom_type!(GridCode, String, {
    remote,
    lower: |code| code.to_string(),
    try_lift: |text| text.parse().map_err(|error: doorstep_core::codes::GridCodeError| {
        DoorstepError::invalid("grid", error.reason()).into()
    }),
});

uniffi::custom_type!(Timestamp, SystemTime, {
    remote,
    lower: |at| system_time(at),
    try_lift: |at| Ok(timestamp(at)?),
});

/// Names a task, also after the process died: an answer to an upload still finds its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskName(pub(crate) TaskId);

uniffi::custom_type!(TaskName, String, {
    lower: |task| task.0.to_string(),
    try_lift: |text| text.parse().map(TaskName).map_err(|_| unreadable("task").into()),
});

fn unreadable(field: &str) -> DoorstepError {
    DoorstepError::invalid(field, Words::new("格式不正确", "This cannot be read"))
}

/// The years that every language holds: Python ends there, and Swift's days are written with four digits.
const YEARS: RangeInclusive<i32> = 1..=9999;
/// The first and the last millisecond of [`YEARS`], in UTC.
const INSTANTS: RangeInclusive<i64> = -62_135_596_800_000..=253_402_300_799_999;

fn too_far(field: &str) -> DoorstepError {
    DoorstepError::invalid(field, Words::new("年份须在 1 至 9999 之间", "The year must be from 1 to 9999"))
}

fn day(text: &str) -> Result<Day, DoorstepError> {
    let day: Day = text.parse().map_err(|_| unreadable("day"))?;
    if YEARS.contains(&day.year()) { Ok(day) } else { Err(too_far("day")) }
}

/// A day from elsewhere that lies further off is shown as the last that all languages hold.
fn day_text(day: Day) -> String {
    let first = NaiveDate::from_ymd_opt(*YEARS.start(), 1, 1).unwrap_or_default();
    let last = NaiveDate::from_ymd_opt(*YEARS.end(), 12, 31).unwrap_or_default();
    day.clamp(first, last).to_string()
}

fn system_time(at: Timestamp) -> SystemTime {
    let millis = at.millis().clamp(*INSTANTS.start(), *INSTANTS.end());
    let span = Duration::from_millis(millis.unsigned_abs());
    let moved = if millis < 0 { UNIX_EPOCH.checked_sub(span) } else { UNIX_EPOCH.checked_add(span) };
    moved.unwrap_or(UNIX_EPOCH)
}

fn timestamp(at: SystemTime) -> Result<Timestamp, DoorstepError> {
    let millis = |span: Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    let millis = match at.duration_since(UNIX_EPOCH) {
        Ok(after) => millis(after),
        Err(before) => -millis(before.duration()),
    };
    if INSTANTS.contains(&millis) { Ok(Timestamp::from_millis(millis)) } else { Err(too_far("time")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_cross_to_the_millisecond_on_both_sides_of_1970() {
        for millis in [-1_500, 0, 1_780_448_400_123] {
            let at = Timestamp::from_millis(millis);
            assert_eq!(timestamp(system_time(at)), Ok(at));
        }
    }

    #[test]
    fn days_and_instants_that_a_language_cannot_hold_are_refused_and_those_from_elsewhere_end_where_all_can()
    {
        let field = |refused: DoorstepError| match refused {
            DoorstepError::InvalidInput { field, .. } => field,
            other => panic!("{other:?}"),
        };
        for text in ["0001-01-01", "2026-06-03", "9999-12-31"] {
            assert_eq!(day(text).map(day_text).as_deref(), Ok(text));
        }
        for text in ["0000-12-31", "-0001-01-01", "+10000-01-01", "+300000-01-01", "2026-02-30", ""] {
            assert_eq!(day(text).map_err(field), Err("day".to_owned()), "{text}");
        }
        assert_eq!([NaiveDate::MIN, NaiveDate::MAX].map(day_text), ["0001-01-01", "9999-12-31"]);

        let far = UNIX_EPOCH + Duration::from_secs(8_000_000_000_000);
        let early = UNIX_EPOCH - Duration::from_secs(8_000_000_000_000);
        for at in [far, early] {
            assert_eq!(timestamp(at).map_err(field), Err("time".to_owned()));
        }
        for millis in [i64::MIN, i64::MAX] {
            assert!(timestamp(system_time(Timestamp::from_millis(millis))).is_ok());
        }
    }
}

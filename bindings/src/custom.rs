//! Ids, days, instants and codes as each language's own types; `uniffi.toml` names them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use doorstep_core::{
    codes::GridCode,
    id::{
        ClaimId, DeviceId, DraftId, ExceptionId, HouseholdId, NeedId, OpId, PhotoId, ResidentId, StaffId,
        TenantId, TicketId, VisitId,
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
    TenantId,
    TicketId,
    VisitId
);

uniffi::custom_type!(Day, String, {
    remote,
    lower: |day| day.to_string(),
    try_lift: |text| text.parse().map_err(|_| unreadable("day").into()),
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
    try_lift: |at| Ok(timestamp(at)),
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

fn system_time(at: Timestamp) -> SystemTime {
    let span = Duration::from_millis(at.millis().unsigned_abs());
    let moved = if at.millis() < 0 { UNIX_EPOCH.checked_sub(span) } else { UNIX_EPOCH.checked_add(span) };
    moved.unwrap_or(UNIX_EPOCH)
}

fn timestamp(at: SystemTime) -> Timestamp {
    let millis = |span: Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(match at.duration_since(UNIX_EPOCH) {
        Ok(after) => millis(after),
        Err(before) => -millis(before.duration()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_cross_to_the_millisecond_on_both_sides_of_1970() {
        for millis in [-1_500, 0, 1_780_448_400_123] {
            let at = Timestamp::from_millis(millis);
            assert_eq!(timestamp(system_time(at)), at);
        }
    }
}

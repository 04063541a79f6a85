//! When things happened, as far as a phone's clock can be believed.

use super::{Receipt, WAIT_MS, open};
use crate::{
    domain::visit::Visit,
    id::StaffId,
    op::{body::Body, wire::WireOp},
    time::{Day, Timestamp, Zone},
};

/// A clock that is off by no more than this is taken at its word.
pub const SKEW_TOLERANCE_MS: i64 = 5 * 60 * 1000;

/// An instant of a device's clock as the hub sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Corrected {
    pub(super) at: Timestamp,
    /// Whether the clock was off by more than [`SKEW_TOLERANCE_MS`].
    pub(super) clock_was_off: bool,
}

/// Takes the measured error off where it is large. Nothing that was received lies in the future.
pub(super) fn corrected(claimed: Timestamp, receipt: &Receipt) -> Corrected {
    let off = |millis: i64| millis.saturating_abs() > SKEW_TOLERANCE_MS;
    let skewed = off(receipt.skew_ms);
    let at = if skewed { claimed.plus_millis(receipt.skew_ms.saturating_neg()) } else { claimed };
    let ahead = at.since(receipt.received_at);
    Corrected { at: at.min(receipt.received_at), clock_was_off: skewed || (ahead > 0 && off(ahead)) }
}

/// The day of a visit: that on which it began, however long it took; that of a paper visit as written, though never
/// after the hub received it.
pub(super) fn day_of(visit: &Visit, receipt: &Receipt, zone: Zone) -> Day {
    match visit.late_entry {
        Some(late) => late.visited_on.min(zone.day_of(receipt.received_at)),
        None => zone.day_of(corrected(visit.started_at, receipt).at),
    }
}

/// The day for which the responsibility of a group's author counts: that of its visit, otherwise the day on
/// which it was recorded.
pub fn visited_on(ops: &[WireOp], receipt: &Receipt, zone: Zone) -> Day {
    match visit_in(ops) {
        Some(visit) => day_of(&visit, receipt, zone),
        None => zone.day_of(recorded_at(ops, receipt)),
    }
}

/// The instant for which the role of a group's author counts: when its visit began, otherwise when it was recorded.
/// Of a paper visit only the day is known; its first instant stands for it. To enter another's is an act of the day
/// on which it is typed.
pub fn visited_at(ops: &[WireOp], author: StaffId, receipt: &Receipt, zone: Zone) -> Timestamp {
    let Some(visit) = visit_in(ops) else { return recorded_at(ops, receipt) };
    match visit.late_entry {
        Some(late) if late.made_by_other(author).is_some() => recorded_at(ops, receipt),
        Some(_) => zone.start_of(day_of(&visit, receipt, zone)),
        None => corrected(visit.started_at, receipt).at,
    }
}

/// Whether a group of the instant `at` came later than a phone is ordinarily out of reach. A clock can be put back, so
/// what is done in the register counts as of then only if its author may still do it.
pub const fn came_late(at: Timestamp, receipt: &Receipt) -> bool {
    receipt.received_at.since(at) > WAIT_MS
}

fn visit_in(ops: &[WireOp]) -> Option<Visit> {
    ops.iter().find_map(|op| match open::<()>(op).ok()?.body {
        Body::VisitRecorded(visit) => Some(visit),
        _ => None,
    })
}

fn recorded_at(ops: &[WireOp], receipt: &Receipt) -> Timestamp {
    let first = ops.first().map(|op| corrected(Timestamp::from_millis(op.hlc.millis), receipt).at);
    first.unwrap_or(receipt.received_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    fn received(skew_ms: i64) -> Receipt {
        Receipt { received_at: Timestamp::from_millis(100 * HOUR), skew_ms }
    }

    #[test]
    fn a_clock_an_hour_ahead_is_put_right_and_told() {
        let seen = corrected(Timestamp::from_millis(51 * HOUR), &received(HOUR));
        assert_eq!(seen, Corrected { at: Timestamp::from_millis(50 * HOUR), clock_was_off: true });
    }

    #[test]
    fn a_clock_a_minute_off_is_believed() {
        let claimed = Timestamp::from_millis(50 * HOUR);
        let seen = corrected(claimed, &received(60_000));
        assert_eq!(seen, Corrected { at: claimed, clock_was_off: false });
    }

    #[test]
    fn nothing_takes_effect_after_it_was_received() {
        let seen = corrected(Timestamp::from_millis(i64::MAX), &received(0));
        assert_eq!(seen.at, received(0).received_at);
        assert!(seen.clock_was_off);
        assert_eq!(
            corrected(Timestamp::from_millis(i64::MIN), &received(i64::MIN)).at,
            Timestamp::from_millis(-1)
        );
    }
}

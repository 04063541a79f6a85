//! When things happened, as far as a phone's clock can be believed.

use super::{Receipt, Rows, WAIT_MS, open};
use crate::{
    domain::visit::{Visit, VisitSummary},
    id::StaffId,
    op::{body::Body, row::RowKind, wire::WireOp},
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

/// When a visit began and the day for which it counts, as the hub sees them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Began {
    pub(super) at: Timestamp,
    pub(super) day: Day,
    /// Whether either end of the visit says that its clock was off.
    pub(super) clock_was_off: bool,
}

/// A visit counts for the day on which it began, however long it took; one from paper for the day as written, though
/// never after the hub received it. One that corrects another is the same visit, so the instant and the day of that
/// one stand: they were put right by the clock of its own push.
pub(super) fn began(visit: &Visit, receipt: &Receipt, zone: Zone, replaced: Option<&VisitSummary>) -> Began {
    let [began, ended] = [visit.started_at, visit.finished_at].map(|at| corrected(at, receipt));
    let clock_was_off = began.clock_was_off || ended.clock_was_off;
    match (visit.late_entry, replaced) {
        (Some(late), _) => {
            let day = late.visited_on.min(zone.day_of(receipt.received_at));
            Began { at: began.at, day, clock_was_off }
        }
        (None, Some(replaced)) => Began {
            at: replaced.effective_at,
            day: replaced.effective_on,
            clock_was_off: ended.clock_was_off,
        },
        (None, None) => Began { at: began.at, day: zone.day_of(began.at), clock_was_off },
    }
}

/// Of when a group's author is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// The instant for which their role counts: when the visit began, otherwise when the group was recorded. Of a paper
    /// visit only the day is known; its first instant stands for it. To enter another's is an act of the day on which
    /// it is typed.
    pub at: Timestamp,
    /// The day for which their responsibility counts: that of the visit, otherwise that of the record.
    pub day: Day,
}

/// The occasion of a group of `author`.
///
/// # Errors
/// When the rows cannot be read.
pub fn occasion<R: Rows>(
    ops: &[WireOp],
    author: StaffId,
    receipt: &Receipt,
    zone: Zone,
    rows: &R,
) -> Result<Occasion, R::Error> {
    let recorded_at = recorded_at(ops, receipt);
    let Some(visit) = visit_in(ops) else {
        return Ok(Occasion { at: recorded_at, day: zone.day_of(recorded_at) });
    };
    let replaced = match visit.corrects {
        Some(earlier) => rows.row(RowKind::Visit, earlier.0)?.and_then(|row| row.read::<VisitSummary>()),
        None => None,
    };
    let began = began(&visit, receipt, zone, replaced.as_ref());
    let at = match visit.late_entry {
        Some(late) if late.made_by_other(author).is_some() => recorded_at,
        Some(_) => zone.start_of(began.day),
        None => began.at,
    };
    Ok(Occasion { at, day: began.day })
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

//! Applies groups of operations to the hub's rows: all of a group or none.
//!
//! Takes rows and gives rows: stores nothing, reads no clock, and gives the same verdict whenever it is asked
//! again over the same rows.

mod correct;
mod decision;
mod judge;
mod need;
mod overlay;
mod photo;
mod register;
mod timing;
mod visit;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use uuid::Uuid;

use self::judge::{Judge, Stop};
pub use self::timing::{Occasion, SKEW_TOLERANCE_MS, came_late, occasion};
pub use self::visit::{exception_id, latest_fix};
use super::{
    body::{Payload, SCHEMA},
    outcome::{Outcome, RejectReason},
    row::{Row, RowKind},
    wire::WireOp,
};
use crate::{
    codes::GridCode,
    domain::{
        org::{Audience, Staff, StaffRole},
        visit::VisitFact,
    },
    id::{DeviceId, HouseholdId, OpId, StaffId, TicketId},
    time::{Day, Timestamp, Zone},
};

/// How long the hub waits for something that an operation hangs on: a phone that lay in a drawer or at a
/// workshop for a month still brings it in time, while the worker still knows the door. It is also the default
/// of [`keep_days`](super::wire::TenantSettings::keep_days), so that a phone can show what was not taken.
pub const WAIT_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// The longest body that is read. A visit with all its facts takes a few KiB.
pub const MAX_BODY_BYTES: usize = 128 * 1024;

/// Who recorded an operation, with the responsibility in force when it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The worker.
    pub staff: StaffId,
    /// Their device.
    pub device: DeviceId,
    /// What they were when it was made.
    pub role: StaffRole,
    /// The grids they answered for on the day of the operation.
    pub grids: Vec<GridCode>,
    /// Those of them that they led.
    pub leads: Vec<GridCode>,
}

impl Author {
    /// The audience they belong to.
    pub const fn audience(&self) -> Audience {
        self.role.audience()
    }
}

/// How an operation reached the hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The hub's wall clock when it arrived.
    pub received_at: Timestamp,
    /// The device's wall clock less the hub's, in milliseconds, measured at that push.
    pub skew_ms: i64,
}

/// The rows that an operation may look at.
pub trait Rows {
    /// Why a row could not be read.
    type Error;

    /// The row, or `None` when there never was one. A removed row comes without a document.
    ///
    /// # Errors
    /// When the rows cannot be read; the group is then not judged at all.
    fn row(&self, kind: RowKind, id: Uuid) -> Result<Option<Row>, Self::Error>;

    /// All rows of one kind that travel with `household`.
    ///
    /// # Errors
    /// As for [`Rows::row`].
    fn of_household(&self, kind: RowKind, household: HouseholdId) -> Result<Vec<Row>, Self::Error>;

    /// Whether an operation of this kind about this subject was rejected, and none is on its way that may
    /// still be taken.
    ///
    /// # Errors
    /// As for [`Rows::row`].
    fn was_rejected(&self, kind: &'static str, subject: &str) -> Result<bool, Self::Error>;

    /// What a visit that answers these tickets of `household` did to whom. Tickets that are not known, or are
    /// another household's, are left out.
    ///
    /// # Errors
    /// As for [`Rows::row`].
    fn ticket_facts(
        &self,
        household: HouseholdId,
        tickets: &[TicketId],
    ) -> Result<Vec<VisitFact>, Self::Error>;

    /// What a worker was at an instant.
    ///
    /// # Errors
    /// As for [`Rows::row`].
    fn role_at(&self, worker: &Staff, at: Timestamp) -> Result<StaffRole, Self::Error>;

    /// Whether a worker answered for a grid on a day.
    ///
    /// # Errors
    /// As for [`Rows::row`].
    fn answers_for(&self, worker: StaffId, grid: GridCode, day: Day) -> Result<bool, Self::Error>;

    /// Bodies of the latest visits that `device` recorded before its operation number `seq`, the latest first,
    /// a few of them, whatever became of them: where a phone was does not hang on a verdict.
    ///
    /// # Errors
    /// As for [`Rows::row`].
    fn visits_before(&self, device: DeviceId, seq: u64) -> Result<Vec<String>, Self::Error>;
}

/// What a group does to the rows, and what became of each of its operations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Applied {
    /// Rows to write, each whole, in order.
    pub writes: Vec<Row>,
    /// The verdicts, one per operation.
    pub outcomes: Vec<(OpId, Outcome)>,
    /// Households whose duties may have changed.
    pub touched: BTreeSet<HouseholdId>,
    /// Pairs of an operation and the rejected one that it says to put right; whether there is one to put right
    /// is for the hub to check.
    pub supersedes: Vec<(OpId, OpId)>,
    /// What a deferred group waits for, where that is something that may still come.
    pub unknown: Option<Unknown>,
}

/// Something that is not here yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The operation that hangs on it.
    pub op: OpId,
    /// Its name, as chains name subjects.
    pub subject: String,
}

impl Applied {
    /// The verdict as it stands at `now`: what has waited for [`WAIT_MS`] for something unknown is rejected. A
    /// subject that comes still later does not revive it: like every rejected record it is put right by a new
    /// operation. What waits for a newer hub waits on, however long.
    pub fn at(self, now: Timestamp) -> Self {
        let has_waited =
            |(_, outcome): &(OpId, Outcome)| matches!(outcome, Outcome::Deferred { until } if *until <= now);
        match &self.unknown {
            Some(unknown) if self.outcomes.iter().all(has_waited) => {
                let ops = self.outcomes.iter().map(|(op, _)| *op);
                rejected(ops, unknown.op, RejectReason::UnknownSubject)
            }
            _ => self,
        }
    }
}

/// Judges the operations of one group in order; each sees what those before it did. All are taken or none: of
/// a group that is not taken, the operation at fault tells why and the others that the group failed. Only what is about
/// somebody erased meanwhile falls away without the rest.
///
/// `author` must be built for the day and the instant that [`occasion`] gives. `at_receipt` is
/// the same author as they stood when the group was received, where it [`came_late`]: whatever is no visit then needs
/// the right at both times. Operations whose ids the hub has applied already must not be given again.
///
/// # Errors
/// When a row cannot be read; nothing is judged then.
pub fn apply_group<R: Rows>(
    ops: &[WireOp],
    author: &Author,
    at_receipt: Option<&Author>,
    receipt: &Receipt,
    zone: Zone,
    rows: &R,
) -> Result<Applied, R::Error> {
    let day = occasion(ops, author.staff, receipt, zone, rows)?.day;
    let mut judge = Judge::new(author, at_receipt, *receipt, zone, day, rows);
    let mut applied = Applied::default();
    for op in ops {
        let verdict = open(op).and_then(|payload| {
            let outcome = judge.take(op, &payload.body)?;
            applied.supersedes.extend(payload.supersedes.map(|old| (op.op_id, old)));
            Ok(outcome)
        });
        match verdict {
            Ok(outcome) => applied.outcomes.push((op.op_id, outcome)),
            Err(Stop::Reject(reason @ RejectReason::Erased)) if stands_alone(op) => {
                applied.outcomes.push((op.op_id, Outcome::Rejected { reason }));
            }
            Err(Stop::Rows(error)) => return Err(error),
            Err(Stop::Reject(reason)) => {
                return Ok(rejected(ops.iter().map(|op| op.op_id), op.op_id, reason));
            }
            Err(Stop::Unknown(subject)) => {
                return Ok(deferred(ops, receipt, Some(Unknown { op: op.op_id, subject })));
            }
            Err(Stop::Defer) => return Ok(deferred(ops, receipt, None)),
        }
    }
    (applied.writes, applied.touched) = judge.finish();
    Ok(applied)
}

/// Whether nothing else of a group hangs on this operation.
fn stands_alone(op: &WireOp) -> bool {
    matches!(op.kind.as_str(), "NeedRaised" | "NeedMoved" | "FieldsChanged" | "ClaimDecided")
}

/// Reads a body, which must be about what the chain says it is about.
fn open<E>(op: &WireOp) -> Result<Payload, Stop<E>> {
    if op.schema != SCHEMA {
        return Err(Stop::Defer);
    }
    if op.body.len() > MAX_BODY_BYTES {
        return Err(Stop::Reject(RejectReason::Unreadable));
    }
    let payload = Payload::from_json(&op.body).map_err(|_| Stop::Reject(RejectReason::Unreadable))?;
    let told = op.kind == payload.body.kind() && op.subject == payload.body.subject();
    if told { Ok(payload) } else { Err(Stop::Reject(RejectReason::Unreadable)) }
}

fn rejected(ops: impl Iterator<Item = OpId>, at_fault: OpId, reason: RejectReason) -> Applied {
    let verdict = |op: OpId| {
        let reason = if op == at_fault { reason } else { RejectReason::GroupFailed };
        (op, Outcome::Rejected { reason })
    };
    Applied { outcomes: ops.map(verdict).collect(), ..Applied::default() }
}

fn deferred(ops: &[WireOp], receipt: &Receipt, unknown: Option<Unknown>) -> Applied {
    let until = receipt.received_at.plus_millis(WAIT_MS);
    let verdict = |op: &WireOp| (op.op_id, Outcome::Deferred { until });
    Applied { outcomes: ops.iter().map(verdict).collect(), unknown, ..Applied::default() }
}

//! Judging what was received: group by group, in order of arrival, each as one unit of the feed.
//!
//! A receipt is durable before it is judged, so a judgement that is lost with the process is made again.
//!
//! What cannot be judged yet is deferred: judged again at once when what it waits for was taken or rejected, and
//! every hour in any case. An outcome that has not changed is not written again, so that waiting costs phones
//! nothing.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use doorstep_core::{
    codes::GridCode,
    domain::{
        org::{Responsibility, Staff, StaffRole},
        visit::VisitFact,
    },
    id::{DeviceId, HouseholdId, OpId, PhotoId, StaffId, TicketId},
    op::{
        apply::{Applied, Author, Occasion, Rows, Unknown, WAIT_MS, apply_group, came_late, occasion},
        outcome::{Outcome, OutcomeRow, RejectReason},
        row::{Row, RowKind, Scope, name_id},
    },
    time::{Day, Timestamp, Zone},
};
use uuid::Uuid;

use super::{Hub, HubError, access::staff, erase, evidence, row_of, settings, tickets::ticket_facts};
use crate::store::{Durability, PendingGroup, Reads, ReceiptState, Settled, StoreError, Writes};

/// Groups judged in one transaction: few enough that pushes do not wait long for the writer.
const GROUPS_AT_ONCE: usize = 64;
/// When a deferred group is tried again.
const RETRY_MS: i64 = 60 * 60 * 1000;

/// The store's rows as the core asks for them.
struct HubRows<'t>(&'t dyn Reads);

impl Rows for HubRows<'_> {
    type Error = StoreError;

    fn row(&self, kind: RowKind, id: Uuid) -> Result<Option<Row>, StoreError> {
        Ok(self.0.row(kind, id)?.map(|stored| stored.row))
    }

    fn of_household(&self, kind: RowKind, household: HouseholdId) -> Result<Vec<Row>, StoreError> {
        self.0.of_household(kind, household)
    }

    fn was_rejected(&self, kind: &'static str, subject: &str) -> Result<bool, StoreError> {
        self.0.was_rejected(kind, subject)
    }

    fn ticket_facts(
        &self,
        household: HouseholdId,
        tickets: &[TicketId],
    ) -> Result<Vec<VisitFact>, StoreError> {
        ticket_facts(self.0, household, tickets)
    }

    fn role_at(&self, worker: &Staff, at: Timestamp) -> Result<StaffRole, StoreError> {
        Ok(role_at(worker, &self.0.former_roles(worker.id)?, at))
    }

    fn answers_for(&self, worker: StaffId, grid: GridCode, day: Day) -> Result<bool, StoreError> {
        let lines = self.0.responsibilities_of(worker)?;
        Ok(lines.iter().any(|line| line.grid == grid && line.in_force(day)))
    }

    fn visits_before(&self, device: DeviceId, seq: u64) -> Result<Vec<String>, StoreError> {
        self.0.visits_before(device, seq)
    }
}

impl Hub {
    /// Judges every group that waits and whose time has come.
    ///
    /// # Errors
    /// When the store fails; what was not judged is judged at the next call.
    pub fn apply_pending(&self) -> Result<(), HubError> {
        self.judge(None)
    }

    /// Judges what a device pushed, and what that lets be judged. What others have waiting has its own time.
    pub(super) fn apply_pushed(&self, device: DeviceId) -> Result<(), HubError> {
        self.judge(Some(device))
    }

    fn judge(&self, deferred_of: Option<DeviceId>) -> Result<(), HubError> {
        let _turn = self.judging.take()?;
        let mut due = self.store.reading(|tx| tx.due(self.clock.now(), deferred_of))?;
        let mut woken = BTreeSet::new();
        while !due.is_empty() {
            let now = self.clock.now();
            let photos =
                self.store.writing(Durability::Replayable, |tx| judge_some(tx, &mut due, &mut woken, now))?;
            if due.is_empty() {
                // Together, however many verdicts woke them: one subject may stand in very many operations.
                due.append(&mut woken);
            }
            for photo in photos {
                // A file in trouble holds up no verdict; it is tried again at the next beat.
                if let Err(error) = self.settle_photo(photo).and_then(|()| self.judge_photo(photo)) {
                    tracing::error!(%photo, %error, "a photo could not be stored");
                }
            }
        }
        Ok(())
    }
}

/// Judges up to [`GROUPS_AT_ONCE`] of the groups that are due, the earliest first, and gathers those that can be judged
/// because of it: only a verdict wakes others, so that comes to an end. Answers the photos that were named.
fn judge_some(
    tx: &dyn Writes,
    due: &mut BTreeSet<i64>,
    woken: &mut BTreeSet<i64>,
    now: Timestamp,
) -> Result<BTreeSet<PhotoId>, StoreError> {
    let mut photos = BTreeSet::new();
    let erased = erase::Names::load(tx.reads())?;
    let mut bench = Bench { tx: tx.reads(), zone: settings(tx.reads())?.zone, authors: BTreeMap::new() };
    for _ in 0..GROUPS_AT_ONCE {
        let Some(number) = due.pop_first() else { break };
        let Some(group) = tx.pending(number)? else { continue };
        let applied = bench.judge(&group)?.at(now);
        woken.append(&mut record(tx, &group, &applied, now)?);
        erased.sweep(tx, &group, &applied)?;
        let named = group.ops.iter().filter(|op| op.kind == "PhotoTaken");
        photos.extend(named.filter_map(|op| op.subject.strip_prefix("photo:")?.parse::<PhotoId>().ok()));
    }
    Ok(photos)
}

/// What judging needs besides the rows; no operation changes it, so it is read once for many groups.
struct Bench<'t> {
    tx: &'t dyn Reads,
    zone: Zone,
    authors: BTreeMap<DeviceId, Option<Known>>,
}

/// The worker behind a device, with what they ever were and answered for.
struct Known {
    worker: Staff,
    former_roles: Vec<(Timestamp, StaffRole)>,
    lines: Vec<Responsibility>,
}

/// The role in force at an instant.
fn role_at(worker: &Staff, former: &[(Timestamp, StaffRole)], at: Timestamp) -> StaffRole {
    former.iter().find(|(until, _)| at < *until).map_or(worker.role, |(_, role)| *role)
}

impl Known {
    /// With the role of an instant and the responsibility of a day.
    fn author(&self, device: DeviceId, at: Timestamp, day: Day) -> Author {
        let in_force = || self.lines.iter().filter(|line| line.in_force(day));
        Author {
            staff: self.worker.id,
            device,
            role: role_at(&self.worker, &self.former_roles, at),
            grids: in_force().map(|line| line.grid).collect(),
            leads: in_force().filter(|line| line.role.leads()).map(|line| line.grid).collect(),
        }
    }
}

impl Bench<'_> {
    /// The verdict on one group; writes nothing.
    fn judge(&mut self, group: &PendingGroup) -> Result<Applied, StoreError> {
        if group.refused > 0 {
            let reason = RejectReason::GroupFailed;
            return Ok(same_for_all(group, &Outcome::Rejected { reason }));
        }
        let (tx, zone) = (self.tx, self.zone);
        let author = match self.authors.entry(group.device) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(author(tx, group.device)?),
        };
        let Some(known) = author else {
            let until = group.receipt.received_at.plus_millis(WAIT_MS);
            return Ok(same_for_all(group, &Outcome::Deferred { until }));
        };
        let PendingGroup { device, ops, receipt, .. } = group;
        let rows = HubRows(tx);
        let Occasion { at, day } = occasion(ops, known.worker.id, receipt, zone, &rows)?;
        let author = known.author(*device, at, day);
        let received_at = receipt.received_at;
        // A paper visit of long ago, typed today for a colleague, brings no right of that day along.
        let late = came_late(at.min(zone.start_of(day)), receipt)
            .then(|| known.author(*device, received_at, zone.day_of(received_at)));
        apply_group(ops, &author, late.as_ref(), receipt, zone, &rows)
    }
}

fn author(tx: &dyn Reads, device: DeviceId) -> Result<Option<Known>, StoreError> {
    let Some(device) = tx.device(device)? else { return Ok(None) };
    let Some(worker) = staff(tx, device.staff)? else { return Ok(None) };
    let (former_roles, lines) = (tx.former_roles(worker.id)?, tx.responsibilities_of(worker.id)?);
    Ok(Some(Known { worker, former_roles, lines }))
}

fn same_for_all(group: &PendingGroup, outcome: &Outcome) -> Applied {
    let outcomes = group.ops.iter().map(|op| (op.op_id, outcome.clone())).collect();
    Applied { outcomes, ..Applied::default() }
}

/// Writes the rows and verdicts of one group as one unit, as far as they are new. Answers the groups that waited for
/// this one.
fn record(
    tx: &dyn Writes,
    group: &PendingGroup,
    applied: &Applied,
    now: Timestamp,
) -> Result<BTreeSet<i64>, StoreError> {
    let revision = tx.next_revision()?;
    let mut unit = applied.writes.clone();
    let mut woken = BTreeSet::new();
    for op in &group.ops {
        let judged = applied.outcomes.iter().find(|(id, _)| *id == op.op_id);
        // The core gives one verdict per operation; one without is tried again rather than forgotten.
        let retry = || Outcome::Deferred { until: group.receipt.received_at.plus_millis(WAIT_MS) };
        let outcome = judged.map_or_else(retry, |(_, outcome)| outcome.clone());
        let state = match outcome {
            Outcome::Deferred { .. } => ReceiptState::Deferred,
            Outcome::Applied | Outcome::Merged { .. } => ReceiptState::Settled,
            Outcome::Rejected { .. } => ReceiptState::Rejected,
        };
        if !(group.deferred && has_verdict(tx.reads(), op.op_id, &outcome)?) {
            let verdict = Settled { outcome, revision };
            tx.settle(group.device, op.seq, state, &verdict)?;
            for device in tx.devices_of_op(op.op_id)? {
                unit.push(outcome_row(device, op.op_id, &verdict)?);
            }
        }
        if state == ReceiptState::Deferred {
            let waits_for = applied.unknown.as_ref().map(|Unknown { subject, .. }| subject.as_str());
            tx.postpone(group.device, op.seq, now.plus_millis(RETRY_MS), waits_for)?;
        } else {
            woken.append(&mut tx.wake(&op.subject, now)?);
        }
    }
    tx.write_unit(&unit)?;
    evidence::keep_fingerprints(tx, &applied.writes)?;
    Ok(woken)
}

fn has_verdict(tx: &dyn Reads, op: OpId, outcome: &Outcome) -> Result<bool, StoreError> {
    let verdict = tx.known_op(op)?.and_then(|(_, verdict)| verdict);
    Ok(verdict.is_some_and(|verdict| verdict.outcome == *outcome))
}

/// The verdict as a device gets it.
pub(super) fn outcome_row(device: DeviceId, op: OpId, verdict: &Settled) -> Result<Row, StoreError> {
    let document = OutcomeRow { op, outcome: verdict.outcome.clone(), revision: verdict.revision };
    // One row per device: a forked phone hears of an operation under its new id too.
    let id = name_id(RowKind::Outcome, &format!("{device}/{op}"));
    row_of(RowKind::Outcome, id, None, Scope::Private(device), &document)
}

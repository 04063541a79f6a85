//! Judging what was received: group by group, in order of arrival, each as one unit of the feed.
//!
//! A receipt is durable before it is judged, so a judgement that is lost with the process is made again.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    sync::PoisonError,
};

use doorstep_core::{
    domain::{
        org::{Responsibility, Staff},
        visit::VisitFact,
    },
    id::{DeviceId, HouseholdId, OpId, PhotoId, TicketId},
    op::{
        apply::{Applied, Author, Rows, apply_group, visited_on},
        outcome::{Outcome, OutcomeRow, RejectReason},
        row::{Row, RowKind, Scope, name_id},
    },
    time::{Timestamp, Zone},
};
use uuid::Uuid;

use super::{Hub, HubError, access::staff, row_of, settings, tickets::ticket_facts};
use crate::store::{Durability, PendingGroup, Reads, ReceiptState, Settled, StoreError, Writes};

/// Groups judged in one transaction: few enough that pushes do not wait long for the writer.
const GROUPS_AT_ONCE: usize = 64;
/// When a group is tried again whose author the hub does not know (yet).
const UNKNOWN_AUTHOR_MS: i64 = 60 * 60 * 1000;

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

    fn ticket_facts(
        &self,
        household: HouseholdId,
        tickets: &[TicketId],
    ) -> Result<Vec<VisitFact>, StoreError> {
        ticket_facts(self.0, household, tickets)
    }
}

impl Hub {
    /// Judges every group that waits and whose time has come.
    ///
    /// # Errors
    /// When the store fails; what was not judged is judged at the next call.
    pub fn apply_pending(&self) -> Result<(), HubError> {
        let _turn = self.judging.lock().unwrap_or_else(PoisonError::into_inner);
        let mut after = 0;
        loop {
            let now = self.clock.now();
            let (next, photos) =
                self.store.writing(Durability::Replayable, |tx| judge_some(tx, after, now))?;
            for photo in photos {
                // A file in trouble holds up no verdict; it is tried again at the next beat.
                if let Err(error) = self.settle_photo(photo) {
                    tracing::error!(%photo, %error, "a photo could not be stored");
                }
            }
            match next {
                Some(next) => after = next,
                None => return Ok(()),
            }
        }
    }
}

/// Judges up to [`GROUPS_AT_ONCE`] groups. Gives the number to go on from, while there may be more, and the
/// photos that were named.
fn judge_some(
    tx: &dyn Writes,
    mut after: i64,
    now: Timestamp,
) -> Result<(Option<i64>, BTreeSet<PhotoId>), StoreError> {
    let mut photos = BTreeSet::new();
    let mut bench = Bench { tx: tx.reads(), zone: settings(tx.reads())?.zone, now, authors: BTreeMap::new() };
    for _ in 0..GROUPS_AT_ONCE {
        let Some((number, group)) = tx.next_pending(after, now)? else { return Ok((None, photos)) };
        let applied = bench.judge(&group)?;
        record(tx, &group, &applied, now)?;
        let named = group.ops.iter().filter(|op| op.kind == "PhotoTaken");
        photos.extend(named.filter_map(|op| op.subject.strip_prefix("photo:")?.parse::<PhotoId>().ok()));
        after = number;
    }
    Ok((Some(after), photos))
}

/// What judging needs besides the rows; no operation changes it, so it is read once for many groups.
struct Bench<'t> {
    tx: &'t dyn Reads,
    zone: Zone,
    now: Timestamp,
    authors: BTreeMap<DeviceId, Option<(Staff, Vec<Responsibility>)>>,
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
        let Some((worker, lines)) = author else {
            let until = self.now.plus_millis(UNKNOWN_AUTHOR_MS);
            return Ok(same_for_all(group, &Outcome::Deferred { until }));
        };
        let day = visited_on(&group.ops, &group.receipt, zone);
        let author = Author {
            staff: worker.id,
            device: group.device,
            role: worker.role,
            grids: lines.iter().filter(|line| line.in_force(day)).map(|line| line.grid).collect(),
        };
        apply_group(&group.ops, &author, &group.receipt, zone, &HubRows(tx))
    }
}

/// The worker behind a device, with all lines that ever named them.
fn author(tx: &dyn Reads, device: DeviceId) -> Result<Option<(Staff, Vec<Responsibility>)>, StoreError> {
    let Some(device) = tx.device(device)? else { return Ok(None) };
    let Some(worker) = staff(tx, device.staff)? else { return Ok(None) };
    let lines = tx.responsibilities_of(worker.id)?;
    Ok(Some((worker, lines)))
}

fn same_for_all(group: &PendingGroup, outcome: &Outcome) -> Applied {
    let outcomes = group.ops.iter().map(|op| (op.op_id, outcome.clone())).collect();
    Applied { outcomes, ..Applied::default() }
}

/// Writes the rows and verdicts of one group as one unit.
fn record(
    tx: &dyn Writes,
    group: &PendingGroup,
    applied: &Applied,
    now: Timestamp,
) -> Result<(), StoreError> {
    let revision = tx.next_revision()?;
    let mut unit = applied.writes.clone();
    for op in &group.ops {
        let judged = applied.outcomes.iter().find(|(id, _)| *id == op.op_id);
        // The core gives one verdict per operation; one without is tried again rather than forgotten.
        let retry = || Outcome::Deferred { until: group.receipt.received_at.plus_millis(UNKNOWN_AUTHOR_MS) };
        let outcome = match judged.map_or_else(retry, |(_, outcome)| outcome.clone()) {
            // Counted from this verdict: a time that has passed would have every beat judge the group again.
            Outcome::Deferred { until } => {
                Outcome::Deferred { until: until.max(now.plus_millis(UNKNOWN_AUTHOR_MS)) }
            }
            judged => judged,
        };
        let state = match outcome {
            Outcome::Deferred { .. } => ReceiptState::Deferred,
            Outcome::Applied | Outcome::Merged { .. } | Outcome::Rejected { .. } => ReceiptState::Settled,
        };
        let verdict = Settled { outcome, revision };
        tx.settle(group.device, op.seq, state, &verdict)?;
        for device in tx.devices_of_op(op.op_id)? {
            unit.push(outcome_row(device, op.op_id, &verdict)?);
        }
    }
    tx.write_unit(&unit)?;
    Ok(())
}

/// The verdict as a device gets it.
pub(super) fn outcome_row(device: DeviceId, op: OpId, verdict: &Settled) -> Result<Row, StoreError> {
    let document = OutcomeRow { op, outcome: verdict.outcome.clone(), revision: verdict.revision };
    // One row per device: a forked phone hears of an operation under its new id too.
    let id = name_id(RowKind::Outcome, &format!("{device}/{op}"));
    row_of(RowKind::Outcome, id, None, Scope::Private(device), &document)
}

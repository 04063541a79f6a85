//! Taking in operations: checked as a chain, stored verbatim, acknowledged. What they mean is judged after.

use doorstep_core::{
    id::OpId,
    op::{
        apply::Receipt,
        outcome::{Outcome, RejectReason},
        row::Row,
        wire::{MAX_PUSH_BYTES, MAX_PUSH_OPS, PushReply, PushRequest, Refused, WireOp},
    },
    seal::PublicKey,
    time::Timestamp,
};

use super::{Hub, HubError, apply::outcome_row, erase};
use crate::store::{DeviceRecord, Durability, ReceiptState, Settled, Writes};

/// Groups of one phone that may wait for something: what a phone with a newer app than the hub records in two months.
/// A hostile one could otherwise have any number judged again every hour.
pub const MAX_DEFERRED_GROUPS: u64 = 2_000;
/// The longest subject or kind that is stored.
const MAX_NAME: usize = 200;

impl Hub {
    /// Stores what follows the device's head, in one durable transaction, then judges what waits.
    ///
    /// Operations that are stored already are passed over; when the rest does not follow the head, nothing is
    /// stored and the answer tells where the hub stands, so that the phone can heal.
    ///
    /// # Errors
    /// [`HubError::Invalid`] for a broken chain or a split group, [`HubError::BadSignature`],
    /// [`HubError::TooLarge`], [`HubError::Revoked`]; [`HubError::TooManyDeferred`] when nothing more may come before
    /// some of what waits is judged.
    pub fn push(&self, device: &DeviceRecord, request: &PushRequest) -> Result<PushReply, HubError> {
        let now = self.clock.now();
        let receipt = Receipt { received_at: now, skew_ms: request.device_now.since(now) };
        Ok(self.receive(device, request, &receipt, now)?.reply)
    }

    /// Takes in a push, however it came: `receipt` says when, `heard_at` when the device was last heard of.
    ///
    /// # Errors
    /// As [`Hub::push`].
    pub(super) fn receive(
        &self,
        device: &DeviceRecord,
        request: &PushRequest,
        receipt: &Receipt,
        heard_at: Timestamp,
    ) -> Result<Received, HubError> {
        check(device, request)?;
        let (device, taken) = self.store.writing(Durability::Durable, |tx| {
            let device = tx.device(device.id)?.ok_or(HubError::UnknownDevice)?;
            Self::refuse_revoked(tx.reads(), &device)?;
            let new = following(&device, &request.ops);
            if !new.is_empty() && tx.deferred_groups(&device.public_key)? >= MAX_DEFERRED_GROUPS {
                return Err(HubError::TooManyDeferred);
            }
            let taken = take_in(tx, &device, new, receipt)?;
            if !new.is_empty() {
                tx.keep_signature(device.id, &request.head)?;
            }
            tx.set_last_seen(device.id, heard_at)?;
            let device = tx.device(device.id)?.ok_or(HubError::UnknownDevice)?;
            Ok::<_, HubError>((device, taken))
        })?;
        self.apply_pushed(device.id)?;
        let TakenIn { new, refused } = taken;
        Ok(Received { reply: PushReply { heads: self.heads(&device), refused }, new })
    }
}

/// What became of a push.
pub(super) struct Received {
    /// The answer to the device.
    pub(super) reply: PushReply,
    /// Its operations that no chain held before.
    pub(super) new: Vec<OpId>,
}

/// Checks a request by itself: limits, links, whole groups, the signature over its last operation.
pub(super) fn check(device: &DeviceRecord, request: &PushRequest) -> Result<(), HubError> {
    let Some(last) = request.ops.last() else { return Ok(()) };
    let groups = request.ops.iter().filter(|op| op.group_index == 0).count();
    let bytes: usize = request.ops.iter().map(|op| op.body.len()).sum();
    // A group is never split, so a single one may be larger than a push should be.
    if groups > 1 && (request.ops.len() > MAX_PUSH_OPS || bytes > MAX_PUSH_BYTES) {
        return Err(HubError::TooLarge);
    }
    let mut before: Option<&WireOp> = None;
    for op in &request.ops {
        if op.subject.len() > MAX_NAME || op.kind.len() > MAX_NAME {
            return Err(HubError::Invalid("a subject or kind is too long"));
        }
        if op.link(device.id).hash() != op.hash {
            return Err(HubError::Invalid("a hash does not match its operation"));
        }
        check_place(before, op)?;
        before = Some(op);
    }
    if last.group_index.checked_add(1) != Some(last.group_len) {
        return Err(HubError::Invalid("a group is not whole"));
    }
    if request.head.seq != last.seq || request.head.hash != last.hash {
        return Err(HubError::Invalid("the signature is not over the last operation"));
    }
    let key = PublicKey::from_sec1(&device.public_key).map_err(|_| HubError::BadSignature)?;
    request.head.verify(device.id, &key).map_err(|_| HubError::BadSignature)
}

/// Checks that `op` follows the operation before it, in the chain and in its group.
fn check_place(before: Option<&WireOp>, op: &WireOp) -> Result<(), HubError> {
    let begins_group = op.group_index == 0 && op.group_len > 0;
    let Some(before) = before else {
        return if begins_group { Ok(()) } else { Err(HubError::Invalid("a group is not whole")) };
    };
    if before.seq.checked_add(1) != Some(op.seq) || before.hash != op.prev {
        return Err(HubError::Invalid("the operations are no chain"));
    }
    let continues = before.group == op.group
        && before.group_len == op.group_len
        && before.group_index.checked_add(1) == Some(op.group_index)
        && op.group_index < op.group_len;
    let ended = before.group_index.checked_add(1) == Some(before.group_len);
    if continues || (ended && begins_group && before.group != op.group) {
        Ok(())
    } else {
        Err(HubError::Invalid("a group is not whole"))
    }
}

/// The operations beyond the device's head; none when they do not follow it.
fn following<'o>(device: &DeviceRecord, ops: &'o [WireOp]) -> &'o [WireOp] {
    let known = ops.iter().take_while(|op| op.seq <= device.head.seq).count();
    let (known, new) = ops.split_at_checked(known).unwrap_or((&[], &[]));
    let same_past = known.last().is_none_or(|op| op.seq != device.head.seq || op.hash == device.head.hash);
    let follows = |op: &WireOp| {
        op.prev == device.head.hash && Some(op.seq) == device.head.seq.checked_add(1) && op.group_index == 0
    };
    if same_past && new.first().is_some_and(follows) { new } else { &[] }
}

/// Stores operations as they came; says which ids stand for other bytes. Those are told as rejected to the
/// device, unless its chain holds the id with the bytes that it stands for: then that verdict is the one.
fn take_in(
    tx: &dyn Writes,
    device: &DeviceRecord,
    ops: &[WireOp],
    receipt: &Receipt,
) -> Result<TakenIn, HubError> {
    let (mut refused, mut new) = (Vec::new(), Vec::new());
    let mut verdicts: Vec<Row> = Vec::new();
    let revision = tx.next_revision()?;
    let erased = erase::Names::load(tx.reads())?;
    for op in ops {
        let mut rejected = None;
        let state = match tx.known_op(op.op_id)? {
            None => {
                new.push(op.op_id);
                ReceiptState::Unapplied
            }
            Some((digest, _)) if digest != op.body_digest() => {
                refused.push(Refused { op_id: op.op_id, seq: op.seq });
                let outcome = Outcome::Rejected { reason: RejectReason::IdReused };
                let verdict = Settled { outcome, revision };
                if !tx.devices_of_op(op.op_id)?.contains(&device.id) {
                    verdicts.push(outcome_row(device.id, op.op_id, &verdict)?);
                }
                rejected = Some(verdict);
                ReceiptState::Refused
            }
            Some((_, verdict)) => {
                // Judged under an earlier device id already: the new one is told the same.
                if let Some(verdict) = verdict {
                    verdicts.push(outcome_row(device.id, op.op_id, &verdict)?);
                }
                ReceiptState::Duplicate
            }
        };
        tx.append(device.id, op, receipt, state)?;
        if state != ReceiptState::Unapplied {
            erased.sweep_copy(tx, device.id, op)?;
        }
        if let Some(verdict) = rejected {
            tx.settle(device.id, op.seq, state, &verdict)?;
        }
    }
    if let Some(last) = ops.last() {
        tx.set_head(device.id, last.head())?;
    }
    tx.write_unit(&verdicts)?;
    Ok(TakenIn { new, refused })
}

/// What was stored of a push: operations that were new, and those that are never judged.
struct TakenIn {
    new: Vec<OpId>,
    refused: Vec<Refused>,
}

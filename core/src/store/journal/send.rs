//! The journal as a queue: what to send next, what the hub holds, what it lost.

use super::{device, hash_at, head_of, operations_after, trim::trimmed_after, wire_op};
use crate::{
    op::wire::{Head, MAX_PUSH_BYTES, MAX_PUSH_OPS, WireOp},
    store::{StoreError, Tx, blob, value::Unsigned},
    time::Timestamp,
};

/// The last operation that the hub is known to hold; the genesis when none.
///
/// # Errors
/// When the database fails; [`StoreError::NotEnrolled`].
pub fn acknowledged(tx: &Tx<'_>) -> Result<Head, StoreError> {
    tx.one(
        "SELECT acknowledged_seq, acknowledged_hash FROM chain WHERE device = (SELECT device FROM identity)",
        (),
        |row| Ok(Head { seq: row.get::<_, Unsigned>(0)?.0, hash: row.get(1)? }),
    )?
    .ok_or(StoreError::NotEnrolled)
}

/// How many operations the hub does not hold yet.
///
/// # Errors
/// When the database fails. A phone that is not enrolled has none.
pub fn unsent_count(tx: &Tx<'_>) -> Result<u64, StoreError> {
    match super::head(tx)? {
        Some(head) => Ok(head.seq.saturating_sub(acknowledged(tx)?.seq)),
        None => Ok(0),
    }
}

/// What to send after `seq`: whole groups, within [`MAX_PUSH_OPS`] and [`MAX_PUSH_BYTES`]. A first group that is
/// larger than that alone is still given whole.
///
/// # Errors
/// [`StoreError::JournalFork`] where an operation's body was trimmed and can no longer be sent.
pub fn batch_after(tx: &Tx<'_>, seq: u64) -> Result<Vec<WireOp>, StoreError> {
    batch_after_limited(tx, seq, usize::MAX)
}

/// [`batch_after`] with at most `max_groups` groups, for a hub that finds the whole too large.
///
/// # Errors
/// As [`batch_after`].
pub fn batch_after_limited(tx: &Tx<'_>, seq: u64, max_groups: usize) -> Result<Vec<WireOp>, StoreError> {
    let mut statement = tx.prepare(&operations_after())?;
    let mut rows = statement.query((device(tx)?, Unsigned(seq)))?;
    let mut batch = Batch { groups_left: max_groups, ..Batch::default() };
    let mut expected = seq;
    while let Some(row) = rows.next()? {
        expected = expected.saturating_add(1);
        let op = wire_op(row)?.filter(|op| op.seq == expected);
        let op = op.ok_or(StoreError::JournalFork { seq: expected })?;
        if !batch.take(op) {
            break;
        }
    }
    Ok(batch.ops)
}

/// Whole groups so far, and the group that is being read.
#[derive(Default)]
struct Batch {
    ops: Vec<WireOp>,
    bytes: usize,
    group: Vec<WireOp>,
    group_bytes: usize,
    groups_left: usize,
}

impl Batch {
    /// Takes the next operation; whether the batch wants more.
    fn take(&mut self, op: WireOp) -> bool {
        if self.groups_left == 0 {
            return false;
        }
        let ends_group = op.group_index.saturating_add(1) >= op.group_len;
        self.group_bytes = self.group_bytes.saturating_add(op.body.len());
        self.group.push(op);
        let ops = self.ops.len() + self.group.len();
        let bytes = self.bytes.saturating_add(self.group_bytes);
        let is_too_large = ops > MAX_PUSH_OPS || bytes > MAX_PUSH_BYTES;
        if is_too_large && !self.ops.is_empty() {
            return false;
        }
        if ends_group {
            self.ops.append(&mut self.group);
            self.bytes = bytes;
            self.group_bytes = 0;
            self.groups_left -= 1;
        }
        true
    }
}

/// Counts a try of everything unsent up to `through_seq`. Commit it *before* the try, so that an operation that
/// crashes the app is known by its count.
///
/// # Errors
/// When the database fails; [`StoreError::NotEnrolled`].
pub fn note_attempt(tx: &Tx<'_>, through_seq: u64, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE operation SET attempts = attempts + 1, last_try = ?4
         WHERE device = ?1 AND seq > ?2 AND seq <= ?3",
        (device(tx)?, Unsigned(acknowledged(tx)?.seq), Unsigned(through_seq), now),
    )?;
    Ok(())
}

/// Keeps why the last push did not get through and when the next is due, for the outbox to show. The next
/// acknowledgement clears it.
///
/// # Errors
/// When the database fails.
pub fn note_failure(tx: &Tx<'_>, cause: &str, next_try: Option<Timestamp>) -> Result<(), StoreError> {
    tx.execute("UPDATE phone SET push_cause = ?1, push_next_try = ?2", (cause, next_try))?;
    Ok(())
}

/// Takes the hub's word that it holds everything up to `head`, and that a backup holds everything up to
/// `backed_up_through`. A late reply that names less than is known changes nothing but the backup's mark.
///
/// # Errors
/// [`StoreError::JournalFork`] when this journal has no such operation.
pub fn acknowledge(tx: &Tx<'_>, head: Head, backed_up_through: u64) -> Result<(), StoreError> {
    require(tx, head)?;
    let device = device(tx)?;
    tx.execute(
        "UPDATE chain SET acknowledged_seq = ?2, acknowledged_hash = ?3
         WHERE device = ?1 AND acknowledged_seq < ?2",
        (device, Unsigned(head.seq), head.hash),
    )?;
    tx.execute(
        "UPDATE chain SET
             backed_up_through = min(?2, acknowledged_seq),
             backup_seen_seq = min(?2, backup_seen_seq),
             long_backed_up = min(?2, long_backed_up)
         WHERE device = ?1",
        (device, Unsigned(backed_up_through)),
    )?;
    if backed_up_through > 0 {
        // A backup that holds anything of this device was made after the hub had all of the ids before it.
        tx.execute("UPDATE chain SET backed_up_through = acknowledged_seq WHERE device <> ?1", [device])?;
    }
    tx.execute("UPDATE phone SET push_cause = NULL, push_next_try = NULL", ())?;
    Ok(())
}

/// The hub lost what came after `head` (it was restored from a backup): from there all is unsent again, and the
/// photos that belong to it wait from their first byte.
///
/// # Errors
/// [`StoreError::JournalFork`] when this journal has no such operation, or can no longer send what follows it.
pub fn rewind_to(tx: &Tx<'_>, head: Head) -> Result<(), StoreError> {
    require(tx, head)?;
    let device = device(tx)?;
    if let Some(seq) = trimmed_after(tx, device, head.seq)? {
        return Err(StoreError::JournalFork { seq });
    }
    tx.execute(
        "UPDATE chain SET acknowledged_seq = ?2, acknowledged_hash = ?3,
             backed_up_through = min(backed_up_through, ?2),
             backup_seen_seq = min(backup_seen_seq, ?2),
             long_backed_up = min(long_backed_up, ?2)
         WHERE device = ?1 AND acknowledged_seq > ?2",
        (device, Unsigned(head.seq), head.hash),
    )?;
    blob::send_again(tx, device, head.seq)
}

/// Fails unless the chain has exactly this link.
fn require(tx: &Tx<'_>, head: Head) -> Result<(), StoreError> {
    if hash_at(tx, head.seq)? == Some(head.hash) {
        return Ok(());
    }
    let held = head_of(tx, device(tx)?)?.seq;
    Err(StoreError::JournalFork { seq: head.seq.min(held.saturating_add(1)) })
}

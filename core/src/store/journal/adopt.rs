//! A new device id for a phone that lost its place: what the hub does not hold is chained again, under the old
//! operation ids.

use super::{device, head_of, insert_link, operations_after, wire_op};
use crate::{
    id::DeviceId,
    op::wire::{Head, WireOp},
    store::{
        StoreError, Tx, blob,
        device::{Identity, set_identity},
        value::Unsigned,
    },
};

/// Operations held in memory at a time.
const CHUNK: usize = 200;

/// Takes `identity` as this phone's own. Every operation of the former device after `resend_after` (up to which the
/// hub surely holds them) becomes the next of the new one, whole groups only, with its id, salt and body; what was
/// trimmed cannot. The links of the former chain stay as history. Photos that belong to these operations wait from
/// their first byte.
///
/// What stands under still earlier ids goes along unless a backup holds it: the hub that gave this id may have
/// been restored to before them, and an operation that it holds already it knows by its id.
///
/// With the device id already in use this only replaces the identity, so a repeated answer does no harm.
///
/// # Errors
/// When the database fails.
pub fn adopt_device(tx: &Tx<'_>, identity: &Identity, resend_after: u64) -> Result<(), StoreError> {
    let former = match device(tx) {
        Ok(former) if former != identity.device => Some(former),
        Ok(_) | Err(StoreError::NotEnrolled) => None,
        Err(error) => return Err(error),
    };
    set_identity(tx, identity)?;
    let Some(former) = former else { return Ok(()) };

    // What the hub lost is in none of its backups, whatever it told before.
    tx.execute(
        "UPDATE chain SET
             backed_up_through = min(backed_up_through, ?2),
             backup_seen_seq = min(backup_seen_seq, ?2),
             long_backed_up = min(long_backed_up, ?2)
         WHERE device = ?1",
        (former, Unsigned(resend_after)),
    )?;
    let mut resend = earlier_chains(tx, former, identity.device)?;
    resend.push((former, resend_after));
    let mut head = head_of(tx, identity.device)?;
    for (earlier, after) in resend {
        let mut after = group_start(tx, earlier, after)?;
        loop {
            let ops = chunk_after(tx, earlier, after)?;
            let Some(last) = ops.last() else { break };
            after = last.seq;
            for op in ops {
                head = move_to(tx, identity.device, op.rechained(identity.device, head))?;
            }
        }
    }
    blob::send_again(tx, identity.device, 0)
}

/// The ids before `former`, oldest first, and up to where a backup holds their operations.
fn earlier_chains(tx: &Tx<'_>, former: DeviceId, new: DeviceId) -> Result<Vec<(DeviceId, u64)>, StoreError> {
    tx.all(
        "SELECT device, backed_up_through FROM chain WHERE device NOT IN (?1, ?2) ORDER BY id",
        (former, new),
        |row| Ok((row.get(0)?, row.get::<_, Unsigned>(1)?.0)),
    )
}

/// `seq`, or what lies before the group that goes on beyond it: a group travels whole.
fn group_start(tx: &Tx<'_>, device: DeviceId, seq: u64) -> Result<u64, StoreError> {
    let start = tx.one(
        "SELECT seq - group_index - 1 FROM operation
         WHERE device = ?1 AND seq = ?2 AND group_index + 1 < group_len",
        (device, Unsigned(seq)),
        |row| Ok(row.get::<_, Unsigned>(0)?.0),
    )?;
    Ok(start.unwrap_or(seq))
}

/// The next operations that can still be sent. One whose body was trimmed lies in the hub's backup: it stays
/// history.
fn chunk_after(tx: &Tx<'_>, device: DeviceId, after: u64) -> Result<Vec<WireOp>, StoreError> {
    let mut statement = tx.prepare(&operations_after())?;
    let mut rows = statement.query((device, Unsigned(after)))?;
    let mut ops = Vec::new();
    while ops.len() < CHUNK
        && let Some(row) = rows.next()?
    {
        ops.extend(wire_op(row)?);
    }
    Ok(ops)
}

/// Gives an operation its place in the new chain.
fn move_to(tx: &Tx<'_>, device: DeviceId, op: WireOp) -> Result<Head, StoreError> {
    insert_link(tx, device, &op)?;
    tx.execute(
        "UPDATE operation SET device = ?2, seq = ?3, attempts = 0, last_try = NULL WHERE op_id = ?1",
        (op.op_id, device, Unsigned(op.seq)),
    )?;
    Ok(op.head())
}

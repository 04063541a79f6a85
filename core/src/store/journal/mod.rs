//! The journal: what was recorded on this phone, in the order it was recorded, as a chain that proves itself.
//!
//! It is the queue too: what lies behind [`acknowledged`] is history, what lies before it is the outbox. Nothing
//! is ever taken out; a body leaves only after a backup of the hub has held it for long and the tenant's period is
//! over.

mod adopt;
mod history;
#[cfg(test)]
mod model;
mod outbox;
mod send;
#[cfg(test)]
mod tests;
mod trim;
mod visit;

pub use adopt::adopt_device;
pub use history::{entries, latest_visits, sign, signed_heads};
pub use outbox::{ItemState, OutboxItem, group_bodies, outbox, rejected, rejected_count, rejected_one};
pub use send::{
    acknowledge, acknowledged, batch_after, batch_after_limited, note_attempt, note_failure, rewind_to,
    unsent_count,
};
pub use trim::{BACKUP_MARGIN_MS, can_send_after, forget_backups, note_backups, trim};
pub use visit::{correction_of, holds_visit, visit, visits_to};

use rusqlite::Row;

use super::{StoreError, Tx, value::Unsigned};
use crate::{
    id::{DeviceId, HouseholdId, OpId, PhotoId},
    op::{
        body::{Body, Payload},
        wire::{Head, WireOp},
    },
    seal::{Digest, Entry, LinkRecord},
    time::Hlc,
};

/// The last operation that a backup of the hub holds.
///
/// # Errors
/// When the database fails, or the phone is not enrolled.
pub fn backed_up_through(tx: &Tx<'_>) -> Result<u64, StoreError> {
    let device = device(tx)?;
    let seq = tx.one("SELECT backed_up_through FROM chain WHERE device = ?1", [device], |row| {
        Ok(row.get::<_, Unsigned>(0)?.0)
    })?;
    Ok(seq.unwrap_or(0))
}

/// Where this phone's own chain stands; `None` before it enrolled.
///
/// # Errors
/// When the database fails.
pub fn head(tx: &Tx<'_>) -> Result<Option<Head>, StoreError> {
    match device(tx) {
        Ok(device) => head_of(tx, device).map(Some),
        Err(StoreError::NotEnrolled) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Appends whole groups, each operation the next link of the chain, and keeps the highest clock reading.
///
/// # Errors
/// [`StoreError::NotNext`] names the first operation that does not follow, or does not hash to what it says, or
/// leaves its group open; [`StoreError::NotEnrolled`]. Nothing may be committed then.
pub fn append(tx: &Tx<'_>, ops: &[WireOp]) -> Result<(), StoreError> {
    let device = device(tx)?;
    let mut head = head_of(tx, device)?;
    let mut last = last_hlc(tx)?;
    for op in ops {
        let follows = op.seq == head.seq.saturating_add(1) && op.prev == head.hash;
        if !follows || op.hash != op.link(device).hash() {
            return Err(StoreError::NotNext { seq: op.seq });
        }
        insert_operation(tx, device, op)?;
        insert_link(tx, device, op)?;
        head = op.head();
        last = last.max(op.hlc);
    }
    if let Some(open) = ops.last().filter(|op| op.group_index.saturating_add(1) != op.group_len) {
        return Err(StoreError::NotNext { seq: open.seq });
    }
    tx.execute("UPDATE phone SET hlc_millis = ?1, hlc_counter = ?2", (last.millis, last.counter))?;
    Ok(())
}

/// The highest clock reading of anything appended, from which the clock resumes.
///
/// # Errors
/// When the database fails.
pub fn last_hlc(tx: &Tx<'_>) -> Result<Hlc, StoreError> {
    let read = |row: &Row<'_>| Ok(Hlc { millis: row.get(0)?, counter: row.get(1)? });
    Ok(tx.one("SELECT hlc_millis, hlc_counter FROM phone", (), read)?.unwrap_or_default())
}

/// The hash of the link at `seq` of the chain in use, the genesis for 0; `None` beyond its end.
///
/// # Errors
/// When the database fails; [`StoreError::NotEnrolled`].
pub fn hash_at(tx: &Tx<'_>, seq: u64) -> Result<Option<Digest>, StoreError> {
    let device = device(tx)?;
    if seq == 0 {
        return tx.one("SELECT genesis FROM chain WHERE device = ?1", [device], |row| Ok(row.get(0)?));
    }
    tx.one("SELECT hash FROM journal WHERE device = ?1 AND seq = ?2", (device, Unsigned(seq)), |row| {
        Ok(row.get(0)?)
    })
}

/// The device id in use.
fn device(tx: &Tx<'_>) -> Result<DeviceId, StoreError> {
    tx.one("SELECT device FROM identity", (), |row| Ok(row.get(0)?))?.ok_or(StoreError::NotEnrolled)
}

/// The end of this device's chain.
fn head_of(tx: &Tx<'_>, device: DeviceId) -> Result<Head, StoreError> {
    tx.one(
        "SELECT seq, hash FROM journal WHERE device = ?1
         UNION ALL SELECT 0, genesis FROM chain WHERE device = ?1
         ORDER BY seq DESC LIMIT 1",
        [device],
        |row| Ok(Head { seq: row.get::<_, Unsigned>(0)?.0, hash: row.get(1)? }),
    )?
    .ok_or(StoreError::NotEnrolled)
}

/// What the store wants to know of a body. One that this build cannot read is kept and sent all the same.
#[derive(Default)]
struct Mentions {
    household: Option<HouseholdId>,
    photo: Option<PhotoId>,
    supersedes: Option<OpId>,
}

impl Mentions {
    fn of(op: &WireOp) -> Self {
        let Ok(payload) = Payload::from_json(&op.body) else { return Self::default() };
        let photo = match &payload.body {
            Body::PhotoTaken(photo) => Some(photo.id),
            _ => None,
        };
        Self { household: payload.body.household(), photo, supersedes: payload.supersedes }
    }
}

fn insert_operation(tx: &Tx<'_>, device: DeviceId, op: &WireOp) -> Result<(), StoreError> {
    let mentions = Mentions::of(op);
    tx.execute(
        "INSERT INTO operation (op_id, device, seq, subject, kind, schema, hlc_millis, hlc_counter, op_group,
             group_index, group_len, salt, body, body_digest, body_bytes, household, photo, supersedes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        rusqlite::params![
            op.op_id,
            device,
            Unsigned(op.seq),
            op.subject,
            op.kind,
            op.schema,
            op.hlc.millis,
            op.hlc.counter,
            op.group,
            op.group_index,
            op.group_len,
            op.salt,
            op.body,
            op.body_digest(),
            Unsigned::from(op.body.len()),
            mentions.household,
            mentions.photo,
            mentions.supersedes,
        ],
    )?;
    Ok(())
}

fn insert_link(tx: &Tx<'_>, device: DeviceId, op: &WireOp) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO journal (device, seq, op_id, prev, hash) VALUES (?1, ?2, ?3, ?4, ?5)",
        (device, Unsigned(op.seq), op.op_id, op.prev, op.hash),
    )?;
    Ok(())
}

/// An operation `o` at a place `j` of a chain, as [`entry`] and [`wire_op`] read it.
const LINK: &str =
    "j.device, j.seq, j.prev, o.op_id, o.subject, o.kind, o.schema, o.hlc_millis, o.hlc_counter,
    o.op_group, o.group_index, o.group_len, o.body_digest, j.hash, o.salt, o.body";

/// The operations of one device after a seq, at their place in the chain.
fn operations_after() -> String {
    format!(
        "SELECT {LINK} FROM operation o JOIN journal j ON j.device = o.device AND j.seq = o.seq
         WHERE o.device = ?1 AND o.seq > ?2 ORDER BY o.seq"
    )
}

fn link(row: &Row<'_>) -> Result<LinkRecord, StoreError> {
    Ok(LinkRecord {
        device: row.get(0)?,
        seq: row.get::<_, Unsigned>(1)?.0,
        prev: row.get(2)?,
        op_id: row.get(3)?,
        subject: row.get(4)?,
        kind: row.get(5)?,
        schema: row.get(6)?,
        hlc: Hlc { millis: row.get(7)?, counter: row.get(8)? },
        group: row.get(9)?,
        group_index: row.get(10)?,
        group_len: row.get(11)?,
        body_digest: row.get(12)?,
    })
}

/// An operation as a verifier takes it.
fn entry(row: &Row<'_>) -> Result<Entry, StoreError> {
    let body: Option<String> = row.get(15)?;
    Ok(Entry { link: link(row)?, hash: row.get(13)?, salt: row.get(14)?, body: body.map(String::into_bytes) })
}

/// An operation as it travels; `None` once its body was trimmed.
fn wire_op(row: &Row<'_>) -> Result<Option<WireOp>, StoreError> {
    let (Some(salt), Some(body)) = (row.get(14)?, row.get(15)?) else { return Ok(None) };
    let LinkRecord { seq, prev, op_id, subject, kind, schema, hlc, group, group_index, group_len, .. } =
        link(row)?;
    let hash = row.get(13)?;
    Ok(Some(WireOp {
        seq,
        op_id,
        prev,
        subject,
        kind,
        schema,
        hlc,
        group,
        group_index,
        group_len,
        salt,
        body,
        hash,
    }))
}

//! The journal as proof: its links for a verifier and the device's signatures.

use super::{LINK, device, entry, head_of};
use crate::{
    id::DeviceId,
    seal::{Entry, SignedHead},
    store::{StoreError, Tx, value::Unsigned},
};

/// The links of a device's chain after `after`, as [`verify_journal`](crate::seal::verify_journal) takes them.
///
/// # Errors
/// When the database fails.
pub fn entries(tx: &Tx<'_>, device: DeviceId, after: u64, limit: usize) -> Result<Vec<Entry>, StoreError> {
    tx.all(
        &format!(
            "SELECT {LINK} FROM journal j JOIN operation o ON o.op_id = j.op_id
             WHERE j.device = ?1 AND j.seq > ?2 ORDER BY j.seq LIMIT ?3"
        ),
        (device, Unsigned(after), Unsigned::from(limit)),
        entry,
    )
}

/// Bodies of the latest visits that this phone recorded under the id in use, the latest first and without those
/// that the hub refused: a few, and no farther back than a day in the field.
///
/// # Errors
/// When the database fails, or the phone is not enrolled.
pub fn latest_visits(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    const LOOK_BACK: u64 = 200;
    let device = device(tx)?;
    let from = head_of(tx, device)?.seq.saturating_sub(LOOK_BACK);
    tx.all(
        "SELECT body FROM operation o
         WHERE device = ?1 AND seq > ?2 AND kind = 'VisitRecorded' AND body IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM outcome WHERE op_id = o.op_id AND verdict = 'rejected')
         ORDER BY seq DESC LIMIT 4",
        (device, Unsigned(from)),
        |row| Ok(row.get(0)?),
    )
}

/// Keeps the device's signature over a link of the chain in use.
///
/// # Errors
/// [`StoreError::JournalFork`] when the chain has no such link.
pub fn sign(tx: &Tx<'_>, head: &SignedHead) -> Result<(), StoreError> {
    let kept = tx.execute(
        "UPDATE journal SET signature = ?4 WHERE device = ?1 AND seq = ?2 AND hash = ?3",
        (device(tx)?, Unsigned(head.seq), head.hash, &head.signature),
    )?;
    if kept == 1 { Ok(()) } else { Err(StoreError::JournalFork { seq: head.seq }) }
}

/// Every signature over a device's chain, in order.
///
/// # Errors
/// When the database fails.
pub fn signed_heads(tx: &Tx<'_>, device: DeviceId) -> Result<Vec<SignedHead>, StoreError> {
    tx.all(
        "SELECT seq, hash, signature FROM journal WHERE device = ?1 AND signature IS NOT NULL ORDER BY seq",
        [device],
        |row| Ok(SignedHead { seq: row.get::<_, Unsigned>(0)?.0, hash: row.get(1)?, signature: row.get(2)? }),
    )
}

//! The journal as proof: its links for a verifier, the device's signatures, and what time takes away.

use super::device;
use crate::{
    id::DeviceId,
    seal::{Entry, LinkRecord, SignedHead},
    store::{StoreError, Tx, value::Unsigned},
    time::{Hlc, Timestamp},
};

/// The links of a device's chain after `after`, as [`verify_journal`](crate::seal::verify_journal) takes them.
///
/// # Errors
/// When the database fails.
pub fn entries(tx: &Tx<'_>, device: DeviceId, after: u64, limit: usize) -> Result<Vec<Entry>, StoreError> {
    tx.all(
        "SELECT j.seq, j.prev, o.op_id, o.subject, o.kind, o.schema, o.hlc_millis, o.hlc_counter, o.op_group,
                o.group_index, o.group_len, o.body_digest, o.salt, o.body, j.hash
         FROM journal j JOIN operation o ON o.op_id = j.op_id
         WHERE j.device = ?1 AND j.seq > ?2 ORDER BY j.seq LIMIT ?3",
        (device, Unsigned(after), Unsigned::from(limit)),
        |row| {
            Ok(Entry {
                link: LinkRecord {
                    device,
                    seq: row.get::<_, Unsigned>(0)?.0,
                    prev: row.get(1)?,
                    op_id: row.get(2)?,
                    subject: row.get(3)?,
                    kind: row.get(4)?,
                    schema: row.get(5)?,
                    hlc: Hlc { millis: row.get(6)?, counter: row.get(7)? },
                    group: row.get(8)?,
                    group_index: row.get(9)?,
                    group_len: row.get(10)?,
                    body_digest: row.get(11)?,
                },
                salt: row.get(12)?,
                body: row.get::<_, Option<String>>(13)?.map(String::into_bytes),
                hash: row.get(14)?,
            })
        },
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

/// Takes salt and body from history recorded before `before`; its hashes stay. Answers how many.
///
/// Spared are operations that no backup of the hub holds, that have no verdict yet, or that were rejected and not
/// put right; and with one of them its whole group.
///
/// # Errors
/// When the database fails.
pub fn trim(tx: &Tx<'_>, before: Timestamp) -> Result<usize, StoreError> {
    tx.execute(
        "UPDATE operation SET salt = NULL, body = NULL
         WHERE body IS NOT NULL AND hlc_millis < ?1
           AND NOT EXISTS (
               SELECT 1 FROM operation o
               JOIN chain c ON c.device = o.device
               LEFT JOIN outcome v ON v.op_id = o.op_id
               WHERE o.op_group = operation.op_group
                 AND (o.hlc_millis >= ?1
                      OR o.seq > c.backed_up_through
                      OR v.verdict IS NULL
                      OR v.verdict = 'deferred'
                      OR v.verdict = 'rejected'
                         AND NOT EXISTS (SELECT 1 FROM operation s WHERE s.supersedes = o.op_id)))",
        [before],
    )
}

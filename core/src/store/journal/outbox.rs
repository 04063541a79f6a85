//! What a worker sees of the journal: each item's state, its next try and the plain cause.

use rusqlite::Row;

use super::device;
use crate::{
    id::{GroupId, HouseholdId, OpId},
    op::outcome::{Outcome, RejectReason},
    store::{StoreError, Tx, outcome, value::Unsigned},
    text::vocabulary,
    time::Timestamp,
};

vocabulary! {
    /// How far an operation has come.
    ItemState {
        Unsent => ("待发送", "Waiting to be sent"),
        Acknowledged => ("已送达", "Received by the hub"),
        Applied => ("已采纳", "Taken"),
        Merged => ("已合并", "Merged"),
        Rejected => ("未采纳", "Not taken"),
        Deferred => ("暂缓处理", "To be judged later"),
    }
}

/// One line of the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxItem {
    /// Its place in the chain of its device.
    pub seq: u64,
    /// The operation.
    pub op_id: OpId,
    /// The finish it belongs to.
    pub group: GroupId,
    /// Its kind, as [`Body::kind`](crate::op::body::Body::kind) names it.
    pub kind: String,
    /// The household concerned.
    pub household: Option<HouseholdId>,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Length of its body.
    pub bytes: u64,
    /// How far it has come.
    pub state: ItemState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is sent or judged next, where that is known.
    pub next_try: Option<Timestamp>,
    /// Why it is where it is: the code of the last failure to send, or the name of a [`RejectReason`].
    pub cause: Option<String>,
}

impl OutboxItem {
    /// Why the hub did not take it, where it did not.
    pub fn reject_reason(&self) -> Option<RejectReason> {
        self.cause.as_deref().filter(|_| self.state == ItemState::Rejected)?.parse().ok()
    }
}

/// The operations of the chain in use, newest first. `after` is the seq of the last item already seen.
///
/// # Errors
/// When the database fails. A phone that is not enrolled has none.
pub fn outbox(tx: &Tx<'_>, after: Option<u64>, limit: usize) -> Result<Vec<OutboxItem>, StoreError> {
    let device = match device(tx) {
        Ok(device) => device,
        Err(StoreError::NotEnrolled) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    tx.all(
        &format!(
            "{ITEM} FROM operation o LEFT JOIN outcome v ON v.op_id = o.op_id
                 JOIN chain c ON c.device = o.device JOIN phone p
             WHERE o.device = ?1 AND o.seq < ?2 ORDER BY o.seq DESC LIMIT ?3"
        ),
        (device, Unsigned(after.unwrap_or(u64::MAX)), Unsigned::from(limit)),
        item,
    )
}

/// What the hub did not take and no later operation put right, under whatever device id it was sent; newest
/// first. `after` is the last item already seen.
///
/// # Errors
/// When the database fails.
pub fn rejected(tx: &Tx<'_>, after: Option<OpId>, limit: usize) -> Result<Vec<OutboxItem>, StoreError> {
    // What a restored hub lost is sent and judged again: it is unsent, and its old verdict holds no longer.
    // CROSS JOIN fixes the order: from the few that were rejected, never along the whole history.
    tx.all(
        &format!(
            "{ITEM} FROM outcome v CROSS JOIN operation o ON o.op_id = v.op_id
                 CROSS JOIN chain c ON c.device = o.device CROSS JOIN phone p
             WHERE v.verdict = 'rejected' AND o.seq <= c.acknowledged_seq AND (?1 IS NULL OR v.op_id < ?1)
               AND NOT EXISTS (SELECT 1 FROM operation s WHERE s.supersedes = v.op_id)
             ORDER BY v.op_id DESC LIMIT ?2"
        ),
        (after, Unsigned::from(limit)),
        item,
    )
}

/// How many [`rejected`] lists.
///
/// # Errors
/// When the database fails.
pub fn rejected_count(tx: &Tx<'_>) -> Result<u64, StoreError> {
    let count = tx.one(
        "SELECT count(*) FROM outcome v CROSS JOIN operation o ON o.op_id = v.op_id
             CROSS JOIN chain c ON c.device = o.device
         WHERE v.verdict = 'rejected' AND o.seq <= c.acknowledged_seq
           AND NOT EXISTS (SELECT 1 FROM operation s WHERE s.supersedes = v.op_id)",
        (),
        |row| Ok(row.get::<_, Unsigned>(0)?.0),
    )?;
    Ok(count.unwrap_or(0))
}

/// What the hub did not take, as [`rejected`] lists it, by its id.
///
/// # Errors
/// When the database fails.
pub fn rejected_one(tx: &Tx<'_>, op: OpId) -> Result<Option<OutboxItem>, StoreError> {
    tx.one(
        &format!(
            "{ITEM} FROM outcome v CROSS JOIN operation o ON o.op_id = v.op_id
                 CROSS JOIN chain c ON c.device = o.device CROSS JOIN phone p
             WHERE v.op_id = ?1 AND v.verdict = 'rejected' AND o.seq <= c.acknowledged_seq
               AND NOT EXISTS (SELECT 1 FROM operation s WHERE s.supersedes = v.op_id)"
        ),
        [op],
        item,
    )
}

/// The operations of the finish to which `op` belongs, in order, each with its body as it was written; one that
/// was trimmed has none.
///
/// # Errors
/// When the database fails.
pub fn group_bodies(tx: &Tx<'_>, op: OpId) -> Result<Vec<(OpId, Option<String>)>, StoreError> {
    tx.all(
        "SELECT op_id, body FROM operation
         WHERE op_group = (SELECT op_group FROM operation WHERE op_id = ?1) ORDER BY group_index",
        [op],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// What [`item`] reads, of an operation `o` with its chain `c`, its verdict `v` and the phone `p`.
const ITEM: &str = "
    SELECT o.seq, o.op_id, o.op_group, o.kind, o.household, o.hlc_millis, o.body_bytes, o.attempts,
           o.seq <= c.acknowledged_seq, v.document, p.push_next_try, p.push_cause";

fn item(row: &Row<'_>) -> Result<OutboxItem, StoreError> {
    let mut item = OutboxItem {
        seq: row.get::<_, Unsigned>(0)?.0,
        op_id: row.get(1)?,
        group: row.get(2)?,
        kind: row.get(3)?,
        household: row.get(4)?,
        recorded_at: row.get(5)?,
        bytes: row.get::<_, Unsigned>(6)?.0,
        attempts: row.get(7)?,
        state: ItemState::Acknowledged,
        next_try: None,
        cause: None,
    };
    let is_acknowledged: bool = row.get(8)?;
    let verdict: Option<String> = row.get(9)?;
    // After a rewind a verdict may be known of what the hub no longer holds: it is unsent all the same.
    if !is_acknowledged {
        item.state = ItemState::Unsent;
        item.next_try = row.get(10)?;
        item.cause = row.get(11)?;
    } else if let Some(document) = verdict {
        item.judge(&outcome::parse(&document)?);
    }
    Ok(item)
}

impl OutboxItem {
    fn judge(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Applied => self.state = ItemState::Applied,
            Outcome::Merged { .. } => self.state = ItemState::Merged,
            Outcome::Rejected { reason } => {
                self.state = ItemState::Rejected;
                self.cause = Some(reason.as_str().to_owned());
            }
            Outcome::Deferred { until } => {
                self.state = ItemState::Deferred;
                self.next_try = Some(*until);
            }
        }
    }
}

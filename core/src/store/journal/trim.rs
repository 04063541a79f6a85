//! What time takes away: bodies of old history, while their hashes stay as proof.
//!
//! A body is the phone's only means to bring a hub up to date that was restored from a backup. So it goes only once
//! the hub has judged it, a backup has held it for long, and nothing of its finish is still needed here.

use super::device;
use crate::{
    id::{DeviceId, GroupId},
    store::{StoreError, Tx, value::Unsigned},
    time::Timestamp,
};

/// How long a backup of the hub must have held an operation before its body goes. Who restores a hub takes the
/// newest backup that opens; one older than this means that a month of backups failed together. Only then must a
/// phone fork to be heard again, and what it trimmed is lost to that hub.
pub const BACKUP_MARGIN_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// Takes note at `now` of what a backup holds. What it held a [`BACKUP_MARGIN_MS`] ago, and holds still, may be
/// trimmed from now on. Call it now and then; between two steps it changes nothing.
///
/// # Errors
/// When the database fails.
pub fn note_backups(tx: &Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE chain SET
             long_backed_up = min(backup_seen_seq, backed_up_through),
             backup_seen_seq = backed_up_through,
             backup_seen_at = ?1
         WHERE backup_seen_at IS NULL OR backup_seen_at <= ?2",
        (now, now.plus_millis(-BACKUP_MARGIN_MS)),
    )?;
    // Noted by a clock that has been put back since: the margin begins anew.
    tx.execute("UPDATE chain SET backup_seen_at = ?1 WHERE backup_seen_at > ?1", [now])?;
    Ok(())
}

/// The hub does not know this phone: it was restored from before the phone enrolled, and whatever it told of its
/// backups holds no longer. The next id takes along all that is still here.
///
/// # Errors
/// When the database fails.
pub fn forget_backups(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.execute("UPDATE chain SET backed_up_through = 0, backup_seen_seq = 0, long_backed_up = 0", ())?;
    Ok(())
}

/// Takes salt and body from history recorded before `before`, oldest first and whole finishes only; its hashes
/// stay. Takes at most `limit` operations, but for one finish that is larger alone, and answers of how many.
///
/// Spared is every finish of which no backup has held all for long, or of which an operation has no verdict yet,
/// was rejected and not put right, or belongs to a photo whose file is still here.
///
/// # Errors
/// When the database fails.
pub fn trim(tx: &Tx<'_>, before: Timestamp, limit: usize) -> Result<usize, StoreError> {
    let chains: Vec<(DeviceId, Unsigned)> =
        tx.all("SELECT device, min(long_backed_up, backed_up_through) FROM chain ORDER BY id", (), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let mut share = Share { left: limit, groups: Vec::new() };
    for (device, through) in chains {
        share.take_from(tx, device, through, before)?;
    }
    let mut trimmed = 0;
    for group in share.groups {
        trimmed +=
            tx.execute("UPDATE operation SET salt = NULL, body = NULL WHERE op_group = ?1", [group])?;
    }
    Ok(trimmed)
}

/// What one trim takes.
struct Share {
    left: usize,
    groups: Vec<GroupId>,
}

impl Share {
    /// Takes the finishes of one chain that may go, as far as the share reaches.
    fn take_from(
        &mut self,
        tx: &Tx<'_>,
        device: DeviceId,
        through: Unsigned,
        before: Timestamp,
    ) -> Result<(), StoreError> {
        let mut statement = tx.prepare(FINISHES)?;
        let mut rows = statement.query((device, through, before))?;
        while self.left > 0
            && let Some(row) = rows.next()?
        {
            // Along a chain the clock only rises.
            if row.get::<_, bool>(2)? {
                break;
            }
            if row.get::<_, bool>(3)? {
                continue;
            }
            let Unsigned(operations) = row.get(1)?;
            let operations = usize::try_from(operations).unwrap_or(usize::MAX);
            if operations > self.left && !self.groups.is_empty() {
                self.left = 0;
                break;
            }
            self.left = self.left.saturating_sub(operations);
            self.groups.push(row.get(0)?);
        }
        Ok(())
    }
}

/// Finishes of a chain that still have their bodies: the group, how many operations it has, whether it is too
/// young, and whether it is spared.
const FINISHES: &str = "
    SELECT f.op_group, f.group_len, f.hlc_millis >= ?3, EXISTS (
        SELECT 1 FROM operation o
        LEFT JOIN outcome v ON v.op_id = o.op_id
        LEFT JOIN blob b ON b.photo = o.photo
        WHERE o.op_group = f.op_group
          AND (o.device <> ?1
               OR o.seq > ?2
               OR v.verdict IS NULL
               OR v.verdict = 'deferred'
               OR v.verdict = 'rejected' AND NOT EXISTS (SELECT 1 FROM operation s WHERE s.supersedes = o.op_id)
               OR b.file IS NOT NULL))
    FROM operation f
    WHERE f.device = ?1 AND f.seq <= ?2 AND f.body IS NOT NULL AND f.group_index = 0
    ORDER BY f.seq";

/// Whether everything after `seq` of the chain in use can still be sent: nothing of it was trimmed.
///
/// # Errors
/// When the database fails; [`StoreError::NotEnrolled`].
pub fn can_send_after(tx: &Tx<'_>, seq: u64) -> Result<bool, StoreError> {
    Ok(trimmed_after(tx, device(tx)?, seq)?.is_none())
}

/// The first operation after `seq` that was trimmed.
pub(super) fn trimmed_after(tx: &Tx<'_>, device: DeviceId, seq: u64) -> Result<Option<u64>, StoreError> {
    // Only what the hub acknowledged is ever trimmed: the whole outbox need not be looked at.
    tx.one(
        "SELECT seq FROM operation
         WHERE device = ?1 AND seq > ?2 AND seq <= (SELECT acknowledged_seq FROM chain WHERE device = ?1)
           AND body IS NULL
         ORDER BY seq LIMIT 1",
        (device, Unsigned(seq)),
        |row| Ok(row.get::<_, Unsigned>(0)?.0),
    )
}

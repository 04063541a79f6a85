//! What a restored hub lost, or may have lost, is sent again while the file is here.

use uuid::Uuid;

use crate::{
    id::{DeviceId, PhotoId},
    op::row::{PhotoStored, RowKind},
    seal::Digest,
    store::{StoreError, Tx, value::Unsigned},
};

/// The hub no longer holds what came after `seq`: the photos of those operations are sent again from the start,
/// those too that it had stored, as long as the file is here.
pub(in crate::store) fn send_again(tx: &Tx<'_>, device: DeviceId, seq: u64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE blob SET
             state = 'Waiting', backed_up = 0, location = NULL, sent = 0, attempts = 0, next_try = NULL, cause = NULL
         WHERE file IS NOT NULL AND state <> 'Kept' AND photo IN (
             SELECT photo FROM operation WHERE device = ?1 AND seq > ?2 AND photo IS NOT NULL)",
        (device, Unsigned(seq)),
    )?;
    Ok(())
}

/// The record of a photo is put right, so the hub is asked again for the files that it did not take.
///
/// # Errors
/// When the database fails.
pub fn ask_again(tx: &Tx<'_>, photo: PhotoId) -> Result<(), StoreError> {
    tx.execute("UPDATE blob SET state = 'Waiting', attempts = 0, cause = NULL WHERE photo = ?1 AND state = 'Refused'", [
        photo,
    ])?;
    Ok(())
}

/// The phone begins to drain, so that no feed tells it what a restored hub lost: every file that was sent whole and
/// is in no backup is announced again. A hub that has it says so; one that does not is sent it. So is every file that
/// was not taken: from a phone that drains the hub takes what was rejected too.
///
/// # Errors
/// When the database fails.
pub fn announce_again(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE blob SET state = 'Waiting', location = NULL, sent = 0, attempts = 0, next_try = NULL, cause = NULL
         WHERE file IS NOT NULL AND backed_up = 0 AND state IN ('Complete', 'Stored', 'Refused')",
        (),
    )?;
    Ok(())
}

/// A private scope was taken whole: what the hub had, or should have by now, and does not name in it is sent again
/// from the start, as long as the file is here. `is_told` says whether a row of this kind and id is held.
pub(in crate::store) fn send_unconfirmed(
    tx: &Tx<'_>,
    is_told: impl Fn(RowKind, Uuid) -> Result<bool, StoreError>,
) -> Result<(), StoreError> {
    let sent: Vec<(PhotoId, Digest)> = tx.all(
        "SELECT photo, sealed_sha256 FROM blob WHERE state IN ('Complete', 'Stored') AND file IS NOT NULL
             AND photo NOT IN (SELECT o.photo FROM erased e JOIN operation o USING (op_id) WHERE o.photo IS NOT NULL)",
        (),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if sent.is_empty() {
        return Ok(());
    }
    let devices: Vec<DeviceId> = tx.all("SELECT device FROM chain", (), |row| Ok(row.get(0)?))?;
    for (photo, sealed) in sent {
        let mut told = false;
        for device in &devices {
            told = told || is_told(RowKind::PhotoStored, PhotoStored::row_id(*device, photo, sealed))?;
        }
        if !told {
            tx.execute(
                "UPDATE blob SET state = 'Waiting', backed_up = 0, location = NULL, sent = 0, attempts = 0,
                     next_try = NULL
                 WHERE photo = ?1 AND sealed_sha256 = ?2",
                (photo, sealed),
            )?;
        }
    }
    Ok(())
}

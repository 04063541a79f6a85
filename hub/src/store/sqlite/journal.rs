//! Receipts: operations exactly as they came, and what became of them.
//!
//! Lookups name their index: SQLite, which has no statistics in a young file, would rather walk a whole table
//! that lies in the order asked for.

use std::collections::BTreeSet;

use doorstep_core::{
    id::{DeviceId, GroupId, OpId, PhotoId},
    op::{apply::Receipt, wire::WireOp},
    seal::{Digest, Salt, SignedHead},
    time::Timestamp,
};
use rusqlite::{OptionalExtension, Params, Row as SqlRow, params};

use super::{
    View,
    value::{self, Result, get, json, to_json},
};
use crate::store::{PendingGroup, PhotoClaim, ReceiptState, Settled, StoreError};

impl View<'_> {
    pub(super) fn load_known_op(&self, op: OpId) -> Result<Option<(Digest, Option<Settled>)>> {
        self.sql
            .prepare_cached(
                "SELECT op.body_digest, receipt.outcome, receipt.applied_revision
                 FROM op JOIN receipt USING (device, seq) WHERE op.op_id = ?1",
            )?
            .query_row([op.0.as_bytes()], |row| Ok(known(row)))
            .optional()?
            .transpose()
    }

    pub(super) fn load_devices_of_op(&self, op: OpId) -> Result<Vec<DeviceId>> {
        let mut statement = self.sql.prepare_cached(
            "SELECT DISTINCT device FROM receipt INDEXED BY receipt_op
             WHERE op_id = ?1 AND state <> 3 ORDER BY device",
        )?;
        let mut rows = statement.query([op.0.as_bytes()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(value::device(row, "device")?);
        }
        Ok(found)
    }

    pub(super) fn put_receipt(
        &self,
        device: DeviceId,
        op: &WireOp,
        receipt: &Receipt,
        state: ReceiptState,
    ) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO receipt (device, seq, op_id, prev, hash, subject, kind, schema, hlc, op_group,
                   group_index, group_len, salt, body, received_at, skew_ms, state)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
            )?
            .execute(params![
                device.0.as_bytes(),
                value::signed(op.seq),
                op.op_id.0.as_bytes(),
                op.prev.0,
                op.hash.0,
                op.subject,
                op.kind,
                op.schema,
                op.hlc.to_string(),
                op.group.0.as_bytes(),
                op.group_index,
                op.group_len,
                op.salt.0,
                op.body,
                receipt.received_at.millis(),
                receipt.skew_ms,
                state.number()
            ])?;
        if matches!(state, ReceiptState::Unapplied) {
            self.sql
                .prepare_cached("INSERT INTO op (op_id, body_digest, device, seq) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![
                    op.op_id.0.as_bytes(),
                    op.body_digest().0,
                    device.0.as_bytes(),
                    value::signed(op.seq)
                ])?;
        }
        Ok(())
    }

    pub(super) fn put_verdict(
        &self,
        device: DeviceId,
        seq: u64,
        state: ReceiptState,
        verdict: &Settled,
    ) -> Result<()> {
        self.sql
            .prepare_cached(
                "UPDATE receipt SET state = ?3, outcome = ?4, applied_revision = ?5, retry_at = NULL,
                   waits_for = NULL
                 WHERE device = ?1 AND seq = ?2",
            )?
            .execute(params![
                device.0.as_bytes(),
                value::signed(seq),
                state.number(),
                to_json(&verdict.outcome, "outcome")?,
                value::signed(verdict.revision)
            ])?;
        Ok(())
    }

    pub(super) fn put_retry(
        &self,
        device: DeviceId,
        seq: u64,
        retry_at: Timestamp,
        waits_for: Option<&str>,
    ) -> Result<()> {
        self.sql
            .prepare_cached(
                "UPDATE receipt SET retry_at = ?3, waits_for = ?4 WHERE device = ?1 AND seq = ?2",
            )?
            .execute(params![device.0.as_bytes(), value::signed(seq), retry_at.millis(), waits_for])?;
        Ok(())
    }

    pub(super) fn wake_waiting(&self, subject: &str, now: Timestamp) -> Result<BTreeSet<i64>> {
        let woken = self
            .sql
            .prepare_cached(
                "UPDATE receipt INDEXED BY receipt_waiting SET retry_at = min(retry_at, ?2)
                 WHERE state = 4 AND waits_for = ?1",
            )?
            .execute(params![subject, now.millis()])?;
        if woken == 0 {
            return Ok(BTreeSet::new());
        }
        self.load_numbers(
            "SELECT min(number) AS number FROM receipt INDEXED BY receipt_waiting
             WHERE state = 4 AND waits_for = ?1 GROUP BY device, op_group",
            params![subject],
        )
    }

    pub(super) fn find_rejected(&self, kind: &str, subject: &str) -> Result<bool> {
        let mut rejected = self.sql.prepare_cached(
            "SELECT 1 FROM receipt INDEXED BY receipt_rejected
             WHERE state = 5 AND subject = ?1 AND kind = ?2 LIMIT 1",
        )?;
        if !rejected.exists(params![subject, kind])? {
            return Ok(false);
        }
        // Rarely asked, and few wait: without an index on the subject of every receipt.
        let mut on_its_way = self.sql.prepare_cached(
            "SELECT 1 FROM receipt INDEXED BY receipt_unapplied
             WHERE state = 0 AND subject = ?1 AND kind = ?2
             UNION ALL
             SELECT 1 FROM receipt INDEXED BY receipt_deferred
             WHERE state = 4 AND subject = ?1 AND kind = ?2 LIMIT 1",
        )?;
        Ok(!on_its_way.exists(params![subject, kind])?)
    }

    /// Looks back over so many operations of the device that a day in the field is among them, and no farther.
    pub(super) fn load_visits_before(&self, device: DeviceId, seq: u64) -> Result<Vec<String>> {
        const LOOK_BACK: u64 = 200;
        let mut statement = self.sql.prepare_cached(
            "SELECT body FROM receipt
             WHERE device = ?1 AND seq BETWEEN ?2 AND ?3 AND kind = 'VisitRecorded' AND state <> 3 AND body <> ''
             ORDER BY seq DESC LIMIT 4",
        )?;
        let (from, to) = (seq.saturating_sub(LOOK_BACK), seq.saturating_sub(1));
        let mut rows =
            statement.query(params![device.0.as_bytes(), value::signed(from), value::signed(to)])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(get(row, "body")?);
        }
        Ok(found)
    }

    pub(super) fn put_signature(&self, device: DeviceId, head: &SignedHead) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT OR REPLACE INTO head_signature (device, seq, signature) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![device.0.as_bytes(), value::signed(head.seq), head.signature])?;
        Ok(())
    }

    pub(super) fn load_signatures(&self, device: DeviceId) -> Result<Vec<SignedHead>> {
        let mut statement = self.sql.prepare_cached(
            "SELECT seq, receipt.hash AS hash, signature FROM head_signature JOIN receipt USING (device, seq)
             WHERE device = ?1 ORDER BY seq",
        )?;
        let mut rows = statement.query([device.0.as_bytes()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(SignedHead {
                seq: value::number(row, "seq")?,
                hash: value::digest(row, "hash")?,
                signature: get(row, "signature")?,
            });
        }
        Ok(found)
    }

    /// A group is named by the first of its receipts that waits.
    pub(super) fn load_due(&self, now: Timestamp, deferred_of: Option<DeviceId>) -> Result<BTreeSet<i64>> {
        let mut due = self.load_numbers(
            "SELECT min(number) AS number FROM receipt INDEXED BY receipt_unapplied
             WHERE state = 0 GROUP BY device, op_group",
            params![],
        )?;
        due.append(&mut match deferred_of {
            None => self.load_numbers(
                "SELECT min(number) AS number FROM receipt INDEXED BY receipt_deferred
                 WHERE state = 4 AND retry_at <= ?1 GROUP BY device, op_group",
                params![now.millis()],
            )?,
            Some(device) => self.load_numbers(
                "SELECT min(number) AS number FROM receipt INDEXED BY receipt_deferred
                 WHERE state = 4 AND device = ?2 AND retry_at <= ?1 GROUP BY device, op_group",
                params![now.millis(), device.0.as_bytes()],
            )?,
        });
        Ok(due)
    }

    fn load_numbers(&self, sql: &'static str, given: impl Params) -> Result<BTreeSet<i64>> {
        let mut statement = self.sql.prepare_cached(sql)?;
        let numbers = statement.query_map(given, |row| row.get("number"))?;
        Ok(numbers.collect::<std::result::Result<_, _>>()?)
    }

    pub(super) fn load_pending(&self, number: i64) -> Result<Option<PendingGroup>> {
        let waits = self
            .sql
            .prepare_cached("SELECT device, op_group FROM receipt WHERE number = ?1 AND state IN (0, 4)")?
            .query_row([number], |row| Ok((value::device(row, "device"), value::uuid(row, "op_group"))))
            .optional()?;
        waits.map(|(device, group)| self.load_group(device?, GroupId(group?))).transpose()
    }

    pub(super) fn count_deferred_groups(&self, public_key: &[u8]) -> Result<u64> {
        self.sql
            .prepare_cached(
                "SELECT count(DISTINCT op_group) AS waiting
                 FROM device CROSS JOIN receipt INDEXED BY receipt_deferred ON receipt.device = device.id
                 WHERE public_key = ?1 AND receipt.state = 4",
            )?
            .query_row([public_key], |row| Ok(value::number(row, "waiting")))?
    }

    fn load_group(&self, device: DeviceId, group: GroupId) -> Result<PendingGroup> {
        let mut statement = self.sql.prepare_cached(
            "SELECT seq, op_id, prev, hash, subject, kind, schema, hlc, op_group, group_index, group_len, salt,
               body, received_at, skew_ms, state
             FROM receipt INDEXED BY receipt_group
             WHERE device = ?1 AND op_group = ?2 AND state IN (0, 3, 4) ORDER BY seq",
        )?;
        let mut rows = statement.query(params![device.0.as_bytes(), group.0.as_bytes()])?;
        let mut pending = PendingGroup {
            device,
            group,
            ops: Vec::new(),
            refused: 0,
            deferred: false,
            receipt: Receipt { received_at: Timestamp::from_millis(0), skew_ms: 0 },
        };
        while let Some(row) = rows.next()? {
            let state = get::<i64>(row, "state")?;
            if state == ReceiptState::Refused.number() {
                pending.refused += 1;
                continue;
            }
            pending.deferred |= state == ReceiptState::Deferred.number();
            pending.receipt =
                Receipt { received_at: value::instant(row, "received_at")?, skew_ms: get(row, "skew_ms")? };
            pending.ops.push(wire_op(row)?);
        }
        Ok(pending)
    }

    /// Rarely asked, by a person: without an index.
    pub(super) fn load_taken_bodies(&self, kind: &str) -> Result<Vec<(Timestamp, String)>> {
        let mut statement = self.sql.prepare_cached(
            "SELECT received_at, body FROM receipt WHERE kind = ?1 AND state = ?2 AND body <> '' ORDER BY number",
        )?;
        let mut rows = statement.query(params![kind, ReceiptState::Settled.number()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((value::instant(row, "received_at")?, get(row, "body")?));
        }
        Ok(found)
    }

    pub(super) fn load_photo_device(&self, photo: PhotoId) -> Result<Option<DeviceId>> {
        let mut statement = self.sql.prepare_cached(
            "SELECT device FROM receipt INDEXED BY receipt_photo
             WHERE kind = 'PhotoTaken' AND subject = ?1 AND state <> 3 ORDER BY number LIMIT 1",
        )?;
        let mut rows = statement.query([format!("photo:{photo}")])?;
        rows.next()?.map(|row| value::device(row, "device")).transpose()
    }

    pub(super) fn load_photo_claims(&self, photo: PhotoId) -> Result<Vec<PhotoClaim>> {
        let mut statement = self.sql.prepare_cached(
            "SELECT claim.device AS device, claim.body AS body, judged.state AS state
             FROM receipt claim INDEXED BY receipt_photo
             CROSS JOIN op ON op.op_id = claim.op_id
             CROSS JOIN receipt judged ON judged.device = op.device AND judged.seq = op.seq
             WHERE claim.kind = 'PhotoTaken' AND claim.subject = ?1 AND claim.state <> 3 AND claim.body <> ''
             ORDER BY claim.number",
        )?;
        let mut rows = statement.query([format!("photo:{photo}")])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let state = ReceiptState::from_number(get(row, "state")?);
            let state = state.ok_or(StoreError::Corrupt("receipt state"))?;
            found.push(PhotoClaim { device: value::device(row, "device")?, body: get(row, "body")?, state });
        }
        Ok(found)
    }
}

fn known(row: &SqlRow<'_>) -> Result<(Digest, Option<Settled>)> {
    let outcome: Option<String> = get(row, "outcome")?;
    let revision: Option<i64> = get(row, "applied_revision")?;
    let settled = match (outcome, revision) {
        (Some(outcome), Some(revision)) => Some(Settled {
            outcome: json(&outcome, "outcome")?,
            revision: u64::try_from(revision).map_err(|_| StoreError::Corrupt("revision"))?,
        }),
        _ => None,
    };
    Ok((value::digest(row, "body_digest")?, settled))
}

pub(super) fn wire_op(row: &SqlRow<'_>) -> Result<WireOp> {
    let salt: Vec<u8> = get(row, "salt")?;
    Ok(WireOp {
        seq: value::number(row, "seq")?,
        op_id: OpId(value::uuid(row, "op_id")?),
        prev: value::digest(row, "prev")?,
        subject: get(row, "subject")?,
        kind: get(row, "kind")?,
        schema: value::small(row, "schema")?,
        hlc: get::<String>(row, "hlc")?.parse().map_err(|_| StoreError::Corrupt("clock reading"))?,
        group: GroupId(value::uuid(row, "op_group")?),
        group_index: value::small(row, "group_index")?,
        group_len: value::small(row, "group_len")?,
        salt: Salt::from_slice(&salt).ok_or(StoreError::Corrupt("salt"))?,
        body: get(row, "body")?,
        hash: value::digest(row, "hash")?,
    })
}

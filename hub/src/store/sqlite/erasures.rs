//! Erasure by law: its acts, the names that stand for what is gone, and bodies without content.

use std::collections::BTreeMap;

use doorstep_core::{
    domain::register::Subject,
    id::{DeviceId, HouseholdId, OpId, ResidentId},
    op::bundle::Erasure,
    seal::{Digest, Entry, LinkRecord, Salt, body_digest},
};
use rusqlite::{OptionalExtension, Row as SqlRow, params};
use uuid::Uuid;

use super::{
    View,
    journal::wire_op,
    value::{self, Result, get},
};
use crate::store::{
    ErasureReads, ErasureRecord, ErasureWrites, JudgedBody, KeptOp, StoreError, UploadRecord,
};

impl View<'_> {
    pub(super) fn load_operations(&self, device: DeviceId, after: u64, limit: usize) -> Result<Vec<KeptOp>> {
        let mut statement = self.sql.prepare_cached(
            "SELECT receipt.*, gone.body_digest AS body_digest, erasure.on_day, erasure.legal_basis
             FROM receipt
             LEFT JOIN erased_body gone ON gone.device = receipt.device AND gone.seq = receipt.seq
             LEFT JOIN erasure ON erasure.id = gone.erasure
             WHERE receipt.device = ?1 AND receipt.seq > ?2 ORDER BY receipt.seq LIMIT ?3",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut rows = statement.query(params![device.0.as_bytes(), value::signed(after), limit])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(kept(device, row)?);
        }
        Ok(found)
    }
}

impl ErasureReads for View<'_> {
    fn erasures(&self) -> Result<Vec<ErasureRecord>> {
        let mut statement = self.sql.prepare_cached(
            "SELECT id, subject, at, on_day, staff, legal_basis, done FROM erasure ORDER BY at, id",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(ErasureRecord {
                id: value::uuid(row, "id")?,
                subject: subject(&get::<String>(row, "subject")?)?,
                at: value::instant(row, "at")?,
                by: value::staff(row, "staff")?,
                why: why(row)?,
                done: get(row, "done")?,
            });
        }
        Ok(found)
    }

    fn erased_names(&self) -> Result<BTreeMap<Uuid, Uuid>> {
        let mut statement = self.sql.prepare_cached("SELECT id, erasure FROM erased_name")?;
        let mut rows = statement.query([])?;
        let mut found = BTreeMap::new();
        while let Some(row) = rows.next()? {
            found.insert(value::uuid(row, "id")?, value::uuid(row, "erasure")?);
        }
        Ok(found)
    }

    fn erased_op(&self, op: OpId) -> Result<Option<Uuid>> {
        self.sql
            .prepare_cached(
                "SELECT erasure FROM op JOIN erased_body USING (device, seq) WHERE op.op_id = ?1",
            )?
            .query_row([op.0.as_bytes()], |row| Ok(value::uuid(row, "erasure")))
            .optional()?
            .transpose()
    }

    fn judged_bodies(&self, number: i64, limit: usize) -> Result<Vec<JudgedBody>> {
        let mut statement = self.sql.prepare_cached(
            "SELECT number, device, seq, op_id, subject, body FROM receipt
             WHERE number > ?1 AND state NOT IN (0, 4) AND body <> '' ORDER BY number LIMIT ?2",
        )?;
        let mut rows = statement.query(params![number, i64::try_from(limit).unwrap_or(i64::MAX)])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(JudgedBody {
                number: get(row, "number")?,
                device: value::device(row, "device")?,
                seq: value::number(row, "seq")?,
                op: OpId(value::uuid(row, "op_id")?),
                subject: get(row, "subject")?,
                body: get(row, "body")?,
            });
        }
        Ok(found)
    }

    fn uploads_of_erased(&self) -> Result<Vec<UploadRecord>> {
        self.load_uploads("photo IN (SELECT id FROM erased_name)", &[])
    }
}

impl ErasureWrites for View<'_> {
    fn put_erasure(&self, erasure: &ErasureRecord) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO erasure (id, subject, at, on_day, staff, legal_basis, done)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (subject) DO UPDATE SET done = excluded.done",
            )?
            .execute(params![
                erasure.id.as_bytes(),
                name(erasure.subject),
                erasure.at.millis(),
                erasure.why.on.to_string(),
                erasure.by.0.as_bytes(),
                erasure.why.legal_basis,
                erasure.done
            ])?;
        Ok(())
    }

    fn add_erased_name(&self, name: Uuid, erasure: Uuid) -> Result<()> {
        self.sql
            .prepare_cached("INSERT OR IGNORE INTO erased_name (id, erasure) VALUES (?1, ?2)")?
            .execute(params![name.as_bytes(), erasure.as_bytes()])?;
        Ok(())
    }

    fn erase_body(&self, device: DeviceId, seq: u64, erasure: Uuid) -> Result<()> {
        let place = params![device.0.as_bytes(), value::signed(seq)];
        let found = self
            .sql
            .prepare_cached("SELECT salt, body FROM receipt WHERE device = ?1 AND seq = ?2 AND body <> ''")?
            .query_row(place, |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, String>(1)?)))
            .optional()?;
        let Some((salt, body)) = found else { return Ok(()) };
        let salt = Salt::from_slice(&salt).ok_or(StoreError::Corrupt("salt"))?;
        let digest: Digest = body_digest(&salt, body.as_bytes());
        self.sql
            .prepare_cached(
                "INSERT INTO erased_body (device, seq, body_digest, erasure) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![device.0.as_bytes(), value::signed(seq), digest.0, erasure.as_bytes()])?;
        self.sql
            .prepare_cached("UPDATE receipt SET salt = x'', body = '' WHERE device = ?1 AND seq = ?2")?
            .execute(place)?;
        Ok(())
    }
}

fn kept(device: DeviceId, row: &SqlRow<'_>) -> Result<KeptOp> {
    let Some(digest) = get::<Option<Vec<u8>>>(row, "body_digest")? else {
        let op = wire_op(row)?;
        let link = LinkRecord::from(&op.link(device));
        let entry = Entry { link, salt: Some(op.salt), body: Some(op.body.into_bytes()), hash: op.hash };
        return Ok(KeptOp { entry, erased: None });
    };
    let link = LinkRecord {
        device,
        seq: value::number(row, "seq")?,
        prev: value::digest(row, "prev")?,
        op_id: OpId(value::uuid(row, "op_id")?),
        subject: get(row, "subject")?,
        kind: get(row, "kind")?,
        schema: value::small(row, "schema")?,
        hlc: get::<String>(row, "hlc")?.parse().map_err(|_| StoreError::Corrupt("clock reading"))?,
        group: doorstep_core::id::GroupId(value::uuid(row, "op_group")?),
        group_index: value::small(row, "group_index")?,
        group_len: value::small(row, "group_len")?,
        body_digest: value::digest_of(&digest)?,
    };
    let entry = Entry { link, salt: None, body: None, hash: value::digest(row, "hash")? };
    Ok(KeptOp { entry, erased: Some(why(row)?) })
}

fn why(row: &SqlRow<'_>) -> Result<Erasure> {
    let on: String = get(row, "on_day")?;
    Ok(Erasure {
        on: on.parse().map_err(|_| StoreError::Corrupt("day"))?,
        legal_basis: get(row, "legal_basis")?,
    })
}

fn name(subject: Subject) -> String {
    match subject {
        Subject::Household(home) => format!("household:{home}"),
        Subject::Resident(resident) => format!("resident:{resident}"),
    }
}

fn subject(name: &str) -> Result<Subject> {
    let read = match name.split_once(':') {
        Some(("household", id)) => id.parse().ok().map(|id| Subject::Household(HouseholdId(id))),
        Some(("resident", id)) => id.parse().ok().map(|id| Subject::Resident(ResidentId(id))),
        _ => None,
    };
    read.ok_or(StoreError::Corrupt("subject"))
}

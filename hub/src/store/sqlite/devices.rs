//! Devices, one-use codes and single values.

use doorstep_core::{
    codes::GridCode,
    domain::org::{Responsibility, StaffRole},
    id::{DeviceId, StaffId},
    op::wire::Head,
    seal::Digest,
    time::{Day, Timestamp},
};
use rusqlite::{OptionalExtension, Row as SqlRow, ToSql, params};
use uuid::Uuid;

use super::{
    View,
    value::{self, Result, get, json},
};
use crate::store::{DeviceRecord, EnrolCode, MetaKey, StoreError};

const COLUMNS: &str =
    "id, staff, public_key, state, enrolled_at, last_seen, app_version, head_seq, head_hash,
    backed_up_through, forked_from, fork_nonce";

impl View<'_> {
    pub(super) fn load_meta(&self, key: MetaKey) -> Result<Option<Vec<u8>>> {
        Ok(self
            .sql
            .prepare_cached("SELECT value FROM meta WHERE name = ?1")?
            .query_row([key.as_str()], |row| row.get("value"))
            .optional()?)
    }

    pub(super) fn put_meta(&self, key: MetaKey, value: &[u8]) -> Result<()> {
        self.sql
            .prepare_cached("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)")?
            .execute(params![key.as_str(), value])?;
        Ok(())
    }

    pub(super) fn load_devices(&self, condition: &str, given: &[&dyn ToSql]) -> Result<Vec<DeviceRecord>> {
        let sql = format!("SELECT {COLUMNS} FROM device {condition} ORDER BY id");
        let mut statement = self.sql.prepare_cached(&sql)?;
        let mut rows = statement.query(given)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(record(row)?);
        }
        Ok(found)
    }

    pub(super) fn put_device(&self, device: &DeviceRecord) -> Result<()> {
        self.sql
            .prepare_cached(&format!(
                "INSERT INTO device ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
            ))?
            .execute(params![
                device.id.0.as_bytes(),
                device.staff.0.as_bytes(),
                device.public_key,
                device.state.as_str(),
                device.enrolled_at.millis(),
                device.last_seen.millis(),
                device.app_version,
                value::signed(device.head.seq),
                device.head.hash.0,
                value::signed(device.backed_up_through),
                device.forked_from.map(|(old, _)| *old.0.as_bytes()),
                device.forked_from.map(|(_, nonce)| *nonce.as_bytes()),
            ])?;
        Ok(())
    }

    pub(super) fn update_device(
        &self,
        set: &'static str,
        device: DeviceId,
        given: &[&dyn ToSql],
    ) -> Result<()> {
        let sql = format!("UPDATE device SET {set} WHERE id = ?1");
        let id = device.0.as_bytes();
        let mut all: Vec<&dyn ToSql> = vec![&id];
        all.extend(given);
        self.sql.prepare_cached(&sql)?.execute(&*all)?;
        Ok(())
    }

    pub(super) fn put_head(&self, device: DeviceId, head: Head) -> Result<()> {
        self.update_device("head_seq = ?2, head_hash = ?3", device, &[&value::signed(head.seq), &head.hash.0])
    }

    pub(super) fn load_responsibilities(
        &self,
        condition: &'static str,
        given: &dyn ToSql,
    ) -> Result<Vec<Responsibility>> {
        let sql = format!("SELECT document FROM responsibility WHERE {condition} ORDER BY +grid, +id");
        let mut statement = self.sql.prepare_cached(&sql)?;
        let mut rows = statement.query([given])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(json(&get::<String>(row, "document")?, "responsibility")?);
        }
        Ok(found)
    }

    pub(super) fn load_former_roles(&self, staff: StaffId) -> Result<Vec<(Timestamp, StaffRole)>> {
        let mut statement =
            self.sql.prepare_cached("SELECT until, role FROM former_role WHERE staff = ?1 ORDER BY until")?;
        let mut rows = statement.query([staff.0.as_bytes()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let role: String = get(row, "role")?;
            let role = role.parse().map_err(|_| StoreError::Corrupt("role"))?;
            found.push((value::instant(row, "until")?, role));
        }
        Ok(found)
    }

    pub(super) fn count_silent(&self, grids: &[GridCode], day: Day, since: Timestamp) -> Result<u32> {
        let mut staff = std::collections::BTreeSet::new();
        for grid in grids {
            let lines = self.load_responsibilities("grid = ?1", &grid.to_string())?;
            staff.extend(lines.iter().filter(|line| line.in_force(day)).map(|line| line.staff));
        }
        let mut statement = self.sql.prepare_cached(
            // One phone has an id for each of its forks, and speaks under the last.
            "SELECT count(*) FROM (
               SELECT max(last_seen) AS seen FROM device INDEXED BY device_staff
               WHERE staff = ?1 AND state = 'active' GROUP BY public_key)
             WHERE seen < ?2",
        )?;
        let mut silent = 0u32;
        for one in staff {
            let count: i64 =
                statement.query_row(params![one.0.as_bytes(), since.millis()], |row| row.get(0))?;
            silent = silent.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        }
        Ok(silent)
    }

    pub(super) fn load_code(&self, digest: Digest) -> Result<Option<EnrolCode>> {
        self.sql
            .prepare_cached("SELECT digest, staff, expires_at, used_by FROM enrol_code WHERE digest = ?1")?
            .query_row([digest.0], |row| Ok(code(row)))
            .optional()?
            .transpose()
    }

    pub(super) fn put_code(&self, code: &EnrolCode) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO enrol_code (digest, staff, expires_at, used_by) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                code.digest.0,
                code.staff.0.as_bytes(),
                code.expires_at.millis(),
                code.used_by.map(|device| *device.0.as_bytes())
            ])?;
        Ok(())
    }

    pub(super) fn spend_code(&self, digest: Digest, device: DeviceId) -> Result<()> {
        self.sql
            .prepare_cached("UPDATE enrol_code SET used_by = ?2 WHERE digest = ?1")?
            .execute(params![digest.0, device.0.as_bytes()])?;
        Ok(())
    }

    pub(super) fn delete_codes(&self, staff: Option<StaffId>, now: Timestamp) -> Result<()> {
        self.sql
            .prepare_cached(
                "DELETE FROM enrol_code WHERE used_by IS NULL AND (expires_at < ?1 OR staff = ?2)",
            )?
            .execute(params![now.millis(), staff.map(|staff| *staff.0.as_bytes())])?;
        Ok(())
    }
}

fn record(row: &SqlRow<'_>) -> Result<DeviceRecord> {
    let state: String = get(row, "state")?;
    let old: Option<Vec<u8>> = get(row, "forked_from")?;
    let nonce: Option<Vec<u8>> = get(row, "fork_nonce")?;
    let forked_from = match (old, nonce) {
        (Some(old), Some(nonce)) => Some((DeviceId(value::uuid_of(&old)?), value::uuid_of(&nonce)?)),
        _ => None,
    };
    Ok(DeviceRecord {
        id: value::device(row, "id")?,
        staff: value::staff(row, "staff")?,
        public_key: get(row, "public_key")?,
        state: state.parse().map_err(|()| StoreError::Corrupt("device state"))?,
        enrolled_at: value::instant(row, "enrolled_at")?,
        last_seen: value::instant(row, "last_seen")?,
        app_version: get(row, "app_version")?,
        head: Head { seq: value::number(row, "head_seq")?, hash: value::digest(row, "head_hash")? },
        backed_up_through: value::number(row, "backed_up_through")?,
        forked_from,
    })
}

fn code(row: &SqlRow<'_>) -> Result<EnrolCode> {
    let used_by: Option<Vec<u8>> = get(row, "used_by")?;
    Ok(EnrolCode {
        digest: value::digest(row, "digest")?,
        staff: value::staff(row, "staff")?,
        expires_at: value::instant(row, "expires_at")?,
        used_by: used_by.as_deref().map(value::uuid_of).transpose()?.map(DeviceId),
    })
}

/// The epoch as it is stored.
pub(super) fn epoch_of(bytes: Option<Vec<u8>>) -> Result<u64> {
    match bytes {
        None => Ok(0),
        Some(bytes) => {
            let bytes: [u8; 8] = bytes.try_into().map_err(|_| StoreError::Corrupt("epoch"))?;
            Ok(u64::from_be_bytes(bytes))
        }
    }
}

/// A nonce or id as a parameter.
pub(super) fn blob(id: &Uuid) -> [u8; 16] {
    *id.as_bytes()
}

//! Files on their way from phones.

use doorstep_core::id::PhotoId;
use rusqlite::{Row as SqlRow, ToSql, params};
use uuid::Uuid;

use super::{
    View,
    value::{self, Result, get},
};
use crate::store::{StoreError, UploadRecord, UploadState};

impl View<'_> {
    pub(super) fn load_uploads(
        &self,
        condition: &'static str,
        given: &[&dyn ToSql],
    ) -> Result<Vec<UploadRecord>> {
        // The plus keeps SQLite from walking the whole table just because it lies in order of id.
        let sql = format!(
            "SELECT id, device, photo, bytes, sealed_sha256, durable, state, created_at FROM upload
             WHERE {condition} ORDER BY +id"
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        let mut rows = statement.query(given)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(record(row)?);
        }
        Ok(found)
    }

    pub(super) fn put_upload(&self, upload: &UploadRecord) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO upload (id, device, photo, bytes, sealed_sha256, durable, state, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                upload.id.as_bytes(),
                upload.device.0.as_bytes(),
                upload.photo.0.as_bytes(),
                value::signed(upload.bytes),
                upload.sealed_sha256.0,
                value::signed(upload.offset),
                upload.state.number(),
                upload.created_at.millis()
            ])?;
        Ok(())
    }

    pub(super) fn update_upload(&self, id: Uuid, offset: u64, state: UploadState) -> Result<()> {
        self.sql
            .prepare_cached("UPDATE upload SET durable = ?2, state = ?3 WHERE id = ?1")?
            .execute(params![id.as_bytes(), value::signed(offset), state.number()])?;
        Ok(())
    }

    pub(super) fn delete_upload(&self, id: Uuid) -> Result<()> {
        self.sql.prepare_cached("DELETE FROM upload WHERE id = ?1")?.execute([id.as_bytes()])?;
        Ok(())
    }
}

fn record(row: &SqlRow<'_>) -> Result<UploadRecord> {
    let state = match get::<i64>(row, "state")? {
        0 => UploadState::Open,
        1 => UploadState::Complete,
        2 => UploadState::Stored,
        3 => UploadState::Altered,
        _ => return Err(StoreError::Corrupt("upload state")),
    };
    Ok(UploadRecord {
        id: value::uuid(row, "id")?,
        device: value::device(row, "device")?,
        photo: PhotoId(value::uuid(row, "photo")?),
        bytes: value::number(row, "bytes")?,
        sealed_sha256: value::digest(row, "sealed_sha256")?,
        offset: value::number(row, "durable")?,
        state,
        created_at: value::instant(row, "created_at")?,
    })
}

//! Between Rust values and SQLite columns. A stored value that does not read back is [`StoreError::Corrupt`].

use doorstep_core::{
    id::{DeviceId, HouseholdId, StaffId},
    op::row::{RowKind, Scope},
    seal::Digest,
    time::Timestamp,
};
use rusqlite::{Row as SqlRow, types::FromSql};
use uuid::Uuid;

use crate::store::StoreError;

pub(super) type Result<T> = std::result::Result<T, StoreError>;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            Some(rusqlite::ErrorCode::DatabaseCorrupt) => Self::Damaged,
            Some(rusqlite::ErrorCode::DatabaseBusy) => Self::Busy,
            _ => Self::Database(Box::new(error)),
        }
    }
}

pub(super) fn get<T: FromSql>(row: &SqlRow<'_>, column: &str) -> Result<T> {
    Ok(row.get(column)?)
}

pub(super) fn uuid(row: &SqlRow<'_>, column: &str) -> Result<Uuid> {
    uuid_of(&get::<Vec<u8>>(row, column)?)
}

pub(super) fn uuid_of(bytes: &[u8]) -> Result<Uuid> {
    Uuid::from_slice(bytes).map_err(|_| StoreError::Corrupt("id"))
}

pub(super) fn device(row: &SqlRow<'_>, column: &str) -> Result<DeviceId> {
    uuid(row, column).map(DeviceId)
}

pub(super) fn staff(row: &SqlRow<'_>, column: &str) -> Result<StaffId> {
    uuid(row, column).map(StaffId)
}

pub(super) fn household(row: &SqlRow<'_>, column: &str) -> Result<Option<HouseholdId>> {
    get::<Option<Vec<u8>>>(row, column)?.map(|bytes| uuid_of(&bytes).map(HouseholdId)).transpose()
}

pub(super) fn digest(row: &SqlRow<'_>, column: &str) -> Result<Digest> {
    digest_of(&get::<Vec<u8>>(row, column)?)
}

pub(super) fn digest_of(bytes: &[u8]) -> Result<Digest> {
    Digest::from_slice(bytes).ok_or(StoreError::Corrupt("digest"))
}

pub(super) fn number(row: &SqlRow<'_>, column: &str) -> Result<u64> {
    u64::try_from(get::<i64>(row, column)?).map_err(|_| StoreError::Corrupt("number"))
}

pub(super) fn small(row: &SqlRow<'_>, column: &str) -> Result<u16> {
    u16::try_from(get::<i64>(row, column)?).map_err(|_| StoreError::Corrupt("number"))
}

pub(super) fn instant(row: &SqlRow<'_>, column: &str) -> Result<Timestamp> {
    Ok(Timestamp::from_millis(get(row, column)?))
}

pub(super) fn kind(row: &SqlRow<'_>, column: &str) -> Result<RowKind> {
    get::<String>(row, column)?.parse().map_err(|_| StoreError::Corrupt("kind of row"))
}

pub(super) fn scope(row: &SqlRow<'_>, column: &str) -> Result<Scope> {
    get::<String>(row, column)?.parse().map_err(|_| StoreError::Corrupt("scope"))
}

pub(super) fn json<T: serde::de::DeserializeOwned>(text: &str, what: &'static str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt(what))
}

pub(super) fn to_json<T: serde::Serialize>(value: &T, what: &'static str) -> Result<String> {
    serde_json::to_string(value).map_err(|_| StoreError::Corrupt(what))
}

/// SQLite's integers are signed; no counter of ours comes near the limit.
pub(super) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

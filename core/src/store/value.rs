//! How our values lie in SQLite: ids, digests and salts as blobs, instants and numbers as integers.

use rusqlite::{
    ToSql,
    types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef},
};
use uuid::Uuid;

use crate::{
    id::{
        ClaimId, DeviceId, DraftId, ExceptionId, ExemptionId, GroupId, HouseholdId, NeedId, OpId, OrderId,
        PhotoId, ResidentId, ResponsibilityId, StaffId, TenantId, TicketId, VisitId,
    },
    seal::{Digest, Salt},
    time::Timestamp,
};

macro_rules! ids {
    ($($id:ident)*) => {$(
        impl ToSql for $id {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.0.as_bytes().as_slice()))
            }
        }

        impl FromSql for $id {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                uuid(value).map(Self)
            }
        }
    )*};
}

ids! {
    ClaimId DeviceId DraftId ExceptionId ExemptionId GroupId HouseholdId NeedId OpId OrderId PhotoId ResidentId
    ResponsibilityId StaffId TenantId TicketId VisitId
}

fn uuid(value: ValueRef<'_>) -> FromSqlResult<Uuid> {
    Uuid::from_slice(value.as_blob()?).map_err(|_| FromSqlError::InvalidType)
}

macro_rules! bytes {
    ($($name:ident)*) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.0.as_slice()))
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                Self::from_slice(value.as_blob()?).ok_or(FromSqlError::InvalidType)
            }
        }
    )*};
}

bytes! { Digest Salt }

impl ToSql for Timestamp {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.millis()))
    }
}

impl FromSql for Timestamp {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(Self::from_millis)
    }
}

/// A number without a sign. SQLite's integers have 63 bits for it; no sequence, offset or revision gets there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unsigned(pub u64);

impl From<usize> for Unsigned {
    fn from(count: usize) -> Self {
        Self(u64::try_from(count).unwrap_or(u64::MAX))
    }
}

impl ToSql for Unsigned {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(i64::try_from(self.0).unwrap_or(i64::MAX)))
    }
}

impl FromSql for Unsigned {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let number = value.as_i64()?;
        u64::try_from(number).map(Self).map_err(|_| FromSqlError::OutOfRange(number))
    }
}

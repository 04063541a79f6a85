//! The one place where the core's errors become the shells' error.

use crate::{
    error::{DoorstepError, LockReason},
    photo::PhotoError,
    seal::SignError,
    store::StoreError,
};

impl From<StoreError> for DoorstepError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::WrongKey => Self::Locked { reason: LockReason::WrongKey },
            StoreError::NewerSchema { .. } => Self::Locked { reason: LockReason::NewerSchema },
            StoreError::Corrupt { .. } => Self::Locked { reason: LockReason::CorruptFile },
            StoreError::Closed => Self::Locked { reason: LockReason::Closed },
            StoreError::Full => Self::StorageFull,
            StoreError::NotFound { what } => Self::NotFound { what },
            other => Self::Internal { code: format!("store/{}", other.code()) },
        }
    }
}

impl From<PhotoError> for DoorstepError {
    fn from(error: PhotoError) -> Self {
        Self::InvalidInput { field: "photo".into(), reason: error.text().zh }
    }
}

impl From<SignError> for DoorstepError {
    fn from(error: SignError) -> Self {
        Self::Host { reason: error.to_string() }
    }
}

/// A value that cannot be taken, and why.
pub(super) fn invalid(field: &str, reason: impl Into<String>) -> DoorstepError {
    DoorstepError::InvalidInput { field: field.into(), reason: reason.into() }
}

//! The one place where the core's errors become the shells' error.

use std::io::{self, ErrorKind};

use crate::{
    error::{DoorstepError, LockReason, Thing},
    photo::PhotoError,
    seal::{SealError, SignError},
    sound::SoundError,
    store::StoreError,
    text::Text,
};

impl From<StoreError> for DoorstepError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::WrongKey => Self::Locked { reason: LockReason::WrongKey },
            StoreError::NewerSchema { .. } => Self::Locked { reason: LockReason::NewerSchema },
            StoreError::Corrupt { .. } | StoreError::Damaged => {
                Self::Locked { reason: LockReason::CorruptFile }
            }
            StoreError::Closed => Self::Locked { reason: LockReason::Closed },
            StoreError::InUse => Self::Locked { reason: LockReason::InUse },
            StoreError::Full => Self::StorageFull,
            StoreError::NotEnrolled => Self::NotFound { what: Thing::Enrolment },
            StoreError::Io(error) => Self::Host { detail: format!("storage: {}", error.kind()) },
            StoreError::NotNext { seq } => Self::Internal { code: format!("store/not-next/{seq}") },
            StoreError::JournalFork { seq } => Self::Internal { code: format!("store/fork/{seq}") },
            StoreError::Unreadable { what } => Self::Internal { code: format!("store/unreadable/{what}") },
            refused @ StoreError::Sql(_) => {
                let code = refused.sqlite_code().map(|code| format!("store/sql/{code}"));
                Self::Internal { code: code.unwrap_or_else(|| "store/sql".into()) }
            }
        }
    }
}

impl From<io::Error> for DoorstepError {
    fn from(error: io::Error) -> Self {
        StoreError::from(error).into()
    }
}

impl From<PhotoError> for DoorstepError {
    fn from(error: PhotoError) -> Self {
        match error {
            PhotoError::Io(kind) | PhotoError::Seal(SealError::Io(kind)) if is_full(kind) => {
                Self::StorageFull
            }
            other => Self::InvalidInput { field: "photo".into(), reason: other.text() },
        }
    }
}

impl From<SoundError> for DoorstepError {
    fn from(error: SoundError) -> Self {
        match error {
            SoundError::Io(kind) | SoundError::Seal(SealError::Io(kind)) if is_full(kind) => {
                Self::StorageFull
            }
            other => Self::InvalidInput { field: "voice".into(), reason: other.text() },
        }
    }
}

/// A full disk and a used-up quota are one thing to a worker.
fn is_full(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

impl From<SealError> for DoorstepError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Io(ErrorKind::AlreadyExists) => Self::Conflict {
                reason: Text::new(
                    "已有同名文件，请另取名称",
                    "A file of that name is there already; name another",
                ),
            },
            SealError::Io(kind) => StoreError::from(std::io::Error::from(kind)).into(),
            SealError::WrongKey
            | SealError::Truncated
            | SealError::Altered
            | SealError::NotSealed
            | SealError::NoRecipients
            | SealError::Changed => Self::Internal { code: "seal".into() },
        }
    }
}

impl From<SignError> for DoorstepError {
    fn from(error: SignError) -> Self {
        Self::Host { detail: error.to_string() }
    }
}

/// A value that cannot be taken, and why.
pub(super) fn invalid(field: &str, zh: &str, en: &str) -> DoorstepError {
    DoorstepError::InvalidInput { field: field.into(), reason: Text::new(zh, en) }
}

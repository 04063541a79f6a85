//! The core's one error as the languages see it. Its sentences are the core's.

use std::fmt;

use doorstep_core::error as core;

use crate::words::{Thing, Words};

/// What a call can answer instead of a result. `text()` gives the sentence for a screen in both languages; no
/// field carries personal data.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Error)]
#[uniffi::export(Display)]
pub enum DoorstepError {
    /// The named thing is not on this phone.
    NotFound {
        /// The kind of thing.
        what: Thing,
    },
    /// A value that cannot be taken; nothing was changed.
    InvalidInput {
        /// The field at fault.
        field: String,
        /// Why, in words a person can act on.
        reason: Words,
    },
    /// The thing changed meanwhile, or is in a state that forbids the call.
    Conflict {
        /// What stands in the way.
        reason: Words,
    },
    /// The hub cannot be reached; recording goes on.
    Offline {
        /// When the next try is due, in milliseconds from now.
        retry_after_ms: u64,
    },
    /// No room left on the phone; nothing of this call was saved.
    StorageFull,
    /// The store is shut: see `reason`.
    Locked {
        /// Why.
        reason: LockReason,
    },
    /// The caller cancelled.
    Cancelled,
    /// The host (key vault, file system) failed.
    Host {
        /// The host's own words, for support rather than for the screen.
        detail: String,
    },
    /// A fault of ours. The store opens again; `code` finds the fault in the log.
    Internal {
        /// Where it happened.
        code: String,
    },
}

pub use doorstep_core::error::LockReason;

/// Why a store stays shut.
#[uniffi::remote(Enum)]
pub enum LockReason {
    /// The database key does not open this file.
    WrongKey,
    /// The file was written by a newer version of the app.
    NewerSchema,
    /// The file is damaged; it was set aside, not deleted. Opening again begins a new store.
    CorruptFile,
    /// The hub revoked this device.
    Revoked,
    /// The hub speaks only newer protocols.
    UpgradeNeeded,
    /// The store was shut down.
    Closed,
    /// The app has this store open already, or another process has; close that first.
    InUse,
}

#[uniffi::export]
impl DoorstepError {
    /// The sentence that a screen shows, in both languages.
    pub fn text(&self) -> Words {
        core::DoorstepError::from(self.clone()).text().into()
    }
}

impl fmt::Display for DoorstepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        core::DoorstepError::from(self.clone()).fmt(f)
    }
}

impl std::error::Error for DoorstepError {}

impl DoorstepError {
    pub(crate) fn invalid(field: &str, reason: impl Into<Words>) -> Self {
        Self::InvalidInput { field: field.to_owned(), reason: reason.into() }
    }

    pub(crate) fn internal(code: &str) -> Self {
        Self::Internal { code: code.to_owned() }
    }

    /// The name that logs and diagnostics carry in place of the error.
    pub(crate) fn code(&self) -> String {
        match self {
            Self::NotFound { what } => format!("not-found/{}", what.label().en),
            Self::InvalidInput { field, .. } => format!("invalid-input/{field}"),
            Self::Conflict { .. } => "conflict".to_owned(),
            Self::Offline { .. } => "offline".to_owned(),
            Self::StorageFull => "storage-full".to_owned(),
            Self::Locked { reason } => format!("locked/{reason:?}"),
            Self::Cancelled => "cancelled".to_owned(),
            Self::Host { .. } => "host".to_owned(),
            Self::Internal { code } => format!("internal/{code}"),
        }
    }
}

/// Conversions both ways: variants and fields have the same names.
macro_rules! same_errors {
    ($($variant:ident { $($field:ident),* })*) => {
        impl From<core::DoorstepError> for DoorstepError {
            fn from(error: core::DoorstepError) -> Self {
                match error {
                    $(core::DoorstepError::$variant { $($field),* } => Self::$variant { $($field: $field.into()),* },)*
                }
            }
        }

        impl From<DoorstepError> for core::DoorstepError {
            fn from(error: DoorstepError) -> Self {
                match error {
                    $(DoorstepError::$variant { $($field),* } => Self::$variant { $($field: $field.into()),* },)*
                }
            }
        }
    };
}

same_errors! {
    NotFound { what }
    InvalidInput { field, reason }
    Conflict { reason }
    Offline { retry_after_ms }
    StorageFull {}
    Locked { reason }
    Cancelled {}
    Host { detail }
    Internal { code }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_shows_what_the_core_says() {
        let error = DoorstepError::NotFound { what: Thing::Household };
        assert_eq!(error.text(), Words::new("本机没有这一户", "This phone has no such household"));
        assert_eq!(error.to_string(), "household is not on this phone");
        let reason = Words::new("请选择走访结果", "Choose how the visit ended");
        assert_eq!(DoorstepError::invalid("outcome", reason.clone()).text(), reason);
    }
}

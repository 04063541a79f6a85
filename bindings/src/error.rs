//! The one error that the languages see, and the one place that maps the core's to it.

use doorstep_core::error as core;

use crate::words::Words;

/// What a call can answer instead of a result. `text()` gives the sentence for a screen in both languages; no
/// field carries personal data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
#[uniffi::export(Display)]
pub enum DoorstepError {
    /// The named thing is not on this phone.
    #[error("{what} is not on this phone")]
    NotFound {
        /// The kind of thing, such as `household`.
        what: String,
    },
    /// A value that cannot be taken; nothing was changed.
    #[error("{field}: {}", reason.en)]
    InvalidInput {
        /// The field at fault.
        field: String,
        /// Why, in words a person can act on.
        reason: Words,
    },
    /// The thing changed meanwhile, or is in a state that forbids the call.
    #[error("conflict: {}", reason.en)]
    Conflict {
        /// What stands in the way.
        reason: Words,
    },
    /// The hub cannot be reached; recording goes on.
    #[error("no connection to the hub")]
    Offline {
        /// When the next try is due, in milliseconds from now.
        retry_after_ms: u64,
    },
    /// No room left on the phone; nothing of this call was saved.
    #[error("the phone's storage is full")]
    StorageFull,
    /// The store is shut: see `reason`.
    #[error("locked: {reason}")]
    Locked {
        /// Why.
        reason: LockReason,
    },
    /// The caller cancelled.
    #[error("cancelled")]
    Cancelled,
    /// The host (key vault, file system) failed.
    #[error("the device reported: {detail}")]
    Host {
        /// The host's own words, for support rather than for the screen.
        detail: String,
    },
    /// A fault of ours. The store opens again; `code` finds the fault in the log.
    #[error("internal error {code}")]
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
        match self {
            Self::NotFound { what } => {
                Words::new(format!("手机上没有{}", thing(what)), format!("This phone has no such {what}"))
            }
            Self::InvalidInput { reason, .. } | Self::Conflict { reason } => reason.clone(),
            Self::Offline { .. } => Words::new(
                "连接不上中心,记录已保存在手机上",
                "No connection to the hub; everything is saved on this phone",
            ),
            Self::StorageFull => Words::new(
                "手机存储已满,此项未保存,请清理空间后重试",
                "The phone's storage is full and this was not saved; make room and try again",
            ),
            Self::Locked { reason } => reason.text().into(),
            Self::Cancelled => Words::new("已取消", "Cancelled"),
            Self::Host { .. } => Words::new("手机系统出错,请重试", "The phone's system failed; try again"),
            Self::Internal { code } => Words::new(
                format!("程序出错({code}),已保存的记录不受影响"),
                format!("Something went wrong ({code}); what was saved is safe"),
            ),
        }
    }
}

fn thing(what: &str) -> &str {
    match what {
        "household" => "这一户",
        "resident" => "这位居民",
        "grid" => "这个网格",
        "photo" => "这张照片",
        "visit in progress" => "这次进行中的走访",
        "enrolment" => "登记信息,请先扫码登记",
        _ => "此项",
    }
}

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
            Self::NotFound { what } => format!("not-found/{what}"),
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

impl From<core::DoorstepError> for DoorstepError {
    fn from(error: core::DoorstepError) -> Self {
        match error {
            core::DoorstepError::NotFound { what } => Self::NotFound { what: what.to_owned() },
            core::DoorstepError::InvalidInput { field, reason } => {
                Self::InvalidInput { field, reason: reason.into() }
            }
            core::DoorstepError::Conflict { reason } => Self::Conflict { reason: reason.into() },
            core::DoorstepError::Offline { retry_after_ms } => Self::Offline { retry_after_ms },
            core::DoorstepError::StorageFull => Self::StorageFull,
            core::DoorstepError::Locked { reason } => Self::Locked { reason },
            core::DoorstepError::Cancelled => Self::Cancelled,
            core::DoorstepError::Host { reason } => Self::Host { detail: reason },
            core::DoorstepError::Internal { code } => Self::Internal { code },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_can_show_every_error_in_both_languages() {
        let reason = Words::new("请选择走访结果", "Choose how the visit ended");
        let errors = [
            DoorstepError::NotFound { what: "household".to_owned() },
            DoorstepError::invalid("outcome", reason.clone()),
            DoorstepError::Conflict { reason },
            DoorstepError::Offline { retry_after_ms: 2_000 },
            DoorstepError::StorageFull,
            DoorstepError::Locked { reason: LockReason::WrongKey },
            DoorstepError::Cancelled,
            DoorstepError::Host { detail: "StrongBox".to_owned() },
            DoorstepError::internal("x/y"),
        ];
        for error in errors {
            let text = error.text();
            assert!(!text.zh.is_ascii(), "{error}");
            assert!(text.en.is_ascii() && !text.en.is_empty(), "{error}");
        }
    }
}

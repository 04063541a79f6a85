//! The one error that shells see.
//!
//! Each floor keeps a rich error of its own; `fieldwork` maps them here, once. No message carries personal
//! data: fields are named, never their values.

use thiserror::Error;

use crate::text::Text;

/// What a call on the core can answer instead of a result.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DoorstepError {
    /// The named thing is not on this phone.
    #[error("{what} is not on this phone")]
    NotFound {
        /// The kind of thing, such as `household`.
        what: &'static str,
    },
    /// A value that cannot be taken; nothing was changed.
    #[error("{field}: {}", .reason.en)]
    InvalidInput {
        /// The field at fault.
        field: String,
        /// Why, in words a person can act on, as a screen shows them.
        reason: Text,
    },
    /// The thing changed meanwhile, or is in a state that forbids the call.
    #[error("conflict: {}", .reason.en)]
    Conflict {
        /// What stands in the way, as a screen shows it.
        reason: Text,
    },
    /// The hub cannot be reached; recording goes on.
    #[error("no connection to the hub")]
    Offline {
        /// When the next try is due, in milliseconds from now.
        retry_after_ms: u64,
    },
    /// No room left on the phone.
    #[error("the phone's storage is full")]
    StorageFull,
    /// The store is closed, the key is wrong, or this phone was locked out: see `reason`.
    #[error("locked: {reason}")]
    Locked {
        /// Why it is locked.
        reason: LockReason,
    },
    /// The caller cancelled.
    #[error("cancelled")]
    Cancelled,
    /// The host (key vault, file system) failed.
    #[error("the device reported: {reason}")]
    Host {
        /// The host's own words.
        reason: String,
    },
    /// A fault of ours; `code` finds it in the log.
    #[error("internal error {code}")]
    Internal {
        /// Where it happened.
        code: String,
    },
}

impl DoorstepError {
    /// The sentence that a screen shows as it is.
    pub fn text(&self) -> Text {
        match self {
            Self::NotFound { what } => {
                Text::new("本机没有这项内容", format!("The {what} is not on this phone"))
            }
            Self::InvalidInput { reason, .. } | Self::Conflict { reason } => reason.clone(),
            Self::Offline { .. } => {
                Text::new("连不上服务中心,记录可继续", "No connection to the hub; recording goes on")
            }
            Self::StorageFull => Text::new(
                "手机存储空间已满,请腾出空间后重试",
                "The phone's storage is full; make room and try again",
            ),
            Self::Locked { reason } => reason.text(),
            Self::Cancelled => Text::new("已取消", "Cancelled"),
            Self::Host { .. } => Text::new("手机系统报错,请重试", "The device reported a fault; try again"),
            Self::Internal { code } => {
                Text::new(format!("程序内部错误({code})"), format!("Internal error ({code})"))
            }
        }
    }
}

/// Why a store stays shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LockReason {
    /// The database key does not open this file.
    #[error("the key does not open this store")]
    WrongKey,
    /// The file was written by a newer version of the app.
    #[error("this store was written by a newer version of the app")]
    NewerSchema,
    /// The file is damaged; it was set aside, not deleted.
    #[error("the store is damaged and was set aside")]
    CorruptFile,
    /// The hub revoked this device.
    #[error("this phone was revoked by the hub")]
    Revoked,
    /// The hub speaks only newer protocols.
    #[error("this app is too old for the hub")]
    UpgradeNeeded,
    /// The store was shut down.
    #[error("the store is closed")]
    Closed,
    /// The app has this store open already, or another process has; close that first.
    #[error("the store is open elsewhere")]
    InUse,
}

impl LockReason {
    /// The sentence that a screen shows as it is.
    pub fn text(self) -> Text {
        let zh = match self {
            Self::WrongKey => "密钥不符,无法打开本机数据",
            Self::NewerSchema => "本机数据由更新版本的应用写成,请升级应用",
            Self::CorruptFile => "本机数据已损坏,已另行保存,未删除",
            Self::Revoked => "本机已被服务中心停用",
            Self::UpgradeNeeded => "应用版本过旧,请升级",
            Self::Closed => "本机数据已关闭",
            Self::InUse => "本机数据已在别处打开,请先关闭",
        };
        Text::new(zh, self.to_string())
    }
}

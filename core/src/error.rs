//! The one error that shells see.
//!
//! Each floor keeps a rich error of its own; `fieldwork` maps them here, once. No message carries personal
//! data: fields are named, never their values.

use thiserror::Error;

use crate::text::{Text, vocabulary};

/// What a call on the core can answer instead of a result.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DoorstepError {
    /// The named thing is not on this phone.
    #[error("{} is not on this phone", .what.label().en)]
    NotFound {
        /// The kind of thing.
        what: Thing,
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
    /// No room left on the phone; nothing of this call was saved.
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

impl DoorstepError {
    /// The sentence that a screen shows as it is.
    pub fn text(&self) -> Text {
        match self {
            Self::NotFound { what: Thing::Enrolment } => {
                Text::new("本机尚未登记，请先扫码登记", "This phone is not enrolled yet; scan the code")
            }
            Self::NotFound { what } => {
                let Text { zh, en } = what.label();
                Text::new(format!("本机没有{zh}"), format!("This phone has no such {en}"))
            }
            Self::InvalidInput { reason, .. } | Self::Conflict { reason } => reason.clone(),
            Self::Offline { .. } => Text::new(
                "连不上服务中心，记录已保存在手机上",
                "No connection to the hub; everything is saved on this phone",
            ),
            Self::StorageFull => Text::new(
                "手机存储空间已满，此项未保存，请腾出空间后重试",
                "The phone's storage is full and this was not saved; make room and try again",
            ),
            Self::Locked { reason } => reason.text(),
            Self::Cancelled => Text::new("已取消", "Cancelled"),
            Self::Host { .. } => Text::new("手机系统出错，请重试", "The phone's system failed; try again"),
            Self::Internal { code } => Text::new(
                format!("程序出错({code}),已保存的记录不受影响"),
                format!("Something went wrong ({code}); what was saved is safe"),
            ),
        }
    }
}

vocabulary! {
    /// What a call asked for in vain.
    Thing {
        Enrolment => ("登记信息", "enrolment"),
        Grid => ("这个网格", "grid"),
        Household => ("这一户", "household"),
        Resident => ("这位居民", "resident"),
        Visit => ("这次走访", "visit"),
        Claim => ("这项待确认的情况", "claim"),
        Exception => ("这条异常提示", "remark on a visit"),
        VisitInProgress => ("这次进行中的走访", "visit in progress"),
        RejectedRecord => ("这条被退回的记录", "rejected record"),
        Photo => ("这张照片", "photo"),
        PhotoRecord => ("这张照片的记录", "record of the photo"),
        OriginalPhoto => ("这张照片的原图", "original photo"),
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
            Self::WrongKey => "密钥不符，无法打开本机数据",
            Self::NewerSchema => "本机数据由更新版本的应用写成，请升级应用",
            Self::CorruptFile => "本机数据已损坏，已另行保存，未删除",
            Self::Revoked => "本机已被服务中心停用",
            Self::UpgradeNeeded => "应用版本过旧，请升级",
            Self::Closed => "本机数据已关闭",
            Self::InUse => "本机数据已在别处打开，请先关闭",
        };
        Text::new(zh, self.to_string())
    }
}

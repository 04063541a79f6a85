//! What the import of a file of unsent work tells: what came, or why nothing was taken.

use doorstep_core::{
    id::DeviceId,
    op::{
        bundle::{BundleFault, UnsentError},
        outcome::RejectReason,
    },
    seal::SealError,
    text::Text,
    time::Timestamp,
};
use serde::Serialize;
use thiserror::Error;

use super::HubError;
use crate::store::{StoreError, why};

/// What a file of unsent work brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnsentReport {
    /// The device whose work it is.
    pub device: DeviceId,
    /// When the phone wrote it, by the phone's clock.
    pub exported_at: Timestamp,
    /// Its records.
    pub records: Came,
    /// Its photo files.
    pub photos: Came,
    /// Why the rest was left for another time, where it was.
    pub stopped: Option<Text>,
    /// Whether it was only looked at; `new` is then what would be taken.
    pub dry_run: bool,
}

/// What became of records or of photo files; each counts once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Came {
    /// Taken.
    pub new: u64,
    /// Here already.
    pub known: u64,
    /// Stored, and to be judged later.
    pub waiting: u64,
    /// Not taken, by reason.
    pub refused: Vec<NotTaken>,
}

/// So many were not taken for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotTaken {
    /// The reason's code.
    pub code: &'static str,
    /// The reason.
    pub why: Text,
    /// How many.
    pub count: u64,
}

impl UnsentReport {
    /// Whether something of it was not taken that the hub may take another time, or must be looked at.
    pub fn leaves_some(&self) -> bool {
        self.stopped.is_some() || !self.records.refused.is_empty() || !self.photos.refused.is_empty()
    }

    /// Whether anything of it was not here, or not judged, before.
    pub fn brings_news(&self) -> bool {
        let news = |came: &Came| came.new + came.waiting > 0;
        news(&self.records) || news(&self.photos) || self.leaves_some()
    }
}

impl Came {
    pub(super) fn refuse(&mut self, code: &'static str, why: Text) {
        match self.refused.iter_mut().find(|one| one.code == code) {
            Some(one) => one.count += 1,
            None => self.refused.push(NotTaken { code, why, count: 1 }),
        }
    }

    pub(super) fn reject(&mut self, reason: RejectReason) {
        self.refuse(reason.as_str(), reason.label());
    }
}

/// Why a file of unsent work was not taken.
#[derive(Debug, Error)]
pub enum NotImported {
    /// It is not sealed to this hub, damaged, or cannot be read.
    #[error("sealed file: {0}")]
    Sealed(SealError),
    /// It holds something else.
    #[error("this is no file of unsent work that this version can read")]
    NotUnsent,
    /// A part of it is at fault.
    #[error("{}", sentence(.0))]
    Fault(BundleFault),
    /// Records between what the hub holds and what the file begins with are missing.
    #[error("the hub holds records up to {held}, the file begins with {first}")]
    Gap {
        /// The last of the device's records that is here.
        held: u64,
        /// The first in the file.
        first: u64,
    },
    /// The file goes on from other records than the hub holds.
    #[error("the file's records and those of the hub are others up to {seq}")]
    Parted {
        /// The last number that both have.
        seq: u64,
    },
    /// The hub did not do it.
    #[error(transparent)]
    Hub(#[from] HubError),
}

fn sentence(fault: &BundleFault) -> String {
    fault.text().en
}

impl From<StoreError> for NotImported {
    fn from(error: StoreError) -> Self {
        Self::Hub(error.into())
    }
}

impl From<SealError> for NotImported {
    fn from(error: SealError) -> Self {
        Self::Sealed(error)
    }
}

impl From<UnsentError> for NotImported {
    fn from(error: UnsentError) -> Self {
        match error {
            UnsentError::NotUnsent => Self::NotUnsent,
            UnsentError::Fault(fault) => Self::Fault(fault),
            UnsentError::Io(kind) => Self::Sealed(SealError::of_read(kind)),
        }
    }
}

impl NotImported {
    /// What is wrong with the file, as a sentence for people; `None` where the hub itself failed.
    pub fn text(&self) -> Option<Text> {
        Some(match self {
            Self::Sealed(SealError::Io(kind)) => why(&(*kind).into()),
            Self::Sealed(SealError::WrongKey) => Text::new(
                "该文件是为另一枢纽加密的，或已损坏；未导入任何内容",
                "is sealed to another hub, or damaged; nothing was taken",
            ),
            Self::Sealed(error) => error.text(),
            Self::NotUnsent => Text::new(
                "文件中没有本版本能读的未发送记录",
                "holds no unsent work that this version can read",
            ),
            Self::Fault(fault) => fault.text(),
            Self::Gap { held, first } => {
                let (from, to) = (held.saturating_add(1), first.saturating_sub(1));
                Text::new(
                    format!(
                        "缺少第 {from} 至 {to} 条记录：本枢纽有该手机前 {held} 条，文件从第 {first} 条开始。\
                         请先导入更早导出的文件，或让手机联网一次；未导入任何内容"
                    ),
                    format!(
                        "records {from} to {to} are missing: this hub holds the phone's up to {held}, the file begins \
                         with {first}. Import an earlier export first, or let the phone reach the hub once; nothing \
                         was taken"
                    ),
                )
            }
            Self::Parted { seq } => Text::new(
                format!(
                    "文件中第 {seq} 条及以前的记录与本枢纽所存不同（手机曾恢复或复制）。\
                     手机下次联网时会自动换号补传；未导入任何内容"
                ),
                format!(
                    "its records up to {seq} are not those that this hub holds: the phone was restored or copied. At \
                     its next exchange it takes a new id and sends all; nothing was taken"
                ),
            ),
            Self::Hub(error) => return about_file(error),
        })
    }
}

fn about_file(error: &HubError) -> Option<Text> {
    Some(match error {
        HubError::UnknownDevice => Text::new(
            "本枢纽没有这台设备，请让手机重新注册后再导出",
            "this hub does not know its phone: enrol the phone again, then export again",
        ),
        HubError::Revoked { .. } => Text::new(
            "该手机已停用，未导入任何内容；确需导入时先用 doorstep revoke 恢复",
            "its phone was revoked, and nothing was taken; to take it, let the phone go on with `doorstep revoke` first",
        ),
        HubError::BadSignature => Text::new(
            "签名与该手机的密钥不符，未导入任何内容",
            "the signature is not by its phone's key; nothing was taken",
        ),
        HubError::Invalid(reason) => {
            Text::new("文件中的记录有误，未导入任何内容", format!("{reason}; nothing was taken"))
        }
        HubError::TooLarge => Text::new("一次提交过大", "a push in it is too large"),
        HubError::Unauthenticated
        | HubError::BadCode
        | HubError::NotFound(_)
        | HubError::TooManyUploads
        | HubError::TooManyDeferred
        | HubError::PhotoAltered
        | HubError::RecordRejected
        | HubError::Leased { .. }
        | HubError::WrongOffset { .. }
        | HubError::DigestMismatch
        | HubError::Seal(_)
        | HubError::PhotoDamaged { .. }
        | HubError::Store(_) => return None,
    })
}

/// Why a photo file was not taken, where the others may be all the same.
pub(super) fn why_not_photo(error: &HubError) -> Option<(&'static str, Text)> {
    Some(match error {
        HubError::TooLarge => (
            "TooLarge",
            Text::new(
                "照片超过本枢纽的上限（hub.toml 的 max_photo_mib）",
                "Larger than this hub takes (max_photo_mib in hub.toml)",
            ),
        ),
        HubError::TooManyUploads => (
            "TooManyUploads",
            Text::new(
                "该手机待处理的照片过多，请稍后再次导入",
                "Too many of this phone's photos wait; import the file again later",
            ),
        ),
        HubError::PhotoAltered => {
            ("PhotoAltered", Text::new("照片与其记录不符", "The file is not the picture that was recorded"))
        }
        HubError::RecordRejected => {
            ("RecordRejected", Text::new("照片的记录未被采纳", "The photo's record was not taken"))
        }
        HubError::Leased { .. } | HubError::WrongOffset { .. } => (
            "BeingSent",
            Text::new(
                "手机正在上传这个文件，请稍后再次导入",
                "The phone sends this very file now; import the file again later",
            ),
        ),
        HubError::DigestMismatch => (
            "Damaged",
            Text::new(
                "先前收到的部分已损坏，请再次导入",
                "What had come of it before was damaged; import the file again",
            ),
        ),
        HubError::Invalid(reason) => ("Invalid", Text::new("照片文件本身或其说明有误", *reason)),
        HubError::Unauthenticated
        | HubError::UnknownDevice
        | HubError::BadSignature
        | HubError::Revoked { .. }
        | HubError::BadCode
        | HubError::NotFound(_)
        | HubError::TooManyDeferred
        | HubError::Seal(_)
        | HubError::PhotoDamaged { .. }
        | HubError::Store(_) => return None,
    })
}

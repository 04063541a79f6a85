//! What a service answers when it does not do what was asked.

use doorstep_core::{id::PhotoId, op::order::Order, seal::SealError};
use thiserror::Error;

use crate::store::StoreError;

/// Why the hub did not do it. Each has its place in HTTP, given by `server::problem`.
#[derive(Debug, Error)]
pub enum HubError {
    /// No token, or one that is forged or too old.
    #[error("a new session is needed")]
    Unauthenticated,
    /// The device is unknown: it must enrol anew and keeps its journal.
    #[error("this device is unknown / 未知设备")]
    UnknownDevice,
    /// The signature does not belong to the device's key.
    #[error("the signature does not match the device's key")]
    BadSignature,
    /// The device may not do this; the order that says why is signed by the hub.
    #[error("this device was revoked or is draining")]
    Revoked {
        /// The order in force.
        order: Option<Box<Order>>,
    },
    /// The code is unknown, used by another phone, or too old.
    #[error("the code is unknown, used or too old")]
    BadCode,
    /// The named thing is not here.
    #[error("{0} is not here / 未找到")]
    NotFound(&'static str),
    /// The request contradicts itself or breaks a limit of the protocol.
    #[error("{0}")]
    Invalid(&'static str),
    /// More than one request may carry.
    #[error("the request is too large")]
    TooLarge,
    /// Too many files of one phone wait for their bytes or their record; later will do.
    #[error("too many uploads of this phone wait")]
    TooManyUploads,
    /// Too many records of one phone wait for something; they stay there, and more may come when some are judged.
    #[error("too many records of this phone wait to be judged")]
    TooManyDeferred,
    /// The file is not the picture that its record describes: the phone keeps its copy.
    #[error("the file is not the picture that was recorded")]
    PhotoAltered,
    /// A stored file is no longer what was stored.
    #[error("photo {photo} is damaged on this hub's disk / 照片文件在本机已损坏")]
    PhotoDamaged {
        /// The photo.
        photo: PhotoId,
    },
    /// The record of the photo was not taken, so neither is its file: the phone keeps its copy.
    #[error("the photo's record was rejected")]
    RecordRejected,
    /// Another request writes to this upload now.
    #[error("another request writes to this upload")]
    Leased {
        /// How many bytes are durable.
        offset: u64,
    },
    /// The upload stands elsewhere.
    #[error("the upload stands at another offset")]
    WrongOffset {
        /// How many bytes are durable.
        offset: u64,
    },
    /// The file that came is not the one that was announced; it starts anew.
    #[error("the bytes received are not those announced")]
    DigestMismatch,
    /// A photo could not be opened or sealed.
    #[error("sealed file: {0}")]
    Seal(#[from] SealError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

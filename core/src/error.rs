//! The one error that shells see.
//!
//! Each floor keeps a rich error of its own; `fieldwork` maps them here, once. No message carries personal
//! data: fields are named, never their values.

use thiserror::Error;

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
    #[error("{field}: {reason}")]
    InvalidInput {
        /// The field at fault.
        field: String,
        /// Why, in words a person can act on.
        reason: String,
    },
    /// The thing changed meanwhile, or is in a state that forbids the call.
    #[error("conflict: {reason}")]
    Conflict {
        /// What stands in the way.
        reason: String,
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
}

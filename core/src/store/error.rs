//! What the store can answer instead of a result, and what SQLite's faults ask of the connection.

use std::{cell::Cell, io, path::PathBuf};

use rusqlite::{ErrorCode, ffi};
use thiserror::Error;

/// A fault of the store. No message carries a stored value.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The key does not open this store; nothing was touched.
    #[error("the key does not open this store")]
    WrongKey,
    /// The file was written by a newer version of the app; nothing was touched.
    #[error("the store has schema {found}, this version knows up to {known}")]
    NewerSchema {
        /// The file's schema.
        found: u32,
        /// The newest that this build knows.
        known: u32,
    },
    /// The store on disk was damaged. It was moved, whole, to the named folder; the next open begins a new one.
    #[error("the store is damaged and was set aside")]
    Corrupt {
        /// Where the damaged files lie now.
        set_aside: PathBuf,
    },
    /// A page of the open store is damaged. Closing and opening again sets the store aside.
    #[error("the store is damaged")]
    Damaged,
    /// No room on the disk, even with the reserve released. Nothing of the transaction was saved.
    #[error("the disk is full")]
    Full,
    /// The disk failed. Nothing was acknowledged; the next call opens the file anew.
    #[error("the disk failed")]
    Io(#[source] io::Error),
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// Another open of the same folder has not been closed, in this process or another; nothing was touched.
    #[error("the store is open elsewhere")]
    InUse,
    /// The phone has no device id yet.
    #[error("this phone is not enrolled")]
    NotEnrolled,
    /// An operation does not follow the last one of the journal.
    #[error("operation {seq} does not follow the journal")]
    NotNext {
        /// The operation's place.
        seq: u64,
    },
    /// The hub names an operation that this journal does not have, or can no longer send: the phone lost its
    /// place and needs a new device id.
    #[error("the hub's journal and this one part at {seq}")]
    JournalFork {
        /// Where they part.
        seq: u64,
    },
    /// A stored value is not what it should be.
    #[error("a stored {what} cannot be read")]
    Unreadable {
        /// What could not be read.
        what: &'static str,
    },
    /// Any other answer of SQLite.
    #[error("the database refused: {}", code(.0))]
    Sql(#[source] rusqlite::Error),
}

/// SQLite's own name of the failure: a code, never its text, which may quote values.
fn code(error: &rusqlite::Error) -> String {
    match failure(error) {
        Some(failure) => format!("{:?} ({})", failure.code, failure.extended_code),
        None => "wrong use".to_owned(),
    }
}

fn failure(error: &rusqlite::Error) -> Option<&ffi::Error> {
    match error {
        rusqlite::Error::SqlInputError { error, .. } => Some(error),
        other => other.sqlite_error(),
    }
}

impl StoreError {
    /// SQLite's extended result code of an [`Sql`](Self::Sql), such as 517 for a snapshot that is too old; none where
    /// it never came to SQLite.
    pub(crate) fn sqlite_code(&self) -> Option<i32> {
        let Self::Sql(error) = self else { return None };
        failure(error).map(|failure| failure.extended_code)
    }
}

/// What a failed statement means for its connection; the later, the graver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    /// The disk is full: worth one more try once the reserve is released.
    Full,
    /// The disk failed: the connection's view of the file can no longer be believed.
    Io,
    /// A page is damaged: the connection stays in error.
    Damaged,
}

thread_local! {
    /// The gravest fault since [`take_fault`]. A closure may wrap a [`StoreError`] in an error of its own, which
    /// the store cannot look into; every SQLite error of the closure passes here on the same thread.
    static FAULT: Cell<Option<Fault>> = const { Cell::new(None) };
}

/// The fault that was seen on this thread since the last call.
pub(super) fn take_fault() -> Option<Fault> {
    FAULT.take()
}

impl Fault {
    fn of(error: &rusqlite::Error) -> Option<Self> {
        match error.sqlite_error_code()? {
            ErrorCode::DiskFull => Some(Self::Full),
            ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => Some(Self::Io),
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Some(Self::Damaged),
            _ => None,
        }
    }

    /// Notes the fault for the store and answers it as an error.
    pub(super) fn raise(self) -> StoreError {
        FAULT.set(FAULT.get().max(Some(self)));
        match self {
            Self::Full => StoreError::Full,
            Self::Io => StoreError::Io(io::Error::other("input or output failed")),
            Self::Damaged => StoreError::Damaged,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let Some(fault) = Fault::of(&error) else { return Self::Sql(error) };
        match fault.raise() {
            Self::Io(_) => Self::Io(io::Error::other(code(&error))),
            other => other,
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Io(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn a_refused_statement_is_known_by_its_code_and_shows_none_of_its_words() {
        let store = Store::in_memory().unwrap();
        for (sql, known) in [
            ("SELECT '张三' FROM nowhere", ffi::SQLITE_ERROR),
            ("INSERT INTO order_seen (id) SELECT NULL WHERE '张三' <> ''", ffi::SQLITE_CONSTRAINT_NOTNULL),
        ] {
            let refused = store.read(|tx| tx.execute(sql, [])).unwrap_err();
            assert_eq!(refused.sqlite_code(), Some(known), "{refused}");
            assert!(refused.to_string().is_ascii(), "{refused}");
        }
    }
}

//! Why the store did not answer.

use std::path::PathBuf;

use thiserror::Error;

/// What can go wrong with the hub's data. Messages name files and kinds of rows, never their contents.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Another process serves this folder.
    #[error("{0} is in use by another doorstep process")]
    InUse(PathBuf),
    /// There is no hub in this folder.
    #[error("{0} holds no hub; create one with `doorstep init`")]
    NoHub(PathBuf),
    /// A file that must be new is there already.
    #[error("{0} exists already")]
    Exists(PathBuf),
    /// The key does not open the database.
    #[error("hub.key does not open hub.db; the file is of another hub, or damaged")]
    WrongKey,
    /// The database was written by a newer version.
    #[error("hub.db was written by a newer version (schema {found}, this one knows {known})")]
    NewerSchema {
        /// The version found.
        found: i64,
        /// The newest version known.
        known: i64,
    },
    /// A stored value is not what was written; names the place, not the value.
    #[error("the database holds an unreadable {0}")]
    Corrupt(&'static str),
    /// The work decided against its own changes; nothing was written.
    #[error("nothing was written")]
    RolledBack,
    /// No room left.
    #[error("the disk is full")]
    Full,
    /// A file could not be read or written.
    #[error("{what}: {source}")]
    Io {
        /// Which file.
        what: String,
        /// The system's answer.
        source: std::io::Error,
    },
    /// The database failed; the source is kept, and names no values.
    #[error("the database failed")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// Wraps a file error with the name of the file.
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| match source.kind() {
            std::io::ErrorKind::StorageFull => Self::Full,
            _ => Self::Io { what, source },
        }
    }
}

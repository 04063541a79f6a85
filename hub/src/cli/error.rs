//! Why a command did not do what was asked, in one sentence.

use std::{io, path::Path, process::ExitCode};

use doorstep_core::text::Text;
use thiserror::Error;

use crate::{import::ImportError, server::ServeError, service::HubError, store::StoreError};

/// A command's failure.
#[derive(Debug, Error)]
pub(super) enum CliError {
    /// The arguments make no sense for this hub.
    #[error("{0}")]
    Usage(String),
    /// A list has faults; they were printed.
    #[error("{0}")]
    Faults(String),
    /// A file is not what it should be; names it.
    #[error("{0}")]
    File(String),
    /// The hub did not do it.
    #[error("{}", sentence(.0))]
    Hub(#[from] HubError),
    /// The demo broke off, or found that something was lost, doubled or at odds.
    #[error("{0}")]
    Demo(String),
    /// The server ended.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// The terminal or a file.
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl CliError {
    /// What of the arguments makes no sense.
    pub fn usage(reason: &Text) -> Self {
        Self::Usage(reason.both())
    }

    /// What is wrong with the file or folder at `path`.
    pub fn file(path: &Path, reason: &Text) -> Self {
        Self::File(format!("{}: {}", path.display(), reason.both()))
    }

    /// 1 failed, 2 wrong usage, 3 faults in a list.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Usage(_) => 2,
            Self::Faults(_) => 3,
            Self::File(_) | Self::Demo(_) | Self::Hub(_) | Self::Serve(_) | Self::Io(_) => 1,
        })
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        Self::Hub(error.into())
    }
}

impl From<ImportError> for CliError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Store(error) => error.into(),
        }
    }
}

/// The error with its causes, which say what the disk or the database answered.
fn sentence(error: &HubError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    // What the system answered of a file stands in the text already, in plain words.
    while let Some(found) = cause.filter(|found| !found.is::<io::Error>()) {
        let more = found.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = found.source();
    }
    text
}

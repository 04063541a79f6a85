//! Why a sound is refused.

use std::io;

use thiserror::Error;

use crate::{seal::SealError, text::Text};

/// Why a file cannot be taken as a sound. Carries no path and nothing of the sound.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SoundError {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The file is none of the formats that are taken, or ends before it says what it is.
    #[error("the file is no whole sound (M4A, AAC, Ogg, AMR or WAV)")]
    NotASound,
    /// The file is larger than [`MAX_BYTES`](super::MAX_BYTES).
    #[error("the file is larger than {limit} bytes")]
    TooManyBytes {
        /// The limit in bytes.
        limit: u64,
    },
    /// The file could not be read.
    #[error("file error: {0}")]
    Io(io::ErrorKind),
    /// The file could not be sealed.
    #[error("the sound could not be sealed: {0}")]
    Seal(SealError),
}

impl SoundError {
    /// The reason as a sentence for people.
    pub fn text(&self) -> Text {
        match self {
            Self::Empty => Text::new("录音文件是空的，请重录。", "The recording is empty; record it again."),
            Self::NotASound => Text::new(
                "该文件不是完整的录音（支持 M4A、AAC、Ogg、AMR、WAV）。",
                "This file is no whole recording (M4A, AAC, Ogg, AMR or WAV).",
            ),
            Self::TooManyBytes { limit } => Text::new(
                format!("录音文件过大（上限 {} MB），请分段录。", limit >> 20),
                format!("The recording is too large (limit {} MB); record it in parts.", limit >> 20),
            ),
            Self::Io(io::ErrorKind::NotFound) => {
                Text::new("找不到录音文件。", "The recording cannot be found.")
            }
            Self::Io(kind) => Text::new(
                format!("无法读取录音文件（{kind}）。"),
                format!("The recording could not be read ({kind})."),
            ),
            Self::Seal(error) => error.text(),
        }
    }
}

impl From<io::Error> for SoundError {
    fn from(error: io::Error) -> Self {
        Self::Io(error.kind())
    }
}

impl From<SealError> for SoundError {
    fn from(error: SealError) -> Self {
        Self::Seal(error)
    }
}

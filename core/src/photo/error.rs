//! Why a photo is refused, and what is odd about one that is not.

use std::io;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{seal::SealError, text::Text};

/// Why a file cannot be taken as a photo. Carries no path and nothing of the picture.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PhotoError {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The file is none of the formats that are taken.
    #[error("the file is not a JPEG, PNG, WebP or HEIC picture")]
    NotAnImage,
    /// A picture, of a kind that no phone camera writes.
    #[error("unsupported kind of picture: {0}")]
    Unsupported(&'static str),
    /// The picture is HEIC and has to be decoded by the operating system; hand its pixels over.
    #[error("the picture has to be decoded by the operating system")]
    NeedsDecoding,
    /// The file ends, or its picture data ends, before the picture does.
    #[error("the picture is cut short")]
    Truncated,
    /// The structure of the file is damaged.
    #[error("the picture is damaged: {0}")]
    Corrupt(&'static str),
    /// The file is larger than [`MAX_BYTES`](super::MAX_BYTES).
    #[error("the file is larger than {limit} bytes")]
    TooManyBytes {
        /// The limit in bytes.
        limit: u64,
    },
    /// The picture has more pixels than are taken.
    #[error("{width}×{height} pixels are more than {limit}")]
    TooManyPixels {
        /// Width that the file claims.
        width: u32,
        /// Height that the file claims.
        height: u32,
        /// The limit in pixels.
        limit: u64,
    },
    /// More segments, chunks or boxes than an honest file has.
    #[error("the file has too many parts")]
    TooManySegments,
    /// More scans than an honest JPEG has.
    #[error("the picture has too many scans")]
    TooManyScans,
    /// The file changed between inspection and sealing.
    #[error("the file changed while it was being taken")]
    Changed,
    /// The file could not be read.
    #[error("file error: {0}")]
    Io(io::ErrorKind),
    /// The file could not be sealed.
    #[error("the photo could not be sealed: {0}")]
    Seal(SealError),
}

impl PhotoError {
    /// The reason as a sentence for people.
    pub fn text(&self) -> Text {
        match self {
            Self::Empty => Text::new("照片文件是空的，请重拍。", "The photo file is empty; take it again."),
            Self::NotAnImage => Text::new(
                "该文件不是照片(支持 JPEG、PNG、WebP、HEIC)。",
                "This file is not a photo (JPEG, PNG, WebP or HEIC).",
            ),
            Self::Unsupported(_) => {
                Text::new("不支持这种类型的图片。", "This kind of picture is not supported.")
            }
            Self::NeedsDecoding => Text::new(
                "该格式的照片需由手机系统解码。",
                "The phone's system has to decode this kind of photo.",
            ),
            Self::Truncated => Text::new("照片不完整，请重拍。", "The photo is cut short; take it again."),
            Self::Corrupt(_) => {
                Text::new("照片文件已损坏，请重拍。", "The photo file is damaged; take it again.")
            }
            Self::TooManyBytes { limit } => Text::new(
                format!("照片文件过大（上限 {} MB）。", limit >> 20),
                format!("The photo file is too large (limit {} MB).", limit >> 20),
            ),
            Self::TooManyPixels { limit, .. } => Text::new(
                format!("照片像素过多（上限 {} 百万像素）。", limit / 1_000_000),
                format!("The photo has too many pixels (limit {} megapixels).", limit / 1_000_000),
            ),
            Self::TooManySegments | Self::TooManyScans => Text::new(
                "照片文件结构异常，未予采用。",
                "The photo file is built abnormally and was not taken.",
            ),
            Self::Changed => Text::new(
                "照片文件在保存过程中发生了变化，请重试。",
                "The photo file changed while it was being saved; try again.",
            ),
            Self::Io(io::ErrorKind::NotFound) => {
                Text::new("找不到照片文件。", "The photo file cannot be found.")
            }
            Self::Io(kind) => Text::new(
                format!("无法读取照片文件({kind})。"),
                format!("The photo file could not be read ({kind})."),
            ),
            Self::Seal(error) => error.text(),
        }
    }
}

impl From<io::Error> for PhotoError {
    fn from(error: io::Error) -> Self {
        Self::Io(error.kind())
    }
}

impl From<SealError> for PhotoError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Changed => Self::Changed,
            other => Self::Seal(other),
        }
    }
}

/// What is odd about a photo that is whole; a note for whoever weighs the evidence, never a reason to refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// There is EXIF data, but it cannot be read.
    ExifUnreadable,
    /// There is more than one block of EXIF data; the first was read.
    ExifRepeated,
    /// The orientation is none of 1–8 and was taken as 1.
    OrientationUnreadable,
    /// The file turns the picture twice over (HEIC's own rotation and EXIF's); EXIF's was left aside.
    OrientationTwice,
    /// There is a capture time, but it cannot be read.
    TimeUnreadable,
    /// There is a place, but it cannot be read, or it is no place (0°, 0°).
    LocationUnreadable,
    /// The place was blotted out with zeros, as Android does for apps that may not know it: the file is a copy.
    LocationRedacted,
    /// A program that changes pictures has signed it.
    SavedByEditor,
    /// The file says that it was changed more than a minute after it was taken.
    ChangedLater,
    /// The JPEG has bytes between its picture data and the next marker.
    StrayBytes,
}

impl Problem {
    /// The note as a sentence for people.
    pub fn text(self) -> Text {
        match self {
            Self::ExifUnreadable => {
                Text::new("照片的拍摄信息无法读取。", "The photo's capture details cannot be read.")
            }
            Self::ExifRepeated => {
                Text::new("照片含有多份拍摄信息。", "The photo carries capture details more than once.")
            }
            Self::OrientationUnreadable => {
                Text::new("照片的方向信息无效。", "The photo's orientation is not valid.")
            }
            Self::OrientationTwice => {
                Text::new("照片含有两种方向信息。", "The photo states its orientation twice.")
            }
            Self::TimeUnreadable => {
                Text::new("照片的拍摄时间无法读取。", "The photo's capture time cannot be read.")
            }
            Self::LocationUnreadable => {
                Text::new("照片的拍摄位置无法读取。", "The photo's location cannot be read.")
            }
            Self::LocationRedacted => Text::new(
                "照片的拍摄位置已被系统抹去（重新导入的副本）。",
                "The photo's location was removed by the system (an imported copy).",
            ),
            Self::SavedByEditor => {
                Text::new("照片经过图像编辑软件保存。", "The photo was saved by an image editor.")
            }
            Self::ChangedLater => {
                Text::new("照片在拍摄后被修改过。", "The photo was changed after it was taken.")
            }
            Self::StrayBytes => {
                Text::new("照片的图像数据后有多余内容。", "The photo has extra bytes after its picture data.")
            }
        }
    }
}

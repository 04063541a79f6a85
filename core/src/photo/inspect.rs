//! The look at a photo file: what it is, whether it is whole, what it claims.

use std::{fs::File, io::Read, path::Path};

use serde::{Deserialize, Serialize};

use super::{
    ExifGps, PhotoError, Problem, TakenAt, exif, heic,
    jpeg::{self, NoPixels, Sink},
    png,
    source::ByteSource,
    webp,
};
use crate::seal::Digest;

/// The largest photo file taken, in bytes.
pub const MAX_BYTES: u64 = 64 << 20;
/// The largest picture taken, in pixels (phone cameras reach 200 megapixels: 16 320 × 12 240).
pub const MAX_PIXELS: u64 = 200_000_000;
/// The largest progressive JPEG taken, in pixels: no decoder reads one in bounded memory, and no camera writes
/// one at full size.
pub const MAX_PROGRESSIVE_PIXELS: u64 = 64_000_000;

/// The kind of a photo file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoFormat {
    /// JPEG, walked to its last coefficient.
    Jpeg,
    /// PNG, every checksum checked.
    Png,
    /// WebP, its container checked.
    #[serde(rename = "webp")]
    WebP,
    /// HEIC, its boxes checked; the picture is for the operating system to decode.
    Heic,
}

/// What a photo file is and claims. Pixel sizes are those of the stored picture, before it is turned upright.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inspected {
    /// Digest of the whole file, bytes behind the picture included.
    pub sha256: Digest,
    /// Size of the whole file.
    pub bytes: u64,
    /// Its kind.
    pub format: PhotoFormat,
    /// Pixels across, as stored.
    pub width: u32,
    /// Pixels down, as stored.
    pub height: u32,
    /// How to turn the stored picture upright: EXIF's 1 to 8; 1 when the file does not say.
    pub orientation: u8,
    /// When it was taken, as the file claims.
    pub taken_at: Option<TakenAt>,
    /// Where it was taken, as the file claims.
    pub gps: Option<ExifGps>,
    /// Make and model of the camera, as the file claims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maker: Option<String>,
    /// Bytes behind the end of the picture (a motion photo's film, a gain map).
    pub trailing_bytes: u64,
    /// Whether it is a progressive JPEG.
    pub progressive: bool,
    /// What is odd about it.
    pub problems: Vec<Problem>,
}

/// What the walk through one format found.
#[derive(Debug, Default)]
pub(super) struct Structure {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) progressive: bool,
    /// A rotation that the container itself demands.
    pub(super) orientation: Option<u8>,
    /// The TIFF block of the first EXIF.
    pub(super) exif: Option<Vec<u8>>,
    pub(super) problems: Vec<Problem>,
}

impl Structure {
    pub(super) fn note(&mut self, problem: Problem) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

/// Looks at the photo file at `path`, in one pass and in bounded memory (HEIC alone is held whole, up to
/// [`MAX_BYTES`]). Refuses what is empty, no picture, cut short, damaged or too large.
pub fn inspect(path: &Path) -> Result<Inspected, PhotoError> {
    inspect_stream(open(path)?, &mut NoPixels)
}

/// Opens the file at `path` if it is one, and none too large.
pub(super) fn open(path: &Path) -> Result<File, PhotoError> {
    // Before it is opened: opening a pipe would wait for ever.
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(PhotoError::NotAnImage);
    }
    if metadata.len() > MAX_BYTES {
        return Err(PhotoError::TooManyBytes { limit: MAX_BYTES });
    }
    Ok(File::open(path)?)
}

/// [`inspect`] for bytes from anywhere; the coefficients of a JPEG go to `sink`.
pub(super) fn inspect_stream(bytes: impl Read, sink: &mut impl Sink) -> Result<Inspected, PhotoError> {
    let mut source = ByteSource::new(bytes);
    let format = format_of(source.peek(12)?)?;
    let structure = match format {
        PhotoFormat::Jpeg => jpeg::walk(&mut source, sink)?,
        PhotoFormat::Png => png::walk(&mut source)?,
        PhotoFormat::WebP => webp::walk(&mut source)?,
        PhotoFormat::Heic => heic::walk(&source.rest()?)?,
    };
    let end = source.position();
    let (sha256, bytes) = source.finish()?;
    let Structure { width, height, progressive, orientation: turned, exif, mut problems } = structure;
    let claims = exif.as_deref().map(exif::read).unwrap_or_default();
    problems.extend(claims.problems);
    // A decoder obeys the container's rotation, whatever EXIF says beside it.
    if turned.is_some() && claims.orientation.is_some_and(|orientation| orientation > 1) {
        problems.push(Problem::OrientationTwice);
    }
    Ok(Inspected {
        sha256,
        bytes,
        format,
        width,
        height,
        orientation: turned.or(claims.orientation).unwrap_or(1),
        taken_at: claims.taken_at,
        gps: claims.gps,
        maker: claims.maker,
        trailing_bytes: bytes.saturating_sub(end),
        progressive,
        problems,
    })
}

fn format_of(head: &[u8]) -> Result<PhotoFormat, PhotoError> {
    if head.is_empty() {
        Err(PhotoError::Empty)
    } else if head.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Ok(PhotoFormat::Jpeg)
    } else if head.starts_with(png::SIGNATURE) {
        Ok(PhotoFormat::Png)
    } else if webp::is_webp(head) {
        Ok(PhotoFormat::WebP)
    } else if heic::is_iso_media(head) {
        Ok(PhotoFormat::Heic)
    } else {
        Err(PhotoError::NotAnImage)
    }
}

/// Refuses a picture without pixels or with too many, before anything is allocated for it.
pub(super) fn check_pixels(width: u32, height: u32, progressive: bool) -> Result<(), PhotoError> {
    if width == 0 || height == 0 {
        return Err(PhotoError::Corrupt("a picture without pixels"));
    }
    let limit = if progressive { MAX_PROGRESSIVE_PIXELS } else { MAX_PIXELS };
    if u64::from(width) * u64::from(height) > limit {
        return Err(PhotoError::TooManyPixels { width, height, limit });
    }
    Ok(())
}

#[cfg(test)]
mod tests;

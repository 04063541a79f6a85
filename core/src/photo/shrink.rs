//! A camera's file becomes a working copy and a thumbnail: small, upright, and without a word of metadata.
//!
//! JPEG is decoded in one pass with the inspection and the digest, to blocks of reduced size
//! ([`decode`](super::decode)); PNG and WebP by the `image` crate; HEIC by the operating system, which hands the
//! pixels over ([`shrink_pixels`]). Derivatives are baseline JPEG of quality 80 with colours at half size. They are
//! not the same bytes on every processor: check one by its stored digest, never by making it again.

use std::{
    io::{BufReader, Read, Seek},
    path::Path,
};

use image::{DynamicImage, GenericImageView as _, ImageDecoder as _, ImageReader, Limits};

use super::{
    Fingerprint, Inspected, PhotoError, PhotoFormat,
    decode::{Chosen, Decoder as _},
    inspect::{check_pixels, open},
    picture::{Picture, RgbScaler, Stored},
};
use crate::seal::Digest;

/// The longer side of a working copy, in pixels.
pub const WORKING_SIDE: u32 = 1920;
/// The longer side of a thumbnail, in pixels.
pub const THUMBNAIL_SIDE: u32 = 320;
/// JPEG quality of both.
pub const QUALITY: u8 = 80;
/// The largest PNG that is decoded, in bytes of its pixels (three to eight each): it has to be held whole. Screenshots
/// have 2 to 8 million pixels.
pub const MAX_PNG_BYTES: u64 = 128_000_000;
/// The largest WebP that is decoded, in pixels: decoding takes up to ten and a half bytes for each.
pub const MAX_WEBP_PIXELS: u64 = 16_000_000;
/// What a decoder may take for its own work, profiles and such included.
const DECODERS_OWN: u64 = 16 << 20;

/// A picture made from a photo, as a JPEG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derivative {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Digest of the bytes.
    pub sha256: Digest,
    /// The file's bytes.
    pub jpeg: Vec<u8>,
}

/// What a photo was made into.
#[derive(Clone, Debug, PartialEq)]
pub struct Shrunk {
    /// What the camera's file is and claims.
    pub inspected: Inspected,
    /// What the upright picture looks like, taken before anything was drawn on it.
    pub fingerprint: Fingerprint,
    /// At most [`WORKING_SIDE`] pixels on the longer side.
    pub working: Derivative,
    /// At most [`THUMBNAIL_SIDE`] pixels on the longer side.
    pub thumbnail: Derivative,
}

/// Shrinks the photo at `path`, inspecting and hashing it in the same pass.
///
/// # Errors
/// Everything that [`inspect`](super::inspect) refuses, and pictures that are whole but are not decoded here:
/// [`PhotoError::Unsupported`] names the kind (CMYK, for one), [`PhotoError::NeedsDecoding`] is HEIC.
pub fn shrink(path: &Path) -> Result<Shrunk, PhotoError> {
    let (inspected, picture) = picture_of(path, WORKING_SIDE)?;
    finish(inspected, &picture)
}

/// Shrinks a photo that the operating system decoded: `rgba` are the pixels of the file at `path`, four bytes each,
/// line by line. `orientation` (EXIF's, 1 to 8) says how the pixels still have to be turned; 1 when the decoder
/// did it, as Android's and Apple's do.
///
/// # Errors
/// As [`shrink`]; [`PhotoError::Corrupt`] when there are not `width`×`height` pixels.
pub fn shrink_pixels(
    path: &Path,
    (width, height): (u32, u32),
    rgba: &[u8],
    orientation: u8,
) -> Result<Shrunk, PhotoError> {
    let inspected = super::inspect(path)?;
    let picture = picture_of_pixels((width, height), rgba, WORKING_SIDE)?.upright(orientation);
    finish(inspected, &picture)
}

fn finish(inspected: Inspected, working: &Picture) -> Result<Shrunk, PhotoError> {
    let thumbnail = working.fitted(THUMBNAIL_SIDE);
    Ok(Shrunk {
        inspected,
        fingerprint: Fingerprint::of(&working.luma),
        working: derivative(working)?,
        thumbnail: derivative(&thumbnail)?,
    })
}

fn derivative(picture: &Picture) -> Result<Derivative, PhotoError> {
    let jpeg = picture.encode(QUALITY)?;
    let side = |side: usize| u32::try_from(side).unwrap_or(u32::MAX);
    Ok(Derivative {
        width: side(picture.width()),
        height: side(picture.height()),
        sha256: Digest::of(&jpeg),
        jpeg,
    })
}

/// The upright picture in the file at `path`, at most `side` pixels on its longer side.
pub(super) fn picture_of(path: &Path, side: u32) -> Result<(Inspected, Picture), PhotoError> {
    picture_in(open(path)?, side)
}

/// [`picture_of`] a file that is open.
pub(super) fn picture_in(file: impl Read + Seek, side: u32) -> Result<(Inspected, Picture), PhotoError> {
    let (inspected, Stored { picture, orientation }) = stored_in(file, side)?;
    Ok((inspected, picture.upright(orientation)))
}

/// The picture in a file as it is stored, at most `side` pixels on its longer side.
pub(super) fn stored_in(mut file: impl Read + Seek, side: u32) -> Result<(Inspected, Stored), PhotoError> {
    let (inspected, picture) = Chosen.decode(&mut file, side)?;
    let picture = match inspected.format {
        PhotoFormat::Jpeg => picture.ok_or(PhotoError::Truncated)?,
        PhotoFormat::Png | PhotoFormat::WebP => {
            file.rewind()?;
            decode_whole(file, &inspected, side)?
        }
        PhotoFormat::Heic => return Err(PhotoError::NeedsDecoding),
    };
    let orientation = inspected.orientation;
    Ok((inspected, Stored { picture, orientation }))
}

/// PNG and WebP, which have to be held whole.
fn decode_whole(file: impl Read + Seek, inspected: &Inspected, side: u32) -> Result<Picture, PhotoError> {
    let mut reader = ImageReader::new(BufReader::new(file));
    reader.set_format(match inspected.format {
        PhotoFormat::Png => image::ImageFormat::Png,
        _ => image::ImageFormat::WebP,
    });
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(inspected.width), Some(inspected.height));
    limits.max_alloc = Some(MAX_PNG_BYTES + DECODERS_OWN);
    reader.limits(limits);
    let refused = |error: image::ImageError| match error {
        image::ImageError::Unsupported(_) => PhotoError::Unsupported("coding of the picture"),
        image::ImageError::Limits(_) => PhotoError::Corrupt("picture larger than it says"),
        _ => PhotoError::Corrupt("picture data"),
    };
    let decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    let limit = match inspected.format {
        PhotoFormat::Png => MAX_PNG_BYTES / u64::from(decoder.color_type().bytes_per_pixel()),
        _ => MAX_WEBP_PIXELS,
    };
    if u64::from(width) * u64::from(height) > limit {
        return Err(PhotoError::TooManyPixels { width, height, limit });
    }
    let decoded = DynamicImage::from_decoder(decoder).map_err(refused)?;
    let mut scaler = RgbScaler::new(decoded.width() as usize, decoded.height() as usize, side);
    match decoded {
        DynamicImage::ImageRgb8(picture) => {
            for row in picture.rows() {
                scaler.take(row.map(|pixel| pixel.0.into()));
            }
        }
        // Pixel by pixel: the whole of it in another form would take as much again.
        other => {
            for y in 0..other.height() {
                scaler.take((0..other.width()).map(|x| on_white(other.get_pixel(x, y).0)));
            }
        }
    }
    scaler.finish().ok_or(PhotoError::Truncated)
}

/// The picture in pixels of four bytes, as they stand.
pub(super) fn picture_of_pixels(
    (width, height): (u32, u32),
    rgba: &[u8],
    side: u32,
) -> Result<Picture, PhotoError> {
    check_pixels(width, height, false)?;
    let line = width as usize * 4;
    if !rgba.len().is_multiple_of(line) || rgba.len() / line != height as usize {
        return Err(PhotoError::Corrupt("other than width × height pixels"));
    }
    let mut scaler = RgbScaler::new(width as usize, height as usize, side);
    for line in rgba.chunks_exact(line) {
        scaler.take(line.as_chunks::<4>().0.iter().map(|pixel| on_white(*pixel)));
    }
    scaler.finish().ok_or(PhotoError::Truncated)
}

/// What shows of a pixel on white paper: JPEG knows no transparency.
fn on_white([red, green, blue, alpha]: [u8; 4]) -> (u8, u8, u8) {
    if alpha == u8::MAX {
        return (red, green, blue);
    }
    let over = |colour: u8| {
        let mixed = (u32::from(colour) * u32::from(alpha) + 255 * (255 - u32::from(alpha)) + 127) / 255;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    (over(red), over(green), over(blue))
}

#[cfg(test)]
mod tests;

//! A camera's file becomes a sealed original and its sealed small copies.

use std::{io::BufReader, path::Path};

use super::{
    Fingerprint, Inspected, PhotoError, PhotoFormat, QUALITY, Region, Strip, THUMBNAIL_SIDE, WORKING_SIDE,
    bare::picture_digest,
    blur::{BLURRED_QUALITY, blurred_picture, hide},
    inspect::{inspect_stream, open},
    jpeg::NoPixels,
    picture::{Picture, Stored},
    shrink::{picture_of_pixels, stored_in},
    stamp,
};
use crate::seal::{Digest, SealRecipient, Sealed, seal_known_file, seal_to_file};

/// Where the three sealed files go.
#[derive(Clone, Copy, Debug)]
pub struct SealedPaths<'a> {
    /// The original, or the blurred picture in its place.
    pub original: &'a Path,
    /// The working copy: what travels.
    pub working: &'a Path,
    /// The thumbnail: what travels first.
    pub thumbnail: &'a Path,
}

/// What happens to a photo on its way. The default: nothing but the copies.
#[derive(Clone, Copy, Debug, Default)]
pub struct Handling<'a> {
    /// Parts of the upright picture to make unrecoverable. With any, the camera's own picture is not sealed, hashed or
    /// fingerprinted at all: only the blurred one exists.
    pub hidden: &'a [Region],
    /// Drawn on the working copy.
    pub stamp: Option<&'a Strip>,
    /// The pixels of a HEIC, as the operating system decoded them.
    pub pixels: Option<HostPixels<'a>>,
}

/// A picture that the operating system decoded.
#[derive(Clone, Copy)]
pub struct HostPixels<'a> {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Four bytes a pixel, line by line.
    pub rgba: &'a [u8],
    /// How they still have to be turned, EXIF's 1 to 8; 1 when the decoder did it.
    pub orientation: u8,
}

impl std::fmt::Debug for HostPixels<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HostPixels({}×{})", self.width, self.height)
    }
}

/// A copy that was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedCopy {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// The sealed file; its `plain_sha256` is the digest of the JPEG inside.
    pub sealed: Sealed,
}

/// A photo with its copies, all of them durable.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenCopies {
    /// What the sealed original is and claims. Of a blurred one: what the blurred picture is, what the camera's file
    /// claimed of time, place and camera, and what was odd about it.
    pub inspected: Inspected,
    /// Whether the original is the blurred picture.
    pub blurred: bool,
    /// The sealed original.
    pub original: Sealed,
    /// The sealed working copy.
    pub working: SealedCopy,
    /// The sealed thumbnail.
    pub thumbnail: SealedCopy,
    /// Digest of the original without its metadata; `None` where that cannot be told.
    pub picture_sha256: Option<Digest>,
    /// Of the upright picture, without the stamp.
    pub fingerprint: Fingerprint,
}

/// Takes the camera's file at `src`: inspected and hashed first, then blurred if asked to, then sealed, with a working
/// copy and a thumbnail sealed beside it, each as a file of its own to all of `recipients`.
///
/// No plain picture is written anywhere. `src` stays; it is the caller's to remove once the record is committed. On an
/// error nothing appears under any of the three names.
///
/// # Errors
/// As [`shrink`](super::shrink); [`PhotoError::Changed`] when the file changes meanwhile; [`PhotoError::Seal`].
pub fn take_with_copies(
    src: &Path,
    paths: SealedPaths<'_>,
    recipients: &[SealRecipient],
    handling: Handling<'_>,
) -> Result<TakenCopies, PhotoError> {
    let result = take(src, paths, recipients, handling);
    if result.is_err() {
        for path in [paths.original, paths.working, paths.thumbnail] {
            // The cause is what matters; a sealed file that stays cannot be read, and is swept later.
            let _ = std::fs::remove_file(path);
        }
    }
    result
}

fn take(
    src: &Path,
    paths: SealedPaths<'_>,
    recipients: &[SealRecipient],
    handling: Handling<'_>,
) -> Result<TakenCopies, PhotoError> {
    let (inspected, full) = picture(src, handling)?;
    let blurred = !handling.hidden.is_empty();
    let mut working = full.fitted(WORKING_SIDE);
    let (inspected, picture_sha256, original) = if blurred {
        let jpeg = full.encode(BLURRED_QUALITY)?;
        drop(full);
        let of_blurred = inspect_stream(&jpeg[..], &mut NoPixels)?;
        let Inspected { taken_at, gps, maker, problems, .. } = inspected;
        let claims = Inspected { taken_at, gps, maker, problems, ..of_blurred.clone() };
        let picture_sha256 = picture_digest(&jpeg[..], &of_blurred)?;
        (claims, picture_sha256, seal_to_file(&jpeg, paths.original, recipients)?)
    } else {
        drop(full);
        let sealed = seal_known_file(src, paths.original, recipients, &inspected.sha256)?;
        // After the sealing, which finds a file that changed meanwhile.
        let picture_sha256 = picture_digest(BufReader::new(open(src)?), &inspected)?;
        (inspected, picture_sha256, sealed)
    };
    let fingerprint = Fingerprint::of(&working.luma);
    let thumbnail = seal_copy(&working.fitted(THUMBNAIL_SIDE), paths.thumbnail, recipients)?;
    if let Some(strip) = handling.stamp {
        stamp::draw(&mut working, strip);
    }
    let working = seal_copy(&working, paths.working, recipients)?;
    Ok(TakenCopies { inspected, blurred, original, working, thumbnail, picture_sha256, fingerprint })
}

/// The picture: at full size when something is to be hidden in it, else no larger than a working copy.
fn picture(src: &Path, handling: Handling<'_>) -> Result<(Inspected, Stored), PhotoError> {
    let hides = !handling.hidden.is_empty();
    match handling.pixels {
        Some(HostPixels { width, height, rgba, orientation }) => {
            let inspected = super::inspect(src)?;
            // Pixels of the host stand for a file that only the host can read.
            if inspected.format != PhotoFormat::Heic {
                return picture(src, Handling { pixels: None, ..handling });
            }
            let side = if hides { u32::MAX } else { WORKING_SIDE };
            let picture = picture_of_pixels((width, height), rgba, side)?;
            let mut stored = Stored { picture, orientation };
            hide(&mut stored, handling.hidden)?;
            Ok((inspected, stored))
        }
        None if hides => blurred_picture(src, handling.hidden),
        None => stored_in(open(src)?, WORKING_SIDE),
    }
}

fn seal_copy(picture: &Picture, path: &Path, recipients: &[SealRecipient]) -> Result<SealedCopy, PhotoError> {
    let jpeg = picture.encode(QUALITY)?;
    let sealed = seal_to_file(&jpeg, path, recipients)?;
    let side = |side: usize| u32::try_from(side).unwrap_or(u32::MAX);
    Ok(SealedCopy { width: side(picture.width()), height: side(picture.height()), sealed })
}

#[cfg(test)]
mod tests;

//! A copy to give away: the same picture, and nothing that tells where, when, with what or by whom.
//!
//! Of a plain JPEG only the parts go over that a decoder needs, and nothing is encoded again; the one thing kept
//! besides is the orientation, written anew. Whatever can hold bytes that no decoder looks at (PNG, WebP, a JPEG with
//! bytes behind its data) is decoded, and what is given away is made of its pixels.

use std::{
    fs::File,
    io::{Cursor, Write as _},
    path::Path,
};

use super::{
    Inspected, PhotoError, PhotoFormat, Problem, bare,
    blur::{BLURRED_QUALITY, check_size},
    inspect::inspect_stream,
    jpeg::NoPixels,
    shrink::stored_in,
    source::ByteSource,
};
use crate::seal::{Digest, write_whole};

/// The longer side of a copy that is made of pixels, at most: a page of A4 at 300 dots an inch has 3,508, and a larger
/// picture would be held whole beside its decoder.
const SHARED_SIDE: u32 = 4_096;

/// A copy that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Digest of the copy.
    pub sha256: Digest,
    /// Its size in bytes.
    pub bytes: u64,
}

/// The name of the `number`-th shared photo: a number and nothing else, since camera file names tell times and
/// people's own names tell more.
pub fn shared_name(number: u32) -> String {
    format!("photo-{number:03}.jpg")
}

/// Writes a copy of the photo whose file is `photo` to `dst`: a JPEG without place, times, serial numbers, maker notes,
/// XMP, comments, colour profile, thumbnails, or anything behind the picture. One that has to be made of pixels has 4,096
/// on its longer side at most. `dst` appears whole or not at all.
///
/// A stamp drawn into the pixels stays: what it shows is a place too.
///
/// # Errors
/// As [`inspect`](super::inspect) and, for what is made of pixels, as [`blurred`](super::blurred);
/// [`PhotoError::NeedsDecoding`] for HEIC, whose working copy can be shared instead.
pub fn share(photo: &[u8], dst: &Path) -> Result<Shared, PhotoError> {
    let copy = copy_of(photo)?;
    write_whole(dst, |part| write(&copy, part))?;
    Ok(Shared { sha256: Digest::of(&copy), bytes: copy.len() as u64 })
}

fn write(copy: &[u8], part: &Path) -> Result<(), PhotoError> {
    let mut file = File::create(part)?;
    file.write_all(copy)?;
    Ok(file.sync_all()?)
}

fn copy_of(photo: &[u8]) -> Result<Vec<u8>, PhotoError> {
    let inspected = inspect_stream(photo, &mut NoPixels)?;
    let copy = match inspected.format {
        PhotoFormat::Jpeg if !inspected.problems.contains(&Problem::StrayBytes) => {
            let mut out = Vec::with_capacity(photo.len());
            bare::jpeg::copy(&mut ByteSource::new(photo), inspected.orientation, &mut out)?;
            out
        }
        PhotoFormat::Jpeg | PhotoFormat::Png | PhotoFormat::WebP => {
            check_size(&inspected)?;
            let (_, stored) = stored_in(Cursor::new(photo), SHARED_SIDE)?;
            stored.encode(BLURRED_QUALITY)?
        }
        PhotoFormat::Heic => return Err(PhotoError::NeedsDecoding),
    };
    // What goes out is looked at like what came in.
    let found = inspect_stream(copy.as_slice(), &mut NoPixels)?;
    if tells(&found) {
        return Err(PhotoError::Corrupt("copy that tells too much"));
    }
    Ok(copy)
}

/// Whether a copy says anything but its picture and which way is up.
fn tells(copy: &Inspected) -> bool {
    let claims = copy.gps.is_some() || copy.taken_at.is_some() || copy.maker.is_some();
    claims || copy.trailing_bytes > 0 || !copy.problems.is_empty()
}

#[cfg(test)]
mod tests;

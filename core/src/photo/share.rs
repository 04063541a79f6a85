//! A copy to give away: the same pixels, and nothing that tells where, when, with what or by whom.
//!
//! Nothing is encoded again: of the original only the parts go over that a decoder needs. Which those are is a list of
//! what stays, so that a kind of metadata nobody thought of does not. The one thing kept besides is the
//! orientation, written anew.

use std::{
    fs::{self, OpenOptions},
    io::{BufReader, BufWriter, Read, SeekFrom, Write},
    path::{Path, PathBuf},
};

use super::{
    Inspected, PhotoError, PhotoFormat, Problem, bare,
    blur::{BLURRED_QUALITY, blurred_picture},
    inspect,
    inspect::open,
    source::ByteSource,
};
use crate::seal::{Digest, PART_SUFFIX, sha256_file};

mod png;
mod webp;

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
pub fn shared_name(number: u32, format: PhotoFormat) -> String {
    let ending = match format {
        PhotoFormat::Jpeg | PhotoFormat::Heic => "jpg",
        PhotoFormat::Png => "png",
        PhotoFormat::WebP => "webp",
    };
    format!("photo-{number:03}.{ending}")
}

/// Writes a copy of the photo at `src` to `dst`, without place, times, serial numbers, maker notes, XMP, comments,
/// thumbnails, or anything behind the picture. `dst` appears whole or not at all.
///
/// A JPEG with bytes hidden between its data and its end is encoded anew. A stamp drawn into the pixels stays: what
/// it shows is a place too.
///
/// # Errors
/// As [`inspect`](super::inspect); [`PhotoError::NeedsDecoding`] for HEIC, whose working copy can be shared instead.
pub fn share(src: &Path, dst: &Path) -> Result<Shared, PhotoError> {
    let inspected = inspect(src)?;
    let part = part_path(dst);
    let result = write(src, &inspected, &part).and_then(|()| {
        // What goes out is looked at like what came in.
        let copy = inspect(&part)?;
        let same = (copy.width, copy.height, copy.orientation)
            == (inspected.width, inspected.height, inspected.orientation)
            || copy.orientation == 1;
        let tells = copy.gps.is_some() || copy.taken_at.is_some() || copy.maker.is_some();
        if !same || tells || copy.trailing_bytes > 0 {
            return Err(PhotoError::Corrupt("copy that tells too much"));
        }
        let (sha256, bytes) = sha256_file(&part)?;
        fs::rename(&part, dst)?;
        Ok(Shared { sha256, bytes })
    });
    if result.is_err() {
        // The cause is what matters.
        let _ = fs::remove_file(&part);
    }
    result
}

fn part_path(dst: &Path) -> PathBuf {
    let mut name = dst.as_os_str().to_owned();
    name.push(PART_SUFFIX);
    PathBuf::from(name)
}

fn write(src: &Path, inspected: &Inspected, part: &Path) -> Result<(), PhotoError> {
    let mut source = ByteSource::new(BufReader::new(open(src)?));
    let file = OpenOptions::new().write(true).create(true).truncate(true).open(part)?;
    let mut out = BufWriter::new(file);
    match inspected.format {
        PhotoFormat::Jpeg if inspected.problems.contains(&Problem::StrayBytes) => {
            let (_, picture) = blurred_picture(src, &[])?;
            out.write_all(&picture.encode(BLURRED_QUALITY)?)?;
        }
        PhotoFormat::Jpeg => bare::jpeg::copy(&mut source, inspected.orientation, &mut out)?,
        PhotoFormat::Png => png::copy(&mut source, inspected.orientation, &mut out)?,
        PhotoFormat::WebP => webp::copy(&mut source, inspected.orientation, &mut out)?,
        PhotoFormat::Heic => return Err(PhotoError::NeedsDecoding),
    }
    let file = out.into_inner().map_err(|error| PhotoError::Io(error.error().kind()))?;
    file.sync_all()?;
    Ok(())
}

/// A TIFF block with the orientation alone.
pub(super) fn orientation_block(orientation: u8) -> [u8; 26] {
    let mut block = *b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x00\0\0\0\0\0\0";
    if let Some(slot) = block.get_mut(19) {
        *slot = orientation;
    }
    block
}

#[cfg(test)]
mod tests;

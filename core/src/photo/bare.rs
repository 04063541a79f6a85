//! A photo file without its metadata: the parts of it that make its pixels, and their digest.
//!
//! What belongs to a picture is a list of what stays, so that a kind of metadata nobody thought of does not. The digest
//! tells a file that lost or changed its metadata (a gallery took the place out) from one that shows another picture.
//! `core/docs/evidence-bundle.md` states it for a second verifier.

use std::io::{self, Read, Write};

use super::{
    Inspected, PhotoError, PhotoFormat, Problem, inspect::inspect_stream, jpeg::NoPixels, source::ByteSource,
};
use crate::seal::{Digest, HashingWriter};

mod heic;
pub(super) mod jpeg;
mod png;
mod webp;

/// The digest of the picture in the file that `bytes` opens, its metadata left out: what
/// [`PhotoRecord`](crate::domain::evidence::PhotoRecord) keeps beside the digest of the file. `None` where that cannot
/// be told. Reads the file twice, in bounded memory (HEIC alone is held whole).
///
/// # Errors
/// As [`inspect`](super::inspect).
pub fn picture_sha256<R: Read>(
    mut bytes: impl FnMut() -> io::Result<R>,
) -> Result<Option<Digest>, PhotoError> {
    let inspected = inspect_stream(bytes()?, &mut NoPixels)?;
    picture_digest(bytes()?, &inspected)
}

/// [`picture_sha256`] of a file that was inspected. `None` for bytes hidden in a JPEG, and for a HEIC that is built in
/// another way than cameras build one.
pub(super) fn picture_digest(bytes: impl Read, inspected: &Inspected) -> Result<Option<Digest>, PhotoError> {
    let mut source = ByteSource::new(bytes);
    let mut out = HashingWriter::new(io::sink());
    match inspected.format {
        PhotoFormat::Jpeg if inspected.problems.contains(&Problem::StrayBytes) => return Ok(None),
        PhotoFormat::Jpeg => jpeg::copy(&mut source, 1, &mut out)?,
        PhotoFormat::Png => png::copy(&mut source, &mut out)?,
        PhotoFormat::WebP => webp::copy(&mut source, &mut out)?,
        PhotoFormat::Heic if heic::copy(&source.rest()?, &mut out)?.is_none() => return Ok(None),
        PhotoFormat::Heic => {}
    }
    let (_, digest, _) = out.finish();
    Ok(Some(digest))
}

/// Hands the next `count` bytes on.
fn pass_on<R: Read>(source: &mut ByteSource<R>, count: u64, out: &mut impl Write) -> Result<(), PhotoError> {
    let mut written = Ok(());
    source.pass(count, |bytes| {
        if written.is_ok() {
            written = out.write_all(bytes);
        }
    })?;
    Ok(written?)
}

#[cfg(test)]
mod tests;

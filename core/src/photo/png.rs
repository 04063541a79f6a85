//! PNG, chunk by chunk to its end, every checksum checked (ISO/IEC 15948).

use std::io::Read;

use super::{PhotoError, Problem, inspect::Structure, inspect::check_pixels, source::ByteSource};

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Encoders cut the data into chunks of 8 KiB and more: 64 MiB make some eight thousand.
const MAX_CHUNKS: u32 = 20_000;
/// EXIF beyond this is not a camera's.
const MAX_EXIF: u32 = 1 << 20;

/// Walks the picture; leaves the source right behind its last chunk.
pub(super) fn walk<R: Read>(source: &mut ByteSource<R>) -> Result<Structure, PhotoError> {
    source.skip(SIGNATURE.len() as u64)?;
    let mut found = Structure::default();
    let mut has_data = false;
    for number in 0..MAX_CHUNKS {
        let length = u32::from_be_bytes(source.array()?);
        let kind: [u8; 4] = source.array()?;
        if length > i32::MAX as u32 || !kind.iter().all(u8::is_ascii_alphabetic) {
            return Err(PhotoError::Corrupt("PNG chunk"));
        }
        if (number == 0) != (&kind == b"IHDR") {
            return Err(PhotoError::Corrupt("PNG header"));
        }
        let keep = match &kind {
            b"IHDR" => true,
            b"eXIf" => length <= MAX_EXIF,
            _ => false,
        };
        let body = chunk(source, kind, length, keep)?;
        match &kind {
            b"IHDR" => header(&body, &mut found)?,
            b"IDAT" => has_data |= length > 0,
            b"eXIf" if !keep => found.note(Problem::ExifUnreadable),
            b"eXIf" if found.exif.is_some() => found.note(Problem::ExifRepeated),
            b"eXIf" => found.exif = Some(body),
            b"IEND" if has_data => return Ok(found),
            b"IEND" => return Err(PhotoError::Truncated),
            _ => {}
        }
    }
    Err(PhotoError::TooManySegments)
}

/// Passes one chunk and checks its checksum; its bytes only if they are to be kept.
fn chunk<R: Read>(
    source: &mut ByteSource<R>,
    kind: [u8; 4],
    length: u32,
    keep: bool,
) -> Result<Vec<u8>, PhotoError> {
    let mut checksum = crc32fast::Hasher::new();
    checksum.update(&kind);
    let mut body = Vec::new();
    source.pass(u64::from(length), |bytes| {
        checksum.update(bytes);
        if keep {
            body.extend_from_slice(bytes);
        }
    })?;
    if u32::from_be_bytes(source.array()?) != checksum.finalize() {
        return Err(PhotoError::Corrupt("PNG checksum"));
    }
    Ok(body)
}

fn header(body: &[u8], found: &mut Structure) -> Result<(), PhotoError> {
    let body: [u8; 13] = body.try_into().map_err(|_| PhotoError::Corrupt("PNG header"))?;
    let [w3, w2, w1, w0, h3, h2, h1, h0, ..] = body;
    found.width = u32::from_be_bytes([w3, w2, w1, w0]);
    found.height = u32::from_be_bytes([h3, h2, h1, h0]);
    check_pixels(found.width, found.height, false)
}

#[cfg(test)]
mod tests;

//! WebP, chunk by chunk (RFC 9649). It has no checksums: a cut shows, an altered bit does not.

use std::io::Read;

use super::{PhotoError, Problem, inspect::Structure, inspect::check_pixels, source::ByteSource};

const MAX_CHUNKS: u32 = 10_000;
const MAX_EXIF: u32 = 1 << 20;
/// Bytes of a picture chunk that hold its size.
const HEAD: usize = 10;

/// Whether the first bytes of a file are WebP's.
pub(super) fn is_webp(head: &[u8]) -> bool {
    head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP")
}

/// Walks the picture; leaves the source right behind the container.
pub(super) fn walk<R: Read>(source: &mut ByteSource<R>) -> Result<Structure, PhotoError> {
    let [_, _, _, _, size @ .., _, _, _, _] = source.array::<12>()?;
    let end = 8 + u64::from(u32::from_le_bytes(size));
    let mut found = Structure::default();
    let mut has_data = false;
    for _ in 0..MAX_CHUNKS {
        if source.position() >= end {
            return if has_data { Ok(found) } else { Err(PhotoError::Truncated) };
        }
        let kind: [u8; 4] = source.array()?;
        let length = u32::from_le_bytes(source.array()?);
        let padded = u64::from(length) + u64::from(length % 2);
        if source.position() + u64::from(length) > end {
            return Err(PhotoError::Corrupt("WebP chunk"));
        }
        match &kind {
            b"VP8X" | b"VP8 " | b"VP8L" => {
                let head = source.peek(HEAD.min(usize::try_from(length).unwrap_or(HEAD)))?;
                let (width, height) = size_of(&kind, head).ok_or(PhotoError::Corrupt("WebP header"))?;
                check_pixels(width, height, false)?;
                if found.width == 0 {
                    (found.width, found.height) = (width, height);
                }
                has_data |= &kind != b"VP8X";
                source.skip(padded)?;
            }
            b"EXIF" if length <= MAX_EXIF && found.exif.is_none() => {
                let body = source.bytes(u64::from(length))?;
                source.skip(padded - u64::from(length))?;
                // Some writers keep the prefix that belongs to JPEG.
                found.exif = Some(body.strip_prefix(b"Exif\0\0").unwrap_or(&body).to_vec());
            }
            b"EXIF" => {
                found.note(if length > MAX_EXIF { Problem::ExifUnreadable } else { Problem::ExifRepeated });
                source.skip(padded)?;
            }
            b"ANIM" | b"ANMF" => return Err(PhotoError::Unsupported("moving WebP")),
            _ => source.skip(padded)?,
        }
    }
    Err(PhotoError::TooManySegments)
}

fn size_of(kind: &[u8; 4], head: &[u8]) -> Option<(u32, u32)> {
    match (kind, head) {
        (b"VP8X", &[_, _, _, _, w0, w1, w2, h0, h1, h2, ..]) => {
            Some((u32::from_le_bytes([w0, w1, w2, 0]) + 1, u32::from_le_bytes([h0, h1, h2, 0]) + 1))
        }
        (b"VP8 ", &[_, _, _, 0x9D, 0x01, 0x2A, w0, w1, h0, h1, ..]) => {
            let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3FFF);
            Some((side(w0, w1), side(h0, h1)))
        }
        (b"VP8L", &[0x2F, b0, b1, b2, b3, ..]) => {
            let packed = u32::from_le_bytes([b0, b1, b2, b3]);
            Some(((packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;

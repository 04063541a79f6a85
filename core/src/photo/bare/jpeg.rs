//! The segments of a JPEG that make its pixels.

use super::{ByteSource, PhotoError, Read, Write};
use crate::photo::share::orientation_block;

const SOI: [u8; 2] = [0xFF, 0xD8];
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
/// Bytes of Adobe's segment that say something of the colours.
const ADOBE: usize = 12;
/// A JFIF header without a thumbnail.
const JFIF: &[u8] = b"\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0";

/// Copies what a decoder needs. The file was walked before: it is whole.
pub(in crate::photo) fn copy<R: Read>(
    source: &mut ByteSource<R>,
    orientation: u8,
    out: &mut impl Write,
) -> Result<(), PhotoError> {
    source.skip(2)?;
    out.write_all(&SOI)?;
    if orientation > 1 {
        let block = orientation_block(orientation);
        out.write_all(b"\xFF\xE1\0\x22Exif\0\0")?;
        out.write_all(&block)?;
    }
    let mut marker = next_marker(source)?;
    loop {
        if marker == EOI {
            out.write_all(&[0xFF, EOI])?;
            return Ok(());
        }
        if matches!(marker, 0x01 | 0xD0..=0xD7) {
            marker = next_marker(source)?;
            continue;
        }
        let length = source.u16()?;
        let body = source.bytes(u64::from(length.saturating_sub(2)))?;
        match marker {
            0xE0 if body.starts_with(b"JFIF\0") => out.write_all(JFIF)?,
            0xEE if body.starts_with(b"Adobe") => {
                write_segment(marker, body.get(..ADOBE).unwrap_or(&body), out)?
            }
            _ if stays(marker, &body) => write_segment(marker, &body, out)?,
            _ => {}
        }
        marker = if marker == SOS { copy_scan(source, out)? } else { next_marker(source)? };
    }
}

fn write_segment(marker: u8, body: &[u8], out: &mut impl Write) -> Result<(), PhotoError> {
    let length = u16::try_from(body.len() + 2).map_err(|_| PhotoError::Corrupt("segment length"))?;
    out.write_all(&[0xFF, marker])?;
    out.write_all(&length.to_be_bytes())?;
    Ok(out.write_all(body)?)
}

/// Tables, frames, scans, and the colour profile.
fn stays(marker: u8, body: &[u8]) -> bool {
    match marker {
        0xC0..=0xCF | 0xDA..=0xDD => true,
        0xE2 => body.starts_with(b"ICC_PROFILE\0"),
        _ => false,
    }
}

fn next_marker<R: Read>(source: &mut ByteSource<R>) -> Result<u8, PhotoError> {
    if source.next()? != 0xFF {
        return Err(PhotoError::Corrupt("bytes between segments"));
    }
    loop {
        match source.next()? {
            0xFF => {}
            marker => return Ok(marker),
        }
    }
}

/// Copies the coded data; returns the marker that ends it.
fn copy_scan<R: Read>(source: &mut ByteSource<R>, out: &mut impl Write) -> Result<u8, PhotoError> {
    loop {
        let byte = source.next()?;
        if byte != 0xFF {
            out.write_all(&[byte])?;
            continue;
        }
        let mut code = source.next()?;
        while code == 0xFF {
            code = source.next()?;
        }
        match code {
            0x00 | 0xD0..=0xD7 => out.write_all(&[0xFF, code])?,
            marker => return Ok(marker),
        }
    }
}

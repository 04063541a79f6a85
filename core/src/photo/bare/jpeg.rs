//! The segments of a JPEG that make its pixels.

use super::{ByteSource, PhotoError, Read, Write};

const SOI: [u8; 2] = [0xFF, 0xD8];
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
/// A JFIF header without a thumbnail.
const JFIF: &[u8] = b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0";
/// Adobe's segment up to its word on the colours.
const ADOBE: &[u8] = b"Adobe\0\x64\0\0\0\0";

/// Copies what a decoder needs, behind a note of the orientation if it is to be turned. The file was walked before: it
/// is whole.
pub(in crate::photo) fn copy<R: Read>(
    source: &mut ByteSource<R>,
    orientation: u8,
    out: &mut impl Write,
) -> Result<(), PhotoError> {
    source.skip(2)?;
    out.write_all(&SOI)?;
    if orientation > 1 {
        write_segment(0xE1, &[b"Exif\0\0", &orientation_block(orientation)[..]].concat(), out)?;
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
        match (marker, body.get(ADOBE.len())) {
            // Frame, tables, scan: the walk found nothing in them that is not theirs.
            (0xC0..=0xC2 | 0xC4 | 0xDA | 0xDB | 0xDD, _) => write_segment(marker, &body, out)?,
            // Of what says which colours they are, that alone.
            (0xE0, _) if body.starts_with(b"JFIF\0") => write_segment(marker, JFIF, out)?,
            (0xEE, Some(colours)) if body.starts_with(b"Adobe") => {
                write_segment(marker, &[ADOBE, &[*colours]].concat(), out)?;
            }
            _ => {}
        }
        marker = if marker == SOS { copy_scan(source, out)? } else { next_marker(source)? };
    }
}

/// A TIFF block with the orientation alone.
fn orientation_block(orientation: u8) -> [u8; 26] {
    let mut block = *b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x00\0\0\0\0\0\0";
    if let Some(slot) = block.get_mut(19) {
        *slot = orientation;
    }
    block
}

fn write_segment(marker: u8, body: &[u8], out: &mut impl Write) -> Result<(), PhotoError> {
    let length = u16::try_from(body.len() + 2).map_err(|_| PhotoError::Corrupt("segment length"))?;
    out.write_all(&[0xFF, marker])?;
    out.write_all(&length.to_be_bytes())?;
    Ok(out.write_all(body)?)
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

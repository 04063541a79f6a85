//! The chunks of a PNG that make its pixels.

use super::{ByteSource, PhotoError, Read, Write, orientation_block};
use crate::photo::png::SIGNATURE;

/// Pixels, palette, transparency, and what the colours are.
const STAYS: [&[u8; 4]; 9] =
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP"];

/// Copies what a decoder needs. The file was walked before: it is whole.
pub(super) fn copy<R: Read>(
    source: &mut ByteSource<R>,
    orientation: u8,
    out: &mut impl Write,
) -> Result<(), PhotoError> {
    source.skip(SIGNATURE.len() as u64)?;
    out.write_all(SIGNATURE)?;
    loop {
        let length: [u8; 4] = source.array()?;
        let kind: [u8; 4] = source.array()?;
        // The checksum goes along.
        let rest = u64::from(u32::from_be_bytes(length)) + 4;
        if !STAYS.contains(&&kind) {
            source.skip(rest)?;
            continue;
        }
        out.write_all(&length)?;
        out.write_all(&kind)?;
        let mut written = Ok(());
        source.pass(rest, |bytes| {
            if written.is_ok() {
                written = out.write_all(bytes);
            }
        })?;
        written?;
        match &kind {
            b"IHDR" if orientation > 1 => write_chunk(out, *b"eXIf", &orientation_block(orientation))?,
            b"IEND" => return Ok(()),
            _ => {}
        }
    }
}

fn write_chunk(out: &mut impl Write, kind: [u8; 4], body: &[u8]) -> Result<(), PhotoError> {
    let mut checksum = crc32fast::Hasher::new();
    checksum.update(&kind);
    checksum.update(body);
    out.write_all(&u32::try_from(body.len()).unwrap_or(0).to_be_bytes())?;
    out.write_all(&kind)?;
    out.write_all(body)?;
    out.write_all(&checksum.finalize().to_be_bytes())?;
    Ok(())
}

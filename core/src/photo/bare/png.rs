//! The chunks of a PNG that make its pixels.

use super::{ByteSource, PhotoError, Read, Write, pass_on};
use crate::photo::png::SIGNATURE;

/// Size and coding, palette, transparency, pixels.
const STAYS: [&[u8; 4]; 5] = [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"];

/// Copies what a decoder needs. The file was walked before: it is whole.
pub(super) fn copy<R: Read>(source: &mut ByteSource<R>, out: &mut impl Write) -> Result<(), PhotoError> {
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
        pass_on(source, rest, out)?;
        if &kind == b"IEND" {
            return Ok(());
        }
    }
}

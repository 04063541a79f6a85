//! The chunks of a WebP that make its pixels.

use super::{ByteSource, PhotoError, Read, Write, pass_on};

/// Copies kind, length and bytes of the chunks that a decoder makes pixels of, without container and padding: a program
/// that adds or removes metadata changes those. The file was walked before: it is whole.
pub(super) fn copy<R: Read>(source: &mut ByteSource<R>, out: &mut impl Write) -> Result<(), PhotoError> {
    let [_, _, _, _, size @ .., _, _, _, _] = source.array::<12>()?;
    let end = 8 + u64::from(u32::from_le_bytes(size));
    while source.position() < end {
        let kind: [u8; 4] = source.array()?;
        let length: [u8; 4] = source.array()?;
        let bytes = u64::from(u32::from_le_bytes(length));
        if matches!(&kind, b"VP8 " | b"VP8L" | b"ALPH") {
            out.write_all(&kind)?;
            out.write_all(&length)?;
            pass_on(source, bytes, out)?;
        } else {
            source.skip(bytes)?;
        }
        source.skip(bytes % 2)?;
    }
    Ok(())
}

//! The chunks of a WebP that make its pixels.

use super::{ByteSource, PhotoError, Read, SeekFrom, Write, orientation_block};
use std::io::Seek;

/// The flags of the extended header that say there is EXIF or XMP.
const EXIF: u8 = 0x08;
const XMP: u8 = 0x04;

/// Copies what a decoder needs. The file was walked before: it is whole.
pub(super) fn copy<R: Read>(
    source: &mut ByteSource<R>,
    orientation: u8,
    out: &mut (impl Write + Seek),
) -> Result<(), PhotoError> {
    let [_, _, _, _, size @ .., _, _, _, _] = source.array::<12>()?;
    let end = 8 + u64::from(u32::from_le_bytes(size));
    out.write_all(b"RIFF\0\0\0\0WEBP")?;
    let turned = orientation > 1;
    while source.position() < end {
        let kind: [u8; 4] = source.array()?;
        let length = u32::from_le_bytes(source.array()?);
        let padded = u64::from(length) + u64::from(length % 2);
        if !matches!(&kind, b"VP8X" | b"VP8 " | b"VP8L" | b"ALPH" | b"ICCP") {
            source.skip(padded)?;
            continue;
        }
        out.write_all(&kind)?;
        out.write_all(&length.to_le_bytes())?;
        let mut first = &kind == b"VP8X";
        let mut written = Ok(());
        source.pass(padded, |bytes| {
            let mut bytes = bytes;
            if let (true, Some((flags, rest))) = (first, bytes.split_first()) {
                let flags = (flags & !(EXIF | XMP)) | if turned { EXIF } else { 0 };
                written = out.write_all(&[flags]);
                bytes = rest;
                first = false;
            }
            if written.is_ok() {
                written = out.write_all(bytes);
            }
        })?;
        written?;
    }
    if turned {
        // A picture that says how to turn it has the extended header.
        let block = orientation_block(orientation);
        out.write_all(b"EXIF")?;
        out.write_all(&u32::try_from(block.len()).unwrap_or(0).to_le_bytes())?;
        out.write_all(&block)?;
    }
    let whole = out.stream_position()?;
    out.seek(SeekFrom::Start(4))?;
    out.write_all(&u32::try_from(whole.saturating_sub(8)).unwrap_or(0).to_le_bytes())?;
    Ok(())
}

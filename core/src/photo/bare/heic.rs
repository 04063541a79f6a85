//! The items of a HEIC that make its pixels.

use super::{PhotoError, Write};
use crate::photo::{MAX_BYTES, heic::Meta};

/// Copies the items that the picture is made of, each behind its properties. `None` for a file that is built in another
/// way than cameras build one. The file was walked before: it is whole.
pub(super) fn copy(file: &[u8], out: &mut impl Write) -> Result<Option<()>, PhotoError> {
    let meta = Meta::of(file)?;
    let Some(items) = meta.picture_items() else { return Ok(None) };
    // Items and properties that lie on each other would let a small file stand for any number of bytes.
    let mut left = usize::try_from(MAX_BYTES).unwrap_or(usize::MAX);
    for item in items {
        let Some(data) = meta.data(item, file, left) else { return Ok(None) };
        for (kind, body) in meta.properties_of(item).chain([(b"item", data.as_slice())]) {
            let Some(rest) = left.checked_sub(body.len()) else { return Ok(None) };
            left = rest;
            out.write_all(kind)?;
            out.write_all(&(body.len() as u64).to_be_bytes())?;
            out.write_all(body)?;
        }
    }
    Ok(Some(()))
}

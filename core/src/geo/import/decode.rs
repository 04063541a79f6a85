//! Bytes as text: UTF-8 with or without a mark, UTF-16 with one, or GBK as older programs save.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8};

use crate::text::Text;

/// The text of `bytes` without its mark, and whether there was one.
///
/// # Errors
/// Why it is no text.
pub(super) fn text(bytes: &[u8]) -> Result<(Cow<'_, str>, bool), Text> {
    const ZIP: &[u8] = b"PK\x03\x04";
    if bytes.starts_with(ZIP) {
        return Err(Text::new(
            "是压缩文件（KMZ 或 ZIP），请先解压",
            "is a compressed file (KMZ or ZIP): unpack it first",
        ));
    }
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let body = bytes.get(mark..).unwrap_or_default();
    let read = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(body);
        text.filter(|text| !text.contains('\0'))
    };
    // GB18030 contains GBK and GB 2312.
    let text = read(encoding).or_else(|| if mark == 0 { read(GB18030) } else { None });
    let no_text = || Text::new("既不是 UTF-8 也不是 GBK 文本", "is neither UTF-8 nor GBK text");
    text.map(|text| (text, mark > 0)).ok_or_else(no_text)
}

/// A field of an attribute table: one cut in the middle of a letter loses that letter.
pub(super) fn field(bytes: &[u8], encoding: &'static Encoding) -> String {
    /// Of the longest letter.
    const LETTER_BYTES: usize = 4;
    let without = |cut: usize| {
        let whole = bytes.get(..bytes.len().checked_sub(cut)?)?;
        encoding.decode_without_bom_handling_and_without_replacement(whole)
    };
    let text = (0..LETTER_BYTES).find_map(without);
    let text = text.unwrap_or_else(|| encoding.decode_without_bom_handling(bytes).0);
    text.trim_matches([' ', '\0']).to_owned()
}

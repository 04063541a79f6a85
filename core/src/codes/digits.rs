//! Digits as people type and paste them.

/// The ASCII form of a full-width digit, letter or sign (`１`, `Ｘ`, `－`), which Chinese input methods produce;
/// other characters stay.
pub(super) fn narrow(c: char) -> char {
    const FULL_WIDTH_TO_ASCII: u32 = 0xFEE0;
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - FULL_WIDTH_TO_ASCII).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// Whether `text` is nothing but ASCII digits, and not empty.
pub(super) fn are_all(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The last four characters of an ASCII number.
pub(super) fn last_four(text: &str) -> &str {
    text.get(text.len().saturating_sub(4)..).unwrap_or_default()
}

//! Bytes of a list as text: UTF-8 with or without a mark, UTF-16 with one, or GBK as older spreadsheets save.

use std::borrow::Cow;

use doorstep_core::text::Text;
use encoding_rs::{Encoding, GB18030};

/// The text of `bytes` without its mark.
///
/// # Errors
/// Why it is no text, with the line where reading stopped where that is known.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, (Option<u64>, Text)> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        return strictly(encoding, body).ok_or_else(|| not_text(None));
    }
    let Err(error) = std::str::from_utf8(bytes) else { return Ok(String::from_utf8_lossy(bytes)) };
    // GB18030 contains GBK and GB 2312.
    strictly(GB18030, bytes).ok_or_else(|| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count();
        not_text(u64::try_from(line).ok().map(|line| line + 1))
    })
}

fn strictly<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
    // A zero byte is in no list, but in every file that is something else.
    encoding.decode_without_bom_handling_and_without_replacement(bytes).filter(|text| !text.contains('\0'))
}

fn not_text(line: Option<u64>) -> (Option<u64>, Text) {
    let reason = Text::new(
        "既不是 UTF-8 也不是 GBK 文本，请另存为“CSV UTF-8”",
        "is neither UTF-8 nor GBK text: save it as CSV UTF-8",
    );
    (line, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_spreadsheets_save_reads_as_the_same_text() {
        let text = "姓名,户编号\n王芳,H1\n";
        let gbk = GB18030.encode(text).0;
        let utf16: Vec<u8> =
            [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let marked = format!("\u{FEFF}{text}");
        for bytes in [text.as_bytes(), marked.as_bytes(), &gbk, &utf16] {
            assert_eq!(decode(bytes).unwrap(), text);
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_line() {
        let (line, reason) = decode(b"name\nok\n\xFF\xFF\xFF").unwrap_err();
        assert_eq!(line, Some(3));
        assert!(reason.en.contains("neither UTF-8 nor GBK"));
        assert!(decode(b"PK\x03\x04\x00\x00\x00\xFF").is_err());
    }
}

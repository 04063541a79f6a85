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
    let line = || Some(breaks(bytes.get(..error.valid_up_to()).unwrap_or_default()) + 1);
    if is_broken_utf8(bytes) {
        return Err((line(), broken()));
    }
    // GB18030 contains GBK and GB 2312.
    strictly(GB18030, bytes).ok_or_else(|| not_text(line()))
}

/// Whether it was UTF-8 before it was damaged: Chinese characters that hold as UTF-8 are no fewer than the places that
/// do not. In GBK nearly every character is such a place, and almost none holds.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        // Two bytes of GBK may pass for one letter of UTF-8, and three hardly ever do.
        whole += chunk.valid().chars().filter(|char| char.len_utf8() > 2).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > 0 && whole >= broken
}

/// Whether a line ends with the byte at `at`: LF, CR LF, or CR alone, as old spreadsheets save.
pub(super) fn ends_line(text: &[u8], at: usize) -> bool {
    match text.get(at) {
        Some(b'\n') => true,
        Some(b'\r') => text.get(at + 1) != Some(&b'\n'),
        _ => false,
    }
}

/// How many lines end in `text`.
pub(super) fn breaks(text: &[u8]) -> u64 {
    (0..text.len()).map(|at| u64::from(ends_line(text, at))).sum()
}

fn strictly<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
    // A zero byte is in no list, but in every file that is something else.
    encoding.decode_without_bom_handling_and_without_replacement(bytes).filter(|text| !text.contains('\0'))
}

fn broken() -> Text {
    Text::new(
        "UTF-8 文本在此处损坏，请重新另存为“CSV UTF-8”",
        "is UTF-8 text that is damaged here: save it as CSV UTF-8 again",
    )
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
    fn damaged_utf8_is_not_taken_for_gbk() {
        let text = "姓名,户编号\n王芳,H1\n李敏,H2\n";
        let last = text.find('敏').unwrap();
        // Cut in the middle of a character, which GBK would read as other people's names.
        for cut in [last + 1, last + 2] {
            let bytes = [text.as_bytes().get(..cut).unwrap(), b"A,H2\n"].concat();
            let (line, reason) = decode(&bytes).unwrap_err();
            assert_eq!(line, Some(3));
            assert!(reason.en.contains("damaged here") && reason.zh.contains("损坏"), "{}", reason.en);
        }
        // A name that begins like UTF-8 does.
        let gbk = GB18030.encode("name\n谢芳\n").0;
        assert_eq!(decode(&gbk).unwrap(), "name\n谢芳\n");
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_line() {
        let (line, reason) = decode(b"name\nok\n\xFF\xFF\xFF").unwrap_err();
        assert_eq!(line, Some(3));
        assert!(reason.en.contains("neither UTF-8 nor GBK"));
        assert!(decode(b"PK\x03\x04\x00\x00\x00\xFF").is_err());
    }
}

//! Lines of a text file, counted as an editor counts them.

/// Tells the line of a record from where a reader found it. `csv` counts otherwise: of a file with CRLF endings or
/// blank lines it names the line before.
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    pub(super) const fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, line: 1 }
    }

    /// The line, from 1, of the first text at `offset` or after it. Offsets must not fall.
    pub(super) fn line_at(&mut self, offset: u64) -> u64 {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        while let Some(byte) = self.bytes.get(self.at) {
            if self.at >= offset && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.at += 1;
            // CRLF ends one line, and so does a CR alone.
            let ends = *byte == b'\n' || *byte == b'\r' && self.bytes.get(self.at) != Some(&b'\n');
            self.line += u64::from(ends);
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ending_ends_one_line() {
        for ending in ["\n", "\r\n", "\r"] {
            let text = ["a", "", "bb", "c"].join(ending);
            let mut lines = Lines::of(text.as_bytes());
            let end_of_a = 1;
            assert_eq!(lines.line_at(0), 1);
            assert_eq!(lines.line_at(end_of_a), 3, "what follows the blank line");
            let end_of_b = u64::try_from(text.find("bb").unwrap() + 2).unwrap();
            assert_eq!(lines.line_at(end_of_b), 4, "{ending:?}");
        }
    }
}

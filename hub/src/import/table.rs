//! A list as it came: headings and lines of cells, from CSV or the first sheet of an XLSX workbook.
//!
//! Bounded: a file larger than any township's list is refused before it can take the memory.

use std::{fs::File, io::Read, path::Path};

use doorstep_core::{
    codes::{At, Fault},
    text::Text,
};

use super::{text, workbook};
pub(crate) use crate::store::why as unreadable;

/// A larger file is refused unread.
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;
/// Lines that one list may have; a county splits its lists by township.
pub const MAX_LINES: usize = 200_000;
/// Columns that one list may have.
pub const MAX_COLUMNS: usize = 200;
/// Characters that one cell may hold.
pub(super) const MAX_CELL_CHARS: usize = 2_000;

/// One line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number in the file, counted from 1.
    pub number: u64,
    /// The number of the line on which it ends: a quoted cell may go over several.
    pub through: u64,
    /// Its cells, trimmed.
    pub cells: Vec<String>,
    /// Why none of its cells can be trusted.
    pub misread: Option<Text>,
}

impl Line {
    /// A line that stands on line `number` alone.
    pub fn new(number: u64, cells: Vec<String>) -> Self {
        Self { number, through: number, cells, misread: None }
    }
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    /// The file's name, without its folder: a path may hold somebody's name.
    pub file: String,
    /// The headings, trimmed.
    pub headings: Vec<String>,
    /// The lines below that are not empty.
    pub lines: Vec<Line>,
}

/// The name by which faults call the file at `path`.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| "?".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// The bytes of the file at `path`, if it is not too large.
///
/// # Errors
/// Why the file cannot be read.
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, Fault> {
    let fault = |reason: Text| Fault::whole(&name_of(path), reason);
    let unreadable = |error: std::io::Error| fault(unreadable(&error));
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that is too large, whatever its length claims.
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(fault(Text::new("文件超过 64 MiB", "is larger than 64 MiB")));
    }
    Ok(bytes)
}

/// Reads a list, CSV or XLSX by its content.
///
/// # Errors
/// Everything that makes the file no list; nothing of it is then read.
pub(super) fn read(path: &Path) -> Result<Table, Vec<Fault>> {
    let bytes = read_bytes(path).map_err(|fault| vec![fault])?;
    parse(&name_of(path), &bytes)
}

/// Reads the list in `bytes`.
///
/// # Errors
/// As for [`read`].
pub(super) fn parse(file: &str, bytes: &[u8]) -> Result<Table, Vec<Fault>> {
    const ZIP: &[u8] = b"PK\x03\x04";
    const OLD_OFFICE: &[u8] = b"\xD0\xCF\x11\xE0";
    if bytes.starts_with(OLD_OFFICE) {
        let reason = Text::new(
            "是旧式 XLS 文件，请另存为 XLSX 或 CSV",
            "is an old XLS workbook: save it as XLSX or CSV",
        );
        return Err(vec![Fault::whole(file, reason)]);
    }
    let lines = if bytes.starts_with(ZIP) {
        workbook::lines(bytes).map_err(|reason| vec![Fault::whole(file, reason)])?
    } else {
        csv_lines(file, bytes)?
    };
    shape(file, lines)
}

/// Splits headings from lines and judges their lengths.
fn shape(file: &str, lines: Vec<Line>) -> Result<Table, Vec<Fault>> {
    let mut lines = lines.into_iter().filter(|line| line.cells.iter().any(|cell| !cell.is_empty()));
    let Some(mut heading) = lines.next() else {
        return Err(vec![Fault::whole(file, Text::new("空文件", "is empty"))]);
    };
    while heading.cells.last().is_some_and(String::is_empty) {
        heading.cells.pop();
    }
    let width = heading.cells.len();
    if width > MAX_COLUMNS {
        let reason =
            Text::new(format!("超过 {MAX_COLUMNS} 列"), format!("has more than {MAX_COLUMNS} columns"));
        return Err(vec![Fault::whole(file, reason)]);
    }
    // What makes the heading untrustworthy makes all below it so.
    if let Some(reason) = heading.misread.take() {
        return Err(vec![Fault::row(file, At::Line(heading.number), reason)]);
    }
    let mut kept = Vec::new();
    for mut line in lines {
        if kept.len() == MAX_LINES {
            let reason = Text::new(
                format!("超过 {MAX_LINES} 行，请按乡镇拆分"),
                format!("has more than {MAX_LINES} lines: split it by township"),
            );
            return Err(vec![Fault::whole(file, reason)]);
        }
        line.misread = line.misread.take().or_else(|| misread(&line, width));
        kept.push(line);
    }
    if kept.is_empty() {
        let reason = Text::new("只有表头，没有数据行", "has headings and no lines below them");
        return Err(vec![Fault::whole(file, reason)]);
    }
    Ok(Table { file: file.to_owned(), headings: heading.cells, lines: kept })
}

/// A line that has more cells than headings, or one without end, was split in the wrong place.
fn misread(line: &Line, width: usize) -> Option<Text> {
    let reason = if line.cells.iter().skip(width).any(|cell| !cell.is_empty()) {
        let found = line.cells.len();
        Text::new(
            format!("本行有 {found} 列，表头有 {width} 列"),
            format!("the line has {found} cells, the heading {width}"),
        )
    } else if line.cells.iter().any(|cell| cell.chars().nth(MAX_CELL_CHARS).is_some()) {
        Text::new(
            format!("单元格超过 {MAX_CELL_CHARS} 字"),
            format!("a cell holds more than {MAX_CELL_CHARS} characters"),
        )
    } else {
        return None;
    };
    Some(swallowing(reason, line))
}

/// The reason, with the lines that a quotation mark made one, where it did.
pub(super) fn swallowing(reason: Text, line: &Line) -> Text {
    let (from, to) = (line.number, line.through);
    if from == to {
        return reason;
    }
    Text::new(
        format!("{}；引号使第 {from} 至 {to} 行连成一行，请检查引号", reason.zh),
        format!("{}; quotation marks make lines {from} to {to} one: is a mark missing?", reason.en),
    )
}

fn unclosed(line: u64) -> Text {
    Text::new(
        format!("第 {line} 行的引号没有结束，其后各行均未读取"),
        format!("a quotation mark opened on line {line} is never closed: nothing below it was read"),
    )
}

fn csv_lines(file: &str, bytes: &[u8]) -> Result<Vec<Line>, Vec<Fault>> {
    let text = text::decode(bytes).map_err(|(line, reason)| {
        let at = line.map_or(At::Whole, At::Line);
        vec![Fault::row(file, at, reason)]
    })?;
    let mut csv = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        // What is still in quotes at the end swallows the mark; otherwise the mark is a line of its own.
        .from_reader(text.as_bytes().chain(END));
    let mut lines = Vec::new();
    let mut counter = LineCounter { text: text.as_bytes(), at: 0, line: 1 };
    for record in csv.records() {
        let record = record.map_err(|_| vec![Fault::whole(file, Text::new("无法读取", "cannot be read"))])?;
        let number = counter.line_of(record.position().map_or(0, csv::Position::byte));
        if is_end(&record) {
            break;
        }
        let mut line = Line::new(number, record.iter().map(|cell| cell.trim().to_owned()).collect());
        line.through += breaks(record.iter());
        if record.iter().next_back().is_some_and(|cell| cell.as_bytes().ends_with(END)) {
            line.misread = Some(unclosed(number + breaks(record.iter().take(record.len() - 1))));
        }
        lines.push(line);
        if lines.len() > MAX_LINES + 1 {
            break;
        }
    }
    Ok(lines)
}

/// Ends the text for the reader; a control character, as no list has it.
const END: &[u8] = b"\n\x1A";

fn is_end(record: &csv::StringRecord) -> bool {
    record.len() == 1 && record.get(0).is_some_and(|cell| cell == "\x1A")
}

fn breaks<'a>(cells: impl Iterator<Item = &'a str>) -> u64 {
    cells.map(|cell| text::breaks(cell.as_bytes())).sum()
}

/// Tells the line on which a record begins. The reader's own count stands before the line break and the empty
/// lines that it has yet to skip.
struct LineCounter<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl LineCounter<'_> {
    fn line_of(&mut self, byte: u64) -> u64 {
        let start = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(found) = self.text.get(self.at) {
            if self.at >= start && !matches!(found, b'\n' | b'\r') {
                break;
            }
            self.line += u64::from(text::ends_line(self.text, self.at));
            self.at += 1;
        }
        self.line
    }
}

/// Comma, unless the headings are set apart by tabs or semicolons.
fn delimiter(text: &str) -> u8 {
    let heading = text.split(['\n', '\r']).find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |sought: char| heading.chars().filter(|found| *found == sought).count();
    [(',', b','), ('\t', b'\t'), (';', b';')]
        .into_iter()
        // The first of equals stays: a comma.
        .rev()
        .max_by_key(|(sign, _)| count(*sign))
        .map_or(b',', |(_, byte)| byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Result<Table, Vec<String>> {
        parse("f.csv", text.as_bytes()).map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn lines_keep_the_numbers_they_have_in_the_file() {
        let table = table("\u{FEFF}a , b\r\n\r\n1,\"x\ny\"\r\n,\r\n3, 4 \r\n").unwrap();
        assert_eq!(table.headings, ["a", "b"]);
        let lines: Vec<_> = table.lines.iter().map(|line| (line.number, line.cells.clone())).collect();
        assert_eq!(lines[0], (3, vec!["1".to_owned(), "x\ny".to_owned()]));
        assert_eq!(lines[1], (6, vec!["3".to_owned(), "4".to_owned()]));
        assert_eq!(lines.len(), 2);
    }

    #[test]
    fn lines_that_end_as_old_spreadsheets_end_them_are_counted() {
        let table = table("a;b\r1;2\r\r3;\"x\ry\"\r4;5\r").unwrap();
        assert_eq!(table.headings, ["a", "b"]);
        let numbers: Vec<_> = table.lines.iter().map(|line| (line.number, line.through)).collect();
        assert_eq!(numbers, [(2, 2), (4, 5), (6, 6)]);
    }

    #[test]
    fn tabs_and_semicolons_set_columns_apart_too() {
        assert_eq!(table("a\tb\n1\t2").unwrap().headings, ["a", "b"]);
        assert_eq!(table("a;b\n1;2").unwrap().headings, ["a", "b"]);
    }

    fn misread(text: &str) -> Vec<(u64, String)> {
        let lines = table(text).unwrap().lines.into_iter();
        lines.filter_map(|line| Some((line.number, line.misread?.en))).collect()
    }

    #[test]
    fn lines_that_were_split_wrongly_are_all_named() {
        assert_eq!(
            misread("a,b\n1,2,3\n1\n1,2,,\n1,2,3,4\n"),
            [
                (2, "the line has 3 cells, the heading 2".to_owned()),
                (5, "the line has 4 cells, the heading 2".to_owned())
            ]
        );
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_told_with_its_line() {
        for end in ["", "\n", "\r\n"] {
            let found = misread(&format!("a,b\n1,2\n3,\"4\n5,6\n7,8{end}"));
            let told = "a quotation mark opened on line 3 is never closed: nothing below it was read";
            assert_eq!(found, [(3, told.to_owned())]);
            assert!(misread(&format!("a,b\n1,\"2\n\"{end}")).is_empty());
        }
        assert_eq!(table("a,\"b\n1,2\n").unwrap_err().len(), 1, "in the heading");
        // The next mark closes it, two lines below.
        let found = misread("a,b\n1,\"2\n3,4\n5,\"6\",7\n");
        assert!(found[0].1.contains("quotation marks make lines 2 to 4 one"), "{found:?}");
    }

    #[test]
    fn what_is_no_list_is_refused_whole() {
        assert_eq!(table("").unwrap_err(), ["f.csv: is empty"]);
        assert_eq!(table("a,b\n,\n").unwrap_err(), ["f.csv: has headings and no lines below them"]);
        let wide = vec!["a"; MAX_COLUMNS + 1].join(",");
        assert_eq!(table(&wide).unwrap_err(), ["f.csv: has more than 200 columns"]);
        let old = parse("f.xls", b"\xD0\xCF\x11\xE0\xA1").unwrap_err();
        assert!(old[0].to_string().contains("save it as XLSX"));
    }

    #[test]
    fn a_list_without_end_is_refused_while_reading() {
        let long = format!("a\n{}", "1\n".repeat(MAX_LINES + 10));
        assert_eq!(table(&long).unwrap_err(), ["f.csv: has more than 200000 lines: split it by township"]);
    }
}

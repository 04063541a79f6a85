//! A list as it came: headings and lines of cells, from CSV or the first sheet of an XLSX workbook.
//!
//! Bounded: a file larger than any township's list is refused before it can take the memory.

use std::{
    fs::File,
    io::{ErrorKind, Read},
    path::Path,
};

use doorstep_core::{
    codes::{At, Fault},
    text::Text,
};

use super::{text, workbook};

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
    /// Its cells, trimmed.
    pub cells: Vec<String>,
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

/// Why the system does not hand a file over.
pub(crate) fn unreadable(error: &std::io::Error) -> Text {
    match error.kind() {
        ErrorKind::NotFound => Text::new("文件不存在", "does not exist"),
        ErrorKind::IsADirectory => Text::new("是文件夹，不是文件", "is a folder, not a file"),
        ErrorKind::PermissionDenied => Text::new("没有读取权限", "may not be read (permission denied)"),
        kind => Text::new(format!("无法读取（{kind}）"), format!("cannot be read ({kind})")),
    }
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
    let mut faults = Vec::new();
    let mut kept = Vec::new();
    for line in lines {
        if kept.len() == MAX_LINES {
            let reason = Text::new(
                format!("超过 {MAX_LINES} 行，请按乡镇拆分"),
                format!("has more than {MAX_LINES} lines: split it by township"),
            );
            return Err(vec![Fault::whole(file, reason)]);
        }
        faults.extend(length_fault(file, &line, width));
        kept.push(line);
    }
    if faults.is_empty() {
        Ok(Table { file: file.to_owned(), headings: heading.cells, lines: kept })
    } else {
        Err(faults)
    }
}

/// A line that has more cells than headings was split in the wrong place, so none of its cells can be trusted.
fn length_fault(file: &str, line: &Line, width: usize) -> Option<Fault> {
    let at = At::Line(line.number);
    if line.cells.iter().skip(width).any(|cell| !cell.is_empty()) {
        let found = line.cells.len();
        let reason = Text::new(
            format!("本行有 {found} 列，表头有 {width} 列"),
            format!("the line has {found} cells, the heading {width}"),
        );
        return Some(Fault::row(file, at, reason));
    }
    let long = line.cells.iter().any(|cell| cell.chars().nth(MAX_CELL_CHARS).is_some());
    long.then(|| {
        let reason = Text::new(
            format!("单元格超过 {MAX_CELL_CHARS} 字"),
            format!("a cell holds more than {MAX_CELL_CHARS} characters"),
        );
        Fault::row(file, at, reason)
    })
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
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    let mut counter = LineCounter { text: text.as_bytes(), at: 0, line: 1 };
    for record in csv.records() {
        let record = record.map_err(|_| vec![Fault::whole(file, Text::new("无法读取", "cannot be read"))])?;
        let number = counter.line_of(record.position().map_or(0, csv::Position::byte));
        lines.push(Line { number, cells: record.iter().map(|cell| cell.trim().to_owned()).collect() });
        if lines.len() > MAX_LINES + 1 {
            break;
        }
    }
    Ok(lines)
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
            self.line += u64::from(*found == b'\n');
            self.at += 1;
        }
        self.line
    }
}

/// Comma, unless the headings are set apart by tabs or semicolons.
fn delimiter(text: &str) -> u8 {
    let heading = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
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
    fn tabs_and_semicolons_set_columns_apart_too() {
        assert_eq!(table("a\tb\n1\t2").unwrap().headings, ["a", "b"]);
        assert_eq!(table("a;b\n1;2").unwrap().headings, ["a", "b"]);
    }

    #[test]
    fn lines_that_were_split_wrongly_are_all_named() {
        let faults = table("a,b\n1,2,3\n1\n1,2,,\n1,2,3,4\n").unwrap_err();
        assert_eq!(
            faults,
            [
                "f.csv, line 2: the line has 3 cells, the heading 2",
                "f.csv, line 5: the line has 4 cells, the heading 2"
            ]
        );
    }

    #[test]
    fn what_is_no_list_is_refused_whole() {
        assert_eq!(table("").unwrap_err(), ["f.csv: is empty"]);
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

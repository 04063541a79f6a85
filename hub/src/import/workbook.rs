//! The first sheet of an XLSX workbook, cell by cell: its claimed size is never believed, and what it inflates
//! to is counted before a reader keeps any of it.

use std::io::{self, Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use doorstep_core::text::Text;

use super::table::{Line, MAX_CELL_CHARS, MAX_COLUMNS, MAX_LINES};

/// Every cell of a full list; a sparse sheet cannot ask for more.
const MAX_CELLS: usize = MAX_LINES * 40;
/// What all parts of a workbook may inflate to; a full list takes some 100 MiB.
const MAX_INFLATED: u64 = 256 * 1024 * 1024;
/// What all cells together may hold: many cells may point at one long text.
const MAX_TEXT: usize = 256 * 1024 * 1024;

/// The lines of the first sheet, the heading among them.
pub(super) fn lines(bytes: &[u8]) -> Result<Vec<Line>, Text> {
    let unreadable = || Text::new("不是可读的 XLSX 工作簿", "is not a readable XLSX workbook");
    weigh(bytes, MAX_INFLATED)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let Some(sheet) = book.sheet_names().first().cloned() else { return Err(unreadable()) };
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|_| unreadable())?;
    let mut lines: Vec<Line> = Vec::new();
    let (mut count, mut held) = (0usize, 0usize);
    while let Some(cell) = cells.next_cell().map_err(|_| unreadable())? {
        let (row, column) = cell.get_position();
        let text = written(cell.get_value());
        if text.is_empty() {
            continue;
        }
        count += 1;
        held = held.saturating_add(text.len());
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if count > MAX_CELLS || held > MAX_TEXT || column >= MAX_COLUMNS {
            return Err(too_large());
        }
        let number = u64::from(row) + 1;
        if lines.last().is_none_or(|line| line.number != number) {
            if lines.len() > MAX_LINES {
                break;
            }
            lines.push(Line::new(number, Vec::new()));
        }
        if let Some(line) = lines.last_mut() {
            line.cells.resize(line.cells.len().max(column + 1), String::new());
            if let Some(place) = line.cells.get_mut(column) {
                *place = text;
            }
        }
    }
    Ok(lines)
}

fn too_large() -> Text {
    Text::new("表格过大", "the sheet is too large")
}

/// Refuses a workbook that inflates to more than `most` bytes, or whose table of texts claims more than a list
/// has cells: the reader makes room for as many as it claims.
fn weigh(bytes: &[u8], most: u64) -> Result<(), Text> {
    let unreadable = || Text::new("不是可读的 XLSX 工作簿", "is not a readable XLSX workbook");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let mut left = most;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| unreadable())?;
        let name = part.name().map_err(|_| unreadable())?;
        let is_texts = name.to_ascii_lowercase().contains("sharedstrings");
        // One byte more than allowed tells a part that is too large, whatever its length claims.
        let mut part = part.take(left.saturating_add(1));
        let inflated = if is_texts {
            let mut texts = Vec::new();
            part.read_to_end(&mut texts).map_err(|_| unreadable())?;
            if claimed(&texts) > MAX_CELLS as u64 {
                return Err(too_large());
            }
            texts.len() as u64
        } else {
            io::copy(&mut part, &mut io::sink()).map_err(|_| unreadable())?
        };
        left = left.checked_sub(inflated).ok_or_else(too_large)?;
    }
    Ok(())
}

/// How many texts a table of texts says or shows that it has.
fn claimed(texts: &[u8]) -> u64 {
    const CLAIM: &[u8] = b"uniqueCount";
    let shown =
        texts.windows(4).filter(|piece| matches!(*piece, b"<si>" | b":si>" | b"<si " | b":si ")).count()
            as u64;
    let said = texts.windows(CLAIM.len()).enumerate().filter(|(_, piece)| *piece == CLAIM).map(|(at, _)| {
        let rest = texts.get(at + CLAIM.len()..).unwrap_or_default();
        let digits = rest
            .iter()
            .skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\'' | b'+'))
            .take_while(|byte| byte.is_ascii_digit());
        digits.fold(0u64, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
    });
    said.fold(shown, u64::max)
}

/// The beginning of a text, long enough that the length of the cell is found too great.
fn bounded(text: &str) -> String {
    text.trim().chars().take(MAX_CELL_CHARS + 1).collect()
}

/// A cell as the person who filled it reads it.
fn written(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => bounded(text),
        DataRef::SharedString(text) => bounded(text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_written(*number),
        DataRef::Bool(true) => "是".to_owned(),
        DataRef::Bool(false) => "否".to_owned(),
        DataRef::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => bounded(text),
        // The reader of the column then says that it cannot use it.
        DataRef::Error(_) => "#".to_owned(),
        DataRef::Empty => String::new(),
    }
}

fn number_written(number: f64) -> String {
    // Whole numbers up to 2^53 are exact; beyond, digits are gone and the exponent shows it.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.abs() <= EXACT { format!("{number}") } else { format!("{number:E}").replace('E', "E+") }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    /// The workbook of the other tests with this for its table of texts.
    fn workbook(texts: &str) -> Vec<u8> {
        let whole = Cursor::new(include_bytes!("assets/households.xlsx"));
        let mut whole = zip::ZipArchive::new(whole).unwrap();
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..whole.len() {
            let mut part = whole.by_index(index).unwrap();
            let name = part.name().unwrap().into_owned();
            writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
            if name == "xl/sharedStrings.xml" {
                writer.write_all(texts.as_bytes()).unwrap();
            } else {
                io::copy(&mut part, &mut writer).unwrap();
            }
        }
        writer.finish().unwrap().into_inner()
    }

    /// A table of texts that claims to have `count`; the first of them is `text`.
    fn texts(count: &str, text: &str) -> String {
        const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let others = "<si><t>x</t></si>".repeat(13);
        format!(r#"<sst xmlns="{MAIN}" uniqueCount="{count}"><si><t>{text}</t></si>{others}</sst>"#)
    }

    #[test]
    fn a_workbook_that_claims_more_texts_than_a_list_has_cells_is_refused() {
        assert_eq!(lines(&workbook(&texts("1", "户编号"))).unwrap()[0].cells[0], "户编号");
        for count in ["9000001", "4000000000000", "99999999999999999999999"] {
            assert_eq!(lines(&workbook(&texts(count, "x"))).unwrap_err().en, "the sheet is too large");
        }
        let long = lines(&workbook(&texts("1", &"x".repeat(3_000_000)))).unwrap();
        assert_eq!(long[0].cells[0].len(), MAX_CELL_CHARS + 1, "as much as shows that it is too long");
    }

    #[test]
    fn what_a_workbook_inflates_to_is_counted_before_it_is_read() {
        let bytes = workbook(&texts("14", &" ".repeat(4_000_000)));
        assert!(bytes.len() < 20_000);
        assert_eq!(weigh(&bytes, 3_999_999).unwrap_err().en, "the sheet is too large");
        weigh(&bytes, 4_100_000).unwrap();
    }
}

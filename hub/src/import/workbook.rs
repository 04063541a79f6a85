//! The first sheet of an XLSX workbook, cell by cell: its claimed size is never believed.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};
use doorstep_core::text::Text;

use super::table::{Line, MAX_COLUMNS, MAX_LINES};

/// Every cell of a full list; a sparse sheet cannot ask for more.
const MAX_CELLS: usize = MAX_LINES * 40;

/// The lines of the first sheet, the heading among them.
pub(super) fn lines(bytes: &[u8]) -> Result<Vec<Line>, Text> {
    let unreadable = || Text::new("不是可读的 XLSX 工作簿", "is not a readable XLSX workbook");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let Some(sheet) = book.sheet_names().first().cloned() else { return Err(unreadable()) };
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|_| unreadable())?;
    let mut lines: Vec<Line> = Vec::new();
    let mut count = 0usize;
    while let Some(cell) = cells.next_cell().map_err(|_| unreadable())? {
        let (row, column) = cell.get_position();
        let text = written(cell.get_value());
        if text.is_empty() {
            continue;
        }
        count += 1;
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if count > MAX_CELLS || column >= MAX_COLUMNS {
            return Err(Text::new("表格过大", "the sheet is too large"));
        }
        let number = u64::from(row) + 1;
        if lines.last().is_none_or(|line| line.number != number) {
            if lines.len() > MAX_LINES {
                break;
            }
            lines.push(Line { number, cells: Vec::new() });
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

/// A cell as the person who filled it reads it.
fn written(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_written(*number),
        DataRef::Bool(true) => "是".to_owned(),
        DataRef::Bool(false) => "否".to_owned(),
        DataRef::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
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

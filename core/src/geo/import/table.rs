//! CSV: one grid a line, its outline as WKT.

use serde_json::Value;

use super::{Feature, MAX_FILE_FEATURES, MAX_FILE_VERTICES, feature::Outline, gather::Gather, wkt};
use crate::text::Text;

/// Under these headings an outline usually stands.
const USUAL_OUTLINES: [&str; 8] = ["wkt", "geometry", "geom", "the_geom", "shape", "outline", "边界", "范围"];

/// Columns that a list may have.
const MAX_COLUMNS: usize = 200;

/// Commas that a list may have, each of them a cell of a line until that is read: as many as GeoJSON may have.
const MAX_COMMAS: usize = MAX_FILE_VERTICES * 6;

/// Hands every line of `text` to `gather`.
///
/// # Errors
/// Why the text is no list of grids.
pub(super) fn read(text: &str, gather: &mut Gather<'_>) -> Result<(), Text> {
    gather.by_line = true;
    if text.bytes().filter(|byte| *byte == b',').count() > MAX_COMMAS {
        return Err(Text::new("分隔符过多", "has more commas than any list of grids"));
    }
    let mut lines = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headings = lines.headers().map_err(|_| not_csv())?.clone();
    let is_outline =
        |heading: &str| USUAL_OUTLINES.iter().any(|name| heading.trim().eq_ignore_ascii_case(name));
    let outline_at = headings.iter().position(is_outline).ok_or_else(no_outline)?;
    if headings.len() > MAX_COLUMNS {
        let zh = format!("超过 {MAX_COLUMNS} 列");
        return Err(Text::new(zh, format!("has more than {MAX_COLUMNS} columns")));
    }
    for (index, line) in lines.records().enumerate() {
        if index == MAX_FILE_FEATURES {
            return Err(super::too_many_features());
        }
        let line = line.map_err(|_| not_csv())?;
        let number = line.position().map_or(index + 2, |at| usize::try_from(at.line()).unwrap_or(index + 2));
        let outline = match line.get(outline_at).map(str::trim) {
            None | Some("") => Outline::None,
            Some(written) => wkt::read(written),
        };
        let cells = headings
            .iter()
            .zip(line.iter())
            .enumerate()
            .filter(|(i, (_, cell))| *i != outline_at && !cell.trim().is_empty());
        let properties = cells.map(|(_, (name, cell))| (name.to_owned(), Value::from(cell.trim()))).collect();
        gather.take(Feature { number, properties, outline })?;
    }
    Ok(())
}

fn not_csv() -> Text {
    Text::new("不是 CSV 表格", "is not a CSV table")
}

fn no_outline() -> Text {
    Text::new(
        "不是 GeoJSON、KML，也不是含 WKT 列（列名 wkt）的 CSV",
        "is neither GeoJSON nor KML nor a CSV table with a column of WKT (headed wkt)",
    )
}

//! The attribute table (dBASE III and later, as far as drawing programs use it).

use encoding_rs::{Encoding, GB18030, UTF_8};
use serde_json::Value;

use crate::{geo::import::decode, text::Text};

const HEADER_BYTES: usize = 32;
const FIELD_BYTES: usize = 32;
const END_OF_FIELDS: u8 = 0x0D;
/// The language mark for code page 936.
const MARK_GBK: u8 = 0x4D;
const MAX_FIELDS: usize = 255;

struct Field {
    name: String,
    at: usize,
    bytes: usize,
}

/// An attribute table, opened.
pub(super) struct Attributes<'a> {
    fields: Vec<Field>,
    rows: &'a [u8],
    row_bytes: usize,
    encoding: &'static Encoding,
}

/// One line of the table.
pub(super) enum Row {
    /// Marked as deleted.
    Deleted,
    /// Beyond the end.
    Missing,
    /// Fields that hold something.
    Values(Vec<(String, Value)>),
}

impl<'a> Attributes<'a> {
    /// Reads the header of `bytes`, whose letters are in `declared`, in what the header says, in UTF-8 if they
    /// can be, or in GBK.
    ///
    /// # Errors
    /// Why it is no attribute table.
    pub(super) fn open(bytes: &'a [u8], declared: Option<&'static Encoding>) -> Result<Self, Text> {
        let not_dbf = || Text::new("属性表（.dbf）损坏", "has a damaged attribute table (.dbf)");
        let short = |at: usize| {
            let pair = bytes.get(at..).and_then(|rest| rest.first_chunk::<2>());
            pair.map(|pair| usize::from(u16::from_le_bytes(*pair))).ok_or_else(not_dbf)
        };
        let (start, row_bytes) = (short(8)?, short(10)?);
        let mark = bytes.get(29).copied().ok_or_else(not_dbf)?;
        let described = bytes.get(HEADER_BYTES..start).ok_or_else(not_dbf)?;
        let rows = bytes.get(start..).unwrap_or_default();
        let described: Vec<&[u8]> = described
            .chunks_exact(FIELD_BYTES)
            .take_while(|field| field.first() != Some(&END_OF_FIELDS))
            .collect();
        let places = places(&described);
        let end = places.last().map(|(at, bytes)| at + bytes).ok_or_else(not_dbf)?;
        if end > row_bytes || places.len() > MAX_FIELDS {
            return Err(not_dbf());
        }
        let headings: Vec<&[u8]> = described.into_iter().map(heading).collect();
        let cells = rows.chunks_exact(row_bytes).flat_map(|row| places.iter().map(|place| cell(row, *place)));
        let encoding = match declared {
            Some(encoding) => encoding,
            None if mark == MARK_GBK => GB18030,
            None if headings.iter().copied().chain(cells.flatten()).all(can_be_utf8) => UTF_8,
            None => GB18030,
        };
        let named = headings.iter().zip(places);
        let fields =
            named.map(|(name, (at, bytes))| Field { name: decode::field(name, encoding), at, bytes });
        let fields = fields.collect();
        Ok(Self { fields, rows, row_bytes, encoding })
    }

    /// The line at `index`, counted from 0.
    pub(super) fn row(&self, index: usize) -> Row {
        let start = index.saturating_mul(self.row_bytes);
        let Some(row) = self.rows.get(start..).and_then(|rows| rows.get(..self.row_bytes)) else {
            return Row::Missing;
        };
        if row.first() == Some(&b'*') {
            return Row::Deleted;
        }
        let value = |field: &Field| {
            let text = decode::field(cell(row, (field.at, field.bytes))?, self.encoding);
            (!text.is_empty()).then(|| (field.name.clone(), Value::from(text)))
        };
        Row::Values(self.fields.iter().filter_map(value).collect())
    }
}

fn heading(field: &[u8]) -> &[u8] {
    field.get(..11).unwrap_or_default().split(|byte| *byte == 0).next().unwrap_or_default()
}

/// Where in a row each field begins, and its bytes.
fn places(described: &[&[u8]]) -> Vec<(usize, usize)> {
    // The first byte of a row is its deletion mark.
    let mut at = 1;
    let place = |field: &&[u8]| {
        let bytes = usize::from(field.get(16).copied().unwrap_or_default());
        at += bytes;
        (at - bytes, bytes)
    };
    described.iter().map(place).collect()
}

/// The bytes of a row at a place.
fn cell(row: &[u8], (at, bytes): (usize, usize)) -> Option<&[u8]> {
    row.get(at..)?.get(..bytes)
}

/// Whether a heading or a cell can be in UTF-8, its last letter perhaps cut.
fn can_be_utf8(text: &[u8]) -> bool {
    std::str::from_utf8(text).map_or_else(|error| error.error_len().is_none(), |_| true)
}

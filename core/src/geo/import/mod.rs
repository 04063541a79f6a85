//! Grids from the files that drawing programs and surveyors write: GeoJSON, KML, Shapefile, GeoPackage and CSV
//! with WKT.
//!
//! Owns what each format is to us and which repairs are safe. Every reader is bounded: sizes are judged before
//! anything is built from them, nothing recurses on what a file says. All faults are reported at once with their
//! feature and field, never with the value found; every repair is reported. Files are bytes here; opening them
//! is the caller's work.

mod declared;
mod decode;
mod feature;
mod gather;
mod geojson;
mod kml;
mod repair;
mod shapefile;
mod table;
mod wkb;
mod wkt;

use std::collections::BTreeMap;

use crate::{
    codes::{At, DivisionCode, Fault, GridCode, Imported},
    geo::{Area, Coordinate, Datum, Drawing, GridShape},
    text::Text,
};
pub use declared::older_datum;
use feature::Feature;
use gather::Gather;
pub use shapefile::Shapefile;

/// A larger file is refused unread.
pub const MAX_FILE_BYTES: usize = 64 * 1024 * 1024;

/// Positions that one file may hold.
pub const MAX_FILE_VERTICES: usize = 2_000_000;

/// Features that one file may hold: twice the villages of a province, ten grids each, stay below.
const MAX_FILE_FEATURES: usize = 500_000;

/// How a file of grids is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportOptions {
    /// What its positions refer to. No format says so reliably.
    pub datum: Datum,
    /// Whether the file holds whole villages under codes of 12 digits instead of grids; each is then read as grid
    /// 000 of itself, and [`GridImport::village_areas`] gives them back.
    pub villages: bool,
    /// The layer to read, where the file holds several (GeoPackage); without it there must be one.
    pub layer: Option<String>,
    /// The property that holds the 15-digit code; where none is named, the usual ones are tried.
    pub code_property: Option<String>,
    /// The property that holds the name; where none is named, the usual ones are tried.
    pub name_property: Option<String>,
    /// Whether to close open rings, turn swapped axes and drop repeated positions where that gives a valid area.
    pub repair: bool,
}

impl ImportOptions {
    /// Positions in `datum`, the usual properties, safe repairs.
    pub const fn new(datum: Datum) -> Self {
        Self { datum, villages: false, layer: None, code_property: None, name_property: None, repair: true }
    }
}

/// Something wrong with one feature or the file, for people and for maps.
#[derive(Clone, Debug, PartialEq)]
pub struct GridFault {
    /// A short name for programs.
    pub code: &'static str,
    /// The grid, where its code could be read.
    pub grid: Option<GridCode>,
    /// Where it shows.
    pub at: Option<Coordinate>,
    /// The sentence, with file, feature and field.
    pub fault: Fault,
}

/// What is known of a grid that a file holds and that has a fault: whoever checks the others must not take its ground
/// for bare.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusedGrid {
    /// Its code, where that is good.
    pub code: Option<GridCode>,
    /// The ground that is drawn for it, where one can be made out.
    pub drawn: Option<Drawing>,
}

/// What an importer found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GridImport {
    /// The grids without a fault, in the file's order.
    pub grids: Vec<GridShape>,
    /// All faults, in the file's order.
    pub faults: Vec<GridFault>,
    /// The features that are no grid for their faults.
    pub refused: Vec<RefusedGrid>,
    /// What was put right, in the shape of a fault: nothing here keeps a grid out.
    pub repairs: Vec<Fault>,
    /// Where in the file each grid stands.
    pub places: BTreeMap<GridCode, At>,
}

impl GridImport {
    /// The ground of each village, where [`villages`](ImportOptions::villages) were read.
    pub fn village_areas(&self) -> Vec<(DivisionCode, Area)> {
        let area = |shape: &GridShape| Some((shape.code.village(), shape.area.clone()?));
        self.grids.iter().filter_map(area).collect()
    }

    /// The rows and faults alone.
    pub fn imported(self) -> Imported<GridShape> {
        Imported { rows: self.grids, faults: self.faults.into_iter().map(|found| found.fault).collect() }
    }
}

/// Reads grids from a GeoJSON FeatureCollection whose positions are degrees of `datum`, repairing nothing but a
/// byte order mark. Each feature has a property `code` (15 digits), perhaps a `name`, and a Polygon, a
/// MultiPolygon or `null` as its geometry. `file` only names the file in faults.
pub fn read_geojson(text: &str, file: &str, datum: Datum) -> Imported<GridShape> {
    let options = ImportOptions { repair: false, ..ImportOptions::new(datum) };
    read_with(file, &options, text.len(), |gather| geojson::read(text.trim_start_matches('\u{FEFF}'), gather))
        .imported()
}

/// The ground of an outline as a grid's row holds it: one GeoJSON geometry in WGS-84. `None` where that is no area that
/// a map could show.
pub fn read_outline(geometry: &serde_json::Value) -> Option<Area> {
    geojson::read_area(&geometry.to_string())
}

/// Reads grids from the bytes of a GeoJSON, KML or CSV file, told apart by their content. Text is UTF-8, UTF-16
/// with a mark, or GBK. `file` only names the file in faults.
pub fn read_grids(bytes: &[u8], file: &str, options: &ImportOptions) -> GridImport {
    read_with(file, options, bytes.len(), |gather| {
        let (text, marked) = decode::text(bytes)?;
        if marked {
            gather.note(Text::new("已去掉字节顺序标记（BOM）", "a byte order mark was dropped"));
        }
        match text.trim_start().chars().next() {
            None => Err(Text::new("空文件", "is empty")),
            Some('{' | '[') => geojson::read(&text, gather),
            Some('<') => kml::read(&text, gather),
            Some(_) => table::read(&text, gather),
        }
    })
}

/// Reads grids from a Shapefile. `file` only names the file in faults.
pub fn read_shapefile(parts: &Shapefile<'_>, file: &str, options: &ImportOptions) -> GridImport {
    let bytes = parts.shp.len().max(parts.dbf.map_or(0, <[u8]>::len));
    read_with(file, options, bytes, |gather| shapefile::read(parts, gather))
}

/// Makes grids of features whose geometries are GeoPackage blobs (or plain WKB), as rows come out of the
/// database. `file` only names the file in faults.
pub fn read_blobs(
    features: impl Iterator<Item = (Vec<(String, serde_json::Value)>, Option<Vec<u8>>)>,
    file: &str,
    options: &ImportOptions,
) -> GridImport {
    read_with(file, options, 0, |gather| {
        for (index, (properties, blob)) in features.enumerate() {
            if index == MAX_FILE_FEATURES {
                return Err(too_many_features());
            }
            let outline = blob.as_deref().map_or(feature::Outline::None, wkb::read);
            gather.take(Feature { number: index + 1, properties, outline })?;
        }
        Ok(())
    })
}

fn read_with(
    file: &str,
    options: &ImportOptions,
    bytes: usize,
    read: impl FnOnce(&mut Gather<'_>) -> Result<(), Text>,
) -> GridImport {
    let mut gather = Gather::new(file, options);
    let done = match bytes {
        _ if bytes > MAX_FILE_BYTES => Err(Text::new("文件超过 64 MiB", "is larger than 64 MiB")),
        _ => read(&mut gather),
    };
    if let Err(reason) = done {
        gather.refuse_file(reason);
    }
    gather.finish()
}

fn too_many_features() -> Text {
    Text::new(
        format!("超过 {MAX_FILE_FEATURES} 个要素"),
        format!("has more than {MAX_FILE_FEATURES} features"),
    )
}

fn too_many_positions() -> Text {
    Text::new(
        format!("超过 {MAX_FILE_VERTICES} 个顶点"),
        format!("has more than {MAX_FILE_VERTICES} positions"),
    )
}

#[cfg(test)]
mod tests;

//! Shapefile (ESRI white paper of July 1998): polygons from `.shp`, their attributes from `.dbf`.

mod dbf;

use std::fmt;

use encoding_rs::{Encoding, GB18030, UTF_8};
use geo::{
    Area as _, Coord, LineString, Polygon,
    coordinate_position::{CoordPos, coord_pos_relative_to_ring},
};

use super::{
    Feature, MAX_FILE_FEATURES,
    declared::older_datum,
    feature::{Outline, Parts},
    gather::Gather,
};
use crate::{
    geo::{AreaError, MAX_GRID_RINGS, MAX_GRID_VERTICES},
    text::Text,
};
use dbf::Attributes;

/// The files of one Shapefile, as bytes.
#[derive(Clone, Copy)]
pub struct Shapefile<'a> {
    /// The outlines.
    pub shp: &'a [u8],
    /// The attribute table; without it no grid has a code and nothing is read.
    pub dbf: Option<&'a [u8]>,
    /// What `.cpg` says of the attributes' encoding; without it they are UTF-8 if they can be, else GBK.
    pub cpg: Option<&'a str>,
    /// What `.prj` says of the datum: only that of an older survey is heeded, and refused.
    pub prj: Option<&'a str>,
}

/// Outlines and attributes are told by their length alone.
impl fmt::Debug for Shapefile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shapefile")
            .field("shp_bytes", &self.shp.len())
            .field("dbf_bytes", &self.dbf.map(<[u8]>::len))
            .finish_non_exhaustive()
    }
}

const HEADER_BYTES: usize = 100;
const FILE_CODE: u32 = 9994;

/// Hands every record to `gather`.
///
/// # Errors
/// Why the files are no Shapefile of polygons, or where they stop being one.
pub(super) fn read(parts: &Shapefile<'_>, gather: &mut Gather<'_>) -> Result<(), Text> {
    let (header, mut rest) = parts.shp.split_at_checked(HEADER_BYTES).ok_or_else(not_shp)?;
    let kind = little_u32(header, 32).ok_or_else(not_shp)?;
    if big_u32(header, 0) != Some(FILE_CODE) {
        return Err(not_shp());
    }
    if !is_polygon(kind) {
        let zh = format!("应为面图层，实为图形类型 {kind}");
        return Err(Text::new(zh, format!("holds shapes of type {kind}, not polygons")));
    }
    if let Some(reason) = parts.prj.and_then(older_datum) {
        return Err(reason);
    }
    let attributes = Attributes::open(parts.dbf.ok_or_else(no_dbf)?, parts.cpg.and_then(encoding_of))?;
    let mut number = 0;
    while !rest.is_empty() {
        number += 1;
        let (record, after) = read_record(rest).ok_or_else(|| cut_short(number))?;
        rest = after;
        if number > MAX_FILE_FEATURES {
            return Err(super::too_many_features());
        }
        let properties = match attributes.row(number - 1) {
            dbf::Row::Deleted => continue,
            dbf::Row::Missing => {
                let reason = Text::new("属性表中没有对应的行", "has no line in the attribute table");
                gather.refuse(number, reason);
                continue;
            }
            dbf::Row::Values(values) => values,
        };
        gather.take(Feature { number, properties, outline: record.into_outline() })?;
    }
    Ok(())
}

fn not_shp() -> Text {
    Text::new("不是 Shapefile（.shp）", "is not a Shapefile (.shp)")
}

fn no_dbf() -> Text {
    Text::new(
        "旁边没有同名的属性表（.dbf），网格编码无从得知",
        "lacks its attribute table (.dbf of the same name), which holds the codes",
    )
}

fn cut_short(number: usize) -> Text {
    Text::new(format!("第 {number} 个要素处文件损坏"), format!("is damaged at feature {number}"))
}

/// Polygon, PolygonZ and PolygonM.
const fn is_polygon(kind: u32) -> bool {
    matches!(kind, 5 | 15 | 25)
}

fn encoding_of(label: &str) -> Option<&'static Encoding> {
    let label = label.trim();
    match label.to_ascii_uppercase().as_str() {
        "936" | "CP936" | "ANSI 936" | "GBK" | "GB2312" | "GB18030" => Some(GB18030),
        "65001" | "UTF-8" | "UTF8" => Some(UTF_8),
        _ => Encoding::for_label(label.as_bytes()),
    }
}

/// What one record holds, rings not yet told apart.
enum Record {
    Null,
    Rings(Vec<Vec<[f64; 2]>>),
    Bad(Text),
}

/// The record at the start of `bytes`, and what follows it; `None` where the file is cut short.
fn read_record(bytes: &[u8]) -> Option<(Record, &[u8])> {
    let (head, rest) = bytes.split_at_checked(8)?;
    let length = usize::try_from(big_u32(head, 4)?).ok()?.checked_mul(2)?;
    let (content, rest) = rest.split_at_checked(length)?;
    let record = match little_u32(content, 0)? {
        0 => Record::Null,
        kind if is_polygon(kind) => read_rings(content)?,
        kind => {
            let zh = format!("应为面，实为图形类型 {kind}");
            Record::Bad(Text::new(zh, format!("is a shape of type {kind}, not a polygon")))
        }
    };
    Some((record, rest))
}

fn read_rings(content: &[u8]) -> Option<Record> {
    const COUNTS: usize = 36;
    const STARTS: usize = 44;
    let count = |at: usize| usize::try_from(little_u32(content, at)?).ok();
    let (rings, positions) = (count(COUNTS)?, count(COUNTS + 4)?);
    if rings > MAX_GRID_RINGS {
        return Some(Record::Bad(AreaError::TooManyRings.reason()));
    }
    if positions > MAX_GRID_VERTICES {
        return Some(Record::Bad(AreaError::TooManyVertices.reason()));
    }
    let starts: Option<Vec<usize>> = (0..rings).map(|ring| count(STARTS + 4 * ring)).collect();
    let starts = starts?;
    let bytes = content.get(STARTS + 4 * rings..)?.get(..16 * positions)?;
    let all: Vec<[f64; 2]> = bytes.chunks_exact(16).filter_map(position).collect();
    let ends = starts.iter().skip(1).copied().chain([positions]);
    let rings: Option<Vec<_>> =
        starts.iter().zip(ends).map(|(start, end)| all.get(*start..end).map(<[_]>::to_vec)).collect();
    Some(Record::Rings(rings?))
}

fn position(bytes: &[u8]) -> Option<[f64; 2]> {
    let (lon, rest) = bytes.split_first_chunk::<8>()?;
    let (lat, _) = rest.split_first_chunk::<8>()?;
    Some([f64::from_le_bytes(*lon), f64::from_le_bytes(*lat)])
}

fn little_u32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn big_u32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

impl Record {
    fn into_outline(self) -> Outline {
        match self {
            Self::Null => Outline::None,
            Self::Bad(reason) => Outline::Bad(reason),
            // Judged as bad positions later; they have no inside.
            Self::Rings(rings) if rings.iter().flatten().flatten().any(|number| !number.is_finite()) => {
                Outline::Parts(vec![rings])
            }
            Self::Rings(rings) => tell_apart(rings.into_iter().map(Ring::of).collect()),
        }
    }
}

/// A ring as it stands in the file, and what it encloses.
struct Ring {
    positions: Vec<[f64; 2]>,
    /// Closed, where the file does not.
    line: LineString<f64>,
    /// Less than zero where it runs clockwise.
    area: f64,
}

impl Ring {
    fn of(positions: Vec<[f64; 2]>) -> Self {
        let line = positions.iter().map(|[x, y]| Coord { x: *x, y: *y }).collect();
        let polygon = Polygon::new(line, Vec::new());
        let area = polygon.signed_area();
        Self { positions, line: polygon.into_inner().0, area }
    }

    /// Whether it lies in `outer`, which it does not cross: its first corner off the other's line tells.
    fn lies_in(&self, outer: &Self) -> bool {
        if outer.area.abs() < self.area.abs() {
            return false;
        }
        let mut sides = self.line.0.iter().map(|at| coord_pos_relative_to_ring(*at, &outer.line));
        sides.find(|side| *side != CoordPos::OnBoundary).is_none_or(|side| side == CoordPos::Inside)
    }
}

/// Rings as parts with their holes. The format tells an outer ring (clockwise) from a hole by its direction alone; a
/// file in which a hole lies in no outer ring has directions wrong, and then the rings are told apart by where they
/// lie.
fn tell_apart(rings: Vec<Ring>) -> Outline {
    let runs_as_outer: Vec<bool> = rings.iter().map(|ring| ring.area <= 0.0).collect();
    if let Some(around) = nested(&rings, &runs_as_outer) {
        return Outline::Parts(parts(&rings, &around));
    }
    let lies_as_outer: Vec<bool> =
        (0..rings.len()).map(|place| depth(&rings, place).is_multiple_of(2)).collect();
    match nested(&rings, &lies_as_outer) {
        Some(around) => Outline::Turned(parts(&rings, &around)),
        // Rings that cross lie in each other in no order: each is a part, and that they cross is found later.
        None => Outline::Parts(rings.into_iter().map(|ring| vec![ring.positions]).collect()),
    }
}

/// In how many others the ring at `place` lies; of two that cover each other, the later in the earlier.
fn depth(rings: &[Ring], place: usize) -> usize {
    let Some(ring) = rings.get(place) else { return 0 };
    let lies_in = |(other, outer): &(usize, &Ring)| {
        *other != place && ring.lies_in(outer) && (*other < place || !outer.lies_in(ring))
    };
    rings.iter().enumerate().filter(lies_in).count()
}

/// For each ring that is no outer one, the least outer one around it; `None` where one has none.
fn nested(rings: &[Ring], is_outer: &[bool]) -> Option<Vec<Option<usize>>> {
    let outers = || rings.iter().zip(is_outer).enumerate().filter(|(_, (_, is_outer))| **is_outer);
    let around = |hole: &Ring| {
        let lying = outers().filter(|(_, (outer, _))| hole.lies_in(outer));
        lying.min_by(|(_, (a, _)), (_, (b, _))| a.area.abs().total_cmp(&b.area.abs())).map(|(place, _)| place)
    };
    let each = rings.iter().zip(is_outer);
    each.map(|(ring, is_outer)| if *is_outer { Some(None) } else { around(ring).map(Some) }).collect()
}

/// The rings put together: those with none around them, each with its holes, in the order of the file.
fn parts(rings: &[Ring], around: &[Option<usize>]) -> Parts {
    let mut parts: Parts = vec![Vec::new(); rings.len()];
    for outer in [true, false] {
        for (place, (ring, of)) in rings.iter().zip(around).enumerate() {
            if of.is_none() == outer
                && let Some(part) = parts.get_mut(of.unwrap_or(place))
            {
                part.push(ring.positions.clone());
            }
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

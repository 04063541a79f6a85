//! Shapefile (ESRI white paper of July 1998): polygons from `.shp`, their attributes from `.dbf`.

mod dbf;

use std::fmt;

use encoding_rs::{Encoding, GB18030, UTF_8};
use geo::{
    Area as _, Coord, LineString, Polygon,
    coordinate_position::{CoordPos, coord_pos_relative_to_ring},
};

use super::{
    Feature, MAX_FILE_FEATURES, MAX_FILE_VERTICES,
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
    let (mut number, mut vertices) = (0, 0);
    while !rest.is_empty() {
        number += 1;
        let (outline, after) = read_record(rest).ok_or_else(|| cut_short(number))?;
        rest = after;
        vertices += outline.vertices();
        if number > MAX_FILE_FEATURES {
            return Err(super::too_many_features());
        }
        if vertices > MAX_FILE_VERTICES {
            return Err(super::too_many_positions());
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
        let outline = outline.into_outline(number, gather);
        gather.take(Feature { number, properties, outline });
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
    fn vertices(&self) -> usize {
        match self {
            Self::Rings(rings) => rings.iter().map(Vec::len).sum(),
            Self::Null | Self::Bad(_) => 0,
        }
    }

    fn into_outline(self, number: usize, gather: &mut Gather<'_>) -> Outline {
        match self {
            Self::Null => Outline::None,
            Self::Bad(reason) => Outline::Bad(reason),
            Self::Rings(rings) => {
                let (parts, turned) = tell_apart(rings);
                if turned {
                    let en = "a ring ran the wrong way round and was taken by where it lies";
                    gather.note_feature(number, Text::new("环的方向有误，已按位置判断内外", en));
                }
                Outline::Parts(parts)
            }
        }
    }
}

/// Rings as parts with their holes. The format tells an outer ring (clockwise) from a hole by its direction
/// alone; a hole that lies in no outer ring is taken for an outer one, and the second value says so.
fn tell_apart(rings: Vec<Vec<[f64; 2]>>) -> (Parts, bool) {
    if rings.iter().flatten().flatten().any(|number| !number.is_finite()) {
        // Judged as bad positions later; they have no inside.
        return (vec![rings], false);
    }
    let measured = rings.into_iter().map(|ring| {
        let line: LineString<f64> = ring.iter().map(|[x, y]| Coord { x: *x, y: *y }).collect();
        // Closes the line where the file does not.
        let polygon = Polygon::new(line, Vec::new());
        let area = polygon.signed_area();
        (ring, polygon.into_inner().0, area)
    });
    let (mut outers, holes): (Vec<_>, Vec<_>) = measured.partition(|(_, _, area)| *area <= 0.0);
    let mut turned = false;
    let mut lying = Vec::new();
    for hole in holes {
        let around = |(_, line, area): &(Vec<[f64; 2]>, LineString<f64>, f64)| {
            area.abs() >= hole.2.abs() && lies_in(&hole.1, line)
        };
        let nearest = outers.iter().enumerate().filter(|(_, outer)| around(outer));
        match nearest.min_by(|(_, a), (_, b)| a.2.abs().total_cmp(&b.2.abs())).map(|(index, _)| index) {
            Some(index) => lying.push((index, hole.0)),
            None => {
                turned = true;
                outers.push(hole);
            }
        }
    }
    let mut parts: Parts = outers.into_iter().map(|(ring, _, _)| vec![ring]).collect();
    for (index, hole) in lying {
        if let Some(part) = parts.get_mut(index) {
            part.push(hole);
        }
    }
    (parts, turned)
}

fn lies_in(inner: &LineString<f64>, outer: &LineString<f64>) -> bool {
    let sides = inner.0.iter().map(|at| coord_pos_relative_to_ring(*at, outer));
    sides.into_iter().find(|side| *side != CoordPos::OnBoundary).is_none_or(|side| side == CoordPos::Inside)
}

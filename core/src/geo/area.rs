//! The ground that a grid covers: one or more polygons, checked once.

use geo::algorithm::validation::{InvalidMultiPolygon, InvalidPolygon};
use geo::{
    Area as _, BoundingRect, Coord, InteriorPoint, Intersects, Line, LineString, MultiPolygon, Point,
    Polygon, RemoveRepeatedPoints, Validation,
    line_intersection::{LineIntersection, line_intersection},
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Coordinate, CoordinateError, Datum};
use crate::text::Text;

/// A grid of some hundred homes needs no finer line; more is a drawing fault or an attack.
pub const MAX_GRID_VERTICES: usize = 20_000;

/// Parts and holes of one grid, together.
pub const MAX_GRID_RINGS: usize = 200;

/// Smaller than this, in square degrees, a ring encloses nothing (about 0.1 m² in Shaanxi).
const NO_AREA: f64 = 1e-11;

/// Parts, of rings (the first around, the others holes), of `[lon, lat]`: GeoJSON's order for a MultiPolygon.
type Rings = Vec<Vec<Vec<[f64; 2]>>>;

/// A valid area in WGS-84: closed rings that neither cross nor overlap, holes inside, every part with some
/// ground. `Debug` redacts: where a grid runs is not for logs.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Rings", into = "Rings")]
pub struct Area(MultiPolygon<f64>);

/// Why rings make no area. Rings are counted from 1 over the whole area; positions are never repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{}", self.reason().en)]
pub enum AreaError {
    /// No ring at all.
    Empty,
    /// More rings than [`MAX_GRID_RINGS`].
    TooManyRings,
    /// More positions than [`MAX_GRID_VERTICES`].
    TooManyVertices,
    /// A position with fewer than two numbers.
    ShortPosition(usize),
    /// A number that is no position on earth.
    Position(usize, CoordinateError),
    /// Latitude stands where longitude should.
    Swapped(usize),
    /// Metres of a projected system instead of degrees.
    Metres(usize),
    /// The last position is not the first.
    NotClosed(usize),
    /// Fewer than four positions (three corners and the first again).
    TooFewPoints(usize),
    /// The ring crosses or touches itself.
    CrossesItself(usize),
    /// The ring encloses nothing.
    NoArea(usize),
    /// A hole is not inside its part.
    HoleOutside,
    /// Holes overlap, or run along another ring.
    HolesOverlap,
    /// Parts overlap, or share an edge.
    PartsOverlap,
}

impl AreaError {
    /// The reason, for people.
    pub fn reason(&self) -> Text {
        let ring = |ring: &usize, zh: &str, en: &str| {
            Text::new(format!("第 {ring} 个环：{zh}"), format!("ring {ring} {en}"))
        };
        match self {
            Self::Empty => Text::new("没有任何边界", "has no ring"),
            Self::TooManyRings => Text::new(
                format!("超过 {MAX_GRID_RINGS} 个环"),
                format!("has more than {MAX_GRID_RINGS} rings"),
            ),
            Self::TooManyVertices => Text::new(
                format!("超过 {MAX_GRID_VERTICES} 个顶点"),
                format!("has more than {MAX_GRID_VERTICES} positions"),
            ),
            Self::ShortPosition(n) => {
                ring(n, "有顶点不足两个数字", "has a position of fewer than two numbers")
            }
            Self::Position(n, error) => {
                let reason = error.reason();
                ring(n, &reason.zh, &format!("has a bad position: {}", reason.en))
            }
            Self::Swapped(n) => ring(
                n,
                "经纬度似乎颠倒，应为 [经度, 纬度]",
                "seems to have latitude and longitude swapped: write [longitude, latitude]",
            ),
            Self::Metres(n) => ring(
                n,
                "坐标似为投影坐标（米），请导出为经纬度",
                "seems to be in metres of a projected system: export degrees",
            ),
            Self::NotClosed(n) => {
                ring(n, "未闭合，首末顶点不同", "is not closed: its last position is not its first")
            }
            Self::TooFewPoints(n) => ring(n, "顶点过少", "has fewer than three corners"),
            Self::CrossesItself(n) => ring(n, "自相交", "crosses or touches itself"),
            Self::NoArea(n) => ring(n, "面积为零", "encloses no area"),
            Self::HoleOutside => Text::new("有孔洞超出外边界", "a hole is not inside its outer ring"),
            Self::HolesOverlap => {
                Text::new("孔洞相互重叠或与边界重合", "holes overlap or run along another ring")
            }
            Self::PartsOverlap => Text::new("各部分相互重叠或共边", "parts overlap or share an edge"),
        }
    }
}

impl Area {
    /// The area that `parts` enclose: of each part the ring around it, then its holes, each a closed list of
    /// `[lon, lat]` degrees of `datum`, as in GeoJSON's MultiPolygon.
    ///
    /// # Errors
    /// Everything that is wrong; geometry is judged only where every ring is well formed.
    pub fn from_rings(parts: &[Vec<Vec<[f64; 2]>>], datum: Datum) -> Result<Self, Vec<AreaError>> {
        within_limits(parts).map_err(|error| vec![error])?;
        let mut faults = Faults::default();
        let mut number = 0;
        let mut polygons = Vec::with_capacity(parts.len());
        for part in parts {
            let mut rings = Vec::with_capacity(part.len());
            for ring in part {
                number += 1;
                rings.push(read_ring(ring, datum, number, &mut faults));
            }
            let mut rings = rings.into_iter();
            match rings.next() {
                Some(outer) => polygons.push(Polygon::new(outer, rings.collect())),
                None => faults.add(AreaError::Empty),
            }
        }
        let polygons = MultiPolygon::new(polygons);
        if faults.0.is_empty() && number > 1 {
            judge_rings_together(&polygons, &mut faults);
        }
        if faults.0.is_empty() { Ok(Self(polygons)) } else { Err(faults.0) }
    }

    /// The rings in WGS-84, as [`from_rings`](Self::from_rings) takes them.
    pub fn rings(&self) -> Vec<Vec<Vec<[f64; 2]>>> {
        let ring = |ring: &LineString<f64>| ring.coords().map(|at| [at.x, at.y]).collect();
        let part = |part: &Polygon<f64>| {
            std::iter::once(part.exterior()).chain(part.interiors()).map(ring).collect()
        };
        self.0.iter().map(part).collect()
    }

    /// Whether `at` lies in the area or on its border.
    pub fn contains(&self, at: &Coordinate) -> bool {
        self.holds(point(at))
    }

    /// Some point well inside, in WGS-84: where a label or a first guess may stand.
    pub fn inner_point(&self) -> Option<Coordinate> {
        let inner = self.0.interior_point()?;
        Coordinate::new(inner.y(), inner.x(), Datum::Wgs84).ok()
    }

    /// [`contains`](Self::contains) for a WGS-84 point already turned.
    pub(super) fn holds(&self, point: Point<f64>) -> bool {
        self.0.intersects(&point)
    }

    /// West, south, east and north limits in WGS-84.
    pub(super) fn bounds(&self) -> Option<[f64; 4]> {
        let bounds = self.0.bounding_rect()?;
        Some([bounds.min().x, bounds.min().y, bounds.max().x, bounds.max().y])
    }
}

/// A place as geo has it: WGS-84, longitude first.
pub(super) fn point(at: &Coordinate) -> Point<f64> {
    let at = at.to(Datum::Wgs84);
    Point::new(at.lon(), at.lat())
}

/// What was found wrong, each kind once a ring.
#[derive(Default)]
struct Faults(Vec<AreaError>);

impl Faults {
    fn add(&mut self, fault: AreaError) {
        if !self.0.contains(&fault) {
            self.0.push(fault);
        }
    }
}

fn within_limits(parts: &[Vec<Vec<[f64; 2]>>]) -> Result<(), AreaError> {
    let rings: usize = parts.iter().map(Vec::len).sum();
    let vertices: usize = parts.iter().flatten().map(Vec::len).sum();
    if rings == 0 {
        Err(AreaError::Empty)
    } else if rings.max(parts.len()) > MAX_GRID_RINGS {
        Err(AreaError::TooManyRings)
    } else if vertices > MAX_GRID_VERTICES {
        Err(AreaError::TooManyVertices)
    } else {
        Ok(())
    }
}

/// One ring in WGS-84, judged by itself.
fn read_ring(ring: &[[f64; 2]], datum: Datum, number: usize, faults: &mut Faults) -> LineString<f64> {
    let faults_before = faults.0.len();
    if ring.len() < 4 {
        faults.add(AreaError::TooFewPoints(number));
    } else if ring.first() != ring.last() {
        faults.add(AreaError::NotClosed(number));
    }
    let mut corners = Vec::with_capacity(ring.len());
    for &[lon, lat] in ring {
        match read_position(lon, lat, datum, number) {
            Ok(at) => corners.push(at),
            Err(fault) => faults.add(fault),
        }
    }
    let ring = LineString::new(corners);
    if faults.0.len() == faults_before {
        judge_ring(&ring.remove_repeated_points(), number, faults);
    }
    ring
}

fn read_position(lon: f64, lat: f64, datum: Datum, ring: usize) -> Result<Coord<f64>, AreaError> {
    if !is_near_china(lon, lat) && is_near_china(lat, lon) {
        return Err(AreaError::Swapped(ring));
    }
    if lon.abs() > 1_000.0 || lat.abs() > 1_000.0 {
        return Err(AreaError::Metres(ring));
    }
    let at = Coordinate::new(lat, lon, datum).map_err(|error| AreaError::Position(ring, error))?;
    let at = at.to(Datum::Wgs84);
    Ok(Coord { x: at.lon(), y: at.lat() })
}

/// China's extent in whole degrees. Its longitudes and latitudes do not overlap, so a swap shows.
fn is_near_china(lon: f64, lat: f64) -> bool {
    (73.0..=136.0).contains(&lon) && (3.0..=54.0).contains(&lat)
}

fn judge_ring(ring: &LineString<f64>, number: usize, faults: &mut Faults) {
    if ring.0.len() < 4 {
        faults.add(AreaError::TooFewPoints(number));
        return;
    }
    // A flat ring lies on itself everywhere; "no area" says it better than "crosses itself".
    if Polygon::new(ring.clone(), Vec::new()).unsigned_area() < NO_AREA && is_flat(ring) {
        faults.add(AreaError::NoArea(number));
    } else if crosses_itself(ring) {
        faults.add(AreaError::CrossesItself(number));
    }
}

/// Whether all corners lie on one line. (A figure of eight may have no net area either, but is not flat.)
fn is_flat(ring: &LineString<f64>) -> bool {
    let Some(bounds) = ring.bounding_rect() else { return true };
    let Some((first, far)) = ring.0.first().zip(ring.0.get(1)) else { return true };
    let length = (far.x - first.x).hypot(far.y - first.y);
    let off_line = |at: &Coord<f64>| {
        ((far.x - first.x) * (at.y - first.y) - (far.y - first.y) * (at.x - first.x)).abs() / length
    };
    let extent = bounds.width().hypot(bounds.height());
    ring.coords().all(|at| off_line(at) * extent < NO_AREA)
}

/// Whether a closed ring without repeated positions crosses, touches or doubles back on itself. A sweep from
/// west to east, since the library's own check compares every pair and misses rings that touch at a corner.
fn crosses_itself(ring: &LineString<f64>) -> bool {
    let edges = ring.0.len().saturating_sub(1);
    let mut sweep: Vec<(usize, Line<f64>)> = ring.lines().enumerate().collect();
    sweep.sort_by(|(_, a), (_, b)| west(a).total_cmp(&west(b)));
    sweep.iter().enumerate().any(|(place, (i, edge))| {
        let rest = sweep.iter().skip(place + 1).take_while(|(_, other)| west(other) <= east(edge));
        rest.into_iter().any(|(j, other)| {
            let apart = i.abs_diff(*j);
            let neighbours = apart == 1 || apart == edges - 1;
            match line_intersection(*edge, *other) {
                None => false,
                Some(LineIntersection::Collinear { .. }) => true,
                Some(LineIntersection::SinglePoint { .. }) => !neighbours,
            }
        })
    })
}

fn west(edge: &Line<f64>) -> f64 {
    edge.start.x.min(edge.end.x)
}

fn east(edge: &Line<f64>) -> f64 {
    edge.start.x.max(edge.end.x)
}

/// Judges what holes and parts do to each other; each ring is sound by itself.
fn judge_rings_together(polygons: &MultiPolygon<f64>, faults: &mut Faults) {
    for error in polygons.validation_errors() {
        match error {
            InvalidMultiPolygon::InvalidPolygon(_, error) => match error {
                InvalidPolygon::InteriorRingNotContainedInExteriorRing(_) => {
                    faults.add(AreaError::HoleOutside)
                }
                InvalidPolygon::IntersectingRingsOnALine(..)
                | InvalidPolygon::IntersectingRingsOnAnArea(..) => {
                    faults.add(AreaError::HolesOverlap);
                }
                // Judged ring by ring before.
                InvalidPolygon::TooFewPointsInRing(_)
                | InvalidPolygon::SelfIntersection(_)
                | InvalidPolygon::NonFiniteCoord(..) => {}
            },
            InvalidMultiPolygon::ElementsOverlaps(..) | InvalidMultiPolygon::ElementsTouchOnALine(..) => {
                faults.add(AreaError::PartsOverlap);
            }
        }
    }
}

impl TryFrom<Rings> for Area {
    type Error = AreaError;

    fn try_from(rings: Rings) -> Result<Self, AreaError> {
        Self::from_rings(&rings, Datum::Wgs84)
            .map_err(|faults| faults.into_iter().next().unwrap_or(AreaError::Empty))
    }
}

impl From<Area> for Rings {
    fn from(area: Area) -> Self {
        area.rings()
    }
}

impl std::fmt::Debug for Area {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Area({} parts, redacted)", self.0.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A closed ring of corners given in thousandths of a degree off (108, 34).
    fn ring(corners: &[(i32, i32)]) -> Vec<[f64; 2]> {
        let corner = |&(x, y): &(i32, i32)| [108.0 + f64::from(x) / 1e3, 34.0 + f64::from(y) / 1e3];
        corners.iter().chain(corners.first()).map(corner).collect()
    }

    fn square(x: i32, y: i32, side: i32) -> Vec<[f64; 2]> {
        ring(&[(x, y), (x + side, y), (x + side, y + side), (x, y + side)])
    }

    fn area(parts: &[Vec<Vec<[f64; 2]>>]) -> Result<Area, Vec<AreaError>> {
        Area::from_rings(parts, Datum::Wgs84)
    }

    fn at(x: f64, y: f64) -> Coordinate {
        Coordinate::new(34.0 + y / 1e3, 108.0 + x / 1e3, Datum::Wgs84).unwrap()
    }

    #[test]
    fn an_area_holds_its_inside_and_border_but_not_its_holes() {
        let area = area(&[vec![square(0, 0, 10), square(4, 4, 2)], vec![square(20, 0, 5)]]).unwrap();
        assert!(area.contains(&at(1.0, 1.0)));
        assert!(area.contains(&at(0.0, 5.0)));
        assert!(area.contains(&at(22.0, 2.0)));
        assert!(!area.contains(&at(5.0, 5.0)));
        assert!(!area.contains(&at(15.0, 2.0)));
        assert!(area.contains(&at(1.0, 1.0).to(Datum::Gcj02)));
        assert!(area.contains(&area.inner_point().unwrap()));
    }

    #[test]
    fn a_drawing_on_a_shifted_map_lands_where_the_ground_is() {
        let ground = square(0, 0, 10);
        let shifted = |&[lon, lat]: &[f64; 2]| {
            let at = Coordinate::new(lat, lon, Datum::Wgs84).unwrap().to(Datum::Gcj02);
            [at.lon(), at.lat()]
        };
        let drawn = ground.iter().map(shifted).collect();
        let area = Area::from_rings(&[vec![drawn]], Datum::Gcj02).unwrap();
        assert!(area.contains(&at(0.1, 0.1)) && !area.contains(&at(-0.1, 0.1)));
    }

    #[test]
    fn each_kind_of_bad_ring_is_named() {
        let fault = |ring: Vec<[f64; 2]>| area(&[vec![ring]]).unwrap_err();
        assert_eq!(area(&[]).unwrap_err(), [AreaError::Empty]);
        let mut open = square(0, 0, 10);
        open.pop();
        assert_eq!(fault(open), [AreaError::NotClosed(1)]);
        assert_eq!(fault(ring(&[(0, 0), (1, 1)])), [AreaError::TooFewPoints(1)]);
        assert_eq!(fault(ring(&[(0, 0), (0, 0), (1, 1), (1, 1)])), [AreaError::TooFewPoints(1)]);
        assert_eq!(fault(ring(&[(0, 0), (1, 1), (2, 2)])), [AreaError::NoArea(1)]);
        assert_eq!(fault(ring(&[(0, 0), (10, 10), (10, 0), (0, 10)])), [AreaError::CrossesItself(1)]);
        let touching = ring(&[(0, 0), (10, 0), (5, 5), (10, 10), (0, 10), (5, 5)]);
        assert_eq!(fault(touching), [AreaError::CrossesItself(1)]);
        let spike = ring(&[(0, 0), (10, 0), (20, 0), (10, 0), (10, 10)]);
        assert_eq!(fault(spike), [AreaError::CrossesItself(1)]);
        let swapped = square(0, 0, 10).iter().map(|&[lon, lat]| [lat, lon]).collect();
        assert_eq!(fault(swapped), [AreaError::Swapped(1)]);
        let metres = square(0, 0, 10).iter().map(|&[lon, lat]| [lon * 4_000.0, lat * 1e5]).collect();
        assert_eq!(fault(metres), [AreaError::Metres(1)]);
        assert_eq!(fault(vec![[0.0, 0.0]; 4]), [AreaError::Position(1, CoordinateError::NullIsland)]);
    }

    #[test]
    fn rings_that_disturb_each_other_are_named() {
        let fault = |parts: &[Vec<Vec<[f64; 2]>>]| area(parts).unwrap_err();
        assert!(fault(&[vec![square(0, 0, 10), square(20, 20, 2)]]).contains(&AreaError::HoleOutside));
        assert_eq!(
            fault(&[vec![square(0, 0, 10), square(2, 2, 4), square(4, 4, 4)]]),
            [AreaError::HolesOverlap]
        );
        assert_eq!(fault(&[vec![square(0, 0, 10)], vec![square(5, 5, 10)]]), [AreaError::PartsOverlap]);
    }

    #[test]
    fn a_huge_ring_is_refused_and_a_large_one_is_quick() {
        let circle = |n: usize| -> Vec<[f64; 2]> {
            let turn = |i: usize| (i % n) as f64 / n as f64 * std::f64::consts::TAU;
            (0..=n).map(|i| [108.0 + turn(i).cos() / 1e2, 34.0 + turn(i).sin() / 1e2]).collect()
        };
        assert!(area(&[vec![circle(MAX_GRID_VERTICES - 1)]]).is_ok());
        assert_eq!(area(&[vec![circle(MAX_GRID_VERTICES)]]).unwrap_err(), [AreaError::TooManyVertices]);
        let many = vec![vec![square(0, 0, 1)]; MAX_GRID_RINGS + 1];
        assert_eq!(area(&many).unwrap_err(), [AreaError::TooManyRings]);
    }

    #[test]
    fn an_area_survives_json_and_bad_json_does_not_become_one() {
        let area = area(&[vec![square(0, 0, 10), square(4, 4, 2)]]).unwrap();
        let json = serde_json::to_string(&area).unwrap();
        assert_eq!(serde_json::from_str::<Area>(&json).unwrap(), area);
        assert!(serde_json::from_str::<Area>("[[[[108.0,34.0],[108.1,34.0],[108.0,34.0]]]]").is_err());
        assert_eq!(format!("{area:?}"), "Area(1 parts, redacted)");
    }
}

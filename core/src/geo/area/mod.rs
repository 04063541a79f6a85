//! The ground that a grid covers: one or more polygons, checked once.

mod drawing;
mod fault;
mod inner;
mod validity;

use geo::{Area as _, BoundingRect, Coord, Intersects, LineString, MultiPolygon, Point, Polygon};
use serde::{Deserialize, Serialize};

use super::{Coordinate, Datum, coordinate::metres_per_degree};
pub use drawing::Drawing;
pub use fault::{AreaError, AreaFlaw};
pub(super) use inner::widest;

/// A grid of some hundred homes needs no finer line; more is a drawing fault or an attack.
pub const MAX_GRID_VERTICES: usize = 20_000;

/// Parts and holes of one grid, together.
pub const MAX_GRID_RINGS: usize = 200;

/// Parts, of rings (the first around, the others holes), of `[lon, lat]`: GeoJSON's order for a MultiPolygon.
type Rings = Vec<Vec<Vec<[f64; 2]>>>;

/// A valid area in WGS-84: closed rings that neither cross nor overlap, holes inside, every part with some
/// ground. `Debug` redacts: where a grid runs is not for logs.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Rings", into = "Rings")]
pub struct Area(MultiPolygon<f64>);

impl Area {
    /// The area that `parts` enclose: of each part the ring around it, then its holes, each a closed list of
    /// `[lon, lat]` degrees of `datum`, as in GeoJSON's MultiPolygon.
    ///
    /// # Errors
    /// Everything that is wrong; geometry is judged only where every ring is well formed.
    pub fn from_rings(parts: &[Vec<Vec<[f64; 2]>>], datum: Datum) -> Result<Self, Vec<AreaError>> {
        Self::examine(parts, datum).map_err(|flaws| flaws.into_iter().map(|flaw| flaw.error).collect())
    }

    /// [`from_rings`](Self::from_rings), faults with their places.
    ///
    /// # Errors
    /// As there.
    pub fn examine(parts: &[Vec<Vec<[f64; 2]>>], datum: Datum) -> Result<Self, Vec<AreaFlaw>> {
        let mut flaws = Flaws::default();
        within_limits(parts).map_err(|error| vec![AreaFlaw { error, at: None }])?;
        let mut number = 0;
        let mut polygons = Vec::with_capacity(parts.len());
        for part in parts {
            let mut rings = Vec::with_capacity(part.len());
            for ring in part {
                number += 1;
                rings.push(read_ring(ring, datum, number, &mut flaws));
            }
            let mut rings = rings.into_iter();
            match rings.next() {
                Some(outer) => polygons.push(Polygon::new(outer, rings.collect())),
                None => flaws.add(AreaError::Empty, None),
            }
        }
        let polygons = MultiPolygon::new(polygons);
        if flaws.0.is_empty() {
            validity::judge(&polygons, &mut flaws);
        }
        if flaws.0.is_empty() { Ok(Self(polygons)) } else { Err(flaws.0) }
    }

    /// The rings in WGS-84, as [`from_rings`](Self::from_rings) takes them.
    pub fn rings(&self) -> Vec<Vec<Vec<[f64; 2]>>> {
        let ring = |ring: &LineString<f64>| ring.coords().map(|at| [at.x, at.y]).collect();
        let part = |part: &Polygon<f64>| {
            std::iter::once(part.exterior()).chain(part.interiors()).map(ring).collect()
        };
        self.0.iter().map(part).collect()
    }

    /// How many positions its rings hold, together.
    pub fn positions(&self) -> usize {
        let of_part = |part: &Polygon<f64>| {
            let rings = std::iter::once(part.exterior()).chain(part.interiors());
            rings.map(|ring| ring.0.len()).sum::<usize>()
        };
        self.0.iter().map(of_part).sum()
    }

    /// Whether `at` lies in the area or on its border.
    pub fn contains(&self, at: &Coordinate) -> bool {
        self.holds(point(at))
    }

    /// Some point well inside, in WGS-84: where a label or a first guess may stand.
    pub fn inner_point(&self) -> Option<Coordinate> {
        let (inner, _) = self.0.iter().filter_map(widest).max_by(|(_, a), (_, b)| a.total_cmp(b))?;
        Coordinate::new(inner.y, inner.x, Datum::Wgs84).ok()
    }

    /// How much ground it covers, right to a thousandth for anything up to a county.
    pub fn square_metres(&self) -> f64 {
        let of_part = |part: &Polygon<f64>| {
            let middle = part.bounding_rect().map_or(0.0, |bounds| bounds.center().y);
            let (east, north) = metres_per_degree(middle);
            part.unsigned_area() * east * north
        };
        self.0.iter().map(of_part).sum()
    }

    /// [`contains`](Self::contains) for a WGS-84 point already turned.
    pub(super) fn holds(&self, point: Point<f64>) -> bool {
        self.0.intersects(&point)
    }

    /// The polygons in WGS-84, longitude first.
    pub(super) const fn polygons(&self) -> &MultiPolygon<f64> {
        &self.0
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

/// What was found wrong, each kind once a ring, with the first place.
#[derive(Default)]
struct Flaws(Vec<AreaFlaw>);

impl Flaws {
    fn add(&mut self, error: AreaError, at: Option<Coord<f64>>) {
        if self.0.iter().all(|flaw| flaw.error != error) {
            let at = at.and_then(|at| Coordinate::new(at.y, at.x, Datum::Wgs84).ok());
            self.0.push(AreaFlaw { error, at });
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

/// One ring in WGS-84, its form judged.
fn read_ring(ring: &[[f64; 2]], datum: Datum, number: usize, flaws: &mut Flaws) -> LineString<f64> {
    if ring.len() < 4 {
        flaws.add(AreaError::TooFewPoints(number), None);
    } else if ring.first() != ring.last() {
        flaws.add(AreaError::NotClosed(number), None);
    }
    let mut corners = Vec::with_capacity(ring.len());
    for &[lon, lat] in ring {
        match read_position(lon, lat, datum, number) {
            Ok(at) => corners.push(at),
            Err(error) => flaws.add(error, None),
        }
    }
    LineString::new(corners)
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
pub(super) fn is_near_china(lon: f64, lat: f64) -> bool {
    (73.0..=136.0).contains(&lon) && (3.0..=54.0).contains(&lat)
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
    use crate::geo::CoordinateError;

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
        assert_eq!(area.positions(), 15);
    }

    #[test]
    fn its_size_is_that_of_the_ground() {
        let whole = area(&[vec![square(0, 0, 10)]]).unwrap().square_metres();
        let (wide, high) = (at(0.0, 5.0).distance_m(&at(10.0, 5.0)), at(0.0, 0.0).distance_m(&at(0.0, 10.0)));
        assert!((whole / (wide * high) - 1.0).abs() < 1e-4, "{whole}");
        let pierced = area(&[vec![square(0, 0, 10), square(2, 2, 5)]]).unwrap().square_metres();
        assert!((pierced / whole - 0.75).abs() < 1e-3, "{pierced}");
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

//! Which grid holds a point.
//!
//! Two tables are laid out once: a raster whose inner cells know their grid at once, and the edges of each grid
//! in bands for the cells along borders. Answers are exact: predicates adapt their precision.

mod bands;
mod raster;

use geo::{Coord, Polygon};

use super::{Coordinate, GridShape, area};
use crate::codes::GridCode;
use bands::Bands;
use raster::{Answer, Raster};

/// So many points are looked up at once: their cells stay in the nearest cache.
const BLOCK: usize = 1_024;

/// The grids of a tenant, laid out to be asked which one holds a point. A point on a shared edge belongs to the
/// grid with the lowest code, and so does a point in an overlap, whatever order the shapes came in.
#[derive(Default)]
pub struct Locator {
    /// In ascending order; the place of a code is that of its grid below.
    codes: Vec<GridCode>,
    grounds: Grounds,
}

impl std::fmt::Debug for Locator {
    /// Where grids run is not for logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Locator({} grids)", self.codes.len())
    }
}

impl Locator {
    /// Lays out `shapes`; those without a polygon hold no point.
    pub fn new(mut shapes: Vec<GridShape>) -> Self {
        shapes.retain(|shape| shape.area.is_some());
        shapes.sort_by_key(|shape| shape.code);
        let areas = shapes.iter().filter_map(|shape| shape.area.as_ref());
        let grounds = Grounds::of(areas.map(|area| area.polygons().0.as_slice()));
        Self { codes: shapes.iter().map(|shape| shape.code).collect(), grounds }
    }

    /// The grid that holds `at`; `None` where no polygon does.
    pub fn locate(&self, at: &Coordinate) -> Option<GridCode> {
        self.codes.get(self.grounds.first(area::point(at).0)?).copied()
    }

    /// Whether the grid of this code holds `at`, whichever others do; of a code used twice, one of its grids.
    pub(super) fn holds(&self, code: GridCode, at: &Coordinate) -> bool {
        let first = self.codes.partition_point(|other| *other < code);
        let places = (first..).zip(self.codes.iter().skip(first)).take_while(|(_, other)| **other == code);
        let at = area::point(at).0;
        places.into_iter().any(|(place, _)| self.grounds.bands.holds(place, at))
    }

    /// [`locate`](Self::locate) for a whole register, in its order. The cells of many points are looked up before any
    /// is read, so that memory answers for several at a time. Points of cells along borders are held against edges
    /// when all others are done, cell by cell, so that their edges are still at hand from the point before.
    pub fn locate_all(&self, places: &[Coordinate]) -> Vec<Option<GridCode>> {
        let Some(raster) = &self.grounds.raster else { return vec![None; places.len()] };
        let mut found = Vec::with_capacity(places.len());
        let (mut held, mut waiting) = (Vec::with_capacity(BLOCK), Vec::new());
        for block in places.chunks(BLOCK) {
            held.clear();
            held.extend(block.iter().map(|at| raster.look(area::point(at).0)));
            for (at, held) in block.iter().zip(&held) {
                let answer = held.read();
                if let Answer::Ask(list) = answer {
                    waiting.push(Waiting { list, index: found.len() as u32, at: area::point(at).0 });
                }
                found.push(match answer {
                    Answer::Grid(place) => self.codes.get(place).copied(),
                    Answer::Nobody | Answer::Ask(_) => None,
                });
            }
        }
        waiting.sort_unstable_by_key(|waiting| waiting.list);
        for Waiting { list, index, at } in waiting {
            if let Some(slot) = found.get_mut(index as usize) {
                *slot = self.grounds.ask(raster, list, at).and_then(|place| self.codes.get(place).copied());
            }
        }
        found
    }
}

/// Grounds laid out to be asked which one holds a point.
#[derive(Default)]
pub(super) struct Grounds {
    bands: Bands,
    raster: Option<Raster>,
}

impl Grounds {
    /// Lays out grounds, each of its parts. Where the rings of one cross, ground that lies within an even number of
    /// them is not its own.
    pub(super) fn of<'a>(grounds: impl Iterator<Item = &'a [Polygon<f64>]>) -> Self {
        let mut bands = Bands::default();
        grounds.for_each(|parts| bands.add(parts));
        let raster = Raster::over(&bands);
        Self { bands, raster }
    }

    /// The place of the first ground that holds `at`.
    pub(super) fn first(&self, at: Coord<f64>) -> Option<usize> {
        let raster = self.raster.as_ref()?;
        match raster.look(at).read() {
            Answer::Nobody => None,
            Answer::Grid(place) => Some(place),
            Answer::Ask(list) => self.ask(raster, list, at),
        }
    }

    /// The first of a list that holds `at`.
    fn ask(&self, raster: &Raster, list: u32, at: Coord<f64>) -> Option<usize> {
        let mut places = raster.list(list).iter().map(|entry| raster::read(*entry).0);
        places.find(|place| self.bands.holds(*place, at))
    }
}

/// A point that waits to be held against the edges of its cell.
struct Waiting {
    /// The cell's list; lists stand in the order of their cells.
    list: u32,
    /// Its place in the register.
    index: u32,
    at: Coord<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::{Area, Datum};
    use proptest::prelude::*;

    /// `side` × `side` squares of a hundredth of a degree from (108, 34), numbered west to east, then north.
    fn board(side: u16) -> Vec<GridShape> {
        let degrees = |n: u16, base: f64| base + f64::from(n) / 100.0;
        let square = |row: u16, column: u16| {
            let (west, east) = (degrees(column, 108.0), degrees(column + 1, 108.0));
            let (south, north) = (degrees(row, 34.0), degrees(row + 1, 34.0));
            let ring = vec![[west, south], [east, south], [east, north], [west, north], [west, south]];
            GridShape {
                code: GridCode::new("610102001001".parse().unwrap(), row * side + column).unwrap(),
                name: None,
                area: Some(Area::from_rings(&[vec![ring]], Datum::Wgs84).unwrap()),
            }
        };
        (0..side).flat_map(|row| (0..side).map(move |column| square(row, column))).collect()
    }

    fn at(lat: f64, lon: f64) -> Coordinate {
        Coordinate::new(lat, lon, Datum::Wgs84).unwrap()
    }

    #[test]
    fn a_point_on_a_shared_edge_belongs_to_the_lowest_code_in_any_order() {
        let mut shapes = board(3);
        let forward = Locator::new(shapes.clone());
        shapes.reverse();
        let backward = Locator::new(shapes);
        for (lat, lon, number) in
            [(34.005, 108.01, 0), (34.01, 108.01, 0), (34.02, 108.025, 5), (34.03, 108.03, 8)]
        {
            for locator in [&forward, &backward] {
                assert_eq!(locator.locate(&at(lat, lon)).map(GridCode::number), Some(number), "{lat} {lon}");
            }
        }
    }

    /// Grids of one and the same outline.
    fn heap(count: u16) -> Locator {
        let one = board(1).remove(0);
        let alike = |number| GridShape {
            code: GridCode::new("610102001001".parse().unwrap(), number).unwrap(),
            ..one.clone()
        };
        Locator::new((0..count).map(alike).collect())
    }

    #[test]
    fn grids_that_lie_on_each_other_cost_their_borders_alone() {
        let locator = heap(100);
        let raster = locator.grounds.raster.as_ref().unwrap();
        let entries = raster.entries(&locator.grounds.bands).len();
        // 50,000 cells, a border of some 900.
        assert!(entries < 50_000 + 100 * 3 * 900, "{entries}");
        assert_eq!(locator.locate(&at(34.005, 108.005)).map(GridCode::number), Some(0));
    }

    #[test]
    fn the_more_grids_lie_on_each_other_the_coarser_is_the_raster() {
        let locator = heap(900);
        let cells = locator.grounds.raster.as_ref().unwrap().cells();
        assert!((1..=12_000).contains(&cells), "{cells} cells, each in the box of 900 grids");
        assert_eq!(locator.locate(&at(34.005, 108.005)).map(GridCode::number), Some(0));
        assert_eq!(locator.locate(&at(34.011, 108.005)), None);
        assert!(
            locator.holds(GridCode::new("610102001001".parse().unwrap(), 899).unwrap(), &at(34.005, 108.005))
        );
        assert!(
            !locator
                .holds(GridCode::new("610102001001".parse().unwrap(), 900).unwrap(), &at(34.005, 108.005))
        );
    }

    #[test]
    fn a_comb_is_not_copied_into_every_band() {
        let teeth = 2_000;
        let x = |tooth: usize, part: f64| 108.0 + (tooth as f64 + part) / 100_000.0;
        let tooth = |tooth: usize| {
            [
                [x(tooth, 0.0), 34.01],
                [x(tooth, 0.5), 34.01],
                [x(tooth, 0.5), 34.0001],
                [x(tooth, 1.0), 34.0001],
            ]
        };
        let mut ring: Vec<[f64; 2]> = (0..teeth).flat_map(tooth).collect();
        ring.extend([[x(teeth, 0.0), 34.0], [x(0, 0.0), 34.0], [x(0, 0.0), 34.01]]);
        let area = Area::from_rings(&[vec![ring]], Datum::Wgs84).unwrap();
        let comb = GridShape { area: Some(area), ..board(1).remove(0) };
        let locator = Locator::new(vec![comb]);
        let edges = locator.grounds.bands.edges(0).len();
        assert!(edges <= 9 * 4 * teeth, "{edges}");
        for (part, held) in [(0.25, true), (0.75, false)] {
            assert_eq!(locator.locate(&at(34.005, x(1_000, part))).is_some(), held);
        }
    }

    #[test]
    fn no_grid_holds_a_point_outside_or_without_polygons() {
        assert_eq!(Locator::new(board(3)).locate(&at(33.999, 108.01)), None);
        assert_eq!(Locator::new(board(3)).locate(&at(48.0, 2.0)), None);
        assert_eq!(Locator::new(Vec::new()).locate(&at(34.0, 108.0)), None);
        let unmapped = GridShape { area: None, ..board(1).remove(0) };
        assert_eq!(Locator::new(vec![unmapped]).locate(&at(34.005, 108.005)), None);
    }

    /// Around (108, 34), a star whose every third corner is pulled in.
    fn star(number: u16, corners: u16, lon: f64, lat: f64, reach: f64) -> GridShape {
        let corner = |i: u16| {
            let turn = f64::from(i % corners) / f64::from(corners) * std::f64::consts::TAU;
            let reach = if (i % corners).is_multiple_of(3) { reach * 0.3 } else { reach };
            [lon + reach * turn.cos(), lat + reach * turn.sin()]
        };
        let hole = [[-0.1, -0.1], [0.1, -0.1], [0.1, 0.1], [-0.1, 0.1], [-0.1, -0.1]]
            .map(|[x, y]| [lon + x * reach, lat + y * reach]);
        let rings = vec![(0..=corners).map(corner).collect(), hole.to_vec()];
        GridShape {
            code: GridCode::new("610102001001".parse().unwrap(), number).unwrap(),
            name: None,
            area: Some(Area::from_rings(&[rings], Datum::Wgs84).unwrap()),
        }
    }

    #[test]
    fn corners_edges_and_cells_borders_answer_as_the_areas_do() {
        let shapes: Vec<_> =
            (0..6).map(|i| star(i, 30 + i * 40, 108.0 + f64::from(i) * 0.013, 34.0, 0.01)).collect();
        let locator = Locator::new(shapes.clone());
        let rings = shapes.iter().flat_map(|shape| shape.area.as_ref().unwrap().rings()).flatten().flatten();
        let corners: Vec<[f64; 2]> = rings.collect();
        let middles = corners
            .iter()
            .zip(corners.iter().skip(1))
            .map(|(a, b)| [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0]);
        let crosses = corners.iter().zip(corners.iter().skip(7)).map(|(a, b)| [a[0], b[1]]);
        for [lon, lat] in corners.iter().copied().chain(middles).chain(crosses) {
            let point = at(lat, lon);
            let holder = shapes.iter().find(|shape| shape.area.as_ref().unwrap().contains(&point));
            assert_eq!(locator.locate(&point), holder.map(|shape| shape.code), "{lon} {lat}");
        }
    }

    proptest! {
        #[test]
        fn stars_that_overlap_answer_as_the_areas_do(
            points in prop::collection::vec((33.98f64..34.03, 107.98f64..108.06), 60), corners in 12u16..200
        ) {
            let shapes: Vec<_> = (0..5).map(|i| star(i, corners + i, 108.0 + f64::from(i) * 0.01, 34.0, 0.012)).collect();
            let locator = Locator::new(shapes.clone());
            for &(lat, lon) in &points {
                let point = at(lat, lon);
                let holder = shapes.iter().find(|shape| shape.area.as_ref().unwrap().contains(&point));
                prop_assert_eq!(locator.locate(&point), holder.map(|shape| shape.code));
            }
            let all: Vec<_> = points.iter().map(|(lat, lon)| at(*lat, *lon)).collect();
            let one_by_one: Vec<_> = all.iter().map(|point| locator.locate(point)).collect();
            prop_assert_eq!(locator.locate_all(&all), one_by_one);
        }

        #[test]
        fn a_located_point_lies_in_its_grid_and_in_none_before_it(
            points in prop::collection::vec((33.99f64..34.11, 107.99f64..108.11), 50)
        ) {
            let shapes = board(10);
            let locator = Locator::new(shapes.clone());
            for (lat, lon) in points {
                let point = at(lat, lon).to(Datum::Gcj02);
                let holds = |shape: &&GridShape| shape.area.as_ref().is_some_and(|area| area.contains(&point));
                prop_assert_eq!(locator.locate(&point), shapes.iter().find(holds).map(|shape| shape.code));
            }
        }
    }
}

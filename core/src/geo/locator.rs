//! Which grid holds a point.

use super::{Area, Coordinate, GridShape, area};
use crate::codes::GridCode;

/// Cells a side: about four cells a grid keep candidate lists short.
const CELLS_PER_ROOT: f64 = 2.0;
const MOST_CELLS_A_SIDE: f64 = 512.0;

/// The grids of a tenant, laid out to be asked which one holds a point. A point on a shared edge belongs to the
/// grid with the lowest code, and so does a point in an overlap, whatever order the shapes came in.
#[derive(Debug, Default)]
pub struct Locator {
    /// In the order of their codes.
    grids: Vec<(GridCode, Area)>,
    index: Option<CellIndex>,
}

impl Locator {
    /// Lays out `shapes`; those without a polygon hold no point.
    pub fn new(shapes: Vec<GridShape>) -> Self {
        let with_area = |shape: GridShape| Some((shape.code, shape.area?));
        let mut grids: Vec<_> = shapes.into_iter().filter_map(with_area).collect();
        grids.sort_by_key(|(code, _)| *code);
        let index = CellIndex::over(&grids);
        Self { grids, index }
    }

    /// The grid that holds `at`; `None` where no polygon does.
    pub fn locate(&self, at: &Coordinate) -> Option<GridCode> {
        let point = area::point(at);
        let candidates = self.index.as_ref()?.candidates(point.x(), point.y());
        let grids = candidates.iter().filter_map(|place| self.grids.get(*place));
        grids.into_iter().find(|(_, area)| area.holds(point)).map(|(code, _)| *code)
    }
}

/// A raster over the whole extent; each cell lists the grids whose bounds reach into it, lowest code first.
#[derive(Debug)]
struct CellIndex {
    bounds: [f64; 4],
    side: usize,
    cells: Vec<Vec<usize>>,
}

impl CellIndex {
    fn over(grids: &[(GridCode, Area)]) -> Option<Self> {
        let boxes: Vec<_> = grids.iter().map(|(_, area)| area.bounds()).collect();
        let bounds = boxes.iter().flatten().copied().reduce(|[w, s, e, n], [west, south, east, north]| {
            [w.min(west), s.min(south), e.max(east), n.max(north)]
        })?;
        let side = ((grids.len() as f64).sqrt() * CELLS_PER_ROOT).clamp(1.0, MOST_CELLS_A_SIDE) as usize;
        let mut index = Self { bounds, side, cells: vec![Vec::new(); side * side] };
        for (place, [west, south, east, north]) in
            boxes.into_iter().enumerate().filter_map(|(i, b)| Some((i, b?)))
        {
            let (first, last) = (index.cell(west, south), index.cell(east, north));
            for row in first.1..=last.1 {
                for column in first.0..=last.0 {
                    if let Some(cell) = index.cells.get_mut(row * side + column) {
                        cell.push(place);
                    }
                }
            }
        }
        Some(index)
    }

    /// Column and row of the cell that holds (`lon`, `lat`); positions outside fall to the nearest.
    fn cell(&self, lon: f64, lat: f64) -> (usize, usize) {
        let [west, south, east, north] = self.bounds;
        let along = |value: f64, low: f64, high: f64| {
            let cell = (value - low) / (high - low) * self.side as f64;
            // A cast saturates, NaN of an empty extent included.
            (cell as usize).min(self.side - 1)
        };
        (along(lon, west, east), along(lat, south, north))
    }

    fn candidates(&self, lon: f64, lat: f64) -> &[usize] {
        let (column, row) = self.cell(lon, lat);
        self.cells.get(row * self.side + column).map(Vec::as_slice).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::Datum;
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

    #[test]
    fn no_grid_holds_a_point_outside_or_without_polygons() {
        assert_eq!(Locator::new(board(3)).locate(&at(33.999, 108.01)), None);
        assert_eq!(Locator::new(board(3)).locate(&at(48.0, 2.0)), None);
        assert_eq!(Locator::new(Vec::new()).locate(&at(34.0, 108.0)), None);
        let unmapped = GridShape { area: None, ..board(1).remove(0) };
        assert_eq!(Locator::new(vec![unmapped]).locate(&at(34.005, 108.005)), None);
    }

    proptest! {
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

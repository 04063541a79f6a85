//! All edges of all grids in flat lists, those of one grid cut in bands from south to north, so that a point is
//! held against the few edges of its band alone.

use std::ops::RangeInclusive;

use geo::{Coord, Kernel, Orientation, Polygon, kernels::RobustKernel};

/// About so many edges a band.
const EDGES_A_BAND: usize = 4;
const MOST_BANDS: usize = 256;
/// An edge stands in each band that it crosses; on average in no more than this many.
const MOST_COPIES: usize = 8;

type At = Coord<f64>;

/// The edges of many grounds.
#[derive(Default)]
pub(super) struct Bands {
    grids: Vec<Grid>,
    /// Where each band's edges begin in `edges`; one more at the end.
    starts: Vec<u32>,
    edges: Vec<(At, At)>,
}

struct Grid {
    /// West, south, east, north.
    bounds: [f64; 4],
    first_band: usize,
    bands: usize,
    bands_per_degree: f64,
}

impl Grid {
    fn new(bounds: [f64; 4], first_band: usize, bands: usize) -> Self {
        let [_, south, _, north] = bounds;
        Self {
            bounds,
            first_band,
            bands,
            bands_per_degree: bands as f64 / (north - south).max(f64::MIN_POSITIVE),
        }
    }

    /// The bands that an edge crosses.
    fn span(&self, (a, b): &(At, At)) -> RangeInclusive<usize> {
        self.band(a.y.min(b.y))..=self.band(a.y.max(b.y))
    }

    /// Whether its edges, cut in its bands, take too much room: those of a comb all cross most bands.
    fn is_bloated(&self, edges: &[(At, At)]) -> bool {
        let copies = edges.iter().map(|edge| self.span(edge).count()).sum::<usize>();
        copies > MOST_COPIES * edges.len()
    }

    /// The band of `y`; never falls as `y` rises.
    fn band(&self, y: f64) -> usize {
        let [_, south, ..] = self.bounds;
        // A cast saturates.
        (((y - south) * self.bands_per_degree) as usize).min(self.bands - 1)
    }
}

impl Bands {
    /// Takes in the next ground; one without edges holds nothing.
    pub(super) fn add(&mut self, parts: &[Polygon<f64>]) {
        let edges: Vec<(At, At)> = parts.iter().flat_map(rings).collect();
        let bounds = bounds(&edges);
        let bands = (edges.len() / EDGES_A_BAND).clamp(1, MOST_BANDS);
        let mut grid = Grid::new(bounds, self.starts.len(), bands);
        while grid.bands > 1 && grid.is_bloated(&edges) {
            grid = Grid::new(bounds, grid.first_band, grid.bands / 2);
        }
        let mut of_band: Vec<Vec<(At, At)>> = vec![Vec::new(); grid.bands];
        for edge in edges {
            of_band.get_mut(grid.span(&edge)).into_iter().flatten().for_each(|band| band.push(edge));
        }
        for band in of_band {
            self.starts.push(self.edges.len() as u32);
            self.edges.extend(band);
        }
        self.grids.push(grid);
    }

    /// How many grounds there are.
    pub(super) const fn count(&self) -> usize {
        self.grids.len()
    }

    /// The edges of the grid at `place`, at least once each.
    pub(super) fn edges(&self, place: usize) -> &[(At, At)] {
        let Some(grid) = self.grids.get(place) else { return &[] };
        self.slice(grid.first_band, grid.first_band + grid.bands)
    }

    /// West, south, east and north limits of the grid at `place`, if it has any edge.
    pub(super) fn bounds(&self, place: usize) -> Option<[f64; 4]> {
        self.grids.get(place).map(|grid| grid.bounds).filter(|[west, _, east, _]| west <= east)
    }

    /// Whether the grid at `place` holds `at`, its border included. Exact.
    pub(super) fn holds(&self, place: usize, at: At) -> bool {
        let Some(grid) = self.grids.get(place) else { return false };
        let [west, south, east, north] = grid.bounds;
        if at.x < west || at.x > east || at.y < south || at.y > north {
            return false;
        }
        let band = grid.first_band + grid.band(at.y);
        let mut inside = false;
        for (a, b) in self.slice(band, band + 1) {
            // Edges that pass the height of the point, the upper end not counted, so that a corner counts once.
            let passes = (a.y > at.y) != (b.y > at.y);
            if !passes && a.y != at.y && b.y != at.y {
                continue;
            }
            if at.x > a.x.max(b.x) {
                continue;
            }
            if at.x < a.x.min(b.x) {
                inside ^= passes;
                continue;
            }
            match <RobustKernel as Kernel<f64>>::orient2d(*a, *b, at) {
                Orientation::Collinear if passes || on_level(*a, *b, at) => return true,
                // The edge runs upwards and the point is to its left, or the other way round.
                Orientation::CounterClockwise => inside ^= passes && b.y > a.y,
                Orientation::Clockwise => inside ^= passes && b.y < a.y,
                Orientation::Collinear => {}
            }
        }
        inside
    }

    fn slice(&self, from: usize, to: usize) -> &[(At, At)] {
        let start = self.starts.get(from).map_or(self.edges.len(), |start| *start as usize);
        let end = self.starts.get(to).map_or(self.edges.len(), |start| *start as usize);
        self.edges.get(start..end).unwrap_or_default()
    }
}

/// West, south, east and north limits; west above east where there are no edges.
fn bounds(edges: &[(At, At)]) -> [f64; 4] {
    let nothing = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    edges.iter().fold(nothing, |[west, south, east, north], (a, b)| {
        [west.min(a.x).min(b.x), south.min(a.y).min(b.y), east.max(a.x).max(b.x), north.max(a.y).max(b.y)]
    })
}

/// Whether `at`, in line with an edge that does not pass its height and within its width, lies on the edge.
fn on_level(a: At, b: At, at: At) -> bool {
    (a.y.min(b.y)..=a.y.max(b.y)).contains(&at.y)
}

fn rings(part: &geo::Polygon<f64>) -> impl Iterator<Item = (At, At)> + '_ {
    let rings = std::iter::once(part.exterior()).chain(part.interiors());
    rings.flat_map(|ring| ring.lines().map(|edge| (edge.start, edge.end)))
}

//! Pieces of ground in metres.

use geo::{Area as _, BoundingRect, Coord, LineString, MapCoords, MultiPolygon, Polygon};

use crate::geo::{Coordinate, Datum, GridShape, area::widest, coordinate::metres_per_degree};

/// So many pieces of one fault are drawn, the largest; the others only count.
const DRAWN: usize = 1_000;

/// A plane in metres that touches the earth in the middle of a set. Over a county it bends areas by under one per
/// cent, so they are measured where they lie.
pub(super) struct Plane {
    origin: Coord<f64>,
    east: f64,
    north: f64,
}

impl Plane {
    pub(super) fn over(grids: &[GridShape]) -> Self {
        let boxes = grids.iter().filter_map(|grid| grid.area.as_ref()?.bounds());
        let [west, south, east, north] = boxes
            .reduce(|[w, s, e, n], [west, south, east, north]| {
                [w.min(west), s.min(south), e.max(east), n.max(north)]
            })
            .unwrap_or_default();
        let origin = Coord { x: f64::midpoint(west, east), y: f64::midpoint(south, north) };
        let (east, north) = metres_per_degree(origin.y);
        Self { origin, east: east.max(1.0), north }
    }

    pub(super) fn lay(&self, degrees: &MultiPolygon<f64>) -> MultiPolygon<f64> {
        degrees.map_coords(|at| Coord {
            x: (at.x - self.origin.x) * self.east,
            y: (at.y - self.origin.y) * self.north,
        })
    }

    pub(super) fn degrees(&self, at: Coord<f64>) -> Coord<f64> {
        Coord { x: self.origin.x + at.x / self.east, y: self.origin.y + at.y / self.north }
    }

    pub(super) fn place(&self, at: Coord<f64>) -> Option<Coordinate> {
        let at = self.degrees(at);
        Coordinate::new(at.y, at.x, Datum::Wgs84).ok()
    }

    /// Square metres of the earth in one of the plane at `at`.
    fn stretch(&self, at: Coord<f64>) -> f64 {
        let (east, north) = metres_per_degree(self.degrees(at).y);
        east * north / (self.east * self.north)
    }
}

/// West, south, east and north limits.
pub(super) fn bounds(ground: &MultiPolygon<f64>) -> Option<[f64; 4]> {
    let bounds = ground.bounding_rect()?;
    Some([bounds.min().x, bounds.min().y, bounds.max().x, bounds.max().y])
}

/// Whether two boxes come closer than `reach`.
pub(super) fn are_near(a: &[f64; 4], b: &[f64; 4], reach: f64) -> bool {
    let [aw, as_, ae, an] = a;
    let [bw, bs, be, bn] = b;
    *aw <= be + reach && *bw <= ae + reach && *as_ <= bn + reach && *bs <= an + reach
}

/// A piece of ground, or several of one kind, measured.
#[derive(Clone)]
pub(super) struct Ground {
    pub(super) area_m2: f64,
    pub(super) mean_width_m: f64,
    pub(super) at: Option<Coordinate>,
    /// Rings of `[lon, lat]` in WGS-84, as GeoJSON's MultiPolygon has them.
    pub(super) rings: Vec<Vec<Vec<[f64; 2]>>>,
}

impl Ground {
    pub(super) fn of(piece: Polygon<f64>, plane: &Plane) -> Self {
        let middle = widest(&piece).map(|(at, _)| at);
        let stretch = middle.map_or(1.0, |at| plane.stretch(at));
        let around: f64 = std::iter::once(piece.exterior()).chain(piece.interiors()).map(length).sum();
        let area = piece.unsigned_area();
        let ring = |ring: &LineString<f64>| {
            let degrees = ring.coords().map(|at| plane.degrees(*at));
            degrees.map(|at| [at.x, at.y]).collect::<Vec<_>>()
        };
        Self {
            area_m2: area * stretch,
            // Twice the area over the way around is the width of a long strip.
            mean_width_m: 2.0 * area / around.max(f64::MIN_POSITIVE),
            at: middle.and_then(|at| plane.place(at)),
            rings: vec![std::iter::once(piece.exterior()).chain(piece.interiors()).map(ring).collect()],
        }
    }
}

/// Pieces of ground that are one fault. However many there are, few are kept.
#[derive(Default)]
pub(super) struct Pieces {
    kept: Vec<Ground>,
    /// Square metres of those that are not.
    others_m2: f64,
}

impl Pieces {
    pub(super) fn add(&mut self, piece: Ground) {
        self.kept.push(piece);
        if self.kept.len() >= 2 * DRAWN {
            self.keep_largest();
        }
    }

    fn keep_largest(&mut self) {
        self.kept.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
        self.others_m2 += self.kept.iter().skip(DRAWN).map(|piece| piece.area_m2).sum::<f64>();
        self.kept.truncate(DRAWN);
    }

    /// All of them, shown at the largest; `None` where there are none.
    pub(super) fn together(mut self) -> Option<Ground> {
        self.keep_largest();
        let all = self.kept.into_iter().reduce(|mut all, piece| {
            all.area_m2 += piece.area_m2;
            all.rings.extend(piece.rings);
            all
        });
        all.map(|all| Ground { area_m2: all.area_m2 + self.others_m2, ..all })
    }
}

impl FromIterator<Ground> for Pieces {
    fn from_iter<I: IntoIterator<Item = Ground>>(pieces: I) -> Self {
        let mut all = Self::default();
        pieces.into_iter().for_each(|piece| all.add(piece));
        all
    }
}

fn length(ring: &LineString<f64>) -> f64 {
    ring.lines().map(|edge| (edge.end.x - edge.start.x).hypot(edge.end.y - edge.start.y)).sum()
}

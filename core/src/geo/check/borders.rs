//! All edges of all grids, to be asked which run near a place.

use geo::{Coord, Line, MultiPolygon, Polygon};
use rstar::{AABB, RTree, RTreeObject};

use super::effort::{CROSSING, Effort, Stopped};

/// An edge, the place of its grid, and how far around it is near.
pub(super) struct Border {
    pub(super) line: Line<f64>,
    pub(super) of: usize,
    reach: f64,
}

impl RTreeObject for Border {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        let (a, b, reach) = (self.line.start, self.line.end, self.reach);
        AABB::from_corners(
            [a.x.min(b.x) - reach, a.y.min(b.y) - reach],
            [a.x.max(b.x) + reach, a.y.max(b.y) + reach],
        )
    }
}

pub(super) struct Borders(RTree<Border>);

impl Borders {
    /// The edges of grounds, each with its place; what comes within `reach` metres of an edge is near it.
    pub(super) fn of<'a>(grounds: impl Iterator<Item = (usize, &'a MultiPolygon<f64>)>, reach: f64) -> Self {
        let borders =
            grounds.flat_map(|(of, ground)| edges(ground).map(move |line| Border { line, of, reach }));
        Self(RTree::bulk_load(borders.collect()))
    }

    /// The edges whose box comes within reach of `at`.
    pub(super) fn near(&self, at: Coord<f64>) -> impl Iterator<Item = &Border> {
        self.0.locate_in_envelope_intersecting(&AABB::from_point([at.x, at.y]))
    }

    /// Takes the steps that laying these borders over `other` ones, or over each other, will cost.
    pub(super) fn weigh(&self, other: &Self, effort: &mut Effort) -> Result<(), Stopped> {
        for (one, other) in self.0.intersection_candidates_with_other_tree(&other.0) {
            let steps = if cross(&one.line, &other.line) { CROSSING / 2 } else { 1 };
            effort.spend(steps, [one.of, other.of])?;
        }
        Ok(())
    }
}

pub(super) fn edges(ground: &MultiPolygon<f64>) -> impl Iterator<Item = Line<f64>> + '_ {
    let rings = |part| std::iter::once(Polygon::exterior(part)).chain(Polygon::interiors(part));
    ground.iter().flat_map(rings).flat_map(|ring| ring.lines())
}

pub(super) fn middle(edge: &Line<f64>) -> Coord<f64> {
    Coord { x: f64::midpoint(edge.start.x, edge.end.x), y: f64::midpoint(edge.start.y, edge.end.y) }
}

/// Metres from `at` to the nearest point of the edge.
pub(super) fn distance(at: Coord<f64>, edge: &Line<f64>) -> f64 {
    let way = way_to(at, edge);
    way.x.hypot(way.y)
}

/// The way from `at` to the nearest point of the edge.
pub(super) fn way_to(at: Coord<f64>, edge: &Line<f64>) -> Coord<f64> {
    let (way, run) = (edge.start - at, edge.delta());
    let length_squared = run.x * run.x + run.y * run.y;
    let along = if length_squared > 0.0 { -(way.x * run.x + way.y * run.y) / length_squared } else { 0.0 };
    way + run * along.clamp(0.0, 1.0)
}

/// Whether two edges pass through each other: each has its ends on both sides of the other. As exact as counting needs.
fn cross(one: &Line<f64>, other: &Line<f64>) -> bool {
    let side = |edge: &Line<f64>, at: Coord<f64>| {
        let Coord { x: run, y: rise } = edge.delta();
        run * (at.y - edge.start.y) - rise * (at.x - edge.start.x)
    };
    side(one, other.start) * side(one, other.end) < 0.0 && side(other, one.start) * side(other, one.end) < 0.0
}

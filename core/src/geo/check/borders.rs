//! Edges, to be asked which run near a place.

use geo::{Coord, Line, LineString, MultiPolygon, Polygon};
use rstar::{AABB, RTree, RTreeObject};

use super::effort::{CROSSING, EDGE_INDEXED, EDGE_INDEXED_BYTES, EDGE_MET, Effort, LOOK, Stopped};

/// An edge, and the place of its grid.
#[derive(Clone, Copy)]
pub(super) struct Border {
    pub(super) line: Line<f64>,
    pub(super) of: usize,
}

impl RTreeObject for Border {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        let (a, b) = (self.line.start, self.line.end);
        AABB::from_corners([a.x, a.y], [b.x, b.y])
    }
}

pub(super) struct Borders {
    tree: RTree<Border>,
    reach: f64,
}

impl Borders {
    /// `count` edges; what comes within `reach` metres of an edge is near it.
    pub(super) fn of(
        edges: impl Iterator<Item = Border>,
        count: usize,
        reach: f64,
        effort: &mut Effort,
    ) -> Result<Self, Stopped> {
        effort.spend(EDGE_INDEXED * count as u64, [usize::MAX; 2])?;
        effort.hold(EDGE_INDEXED_BYTES * count as u64)?;
        Ok(Self { tree: RTree::bulk_load(edges.collect()), reach })
    }

    /// The edges of grounds, each with its place.
    pub(super) fn around<'a>(
        grounds: impl Iterator<Item = (usize, &'a MultiPolygon<f64>)>,
        reach: f64,
        effort: &mut Effort,
    ) -> Result<Self, Stopped> {
        let grounds: Vec<_> = grounds.collect();
        let count = grounds.iter().map(|(_, ground)| edges(ground).count()).sum();
        let edges =
            grounds.iter().flat_map(|(of, ground)| edges(ground).map(|line| Border { line, of: *of }));
        Self::of(edges, count, reach, effort)
    }

    /// How many edges there are.
    pub(super) fn count(&self) -> u64 {
        self.tree.size() as u64
    }

    /// The edges whose box comes within reach of `at`, for the steps that finding them takes.
    pub(super) fn near(
        &self,
        at: Coord<f64>,
        places: [usize; 2],
        effort: &mut Effort,
    ) -> Result<Vec<&Border>, Stopped> {
        let reach = self.reach;
        let around = AABB::from_corners([at.x - reach, at.y - reach], [at.x + reach, at.y + reach]);
        let near: Vec<_> = self.tree.locate_in_envelope_intersecting(&around).collect();
        effort.spend(LOOK + EDGE_MET * near.len() as u64, places)?;
        Ok(near)
    }

    /// Takes the steps that laying these borders over `other` ones, or over each other, will cost. Gives how many
    /// crossings there are.
    pub(super) fn weigh(&self, other: &Self, effort: &mut Effort) -> Result<u64, Stopped> {
        let mut crossings = 0;
        for (one, other) in self.tree.intersection_candidates_with_other_tree(&other.tree) {
            let crosses = cross(&one.line, &other.line);
            crossings += u64::from(crosses);
            let steps = if crosses { CROSSING } else { EDGE_MET };
            effort.spend(steps, [one.of, other.of])?;
        }
        Ok(crossings)
    }
}

/// The rings of a ground.
pub(super) fn rings(ground: &MultiPolygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    ground.iter().flat_map(|part| std::iter::once(Polygon::exterior(part)).chain(Polygon::interiors(part)))
}

pub(super) fn edges(ground: &MultiPolygon<f64>) -> impl Iterator<Item = Line<f64>> + '_ {
    rings(ground).flat_map(LineString::lines)
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
pub(super) fn cross(one: &Line<f64>, other: &Line<f64>) -> bool {
    let parts =
        |edge: &Line<f64>, other: &Line<f64>| side_of(edge, other.start) * side_of(edge, other.end) < 0.0;
    parts(one, other) && parts(other, one)
}

/// Over zero to the left of the edge, and the more the farther off.
pub(super) fn side_of(edge: &Line<f64>, at: Coord<f64>) -> f64 {
    let Coord { x: run, y: rise } = edge.delta();
    run * (at.y - edge.start.y) - rise * (at.x - edge.start.x)
}

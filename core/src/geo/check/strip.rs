//! Strips between two borders that should be one and are open at an end, so that no union encloses them: edges
//! with which an edge of another grid runs close beside.

use std::collections::BTreeMap;

use geo::{Coord, CoordsIter as _, Intersects, Line, Point, Polygon};

use super::{
    FaultKind, Laid, NOTHING_M2,
    borders::{Borders, distance, middle, way_to},
    effort::{EDGE_LOOKED_AT, Effort, Stopped},
    findings::Findings,
    gap, ground,
    ground::{Pieces, Plane},
    open::OpenEdges,
    overlap::Pair,
};

/// Closer than this, in metres, two edges are one line (a corner of one grid within an edge of the other).
pub(super) const SAME_M: f64 = 1e-3;

/// Edges that run in opposite directions within about 18° are taken as two drawings of one border.
const OPPOSITE: f64 = -0.95;

/// What strips are looked for among.
pub(super) struct Among<'a> {
    pub(super) laid: &'a [Laid],
    /// Grids near each other.
    pub(super) pairs: &'a [Pair],
    pub(super) open: &'a OpenEdges<'a>,
    pub(super) borders: &'a Borders,
    /// The borders of gaps that were told already.
    pub(super) enclosed: &'a Borders,
    pub(super) plane: &'a Plane,
    pub(super) sliver_m: f64,
}

impl Among<'_> {
    /// The strips between every two grids, as their pieces along the first one's border.
    pub(super) fn find(&self, effort: &mut Effort, found: &mut Findings) -> Result<(), Stopped> {
        let beside = self.beside();
        let mut edges = self.open.iter().peekable();
        while let Some(place) = edges.peek().map(|edge| edge.of) {
            let beside = beside.get(place).map(Vec::as_slice).unwrap_or_default();
            let mut strips: BTreeMap<usize, Pieces> = BTreeMap::new();
            while let Some(edge) = edges.next_if(|edge| edge.of == place) {
                let edge = edge.line;
                let Some((width, other)) = self.facing(place, &edge, effort)? else { continue };
                let is_strip = other > place && (SAME_M..self.sliver_m).contains(&width);
                if !is_strip || self.is_along_gap(&edge, place, effort)? {
                    continue;
                }
                if !self.is_covered(&edge, width, place, beside, effort)? {
                    strips.entry(other).or_default().add(strip_along(&edge, width, self.plane));
                }
            }
            found.extend(strips.into_iter().filter_map(|(other, pieces)| {
                let strip = pieces.together().filter(|strip| strip.area_m2 > NOTHING_M2)?;
                let (one, other) = (self.laid.get(place)?.code, self.laid.get(other)?.code);
                Some(gap::gap(FaultKind::GapSliver, [Some(one.min(other)), Some(one.max(other))], strip))
            }));
        }
        Ok(())
    }

    /// The places of the grids near each grid.
    fn beside(&self) -> Vec<Vec<usize>> {
        let mut beside = vec![Vec::new(); self.laid.len()];
        for Pair { places: [i, j], .. } in self.pairs {
            for (of, other) in [(i, j), (j, i)] {
                if let Some(list) = beside.get_mut(*of) {
                    list.push(*other);
                }
            }
        }
        beside
    }

    /// How far off the nearest edge runs that faces this one of the grid at `place`, and the place of its grid. What
    /// lies behind it is another strip, or none.
    fn facing(
        &self,
        place: usize,
        edge: &Line<f64>,
        effort: &mut Effort,
    ) -> Result<Option<(f64, usize)>, Stopped> {
        let (at, right) = (middle(edge), right_of(edge));
        let near = self.borders.near(at, [place, usize::MAX], effort)?.into_iter();
        let others = near.filter(|border| border.of != place && run_opposite(edge, &border.line));
        let facing = others.filter_map(|border| {
            let way = way_to(at, &border.line);
            let width = way.x.hypot(way.y);
            // Not one that lies ahead, in line with it.
            let is_beside = width < SAME_M || way.x * right.x + way.y * right.y > -OPPOSITE * width;
            is_beside.then_some((width, border.of))
        });
        Ok(facing.min_by(|(a, one), (b, other)| a.total_cmp(b).then(one.cmp(other))))
    }

    /// Whether the edge is part of a gap's border.
    fn is_along_gap(&self, edge: &Line<f64>, place: usize, effort: &mut Effort) -> Result<bool, Stopped> {
        let at = middle(edge);
        let near = self.enclosed.near(at, [place, usize::MAX], effort)?;
        Ok(near.iter().any(|border| distance(at, &border.line) < SAME_M))
    }

    /// Whether one of the grids `beside` the one at `place` covers what lies right of its edge, or the middle of the
    /// strip there.
    fn is_covered(
        &self,
        edge: &Line<f64>,
        width: f64,
        place: usize,
        beside: &[usize],
        effort: &mut Effort,
    ) -> Result<bool, Stopped> {
        let within = [SAME_M, width].map(|width| aside(edge, middle(edge), width / 2.0));
        for other in beside {
            let Some(grid) = self.laid.get(*other) else { continue };
            for at in within {
                if !ground::are_near(&grid.bounds, &[at.x, at.y, at.x, at.y], 0.0) {
                    continue;
                }
                effort.spend(EDGE_LOOKED_AT * grid.ground.coords_count() as u64, [place, *other])?;
                if grid.ground.intersects(&Point(at)) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

/// A strip of `width` to the right of the edge, where the neighbour lies.
fn strip_along(edge: &Line<f64>, width: f64, plane: &Plane) -> ground::Ground {
    let (near, far) = (aside(edge, edge.start, width), aside(edge, edge.end, width));
    let corners = vec![edge.start, near, far, edge.end, edge.start];
    ground::Ground::of(Polygon::new(corners.into(), Vec::new()), plane)
}

/// `at`, moved `width` to the right of the edge.
fn aside(edge: &Line<f64>, at: Coord<f64>, width: f64) -> Coord<f64> {
    at + right_of(edge) * width
}

/// A metre to the right of the edge.
fn right_of(edge: &Line<f64>) -> Coord<f64> {
    let Coord { x: run, y: rise } = edge.delta();
    Coord { x: rise, y: -run } / run.hypot(rise).max(f64::MIN_POSITIVE)
}

fn run_opposite(one: &Line<f64>, other: &Line<f64>) -> bool {
    let (a, b) = (one.delta(), other.delta());
    (a.x * b.x + a.y * b.y) / (a.x.hypot(a.y) * b.x.hypot(b.y)).max(f64::MIN_POSITIVE) < OPPOSITE
}

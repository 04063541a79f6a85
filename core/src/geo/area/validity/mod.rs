//! Whether rings make a valid area, as strictly as JTS's `IsValidOp`.
//!
//! One sweep finds every pair of edges that meet. Rings that cross, run along each other or touch themselves are
//! faults; where two rings only touch, the place is kept. Since nothing crosses after that, one corner tells
//! which ring lies in which, and the inside of a part is cut in pieces exactly where its touching rings form a
//! cycle. Predicates are exact (adaptive orientation), so the answer does not hang on rounding.

mod meet;

use std::collections::{BTreeMap, BTreeSet};

use geo::{
    Area as _, BoundingRect, Coord, LineString, MultiPolygon, Polygon, RemoveRepeatedPoints,
    coordinate_position::{CoordPos, coord_pos_relative_to_ring},
};

use super::{AreaError, Flaws, widest};
use meet::{Edge, Meeting};

/// Steps that judging one area may take, some tenths of a second; a border of 20,000 positions takes a hundredth of them.
/// One step is a look at two edges.
const MOST_STEPS: usize = 20_000_000;
/// Steps that it takes to meet two edges whose boxes meet.
const MEETING: usize = 8;

/// Smaller than this, in square degrees, a ring encloses nothing (about 0.1 m² in Shaanxi).
const NO_AREA: f64 = 1e-11;

type At = Coord<f64>;

/// One ring with its place in the area.
struct Ring {
    /// Without repeated positions; the last is the first.
    line: LineString<f64>,
    part: usize,
    is_hole: bool,
    /// Counted from 1 over the whole area.
    number: usize,
}

impl Ring {
    fn area(&self) -> f64 {
        Polygon::new(self.line.clone(), Vec::new()).unsigned_area()
    }

    fn edges(&self) -> usize {
        self.line.0.len().saturating_sub(1)
    }
}

/// Adds to `flaws` everything that keeps `polygons`, whose rings are closed, from being valid.
pub(super) fn judge(polygons: &MultiPolygon<f64>, flaws: &mut Flaws) {
    let rings = rings(polygons);
    let flaws_before = flaws.0.len();
    let mut usable = true;
    for ring in &rings {
        if ring.line.0.len() < 4 {
            flaws.add(AreaError::TooFewPoints(ring.number), ring.line.0.first().copied());
            usable = false;
        } else if is_flat(&ring.line) {
            flaws.add(AreaError::NoArea(ring.number), ring.line.0.first().copied());
            usable = false;
        }
    }
    if !usable {
        return;
    }
    let touches = sweep(&rings, flaws);
    if flaws.0.len() > flaws_before {
        return;
    }
    for ring in rings.iter().filter(|ring| ring.area() < NO_AREA) {
        flaws.add(AreaError::NoArea(ring.number), ring.line.0.first().copied());
    }
    judge_nesting(&rings, flaws);
    judge_connection(&rings, &touches, flaws);
}

fn rings(polygons: &MultiPolygon<f64>) -> Vec<Ring> {
    let mut rings = Vec::new();
    for (part, polygon) in polygons.iter().enumerate() {
        for (i, line) in std::iter::once(polygon.exterior()).chain(polygon.interiors()).enumerate() {
            let number = rings.len() + 1;
            rings.push(Ring { line: line.remove_repeated_points(), part, is_hole: i > 0, number });
        }
    }
    rings
}

/// Whether all corners lie on one line. (A figure of eight may have no net area either, but is not flat.)
fn is_flat(ring: &LineString<f64>) -> bool {
    let Some((first, rest)) = ring.0.split_first() else { return true };
    let Some(far) = rest.iter().max_by(|a, b| distance(*first, **a).total_cmp(&distance(*first, **b))) else {
        return true;
    };
    let double_area =
        |at: &At| ((far.x - first.x) * (at.y - first.y) - (far.y - first.y) * (at.x - first.x)).abs();
    rest.iter().all(|at| double_area(at) < NO_AREA)
}

fn distance(a: At, b: At) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// Where two different rings touch, each pair and place once.
type Touches = BTreeMap<(usize, usize), BTreeSet<(u64, u64)>>;

/// Meets every pair of edges whose boxes meet, going along the axis on which edges are short against the whole. Of edges
/// that all lie in each other's boxes these are the square: such a drawing is refused unfinished.
fn sweep(rings: &[Ring], flaws: &mut Flaws) -> Touches {
    let mut edges = Vec::new();
    for (ring, of) in rings.iter().enumerate() {
        let lines = of.line.0.iter().zip(of.line.0.iter().skip(1)).enumerate();
        edges.extend(lines.map(|(index, (a, b))| Edge { a: *a, b: *b, ring, index }));
    }
    let by_x = spread(&edges, |at| at.x) <= spread(&edges, |at| at.y);
    let along = |at: At| if by_x { (at.x, at.y) } else { (at.y, at.x) };
    let low = |edge: &Edge| along(edge.a).0.min(along(edge.b).0);
    edges.sort_by(|a, b| low(a).total_cmp(&low(b)));
    let mut touches = Touches::new();
    let mut steps = 0;
    for (place, edge) in edges.iter().enumerate() {
        if steps > MOST_STEPS {
            // What was found so far refuses it already.
            if flaws.0.is_empty() {
                flaws.add(AreaError::TooTangled, Some(edge.a));
            }
            break;
        }
        let (start, end) = (along(edge.a), along(edge.b));
        let (reach, floor, ceiling) = (start.0.max(end.0), start.1.min(end.1), start.1.max(end.1));
        let rest = edges.iter().skip(place + 1).take_while(|other| low(other) <= reach);
        for other in rest {
            let (from, to) = (along(other.a).1, along(other.b).1);
            steps += 1;
            if from.min(to) <= ceiling && from.max(to) >= floor {
                steps += MEETING;
                judge_pair(rings, edge, other, &mut touches, flaws);
            }
        }
    }
    touches
}

/// How long edges are on one axis, as against the whole extent.
fn spread(edges: &[Edge], on_axis: impl Fn(At) -> f64) -> f64 {
    let (mut low, mut high, mut sum) = (f64::INFINITY, f64::NEG_INFINITY, 0.0);
    for edge in edges {
        let (a, b) = (on_axis(edge.a), on_axis(edge.b));
        (low, high, sum) = (low.min(a).min(b), high.max(a).max(b), sum + (a - b).abs());
    }
    if high > low { sum / (high - low) } else { f64::INFINITY }
}

fn judge_pair(rings: &[Ring], one: &Edge, other: &Edge, touches: &mut Touches, flaws: &mut Flaws) {
    let Some((ring, against)) = rings.get(one.ring).zip(rings.get(other.ring)) else { return };
    let meeting =
        if one.ring == other.ring { meet::meet_neighbours(ring, one, other) } else { meet::meet(one, other) };
    match meeting {
        Meeting::Apart => {}
        Meeting::Cross(at) | Meeting::Along(at) | Meeting::Touch(at) if one.ring == other.ring => {
            flaws.add(AreaError::CrossesItself(ring.number), Some(at));
        }
        Meeting::Cross(at) => flaws.add(quarrel(ring, against, false), Some(at)),
        Meeting::Along(at) => flaws.add(quarrel(ring, against, true), Some(at)),
        Meeting::Touch(at) => {
            if meet::pass_through(ring, one, against, other, at) {
                flaws.add(quarrel(ring, against, false), Some(at));
            }
            let pair = (one.ring.min(other.ring), one.ring.max(other.ring));
            // Adding zero makes one zero of two.
            touches.entry(pair).or_default().insert(((at.x + 0.0).to_bits(), (at.y + 0.0).to_bits()));
        }
    }
}

/// What two different rings do to each other that cross or run along each other.
fn quarrel(one: &Ring, other: &Ring, along: bool) -> AreaError {
    match (one.is_hole, other.is_hole) {
        _ if one.part != other.part => AreaError::PartsOverlap,
        (true, true) => AreaError::HolesOverlap,
        _ if along => AreaError::HolesOverlap,
        _ => AreaError::HoleOutside,
    }
}

/// Rings that do not cross lie in, around or beside each other; judges which may.
fn judge_nesting(rings: &[Ring], flaws: &mut Flaws) {
    let boxes: Vec<_> = rings.iter().map(|ring| ring.line.bounding_rect()).collect();
    let may_lie_in = |inner: usize, outer: usize| match (
        boxes.get(inner).copied().flatten(),
        boxes.get(outer).copied().flatten(),
    ) {
        (Some(inner), Some(outer)) => {
            outer.min().x <= inner.min().x
                && outer.min().y <= inner.min().y
                && outer.max().x >= inner.max().x
                && outer.max().y >= inner.max().y
        }
        _ => false,
    };
    let lies_in = |inner: usize, outer: usize| {
        may_lie_in(inner, outer)
            && rings.get(inner).zip(rings.get(outer)).is_some_and(|(inner, outer)| is_within(inner, outer))
    };
    for (i, ring) in rings.iter().enumerate() {
        let shell = rings.iter().position(|other| other.part == ring.part && !other.is_hole);
        if ring.is_hole && shell.is_some_and(|shell| !lies_in(i, shell)) {
            flaws.add(AreaError::HoleOutside, ring.line.0.first().copied());
        }
        for (j, other) in rings.iter().enumerate().filter(|(j, _)| *j != i) {
            let siblings = ring.part == other.part && ring.is_hole && other.is_hole;
            let shells = ring.part != other.part && !ring.is_hole && !other.is_hole;
            if siblings && lies_in(i, j) {
                flaws.add(AreaError::HolesOverlap, ring.line.0.first().copied());
            }
            if shells && lies_in(i, j) {
                let in_hole =
                    |k: &usize| rings.get(*k).is_some_and(|hole| hole.part == other.part && hole.is_hole);
                if !(0..rings.len()).filter(in_hole).any(|hole| lies_in(i, hole)) {
                    flaws.add(AreaError::PartsOverlap, ring.line.0.first().copied());
                }
            }
        }
    }
}

/// Whether `inner`, which does not cross `outer`, lies in it.
fn is_within(inner: &Ring, outer: &Ring) -> bool {
    for at in &inner.line.0 {
        match coord_pos_relative_to_ring(*at, &outer.line) {
            CoordPos::Inside => return true,
            CoordPos::Outside => return false,
            CoordPos::OnBoundary => {}
        }
    }
    // Every corner touches: the ground between them decides.
    let middle = widest(&Polygon::new(inner.line.clone(), Vec::new()));
    middle.is_some_and(|(at, _)| coord_pos_relative_to_ring(at, &outer.line) == CoordPos::Inside)
        && inner.area() < outer.area()
}

/// Joins rings and the places where they touch; a place reached twice closes a cycle around a piece of the inside.
fn judge_connection(rings: &[Ring], touches: &Touches, flaws: &mut Flaws) {
    let mut incident = BTreeSet::new();
    for ((one, other), places) in touches {
        let same_part = rings.get(*one).zip(rings.get(*other)).is_some_and(|(a, b)| a.part == b.part);
        if same_part {
            incident.extend(places.iter().flat_map(|place| [(*place, *one), (*place, *other)]));
        }
    }
    let mut groups: BTreeMap<Node, Node> = BTreeMap::new();
    for (place, ring) in incident {
        let part = rings.get(ring).map_or(0, |ring| ring.part);
        let (at, to) = (find(&groups, Node::Place(part, place)), find(&groups, Node::Ring(ring)));
        if at == to {
            let at = Coord { x: f64::from_bits(place.0), y: f64::from_bits(place.1) };
            flaws.add(AreaError::Disconnected, Some(at));
            return;
        }
        groups.insert(at, to);
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Ring(usize),
    Place(usize, (u64, u64)),
}

fn find(groups: &BTreeMap<Node, Node>, mut node: Node) -> Node {
    while let Some(next) = groups.get(&node) {
        node = *next;
    }
    node
}

#[cfg(test)]
mod tests;

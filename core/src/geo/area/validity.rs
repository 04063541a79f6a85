//! Whether rings make a valid area, as strictly as JTS's `IsValidOp`.
//!
//! One sweep finds every pair of edges that meet. Rings that cross, run along each other or touch themselves are
//! faults; where two rings only touch, the place is kept. Since nothing crosses after that, one corner tells
//! which ring lies in which, and the inside of a part is cut in pieces exactly where its touching rings form a
//! cycle. Predicates are exact (adaptive orientation), so the answer does not hang on rounding.

use std::collections::{BTreeMap, BTreeSet};

use geo::{
    Area as _, BoundingRect, Coord, InteriorPoint, Kernel, LineString, MultiPolygon, Orientation, Polygon,
    RemoveRepeatedPoints,
    coordinate_position::{CoordPos, coord_pos_relative_to_ring},
    kernels::RobustKernel,
};

use super::{AreaError, Flaws};

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

#[derive(Clone, Copy)]
struct Edge {
    a: At,
    b: At,
    ring: usize,
    index: usize,
}

/// How two edges meet.
enum Meeting {
    Apart,
    Touch(At),
    Cross(At),
    Along(At),
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

/// Meets every pair of edges whose boxes meet, going along the axis on which edges are short against the whole.
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
    for (place, edge) in edges.iter().enumerate() {
        let (start, end) = (along(edge.a), along(edge.b));
        let (reach, floor, ceiling) = (start.0.max(end.0), start.1.min(end.1), start.1.max(end.1));
        let rest = edges.iter().skip(place + 1).take_while(|other| low(other) <= reach);
        for other in rest {
            let (from, to) = (along(other.a).1, along(other.b).1);
            if from.min(to) <= ceiling && from.max(to) >= floor {
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
    let meeting = if one.ring == other.ring { meet_neighbours(ring, one, other) } else { meet(one, other) };
    match meeting {
        Meeting::Apart => {}
        Meeting::Cross(at) | Meeting::Along(at) | Meeting::Touch(at) if one.ring == other.ring => {
            flaws.add(AreaError::CrossesItself(ring.number), Some(at));
        }
        Meeting::Cross(at) => flaws.add(quarrel(ring, against, false), Some(at)),
        Meeting::Along(at) => flaws.add(quarrel(ring, against, true), Some(at)),
        Meeting::Touch(at) => {
            if pass_through(ring, one, against, other, at) {
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

/// Two edges of one ring: those that follow each other share a corner and may only double back.
fn meet_neighbours(ring: &Ring, one: &Edge, other: &Edge) -> Meeting {
    let (first, second) = if one.index < other.index { (one, other) } else { (other, one) };
    let (before, after) = match second.index - first.index {
        1 => (first, second),
        apart if apart + 1 == ring.edges() => (second, first),
        _ => return meet(one, other),
    };
    let (from, at, to) = (before.a, before.b, after.b);
    let forward = (from.x - at.x) * (to.x - at.x) + (from.y - at.y) * (to.y - at.y);
    let doubles_back = forward > 0.0 && side(from, at, to) == Orientation::Collinear;
    if doubles_back { Meeting::Along(at) } else { Meeting::Apart }
}

fn side(a: At, b: At, c: At) -> Orientation {
    <RobustKernel as Kernel<f64>>::orient2d(a, b, c)
}

fn meet(one: &Edge, other: &Edge) -> Meeting {
    use Orientation::Collinear;
    let (a, b, c, d) = (one.a, one.b, other.a, other.b);
    let (of_c, of_d) = (side(a, b, c), side(a, b, d));
    if of_c == of_d && of_c != Collinear {
        return Meeting::Apart;
    }
    let (of_a, of_b) = (side(c, d, a), side(c, d, b));
    if of_a == of_b && of_a != Collinear {
        return Meeting::Apart;
    }
    if of_c == Collinear && of_d == Collinear {
        return meet_on_a_line(one, other);
    }
    let ends = [(of_c, c), (of_d, d), (of_a, a), (of_b, b)];
    match ends.into_iter().find(|(side, _)| *side == Collinear) {
        Some((_, at)) => Meeting::Touch(at),
        None => Meeting::Cross(crossing(a, b, c, d)),
    }
}

fn meet_on_a_line(one: &Edge, other: &Edge) -> Meeting {
    let within = |at: At, edge: &Edge| {
        let (x, y) = (
            edge.a.x.min(edge.b.x)..=edge.a.x.max(edge.b.x),
            edge.a.y.min(edge.b.y)..=edge.a.y.max(edge.b.y),
        );
        x.contains(&at.x) && y.contains(&at.y)
    };
    let ends = [(one.a, other), (one.b, other), (other.a, one), (other.b, one)];
    let mut shared = ends.into_iter().filter(|(at, edge)| within(*at, edge)).map(|(at, _)| at);
    match (shared.next(), shared.next_back()) {
        (None, _) => Meeting::Apart,
        (Some(at), Some(last)) if last != at => Meeting::Along(at),
        (Some(at), _) => match shared.find(|other| *other != at) {
            Some(_) => Meeting::Along(at),
            None => Meeting::Touch(at),
        },
    }
}

/// Where two edges that cross do so, to rounding: only for showing.
fn crossing(a: At, b: At, c: At, d: At) -> At {
    let (run, rise) = (b.x - a.x, b.y - a.y);
    let share =
        ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / (run * (d.y - c.y) - rise * (d.x - c.x));
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.5 };
    Coord { x: a.x + run * share, y: a.y + rise * share }
}

/// Whether two rings that touch at `at` change sides there.
fn pass_through(ring: &Ring, edge: &Edge, against: &Ring, other: &Edge, at: At) -> bool {
    let ((Some(from), Some(to)), (Some(in_), Some(out))) = (arms(ring, edge, at), arms(against, other, at))
    else {
        return false;
    };
    is_between(at, from, to, in_) != is_between(at, from, to, out)
}

/// The corners next to `at`, which lies on `edge`, on both sides along the ring.
fn arms(ring: &Ring, edge: &Edge, at: At) -> (Option<At>, Option<At>) {
    let corner = |index: usize| ring.line.0.get(index).copied();
    let edges = ring.edges();
    if at == edge.a {
        (corner((edge.index + edges - 1) % edges), Some(edge.b))
    } else if at == edge.b {
        (Some(edge.a), corner((edge.index + 2) % edges))
    } else {
        (Some(edge.a), Some(edge.b))
    }
}

/// Whether the way from `hub` to `at` lies in the sector that turns counter-clockwise from `from` to `to`.
fn is_between(hub: At, from: At, to: At, at: At) -> bool {
    use Orientation::{Clockwise, CounterClockwise};
    match side(hub, from, to) {
        CounterClockwise => side(hub, from, at) == CounterClockwise && side(hub, at, to) == CounterClockwise,
        Orientation::Collinear => side(hub, from, at) == CounterClockwise,
        Clockwise => side(hub, to, at) == Clockwise || side(hub, at, from) == Clockwise,
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
    let middle = Polygon::new(inner.line.clone(), Vec::new()).interior_point();
    middle.is_some_and(|at| coord_pos_relative_to_ring(at.0, &outer.line) == CoordPos::Inside)
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
mod tests {
    use geo::{Validation, coord};

    use super::*;
    use proptest::prelude::*;

    fn ring(corners: &[(i32, i32)]) -> LineString<f64> {
        corners
            .iter()
            .chain(corners.first())
            .map(|(x, y)| coord! { x: f64::from(*x), y: f64::from(*y) })
            .collect()
    }

    fn square(x: i32, y: i32, side: i32) -> LineString<f64> {
        ring(&[(x, y), (x + side, y), (x + side, y + side), (x, y + side)])
    }

    fn diamond(x: i32, y: i32, reach: i32) -> LineString<f64> {
        ring(&[(x - reach, y), (x, y - reach), (x + reach, y), (x, y + reach)])
    }

    fn flaws(parts: Vec<Polygon<f64>>) -> Vec<AreaError> {
        let mut flaws = Flaws::default();
        judge(&MultiPolygon::new(parts), &mut flaws);
        flaws.0.into_iter().map(|flaw| flaw.error).collect()
    }

    fn holed(holes: Vec<LineString<f64>>) -> Vec<AreaError> {
        flaws(vec![Polygon::new(square(0, 0, 20), holes)])
    }

    #[test]
    fn a_hole_may_touch_its_shell_once_but_not_twice() {
        assert_eq!(holed(vec![diamond(5, 10, 5)]), []);
        assert_eq!(holed(vec![diamond(10, 10, 10)]), [AreaError::Disconnected]);
        assert_eq!(holed(vec![diamond(5, 10, 5), diamond(15, 10, 5)]), [AreaError::Disconnected]);
        assert_eq!(holed(vec![diamond(5, 10, 5), diamond(13, 10, 3)]), []);
    }

    #[test]
    fn holes_in_a_circle_cut_the_inside_and_holes_around_one_point_do_not() {
        let circle = vec![diamond(10, 5, 3), diamond(13, 8, 3), diamond(10, 11, 3), diamond(7, 8, 3)];
        assert!(holed(circle).contains(&AreaError::HolesOverlap));
        let touching = vec![diamond(7, 10, 3), diamond(13, 10, 3), ring(&[(7, 13), (13, 13), (10, 16)])];
        assert_eq!(holed(touching), [AreaError::Disconnected]);
        let around = vec![
            ring(&[(10, 10), (5, 9), (5, 11)]),
            ring(&[(10, 10), (15, 11), (15, 9)]),
            ring(&[(10, 10), (11, 5), (9, 5)]),
        ];
        assert_eq!(holed(around), []);
    }

    #[test]
    fn rings_that_cross_at_a_shared_corner_are_told_from_rings_that_touch() {
        let through = ring(&[(0, 10), (-5, 8), (-5, 12), (5, 11), (5, 9)]);
        assert_eq!(holed(vec![through]).first(), Some(&AreaError::HoleOutside));
        let corners = vec![Polygon::new(square(0, 0, 5), vec![]), Polygon::new(square(5, 5, 5), vec![])];
        assert_eq!(flaws(corners), []);
        let edges = vec![Polygon::new(square(0, 0, 5), vec![]), Polygon::new(square(5, 2, 5), vec![])];
        assert_eq!(flaws(edges), [AreaError::PartsOverlap]);
    }

    #[test]
    fn a_part_may_lie_in_the_hole_of_another_but_not_in_its_ground() {
        let ringed = || Polygon::new(square(0, 0, 20), vec![square(5, 5, 10)]);
        assert_eq!(flaws(vec![ringed(), Polygon::new(square(7, 7, 3), vec![])]), []);
        assert_eq!(flaws(vec![ringed(), Polygon::new(square(1, 1, 3), vec![])]), [AreaError::PartsOverlap]);
        assert_eq!(
            flaws(vec![ringed(), Polygon::new(square(-5, -5, 40), vec![])]),
            [AreaError::PartsOverlap]
        );
        assert_eq!(flaws(vec![ringed(), Polygon::new(diamond(10, 10, 5), vec![])]), []);
        assert_eq!(holed(vec![square(2, 2, 10), square(4, 4, 3)]), [AreaError::HolesOverlap]);
        assert_eq!(holed(vec![square(0, 0, 20)]), [AreaError::HolesOverlap]);
    }

    #[test]
    fn rings_without_ground_are_named() {
        assert_eq!(
            flaws(vec![Polygon::new(ring(&[(0, 0), (5, 5), (9, 9)]), vec![])]),
            [AreaError::NoArea(1)]
        );
        assert_eq!(holed(vec![ring(&[(3, 3), (6, 6), (4, 4)])]), [AreaError::NoArea(2)]);
        let spike = ring(&[(0, 0), (10, 0), (20, 0), (10, 0), (10, 10)]);
        assert_eq!(flaws(vec![Polygon::new(spike, vec![])]), [AreaError::CrossesItself(1)]);
    }

    #[test]
    fn twelve_hundred_drawings_are_judged_as_jts_judges_them() {
        type Drawing = Vec<Vec<Vec<(i32, i32)>>>;
        #[derive(serde::Deserialize)]
        struct Drawings {
            valid: Vec<Drawing>,
            invalid: Vec<Drawing>,
        }
        let text = include_str!("../../../tests/assets/geo/validity.json");
        let drawings: Drawings = serde_json::from_str(text).unwrap();
        let judged = |drawing: &Drawing| {
            let closed = |ring: &Vec<(i32, i32)>| {
                ring.iter().map(|(x, y)| coord! { x: f64::from(*x), y: f64::from(*y) }).collect()
            };
            let part = |part: &Vec<Vec<(i32, i32)>>| {
                let mut rings = part.iter().map(closed);
                Polygon::new(rings.next().unwrap(), rings.collect())
            };
            flaws(drawing.iter().map(part).collect())
        };
        let refused = drawings.valid.iter().find(|drawing| !judged(drawing).is_empty());
        assert_eq!(refused.map(|drawing| (drawing, judged(drawing))), None);
        assert_eq!(drawings.invalid.iter().find(|drawing| judged(drawing).is_empty()), None);
    }

    proptest! {
        /// The library's check is weaker in known ways; what it refuses is never valid here.
        #[test]
        fn what_is_valid_here_is_valid_to_the_library(
            shell in prop::collection::vec((0i32..7, 0i32..7), 3..8),
            hole in prop::collection::vec((0i32..7, 0i32..7), 3..6),
            part in prop::collection::vec((0i32..12, 0i32..12), 3..6),
        ) {
            for parts in [
                vec![Polygon::new(ring(&shell), vec![])],
                vec![Polygon::new(square(-1, -1, 9), vec![ring(&hole), ring(&shell)])],
                vec![Polygon::new(ring(&shell), vec![ring(&hole)]), Polygon::new(ring(&part), vec![])],
            ] {
                let found = flaws(parts.clone());
                let library = MultiPolygon::new(parts.clone()).is_valid();
                prop_assert!(library || !found.is_empty(), "{:?}", parts);
            }
        }
    }
}

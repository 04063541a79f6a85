//! Edges without ground on both sides, as far as that shows at once. Where two grids share an edge exactly, each runs it
//! the other way: no gap begins there, and in the sum of all outlines the two cancel. Of a county whose borders were
//! drawn once what is left is little more than its outline.

use std::{cmp::Ordering, mem};

use geo::{Coord, Line, LineString, MultiPolygon, Polygon};

use super::{
    borders::{Border, rings},
    effort::{EDGE_SORTED, Effort, Stopped},
};

/// The edges of grounds, less every two that cancel.
pub(super) struct OpenEdges<'a> {
    rings: Vec<(usize, &'a LineString<f64>)>,
    /// Of all edges in their order, whether each is left out.
    cancelled: Vec<bool>,
}

impl<'a> OpenEdges<'a> {
    /// Those of grounds that are all drawn the same way round, each with its place.
    pub(super) fn of(
        grounds: impl Iterator<Item = (usize, &'a MultiPolygon<f64>)>,
        effort: &mut Effort,
    ) -> Result<Self, Stopped> {
        let rings: Vec<_> =
            grounds.flat_map(|(of, ground)| rings(ground).map(move |ring| (of, ring))).collect();
        let count: usize = rings.iter().map(|(_, ring)| ring.lines().len()).sum();
        effort.spend(EDGE_SORTED * count as u64, [usize::MAX; 2])?;
        effort.hold(count as u64)?;
        effort.fits((count * mem::size_of::<Keyed>()) as u64)?;
        let cancelled = cancelled(&rings, count);
        Ok(Self { rings, cancelled })
    }

    /// The edges, those of one ground after each other.
    pub(super) fn iter(&self) -> impl Iterator<Item = Border> {
        all(&self.rings).zip(&self.cancelled).filter(|(_, gone)| !**gone).map(|(border, _)| border)
    }

    /// Rings around any place as often as the outlines that the edges come of, together. At every corner as many edges
    /// begin as end, also without those that cancel, so that whoever follows them comes back.
    pub(super) fn rings(&self) -> MultiPolygon<f64> {
        let edges: Vec<Line<f64>> = self.iter().map(|border| border.line).collect();
        let mut way = Way::along(&edges);
        let mut rings = Vec::new();
        for first in 0..edges.len() {
            let mut corners = Vec::new();
            let mut next = way.take(first);
            while let Some((at, edge)) = next {
                corners.push(edge.start);
                next = way.onward(at, edge.end);
            }
            if !corners.is_empty() {
                rings.push(Polygon::new(LineString::new(corners), Vec::new()));
            }
        }
        MultiPolygon::new(rings)
    }
}

fn all(rings: &[(usize, &LineString<f64>)]) -> impl Iterator<Item = Border> {
    rings.iter().flat_map(|(of, ring)| ring.lines().map(|line| Border { line, of: *of }))
}

/// An edge's ends as one number, whichever way it runs, and its number among all edges.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Keyed(u64, u32);

/// Which edges, by their number, have a fellow that runs the other way; each has one at most.
fn cancelled(rings: &[(usize, &LineString<f64>)], count: usize) -> Vec<bool> {
    let starts = Starts::of(rings);
    let mut keyed: Vec<Keyed> = Vec::with_capacity(count);
    keyed.extend((0u32..).zip(all(rings)).map(|(number, edge)| Keyed(key(&edge.line), number)));
    keyed.sort_unstable();
    let mut cancelled = vec![false; count];
    for alike in keyed.chunk_by(|one, next| one.0 == next.0).filter(|alike| alike.len() > 1) {
        mark_fellows(alike, &starts, &mut cancelled);
    }
    cancelled
}

/// Marks of edges with one key those that cancel: the same ends, and as many one way as the other.
fn mark_fellows(alike: &[Keyed], starts: &Starts<'_>, cancelled: &mut [bool]) {
    let edge = |Keyed(_, number): &Keyed| {
        let number = *number as usize;
        let (ordered, forward) = ordered(&starts.edge(number)?);
        Some((ordered, forward, number))
    };
    let mut mark = |number: usize| cancelled.get_mut(number).into_iter().for_each(|gone| *gone = true);
    // Nearly all there are.
    if let [one, other] = alike {
        let (Some((one, forward, number)), Some((other, also, fellow))) = (edge(one), edge(other)) else {
            return;
        };
        if one == other && forward != also {
            mark(number);
            mark(fellow);
        }
        return;
    }
    let mut edges: Vec<_> = alike.iter().filter_map(edge).collect();
    edges.sort_by(|(a, forward, _), (b, other, _)| lines(a, b).then(forward.cmp(other)));
    for same in edges.chunk_by(|(a, ..), (b, ..)| a == b) {
        let back = same.partition_point(|(_, forward, _)| !forward);
        let both = back.min(same.len() - back);
        let (one_way, other_way) = (same.iter().take(both), same.iter().skip(back).take(both));
        one_way.chain(other_way).for_each(|(.., number)| mark(*number));
    }
}

/// The edge from its lesser end, and whether it runs so.
fn ordered(edge: &Line<f64>) -> (Line<f64>, bool) {
    if points(edge.start, edge.end).is_le() {
        (*edge, true)
    } else {
        (Line::new(edge.end, edge.start), false)
    }
}

fn points(a: Coord<f64>, b: Coord<f64>) -> Ordering {
    a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y))
}

fn lines(a: &Line<f64>, b: &Line<f64>) -> Ordering {
    points(a.start, b.start).then_with(|| points(a.end, b.end))
}

/// The same for both ways of an edge. Edges that differ may share it; they are told apart by their ends.
fn key(edge: &Line<f64>) -> u64 {
    let (line, _) = ordered(edge);
    [line.start.x, line.start.y, line.end.x, line.end.y].into_iter().fold(0, |mixed: u64, number| {
        let mixed = (mixed ^ number.to_bits()).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed ^ (mixed >> 32)
    })
}

/// Where each ring's edges begin in the count of all.
struct Starts<'a>(Vec<(usize, &'a LineString<f64>)>);

impl<'a> Starts<'a> {
    fn of(rings: &[(usize, &'a LineString<f64>)]) -> Self {
        let mut before = 0;
        let start = |(_, ring): &(usize, &'a LineString<f64>)| {
            let start = (before, *ring);
            before += ring.lines().len();
            start
        };
        Self(rings.iter().map(start).collect())
    }

    fn edge(&self, number: usize) -> Option<Line<f64>> {
        let ring = self.0.partition_point(|(start, _)| *start <= number).checked_sub(1)?;
        let (start, ring) = self.0.get(ring)?;
        let at = number - start;
        Some(Line::new(*ring.0.get(at)?, *ring.0.get(at + 1)?))
    }
}

/// Edges to be followed, each once.
struct Way<'a> {
    edges: &'a [Line<f64>],
    taken: Vec<bool>,
    /// The edges' places, ordered by where they begin.
    by_start: Vec<u32>,
    /// Of those that begin at one corner how many need not be looked at again; kept at the first of them.
    past: Vec<u32>,
}

impl<'a> Way<'a> {
    fn along(edges: &'a [Line<f64>]) -> Self {
        let start = |at: u32| edges.get(at as usize).map(|edge| edge.start).unwrap_or_default();
        let mut by_start: Vec<u32> = (0u32..).take(edges.len()).collect();
        by_start.sort_unstable_by(|a, b| points(start(*a), start(*b)).then(a.cmp(b)));
        Self { edges, taken: vec![false; edges.len()], past: vec![0; edges.len()], by_start }
    }

    /// The edge at this place, if nobody took it yet.
    fn take(&mut self, at: usize) -> Option<(usize, &'a Line<f64>)> {
        let taken = self.taken.get_mut(at)?;
        if mem::replace(taken, true) { None } else { Some((at, self.edges.get(at)?)) }
    }

    /// An edge that begins at `corner`: the one behind `at` if it does, since mostly it does.
    fn onward(&mut self, at: usize, corner: Coord<f64>) -> Option<(usize, &'a Line<f64>)> {
        if self.edges.get(at + 1).is_some_and(|next| next.start == corner)
            && let Some(next) = self.take(at + 1)
        {
            return Some(next);
        }
        let start = |at: &u32| self.edges.get(*at as usize).map(|edge| edge.start).unwrap_or_default();
        let first = self.by_start.partition_point(|at| points(start(at), corner).is_lt());
        loop {
            let past = *self.past.get(first)?;
            let at = *self.by_start.get(first + past as usize)? as usize;
            if self.edges.get(at)?.start != corner {
                return None;
            }
            *self.past.get_mut(first)? += 1;
            if let Some(next) = self.take(at) {
                return Some(next);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use geo::{BooleanOps as _, Rect, Winding as _, bool_ops::FillRule};
    use proptest::prelude::*;

    use super::*;

    fn square(x: i32, y: i32, side: i32) -> MultiPolygon<f64> {
        let corner = |x: i32, y: i32| Coord { x: f64::from(x), y: f64::from(y) };
        let corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)];
        let mut ring: LineString<f64> = corners.iter().map(|(a, b)| corner(x + a, y + b)).collect();
        ring.make_ccw_winding();
        MultiPolygon::new(vec![Polygon::new(ring, Vec::new())])
    }

    fn open(grounds: &[MultiPolygon<f64>]) -> OpenEdges<'_> {
        OpenEdges::of(grounds.iter().enumerate(), &mut Effort::among(grounds.len(), 0)).unwrap()
    }

    #[test]
    fn what_two_grids_share_exactly_is_left_out_once_for_each() {
        let beside = [square(0, 0, 2), square(2, 0, 2), square(0, 2, 2)];
        assert_eq!(open(&beside).iter().count(), 8);
        assert_eq!(open(&[square(0, 0, 2), square(2, 1, 2)]).iter().count(), 8, "a part of an edge is none");
        let twice = [square(0, 0, 2), square(0, 0, 2), square(2, 0, 2)];
        assert_eq!(
            open(&twice).iter().count(),
            10,
            "one neighbour cancels one of two that lie upon each other"
        );
    }

    proptest! {
        /// Squares beside and upon each other: the rings that are left cover what the squares do.
        #[test]
        fn what_is_left_covers_the_same_ground(squares in prop::collection::vec((0i32..8, 0i32..8, 1i32..4), 1..30)) {
            let grounds: Vec<_> = squares.iter().map(|(x, y, side)| square(*x, *y, *side)).collect();
            let all = Rect::new(Coord { x: -1.0, y: -1.0 }, Coord { x: 13.0, y: 13.0 }).to_polygon();
            let whole: MultiPolygon<f64> = grounds.iter().flat_map(|ground| ground.iter().cloned()).collect();
            let bare = |covered: &MultiPolygon<f64>| {
                geo::Area::unsigned_area(&all.difference_with_fill_rule(covered, FillRule::NonZero))
            };
            let left = open(&grounds).rings();
            prop_assert!((bare(&whole) - bare(&left)).abs() < 1e-6);
        }
    }
}

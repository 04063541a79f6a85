//! Whether two grids keep apart but for edges and corners that they share exactly, as the grids of a map drawn once do:
//! of those nothing need be laid over each other, which takes a hundred times as long.

use std::f64::consts::TAU;

use geo::{Coord, CoordsIter as _, Intersects as _, LineString, MultiPolygon, Point};

use super::{
    Laid,
    borders::{cross, rings, side_of},
    effort::{EDGE_LOOKED_AT, EDGE_MET, EDGE_SORTED, Effort, Stopped},
};

/// Metres within which edges are taken to touch. Who touches is laid over the other, so it need be no finer.
const TOUCHING_M: f64 = 1e-6;

/// An angle under which two directions are taken for one.
const ALIGNED: f64 = 1e-9;

/// How two grids lie to each other.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lie {
    /// They have no ground in common.
    Apart,
    /// They may have some; so many of their edges cross.
    Close(u64),
}

/// A ground, and its limits.
type Bounded<'a> = (&'a MultiPolygon<f64>, &'a [f64; 4]);

impl Lie {
    /// How the grids at these places lie, for the steps that finding it out takes.
    pub(super) fn of(grids: [&Laid; 2], places: [usize; 2], effort: &mut Effort) -> Result<Self, Stopped> {
        let grounds @ [one, other] = grids.map(|grid| (&grid.ground, &grid.bounds));
        let met = Met::of(grounds, places, effort)?;
        if met.touching {
            return Ok(Self::Close(met.crossings));
        }
        let [of_one, of_other] = &met.rings;
        let inside = holds_any(other, one.0, of_one, places, effort)?
            || holds_any(one, other.0, of_other, places, effort)?;
        Ok(if inside { Self::Close(0) } else { Self::Apart })
    }
}

/// How many edges of two grounds cross, for the steps that counting them takes.
pub(super) fn crossings(
    grounds: [Bounded<'_>; 2],
    places: [usize; 2],
    effort: &mut Effort,
) -> Result<u64, Stopped> {
    Ok(Met::of(grounds, places, effort)?.crossings)
}

/// Whether some ring of `ground` that does not meet the holder's edges lies inside the holder: all of it does, or none.
fn holds_any(
    (holder, bounds): Bounded<'_>,
    ground: &MultiPolygon<f64>,
    met: &[u32],
    places: [usize; 2],
    effort: &mut Effort,
) -> Result<bool, Stopped> {
    let [west, south, east, north] = bounds;
    for (_, ring) in (0u32..).zip(rings(ground)).filter(|(number, _)| !met.contains(number)) {
        let Some(at) = ring.0.first() else { continue };
        if at.x < *west || at.x > *east || at.y < *south || at.y > *north {
            continue;
        }
        effort.spend(EDGE_LOOKED_AT * holder.coords_count() as u64, places)?;
        if holder.intersects(&Point(*at)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// An edge with the corner before it, and the number of its ring.
struct Side {
    before: Coord<f64>,
    from: Coord<f64>,
    to: Coord<f64>,
    ring: u32,
    /// From where to where it reaches along the sweep, and across it.
    reach: [[f64; 2]; 2],
}

impl Side {
    /// The edges of a ground that come into the window, in the order in which a sweep along an axis meets them.
    fn within(ground: &MultiPolygon<f64>, window: &[f64; 4], along: usize) -> Vec<Self> {
        let mut sides: Vec<Self> = (0u32..)
            .zip(rings(ground))
            .flat_map(|(number, ring)| Self::of(ring, number, window, along))
            .collect();
        sides.sort_unstable_by(|a, b| a.starts().total_cmp(&b.starts()));
        sides
    }

    fn of<'a>(
        ring: &'a LineString<f64>,
        number: u32,
        window: &'a [f64; 4],
        along: usize,
    ) -> impl Iterator<Item = Self> + 'a {
        let corners = &ring.0;
        // A ring is closed: before its first corner comes the last but one.
        let last = corners.len().checked_sub(2).and_then(|last| corners.get(last));
        let before = last.into_iter().chain(corners);
        before.zip(corners).zip(corners.iter().skip(1)).filter_map(move |((before, from), to)| {
            let [west, south, east, north] = window;
            let x = [from.x.min(to.x) - TOUCHING_M, from.x.max(to.x) + TOUCHING_M];
            let y = [from.y.min(to.y) - TOUCHING_M, from.y.max(to.y) + TOUCHING_M];
            let is_in = x[0] <= *east && x[1] >= *west && y[0] <= *north && y[1] >= *south;
            let reach = if along == 0 { [x, y] } else { [y, x] };
            is_in.then_some(Self { before: *before, from: *from, to: *to, ring: number, reach })
        })
    }

    const fn starts(&self) -> f64 {
        self.reach[0][0]
    }

    const fn ends(&self) -> f64 {
        self.reach[0][1]
    }

    fn is_beside(&self, other: &Self) -> bool {
        self.reach[1][0] <= other.reach[1][1] && other.reach[1][0] <= self.reach[1][1]
    }

    const fn line(&self) -> geo::Line<f64> {
        geo::Line { start: self.from, end: self.to }
    }
}

/// What was found of two grids' edges.
#[derive(Default)]
struct Met {
    /// Some touch or cross elsewhere than in corners that both have, or the ground of both lies on one side of one.
    touching: bool,
    crossings: u64,
    /// The rings of each that share a corner with the other.
    rings: [Vec<u32>; 2],
}

impl Met {
    fn of(grounds: [Bounded<'_>; 2], places: [usize; 2], effort: &mut Effort) -> Result<Self, Stopped> {
        let [(one, [aw, as_, ae, an]), (other, [bw, bs, be, bn])] = grounds;
        let corners = one.coords_count() + other.coords_count();
        effort.spend(EDGE_LOOKED_AT * corners as u64, places)?;
        let window @ [west, south, east, north] = [aw.max(*bw), as_.max(*bs), ae.min(*be), an.min(*bn)];
        let along = usize::from(north - south > east - west);
        let sides = [one, other].map(|ground| Side::within(ground, &window, along));
        let count: usize = sides.iter().map(Vec::len).sum();
        effort.spend(EDGE_SORTED * count as u64, places)?;
        let mut met = Self::default();
        met.compare(&sides, places, effort)?;
        Ok(met)
    }

    /// Holds every two edges against each other that a sweep meets at once.
    fn compare(
        &mut self,
        [one, other]: &[Vec<Side>; 2],
        places: [usize; 2],
        effort: &mut Effort,
    ) -> Result<(), Stopped> {
        let (mut ones, mut others) = (one.as_slice(), other.as_slice());
        while let (Some((a, rest)), Some((b, more))) = (ones.split_first(), others.split_first()) {
            let (mut passed, mut met) = (1, 0);
            let mut hold = |a: &Side, b: &Side| {
                passed += 1;
                if a.is_beside(b) {
                    met += 1;
                    self.hold(a, b);
                }
            };
            if a.starts() <= b.starts() {
                others.iter().take_while(|b| b.starts() <= a.ends()).for_each(|b| hold(a, b));
                ones = rest;
            } else {
                ones.iter().take_while(|a| a.starts() <= b.ends()).for_each(|a| hold(a, b));
                others = more;
            }
            effort.spend(EDGE_MET * met + EDGE_LOOKED_AT * passed, places)?;
        }
        Ok(())
    }

    fn hold(&mut self, a: &Side, b: &Side) {
        if a.from == b.from {
            for (met, ring) in self.rings.iter_mut().zip([a.ring, b.ring]) {
                if !met.contains(&ring) {
                    met.push(ring);
                }
            }
            self.touching |= !have_sides_of_their_own(a, b);
        }
        // Edges with a common corner meet there alone, or their directions show it at that corner.
        if a.from != b.from && a.from != b.to && a.to != b.from && a.to != b.to {
            self.touching |= may_touch(a, b);
            self.crossings += u64::from(cross(&a.line(), &b.line()));
        }
    }
}

/// Whether neither edge lies wholly on one side of the other.
fn may_touch(a: &Side, b: &Side) -> bool {
    let parts = |edge: &Side, other: &Side| {
        let line = edge.line();
        let near = TOUCHING_M * (line.delta().x.abs() + line.delta().y.abs());
        let (from, to) = (side_of(&line, other.from), side_of(&line, other.to));
        (from > near && to > near) || (from < -near && to < -near)
    };
    !parts(a, b) && !parts(b, a)
}

/// Whether at the corner from which both edges begin the one ring's ground lies beside the other's. The ground of each
/// spreads from its edge, turning left, to the corner before.
fn have_sides_of_their_own(a: &Side, b: &Side) -> bool {
    let (follows, returns) = (a.before == b.to, b.before == a.to);
    if follows && returns {
        return true;
    }
    let angle = |to: Coord<f64>| (to.y - a.from.y).atan2(to.x - a.from.x);
    let first = angle(a.to);
    let turn = |to: Coord<f64>| (angle(to) - first).rem_euclid(TAU);
    let end = turn(a.before);
    let other = if follows { end } else { turn(b.to) };
    let other_end = if returns { TAU } else { turn(b.before) };
    end > ALIGNED
        && (follows || end + ALIGNED < other)
        && other + ALIGNED < other_end
        && (returns || other_end + ALIGNED < TAU)
}

#[cfg(test)]
mod tests {
    use geo::{Area as _, BooleanOps as _, Orient as _, Polygon, orient::Direction};
    use proptest::prelude::*;

    use super::*;
    use crate::geo::check::ground;

    fn laid(rings: &[&[(f64, f64)]]) -> Laid {
        let mut rings = rings.iter().map(|ring| LineString::from(ring.to_vec()));
        let polygon = Polygon::new(rings.next().unwrap(), rings.collect());
        let ground = MultiPolygon::new(vec![polygon]).orient(Direction::Default);
        let bounds = ground::bounds(&ground).unwrap();
        Laid { code: "610102001001001".parse().unwrap(), ground, bounds, is_copy: false }
    }

    fn lie(one: &Laid, other: &Laid) -> Lie {
        Lie::of([one, other], [0, 1], &mut Effort::among(2, 0)).unwrap()
    }

    const SQUARE: [(f64, f64); 4] = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)];

    #[test]
    fn neighbours_keep_apart_and_what_may_overlap_does_not() {
        let square = laid(&[&SQUARE]);
        let moved = |x: f64, y: f64| laid(&[&SQUARE.map(|(a, b)| (a + x, b + y))]);
        assert_eq!(lie(&square, &moved(10.0, 0.0)), Lie::Apart, "they share an edge");
        assert_eq!(lie(&square, &moved(10.0, 10.0)), Lie::Apart, "a corner");
        assert_eq!(lie(&square, &moved(10.0, 3.0)), Lie::Close(0), "a part of an edge");
        assert_eq!(lie(&square, &moved(5.0, 3.0)), Lie::Close(2));
        assert_eq!(lie(&square, &moved(0.0, 0.0)), Lie::Close(0));
        let corner = laid(&[&[(10.0, 10.0), (12.0, 4.0), (5.0, 3.0)]]);
        assert_eq!(lie(&square, &corner), Lie::Close(1));
        let wedge = laid(&[&[(10.0, 10.0), (2.0, 5.0), (5.0, 2.0)]]);
        assert_eq!(lie(&square, &wedge), Lie::Close(0), "inside, from a corner that both have");
        let inner = [(2.0, 2.0), (8.0, 2.0), (8.0, 8.0), (2.0, 8.0)];
        assert_eq!(lie(&square, &laid(&[&inner])), Lie::Close(0), "one in the other");
        let ring = laid(&[&SQUARE, &inner]);
        assert_eq!(lie(&ring, &laid(&[&inner])), Lie::Apart, "it fills the hole");
        let small = inner.map(|(x, y)| (x / 2.0 + 2.5, y / 2.0 + 2.5));
        assert_eq!(lie(&ring, &laid(&[&small])), Lie::Apart, "it lies in the hole");
        assert_eq!(
            lie(&laid(&[&SQUARE, &small]), &laid(&[&inner])),
            Lie::Close(0),
            "it lies around the hole"
        );
    }

    /// A star around a place with whole numbers as corners, so that two of them often share some.
    fn star(middle: (i32, i32), reaches: &[i32]) -> Option<Laid> {
        const WAYS: [(i32, i32); 8] = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)];
        let corners = WAYS.iter().zip(reaches).filter(|(_, reach)| **reach > 0);
        let corners: Vec<_> = corners
            .map(|((x, y), reach)| (f64::from(middle.0 + x * reach), f64::from(middle.1 + y * reach)))
            .collect();
        let star = (corners.len() > 4).then(|| laid(&[&corners]))?;
        (star.ground.unsigned_area() > 0.5).then_some(star)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn who_keeps_apart_has_no_ground_in_common(
            at in (-4i32..5, -4i32..5),
            one in prop::collection::vec(0i32..4, 8),
            other in prop::collection::vec(0i32..4, 8),
        ) {
            if let (Some(one), Some(other)) = (star((0, 0), &one), star(at, &other)) {
                let common = one.ground.intersection(&other.ground).unsigned_area();
                if lie(&one, &other) == Lie::Apart {
                    prop_assert!(common < 1e-6, "{common}");
                }
            }
        }
    }
}

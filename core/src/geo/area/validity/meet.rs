//! How two edges meet, exactly.

use geo::{Coord, Kernel, Orientation, kernels::RobustKernel};

use super::{At, Ring};

/// One edge of a ring.
#[derive(Clone, Copy)]
pub(super) struct Edge {
    pub(super) a: At,
    pub(super) b: At,
    /// Its ring, and its place in it.
    pub(super) ring: usize,
    pub(super) index: usize,
}

/// How two edges meet.
pub(super) enum Meeting {
    Apart,
    Touch(At),
    Cross(At),
    Along(At),
}

/// Two edges of one ring: those that follow each other share a corner and may only double back.
pub(super) fn meet_neighbours(ring: &Ring, one: &Edge, other: &Edge) -> Meeting {
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

pub(super) fn meet(one: &Edge, other: &Edge) -> Meeting {
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
pub(super) fn pass_through(ring: &Ring, edge: &Edge, against: &Ring, other: &Edge, at: At) -> bool {
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

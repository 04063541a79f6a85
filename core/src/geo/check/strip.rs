//! Strips between two borders that should be one and are open at an end, so that no union encloses them: edges
//! without a twin in the neighbour that run close beside one of its edges.

use std::collections::BTreeSet;

use geo::{Coord, Intersects, Line, MultiPolygon, Point, Polygon};

use super::{FaultKind, Laid, NOTHING_M2, SetFault, gap, ground, ground::Plane};

/// Closer than this, in metres, two edges are one line (a corner of one grid within an edge of the other).
const SAME_M: f64 = 1e-3;

/// Edges that run in opposite directions within about 18° are taken as two drawings of one border.
const OPPOSITE: f64 = -0.95;

pub(super) fn find(
    laid: &[Laid],
    pairs: &[(usize, usize)],
    plane: &Plane,
    sliver_m: f64,
    enclosed: &[SetFault],
    faults: &mut Vec<SetFault>,
) {
    let enclosed: Vec<MultiPolygon<f64>> =
        enclosed.iter().map(|fault| plane.lay(&polygons(&fault.ground))).collect();
    for (i, j) in pairs {
        let Some((one, other)) = laid.get(*i).zip(laid.get(*j)) else { continue };
        let around = [Some(one.code.min(other.code)), Some(one.code.max(other.code))];
        if let Some(strip) = between(one, other, plane, sliver_m, &enclosed) {
            faults.push(gap::gap(FaultKind::GapSliver, around, strip));
        }
    }
}

/// The strip between two grids, as its pieces along the first one's border.
fn between(
    one: &Laid,
    other: &Laid,
    plane: &Plane,
    sliver_m: f64,
    enclosed: &[MultiPolygon<f64>],
) -> Option<ground::Ground> {
    let twins: BTreeSet<_> = gap::edges(&other.ground).map(|edge| key(edge.end, edge.start)).collect();
    let mine = near(one, other, sliver_m).filter(|edge| !twins.contains(&key(edge.start, edge.end)));
    let mut theirs: Vec<_> = near(other, one, sliver_m).collect();
    theirs.sort_by(|a, b| west(a).total_cmp(&west(b)));
    let widest = theirs.iter().map(|edge| (edge.end.x - edge.start.x).abs()).fold(0.0, f64::max);
    let mut pieces = Vec::new();
    for edge in mine {
        let middle =
            Coord { x: f64::midpoint(edge.start.x, edge.end.x), y: f64::midpoint(edge.start.y, edge.end.y) };
        let from = theirs.partition_point(|other| west(other) < middle.x - widest - sliver_m);
        let beside = theirs.iter().skip(from).take_while(|other| west(other) <= middle.x + sliver_m);
        let nearest = beside
            .filter(|other| run_opposite(&edge, other))
            .map(|other| (ground::distance_to_edge(middle, other.start, other.end), other))
            .min_by(|(a, _), (b, _)| a.total_cmp(b));
        let Some((width, _)) = nearest else { continue };
        let within = aside(&edge, middle, width / 2.0);
        let known = enclosed.iter().any(|gap| gap.intersects(&Point(within)));
        if (SAME_M..sliver_m).contains(&width) && !other.ground.intersects(&Point(within)) && !known {
            pieces.push(strip_along(&edge, width, plane));
        }
    }
    ground::Ground::together(pieces).filter(|strip| strip.area_m2 > NOTHING_M2)
}

/// A strip of `width` to the right of the edge, where the neighbour lies.
fn strip_along(edge: &Line<f64>, width: f64, plane: &Plane) -> ground::Ground {
    let (near, far) = (aside(edge, edge.start, width), aside(edge, edge.end, width));
    let corners = vec![edge.start, near, far, edge.end, edge.start];
    ground::Ground::of(Polygon::new(corners.into(), Vec::new()), plane)
}

/// `at`, moved `width` to the right of the edge.
fn aside(edge: &Line<f64>, at: Coord<f64>, width: f64) -> Coord<f64> {
    let Coord { x: run, y: rise } = edge.delta();
    let length = run.hypot(rise).max(f64::MIN_POSITIVE);
    Coord { x: at.x + rise / length * width, y: at.y - run / length * width }
}

fn polygons(rings: &[Vec<Vec<[f64; 2]>>]) -> MultiPolygon<f64> {
    let line = |ring: &Vec<[f64; 2]>| ring.iter().map(|[x, y]| (*x, *y)).collect();
    let part = |part: &Vec<Vec<[f64; 2]>>| {
        let mut rings = part.iter().map(line);
        Some(Polygon::new(rings.next()?, rings.collect()))
    };
    MultiPolygon::new(rings.iter().filter_map(part).collect())
}

/// The edges of `one` that come within `reach` of the other's box.
fn near<'a>(one: &'a Laid, other: &'a Laid, reach: f64) -> impl Iterator<Item = Line<f64>> + 'a {
    gap::edges(&one.ground).filter(move |edge| {
        let (a, b) = (edge.start, edge.end);
        ground::are_near(&[a.x.min(b.x), a.y.min(b.y), a.x.max(b.x), a.y.max(b.y)], &other.bounds, reach)
    })
}

fn west(edge: &Line<f64>) -> f64 {
    edge.start.x.min(edge.end.x)
}

fn run_opposite(one: &Line<f64>, other: &Line<f64>) -> bool {
    let (a, b) = (one.delta(), other.delta());
    (a.x * b.x + a.y * b.y) / (a.x.hypot(a.y) * b.x.hypot(b.y)).max(f64::MIN_POSITIVE) < OPPOSITE
}

/// An edge without its direction, to the bit.
fn key(a: Coord<f64>, b: Coord<f64>) -> [(u64, u64); 2] {
    let bits = |at: Coord<f64>| ((at.x + 0.0).to_bits(), (at.y + 0.0).to_bits());
    let (a, b) = (bits(a), bits(b));
    if a <= b { [a, b] } else { [b, a] }
}

//! The probability of a polygon under a circular Gaussian.
//!
//! With the fix as the origin and σ as the unit, the mass over a ring's inside is the integral of Φ(x) φ(y) dy
//! around the ring (Green's theorem; φ and Φ are the normal density and distribution). Along an edge the
//! integrand changes on the scale of σ, so a few Gauss points each three σ are enough, and what lies far from
//! the fix needs none.

use geo::LineString;

use crate::geo::{Area, Coordinate, Datum, coordinate::metres_per_degree};

/// Beyond five σ lies 6e-7 of the mass.
const FAR: f64 = 5.0;

/// An edge is cut into pieces no longer than this, in σ; five Gauss points are then right to 3e-5 of a piece.
const PIECE: f64 = 3.0;

/// Under this length, in σ, two Gauss points are right to 1e-6.
const SHORT: f64 = 0.3;

/// Nodes and weights of Gauss-Legendre over [−1, 1] (Abramowitz and Stegun, table 25.4).
const TWO_POINTS: [(f64, f64); 2] = [(-0.577_350_269, 1.0), (0.577_350_269, 1.0)];
const FIVE_POINTS: [(f64, f64); 5] = [
    (-0.906_179_846, 0.236_926_885),
    (-0.538_469_310, 0.478_628_671),
    (0.0, 0.568_888_889),
    (0.538_469_310, 0.478_628_671),
    (0.906_179_846, 0.236_926_885),
];

/// Probability that a point scattered by `sigma` metres on both axes around `at` lies in `area`.
pub(super) fn probability_within(area: &Area, at: &Coordinate, sigma: f64) -> f64 {
    let at = at.to(Datum::Wgs84);
    let (east, north) = metres_per_degree(at.lat());
    let scale = (east / sigma, north / sigma);
    let mass = |ring: &LineString<f64>| ring_mass(ring, (at.lon(), at.lat()), scale).abs();
    let inside: f64 = area
        .polygons()
        .iter()
        .map(|part| mass(part.exterior()) - part.interiors().iter().map(mass).sum::<f64>())
        .sum();
    inside.clamp(0.0, 1.0)
}

/// The mass in `ring`, positive where it runs counter-clockwise.
fn ring_mass(ring: &LineString<f64>, origin: (f64, f64), scale: (f64, f64)) -> f64 {
    let place = |x: f64, y: f64| ((x - origin.0) * scale.0, (y - origin.1) * scale.1);
    ring.lines().map(|edge| edge_mass(place(edge.start.x, edge.start.y), place(edge.end.x, edge.end.y))).sum()
}

type Point = (f64, f64);

/// ∫ Φ(x) φ(y) dy from `a` to `b`.
fn edge_mass(a: Point, b: Point) -> f64 {
    if a.1 > b.1 {
        return -edge_mass(b, a);
    }
    if b.1 <= -FAR || a.1 >= FAR || a.0.max(b.0) <= -FAR {
        return 0.0;
    }
    if a.0.min(b.0) >= FAR {
        return normal(b.1) - normal(a.1);
    }
    let along = |share: f64| (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share);
    // Shares of the edge at which it enters and leaves the square within FAR of the fix.
    let share = |target: f64, from: f64, to: f64| ((target - from) / (to - from)).clamp(0.0, 1.0);
    let (low, high) = if b.1 > a.1 { (share(-FAR, a.1, b.1), share(FAR, a.1, b.1)) } else { (0.0, 1.0) };
    let (enter, leave) = match b.0 - a.0 {
        run if run > 0.0 => (share(-FAR, a.0, b.0), share(FAR, a.0, b.0)),
        run if run < 0.0 => (share(FAR, a.0, b.0), share(-FAR, a.0, b.0)),
        _ => (0.0, 1.0),
    };
    let (enter, leave) = (enter.clamp(low, high), leave.clamp(low, high));
    // East of the square Φ is one, west of it nothing counts.
    let beyond = |from: f64, to: f64| {
        let is_east = along(f64::midpoint(from, to)).0 > 0.0;
        if is_east && to > from { normal(along(to).1) - normal(along(from).1) } else { 0.0 }
    };
    beyond(low, enter) + near_mass(along(enter), along(leave)) + beyond(leave, high)
}

fn near_mass(a: Point, b: Point) -> f64 {
    let (run, rise) = (b.0 - a.0, b.1 - a.1);
    let length = run.hypot(rise);
    let (pieces, points) = if length < SHORT {
        (1, TWO_POINTS.as_slice())
    } else {
        ((length / PIECE).ceil() as u32, FIVE_POINTS.as_slice())
    };
    let half = 0.5 / f64::from(pieces);
    let density = |share: f64| normal(a.0 + run * share) * normal_density(a.1 + rise * share);
    let piece = |i: u32| {
        let middle = half * f64::from(2 * i + 1);
        points.iter().map(|(node, weight)| weight * density(middle + half * node)).sum::<f64>()
    };
    (0..pieces).map(piece).sum::<f64>() * half * rise
}

fn normal_density(x: f64) -> f64 {
    (-x * x / 2.0).exp() * 0.398_942_280_4
}

/// The normal distribution function, right to 1e-7 (Abramowitz and Stegun 26.2.17).
fn normal(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * x.abs());
    let series = [1.330_274_429, -1.821_255_978, 1.781_477_937, -0.356_563_782, 0.319_381_53];
    let tail = normal_density(x) * series.iter().fold(0.0, |sum, c| (sum + c) * t);
    if x > 0.0 { 1.0 - tail } else { tail }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CENTRE: (f64, f64) = (34.25, 108.95);

    /// An area of rings given in metres east and north of the centre.
    fn area(parts: &[Vec<Vec<(f64, f64)>>]) -> Area {
        let (east, north) = metres_per_degree(CENTRE.0);
        let ring = |ring: &Vec<(f64, f64)>| {
            let closed = ring.iter().chain(ring.first());
            closed.map(|(x, y)| [CENTRE.1 + x / east, CENTRE.0 + y / north]).collect::<Vec<_>>()
        };
        let parts: Vec<Vec<_>> = parts.iter().map(|part| part.iter().map(ring).collect()).collect();
        Area::from_rings(&parts, Datum::Wgs84).unwrap()
    }

    fn probability(area: &Area, x: f64, y: f64, sigma: f64) -> f64 {
        let (east, north) = metres_per_degree(CENTRE.0);
        let at = Coordinate::new(CENTRE.0 + y / north, CENTRE.1 + x / east, Datum::Wgs84).unwrap();
        probability_within(area, &at, sigma)
    }

    fn circle(radius: f64, corners: u32) -> Vec<(f64, f64)> {
        let angle = |i| f64::from(i) / f64::from(corners) * std::f64::consts::TAU;
        (0..corners).map(|i| (radius * angle(i).cos(), radius * angle(i).sin())).collect()
    }

    /// A star with deep bays: every edge crosses the scatter.
    fn star(outer: f64, inner: f64, points: u32) -> Vec<(f64, f64)> {
        let tips = circle(outer, points * 2).into_iter().zip(circle(inner, points * 2)).enumerate();
        tips.map(|(i, (far, near))| if i % 2 == 0 { far } else { near }).collect()
    }

    /// Evenly spread quantiles of the Gaussian (Hammersley), seeded by nothing: the same on every run.
    fn scattered(samples: u32) -> impl Iterator<Item = (f64, f64)> {
        (0..samples).map(move |i| {
            let radius = (-2.0 * ((f64::from(i) + 0.5) / f64::from(samples)).ln()).sqrt();
            let turn = std::f64::consts::TAU * f64::from(i.reverse_bits()) / 2f64.powi(32);
            (radius * turn.cos(), radius * turn.sin())
        })
    }

    #[test]
    fn a_polygon_of_many_corners_is_the_circle_that_it_draws() {
        let round = area(&[vec![circle(50.0, 720)]]);
        for (x, sigma) in [(0.0, 5.0), (0.0, 33.0), (30.0, 20.0), (48.0, 10.0), (70.0, 15.0)] {
            let expected = super::super::circle::probability_within(50.0, x, sigma);
            let found = probability(&round, x, 0.0, sigma);
            assert!((found - expected).abs() < 2e-4, "{x} {sigma}: {found} {expected}");
        }
    }

    #[test]
    fn a_straight_edge_and_a_square_follow_the_closed_forms() {
        let wide = area(&[vec![vec![(-5e3, -5e3), (5e3, -5e3), (5e3, 5e3), (-5e3, 5e3)]]]);
        let sigma = 10.0 / 1.509_592;
        assert!((probability(&wide, 5e3, 0.0, sigma) - 0.5).abs() < 1e-3);
        assert!((probability(&wide, 5e3 - 10.0, 0.0, sigma) - 0.9344).abs() < 1e-3);
        assert!((probability(&wide, 0.0, -5e3 + 10.0, sigma) - 0.9344).abs() < 1e-3);
        assert!(probability(&wide, 0.0, 0.0, sigma) > 1.0 - 1e-6);
        assert!(probability(&wide, 9e3, 0.0, sigma) < 1e-6);
        let square = area(&[vec![vec![(-10.0, -10.0), (10.0, -10.0), (10.0, 10.0), (-10.0, 10.0)]]]);
        let side = 2.0 * normal(1.0) - 1.0;
        assert!((probability(&square, 0.0, 0.0, 10.0) - side * side).abs() < 1e-5);
    }

    #[test]
    fn any_shape_with_holes_agrees_with_its_scatter_counted_out() {
        let shape = area(&[
            vec![star(60.0, 20.0, 12), circle(12.0, 7)],
            vec![vec![(70.0, -20.0), (120.0, -25.0), (110.0, 40.0), (75.0, 30.0)]],
        ]);
        let (east, north) = metres_per_degree(CENTRE.0);
        for (x, y, sigma) in
            [(0.0, 0.0, 15.0), (40.0, 3.0, 20.0), (30.0, -30.0, 8.0), (75.0, 0.0, 40.0), (0.0, 0.0, 200.0)]
        {
            const SAMPLES: u32 = 200_000;
            let holds = |(dx, dy): &(f64, f64)| {
                let (lon, lat) = (CENTRE.1 + (x + dx * sigma) / east, CENTRE.0 + (y + dy * sigma) / north);
                shape.contains(&Coordinate::new(lat, lon, Datum::Wgs84).unwrap())
            };
            let expected = scattered(SAMPLES).filter(holds).count() as f64 / f64::from(SAMPLES);
            let found = probability(&shape, x, y, sigma);
            assert!((found - expected).abs() < 1e-3, "{x} {y} {sigma}: {found} {expected}");
        }
    }

    #[test]
    fn extremes_give_a_probability() {
        let shape = area(&[vec![star(60.0, 20.0, 50)]]);
        for sigma in [1e-3, 1e-1, 1e6, 1e300] {
            let found = probability(&shape, 1.0, 2.0, sigma);
            assert!((0.0..=1.0).contains(&found), "{sigma}: {found}");
        }
        assert!(probability(&shape, 1.0, 2.0, 1e-3) > 1.0 - 1e-6);
    }

    proptest! {
        #[test]
        fn walking_away_from_a_convex_fence_is_never_likelier(
            sigma in 1.0f64..100.0, near in 0.0f64..300.0, more in 0.0f64..100.0
        ) {
            let round = area(&[vec![circle(50.0, 60)]]);
            let (close, far) = (probability(&round, near, 0.0, sigma), probability(&round, near + more, 0.0, sigma));
            prop_assert!(far <= close + 1e-4, "{} {}", close, far);
        }
    }
}

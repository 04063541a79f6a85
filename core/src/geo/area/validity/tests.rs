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
    assert_eq!(flaws(vec![ringed(), Polygon::new(square(-5, -5, 40), vec![])]), [AreaError::PartsOverlap]);
    assert_eq!(flaws(vec![ringed(), Polygon::new(diamond(10, 10, 5), vec![])]), []);
    assert_eq!(holed(vec![square(2, 2, 10), square(4, 4, 3)]), [AreaError::HolesOverlap]);
    assert_eq!(holed(vec![square(0, 0, 20)]), [AreaError::HolesOverlap]);
}

#[test]
fn rings_without_ground_are_named() {
    assert_eq!(flaws(vec![Polygon::new(ring(&[(0, 0), (5, 5), (9, 9)]), vec![])]), [AreaError::NoArea(1)]);
    assert_eq!(holed(vec![ring(&[(3, 3), (6, 6), (4, 4)])]), [AreaError::NoArea(2)]);
    let spike = ring(&[(0, 0), (10, 0), (20, 0), (10, 0), (10, 10)]);
    assert_eq!(flaws(vec![Polygon::new(spike, vec![])]), [AreaError::CrossesItself(1)]);
}

/// To and fro along a diagonal, `turns` times, each way beside the one before: every edge lies in every other's box.
fn zigzag(turns: i32) -> LineString<f64> {
    let way = (0..turns).flat_map(|turn| [(turn, -turn), (1_000_000 + turn, 999_999 - turn)]);
    ring(&way.chain([(2_000_000, -1_000_000), (1_000_000, -2_000_000)]).collect::<Vec<_>>())
}

#[test]
fn a_border_of_any_length_is_judged_and_one_that_crowds_without_end_is_refused_as_that() {
    let wave = |i: i32| {
        let turn = f64::from(i) / 19_999.0 * std::f64::consts::TAU;
        let reach = 1_000.0 + (turn * 700.0).sin() * 5.0;
        coord! { x: reach * turn.cos(), y: reach * turn.sin() }
    };
    let long: LineString<f64> = (0..19_999).map(wave).chain([wave(0)]).collect();
    assert_eq!(flaws(vec![Polygon::new(long, vec![])]), []);
    assert_eq!(flaws(vec![Polygon::new(zigzag(200), vec![])]), []);
    assert_eq!(flaws(vec![Polygon::new(zigzag(5_000), vec![])]), [AreaError::TooTangled]);
    let mut crossed = zigzag(5_000);
    crossed.0.swap(9_995, 9_997);
    assert_eq!(flaws(vec![Polygon::new(crossed, vec![])]), [AreaError::CrossesItself(1)]);
}

#[test]
fn twelve_hundred_drawings_are_judged_as_jts_judges_them() {
    type Drawing = Vec<Vec<Vec<(i32, i32)>>>;
    #[derive(serde::Deserialize)]
    struct Drawings {
        valid: Vec<Drawing>,
        invalid: Vec<Drawing>,
    }
    let text = include_str!("../../../../tests/assets/geo/validity.json");
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

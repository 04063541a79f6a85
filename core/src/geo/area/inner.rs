//! A point well inside a polygon: the middle of the widest stretch of a level line across it.

use geo::{BoundingRect as _, Coord, CoordsIter as _, LinesIter as _, Polygon};

/// The point, and how wide the polygon is there; `None` where it has no ground. Takes as long as sorting does: the
/// library's own looks at every two edges that share a longitude, which of a comb are all.
pub(in crate::geo) fn widest(polygon: &Polygon<f64>) -> Option<(Coord<f64>, f64)> {
    let level = level(polygon)?;
    let crossing = polygon.lines_iter().filter(|edge| (edge.start.y > level) != (edge.end.y > level));
    let mut crossings: Vec<f64> = crossing
        .map(|edge| {
            let share = (level - edge.start.y) / (edge.end.y - edge.start.y);
            edge.start.x + share * (edge.end.x - edge.start.x)
        })
        .collect();
    crossings.sort_by(f64::total_cmp);
    let stretches = crossings.chunks_exact(2).filter_map(|ends| match ends {
        [from, to] => Some((Coord { x: f64::midpoint(*from, *to), y: level }, to - from)),
        _ => None,
    });
    stretches.filter(|(_, width)| *width > 0.0).max_by(|(_, a), (_, b)| a.total_cmp(b))
}

/// A height near the middle at which there is no corner.
fn level(polygon: &Polygon<f64>) -> Option<f64> {
    let bounds = polygon.bounding_rect()?;
    let middle = f64::midpoint(bounds.min().y, bounds.max().y);
    let heights = || polygon.coords_iter().map(|corner| corner.y);
    let below = heights().filter(|y| *y <= middle).max_by(f64::total_cmp)?;
    let above = heights().filter(|y| *y > middle).min_by(f64::total_cmp)?;
    Some(f64::midpoint(below, above))
}

#[cfg(test)]
mod tests {
    use geo::{Contains, LineString, Point};
    use proptest::prelude::*;

    use super::*;

    fn square(at: f64, side: f64) -> LineString<f64> {
        vec![(at, at), (at + side, at), (at + side, at + side), (at, at + side), (at, at)].into()
    }

    #[test]
    fn a_hole_and_a_corner_at_the_middle_are_kept_off() {
        let ringed = Polygon::new(square(0.0, 20.0), vec![square(5.0, 10.0)]);
        let (at, width) = widest(&ringed).unwrap();
        assert!(ringed.contains(&Point(at)) && (width - 5.0).abs() < 1e-9, "{at:?} {width}");
        let kite =
            Polygon::new(vec![(0.0, 5.0), (5.0, 0.0), (10.0, 5.0), (5.0, 10.0), (0.0, 5.0)].into(), vec![]);
        assert!(kite.contains(&Point(widest(&kite).unwrap().0)));
        let flat = Polygon::new(vec![(0.0, 5.0), (5.0, 5.0), (9.0, 5.0), (0.0, 5.0)].into(), vec![]);
        assert_eq!(widest(&flat), None);
    }

    proptest! {
        #[test]
        fn it_lies_inside_a_star_of_any_shape(reaches in prop::collection::vec(0.1f64..10.0, 3..40)) {
            let corner = |(i, reach): (usize, &f64)| {
                let turn = i as f64 / reaches.len() as f64 * std::f64::consts::TAU;
                (reach * turn.cos(), reach * turn.sin())
            };
            let ring: Vec<_> = reaches.iter().enumerate().map(corner).collect();
            let star = Polygon::new(ring.into(), vec![]);
            prop_assert!(star.contains(&Point(widest(&star).unwrap().0)));
        }
    }
}

//! Ground that two grids claim.

use geo::BooleanOps;

use super::{FaultKind, Laid, SetFault, ground, told_apart};
use crate::text::Text;

/// Pairs of places whose boxes come closer than `reach` metres, each once.
pub(super) fn near_pairs(laid: &[Laid], reach: f64) -> Vec<(usize, usize)> {
    let mut order: Vec<(usize, [f64; 4])> = laid.iter().map(|grid| grid.bounds).enumerate().collect();
    order.sort_by(|(_, [a, ..]), (_, [b, ..])| a.total_cmp(b));
    let mut pairs = Vec::new();
    for (place, (i, bounds)) in order.iter().enumerate() {
        let [_, _, east, _] = bounds;
        let rest = order.iter().skip(place + 1).take_while(|(_, [west, ..])| *west <= east + reach);
        let near = rest.filter(|(_, other)| ground::are_near(bounds, other, reach));
        pairs.extend(near.map(|(j, _)| (*i.min(j), *i.max(j))));
    }
    pairs.sort_unstable();
    pairs
}

pub(super) fn find(
    laid: &[Laid],
    pairs: &[(usize, usize)],
    plane: &ground::Plane,
    sliver_m: f64,
    faults: &mut Vec<SetFault>,
) {
    for (i, j) in pairs {
        let Some((one, other)) = laid.get(*i).zip(laid.get(*j)) else { continue };
        if !ground::are_near(&one.bounds, &other.bounds, 0.0) {
            continue;
        }
        let shared = told_apart(one.ground.intersection(&other.ground), plane, sliver_m);
        let kinds = [FaultKind::Overlap, FaultKind::OverlapSliver];
        for (kind, ground) in kinds.into_iter().zip(shared) {
            let Some(ground) = ground else { continue };
            let (a, b, area) = (one.code.min(other.code), one.code.max(other.code), ground.area_m2.round());
            let sentence = match kind {
                FaultKind::OverlapSliver => Text::new(
                    format!("网格 {a} 与 {b} 边界处有 {area} 平方米狭长重叠（边界画了两次）"),
                    format!("grids {a} and {b} overlap in a sliver of {area} m² along their border"),
                ),
                _ => Text::new(
                    format!("网格 {a} 与 {b} 重叠 {area} 平方米"),
                    format!("grids {a} and {b} overlap by {area} m²"),
                ),
            };
            faults.push(SetFault { other: Some(b), ..SetFault::of_grid(kind, a, sentence) }.on(ground));
        }
    }
}

//! Ground that two grids claim.

use geo::{BooleanOps, CoordsIter as _};
use rstar::{AABB, RTree, RTreeObject};

use super::{
    FaultKind, Laid, SetFault,
    effort::{EDGE, Effort, PAIR, Stopped},
    findings::Findings,
    ground, told_apart,
};
use crate::text::Text;

/// A grid's box, widened.
struct Site {
    place: usize,
    around: AABB<[f64; 2]>,
}

impl RTreeObject for Site {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.around
    }
}

/// Pairs of places whose boxes come closer than `reach` metres, each once, for the steps that it takes to lay each over
/// the other; copies left out.
pub(super) fn near_pairs(
    laid: &[Laid],
    reach: f64,
    effort: &mut Effort,
) -> Result<Vec<(usize, usize)>, Stopped> {
    let originals = laid.iter().enumerate().filter(|(_, grid)| !grid.is_copy);
    let site = |(place, grid): (usize, &Laid)| {
        let [west, south, east, north] = grid.bounds;
        let half = reach / 2.0;
        let around = AABB::from_corners([west - half, south - half], [east + half, north + half]);
        Site { place, around }
    };
    let sites = RTree::bulk_load(originals.map(site).collect());
    let edges = |place: usize| laid.get(place).map_or(0, |grid| grid.ground.coords_count() as u64);
    let mut pairs = Vec::new();
    for (one, other) in sites.intersection_candidates_with_other_tree(&sites) {
        let (i, j) = (one.place, other.place);
        if i < j {
            effort.spend(PAIR + EDGE * (edges(i) + edges(j)), [i, j])?;
            pairs.push((i, j));
        }
    }
    pairs.sort_unstable();
    Ok(pairs)
}

pub(super) fn find(
    laid: &[Laid],
    pairs: &[(usize, usize)],
    plane: &ground::Plane,
    sliver_m: f64,
    found: &mut Findings,
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
            found.push(SetFault { other: Some(b), ..SetFault::of_grid(kind, a, sentence) }.on(ground));
        }
    }
}

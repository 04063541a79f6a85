//! Ground that two grids claim.

use geo::{BooleanOps, CoordsIter as _};
use rstar::{AABB, RTree, RTreeObject};

use super::{
    FaultKind, Laid, SetFault,
    apart::Lie,
    effort::{Effort, PAIR, PAIR_BYTES, Stopped},
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

/// The places of two grids whose boxes are near each other.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    pub(super) places: [usize; 2],
    may_overlap: bool,
}

/// Pairs of grids whose boxes come closer than `reach` metres, each once, for the steps that it takes to lay each over
/// the other where they may overlap; copies left out.
pub(super) fn near_pairs(laid: &[Laid], reach: f64, effort: &mut Effort) -> Result<Vec<Pair>, Stopped> {
    let originals = laid.iter().enumerate().filter(|(_, grid)| !grid.is_copy);
    let site = |(place, grid): (usize, &Laid)| {
        let [west, south, east, north] = grid.bounds;
        let half = reach / 2.0;
        let around = AABB::from_corners([west - half, south - half], [east + half, north + half]);
        Site { place, around }
    };
    let sites = RTree::bulk_load(originals.map(site).collect());
    let mut pairs = Vec::new();
    for (one, other) in sites.intersection_candidates_with_other_tree(&sites) {
        let places = [one.place, other.place];
        if one.place >= other.place {
            continue;
        }
        effort.spend(PAIR, places)?;
        effort.hold(PAIR_BYTES)?;
        let Some((one, other)) = laid.get(one.place).zip(laid.get(other.place)) else { continue };
        pairs.push(Pair { places, may_overlap: may_overlap([one, other], places, effort)? });
    }
    pairs.sort_unstable();
    Ok(pairs)
}

/// Whether two grids may have ground in common; the steps of finding out are taken, and those of laying them over each
/// other.
fn may_overlap(grids: [&Laid; 2], places: [usize; 2], effort: &mut Effort) -> Result<bool, Stopped> {
    let [one, other] = grids;
    if !ground::are_near(&one.bounds, &other.bounds, 0.0) {
        return Ok(false);
    }
    let Lie::Close(crossings) = Lie::of(grids, places, effort)? else { return Ok(false) };
    let edges = one.ground.coords_count() + other.ground.coords_count();
    effort.lay_over(edges as u64, crossings, places)?;
    Ok(true)
}

pub(super) fn find(
    laid: &[Laid],
    pairs: &[Pair],
    plane: &ground::Plane,
    sliver_m: f64,
    found: &mut Findings,
) {
    for Pair { places: [i, j], .. } in pairs.iter().filter(|pair| pair.may_overlap) {
        let Some((one, other)) = laid.get(*i).zip(laid.get(*j)) else { continue };
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

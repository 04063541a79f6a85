//! Grids that have one and the same outline: one fault for all of them, however many, and one border to hold against
//! others.

use std::cmp::Ordering;

use geo::CoordsIter as _;

use super::{
    FaultKind, Laid, SetFault,
    findings::Findings,
    ground::{Ground, Pieces, Plane},
};
use crate::text::Text;

/// So many codes stand in the sentence.
const NAMED: usize = 5;

/// Tells of grids of one outline, and marks all but the first of them as copies.
pub(super) fn find(laid: &mut [Laid], plane: &Plane, found: &mut Findings) {
    for group in groups(laid) {
        let grids: Vec<&Laid> = group.iter().filter_map(|place| laid.get(*place)).collect();
        found.extend(fault(&grids, plane));
        for place in group.iter().skip(1) {
            if let Some(copy) = laid.get_mut(*place) {
                copy.is_copy = true;
            }
        }
    }
}

fn fault(grids: &[&Laid], plane: &Plane) -> Option<SetFault> {
    let [first, second, ..] = grids else { return None };
    let parts: Pieces = first.ground.iter().map(|part| Ground::of(part.clone(), plane)).collect();
    let ground = parts.together()?;
    let named: Vec<String> = grids.iter().take(NAMED).map(|grid| grid.code.to_string()).collect();
    let (count, area, more) = (grids.len(), ground.area_m2.round(), grids.len() > NAMED);
    let (zh, en) = if more { (" 等", " and others") } else { ("", "") };
    let sentence = Text::new(
        format!("{count} 个网格边界完全相同（{area} 平方米）：{}{zh}", named.join("、")),
        format!("{count} grids have one and the same outline ({area} m²): {}{en}", named.join(", ")),
    );
    let fault = SetFault::of_grid(FaultKind::Overlap, first.code, sentence);
    Some(SetFault { other: Some(second.code), ..fault }.on(ground))
}

/// The places of grids of one outline, two and more of them.
fn groups(laid: &[Laid]) -> Vec<Vec<usize>> {
    let order = |a: &usize, b: &usize| match (laid.get(*a), laid.get(*b)) {
        (Some(a), Some(b)) => outlines(a, b),
        (a, b) => a.is_some().cmp(&b.is_some()),
    };
    let mut places: Vec<usize> = (0..laid.len()).collect();
    // Stable: those of one outline stay in the order of the set.
    places.sort_by(order);
    let same = places.chunk_by(|a, b| order(a, b) == Ordering::Equal);
    let mut groups: Vec<Vec<usize>> = same.filter(|group| group.len() > 1).map(<[_]>::to_vec).collect();
    groups.sort();
    groups
}

/// An order in which only one and the same outline, drawn from the same corner, is equal.
fn outlines(a: &Laid, b: &Laid) -> Ordering {
    let boxes = a.bounds.partial_cmp(&b.bounds).unwrap_or(Ordering::Equal);
    boxes.then_with(|| corners(a).partial_cmp(corners(b)).unwrap_or(Ordering::Equal))
}

fn corners(grid: &Laid) -> impl Iterator<Item = f64> + '_ {
    grid.ground.coords_iter().flat_map(|at| [at.x, at.y])
}

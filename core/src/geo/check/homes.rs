//! Homes that stand in no grid, or in another than the one that the register lists them under.

use std::{collections::BTreeSet, slice};

use super::{FaultKind, Home, SetFault, findings::Findings};
use crate::{
    codes::GridCode,
    geo::{Coordinate, Datum, GridShape, Locator, RefusedGrid, area::point, locator::Grounds},
    text::Text,
};

pub(super) fn judge(homes: &[Home], grids: &[GridShape], refused: &[RefusedGrid], found: &mut Findings) {
    if homes.is_empty() {
        return;
    }
    let drawn: BTreeSet<GridCode> =
        grids.iter().filter(|grid| grid.area.is_some()).map(|grid| grid.code).collect();
    // Of one that was refused nobody knows where it runs.
    let refused_codes = refused.iter().filter_map(|refused| refused.code);
    let codes = grids.iter().map(|grid| grid.code).chain(refused_codes);
    let unclear = codes.filter(|code| !drawn.contains(code)).collect();
    let known = Known { grids: Locator::new(grids.to_vec()), unclear };
    let places: Vec<_> = homes.iter().map(|home| home.at).collect();
    let pairs = homes.iter().zip(known.grids.locate_all(&places));
    let faults = pairs.filter_map(|(home, holder)| fault(home, holder, &known));
    let refused = grounds(refused);
    let is_drawn = |at: Coordinate| refused.first(point(&at).0).is_some();
    found.extend(
        faults.filter(|fault| fault.kind != FaultKind::HomeInNoGrid || !fault.at.is_some_and(is_drawn)),
    );
}

/// What is drawn for grids that were refused, part by part: somebody means to cover this ground.
fn grounds(refused: &[RefusedGrid]) -> Grounds {
    let drawn = refused.iter().filter_map(|refused| refused.drawn.as_ref());
    Grounds::of(drawn.flat_map(|drawn| drawn.polygons()).map(slice::from_ref))
}

/// The grids of the set, and the codes of those without an outline, which may well reach anywhere.
struct Known {
    grids: Locator,
    unclear: BTreeSet<GridCode>,
}

fn fault(home: &Home, found: Option<GridCode>, known: &Known) -> Option<SetFault> {
    let label = &home.label;
    let (kind, sentence) = match (found, home.grid) {
        (None, Some(listed)) if known.unclear.contains(&listed) => return None,
        (None, _) => (
            FaultKind::HomeInNoGrid,
            Text::new(format!("住户 {label} 不在任何网格内"), format!("household {label} lies in no grid")),
        ),
        // On a border, or where two grids overlap, the listed one is right too.
        (Some(found), Some(listed)) if found != listed && !known.grids.holds(listed, &home.at) => (
            FaultKind::HomeInOtherGrid,
            Text::new(
                format!("住户 {label} 登记在网格 {listed}，坐标却在网格 {found} 内"),
                format!("household {label} is listed under grid {listed} but lies in grid {found}"),
            ),
        ),
        (Some(_), _) => return None,
    };
    let at = Some(home.at.to(Datum::Wgs84));
    Some(SetFault { grid: home.grid, other: found, at, ..SetFault::new(kind, sentence) })
}

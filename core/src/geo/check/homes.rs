//! Homes that stand in no grid, or in another than the one that the register lists them under.

use std::collections::BTreeMap;

use super::{FaultKind, Home, SetFault, findings::Findings};
use crate::{
    codes::GridCode,
    geo::{Area, Coordinate, Datum, GridShape, Locator, RefusedGrid},
    text::Text,
};

pub(super) fn judge(homes: &[Home], grids: &[GridShape], refused: &[RefusedGrid], found: &mut Findings) {
    if homes.is_empty() {
        return;
    }
    let mut outlines: Outlines<'_> = BTreeMap::new();
    grids.iter().for_each(|grid| outlines.entry(grid.code).or_default().extend(&grid.area));
    // Of one that was refused nobody knows where it runs.
    for code in refused.iter().filter_map(|refused| refused.code) {
        outlines.entry(code).or_default();
    }
    let places: Vec<_> = homes.iter().map(|home| home.at).collect();
    let holders = Locator::new(grids.to_vec()).locate_all(&places);
    let pairs = homes.iter().zip(holders);
    let faults = pairs.filter_map(|(home, holder)| fault(home, holder, &outlines));
    found
        .extend(faults.filter(|fault| fault.kind != FaultKind::HomeInNoGrid || !is_drawn(refused, fault.at)));
}

/// Whether a grid that was refused is drawn there.
fn is_drawn(refused: &[RefusedGrid], at: Option<Coordinate>) -> bool {
    let drawn = refused.iter().filter_map(|refused| refused.drawn.as_ref());
    at.is_some_and(|at| drawn.into_iter().any(|drawn| drawn.holds(&at)))
}

/// The outlines of each grid of the set: none where it is not drawn, several where its code was used twice.
type Outlines<'a> = BTreeMap<GridCode, Vec<&'a Area>>;

fn fault(home: &Home, found: Option<GridCode>, outlines: &Outlines<'_>) -> Option<SetFault> {
    let label = &home.label;
    let drawn = home.grid.and_then(|listed| outlines.get(&listed));
    let (kind, sentence) = match (found, home.grid) {
        // A grid without an outline may well reach there.
        (None, _) if drawn.is_some_and(Vec::is_empty) => return None,
        (None, _) => (
            FaultKind::HomeInNoGrid,
            Text::new(format!("住户 {label} 不在任何网格内"), format!("household {label} lies in no grid")),
        ),
        // On a border, or where two grids overlap, the listed one is right too.
        (Some(found), Some(listed))
            if found != listed
                && !drawn.is_some_and(|own| own.iter().any(|area| area.contains(&home.at))) =>
        {
            (
                FaultKind::HomeInOtherGrid,
                Text::new(
                    format!("住户 {label} 登记在网格 {listed}，坐标却在网格 {found} 内"),
                    format!("household {label} is listed under grid {listed} but lies in grid {found}"),
                ),
            )
        }
        (Some(_), _) => return None,
    };
    let at = Some(home.at.to(Datum::Wgs84));
    Some(SetFault { grid: home.grid, other: found, at, ..SetFault::new(kind, sentence) })
}

//! Grids held against the outlines of their villages: those that reach beyond, and ground that none of them covers.

use std::collections::{BTreeMap, BTreeSet};

use geo::{BooleanOps, CoordsIter as _, MultiPolygon, Orient as _, bool_ops::FillRule, orient::Direction};

use super::{
    FaultKind, Laid, SetFault, apart,
    borders::Borders,
    effort::{Effort, PAIR, Stopped},
    findings::Findings,
    ground::{Plane, bounds},
    open::OpenEdges,
    report::counted,
    told_apart,
    veil::Veil,
};
use crate::{
    codes::DivisionCode,
    geo::{Area, area::widest},
    text::Text,
};

/// A village's ground, and its grids.
struct Village<'a> {
    code: DivisionCode,
    ground: MultiPolygon<f64>,
    own: Vec<(usize, &'a Laid)>,
}

impl Village<'_> {
    /// The edges of its grids, but for those that two of them share.
    fn open_edges(&self, effort: &mut Effort) -> Result<OpenEdges<'_>, Stopped> {
        OpenEdges::of(self.own.iter().map(|(place, grid)| (*place, &grid.ground)), effort)
    }
}

/// Grids that reach beyond their village, and ground of a village that none of its grids covers.
pub(super) fn judge(
    laid: &[Laid],
    villages: &[(DivisionCode, Area)],
    plane: &Plane,
    sliver_m: f64,
    veil: &Veil,
    effort: &mut Effort,
    found: &mut Findings,
) -> Result<(), Stopped> {
    let own = by_village(laid);
    let known: BTreeSet<DivisionCode> = villages.iter().map(|(village, _)| *village).collect();
    let others = own.iter().filter(|(village, _)| !known.contains(village));
    found.extend(others.map(|(village, own)| unknown(*village, own, plane)));
    let villages = with_grids(&own, villages, plane);
    weigh(&villages, veil, effort)?;
    for of_village in &villages {
        let Village { code: village, ground, own } = of_village;
        for (_, grid) in own {
            if let [Some(beyond), _] = told_apart(grid.ground.difference(ground), plane, sliver_m) {
                let (code, area) = (grid.code, beyond.area_m2.round());
                let sentence = Text::new(
                    format!("网格 {code} 有 {area} 平方米超出所属村（社区）{village}"),
                    format!("grid {code} reaches {area} m² beyond its village {village}"),
                );
                found.push(SetFault::of_grid(FaultKind::OutsideVillage, code, sentence).on(beyond));
            }
        }
        // All run the same way round: where grids overlap, none cancels another.
        let covered = of_village.open_edges(effort)?.rings();
        let bare = ground.difference_with_fill_rule(&covered, FillRule::NonZero);
        if let [Some(bare), _] = told_apart(veil.lift(bare, effort)?, plane, sliver_m) {
            let area = bare.area_m2.round();
            let sentence = Text::new(
                format!("村（社区）{village} 有 {area} 平方米不在其任何网格内"),
                format!("{area} m² of village {village} lie in none of its grids"),
            );
            found.push(SetFault::new(FaultKind::VillageUncovered, sentence).on(bare));
        }
    }
    Ok(())
}

type OwnGrids<'a> = BTreeMap<DivisionCode, Vec<(usize, &'a Laid)>>;

/// The grids of each village.
fn by_village(laid: &[Laid]) -> OwnGrids<'_> {
    let mut own = OwnGrids::new();
    laid.iter().enumerate().for_each(|place| own.entry(place.1.code.village()).or_default().push(place));
    own
}

/// That a village's grids were held against nothing, since nobody knows its outline.
fn unknown(village: DivisionCode, own: &[(usize, &Laid)], plane: &Plane) -> SetFault {
    let sentence = Text::new(
        format!("村（社区）{village} 的边界未知，其 {} 个网格未与村界核对", own.len()),
        format!(
            "no outline of village {village} is known: its {} not held against it",
            were(own.len(), "grid")
        ),
    );
    let inside = own.first().and_then(|(_, grid)| grid.ground.iter().find_map(widest));
    let at = inside.and_then(|(at, _)| plane.place(at));
    SetFault { at, ..SetFault::new(FaultKind::VillageUnknown, sentence) }
}

fn were(count: usize, thing: &str) -> String {
    format!("{} {}", counted(count, thing), if count == 1 { "was" } else { "were" })
}

/// The villages that have a grid.
fn with_grids<'a>(own: &OwnGrids<'a>, villages: &[(DivisionCode, Area)], plane: &Plane) -> Vec<Village<'a>> {
    let village = |(code, area): &(DivisionCode, Area)| {
        let own = own.get(code)?.clone();
        Some(Village { code: *code, ground: plane.lay(area.polygons()).orient(Direction::Default), own })
    };
    villages.iter().filter_map(village).collect()
}

/// Takes the steps that laying grids over their villages will cost.
fn weigh(villages: &[Village<'_>], veil: &Veil, effort: &mut Effort) -> Result<(), Stopped> {
    for village in villages {
        let held = effort.held();
        weigh_one(village, effort)?;
        effort.release_to(held);
    }
    // A village has no place among the grids.
    let grounds = villages.iter().map(|village| (usize::MAX, &village.ground));
    veil.weigh(&Borders::around(grounds, 0.0, effort)?, effort)
}

fn weigh_one(village: &Village<'_>, effort: &mut Effort) -> Result<(), Stopped> {
    let Village { ground, own, .. } = village;
    let Some(around) = bounds(ground) else { return Ok(()) };
    let corners = ground.coords_count() as u64;
    let mut crossings = 0;
    for (place, grid) in own {
        let places = [*place; 2];
        effort.spend(PAIR, places)?;
        let crossed = apart::crossings([(ground, &around), (&grid.ground, &grid.bounds)], places, effort)?;
        effort.lay_over(corners + grid.ground.coords_count() as u64, crossed, places)?;
        crossings += crossed;
    }
    let open = village.open_edges(effort)?;
    let borders = Borders::of(open.iter(), open.iter().count(), 0.0, effort)?;
    crossings += borders.weigh(&borders, effort)? / 2;
    effort.lay_over(corners + borders.count(), crossings, [usize::MAX; 2])
}

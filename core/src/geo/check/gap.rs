//! Ground that no grid covers: enclosed between grids, or in a village and outside its grids.

use std::collections::BTreeMap;

use geo::{BooleanOps, CoordsIter as _, MultiPolygon, Polygon, unary_union};

use super::{
    FaultKind, Laid, SetFault,
    borders::{Borders, distance, edges, middle},
    effort::{EDGE, Effort, PAIR, Stopped},
    findings::Findings,
    ground::{Ground, Plane},
    told_apart,
};
use crate::{
    codes::{DivisionCode, GridCode},
    geo::Area,
    text::Text,
};

/// A grid borders a gap where its edge runs this near, in metres.
pub(super) const BORDERS_M: f64 = 0.05;

/// Holes in the union of all grids, those between the same two grids as one fault; gives them back.
pub(super) fn find_enclosed(
    laid: &[Laid],
    borders: &Borders,
    plane: &Plane,
    sliver_m: f64,
    found: &mut Findings,
) -> Vec<MultiPolygon<f64>> {
    let covered = unary_union(laid.iter().filter(|grid| !grid.is_copy).map(|grid| &grid.ground));
    let holes = covered.iter().flat_map(Polygon::interiors);
    let holes: Vec<_> =
        holes.map(|hole| MultiPolygon::new(vec![Polygon::new(hole.clone(), Vec::new())])).collect();
    let mut gaps: BTreeMap<_, Vec<Ground>> = BTreeMap::new();
    for hole in &holes {
        let around = neighbours(laid, borders, hole);
        let kinds = [FaultKind::Gap, FaultKind::GapSliver];
        for (kind, ground) in kinds.into_iter().zip(told_apart(hole.clone(), plane, sliver_m)) {
            gaps.entry((kind, around)).or_default().extend(ground);
        }
    }
    found.extend(gaps.into_iter().filter_map(|((kind, around), pieces)| {
        let ground = Ground::together(pieces)?;
        Some(gap(kind, around, ground))
    }));
    holes
}

/// The two grids along which the gap runs longest.
fn neighbours(laid: &[Laid], borders: &Borders, gap: &MultiPolygon<f64>) -> [Option<GridCode>; 2] {
    let mut shares: BTreeMap<usize, f64> = BTreeMap::new();
    for edge in edges(gap) {
        let at = middle(&edge);
        let beside = borders.near(at).filter(|border| distance(at, &border.line) < BORDERS_M);
        let mut beside: Vec<usize> = beside.map(|border| border.of).collect();
        beside.sort_unstable();
        beside.dedup();
        let metres = edge.delta().x.hypot(edge.delta().y);
        beside.into_iter().for_each(|of| *shares.entry(of).or_default() += metres);
    }
    let mut shares: Vec<(f64, GridCode)> =
        shares.into_iter().filter_map(|(of, metres)| Some((metres, laid.get(of)?.code))).collect();
    shares.sort_by(|(a, one), (b, other)| b.total_cmp(a).then(one.cmp(other)));
    let mut first = shares.into_iter().map(|(_, code)| code);
    let (one, other) = (first.next(), first.next());
    if other.is_some() && other < one { [other, one] } else { [one, other] }
}

/// The fault of a gap beside these grids.
pub(super) fn gap(kind: FaultKind, around: [Option<GridCode>; 2], ground: Ground) -> SetFault {
    let area = ground.area_m2.round();
    let sliver = kind == FaultKind::GapSliver;
    let (zh, en) =
        if sliver { ("狭长空隙（边界画了两次）", "a sliver") } else { ("空白", "a gap") };
    let sentence = match around {
        [Some(a), Some(b)] => Text::new(
            format!("网格 {a} 与 {b} 之间有 {area} 平方米{zh}"),
            format!("between grids {a} and {b} lies {en} of {area} m² that no grid covers"),
        ),
        [Some(a), None] | [None, Some(a)] => Text::new(
            format!("网格 {a} 旁有 {area} 平方米{zh}"),
            format!("beside grid {a} lies {en} of {area} m² that no grid covers"),
        ),
        [None, None] => Text::new(
            format!("有 {area} 平方米{zh}"),
            format!("there is {en} of {area} m² that no grid covers"),
        ),
    };
    let [grid, other] = around;
    SetFault { grid, other, ..SetFault::new(kind, sentence) }.on(ground)
}

/// A village's ground, and its grids.
struct Village<'a> {
    code: DivisionCode,
    ground: MultiPolygon<f64>,
    own: Vec<(usize, &'a Laid)>,
}

/// Grids that reach beyond their village, and ground of a village that none of its grids covers.
pub(super) fn judge_villages(
    laid: &[Laid],
    villages: &[(DivisionCode, Area)],
    plane: &Plane,
    sliver_m: f64,
    effort: &mut Effort,
    found: &mut Findings,
) -> Result<(), Stopped> {
    let villages = with_grids(laid, villages, plane);
    weigh(&villages, effort)?;
    for Village { code: village, ground, own } in &villages {
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
        let covered = unary_union(own.iter().map(|(_, grid)| &grid.ground));
        if let [Some(bare), _] = told_apart(ground.difference(&covered), plane, sliver_m) {
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

/// The villages that have a grid.
fn with_grids<'a>(laid: &'a [Laid], villages: &[(DivisionCode, Area)], plane: &Plane) -> Vec<Village<'a>> {
    let mut own: BTreeMap<DivisionCode, Vec<(usize, &Laid)>> = BTreeMap::new();
    laid.iter().enumerate().for_each(|place| own.entry(place.1.code.village()).or_default().push(place));
    let village = |(code, area): &(DivisionCode, Area)| {
        let own = own.get(code)?.clone();
        Some(Village { code: *code, ground: plane.lay(area.polygons()), own })
    };
    villages.iter().filter_map(village).collect()
}

/// Takes the steps that laying grids over their villages will cost.
fn weigh(villages: &[Village<'_>], effort: &mut Effort) -> Result<(), Stopped> {
    for Village { ground, own, .. } in villages {
        let corners = ground.coords_count();
        for (place, grid) in own {
            effort.spend(PAIR + EDGE * (corners + grid.ground.coords_count()) as u64, [*place; 2])?;
        }
    }
    let grids = villages.iter().flat_map(|village| &village.own);
    let grids = Borders::of(grids.map(|(place, grid)| (*place, &grid.ground)), 0.0);
    // A village has no place among the grids.
    grids.weigh(&Borders::of(villages.iter().map(|village| (usize::MAX, &village.ground)), 0.0), effort)
}

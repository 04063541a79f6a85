//! Ground that no grid covers: between grids that close a ring around it, or in a village and outside its grids.

use std::collections::{BTreeMap, BTreeSet};

use geo::{
    BooleanOps, BoundingRect as _, Coord, CoordsIter as _, MultiPolygon, Polygon, Rect, bool_ops::FillRule,
    unary_union,
};

use super::{
    FaultKind, Laid, SetFault,
    borders::{Borders, distance, edges, middle},
    effort::{EDGE, Effort, PAIR, Stopped},
    findings::Findings,
    ground::{self, Ground, Plane},
    report::counted,
    told_apart,
    veil::Veil,
};
use crate::{
    codes::{DivisionCode, GridCode},
    geo::{Area, area::widest},
    text::Text,
};

/// A grid borders a gap where its edge runs this near, in metres.
pub(super) const BORDERS_M: f64 = 0.05;

/// Metres of open ground around all grids: what reaches it is outside.
const OPEN_M: f64 = 10.0;

/// Ground between grids that none covers, that between the same two grids as one fault; gives its pieces back.
pub(super) fn find_enclosed(
    laid: &[Laid],
    borders: &Borders,
    plane: &Plane,
    sliver_m: f64,
    veil: &Veil,
    effort: &mut Effort,
    found: &mut Findings,
) -> Result<MultiPolygon<f64>, Stopped> {
    let pieces = enclosed(laid);
    let mut gaps: BTreeMap<_, Vec<Ground>> = BTreeMap::new();
    for piece in veil.lift(pieces.clone(), effort)? {
        let piece = MultiPolygon::new(vec![piece]);
        let around = neighbours(laid, borders, &piece);
        let kinds = [FaultKind::Gap, FaultKind::GapSliver];
        for (kind, ground) in kinds.into_iter().zip(told_apart(piece, plane, sliver_m)) {
            gaps.entry((kind, around)).or_default().extend(ground);
        }
    }
    found.extend(gaps.into_iter().filter_map(|((kind, around), pieces)| {
        let ground = Ground::together(pieces)?;
        Some(gap(kind, around, ground))
    }));
    Ok(pieces)
}

/// What no grid covers and from where no way leads outside: grids that meet in a point alone close a ring as well as
/// others.
fn enclosed(laid: &[Laid]) -> MultiPolygon<f64> {
    let originals = laid.iter().filter(|grid| !grid.is_copy);
    let covered: MultiPolygon<f64> = originals.flat_map(|grid| grid.ground.iter().cloned()).collect();
    let Some([west, south, east, north]) = ground::bounds(&covered) else { return MultiPolygon::empty() };
    let corner = |x, y| Coord { x, y };
    let all = Rect::new(corner(west - OPEN_M, south - OPEN_M), corner(east + OPEN_M, north + OPEN_M));
    // All run the same way round: what several cover counts the more, and nothing cancels out.
    let bare = all.to_polygon().difference_with_fill_rule(&covered, FillRule::NonZero);
    let is_outside = |piece: &Polygon<f64>| {
        piece.bounding_rect().is_none_or(|bounds| bounds.min().x < west - OPEN_M / 2.0)
    };
    bare.into_iter().filter(|piece| !is_outside(piece)).collect()
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
        if let [Some(bare), _] = told_apart(veil.lift(ground.difference(&covered), effort)?, plane, sliver_m)
        {
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
        Some(Village { code: *code, ground: plane.lay(area.polygons()), own })
    };
    villages.iter().filter_map(village).collect()
}

/// Takes the steps that laying grids over their villages will cost.
fn weigh(villages: &[Village<'_>], veil: &Veil, effort: &mut Effort) -> Result<(), Stopped> {
    for Village { ground, own, .. } in villages {
        let corners = ground.coords_count();
        for (place, grid) in own {
            effort.spend(PAIR + EDGE * (corners + grid.ground.coords_count()) as u64, [*place; 2])?;
        }
    }
    let grids = villages.iter().flat_map(|village| &village.own);
    let grids = Borders::of(grids.map(|(place, grid)| (*place, &grid.ground)), 0.0);
    // A village has no place among the grids.
    let villages = Borders::of(villages.iter().map(|village| (usize::MAX, &village.ground)), 0.0);
    grids.weigh(&villages, effort)?;
    veil.weigh(&villages, effort)
}

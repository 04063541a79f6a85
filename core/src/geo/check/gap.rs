//! Ground that no grid covers: enclosed between grids, or in a village and outside its grids.

use geo::{BooleanOps, MultiPolygon, Polygon, unary_union};

use super::{
    FaultKind, Laid, SetFault,
    ground::{self, Ground, Plane, distance_to_edge},
    told_apart,
};
use crate::{
    codes::{DivisionCode, GridCode},
    geo::Area,
    text::Text,
};

/// A grid borders a gap where its edge runs this near, in metres.
const BORDERS_M: f64 = 0.05;

/// Holes in the union of all grids.
pub(super) fn find_enclosed(laid: &[Laid], plane: &Plane, sliver_m: f64, faults: &mut Vec<SetFault>) {
    let covered = unary_union(laid.iter().map(|grid| &grid.ground));
    for hole in covered.iter().flat_map(Polygon::interiors) {
        let hole = MultiPolygon::new(vec![Polygon::new(hole.clone(), Vec::new())]);
        let around = neighbours(laid, &hole);
        let kinds = [FaultKind::Gap, FaultKind::GapSliver];
        for (kind, ground) in kinds.into_iter().zip(told_apart(hole, plane, sliver_m)) {
            if let Some(ground) = ground {
                faults.push(gap(kind, around, ground));
            }
        }
    }
}

/// The two grids along which the gap runs longest.
fn neighbours(laid: &[Laid], gap: &MultiPolygon<f64>) -> [Option<GridCode>; 2] {
    let Some(bounds) = ground::bounds(gap) else { return [None; 2] };
    let near = laid.iter().filter(|grid| ground::are_near(&grid.bounds, &bounds, BORDERS_M));
    let mut shares: Vec<(f64, GridCode)> = near
        .map(|grid| {
            let borders: Vec<_> = edges(&grid.ground).collect();
            let shared = edges(gap).filter(|edge| {
                let middle = middle(edge);
                borders.iter().any(|border| distance_to_edge(middle, border.start, border.end) < BORDERS_M)
            });
            (shared.map(|edge| edge.delta().x.hypot(edge.delta().y)).sum(), grid.code)
        })
        .filter(|(metres, _)| *metres > 0.0)
        .collect();
    shares.sort_by(|(a, one), (b, other)| b.total_cmp(a).then(one.cmp(other)));
    let mut first = shares.into_iter().map(|(_, code)| code);
    [first.next(), first.next()]
}

pub(super) fn middle(edge: &geo::Line<f64>) -> geo::Coord<f64> {
    geo::Coord { x: f64::midpoint(edge.start.x, edge.end.x), y: f64::midpoint(edge.start.y, edge.end.y) }
}

pub(super) fn edges(ground: &MultiPolygon<f64>) -> impl Iterator<Item = geo::Line<f64>> + '_ {
    let rings = |part| std::iter::once(Polygon::exterior(part)).chain(Polygon::interiors(part));
    ground.iter().flat_map(rings).flat_map(|ring| ring.lines())
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

/// Grids that reach beyond their village, and ground of a village that none of its grids covers.
pub(super) fn judge_villages(
    laid: &[Laid],
    villages: &[(DivisionCode, Area)],
    plane: &Plane,
    sliver_m: f64,
    faults: &mut Vec<SetFault>,
) {
    for (village, area) in villages {
        let ground = plane.lay(area.polygons());
        let own: Vec<&Laid> = laid.iter().filter(|grid| grid.code.village() == *village).collect();
        for grid in &own {
            if let [Some(beyond), _] = told_apart(grid.ground.difference(&ground), plane, sliver_m) {
                let (code, area) = (grid.code, beyond.area_m2.round());
                let sentence = Text::new(
                    format!("网格 {code} 有 {area} 平方米超出所属村（社区）{village}"),
                    format!("grid {code} reaches {area} m² beyond its village {village}"),
                );
                faults.push(SetFault::of_grid(FaultKind::OutsideVillage, code, sentence).on(beyond));
            }
        }
        if own.is_empty() {
            continue;
        }
        let covered = unary_union(own.iter().map(|grid| &grid.ground));
        if let [Some(bare), _] = told_apart(ground.difference(&covered), plane, sliver_m) {
            let area = bare.area_m2.round();
            let sentence = Text::new(
                format!("村（社区）{village} 有 {area} 平方米不在其任何网格内"),
                format!("{area} m² of village {village} lie in none of its grids"),
            );
            faults.push(SetFault::new(FaultKind::VillageUncovered, sentence).on(bare));
        }
    }
}

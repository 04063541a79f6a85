//! Ground that no grid covers and from where no way leads outside: between grids that close a ring around it.

use std::collections::BTreeMap;

use geo::{BooleanOps, BoundingRect as _, Coord, MultiPolygon, Polygon, Rect, bool_ops::FillRule};

use super::{
    FaultKind, Laid, SetFault,
    borders::{Borders, distance, edges, middle},
    effort::{Effort, Stopped},
    findings::Findings,
    ground::{self, Ground, Pieces, Plane},
    open::OpenEdges,
    told_apart,
    veil::Veil,
};
use crate::{codes::GridCode, text::Text};

/// A grid borders a gap where its edge runs this near, in metres.
pub(super) const BORDERS_M: f64 = 0.05;

/// Metres of open ground around all grids: what reaches it is outside.
const OPEN_M: f64 = 10.0;

/// What gaps are looked for among.
pub(super) struct Among<'a> {
    pub(super) laid: &'a [Laid],
    pub(super) open: &'a OpenEdges<'a>,
    pub(super) borders: &'a Borders,
    pub(super) plane: &'a Plane,
    pub(super) sliver_m: f64,
    pub(super) veil: &'a Veil,
}

impl Among<'_> {
    /// Takes the steps that looking for gaps will cost.
    pub(super) fn weigh(&self, effort: &mut Effort) -> Result<(), Stopped> {
        // Each edge meets each other one twice.
        let crossings = self.borders.weigh(self.borders, effort)? / 2;
        effort.lay_over(self.borders.count(), crossings, [usize::MAX; 2])?;
        self.veil.weigh(self.borders, effort)
    }

    /// Ground between grids that none covers, that between the same two grids as one fault; gives its borders back.
    pub(super) fn find_enclosed(
        &self,
        reach: f64,
        effort: &mut Effort,
        found: &mut Findings,
    ) -> Result<Borders, Stopped> {
        let pieces = self.enclosed();
        let borders = Borders::around(std::iter::once((0, &pieces)), reach, effort)?;
        let mut gaps: BTreeMap<_, Pieces> = BTreeMap::new();
        for piece in self.veil.lift(pieces, effort)? {
            let piece = MultiPolygon::new(vec![piece]);
            let around = self.neighbours(&piece, effort)?;
            let kinds = [FaultKind::Gap, FaultKind::GapSliver];
            for (kind, ground) in kinds.into_iter().zip(told_apart(piece, self.plane, self.sliver_m)) {
                if let Some(ground) = ground {
                    gaps.entry((kind, around)).or_default().add(ground);
                }
            }
        }
        found.extend(
            gaps.into_iter()
                .filter_map(|((kind, around), pieces)| Some(gap(kind, around, pieces.together()?))),
        );
        Ok(borders)
    }

    /// What no grid covers and from where no way leads outside: grids that meet in a point alone close a ring as well
    /// as others.
    fn enclosed(&self) -> MultiPolygon<f64> {
        let covered = self.open.rings();
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
    fn neighbours(
        &self,
        gap: &MultiPolygon<f64>,
        effort: &mut Effort,
    ) -> Result<[Option<GridCode>; 2], Stopped> {
        let mut shares: BTreeMap<usize, f64> = BTreeMap::new();
        for edge in edges(gap) {
            let at = middle(&edge);
            let near = self.borders.near(at, [usize::MAX; 2], effort)?.into_iter();
            let beside = near.filter(|border| distance(at, &border.line) < BORDERS_M);
            let mut beside: Vec<usize> = beside.map(|border| border.of).collect();
            beside.sort_unstable();
            beside.dedup();
            let metres = edge.delta().x.hypot(edge.delta().y);
            beside.into_iter().for_each(|of| *shares.entry(of).or_default() += metres);
        }
        let mut shares: Vec<(f64, GridCode)> =
            shares.into_iter().filter_map(|(of, metres)| Some((metres, self.laid.get(of)?.code))).collect();
        shares.sort_by(|(a, one), (b, other)| b.total_cmp(a).then(one.cmp(other)));
        let mut first = shares.into_iter().map(|(_, code)| code);
        let (one, other) = (first.next(), first.next());
        Ok(if other.is_some() && other < one { [other, one] } else { [one, other] })
    }
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

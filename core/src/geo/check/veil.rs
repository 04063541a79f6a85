//! Ground of grids that were refused: it is drawn, so that nobody can say yet whether it is bare.

use geo::{
    BooleanOps as _, CoordsIter as _, MultiPolygon, Orient as _, bool_ops::FillRule, orient::Direction,
};

use super::{
    borders::Borders,
    effort::{Effort, Stopped},
    ground::{self, Plane, bounds},
};
use crate::geo::RefusedGrid;

pub(super) struct Veil(Vec<(MultiPolygon<f64>, [f64; 4])>);

impl Veil {
    pub(super) fn of(refused: &[RefusedGrid], plane: &Plane) -> Self {
        let drawn = refused.iter().filter_map(|refused| refused.drawn.as_ref());
        // All the same way round, so that none cancels another where they overlap.
        let laid = drawn.map(|drawn| plane.lay(drawn.polygons()).orient(Direction::Default));
        Self(laid.filter_map(|ground| bounds(&ground).map(|around| (ground, around))).collect())
    }

    /// Takes the steps that laying it over other ground will cost, whose borders these are.
    pub(super) fn weigh(&self, borders: &Borders, effort: &mut Effort) -> Result<(), Stopped> {
        if self.0.is_empty() {
            return Ok(());
        }
        // It has no place among the grids.
        let own = Borders::around(self.0.iter().map(|(ground, _)| (usize::MAX, ground)), 0.0, effort)?;
        let crossings = own.weigh(&own, effort)? + borders.weigh(&own, effort)?;
        effort.lay_over(own.count() + borders.count(), crossings, [usize::MAX; 2])
    }

    /// What of `bare` ground it does not cover, for the steps that each piece of it takes.
    pub(super) fn lift(
        &self,
        bare: MultiPolygon<f64>,
        effort: &mut Effort,
    ) -> Result<MultiPolygon<f64>, Stopped> {
        effort.spend(self.0.len() as u64, [usize::MAX; 2])?;
        let Some(around) = bounds(&bare) else { return Ok(bare) };
        let near = self.0.iter().filter(|(_, own)| ground::are_near(&around, own, 0.0));
        let near: MultiPolygon<f64> = near.flat_map(|(ground, _)| ground.iter().cloned()).collect();
        if near.0.is_empty() {
            return Ok(bare);
        }
        // Its crossings were weighed.
        effort.lay_over((bare.coords_count() + near.coords_count()) as u64, 0, [usize::MAX; 2])?;
        Ok(bare.difference_with_fill_rule(&near, FillRule::NonZero))
    }
}

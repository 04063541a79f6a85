//! The grids of this phone: by name for lists, with their ground for a map.

use crate::{
    codes::GridCode,
    error::DoorstepError,
    geo::{Area, GridShape, read_outline},
    store::register,
};

use super::{Doorstep, PAGE};

/// Positions after which a page of shapes ends, whatever it still has room for: some megabytes in a shell.
const MOST_POSITIONS: usize = 50_000;

/// A grid by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridLine {
    /// Its code.
    pub code: GridCode,
    /// Its name.
    pub name: String,
}

/// A page of grids for a map.
#[derive(Clone, Debug, PartialEq)]
pub struct GridShapes {
    /// The grids, those without a polygon among them.
    pub shapes: Vec<GridShape>,
    /// After which grid the next page begins; `None` after the last.
    pub next: Option<GridCode>,
}

impl Doorstep {
    /// A page of the grids that are on this phone, in order of their codes; `after` is the last one already seen.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn grids(&self, after: Option<GridCode>, limit: usize) -> Result<Vec<GridLine>, DoorstepError> {
        let names = self.store.read(register::grid_names)?.into_iter();
        let rest = names.filter(|(code, _)| after.is_none_or(|after| *code > after));
        Ok(rest.take(limit.min(PAGE)).map(|(code, name)| GridLine { code, name }).collect())
    }

    /// The grids for which this worker answers today, in order of their codes: those where they may add a home.
    ///
    /// # Errors
    /// When the store cannot be read, or the phone is not enrolled.
    pub fn own_grids(&self) -> Result<Vec<GridLine>, DoorstepError> {
        self.store.read(|tx| {
            let me = self.me(tx)?;
            let mut own = Vec::new();
            for (code, name) in register::grid_names(tx)? {
                if self.answers_for(tx, &me, code)? {
                    own.push(GridLine { code, name });
                }
            }
            Ok(own)
        })
    }

    /// The grids of this phone with the ground that each covers, as far as that is known and can be drawn.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn grid_shapes(&self, after: Option<GridCode>, limit: usize) -> Result<GridShapes, DoorstepError> {
        let limit = limit.clamp(1, PAGE);
        let grids = self.store.read(|tx| register::grids(tx, after, limit))?;
        let found = grids.len();
        let mut shapes = Vec::with_capacity(found);
        let mut room = MOST_POSITIONS;
        for grid in grids {
            let area = grid.outline.as_ref().and_then(read_outline);
            room = room.saturating_sub(area.as_ref().map_or(0, Area::positions));
            shapes.push(GridShape { code: grid.code, name: Some(grid.name), area });
            if room == 0 {
                break;
            }
        }
        let is_last = shapes.len() == found && found < limit;
        let next = shapes.last().filter(|_| !is_last).map(|shape| shape.code);
        Ok(GridShapes { shapes, next })
    }
}

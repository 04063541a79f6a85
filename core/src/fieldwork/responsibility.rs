//! The responsibility list: who answers for a grid. It names workers and duties, never residents.

use crate::{
    codes::GridCode,
    domain::org::{GridRole, StaffRole},
    error::{DoorstepError, Thing},
    store::register,
    text::redacted_debug,
    time::Day,
};

use super::Doorstep;

/// One line of the list.
#[derive(Clone, PartialEq, Eq)]
pub struct ResponsibilityLine {
    /// The grid.
    pub grid: GridCode,
    /// The grid's name.
    pub grid_name: String,
    /// The worker's name.
    pub name: String,
    /// What the worker is.
    pub staff_role: StaffRole,
    /// What the worker is to the grid.
    pub grid_role: GridRole,
    /// Since when.
    pub from: Day,
}

redacted_debug!(ResponsibilityLine { grid, grid_role, from });

impl Doorstep {
    /// Who answers for the grid today.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when the grid is not on this phone.
    pub fn responsibility_list(&self, grid: GridCode) -> Result<Vec<ResponsibilityLine>, DoorstepError> {
        self.store.read(|tx| {
            let me = self.me(tx)?;
            let today = self.day(&me);
            let grid_name = register::grid_names(tx)?
                .remove(&grid)
                .ok_or(DoorstepError::NotFound { what: Thing::Grid })?;
            let staff = register::staff(tx)?;
            let line = |one: crate::domain::org::Responsibility| {
                let worker = staff.iter().find(|worker| worker.id == one.staff)?;
                Some(ResponsibilityLine {
                    grid,
                    grid_name: grid_name.clone(),
                    name: worker.name.clone(),
                    staff_role: worker.role,
                    grid_role: one.role,
                    from: one.from,
                })
            };
            let mut lines = register::responsibilities(tx, grid)?;
            lines.retain(|one| one.in_force(today));
            Ok(lines.into_iter().filter_map(line).collect())
        })
    }
}

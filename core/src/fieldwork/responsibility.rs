//! The responsibility list: who answers for a grid. It names workers and duties, never residents.

use crate::{
    codes::GridCode,
    domain::org::{GridRole, Responsibility, Staff, StaffRole},
    error::{DoorstepError, Thing},
    store::{Identity, StoreError, Tx, register},
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
            let today = self.day(&self.me(tx)?);
            let name = register::grid_names(tx)?.remove(&grid);
            let name = name.ok_or(DoorstepError::NotFound { what: Thing::Grid })?;
            Ok(lines(tx, grid, &name, &register::staff(tx)?, today)?)
        })
    }

    /// Whether this worker answers for the grid today.
    pub(super) fn answers_for(&self, tx: &Tx<'_>, me: &Identity, grid: GridCode) -> Result<bool, StoreError> {
        Ok(self.lines_in_force(tx, me, grid)?.iter().any(|line| line.staff == me.staff.id))
    }

    pub(super) fn lines_in_force(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        grid: GridCode,
    ) -> Result<Vec<Responsibility>, StoreError> {
        in_force(tx, grid, self.day(me))
    }
}

fn in_force(tx: &Tx<'_>, grid: GridCode, day: Day) -> Result<Vec<Responsibility>, StoreError> {
    let mut lines = register::responsibilities(tx, grid)?;
    lines.retain(|line| line.in_force(day));
    Ok(lines)
}

/// Who answers for a grid on a day.
pub(super) fn lines(
    tx: &Tx<'_>,
    grid: GridCode,
    grid_name: &str,
    staff: &[Staff],
    day: Day,
) -> Result<Vec<ResponsibilityLine>, StoreError> {
    let line = |one: Responsibility| {
        let worker = staff.iter().find(|worker| worker.id == one.staff)?;
        Some(ResponsibilityLine {
            grid,
            grid_name: grid_name.to_owned(),
            name: worker.name.clone(),
            staff_role: worker.role,
            grid_role: one.role,
            from: one.from,
        })
    };
    Ok(in_force(tx, grid, day)?.into_iter().filter_map(line).collect())
}

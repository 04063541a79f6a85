//! Who answers for a grid.

use std::{path::Path, sync::Arc};

use doorstep_core::{codes::GridCode, fieldwork, time::Day};

use crate::{
    calls::Phone,
    error::DoorstepError,
    words::{GridRole, StaffRole},
};

/// One line of the list. It names workers and duties, never residents.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ResponsibilityLineView {
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
    pub since: Day,
}

/// The responsibility list (责任清单).
#[derive(uniffi::Object)]
pub struct ResponsibilityList {
    pub(crate) phone: Arc<Phone>,
}

#[uniffi::export]
impl ResponsibilityList {
    /// Who answers for the grid today.
    ///
    /// Fails with `NotFound` when the grid is not on this phone.
    pub fn of_grid(&self, grid: GridCode) -> Result<Vec<ResponsibilityLineView>, DoorstepError> {
        self.phone.look("responsibility.of_grid", |core| {
            core.responsibility_list(grid).map(|lines| lines.into_iter().map(Into::into).collect())
        })
    }

    /// Writes who answers for a grid today, or for every grid of this phone, to the file at `path`, to give away: a
    /// workbook (XLSX) with a line each. A file that is there is replaced. Answers how many lines it has.
    ///
    /// Fails with `NotFound` when the grid is not on this phone, with `InvalidInput` (`path`) for one of the store's own
    /// files, with `StorageFull`, and with `Host` when the file cannot be written.
    pub fn share(&self, grid: Option<GridCode>, path: String) -> Result<u64, DoorstepError> {
        self.phone.look("responsibility.share", |core| {
            core.share_responsibility_list(grid, Path::new(&path)).map(|lines| lines as u64)
        })
    }
}

impl From<fieldwork::ResponsibilityLine> for ResponsibilityLineView {
    fn from(line: fieldwork::ResponsibilityLine) -> Self {
        Self {
            grid: line.grid,
            grid_name: line.grid_name,
            name: line.name,
            staff_role: line.staff_role.into(),
            grid_role: line.grid_role.into(),
            since: line.from,
        }
    }
}

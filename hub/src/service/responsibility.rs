//! Responsibility lists: who answers for which grid, from when to when.

use doorstep_core::{
    codes::GridCode,
    domain::org::{GridRole, Responsibility, Staff},
    id::{ResponsibilityId, StaffId},
    op::row::{RowKind, Scope},
    time::Day,
};
use serde::Serialize;

use super::{Hub, HubError, access::staff, row_of, typed};
use crate::store::Durability;

/// One line with the worker's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ResponsibilityLine {
    /// The line.
    #[serde(flatten)]
    pub line: Responsibility,
    /// The worker, while they are staff.
    pub worker: Option<Staff>,
}

impl Hub {
    /// Makes `worker` answer for `grid` from `from` on; a line that says so already is given back.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for a worker who is not staff.
    pub fn assign(
        &self,
        worker: StaffId,
        grid: GridCode,
        role: GridRole,
        from: Day,
    ) -> Result<Responsibility, HubError> {
        let id = ResponsibilityId::generate(&*self.ids, self.clock.now());
        let new = Responsibility { id, grid, staff: worker, role, from, to: None };
        self.store.writing(Durability::Durable, |tx| {
            staff(tx.reads(), worker)?.ok_or(HubError::NotFound("this worker"))?;
            let stands =
                |line: &Responsibility| line.grid == grid && line.role == role && line.in_force(from);
            let lines = tx.responsibilities_of(worker)?;
            if let Some(line) = lines.into_iter().find(|line| stands(line) && line.to.is_none()) {
                return Ok(line);
            }
            tx.write_unit(&[row_of(RowKind::Responsibility, id.0, None, Scope::Grid(grid), &new)?])?;
            Ok(new)
        })
    }

    /// Ends a line; its last day is `to`.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for a line that there is not.
    pub fn end_assignment(&self, id: ResponsibilityId, to: Day) -> Result<Responsibility, HubError> {
        self.store.writing(Durability::Durable, |tx| {
            let line: Option<Responsibility> = typed(tx.row(RowKind::Responsibility, id.0)?)?;
            let mut line = line.ok_or(HubError::NotFound("this line"))?;
            line.to = Some(to);
            let scope = Scope::Grid(line.grid);
            tx.write_unit(&[row_of(RowKind::Responsibility, id.0, None, scope, &line)?])?;
            Ok(line)
        })
    }

    /// The list of these grids (all when none is named), by grid; ended lines too.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn responsibility_list(&self, grids: &[GridCode]) -> Result<Vec<ResponsibilityLine>, HubError> {
        self.store.reading(|tx| {
            let all = if grids.is_empty() { tx.grids()? } else { grids.to_vec() };
            let mut list = Vec::new();
            for grid in all {
                for line in tx.responsibilities_for(grid)? {
                    let worker = staff(tx, line.staff)?;
                    list.push(ResponsibilityLine { line, worker });
                }
            }
            Ok(list)
        })
    }
}

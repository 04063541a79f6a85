//! Lists become rows: divisions, grids, households, residents, staff, responsibilities, rules, rosters.
//!
//! Every import is first a [`Plan`]: the whole list checked, with every fault at its line and column, and what
//! the good lines would change. Nothing is written before [`Plan::apply`]. Faults name places and reasons,
//! never what a cell holds. A number of the tenant's own (户编号, 人员编号) names the same row for ever, so
//! importing a list again changes only what changed; a blank cell leaves what is known, `-` or `无` empties it.

mod against;
mod categories;
mod change;
mod columns;
pub mod divisions;
mod fields;
mod grids;
mod households;
mod record;
mod register;
mod residents;
mod roster;
mod rules;
mod staff;
pub(crate) mod table;
mod text;
mod workbook;
mod working_days;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use doorstep_core::{
    codes::{At, Divisions, Fault, GridCode},
    geo::{GridImport, ImportOptions},
    op::row::{RowKind, name_id},
    text::Text,
    time::Day,
};
use thiserror::Error;
use uuid::Uuid;

pub use against::{Homes, answered_for, homes};
pub use categories::category;
pub use categories::{write as write_categories, write_events};
pub use change::{Plan, Present, Tally};
pub use columns::Column;
pub use households::{datum, household_id};
pub use residents::resident_id;
pub use roster::{Roster, RosterChange, RosterEntry, RosterList};
pub use staff::{grid_role, responsibility_name, staff_id};
pub use table::{MAX_COLUMNS, MAX_FILE_BYTES, MAX_LINES};

use crate::store::{Reads, StoreError};
pub(crate) use fields::{grid_code, unknown_grid};
use record::Record;
pub(crate) use record::{day, words};

/// The columns of each list.
pub mod column {
    /// Of a list of households.
    pub mod household {
        pub use super::super::households::{
            ADDRESS, BUILDING, DATUM, ENDED, FLOOR, GREETING, GRID, GROUP, HOUSEHOLDER, LAT, LON, NUMBER,
            PHONE, RECORDED, SAFETY,
        };
    }
    /// Of a list of residents.
    pub mod resident {
        pub use super::super::residents::{
            BORN, CATEGORIES, EVENTS, HOUSEHOLD, IDENTITY, LEFT, NAME, NUMBER, PHONE, RELATION,
        };
    }
    /// Of a list of staff.
    pub mod staff {
        pub use super::super::staff::{NAME, NUMBER, PHONE, ROLE};
    }
    /// Of a list of working days.
    pub mod working_day {
        pub use super::super::working_days::{DAY, KIND};
    }
    /// Of a responsibility list.
    pub mod responsibility {
        pub use super::super::staff::{FROM, GRID, GRID_ROLE, NUMBER, TO};
    }
}

/// Why an import could not be checked or written. What is wrong with the list itself is a [`Fault`].
#[derive(Debug, Error)]
pub enum ImportError {
    /// The hub's data could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a list is compared with.
pub struct Context<'a> {
    present: Box<dyn Present + 'a>,
    grids: BTreeSet<GridCode>,
    today: Day,
}

impl<'a> Context<'a> {
    /// The hub as it stands, on `today` in the tenant's zone.
    ///
    /// # Errors
    /// When the hub's data cannot be read.
    pub fn of(reads: &'a dyn Reads, today: Day) -> Result<Self, ImportError> {
        let grids = reads.grids()?.into_iter().collect();
        Ok(Self { present: Box::new(change::Held(reads)), grids, today })
    }
}

/// Reads a file of grids: GeoJSON, KML, Shapefile, GeoPackage or CSV with WKT. What is wrong in it, or why it cannot
/// be read, stands in the result.
pub fn grid_file(path: &Path, options: &ImportOptions) -> GridImport {
    grids::read(path, options)
}

/// Checks a file of grids.
///
/// # Errors
/// When the hub's data cannot be read.
pub fn grids(
    path: &Path,
    options: &ImportOptions,
    known: &Divisions,
    context: &Context<'_>,
) -> Result<Plan, ImportError> {
    grids::plan(grids::read(path, options), &table::name_of(path), known, context)
}

/// Checks a list of households, of residents, or both as one.
///
/// # Errors
/// When the hub's data cannot be read.
pub fn register(
    households: Option<&Path>,
    residents: Option<&Path>,
    context: &Context<'_>,
) -> Result<Plan, ImportError> {
    let read = |path: Option<&Path>| path.map(table::read).transpose();
    match (read(households), read(residents)) {
        (Ok(households), Ok(residents)) => register::plan(households.as_ref(), residents.as_ref(), context),
        (households, residents) => {
            let faults = [households.err(), residents.err()].into_iter().flatten().flatten();
            Ok(Plan::refused(faults.collect()))
        }
    }
}

/// Checks a list of staff.
///
/// # Errors
/// When the hub's data cannot be read.
pub fn staff(path: &Path, context: &Context<'_>) -> Result<Plan, ImportError> {
    match table::read(path) {
        Ok(table) => staff::staff(&table, context),
        Err(faults) => Ok(Plan::refused(faults)),
    }
}

/// Checks a responsibility list.
///
/// # Errors
/// When the hub's data cannot be read.
pub fn responsibilities(path: &Path, context: &Context<'_>) -> Result<Plan, ImportError> {
    match table::read(path) {
        Ok(table) => staff::responsibilities(&table, context),
        Err(faults) => Ok(Plan::refused(faults)),
    }
}

/// Checks a list of public holidays and of weekend days worked in their stead.
///
/// # Errors
/// When the hub's data cannot be read.
pub fn working_days(path: &Path, context: &Context<'_>) -> Result<Plan, ImportError> {
    match table::read(path) {
        Ok(table) => working_days::plan(&table, context),
        Err(faults) => Ok(Plan::refused(faults)),
    }
}

/// Checks a rule pack.
///
/// # Errors
/// When the hub's data cannot be read.
pub fn rules(path: &Path, context: &Context<'_>) -> Result<Plan, ImportError> {
    match read_text(path) {
        Ok(text) => rules::plan(&text, &table::name_of(path), context),
        Err(faults) => Ok(Plan::refused(faults)),
    }
}

/// Checks a monthly roster of one category.
///
/// # Errors
/// When the hub's data cannot be read.
pub fn roster(path: &Path, list: &RosterList, context: &Context<'_>) -> Result<Roster, ImportError> {
    match table::read(path) {
        Ok(table) => roster::plan(&table, list, context),
        Err(faults) => Ok(Roster::refused(faults)),
    }
}

fn read_text(path: &Path) -> Result<String, Vec<Fault>> {
    let bytes = table::read_bytes(path).map_err(|fault| vec![fault])?;
    text::decode(&bytes).map(std::borrow::Cow::into_owned).map_err(|(line, reason)| {
        vec![Fault::row(&table::name_of(path), line.map_or(At::Whole, At::Line), reason)]
    })
}

impl Record<'_> {
    /// The id that the number in `column` stands for; a fault where an earlier line has it.
    fn key(&mut self, column: &Column, kind: RowKind, first_lines: &mut BTreeMap<Uuid, u64>) -> Option<Uuid> {
        let number = self.need(column, words::<60>)?;
        let id = name_id(kind, &number);
        let line = self.number();
        let first = *first_lines.entry(id).or_insert(line);
        if first != line {
            self.fault(column, repeats_line(first));
        }
        Some(id)
    }
}

fn repeats_line(first: u64) -> Text {
    Text::new(format!("与第 {first} 行重复"), format!("stands on line {first} already"))
}

fn removed() -> Text {
    Text::new("该编号已删除，不能再用", "this number was removed and cannot be used again")
}

#[cfg(test)]
mod tests;

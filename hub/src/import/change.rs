//! What a list changes: patches of rows, compared with what the hub holds and written in units.

use std::collections::BTreeMap;

use chrono::Days;
use doorstep_core::{
    codes::{Fault, GridCode},
    domain::register::{EarlierGrid, HandedOver},
    id::HouseholdId,
    op::row::{Row, RowKind, Scope},
    time::{Day, Hlc},
};
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::store::{Durability, Reads, Store, StoreError};

/// Units written in one transaction: enough to make the wait for the disk small beside the work, few enough
/// that phones which sync meanwhile wait for no more than a moment.
const UNITS_AT_ONCE: usize = 500;

/// What the hub holds already, as far as an import asks.
pub trait Present {
    /// The row; a removed or erased one comes without a document.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn row(&self, kind: RowKind, id: Uuid) -> Result<Option<Row>, StoreError>;

    /// Every row of a kind that is not removed.
    ///
    /// # Errors
    /// As for [`Present::row`], and what `each` answers.
    fn each(
        &self,
        kind: RowKind,
        each: &mut dyn FnMut(Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;
}

/// The hub's own rows.
pub(super) struct Held<'a>(pub &'a dyn Reads);

impl Present for Held<'_> {
    fn row(&self, kind: RowKind, id: Uuid) -> Result<Option<Row>, StoreError> {
        Ok(self.0.row(kind, id)?.map(|stored| stored.row))
    }

    fn each(
        &self,
        kind: RowKind,
        each: &mut dyn FnMut(Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.0.for_each_row(kind, None, each)
    }
}

/// Where a changed row belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Belongs {
    /// To everybody.
    Tenant,
    /// To this grid.
    Grid(GridCode),
    /// To the grid that the household's own document names.
    ItsGrid,
    /// To the grid where its household lies.
    WithHousehold(HouseholdId),
}

/// Fields of one row that a list sets (`null` empties the field); all others stay.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change {
    pub kind: RowKind,
    pub id: Uuid,
    pub belongs: Belongs,
    pub fields: Map<String, Value>,
}

/// What a change does to what is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    New,
    Changed,
    Same,
}

/// How many rows an import touches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Not held before.
    pub new: usize,
    /// Held, and different in the list.
    pub changed: usize,
    /// Held just so.
    pub unchanged: usize,
}

impl Tally {
    pub(super) fn add(&mut self, effect: Effect) {
        match effect {
            Effect::New => self.new += 1,
            Effect::Changed => self.changed += 1,
            Effect::Same => self.unchanged += 1,
        }
    }
}

/// A checked list: what is wrong with it, and what it would change.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Everything that is wrong, in the order of the file.
    pub faults: Vec<Fault>,
    /// What the good lines do, by kind of row.
    pub tally: BTreeMap<&'static str, Tally>,
    /// Columns of the list, counted from 1, that were not read because nothing knows them.
    pub unknown_columns: Vec<usize>,
    /// What was put right, in outlines or in lines that stand; it keeps nothing out.
    pub repairs: Vec<Fault>,
    units: Vec<Vec<Change>>,
}

impl Plan {
    /// A list of which nothing can be taken.
    pub(super) fn refused(faults: Vec<Fault>) -> Self {
        Self { faults, ..Self::default() }
    }

    /// Rows that would be written.
    pub fn rows(&self) -> usize {
        self.units.iter().map(Vec::len).sum()
    }

    /// Adds rows that travel together. Those that change nothing are counted and left out.
    pub(super) fn add_unit(
        &mut self,
        present: &dyn Present,
        today: Day,
        unit: Vec<Change>,
    ) -> Result<(), StoreError> {
        let mut kept = Vec::new();
        for change in unit {
            let current = present.row(change.kind, change.id)?;
            let (_, effect) = merged(&change, current.as_ref(), today);
            self.tally.entry(change.kind.as_str()).or_default().add(effect);
            if effect != Effect::Same {
                kept.push(change);
            }
        }
        if !kept.is_empty() {
            self.units.push(kept);
        }
        Ok(())
    }

    /// Writes the good lines. `at` is the hub's clock, with which changed fields take part in merging;
    /// `progress` hears how many rows are written.
    ///
    /// # Errors
    /// When the store cannot be written. What was written before stays; running the import again completes it.
    pub fn apply(
        &self,
        store: &dyn Store,
        today: Day,
        at: Hlc,
        progress: &mut dyn FnMut(usize),
    ) -> Result<(), StoreError> {
        let mut done = 0;
        for units in self.units.chunks(UNITS_AT_ONCE) {
            store.writing(Durability::Durable, |tx| {
                for unit in units {
                    let rows = rows_of(&Held(tx.reads()), unit, today, at)?;
                    tx.write_unit(&rows)?;
                }
                Ok::<_, StoreError>(())
            })?;
            done += units.iter().map(Vec::len).sum::<usize>();
            progress(done);
        }
        Ok(())
    }
}

/// The whole rows of a unit, built on what is held at this moment: a phone may have changed other fields since
/// the list was checked.
fn rows_of(present: &dyn Present, unit: &[Change], today: Day, at: Hlc) -> Result<Vec<Row>, StoreError> {
    let mut rows: Vec<Row> = Vec::with_capacity(unit.len());
    for change in unit {
        let current = present.row(change.kind, change.id)?;
        if current.as_ref().is_some_and(|row| row.document.is_none()) {
            continue;
        }
        let (document, _) = merged(change, current.as_ref(), today);
        let in_unit =
            |id: Uuid| rows.iter().find(|row| row.kind == RowKind::Household && row.id == id).cloned();
        let (household, scope) = match change.belongs {
            Belongs::Tenant => (None, Scope::Tenant),
            Belongs::Grid(grid) => (None, Scope::Grid(grid)),
            Belongs::ItsGrid => (Some(HouseholdId(change.id)), scope_named(&document)?),
            Belongs::WithHousehold(household) => {
                let row = match in_unit(household.0) {
                    Some(row) => Some(row),
                    None => present.row(RowKind::Household, household.0)?,
                };
                let Some(row) = row.filter(|row| row.document.is_some()) else { continue };
                (Some(household), row.scope)
            }
        };
        let clocks = clocks(current.as_ref(), &document, at);
        rows.push(Row {
            kind: change.kind,
            id: change.id,
            household,
            scope,
            document: Some(document),
            clocks,
        });
    }
    Ok(rows)
}

fn scope_named(document: &Map<String, Value>) -> Result<Scope, StoreError> {
    let grid = document.get("grid").and_then(Value::as_str).and_then(|text| text.parse().ok());
    grid.map(Scope::Grid).ok_or(StoreError::Corrupt("household"))
}

/// The document with the change in it.
fn merged(change: &Change, current: Option<&Row>, today: Day) -> (Map<String, Value>, Effect) {
    let held = current.and_then(|row| row.document.as_ref());
    let mut document = held.cloned().unwrap_or_default();
    for (field, value) in &change.fields {
        if value.is_null() {
            document.remove(field);
        } else {
            document.insert(field.clone(), value.clone());
        }
    }
    if let Some(held) = held {
        remember_earlier_grid(held, &mut document, today);
    }
    let effect = match held {
        None => Effect::New,
        Some(held) if *held == document => Effect::Same,
        Some(_) => Effect::Changed,
    };
    (document, effect)
}

/// A household that moved keeps the grids it left: duties of the days before still count there.
fn remember_earlier_grid(held: &Map<String, Value>, document: &mut Map<String, Value>, today: Day) {
    let grid = |document: &Map<String, Value>| {
        document.get("grid").and_then(Value::as_str).and_then(|text| text.parse::<GridCode>().ok())
    };
    if !held.contains_key("address") {
        return;
    }
    let Some(left) = grid(held).filter(|left| grid(document) != Some(*left)) else { return };
    // Whoever it was handed to answered for the grid that it left.
    document.remove(HandedOver::FIELD);
    let until = today.checked_sub_days(Days::new(1)).unwrap_or(today);
    let Ok(entry) = serde_json::to_value(EarlierGrid { grid: left, until }) else { return };
    match document.get_mut("earlier_grids") {
        Some(Value::Array(earlier)) => earlier.push(entry),
        _ => {
            document.insert("earlier_grids".to_owned(), Value::Array(vec![entry]));
        }
    }
}

/// A new row needs no clocks: nobody can have changed it before. Of a held row the changed fields get one.
fn clocks(current: Option<&Row>, document: &Map<String, Value>, at: Hlc) -> BTreeMap<String, Hlc> {
    let Some((row, held)) = current.and_then(|row| Some((row, row.document.as_ref()?))) else {
        return BTreeMap::new();
    };
    let mut clocks = row.clocks.clone();
    for field in held.keys().chain(document.keys()) {
        if held.get(field) != document.get(field) {
            clocks.insert(field.clone(), at);
        }
    }
    clocks
}

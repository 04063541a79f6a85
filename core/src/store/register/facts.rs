//! The facts that duties derive from, one household at a time.
//!
//! Five cursors run side by side in the order (grid, household); each row is read once, and no statement runs
//! once a household.

use std::collections::BTreeSet;

use rusqlite::{CachedStatement, Row, Rows};

use super::{
    column::{grid_number, id},
    household, resident, standing, visit,
};
use crate::{
    codes::GridCode,
    domain::{
        duty::HouseholdFacts,
        register::{Exemption, Household, Resident},
        visit::{Claim, VisitSummary},
    },
    id::HouseholdId,
    store::{StoreError, Tx},
};

/// All that bears on the duties of one household; none when this phone does not answer for it.
///
/// # Errors
/// When the database cannot be read.
pub fn facts(tx: &Tx<'_>, household: HouseholdId) -> Result<Option<HouseholdFacts>, StoreError> {
    if kept(tx)?.contains(&household) {
        return Ok(None);
    }
    let Some(found) = household::household(tx, household)? else { return Ok(None) };
    Ok(Some(HouseholdFacts {
        household: found,
        residents: resident::residents(tx, household)?,
        visits: visit::visits(tx, household, u32::MAX)?,
        exemptions: standing::exemptions(tx, household)?,
        claims: standing::claims(tx, household)?,
    }))
}

/// Hands over the facts of every household of `grid`, or of all grids one after the other.
///
/// # Errors
/// When the database cannot be read.
pub fn for_each_facts(
    tx: &Tx<'_>,
    grid: Option<GridCode>,
    mut take: impl FnMut(HouseholdFacts),
) -> Result<(), StoreError> {
    try_for_each_facts::<StoreError>(tx, grid, |facts| {
        take(facts);
        Ok(())
    })
}

/// As [`for_each_facts`]; stops at the first error of `take`.
///
/// # Errors
/// When the database cannot be read, or with what `take` answered.
pub fn try_for_each_facts<E: From<StoreError>>(
    tx: &Tx<'_>,
    grid: Option<GridCode>,
    mut take: impl FnMut(HouseholdFacts) -> Result<(), E>,
) -> Result<(), E> {
    let kept = kept(tx)?;
    let mut statements = Statements::prepare(tx)?;
    let mut cursors = statements.open(grid)?;
    while let Some(household) = cursors.households.next()? {
        let facts = HouseholdFacts {
            residents: cursors.residents.of(household.id)?,
            visits: cursors.visits.of(household.id)?,
            exemptions: cursors.exemptions.of(household.id)?,
            claims: cursors.claims.of(household.id)?,
            household,
        };
        if !kept.contains(&facts.household.id) {
            take(facts)?;
        }
    }
    Ok(())
}

/// Households out of scope, of which only unsent work is still here.
pub(crate) fn kept(tx: &Tx<'_>) -> Result<BTreeSet<HouseholdId>, StoreError> {
    let mut select = tx.prepare("SELECT household FROM kept")?;
    Ok(select.query_map([], |row| id(row, 0).map(HouseholdId))?.collect::<Result<_, _>>()?)
}

struct Statements<'t> {
    households: CachedStatement<'t>,
    residents: CachedStatement<'t>,
    visits: CachedStatement<'t>,
    exemptions: CachedStatement<'t>,
    claims: CachedStatement<'t>,
}

/// Rows of a table in the order of their households: the index of grids gives the households in order, and a
/// table that is clustered by household gives each one's rows. CROSS JOIN keeps SQLite to that plan.
macro_rules! in_order {
    ($columns:expr, $table:literal, $alias:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM household h INDEXED BY household_by_grid CROSS JOIN ",
            $table,
            " ",
            $alias,
            " ON ",
            $alias,
            ".household = h.id WHERE h.grid BETWEEN ?1 AND ?2 ORDER BY h.grid, h.id"
        )
    };
}

const HOUSEHOLDS: &str = concat!(
    "SELECT ",
    household::columns!(),
    " FROM household h INDEXED BY household_by_grid WHERE h.grid BETWEEN ?1 AND ?2 ORDER BY h.grid, h.id"
);
const RESIDENTS: &str = in_order!(resident::columns!(), "resident", "r");
const VISITS: &str = in_order!(visit::columns!(), "visit", "v");
const EXEMPTIONS: &str = in_order!(standing::exemption_columns!(), "exemption", "e");
const CLAIMS: &str = in_order!(standing::claim_columns!(), "claim", "c");

impl<'t> Statements<'t> {
    fn prepare(tx: &'t Tx<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            households: tx.prepare(HOUSEHOLDS)?,
            residents: tx.prepare(RESIDENTS)?,
            visits: tx.prepare(VISITS)?,
            exemptions: tx.prepare(EXEMPTIONS)?,
            claims: tx.prepare(CLAIMS)?,
        })
    }

    fn open(&mut self, grid: Option<GridCode>) -> Result<Cursors<'_>, StoreError> {
        let grids = grid.map_or([0, i64::MAX], |grid| [grid_number(grid); 2]);
        Ok(Cursors {
            households: Cursor::over(self.households.query(grids)?, household::read),
            residents: Cursor::over(self.residents.query(grids)?, resident::read),
            visits: Cursor::over(self.visits.query(grids)?, visit::read),
            exemptions: Cursor::over(self.exemptions.query(grids)?, standing::read_exemption),
            claims: Cursor::over(self.claims.query(grids)?, standing::read_claim),
        })
    }
}

struct Cursors<'s> {
    households: Cursor<'s, Household>,
    residents: Cursor<'s, Resident>,
    visits: Cursor<'s, VisitSummary>,
    exemptions: Cursor<'s, Exemption>,
    claims: Cursor<'s, Claim>,
}

/// One ordered cursor that looks one row ahead.
struct Cursor<'s, T> {
    rows: Rows<'s>,
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
    ahead: Option<(HouseholdId, T)>,
}

impl<'s, T> Cursor<'s, T> {
    fn over(rows: Rows<'s>, read: fn(&Row<'_>) -> rusqlite::Result<T>) -> Self {
        Self { rows, read, ahead: None }
    }

    fn next(&mut self) -> Result<Option<T>, StoreError> {
        Ok(self.rows.next()?.map(self.read).transpose()?)
    }

    /// The rows of `household`, which must come in the order of the cursor.
    fn of(&mut self, household: HouseholdId) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        loop {
            match self.ahead.take() {
                Some((owner, row)) if owner == household => found.push(row),
                Some(other) => {
                    self.ahead = Some(other);
                    return Ok(found);
                }
                None => {}
            }
            // Every statement but that of the households themselves names the household first.
            let Some(row) = self.rows.next()? else { return Ok(found) };
            self.ahead = Some((row.get(0)?, (self.read)(row)?));
        }
    }
}

//! How much is left: homes with something open, counted.

use rusqlite::params;

use super::Round;
use crate::{
    domain::rules::RulePacks,
    store::{StoreError, Tx, register::column::day_number},
    time::Day,
};

/// How many homes have something open. A home counts once in each, whatever is due there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Those where something can be done on the day: the stops of [`stops`](super::stops).
    pub today: u64,
    /// Those of them where a window was missed.
    pub overdue: u64,
    /// Those where the last day of something comes by the end that was asked about, open yet or not.
    pub ending: u64,
}

/// What is left `on` a day of a round, and what of it ends by `until`; `packs` knows whose area a rule is.
///
/// # Errors
/// When the database cannot be read.
pub fn left(tx: &Tx<'_>, packs: &RulePacks, on: Day, until: Day, round: Round) -> Result<Left, StoreError> {
    let (from, to) = round.grids();
    let counts = tx.one(
        "WITH open (household, opens, due, shown_to, missed_since) AS (
             SELECT household, opens, due, shown_to, missed_since FROM duty
             WHERE ?5 IS NULL OR instr(?5, '|' || rule || '|')
             UNION ALL
             SELECT household, opens, due, due, NULL FROM ticket WHERE state IN ('Open', 'Attempted') AND ?5 IS NULL
         ), homes (today, overdue, ending) AS (
             SELECT max(o.opens <= ?1), max(o.opens <= ?1 AND (o.due < ?1 OR o.missed_since IS NOT NULL)),
                    max(o.due <= ?2)
             FROM stop s JOIN open o ON o.household = s.household
             WHERE s.grid BETWEEN ?3 AND ?4 AND o.shown_to >= ?1 GROUP BY s.household
         )
         SELECT count(*) FILTER (WHERE today), count(*) FILTER (WHERE overdue), count(*) FILTER (WHERE ending)
         FROM homes",
        params![day_number(on), day_number(until), from, to, round.rules(packs)],
        |row| Ok(Left { today: count(row, 0)?, overdue: count(row, 1)?, ending: count(row, 2)? }),
    )?;
    Ok(counts.unwrap_or_default())
}

fn count(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(u64::from(row.get::<_, u32>(column)?))
}

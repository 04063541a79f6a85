//! Tickets: what a role that holds no facts is asked to do.

use rusqlite::{Row, params};

use super::column::{day_number, days, grid, grid_number, json, json_text, word};
use crate::{
    codes::GridCode,
    domain::ticket::Ticket,
    id::HouseholdId,
    store::{StoreError, Tx},
    text::Text,
};

macro_rules! columns {
    () => {
        "t.household, t.id, t.grid, t.task_zh, t.task_en, t.opens, t.due, t.modes, t.visitors, t.safety_note, \
         t.state"
    };
}

pub(crate) fn put(tx: &Tx<'_>, ticket: &Ticket) -> Result<(), StoreError> {
    tx.prepare(
        "INSERT OR REPLACE INTO ticket (household, id, grid, task_zh, task_en, opens, due, modes, visitors, \
             safety_note, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        ticket.household,
        ticket.id,
        grid_number(ticket.grid),
        ticket.task.zh,
        ticket.task.en,
        day_number(ticket.window.start),
        day_number(ticket.window.end),
        json_text(Some(&ticket.modes))?,
        ticket.visitors,
        ticket.safety_note,
        ticket.state.as_str(),
    ])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Ticket> {
    Ok(Ticket {
        household: row.get(0)?,
        id: row.get(1)?,
        grid: grid(row, 2)?,
        task: Text { zh: row.get(3)?, en: row.get(4)? },
        window: days(row, 5)?,
        modes: json(row, 7)?,
        visitors: row.get(8)?,
        safety_note: row.get(9)?,
        state: word(row, 10)?,
    })
}

/// The tickets of a household, the first due first.
///
/// # Errors
/// When the database cannot be read.
pub fn tickets(tx: &Tx<'_>, household: HouseholdId) -> Result<Vec<Ticket>, StoreError> {
    const SQL: &str =
        concat!("SELECT ", columns!(), " FROM ticket t WHERE t.household = ?1 ORDER BY t.due, t.id");
    let mut select = tx.prepare(SQL)?;
    Ok(select.query_map([household], read)?.collect::<Result<_, _>>()?)
}

/// Hands over every ticket that counts for `grid`; all tickets when none is named.
///
/// # Errors
/// When the database cannot be read.
pub fn for_each_ticket(
    tx: &Tx<'_>,
    grid: Option<GridCode>,
    mut take: impl FnMut(Ticket),
) -> Result<(), StoreError> {
    const SQL: &str = concat!("SELECT ", columns!(), " FROM ticket t WHERE ?1 IS NULL OR t.grid = ?1");
    let mut select = tx.prepare(SQL)?;
    let mut rows = select.query([grid.map(grid_number)])?;
    while let Some(row) = rows.next()? {
        take(read(row)?);
    }
    Ok(())
}

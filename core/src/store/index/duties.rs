//! Writes the open duties of one household.

use std::collections::BTreeMap;

use rusqlite::params;

use super::stops::{Span, put_stop};
use crate::{
    domain::{
        duty::{Duty, DutyState},
        register::{Household, Subject},
        rules::{Cadence, RulePack},
    },
    store::{
        StoreError, Tx,
        register::column::{day, day_number},
    },
    time::Day,
};

/// Puts the open ones of `duties` (all that derivation gave for this household, past windows included) in the
/// place of what the index held for it.
///
/// # Errors
/// When the database cannot be written.
pub fn replace_duties(
    tx: &Tx<'_>,
    household: &Household,
    duties: &[Duty],
    packs: &[RulePack],
) -> Result<(), StoreError> {
    tx.execute("DELETE FROM duty WHERE household = ?1", [household.id])?;
    let mut span = Span::of_tickets(tx, household.id)?;
    for run in runs(duties).into_values() {
        let mut missed_since = None;
        for duty in run {
            if !is_open(duty) {
                missed_since = None;
                continue;
            }
            let shown_to = shown_to(duty, packs);
            put(tx, household, duty, shown_to, missed_since)?;
            span.include(day_number(duty.window.start), day_number(shown_to));
            missed_since = missed_since.or_else(|| duty.window.end.succ_opt());
        }
    }
    put_stop(tx, household, span)
}

/// Duties that follow each other: same subject, same rule, in order of their windows.
fn runs(duties: &[Duty]) -> BTreeMap<(Subject, &str), Vec<&Duty>> {
    let mut runs: BTreeMap<_, Vec<&Duty>> = BTreeMap::new();
    for duty in duties {
        runs.entry((duty.key.subject, duty.key.rule.as_str())).or_default().push(duty);
    }
    for run in runs.values_mut() {
        run.sort_by_key(|duty| duty.window);
    }
    runs
}

const fn is_open(duty: &Duty) -> bool {
    match duty.state {
        DutyState::Open | DutyState::Attempted => true,
        DutyState::Visited { .. } | DutyState::Exempt(_) => false,
    }
}

/// The last day on which the duty is on the list. A period that was missed is followed by the next; a missed
/// deadline is followed by nothing, so it stays, as missed, for as long again as it had been open.
fn shown_to(duty: &Duty, packs: &[RulePack]) -> Day {
    let in_force = packs.iter().filter(|pack| pack.effective_from <= duty.key.start);
    let rule = in_force
        .filter_map(|pack| {
            let rule = pack.rules.iter().find(|rule| rule.id == duty.key.rule)?;
            Some((pack.effective_from, rule))
        })
        .max_by_key(|(from, _)| *from);
    match rule.map(|(_, rule)| rule.cadence) {
        Some(Cadence::After { .. }) => {
            let again = duty.window.end.signed_duration_since(duty.window.start);
            duty.window.end.checked_add_signed(again).unwrap_or(duty.window.end)
        }
        Some(Cadence::Every(_)) | None => duty.window.end,
    }
}

fn put(
    tx: &Tx<'_>,
    household: &Household,
    duty: &Duty,
    shown_to: Day,
    missed_since: Option<Day>,
) -> Result<(), StoreError> {
    let resident = match &duty.key.subject {
        Subject::Household(_) => &[][..],
        Subject::Resident(resident) => resident.0.as_bytes(),
    };
    tx.prepare(
        "INSERT INTO duty (household, resident, rule, start, opens, due, shown_to, attempted, missed_since) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        household.id,
        resident,
        duty.key.rule,
        day_number(duty.key.start),
        day_number(duty.window.start),
        day_number(duty.window.end),
        day_number(shown_to),
        duty.state == DutyState::Attempted,
        missed_since.map(day_number),
    ])?;
    Ok(())
}

/// The day up to which windows have been derived, if they ever were.
///
/// # Errors
/// When the database cannot be read.
pub fn derived_through(tx: &Tx<'_>) -> Result<Option<Day>, StoreError> {
    tx.one("SELECT through FROM derivation WHERE one = 1", [], |row| Ok(day(row, 0)?))
}

/// Notes that the windows of every household are derived up to `through`.
///
/// # Errors
/// When the database cannot be written.
pub fn set_derived_through(tx: &Tx<'_>, through: Day) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO derivation (one, through) VALUES (1, ?1) \
         ON CONFLICT (one) DO UPDATE SET through = excluded.through",
        [day_number(through)],
    )?;
    Ok(())
}

//! Writes the open duties of one household.

use std::collections::BTreeMap;

use rusqlite::params;

use super::stops::{Span, put_stop};
use crate::{
    domain::{
        duty::{Duty, DutyState},
        register::{Household, Subject},
        rules::{Cadence, RulePacks},
    },
    store::{
        StoreError, Tx,
        register::column::{day, day_number},
    },
    time::Day,
};

/// Puts the open ones of `duties` in the place of what the index held for the household.
///
/// `duties` is all that derivation gave for it, past windows included: how far back they reach is how far back
/// [`StopDuty::missed_since`](super::StopDuty::missed_since) looks, and for how long a missed deadline stays.
///
/// # Errors
/// When the database cannot be written.
pub fn replace_duties(
    tx: &Tx<'_>,
    household: &Household,
    duties: &[Duty],
    packs: &RulePacks,
) -> Result<(), StoreError> {
    tx.execute("DELETE FROM duty WHERE household = ?1", [household.id])?;
    let mut span = Span::of_tickets(tx, household.id)?;
    for run in runs(duties).into_values() {
        let mut missed: Option<Missed> = None;
        for (place, duty) in run.iter().enumerate() {
            if !is_open(duty) {
                missed = None;
                continue;
            }
            let is_deadline = is_deadline(duty, packs);
            let leads_up = |missed: &Missed| is_deadline || missed.until_day_before(duty.key.start);
            let since = missed.filter(leads_up).map(|missed| missed.since);
            let shown_to = match is_deadline {
                true => run.get(place + 1).map_or(Day::MAX, |next| before(next.key.start)),
                false => duty.window.end,
            };
            put(tx, household, duty, shown_to, since)?;
            span.include(day_number(duty.window.start), day_number(shown_to));
            missed = Some(Missed { since: since.unwrap_or(duty.window.start), until: duty.window.end });
        }
    }
    put_stop(tx, household, span)
}

/// Windows that were missed one after the other.
#[derive(Clone, Copy)]
struct Missed {
    since: Day,
    until: Day,
}

impl Missed {
    fn until_day_before(&self, next: Day) -> bool {
        self.until.succ_opt().is_none_or(|day| next <= day)
    }
}

fn before(day: Day) -> Day {
    day.pred_opt().unwrap_or(Day::MIN)
}

/// Duties that follow each other: same subject, same rule, in order of their windows.
fn runs(duties: &[Duty]) -> BTreeMap<(Subject, &str), Vec<&Duty>> {
    let mut runs: BTreeMap<_, Vec<&Duty>> = BTreeMap::new();
    for duty in duties {
        runs.entry((duty.key.subject, duty.key.rule.as_str())).or_default().push(duty);
    }
    for run in runs.values_mut() {
        run.sort_by_key(|duty| duty.key.start);
    }
    runs
}

const fn is_open(duty: &Duty) -> bool {
    match duty.state {
        DutyState::Open | DutyState::Attempted => true,
        DutyState::Visited { .. } | DutyState::Exempt(_) => false,
    }
}

/// Whether the duty hangs on an event. A period that was missed is followed by the next; a missed deadline is
/// not, and a late visit still discharges it, so it stays on the list until the next event of its kind.
fn is_deadline(duty: &Duty, packs: &RulePacks) -> bool {
    let rule = packs.rule(&duty.key.rule, duty.key.start);
    rule.is_some_and(|rule| matches!(rule.cadence, Cadence::After { .. }))
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

//! Writes the open duties of households.

use std::collections::BTreeSet;

use rusqlite::params;

use super::stops::{Span, holds_tickets, put_stop};
use crate::{
    domain::{
        duty::{Duty, DutyState},
        register::{Household, Subject},
        rules::{Cadence, RulePacks},
    },
    id::HouseholdId,
    store::{
        StoreError, Tx,
        register::column::{day, day_number},
    },
    time::{Day, DayRange},
};

/// Writes the duties of one household after the other.
#[derive(Debug)]
pub struct DutyWriter<'a, 's> {
    tx: &'a Tx<'s>,
    packs: &'a RulePacks,
    since: Day,
    holds_tickets: bool,
    /// Whether the index holds no duty of any household yet.
    is_anew: bool,
}

impl<'a, 's> DutyWriter<'a, 's> {
    /// Replaces what the index holds of single households. It can be asked about days from `since` on.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn replacing(tx: &'a Tx<'s>, packs: &'a RulePacks, since: Day) -> Result<Self, StoreError> {
        Ok(Self { tx, packs, since, holds_tickets: holds_tickets(tx)?, is_anew: false })
    }

    /// Empties the index, to write the duties of all households anew.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn anew(tx: &'a Tx<'s>, packs: &'a RulePacks, since: Day) -> Result<Self, StoreError> {
        tx.execute("DELETE FROM duty", [])?;
        tx.execute("DELETE FROM stop", [])?;
        Ok(Self { is_anew: true, ..Self::replacing(tx, packs, since)? })
    }

    /// Puts the open ones of `duties` in the place of what the index held for the household.
    ///
    /// `duties` is all that derivation gave for it, in its order and past windows included: how far back they
    /// reach is how far back [`StopDuty::missed_since`](super::StopDuty::missed_since) looks, and for how long a
    /// missed deadline stays. Windows that can be on no list any more only count for that.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn put(&self, household: &Household, duties: &[Duty]) -> Result<(), StoreError> {
        let same_run = |a: &Duty, b: &Duty| a.key.subject == b.key.subject && a.key.rule == b.key.rule;
        let mut entries = Vec::new();
        duties.chunk_by(same_run).for_each(|run| self.list(run, &mut entries));
        let mut span =
            if self.holds_tickets { Span::of_tickets(self.tx, household.id)? } else { Span::default() };
        for entry in &entries {
            span.include(entry.opens, entry.shown_to);
        }
        self.replace(household.id, &entries)?;
        if self.is_anew && span.is_empty() { Ok(()) } else { put_stop(self.tx, household, span) }
    }

    /// What is as it was is not written: a visit seldom changes more than one of the household's duties.
    fn replace(&self, household: HouseholdId, entries: &[Entry<'_>]) -> Result<(), StoreError> {
        let mut gone = if self.is_anew { BTreeSet::new() } else { keys(self.tx, household)? };
        for entry in entries {
            if !gone.is_empty() {
                gone.remove(&entry.key());
            }
            entry.put(self.tx, household)?;
        }
        for (resident, rule, start) in gone {
            self.tx.execute(
                "DELETE FROM duty WHERE household = ?1 AND resident = ?2 AND rule = ?3 AND start = ?4",
                params![household, resident, rule, start],
            )?;
        }
        Ok(())
    }

    /// The entries of duties that follow each other: same subject, same rule, in order of their windows.
    fn list<'d>(&self, run: &'d [Duty], entries: &mut Vec<Entry<'d>>) {
        let mut missed: Option<Missed> = None;
        for duty in run {
            if !is_open(duty) {
                missed = None;
                continue;
            }
            let is_deadline = is_deadline(duty, self.packs);
            let leads_up = |missed: &Missed| is_deadline || missed.until_day_before(duty.key.start);
            let missed_since = missed.filter(leads_up).map(|missed| missed.since);
            if self.since <= duty.done_until {
                entries.push(Entry::of(duty, missed_since));
            }
            missed =
                Some(Missed { since: missed_since.unwrap_or(duty.window.start), until: duty.window.end });
        }
    }
}

/// One row of the index.
struct Entry<'d> {
    /// Empty: the household as a whole.
    resident: &'d [u8],
    rule: &'d str,
    start: i32,
    opens: i32,
    due: i32,
    shown_to: i32,
    attempted: bool,
    missed_since: Option<i32>,
}

/// Resident, rule and start.
type EntryKey = (Vec<u8>, String, i32);

impl<'d> Entry<'d> {
    fn of(duty: &'d Duty, missed_since: Option<Day>) -> Self {
        Self {
            resident: match &duty.key.subject {
                Subject::Household(_) => &[],
                Subject::Resident(resident) => resident.0.as_bytes(),
            },
            rule: &duty.key.rule,
            start: day_number(duty.key.start),
            opens: day_number(duty.window.start),
            due: day_number(duty.window.end),
            shown_to: day_number(duty.done_until),
            attempted: duty.state == DutyState::Attempted,
            missed_since: missed_since.map(day_number),
        }
    }

    fn key(&self) -> EntryKey {
        (self.resident.to_vec(), self.rule.to_owned(), self.start)
    }

    fn put(&self, tx: &Tx<'_>, household: HouseholdId) -> Result<(), StoreError> {
        tx.execute(
            "INSERT INTO duty (household, resident, rule, start, opens, due, shown_to, attempted, missed_since) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
             ON CONFLICT (household, resident, rule, start) DO UPDATE SET opens = excluded.opens, \
             due = excluded.due, shown_to = excluded.shown_to, attempted = excluded.attempted, \
             missed_since = excluded.missed_since \
             WHERE (opens, due, shown_to, attempted) \
               <> (excluded.opens, excluded.due, excluded.shown_to, excluded.attempted) \
               OR missed_since IS NOT excluded.missed_since",
            params![
                household,
                self.resident,
                self.rule,
                self.start,
                self.opens,
                self.due,
                self.shown_to,
                self.attempted,
                self.missed_since,
            ],
        )?;
        Ok(())
    }
}

/// The entries that the index holds of a household.
fn keys(tx: &Tx<'_>, household: HouseholdId) -> Result<BTreeSet<EntryKey>, StoreError> {
    let mut keys = BTreeSet::new();
    tx.each("SELECT resident, rule, start FROM duty WHERE household = ?1", [household], |row| {
        keys.insert((row.get(0)?, row.get(1)?, row.get(2)?));
        Ok(())
    })?;
    Ok(keys)
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

const fn is_open(duty: &Duty) -> bool {
    match duty.state {
        DutyState::Open | DutyState::Attempted => true,
        DutyState::Visited { .. } | DutyState::Exempt(_) => false,
    }
}

/// Whether the duty hangs on an event: a period that was missed is followed by the next, a missed deadline is not.
fn is_deadline(duty: &Duty, packs: &RulePacks) -> bool {
    let rule = packs.rule(&duty.key.rule, duty.key.start);
    rule.is_some_and(|rule| matches!(rule.cadence, Cadence::After { .. }))
}

/// The days that the index can be asked about, if it was ever derived.
///
/// # Errors
/// When the database cannot be read.
pub fn derived_days(tx: &Tx<'_>) -> Result<Option<DayRange>, StoreError> {
    tx.one("SELECT since, through FROM derivation WHERE one = 1", [], |row| {
        Ok(DayRange { start: day(row, 0)?, end: day(row, 1)? })
    })
}

/// Notes that the index holds the windows of every household that can be on the list on one of `days`.
///
/// # Errors
/// When the database cannot be written.
pub fn set_derived_days(tx: &Tx<'_>, days: DayRange) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO derivation (one, since, through) VALUES (1, ?1, ?2) \
         ON CONFLICT (one) DO UPDATE SET since = excluded.since, through = excluded.through",
        [day_number(days.start), day_number(days.end)],
    )?;
    Ok(())
}

/// Forgets that the index was derived, so that it will be derived anew.
///
/// # Errors
/// When the database cannot be written.
pub fn forget_derived_days(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM derivation", [])?;
    Ok(())
}

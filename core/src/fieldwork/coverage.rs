//! Coverage on the phone: the same definition over the same facts as at the hub, or over tickets.

use std::collections::BTreeMap;

use crate::{
    codes::GridCode,
    domain::{
        coverage::{Counts, Coverage, Group, Tally},
        ticket::{Ticket, count_tickets},
    },
    error::DoorstepError,
    store::{Identity, Tx, device, register},
    text::Text,
    time::{Day, Period, PeriodKind},
};

use super::{Doorstep, PeriodView, ScreenWord, quantities::same};

/// Coverage with how well it is known.
pub type CoverageView = Coverage;

/// Coverage of one period with what a screen says around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Covered {
    /// The period and its neighbours.
    pub period: PeriodView,
    /// The figures.
    pub coverage: CoverageView,
    /// The names of the grids that are on this phone.
    pub names: BTreeMap<GridCode, String>,
}

impl Covered {
    /// What a grid is called; its code where its row is not on this phone, such as one that a home left.
    pub fn name_of(&self, grid: GridCode) -> String {
        self.names.get(&grid).cloned().unwrap_or_else(|| grid.to_string())
    }
}

/// 探访率 in words, or that nothing is due.
pub fn share_words(counts: &Counts) -> Text {
    match counts.percent() {
        Some(percent) => ScreenWord::Reached.with(&[same(percent)]),
        None => ScreenWord::NoneDue.label(),
    }
}

impl Doorstep {
    /// Coverage of this phone's grids in `period`, lateness judged today, with the moment up to which the facts
    /// are known and how many phones were silent.
    ///
    /// # Errors
    /// When the store cannot be read, or the phone is not enrolled.
    pub fn coverage(&self, period: Period) -> Result<CoverageView, DoorstepError> {
        self.store.read(|tx| self.coverage_in(tx, &self.me(tx)?, period))
    }

    /// [`coverage`](Self::coverage) of the period of this kind that holds `day`, today when absent.
    ///
    /// # Errors
    /// As there.
    pub fn covered(&self, kind: PeriodKind, day: Option<Day>) -> Result<Covered, DoorstepError> {
        self.store.read(|tx| {
            let me = self.me(tx)?;
            let period = self.period_in(tx, &me, kind, day)?;
            let coverage = self.coverage_in(tx, &me, period.period)?;
            Ok(Covered { period, coverage, names: register::grid_names(tx)? })
        })
    }

    fn coverage_in(&self, tx: &Tx<'_>, me: &Identity, period: Period) -> Result<CoverageView, DoorstepError> {
        let on = self.day(me);
        let counts = if me.staff.role.audience().derives() {
            self.counts_of_facts(tx, me, period, on)?
        } else {
            let mut tickets = Vec::new();
            register::for_each_ticket(tx, None, |ticket| tickets.push(ticket))?;
            counts_of_tickets(&tickets, period, on)
        };
        Ok(Coverage {
            period,
            on,
            as_of: device::last_full_pull(tx)?,
            silent_phones: device::silent_phones(tx)?,
            counts,
        })
    }

    fn counts_of_facts(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        period: Period,
        on: Day,
    ) -> Result<BTreeMap<(GridCode, Group), Counts>, DoorstepError> {
        let packs = self.packs(tx, me)?;
        let mut tally = Tally::new(period, on);
        register::for_each_facts(tx, None, |facts| {
            tally.add_household(&facts, &packs, &me.settings.working_days);
        })?;
        Ok(tally.into_counts())
    }
}

/// The figures of some tickets. Their rows show this phone's own visits already.
pub(super) fn counts_of_tickets(
    tickets: &[Ticket],
    period: Period,
    on: Day,
) -> BTreeMap<(GridCode, Group), Counts> {
    let counts = count_tickets(tickets, &[], period, on);
    counts.into_iter().map(|(grid, counts)| ((grid, Group::All), counts)).collect()
}

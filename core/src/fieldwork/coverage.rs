//! Coverage on the phone: the same definition over the same facts as at the hub, or over tickets.

use std::collections::BTreeMap;

use crate::{
    codes::GridCode,
    domain::{
        coverage::{Coverage, Group, Tally},
        ticket::count_tickets,
    },
    error::DoorstepError,
    store::{Identity, Tx, device, register},
    time::{Day, Period},
};

use super::Doorstep;

/// Coverage with how well it is known.
pub type CoverageView = Coverage;

impl Doorstep {
    /// Coverage of this phone's grids in `period`, lateness judged today, with the moment up to which the facts
    /// are known and how many phones were silent.
    ///
    /// # Errors
    /// When the store cannot be read, or the phone is not enrolled.
    pub fn coverage(&self, period: Period) -> Result<CoverageView, DoorstepError> {
        self.store.read(|tx| {
            let me = self.me(tx)?;
            let on = self.day(&me);
            let counts = if me.staff.role.audience().derives() {
                self.coverage_by_facts(tx, &me, period, on)?
            } else {
                self.coverage_by_tickets(tx, period, on)?
            };
            Ok(Coverage {
                period,
                on,
                as_of: device::last_full_pull(tx)?,
                silent_phones: device::silent_phones(tx)?,
                counts,
            })
        })
    }

    fn coverage_by_facts(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        period: Period,
        on: Day,
    ) -> Result<BTreeMap<(GridCode, Group), crate::domain::coverage::Counts>, DoorstepError> {
        let packs = self.packs(tx, me)?;
        let mut tally = Tally::new(period, on);
        register::for_each_facts(tx, None, |facts| {
            tally.add_household(&facts, &packs, &me.settings.working_days);
        })?;
        Ok(tally.into_counts())
    }

    fn coverage_by_tickets(
        &self,
        tx: &Tx<'_>,
        period: Period,
        on: Day,
    ) -> Result<BTreeMap<(GridCode, Group), crate::domain::coverage::Counts>, DoorstepError> {
        let mut tickets = Vec::new();
        register::for_each_ticket(tx, None, |ticket| tickets.push(ticket))?;
        // The rows of tickets show this phone's own visits already.
        let counts = count_tickets(&tickets, &[], period, on);
        Ok(counts.into_iter().map(|(grid, counts)| ((grid, Group::All), counts)).collect())
    }
}

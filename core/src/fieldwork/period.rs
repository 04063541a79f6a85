//! Civil periods as a screen walks through them, so that no arrow of a screen knows a calendar.

use crate::{
    error::DoorstepError,
    store::{Identity, Tx, register},
    time::{Day, Period, PeriodKind},
};

use super::Doorstep;

/// A civil period and its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodView {
    /// The period.
    pub period: Period,
    /// Whether today lies in it.
    pub is_current: bool,
    /// The one before; `None` where nothing was asked for yet.
    pub earlier: Option<Period>,
    /// The one after; `None` while that has not begun.
    pub later: Option<Period>,
}

impl Doorstep {
    /// The period of this kind that holds `day`, today when absent, by the tenant's calendar.
    ///
    /// # Errors
    /// When the store cannot be read, or the phone is not enrolled.
    pub fn period(&self, kind: PeriodKind, day: Option<Day>) -> Result<PeriodView, DoorstepError> {
        self.store.read(|tx| self.period_in(tx, &self.me(tx)?, kind, day))
    }

    pub(super) fn period_in(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        kind: PeriodKind,
        day: Option<Day>,
    ) -> Result<PeriodView, DoorstepError> {
        let today = self.day(me);
        let period = Period::containing(kind, day.unwrap_or(today));
        let (earlier, later) = (period.previous(), period.next());
        Ok(PeriodView {
            period,
            is_current: period.days().contains(today),
            earlier: self.asks_by(tx, me, earlier.end())?.then_some(earlier),
            later: (later.start() <= today).then_some(later),
        })
    }

    /// Whether anything can have been asked for that was due by `day`: no rule asks before its pack's first day.
    fn asks_by(&self, tx: &Tx<'_>, me: &Identity, day: Day) -> Result<bool, DoorstepError> {
        if me.staff.role.audience().derives() {
            return Ok(self.packs(tx, me)?.in_force(day).next().is_some());
        }
        let mut asks = false;
        register::for_each_ticket(tx, None, |ticket| asks |= ticket.window.end <= day)?;
        Ok(asks)
    }
}

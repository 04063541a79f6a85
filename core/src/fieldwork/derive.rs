//! Keeps the index of duties in step with the facts. The index is never truth: it can be derived anew at any
//! time, and is, when a day comes that it does not cover.

use crate::{
    domain::{
        duty::{Duty, derive},
        register::Household,
        rules::RulePacks,
    },
    error::DoorstepError,
    id::HouseholdId,
    store::{Durability, Identity, Tx, index, register},
    time::{Day, DayRange},
};

use super::Doorstep;

/// The index reaches this far ahead, so that a new day or month seldom has to derive anything.
const AHEAD_DAYS: u64 = 31;
/// And so far back, to tell since when windows were missed in a row: a whole year for yearly rules.
const BACK_DAYS: u64 = 370;

impl Doorstep {
    /// Makes sure that the index covers today.
    pub(super) fn ensure_derived(&self) -> Result<(), DoorstepError> {
        let covered = self.store.read(|tx| {
            let Some(me) = crate::store::device::identity(tx)? else { return Ok(true) };
            Ok::<_, DoorstepError>(
                index::derived_through(tx)?.is_some_and(|through| self.day(&me) <= through),
            )
        })?;
        if covered { Ok(()) } else { self.derive_all() }
    }

    fn derive_all(&self) -> Result<(), DoorstepError> {
        self.store.write(Durability::Replayable, |tx| {
            let me = self.me(tx)?;
            let span = self.span(&me);
            if me.staff.role.audience().derives() {
                let packs = self.packs(tx, &me)?;
                let calendar = &me.settings.working_days;
                register::try_for_each_facts(tx, None, |facts| {
                    let duties = derive(&facts, &packs, calendar, span);
                    index::replace_duties(tx, &facts.household, &duties, &packs)
                })?;
            }
            Ok::<_, DoorstepError>(index::set_derived_through(tx, span.end)?)
        })
    }

    /// Derives some households anew, after facts of theirs changed.
    pub(super) fn derive_households(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        households: impl IntoIterator<Item = HouseholdId>,
    ) -> Result<(), DoorstepError> {
        if !me.staff.role.audience().derives() {
            return Ok(());
        }
        let packs = self.packs(tx, me)?;
        let span = self.span(me);
        for household in households {
            if let Some(facts) = register::facts(tx, household)? {
                let duties = derive(&facts, &packs, &me.settings.working_days, span);
                index::replace_duties(tx, &facts.household, &duties, &packs)?;
            }
        }
        Ok(())
    }

    /// The duties of one household around today, straight from its facts.
    pub(super) fn duties_of(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        household: HouseholdId,
    ) -> Result<Vec<Duty>, DoorstepError> {
        if !me.staff.role.audience().derives() {
            return Ok(Vec::new());
        }
        let Some(facts) = register::facts(tx, household)? else { return Ok(Vec::new()) };
        Ok(derive(&facts, &self.packs(tx, me)?, &me.settings.working_days, self.span(me)))
    }

    /// Those of them whose windows are open today or lie ahead.
    pub(super) fn current_duties(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        household: HouseholdId,
    ) -> Result<Vec<Duty>, DoorstepError> {
        let today = self.day(me);
        let mut duties = self.duties_of(tx, me, household)?;
        duties.retain(|duty| today <= duty.window.end);
        Ok(duties)
    }

    /// The rules that this phone holds.
    pub(super) fn packs(&self, tx: &Tx<'_>, me: &Identity) -> Result<RulePacks, DoorstepError> {
        Ok(RulePacks::new(register::rule_packs(tx)?).visible_to(me.staff.role.audience()))
    }

    pub(super) fn known_household(&self, tx: &Tx<'_>, id: HouseholdId) -> Result<Household, DoorstepError> {
        register::household(tx, id)?.ok_or(DoorstepError::NotFound { what: "household" })
    }

    fn span(&self, me: &Identity) -> DayRange {
        let today = self.day(me);
        let start = today.checked_sub_days(chrono::Days::new(BACK_DAYS)).unwrap_or(Day::MIN);
        let end = today.checked_add_days(chrono::Days::new(AHEAD_DAYS)).unwrap_or(Day::MAX);
        DayRange { start, end }
    }
}

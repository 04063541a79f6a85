//! Keeps the index of duties in step with the facts. It holds what this worker's role may discharge, and is never
//! truth: it can be derived anew at any time, and is, when a day comes that it does not cover.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{
    domain::{
        duty::{Duty, derive},
        org::{Audience, StaffRole},
        register::Household,
        rules::RulePacks,
    },
    error::{DoorstepError, Thing},
    id::HouseholdId,
    store::{
        Durability, Identity, Tx, device, index,
        index::DutyWriter,
        pull::{RulesHeld, rules_held},
        register,
    },
    time::{Day, DayRange},
};

use super::Doorstep;

/// The rules of this phone, parsed. Reading them anew at every save would cost more than the save.
#[derive(Debug, Default)]
pub(super) struct RulesCache(Mutex<Cached>);

#[derive(Debug, Default)]
struct Cached {
    /// Of these packs, for an audience, what it may see. A transaction takes them only where it holds those very packs,
    /// so that nobody has to be told when the feed brings others.
    visible: Option<(RulesHeld, Audience, Arc<RulePacks>)>,
    /// Of these packs, for a role, what it may discharge.
    own: Option<(Arc<RulePacks>, StaffRole, Arc<RulePacks>)>,
}

impl RulesCache {
    fn slot(&self) -> MutexGuard<'_, Cached> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What `audience` may see of the packs that are `held`, as kept or as `read` gives it.
    fn visible<E>(
        &self,
        held: RulesHeld,
        audience: Audience,
        read: impl FnOnce() -> Result<RulePacks, E>,
    ) -> Result<Arc<RulePacks>, E> {
        let kept = self.slot().visible.clone();
        if let Some((of, by, packs)) = kept
            && of == held
            && by == audience
        {
            return Ok(packs);
        }
        let packs = Arc::new(read()?);
        self.slot().visible = Some((held, audience, Arc::clone(&packs)));
        Ok(packs)
    }

    /// Those of `all` whose duties `role` may discharge.
    fn own(&self, all: &Arc<RulePacks>, role: StaffRole) -> Arc<RulePacks> {
        let mut slot = self.slot();
        if let Some((of, known, own)) = &slot.own
            && Arc::ptr_eq(of, all)
            && *known == role
        {
            return Arc::clone(own);
        }
        let own = Arc::new(all.dischargeable_by(role));
        slot.own = Some((Arc::clone(all), role, Arc::clone(&own)));
        own
    }
}

/// The index reaches this far ahead, so that a new day or month seldom has to derive anything.
const AHEAD_DAYS: u64 = 31;
/// And so far back, to tell since when windows were missed in a row: a whole year for yearly rules.
const BACK_DAYS: u64 = 370;

impl Doorstep {
    /// Makes sure that the index covers today.
    pub(super) fn ensure_derived(&self) -> Result<(), DoorstepError> {
        let covered = self.store.read(|tx| {
            let Some(me) = device::identity(tx)? else { return Ok(true) };
            let days = index::derived_days(tx)?;
            Ok::<_, DoorstepError>(days.is_some_and(|days| days.contains(self.day(&me))))
        })?;
        if covered { Ok(()) } else { self.derive_all() }
    }

    fn derive_all(&self) -> Result<(), DoorstepError> {
        self.store.write(Durability::Replayable, |tx| {
            let me = self.me(tx)?;
            let (today, span) = (self.day(&me), self.span(&me));
            if me.staff.role.audience().derives() {
                let packs = self.own_packs(tx, &me)?;
                let calendar = &me.settings.working_days;
                let writer = DutyWriter::anew(tx, &packs, today)?;
                register::try_for_each_facts(tx, None, |facts| {
                    writer.put(&facts.household, &derive(&facts, &packs, calendar, span))
                })?;
            }
            let days = DayRange { start: today, end: span.end };
            Ok::<_, DoorstepError>(index::set_derived_days(tx, days)?)
        })
    }

    /// Has all households derived anew when the exchange is over.
    pub(super) fn derive_later(&self, tx: &Tx<'_>) -> Result<(), DoorstepError> {
        Ok(index::forget_derived_days(tx)?)
    }

    /// Derives some households anew, after facts of theirs changed; nothing while all are to be derived anyway.
    pub(super) fn derive_households(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        households: impl IntoIterator<Item = HouseholdId>,
    ) -> Result<(), DoorstepError> {
        if !me.staff.role.audience().derives() {
            return Ok(());
        }
        let Some(days) = index::derived_days(tx)? else { return Ok(()) };
        let packs = self.own_packs(tx, me)?;
        let span = self.span(me);
        let writer = DutyWriter::replacing(tx, &packs, days.start)?;
        for household in households {
            if let Some(facts) = register::facts(tx, household)? {
                writer.put(&facts.household, &derive(&facts, &packs, &me.settings.working_days, span))?;
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
        let packs = self.packs(tx, me)?;
        Ok(derive(&facts, &packs, &me.settings.working_days, self.span(me)))
    }

    /// Those of them that can be done today, or later.
    pub(super) fn current_duties(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        household: HouseholdId,
    ) -> Result<Vec<Duty>, DoorstepError> {
        let today = self.day(me);
        let mut duties = self.duties_of(tx, me, household)?;
        duties.retain(|duty| today <= duty.done_until);
        Ok(duties)
    }

    /// Those of this phone's rules whose duties are this worker's to do.
    fn own_packs(&self, tx: &Tx<'_>, me: &Identity) -> Result<Arc<RulePacks>, DoorstepError> {
        Ok(self.rules.own(&self.packs(tx, me)?, me.staff.role))
    }

    /// The rules that this phone holds.
    pub(super) fn packs(&self, tx: &Tx<'_>, me: &Identity) -> Result<Arc<RulePacks>, DoorstepError> {
        let audience = me.staff.role.audience();
        self.rules.visible(rules_held(tx)?, audience, || {
            let packs = RulePacks::new(register::rule_packs(tx)?);
            Ok(packs.visible_to(audience))
        })
    }

    pub(super) fn known_household(&self, tx: &Tx<'_>, id: HouseholdId) -> Result<Household, DoorstepError> {
        register::household(tx, id)?.ok_or(DoorstepError::NotFound { what: Thing::Household })
    }

    fn span(&self, me: &Identity) -> DayRange {
        let today = self.day(me);
        let start = today.checked_sub_days(chrono::Days::new(BACK_DAYS)).unwrap_or(Day::MIN);
        let end = today.checked_add_days(chrono::Days::new(AHEAD_DAYS)).unwrap_or(Day::MAX);
        DayRange { start, end }
    }
}

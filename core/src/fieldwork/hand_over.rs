//! Handing a home over (转交): who leads a grid asks a colleague who answers for it to call there. Neither who answers for
//! the grid nor what counts for whom is another by it.

use serde_json::Value;

use crate::{
    codes::GridCode,
    domain::{
        org::{GridRole, Responsibility, Staff, StaffRole},
        register::HandedOver,
    },
    error::DoorstepError,
    id::{HouseholdId, StaffId},
    op::{
        body::{Body, FieldChange, FieldsChanged},
        row::RowKind,
    },
    store::{Durability, Identity, Tx, register},
    text::redacted_debug,
    time::{Day, Period, PeriodKind},
};

use super::{Doorstep, error::invalid};

/// Somebody to whom a home can be handed.
#[derive(Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Their id.
    pub id: StaffId,
    /// Their name.
    pub name: String,
    /// What they are.
    pub staff_role: StaffRole,
    /// What they are to the grid.
    pub grid_role: GridRole,
}

redacted_debug!(Colleague { id, staff_role, grid_role });

/// A home that was handed over and still is.
#[derive(Clone, PartialEq, Eq)]
pub struct HandedOverView {
    /// Whether it was handed to this phone's worker.
    pub to_me: bool,
    /// The name of whom it was handed to, where this phone knows them.
    pub to: Option<String>,
    /// The name of who handed it over.
    pub by: Option<String>,
    /// The last day that it holds.
    pub until: Day,
    /// What the receiver must know.
    pub note: Option<String>,
}

redacted_debug!(HandedOverView { to_me, until });

impl Doorstep {
    /// To whom this worker may hand the home: to colleagues who answer for its grid today and hold what is due there, by
    /// name. Nobody where this worker neither leads the grid nor reviews, and while homes are [locked](Self::homes_lock).
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when the household is not on this phone.
    pub fn may_take_over(&self, household: HouseholdId) -> Result<Vec<Colleague>, DoorstepError> {
        self.store.read(|tx| {
            let me = self.me(tx)?;
            let home = self.known_household(tx, household)?;
            self.may_take_over_in(tx, &me, home.grid)
        })
    }

    /// To whom a home of the grid may be handed.
    pub(super) fn may_take_over_in(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        grid: GridCode,
    ) -> Result<Vec<Colleague>, DoorstepError> {
        if !self.may_hand_over_in(tx, me, grid)? {
            return Ok(Vec::new());
        }
        let lines = self.lines_in_force(tx, me, grid)?;
        let colleague = |worker: Staff| {
            let line = lines.iter().find(|line| line.staff == worker.id)?;
            let takes = worker.id != me.staff.id && worker.role.audience().derives();
            takes.then_some(Colleague {
                id: worker.id,
                name: worker.name,
                staff_role: worker.role,
                grid_role: line.role,
            })
        };
        Ok(register::staff(tx)?.into_iter().filter_map(colleague).collect())
    }

    /// Whether this worker may hand a home of the grid over, and take it back: nobody does while homes are locked.
    pub(super) fn may_hand_over_in(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        grid: GridCode,
    ) -> Result<bool, DoorstepError> {
        Ok(may_hand_over(me, &self.lines_in_force(tx, me, grid)?) && !self.homes_are_locked(tx)?)
    }

    /// Hands the home to a colleague until and with the day `until`, by default the last one of this month, in place of
    /// whomever it was handed to before. Durable when this returns; the hub judges it, and the grid's phones then show it.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when the household is not on this phone; [`DoorstepError::InvalidInput`] for a worker who
    /// may not (`role`, `grid`), for somebody to whom it cannot be handed (`to`), for a day before today or further than
    /// [`HandedOver::MAX_DAYS`] ahead, and for words that no screen shows (`handed_over`).
    pub fn hand_over(
        &self,
        household: HouseholdId,
        to: StaffId,
        until: Option<Day>,
        note: Option<String>,
    ) -> Result<(), DoorstepError> {
        let colleagues = self.may_take_over(household)?;
        self.store.write(Durability::Capture, |tx| {
            let me = self.me_recording(tx)?;
            let on = self.day(&me);
            let until = until.unwrap_or_else(|| Period::containing(PeriodKind::Month, on).end());
            let note = note.as_deref().map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned);
            let handed = HandedOver { to, by: me.staff.id, on, until, note };
            self.record_handed_over(tx, &me, household, Some(&handed), || {
                let found = colleagues.iter().any(|one| one.id == to);
                let zh = "只能转交给该网格的同事";
                found
                    .then_some(())
                    .ok_or_else(|| invalid("to", zh, "Only a colleague of its grid can take it"))
            })
        })
    }

    /// Takes back that the home was handed over; nothing where it was not.
    ///
    /// # Errors
    /// As [`Doorstep::hand_over`], for the household and the worker.
    pub fn take_back(&self, household: HouseholdId) -> Result<(), DoorstepError> {
        self.store.write(Durability::Capture, |tx| {
            let me = self.me_recording(tx)?;
            self.record_handed_over(tx, &me, household, None, || Ok(()))
        })
    }

    /// Records whom the home is handed to: first whether this worker may at all, then what `check` looks at.
    fn record_handed_over(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        household: HouseholdId,
        handed: Option<&HandedOver>,
        check: impl FnOnce() -> Result<(), DoorstepError>,
    ) -> Result<(), DoorstepError> {
        let old = self.known_household(tx, household)?.handed_over;
        if old.as_ref() == handed {
            return Ok(());
        }
        let (old, new) = (value(old.as_ref())?, value(handed)?);
        let fields = [(HandedOver::FIELD.to_owned(), FieldChange { old, new })].into();
        let change = FieldsChanged { row: RowKind::Household, id: household.0, household, fields };
        let body = Body::FieldsChanged(change);
        self.may_record(tx, me, &body)?;
        check()?;
        self.record(tx, me, vec![body])
    }

    /// Whom a home is handed to today, in words.
    pub(super) fn handed_over_view(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        handed: Option<HandedOver>,
    ) -> Result<Option<HandedOverView>, DoorstepError> {
        let Some(handed) = handed.filter(|one| one.in_force(self.day(me))) else { return Ok(None) };
        let staff = register::staff(tx)?;
        let name = |id: StaffId| staff.iter().find(|one| one.id == id).map(|one| one.name.clone());
        Ok(Some(HandedOverView {
            to_me: handed.to == me.staff.id,
            to: name(handed.to),
            by: name(handed.by),
            until: handed.until,
            note: handed.note,
        }))
    }
}

/// Whether this worker may hand homes of the grid with these lines to others, as the hub would judge it.
fn may_hand_over(me: &Identity, lines: &[Responsibility]) -> bool {
    let audience = me.staff.role.audience();
    let mut own = lines.iter().filter(|line| line.staff == me.staff.id).peekable();
    let answers = own.peek().is_some();
    audience.derives() && answers && (audience.reviews() || own.any(|line| line.role.leads()))
}

fn value(handed: Option<&HandedOver>) -> Result<Value, DoorstepError> {
    serde_json::to_value(handed).map_err(|_| DoorstepError::Internal { code: "hand_over/json".into() })
}

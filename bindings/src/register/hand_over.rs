//! Homes that are handed to a colleague for a while (转交).

use doorstep_core::{
    fieldwork,
    id::{HouseholdId, StaffId},
    time::Day,
};

use super::Register;
use crate::{
    calls::Area,
    error::DoorstepError,
    words::{GridRole, StaffRole},
};

/// A home that was handed to a colleague who answers for its grid (转交).
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
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

/// Somebody to whom a home can be handed.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ColleagueView {
    /// Their id.
    pub id: StaffId,
    /// Their name.
    pub name: String,
    /// What they are.
    pub staff_role: StaffRole,
    /// What they are to the grid.
    pub grid_role: GridRole,
}

#[uniffi::export]
impl Register {
    /// To whom this worker may hand the home: colleagues who answer for its grid today, by name. Nobody where this worker
    /// neither leads the grid nor reviews.
    ///
    /// Fails with `NotFound` when the household is not on this phone.
    pub fn may_take_over(&self, household: HouseholdId) -> Result<Vec<ColleagueView>, DoorstepError> {
        self.phone.look("register.may_take_over", |core| {
            core.may_take_over(household).map(|all| all.into_iter().map(Into::into).collect())
        })
    }

    /// Hands the home to a colleague until and with the day `until`, by default the last one of this month, in place of
    /// whomever it was handed to before. Durable when this returns; once the hub took it, the receiver's phone shows it.
    /// Who answers for the grid and whose visit counts stay as they are.
    ///
    /// Fails with `NotFound` when the household is not on this phone, and with `InvalidInput` for a worker who may not
    /// (`role`, `grid`), for somebody to whom it cannot be handed (`to`), for days before today or more than 92 ahead and
    /// for words that no screen shows (`handed_over`). The note is up to 200 characters on one line; whoever works in the
    /// grid reads it.
    pub fn hand_over(
        &self,
        household: HouseholdId,
        to: StaffId,
        until: Option<Day>,
        note: Option<String>,
    ) -> Result<(), DoorstepError> {
        let areas = &[Area::Register, Area::Today, Area::Outbox];
        self.phone.change("register.hand_over", areas, |core| core.hand_over(household, to, until, note))
    }

    /// Takes back that the home was handed over; nothing where it was not.
    ///
    /// Fails as handing over does, for the household and the worker.
    pub fn take_back(&self, household: HouseholdId) -> Result<(), DoorstepError> {
        let areas = &[Area::Register, Area::Today, Area::Outbox];
        self.phone.change("register.take_back", areas, |core| core.take_back(household))
    }
}

impl From<fieldwork::HandedOverView> for HandedOverView {
    fn from(handed: fieldwork::HandedOverView) -> Self {
        let fieldwork::HandedOverView { to_me, to, by, until, note } = handed;
        Self { to_me, to, by, until, note }
    }
}

impl From<fieldwork::Colleague> for ColleagueView {
    fn from(colleague: fieldwork::Colleague) -> Self {
        Self {
            id: colleague.id,
            name: colleague.name,
            staff_role: colleague.staff_role.into(),
            grid_role: colleague.grid_role.into(),
        }
    }
}

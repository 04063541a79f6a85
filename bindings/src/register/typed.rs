//! Forms of the register: which fields a worker may fill, and what was typed into them.

use doorstep_core::{
    codes::GridCode,
    fieldwork,
    id::{DraftId, HouseholdId, ResidentId},
};

use super::Register;
use crate::{
    calls::Area, error::DoorstepError, places::Coordinate, visit_draft::VisitDraft, visits::Visits,
    words::EntryField,
};

/// One field of a form, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct EntryView {
    /// The field, which has its label.
    pub field: EntryField,
    /// Whose it is; the home's when absent.
    pub resident: Option<ResidentId>,
    /// Their name.
    pub whose: Option<String>,
    /// What stands in it: what this visit entered, else what is known.
    pub text: String,
    /// Whether this visit changed it.
    pub is_changed: bool,
}

/// What was typed into a field; blank when there is none.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Typed {
    /// The field.
    pub field: EntryField,
    /// The text, as it was typed.
    pub text: String,
}

#[uniffi::export]
impl Visits {
    /// The fields of the home and of each resident that this worker may change in the visit, as they stand.
    ///
    /// Fails with `NotFound` when the visit was finished or discarded meanwhile.
    pub fn entries(&self, draft: DraftId) -> Result<Vec<EntryView>, DoorstepError> {
        self.phone.look("visits.entries", |core| {
            core.entries(draft).map(|entries| entries.into_iter().map(Into::into).collect())
        })
    }

    /// Enters what was typed into a field of the home, or of a resident; a blank text clears it.
    ///
    /// Fails with `InvalidInput` naming the field when the text is no value of it or the role may not write it.
    pub fn enter(
        &self,
        draft: DraftId,
        resident: Option<ResidentId>,
        typed: Typed,
    ) -> Result<VisitDraft, DoorstepError> {
        self.phone.change("visits.enter", &[Area::Visits], |core| {
            core.enter(draft, resident, &typed.into()).map(Into::into)
        })
    }
}

#[uniffi::export]
impl Register {
    /// The fields of a resident whom no list has; none where this worker may not add one.
    pub fn new_resident_fields(&self) -> Result<Vec<EntryField>, DoorstepError> {
        self.phone.look("register.new_resident_fields", |core| {
            core.new_resident_fields().map(|fields| fields.into_iter().map(Into::into).collect())
        })
    }

    /// The fields of a home that no list has; none where this worker may not add one.
    pub fn new_household_fields(&self) -> Result<Vec<EntryField>, DoorstepError> {
        self.phone.look("register.new_household_fields", |core| {
            core.new_household_fields().map(|fields| fields.into_iter().map(Into::into).collect())
        })
    }

    /// Registers a resident from what was typed; durable when this returns.
    ///
    /// Fails with `InvalidInput` naming the field, and with `NotFound` without the household.
    pub fn add_typed_resident(
        &self,
        household: HouseholdId,
        typed: Vec<Typed>,
    ) -> Result<ResidentId, DoorstepError> {
        let areas = &[Area::Register, Area::Today, Area::Coverage, Area::Outbox];
        self.phone.change("register.add_typed_resident", areas, |core| {
            core.add_typed_resident(household, &entered(typed))
        })
    }

    /// Registers a home from what was typed; durable when this returns.
    ///
    /// Fails with `InvalidInput` naming the field.
    pub fn add_typed_household(
        &self,
        grid: GridCode,
        typed: Vec<Typed>,
        place: Option<Coordinate>,
    ) -> Result<HouseholdId, DoorstepError> {
        let areas = &[Area::Register, Area::Today, Area::Outbox];
        self.phone.change("register.add_typed_household", areas, |core| {
            let place = place.map(|place| place.checked("place")).transpose()?;
            core.add_typed_household(grid, &entered(typed), place).map_err(DoorstepError::from)
        })
    }
}

fn entered(typed: Vec<Typed>) -> Vec<fieldwork::Entered> {
    typed.into_iter().map(Into::into).collect()
}

impl From<Typed> for fieldwork::Entered {
    fn from(typed: Typed) -> Self {
        Self { field: typed.field.into(), text: typed.text }
    }
}

impl From<fieldwork::Entry> for EntryView {
    fn from(entry: fieldwork::Entry) -> Self {
        Self {
            field: entry.field.into(),
            resident: entry.resident,
            whose: entry.whose,
            text: entry.text,
            is_changed: entry.is_changed,
        }
    }
}

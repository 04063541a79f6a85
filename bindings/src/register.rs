//! Households and residents: one in full, found by words, met at the door, or handed to a colleague.

mod duty;
mod entry;
mod hand_over;
mod household;
mod typed;

use std::sync::Arc;

use doorstep_core::{
    fieldwork,
    id::{HouseholdId, ResidentId},
};

use crate::{
    calls::{Area, Phone},
    error::DoorstepError,
    pages,
};

pub use duty::{DutyState, DutyView, Subject, TicketView};
pub(crate) use entry::parsed;
pub use entry::{CategoryDraft, HouseholdDraft, ResidentDraft};
pub use hand_over::{ColleagueView, HandedOverView};
pub use household::{CategoryView, HouseholdView, NeedView, ResidentView, VisitView};
pub use typed::{EntryView, Typed};

/// A household or a resident that was found.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SearchHitView {
    /// The household.
    pub household: HouseholdId,
    /// The resident; none when the household itself was found.
    pub resident: Option<ResidentId>,
    /// The resident's name, or the form of address of the household.
    pub title: String,
    /// The address of the household.
    pub address: String,
}

/// Where a page of what was found ended, for asking for the next one; it is good until the app ends.
#[derive(Debug, PartialEq, Eq, uniffi::Object)]
pub struct SearchCursor(fieldwork::SearchKey);

/// A page of what was found.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SearchPage {
    /// The hits.
    pub hits: Vec<SearchHitView>,
    /// Where the next page goes on; none after the last.
    pub next: Option<Arc<SearchCursor>>,
}

/// Households and residents.
#[derive(uniffi::Object)]
pub struct Register {
    pub(crate) phone: Arc<Phone>,
}

#[uniffi::export]
impl Register {
    /// The household with residents, what is due and why, last visits and open needs.
    ///
    /// Fails with `NotFound` when it is not on this phone.
    pub fn household(&self, id: HouseholdId) -> Result<HouseholdView, DoorstepError> {
        self.phone.look("register.household", |core| core.household(id).map(Into::into))
    }

    /// Finds by name, pinyin, initials, address or the last digits of a phone. The words are kept nowhere.
    pub fn search(
        &self,
        words: String,
        after: Option<Arc<SearchCursor>>,
        limit: u32,
    ) -> Result<SearchPage, DoorstepError> {
        self.phone.look("register.search", |core| {
            let limit = pages::rows(limit);
            let hits = core.search(&words, after.map(|cursor| cursor.0), limit)?;
            let next = pages::last_of(&hits, limit).map(|hit| Arc::new(SearchCursor(hit.key())));
            Ok::<_, DoorstepError>(SearchPage { next, hits: hits.into_iter().map(Into::into).collect() })
        })
    }

    /// Registers a household at the door; durable when this returns.
    ///
    /// Fails with `InvalidInput` naming the field.
    pub fn add_household(&self, draft: HouseholdDraft) -> Result<HouseholdId, DoorstepError> {
        let areas = &[Area::Register, Area::Today, Area::Outbox];
        self.phone.change("register.add_household", areas, |core| {
            let draft = fieldwork::HouseholdDraft {
                grid: draft.grid,
                greeting: draft.greeting,
                address: draft.address,
                village_group: draft.village_group,
                phone: parsed("phone", draft.phone)?,
                place: draft.place.map(|place| place.checked("place")).transpose()?,
            };
            core.add_household(draft).map_err(DoorstepError::from)
        })
    }

    /// Registers a resident at the door; durable when this returns.
    ///
    /// Fails with `InvalidInput` naming the field, and with `NotFound` without the household.
    pub fn add_resident(
        &self,
        household: HouseholdId,
        draft: ResidentDraft,
    ) -> Result<ResidentId, DoorstepError> {
        let areas = &[Area::Register, Area::Today, Area::Coverage, Area::Outbox];
        self.phone.change("register.add_resident", areas, |core| {
            let today = self.phone.today(&Phone::me(core)?);
            let draft = fieldwork::ResidentDraft {
                name: draft.name,
                identity: parsed("identity", draft.identity)?,
                born: draft.born,
                phone: parsed("phone", draft.phone)?,
                relation: draft.relation,
                categories: draft.categories.into_iter().map(|one| one.recorded(today)).collect(),
            };
            core.add_resident(household, draft).map_err(DoorstepError::from)
        })
    }
}

impl From<fieldwork::SearchHit> for SearchHitView {
    fn from(hit: fieldwork::SearchHit) -> Self {
        Self { household: hit.household, resident: hit.resident, title: hit.title, address: hit.address }
    }
}

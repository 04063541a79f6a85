//! From the first knock to the durable finish.

use std::sync::Arc;

use doorstep_core::{
    codes::{IdentityNumber, Phone as PhoneNumber},
    fieldwork,
    id::{DraftId, HouseholdId, ResidentId, VisitId},
    op::row::RowKind,
    time::Day,
};
use serde_json::Value;

use crate::{
    at_door::StepChoice,
    calls::{Area, Phone},
    error::DoorstepError,
    photos::PhotoChoice,
    places::{Coordinate, FixDraft, FixView, PlaceView},
    register::{CategoryDraft, TicketView, parsed},
    visit_draft::{LateEntry, VisitDraft, VisitFact},
    words::{NextStep, VisitOutcome, Words},
};

/// A change to one field of the household that is visited. Absent values clear the field.
#[derive(Clone, Debug, PartialEq, uniffi::Enum)]
pub enum HouseholdChange {
    /// The form of address at the door.
    Greeting {
        /// The new words.
        value: String,
    },
    /// The address.
    Address {
        /// The new words.
        value: String,
    },
    /// Village group.
    VillageGroup {
        /// The new words.
        value: Option<String>,
    },
    /// Building.
    Building {
        /// The new words.
        value: Option<String>,
    },
    /// Floor.
    Floor {
        /// The new number.
        value: Option<i16>,
    },
    /// Where to call.
    Phone {
        /// The new number.
        value: Option<String>,
    },
    /// What a visitor must know to be safe.
    SafetyNote {
        /// The new words.
        value: Option<String>,
    },
    /// The home's place ("record this as the home's place").
    Place {
        /// The new place.
        value: Option<Coordinate>,
    },
}

/// A change to one field of a resident of the household that is visited.
#[derive(Clone, Debug, PartialEq, uniffi::Enum)]
pub enum ResidentChange {
    /// Name.
    Name {
        /// The new name.
        value: String,
    },
    /// Birthday.
    Born {
        /// The new day.
        value: Option<Day>,
    },
    /// Where to call.
    Phone {
        /// The new number.
        value: Option<String>,
    },
    /// What they are to the householder.
    Relation {
        /// The new words.
        value: Option<String>,
    },
    /// Identity number; checked digit by digit.
    Identity {
        /// The new number.
        value: Option<String>,
    },
    /// All categories as they are now.
    Categories {
        /// The new list.
        value: Vec<CategoryDraft>,
    },
}

/// Work to tick, and whom it is for.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct WorkChoice {
    /// The work.
    pub fact: VisitFact,
    /// The resident's name, where it is for one.
    pub name: Option<String>,
    /// What the work is called.
    pub label: Words,
}

/// What one visit can choose from.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct VisitChoices {
    /// How most visits end, the most frequent first.
    pub usual_outcomes: Vec<VisitOutcome>,
    /// How else one may end.
    pub other_outcomes: Vec<VisitOutcome>,
    /// Work that is due here today and that this worker may do, and whatever was ticked.
    pub work: Vec<WorkChoice>,
    /// Work for the household as a whole that nothing asks for and nobody ticked yet.
    pub other_work: Vec<WorkChoice>,
    /// Tickets that are open here today, and those that were ticked.
    pub tickets: Vec<TicketView>,
    /// What may follow when nobody answers, the most pressing first.
    pub next_steps: Vec<StepChoice>,
    /// What to dial to report at once, where the tenant named a number; it needs no data.
    pub report_phone: Option<String>,
    /// How many must come for all of what is due here.
    pub visitors: u8,
    /// Why photos are asked for here today, each reason once; empty where none is.
    pub photo_reasons: Vec<Words>,
    /// Why signatures are asked for here today, each reason once; empty where none is.
    pub signature_reasons: Vec<Words>,
    /// What the visit says once it was first on paper: by this worker, and today by the tenant's calendar unless another day
    /// is told.
    pub paper: LateEntry,
    /// What a photo can be, the most frequent first, and what can be answered before the camera opens.
    pub photos: Vec<PhotoChoice>,
}

/// Visits: start, save at each change, finish once.
#[derive(uniffi::Object)]
pub struct Visits {
    pub(crate) phone: Arc<Phone>,
}

#[uniffi::export]
impl Visits {
    /// Starts a visit: all that is due at the household is proposed as done, ready to be unticked.
    ///
    /// Fails with `NotFound` when the household is not on this phone.
    pub fn start(&self, household: HouseholdId) -> Result<VisitDraft, DoorstepError> {
        self.phone.change("visits.start", &[Area::Visits], |core| core.start_visit(household).map(Into::into))
    }

    /// Opens a visit in progress that corrects a finished one of this phone: with all that was entered then and with
    /// its day, ready to be put right. Its photos, needs and changed fields were recorded and stand; only new ones are
    /// added. Calling it again gives the same draft until that is finished or discarded.
    ///
    /// Fails with `NotFound` when this phone did not record the visit, or holds what was entered or its household no
    /// longer, or the hub did not take it: that is for the `Outbox` to record again. Fails with `Conflict` when it was corrected
    /// already: the later visit can be corrected again.
    pub fn correct(&self, visit: VisitId) -> Result<VisitDraft, DoorstepError> {
        self.phone.change("visits.correct", &[Area::Visits], |core| core.correct_visit(visit).map(Into::into))
    }

    /// Saves the draft as it stands; durable when this returns. Photos and changed fields stay as they are, and so does
    /// the visit that it corrects.
    ///
    /// Fails with `NotFound` when the visit was finished or discarded meanwhile.
    pub fn save(&self, draft: VisitDraft) -> Result<(), DoorstepError> {
        self.phone.change("visits.save", &[Area::Visits], |core| {
            core.save_draft(&draft.into_core()?).map_err(DoorstepError::from)
        })
    }

    /// All is well (都好), in one tap: every check is answered so, and the visit ended without change. Needs that were
    /// named stay. Durable when this returns.
    ///
    /// Fails with `NotFound` when the visit was finished or discarded meanwhile.
    pub fn all_well(&self, draft: DraftId) -> Result<VisitDraft, DoorstepError> {
        self.phone.change("visits.all_well", &[Area::Visits], |core| core.all_well(draft).map(Into::into))
    }

    /// Visits in progress, such as one that a killed app left.
    pub fn drafts(&self) -> Result<Vec<VisitDraft>, DoorstepError> {
        self.phone.look("visits.drafts", |core| {
            core.drafts().map(|drafts| drafts.into_iter().map(Into::into).collect())
        })
    }

    /// Puts a platform's fix on the core's clocks, for `VisitDraft.fix`, and says what is wrong with it: there is none
    /// for (0, 0), a receiver's empty answer, and the visit goes on without; an accuracy may say nothing.
    ///
    /// Fails with `InvalidInput` when the numbers are no place on earth.
    pub fn fix(&self, fix: FixDraft) -> Result<FixView, DoorstepError> {
        let clock = Arc::clone(&self.phone.clock);
        self.phone.look("visits.fix", move |_| fix.stamp(clock.as_ref()))
    }

    /// Where the visit in progress stands as against its home, by its fix as it was saved last: what a manager would
    /// see, told at the door while a better fix can still be had. The visit can be finished whatever it says.
    ///
    /// Fails with `NotFound` when the visit was finished or discarded meanwhile.
    pub fn place_of(&self, draft: DraftId) -> Result<PlaceView, DoorstepError> {
        self.phone.look("visits.place_of", |core| core.place_of(draft).map(Into::into))
    }

    /// Changes one field of the household, keeping the value that was seen.
    ///
    /// Fails with `InvalidInput` when the role may not write the field or the value is none.
    pub fn change_household(
        &self,
        draft: DraftId,
        household: HouseholdId,
        change: HouseholdChange,
    ) -> Result<VisitDraft, DoorstepError> {
        self.phone.change("visits.change_household", &[Area::Visits], |core| {
            let (field, value) = change.into_field()?;
            let draft = core.change_field(draft, RowKind::Household, household.0, field, value)?;
            Ok::<_, DoorstepError>(draft.into())
        })
    }

    /// Changes one field of a resident, keeping the value that was seen.
    ///
    /// Fails with `InvalidInput` when the role may not write the field or the value is none.
    pub fn change_resident(
        &self,
        draft: DraftId,
        resident: ResidentId,
        change: ResidentChange,
    ) -> Result<VisitDraft, DoorstepError> {
        self.phone.change("visits.change_resident", &[Area::Visits], |core| {
            let (field, value) = change.into_field(self.phone.today(&Phone::me(core)?))?;
            let draft = core.change_field(draft, RowKind::Resident, resident.0, field, value)?;
            Ok::<_, DoorstepError>(draft.into())
        })
    }

    /// What may follow when nobody answers here, the most pressing first.
    pub fn next_steps(&self, household: HouseholdId) -> Result<Vec<NextStep>, DoorstepError> {
        self.phone.look("visits.next_steps", |core| {
            core.next_steps(household).map(|steps| steps.into_iter().map(Into::into).collect())
        })
    }

    /// What the visit in progress can choose from: what was proposed at its beginning and unticked is still offered.
    ///
    /// Fails with `NotFound` when the visit was finished or discarded meanwhile.
    pub fn choices(&self, draft: DraftId) -> Result<VisitChoices, DoorstepError> {
        self.phone.look("visits.choices", |core| core.visit_choices(draft).map(Into::into))
    }

    /// Finishes a visit: one durable transaction. A companion who is nobody is left out. Calling it again gives the same
    /// answer.
    ///
    /// Fails with `InvalidInput` naming what is missing; the draft stays as it is.
    pub fn finish(&self, draft: DraftId) -> Result<VisitId, DoorstepError> {
        let areas = &[Area::Today, Area::Visits, Area::Photos, Area::Register, Area::Coverage, Area::Outbox];
        self.phone.change("visits.finish", areas, |core| core.finish_visit(draft))
    }

    /// Drops a visit in progress with its photos. Nothing of it was recorded.
    pub fn discard(&self, draft: DraftId) -> Result<(), DoorstepError> {
        self.phone.change("visits.discard", &[Area::Visits, Area::Photos], |core| core.discard_visit(draft))
    }
}

impl From<fieldwork::VisitChoices> for VisitChoices {
    fn from(choices: fieldwork::VisitChoices) -> Self {
        let work = |choice: fieldwork::WorkChoice| WorkChoice {
            fact: choice.fact.into(),
            name: choice.name,
            label: choice.label.into(),
        };
        Self {
            usual_outcomes: choices.usual_outcomes.into_iter().map(Into::into).collect(),
            other_outcomes: choices.other_outcomes.into_iter().map(Into::into).collect(),
            work: choices.work.into_iter().map(work).collect(),
            other_work: choices.other_work.into_iter().map(work).collect(),
            tickets: choices.tickets.into_iter().map(Into::into).collect(),
            next_steps: choices.next_steps.into_iter().map(Into::into).collect(),
            report_phone: choices.report_phone.map(|number| number.reveal().to_owned()),
            visitors: choices.visitors,
            photo_reasons: choices.photo_reasons.into_iter().map(Into::into).collect(),
            signature_reasons: choices.signature_reasons.into_iter().map(Into::into).collect(),
            paper: choices.paper.into(),
            photos: choices.photos.into_iter().map(Into::into).collect(),
        }
    }
}

impl HouseholdChange {
    fn into_field(self) -> Result<(&'static str, Value), DoorstepError> {
        Ok(match self {
            Self::Greeting { value } => ("greeting", value.into()),
            Self::Address { value } => ("address", value.into()),
            Self::VillageGroup { value } => ("village_group", value.into()),
            Self::Building { value } => ("building", value.into()),
            Self::Floor { value } => ("floor", value.into()),
            Self::Phone { value } => ("phone", json(&parsed::<PhoneNumber>("phone", value)?)?),
            Self::SafetyNote { value } => ("safety_note", value.into()),
            Self::Place { value } => {
                ("place", json(&value.map(|place| place.checked("place")).transpose()?)?)
            }
        })
    }
}

impl ResidentChange {
    fn into_field(self, today: Day) -> Result<(&'static str, Value), DoorstepError> {
        Ok(match self {
            Self::Name { value } => ("name", value.into()),
            Self::Born { value } => ("born", json(&value)?),
            Self::Phone { value } => ("phone", json(&parsed::<PhoneNumber>("phone", value)?)?),
            Self::Relation { value } => ("relation", value.into()),
            Self::Identity { value } => ("identity", json(&parsed::<IdentityNumber>("identity", value)?)?),
            Self::Categories { value } => {
                let records: Vec<_> = value.into_iter().map(|one| one.recorded(today)).collect();
                ("categories", json(&records)?)
            }
        })
    }
}

fn json(value: &impl serde::Serialize) -> Result<Value, DoorstepError> {
    serde_json::to_value(value).map_err(|_| DoorstepError::internal("visits/json"))
}

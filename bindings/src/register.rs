//! Households and residents: one in full, found by words, or met at the door.

use std::{str::FromStr, sync::Arc};

use doorstep_core::{
    codes::{GridCode, GridCodeError, IdentityError, Phone as PhoneNumber, PhoneError, mask},
    domain::{duty, need, register as core, ticket, visit},
    fieldwork,
    id::{HouseholdId, NeedId, ResidentId, StaffId, TicketId, VisitId},
    time::{Day, Timestamp},
};

use crate::{
    calls::{Area, Phone},
    error::DoorstepError,
    pages,
    places::Coordinate,
    visit_draft::{VisitFact, WellbeingAnswer},
    words::{
        CategoryKind, ExemptReason, GridRole, NeedKind, NextStep, ReferralStatus, ServiceArea, StaffRole,
        TicketState, VisitMode, VisitOutcome, Words,
    },
};

/// Whom a duty or a visit is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Subject {
    /// The household as a whole.
    Household {
        /// Which.
        id: HouseholdId,
    },
    /// One resident.
    Resident {
        /// Which.
        id: ResidentId,
    },
}

/// A household met at the door that no list has.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct HouseholdDraft {
    /// The grid where it lies.
    pub grid: GridCode,
    /// The form of address at the door.
    pub greeting: String,
    /// The address.
    pub address: String,
    /// Village group.
    #[uniffi(default)]
    pub village_group: Option<String>,
    /// Where to call.
    #[uniffi(default)]
    pub phone: Option<String>,
    /// The home's place.
    #[uniffi(default)]
    pub place: Option<Coordinate>,
}

/// A resident met at the door whom no list has.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ResidentDraft {
    /// Their name.
    pub name: String,
    /// Their identity number; checked digit by digit.
    #[uniffi(default)]
    pub identity: Option<String>,
    /// Birthday.
    #[uniffi(default)]
    pub born: Option<Day>,
    /// Where to call them.
    #[uniffi(default)]
    pub phone: Option<String>,
    /// What they are to the householder.
    #[uniffi(default)]
    pub relation: Option<String>,
    /// Their categories.
    #[uniffi(default)]
    pub categories: Vec<CategoryDraft>,
}

/// One category of a resident, as it is entered.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CategoryDraft {
    /// Which.
    pub kind: CategoryKind,
    /// The grade within it, where it has grades.
    #[uniffi(default)]
    pub grade: Option<String>,
    /// First day that it holds.
    pub since: Day,
    /// Last day that it holds; open when absent.
    #[uniffi(default)]
    pub until: Option<Day>,
    /// Who decided it.
    #[uniffi(default)]
    pub authority: Option<String>,
}

/// One category of a resident.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CategoryView {
    /// Which.
    pub kind: CategoryKind,
    /// The grade within it.
    pub grade: Option<String>,
    /// First day that it holds.
    pub since: Day,
    /// Last day that it holds; open when absent.
    pub until: Option<Day>,
    /// Who decided it.
    pub authority: Option<String>,
}

/// A resident as this role may see them.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ResidentView {
    /// Their id.
    pub id: ResidentId,
    /// Their name.
    pub name: String,
    /// Their identity number with most digits hidden.
    pub identity_masked: Option<String>,
    /// Birthday.
    pub born: Option<Day>,
    /// Where to call them.
    pub phone: Option<String>,
    /// What they are to the householder.
    pub relation: Option<String>,
    /// Their categories, as far as this role may know them.
    pub categories: Vec<CategoryView>,
    /// The day they died or moved away.
    pub left_on: Option<Day>,
}

/// Where a duty stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum DutyState {
    /// Nobody came yet.
    Open,
    /// Somebody came and did not reach the subject.
    Attempted,
    /// Done.
    Visited {
        /// The visit that did it.
        by: VisitId,
        /// Its day.
        on: Day,
    },
    /// Need not be done.
    Exempt {
        /// Why.
        reason: ExemptReason,
    },
}

/// One thing due at a household.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct DutyView {
    /// Whom it is about.
    pub subject: Subject,
    /// The rule's id.
    pub rule: String,
    /// What the rule is called.
    pub title: Words,
    /// The task in plain words.
    pub task: Words,
    /// On what legal basis: as cited, and its English where somebody wrote it.
    pub legal_basis: Words,
    /// Why a photo is asked for, where one is.
    pub photo_reason: Option<Words>,
    /// The rule's area.
    pub area: ServiceArea,
    /// First day.
    pub opens: Day,
    /// Last day.
    pub due: Day,
    /// How many visitors must come.
    pub visitors: u8,
    /// Where it stands.
    pub state: DutyState,
    /// The same in words.
    pub standing: Words,
    /// Whether it can be done today.
    pub is_due_today: bool,
}

/// What a role that may not see categories is asked to do.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct TicketView {
    /// Its id.
    pub id: TicketId,
    /// What to do, in plain words.
    pub task: Words,
    /// First day.
    pub opens: Day,
    /// Last day.
    pub due: Day,
    /// Ways of visiting that do it.
    pub modes: Vec<VisitMode>,
    /// How many visitors must come.
    pub visitors: u8,
    /// What a visitor must know to be safe.
    pub safety_note: Option<String>,
    /// Where it stands.
    pub state: TicketState,
}

/// A past visit in short.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct VisitView {
    /// The visit.
    pub id: VisitId,
    /// Who is credited.
    pub by: StaffId,
    /// What they are.
    pub role: StaffRole,
    /// How many visitors came.
    pub visitors: u8,
    /// How it was made.
    pub mode: VisitMode,
    /// How it ended.
    pub outcome: VisitOutcome,
    /// What was done to whom.
    pub facts: Vec<VisitFact>,
    /// How it was at the door, for roles that may know it.
    pub wellbeing: Vec<WellbeingAnswer>,
    /// When.
    pub at: Timestamp,
    /// On which civil day.
    pub on: Day,
    /// What follows an attempt.
    pub next_step: Option<NextStep>,
    /// The visit that replaced this one.
    pub corrected_by: Option<VisitId>,
}

/// A need that is not closed.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct NeedView {
    /// Its id.
    pub id: NeedId,
    /// Whose need, where it is one person's.
    pub resident: Option<ResidentId>,
    /// What is needed.
    pub kind: NeedKind,
    /// Where it stands.
    pub status: ReferralStatus,
    /// The round, from 1.
    pub round: u16,
    /// Free words.
    pub note: Option<String>,
}

/// A household with all that a visitor of this role needs.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct HouseholdView {
    /// Its id.
    pub id: HouseholdId,
    /// The grid where it lies.
    pub grid: GridCode,
    /// The form of address at the door.
    pub greeting: String,
    /// The address.
    pub address: String,
    /// Village group.
    pub village_group: Option<String>,
    /// Building.
    pub building: Option<String>,
    /// Floor.
    pub floor: Option<i16>,
    /// Where to call.
    pub phone: Option<String>,
    /// The home's place; many are unknown.
    pub place: Option<Coordinate>,
    /// What a visitor must know to be safe.
    pub safety_note: Option<String>,
    /// Its residents, for roles that may know them.
    pub residents: Vec<ResidentView>,
    /// What is due, for roles that derive.
    pub duties: Vec<DutyView>,
    /// What is asked, for roles with tickets.
    pub tickets: Vec<TicketView>,
    /// Its latest visits, newest first.
    pub visits: Vec<VisitView>,
    /// Needs that are not closed.
    pub needs: Vec<NeedView>,
    /// Whom it is handed to, where it is.
    pub handed_over: Option<HandedOverView>,
}

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

/// Why a text is no value of its type, in words.
pub(crate) trait Reason {
    fn words(&self) -> Words;
}

macro_rules! reasons {
    ($($error:ty),*) => {$(
        impl Reason for $error {
            fn words(&self) -> Words {
                self.reason().into()
            }
        }
    )*};
}

reasons!(PhoneError, IdentityError, GridCodeError);

/// Reads an optional text into the core's own type; blank counts as absent.
pub(crate) fn parsed<T: FromStr<Err: Reason>>(
    field: &str,
    text: Option<String>,
) -> Result<Option<T>, DoorstepError> {
    match text.as_deref().map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => {
            text.parse().map(Some).map_err(|error: T::Err| DoorstepError::invalid(field, error.words()))
        }
    }
}

impl CategoryDraft {
    pub(crate) fn recorded(self, on: Day) -> core::CategoryRecord {
        core::CategoryRecord {
            kind: self.kind.into(),
            grade: self.grade,
            from: self.since,
            to: self.until,
            recorded_on: on,
            authority: self.authority,
        }
    }
}

impl From<core::Subject> for Subject {
    fn from(subject: core::Subject) -> Self {
        match subject {
            core::Subject::Household(id) => Self::Household { id },
            core::Subject::Resident(id) => Self::Resident { id },
        }
    }
}

impl From<Subject> for core::Subject {
    fn from(subject: Subject) -> Self {
        match subject {
            Subject::Household { id } => Self::Household(id),
            Subject::Resident { id } => Self::Resident(id),
        }
    }
}

impl From<fieldwork::HouseholdView> for HouseholdView {
    fn from(view: fieldwork::HouseholdView) -> Self {
        let home = view.household;
        Self {
            id: home.id,
            grid: home.grid,
            greeting: home.greeting,
            address: home.address,
            village_group: home.village_group,
            building: home.building,
            floor: home.floor,
            phone: home.phone.as_ref().map(shown),
            place: home.place.map(Into::into),
            safety_note: home.safety_note,
            residents: view.residents.into_iter().map(Into::into).collect(),
            duties: view.duties.into_iter().map(Into::into).collect(),
            tickets: view.tickets.into_iter().map(Into::into).collect(),
            visits: view.visits.into_iter().map(Into::into).collect(),
            needs: view.needs.into_iter().map(Into::into).collect(),
            handed_over: view.handed_over.map(Into::into),
        }
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

fn shown(phone: &PhoneNumber) -> String {
    phone.reveal().to_owned()
}

impl From<core::Resident> for ResidentView {
    fn from(resident: core::Resident) -> Self {
        let category = |record: core::CategoryRecord| CategoryView {
            kind: record.kind.into(),
            grade: record.grade,
            since: record.from,
            until: record.to,
            authority: record.authority,
        };
        Self {
            id: resident.id,
            name: resident.name,
            identity_masked: resident.identity.as_ref().map(mask::identity),
            born: resident.born,
            phone: resident.phone.as_ref().map(shown),
            relation: resident.relation,
            categories: resident.categories.into_iter().map(category).collect(),
            left_on: resident.left_on,
        }
    }
}

impl From<fieldwork::DutyView> for DutyView {
    fn from(view: fieldwork::DutyView) -> Self {
        let duty = view.duty;
        Self {
            subject: duty.key.subject.into(),
            rule: duty.key.rule,
            title: view.title.into(),
            task: view.task.into(),
            legal_basis: view.legal_basis.into(),
            photo_reason: view.photo_reason.map(Into::into),
            area: duty.area.into(),
            opens: duty.window.start,
            due: duty.window.end,
            visitors: view.visitors,
            state: duty.state.into(),
            standing: view.standing.into(),
            is_due_today: view.is_due_today,
        }
    }
}

impl From<duty::DutyState> for DutyState {
    fn from(state: duty::DutyState) -> Self {
        match state {
            duty::DutyState::Open => Self::Open,
            duty::DutyState::Attempted => Self::Attempted,
            duty::DutyState::Visited { by, on } => Self::Visited { by, on },
            duty::DutyState::Exempt(reason) => Self::Exempt { reason: reason.into() },
        }
    }
}

impl From<ticket::Ticket> for TicketView {
    fn from(ticket: ticket::Ticket) -> Self {
        Self {
            id: ticket.id,
            task: ticket.task.into(),
            opens: ticket.window.start,
            due: ticket.window.end,
            modes: ticket.modes.into_iter().map(Into::into).collect(),
            visitors: ticket.visitors,
            safety_note: ticket.safety_note,
            state: ticket.state.into(),
        }
    }
}

impl From<visit::VisitSummary> for VisitView {
    fn from(visit: visit::VisitSummary) -> Self {
        Self {
            id: visit.id,
            by: visit.by,
            role: visit.role.into(),
            visitors: visit.visitors,
            mode: visit.mode.into(),
            outcome: visit.outcome.into(),
            facts: visit.facts.into_iter().map(Into::into).collect(),
            wellbeing: visit.wellbeing.into_iter().map(Into::into).collect(),
            at: visit.effective_at,
            on: visit.effective_on,
            next_step: visit.next_step.map(Into::into),
            corrected_by: visit.corrected_by,
        }
    }
}

impl From<need::Need> for NeedView {
    fn from(need: need::Need) -> Self {
        Self {
            id: need.id,
            resident: need.resident,
            kind: need.kind.into(),
            status: need.status.into(),
            round: need.round,
            note: need.note,
        }
    }
}

impl From<fieldwork::SearchHit> for SearchHitView {
    fn from(hit: fieldwork::SearchHit) -> Self {
        Self { household: hit.household, resident: hit.resident, title: hit.title, address: hit.address }
    }
}

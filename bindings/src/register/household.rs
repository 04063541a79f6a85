//! A home in full: who lives there, what is due, who came and what is needed.

use doorstep_core::{
    codes::{GridCode, Phone as PhoneNumber, mask},
    domain::{need, register as core, visit},
    fieldwork,
    id::{HouseholdId, NeedId, ResidentId, StaffId, VisitId},
    time::{Day, Timestamp},
};

use super::{DutyView, HandedOverView, TicketView};
use crate::{
    places::Coordinate,
    visit_draft::{VisitFact, WellbeingAnswer},
    words::{CategoryKind, NeedKind, NextStep, ReferralStatus, StaffRole, VisitMode, VisitOutcome, Words},
};

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
    /// Those of its visits that this phone can put right.
    pub correctable: Vec<VisitId>,
    /// Needs that are not closed.
    pub needs: Vec<NeedView>,
    /// Whom it is handed to, where it is.
    pub handed_over: Option<HandedOverView>,
    /// Whether this worker may hand it over, and take it back.
    pub may_hand_over: bool,
    /// Whether this worker may add a resident.
    pub may_add_resident: bool,
    /// That homes are locked, in words, where they are: then no more is told than a door needs.
    pub lock: Option<Words>,
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
            correctable: view.correctable.into_iter().collect(),
            needs: view.needs.into_iter().map(Into::into).collect(),
            handed_over: view.handed_over.map(Into::into),
            may_hand_over: view.may_hand_over,
            may_add_resident: view.may_add_resident,
            lock: view.lock.map(Into::into),
        }
    }
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

fn shown(phone: &PhoneNumber) -> String {
    phone.reveal().to_owned()
}

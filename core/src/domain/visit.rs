//! Visits: what was done at a door, by whom, and with which result.
//!
//! A finished visit is never edited; a correction is a new visit that names the one it replaces. A visit
//! stores facts (what kind of work, for whom, how, when), never duties: derivation matches them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{org::StaffRole, register::Subject, wellbeing::WellbeingAnswer};
use crate::{
    geo::{FenceVerdict, Fix},
    id::{ClaimId, HouseholdId, ResidentId, StaffId, TicketId, VisitId},
    text::{redacted_debug, vocabulary},
    time::{Day, Timestamp},
};

vocabulary! {
    /// What kind of work a visit did.
    VisitKind {
        HouseholdVerification => ("入户核查", "Household verification"),
        CareVisit => ("探访关爱", "Care visit"),
        ChildVerification => ("走访核查", "Child verification"),
        FamilyVisit => ("家庭探访", "Family visit"),
        BaselineSurvey => ("摸底排查", "Baseline survey"),
        NeedsAssessment => ("需求评估", "Needs assessment"),
        PopulationCanvass => ("人员摸排", "Population canvass"),
        NeighbourInquiry => ("邻里访问", "Neighbour inquiry"),
        Recheck => ("定期复核", "Periodic re-check"),
        RehabFollowUp => ("康复随访", "Rehabilitation follow-up"),
        HealthMonitoring => ("健康监测", "Health monitoring"),
        HazardCheck => ("隐患排查", "Hazard check"),
        Mediation => ("纠纷调解", "Mediation"),
        Discovery => ("主动发现", "Active discovery"),
        OpinionSurvey => ("意见征集", "Opinion survey"),
        SupportVisit => ("帮扶走访", "Support visit"),
        ServiceDelivery => ("上门服务", "Service delivery"),
        Revisit => ("回访", "Return visit"),
    }
}

vocabulary! {
    /// How a visit was made.
    VisitMode {
        InPerson => ("上门", "In person"),
        Phone => ("电话", "Phone"),
        Video => ("视频", "Video"),
        Remote => ("远程监测", "Remote monitoring"),
    }
}

vocabulary! {
    /// How a visit ended.
    VisitOutcome {
        Completed => ("已完成", "Completed"),
        NoChange => ("无变化", "No change"),
        NotHome => ("不在家", "Not home"),
        RefusedEntry => ("拒绝入户", "Refused entry"),
        DeclinedService => ("谢绝服务", "Declined service"),
        AwayForWork => ("外出务工", "Away for work"),
        MovedOut => ("迁出", "Moved out"),
        TempElsewhere => ("投靠亲友", "Staying elsewhere"),
        InInstitution => ("机构集中供养", "In an institution"),
        Hospitalised => ("住院", "In hospital"),
        Deceased => ("去世", "Deceased"),
        AddressNotFound => ("地址不符", "Address not found"),
        UnsafeToEnter => ("不宜入户", "Unsafe to enter"),
        Emergency => ("紧急情况", "Emergency"),
    }
}

impl VisitOutcome {
    /// How most visits end, the most frequent first: a screen offers these before it offers all.
    pub const USUAL: &'static [Self] = &[Self::NoChange, Self::Completed];

    /// Whether the person was reached, so that the visit can discharge duties. All others are attempts.
    pub const fn reached(self) -> bool {
        matches!(self, Self::Completed | Self::NoChange | Self::Emergency)
    }

    /// The claim that the outcome makes about its subject, if any.
    pub const fn claim(self) -> Option<ClaimKind> {
        match self {
            Self::Deceased => Some(ClaimKind::Deceased),
            Self::MovedOut => Some(ClaimKind::MovedOut),
            _ => None,
        }
    }

    /// What may be told of it to whom may not know where a person is instead: reached, not reached, or claimed to be
    /// gone. Counting asks for no more.
    #[must_use]
    pub const fn in_outline(self) -> Self {
        if self.reached() {
            Self::Completed
        } else if self.claim().is_some() {
            self
        } else {
            Self::NotHome
        }
    }

    /// Whether the visit must say what follows: it reached nobody, and no supervisor will settle what it claims.
    pub const fn asks_what_follows(self) -> bool {
        !self.reached() && self.claim().is_none()
    }
}

vocabulary! {
    /// What follows an attempt.
    NextStep {
        ComeBack => ("改日再访", "Come back"),
        LeaveNote => ("留条", "Leave a note"),
        PhoneFollowUp => ("打电话", "Call"),
        AskNeighbour => ("问邻居", "Ask the neighbour"),
        ReportAtOnce => ("立即上报", "Report at once"),
    }
}

impl NextStep {
    /// Where no rule says otherwise.
    pub const USUAL: &'static [Self] = &[Self::ComeBack, Self::LeaveNote, Self::PhoneFollowUp];

    /// Where the phone may not know whom it is about, and an attempt might not be enough.
    pub const CAREFUL: &'static [Self] = &[Self::PhoneFollowUp, Self::AskNeighbour, Self::ReportAtOnce];
}

vocabulary! {
    /// Where a visit took place.
    VisitPlace {
        Home => ("家中", "Home"),
        Institution => ("机构", "Institution"),
        PublicPlace => ("公共场所", "Public place"),
    }
}

vocabulary! {
    /// What a visit claims about someone and only a supervisor settles.
    ClaimKind {
        Deceased => ("去世", "Deceased"),
        MovedOut => ("迁出", "Moved out"),
    }
}

vocabulary! {
    /// Where a claim stands. Its subject is exempt while it is pending or confirmed. One of who does not answer for the
    /// household is reported: a supervisor sees it, and until they confirm it it exempts nobody.
    ClaimStatus {
        Pending => ("待确认", "Pending"),
        Reported => ("待核实", "Reported"),
        Confirmed => ("已确认", "Confirmed"),
        Rejected => ("已驳回", "Rejected"),
    }
}

impl ClaimStatus {
    /// How a claim is settled.
    pub const SETTLED: &'static [Self] = &[Self::Confirmed, Self::Rejected];

    /// Whether a supervisor has yet to settle it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Reported)
    }
}

/// What was done to whom: the unit that discharges duties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VisitFact {
    /// The kind of work.
    pub kind: VisitKind,
    /// For whom.
    pub subject: Subject,
}

/// One resident's own outcome where it differs from the visit's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectOutcome {
    /// The resident.
    pub resident: ResidentId,
    /// How it went for them.
    pub outcome: VisitOutcome,
}

/// Somebody who came along: one visit, whoever's phone recorded it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Companion {
    /// The worker, where they are staff of the tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<StaffId>,
    /// Their name as entered, for visitors who are no staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

redacted_debug!(Companion { staff });

impl Companion {
    /// Neither staff nor named.
    pub fn is_nobody(&self) -> bool {
        self.staff.is_none() && self.name.as_deref().is_none_or(|name| name.trim().is_empty())
    }
}

/// How many came: `by` and every companion who is somebody else, each once. Nobody without a name or an id counts.
pub fn visitors(by: StaffId, companions: &[Companion]) -> usize {
    let staff: BTreeSet<_> = companions.iter().filter_map(|companion| companion.staff).chain([by]).collect();
    let guests = companions.iter().filter(|companion| companion.staff.is_none());
    let names = guests.filter_map(|guest| guest.name.as_deref().map(str::trim));
    let names: BTreeSet<_> = names.filter(|name| !name.is_empty()).collect();
    staff.len() + names.len()
}

/// A visit first written on paper (补录): who made it and on which day; the author is who typed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateEntry {
    /// The real day of the visit.
    pub visited_on: Day,
    /// Who made it.
    pub visited_by: StaffId,
}

impl LateEntry {
    /// Who made the visit, where that is not who typed it.
    pub fn made_by_other(self, author: StaffId) -> Option<StaffId> {
        (self.visited_by != author).then_some(self.visited_by)
    }
}

/// The role that decides which duties a visit discharges: that of whoever made it, not of who typed it.
///
/// `visitor` is what the visitor of another's paper visit was on its day, so far as it is known; without it the visit
/// can do no more than its author could. `None` where the author may not enter it, as
/// [`Audience::enters_for`](super::org::Audience::enters_for) says.
pub fn credited_role(author: StaffRole, visitor: Option<StaffRole>) -> Option<StaffRole> {
    let role = visitor.unwrap_or(author);
    author.audience().enters_for(role.audience()).then_some(role)
}

/// A claim made at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// The visit that made it. A correction of that visit takes it back.
    pub visit: VisitId,
    /// The household concerned.
    pub household: HouseholdId,
    /// Whom it is about.
    pub subject: Subject,
    /// What is claimed.
    pub kind: ClaimKind,
    /// Since when.
    pub on: Day,
    /// Where it stands.
    pub status: ClaimStatus,
}

/// A finished visit as its author recorded it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    /// Its id.
    pub id: VisitId,
    /// The household.
    pub household: HouseholdId,
    /// Where it took place.
    pub place: VisitPlace,
    /// How it was made.
    pub mode: VisitMode,
    /// How it ended.
    pub outcome: VisitOutcome,
    /// What was done to whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<VisitFact>,
    /// The tickets it answers, for roles that hold tickets instead of facts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tickets: Vec<TicketId>,
    /// Residents whose outcome differs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subject_outcomes: Vec<SubjectOutcome>,
    /// How it was on the day, each check once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wellbeing: Vec<WellbeingAnswer>,
    /// Claims it makes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
    /// When it began, by the device's wall clock.
    pub started_at: Timestamp,
    /// When it was finished, by the device's wall clock.
    pub finished_at: Timestamp,
    /// The location fix, where one was had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// What the fence said on the phone.
    pub fence: FenceVerdict,
    /// Who came along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub companions: Vec<Companion>,
    /// What follows an attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<NextStep>,
    /// Present when it was first on paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_entry: Option<LateEntry>,
    /// The visit that this one corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<VisitId>,
    /// Whether the resident refused a photo; never blocks.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub photo_refused: bool,
    /// Free words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

redacted_debug!(Visit { id, household, mode, facts.len(), tickets.len(), claims.len(), companions.len() });

/// What everyone who derives knows of a visit; travels with its household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitSummary {
    /// The visit.
    pub id: VisitId,
    /// The household.
    pub household: HouseholdId,
    /// Who is credited.
    pub by: StaffId,
    /// What they are; decides which duties it may discharge.
    pub role: StaffRole,
    /// How many visitors came.
    pub visitors: u8,
    /// How it was made.
    pub mode: VisitMode,
    /// How it ended.
    pub outcome: VisitOutcome,
    /// What was done to whom; for answered tickets the hub fills it in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<VisitFact>,
    /// The tickets it answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tickets: Vec<TicketId>,
    /// Residents whose outcome differs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subject_outcomes: Vec<SubjectOutcome>,
    /// How it was on the day, for those who look after people; no duty hangs on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wellbeing: Vec<WellbeingAnswer>,
    /// When it began, as the hub corrected it.
    pub effective_at: Timestamp,
    /// The civil day of `effective_at`, or the real day of a paper visit.
    pub effective_on: Day,
    /// What follows an attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<NextStep>,
    /// The visit that replaced this one; then this one counts no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected_by: Option<VisitId>,
    /// Who typed it, where that is not who made it; known to the hub alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed_by: Option<StaffId>,
}

impl VisitSummary {
    /// How the visit went for `subject`.
    pub fn outcome_for(&self, subject: Subject) -> VisitOutcome {
        match subject {
            Subject::Household(_) => self.outcome,
            Subject::Resident(resident) => self.own_outcome(resident).unwrap_or(self.outcome),
        }
    }

    /// A resident's own outcome, where it differed from the visit's.
    pub fn own_outcome(&self, resident: ResidentId) -> Option<VisitOutcome> {
        self.subject_outcomes.iter().find(|own| own.resident == resident).map(|own| own.outcome)
    }
}

impl Visit {
    /// The summary of this visit, credited to `author` unless a paper visit names another visitor.
    pub fn summary(
        &self,
        author: StaffId,
        role: StaffRole,
        effective_at: Timestamp,
        day: Day,
    ) -> VisitSummary {
        let by = self.late_entry.map_or(author, |late| late.visited_by);
        VisitSummary {
            id: self.id,
            household: self.household,
            by,
            role,
            visitors: u8::try_from(visitors(by, &self.companions)).unwrap_or(u8::MAX),
            mode: self.mode,
            outcome: self.outcome,
            facts: self.facts.clone(),
            tickets: self.tickets.clone(),
            subject_outcomes: self.subject_outcomes.clone(),
            wellbeing: self.wellbeing.clone(),
            effective_at,
            effective_on: self.late_entry.map_or(day, |late| late.visited_on),
            next_step: self.next_step,
            corrected_by: None,
            typed_by: None,
        }
    }

    /// The visit without these people. How it was at the door, and what was asked to be done there, may be about them.
    pub(crate) fn without(&self, residents: &BTreeSet<ResidentId>) -> Self {
        let mut left = Self { wellbeing: Vec::new(), tickets: Vec::new(), ..self.clone() };
        let stays = |subject: Subject| subject.resident().is_none_or(|id| !residents.contains(&id));
        left.facts.retain(|fact| stays(fact.subject));
        left.subject_outcomes.retain(|own| !residents.contains(&own.resident));
        left.claims.retain(|claim| stays(claim.subject));
        left
    }
}

//! What waits for a supervisor: claims that visits made, and remarks on visits.

use std::sync::Arc;

use doorstep_core::{
    fieldwork,
    id::{ClaimId, ExceptionId, HouseholdId, ResidentId},
    time::Day,
};

use crate::{
    calls::{Area, Phone},
    error::DoorstepError,
    outbox::HomeLine,
    register::{ResidentView, VisitView},
    words::{ClaimKind, ClaimStatus, VisitFlag, Words},
};

/// A claim that nobody has settled yet.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ClaimView {
    /// Its id; where the next page goes on.
    pub id: ClaimId,
    /// The household.
    pub household: HouseholdId,
    /// Its form of address and address, where it is on this phone.
    pub home: Option<HomeLine>,
    /// What is claimed.
    pub kind: ClaimKind,
    /// Since when.
    pub on: Day,
    /// Where it stands.
    pub status: ClaimStatus,
    /// Whom it is about, where it names one resident.
    pub resident: Option<ResidentView>,
    /// How it can be settled.
    pub settlements: Vec<Settlement>,
    /// The visit that made it.
    pub visit: Option<VisitView>,
}

/// A way to settle a claim.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Settlement {
    /// What becomes of it.
    pub status: ClaimStatus,
    /// Those of whom one must be named for that; empty where nobody has to be.
    pub who: Vec<ResidentView>,
}

/// A remark on a visit that nobody has seen yet.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ExceptionView {
    /// Its id; where the next page goes on.
    pub id: ExceptionId,
    /// The household.
    pub household: HouseholdId,
    /// Its form of address and address, where it is on this phone.
    pub home: Option<HomeLine>,
    /// What was noticed.
    pub flag: VisitFlag,
    /// The same in words.
    pub words: Words,
    /// The visit.
    pub visit: Option<VisitView>,
}

/// What waits for a supervisor.
#[derive(uniffi::Object)]
pub struct Review {
    pub(crate) phone: Arc<Phone>,
}

#[uniffi::export]
impl Review {
    /// Whether a way leads here: for a supervisor, and for others once something waits; for nobody while homes are locked.
    ///
    /// Fails with `NotFound` before enrolment.
    pub fn is_offered(&self) -> Result<bool, DoorstepError> {
        self.phone.look("review.is_offered", |core| core.has_review())
    }

    /// A page of claims that wait to be settled, in the order in which they were made, at most 200; `after` is the last
    /// one already seen.
    pub fn claims(&self, after: Option<ClaimId>, limit: u32) -> Result<Vec<ClaimView>, DoorstepError> {
        self.phone.look("review.claims", |core| {
            core.open_claims(after, limit as usize).map(|claims| claims.into_iter().map(Into::into).collect())
        })
    }

    /// Settles a claim: `status` is confirmed or rejected. `resident` says who died, where the claim leaves it open.
    /// Durable when this returns.
    ///
    /// Fails with `NotFound`, with `Conflict` when it was settled or its visit was corrected, and with `InvalidInput`
    /// naming the field: `status`, `resident`, `grid`, `role`.
    pub fn settle_claim(
        &self,
        claim: ClaimId,
        status: ClaimStatus,
        resident: Option<ResidentId>,
    ) -> Result<(), DoorstepError> {
        let areas = &[Area::Register, Area::Today, Area::Coverage, Area::Outbox];
        self.phone
            .change("review.settle_claim", areas, |core| core.settle_claim(claim, status.into(), resident))
    }

    /// A page of remarks on visits that no supervisor has seen yet, at most 200; `after` is the last one already shown.
    pub fn exceptions(
        &self,
        after: Option<ExceptionId>,
        limit: u32,
    ) -> Result<Vec<ExceptionView>, DoorstepError> {
        self.phone.look("review.exceptions", |core| {
            core.open_exceptions(after, limit as usize)
                .map(|remarks| remarks.into_iter().map(Into::into).collect())
        })
    }

    /// Notes that a supervisor has seen a remark and what they found. Durable when this returns.
    ///
    /// Fails with `NotFound`, and with `InvalidInput` naming the field: `note`, `grid`, `role`.
    pub fn acknowledge(&self, exception: ExceptionId, note: Option<String>) -> Result<(), DoorstepError> {
        let areas = &[Area::Register, Area::Outbox];
        self.phone.change("review.acknowledge", areas, |core| core.acknowledge_exception(exception, note))
    }
}

impl From<fieldwork::ClaimView> for ClaimView {
    fn from(view: fieldwork::ClaimView) -> Self {
        let claim = view.claim;
        Self {
            id: claim.id,
            household: claim.household,
            home: view.home.map(Into::into),
            kind: claim.kind.into(),
            on: claim.on,
            status: claim.status.into(),
            resident: view.resident.map(Into::into),
            settlements: view.settlements.into_iter().map(Into::into).collect(),
            visit: view.visit.map(Into::into),
        }
    }
}

impl From<fieldwork::Settlement> for Settlement {
    fn from(one: fieldwork::Settlement) -> Self {
        Self { status: one.status.into(), who: one.who.into_iter().map(Into::into).collect() }
    }
}

impl From<fieldwork::ExceptionView> for ExceptionView {
    fn from(view: fieldwork::ExceptionView) -> Self {
        let remark = view.exception;
        Self {
            id: remark.id,
            household: remark.household,
            home: view.home.map(Into::into),
            flag: remark.flag.into(),
            words: view.words.into(),
            visit: view.visit.map(Into::into),
        }
    }
}

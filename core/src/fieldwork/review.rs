//! What waits for a supervisor: claims that visits made, and remarks on visits.

use crate::{
    domain::{
        duty::{concerns_anybody, leaves_open_who, may_be_of},
        register::{Resident, Subject},
        visit::{Claim, ClaimStatus, VisitSummary},
    },
    error::{DoorstepError, Thing},
    id::{ClaimId, ExceptionId, ResidentId},
    op::{
        body::{Body, ClaimDecided, ExceptionAcknowledged},
        row::ExceptionRow,
    },
    store::{Durability, StoreError, Tx, register},
    text::Text,
};

use super::{Doorstep, HomeLine, PAGE, bounds::check_note, error::invalid, outbox::home};

/// A claim that nobody has settled yet, with what a supervisor needs to settle it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimView {
    /// The claim.
    pub claim: Claim,
    /// The home.
    pub home: Option<HomeLine>,
    /// Whom it is about, where it names one resident.
    pub resident: Option<Resident>,
    /// How it can be settled.
    pub settlements: Vec<Settlement>,
    /// The visit that made it.
    pub visit: Option<VisitSummary>,
}

/// A way to settle a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// What becomes of it.
    pub status: ClaimStatus,
    /// Those of whom one must be named for that; empty where nobody has to be.
    pub who: Vec<Resident>,
}

/// A remark on a visit that nobody has seen yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExceptionView {
    /// The remark.
    pub exception: ExceptionRow,
    /// The home.
    pub home: Option<HomeLine>,
    /// The visit.
    pub visit: Option<VisitSummary>,
    /// What was noticed, in words.
    pub words: Text,
}

impl Doorstep {
    /// Whether a way leads to what waits for a supervisor: for one, and for others once something waits. Claims name
    /// residents: none does while homes are [locked](Self::homes_lock).
    ///
    /// # Errors
    /// When the store cannot be read, or the phone is not enrolled.
    pub fn has_review(&self) -> Result<bool, DoorstepError> {
        self.store.read(|tx| {
            let reviews = self.me(tx)?.staff.role.audience().reviews();
            let waits = || {
                Ok::<_, StoreError>(
                    !register::open_claims(tx, None, 1)?.is_empty()
                        || !register::exceptions(tx, None, 1)?.is_empty(),
                )
            };
            Ok(!self.homes_are_locked(tx)? && (reviews || waits()?))
        })
    }

    /// A page of claims that wait to be settled, in the order in which they were made; `after` is the last one already
    /// seen. On phones of other roles they show as well, and only a supervisor settles them. None is shown while homes are
    /// [locked](Self::homes_lock).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open_claims(&self, after: Option<ClaimId>, limit: usize) -> Result<Vec<ClaimView>, DoorstepError> {
        self.store.read(|tx| {
            if self.homes_are_locked(tx)? {
                return Ok(Vec::new());
            }
            let claims = register::open_claims(tx, after, page(limit))?;
            Ok(claims.into_iter().map(|claim| claim_view(tx, claim)).collect::<Result<_, _>>()?)
        })
    }

    /// Settles a claim: `status` is confirmed or rejected. `resident` says who died, where the claim leaves it open.
    /// Durable when this returns.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when the claim is not on this phone, [`DoorstepError::Conflict`] when it was settled
    /// or its visit was corrected, [`DoorstepError::InvalidInput`] for a status that settles nothing (`status`), without
    /// the name that is asked for or with another (`resident`), for a household that this worker does not answer for
    /// (`grid`), and for another role (`role`).
    pub fn settle_claim(
        &self,
        claim: ClaimId,
        status: ClaimStatus,
        resident: Option<ResidentId>,
    ) -> Result<(), DoorstepError> {
        self.store.write(Durability::Capture, |tx| {
            let me = self.me_recording(tx)?;
            let claim = register::claim(tx, claim)?.ok_or(DoorstepError::NotFound { what: Thing::Claim })?;
            let (id, household) = (claim.id, claim.household);
            let resident = resident.filter(|_| status == ClaimStatus::Confirmed);
            let body = Body::ClaimDecided(ClaimDecided { claim: id, household, status, resident });
            self.may_record(tx, &me, &body)?;
            check_settled(tx, claim, status, resident)?;
            self.record(tx, &me, vec![body])?;
            self.derive_households(tx, &me, [household])
        })
    }

    /// A page of remarks that no supervisor has seen yet; `after` is the last one already shown. Only a supervisor's
    /// phone holds any. None is shown while homes are [locked](Self::homes_lock).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open_exceptions(
        &self,
        after: Option<ExceptionId>,
        limit: usize,
    ) -> Result<Vec<ExceptionView>, DoorstepError> {
        self.store.read(|tx| {
            if self.homes_are_locked(tx)? {
                return Ok(Vec::new());
            }
            let found = register::exceptions(tx, after, page(limit))?;
            let view = |exception: ExceptionRow| {
                Ok::<_, StoreError>(ExceptionView {
                    home: home(tx, exception.household)?,
                    visit: register::visit(tx, exception.household, exception.visit)?,
                    words: exception.flag.label(),
                    exception,
                })
            };
            Ok(found.into_iter().map(view).collect::<Result<_, _>>()?)
        })
    }

    /// Notes that a supervisor has seen a remark and what they found. Durable when this returns.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when the remark is not on this phone; [`DoorstepError::InvalidInput`] for a note that
    /// is too long (`note`), for a household that this worker does not answer for (`grid`), and for another role
    /// (`role`).
    pub fn acknowledge_exception(
        &self,
        exception: ExceptionId,
        note: Option<String>,
    ) -> Result<(), DoorstepError> {
        check_note("note", note.as_deref())?;
        self.store.write(Durability::Capture, |tx| {
            let me = self.me_recording(tx)?;
            register::exception_household(tx, exception)?
                .ok_or(DoorstepError::NotFound { what: Thing::Exception })?;
            let body = Body::ExceptionAcknowledged(ExceptionAcknowledged { exception, note: note.clone() });
            self.may_record(tx, &me, &body)?;
            self.record(tx, &me, vec![body])
        })
    }
}

fn page(limit: usize) -> u32 {
    u32::try_from(limit.min(PAGE)).unwrap_or(u32::MAX)
}

fn claim_view(tx: &Tx<'_>, claim: Claim) -> Result<ClaimView, StoreError> {
    let residents = register::residents(tx, claim.household)?;
    let named = |one: &&Resident| claim.subject == Subject::Resident(one.id);
    Ok(ClaimView {
        claim,
        home: home(tx, claim.household)?,
        resident: residents.iter().find(named).cloned(),
        settlements: ClaimStatus::SETTLED
            .iter()
            .map(|status| settlement(&claim, *status, &residents))
            .collect(),
        visit: register::visit(tx, claim.household, claim.visit)?,
    })
}

fn settlement(claim: &Claim, status: ClaimStatus, residents: &[Resident]) -> Settlement {
    let who = match status {
        ClaimStatus::Confirmed => may_be_of(claim, residents),
        ClaimStatus::Rejected | ClaimStatus::Pending | ClaimStatus::Reported => Vec::new(),
    };
    Settlement { status, who: who.into_iter().cloned().collect() }
}

/// Refuses at once what the hub would refuse.
fn check_settled(
    tx: &Tx<'_>,
    claim: Claim,
    status: ClaimStatus,
    named: Option<ResidentId>,
) -> Result<(), DoorstepError> {
    if status.is_open() {
        return Err(invalid("status", "请选择确认或驳回", "Confirm it or reject it"));
    }
    let conflict = |zh: &str, en: &str| DoorstepError::Conflict { reason: Text::new(zh, en) };
    if !claim.status.is_open() {
        return Err(conflict("该情况已经处理", "This was settled already"));
    }
    if status == ClaimStatus::Rejected {
        return Ok(());
    }
    let residents = register::residents(tx, claim.household)?;
    let may_be_named = |id: ResidentId| leaves_open_who(&claim) && residents.iter().any(|one| one.id == id);
    let subject = match named {
        None if !may_be_of(&claim, &residents).is_empty() => {
            return Err(invalid("resident", "请选择去世的是哪一位", "Choose who died"));
        }
        Some(id) if claim.subject != Subject::Resident(id) && !may_be_named(id) => {
            return Err(invalid("resident", "该情况说的不是这位居民", "This claim is about somebody else"));
        }
        None => claim.subject,
        Some(id) => Subject::Resident(id),
    };
    let visits = register::visits(tx, claim.household, u32::MAX)?;
    if concerns_anybody(&Claim { subject, ..claim }, &residents, &visits) {
        Ok(())
    } else {
        Err(conflict("所依据的走访已更正或其后见到本人", "Its visit was corrected, or they were met since"))
    }
}

//! Whom the claims made at a household's door are about.
//!
//! - A visit that was corrected claims nothing any more.
//! - A claim about a resident is about them alone, and only a supervisor settles it.
//! - That a household moved out (迁出) is said of all who live there; not of whom the same visit found otherwise,
//!   nor of whom somebody met at that door on a later day.
//! - A household does not die (去世): said without a name it is about the one who lives there alone. Where several
//!   live it is about nobody until a visit or a supervisor says who, so that nobody living is forgotten; the phone asks
//!   at the door.
//! - The household itself is gone once the claim is about all who live there and nobody was met there since.

use crate::{
    domain::{
        register::{Resident, Subject},
        visit::{Claim, ClaimKind, VisitMode, VisitSummary},
    },
    time::Day,
};

/// Whether a claim, pending or confirmed, is about `subject`. The residents and visits are those of its household.
pub fn concerns(claim: &Claim, subject: Subject, residents: &[Resident], visits: &[VisitSummary]) -> bool {
    let made_by = visits.iter().find(|visit| visit.id == claim.visit);
    if made_by.is_some_and(|visit| visit.corrected_by.is_some()) {
        return false;
    }
    if matches!(claim.subject, Subject::Resident(_)) {
        return subject == claim.subject;
    }
    let says_who = may_be_of(claim, residents).is_empty();
    let is_of = |resident: &Resident| {
        let own = made_by.and_then(|visit| visit.own_outcome(resident.id));
        let is_spared = own.is_some_and(|outcome| outcome.claim().is_none());
        says_who && !is_spared && !was_met_since(claim, Subject::Resident(resident.id), visits)
    };
    match subject {
        Subject::Resident(id) => residents.iter().any(|one| one.id == id && is_of(one)),
        Subject::Household(_) => {
            !was_met_since(claim, subject, visits) && living_on(residents, claim.on).all(is_of)
        }
    }
}

/// Whether the claim is about anybody at all: not once its visit was corrected, or while nobody says who died.
pub fn concerns_anybody(claim: &Claim, residents: &[Resident], visits: &[VisitSummary]) -> bool {
    let mut subjects = residents.iter().map(|one| Subject::Resident(one.id));
    concerns(claim, Subject::Household(claim.household), residents, visits)
        || subjects.any(|subject| concerns(claim, subject, residents, visits))
}

/// Whether it may be said of whom it is: of a death that is told of a whole home.
pub fn leaves_open_who(claim: &Claim) -> bool {
    claim.kind == ClaimKind::Deceased && matches!(claim.subject, Subject::Household(_))
}

/// Those of whom one must be named before the claim is about anybody; empty where it says of whom it is.
pub fn may_be_of<'a>(claim: &Claim, residents: &'a [Resident]) -> Vec<&'a Resident> {
    if leaves_open_who(claim) && several_live(residents, claim.on) {
        living_on(residents, claim.on).collect()
    } else {
        Vec::new()
    }
}

/// Whether more than one lived there on `day`: a death is then of who is named.
pub fn several_live(residents: &[Resident], day: Day) -> bool {
    living_on(residents, day).nth(1).is_some()
}

/// Who lived there alone on `day`: their home ends with them.
pub fn lone_resident(residents: &[Resident], day: Day) -> Option<&Resident> {
    living_on(residents, day).next().filter(|_| !several_live(residents, day))
}

fn living_on(residents: &[Resident], day: Day) -> impl Iterator<Item = &Resident> {
    residents.iter().filter(move |one| one.lives_there_on(day))
}

/// Only who opened the door is known to be still there: one may telephone with those who moved.
fn was_met_since(claim: &Claim, subject: Subject, visits: &[VisitSummary]) -> bool {
    visits.iter().any(|visit| {
        visit.id != claim.visit
            && visit.household == claim.household
            && visit.corrected_by.is_none()
            && visit.mode == VisitMode::InPerson
            && claim.on < visit.effective_on
            && visit.outcome_for(subject).reached()
    })
}

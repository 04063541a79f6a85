//! What is known of a visit's photos before the camera opens: what they are for, what can be answered, whose faces go.

use crate::{
    domain::evidence::{ConsentState, EvidenceKind, FaceHiding},
    error::DoorstepError,
    store::{Identity, Tx, register},
};

use super::{Doorstep, VisitDraft, photo::check_asked};

/// An answer of whoever would be in a picture, and what it comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsentChoice {
    /// The answer.
    pub consent: ConsentState,
    /// Whether a picture may be taken with it.
    pub allows: bool,
    /// Whether faces are to be hidden in that picture. Where it is required, one without a hidden part is not taken in.
    pub faces: FaceHiding,
}

/// What a photo of a visit can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoChoice {
    /// What it is.
    pub kind: EvidenceKind,
    /// What can be answered, each answer once.
    pub consents: Vec<ConsentChoice>,
}

/// Whether the camera may be opened for `reason`, once the answer is `consent`. What is then taken is looked at again.
pub fn may_take(kind: EvidenceKind, reason: &str, consent: Option<ConsentState>) -> bool {
    consent.is_some_and(|consent| check_asked(kind, reason, consent).is_ok())
}

/// What a photo can be at a home where a minor may be in the picture, or none may.
pub(super) fn photo_choices(may_show_minor: bool) -> Vec<PhotoChoice> {
    let consent = |kind: EvidenceKind, consent: ConsentState| ConsentChoice {
        consent,
        allows: consent.allows(),
        faces: FaceHiding::asked(kind, consent, may_show_minor),
    };
    let choice = |kind: &EvidenceKind| PhotoChoice {
        kind: *kind,
        consents: ConsentState::AT_DOOR.iter().map(|one| consent(*kind, *one)).collect(),
    };
    EvidenceKind::AT_DOOR.iter().map(choice).collect()
}

impl Doorstep {
    /// Whether a minor may be in a picture of this visit, as far as this phone knows who lives there. Where it knows
    /// nobody, as a volunteer's does, one may be.
    pub(super) fn may_show_minor(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        draft: &VisitDraft,
    ) -> Result<bool, DoorstepError> {
        let day = draft.day(me.settings.zone);
        let mut residents = register::residents(tx, draft.household)?;
        residents.retain(|one| one.lives_there_on(day));
        Ok(residents.is_empty() || residents.iter().any(|one| one.may_be_minor_on(day)))
    }
}

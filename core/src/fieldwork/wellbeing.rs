//! How it was at the door: all well in one tap, and a need for what is not.

use crate::{
    domain::{
        visit::VisitOutcome,
        wellbeing::{WellbeingAnswer, WellbeingCheck},
    },
    error::DoorstepError,
    id::DraftId,
    store::{Durability, Tx, journal},
};

use super::{Doorstep, NeedDraft, VisitDraft};

impl Doorstep {
    /// All is well (都好), in one tap: every check is answered so, and the visit ended without change, after which nothing
    /// follows. Needs that were named stay. Durable when this returns.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when the visit was finished or discarded meanwhile.
    pub fn all_well(&self, draft: DraftId) -> Result<VisitDraft, DoorstepError> {
        self.store.write(Durability::Capture, |tx| {
            let well = VisitDraft {
                wellbeing: WellbeingAnswer::all_well(),
                outcome: Some(VisitOutcome::NoChange),
                next_step: None,
                ..self.get_draft(tx, draft)?
            };
            self.put_draft(tx, &well)?;
            Ok(well)
        })
    }
}

/// The answers as they are recorded: nobody is called well whom no visitor met.
pub(super) fn recorded_answers(draft: &VisitDraft, outcome: VisitOutcome) -> Vec<WellbeingAnswer> {
    draft.wellbeing.iter().copied().filter(|answer| outcome.reached() || !answer.is_well).collect()
}

/// The needs that what is not well comes to, where the visitor named none that says it. Of a visit that corrects another,
/// what that one said too is no news: the need was raised with it.
pub(super) fn needs_of_trouble(tx: &Tx<'_>, draft: &VisitDraft) -> Result<Vec<NeedDraft>, DoorstepError> {
    let former = match draft.corrects {
        Some(former) => journal::visit(tx, former)?,
        None => None,
    };
    let told = former.map(|visit| visit.wellbeing).unwrap_or_default();
    let named = || draft.needs.iter().map(|need| need.kind);
    let trouble = draft.wellbeing.iter().filter(|answer| !answer.is_well && !told.contains(answer));
    let unsaid = trouble.map(|answer| answer.check).filter(|check| !check.is_said_by(named()));
    let need = |check: WellbeingCheck| NeedDraft {
        kind: check.need(),
        resident: None,
        note: Some(check.trouble().zh),
    };
    Ok(unsaid.map(need).collect())
}

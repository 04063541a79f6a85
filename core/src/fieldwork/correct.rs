//! Correcting a finished visit: by a new one that begins as a copy of it.

use crate::{
    domain::visit::{Visit, VisitSummary},
    error::{DoorstepError, Thing},
    id::{DraftId, VisitId},
    store::{Durability, Tx, draft as drafts, journal, register},
    text::Text,
};

use super::{Doorstep, VisitDraft, visit::read_draft};

impl Doorstep {
    /// Opens a visit in progress that corrects a finished one of this phone: with all that was entered then, ready to
    /// be put right, and with its day, since it is the same visit. Its photos, needs and changes were recorded and
    /// stand; only new ones are added. Calling it again gives the same draft until that is finished or discarded.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when this phone did not record the visit, or holds what was entered or its household
    /// no longer, or the hub did not take it: that is for [`put_right`](Self::put_right).
    /// [`DoorstepError::Conflict`] when it was corrected already: the later one can be corrected again.
    pub fn correct_visit(&self, visit: VisitId) -> Result<VisitDraft, DoorstepError> {
        self.store.write(Durability::Capture, |tx| {
            self.me_recording(tx)?;
            if let Some(open) = open_correction(tx, visit)? {
                return Ok(open);
            }
            let former = journal::visit(tx, visit)?.ok_or(DoorstepError::NotFound { what: Thing::Visit })?;
            self.known_household(tx, former.household)?;
            if is_corrected(tx, &former)? {
                let reason = Text::new("该走访已更正", "This visit was corrected already");
                return Err(DoorstepError::Conflict { reason });
            }
            let id = DraftId::generate(self.host.ids.as_ref(), self.host.clock.now());
            let draft = copy_of(former, id);
            self.put_draft(tx, &draft)?;
            Ok(draft)
        })
    }
}

/// Whether this phone could open a correction of a visit that it shows.
pub(super) fn may_correct(tx: &Tx<'_>, shown: &VisitSummary) -> Result<bool, DoorstepError> {
    Ok(match journal::visit(tx, shown.id)? {
        Some(visit) => !is_corrected(tx, &visit)?,
        None => false,
    })
}

fn open_correction(tx: &Tx<'_>, visit: VisitId) -> Result<Option<VisitDraft>, DoorstepError> {
    for saved in drafts::drafts(tx)? {
        let draft = read_draft(&saved.json)?;
        if draft.corrects == Some(visit) {
            return Ok(Some(draft));
        }
    }
    Ok(None)
}

/// By another phone, as the register has it; or by this one, whose register holds no visit for long where there are
/// tickets.
fn is_corrected(tx: &Tx<'_>, visit: &Visit) -> Result<bool, DoorstepError> {
    let known = register::visit(tx, visit.household, visit.id)?.and_then(|known| known.corrected_by);
    Ok(known.is_some() || journal::correction_of(tx, visit.household, visit.id)?.is_some())
}

fn copy_of(former: Visit, id: DraftId) -> VisitDraft {
    VisitDraft {
        id,
        household: former.household,
        started_at: former.started_at,
        place: former.place,
        mode: former.mode,
        outcome: Some(former.outcome),
        facts: former.facts,
        tickets: former.tickets,
        subject_outcomes: former.subject_outcomes,
        wellbeing: former.wellbeing,
        fix: former.fix,
        companions: former.companions,
        next_step: former.next_step,
        late_entry: former.late_entry,
        corrects: Some(former.id),
        needs: Vec::new(),
        changes: Vec::new(),
        photos: Vec::new(),
        photo_refused: former.photo_refused,
        note: former.note,
    }
}

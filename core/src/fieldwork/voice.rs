//! A voice note by path: kept as sound, sealed in one file and durable before the recorder's plain file goes. It is sent
//! and proved as photos are.

use std::path::Path;

use crate::{
    domain::evidence::{ConsentState, EvidenceKind, PhotoFile, PhotoPart, PhotoRecord},
    error::{DoorstepError, Thing},
    geo::Moment,
    id::{DraftId, PhotoId},
    photo::{Fingerprint, FingerprintBits},
    sound,
    store::{Identity, Tx},
};

use super::{
    Doorstep, ScreenWord, TakenPhoto, VisitDraft,
    error::invalid,
    photo::{part, recipients},
};

impl Doorstep {
    /// Takes the recording at `path` (M4A, AAC, Ogg, AMR or WAV, up to [`sound::MAX_BYTES`]) into the visit in progress.
    /// When this returns the sealed file and the draft are on the disk and the plain file is gone, or said to remain. It
    /// stands among the draft's photos, with the kind [`EvidenceKind::Voice`], and is removed as they are.
    ///
    /// `consent` is that of whoever is heard besides the visitor: [`ConsentState::NotNeeded`] where nobody is.
    ///
    /// # Errors
    /// [`DoorstepError::InvalidInput`] when consent was not given or the file is no whole sound (the reason says which; the
    /// file stays); [`DoorstepError::StorageFull`].
    pub fn take_voice(
        &self,
        draft: DraftId,
        path: &Path,
        consent: ConsentState,
    ) -> Result<TakenPhoto, DoorstepError> {
        if !consent.allows() {
            return Err(invalid(
                "consent",
                "未经同意不能录音，走访可以继续",
                "No recording without consent; the visit goes on",
            ));
        }
        let captured = Moment::of(self.host.clock.as_ref());
        let id = PhotoId::generate(self.host.ids.as_ref(), captured.wall);
        let me = self.identity()?.ok_or(DoorstepError::NotFound { what: Thing::Enrolment })?;
        let file = self.photo_file(&PhotoFile::working(id).file_name())?;
        let sealed = sound::take(path, &file, &recipients(&me, EvidenceKind::Voice)?)?;
        let note = Note { id, part: part(&sealed, 0, 0), consent, captured };
        self.keep(draft, id, path, |tx, draft| self.voice_record(tx, &me, draft, &note))
    }

    /// The sound of a voice note of the visit in progress, to be heard before the finish. It is opened into memory and
    /// written nowhere.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when the draft has no such voice note.
    pub fn voice(&self, draft: DraftId, voice: PhotoId) -> Result<Vec<u8>, DoorstepError> {
        let missing = DoorstepError::NotFound { what: Thing::Photo };
        let me = self.store.read(|tx| {
            let me = self.me_finishing(tx)?;
            let draft = self.get_draft(tx, draft)?;
            let is_it = |record: &PhotoRecord| record.id == voice && record.kind.is_sound();
            let found = draft.photos.iter().any(|one| is_it(&one.record));
            if found { Ok(me) } else { Err(missing.clone()) }
        })?;
        self.opened(&me, PhotoFile::working(voice))?.ok_or(missing)
    }

    fn voice_record(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        draft: &VisitDraft,
        note: &Note,
    ) -> Result<PhotoRecord, DoorstepError> {
        let Note { id, part, consent, captured } = *note;
        Ok(PhotoRecord {
            id,
            visit: draft.visit_id(),
            household: draft.household,
            by: me.staff.id,
            kind: EvidenceKind::Voice,
            reason: ScreenWord::VoiceNote.label().zh,
            consent,
            original: part,
            working: part,
            thumbnail: part,
            picture_sha256: None,
            orientation: 1,
            fingerprint: Fingerprint { bits: FingerprintBits([0; 32]), quality: 0 },
            blurred: false,
            stamp: None,
            taken_at: None,
            claims: None,
            fix: draft.fix.clone(),
            place: self.fence_verdict(tx, me, draft)?.place,
            visit_started_at: draft.started_at,
            zone: me.settings.zone,
            captured,
        })
    }
}

/// A sound that was sealed, and how it was taken.
struct Note {
    id: PhotoId,
    part: PhotoPart,
    consent: ConsentState,
    captured: Moment,
}

//! Taking a photo by path: inspected, hashed, sealed and durable before the camera's plain file goes.

use std::path::Path;

use crate::{
    domain::evidence::{ConsentState, EvidenceKind, PhotoRecord},
    error::DoorstepError,
    id::{DraftId, PhotoId},
    photo::take,
    seal::SealKey,
    store::Durability,
    text::redacted_debug,
};

use super::{Doorstep, DraftPhoto, error::invalid};

/// Why and how a photo is taken.
#[derive(Clone, PartialEq, Eq)]
pub struct PhotoDraft {
    /// What it is.
    pub kind: EvidenceKind,
    /// Why it is taken, as the rule says.
    pub reason: String,
    /// Whether the person agreed.
    pub consent: ConsentState,
}

redacted_debug!(PhotoDraft { kind, consent });

impl Doorstep {
    /// Takes the file at `path` into the visit in progress. When this returns the sealed file and the draft are on
    /// the disk and the plain file is gone.
    ///
    /// # Errors
    /// [`DoorstepError::InvalidInput`] when consent was not given or the file is no whole picture (the reason says
    /// which; the file stays); [`DoorstepError::StorageFull`].
    pub fn take_photo(&self, draft: DraftId, path: &Path, how: PhotoDraft) -> Result<PhotoId, DoorstepError> {
        if !how.consent.allows() {
            return Err(invalid(
                "consent",
                "未经同意不能拍照,走访可以继续",
                "No photo without consent; the visit goes on",
            ));
        }
        if how.reason.trim().is_empty() {
            return Err(invalid("reason", "请说明拍照用途", "Say what the photo is for"));
        }
        let now = self.host.clock.now();
        let id = PhotoId::generate(self.host.ids.as_ref(), now);
        let file = format!("{id}.age");
        let me = self.identity()?.ok_or(DoorstepError::NotFound { what: "enrolment" })?;
        let own = SealKey::from_secret_text(&me.storage_key)
            .map_err(|_| DoorstepError::Internal { code: "photo/storage-key".into() })?;
        let taken = take(path, &self.photo_file(&file)?, &[own.recipient(), me.recipient.clone()])?;
        let mut is_named = false;
        let saved = self.store.write(Durability::Capture, |tx| {
            let mut draft = self.get_draft(tx, draft)?;
            draft.photos.push(DraftPhoto {
                record: PhotoRecord {
                    id,
                    visit: draft.visit_id(),
                    household: draft.household,
                    kind: how.kind,
                    reason: how.reason.clone(),
                    consent: how.consent,
                    sha256: taken.inspected.sha256,
                    bytes: taken.inspected.bytes,
                    sealed_sha256: taken.sealed.sha256,
                    sealed_bytes: taken.sealed.bytes,
                    width: taken.inspected.width,
                    height: taken.inspected.height,
                    orientation: taken.inspected.orientation,
                    taken_at: taken.inspected.taken_at,
                    captured_at: now,
                },
                file: file.clone(),
            });
            self.put_draft(tx, &draft)?;
            is_named = true;
            Ok(())
        });
        match saved {
            Ok(()) => {
                // A plain file that cannot be removed now is swept by the shell's own folder at its next start.
                let _ = std::fs::remove_file(path);
                Ok(id)
            }
            Err(error) => {
                // A commit that failed may have reached the disk all the same: then the draft names the file. The
                // next open knows, and sweeps it if not.
                if !is_named {
                    self.remove_sealed(&file);
                }
                Err(error)
            }
        }
    }

    /// Removes a photo from the visit in progress.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when the draft has no such photo.
    pub fn delete_photo(&self, draft: DraftId, photo: PhotoId) -> Result<(), DoorstepError> {
        let file = self.store.write(Durability::Capture, |tx| {
            let mut draft = self.get_draft(tx, draft)?;
            let slot = draft.photos.iter().position(|one| one.record.id == photo);
            let slot = slot.ok_or(DoorstepError::NotFound { what: "photo" })?;
            let removed = draft.photos.remove(slot);
            self.put_draft(tx, &draft)?;
            Ok::<_, DoorstepError>(removed.file)
        })?;
        self.remove_sealed(&file);
        Ok(())
    }

    /// Removes a sealed file that nothing names any more; one that stays does no harm, it cannot be read.
    pub(super) fn remove_sealed(&self, file: &str) {
        if let Ok(path) = self.photo_file(file) {
            let _ = std::fs::remove_file(path);
        }
    }
}

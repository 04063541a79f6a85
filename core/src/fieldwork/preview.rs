//! A photo of a visit in progress, looked at once more before the finish: as it will travel, or small.

use crate::{
    domain::evidence::{PhotoCopy, PhotoFile},
    error::{DoorstepError, Thing},
    id::{DraftId, PhotoId},
};

use super::{Doorstep, share::for_addressee};

impl Doorstep {
    /// A photo of the visit in progress as it will travel: an upright JPEG of at most
    /// [`WORKING_SIDE`](crate::photo::WORKING_SIDE) pixels on the longer side, with its stamp and without what was hidden.
    /// It is opened into memory and written nowhere.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when the draft has no such photo, or it is a voice note; [`DoorstepError::Conflict`] for
    /// evidence for a mandatory report, which opens for its addressee alone; [`DoorstepError::Locked`] on a phone that may
    /// not record any more.
    pub fn photo_preview(&self, draft: DraftId, photo: PhotoId) -> Result<Vec<u8>, DoorstepError> {
        self.kept_copy(draft, photo, PhotoCopy::Working)
    }

    /// The same as small as a list shows it: an upright JPEG of at most
    /// [`THUMBNAIL_SIDE`](crate::photo::THUMBNAIL_SIDE) pixels on the longer side, without a stamp.
    ///
    /// # Errors
    /// As [`Doorstep::photo_preview`].
    pub fn photo_thumbnail(&self, draft: DraftId, photo: PhotoId) -> Result<Vec<u8>, DoorstepError> {
        self.kept_copy(draft, photo, PhotoCopy::Thumbnail)
    }

    fn kept_copy(&self, draft: DraftId, photo: PhotoId, copy: PhotoCopy) -> Result<Vec<u8>, DoorstepError> {
        let missing = DoorstepError::NotFound { what: Thing::Photo };
        let me = self.store.read(|tx| {
            let me = self.me_finishing(tx)?;
            let draft = self.get_draft(tx, draft)?;
            let found = draft.photos.iter().map(|one| &one.record).find(|record| record.id == photo);
            match found.map(|record| record.kind) {
                Some(kind) if kind.is_for_addressee() => Err(for_addressee()),
                Some(kind) if !kind.is_sound() => Ok(me),
                Some(_) | None => Err(missing.clone()),
            }
        })?;
        self.opened(&me, PhotoFile { photo, copy })?.ok_or(missing)
    }
}

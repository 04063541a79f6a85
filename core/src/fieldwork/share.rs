//! A photo of one's own to give away: to who is in it, to an office that has no hub.

use std::path::Path;

use crate::{
    domain::evidence::{PhotoCopy, PhotoFile, PhotoRecord},
    error::{DoorstepError, Thing},
    id::PhotoId,
    op::body::{Body, Payload},
    photo::{PhotoError, Shared, share},
    seal::open_file,
    store::{Identity, Tx, blob, register},
    text::Text,
};

use super::Doorstep;

impl Doorstep {
    /// Writes a copy of a photo that was recorded on this phone to `file`: a JPEG that shows the picture and tells
    /// neither place nor time nor whose phone it was. It is made of the original while that is here and can be read,
    /// else of the working copy, with the stamp that is drawn into it. The copy is in clear, and the host's to remove.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] for a photo that was not recorded here, whose home this worker no longer sees, or of
    /// which nothing is left here; [`DoorstepError::Conflict`] for evidence for a mandatory report, which opens for its
    /// addressee alone, and for a voice note; [`DoorstepError::InvalidInput`] for one of the store's own files (`path`);
    /// [`DoorstepError::Locked`] on a phone that may not record any more;
    /// [`DoorstepError::StorageFull`].
    pub fn share_photo(&self, photo: PhotoId, file: &Path) -> Result<Shared, DoorstepError> {
        self.check_target(file)?;
        let (me, record) = self.store.read(|tx| {
            let me = self.me_recording(tx)?;
            let record = record_of(tx, photo)?;
            let home = record.household;
            // A home that is another worker's by now is not this one's to show around, though unsent work keeps its name.
            if register::household(tx, home)?.is_none() || register::kept(tx)?.contains(&home) {
                return Err(DoorstepError::NotFound { what: Thing::Household });
            }
            Ok((me, record))
        })?;
        if record.kind.is_for_addressee() {
            return Err(for_addressee());
        }
        if record.kind.is_sound() {
            return Err(DoorstepError::Conflict {
                reason: Text::new("录音不是照片", "A recording is no photo"),
            });
        }
        for copy in [PhotoCopy::Original, PhotoCopy::Working] {
            let Some(picture) = self.opened(&me, PhotoFile { photo, copy })? else { continue };
            match share(&picture, file) {
                // The working copy shows it too.
                Err(PhotoError::NeedsDecoding | PhotoError::TooManyPixels { .. }) => {}
                shared => return Ok(shared?),
            }
        }
        Err(DoorstepError::NotFound { what: Thing::Photo })
    }

    /// The bytes of a sealed file; `None` when it is not here any more.
    pub(super) fn opened(&self, me: &Identity, file: PhotoFile) -> Result<Option<Vec<u8>>, DoorstepError> {
        let path = self.photo_file(&file.file_name())?;
        if !path.exists() {
            return Ok(None);
        }
        let mut picture = Vec::new();
        open_file(&path, std::slice::from_ref(&me.storage_key), &mut picture).map_err(PhotoError::Seal)?;
        Ok(Some(picture))
    }
}

/// Evidence for a mandatory report opens nowhere here.
pub(super) fn for_addressee() -> DoorstepError {
    let reason = Text::new("这张照片只有接收单位能打开", "Only its addressee can open this photo");
    DoorstepError::Conflict { reason }
}

/// What this phone recorded of a photo.
fn record_of(tx: &Tx<'_>, photo: PhotoId) -> Result<PhotoRecord, DoorstepError> {
    let (_, body) = blob::recorded(tx, photo)?.ok_or(DoorstepError::NotFound { what: Thing::Photo })?;
    match body.and_then(|body| Payload::from_json(&body).ok()).map(|payload| payload.body) {
        Some(Body::PhotoTaken(record)) => Ok(record),
        _ => Err(DoorstepError::NotFound { what: Thing::PhotoRecord }),
    }
}

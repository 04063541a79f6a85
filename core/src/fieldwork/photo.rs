//! Taking a photo by path: hidden in where it must be, hashed, sealed in three files and durable before the camera's
//! plain file goes.

use std::{io, path::Path};

use crate::{
    domain::evidence::{
        ConsentState, EvidenceKind, FaceHiding, FileClaims, PhotoCopy, PhotoFile, PhotoPart, PhotoRecord,
    },
    error::{DoorstepError, Thing},
    geo::{Fix, Moment},
    id::{DraftId, PhotoId},
    photo::{
        Fingerprint, FingerprintBits, Handling, HostPixels, Region, SealedPaths, StampContent, TakenCopies,
        take_with_copies,
    },
    seal::{SealRecipient, Sealed},
    store::{Durability, Identity, Tx, blob},
    text::redacted_debug,
    time::Timestamp,
};

use super::{
    Doorstep, DraftPhoto, PAGE, Stamp, VisitDraft,
    bounds::{MAX_NOTE_CHARS, check_words},
    error::invalid,
};

/// Why and how a photo is taken.
#[derive(Clone, PartialEq)]
pub struct PhotoDraft {
    /// What it is.
    pub kind: EvidenceKind,
    /// Why it is taken, as the rule says.
    pub reason: String,
    /// Whether the person agreed.
    pub consent: ConsentState,
    /// Parts of the upright picture that are made unrecoverable before anything is hashed or sealed. Where a minor may
    /// be in the picture these are the faces.
    pub hidden: Vec<Region>,
    /// What is drawn on the working copy, where the tenant wants it.
    pub stamp: Option<Stamp>,
}

redacted_debug!(PhotoDraft { kind, consent, hidden.len() });

impl PhotoDraft {
    /// A photo of which nothing is hidden, without a stamp.
    pub fn plain(kind: EvidenceKind, reason: impl Into<String>, consent: ConsentState) -> Self {
        Self { kind, reason: reason.into(), consent, hidden: Vec::new(), stamp: None }
    }
}

/// A photo that was taken, and what became of the camera's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenPhoto {
    /// The photo.
    pub photo: PhotoId,
    /// Whether the camera's file could not be removed: a picture in clear, which is now the host's to remove.
    pub plain_file_remains: bool,
}

/// What was taken, and how.
struct Shot<'a> {
    id: PhotoId,
    how: &'a PhotoDraft,
    stamp: Option<&'a StampContent>,
    taken: &'a TakenCopies,
    captured: Moment,
}

impl Doorstep {
    /// Takes the file at `path` into the visit in progress. When this returns the sealed files and the draft are on
    /// the disk and the plain file is gone, or said to remain.
    ///
    /// # Errors
    /// [`DoorstepError::InvalidInput`] when consent was not given, there is no `reason` or more than a page, faces must be
    /// hidden and nothing is or beside the picture (`hidden`), the stamp cannot be drawn or the file is no whole picture (the
    /// reason says which; the file stays); [`DoorstepError::StorageFull`].
    pub fn take_photo(
        &self,
        draft: DraftId,
        path: &Path,
        how: PhotoDraft,
    ) -> Result<TakenPhoto, DoorstepError> {
        self.take_decoded_photo(draft, path, None, how)
    }

    /// [`Doorstep::take_photo`] of a HEIC, whose pixels only the platform can decode.
    ///
    /// # Errors
    /// As [`Doorstep::take_photo`].
    pub fn take_decoded_photo(
        &self,
        draft: DraftId,
        path: &Path,
        pixels: Option<HostPixels<'_>>,
        how: PhotoDraft,
    ) -> Result<TakenPhoto, DoorstepError> {
        check(&how)?;
        let captured = Moment::of(self.host.clock.as_ref());
        let id = PhotoId::generate(self.host.ids.as_ref(), captured.wall);
        let me = self.identity()?.ok_or(DoorstepError::NotFound { what: Thing::Enrolment })?;
        self.check_faces(&me, draft, &how)?;
        let stamp = how.stamp.as_ref().map(|stamp| stamp.drawn(me.settings.zone)).transpose()?;
        let (stamp, strip) = stamp.unzip();
        let handling = Handling { hidden: &how.hidden, stamp: strip.as_ref(), pixels };
        let taken = self.seal_photo(id, path, &recipients(&me, how.kind)?, handling)?;
        let shot = Shot { id, how: &how, stamp: stamp.as_ref(), taken: &taken, captured };
        self.keep(draft, id, path, |tx, draft| self.manifest(tx, &me, draft, &shot))
    }

    /// Refuses a picture of a minor for whom a guardian agreed, in which nothing is hidden: it must never exist here.
    fn check_faces(&self, me: &Identity, draft: DraftId, how: &PhotoDraft) -> Result<(), DoorstepError> {
        let may_show_minor = self.store.read(|tx| {
            let draft = self.get_draft(tx, draft)?;
            self.may_show_minor(tx, me, &draft)
        })?;
        if FaceHiding::asked(how.kind, how.consent, may_show_minor).is_met_by(how.hidden.len()) {
            return Ok(());
        }
        Err(invalid("hidden", "请先遮挡人脸", "Hide the faces first"))
    }

    /// Puts what was sealed under `id` into the visit in progress, with the record that `recorded` makes of it, and
    /// removes the plain file at `path`.
    pub(super) fn keep(
        &self,
        draft: DraftId,
        id: PhotoId,
        path: &Path,
        recorded: impl Fn(&Tx<'_>, &VisitDraft) -> Result<PhotoRecord, DoorstepError>,
    ) -> Result<TakenPhoto, DoorstepError> {
        let mut is_named = false;
        let saved = self.store.write(Durability::Capture, |tx| {
            let mut draft = self.get_draft(tx, draft)?;
            let record = recorded(tx, &draft)?;
            draft.photos.push(DraftPhoto { record });
            self.put_draft(tx, &draft)?;
            is_named = true;
            Ok(())
        });
        match saved {
            // The photo is taken whatever becomes of the plain file.
            Ok(()) => Ok(TakenPhoto { photo: id, plain_file_remains: remains(std::fs::remove_file(path)) }),
            Err(error) => {
                // A commit that failed may have reached the disk all the same: then the draft names the files. The
                // next open knows, and sweeps them if not.
                if !is_named {
                    self.remove_files(id);
                }
                Err(error)
            }
        }
    }

    fn seal_photo(
        &self,
        id: PhotoId,
        path: &Path,
        recipients: &[SealRecipient],
        handling: Handling<'_>,
    ) -> Result<TakenCopies, DoorstepError> {
        let [thumbnail, working, original] = [PhotoCopy::Thumbnail, PhotoCopy::Working, PhotoCopy::Original]
            .map(|copy| self.photo_file(&PhotoFile { photo: id, copy }.file_name()));
        let (thumbnail, working, original) = (thumbnail?, working?, original?);
        let paths = SealedPaths { original: &original, working: &working, thumbnail: &thumbnail };
        Ok(take_with_copies(path, paths, recipients, handling)?)
    }

    /// The evidence manifest.
    fn manifest(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        draft: &VisitDraft,
        shot: &Shot<'_>,
    ) -> Result<PhotoRecord, DoorstepError> {
        let Shot { id, how, stamp, taken, captured } = *shot;
        let inspected = &taken.inspected;
        Ok(PhotoRecord {
            id,
            visit: draft.visit_id(),
            household: draft.household,
            by: me.staff.id,
            kind: how.kind,
            reason: how.reason.clone(),
            consent: how.consent,
            original: part(&taken.original, inspected.width, inspected.height),
            working: part(&taken.working.sealed, taken.working.width, taken.working.height),
            thumbnail: part(&taken.thumbnail.sealed, taken.thumbnail.width, taken.thumbnail.height),
            picture_sha256: taken.picture_sha256,
            orientation: inspected.orientation,
            fingerprint: fingerprint(how.kind, taken),
            blurred: taken.blurred,
            stamp: stamp.cloned(),
            taken_at: inspected.taken_at,
            claims: claims(how.kind, taken, draft.fix.as_ref()),
            fix: draft.fix.clone(),
            place: self.fence_verdict(tx, me, draft)?.place,
            visit_started_at: draft.started_at,
            zone: me.settings.zone,
            captured,
        })
    }

    /// Removes a photo from the visit in progress.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when the draft has no such photo.
    pub fn delete_photo(&self, draft: DraftId, photo: PhotoId) -> Result<(), DoorstepError> {
        self.store.write(Durability::Capture, |tx| {
            let mut draft = self.get_draft(tx, draft)?;
            let slot = draft.photos.iter().position(|one| one.record.id == photo);
            let slot = slot.ok_or(DoorstepError::NotFound { what: Thing::Photo })?;
            draft.photos.remove(slot);
            self.put_draft(tx, &draft)
        })?;
        self.remove_files(photo);
        Ok(())
    }

    /// The office asks for a photo's original: it is sent with the next exchange that may carry photos.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when it is no longer on this phone, or on its way already.
    pub fn send_original(&self, photo: PhotoId) -> Result<(), DoorstepError> {
        let is_here = self.store.write(Durability::Capture, |tx| blob::send_original(tx, photo))?;
        if is_here { Ok(()) } else { Err(DoorstepError::NotFound { what: Thing::OriginalPhoto }) }
    }

    /// Removes originals taken before `before` whose working copy is safe at the hub.
    pub(super) fn drop_old_originals(&self, before: Timestamp) -> Result<(), DoorstepError> {
        let past = self.store.read(|tx| blob::originals_past(tx, before, PAGE))?;
        if past.is_empty() {
            return Ok(());
        }
        past.iter().for_each(|(_, file)| self.remove_sealed(file));
        Ok(self.store.write(Durability::Replayable, |tx| {
            past.iter().try_for_each(|(file, _)| blob::forget_file(tx, *file))
        })?)
    }

    /// Removes the sealed files of a photo that nothing names any more.
    pub(super) fn remove_files(&self, photo: PhotoId) {
        PhotoFile::all(photo).for_each(|file| self.remove_sealed(&file.file_name()));
    }

    /// Removes a sealed file that nothing names any more; one that stays does no harm, it cannot be read.
    pub(super) fn remove_sealed(&self, file: &str) {
        if let Ok(path) = self.photo_file(file) {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Whether a file is still there after an attempt to remove it.
fn remains(removed: io::Result<()>) -> bool {
    removed.is_err_and(|error| error.kind() != io::ErrorKind::NotFound)
}

fn check(how: &PhotoDraft) -> Result<(), DoorstepError> {
    check_asked(how.kind, &how.reason, how.consent)?;
    if !how.hidden.iter().all(Region::is_in_picture) {
        return Err(invalid("hidden", "要遮挡的部分不在画面内", "The part to hide lies outside the picture"));
    }
    Ok(())
}

/// What is asked before the camera opens.
pub(super) fn check_asked(
    kind: EvidenceKind,
    reason: &str,
    consent: ConsentState,
) -> Result<(), DoorstepError> {
    if kind.is_sound() {
        return Err(invalid("kind", "录音不是照片", "A recording is no photo"));
    }
    if kind.needs_consent() && !consent.allows() {
        return Err(invalid(
            "consent",
            "未经同意不能拍照，走访可以继续",
            "No photo without consent; the visit goes on",
        ));
    }
    if reason.trim().is_empty() {
        return Err(invalid("reason", "请说明拍照用途", "Say what the photo is for"));
    }
    // One that no record can hold would keep the visit from its finish.
    check_words("reason", Some(reason), MAX_NOTE_CHARS)
}

/// The phone itself, and the hub; of evidence for a mandatory report its addressee and nobody else.
pub(super) fn recipients(me: &Identity, kind: EvidenceKind) -> Result<Vec<SealRecipient>, DoorstepError> {
    if kind.is_for_addressee() {
        return me.settings.report_recipient.clone().map(|addressee| vec![addressee]).ok_or_else(|| {
            invalid("kind", "尚未设置强制报告的接收单位", "Nobody is named yet to receive mandatory reports")
        });
    }
    Ok(vec![me.storage_key.recipient(), me.recipient.clone()])
}

/// What the picture looks like; of evidence for a mandatory report nothing that could be compared leaves the phone.
const fn fingerprint(kind: EvidenceKind, taken: &TakenCopies) -> Fingerprint {
    if kind.is_for_addressee() {
        return Fingerprint { bits: FingerprintBits([0; 32]), quality: 0 };
    }
    taken.fingerprint
}

/// What else the camera's file claims; of evidence for a mandatory report nothing.
fn claims(kind: EvidenceKind, taken: &TakenCopies, fix: Option<&Fix>) -> Option<FileClaims> {
    (!kind.is_for_addressee()).then(|| FileClaims::of(&taken.inspected, fix))
}

pub(super) const fn part(sealed: &Sealed, width: u32, height: u32) -> PhotoPart {
    PhotoPart {
        sha256: sealed.plain_sha256,
        bytes: sealed.plain_bytes,
        sealed_sha256: sealed.sha256,
        sealed_bytes: sealed.bytes,
        width,
        height,
    }
}

//! Photos, by path.

use std::{path::Path, sync::Arc};

use doorstep_core::{
    fieldwork,
    id::{DraftId, HouseholdId, PhotoId, VisitId},
    photo::{HostPixels, Region},
    time::Timestamp,
};

use crate::{
    calls::{Area, Phone},
    error::DoorstepError,
    evidence::{BundleFor, BundleOf},
    outbox::HomeLine,
    stamp::{PhotoStamp, StampWords},
    words::{BlobState, ConsentState, EvidenceKind, FaceHiding, Words},
};

/// A part of the upright picture to make unrecoverable; all four in parts of its width and height, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, uniffi::Record)]
pub struct PhotoRegion {
    /// Its left edge.
    pub left: f64,
    /// Its upper edge.
    pub top: f64,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
}

/// The pixels of a HEIC as the platform decoded them. 1920 on the longer side are enough; where something is hidden,
/// what is sealed as the original has the size that is handed over.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct PhotoPixels {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Four bytes a pixel (red, green, blue, alpha), line by line without gaps.
    pub rgba: Vec<u8>,
    /// How they still have to be turned, EXIF's 1 to 8; 1 when the decoder did it.
    pub orientation: u8,
}

/// Why and how a photo is taken.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct PhotoDraft {
    /// What it is.
    pub kind: EvidenceKind,
    /// Why it is taken, as the rule says.
    pub reason: String,
    /// Whether the person agreed.
    pub consent: ConsentState,
    /// What is made unrecoverable before anything is hashed or sealed: where a minor may be in the picture, faces.
    #[uniffi(default = [])]
    pub hidden: Vec<PhotoRegion>,
    /// What is drawn on the copy that travels.
    #[uniffi(default)]
    pub stamp: Option<PhotoStamp>,
}

impl From<PhotoDraft> for fieldwork::PhotoDraft {
    fn from(how: PhotoDraft) -> Self {
        let region = |region: PhotoRegion| Region {
            left: region.left,
            top: region.top,
            width: region.width,
            height: region.height,
        };
        let hidden = how.hidden.into_iter().map(region).collect();
        let stamp = how.stamp.map(Into::into);
        Self { hidden, stamp, ..Self::plain(how.kind.into(), how.reason, how.consent.into()) }
    }
}

/// An answer of whoever would be in a picture, and what it comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ConsentChoice {
    /// The answer.
    pub consent: ConsentState,
    /// Whether a picture may be taken with it.
    pub allows: bool,
    /// Whether faces are to be hidden in that picture. Where it is `Required`, one without a hidden part is not taken in.
    pub faces: FaceHiding,
}

/// What a photo of a visit can be.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PhotoChoice {
    /// What it is.
    pub kind: EvidenceKind,
    /// What can be answered before the camera opens, each answer once.
    pub consents: Vec<ConsentChoice>,
}

#[uniffi::export]
impl PhotoChoice {
    /// Whether the camera may be opened for `reason`, once the answer is `consent`; never before there is one. What is then
    /// taken is looked at again.
    pub fn may_take(&self, reason: &str, consent: Option<ConsentState>) -> bool {
        fieldwork::may_take(self.kind.into(), reason, consent.map(Into::into))
    }
}

#[uniffi::export]
impl ConsentChoice {
    /// Whether a picture in which so many parts are hidden may be kept.
    pub fn may_keep(&self, hidden: u32) -> bool {
        doorstep_core::domain::evidence::FaceHiding::from(self.faces).is_met_by(hidden as usize)
    }
}

impl From<fieldwork::PhotoChoice> for PhotoChoice {
    fn from(choice: fieldwork::PhotoChoice) -> Self {
        let consent = |one: fieldwork::ConsentChoice| ConsentChoice {
            consent: one.consent.into(),
            allows: one.allows,
            faces: one.faces.into(),
        };
        Self { kind: choice.kind.into(), consents: choice.consents.into_iter().map(consent).collect() }
    }
}

/// A photo that was taken, and what became of the camera's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct TakenPhoto {
    /// The photo.
    pub photo: PhotoId,
    /// Whether the camera's file could not be removed: a picture in clear, which is now the app's to remove.
    pub plain_file_remains: bool,
}

impl From<fieldwork::TakenPhoto> for TakenPhoto {
    fn from(fieldwork::TakenPhoto { photo, plain_file_remains }: fieldwork::TakenPhoto) -> Self {
        Self { photo, plain_file_remains }
    }
}

/// One photo on its way to the hub.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PhotoLineView {
    /// The photo.
    pub photo: PhotoId,
    /// Its visit.
    pub visit: VisitId,
    /// Its household.
    pub household: HouseholdId,
    /// Its form of address and address, where it is on this phone.
    pub home: Option<HomeLine>,
    /// When it was taken in.
    pub captured_at: Timestamp,
    /// Length of the sealed file.
    pub bytes: u64,
    /// Bytes that the hub is known to hold.
    pub sent: u64,
    /// How far it has come.
    pub state: BlobState,
    /// Tries since anything got through.
    pub attempts: u32,
    /// When it is tried next, where that lies ahead.
    pub next_try: Option<Timestamp>,
    /// The state in words.
    pub words: Words,
}

/// Photos: taken by path, sealed at once, sent after the records.
#[derive(uniffi::Object)]
pub struct Photos {
    pub(crate) phone: Arc<Phone>,
}

#[uniffi::export]
impl Photos {
    /// Takes the camera's file at `path` into the visit in progress. When this returns, the sealed file and the
    /// draft are on the disk and the plain file is gone, or said to remain.
    ///
    /// Fails with `InvalidInput` when consent was not given, there is no `reason` or more than a page, faces must be hidden and
    /// nothing is or beside the picture (`hidden`), the stamp cannot be drawn or the file is no whole picture (it stays then),
    /// and with `StorageFull`. A HEIC goes through
    /// the call that takes pixels beside it. `VisitChoices.photos` says before the camera opens what can be answered and whether faces go.
    pub fn take(&self, draft: DraftId, path: String, how: PhotoDraft) -> Result<TakenPhoto, DoorstepError> {
        self.phone.change("photos.take", &[Area::Visits, Area::Photos], |core| {
            core.take_photo(draft, Path::new(&path), how.into()).map(TakenPhoto::from)
        })
    }

    /// `take` of a HEIC, which only the platform can decode: the file at `path` is what is sealed, `pixels` are what
    /// its copies are made of. With a file of any other kind the pixels are left aside.
    ///
    /// Fails as `take` does.
    pub fn take_decoded(
        &self,
        draft: DraftId,
        path: String,
        pixels: PhotoPixels,
        how: PhotoDraft,
    ) -> Result<TakenPhoto, DoorstepError> {
        let PhotoPixels { width, height, rgba, orientation } = pixels;
        let pixels = HostPixels { width, height, rgba: &rgba, orientation };
        self.phone.change("photos.take_decoded", &[Area::Visits, Area::Photos], |core| {
            core.take_decoded_photo(draft, Path::new(&path), Some(pixels), how.into()).map(TakenPhoto::from)
        })
    }

    /// Takes the recording at `path` (M4A, AAC, Ogg, AMR or WAV, up to 10 MB) into the visit in progress: a voice note,
    /// kept as sound. It then stands among the draft's photos with the kind `Voice`, is removed by `delete` and sent as
    /// they are. `consent` is that of whoever is heard besides the visitor, `NotNeeded` where nobody is.
    ///
    /// Fails with `InvalidInput` when consent was not given or the file is no whole sound (it stays then), and with
    /// `StorageFull`.
    pub fn take_voice(
        &self,
        draft: DraftId,
        path: String,
        consent: ConsentState,
    ) -> Result<TakenPhoto, DoorstepError> {
        self.phone.change("photos.take_voice", &[Area::Visits, Area::Photos], |core| {
            core.take_voice(draft, Path::new(&path), consent.into()).map(TakenPhoto::from)
        })
    }

    /// The sound of a voice note of the visit in progress, to be played from memory: it is written nowhere in clear.
    ///
    /// Fails with `NotFound` when the draft has no such voice note.
    pub fn voice(&self, draft: DraftId, voice: PhotoId) -> Result<Vec<u8>, DoorstepError> {
        self.phone.look("photos.voice", |core| core.voice(draft, voice))
    }

    /// A photo of the visit in progress as it will travel: an upright JPEG of at most 1920 pixels on the longer side, with
    /// its stamp and without what was hidden. To be shown from memory: it is written nowhere in clear.
    ///
    /// Fails with `NotFound` when the draft has no such photo, or it is a voice note, and with `Conflict` for evidence for a
    /// mandatory report, which opens for its addressee alone.
    pub fn preview(&self, draft: DraftId, photo: PhotoId) -> Result<Vec<u8>, DoorstepError> {
        self.phone.look("photos.preview", |core| core.photo_preview(draft, photo))
    }

    /// The same as small as a list shows it: an upright JPEG of at most 320 pixels on the longer side.
    ///
    /// Fails as `preview` does.
    pub fn thumbnail(&self, draft: DraftId, photo: PhotoId) -> Result<Vec<u8>, DoorstepError> {
        self.phone.look("photos.thumbnail", |core| core.photo_thumbnail(draft, photo))
    }

    /// The lines of a stamp that the app draws itself, in the tenant's civil time.
    ///
    /// Fails with `InvalidInput` for words that are too long, and with `NotFound` before enrolment.
    pub fn stamp_lines(&self, words: StampWords) -> Result<Vec<String>, DoorstepError> {
        self.phone.look("photos.stamp_lines", |core| core.stamp_lines(&words.into()))
    }

    /// Writes an evidence bundle to the file at `path`: what anybody needs to check photos without this phone and
    /// without the hub (`doorstep verify`). Answers how many files of photos it holds.
    ///
    /// Fails with `NotFound` where no such photo is recorded here, with `InvalidInput` without a recipient, when some
    /// photos were taken before the phone enrolled anew (export those by themselves) or for one of the store's own files
    /// (`path`), and with `StorageFull`.
    pub fn export_bundle(&self, what: BundleOf, whom: BundleFor, path: String) -> Result<u32, DoorstepError> {
        self.phone.look("photos.export_bundle", |core| {
            let files = core.export_bundle(&what.into(), &whom.into(), Path::new(&path))?;
            Ok::<_, DoorstepError>(u32::try_from(files).unwrap_or(u32::MAX))
        })
    }

    /// Writes a copy of a photo that was recorded on this phone to the file at `path`, for giving away: a JPEG that shows
    /// the picture and tells neither place nor time nor whose phone it was; a stamp may be drawn into it. The copy is in
    /// clear, and the app's to remove. Answers its length in bytes.
    ///
    /// Fails with `NotFound` for a photo that was not recorded here, whose home this worker no longer sees, or of which
    /// nothing is left here, with `Conflict` for evidence for a mandatory report and a voice note, with `InvalidInput` for one
    /// of the store's own files (`path`), and with `StorageFull`.
    pub fn share(&self, photo: PhotoId, path: String) -> Result<u64, DoorstepError> {
        self.phone
            .look("photos.share", |core| core.share_photo(photo, Path::new(&path)).map(|shared| shared.bytes))
    }

    /// The office asks for a photo's original: it is sent with the next exchange that may carry photos.
    ///
    /// Fails with `NotFound` when it is no longer on this phone, or on its way already.
    pub fn send_original(&self, photo: PhotoId) -> Result<(), DoorstepError> {
        self.phone.change("photos.send_original", &[Area::Photos], |core| core.send_original(photo))
    }

    /// Removes a photo from the visit in progress.
    pub fn delete(&self, draft: DraftId, photo: PhotoId) -> Result<(), DoorstepError> {
        self.phone
            .change("photos.delete", &[Area::Visits, Area::Photos], |core| core.delete_photo(draft, photo))
    }

    /// A page of photos on their way to the hub, at most 200; `after` is the last one already seen.
    pub fn outbox(&self, after: Option<PhotoId>, limit: u32) -> Result<Vec<PhotoLineView>, DoorstepError> {
        self.phone.look("photos.outbox", |core| {
            core.photo_outbox(after, limit as usize).map(|lines| lines.into_iter().map(Into::into).collect())
        })
    }
}

impl From<fieldwork::PhotoLine> for PhotoLineView {
    fn from(line: fieldwork::PhotoLine) -> Self {
        let item = line.item;
        Self {
            photo: item.photo,
            visit: item.visit,
            household: item.household,
            home: line.home.map(Into::into),
            captured_at: item.captured_at,
            bytes: item.bytes,
            sent: item.offset,
            state: item.state.into(),
            attempts: item.attempts,
            next_try: item.next_try,
            words: line.words.into(),
        }
    }
}

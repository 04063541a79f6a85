//! Verdicts on photos: what the uploads say of the picture, and whether another visit used it before.
//!
//! A verdict hangs on what is stored and not on the order in which it came: of two photos that are one picture the
//! later one is the repeat, whichever arrived first, and a verdict can be given again at any time.

use std::sync::PoisonError;

use doorstep_core::{
    domain::evidence::{Finding, Flag, PhotoCopy, PhotoRecord, PhotoState, image_of},
    id::PhotoId,
    op::{
        apply::exception_id,
        row::{ExceptionRow, PhotoRepeat, PhotoRow, Row, RowKind, document},
    },
    photo::{Fingerprint, FingerprintIndex, Likeness, SAME_SCENE, Seen, compare},
};

use super::{Hub, HubError};
use crate::store::{Durability, Reads, StoreError, UploadRecord, UploadState, Writes};

/// Photos held against one that came in, at most.
const MOST_ALIKE: usize = 100;

/// The pictures of all photos, for finding one used again; caught up with the store at every question, and made anew
/// when some were erased since.
#[derive(Default)]
pub(super) struct Pictures {
    index: FingerprintIndex,
    photos: Vec<PhotoId>,
    through: i64,
    erased: u64,
}

impl Pictures {
    fn catch_up(&mut self, tx: &dyn Reads) -> Result<(), StoreError> {
        let erased = tx.erased_fingerprints()?;
        if erased != self.erased {
            *self = Self { erased, ..Self::default() };
        }
        for (number, photo, bits) in tx.fingerprints_after(self.through)? {
            self.index.push(&bits);
            self.photos.push(photo);
            self.through = number;
        }
        Ok(())
    }

    /// Photos that may show the same picture, the photo itself left out.
    fn like(&self, tx: &dyn Reads, record: &PhotoRecord) -> Result<Vec<PhotoId>, StoreError> {
        let mut found = tx.photos_with_original(record.original.sha256)?;
        if record.fingerprint.quality >= Fingerprint::MIN_QUALITY {
            let near = self.index.near(&record.fingerprint.bits, SAME_SCENE);
            found.extend(near.into_iter().filter_map(|(position, _)| self.photos.get(position).copied()));
        }
        found.sort();
        found.dedup();
        found.retain(|photo| *photo != record.id);
        // Ids ascend with time: of one picture used again and again the earliest suffice.
        found.truncate(MOST_ALIKE);
        Ok(found)
    }
}

impl Hub {
    /// Finds the photos that show the same picture as this one and gives the verdicts that follow: its own, and that of
    /// a later photo which turns out to repeat it.
    pub(super) fn judge_photo(&self, photo: PhotoId) -> Result<(), HubError> {
        let mut pictures = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        let alike = self.store.reading(|tx| {
            pictures.catch_up(tx)?;
            photo_row(tx, photo)?.map_or(Ok(Vec::new()), |row| pictures.like(tx, &row.record))
        })?;
        if alike.is_empty() {
            return Ok(());
        }
        self.store.writing(Durability::Replayable, |tx| {
            let rows = repeats_with(tx.reads(), photo, &alike)?;
            if !rows.is_empty() {
                tx.write_unit(&rows)?;
            }
            Ok(())
        })
    }
}

/// Keeps what the photos among `rows` look like.
pub(super) fn keep_fingerprints(tx: &dyn Writes, rows: &[Row]) -> Result<(), StoreError> {
    let photos = rows.iter().filter(|row| row.kind == RowKind::Photo).filter_map(Row::read::<PhotoRow>);
    for PhotoRow { record, .. } in photos.filter(|row| row.record.kind.is_compared()) {
        let Fingerprint { bits, quality } = record.fingerprint;
        let bits = (quality >= Fingerprint::MIN_QUALITY).then_some(bits);
        tx.keep_fingerprint(record.id, record.original.sha256, bits)?;
    }
    Ok(())
}

/// What changes now that this photo is here: the picture that it repeats, the earliest of those alike, and the later
/// ones that repeat it. Rows that stay as they are are not written again, for every phone would be told of them.
fn repeats_with(tx: &dyn Reads, photo: PhotoId, alike: &[PhotoId]) -> Result<Vec<Row>, StoreError> {
    let Some(own) = photo_row(tx, photo)? else { return Ok(Vec::new()) };
    if !own.record.kind.is_compared() {
        return Ok(Vec::new());
    }
    let mut others = Vec::new();
    for other in alike {
        others.extend(photo_row(tx, *other)?);
    }
    let earlier = others.iter().filter_map(|other| {
        repeat_of(&own.record, &other.record).map(|repeat| (order(&other.record), repeat))
    });
    let repeated = earlier.min_by_key(|(order, _)| *order).map(|(_, repeat)| repeat);
    let mut rows = Vec::new();
    if repeated.is_some() && repeated != own.repeats {
        rows.extend(repeating(tx, PhotoRow { repeats: repeated, ..own.clone() })?);
    }
    for later in &others {
        let Some(repeat) = repeat_of(&later.record, &own.record) else { continue };
        let held =
            later.repeats.as_ref().and_then(|held| others.iter().find(|one| one.record.id == held.photo));
        if later.repeats.is_none() || held.is_some_and(|held| order(&own.record) < order(&held.record)) {
            rows.extend(repeating(tx, PhotoRow { repeats: Some(repeat), ..later.clone() })?);
        }
    }
    Ok(rows)
}

/// The row of a photo that was used before, with its verdict and a remark for a supervisor.
fn repeating(tx: &dyn Reads, row: PhotoRow) -> Result<Vec<Row>, StoreError> {
    let remark = remark_on(tx, &row.record)?;
    Ok(written(tx, row)?.into_iter().chain(remark).collect())
}

/// The remark on the visit of a photo that was used before; none when it was made already.
fn remark_on(tx: &dyn Reads, record: &PhotoRecord) -> Result<Option<Row>, StoreError> {
    let id = exception_id(record.visit, Flag::ReusedPhoto);
    let (None, Some(photo)) = (tx.row(RowKind::Exception, id.0)?, tx.row(RowKind::Photo, record.id.0)?)
    else {
        return Ok(None);
    };
    let (visit, household, flag) = (record.visit, record.household, Flag::ReusedPhoto);
    let document = ExceptionRow { id, visit, household, flag, acknowledged: false, note: None };
    super::row_of(RowKind::Exception, id.0, Some(household), photo.row.scope, &document).map(Some)
}

/// The photo's row after one of its files came into its place.
pub(super) fn settled(tx: &dyn Reads, photo: PhotoId) -> Result<Option<Row>, StoreError> {
    photo_row(tx, photo)?.map_or(Ok(None), |row| written(tx, row))
}

fn written(tx: &dyn Reads, mut row: PhotoRow) -> Result<Option<Row>, StoreError> {
    let uploads = tx.uploads_of(row.record.id)?;
    row.state = state(&row.record, &uploads);
    if let Some(verdict) = &mut row.verdict {
        verdict.image = match row.state {
            PhotoState::Altered => Finding::ImageChanged,
            _ if row.repeats.is_some() => Finding::ReusedPhoto,
            PhotoState::Stored if row.record.kind.is_for_addressee() => Finding::SealedWhole,
            PhotoState::Stored => image_of(&row.record, Finding::ImageWhole),
            PhotoState::Awaited => Finding::ImageAwaited,
        };
    }
    let Some(stored) = tx.row(RowKind::Photo, row.record.id.0)? else { return Ok(None) };
    let document = document(&row).map_err(|_| StoreError::Corrupt("photo row"))?;
    Ok(Some(Row { document: Some(document), ..stored.row }))
}

/// One file that is not what was recorded condemns the photo; the working copy is the photo.
fn state(record: &PhotoRecord, uploads: &[UploadRecord]) -> PhotoState {
    let files = uploads.iter().filter_map(|upload| {
        Some((record.copy_sealed_as(upload.sealed_sha256, upload.bytes)?, upload.state))
    });
    let mut state = PhotoState::Awaited;
    for (copy, upload) in files {
        match upload {
            UploadState::Altered => return PhotoState::Altered,
            UploadState::Stored if copy == PhotoCopy::Working => state = PhotoState::Stored,
            UploadState::Stored | UploadState::Open | UploadState::Complete => {}
        }
    }
    state
}

fn photo_row(tx: &dyn Reads, photo: PhotoId) -> Result<Option<PhotoRow>, StoreError> {
    super::typed(tx.row(RowKind::Photo, photo.0)?)
}

/// Whether `later` shows the picture of `earlier` again, in another visit. Two that show too little say nothing. A
/// burst is honest within a visit: one that served two is told like any picture that did.
fn repeat_of(later: &PhotoRecord, earlier: &PhotoRecord) -> Option<PhotoRepeat> {
    if later.visit == earlier.visit || order(later) <= order(earlier) {
        return None;
    }
    let (likeness, distance) = compare(&seen(later), &seen(earlier));
    match likeness {
        Likeness::Exact | Likeness::NearDuplicate | Likeness::Burst => {
            Some(PhotoRepeat { photo: earlier.id, visit: earlier.visit, likeness, distance })
        }
        Likeness::Different | Likeness::Indistinct => None,
    }
}

fn order(record: &PhotoRecord) -> (doorstep_core::time::Timestamp, PhotoId) {
    (record.captured_at(), record.id)
}

fn seen(record: &PhotoRecord) -> Seen {
    Seen {
        sha256: record.original.sha256,
        picture_sha256: record.picture_sha256,
        fingerprint: record.fingerprint,
        taken_at: record.taken_at,
    }
}

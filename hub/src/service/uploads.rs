//! Photos on their way: announced, appended at an offset, promised only when durable, checked when complete.
//!
//! The address of an upload is a capability of its own, so that a phone's operating system can finish it in
//! the background without a session.

mod append;
mod standing;

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use doorstep_core::{
    domain::evidence::PhotoRecord,
    id::{DeviceId, PhotoId},
    op::{
        row::{PhotoStored, Row, RowKind, Scope},
        wire::{UploadReply, UploadRequest, path as paths},
    },
    seal::{Digest, SealError, open_file, sha256_file},
};
use uuid::Uuid;

use super::{
    Hub, HubError, access, evidence, row_of,
    token::{self, Purpose},
    typed,
};
use crate::store::{DeviceRecord, Durability, Reads, StoreError, UploadRecord, UploadState};
pub use append::Append;
use standing::{ClaimStanding, may_come};

/// How long an upload's address is good.
const CAPABILITY_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// Uploads of one phone whose record no verdict was given on: more than a week of a busy worker.
pub const MAX_WAITING_UPLOADS: usize = 512;
/// How many bytes these may announce: far less than a full disk.
pub const MAX_WAITING_BYTES: u64 = 4 * 1024 * 1024 * 1024;

impl Hub {
    /// Announces a sealed file, or finds the upload that the same file has already.
    ///
    /// # Errors
    /// [`HubError::TooLarge`], [`HubError::TooManyUploads`], [`HubError::Invalid`]; [`HubError::PhotoAltered`] and
    /// [`HubError::RecordRejected`] when the file could never be stored.
    pub fn create_upload(
        &self,
        device: &DeviceRecord,
        request: &UploadRequest,
    ) -> Result<UploadReply, HubError> {
        let (upload, offset) = self.announce(device, request)?;
        let until = self.clock.now().plus_millis(CAPABILITY_MS);
        let capability = token::seal(&self.keys.session, Purpose::Upload, upload.id.as_bytes(), until);
        Ok(UploadReply { location: format!("{}/{capability}", paths::UPLOADS), offset })
    }

    /// The upload of a sealed file, and how much of it is durable.
    ///
    /// # Errors
    /// As [`Hub::create_upload`].
    pub(super) fn announce(
        &self,
        device: &DeviceRecord,
        request: &UploadRequest,
    ) -> Result<(UploadRecord, u64), HubError> {
        if request.bytes == 0 {
            return Err(HubError::Invalid("an empty file is no photo"));
        }
        if request.bytes > self.max_photo_bytes() {
            return Err(HubError::TooLarge);
        }
        self.miss_what_is_damaged(request)?;
        let now = self.clock.now();
        let mut upload = self.store.writing(Durability::Durable, |tx| {
            let known = tx.upload_of(request.photo, request.sealed_sha256)?;
            let is_new = known.is_none();
            let upload = known.unwrap_or_else(|| UploadRecord {
                id: self.ids.uuid(now),
                device: device.id,
                photo: request.photo,
                bytes: request.bytes,
                sealed_sha256: request.sealed_sha256,
                offset: 0,
                state: UploadState::Open,
                created_at: now,
            });
            if upload.bytes != request.bytes {
                return Err(HubError::Invalid("the same file was announced with another length"));
            }
            may_come(tx.reads(), &upload)?;
            if is_new {
                has_room(tx.reads(), device, &upload)?;
                tx.add_upload(&upload)?;
            } else if upload.state == UploadState::Stored {
                // The phone asks because it has not heard, perhaps under a new device id.
                tx.write_unit(&[stored_row(tx.reads(), device.id, &upload)?])?;
            }
            Ok::<_, HubError>(upload)
        })?;
        if upload.state == UploadState::Complete {
            // All came, and the process died before it looked.
            self.settle_photo(upload.photo)?;
            // Its bytes may be gone (a restored hub has no parts): then it starts at 0 again.
            let settled = self.store.reading(|tx| tx.upload(upload.id))?;
            upload = settled.ok_or(HubError::NotFound("this upload"))?;
        }
        let offset = self.durable_offset(&upload)?;
        Ok((upload, offset))
    }

    /// How many bytes of an upload are durable, and how many there are to be.
    ///
    /// # Errors
    /// [`HubError::NotFound`] when the address is forged, too old, or its upload was given up. That goes for a file
    /// that can never be stored too, since the answer has no room to say why: who announces it again is told.
    pub fn upload_offset(&self, capability: &str) -> Result<(u64, u64), HubError> {
        let upload = self.upload_at(capability)?;
        self.store.reading(|tx| may_come(tx, &upload)).map_err(|error| match error {
            HubError::PhotoAltered | HubError::RecordRejected => HubError::NotFound("this upload"),
            other => other,
        })?;
        Ok((self.durable_offset(&upload)?, upload.bytes))
    }

    fn upload_at(&self, capability: &str) -> Result<UploadRecord, HubError> {
        let id = token::open(&self.keys.session, Purpose::Upload, capability, self.clock.now())
            .ok_or(HubError::NotFound("this upload"))?;
        self.store.reading(|tx| tx.upload(Uuid::from_bytes(id)))?.ok_or(HubError::NotFound("this upload"))
    }

    /// What the record promises, less what the disk no longer has (a restored hub has no parts).
    fn durable_offset(&self, upload: &UploadRecord) -> Result<u64, HubError> {
        let held = |file: &Path| fs::metadata(file).map_or(0, |file| file.len());
        let here = match upload.state {
            UploadState::Open => held(&self.part(upload.id)),
            UploadState::Complete => held(&self.part(upload.id)).max(held(&self.photo_path(upload))),
            UploadState::Stored | UploadState::Altered => return Ok(upload.offset),
        };
        if here >= upload.offset {
            return Ok(upload.offset);
        }
        self.store.writing(Durability::Durable, |tx| tx.set_upload(upload.id, here, UploadState::Open))?;
        Ok(here)
    }

    /// Moves complete uploads of a photo into place once its record is known, and brings its row up to date.
    pub(super) fn settle_photo(&self, photo: PhotoId) -> Result<(), HubError> {
        for upload in self.store.reading(|tx| tx.uploads_of(photo))? {
            match upload.state {
                UploadState::Open => {}
                UploadState::Complete => self.place(&upload)?,
                UploadState::Stored | UploadState::Altered => {
                    self.store.writing(Durability::Replayable, |tx| {
                        tx.write_unit(&settled_rows(tx.reads(), &upload)?)
                    })?;
                }
            }
        }
        Ok(())
    }

    /// Moves every complete upload into place whose record is known by now.
    pub(super) fn settle_complete_uploads(&self) -> Result<(), HubError> {
        for upload in self.store.reading(|tx| tx.complete_uploads())? {
            self.settle_photo(upload.photo)?;
        }
        Ok(())
    }

    /// All bytes are here and are those announced. A file that a record names lies among the photos, where backups find
    /// it, for its phone may be gone; once the record is taken the picture is judged against it and becomes evidence.
    /// What no record names waits where it is, in no backup, until its time is over.
    fn place(&self, upload: &UploadRecord) -> Result<(), HubError> {
        let _turn = self.placing.take()?;
        let found = self.store.reading(|tx| {
            let is_complete = |now: &UploadRecord| now.state == UploadState::Complete;
            let Some(upload) = tx.upload(upload.id)?.filter(is_complete) else { return Ok(None) };
            let standing = ClaimStanding::of(tx, &upload)?;
            Ok::<_, StoreError>(Some((upload, standing)))
        })?;
        let Some((upload, standing)) = found else { return Ok(()) };
        let (part, target) = (self.part(upload.id), self.photo_path(&upload));
        // In its place already where it came before the verdict, or a process died before it could say so.
        let here = if part.exists() { &part } else { &target };
        if !here.exists() {
            return self.await_again(&upload);
        }
        match standing {
            ClaimStanding::Unclaimed => Ok(()),
            ClaimStanding::Waits | ClaimStanding::Rejected => Ok(self.put_in_place(here, &target)?),
            ClaimStanding::Accepted(claimed) => {
                let Some(state) = self.judged(here, &upload, &claimed.record)? else {
                    // Damaged here: the phone's own is asked for again.
                    remove(here).map_err(StoreError::io("upload"))?;
                    return self.await_again(&upload);
                };
                self.put_in_place(here, &target)?;
                let upload = UploadRecord { state, ..upload };
                self.store.writing(Durability::Durable, |tx| {
                    tx.set_upload(upload.id, upload.bytes, state)?;
                    tx.write_unit(&settled_rows(tx.reads(), &upload)?)?;
                    Ok(())
                })
            }
        }
    }

    /// What a whole file is beside its record; `None` when it is not what came.
    fn judged(
        &self,
        file: &Path,
        upload: &UploadRecord,
        record: &PhotoRecord,
    ) -> Result<Option<UploadState>, StoreError> {
        let state = match open_file(file, std::slice::from_ref(&self.keys.photo), io::sink()) {
            Ok((plain, bytes)) if is_recorded(record, upload, plain, bytes) => UploadState::Stored,
            // For the addressee of a mandatory report: the sealed digest, checked when it came, is all that can be.
            Err(SealError::WrongKey) if record.kind.is_for_addressee() => UploadState::Stored,
            // Sealed to somebody else, damaged before it was sealed, or another picture: kept, and flagged.
            Ok(_) => UploadState::Altered,
            Err(SealError::Io(kind)) => return Err(StoreError::io("upload")(kind.into())),
            Err(_) => {
                let (digest, _) = sha256_file(file).map_err(StoreError::io("upload"))?;
                return Ok((digest == upload.sealed_sha256).then_some(UploadState::Altered));
            }
        };
        Ok(Some(state))
    }

    /// The file lies under its name among the photos, durably.
    fn put_in_place(&self, file: &Path, target: &Path) -> Result<(), StoreError> {
        let moved = if file == target { Ok(()) } else { fs::rename(file, target) };
        moved.and_then(|()| File::open(self.folder.photos())?.sync_all()).map_err(StoreError::io("photo"))
    }

    /// A stored file that this hub's disk lost or damaged since is not here: its phone, which asks, may have the last.
    fn miss_what_is_damaged(&self, request: &UploadRequest) -> Result<(), HubError> {
        let _turn = self.placing.take()?;
        let known = self.store.reading(|tx| tx.upload_of(request.photo, request.sealed_sha256))?;
        match known.filter(|known| known.state == UploadState::Stored) {
            Some(stored) if !is_photo(&self.photo_path(&stored)).unwrap_or(false) => {
                self.await_again(&stored)
            }
            _ => Ok(()),
        }
    }

    /// Nothing of the file is here: it is to come again from its first byte.
    fn await_again(&self, upload: &UploadRecord) -> Result<(), HubError> {
        Ok(self.store.writing(Durability::Durable, |tx| tx.set_upload(upload.id, 0, UploadState::Open))?)
    }

    /// Where a file lies that a record names.
    pub fn photo_path(&self, upload: &UploadRecord) -> PathBuf {
        self.folder.photos().join(photo_file(upload.photo, upload.sealed_sha256))
    }

    fn part(&self, id: Uuid) -> PathBuf {
        self.folder.uploads().join(format!("{id}.part"))
    }

    fn max_photo_bytes(&self) -> u64 {
        self.config.max_photo_mib.saturating_mul(1024 * 1024)
    }

    /// Deletes what is here of a photo that was erased, whether it came before or after.
    pub(super) fn delete_erased_files(&self) -> Result<u64, HubError> {
        let mut deleted = 0;
        for upload in self.store.reading(|tx| tx.uploads_of_erased())? {
            let _turn = self.placing.take()?;
            // The bytes first: once the upload is forgotten nobody looks for them.
            for file in [self.part(upload.id), self.photo_path(&upload)] {
                remove(&file).map_err(StoreError::io("photo"))?;
            }
            self.store.writing(Durability::Durable, |tx| tx.drop_upload(upload.id))?;
            deleted += 1;
        }
        if deleted > 0 {
            File::open(self.folder.photos())
                .and_then(|folder| folder.sync_all())
                .map_err(StoreError::io("photos"))?;
        }
        Ok(deleted)
    }

    /// Forgets what was announced and never came, after its address has lapsed, and what came without a record: a
    /// phone that still has it announces it again. What any record names stays, for its phone may be gone.
    pub(super) fn forget_stale_uploads(&self) -> Result<(), HubError> {
        let before = self.clock.now().plus_millis(-2 * CAPABILITY_MS);
        for stale in self.store.reading(|tx| tx.waiting_since(before))? {
            let _turn = self.placing.take()?;
            // Read again: it may have got its place meanwhile.
            let Some(upload) = self.store.reading(|tx| forgettable(tx, stale.id))? else { continue };
            // The bytes first: once the upload is forgotten nobody looks for them.
            remove(&self.part(upload.id)).map_err(StoreError::io("upload"))?;
            self.store.writing(Durability::Durable, |tx| match forgettable(tx.reads(), upload.id)? {
                Some(upload) => tx.drop_upload(upload.id),
                None => Ok(()),
            })?;
        }
        Ok(())
    }
}

/// The upload, while it is still open or named by no record.
fn forgettable(tx: &dyn Reads, id: Uuid) -> Result<Option<UploadRecord>, StoreError> {
    let Some(upload) = tx.upload(id)? else { return Ok(None) };
    let is_free = match upload.state {
        UploadState::Open => true,
        UploadState::Complete => matches!(ClaimStanding::of(tx, &upload)?, ClaimStanding::Unclaimed),
        UploadState::Stored | UploadState::Altered => false,
    };
    Ok(Some(upload).filter(|_| is_free))
}

/// Removes a file that may be gone already.
fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Refuses one more upload of a phone of which too much waits already, under whichever of its ids. One whose record was
/// judged waits for nothing but its own bytes: it is neither refused nor counted.
fn has_room(tx: &dyn Reads, device: &DeviceRecord, upload: &UploadRecord) -> Result<(), HubError> {
    let mut waiting = tx.waiting_uploads(&device.public_key)?;
    waiting.push(upload.clone());
    if fits(&waiting) || is_judged(tx, upload)? {
        return Ok(());
    }
    let mut unjudged = Vec::new();
    for one in waiting {
        if !is_judged(tx, &one)? {
            unjudged.push(one);
        }
    }
    if fits(&unjudged) { Ok(()) } else { Err(HubError::TooManyUploads) }
}

fn fits(waiting: &[UploadRecord]) -> bool {
    let bytes = waiting.iter().fold(0u64, |sum, one| sum.saturating_add(one.bytes));
    waiting.len() <= MAX_WAITING_UPLOADS && bytes <= MAX_WAITING_BYTES
}

fn is_judged(tx: &dyn Reads, upload: &UploadRecord) -> Result<bool, StoreError> {
    Ok(match ClaimStanding::of(tx, upload)? {
        ClaimStanding::Accepted(_) | ClaimStanding::Rejected => true,
        ClaimStanding::Unclaimed | ClaimStanding::Waits => false,
    })
}

/// Whether what came out of a sealed file is what was recorded of it.
fn is_recorded(record: &PhotoRecord, upload: &UploadRecord, plain: Digest, bytes: u64) -> bool {
    let copy = record.copy_sealed_as(upload.sealed_sha256, upload.bytes);
    copy.map(|copy| record.part(copy)).is_some_and(|part| part.sha256 == plain && part.bytes == bytes)
}

/// The rows that tell of a file in its place: the photo's own, and one for each device that waits for it. No device
/// is told of a picture that is not the one recorded, for its own copy must not go.
fn settled_rows(tx: &dyn Reads, upload: &UploadRecord) -> Result<Vec<Row>, StoreError> {
    let mut rows: Vec<Row> = evidence::settled(tx, upload.photo)?.into_iter().collect();
    if upload.state != UploadState::Stored {
        return Ok(rows);
    }
    let mut devices = match ClaimStanding::of(tx, upload)? {
        ClaimStanding::Accepted(claimed) => claimed.devices,
        ClaimStanding::Unclaimed | ClaimStanding::Waits | ClaimStanding::Rejected => BTreeSet::new(),
    };
    devices.insert(upload.device);
    for device in devices {
        rows.push(stored_row(tx, device, upload)?);
    }
    Ok(rows)
}

/// Tells a device that its file is here. Whether a backup holds it is told with the next backup; what was told
/// of that stands.
fn stored_row(tx: &dyn Reads, device: DeviceId, upload: &UploadRecord) -> Result<Row, StoreError> {
    let id = PhotoStored::row_id(device, upload.photo, upload.sealed_sha256);
    let told: Option<PhotoStored> = typed(tx.row(RowKind::PhotoStored, id)?)?;
    let told = told.filter(|told| told.sealed_sha256 == upload.sealed_sha256);
    let document = PhotoStored {
        photo: upload.photo,
        sealed_sha256: upload.sealed_sha256,
        backed_up: told.is_some_and(|told| told.backed_up),
    };
    row_of(RowKind::PhotoStored, id, None, Scope::Private(device), &document)
}

/// The name of a stored photo's file.
pub(super) fn photo_file(photo: PhotoId, sealed_sha256: Digest) -> String {
    let digest = sealed_sha256.to_string();
    format!("{photo}-{}.age", digest.get(..16).unwrap_or_default())
}

/// Whether a file holds what its name as a stored photo says.
pub(super) fn is_photo(path: &Path) -> io::Result<bool> {
    let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let said = name.rsplit_once('-').map(|(_, digest)| digest);
    let digest = sha256_file(path)?.0.to_string();
    Ok(said.is_some_and(|said| !said.is_empty() && digest.starts_with(said)))
}

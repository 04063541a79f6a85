//! Photos on their way: announced, appended at an offset, promised only when durable, checked when complete.
//!
//! The address of an upload is a capability of its own, so that a phone's operating system can finish it in
//! the background without a session.

use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io::{self, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{Arc, PoisonError},
};

use doorstep_core::{
    domain::evidence::PhotoRecord,
    id::{DeviceId, PhotoId},
    op::{
        body::{Body, Payload},
        row::{PhotoStored, Row, RowKind, Scope},
        wire::{UploadReply, UploadRequest, path as paths},
    },
    seal::{Digest, SealError, open_file, sha256_file},
};
use uuid::Uuid;

use super::{
    Hub, HubError, evidence, row_of,
    token::{self, Purpose},
    typed,
};
use crate::store::{DeviceRecord, Durability, PhotoClaim, Reads, StoreError, UploadRecord, UploadState};

/// How long an upload's address is good.
const CAPABILITY_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// Uploads that one device may have open: more than a week of a busy worker, far less than a full disk.
pub const MAX_OPEN_UPLOADS: u64 = 512;
/// How many bytes are written before the next durable promise.
const PROMISE_EVERY: u64 = 1024 * 1024;

impl Hub {
    /// Announces a sealed file, or finds the upload that the same file has already.
    ///
    /// # Errors
    /// [`HubError::TooLarge`], [`HubError::TooMany`], [`HubError::Invalid`].
    pub fn create_upload(
        &self,
        device: &DeviceRecord,
        request: &UploadRequest,
    ) -> Result<UploadReply, HubError> {
        if request.bytes == 0 {
            return Err(HubError::Invalid("an empty file is no photo"));
        }
        if request.bytes > self.max_photo_bytes() {
            return Err(HubError::TooLarge);
        }
        let now = self.clock.now();
        let mut upload = self.store.writing(Durability::Durable, |tx| {
            if let Some(known) = tx.upload_of(request.photo, request.sealed_sha256)? {
                if known.bytes != request.bytes {
                    return Err(HubError::Invalid("the same file was announced with another length"));
                }
                if matches!(known.state, UploadState::Stored | UploadState::Altered) {
                    // The phone asks because it has not heard, perhaps under a new device id.
                    tx.write_unit(&[stored_row(tx.reads(), device.id, &known)?])?;
                }
                return Ok::<_, HubError>(known);
            }
            if tx.open_uploads(device.id)? >= MAX_OPEN_UPLOADS {
                return Err(HubError::TooMany);
            }
            let upload = UploadRecord {
                id: self.ids.uuid(now),
                device: device.id,
                photo: request.photo,
                bytes: request.bytes,
                sealed_sha256: request.sealed_sha256,
                offset: 0,
                state: UploadState::Open,
                created_at: now,
            };
            tx.add_upload(&upload)?;
            Ok(upload)
        })?;
        if upload.state == UploadState::Complete {
            // All came, and the process died before it looked.
            self.settle_photo(upload.photo)?;
            // Its bytes may be gone (a restored hub has no parts): then it starts at 0 again.
            let settled = self.store.reading(|tx| tx.upload(upload.id))?;
            upload = settled.ok_or(HubError::NotFound("this upload"))?;
        }
        let until = now.plus_millis(CAPABILITY_MS);
        let capability = token::seal(&self.keys.session, Purpose::Upload, upload.id.as_bytes(), until);
        let offset = self.durable_offset(&upload)?;
        Ok(UploadReply { location: format!("{}/{capability}", paths::UPLOADS), offset })
    }

    /// How many bytes of an upload are durable, and how many there are to be.
    ///
    /// # Errors
    /// [`HubError::NotFound`] when the address is forged, too old, or its upload was given up.
    pub fn upload_offset(&self, capability: &str) -> Result<(u64, u64), HubError> {
        let upload = self.upload_at(capability)?;
        Ok((self.durable_offset(&upload)?, upload.bytes))
    }

    /// Begins to append at `offset`. Nobody else can until the answer is finished or dropped.
    ///
    /// # Errors
    /// [`HubError::WrongOffset`] and [`HubError::Leased`] tell the right offset.
    pub fn append(self: &Arc<Self>, capability: &str, offset: u64) -> Result<Append, HubError> {
        let upload = self.upload_at(capability)?;
        let lease = Lease::take(self, upload.id, upload.offset)?;
        // Read again under the lease: another request may just have ended.
        let upload = self.upload_at(capability)?;
        let durable = self.durable_offset(&upload)?;
        if offset != durable {
            return Err(HubError::WrongOffset { offset: durable });
        }
        let path = self.part(upload.id);
        let file = open_part(&path, durable).map_err(StoreError::io("upload"))?;
        Ok(Append { hub: Arc::clone(self), upload, file, at: durable, promised: durable, _lease: lease })
    }

    fn upload_at(&self, capability: &str) -> Result<UploadRecord, HubError> {
        let id = token::open(&self.keys.session, Purpose::Upload, capability, self.clock.now())
            .ok_or(HubError::NotFound("this upload"))?;
        self.store.reading(|tx| tx.upload(Uuid::from_bytes(id)))?.ok_or(HubError::NotFound("this upload"))
    }

    /// What the record promises, less what the disk no longer has (a restored hub has no parts).
    fn durable_offset(&self, upload: &UploadRecord) -> Result<u64, HubError> {
        if upload.state != UploadState::Open || upload.offset == 0 {
            return Ok(upload.offset);
        }
        let here = fs::metadata(self.part(upload.id)).map_or(0, |part| part.len());
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
                        tx.write_unit(&settled_rows(tx.reads(), &upload, &record_of(tx.reads(), &upload)?)?)
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

    /// All bytes are here and are those announced: judges the picture against its record and stores it.
    fn place(&self, upload: &UploadRecord) -> Result<(), HubError> {
        let claimed = self.store.reading(|tx| record_of(tx, upload))?;
        let Some((record, _)) = &claimed else { return Ok(()) };
        let (part, target) = (self.part(upload.id), self.photo_path(upload));
        // Moved already by a process that died before it could say so, or lost with an older disk.
        let here = if part.exists() { &part } else { &target };
        if !here.exists() {
            let (id, state) = (upload.id, UploadState::Open);
            return Ok(self.store.writing(Durability::Durable, |tx| tx.set_upload(id, 0, state))?);
        }
        let state = match open_file(here, std::slice::from_ref(&self.keys.photo), io::sink()) {
            Ok((plain, bytes)) if is_recorded(record, upload, plain, bytes) => UploadState::Stored,
            // For the addressee of a mandatory report: the sealed digest, checked when it came, is all that can be.
            Err(SealError::WrongKey) if record.kind.is_for_addressee() => UploadState::Stored,
            // Sealed to somebody else, damaged before it was sealed, or another picture: kept, and flagged.
            Ok(_) => UploadState::Altered,
            Err(SealError::Io(kind)) => return Err(StoreError::io("upload")(kind.into()).into()),
            Err(_) => UploadState::Altered,
        };
        let moved = if here == &part { fs::rename(&part, &target) } else { Ok(()) };
        moved.and_then(|()| File::open(self.folder.photos())?.sync_all()).map_err(StoreError::io("photo"))?;
        let upload = UploadRecord { state, ..upload.clone() };
        self.store.writing(Durability::Durable, |tx| {
            tx.set_upload(upload.id, upload.bytes, state)?;
            tx.write_unit(&settled_rows(tx.reads(), &upload, &claimed)?)?;
            Ok::<_, HubError>(())
        })
    }

    /// Where a stored photo lies.
    pub fn photo_path(&self, upload: &UploadRecord) -> PathBuf {
        self.folder.photos().join(photo_file(upload.photo, upload.sealed_sha256))
    }

    fn part(&self, id: Uuid) -> PathBuf {
        self.folder.uploads().join(format!("{id}.part"))
    }

    fn max_photo_bytes(&self) -> u64 {
        self.config.max_photo_mib.saturating_mul(1024 * 1024)
    }

    /// Forgets what was announced and never came, after its address has lapsed.
    pub(super) fn forget_stale_uploads(&self) -> Result<(), HubError> {
        let before = self.clock.now().plus_millis(-2 * CAPABILITY_MS);
        for id in self.store.writing(Durability::Durable, |tx| tx.drop_stale_uploads(before))? {
            // Bytes of an upload that nobody can address any more; a later sweep may find them as well.
            let _ = fs::remove_file(self.part(id));
        }
        Ok(())
    }
}

fn open_part(path: &Path, durable: u64) -> io::Result<File> {
    let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
    // Bytes beyond the promise may be torn.
    file.set_len(durable)?;
    file.seek(SeekFrom::Start(durable))?;
    if let Some(folder) = path.parent().filter(|_| durable == 0) {
        File::open(folder)?.sync_all()?;
    }
    Ok(file)
}

/// Whether what came out of a sealed file is what was recorded of it.
fn is_recorded(record: &PhotoRecord, upload: &UploadRecord, plain: Digest, bytes: u64) -> bool {
    let copy = record.copy_sealed_as(upload.sealed_sha256, upload.bytes);
    copy.map(|copy| record.part(copy)).is_some_and(|part| part.sha256 == plain && part.bytes == bytes)
}

/// What the device that sent the file said of it, or another that took the same picture along (a fork), and
/// every device that said it.
fn record_of(
    tx: &dyn Reads,
    upload: &UploadRecord,
) -> Result<Option<(PhotoRecord, BTreeSet<DeviceId>)>, StoreError> {
    let read = |claim: &PhotoClaim| match Payload::from_json(&claim.body).map(|payload| payload.body) {
        Ok(Body::PhotoTaken(record)) => Some(record),
        _ => None,
    };
    let mut found: Option<(PhotoRecord, BTreeSet<DeviceId>)> = None;
    for claim in tx.photo_claims(upload.photo)? {
        let record = read(&claim).filter(|record| {
            record.id == upload.photo && record.copy_sealed_as(upload.sealed_sha256, upload.bytes).is_some()
        });
        let Some(record) = record else { continue };
        let (first, devices) = found.get_or_insert_with(|| (record.clone(), BTreeSet::new()));
        devices.insert(claim.device);
        if claim.device == upload.device {
            *first = record;
        }
    }
    Ok(found)
}

/// The rows that tell of a stored photo: its own, and one for each device that waits for it.
fn settled_rows(
    tx: &dyn Reads,
    upload: &UploadRecord,
    claimed: &Option<(PhotoRecord, BTreeSet<DeviceId>)>,
) -> Result<Vec<Row>, StoreError> {
    match upload.state {
        UploadState::Stored | UploadState::Altered => {}
        UploadState::Open | UploadState::Complete => return Ok(Vec::new()),
    }
    let mut rows: Vec<Row> = evidence::settled(tx, upload.photo)?.into_iter().collect();
    let said = claimed.iter().flat_map(|(_, devices)| devices.iter().copied());
    let devices: BTreeSet<DeviceId> = said.chain([upload.device]).collect();
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

/// The right to write to one upload; given back when dropped.
struct Lease {
    hub: Arc<Hub>,
    upload: Uuid,
}

impl Lease {
    fn take(hub: &Arc<Hub>, upload: Uuid, offset: u64) -> Result<Self, HubError> {
        let mut leases = hub.leases.lock().unwrap_or_else(PoisonError::into_inner);
        if leases.insert(upload) {
            Ok(Self { hub: Arc::clone(hub), upload })
        } else {
            Err(HubError::Leased { offset })
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.hub.leases.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.upload);
    }
}

/// An upload that is being written to.
pub struct Append {
    hub: Arc<Hub>,
    upload: UploadRecord,
    file: File,
    at: u64,
    promised: u64,
    _lease: Lease,
}

impl Append {
    /// Writes the next bytes; now and then makes durable what came.
    ///
    /// # Errors
    /// [`HubError::TooLarge`] for more bytes than were announced.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), HubError> {
        let end = self.at.saturating_add(bytes.len() as u64);
        if end > self.upload.bytes {
            return Err(HubError::TooLarge);
        }
        self.file.write_all(bytes).map_err(StoreError::io("upload"))?;
        self.at = end;
        let is_due = self.at - self.promised >= PROMISE_EVERY && self.at < self.upload.bytes;
        if is_due { self.promise() } else { Ok(()) }
    }

    fn promise(&mut self) -> Result<(), HubError> {
        if self.at == self.promised {
            return Ok(());
        }
        self.file.sync_all().map_err(StoreError::io("upload"))?;
        let (id, at) = (self.upload.id, self.at);
        self.hub.store.writing(Durability::Durable, |tx| tx.set_upload(id, at, UploadState::Open))?;
        self.promised = self.at;
        Ok(())
    }

    /// Makes durable what came and says how much that is; stores the photo when all of it is here.
    ///
    /// # Errors
    /// [`HubError::DigestMismatch`] when the whole is not what was announced; it then starts at 0 again.
    pub fn finish(mut self) -> Result<u64, HubError> {
        if self.upload.state != UploadState::Open {
            return Ok(self.at);
        }
        if self.at < self.upload.bytes {
            self.promise()?;
            return Ok(self.at);
        }
        // The last byte is promised only with the verdict on the whole: a phone that is told of it sends nothing
        // more, and a process that died in between would leave a file that nobody looks at.
        self.file.sync_all().map_err(StoreError::io("upload"))?;
        let id = self.upload.id;
        let part = self.hub.part(id);
        let (digest, bytes) = sha256_file(&part).map_err(StoreError::io("upload"))?;
        let (offset, state) = if digest == self.upload.sealed_sha256 && bytes == self.upload.bytes {
            (bytes, UploadState::Complete)
        } else {
            (0, UploadState::Open)
        };
        self.hub.store.writing(Durability::Durable, |tx| tx.set_upload(id, offset, state))?;
        if state == UploadState::Open {
            return Err(HubError::DigestMismatch);
        }
        self.hub.settle_photo(self.upload.photo)?;
        Ok(offset)
    }
}

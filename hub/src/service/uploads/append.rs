//! Appending to an upload: one writer at a time, and only what is durable is promised.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Seek, SeekFrom, Write},
    path::Path,
    sync::{Arc, PoisonError},
};

use doorstep_core::seal::sha256_file;
use uuid::Uuid;

use super::{Hub, HubError, standing::may_come};
use crate::store::{Durability, StoreError, UploadRecord, UploadState};

/// How many bytes are written before the next durable promise.
const PROMISE_EVERY: u64 = 1024 * 1024;

impl Hub {
    /// Begins to append at `offset`. Nobody else can until the answer is finished or dropped.
    ///
    /// # Errors
    /// [`HubError::WrongOffset`] and [`HubError::Leased`] tell the right offset; [`HubError::PhotoAltered`] and
    /// [`HubError::RecordRejected`] that the file is not wanted.
    pub fn append(self: &Arc<Self>, capability: &str, offset: u64) -> Result<Append, HubError> {
        self.append_to(&self.upload_at(capability)?, offset)
    }

    /// [`Hub::append`] for who has the upload itself.
    pub(in crate::service) fn append_to(
        self: &Arc<Self>,
        upload: &UploadRecord,
        offset: u64,
    ) -> Result<Append, HubError> {
        let lease = Lease::take(self, upload.id, upload.offset)?;
        // Until the file is held no process puts it into its place.
        let _turn = self.placing.take()?;
        // Read again under the lease: another request may just have ended.
        let known = self.store.reading(|tx| tx.upload(upload.id))?;
        let upload = known.ok_or(HubError::NotFound("this upload"))?;
        self.store.reading(|tx| may_come(tx, &upload))?;
        let durable = self.durable_offset(&upload)?;
        // One that is whole takes nothing more, not even nothing: a part would lie beside it.
        if offset != durable || upload.state != UploadState::Open {
            return Err(HubError::WrongOffset { offset: durable });
        }
        let path = self.part(upload.id);
        let file = open_part(&path, durable).map_err(|error| match error {
            TryLockError::WouldBlock => HubError::Leased { offset: durable },
            TryLockError::Error(error) => StoreError::io("upload")(error).into(),
        })?;
        Ok(Append { hub: Arc::clone(self), upload, file, at: durable, promised: durable, _lease: lease })
    }
}

/// Opens a part for one process alone; a lease keeps the others of this process out.
fn open_part(path: &Path, durable: u64) -> Result<File, TryLockError> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path);
    let file = file.map_err(TryLockError::Error)?;
    file.try_lock()?;
    begin_at(file, path, durable).map_err(TryLockError::Error)
}

fn begin_at(mut file: File, path: &Path, durable: u64) -> io::Result<File> {
    // Bytes beyond the promise may be torn.
    file.set_len(durable)?;
    file.seek(SeekFrom::Start(durable))?;
    if let Some(folder) = path.parent().filter(|_| durable == 0) {
        File::open(folder)?.sync_all()?;
    }
    Ok(file)
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
    /// [`HubError::PhotoAltered`] when it is not the picture that was recorded.
    pub fn finish(mut self) -> Result<u64, HubError> {
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
        self.hub.store.reading(|tx| {
            let settled = tx.upload(id)?.ok_or(HubError::NotFound("this upload"))?;
            may_come(tx, &settled)
        })?;
        Ok(offset)
    }
}

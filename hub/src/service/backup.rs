//! Backups while the hub works, and the way back from one.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use doorstep_core::{
    id::IdGen,
    op::row::{PhotoStored, RowKind},
    time::{Clock, Timestamp},
};
use uuid::Uuid;

use super::{Hub, HubError, document_of, row_of, uploads::photo_file};
use crate::{
    config::Folder,
    store::{Durability, MetaKey, Reads, Store, StoreError, sqlite::SqliteStore},
};

/// Phones told of their photos in one transaction: few enough that pushes do not wait long for the writer.
const ROWS_AT_ONCE: usize = 200;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupReport {
    /// When it was taken.
    pub taken_at: Timestamp,
    /// The hub's revision in it.
    pub revision: u64,
    /// How many photos it holds.
    pub photos: u64,
    /// How many devices may now drop what it holds.
    pub devices: u64,
}

impl Hub {
    /// Writes a whole backup into the new folder `into`: database, photos, settings. The key file is not in
    /// it: keep `hub.key` elsewhere, or the backup opens for whoever finds it.
    ///
    /// # Errors
    /// When the folder exists and is not empty, or cannot be written; nothing is then promised to any phone.
    pub fn backup(&self, into: &Path) -> Result<BackupReport, HubError> {
        let taken_at = self.clock.now();
        let target = Folder::new(into);
        let is_empty = fs::read_dir(into).map_or(true, |mut entries| entries.next().is_none());
        if !is_empty {
            return Err(StoreError::Exists(into.to_owned()).into());
        }
        target.create()?;
        // Heads and stored photos from before the copy: it holds at least these.
        let (heads, stored, revision) = self.store.reading(|tx| {
            let heads: Vec<_> =
                tx.devices()?.into_iter().map(|device| (device.id, device.head.seq)).collect();
            Ok::<_, StoreError>((heads, not_backed_up(tx)?, tx.position()?.revision))
        })?;
        self.store.backup(&target.database())?;
        // Photos after the database: a row is written only once its file lies there.
        let photos = copy_photos(&self.folder.photos(), &target.photos())?;
        if self.folder.config().exists() {
            fs::copy(self.folder.config(), target.config()).map_err(StoreError::io("hub.toml"))?;
        }
        self.store.writing(Durability::Durable, |tx| {
            tx.set_backed_up(&heads)?;
            tx.set_meta(MetaKey::LastBackup, &taken_at.millis().to_be_bytes())
        })?;
        self.tell_backed_up(&stored, &target)?;
        let devices = heads.len() as u64;
        Ok(BackupReport { taken_at, revision, photos, devices })
    }

    /// Tells the phones whose files a backup holds now. What is not told, for a process that dies here, is told
    /// with the next backup.
    fn tell_backed_up(&self, stored: &[(Uuid, PhotoStored)], backup: &Folder) -> Result<(), StoreError> {
        let photos = backup.photos();
        for some in stored.chunks(ROWS_AT_ONCE) {
            self.store.writing(Durability::Replayable, |tx| {
                let mut unit = Vec::new();
                for (id, photo) in some {
                    // A file that this hub's own disk lost is in no backup: the phone's copy may be the last.
                    if !photos.join(photo_file(photo.photo, photo.sealed_sha256)).exists() {
                        continue;
                    }
                    let row = tx.row(RowKind::PhotoStored, *id)?.map(|stored| stored.row);
                    // Told of another file meanwhile.
                    let Some(row) = row.filter(|row| row.read() == Some(*photo)) else { continue };
                    let told = PhotoStored { backed_up: true, ..*photo };
                    unit.push(row_of(row.kind, row.id, row.household, row.scope, &told)?);
                }
                tx.write_unit(&unit).map(|_| ())
            })?;
        }
        Ok(())
    }

    /// When the last backup was taken.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn last_backup(&self) -> Result<Option<Timestamp>, HubError> {
        let stored = self.store.reading(|tx| tx.meta(MetaKey::LastBackup))?;
        let stored = stored.and_then(|bytes| bytes.try_into().ok()).map(i64::from_be_bytes);
        Ok(stored.map(Timestamp::from_millis))
    }

    /// Puts a backup in the place of the hub in `folder`, whose `hub.key` must be that of the backup. What lay
    /// there is set aside, not deleted; photos are only added. The epoch changes, so that phones notice and
    /// send again what the backup does not hold.
    ///
    /// # Errors
    /// When a process serves the folder, or the backup does not open with the key; the folder is then as it
    /// was.
    pub fn restore(
        backup: &Path,
        folder: &Path,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdGen>,
    ) -> Result<Self, HubError> {
        let (source, target) = (Folder::new(backup), Folder::new(folder));
        if !source.database().exists() {
            return Err(StoreError::NoHub(backup.to_owned()).into());
        }
        target.create()?;
        let lock = target.lock()?;
        let now = clock.now();
        let fresh = target.root().join("hub.db.restoring");
        remove_database(&fresh)?;
        fs::copy(source.database(), &fresh).map_err(StoreError::io("hub.db of the backup"))?;
        begin_epoch(&fresh, &target, now)?;
        set_aside(&target, now)?;
        fs::rename(&fresh, target.database()).map_err(StoreError::io("hub.db"))?;
        copy_photos(&source.photos(), &target.photos())?;
        sync_folder(target.root())?;
        drop(lock);
        Self::open(folder, clock, ids)
    }
}

/// Which phones were told of which files that no backup was known to hold.
fn not_backed_up(tx: &dyn Reads) -> Result<Vec<(Uuid, PhotoStored)>, StoreError> {
    let mut stored = Vec::new();
    tx.for_each_row(RowKind::PhotoStored, None, &mut |row| {
        let photo: Option<PhotoStored> = document_of(&row)?;
        stored.extend(photo.filter(|photo| !photo.backed_up).map(|photo| (row.id, photo)));
        Ok(())
    })?;
    Ok(stored)
}

/// Opens the copy, which proves the key, and gives it an epoch that no cursor names.
fn begin_epoch(fresh: &Path, target: &Folder, now: Timestamp) -> Result<(), StoreError> {
    let store: Box<dyn Store> = Box::new(SqliteStore::open(fresh, target.read_key()?)?);
    store.writing(Durability::Durable, |tx| {
        let epoch = tx.position()?.epoch.saturating_add(1);
        let epoch = epoch.max(u64::try_from(now.millis()).unwrap_or(0));
        tx.set_meta(MetaKey::Epoch, &epoch.to_be_bytes())
    })
}

/// Moves the present database out of the way, with its log.
fn set_aside(target: &Folder, now: Timestamp) -> Result<(), StoreError> {
    for suffix in ["", "-wal", "-shm"] {
        let from = with_suffix(&target.database(), suffix);
        if from.exists() {
            let aside = target.root().join(format!("hub.db.before-{}{suffix}", now.millis()));
            fs::rename(&from, aside).map_err(StoreError::io("hub.db"))?;
        }
    }
    Ok(())
}

fn remove_database(path: &Path) -> Result<(), StoreError> {
    for suffix in ["", "-wal", "-shm"] {
        match fs::remove_file(with_suffix(path, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(StoreError::io("hub.db.restoring")(error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Photos never change once they are stored, so a hard link is as good as a copy.
fn copy_photos(from: &Path, to: &Path) -> Result<u64, StoreError> {
    let mut count = 0;
    let entries = match fs::read_dir(from) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(StoreError::io("photos")(error)),
    };
    for entry in entries {
        let entry = entry.map_err(StoreError::io("photos"))?;
        let target = to.join(entry.file_name());
        if !target.exists() && fs::hard_link(entry.path(), &target).is_err() {
            fs::copy(entry.path(), &target)
                .and_then(|_| fs::File::open(&target)?.sync_all())
                .map_err(StoreError::io("photos"))?;
        }
        count += 1;
    }
    sync_folder(to)?;
    Ok(count)
}

fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(StoreError::io("folder"))
}

//! Backups while the hub works, and the way back from one.

mod carried;
mod manifest;

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

use super::{
    Hub, HubError, document_of, row_of,
    uploads::{is_photo, photo_file},
};
use crate::{
    config::Folder,
    store::{Durability, MetaKey, Reads, Store, StoreError, sqlite::SqliteStore},
};
use carried::Carried;
pub use carried::{Before, CarriedOrder};
use manifest::{Manifest, photos_in};

/// Phones told of their photos in one transaction: few enough that pushes do not wait long for the writer.
const ROWS_AT_ONCE: usize = 200;

/// Files beside the data that a backup takes along, and whether one that stands in a folder stays there when a
/// backup is restored: the settings of this machine do, the tenant's divisions come with the grids.
const SETTINGS: [(&str, bool); 2] = [("hub.toml", true), ("divisions.csv", false)];
/// What a file's name ends in until all of the file is there.
const PART: &str = ".part";

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupReport {
    /// When it was taken.
    pub taken_at: Timestamp,
    /// The hub's revision in it.
    pub revision: u64,
    /// How many photos it holds.
    pub photos: u64,
    /// Files of photos that this hub's disk has damaged: the backup is without them, and no phone drops its copy.
    pub damaged: Vec<String>,
    /// How many devices may now drop what it holds.
    pub devices: u64,
}

/// A hub as its backup had it.
#[derive(Debug)]
pub struct Restored {
    /// The hub.
    pub hub: Hub,
    /// Files of photos that got damaged in the backup: left out, so that phones which still hold them send them again.
    pub damaged: Vec<String>,
    /// When the backup was taken: what the hub was told since then is not in it.
    pub taken_at: Timestamp,
    /// The data whose place it took.
    pub before: Before,
    /// How many erasures by law were carried over from those data, and done anew where the backup did not know them.
    pub erasures: u64,
}

impl Hub {
    /// Writes a whole backup into the new folder `into`: database, photos, settings. The key file is not in
    /// it: keep `hub.key` elsewhere, or the backup opens for whoever finds it.
    ///
    /// # Errors
    /// When the folder exists and is not empty, lies within the hub's own, or cannot be written; nothing is then
    /// promised to any phone, and what was written of it is taken away.
    pub fn backup(&self, into: &Path) -> Result<BackupReport, HubError> {
        let is_empty = fs::read_dir(into).map_or(true, |mut entries| entries.next().is_none());
        if !is_empty {
            return Err(StoreError::Exists(into.to_owned()).into());
        }
        if lies_in(into, self.folder.root()) {
            return Err(HubError::Invalid(
                "a backup lies outside the hub's own folder, best on another disk / 备份应放在数据文件夹之外，最好在另一块磁盘",
            ));
        }
        let taken_at = self.clock.now();
        // Heads and stored photos from before the copy: it holds at least these.
        let (heads, stored, revision) = self.store.reading(|tx| {
            let heads: Vec<_> =
                tx.devices()?.into_iter().map(|device| (device.id, device.head.seq)).collect();
            Ok::<_, StoreError>((heads, not_backed_up(tx)?, tx.position()?.revision))
        })?;
        let target = Folder::new(into);
        target.create()?;
        let written = self.write_backup(&target, taken_at);
        if written.is_err() {
            // The folder, not a link to it. If this fails too, the first reason is the one to tell.
            let _ = fs::canonicalize(into).and_then(fs::remove_dir_all);
        }
        let Copied { photos, damaged } = written?;
        // From here on phones may take the backup at its word: it stays, whatever fails.
        self.store.writing(Durability::Durable, |tx| {
            tx.set_backed_up(&heads)?;
            tx.set_meta(MetaKey::LastBackup, &taken_at.millis().to_be_bytes())
        })?;
        self.tell_backed_up(&stored, &target)?;
        let devices = heads.len() as u64;
        Ok(BackupReport { taken_at, revision, photos, damaged, devices })
    }

    fn write_backup(&self, target: &Folder, taken_at: Timestamp) -> Result<Copied, StoreError> {
        self.store.backup(&target.database())?;
        // Photos after the database: a row is written only once its file lies there.
        let copied = copy_photos(&self.folder.photos(), &target.photos())?;
        for name in
            SETTINGS.map(|(name, _)| name).into_iter().filter(|name| self.folder.root().join(name).exists())
        {
            copy_whole(&self.folder.root().join(name), &target.root().join(name))?;
        }
        // Last: a folder without it is no whole backup.
        Manifest::of(target, taken_at)?.write(target)?;
        Ok(copied)
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
    /// there is set aside, not deleted, and the orders to phones in it hold on: a phone that was revoked since the
    /// backup stays so. Photos are only added, `hub.toml` only where there is none. The epoch changes, so that phones
    /// notice and send again what the backup does not hold. Killed half-way, it is finished by being called again.
    ///
    /// # Errors
    /// When a process serves the folder or a command works there, the backup is not whole, or it does not open with
    /// the key; the folder then serves as it did.
    pub fn restore(
        backup: &Path,
        folder: &Path,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdGen>,
    ) -> Result<Restored, HubError> {
        let (source, target) = (Folder::new(backup), Folder::new(folder));
        if !source.database().exists() {
            return Err(StoreError::NoHub(backup.to_owned()).into());
        }
        let manifest = Manifest::read(&source)?;
        manifest.check(&source)?;
        target.create()?;
        let locks = target.lock_alone()?;
        let now = clock.now();
        let fresh = target.root().join("hub.db.restoring");
        remove_database(&fresh)?;
        let read = carried::before(&target);
        let nothing = Carried::default();
        let told = read.as_ref().and_then(|read| read.as_ref().ok()).unwrap_or(&nothing);
        let (orders, erasures) = match copy_database(&source, &manifest, &fresh, &target, now, told) {
            Ok(carried) => carried,
            Err(error) => {
                // Another hub's, or damaged: it is of no use here.
                let _ = remove_database(&fresh);
                return Err(error);
            }
        };
        // Photos before the database that promises them.
        let Copied { damaged, .. } = copy_photos(&source.photos(), &target.photos())?;
        for (name, stays) in SETTINGS {
            let (from, to) = (backup.join(name), folder.join(name));
            if from.exists() && !(stays && to.exists()) {
                copy_whole(&from, &to)?;
            }
        }
        set_aside(&target, now)?;
        fs::rename(&fresh, target.database()).map_err(StoreError::io("hub.db"))?;
        sync_folder(target.root())?;
        drop(locks);
        let before = match read {
            None => Before::Nothing,
            Some(Err(_)) => Before::Unreadable,
            Some(Ok(_)) => Before::Orders(orders),
        };
        // Opened, it erases anew what the backup still had.
        let hub = Self::open(folder, clock, ids)?;
        Ok(Restored { hub, damaged, taken_at: manifest.taken_at, before, erasures })
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

/// Copies the backup's database beside the present one, ready to take its place.
fn copy_database(
    source: &Folder,
    manifest: &Manifest,
    fresh: &Path,
    target: &Folder,
    now: Timestamp,
    told: &Carried,
) -> Result<(Vec<CarriedOrder>, u64), HubError> {
    fs::copy(source.database(), fresh).map_err(StoreError::io("hub.db of the backup"))?;
    manifest.check_database(fresh)?;
    let carried = begin_epoch(fresh, target, now, told)?;
    fs::File::open(fresh).and_then(|file| file.sync_all()).map_err(StoreError::io("hub.db"))?;
    Ok(carried)
}

/// Opens the copy, which proves the key, and gives it an epoch that no cursor names, the orders given since, and what
/// was erased since.
fn begin_epoch(
    fresh: &Path,
    target: &Folder,
    now: Timestamp,
    told: &Carried,
) -> Result<(Vec<CarriedOrder>, u64), HubError> {
    let store: Box<dyn Store> = Box::new(SqliteStore::open(fresh, target.read_key()?)?);
    store.writing(Durability::Durable, |tx| {
        let epoch = tx.position()?.epoch.saturating_add(1);
        let epoch = epoch.max(u64::try_from(now.millis()).unwrap_or(0));
        tx.set_meta(MetaKey::Epoch, &epoch.to_be_bytes())?;
        Ok::<_, HubError>((carried::carry(tx, &told.orders)?, told.erasures.carry(tx)?))
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

struct Copied {
    photos: u64,
    damaged: Vec<String>,
}

/// Copies photos, never by a link: two names of one file are damaged together. One that is not what its name says is
/// left out, whether a disk damaged it or a copy was cut short.
fn copy_photos(from: &Path, to: &Path) -> Result<Copied, StoreError> {
    let mut copied = Copied { photos: 0, damaged: Vec::new() };
    for photo in photos_in(from)? {
        let target = to.join(&photo.name);
        if !is_photo(&target).unwrap_or(false) {
            let whole = is_photo(&from.join(&photo.name)).map_err(StoreError::io(photo.name.clone()))?;
            if !whole {
                copied.damaged.push(photo.name);
                continue;
            }
            copy_whole(&from.join(&photo.name), &target)?;
        }
        copied.photos += 1;
    }
    sync_folder(to)?;
    Ok(copied)
}

/// Whether `path` lies in `folder`, whatever the names on the way.
fn lies_in(path: &Path, folder: &Path) -> bool {
    let Ok(folder) = fs::canonicalize(folder) else { return false };
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let standing = path.ancestors().find_map(|part| fs::canonicalize(part).ok());
    standing.is_some_and(|standing| standing.starts_with(folder))
}

/// Copies a file so that its name is there with all of it or not at all.
fn copy_whole(from: &Path, to: &Path) -> Result<(), StoreError> {
    let part = with_suffix(to, PART);
    let name = to.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    fs::copy(from, &part)
        .and_then(|_| fs::File::open(&part)?.sync_all())
        .and_then(|()| fs::rename(&part, to))
        .map_err(StoreError::io(name))
}

fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(StoreError::io("folder"))
}

//! The list of what a backup holds, written last: a folder without it, or with less than it names, is not whole.

use std::{fs, io, path::Path};

use doorstep_core::{
    seal::{Digest, sha256_file},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::{PART, sync_folder, with_suffix};
use crate::{config::Folder, store::StoreError};

/// Its name in the folder.
const FILE: &str = "backup.json";
/// How many missing files are named.
const NAMED: usize = 5;

/// What a backup holds.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub taken_at: Timestamp,
    /// The database's content.
    database: Digest,
    /// The photos. Each one's name carries the beginning of its digest.
    photos: Vec<Photo>,
}

/// One photo of a hub or backup.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Photo {
    pub name: String,
    pub bytes: u64,
}

impl Manifest {
    /// What lies in the folder of a backup now.
    pub fn of(backup: &Folder, taken_at: Timestamp) -> Result<Self, StoreError> {
        let (database, _) = sha256_file(&backup.database()).map_err(StoreError::io("hub.db"))?;
        Ok(Self { taken_at, database, photos: photos_in(&backup.photos())? })
    }

    /// Writes it; all that it names is durable by then.
    pub fn write(&self, backup: &Folder) -> Result<(), StoreError> {
        let path = backup.root().join(FILE);
        let part = with_suffix(&path, PART);
        let text = serde_json::to_vec(self).map_err(io::Error::other);
        text.and_then(|text| fs::write(&part, text))
            .and_then(|()| fs::File::open(backup.database())?.sync_all())
            .and_then(|()| fs::File::open(&part)?.sync_all())
            .and_then(|()| fs::rename(&part, &path))
            .map_err(StoreError::io(FILE))?;
        sync_folder(backup.root())
    }

    /// Reads that of a backup.
    pub fn read(backup: &Folder) -> Result<Self, StoreError> {
        let bytes = match fs::read(backup.root().join(FILE)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(not_whole(
                    backup,
                    "backup.json is missing: it was not finished, or not all was copied",
                ));
            }
            Err(error) => return Err(StoreError::io(FILE)(error)),
        };
        serde_json::from_slice(&bytes).map_err(|_| not_whole(backup, "backup.json cannot be read"))
    }

    /// Whether all that it names lies in the folder, and no more of the database than the file itself.
    pub fn check(&self, backup: &Folder) -> Result<(), StoreError> {
        // What a running hub's folder has: its last changes are not in `hub.db`.
        let log = with_suffix(&backup.database(), "-wal");
        if fs::metadata(log).is_ok_and(|log| log.len() > 0) {
            return Err(not_whole(
                backup,
                "hub.db-wal lies beside its database, which was opened or copied while used",
            ));
        }
        let photos = backup.photos();
        let is_there = |photo: &&Photo| {
            fs::metadata(photos.join(&photo.name)).is_ok_and(|about| about.len() == photo.bytes)
        };
        let missing: Vec<&str> =
            self.photos.iter().filter(|photo| !is_there(photo)).map(|photo| photo.name.as_str()).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let named = missing.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        let count = missing.len();
        Err(not_whole(backup, &format!("{count} photos are missing or cut short: {named}")))
    }

    /// Whether the file at `copy` is the database that was backed up.
    pub fn check_database(&self, copy: &Path) -> Result<(), StoreError> {
        let (found, _) = sha256_file(copy).map_err(StoreError::io("hub.db"))?;
        let damaged = StoreError::Io {
            what: "hub.db of the backup".to_owned(),
            source: io::Error::new(io::ErrorKind::InvalidData, "is not the file that was backed up"),
        };
        if found == self.database { Ok(()) } else { Err(damaged) }
    }
}

fn not_whole(backup: &Folder, reason: &str) -> StoreError {
    let source = io::Error::new(io::ErrorKind::InvalidData, format!("the backup is not whole: {reason}"));
    StoreError::Io { what: backup.root().display().to_string(), source }
}

/// The photos in a folder, without what a cut copy left.
pub(super) fn photos_in(folder: &Path) -> Result<Vec<Photo>, StoreError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io("photos")(error)),
    };
    let mut photos = Vec::new();
    for entry in entries {
        let entry = entry.map_err(StoreError::io("photos"))?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.ends_with(".age") {
            let bytes = entry.metadata().map_err(StoreError::io("photos"))?.len();
            photos.push(Photo { name, bytes });
        }
    }
    Ok(photos)
}

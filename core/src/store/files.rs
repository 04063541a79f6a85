//! The files of a store: where they lie, how a damaged store is set aside, how all of it is wiped.

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use chrono::{DateTime, Utc};

use super::StoreError;

/// The folder of one store and the names in it.
#[derive(Clone, Debug)]
pub(super) struct Files {
    dir: PathBuf,
}

const DATABASE: &str = "doorstep.db";
const WAL: &str = "doorstep.db-wal";
const SHM: &str = "doorstep.db-shm";
const ROLLBACK: &str = "doorstep.db-journal";
const CHECK: &str = "doorstep.check";
const DOUBT: &str = "doorstep.doubt";
const MOVING: &str = "doorstep.moving";
const WIPING: &str = "doorstep.wiping";
const PART: &str = "doorstep.part";
const RECOVERY: &str = "recovery.age";
const RESERVE: &str = "reserve";
const CLAIM: &str = "doorstep.lock";
const PHOTOS: &str = "photos";
const SET_ASIDE: &str = "set-aside";

/// What is set aside together. The photos go along: only the damaged journal knows whose they are.
const MOVED: [&str; 7] = [WAL, SHM, ROLLBACK, CHECK, RECOVERY, PHOTOS, DATABASE];

/// All that a store ever writes, the database first; the note of a wipe goes after the folders.
const FILES: [&str; 11] =
    [DATABASE, WAL, SHM, ROLLBACK, RECOVERY, CHECK, DOUBT, MOVING, PART, RESERVE, CLAIM];
const FOLDERS: [&str; 2] = [PHOTOS, SET_ASIDE];

impl Files {
    /// The files of the store in `dir`; makes the folders that are missing.
    pub(super) fn prepare(dir: &Path) -> Result<Self, StoreError> {
        let files = Self { dir: dir.to_owned() };
        fs::create_dir_all(files.photos())?;
        Ok(files)
    }

    fn named(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    pub(super) fn database(&self) -> PathBuf {
        self.named(DATABASE)
    }

    pub(super) fn check(&self) -> PathBuf {
        self.named(CHECK)
    }

    pub(super) fn photos(&self) -> PathBuf {
        self.named(PHOTOS)
    }

    pub(super) fn reserve(&self) -> PathBuf {
        self.named(RESERVE)
    }

    pub(super) fn claim(&self) -> PathBuf {
        self.named(CLAIM)
    }

    pub(super) fn recovery(&self) -> PathBuf {
        self.named(RECOVERY)
    }

    /// Bytes of the database file; 0 where there is none.
    pub(super) fn database_bytes(&self) -> Result<u64, StoreError> {
        bytes_of(&self.database())
    }

    /// Bytes of the database, its log and the photos.
    pub(super) fn bytes(&self) -> Result<u64, StoreError> {
        let mut bytes = self.database_bytes()?.saturating_add(bytes_of(&self.named(WAL))?);
        for file in fs::read_dir(self.photos())? {
            bytes = bytes.saturating_add(bytes_of(&file?.path())?);
        }
        Ok(bytes)
    }

    /// How many damaged stores lie aside here.
    pub(super) fn count_set_aside(&self) -> Result<u64, StoreError> {
        match fs::read_dir(self.named(SET_ASIDE)) {
            Ok(folders) => Ok(u64::try_from(folders.count()).unwrap_or(u64::MAX)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether a log holds what the database file does not.
    pub(super) fn has_log(&self) -> Result<bool, StoreError> {
        Ok(bytes_of(&self.named(WAL))? > 0 || bytes_of(&self.named(ROLLBACK))? > 0)
    }

    /// Notes that the open store met a damaged page, so that the next open looks at every one.
    pub(super) fn doubt(&self) -> Result<(), StoreError> {
        write_durably(&self.named(DOUBT), b"")
    }

    /// Whether a damaged page was met.
    pub(super) fn is_doubted(&self) -> bool {
        self.named(DOUBT).exists()
    }

    /// The doubt was unfounded.
    pub(super) fn trust(&self) -> Result<(), StoreError> {
        remove_file(&self.named(DOUBT))
    }

    /// Moves the store, whole, to a folder named after its last change. A note written first lets the next open
    /// finish the move if this process dies in the middle: a database without its log would look older and sound.
    ///
    /// One that a killed process began is gone on with: what it moved and the rest belong together.
    pub(super) fn set_aside(&self) -> Result<PathBuf, StoreError> {
        if let Some(folder) = self.resume_set_aside()? {
            return Ok(folder);
        }
        let folder = self.free_folder()?;
        write_durably(&self.named(MOVING), folder.as_os_str().as_encoded_bytes())?;
        self.move_to(&folder)
    }

    /// Finishes a move that a killed process began.
    pub(super) fn resume_set_aside(&self) -> Result<Option<PathBuf>, StoreError> {
        match fs::read(self.named(MOVING)) {
            Ok(name) => {
                // A torn note means that nothing was moved yet.
                let name = PathBuf::from(String::from_utf8_lossy(&name).into_owned());
                let folder = if name.starts_with(self.named(SET_ASIDE)) { name } else { self.free_folder()? };
                self.move_to(&folder).map(Some)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn move_to(&self, folder: &Path) -> Result<PathBuf, StoreError> {
        fs::create_dir_all(folder)?;
        for name in MOVED {
            let from = self.named(name);
            match fs::rename(&from, folder.join(name)) {
                // The folder was moved before, and made anew by whoever goes on with the move.
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => fs::remove_dir(from)?,
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        sync_folder(folder)?;
        self.trust()?;
        remove_file(&self.named(MOVING))?;
        sync_folder(&self.dir)?;
        Ok(folder.to_owned())
    }

    /// A folder that does not exist yet, named by the UTC time of the last change to the store.
    fn free_folder(&self) -> Result<PathBuf, StoreError> {
        let changed = [DATABASE, CHECK].iter().find_map(|name| {
            let changed = fs::metadata(self.named(name)).ok()?.modified().ok()?;
            let millis = changed.duration_since(UNIX_EPOCH).ok()?.as_millis();
            DateTime::<Utc>::from_timestamp_millis(i64::try_from(millis).ok()?)
        });
        let name = changed.unwrap_or_default().format("%Y%m%dT%H%M%SZ").to_string();
        let parent = self.named(SET_ASIDE);
        fs::create_dir_all(&parent)?;
        let mut folder = parent.join(&name);
        for copy in 2u32.. {
            if !folder.try_exists()? {
                break;
            }
            folder = parent.join(format!("{name}-{copy}"));
        }
        Ok(folder)
    }

    /// Whether `file` is one of the store's, or would be, by whatever way it is named.
    pub(super) fn owns(&self, file: &Path) -> bool {
        let (Ok(dir), Some(file)) = (fs::canonicalize(&self.dir), real_path(file)) else { return false };
        let below = file.strip_prefix(dir).ok().and_then(|below| below.iter().next());
        below.is_some_and(|first| FILES.iter().chain(&FOLDERS).chain([&WIPING]).any(|name| first == *name))
    }

    /// Whether a wipe of the store in `dir` was begun and did not come to its end.
    pub(super) fn is_half_wiped(dir: &Path) -> bool {
        dir.join(WIPING).exists()
    }

    /// Removes all that the store ever wrote, the database first. A note written before tells the next open to finish it
    /// if this process dies in the middle. Nothing else in the folder is touched; the folder goes when it is empty.
    pub(super) fn destroy(&self) -> Result<(), StoreError> {
        // A disk that is too full for the note is no reason to keep the rest.
        let _ = write_durably(&self.named(WIPING), b"");
        for name in FILES {
            remove_file(&self.named(name))?;
        }
        for name in FOLDERS {
            match fs::remove_dir_all(self.named(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        // The note goes only once everything else is gone for good.
        sync_folder(&self.dir)?;
        remove_file(&self.named(WIPING))?;
        // Refused while something of the host's own lies there: that is not ours to remove.
        let _ = fs::remove_dir(&self.dir);
        Ok(())
    }
}

/// Where a file lies, or would lie, behind all links.
fn real_path(file: &Path) -> Option<PathBuf> {
    let below_parent = || {
        let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(fs::canonicalize(parent).ok()?.join(file.file_name()?))
    };
    fs::canonicalize(file).ok().or_else(below_parent)
}

fn bytes_of(path: &Path) -> Result<u64, StoreError> {
    match fs::metadata(path) {
        Ok(found) => Ok(found.len()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error.into()),
    }
}

/// Removes a file that may be gone already.
pub(super) fn remove_file(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Writes a small file so that it is there whole or not at all, and stays.
pub(super) fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let part = path.with_extension("part");
    let mut file = fs::File::create(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&part, path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes the names in a folder durable, where the system lets a folder be opened.
pub(super) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

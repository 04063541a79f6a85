//! The hub's folder: what lies where, who may hold it, and the settings of the machine.

use std::{
    fs::{self, File, OpenOptions},
    io::{Read, Write},
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use doorstep_core::id::IdGen;
use serde::{Deserialize, Serialize};

use crate::store::{StoreError, sqlite::DbKey};

/// What stands in a hub's folder between the beginning and the end of a restore.
const HALVES: [&str; 2] = ["hub.db.before-", "hub.db.restoring"];

/// The files of one hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The hub in the folder `root`, whether it exists or not.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The encrypted database.
    pub fn database(&self) -> PathBuf {
        self.root.join("hub.db")
    }

    /// The database's key: the one secret to guard, and the one file that no backup carries.
    pub fn key(&self) -> PathBuf {
        self.root.join("hub.key")
    }

    /// Photos as they came, sealed.
    pub fn photos(&self) -> PathBuf {
        self.root.join("photos")
    }

    /// Photos that are still coming.
    pub fn uploads(&self) -> PathBuf {
        self.root.join("uploads")
    }

    /// Settings of this machine.
    pub fn config(&self) -> PathBuf {
        self.root.join("hub.toml")
    }

    /// The database, which must be there.
    ///
    /// # Errors
    /// [`StoreError::NoHub`], [`StoreError::RestoreInterrupted`], or [`StoreError::Damaged`] for a file without
    /// anything in it, which SQLite would take for a new one.
    pub fn held_database(&self) -> Result<PathBuf, StoreError> {
        let path = self.database();
        match fs::metadata(&path) {
            Ok(about) if about.len() == 0 => Err(StoreError::Damaged),
            Ok(_) => Ok(path),
            Err(_) => self.not_half_restored().and(Err(StoreError::NoHub(self.root.clone()))),
        }
    }

    /// Whether the database may be made anew: not where a restore left its halves.
    ///
    /// # Errors
    /// [`StoreError::RestoreInterrupted`].
    pub fn not_half_restored(&self) -> Result<(), StoreError> {
        let names = fs::read_dir(&self.root).into_iter().flatten().flatten().map(|entry| entry.file_name());
        let mut names = names.map(|name| name.to_string_lossy().into_owned());
        if names.any(|name| HALVES.iter().any(|half| name.starts_with(half))) {
            return Err(StoreError::RestoreInterrupted(self.root.clone()));
        }
        Ok(())
    }

    /// Makes the folders that are missing.
    ///
    /// # Errors
    /// When one cannot be made.
    pub fn create(&self) -> Result<(), StoreError> {
        for folder in [self.root.clone(), self.photos(), self.uploads()] {
            fs::create_dir_all(&folder).map_err(StoreError::io(folder.display().to_string()))?;
        }
        Ok(())
    }

    /// Holds the folder for this process, which serves phones or judges what they sent, until the answer is dropped.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another process holds it.
    pub fn lock(&self) -> Result<FolderLock, StoreError> {
        self.hold("hub.lock", File::try_lock)
    }

    /// Keeps the database in its place for a command, beside a process that serves and other commands.
    ///
    /// # Errors
    /// [`StoreError::InUse`] while the database is being put in its place.
    pub fn enter(&self) -> Result<FolderLock, StoreError> {
        self.hold("commands.lock", File::try_lock_shared)
    }

    /// Holds the folder for a process that puts another database there: with nobody who serves, and no command.
    ///
    /// # Errors
    /// [`StoreError::InUse`].
    pub fn lock_alone(&self) -> Result<[FolderLock; 2], StoreError> {
        Ok([self.lock()?, self.hold("commands.lock", File::try_lock)?])
    }

    fn hold(
        &self,
        file: &str,
        lock: fn(&File) -> Result<(), fs::TryLockError>,
    ) -> Result<FolderLock, StoreError> {
        let (held, name) = (self.lock_file(file)?, self.root.join(file).display().to_string());
        match lock(&held) {
            Ok(()) => Ok(FolderLock { _file: held }),
            Err(fs::TryLockError::WouldBlock) => Err(StoreError::InUse(self.root.clone())),
            Err(fs::TryLockError::Error(error)) => Err(StoreError::io(name)(error)),
        }
    }

    /// What one at a time may do, of all threads of all processes that work in the folder.
    ///
    /// # Errors
    /// When its file cannot be opened.
    pub fn turn(&self, name: &str) -> Result<Turn, StoreError> {
        Ok(Turn { file: Mutex::new(self.lock_file(&format!("{name}.lock"))?) })
    }

    fn lock_file(&self, name: &str) -> Result<File, StoreError> {
        let path = self.root.join(name);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        file.map_err(StoreError::io(path.display().to_string()))
    }

    /// Reads the database's key.
    ///
    /// # Errors
    /// [`StoreError::NoKey`] when there is none, [`StoreError::NoHub`] when there is no database either,
    /// [`StoreError::WrongKey`] when it is not 64 hexadecimal digits.
    pub fn read_key(&self) -> Result<DbKey, StoreError> {
        let path = self.key();
        if !path.exists() {
            let is_hub = self.database().exists();
            return Err(if is_hub { StoreError::NoKey(path) } else { StoreError::NoHub(self.root.clone()) });
        }
        let mut text = zeroize::Zeroizing::new(String::new());
        File::open(&path)
            .and_then(|mut file| file.read_to_string(&mut text))
            .map_err(StoreError::io(path.display().to_string()))?;
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.trim(), &mut bytes).map_err(|_| StoreError::WrongKey)?;
        Ok(DbKey::new(bytes))
    }

    /// Makes a new key, readable by its owner alone.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when there is one: a key is never replaced.
    pub fn create_key(&self, ids: &dyn IdGen) -> Result<DbKey, StoreError> {
        let path = self.key();
        if path.exists() {
            return Err(StoreError::Exists(path));
        }
        let mut bytes = [0; 32];
        ids.random(&mut bytes);
        write_private(&path, hex::encode(bytes).as_bytes())?;
        // Without its key the database is lost: the file's name must be durable too.
        File::open(&self.root)
            .and_then(|folder| folder.sync_all())
            .map_err(StoreError::io(self.root.display().to_string()))?;
        Ok(DbKey::new(bytes))
    }

    /// Reads the settings of this machine; the defaults when there is no file.
    ///
    /// # Errors
    /// When the file cannot be read or understood.
    pub fn read_config(&self) -> Result<HubConfig, StoreError> {
        let path = self.config();
        let name = path.display().to_string();
        match fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|error| StoreError::Io {
                what: name,
                source: std::io::Error::new(std::io::ErrorKind::InvalidData, error),
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(HubConfig::default()),
            Err(error) => Err(StoreError::io(name)(error)),
        }
    }
}

/// The hold of one process on a hub's folder.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

/// How often somebody looks whether another process is done, and how long they rest between: ten seconds in all, as long
/// as for the database.
const LOOKS: u32 = if cfg!(test) { 20 } else { 2_000 };
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// Something that one at a time may do; a process that dies gives its turn back.
#[derive(Debug)]
pub struct Turn {
    file: Mutex<File>,
}

impl Turn {
    /// Waits for its turn, which lasts until the answer is dropped.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process keeps it too long: it may have been stopped in the middle. When the
    /// system cannot tell whose turn it is.
    pub fn take(&self) -> Result<Taken<'_>, StoreError> {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..LOOKS {
            match file.try_lock() {
                Ok(()) => return Ok(Taken { file }),
                Err(fs::TryLockError::Error(error)) => return Err(StoreError::io("lock")(error)),
                Err(fs::TryLockError::WouldBlock) => std::thread::sleep(LOOK_AGAIN),
            }
        }
        Err(StoreError::Busy)
    }
}

/// A turn that was taken.
#[derive(Debug)]
pub struct Taken<'t> {
    file: MutexGuard<'t, File>,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        // Closing the file gives it back in any case.
        let _ = self.file.unlock();
    }
}

/// Writes a file that only its owner may read, durable when it returns.
fn write_private(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .map_err(StoreError::io(path.display().to_string()))
}

/// Settings of the machine that serves; those of the tenant lie in the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HubConfig {
    /// Where to listen.
    pub listen: SocketAddr,
    /// How phones reach the hub, such as `https://hub.example:8443`; goes into the QR.
    pub url: Option<String>,
    /// The largest sealed photo, in MiB.
    pub max_photo_mib: u64,
}

impl Default for HubConfig {
    fn default() -> Self {
        Self { listen: SocketAddr::from(([0, 0, 0, 0], 8443)), url: None, max_photo_mib: 64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_is_taken_from_every_process_until_it_is_given_back() {
        let root = tempfile::tempdir().unwrap();
        let turn = Folder::new(root.path()).turn("placing").unwrap();
        // As another process holds it open.
        let other = File::options().write(true).open(root.path().join("placing.lock")).unwrap();
        let taken = turn.take().unwrap();
        assert!(matches!(other.try_lock(), Err(fs::TryLockError::WouldBlock)));
        drop(taken);
        other.try_lock().unwrap();
        assert!(matches!(turn.take(), Err(StoreError::Busy)), "a process that was stopped in the middle");
        other.unlock().unwrap();
        drop(turn.take().unwrap());
    }
}

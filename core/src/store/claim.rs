//! The claim on a store's folder: one open store at a time, in this process or another.
//!
//! Two open stores would each sweep, at their start, the photo that the other has just sealed, and number their
//! records from the same place. The system lets go of the claim when the process dies.

use std::{fs::File, path::Path};

use super::StoreError;

/// Held as long as the store is open.
#[derive(Debug)]
pub(super) struct Claim {
    file: File,
}

impl Claim {
    /// Claims the folder by a lock on the named file, or answers [`StoreError::InUse`] at once. A file system without
    /// locks gives an open store without the guard, rather than none.
    pub(super) fn hold(path: &Path) -> Result<Self, StoreError> {
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        if is_held_elsewhere(&file) { Err(StoreError::InUse) } else { Ok(Self { file }) }
    }

    /// Lets the next open have the folder, also while this value lives on.
    pub(super) fn release(&self) {
        // The lock goes with the file in any case.
        let _ = unlock(&self.file);
    }
}

// The standard library's own locks answer "not supported" on Android before Rust 1.98.
#[cfg(unix)]
fn is_held_elsewhere(file: &File) -> bool {
    use rustix::{fs, io::Errno};
    fs::flock(file, fs::FlockOperation::NonBlockingLockExclusive) == Err(Errno::WOULDBLOCK)
}

#[cfg(unix)]
fn unlock(file: &File) -> std::io::Result<()> {
    Ok(rustix::fs::flock(file, rustix::fs::FlockOperation::Unlock)?)
}

#[cfg(not(unix))]
fn is_held_elsewhere(file: &File) -> bool {
    matches!(file.try_lock(), Err(std::fs::TryLockError::WouldBlock))
}

#[cfg(not(unix))]
fn unlock(file: &File) -> std::io::Result<()> {
    file.unlock()
}

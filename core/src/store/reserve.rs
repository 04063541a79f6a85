//! A file that only takes up room, given back when the disk is full so that the record in hand still saves.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use super::{StoreError, files::remove_file};

/// Bytes held back.
const BYTES: usize = 1024 * 1024;

/// After how many commits a released reserve is looked after again.
const COMMITS_BETWEEN_TRIES: u32 = 100;

/// The reserve of one store.
#[derive(Debug)]
pub(super) struct Reserve {
    path: PathBuf,
    /// Commits since the reserve was released.
    commits: AtomicU32,
}

impl Reserve {
    /// The reserve at `path`, made now if there is room.
    pub(super) fn hold(path: PathBuf) -> Self {
        let reserve = Self { path, commits: AtomicU32::new(0) };
        reserve.refill();
        reserve
    }

    /// Gives the room back; whether there was any to give.
    pub(super) fn release(&self) -> bool {
        self.commits.store(0, Ordering::Relaxed);
        fs::remove_file(&self.path).is_ok()
    }

    /// Called after each commit: makes a released reserve anew, some time later.
    pub(super) fn after_commit(&self) {
        if self.commits.fetch_add(1, Ordering::Relaxed) % COMMITS_BETWEEN_TRIES == COMMITS_BETWEEN_TRIES - 1 {
            self.refill();
        }
    }

    fn refill(&self) {
        if self.path.exists() {
            return;
        }
        let part = self.path.with_extension("part");
        // Without room there is simply no reserve; the next try comes by itself.
        if fill(&part).and_then(|()| Ok(fs::rename(&part, &self.path)?)).is_err() {
            let _ = remove_file(&part);
        }
    }
}

/// Writes twice the reserve and keeps half: one that took the last free byte would be in its own way.
fn fill(path: &Path) -> Result<(), StoreError> {
    let mut file = fs::File::create(path)?;
    let block = vec![0u8; BYTES];
    file.write_all(&block)?;
    file.write_all(&block)?;
    file.sync_all()?;
    file.set_len(u64::try_from(BYTES).unwrap_or(0))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_released_reserve_comes_back_after_a_while() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("reserve");
        let reserve = Reserve::hold(path.clone());
        assert_eq!(fs::metadata(&path).unwrap().len(), 1024 * 1024);

        assert!(reserve.release());
        assert!(!reserve.release(), "there is only one to give");
        for _ in 0..COMMITS_BETWEEN_TRIES {
            assert!(!path.exists());
            reserve.after_commit();
        }
        assert!(path.exists());
    }
}

//! Opening and closing one worker's store.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{derive::RulesCache, outbox::LastStatus};
use crate::{
    error::{DoorstepError, LockReason},
    id::IdGen,
    seal::{PART_SUFFIX, Signer},
    store::{DbKey, DeviceState, Identity, Store, Tx, device, journal},
    time::{Clock, Day, HlcClock},
};

/// What the platform lends the core.
#[derive(Clone)]
pub struct Host {
    /// Its clocks.
    pub clock: Arc<dyn Clock>,
    /// Its randomness.
    pub ids: Arc<dyn IdGen>,
    /// Its key store, holding the device's P-256 key.
    pub signer: Arc<dyn Signer>,
}

/// One worker's day on one phone.
pub struct Doorstep {
    pub(super) store: Store,
    pub(super) host: Host,
    pub(super) hlc: HlcClock,
    pub(super) dir: PathBuf,
    /// The rules as this role sees them, read once; forgotten when the feed brings new ones.
    pub(super) rules: RulesCache,
    /// Network and battery as last told, for the outbox to say what they hold up.
    pub(super) status: LastStatus,
}

impl Doorstep {
    /// Opens the store in `dir`, creating it on first use, and sweeps what a killed process left half-written.
    ///
    /// # Errors
    /// [`DoorstepError::Locked`] with the reason when the key is wrong, the file is damaged (it was set aside;
    /// opening again starts a new store) or was written by a newer app.
    pub fn open(dir: &Path, key: &DbKey, host: Host) -> Result<Self, DoorstepError> {
        let store = Store::open(dir, key)?;
        let last = store.read(journal::last_hlc)?;
        let doorstep = Self {
            store,
            host,
            hlc: HlcClock::resume(last),
            dir: dir.to_owned(),
            rules: RulesCache::default(),
            status: LastStatus::default(),
        };
        doorstep.sweep();
        Ok(doorstep)
    }

    /// Closes the store. Later calls answer [`LockReason::Closed`].
    pub fn shutdown(&self) {
        self.store.close();
    }

    /// Destroys everything this store holds. For an order of the hub, or a worker who leaves.
    ///
    /// # Errors
    /// When a file cannot be removed.
    pub fn wipe(&self) -> Result<(), DoorstepError> {
        self.store.close();
        Ok(Store::destroy(&self.dir)?)
    }

    /// Who this phone is, once enrolled.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn identity(&self) -> Result<Option<Identity>, DoorstepError> {
        Ok(self.store.read(device::identity)?)
    }

    /// The identity, which every recording needs.
    pub(super) fn me(&self, tx: &Tx<'_>) -> Result<Identity, DoorstepError> {
        device::identity(tx)?.ok_or(DoorstepError::NotFound { what: "enrolment" })
    }

    /// The identity of a phone that may still record.
    pub(super) fn me_recording(&self, tx: &Tx<'_>) -> Result<Identity, DoorstepError> {
        let me = self.me(tx)?;
        match me.state {
            DeviceState::Active | DeviceState::UpgradeNeeded => Ok(me),
            DeviceState::Draining | DeviceState::Revoked => {
                Err(DoorstepError::Locked { reason: LockReason::Revoked })
            }
        }
    }

    /// The civil day at the tenant's place.
    pub(super) fn day(&self, me: &Identity) -> Day {
        me.settings.zone.day_of(self.host.clock.now())
    }

    /// Where sealed photos lie.
    pub(super) fn photo_file(&self, name: &str) -> Result<PathBuf, DoorstepError> {
        let folder = self.store.photos_dir().ok_or(DoorstepError::NotFound { what: "photo folder" })?;
        Ok(folder.join(name))
    }

    /// Removes half-written sealed files; no row ever named one.
    fn sweep(&self) {
        let Some(Ok(files)) = self.store.photos_dir().map(std::fs::read_dir) else { return };
        for file in files.flatten() {
            if file.file_name().to_string_lossy().ends_with(PART_SUFFIX) {
                // A file that stays is swept at the next start.
                let _ = std::fs::remove_file(file.path());
            }
        }
    }
}

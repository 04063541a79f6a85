//! Opening and closing one worker's store.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{DraftPhoto, PAGE, derive::RulesCache, outbox::LastStatus, visit::read_draft};
use crate::{
    domain::rules::RulePacks,
    error::{DoorstepError, LockReason, Thing},
    id::IdGen,
    op::{row::RowKind, wire::ScopePage},
    seal::Signer,
    store::{
        DbKey, DeviceState, Durability, Identity, Store, Tx, blob, device, draft, index::DutyWriter, journal,
        register,
    },
    time::{Clock, Day, HlcClock},
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Operations trimmed by one open, so that no start waits for a long history: several days' worth, in some 8 ms.
const TRIMMED_AT_ONCE: usize = 500;

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
    /// The rules as this role sees them, read once, and again when the feed brought others.
    pub(super) rules: RulesCache,
    /// Network and battery as last told, for the outbox to say what they hold up.
    pub(super) status: LastStatus,
}

impl Doorstep {
    /// Opens the store in `dir`, creating it on first use, sweeps the photo files that a killed process left
    /// unnamed, and trims a share of the history that is older than the tenant's period.
    ///
    /// # Errors
    /// [`DoorstepError::Locked`] with the reason when the folder is open already, the key is wrong, the file is damaged (it was set aside;
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
        // What is not trimmed or sealed now is at another start.
        let _ = doorstep.trim_history();
        let _ = doorstep.keep_recovery();
        Ok(doorstep)
    }

    /// Leaves the key of the store in its folder for the hub alone to read, or takes it away, as the tenant has it.
    pub(super) fn keep_recovery(&self) -> Result<(), DoorstepError> {
        let me = self.identity()?;
        let recipient = me.as_ref().filter(|me| me.settings.recovery).map(|me| &me.recipient);
        Ok(self.store.keep_recovery(recipient)?)
    }

    /// Closes the store. Later calls answer [`LockReason::Closed`].
    pub fn shutdown(&self) {
        self.store.close();
    }

    /// Whether it was shut down or wiped.
    pub fn is_shut(&self) -> bool {
        self.store.is_closed()
    }

    /// Destroys everything this store holds. For an order of the hub, or a worker who leaves.
    ///
    /// # Errors
    /// When a file cannot be removed: the wipe is then [cut short](Self::wipe_is_cut_short).
    pub fn wipe(&self) -> Result<(), DoorstepError> {
        self.store.close();
        Ok(Store::destroy(&self.dir)?)
    }

    /// Whether a wipe of the store in `dir`, whoever ordered it, was begun and did not come to its end. The next open
    /// finishes it and begins anew; whoever keeps the key has theirs to forget before.
    pub fn wipe_is_cut_short(dir: &Path) -> bool {
        Store::is_half_wiped(dir)
    }

    /// Moves what lies in `dir` out of the way, for a phone whose key vault lost the key of its store: the next open
    /// begins anew, and nothing recorded is lost. Answers where it lies; where the tenant allows it, `recovery.age` beside
    /// it holds the key, for the hub to read. Close the store first.
    ///
    /// # Errors
    /// [`DoorstepError::Locked`] while it is open. When a file cannot be moved; the next open goes on.
    pub fn set_aside(dir: &Path) -> Result<PathBuf, DoorstepError> {
        Ok(Store::set_aside(dir)?)
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
        device::identity(tx)?.ok_or(DoorstepError::NotFound { what: Thing::Enrolment })
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

    /// The identity of a phone on which a visit that was begun may be finished: a draining one too.
    pub(super) fn me_finishing(&self, tx: &Tx<'_>) -> Result<Identity, DoorstepError> {
        let me = self.me(tx)?;
        if me.state == DeviceState::Draining { Ok(me) } else { self.me_recording(tx) }
    }

    /// The civil day at the tenant's place.
    pub(super) fn day(&self, me: &Identity) -> Day {
        me.settings.zone.day_of(self.host.clock.now())
    }

    /// Where sealed photos lie.
    pub(super) fn photo_file(&self, name: &str) -> Result<PathBuf, DoorstepError> {
        let folder = self.store.photos_dir().ok_or(DoorstepError::NotFound { what: Thing::Photo })?;
        Ok(folder.join(name))
    }

    /// Removes from the photo folder what no draft and no recorded photo names: half-written files, plain ones, and
    /// the sealed file of a photo whose commit failed. Where it cannot be told what is named, everything stays.
    fn sweep(&self) {
        let (Some(folder), Ok(named)) = (self.store.photos_dir(), self.named_files()) else { return };
        let Ok(files) = std::fs::read_dir(folder) else { return };
        for file in files.flatten() {
            if !named.contains(file.file_name().to_string_lossy().as_ref()) {
                // A file that stays is swept at the next start; a folder is none of ours.
                let _ = std::fs::remove_file(file.path());
            }
        }
    }

    fn named_files(&self) -> Result<BTreeSet<String>, DoorstepError> {
        self.store.read(|tx| {
            let mut named = BTreeSet::new();
            for saved in draft::drafts(tx)? {
                named.extend(read_draft(&saved.json)?.photos.iter().flat_map(DraftPhoto::files));
            }
            let mut after = 0;
            loop {
                let page = blob::files_here(tx, after, PAGE)?;
                let Some((last, _)) = page.last() else { return Ok(named) };
                after = *last;
                named.extend(page.into_iter().map(|(_, name)| name));
            }
        })
    }

    /// Removes originals that are older than the tenant keeps them, and takes the bodies from a share of the history that the hub has judged and backed up long ago and that is older
    /// than the tenant keeps it; its hashes stay.
    pub(super) fn trim_history(&self) -> Result<(), DoorstepError> {
        let Some(me) = self.identity()? else { return Ok(()) };
        let kept_ms = i64::from(me.settings.keep_days).saturating_mul(DAY_MS);
        let now = self.host.clock.now();
        let before = now.plus_millis(kept_ms.saturating_neg());
        self.drop_old_originals(before)?;
        self.store.write(Durability::Replayable, |tx| {
            journal::note_backups(tx, now)?;
            journal::trim(tx, before, TRIMMED_AT_ONCE)
        })?;
        Ok(())
    }

    /// Takes over this worker's name and role where the page brought their own row. Answers whether the role is
    /// another: then it sees other rules and owes other duties.
    pub(super) fn take_own_row(
        &self,
        tx: &Tx<'_>,
        me: &mut Identity,
        page: &ScopePage,
    ) -> Result<bool, DoorstepError> {
        if !page.rows.iter().any(|row| row.kind == RowKind::Staff && row.id == me.staff.id.0) {
            return Ok(false);
        }
        let Some(own) = register::staff(tx)?.into_iter().find(|worker| worker.id == me.staff.id) else {
            return Ok(false);
        };
        let is_new_role = own.role != me.staff.role;
        if is_new_role && !own.role.audience().derives() {
            // Tickets take their place: nothing will derive these any more, nor take them away.
            let no_rules = RulePacks::default();
            let writer = DutyWriter::replacing(tx, &no_rules, self.day(me))?;
            register::try_for_each_facts(tx, None, |facts| writer.put(&facts.household, &[]))?;
        }
        if own != me.staff {
            me.staff = own;
            device::set_identity(tx, me)?;
        }
        Ok(is_new_role)
    }
}

//! What phones and managers may do with the hub, one file each. Handlers and commands call these and add
//! nothing.
//!
//! Owns every rule of the hub: who is let in, what is stored, what is handed out, when a verdict is made.
//! Never names SQL or HTTP.

mod access;
mod apply;
mod backup;
mod beside;
mod bundle;
mod coverage;
mod enrol;
mod erase;
mod error;
mod evidence;
mod feed;
mod feedback;
mod orders;
mod push;
mod recover;
mod rejected;
mod responsibility;
mod roll;
mod tickets;
mod token;
mod unsent;
mod uploads;

#[cfg(test)]
mod tests;

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{Arc, Mutex},
};

use doorstep_core::{
    id::IdGen,
    op::{
        row::{Row, RowKind, Scope},
        wire::TenantSettings,
    },
    time::{Clock, Day},
};
use uuid::Uuid;

pub use self::{
    backup::{BackupReport, Before, CarriedOrder, Restored},
    bundle::BundleFor,
    coverage::CoverageQuery,
    erase::{Erased, MAX_BASIS},
    error::HubError,
    feedback::Feedback,
    push::MAX_DEFERRED_GROUPS,
    responsibility::ResponsibilityLine,
    unsent::{Came, NotImported, NotTaken, UnsentReport},
    uploads::{Append, MAX_WAITING_BYTES, MAX_WAITING_UPLOADS},
};
use crate::{
    config::{Folder, FolderLock, HubConfig, Turn},
    keys::HubKeys,
    store::{Durability, MetaKey, Reads, Store, StoreError, StoredRow, sqlite::SqliteStore},
};

/// A hub: its data, its keys, its clock.
pub struct Hub {
    store: Box<dyn Store>,
    keys: HubKeys,
    folder: Folder,
    config: HubConfig,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGen>,
    /// Uploads that somebody is writing to now.
    leases: Mutex<BTreeSet<Uuid>>,
    /// Held while a file gets its place or is forgotten, or somebody begins to write to one.
    placing: Turn,
    /// What the photos look like.
    pictures: Mutex<evidence::Pictures>,
    /// One at a time judges operations, so that they are judged in order of arrival.
    judging: Turn,
    /// Keeps others out of the folder, or the database in its place.
    _lock: FolderLock,
}

impl std::fmt::Debug for Hub {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hub").field("folder", &self.folder.root()).finish_non_exhaustive()
    }
}

impl Hub {
    /// Makes a new hub in `folder`.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when there is one already.
    pub fn create(
        folder: &Path,
        settings: &TenantSettings,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdGen>,
    ) -> Result<Self, HubError> {
        let folder = Folder::new(folder);
        folder.create()?;
        let lock = folder.lock()?;
        if folder.database().exists() {
            // Whoever makes a hub because the key is gone hears of the key.
            folder.read_key()?;
            return Err(StoreError::Exists(folder.database()).into());
        }
        folder.not_half_restored()?;
        // A key that waits for its database was put there for a restore, or left by a start that failed.
        let key = if folder.key().exists() { folder.read_key()? } else { folder.create_key(&*ids)? };
        let store: Box<dyn Store> = Box::new(SqliteStore::open(&folder.database(), key)?);
        let epoch = u64::try_from(clock.now().millis()).unwrap_or(1);
        store.writing(Durability::Durable, |tx| {
            tx.set_meta(MetaKey::Epoch, &epoch.to_be_bytes())?;
            HubKeys::create(tx, &*ids)?;
            tx.write_unit(&[settings_row(settings)?])
        })?;
        Self::start(folder, lock, store, clock, ids)
    }

    /// Opens the hub in `folder` and finishes what an earlier process left undone.
    ///
    /// # Errors
    /// [`StoreError::NoHub`], [`StoreError::InUse`], [`StoreError::WrongKey`] and the like.
    pub fn open(folder: &Path, clock: Arc<dyn Clock>, ids: Arc<dyn IdGen>) -> Result<Self, HubError> {
        let folder = Folder::new(folder);
        let database = folder.held_database()?;
        folder.create()?;
        let lock = folder.lock()?;
        let store: Box<dyn Store> = Box::new(SqliteStore::open(&database, folder.read_key()?)?);
        let hub = Self::start(folder, lock, store, clock, ids)?;
        hub.finish_erasures()?;
        hub.apply_pending()?;
        Ok(hub)
    }

    fn start(
        folder: Folder,
        lock: FolderLock,
        store: Box<dyn Store>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdGen>,
    ) -> Result<Self, HubError> {
        let keys = store.reading(HubKeys::load)?;
        let config = folder.read_config()?;
        let (placing, judging) = (folder.turn("placing")?, folder.turn("judging")?);
        Ok(Self {
            store,
            keys,
            folder,
            config,
            clock,
            ids,
            leases: Mutex::default(),
            placing,
            pictures: Mutex::default(),
            judging,
            _lock: lock,
        })
    }

    /// The data, for imports and questions that no service answers.
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// The keys' public halves.
    pub const fn keys(&self) -> &HubKeys {
        &self.keys
    }

    /// The settings of this machine.
    pub const fn config(&self) -> &HubConfig {
        &self.config
    }

    /// Where its files lie.
    pub const fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The hub's clock.
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// The hub's source of ids.
    pub fn ids(&self) -> &dyn IdGen {
        &*self.ids
    }

    /// The tenant's settings.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn settings(&self) -> Result<TenantSettings, HubError> {
        self.store.reading(|tx| Ok(settings(tx)?))
    }

    /// Changes the tenant's settings and answers them; phones get them with their next exchange.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn change_settings(
        &self,
        change: impl FnOnce(&mut TenantSettings),
    ) -> Result<TenantSettings, HubError> {
        self.store.writing(Durability::Durable, |tx| {
            let mut settings = settings(tx.reads())?;
            change(&mut settings);
            tx.write_unit(&[settings_row(&settings)?])?;
            Ok(settings)
        })
    }

    /// The civil day it is in the tenant's zone.
    ///
    /// # Errors
    /// When the settings cannot be read.
    pub fn today(&self) -> Result<Day, HubError> {
        Ok(self.settings()?.zone.day_of(self.clock.now()))
    }

    /// What a running hub does now and then: judges what was deferred, forgets uploads that were given up, finishes
    /// what was begun to erase.
    ///
    /// # Errors
    /// When the store fails.
    pub fn tick(&self) -> Result<(), HubError> {
        self.apply_pending()?;
        self.settle_complete_uploads()?;
        self.forget_stale_uploads()?;
        self.finish_erasures()
    }
}

/// The row of a document of ours.
///
/// # Errors
/// When the document is no JSON object, which none of our types is.
pub fn row_of<T: serde::Serialize>(
    kind: RowKind,
    id: Uuid,
    household: Option<doorstep_core::id::HouseholdId>,
    scope: Scope,
    document: &T,
) -> Result<Row, StoreError> {
    match serde_json::to_value(document) {
        Ok(serde_json::Value::Object(map)) => {
            let document = Some(map.into_iter().filter(|(_, value)| !value.is_null()).collect());
            Ok(Row { kind, id, household, scope, document, clocks: Default::default() })
        }
        _ => Err(StoreError::Corrupt("document")),
    }
}

/// Reads the document of a row; `None` when the row was removed.
///
/// # Errors
/// When the document is not of that type.
pub fn document_of<T: serde::de::DeserializeOwned>(row: &Row) -> Result<Option<T>, StoreError> {
    let Some(document) = &row.document else { return Ok(None) };
    serde_json::from_value(serde_json::Value::Object(document.clone()))
        .map(Some)
        .map_err(|_| StoreError::Corrupt("document"))
}

fn settings_row(settings: &TenantSettings) -> Result<Row, StoreError> {
    row_of(RowKind::Settings, TenantSettings::row_id(), None, Scope::Tenant, settings)
}

fn settings(tx: &dyn Reads) -> Result<TenantSettings, StoreError> {
    typed(tx.row(RowKind::Settings, TenantSettings::row_id())?)?.ok_or(StoreError::Corrupt("tenant"))
}

fn typed<T: serde::de::DeserializeOwned>(row: Option<StoredRow>) -> Result<Option<T>, StoreError> {
    row.map_or(Ok(None), |stored| document_of(&stored.row))
}

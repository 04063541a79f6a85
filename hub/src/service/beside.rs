//! Commands beside a hub that serves.

use std::{path::Path, sync::Arc};

use doorstep_core::{id::IdGen, time::Clock};

use super::{Hub, HubError};
use crate::{
    config::Folder,
    store::{Store, StoreError, sqlite::SqliteStore},
};

impl Hub {
    /// Opens the hub in `folder` for a command that only asks. It keeps no other process out, and judges nothing.
    ///
    /// # Errors
    /// As for [`Hub::open`]; [`StoreError::InUse`] only while a backup is being restored.
    pub fn open_to_read(folder: &Path, clock: Arc<dyn Clock>, ids: Arc<dyn IdGen>) -> Result<Self, HubError> {
        let folder = Folder::new(folder);
        let database = folder.held_database()?;
        let lock = folder.enter()?;
        let store: Box<dyn Store> = Box::new(SqliteStore::open(&database, folder.read_key()?)?);
        Self::start(folder, lock, store, clock, ids)
    }

    /// Opens the hub in `folder` for a command, whether or not another process serves it, or begins to meanwhile.
    /// Each change is a transaction that the serving process sees with its next one, and what one at a time may do
    /// waits for its turn. Judging what phones sent is the serving process's business; only what an earlier process left
    /// is judged here where nobody serves.
    ///
    /// # Errors
    /// As for [`Hub::open_to_read`].
    pub fn open_beside(folder: &Path, clock: Arc<dyn Clock>, ids: Arc<dyn IdGen>) -> Result<Self, HubError> {
        let hub = Self::open_to_read(folder, clock, ids)?;
        match hub.folder.lock() {
            Ok(_judging) => hub.apply_pending()?,
            Err(StoreError::InUse(_)) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(hub)
    }
}

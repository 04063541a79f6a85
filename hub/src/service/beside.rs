//! Commands beside a hub that serves.

use std::{path::Path, sync::Arc};

use doorstep_core::{id::IdGen, time::Clock};

use super::{Hub, HubError};
use crate::{
    config::Folder,
    store::{Store, StoreError, sqlite::SqliteStore},
};

impl Hub {
    /// Opens the hub in `folder` for a command, whether or not another process serves it. Each change is a
    /// transaction that the serving process sees with its next one; judging operations stays its business.
    ///
    /// # Errors
    /// As for [`Hub::open`], but for [`StoreError::InUse`].
    pub fn open_beside(folder: &Path, clock: Arc<dyn Clock>, ids: Arc<dyn IdGen>) -> Result<Self, HubError> {
        let folder = Folder::new(folder);
        let database = folder.held_database()?;
        let lock = match folder.lock() {
            Ok(lock) => Some(lock),
            Err(StoreError::InUse(_)) => None,
            Err(error) => return Err(error.into()),
        };
        let store: Box<dyn Store> = Box::new(SqliteStore::open(&database, folder.read_key()?)?);
        Self::start(folder, lock, store, clock, ids)
    }
}

//! The outbox: every item, its state, bytes, next try and plain cause.

use crate::{
    error::DoorstepError,
    id::PhotoId,
    store::{BlobItem, OutboxItem, blob, journal},
    text::Text,
};

use super::{Doorstep, PAGE};

/// One record in the outbox, with the words for its state.
#[derive(Clone, Debug, PartialEq)]
pub struct OutboxLine {
    /// The item.
    pub item: OutboxItem,
    /// Its state, and why it waits, in words.
    pub words: Text,
}

/// One photo in the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct PhotoLine {
    /// The item.
    pub item: BlobItem,
    /// Its state, and why it waits, in words.
    pub words: Text,
}

impl Doorstep {
    /// A page of records, oldest first, from after `after` (a seq).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn outbox(&self, after: Option<u64>, limit: usize) -> Result<Vec<OutboxLine>, DoorstepError> {
        let items = self.store.read(|tx| journal::outbox(tx, after, limit.min(PAGE)))?;
        Ok(items.into_iter().map(|item| OutboxLine { words: item.words(), item }).collect())
    }

    /// A page of photos that the hub has not stored yet.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn photo_outbox(&self, after: Option<PhotoId>, limit: usize) -> Result<Vec<PhotoLine>, DoorstepError> {
        let items = self.store.read(|tx| blob::blobs(tx, after, limit.min(PAGE)))?;
        Ok(items.into_iter().map(|item| PhotoLine { words: item.words(), item }).collect())
    }

    /// Records that the hub has not acknowledged.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unsent(&self) -> Result<u64, DoorstepError> {
        Ok(self.store.read(|tx| journal::unsent_count(tx))?)
    }
}

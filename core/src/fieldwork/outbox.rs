//! The outbox: every item, its state, bytes, next try and plain cause.

use crate::{
    error::DoorstepError,
    id::PhotoId,
    store::{Blob, ItemState, OutboxItem, blob, journal},
    sync::Cause,
    text::Text,
};

use super::{Doorstep, PAGE};

/// One record in the outbox, with the words for its state.
#[derive(Clone, Debug, PartialEq)]
pub struct OutboxLine {
    /// The item.
    pub item: OutboxItem,
    /// What it is, in words.
    pub what: Text,
    /// Its state, and why it waits or was not taken, in words.
    pub words: Text,
}

/// One photo in the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct PhotoLine {
    /// The item.
    pub item: Blob,
    /// Its state, and why it waits, in words.
    pub words: Text,
}

impl Doorstep {
    /// A page of records, newest first, from before `after` (a seq).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn outbox(&self, after: Option<u64>, limit: usize) -> Result<Vec<OutboxLine>, DoorstepError> {
        let items = self.store.read(|tx| journal::outbox(tx, after, limit.min(PAGE)))?;
        Ok(items.into_iter().map(line).collect())
    }

    /// A page of photos that the hub has not stored yet.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn photo_outbox(
        &self,
        after: Option<PhotoId>,
        limit: usize,
    ) -> Result<Vec<PhotoLine>, DoorstepError> {
        let items = self.store.read(|tx| blob::blobs(tx, after, limit.min(PAGE)))?;
        Ok(items.into_iter().map(|item| PhotoLine { words: item.state.label(), item }).collect())
    }

    /// Records that the hub has not acknowledged.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unsent(&self) -> Result<u64, DoorstepError> {
        Ok(self.store.read(journal::unsent_count)?)
    }
}

/// The item with its words.
pub(super) fn line(item: OutboxItem) -> OutboxLine {
    OutboxLine { what: kind_words(&item.kind), words: record_words(&item), item }
}

/// A record's kind in words; one that a newer version recorded is just a record.
fn kind_words(kind: &str) -> Text {
    let (zh, en) = match kind {
        "VisitRecorded" => ("走访", "Visit"),
        "HouseholdAdded" => ("新增住户", "New household"),
        "ResidentAdded" => ("新增居民", "New resident"),
        "FieldsChanged" => ("信息修改", "Changed details"),
        "NeedRaised" => ("发现需求", "Need found"),
        "NeedMoved" => ("需求办理", "Step of a need"),
        "PhotoTaken" => ("照片", "Photo"),
        "ClaimDecided" => ("情况确认", "Claim settled"),
        "ExceptionAcknowledged" => ("异常已阅", "Exception seen"),
        _ => ("记录", "Record"),
    };
    Text::new(zh, en)
}

/// The state of a record and, where one is known, the cause.
fn record_words(item: &OutboxItem) -> Text {
    let state = item.state.label();
    let cause = match item.state {
        ItemState::Rejected => item.reject_reason().map(|reason| reason.label()),
        _ => item.cause.as_deref().and_then(|code| code.parse::<Cause>().ok()).map(Cause::label),
    };
    match cause {
        Some(cause) => Text::new(format!("{}:{}", state.zh, cause.zh), format!("{}: {}", state.en, cause.en)),
        None => state,
    }
}

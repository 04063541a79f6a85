//! The outbox: every record, its state, next try and plain cause.

use std::{path::Path, sync::Arc};

use doorstep_core::{
    fieldwork,
    id::{HouseholdId, OpId},
    time::Timestamp,
};

use crate::{
    calls::{Area, Phone},
    error::DoorstepError,
    words::{ItemState, Words},
};

/// Where something was recorded.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct HomeLine {
    /// The household's form of address.
    pub greeting: String,
    /// Its address.
    pub address: String,
}

impl From<fieldwork::HomeLine> for HomeLine {
    fn from(home: fieldwork::HomeLine) -> Self {
        Self { greeting: home.greeting, address: home.address }
    }
}

/// One record in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct OutboxLineView {
    /// Its place in the journal; where the next page goes on.
    pub seq: u64,
    /// The operation.
    pub op: OpId,
    /// What it records, such as `VisitRecorded`.
    pub kind: String,
    /// The same in words.
    pub what: Words,
    /// The household concerned.
    pub household: Option<HouseholdId>,
    /// Its form of address and address, where it is on this phone.
    pub home: Option<HomeLine>,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Length of its body.
    pub bytes: u64,
    /// How far it has come.
    pub state: ItemState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is sent or judged next, where that is known.
    pub next_try: Option<Timestamp>,
    /// State and cause in words.
    pub words: Words,
}

/// How far all that was recorded has come.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct WaitingView {
    /// Records that the hub has not acknowledged.
    pub records: u64,
    /// Photos of finished visits that the hub has not confirmed.
    pub photos: u64,
    /// The same in a line; that all was sent, or that nothing was recorded yet, where neither waits.
    pub words: Words,
}

impl From<fieldwork::Waiting> for WaitingView {
    fn from(waiting: fieldwork::Waiting) -> Self {
        let fieldwork::Waiting { records, photos, words } = waiting;
        Self { records, photos, words: words.into() }
    }
}

/// What a file of unsent work holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct UnsentExport {
    /// Records.
    pub records: u64,
    /// Photos, each with those of its files that the hub has not stored.
    pub photos: u64,
    /// Photo files that should be in it and are not: this phone's storage lost or damaged them.
    pub left_out: u64,
    /// Length of the sealed file in bytes.
    pub bytes: u64,
}

impl From<fieldwork::UnsentExport> for UnsentExport {
    fn from(export: fieldwork::UnsentExport) -> Self {
        let fieldwork::UnsentExport { records, photos, left_out, bytes } = export;
        Self { records, photos, left_out, bytes }
    }
}

/// What was recorded here and how far it has come.
#[derive(uniffi::Object)]
pub struct Outbox {
    pub(crate) phone: Arc<Phone>,
}

#[uniffi::export]
impl Outbox {
    /// A page of records, newest first, at most 200, from before `after` (a `seq`).
    pub fn records(&self, after: Option<u64>, limit: u32) -> Result<Vec<OutboxLineView>, DoorstepError> {
        self.phone.look("outbox.records", |core| {
            core.outbox(after, limit as usize).map(|lines| lines.into_iter().map(Into::into).collect())
        })
    }

    /// A page of records that the hub did not take and nothing put right yet, newest first, at most 200, each with
    /// the reason in words; `after` is the last one already seen.
    pub fn rejected(&self, after: Option<OpId>, limit: u32) -> Result<Vec<OutboxLineView>, DoorstepError> {
        self.phone.look("outbox.rejected", |core| {
            core.rejected(after, limit as usize).map(|lines| lines.into_iter().map(Into::into).collect())
        })
    }

    /// Records a rejected record again, with the rest of its finish, once what stood in its way is gone. Answers
    /// the new record; the old one stays in the history.
    ///
    /// Fails with `NotFound` when it was not rejected or was put right meanwhile, with `InvalidInput` when this
    /// worker may still not record it.
    pub fn record_again(&self, op: OpId) -> Result<OpId, DoorstepError> {
        self.phone.change("outbox.record_again", Area::ALL, |core| core.put_right(op, None))
    }

    /// Writes every rejected record with its reason to the file at `path`, sealed to the hub and to this phone.
    /// Answers how many.
    ///
    /// Fails with `InvalidInput` (`path`) for one of the store's own files, with `StorageFull`, or `Host` when the file
    /// cannot be written.
    pub fn export_rejected(&self, path: String) -> Result<u64, DoorstepError> {
        self.phone.look("outbox.export_rejected", |core| {
            core.export_rejected(Path::new(&path)).map(|count| count as u64)
        })
    }

    /// Writes every record that the hub has not acknowledged and every photo file that it has not stored to the new
    /// file at `path`, sealed to the hub, for a place that no network reaches: it travels by any means, and
    /// `doorstep import unsent` takes each thing in it once, whatever comes by the network before or after. Nothing
    /// changes on this phone: what is in the file stays unsent until an exchange tells that the hub holds it.
    ///
    /// Fails with `Conflict` when nothing waits to be sent or when there is such a file, with `InvalidInput` (`path`) for
    /// one of the store's own, with `StorageFull`, and with `Host` when the file cannot be written or the vault does not sign.
    pub fn export_unsent(&self, path: String) -> Result<UnsentExport, DoorstepError> {
        self.phone
            .look("outbox.export_unsent", |core| core.export_unsent(Path::new(&path)).map(UnsentExport::from))
    }

    /// How far all of it has come. A photo that stays on the phone for a while after the hub has it waits for nothing.
    pub fn waiting(&self) -> Result<WaitingView, DoorstepError> {
        self.phone.look("outbox.waiting", |core| core.waiting().map(WaitingView::from))
    }

    /// How many records the hub has not acknowledged.
    pub fn unsent(&self) -> Result<u64, DoorstepError> {
        self.phone.look("outbox.unsent", |core| core.unsent())
    }
}

impl From<fieldwork::OutboxLine> for OutboxLineView {
    fn from(line: fieldwork::OutboxLine) -> Self {
        let item = line.item;
        Self {
            seq: item.seq,
            op: item.op_id,
            kind: item.kind,
            what: line.what.into(),
            household: item.household,
            home: line.home.map(Into::into),
            recorded_at: item.recorded_at,
            bytes: item.bytes,
            state: item.state.into(),
            attempts: item.attempts,
            next_try: item.next_try,
            words: line.words.into(),
        }
    }
}

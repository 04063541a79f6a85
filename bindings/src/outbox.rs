//! The outbox: every record, its state, next try and plain cause.

use std::sync::Arc;

use doorstep_core::{
    fieldwork,
    id::{HouseholdId, OpId},
    time::Timestamp,
};

use crate::{
    calls::Phone,
    error::DoorstepError,
    words::{ItemState, Words},
};

/// One record in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct OutboxLineView {
    /// Its place in the journal; where the next page goes on.
    pub seq: u64,
    /// The operation.
    pub op: OpId,
    /// What it records, such as `VisitRecorded`.
    pub kind: String,
    /// The household concerned.
    pub household: Option<HouseholdId>,
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
            household: item.household,
            recorded_at: item.recorded_at,
            bytes: item.bytes,
            state: item.state.into(),
            attempts: item.attempts,
            next_try: item.next_try,
            words: line.words.into(),
        }
    }
}

//! How a phone carries out of the field what the hub did not take, and how the hub reads it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{id::OpId, text::Text, time::Timestamp};

/// One record in an export of those that the hub did not take.
#[derive(Serialize, Deserialize)]
pub struct RejectedRecord {
    /// The operation.
    pub op: OpId,
    /// What it is.
    pub what: Text,
    /// Why it was not taken.
    pub why: Text,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// As it was written; absent once trimmed.
    pub record: Option<serde_json::Value>,
}

impl fmt::Debug for RejectedRecord {
    // A record tells of people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RejectedRecord").field("op", &self.op).field("why", &self.why).finish_non_exhaustive()
    }
}

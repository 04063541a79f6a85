//! Operations on their way to the hub.
//!
//! What a log shows of these leaves out bodies, which tell of people.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Heads;
use crate::{
    id::{GroupId, OpId},
    seal::{Digest, Salt, SignedHead},
    time::{Hlc, Timestamp},
};

/// An operation as it travels: exactly what the chain covers, and the body as it was written.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireOp {
    /// Dense per device, from 1.
    pub seq: u64,
    /// Unique in the tenant.
    pub op_id: OpId,
    /// Hash of the operation before.
    pub prev: Digest,
    /// What it is about, as [`crate::op::body::Body::subject`] names it.
    pub subject: String,
    /// Its kind, as [`crate::op::body::Body::kind`] names it.
    pub kind: String,
    /// The version of its body.
    pub schema: u16,
    /// When, by the hybrid clock.
    pub hlc: Hlc,
    /// The finish it belongs to.
    pub group: GroupId,
    /// Its place in the group, from 0.
    pub group_index: u16,
    /// How many operations the group has.
    pub group_len: u16,
    /// Salt of the body's digest.
    pub salt: Salt,
    /// The body, verbatim.
    pub body: String,
    /// Hash of this operation.
    pub hash: Digest,
}

/// Sends operations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushRequest {
    /// The device's wall clock at sending, to measure its error.
    pub device_now: Timestamp,
    /// Whole groups, in order of seq.
    pub ops: Vec<WireOp>,
    /// Signature over the last of them.
    pub head: SignedHead,
}

/// An operation that is never judged, because its id stands for other bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The operation.
    pub op_id: OpId,
    /// Its place in the device's chain.
    pub seq: u64,
}

/// What the hub holds now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushReply {
    /// Where the hub stands.
    #[serde(flatten)]
    pub heads: Heads,
    /// Operations whose id stands for other bytes; acknowledged in the chain, never applied, and flagged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Refused>,
}

impl fmt::Debug for WireOp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WireOp")
            .field("seq", &self.seq)
            .field("op_id", &self.op_id)
            .field("subject", &self.subject)
            .field("kind", &self.kind)
            .field("schema", &self.schema)
            .field("hlc", &self.hlc)
            .field("group", &self.group)
            .field("place", &(self.group_index, self.group_len))
            .field("body_bytes", &self.body.len())
            .field("hash", &self.hash)
            .finish_non_exhaustive()
    }
}

//! The feed: what changed in the scopes of a device.
//!
//! What a log shows of these leaves out documents, which tell of people.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::Heads;
use crate::{
    id::HouseholdId,
    op::row::{RowKind, Scope},
    seal::Digest,
};

/// A position in one scope of the feed. Carries the digest of what stood there, so that a hub that was
/// restored from an older backup notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The hub's epoch; a restored hub has a new one.
    pub epoch: u64,
    /// The revision up to which all is held.
    pub revision: u64,
    /// The hub's chain digest at that revision.
    pub digest: Digest,
}

/// Asks for what changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedRequest {
    /// The cursors that the device holds; a scope without one is sent from its beginning.
    pub cursors: BTreeMap<Scope, Cursor>,
    /// How many rows the answer should hold at most, where the network is too bad for as many as the hub would send.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_rows: Option<u32>,
}

/// One row of a page. Without a document: remove it, if it is still held for this scope.
#[derive(Clone, Serialize, Deserialize)]
pub struct FeedRow {
    /// Its kind.
    pub kind: RowKind,
    /// Its id.
    pub id: Uuid,
    /// The hub's revision; only a newer one replaces what is held.
    pub revision: u64,
    /// The household that it travels with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household: Option<HouseholdId>,
    /// The document, projected for the audience; its bytes as sent are what the checksum covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Box<RawValue>>,
}

/// What a device must hold of a scope after a full pull.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeCheck {
    /// How many rows.
    pub count: u64,
    /// XOR of [`row_check`] over them.
    pub checksum: u64,
}

/// The part of one row in its scope's checksum: first 8 bytes of SHA-256 over kind, id and document bytes.
pub fn row_check(kind: RowKind, id: Uuid, document: &str) -> u64 {
    let bytes = crate::seal::message(kind.as_str(), &[id.as_bytes(), document.as_bytes()]);
    Digest::of(&bytes).0.iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

/// A page of one scope.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ScopePage {
    /// The scope.
    pub scope: Scope,
    /// Whether the cursor was unknown, so that this page begins the scope anew: rows held for it that the
    /// full pull does not bring are dropped at its end.
    #[serde(default)]
    pub from_start: bool,
    /// Changes, in order of revision; whole hub transactions.
    pub rows: Vec<FeedRow>,
    /// The position after them.
    pub cursor: Cursor,
    /// Whether more waits.
    pub more: bool,
    /// At the end of a full pull.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<ScopeCheck>,
}

/// What changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FeedReply {
    /// Where the hub stands for this device.
    #[serde(flatten)]
    pub heads: Heads,
    /// Phones of the device's grids that were silent for a day, for roles that answer for grids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silent_phones: Option<u32>,
    /// Pages of the scopes that have changes.
    pub scopes: Vec<ScopePage>,
    /// Scopes that the device named and no longer has: drop their rows, except where unsent work hangs on them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revoked: Vec<Scope>,
}

impl fmt::Debug for FeedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FeedRow")
            .field("kind", &self.kind)
            .field("id", &self.id)
            .field("revision", &self.revision)
            .field("household", &self.household)
            .field("document_bytes", &self.document.as_ref().map(|document| document.get().len()))
            .finish()
    }
}

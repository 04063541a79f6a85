//! What the store hands out besides [`Row`]s.

use std::{fmt, str::FromStr};

use doorstep_core::{
    id::{DeviceId, GroupId, HouseholdId, PhotoId, StaffId},
    op::{
        apply::Receipt,
        outcome::Outcome,
        row::{Row, RowKind},
        wire::{Head, WireOp},
    },
    seal::Digest,
    time::Timestamp,
};
use uuid::Uuid;

/// A row with the revision of its last change.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredRow {
    /// The row.
    pub row: Row,
    /// The hub's revision in which it last changed.
    pub revision: u64,
}

/// Where the hub's own history stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The epoch; a restored hub has a new one.
    pub epoch: u64,
    /// The last revision; 0 when nothing was ever written.
    pub revision: u64,
    /// The chain digest at that revision.
    pub digest: Digest,
}

/// One change in a scope.
#[derive(Clone, PartialEq, Eq)]
pub struct FeedEntry {
    /// Its kind.
    pub kind: RowKind,
    /// Its id.
    pub id: Uuid,
    /// When it changed.
    pub revision: u64,
    /// The household it travels with.
    pub household: Option<HouseholdId>,
    /// The whole document as JSON text; `None` when the row left the scope or was removed.
    pub document: Option<String>,
}

impl fmt::Debug for FeedEntry {
    // A document tells of people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FeedEntry")
            .field("kind", &self.kind)
            .field("id", &self.id)
            .field("revision", &self.revision)
            .field("household", &self.household)
            .field("document_bytes", &self.document.as_ref().map(String::len))
            .finish()
    }
}

/// Some changes of a scope, whole revisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedSlice {
    /// In order of revision.
    pub entries: Vec<FeedEntry>,
    /// The revision up to which the scope is told completely.
    pub through: u64,
    /// Whether the scope has changes beyond `through`.
    pub more: bool,
}

/// Where a device stands with the hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeviceState {
    /// Works.
    Active,
    /// May push and nothing else, then wipes itself.
    Draining,
    /// May do nothing.
    Revoked,
}

impl DeviceState {
    /// The name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Draining => "draining",
            Self::Revoked => "revoked",
        }
    }
}

impl fmt::Display for DeviceState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DeviceState {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "active" => Ok(Self::Active),
            "draining" => Ok(Self::Draining),
            "revoked" => Ok(Self::Revoked),
            _ => Err(()),
        }
    }
}

/// A phone that enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRecord {
    /// Its id.
    pub id: DeviceId,
    /// Whose it is.
    pub staff: StaffId,
    /// Its key, SEC1 uncompressed.
    pub public_key: Vec<u8>,
    /// Where it stands.
    pub state: DeviceState,
    /// When it enrolled.
    pub enrolled_at: Timestamp,
    /// When it was last heard of.
    pub last_seen: Timestamp,
    /// The version of its app.
    pub app_version: String,
    /// The last of its operations that is stored.
    pub head: Head,
    /// The last of its operations that a backup holds.
    pub backed_up_through: u64,
    /// The device it was forked from, with the nonce of that request.
    pub forked_from: Option<(DeviceId, Uuid)>,
}

/// A one-use code, known by its digest only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolCode {
    /// SHA-256 of the code.
    pub digest: Digest,
    /// Who may enrol with it.
    pub staff: StaffId,
    /// Until when.
    pub expires_at: Timestamp,
    /// The device that used it.
    pub used_by: Option<DeviceId>,
}

/// What became of a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptState {
    /// Not judged yet.
    Unapplied,
    /// Judged for good, and taken.
    Settled,
    /// The same operation came before, in this or another chain; judged there.
    Duplicate,
    /// The id stands for other bytes; never judged.
    Refused,
    /// To be judged again later.
    Deferred,
    /// Judged for good, and not taken.
    Rejected,
}

impl ReceiptState {
    /// The state that this number stands for in the database.
    pub const fn from_number(number: i64) -> Option<Self> {
        match number {
            0 => Some(Self::Unapplied),
            1 => Some(Self::Settled),
            2 => Some(Self::Duplicate),
            3 => Some(Self::Refused),
            4 => Some(Self::Deferred),
            5 => Some(Self::Rejected),
            _ => None,
        }
    }

    /// The number in the database.
    pub const fn number(self) -> i64 {
        match self {
            Self::Unapplied => 0,
            Self::Settled => 1,
            Self::Duplicate => 2,
            Self::Refused => 3,
            Self::Deferred => 4,
            Self::Rejected => 5,
        }
    }
}

/// A group that waits to be judged.
#[derive(Clone, Debug, PartialEq)]
pub struct PendingGroup {
    /// The device that pushed it.
    pub device: DeviceId,
    /// The group.
    pub group: GroupId,
    /// Its operations in order, without duplicates and refused ones.
    pub ops: Vec<WireOp>,
    /// How many of its operations were refused: the rest must then fail with them.
    pub refused: usize,
    /// Whether it was judged before and has waited since.
    pub deferred: bool,
    /// How it came.
    pub receipt: Receipt,
}

/// The verdict on one receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The verdict.
    pub outcome: Outcome,
    /// The revision in which it took effect.
    pub revision: u64,
}

/// What a device said of a photo: the body of its `PhotoTaken`, as received.
#[derive(Clone, PartialEq, Eq)]
pub struct PhotoClaim {
    /// The device.
    pub device: DeviceId,
    /// The body, verbatim.
    pub body: String,
    /// What became of it; of one that came before, what became of the first.
    pub state: ReceiptState,
}

impl fmt::Debug for PhotoClaim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PhotoClaim")
            .field("device", &self.device)
            .field("body_bytes", &self.body.len())
            .field("state", &self.state)
            .finish()
    }
}

/// Where an upload stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadState {
    /// Bytes are missing.
    Open,
    /// All bytes are here; the record of the photo was not taken, or not yet.
    Complete,
    /// In its place among the photos.
    Stored,
    /// In its place, but not the picture that its record describes.
    Altered,
}

impl UploadState {
    /// The number in the database.
    pub const fn number(self) -> i64 {
        match self {
            Self::Open => 0,
            Self::Complete => 1,
            Self::Stored => 2,
            Self::Altered => 3,
        }
    }
}

/// A file on its way from a phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadRecord {
    /// Its id; the capability in its address is derived from it.
    pub id: Uuid,
    /// The device.
    pub device: DeviceId,
    /// The photo.
    pub photo: PhotoId,
    /// The length announced.
    pub bytes: u64,
    /// The digest announced.
    pub sealed_sha256: Digest,
    /// How many bytes are durable here.
    pub offset: u64,
    /// Where it stands.
    pub state: UploadState,
    /// When it was announced.
    pub created_at: Timestamp,
}

/// The hub's single values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetaKey {
    /// The epoch, rising with every restore.
    Epoch,
    /// Key of the tokens, challenges and upload addresses.
    SessionSecret,
    /// Key of the ids of tickets.
    TicketSecret,
    /// The key that signs orders.
    OrderKey,
    /// The secret to which photos are sealed.
    PhotoKey,
    /// Certificate of the hub's TLS.
    Tls,
    /// Key of the hub's TLS.
    TlsKey,
    /// When the last backup was taken.
    LastBackup,
}

impl MetaKey {
    /// The name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Epoch => "epoch",
            Self::SessionSecret => "session_secret",
            Self::TicketSecret => "ticket_secret",
            Self::OrderKey => "order_key",
            Self::PhotoKey => "photo_key",
            Self::Tls => "tls",
            Self::TlsKey => "tls_key",
            Self::LastBackup => "last_backup",
        }
    }
}

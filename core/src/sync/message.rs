//! What goes into the engine and what comes out.

use std::{collections::BTreeMap, fmt, str::FromStr};

use crate::{
    domain::evidence::PhotoFile,
    id::DeviceId,
    op::{
        order::Order,
        row::Scope,
        wire::{Cursor, EnrolReply, FeedReply, Head, WireOp},
    },
    seal::Digest,
    text::UnknownWord,
    time::Timestamp,
};

use super::{Cause, PhotoRule};

/// Names a task of the host. An upload's name is its file, so that an answer which arrives after the process
/// died and came back still finds its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskId {
    /// A request of this run.
    Request(u64),
    /// The upload of one of a photo's sealed files.
    Upload(PhotoFile),
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(number) => write!(f, "request:{number}"),
            Self::Upload(photo) => write!(f, "upload:{photo}"),
        }
    }
}

impl FromStr for TaskId {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = UnknownWord { vocabulary: "TaskId" };
        match text.split_once(':') {
            Some(("request", number)) => number.parse().map(Self::Request).map_err(|_| unknown),
            Some(("upload", photo)) => photo.parse().map(Self::Upload).map_err(|_| unknown),
            _ => Err(unknown),
        }
    }
}

/// An HTTP method of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Read.
    Get,
    /// Send a message.
    Post,
    /// Ask for an upload's offset.
    Head,
}

impl Method {
    /// The method as HTTP writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Head => "HEAD",
        }
    }
}

/// A request for the host to perform with the platform's own HTTP.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The path on the hub.
    pub path: String,
    /// The session's token, for `Authorization: Bearer`.
    pub token: Option<String>,
    /// JSON, for [`Method::Post`].
    pub body: Option<String>,
}

/// What the host is asked to do.
#[derive(Clone, PartialEq, Eq)]
pub enum Task {
    /// Perform a request.
    Request(HttpRequest),
    /// Append a photo's sealed file, from `offset` to its end, to the upload at `path`.
    Upload {
        /// The photo's file.
        photo: PhotoFile,
        /// The upload's path on the hub.
        path: String,
        /// The first byte to send.
        offset: u64,
        /// The file's whole length.
        bytes: u64,
    },
}

/// An answer as the host received it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// The protocol header; absent when something other than a hub answered.
    pub protocol: Option<u16>,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Retry-After`, in seconds.
    pub retry_after_s: Option<u64>,
    /// `Upload-Offset`.
    pub upload_offset: Option<u64>,
    /// The body, inflated.
    pub body: Vec<u8>,
}

/// The network as the host sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// None.
    Offline,
    /// One that costs money.
    Metered,
    /// One that does not.
    Unmetered,
}

/// What decides which work may go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostStatus {
    /// The network.
    pub network: Network,
    /// Battery, 0–100.
    pub battery_percent: u8,
    /// Whether it is being charged.
    pub charging: bool,
    /// Whether the worker agreed to send photos older than 48 h over a metered network.
    pub metered_photos: bool,
}

impl Default for HostStatus {
    fn default() -> Self {
        Self { network: Network::Unmetered, battery_percent: 100, charging: true, metered_photos: false }
    }
}

/// Where the phone's journal stands beside the hub's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The last operation that the phone holds as acknowledged.
    pub acknowledged: Head,
    /// The hash that the journal holds at the hub's seq; genesis for 0.
    pub at_hub_seq: Option<Digest>,
    /// Whether everything after the hub's seq can still be sent. Not so beside a hub that was restored from before
    /// what was trimmed here.
    pub can_go_on: bool,
}

/// A sealed file that waits to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct PendingUpload {
    /// The photo's file.
    pub photo: PhotoFile,
    /// Its sealed length.
    pub bytes: u64,
    /// Its sealed digest.
    pub sealed_sha256: Digest,
    /// The upload's path, once the hub gave one.
    pub location: Option<String>,
    /// How far it was sent for certain.
    pub offset: u64,
    /// Tries before this one since anything got through.
    pub attempts: u32,
}

/// What there is to send of files beside those under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextUpload {
    /// This one may go now.
    File(PendingUpload),
    /// None may go now.
    None {
        /// When the next that the rule lets go is due, and why it was put off.
        next_try: Option<(Timestamp, Cause)>,
        /// Whether the rule holds any.
        held: bool,
    },
}

/// What committing a page of the feed brought to light.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedCommitted {
    /// Orders to this device, not yet obeyed.
    pub orders: Vec<Order>,
    /// Whether a scope's checksum failed, so that it must be pulled anew.
    pub retake: bool,
}

/// What happened.
#[derive(Clone)]
pub enum Event {
    /// Something asks for a sync: a new record, the hour. A wait that is running goes on.
    Begin,
    /// A person asks for a sync: every wait ends, but for one that the hub asked for.
    SendNow,
    /// Network or battery changed.
    Host(HostStatus),
    /// A wait ended.
    Woke,
    /// The host has tasks under way and could do another beside them.
    HostFree,
    /// The host got an answer.
    Answered(TaskId, HttpResponse),
    /// The host got none.
    NoAnswer(TaskId),
    /// Answers [`Command::Sign`] and [`Command::SignHead`].
    Signed(Vec<u8>),
    /// The key vault refused; answers [`Command::Sign`] and [`Command::SignHead`].
    SignRefused,
    /// Answers [`Command::Compare`].
    Compared(Comparison),
    /// Answers [`Command::LoadBatch`]: whole groups, their attempt counted and committed. Empty: all is sent.
    Batch(Vec<WireOp>),
    /// Answers [`Command::LoadCursors`].
    Cursors(BTreeMap<Scope, Cursor>),
    /// Answers [`Command::CommitFeed`].
    FeedCommitted(FeedCommitted),
    /// Answers [`Command::LoadUpload`].
    Upload(NextUpload),
    /// Answers [`Command::AdoptDevice`]: the new id.
    Adopted(DeviceId),
    /// Answers [`Command::BeginDrain`].
    DrainBegun,
    /// Answers [`Command::Acknowledge`].
    Acknowledged,
    /// Answers [`Command::SaveUpload`], [`Command::PutUploadOff`] and [`Command::SetUploadAside`].
    UploadSaved,
    /// A store command failed; nothing of it took effect.
    StoreFailed {
        /// Whether the disk is full.
        full: bool,
    },
    /// The caller gives up this exchange.
    Cancel,
}

/// What to do next.
#[derive(Clone)]
pub enum Command {
    /// Hand this task to the host.
    Send(TaskId, Task),
    /// Sign these bytes with the device's key.
    Sign(Vec<u8>),
    /// Sign this link of the journal with the device's key, and keep the signature beside it.
    SignHead(Head),
    /// Tell where the journal stands beside this head.
    Compare(Head),
    /// Make the hub's head the acknowledged one, forwards or back: operations after it are unsent (again).
    Acknowledge {
        /// The head, known to lie on this journal.
        head: Head,
        /// The last operation in a backup of the hub.
        backed_up_through: u64,
    },
    /// Load operations after this seq: whole groups within the limits of a push, at most so many groups.
    LoadBatch {
        /// The seq before the first one.
        after: u64,
        /// At most so many groups, after the hub found a request too large.
        max_groups: Option<usize>,
    },
    /// Load the cursors of all scopes.
    LoadCursors,
    /// Commit pages and cursors together; drop revoked scopes.
    CommitFeed(Box<FeedReply>),
    /// Load the next file that is due and that the rule lets go; its try is counted and committed.
    LoadUpload {
        /// Which files may go.
        rule: PhotoRule,
        /// Those that are being sent, none of which is to go a second time.
        under_way: Vec<PhotoFile>,
    },
    /// Remember how far an upload got.
    SaveUpload {
        /// The photo's file.
        photo: PhotoFile,
        /// Its path on the hub.
        location: String,
        /// How far the hub holds it.
        offset: u64,
    },
    /// A try of this file failed: others go first until its next one.
    PutUploadOff {
        /// The photo's file.
        photo: PhotoFile,
        /// Why.
        cause: Cause,
        /// When it is tried again.
        next_try: Timestamp,
        /// Whether what the hub told of it holds no longer, so that it is announced anew.
        begins_anew: bool,
    },
    /// The hub does not take this file: it stays on the phone and is not sent, until the hub is asked again.
    SetUploadAside {
        /// The photo's file.
        photo: PhotoFile,
        /// Why.
        cause: Cause,
    },
    /// Go on under a new device id: operations that the hub may not hold are chained again under their old ids.
    AdoptDevice {
        /// The hub's answer.
        reply: Box<EnrolReply>,
        /// The hub's head under the former id. It holds nothing of that chain beyond it.
        hub_seq: u64,
    },
    /// The hub ordered this phone to drain. From now on nothing new is begun here, and of every photo of which no
    /// backup is known the hub is asked once more whether it holds the file: a draining phone gets no feed, so that
    /// it would not hear that a restored hub lost one. What the hub did not take is offered again, for from a draining
    /// phone it takes what belongs to a rejected record.
    BeginDrain,
    /// Wait, unless something happens sooner.
    WaitUntil(Timestamp, Cause),
    /// Wait for the outside world (network, a person), however long.
    Hold(Cause),
    /// The hub's signed order, verified.
    Obey(Order),
    /// The exchange is over; all that may go has gone.
    Finished(Summary),
}

/// What an exchange did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Requests sent.
    pub requests: u32,
    /// Operations acknowledged for the first time.
    pub acknowledged: u64,
    /// Rows received.
    pub rows: u64,
    /// Files completed.
    pub uploads: u32,
    /// Answers that never came or were no answer.
    pub retries: u32,
    /// Times that the journal and the hub's head did not meet and were brought together.
    pub healed: u32,
    /// Why files still wait for the outside world, where they do.
    pub photos_wait: Option<Cause>,
    /// When the next file that failed is tried again, and why it failed.
    pub photos_retry: Option<(Timestamp, Cause)>,
}

impl Summary {
    /// Both together; of the reasons to wait, the later one.
    #[must_use]
    pub const fn and(self, later: Self) -> Self {
        Self {
            requests: self.requests + later.requests,
            acknowledged: self.acknowledged + later.acknowledged,
            rows: self.rows + later.rows,
            uploads: self.uploads + later.uploads,
            retries: self.retries + later.retries,
            healed: self.healed + later.healed,
            photos_wait: later.photos_wait,
            photos_retry: later.photos_retry,
        }
    }
}

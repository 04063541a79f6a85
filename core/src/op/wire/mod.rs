//! The messages of the sync protocol: JSON over HTTPS, version in every request and response.

mod enrol;
mod feed;
mod push;
mod session;
#[cfg(test)]
mod tests;
mod upload;

pub use enrol::{EnrolReply, EnrolRequest, EnrolTicket, ForkRequest, TenantSettings, fork_message};
pub use feed::{Cursor, FeedReply, FeedRequest, FeedRow, ScopeCheck, ScopePage, row_check};
pub use push::{PushReply, PushRequest, Refused, WireOp};
pub use session::{Challenge, ChallengeRequest, SessionReply, SessionRequest, session_message};
pub use upload::{UploadReply, UploadRequest};

use serde::{Deserialize, Serialize};

use crate::{seal::Digest, time::Timestamp};

/// The protocol that this build speaks. The hub also speaks the one before.
pub const PROTOCOL: u16 = 1;
/// The header that carries the protocol in both directions; its absence marks a captive portal.
pub const PROTOCOL_HEADER: &str = "doorstep-protocol";
/// Most operations in one push.
pub const MAX_PUSH_OPS: usize = 200;
/// Most bytes of bodies in one push. A group is never split; the phone refuses one that would exceed it.
pub const MAX_PUSH_BYTES: usize = 512 * 1024;
/// Rows in one page of the feed; a page ends at the end of a hub transaction, so it may hold more.
pub const FEED_PAGE: usize = 500;
/// Rows in one answer of the feed over all scopes, so that neither side holds a county in memory. A phone writes each
/// page of its file once an answer, wherever the rows fall, so a first sync wants few and large ones.
pub const MAX_FEED_ROWS: usize = 16 * FEED_PAGE;

/// The paths of the protocol.
pub mod path {
    /// `POST` [`super::EnrolRequest`] → [`super::EnrolReply`].
    pub const ENROL: &str = "/v1/enrol";
    /// `POST` [`super::ForkRequest`] → [`super::EnrolReply`]: a new device id for a phone that lost its place.
    pub const FORK: &str = "/v1/fork";
    /// `POST` [`super::ChallengeRequest`] → [`super::Challenge`].
    pub const CHALLENGE: &str = "/v1/challenge";
    /// `POST` [`super::SessionRequest`] → [`super::SessionReply`].
    pub const SESSION: &str = "/v1/session";
    /// `GET` → [`super::Heads`]: where the hub stands for this device.
    pub const HEAD: &str = "/v1/head";
    /// `POST` [`super::PushRequest`] → [`super::PushReply`].
    pub const OPS: &str = "/v1/ops";
    /// `POST` [`super::FeedRequest`] → [`super::FeedReply`].
    pub const FEED: &str = "/v1/feed";
    /// `POST` [`super::UploadRequest`] → [`super::UploadReply`] with the upload's own path, to which the file
    /// is appended by `PATCH` and whose offset `HEAD` tells.
    pub const UPLOADS: &str = "/v1/uploads";
}

/// The last operation of a device that the hub holds; seq 0 with the genesis digest when none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its sequence number.
    pub seq: u64,
    /// Its hash.
    pub hash: Digest,
}

/// Where the hub stands for one device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heads {
    /// The last operation stored, contiguous from 1.
    pub head: Head,
    /// The last operation that a backup holds; the phone keeps bodies beyond it.
    pub backed_up_through: u64,
    /// The hub's wall clock.
    pub hub_now: Timestamp,
}

/// An error as RFC 9457 writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `about:blank` or `urn:doorstep:<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What went wrong, in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What this request can do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// The problems that a phone tells apart, by the code in their type. Of all others the status says enough.
pub mod problem {
    /// Too many of this phone's files wait for their bytes or their record.
    pub const TOO_MANY_UPLOADS: &str = "too-many-uploads";
    /// Too many of this phone's records wait to be judged.
    pub const TOO_MANY_DEFERRED: &str = "too-many-deferred";
    /// The file is not the picture that its record describes.
    pub const PHOTO_ALTERED: &str = "photo-altered";
    /// The record of the photo was not taken, so neither is its file.
    pub const RECORD_REJECTED: &str = "record-rejected";

    const TYPE: &str = "urn:doorstep:";

    /// The type of a problem with this code.
    pub fn kind(code: &str) -> String {
        format!("{TYPE}{code}")
    }

    /// The code in a problem's type; `None` when it is not one of ours.
    pub fn code(kind: &str) -> Option<&str> {
        kind.strip_prefix(TYPE)
    }
}

/// Bytes as base64 text.
pub(crate) mod base64_bytes {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        STANDARD.decode(text.as_bytes()).map_err(D::Error::custom)
    }
}

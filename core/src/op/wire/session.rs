//! Opening a session with the device's signature.
//!
//! What a log shows of these leaves out tokens, which open doors.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Heads;
use crate::id::DeviceId;

/// Asks for a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChallengeRequest {
    /// The device.
    pub device: DeviceId,
}

/// Bytes to sign; good for two minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// Opaque to the phone.
    pub challenge: String,
}

/// Opens a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRequest {
    /// The device.
    pub device: DeviceId,
    /// The challenge as received.
    pub challenge: String,
    /// Signature over [`session_message`], base64.
    #[serde(with = "super::base64_bytes")]
    pub signature: Vec<u8>,
}

/// The bytes that a session request signs.
pub fn session_message(device: DeviceId, challenge: &str) -> Vec<u8> {
    crate::seal::message("doorstep session v1", &[device.0.as_bytes(), challenge.as_bytes()])
}

/// An open session.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionReply {
    /// Sent as `Authorization: Bearer …`.
    pub token: String,
    /// How long it is good for.
    pub expires_in_s: u32,
    /// Where the hub stands.
    #[serde(flatten)]
    pub heads: Heads,
}

impl fmt::Debug for SessionReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionReply")
            .field("expires_in_s", &self.expires_in_s)
            .field("heads", &self.heads)
            .finish_non_exhaustive()
    }
}

//! Enrolment: the QR, the tenant's settings, a new id for a phone that lost its place.
//!
//! What a log shows of these leaves out codes, which open doors.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    codes::Hotline,
    domain::org::Staff,
    id::{DeviceId, TenantId},
    op::row::{RowKind, name_id},
    seal::{Digest, SealRecipient},
    time::{WorkingDays, Zone},
};

/// What a phone needs to know of the tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantSettings {
    /// The tenant.
    pub tenant: TenantId,
    /// Its name.
    pub name: String,
    /// Its civil time.
    pub zone: Zone,
    /// Its working days.
    #[serde(default)]
    pub working_days: WorkingDays,
    /// Metres around a home that count as being there.
    pub fence_radius_m: u32,
    /// Days that a phone keeps acknowledged history and originals.
    pub keep_days: u32,
    /// Whether the data are invented, to be marked 演示数据 wherever they show.
    #[serde(default)]
    pub demo: bool,
    /// To whom the evidence of a mandatory report is sealed: a key that neither phones nor this hub hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_recipient: Option<SealRecipient>,
    /// What a phone dials when something must be reported at once, which needs no data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_phone: Option<Hotline>,
    /// Whether a phone leaves the key of its database in its folder, sealed to the hub, so that unsent work outlives a
    /// key that the phone lost.
    #[serde(default)]
    pub recovery: bool,
}

impl TenantSettings {
    /// The id of the one row that holds them at the hub.
    pub fn row_id() -> Uuid {
        name_id(RowKind::Settings, "tenant")
    }
}

/// Enrols a phone with a one-use code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// The code of the QR.
    pub code: String,
    /// The phone's P-256 key, SEC1 uncompressed, base64.
    #[serde(with = "super::base64_bytes")]
    pub public_key: Vec<u8>,
    /// The version of the app.
    pub app_version: String,
}

/// Asks for a new device id, signed with the key of the old one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForkRequest {
    /// The device that lost its place.
    pub device: DeviceId,
    /// A number of the phone's own, so that the same request gives the same answer.
    pub nonce: Uuid,
    /// Signature over [`fork_message`], base64.
    #[serde(with = "super::base64_bytes")]
    pub signature: Vec<u8>,
}

/// The bytes that a fork request signs.
pub fn fork_message(device: DeviceId, nonce: Uuid) -> Vec<u8> {
    crate::seal::message("doorstep fork v1", &[device.0.as_bytes(), nonce.as_bytes()])
}

/// The hub's answer to an enrolment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolReply {
    /// The phone's id from now on.
    pub device: DeviceId,
    /// Whose phone it is.
    pub staff: Staff,
    /// The tenant.
    pub settings: TenantSettings,
    /// The key to which photos are sealed.
    pub recipient: SealRecipient,
    /// The key with which the hub signs orders, SEC1 uncompressed, base64.
    #[serde(with = "super::base64_bytes")]
    pub order_key: Vec<u8>,
}

/// What the QR of an enrolment holds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolTicket {
    /// The hub's address, such as `https://hub.example:8443`.
    pub url: String,
    /// SHA-256 of the hub's SubjectPublicKeyInfo, pinned by every request.
    pub spki: Digest,
    /// The one-use code.
    pub code: String,
}

impl fmt::Debug for EnrolRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnrolRequest").field("app_version", &self.app_version).finish_non_exhaustive()
    }
}

impl fmt::Debug for EnrolTicket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnrolTicket")
            .field("url", &self.url)
            .field("spki", &self.spki)
            .finish_non_exhaustive()
    }
}

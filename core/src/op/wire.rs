//! The messages of the sync protocol: JSON over HTTPS, version in every request and response.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::row::{RowKind, Scope};
use crate::{
    domain::org::Staff,
    id::{DeviceId, GroupId, HouseholdId, OpId, PhotoId, TenantId},
    seal::{Digest, Salt, SealRecipient, SignedHead},
    time::{Hlc, Timestamp, WorkingDays, Zone},
};

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
}

/// Enrols a phone with a one-use code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// The code of the QR.
    pub code: String,
    /// The phone's P-256 key, SEC1 uncompressed, base64.
    #[serde(with = "super::wire::base64_bytes")]
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
    #[serde(with = "super::wire::base64_bytes")]
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
    #[serde(with = "super::wire::base64_bytes")]
    pub order_key: Vec<u8>,
}

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
    #[serde(with = "super::wire::base64_bytes")]
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

/// An operation as it travels: exactly what the chain covers, and the body as it was written.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireOp {
    /// Dense per device, from 1.
    pub seq: u64,
    /// Unique in the tenant.
    pub op_id: OpId,
    /// Hash of the operation before.
    pub prev: Digest,
    /// What it is about, as [`super::body::Body::subject`] names it.
    pub subject: String,
    /// Its kind, as [`super::body::Body::kind`] names it.
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

/// Announces a sealed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadRequest {
    /// The photo.
    pub photo: PhotoId,
    /// Length of the sealed file.
    pub bytes: u64,
    /// SHA-256 of the sealed file.
    pub sealed_sha256: Digest,
}

/// Where to append it. The path is a capability of its own for seven days.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadReply {
    /// The path on the hub.
    pub location: String,
    /// How many bytes the hub holds already; equal to the length when it is complete.
    pub offset: u64,
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

// What follows shows ids and sizes only: codes, tokens and addresses of uploads open doors, bodies and documents
// tell of people.

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

impl fmt::Debug for SessionReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionReply")
            .field("expires_in_s", &self.expires_in_s)
            .field("heads", &self.heads)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for UploadReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadReply").field("offset", &self.offset).finish_non_exhaustive()
    }
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

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;

    use super::*;
    use crate::{id::StaffId, seal::SealKey};

    const DEVICE: DeviceId = DeviceId(Uuid::from_u128(1));

    fn heads() -> Heads {
        Heads {
            head: Head { seq: 3, hash: Digest([7; 32]) },
            backed_up_through: 2,
            hub_now: Timestamp::from_millis(1_781_064_000_000),
        }
    }

    fn comes_back<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(message: &T) -> String {
        let text = serde_json::to_string(message).unwrap();
        assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), message);
        assert_eq!(&serde_json::from_slice::<T>(text.as_bytes()).unwrap(), message);
        assert_eq!(&serde_json::from_reader::<_, T>(text.as_bytes()).unwrap(), message);
        text
    }

    #[test]
    fn messages_come_back_as_they_were_sent() {
        let staff = Staff {
            id: StaffId(Uuid::from_u128(2)),
            name: "李四".to_owned(),
            role: crate::domain::org::StaffRole::Volunteer,
            phone: None,
        };
        let settings = TenantSettings {
            tenant: TenantId(Uuid::from_u128(3)),
            name: "演示县".to_owned(),
            zone: Zone::CHINA,
            working_days: WorkingDays::default(),
            fence_radius_m: 60,
            keep_days: 30,
            demo: true,
            report_recipient: None,
        };
        let recipient = SealKey::generate(&crate::id::SeededIds::new(1)).recipient();
        comes_back(&EnrolReply { device: DEVICE, staff, settings, recipient, order_key: vec![4; 65] });
        comes_back(&EnrolRequest { code: "X".into(), public_key: vec![4, 255], app_version: "1".into() });
        comes_back(&ForkRequest { device: DEVICE, nonce: Uuid::from_u128(5), signature: vec![1] });
        comes_back(&SessionRequest { device: DEVICE, challenge: "c".into(), signature: vec![] });
        let upload =
            UploadRequest { photo: PhotoId(Uuid::from_u128(6)), bytes: 9, sealed_sha256: Digest([1; 32]) };
        comes_back(&upload);
        comes_back(&EnrolTicket { url: "https://h:1".into(), spki: Digest([1; 32]), code: "X".into() });
        let problem = Problem { kind: "about:blank".into(), title: "Gone".into(), status: 410, detail: None };
        assert!(comes_back(&problem).contains("\"type\":\"about:blank\""));
        let cursor = Cursor { epoch: 1, revision: 2, digest: Digest([3; 32]) };
        let cursors = [(Scope::Tenant, cursor), (Scope::Private(DEVICE), cursor)].into();
        comes_back(&FeedRequest { cursors, max_rows: Some(500) });
    }

    #[test]
    fn heads_stand_flat_in_the_replies_that_carry_them() {
        let session = SessionReply { token: "t".into(), expires_in_s: 900, heads: heads() };
        let push = PushReply { heads: heads(), refused: vec![Refused { op_id: OpId(Uuid::nil()), seq: 1 }] };
        for text in [comes_back(&session), comes_back(&push), comes_back(&heads())] {
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(value["backed_up_through"], 2);
            assert_eq!(value["head"]["seq"], 3);
        }
    }

    #[test]
    fn a_feed_carries_the_bytes_of_its_documents_unchanged() {
        // Spaces, the order of keys and the digits of a number are part of what the checksum covers.
        let document = r#"{ "z": 1.50, "a": "张奶奶家" }"#;
        let row = |document: Option<&str>| FeedRow {
            kind: RowKind::Household,
            id: Uuid::from_u128(1),
            revision: 4,
            household: Some(HouseholdId(Uuid::from_u128(1))),
            document: document.map(|text| RawValue::from_string(text.to_owned()).unwrap()),
        };
        let page = ScopePage {
            scope: Scope::Tenant,
            from_start: true,
            rows: vec![row(Some(document)), row(None)],
            cursor: Cursor { epoch: 1, revision: 4, digest: Digest([3; 32]) },
            more: false,
            check: Some(ScopeCheck { count: 1, checksum: u64::MAX }),
        };
        let reply = FeedReply {
            heads: heads(),
            silent_phones: Some(2),
            scopes: vec![page],
            revoked: vec![Scope::Private(DEVICE)],
        };
        let text = serde_json::to_string(&reply).unwrap();
        for read in [serde_json::from_str(&text), serde_json::from_slice(text.as_bytes())] {
            let read: FeedReply = read.unwrap();
            assert_eq!((read.heads, read.silent_phones, &read.revoked), (heads(), Some(2), &reply.revoked));
            let rows = &read.scopes[0].rows;
            assert_eq!(rows[0].document.as_ref().unwrap().get(), document);
            assert!(rows[1].document.is_none());
            assert_eq!(read.scopes[0].check, reply.scopes[0].check);
            assert_eq!(serde_json::to_string(&read).unwrap(), text);
        }
    }

    #[test]
    fn no_secret_and_no_content_shows_in_a_log() {
        let op = WireOp {
            seq: 3,
            op_id: OpId(Uuid::nil()),
            prev: Digest([0; 32]),
            subject: "visit:1".into(),
            kind: "VisitRecorded".into(),
            schema: 1,
            hlc: Hlc::default(),
            group: GroupId(Uuid::nil()),
            group_index: 0,
            group_len: 1,
            salt: Salt([0xab; 16]),
            body: "needle".into(),
            hash: Digest([1; 32]),
        };
        let row = FeedRow {
            kind: RowKind::Household,
            id: Uuid::nil(),
            revision: 4,
            household: None,
            document: RawValue::from_string(r#"{"a":"needle"}"#.to_owned()).ok(),
        };
        let shown = [
            format!("{op:?}"),
            format!("{row:?}"),
            format!("{:?}", EnrolTicket { url: "u".into(), spki: Digest([1; 32]), code: "needle".into() }),
            format!(
                "{:?}",
                EnrolRequest { code: "needle".into(), public_key: vec![], app_version: "1".into() }
            ),
            format!("{:?}", SessionReply { token: "needle".into(), expires_in_s: 9, heads: heads() }),
            format!("{:?}", UploadReply { location: "needle".into(), offset: 7 }),
        ];
        for text in shown {
            assert!(!text.contains("needle") && !text.contains("171"), "{text}");
        }
    }

    #[test]
    fn a_rows_check_depends_on_kind_id_and_bytes() {
        let check = row_check(RowKind::Grid, Uuid::nil(), "{}");
        assert_eq!(check, row_check(RowKind::Grid, Uuid::nil(), "{}"));
        assert_ne!(check, row_check(RowKind::Staff, Uuid::nil(), "{}"));
        assert_ne!(check, row_check(RowKind::Grid, Uuid::from_u128(1), "{}"));
        assert_ne!(check, row_check(RowKind::Grid, Uuid::nil(), "{ }"));
    }

    #[test]
    fn signed_messages_of_different_purposes_differ() {
        assert_ne!(fork_message(DEVICE, Uuid::nil()), session_message(DEVICE, ""));
        assert_ne!(session_message(DEVICE, "a"), session_message(DEVICE, "b"));
    }

    #[test]
    fn signatures_that_are_no_base64_are_refused() {
        let text = r#"{"device":"00000000-0000-0000-0000-000000000001","challenge":"c","signature":"%%"}"#;
        assert!(serde_json::from_str::<SessionRequest>(text).is_err());
    }
}

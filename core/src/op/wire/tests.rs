use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::*;
use crate::{
    domain::org::Staff,
    id::{DeviceId, GroupId, HouseholdId, OpId, PhotoId, StaffId, TenantId},
    op::row::{RowKind, Scope},
    seal::{Salt, SealKey},
    time::{Hlc, WorkingDays, Zone},
};

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
        report_phone: "12345".parse().ok(),
        recovery: false,
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
        format!("{:?}", EnrolRequest { code: "needle".into(), public_key: vec![], app_version: "1".into() }),
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

//! What a phone exported because the hub did not take it.

use std::fs;

use doorstep_core::{
    id::{OpId, SeededIds},
    op::rejected::RejectedRecord,
    seal::{SealError, SealKey, seal_bytes},
    text::Text,
};
use serde_json::json;
use uuid::Uuid;

use super::super::HubError;
use crate::testing::{NOON, World};

#[test]
fn an_export_of_rejected_records_opens_here_and_nothing_else_does() {
    let world = World::new();
    let file = world.folder.path().join("rejected.age");
    let record = RejectedRecord {
        op: OpId(Uuid::from_u128(1)),
        what: Text::new("走访", "Visit"),
        why: Text::new("不在责任范围内", "Outside this worker's responsibility"),
        recorded_at: NOON,
        record: Some(json!({ "kind": "VisitRecorded" })),
    };
    let json = serde_json::to_vec(&[&record]).unwrap();
    let recipient = world.hub.keys().photo.recipient();
    fs::write(&file, seal_bytes(&json, std::slice::from_ref(&recipient)).unwrap()).unwrap();
    let found = world.hub.read_rejected(&file).unwrap();
    assert_eq!((found.len(), found[0].op, &found[0].record), (1, record.op, &record.record));
    assert!(!format!("{found:?}").contains("VisitRecorded"));

    fs::write(&file, seal_bytes(b"{}", &[recipient]).unwrap()).unwrap();
    assert!(matches!(world.hub.read_rejected(&file), Err(HubError::Invalid(_))));
    let stranger = SealKey::generate(&SeededIds::new(99)).recipient();
    fs::write(&file, seal_bytes(&json, &[stranger]).unwrap()).unwrap();
    assert!(matches!(world.hub.read_rejected(&file), Err(HubError::Seal(SealError::WrongKey))));
}

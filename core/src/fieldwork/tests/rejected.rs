use serde_json::json;

use super::*;
use crate::{
    id::OpId,
    op::{body::Body, outcome::RejectReason},
    seal::open_bytes,
    store::blob,
};

const OUTSIDE: Outcome = Outcome::Rejected { reason: RejectReason::OutsideScope };
const DAY: i64 = 24 * 3_600_000;

/// A finish of a visit with a photo, of which the hub took nothing; answers the operation of the visit.
fn refused_visit(phone: &mut Phone) -> OpId {
    let draft = phone.knock();
    phone.photograph(&draft).1.unwrap();
    phone.doorstep.finish_visit(draft.id).unwrap();
    phone.judge_all(&OUTSIDE);
    let lines = phone.doorstep.rejected(None, 10).unwrap();
    lines.iter().find(|line| line.item.kind == "VisitRecorded").unwrap().item.op_id
}

#[test]
fn what_the_hub_did_not_take_is_listed_in_plain_words_and_page_by_page() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    refused_visit(&mut phone);
    let first = phone.doorstep.rejected(None, 1).unwrap();
    let rest = phone.doorstep.rejected(Some(first[0].item.op_id), 10).unwrap();
    let lines: Vec<_> = first.iter().chain(&rest).collect();
    let mut what: Vec<_> = lines.iter().map(|line| line.what.zh.as_str()).collect();
    what.sort_unstable();
    assert_eq!(what, ["照片", "走访"]);
    let visit = lines[0];
    assert_eq!(visit.words.zh, "未采纳:不在责任范围内");
    assert_eq!(visit.words.en, "Not taken: Outside this worker's responsibility");
}

#[test]
fn a_visit_that_was_not_taken_is_put_right_whole_by_new_records() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let visit = refused_visit(&mut phone);
    let Body::VisitRecorded(mut body) = phone.doorstep.rejected_record(visit).unwrap() else { panic!() };
    body.note = Some("补充".to_owned());
    let anew = phone.doorstep.put_right(visit, Some(Body::VisitRecorded(body))).unwrap();
    assert!(phone.doorstep.rejected(None, 10).unwrap().is_empty(), "nothing is left to do");
    assert_eq!(phone.doorstep.unsent(), Ok(2), "visit and photo go again");
    assert!(matches!(phone.doorstep.put_right(visit, None), Err(DoorstepError::NotFound { .. })));
    assert_eq!(phone.doorstep.household(HOME).unwrap().visits.len(), 1, "the visit shows again, once");

    phone.judge_all(&Outcome::Applied);
    let lines = phone.doorstep.outbox(None, 10).unwrap();
    let state = |op| lines.iter().find(|line| line.item.op_id == op).unwrap().item.state;
    assert_eq!((state(anew), state(visit)), (ItemState::Applied, ItemState::Rejected), "the old one stays");
    let upload =
        phone.doorstep.store.read(|tx| blob::next_upload(tx, MORNING, MORNING.plus_millis(1), &[])).unwrap();
    assert!(upload.is_some(), "the photo may be sent");
    phone.doorstep.prove_journal().unwrap();
}

#[test]
fn a_correction_is_about_the_same_thing_and_by_somebody_who_may() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    phone.doorstep.change_field(draft.id, RowKind::Household, HOME.0, "address", json!("密村2号")).unwrap();
    phone.doorstep.finish_visit(draft.id).unwrap();
    phone.judge_all(&OUTSIDE);
    let lines = phone.doorstep.rejected(None, 10).unwrap();
    let op = |kind: &str| lines.iter().find(|line| line.item.kind == kind).unwrap().item.op_id;
    let visit = phone.doorstep.rejected_record(op("VisitRecorded")).unwrap();
    let other = phone.doorstep.put_right(op("FieldsChanged"), Some(visit)).unwrap_err();
    assert!(
        matches!(other, DoorstepError::InvalidInput { ref field, .. } if field == "corrected"),
        "{other:?}"
    );

    let demoted = worker(WORKER, StaffRole::Volunteer);
    let row = phone.row(RowKind::Staff, WORKER.0, &demoted);
    phone.pull(Scope::Tenant, vec![row]);
    let refused = phone.doorstep.put_right(op("FieldsChanged"), None).unwrap_err();
    assert!(
        matches!(refused, DoorstepError::InvalidInput { ref field, .. } if field == "role"),
        "{refused:?}"
    );
    phone.doorstep.put_right(op("VisitRecorded"), None).unwrap();
}

#[test]
fn rejected_records_leave_the_phone_sealed_to_the_hub() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let file = phone.folder.path().join("rejected.age");
    let refused = refused_visit(&mut phone);
    assert_eq!(phone.doorstep.export_rejected(&file), Ok(2));
    let sealed = std::fs::read(&file).unwrap();
    let json = open_bytes(&sealed, &[hub_key()]).unwrap();
    let records: Vec<serde_json::Value> = serde_json::from_slice(&json).unwrap();
    let record = records.iter().find(|record| record["op"] == json!(refused)).unwrap();
    assert_eq!(record["what"]["en"], "Visit");
    assert_eq!(record["why"]["zh"], "未采纳:不在责任范围内");
    assert_eq!(record["record"]["data"]["household"], json!(HOME));
}

#[test]
fn history_older_than_the_tenants_period_and_long_in_a_backup_is_trimmed_to_its_hashes_at_open() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let refused = refused_visit(&mut phone);
    let draft = phone.knock();
    phone.doorstep.finish_visit(draft.id).unwrap();
    phone.judge_all(&Outcome::Applied);
    let mut phone = phone.restart();
    phone.clock.advance(31 * DAY);
    let young = phone.knock();
    phone.doorstep.finish_visit(young.id).unwrap();
    phone.judge_all(&Outcome::Applied);

    assert_eq!(phone.doorstep.prove_journal().unwrap().proof.erased, 0);
    let phone = phone.restart();
    let proved = phone.doorstep.prove_journal().unwrap();
    assert_eq!((proved.proof.entries, proved.proof.erased), (4, 1), "the settled visit alone");
    assert_eq!((proved.ops.len(), proved.photos), (4, 1));
    phone.doorstep.rejected_record(refused).unwrap();
}

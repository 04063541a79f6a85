//! What a careless host hands over or does: refused in words, and nothing is lost.

use super::*;

#[test]
fn a_report_for_support_never_takes_the_place_of_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let core = enrolled(folder.path(), Vault::new(|| {}));
    let database = folder.path().join("doorstep.db");
    let before = std::fs::read(&database).unwrap();
    let refused = core.diagnostics(database.to_string_lossy().into_owned()).unwrap_err();
    assert!(matches!(&refused, DoorstepError::InvalidInput { field, .. } if field == "path"), "{refused:?}");
    assert_eq!(std::fs::read(&database).unwrap(), before);
}

#[test]
fn what_is_only_shown_never_fails() {
    let day = |text: &str| words_of_day(ShownDay(text.to_owned())).zh;
    assert_eq!([day("2026-06-03"), day("2026-02-30")], ["2026年6月3日", "2026-02-30"]);
    let span = |seconds| words_of_span(ShownSpan(seconds)).en;
    assert_eq!([span(-5), span(3_600), span(i64::MIN)], ["less than a minute", "1 h", "less than a minute"]);
}

#[test]
fn the_exchange_of_a_phone_that_was_shut_ends_and_waits_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let core = enrolled(folder.path(), Vault::new(|| {}));
    let session = core.sync_session().unwrap();
    session.begin().unwrap();
    let HostTask::Request { task, .. } = session.next_task().unwrap() else { panic!("no request") };
    core.shutdown().unwrap();
    session.no_answer(task).unwrap();
    assert_eq!(session.next_task(), Err(DoorstepError::Locked { reason: LockReason::Closed }));
    session.begin().unwrap();
    assert_eq!(session.next_task(), Err(DoorstepError::Locked { reason: LockReason::Closed }));
}

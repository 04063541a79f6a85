use uuid::Uuid;

use super::*;
use crate::{
    op::{
        outcome::{Outcome, OutcomeRow, RejectReason},
        wire::{MAX_PUSH_BYTES, MAX_PUSH_OPS},
    },
    seal::{PublicKey, SignedHead, verify_journal},
    store::{
        Durability, Store,
        device::Identity,
        outcome::set_outcome,
        sample::{enrolled, identity_of, phone_key, record, record_superseding, remark},
    },
    time::Timestamp,
};

fn remarks(count: u128) -> Vec<Body> {
    (0..count).map(remark).collect()
}

fn acknowledge_through(store: &Store, seq: u64, backed_up: u64) -> Result<(), StoreError> {
    store.write(Durability::Replayable, |tx| {
        let hash = hash_at(tx, seq)?.ok_or(StoreError::JournalFork { seq })?;
        acknowledge(tx, Head { seq, hash }, backed_up)
    })
}

fn rewind_through(store: &Store, seq: u64) -> Result<(), StoreError> {
    store.write(Durability::Replayable, |tx| {
        let hash = hash_at(tx, seq)?.ok_or(StoreError::JournalFork { seq })?;
        rewind_to(tx, Head { seq, hash })
    })
}

/// Trims after the margin has passed, for the second time: what a backup holds, it has held for long.
fn trim_before(store: &Store, before: i64, limit: usize) -> usize {
    let write = |work: &dyn Fn(&Tx<'_>) -> Result<usize, StoreError>| {
        store.write(Durability::Replayable, |tx| work(tx)).unwrap()
    };
    for margins in 0..3 {
        let now = Timestamp::from_millis(margins * BACKUP_MARGIN_MS);
        write(&|tx| note_backups(tx, now).map(|()| 0));
    }
    write(&|tx| trim(tx, Timestamp::from_millis(before), limit))
}

fn adopt(store: &Store, identity: &Identity, resend_after: u64) {
    store.write(Durability::Capture, |tx| adopt_device(tx, identity, resend_after)).unwrap();
}

fn judge(store: &Store, op: OpId, outcome: Outcome) {
    let row = OutcomeRow { op, outcome, revision: 1 };
    store.write(Durability::Replayable, |tx| set_outcome(tx, &row)).unwrap();
}

/// Everything unsent, batch by batch, as a push would take it.
fn unsent(store: &Store) -> Vec<WireOp> {
    store
        .read(|tx| {
            let mut found: Vec<WireOp> = Vec::new();
            let mut after = acknowledged(tx)?.seq;
            loop {
                let batch = batch_after(tx, after)?;
                let Some(last) = batch.last() else { return Ok::<_, StoreError>(found) };
                after = last.seq;
                found.extend(batch);
            }
        })
        .unwrap()
}

fn ids(ops: &[WireOp]) -> Vec<OpId> {
    ops.iter().map(|op| op.op_id).collect()
}

fn items(store: &Store) -> Vec<OutboxItem> {
    store.read(|tx| outbox(tx, None, 10_000)).unwrap()
}

fn states(store: &Store) -> Vec<ItemState> {
    items(store).into_iter().map(|item| item.state).collect()
}

/// Proves the whole chain of one device id.
fn prove(store: &Store, number: u128) -> crate::seal::Proof {
    let identity = identity_of(number);
    store
        .read(|tx| {
            let entries = entries(tx, identity.device, 0, 10_000)?;
            let heads = signed_heads(tx, identity.device)?;
            let key = PublicKey::from_sec1(&identity.public_key).unwrap();
            Ok::<_, StoreError>(verify_journal(identity.device, &key, entries.into_iter(), &heads).unwrap())
        })
        .unwrap()
}

#[test]
fn what_was_recorded_is_sent_byte_for_byte_until_it_is_acknowledged() {
    let store = enrolled();
    let first = record(&store, 1, remarks(2));
    let second = record(&store, 2, remarks(1));
    assert_eq!(unsent(&store), [first.clone(), second.clone()].concat());
    assert_eq!(store.read(unsent_count).unwrap(), 3);

    acknowledge_through(&store, 2, 0).unwrap();
    assert_eq!(unsent(&store), second);
    assert_eq!(store.read(unsent_count).unwrap(), 1);
    assert_eq!(store.read(last_hlc).unwrap(), Hlc { millis: 2, counter: 0 });
}

#[test]
fn before_enrolment_there_is_no_journal_and_nothing_to_send() {
    let store = Store::in_memory().unwrap();
    assert_eq!(store.read(head).unwrap(), None);
    assert_eq!(store.read(unsent_count).unwrap(), 0);
    assert!(items(&store).is_empty());
    let refused = store.write(Durability::Capture, |tx| append(tx, &[]));
    assert!(matches!(refused, Err(StoreError::NotEnrolled)));
}

#[test]
fn an_operation_that_does_not_follow_is_refused_and_nothing_of_its_group_stays() {
    let store = enrolled();
    let ops = record(&store, 1, remarks(2));
    let head_before = store.read(head).unwrap();
    let device = identity_of(1).device;
    let next = ops[0].clone().rechained(device, head_before.unwrap());
    let wrong = [
        WireOp { seq: 9, ..next.clone() },
        WireOp { prev: Digest([0; 32]), ..next.clone() },
        WireOp { body: "{}".to_owned(), ..next.clone() },
        // The first of two, without the second.
        WireOp { op_id: OpId(Uuid::from_u128(5)), ..next.clone() }.rechained(device, head_before.unwrap()),
    ];
    for op in wrong {
        let refused = store.write(Durability::Capture, |tx| append(tx, std::slice::from_ref(&op)));
        assert!(matches!(refused, Err(StoreError::NotNext { .. })), "{refused:?}");
    }
    let twice = store.write(Durability::Capture, |tx| append(tx, std::slice::from_ref(&next)));
    assert!(matches!(twice, Err(StoreError::Sql(_))), "an operation id stands once");
    assert_eq!(store.read(head).unwrap(), head_before);
}

#[test]
fn a_batch_holds_whole_groups_within_the_limits() {
    let store = enrolled();
    for millis in 1..=3 {
        record(&store, millis, remarks(90));
    }
    let batch = store.read(|tx| batch_after(tx, 0)).unwrap();
    assert_eq!(batch.len(), 180, "the third group would pass {MAX_PUSH_OPS}");
    assert_eq!(store.read(|tx| batch_after_limited(tx, 0, 1)).unwrap().len(), 90);
    assert_eq!(store.read(|tx| batch_after(tx, 180)).unwrap().len(), 90);
    assert!(store.read(|tx| batch_after(tx, 270)).unwrap().is_empty());
}

#[test]
fn a_group_that_is_too_large_alone_is_still_given_whole_and_alone() {
    let store = enrolled();
    record(&store, 1, remarks(250));
    record(&store, 2, remarks(1));
    assert_eq!(store.read(|tx| batch_after(tx, 0)).unwrap().len(), 250);

    let store = enrolled();
    let mut photo = crate::store::sample::photo(1);
    photo.reason = "长".repeat(MAX_PUSH_BYTES / 2);
    record(&store, 1, remarks(1));
    record(&store, 2, vec![Body::PhotoTaken(photo)]);
    record(&store, 3, remarks(1));
    let lengths = [0, 1, 2].map(|after| store.read(|tx| batch_after(tx, after)).unwrap().len());
    assert_eq!(lengths, [1, 1, 1]);
}

#[test]
fn the_hub_is_believed_only_about_what_this_journal_has() {
    let store = enrolled();
    record(&store, 1, remarks(2));
    let refused = |seq: u64, hash: Digest| {
        store.write(Durability::Replayable, |tx| acknowledge(tx, Head { seq, hash }, 0))
    };
    assert!(matches!(refused(2, Digest([9; 32])), Err(StoreError::JournalFork { seq: 2 })));
    assert!(matches!(refused(7, Digest([9; 32])), Err(StoreError::JournalFork { seq: 3 })));
    assert!(matches!(refused(0, Digest([9; 32])), Err(StoreError::JournalFork { seq: 0 })));
    assert_eq!(store.read(acknowledged).unwrap().seq, 0);
}

#[test]
fn a_late_acknowledgement_takes_nothing_back() {
    let store = enrolled();
    record(&store, 1, remarks(3));
    acknowledge_through(&store, 3, 0).unwrap();
    acknowledge_through(&store, 1, 0).unwrap();
    assert_eq!(store.read(acknowledged).unwrap().seq, 3);
}

#[test]
fn what_a_restored_hub_lost_is_sent_again() {
    let store = enrolled();
    let ops = record(&store, 1, remarks(3));
    acknowledge_through(&store, 3, 3).unwrap();
    rewind_through(&store, 1).unwrap();
    assert_eq!(unsent(&store), ops[1..]);
    acknowledge_through(&store, 3, 1).unwrap();
    assert!(unsent(&store).is_empty());
}

#[test]
fn a_phone_under_a_new_id_sends_the_unacknowledged_again_under_the_old_operation_ids() {
    let store = enrolled();
    let ops = record(&store, 1, remarks(2));
    let more = record(&store, 2, remarks(2));
    acknowledge_through(&store, 2, 0).unwrap();
    adopt(&store, &identity_of(2), 2);

    let again = unsent(&store);
    assert_eq!(ids(&again), ids(&more));
    assert_eq!(again.iter().map(|op| op.seq).collect::<Vec<_>>(), [1, 2]);
    assert!(again.iter().zip(&more).all(|(new, old)| new.body == old.body && new.salt == old.salt));
    assert_eq!(items(&store).len(), 2, "each once in the outbox");
    assert_eq!(prove(&store, 1).entries, 4);
    assert_eq!(prove(&store, 2).entries, 2);

    // The answer to the request may come twice.
    adopt(&store, &identity_of(2), 0);
    assert_eq!(unsent(&store), again);
    let last = record(&store, 3, remarks(1));
    assert_eq!(last[0].seq, 3);
    assert_ne!(ids(&ops), ids(&again));
}

#[test]
fn a_group_cut_by_an_acknowledgement_goes_along_whole() {
    let store = enrolled();
    let ops = record(&store, 1, remarks(3));
    acknowledge_through(&store, 1, 0).unwrap();
    adopt(&store, &identity_of(2), 1);
    assert_eq!(ids(&unsent(&store)), ids(&ops));
}

#[test]
fn history_under_earlier_ids_goes_along_until_a_backup_holds_it() {
    let store = enrolled();
    let first = record(&store, 1, remarks(1));
    acknowledge_through(&store, 1, 0).unwrap();
    adopt(&store, &identity_of(2), 1);
    let second = record(&store, 2, remarks(1));
    adopt(&store, &identity_of(3), 0);
    assert_eq!(ids(&unsent(&store)), [ids(&first), ids(&second)].concat());

    acknowledge_through(&store, 2, 2).unwrap();
    adopt(&store, &identity_of(4), 2);
    let third = record(&store, 3, remarks(1));
    adopt(&store, &identity_of(5), 0);
    assert_eq!(ids(&unsent(&store)), ids(&third));
}

#[test]
fn the_outbox_tells_each_items_state_and_cause() {
    let store = enrolled();
    let ops = record(&store, 1, remarks(5));
    record(&store, 2, remarks(1));
    acknowledge_through(&store, 5, 0).unwrap();
    judge(&store, ops[0].op_id, Outcome::Applied);
    judge(&store, ops[1].op_id, Outcome::Merged { lost: vec!["phone".to_owned()] });
    judge(&store, ops[2].op_id, Outcome::Rejected { reason: RejectReason::OutsideScope });
    judge(&store, ops[3].op_id, Outcome::Deferred { until: Timestamp::from_millis(99) });
    let (now, next) = (Timestamp::from_millis(10), Timestamp::from_millis(20));
    store
        .write(Durability::Replayable, |tx| {
            note_attempt(tx, 6, now)?;
            note_failure(tx, "network", Some(next))
        })
        .unwrap();

    use ItemState::{Acknowledged, Applied, Deferred, Merged, Rejected, Unsent};
    assert_eq!(states(&store), [Unsent, Acknowledged, Deferred, Rejected, Merged, Applied]);
    let found = items(&store);
    assert_eq!(
        (found[0].attempts, found[0].next_try, found[0].cause.as_deref()),
        (1, Some(next), Some("network"))
    );
    assert_eq!((found[1].attempts, found[1].next_try), (0, None), "only what was tried is counted");
    assert_eq!(found[2].next_try, Some(Timestamp::from_millis(99)));
    assert_eq!(found[3].reject_reason(), Some(RejectReason::OutsideScope));

    let page = store.read(|tx| outbox(tx, Some(3), 2)).unwrap();
    assert_eq!(page.iter().map(|item| item.seq).collect::<Vec<_>>(), [2, 1]);
    acknowledge_through(&store, 6, 0).unwrap();
    assert_eq!(items(&store)[0].cause, None);
}

#[test]
fn a_rejected_record_stays_in_sight_until_it_is_put_right() {
    let store = enrolled();
    let ops = record(&store, 1, remarks(1));
    acknowledge_through(&store, 1, 1).unwrap();
    judge(&store, ops[0].op_id, Outcome::Rejected { reason: RejectReason::OutsideScope });
    adopt(&store, &identity_of(2), 1);
    let seen = || store.read(|tx| rejected(tx, None, 10)).unwrap();
    assert_eq!(seen()[0].op_id, ops[0].op_id, "under whatever id it was sent");
    assert_eq!(trim_before(&store, 100, 10), 0);

    record_superseding(&store, 2, remarks(1), Some(ops[0].op_id));
    assert!(seen().is_empty());
}

#[test]
fn the_hub_may_judge_again_also_after_it_was_restored() {
    let store = enrolled();
    let op = record(&store, 1, remarks(1))[0].op_id;
    let row = |revision, outcome| OutcomeRow { op, outcome, revision };
    let deferred = row(7, Outcome::Deferred { until: Timestamp::from_millis(1) });
    // A restored hub counts its revisions anew.
    for row in [&deferred, &row(3, Outcome::Applied)] {
        store.write(Durability::Replayable, |tx| set_outcome(tx, row)).unwrap();
    }
    let kept = store.read(|tx| crate::store::outcome::outcome(tx, op)).unwrap();
    assert_eq!(kept, Some(row(3, Outcome::Applied)));
}

#[test]
fn trimming_takes_bodies_and_leaves_the_proof() {
    let store = enrolled();
    let settled = record(&store, 1, remarks(2));
    let half_judged = record(&store, 2, remarks(2));
    let unbacked = record(&store, 3, remarks(1));
    let young = record(&store, 50, remarks(1));
    acknowledge_through(&store, 6, 4).unwrap();
    for op in settled.iter().chain(&half_judged[..1]).chain(&unbacked).chain(&young) {
        judge(&store, op.op_id, Outcome::Applied);
    }
    let trim_now = || trim_before(&store, 50, 10);
    assert_eq!(trim_now(), 2, "one finish is wholly settled, backed up and old");
    assert_eq!(trim_now(), 0);
    let proof = prove(&store, 1);
    assert_eq!((proof.entries, proof.erased), (6, 2));
    assert!(matches!(rewind_through(&store, 1), Err(StoreError::JournalFork { seq: 2 })));
    rewind_through(&store, 2).unwrap();
    assert_eq!(unsent(&store).len(), 4);
}

#[test]
fn a_phone_whose_old_bodies_are_gone_still_takes_a_new_id_with_the_rest() {
    let store = enrolled();
    let old = record(&store, 1, remarks(1));
    let new = record(&store, 2, remarks(1));
    acknowledge_through(&store, 2, 1).unwrap();
    judge(&store, old[0].op_id, Outcome::Applied);
    assert_eq!(trim_before(&store, 50, 10), 1);
    adopt(&store, &identity_of(2), 0);
    assert_eq!(ids(&unsent(&store)), ids(&new));
}

#[test]
fn a_trim_takes_no_more_than_its_share_and_the_next_goes_on() {
    let store = enrolled();
    let ops: Vec<WireOp> = (1..=5).flat_map(|millis| record(&store, millis, remarks(1))).collect();
    acknowledge_through(&store, 5, 5).unwrap();
    ops.iter().for_each(|op| judge(&store, op.op_id, Outcome::Applied));
    let share = || trim_before(&store, 50, 2);
    assert_eq!([share(), share(), share(), share()], [2, 2, 1, 0]);
}

#[test]
fn a_trim_never_cuts_a_finish() {
    let store = enrolled();
    let ops: Vec<WireOp> = (1..=3).flat_map(|millis| record(&store, millis, remarks(3))).collect();
    acknowledge_through(&store, 9, 9).unwrap();
    ops.iter().for_each(|op| judge(&store, op.op_id, Outcome::Applied));
    assert_eq!(trim_before(&store, 50, 5), 3, "the second finish would pass the limit");
    assert_eq!(trim_before(&store, 50, 1), 3, "a finish larger than the limit goes alone and whole");
    assert_eq!(prove(&store, 1).erased, 6);
}

#[test]
fn a_body_stays_until_a_backup_has_held_it_for_long() {
    let store = enrolled();
    let mut now = Timestamp::from_millis(1_000);
    let trim_after = |now: &mut Timestamp, millis: i64| {
        *now = now.plus_millis(millis);
        let now = *now;
        store.write(Durability::Replayable, |tx| {
            note_backups(tx, now)?;
            trim(tx, Timestamp::from_millis(50), 10)
        })
    };
    let ops: Vec<WireOp> = (1..=2).flat_map(|millis| record(&store, millis, remarks(1))).collect();
    ops.iter().for_each(|op| judge(&store, op.op_id, Outcome::Applied));
    acknowledge_through(&store, 2, 1).unwrap();
    assert_eq!(trim_after(&mut now, 0).unwrap(), 0, "seen in a backup for the first time");
    acknowledge_through(&store, 2, 2).unwrap();
    assert_eq!(trim_after(&mut now, BACKUP_MARGIN_MS - 1).unwrap(), 0);
    assert_eq!(trim_after(&mut now, 1).unwrap(), 1, "the one that was seen then");
    // The hub was restored from before the second, took it again, and made a backup.
    rewind_through(&store, 1).unwrap();
    acknowledge_through(&store, 2, 2).unwrap();
    assert_eq!(trim_after(&mut now, BACKUP_MARGIN_MS).unwrap(), 0, "that backup is young");
    assert_eq!(trim_after(&mut now, BACKUP_MARGIN_MS).unwrap(), 1);
}

#[test]
fn a_clock_that_is_put_back_only_delays_a_trim() {
    let store = enrolled();
    let op = record(&store, 1, remarks(1)).remove(0);
    judge(&store, op.op_id, Outcome::Applied);
    acknowledge_through(&store, 1, 1).unwrap();
    let at = |millis: i64| {
        store.write(Durability::Replayable, |tx| {
            note_backups(tx, Timestamp::from_millis(millis))?;
            trim(tx, Timestamp::from_millis(50), 10)
        })
    };
    let (year, day) = (365 * 24 * 3_600_000, 24 * 3_600_000);
    assert_eq!([at(year), at(day), at(day + BACKUP_MARGIN_MS)].map(Result::unwrap), [0, 0, 1]);
}

#[test]
fn the_body_of_a_photos_record_stays_while_its_file_is_here() {
    use crate::store::{blob, sample::photo};
    let store = enrolled();
    let ops = record(&store, 1, vec![remark(1), Body::PhotoTaken(photo(1))]);
    store
        .write(Durability::Replayable, |tx| {
            blob::add_blob(tx, &photo(1), crate::domain::evidence::PhotoCopy::Working, "1.age")
        })
        .unwrap();
    acknowledge_through(&store, 2, 2).unwrap();
    ops.iter().for_each(|op| judge(&store, op.op_id, Outcome::Applied));
    assert_eq!(trim_before(&store, 50, 10), 0);
    let write = |sql: &str| store.write(Durability::Replayable, |tx| tx.execute(sql, ())).unwrap();
    write("UPDATE blob SET file = NULL");
    assert_eq!(trim_before(&store, 50, 10), 2);
}

#[test]
fn beside_a_hub_from_before_what_was_trimmed_the_rest_goes_under_a_new_id() {
    let store = enrolled();
    let ops: Vec<WireOp> = (1..=4).flat_map(|millis| record(&store, millis, remarks(1))).collect();
    acknowledge_through(&store, 4, 3).unwrap();
    ops[..2].iter().for_each(|op| judge(&store, op.op_id, Outcome::Applied));
    assert_eq!(trim_before(&store, 50, 10), 2);
    let can = |seq| store.read(|tx| can_send_after(tx, seq)).unwrap();
    assert_eq!([can(0), can(1), can(2), can(4)], [false, false, true, true]);
    adopt(&store, &identity_of(2), 1);
    assert_eq!(ids(&unsent(&store)), ids(&ops[2..]), "what the newer backup held too");
    assert!(store.read(|tx| can_send_after(tx, 0)).unwrap());
    let proof = prove(&store, 1);
    assert_eq!((proof.entries, proof.erased), (4, 2));
}

#[test]
fn one_signature_seals_everything_before_it() {
    let store = enrolled();
    let ops = record(&store, 1, remarks(3));
    let device = identity_of(1).device;
    let signed = |op: &WireOp| SignedHead::sign(&phone_key(), device, op.seq, op.hash).unwrap();
    let keep = |head: &SignedHead| store.write(Durability::Capture, |tx| sign(tx, head));
    keep(&signed(&ops[1])).unwrap();
    assert_eq!(prove(&store, 1).signed_through, 2);
    let other = SignedHead { hash: Digest([0; 32]), ..signed(&ops[2]) };
    assert!(matches!(keep(&other), Err(StoreError::JournalFork { seq: 3 })));
}

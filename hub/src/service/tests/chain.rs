//! The chain as the hub takes it in.

use doorstep_core::{
    op::{
        body::Body,
        outcome::{Outcome, RejectReason},
        wire::{ForkRequest, WireOp, fork_message},
    },
    seal::{Entry, PublicKey, Signer, SoftwareKey, verify_journal},
};
use uuid::Uuid;

use super::{super::HubError, visits_of};
use crate::{
    store::{Durability, ReceiptState},
    testing::{NOON, Phone, WORKER, World, visit},
};

#[test]
fn a_broken_chain_a_split_group_and_a_foreign_signature_are_refused() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    phone.finish(vec![
        Body::VisitRecorded(visit(Uuid::from_u128(41), 1)),
        Body::VisitRecorded(visit(Uuid::from_u128(42), 2)),
    ]);
    let record = phone.record(&world.hub);
    let split = phone.request(&phone.journal[..1]);
    assert!(matches!(world.hub.push(&record, &split), Err(HubError::Invalid(_))));
    let mut changed = phone.request(&phone.journal);
    changed.ops[0].body.push(' ');
    assert!(matches!(world.hub.push(&record, &changed), Err(HubError::Invalid(_))));
    let stranger = phone.with_key(SoftwareKey::generate(&*world.ids));
    let foreign = stranger.request(&phone.journal);
    assert!(matches!(world.hub.push(&record, &foreign), Err(HubError::BadSignature)));
    assert_eq!(phone.record(&world.hub).head.seq, 0);
}

#[test]
fn operations_that_do_not_follow_the_head_are_not_stored_and_the_answer_tells_where_the_hub_stands() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    phone.finish_visit(1);
    phone.finish_visit(2);
    let gap = phone.request(&phone.journal[1..]);
    let reply = world.hub.push(&phone.record(&world.hub), &gap).unwrap();
    assert_eq!(reply.heads.head, phone.genesis);
}

#[test]
fn one_id_with_other_bytes_is_refused_and_does_not_stall_what_follows() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let (op, _) = phone.finish_visit(1);
    phone.push(&world.hub).unwrap();
    let mut other = world.phone(WORKER);
    other.finish_visit(2);
    let mut forged = other.journal.pop().unwrap();
    forged.op_id = op;
    other.journal.push(forged.rechained(other.device, other.genesis));
    let (after, _) = other.finish_visit(3);
    let reply = other.push(&world.hub).unwrap();
    assert_eq!(reply.refused.len(), 1);
    assert_eq!(reply.heads.head, other.head());
    other.pull(&world.hub).unwrap();
    assert_eq!(other.outcome(after), Some(Outcome::Applied));
    let reason = RejectReason::IdReused;
    assert_eq!(other.outcome(op), Some(Outcome::Rejected { reason }), "its worker hears why");
    phone.pull(&world.hub).unwrap();
    assert_eq!(phone.outcome(op), Some(Outcome::Applied), "whose id it is hears nothing of it");
    assert!(visits_of(&world.hub, 2).is_empty());
    assert_eq!(visits_of(&world.hub, 1).len(), 1);
}

#[test]
fn the_signatures_of_all_pushes_are_kept_and_prove_the_chain_to_anybody() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    for numbers in [[1, 2], [3, 1]] {
        for number in numbers {
            phone.finish_visit(number);
        }
        phone.push(&world.hub).unwrap();
    }
    // A push again after a lost reply leaves no second one.
    world.hub.push(&phone.record(&world.hub), &phone.request(&phone.journal)).unwrap();
    let heads = world.hub.store().reading(|tx| tx.signed_heads(phone.device)).unwrap();
    assert_eq!(heads.iter().map(|head| head.seq).collect::<Vec<_>>(), [2, 4]);
    let entries = phone.journal.iter().map(|op| Entry {
        link: (&op.link(phone.device)).into(),
        salt: Some(op.salt),
        body: Some(op.body.clone().into_bytes()),
        hash: op.hash,
    });
    let key = PublicKey::from_sec1(&phone.key.public_key()).unwrap();
    let proof = verify_journal(phone.device, &key, entries, &heads).unwrap();
    assert_eq!(proof.entries, 4);
}

#[test]
fn a_forked_phone_sends_its_operations_again_and_nothing_is_doubled() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let (known, _) = phone.finish_visit(1);
    phone.push(&world.hub).unwrap();
    let (unsent, _) = phone.finish_visit(2);
    let nonce = Uuid::from_u128(77);
    let signature = phone.key.sign(&fork_message(phone.device, nonce)).unwrap();
    let request = ForkRequest { device: phone.device, nonce, signature };
    let reply = world.hub.fork(&request).unwrap();
    assert_eq!(world.hub.fork(&request).unwrap(), reply, "the same nonce gives the same answer");
    assert_ne!(reply.device, phone.device);
    let mut forked = Phone::new(phone.key.clone(), &reply, world.clock.clone(), world.ids.clone());
    let mut head = forked.genesis;
    for op in phone.journal {
        let op: WireOp = op.rechained(forked.device, head);
        head = op.head();
        forked.journal.push(op);
    }
    let reply = forked.push(&world.hub).unwrap();
    assert_eq!((reply.heads.head, reply.refused.len()), (forked.head(), 0));
    forked.pull(&world.hub).unwrap();
    assert_eq!(forked.outcome(known), Some(Outcome::Applied));
    assert_eq!(forked.outcome(unsent), Some(Outcome::Applied));
    assert_eq!((visits_of(&world.hub, 1).len(), visits_of(&world.hub, 2).len()), (1, 1));
}

#[test]
fn a_hub_that_died_between_receipt_and_verdict_judges_at_its_next_start() {
    let world = World::new();
    let mut phone = world.phone(WORKER);
    let (op, _) = phone.finish_visit(1);
    // What a crash leaves behind: the receipt and the head, no verdict.
    let link = phone.journal[0].clone();
    let receipt = doorstep_core::op::apply::Receipt { received_at: NOON, skew_ms: 0 };
    world
        .hub
        .store()
        .writing(Durability::Durable, |tx| {
            tx.append(phone.device, &link, &receipt, ReceiptState::Unapplied)?;
            tx.set_head(phone.device, link.head())
        })
        .unwrap();
    assert!(visits_of(&world.hub, 1).is_empty());
    let world = world.reopened();
    phone.pull(&world.hub).unwrap();
    assert_eq!(phone.outcome(op), Some(Outcome::Applied));
    assert_eq!(visits_of(&world.hub, 1).len(), 1);
}

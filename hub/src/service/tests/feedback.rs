//! What workers said to the office.

use doorstep_core::{
    id::StaffId,
    op::{
        body::{Body, FeedbackGiven},
        outcome::{Outcome, RejectReason},
    },
};

use crate::testing::{NOON, VOLUNTEER, WORKER, World};

fn said(staff: StaffId, words: &str) -> Body {
    Body::FeedbackGiven(FeedbackGiven { staff, words: words.to_owned() })
}

#[test]
fn what_a_worker_says_is_read_at_the_hub_in_their_own_name_and_sent_to_nobody() {
    let world = World::new();
    let (mut phone, mut other) = (world.phone(VOLUNTEER), world.phone(WORKER));
    let own = phone.finish(vec![said(VOLUNTEER, "密语：字太小。\n请放大。")])[0];
    let forged = phone.finish(vec![said(WORKER, "密语：都好")])[0];
    phone.push(&world.hub).unwrap();
    phone.pull(&world.hub).unwrap();
    assert_eq!(phone.outcome(own), Some(Outcome::Applied));
    let reason = RejectReason::NotAuthorised;
    assert_eq!(phone.outcome(forged), Some(Outcome::Rejected { reason }), "not in another's name");

    let all = world.hub.feedback().unwrap();
    let [told] = &all[..] else { panic!("one worker said something: {all:?}") };
    assert_eq!((told.received_at, told.staff, told.name.as_deref()), (NOON, VOLUNTEER, Some("李四")));
    assert_eq!(told.words, "密语：字太小。\n请放大。");
    assert!(!format!("{all:?}").contains("密语"));
    other.pull(&world.hub).unwrap();
    for phone in [&phone, &other] {
        assert!(phone.rows.values().all(|held| !held.document.contains("密语")));
    }
}

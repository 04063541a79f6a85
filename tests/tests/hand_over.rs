//! A home that is handed to a colleague, from one phone over the hub to the other.

use doorstep_core::{
    domain::{register::Household, visit::VisitOutcome},
    op::row::RowKind,
};
use doorstep_tests::{
    audit,
    phone::{drain, enrolled, visit},
    post::Post,
    village::{HOUR, Village, Worker, grid, home},
};

#[test]
fn a_home_is_handed_over_taken_by_the_hub_and_shown_to_its_receiver_and_to_no_volunteer() {
    let village = Village::new(96);
    let mut post = Post::to(&village.hub);
    let mut giver = enrolled(&village, Worker::Supervisor, "giver", 1, &mut post);
    let mut receiver = enrolled(&village, Worker::GridWorker, "receiver", 2, &mut post);
    let mut other = enrolled(&village, Worker::SocialWorker, "other", 3, &mut post);
    let mut volunteer = enrolled(&village, Worker::Volunteer, "volunteer", 4, &mut post);
    let (here, elsewhere) = (home(1, 1), home(2, 1));

    let takers = giver.doorstep.may_take_over(here).unwrap();
    assert!(takers.iter().any(|one| one.id == Worker::GridWorker.staff()));
    assert!(
        takers.iter().all(|one| one.id != Worker::Volunteer.staff() && one.id != Worker::Neighbour.staff())
    );
    assert!(
        receiver.doorstep.may_take_over(here).unwrap().is_empty(),
        "who leads nothing hands nothing over"
    );
    let note = Some("请先打电话".to_owned());
    giver.doorstep.hand_over(here, Worker::GridWorker.staff(), None, note.clone()).unwrap();
    drain(&mut giver, &mut post);
    village.clock.advance(HOUR);
    for phone in [&mut giver, &mut receiver, &mut other, &mut volunteer] {
        drain(phone, &mut post);
    }
    assert!(giver.doorstep.rejected(None, 10).unwrap().is_empty());

    let seen = receiver.doorstep.household(here).unwrap().handed_over.unwrap();
    assert!(seen.to_me && seen.note == note && seen.by.as_deref() == Some("工作人员Supervisor"));
    let stops = receiver.doorstep.today(Some(grid(1)), None, 50).unwrap();
    let marked: Vec<_> = stops.iter().filter(|stop| stop.handed_over.is_some()).collect();
    assert_eq!(marked.iter().map(|stop| stop.household).collect::<Vec<_>>(), [here]);
    let beside = other.doorstep.household(here).unwrap().handed_over.unwrap();
    assert!(!beside.to_me && beside.to.as_deref() == Some("工作人员GridWorker"));
    assert_eq!(volunteer.doorstep.household(here).unwrap().handed_over, None);
    assert_eq!(other.doorstep.household(elsewhere).unwrap().handed_over, None);

    // Whoever comes, came: the visit of another worker counts as ever.
    visit(&other.doorstep, here, VisitOutcome::NoChange).unwrap();
    drain(&mut other, &mut post);
    giver.doorstep.take_back(here).unwrap();
    drain(&mut giver, &mut post);
    drain(&mut receiver, &mut post);
    assert_eq!(receiver.doorstep.household(here).unwrap().handed_over, None);
    let homes: Vec<Household> = audit::documents(&village.hub, RowKind::Household);
    assert!(homes.iter().all(|one| one.handed_over.is_none()));
}

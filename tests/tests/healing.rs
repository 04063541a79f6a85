//! A hub restored from an old backup, a phone set back to an old copy, a phone that was cloned: all heal, and all
//! visits of all copies reach the hub once each.

use std::{path::Path, sync::Arc};

use doorstep_core::{
    domain::visit::VisitOutcome,
    id::{OpId, VisitId},
    sync::Cause,
};
use doorstep_hub::service::Hub;
use doorstep_tests::{
    account::Ledger,
    audit,
    phone::{Ended, Phone, copy, drain, enrol, enrolled, knock, open, take_photo, unconfirmed_photos, visit},
    post::Post,
    village::{HOUR, Village, Worker, home},
};

const SEED: u64 = 61;

/// A village with what was acknowledged in it.
struct Story {
    village: Village,
    ledger: Ledger<VisitId>,
}

impl Story {
    fn new(seed: u64) -> Self {
        Self { village: Village::new(seed), ledger: Ledger::default() }
    }

    /// Records visits at the homes of grid 1, an hour apart.
    fn work(&mut self, phone: &Phone, places: &[u32]) {
        for place in places {
            self.village.clock.advance(HOUR);
            self.ledger.acknowledge(visit(&phone.doorstep, home(1, *place), VisitOutcome::NoChange).unwrap());
        }
    }

    /// Records a visit with a photo.
    fn photograph(&mut self, phone: &Phone, place: u32) {
        self.village.clock.advance(HOUR);
        let draft = knock(&phone.doorstep, home(1, place), VisitOutcome::NoChange).unwrap();
        take_photo(&phone.doorstep, &draft, &self.village.folder.path().join("camera")).unwrap();
        self.ledger.acknowledge(phone.doorstep.finish_visit(draft.id).unwrap());
    }

    /// The hub is put back to a backup.
    fn restore(&mut self, backup: &Path) {
        let Village { folder, clock, ids, hub } = std::mem::replace(&mut self.village, Village::new(0));
        let root = folder.path().join("hub");
        drop(Arc::into_inner(hub).expect("nobody else holds the hub"));
        let hub = Hub::restore(backup, &root, clock.clone(), ids.clone()).expect("the backup is restored");
        self.village = Village { folder, clock, ids, hub: Arc::new(hub) };
    }

    /// Everything acknowledged stands at the hub once, and every phone's journal proves itself.
    fn check(&self, phones: &[&Phone], chains: usize) {
        let hub = &self.village.hub;
        self.ledger.check(audit::visits(hub)).unwrap_or_else(|found| panic!("visits at the hub: {found}"));
        for phone in phones {
            let ops: Vec<OpId> = phone.doorstep.prove_journal().expect("the chain holds").ops;
            audit::taken(hub, &ops, chains);
            assert_eq!(phone.doorstep.unsent(), Ok(0));
        }
    }
}

#[test]
fn a_hub_restored_from_an_old_backup_gets_back_what_it_lost() {
    let mut story = Story::new(SEED);
    let mut post = Post::to(&story.village.hub);
    let mut early = enrolled(&story.village, Worker::GridWorker, "early", 1, &mut post);
    story.work(&early, &[1, 2, 3]);
    story.photograph(&early, 4);
    drain(&mut early, &mut post);
    let backup = story.village.folder.path().join("backup");
    story.village.hub.backup(&backup).unwrap();

    // What the backup does not hold: visits, a photo, and a phone.
    story.work(&early, &[1, 2]);
    story.photograph(&early, 3);
    drain(&mut early, &mut post);
    let mut late = enrolled(&story.village, Worker::SocialWorker, "late", 2, &mut post);
    story.work(&late, &[4, 1]);
    drain(&mut late, &mut post);
    story.work(&early, &[2]);
    drop(post);
    story.restore(&backup);

    let mut post = Post::to(&story.village.hub);
    let summary = drain(&mut early, &mut post);
    assert!(summary.healed > 0, "the phone did not notice that the hub was behind: {summary:?}");
    assert_eq!(late.sync(&mut post), Ok(Ended::Held(Cause::UnknownDevice)));
    story.work(&late, &[3]);
    enrol(&story.village, Worker::SocialWorker, &late, &mut post);
    let mut late = reopened(&story.village, late, "late", 2);
    drain(&mut late, &mut post);
    story.village.clock.advance(24 * HOUR);
    drain(&mut early, &mut post);
    assert_eq!(unconfirmed_photos(&early), []);
    assert_eq!(audit::photos(&story.village.hub).values().sum::<usize>(), 2, "photos at the hub");
    story.check(&[&early, &late], 1);
}

/// The same phone after its app was closed and opened again.
fn reopened(village: &Village, phone: Phone, name: &str, seed: u64) -> Phone {
    drop(phone);
    open(&village.phone_folder(name), seed, &village.clock, 77)
}

#[test]
fn a_phone_set_back_to_an_old_copy_goes_on_under_a_new_id() {
    let mut story = Story::new(SEED);
    let mut post = Post::to(&story.village.hub);
    let mut phone = enrolled(&story.village, Worker::GridWorker, "phone", 1, &mut post);
    story.work(&phone, &[1, 2]);
    drain(&mut phone, &mut post);
    let (folder, old) = (story.village.phone_folder("phone"), story.village.phone_folder("old"));
    drop(phone);
    copy(&folder, &old);

    let mut phone = open(&folder, 1, &story.village.clock, 1);
    story.work(&phone, &[3, 4]);
    drain(&mut phone, &mut post);
    drop(phone);

    let mut phone = open(&old, 1, &story.village.clock, 2);
    let before = phone.doorstep.identity().unwrap().unwrap().device;
    story.work(&phone, &[1]);
    let summary = drain(&mut phone, &mut post);
    assert!(summary.healed > 0, "the phone did not notice that it was behind: {summary:?}");
    assert_ne!(phone.doorstep.identity().unwrap().unwrap().device, before);
    story.work(&phone, &[2]);
    assert_eq!(drain(&mut phone, &mut post).healed, 0, "healed for good");
    story.check(&[&phone], 2);
}

#[test]
fn two_copies_of_one_phone_both_bring_home_their_work() {
    let mut story = Story::new(SEED);
    let mut post = Post::to(&story.village.hub);
    let mut phone = enrolled(&story.village, Worker::GridWorker, "phone", 1, &mut post);
    story.work(&phone, &[1]);
    drain(&mut phone, &mut post);
    // Unsent work goes into both copies.
    story.work(&phone, &[2]);
    story.photograph(&phone, 3);
    let (folder, clone) = (story.village.phone_folder("phone"), story.village.phone_folder("clone"));
    drop(phone);
    copy(&folder, &clone);

    let mut one = open(&folder, 1, &story.village.clock, 1);
    let mut other = open(&clone, 1, &story.village.clock, 2);
    for round in 0..3 {
        story.work(&one, &[1 + round]);
        story.work(&other, &[2 + round, 1 + round]);
        drain(&mut one, &mut post);
        drain(&mut other, &mut post);
    }
    story.village.clock.advance(24 * HOUR);
    drain(&mut one, &mut post);
    drain(&mut other, &mut post);
    assert_eq!((unconfirmed_photos(&one), unconfirmed_photos(&other)), (Vec::new(), Vec::new()));
    let device = |phone: &Phone| phone.doorstep.identity().unwrap().unwrap().device;
    assert_ne!(device(&one), device(&other), "two phones under one id");
    story.check(&[&one, &other], 2);
}

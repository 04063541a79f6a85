//! A hub restored from an old backup, a phone set back to an old copy, a phone that was cloned: all heal, and all
//! visits of all copies reach the hub once each.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use doorstep_core::{
    domain::{evidence::PhotoState, register::Household, visit::VisitOutcome},
    id::{OpId, VisitId},
    op::{
        outcome::{Outcome, RejectReason},
        row::RowKind,
        wire::path,
    },
    sync::{Cause, HttpRequest, HttpResponse},
};
use doorstep_hub::service::Hub;
use doorstep_tests::{
    account::Ledger,
    audit,
    phone::{
        Ended, Network, Phone, copy, drain, enrol, enrolled, knock, open, take_photo, unconfirmed_photos,
        visit,
    },
    post::Post,
    village::{HOUR, Village, Worker, day, grid, home},
};
use serde_json::json;

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
        let hub =
            Hub::restore(backup, &root, clock.clone(), ids.clone()).expect("the backup is restored").hub;
        self.village = Village { folder, clock, ids, hub: Arc::new(hub) };
    }

    /// Everything acknowledged stands at the hub once, and every phone's journal proves itself.
    fn check(&self, phones: &[&Phone], chains: usize) {
        let hub = &self.village.hub;
        self.ledger.check(audit::visits(hub)).unwrap_or_else(|found| panic!("visits at the hub: {found}"));
        for phone in phones {
            let proof = phone.doorstep.prove_journal().expect("the chain holds");
            assert!(
                proof.signatures > 0 || proof.ops.is_empty(),
                "a push leaves its signature on the phone too"
            );
            let ops: Vec<OpId> = proof.ops;
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

#[test]
fn a_phone_that_a_restored_hub_does_not_know_sends_again_what_only_a_later_backup_held() {
    let mut story = Story::new(SEED);
    let backup = story.village.folder.path().join("backup");
    story.village.hub.backup(&backup).unwrap();
    let mut post = Post::to(&story.village.hub);
    let mut phone = enrolled(&story.village, Worker::GridWorker, "phone", 1, &mut post);
    story.work(&phone, &[1, 2]);
    drain(&mut phone, &mut post);
    story.village.hub.backup(&story.village.folder.path().join("later")).unwrap();
    story.work(&phone, &[3]);
    drain(&mut phone, &mut post);
    drop(post);
    story.restore(&backup);

    let mut post = Post::to(&story.village.hub);
    assert_eq!(phone.sync(&mut post), Ok(Ended::Held(Cause::UnknownDevice)));
    enrol(&story.village, Worker::GridWorker, &phone, &mut post);
    let mut phone = reopened(&story.village, phone, "phone", 1);
    drain(&mut phone, &mut post);
    story.check(&[&phone], 1);
}

#[test]
fn a_hub_restored_from_before_what_a_phone_trimmed_gets_all_that_is_still_there_and_nothing_stalls() {
    let mut story = Story::new(SEED);
    let mut post = Post::to(&story.village.hub);
    let mut phone = enrolled(&story.village, Worker::GridWorker, "phone", 1, &mut post);
    let ancient = story.village.folder.path().join("ancient");
    story.village.hub.backup(&ancient).unwrap();
    let month = 31 * 24 * HOUR;
    // Taken and in a backup for long; then trimmed, as every start of the app does by itself.
    story.work(&phone, &[1, 2]);
    drain(&mut phone, &mut post);
    story.village.hub.backup(&story.village.folder.path().join("old")).unwrap();
    story.village.clock.advance(HOUR);
    drain(&mut phone, &mut post);
    let mut phone = reopened(&story.village, phone, "phone", 1);
    story.village.clock.advance(month);
    story.ledger = Ledger::default();
    story.work(&phone, &[3]);
    story.photograph(&phone, 4);
    drain(&mut phone, &mut post);
    story.village.hub.backup(&story.village.folder.path().join("young")).unwrap();
    drain(&mut phone, &mut post);
    story.work(&phone, &[1]);
    drain(&mut phone, &mut post);
    let mut phone = reopened(&story.village, phone, "phone", 1);
    assert_eq!(phone.doorstep.prove_journal().unwrap().proof.erased, 2);
    let device = |phone: &Phone| phone.doorstep.identity().unwrap().unwrap().device;
    let before = device(&phone);

    // All newer backups failed.
    drop(post);
    story.restore(&ancient);
    story.work(&phone, &[2]);
    let mut post = Post::to(&story.village.hub);
    let summary = drain(&mut phone, &mut post);
    assert!(summary.healed > 0, "the phone did not notice that the hub was behind: {summary:?}");
    assert_ne!(device(&phone), before);
    assert_eq!(phone.doorstep.unsent(), Ok(0));
    story.ledger.check(audit::visits(&story.village.hub)).unwrap_or_else(|found| panic!("{found}"));

    story.work(&phone, &[3]);
    assert_eq!(drain(&mut phone, &mut post).healed, 0, "healed for good");
    story.ledger.check(audit::visits(&story.village.hub)).unwrap_or_else(|found| panic!("{found}"));
    phone.doorstep.prove_journal().expect("the chains hold");
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

/// A network during whose exchange somebody takes a backup: after the records went, before the first photo.
struct BackupBeforePhotos<'p> {
    post: &'p mut Post,
    hub: &'p Hub,
    into: PathBuf,
    taken: bool,
}

impl Network for BackupBeforePhotos<'_> {
    fn request(&mut self, request: &HttpRequest) -> Option<HttpResponse> {
        if request.path == path::UPLOADS && !self.taken {
            self.hub.backup(&self.into).expect("a backup");
            self.taken = true;
        }
        self.post.request(request)
    }

    fn upload(&mut self, path: &str, file: &Path, offset: u64) -> Option<HttpResponse> {
        self.post.upload(path, file, offset)
    }
}

/// How many photo files the phone still holds.
fn files_here(phone: &Phone) -> usize {
    let photos = phone.doorstep.photo_outbox(None, 100).expect("the photos");
    photos.iter().filter(|line| line.item.file.is_some()).count()
}

#[test]
fn a_photo_that_came_after_the_backup_of_its_record_is_sent_again_when_that_backup_is_restored() {
    let mut story = Story::new(SEED);
    let mut post = Post::to(&story.village.hub);
    let mut phone = enrolled(&story.village, Worker::GridWorker, "phone", 1, &mut post);
    story.photograph(&phone, 1);
    let backup = story.village.folder.path().join("between");
    let hub = Arc::clone(&story.village.hub);
    let mut network = BackupBeforePhotos { post: &mut post, hub: &hub, into: backup.clone(), taken: false };
    drain(&mut phone, &mut network);
    assert!(network.taken, "no photo was sent");
    drain(&mut phone, &mut post);
    assert_eq!((unconfirmed_photos(&phone), files_here(&phone)), (Vec::new(), 1), "stored, and still here");

    drop((post, hub));
    // The disk of the hub is lost with all its photos.
    std::fs::remove_dir_all(story.village.hub_folder().join("photos")).unwrap();
    story.restore(&backup);
    let held = audit::photos(&story.village.hub);
    assert_eq!(held.get(&PhotoState::Awaited), Some(&1), "{held:?}");
    let mut post = Post::to(&story.village.hub);
    drain(&mut phone, &mut post);
    drain(&mut phone, &mut post);
    let held = audit::photos(&story.village.hub);
    assert_eq!(held.get(&PhotoState::Stored), Some(&1), "{held:?}");
    assert_eq!((unconfirmed_photos(&phone), files_here(&phone)), (Vec::new(), 1));

    // A backup with the file lets the phone's copy go.
    story.village.hub.backup(&story.village.folder.path().join("after")).unwrap();
    drain(&mut phone, &mut post);
    assert_eq!(files_here(&phone), 0);
    story.check(&[&phone], 1);
}

#[test]
fn a_clone_with_unsent_work_and_its_original_heal_beside_a_restored_hub() {
    let mut story = Story::new(SEED);
    let mut post = Post::to(&story.village.hub);
    let mut phone = enrolled(&story.village, Worker::GridWorker, "phone", 1, &mut post);
    story.work(&phone, &[1, 2]);
    drain(&mut phone, &mut post);
    let backup = story.village.folder.path().join("backup");
    story.village.hub.backup(&backup).unwrap();

    // Acknowledged and then lost with the hub; unsent in both copies; and each copy's own.
    story.work(&phone, &[3]);
    story.photograph(&phone, 4);
    drain(&mut phone, &mut post);
    story.work(&phone, &[1]);
    story.photograph(&phone, 2);
    let (folder, clone) = (story.village.phone_folder("phone"), story.village.phone_folder("clone"));
    drop(phone);
    copy(&folder, &clone);
    drop(post);
    story.restore(&backup);

    let mut post = Post::to(&story.village.hub);
    let mut one = open(&folder, 1, &story.village.clock, 1);
    let mut other = open(&clone, 1, &story.village.clock, 2);
    story.work(&one, &[3]);
    story.work(&other, &[4, 1]);
    let healed = drain(&mut other, &mut post).healed + drain(&mut one, &mut post).healed;
    assert!(healed >= 2, "one rewinds, the other forks: {healed}");
    story.village.clock.advance(24 * HOUR);
    for phone in [&mut one, &mut other] {
        drain(phone, &mut post);
        assert_eq!(unconfirmed_photos(phone), []);
    }
    assert_eq!(audit::photos(&story.village.hub), [(PhotoState::Stored, 2)].into());
    let device = |phone: &Phone| phone.doorstep.identity().unwrap().unwrap().device;
    assert_ne!(device(&one), device(&other), "two phones under one id");
    story.check(&[&one, &other], 2);
}

#[test]
fn a_visit_after_the_responsibility_ended_is_credited_and_its_field_change_judged_by_itself() {
    let mut story = Story::new(SEED);
    let mut post = Post::to(&story.village.hub);
    let mut phone = enrolled(&story.village, Worker::GridWorker, "phone", 1, &mut post);
    let finish = |story: &mut Story, phone: &Phone, building: &str| {
        let draft = knock(&phone.doorstep, home(1, 1), VisitOutcome::Completed).unwrap();
        let (row, id) = (RowKind::Household, home(1, 1).0);
        phone.doorstep.change_field(draft.id, row, id, "building", json!(building)).unwrap();
        story.ledger.acknowledge(phone.doorstep.finish_visit(draft.id).unwrap());
    };
    // On the last day, offline.
    finish(&mut story, &phone, "3号楼");
    let lines = story.village.hub.responsibility_list(&[grid(1)]).unwrap();
    let line = lines.iter().find(|line| line.line.staff == Worker::GridWorker.staff()).unwrap();
    story.village.hub.end_assignment(line.line.id, day("2026-06-03")).unwrap();
    // And on the day after, of which the phone knows nothing yet.
    story.village.clock.advance(24 * HOUR);
    finish(&mut story, &phone, "5号楼");
    drain(&mut phone, &mut post);

    let mut held = audit::visits(&story.village.hub);
    held.sort();
    story.ledger.check(held).unwrap_or_else(|found| panic!("visits at the hub: {found}"));
    let homes: Vec<Household> = audit::documents(&story.village.hub, RowKind::Household);
    let here = homes.iter().find(|one| one.id == home(1, 1)).unwrap();
    assert_eq!(here.building.as_deref(), Some("3号楼"), "the change of the last day stands, the later not");
    let ops = phone.doorstep.prove_journal().unwrap().ops;
    let verdicts: Vec<_> = ops
        .iter()
        .map(|op| {
            let known = story.village.hub.store().reading(|tx| tx.known_op(*op)).unwrap();
            known.and_then(|(_, verdict)| verdict).map(|verdict| verdict.outcome)
        })
        .collect();
    let rejected = Outcome::Rejected { reason: RejectReason::OutsideScope };
    let expected = [Outcome::Applied, Outcome::Applied, Outcome::Applied, rejected];
    assert_eq!(verdicts, expected.map(Some));
}

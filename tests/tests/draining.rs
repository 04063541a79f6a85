//! A phone that must send all and then wipe itself, while its photos cannot go: it never wipes before they are
//! stored, says why it waits, hears a resume, and wipes once. And which photo goes when not all may.

use std::{fs, path::Path, sync::Arc};

use doorstep_core::{
    domain::visit::VisitOutcome,
    error::{DoorstepError, LockReason},
    fieldwork::{HostTask, SyncSession},
    id::DeviceId,
    op::{
        order::OrderKind,
        row::{Row, RowKind},
    },
    store::BlobState,
    sync::{Cause, HostStatus, HttpRequest, HttpResponse, Network as Kind},
    time::Clock,
};
use doorstep_hub::{
    service::Hub,
    store::{Durability, Writes},
};
use doorstep_tests::{
    audit,
    phone::{Network, Phone, enrolled, knock, open, take_photo, unconfirmed_photos, visit},
    post::Post,
    village::{HOUR, Village, Worker, home},
};
use serde_json::Value;

/// A network that may lose files, or cut them in the middle.
struct Line {
    post: Post,
    files: Files,
    requests: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Files {
    Go,
    Fail,
    /// Half of the file arrives and no answer comes back.
    AreCut,
}

impl Network for Line {
    fn request(&mut self, request: &HttpRequest) -> Option<HttpResponse> {
        self.requests += 1;
        self.post.request(request)
    }

    fn upload(&mut self, path: &str, file: &Path, offset: u64) -> Option<HttpResponse> {
        self.requests += 1;
        match self.files {
            Files::Go => self.post.upload(path, file, offset),
            Files::Fail => None,
            Files::AreCut => {
                let bytes = fs::read(file).ok()?;
                let half = file.with_extension("half");
                fs::write(&half, bytes.get(..bytes.len() / 2)?).ok()?;
                let _ = self.post.upload(path, &half, offset);
                fs::remove_file(half).ok()?;
                None
            }
        }
    }
}

/// A phone with one unsent visit and its photo.
struct Story {
    village: Village,
    line: Line,
    phone: Phone,
    device: DeviceId,
}

impl Story {
    fn new(seed: u64) -> Self {
        let village = Village::new(seed);
        let mut post = Post::to(&village.hub);
        let phone = enrolled(&village, Worker::GridWorker, "phone", 1, &mut post);
        let device = phone.doorstep.identity().unwrap().unwrap().device;
        let line = Line { post, files: Files::Go, requests: 0 };
        let story = Self { village, line, phone, device };
        story.photograph(1);
        story
    }

    fn photograph(&self, place: u32) {
        self.village.clock.advance(HOUR);
        let draft = knock(&self.phone.doorstep, home(1, place), VisitOutcome::NoChange).unwrap();
        take_photo(&self.phone.doorstep, &draft, &self.village.folder.path().join("camera")).unwrap();
        self.phone.doorstep.finish_visit(draft.id).unwrap();
    }

    fn order(&self, kind: OrderKind) {
        self.village.hub.order(self.device, kind).unwrap();
    }

    fn session(&self) -> SyncSession {
        SyncSession::new(Arc::clone(&self.phone.doorstep)).unwrap()
    }

    /// Follows the session to its first rest.
    fn rest(&mut self, session: &mut SyncSession) -> HostTask {
        for _ in 0..2_000 {
            match session.next_task() {
                HostTask::Request(task, request) => match self.line.request(&request) {
                    Some(answer) => session.answered(task, answer),
                    None => session.no_answer(task),
                },
                HostTask::Upload { task, path, file, offset, .. } => {
                    match self.line.upload(&path, &file, offset) {
                        Some(answer) => session.answered(task, answer),
                        None => session.no_answer(task),
                    }
                }
                rest => return rest,
            }
        }
        panic!("the session runs in circles");
    }

    fn begin(&mut self, session: &mut SyncSession) -> HostTask {
        session.begin();
        self.rest(session)
    }

    /// Lets a wait pass.
    fn wait(&mut self, session: &mut SyncSession, rest: &HostTask) -> HostTask {
        let HostTask::Wait(at, _) = rest else { panic!("no wait: {rest:?}") };
        self.village.clock.set((*at).max(self.village.clock.now()));
        session.woke();
        self.rest(session)
    }

    /// The process dies; the phone is switched on again.
    fn restart(&mut self) {
        // The dead process holds the folder no longer.
        self.phone.doorstep.shutdown();
        self.phone = open(&self.village.phone_folder("phone"), 1, &self.village.clock, 7);
    }

    fn is_wiped(&self) -> bool {
        !self.village.phone_folder("phone").join("doorstep.db").exists()
    }

    /// The hub loses its disk and is put back to a backup.
    fn restored(self, backup: &Path) -> Self {
        let Self { village: Village { folder, clock, ids, hub }, line, phone, device } = self;
        drop(line);
        drop(Arc::into_inner(hub).expect("nobody else holds the hub"));
        let root = folder.path().join("hub");
        fs::remove_dir_all(root.join("photos")).unwrap();
        let hub =
            Hub::restore(backup, &root, clock.clone(), ids.clone()).expect("the backup is restored").hub;
        let village = Village { folder, clock, ids, hub: Arc::new(hub) };
        let line = Line { post: Post::to(&village.hub), files: Files::Go, requests: 0 };
        Self { village, line, phone, device }
    }

    fn stored(&self) -> usize {
        let photos: Vec<Value> = audit::documents(&self.village.hub, RowKind::Photo);
        photos.iter().filter(|photo| photo["state"] == "Stored").count()
    }
}

fn metered(metered_photos: bool) -> HostStatus {
    HostStatus { network: Kind::Metered, metered_photos, ..HostStatus::default() }
}

fn photos_wait(rest: &HostTask) -> Option<Cause> {
    let HostTask::Done(summary) = rest else { panic!("it did not end: {rest:?}") };
    summary.photos_wait
}

#[test]
fn a_phone_that_drains_never_wipes_while_its_photo_fails() {
    let mut story = Story::new(91);
    story.order(OrderKind::DrainThenWipe);
    story.line.files = Files::Fail;
    let mut session = story.session();
    let mut rest = story.begin(&mut session);
    for round in 0..20 {
        assert!(matches!(rest, HostTask::Wait(_, Cause::NoAnswer)), "round {round}: {rest:?}");
        assert!(!story.is_wiped(), "round {round}");
        rest = story.wait(&mut session, &rest);
    }
    assert_eq!((audit::visits(&story.village.hub).len(), story.stored()), (1, 0));
    let lines = story.phone.doorstep.photo_outbox(None, 10).unwrap();
    assert!(lines[0].words.zh.contains(&Cause::NoAnswer.label().zh), "{:?}", lines[0].words);
    story.line.files = Files::Go;
    while rest != HostTask::Wiped {
        rest = story.wait(&mut session, &rest);
    }
    assert!(story.is_wiped());
    assert_eq!(story.stored(), 1);
}

#[test]
fn a_phone_that_drains_on_a_metered_network_says_why_it_waits_and_wipes_once_on_another() {
    let mut story = Story::new(92);
    story.order(OrderKind::DrainThenWipe);
    let mut session = story.session();
    session.host(metered(false));
    for _ in 0..3 {
        let rest = story.begin(&mut session);
        assert_eq!(photos_wait(&rest), Some(Cause::WaitsForUnmetered));
        assert!(!story.is_wiped());
    }
    let lines = story.phone.doorstep.photo_outbox(None, 10).unwrap();
    assert_eq!(lines[0].words.en, "Waiting: Photos wait for an unmetered network");
    session.host(HostStatus::default());
    assert_eq!(story.rest(&mut session), HostTask::Wiped, "it goes on by itself");
    assert!(story.is_wiped());
    assert_eq!((audit::visits(&story.village.hub).len(), story.stored()), (1, 1));
    let requests = story.line.requests;
    session.woke();
    assert_eq!(story.begin(&mut session), HostTask::Wiped);
    assert_eq!(story.line.requests, requests, "it is over");
}

#[test]
fn a_phone_that_drains_waits_for_the_visit_in_progress_and_begins_no_other() {
    let mut story = Story::new(97);
    let draft = knock(&story.phone.doorstep, home(1, 2), VisitOutcome::NoChange).unwrap();
    take_photo(&story.phone.doorstep, &draft, &story.village.folder.path().join("camera")).unwrap();
    story.order(OrderKind::DrainThenWipe);
    let mut session = story.session();
    let rest = story.begin(&mut session);
    assert!(matches!(rest, HostTask::Wait(_, Cause::WaitsForVisit)), "{rest:?}");
    assert!(!story.is_wiped());
    let other = story.phone.doorstep.start_visit(home(1, 3));
    assert_eq!(other.unwrap_err(), DoorstepError::Locked { reason: LockReason::Revoked });

    story.phone.doorstep.finish_visit(draft.id).unwrap();
    let mut rest = story.wait(&mut session, &rest);
    while rest != HostTask::Wiped {
        rest = story.wait(&mut session, &rest);
    }
    assert_eq!((audit::visits(&story.village.hub).len(), story.stored()), (2, 2));
}

#[test]
fn a_phone_that_drains_brings_the_photo_of_a_rejected_record_to_the_hub_before_it_wipes() {
    let mut story = Story::new(99);
    story.photograph(2);
    // The household is erased before its visit comes.
    let hub = &story.village.hub;
    let erase = |tx: &dyn Writes| {
        let row = tx.row(RowKind::Household, home(1, 1).0)?.expect("the household").row;
        tx.write_unit(&[Row { document: None, ..row }])
    };
    hub.store().writing(Durability::Durable, erase).unwrap();
    let mut session = story.session();
    let rest = story.begin(&mut session);
    assert!(matches!(rest, HostTask::Done(_)), "{rest:?}");
    let lines = story.phone.doorstep.photo_outbox(None, 10).unwrap();
    let refused: Vec<_> = lines.iter().filter(|line| line.item.state == BlobState::Refused).collect();
    let [refused] = refused.as_slice() else { panic!("one is not taken: {lines:?}") };
    assert!(refused.words.en.contains(&Cause::PhotoRecordRejected.label().en), "{}", refused.words.en);
    assert!(refused.item.file.is_some(), "it stays on the phone");
    assert_eq!((story.stored(), story.phone.doorstep.rejected(None, 10).unwrap().len()), (1, 2));
    let files = |story: &Story, backup| {
        story.village.hub.backup(&story.village.folder.path().join(backup)).unwrap().photos
    };
    assert_eq!(files(&story, "before"), 2, "thumbnail and working copy of the other");

    story.order(OrderKind::DrainThenWipe);
    assert_eq!(story.begin(&mut session), HostTask::Wiped);
    assert!(story.is_wiped());
    assert_eq!((story.stored(), files(&story, "after")), (1, 4), "kept, and no evidence");
}

#[test]
fn a_drain_that_a_process_death_interrupted_goes_on() {
    let mut story = Story::new(93);
    story.order(OrderKind::DrainThenWipe);
    let mut session = story.session();
    session.host(metered(false));
    story.begin(&mut session);
    drop(session);
    story.restart();
    assert_eq!(unconfirmed_photos(&story.phone).len(), 1, "nothing is lost");
    // Again in the middle of the file.
    story.line.files = Files::AreCut;
    let mut session = story.session();
    story.begin(&mut session);
    drop(session);
    story.restart();
    assert!(!story.is_wiped());
    story.village.clock.advance(HOUR);
    story.line.files = Files::Go;
    let mut session = story.session();
    assert_eq!(story.begin(&mut session), HostTask::Wiped);
    assert!(story.is_wiped());
    assert_eq!((audit::visits(&story.village.hub).len(), story.stored()), (1, 1));
}

#[test]
fn a_phone_that_drains_sends_a_photo_again_that_a_restored_hub_lost() {
    let mut story = Story::new(98);
    story.line.files = Files::Fail;
    let mut session = story.session();
    let mut rest = story.begin(&mut session);
    let backup = story.village.folder.path().join("between");
    story.village.hub.backup(&backup).unwrap();
    story.line.files = Files::Go;
    while let HostTask::Wait(..) = rest {
        rest = story.wait(&mut session, &rest);
    }
    assert_eq!((photos_wait(&rest), story.stored()), (None, 1));

    // The backup holds the record and not the photo, and a phone that drains gets no feed that would tell it.
    let mut story = story.restored(&backup);
    story.order(OrderKind::DrainThenWipe);
    let mut session = story.session();
    let mut rest = story.begin(&mut session);
    while rest != HostTask::Wiped {
        assert!(!story.is_wiped());
        rest = story.wait(&mut session, &rest);
    }
    assert_eq!((audit::visits(&story.village.hub).len(), story.stored()), (1, 1));
}

#[test]
fn a_drain_that_was_taken_back_is_heard_while_a_photo_waits() {
    let mut story = Story::new(94);
    story.order(OrderKind::DrainThenWipe);
    let mut session = story.session();
    session.host(metered(false));
    story.begin(&mut session);
    story.order(OrderKind::Resume);
    story.begin(&mut session);
    session.host(HostStatus::default());
    let rest = story.rest(&mut session);
    assert_eq!(photos_wait(&rest), None);
    assert!(!story.is_wiped());
    assert_eq!(story.stored(), 1);
    visit(&story.phone.doorstep, home(1, 2), VisitOutcome::NoChange).unwrap();
    story.begin(&mut session);
    assert_eq!(audit::visits(&story.village.hub).len(), 2, "work goes on");
}

#[test]
fn a_record_does_not_wait_for_the_photo_before_it() {
    let mut story = Story::new(95);
    story.line.files = Files::Fail;
    let mut session = story.session();
    let rest = story.begin(&mut session);
    assert!(matches!(rest, HostTask::Wait(..)), "{rest:?}");
    let before = story.village.clock.now();
    visit(&story.phone.doorstep, home(1, 2), VisitOutcome::NoChange).unwrap();
    story.begin(&mut session);
    assert_eq!(audit::visits(&story.village.hub).len(), 2);
    assert_eq!(story.village.clock.now(), before, "at once");
}

#[test]
fn an_old_photo_goes_over_a_metered_network_though_younger_ones_wait() {
    let mut story = Story::new(96);
    story.village.clock.advance(49 * HOUR);
    story.photograph(2);
    story.photograph(3);
    let mut session = story.session();
    session.host(metered(true));
    let rest = story.begin(&mut session);
    assert_eq!(photos_wait(&rest), Some(Cause::WaitsForAge));
    assert_eq!(story.stored(), 1);
    let lines = story.phone.doorstep.photo_outbox(None, 10).unwrap();
    let waiting = lines.iter().filter(|line| line.words.zh.contains("照片未满48小时")).count();
    assert_eq!(waiting, 2, "each says why");
}

#[test]
fn a_note_too_long_for_the_hub_is_told_at_the_door_and_the_draft_stays() {
    let story = Story::new(97);
    let doorstep = &story.phone.doorstep;
    let mut draft = knock(doorstep, home(1, 2), VisitOutcome::NoChange).unwrap();
    draft.note = Some("记".repeat(200_000));
    doorstep.save_draft(&draft).unwrap();
    let refused = doorstep.finish_visit(draft.id);
    assert!(
        matches!(&refused, Err(DoorstepError::InvalidInput { field, .. }) if field == "note"),
        "{refused:?}"
    );
    draft.note = Some("记".repeat(2_000));
    doorstep.save_draft(&draft).unwrap();
    doorstep.finish_visit(draft.id).unwrap();
}

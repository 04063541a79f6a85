//! A phone that no network reaches: its work goes to the hub in a file, by hand, once, mixed with what it sends itself.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use doorstep_core::{
    domain::{evidence::PhotoState, visit::VisitOutcome},
    fieldwork::{HostTask, SyncSession},
    id::{OpId, VisitId},
    op::{order::OrderKind, wire::path},
    sync::{HttpRequest, HttpResponse},
};
use doorstep_hub::service::{Came, Hub, NotImported, UnsentReport};
use doorstep_tests::{
    account::Ledger,
    audit,
    command::doorstep,
    phone::{Network, Phone, copy, drain, enrolled, knock, open, take_photo, unconfirmed_photos, visit},
    post::Post,
    village::{HOUR, Village, Worker, home},
};
use serde_json::{Value, json};

/// A network that may lose files, and counts what is sent over it.
struct Line {
    post: Post,
    loses_files: bool,
    pushes: u32,
    files: u32,
}

impl Network for Line {
    fn request(&mut self, request: &HttpRequest) -> Option<HttpResponse> {
        self.pushes += u32::from(request.path == path::OPS);
        self.post.request(request)
    }

    fn upload(&mut self, path: &str, file: &Path, offset: u64) -> Option<HttpResponse> {
        self.files += 1;
        if self.loses_files { None } else { self.post.upload(path, file, offset) }
    }
}

/// A grid worker's phone in the village, and what it was told is safe.
struct Story {
    village: Village,
    line: Line,
    phone: Phone,
    ledger: Ledger<VisitId>,
    files: u32,
}

impl Story {
    fn new(seed: u64) -> Self {
        let village = Village::new(seed);
        let mut post = Post::to(&village.hub);
        let phone = enrolled(&village, Worker::GridWorker, "phone", 1, &mut post);
        let line = Line { post, loses_files: false, pushes: 0, files: 0 };
        Self { village, line, phone, ledger: Ledger::default(), files: 0 }
    }

    fn work(&mut self, places: &[u32]) {
        for place in places {
            self.village.clock.advance(HOUR);
            let done = visit(&self.phone.doorstep, home(1, *place), VisitOutcome::NoChange).unwrap();
            self.ledger.acknowledge(done);
        }
    }

    fn photograph(&mut self, place: u32) {
        self.village.clock.advance(HOUR);
        let draft = knock(&self.phone.doorstep, home(1, place), VisitOutcome::NoChange).unwrap();
        take_photo(&self.phone.doorstep, &draft, &self.village.folder.path().join("camera")).unwrap();
        self.ledger.acknowledge(self.phone.doorstep.finish_visit(draft.id).unwrap());
    }

    fn export(&mut self) -> PathBuf {
        self.files += 1;
        let file = self.village.folder.path().join(format!("{}.age", self.files));
        self.phone.doorstep.export_unsent(&file).unwrap();
        file
    }

    fn import(&self, file: &Path) -> Result<UnsentReport, NotImported> {
        self.village.hub.import_unsent(file, false)
    }

    fn drain(&mut self) {
        drain(&mut self.phone, &mut self.line);
    }

    /// One exchange up to its first rest.
    fn meet(&mut self) {
        let mut session = SyncSession::new(Arc::clone(&self.phone.doorstep)).unwrap();
        session.begin();
        for _ in 0..2_000 {
            let (task, answer) = match session.next_task() {
                HostTask::Request(task, request) => (task, self.line.request(&request)),
                HostTask::Upload { task, path, file, offset, .. } => {
                    (task, self.line.upload(&path, &file, offset))
                }
                HostTask::Answers
                | HostTask::Wait(..)
                | HostTask::Hold(_)
                | HostTask::Done(_)
                | HostTask::Wiped => return,
            };
            match answer {
                Some(answer) => session.answered(task, answer),
                None => session.no_answer(task),
            }
        }
        panic!("the exchange ran in circles");
    }

    /// Everything that was acknowledged stands at the hub once, and so does every photo.
    fn check(&self, photos: usize) {
        let hub: &Hub = &self.village.hub;
        let ops: Vec<OpId> = self.phone.doorstep.prove_journal().expect("the chain holds").ops;
        audit::nothing_lost_or_doubled(hub, &self.ledger, &ops);
        let expected = (photos > 0).then_some((PhotoState::Stored, photos));
        assert_eq!(audit::photos(hub), expected.into_iter().collect());
    }
}

/// New, known, waiting and refused.
fn counts(came: &Came) -> [u64; 4] {
    [came.new, came.known, came.waiting, came.refused.iter().map(|some| some.count).sum()]
}

#[test]
fn work_without_a_network_reaches_the_hub_in_a_file_and_the_phone_learns_of_it_later() {
    let mut story = Story::new(81);
    story.work(&[1, 2]);
    story.photograph(3);
    let file = story.export();
    let report = story.import(&file).unwrap();
    assert_eq!((counts(&report.records), counts(&report.photos)), ([4, 0, 0, 0], [2, 0, 0, 0]));
    story.check(1);
    assert_eq!(story.phone.doorstep.unsent(), Ok(4), "nobody told the phone");

    let again = story.import(&file).unwrap();
    assert_eq!((counts(&again.records), counts(&again.photos)), ([0, 4, 0, 0], [0, 2, 0, 0]));
    assert!(!again.brings_news());

    story.line.pushes = 0;
    story.drain();
    assert_eq!((story.line.pushes, story.line.files), (0, 0), "nothing goes twice");
    assert_eq!(unconfirmed_photos(&story.phone), []);
    assert!(story.phone.doorstep.export_unsent(&file.with_extension("b")).is_err(), "nothing is left");
    story.work(&[4]);
    story.drain();
    story.check(1);
}

#[test]
fn files_and_exchanges_in_any_order_bring_everything_once() {
    let mut story = Story::new(82);
    story.work(&[1]);
    story.photograph(2);
    let first = story.export();
    story.work(&[3]);
    let second = story.export();
    // The records go by the network, whose line is too bad for files.
    story.line.loses_files = true;
    story.meet();
    assert_eq!(story.phone.doorstep.unsent(), Ok(0));
    assert_eq!(audit::photos(&story.village.hub), [(PhotoState::Awaited, 1)].into());
    story.photograph(4);
    let third = story.export();

    let report = story.import(&third).unwrap();
    assert_eq!((counts(&report.records), counts(&report.photos)), ([2, 0, 0, 0], [4, 0, 0, 0]));
    for late in [&second, &first] {
        let report = story.import(late).unwrap();
        assert!(!report.brings_news(), "{report:?}");
    }
    story.line.loses_files = false;
    story.drain();
    assert_eq!(unconfirmed_photos(&story.phone), []);
    story.check(2);
}

#[test]
fn a_file_that_was_harmed_or_is_for_another_hub_leaves_the_hub_as_it_is() {
    let mut story = Story::new(83);
    story.photograph(1);
    let file = story.export();
    let whole = fs::read(&file).unwrap();
    let harmed = file.with_extension("harmed");
    for cut in [0, 100, whole.len() / 2, whole.len() - 1] {
        fs::write(&harmed, &whole[..cut]).unwrap();
        assert!(matches!(story.import(&harmed), Err(NotImported::Sealed(_))), "cut at {cut}");
    }
    for at in (0..whole.len()).step_by(whole.len() / 20) {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x40;
        fs::write(&harmed, flipped).unwrap();
        assert!(matches!(story.import(&harmed), Err(NotImported::Sealed(_))), "changed at {at}");
    }
    let other = Village::new(84);
    let told = other.hub.import_unsent(&file, false).unwrap_err();
    assert!(told.text().unwrap().zh.contains("为另一枢纽加密"), "{told:?}");
    assert_eq!(audit::visits(&story.village.hub), []);

    story.import(&file).unwrap();
    story.check(1);
}

#[test]
fn a_revoked_phones_file_is_refused_and_a_draining_one_that_brought_all_is_wiped_without_sending_it_again() {
    let mut story = Story::new(85);
    story.photograph(1);
    let device = story.phone.doorstep.identity().unwrap().unwrap().device;
    story.village.hub.order(device, OrderKind::WipeNow).unwrap();
    let file = story.export();
    let told = story.import(&file).unwrap_err();
    assert!(told.text().unwrap().zh.contains("该手机已停用"), "{told:?}");
    assert_eq!(audit::visits(&story.village.hub), []);

    story.village.hub.order(device, OrderKind::DrainThenWipe).unwrap();
    story.import(&file).unwrap();
    story.check(1);
    story.line.pushes = 0;
    story.phone.sync(&mut story.line).unwrap();
    assert_eq!((story.line.pushes, story.line.files), (0, 0));
    assert!(!story.village.phone_folder("phone").join("doorstep.db").exists(), "it had nothing left to send");
}

#[test]
fn a_file_from_behind_a_gap_names_what_is_missing() {
    let mut story = Story::new(86);
    story.work(&[1, 2]);
    let early = story.export();
    // What the phone sent went to a hub that was lost since: this one is from before.
    let hub = story.village.hub_folder();
    let backup = story.village.folder.path().join("backup");
    story.village.hub.backup(&backup).unwrap();
    story.drain();
    story.work(&[3]);
    let late = story.export();
    let lives = story.village.folder.path().join("restored");
    fs::create_dir(&lives).unwrap();
    fs::copy(hub.join("hub.key"), lives.join("hub.key")).unwrap();
    let (clock, ids) = (story.village.clock.clone(), story.village.ids.clone());
    let restored = Arc::new(Hub::restore(&backup, &lives, clock, ids).unwrap().hub);

    let told = restored.import_unsent(&late, false).unwrap_err();
    assert!(matches!(told, NotImported::Gap { held: 0, first: 3 }), "{told:?}");
    assert_eq!(counts(&restored.import_unsent(&early, false).unwrap().records), [2, 0, 0, 0]);
    assert_eq!(counts(&restored.import_unsent(&late, false).unwrap().records), [1, 0, 0, 0]);
    story.ledger.check(audit::visits(&restored)).unwrap_or_else(|found| panic!("{found}"));
}

#[test]
fn a_clones_file_is_not_mixed_with_the_work_of_its_original() {
    let mut story = Story::new(87);
    story.work(&[1]);
    let (folder, clone) = (story.village.phone_folder("phone"), story.village.phone_folder("clone"));
    story.phone.doorstep.shutdown();
    copy(&folder, &clone);
    story.phone = open(&clone, 1, &story.village.clock, 2);
    story.work(&[2]);
    let clones = story.export();
    story.phone.doorstep.shutdown();
    story.phone = open(&folder, 1, &story.village.clock, 3);
    story.work(&[3]);
    let own = story.export();
    story.import(&own).unwrap();
    assert!(matches!(story.import(&clones), Err(NotImported::Parted { seq: 2 })));
    assert_eq!(audit::visits(&story.village.hub).len(), 2);

    // With a network it heals: the clone goes on under an id of its own.
    story.phone.doorstep.shutdown();
    story.phone = open(&clone, 1, &story.village.clock, 4);
    story.drain();
    story.ledger.check(audit::visits(&story.village.hub)).unwrap_or_else(|found| panic!("{found}"));
}

/// What the command answers beside the hub of this process.
fn command(story: &Story, words: &[&str]) -> (Option<i32>, Value, String) {
    let folder = story.village.hub_folder();
    let output =
        Command::new(doorstep()).arg("--json").arg("--folder").arg(folder).args(words).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap_or_default(), told)
}

#[test]
fn an_office_imports_a_file_at_the_command_line_while_the_hub_serves() {
    let mut story = Story::new(88);
    story.work(&[1]);
    story.photograph(2);
    let file = story.export().display().to_string();
    let (code, looked, told) = command(&story, &["import", "unsent", &file, "--dry-run"]);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!((&looked["records"]["new"], &looked["dry_run"]), (&json!(3), &json!(true)));
    assert_eq!(audit::visits(&story.village.hub), []);

    let (code, taken, told) = command(&story, &["import", "unsent", &file]);
    assert_eq!((code, &taken["records"]["known"]), (Some(0), &json!(0)), "{told}");
    let (code, again, told) = command(&story, &["import", "unsent", &file]);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!((&again["records"]["known"], &again["photos"]["known"]), (&json!(3), &json!(2)));

    fs::write(&file, b"age-encryption.org/v1\n").unwrap();
    let (code, _, told) = command(&story, &["import", "unsent", &file]);
    assert!(code == Some(1) && told.contains("is cut short") && told.contains("不完整"), "{told}");
}

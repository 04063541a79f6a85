//! What the languages cannot see from outside: panics, re-entrance, hosts that hang.

mod edges;
mod screens;

use std::sync::{
    Arc, Mutex, PoisonError, Weak,
    mpsc::{self, Sender},
};

use doorstep_core::{
    id::{IdGen, OsIds},
    seal::{Signer, SoftwareKey},
};

use crate::*;

/// What a vault does when it is asked to sign.
type Habit = Box<dyn Fn() + Send + Sync>;

struct Vault {
    key: SoftwareKey,
    habit: Habit,
}

impl Vault {
    fn new(habit: impl Fn() + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { key: SoftwareKey::generate(&OsIds), habit: Box::new(habit) })
    }
}

impl KeyVault for Vault {
    fn database_key(&self) -> Result<Vec<u8>, HostError> {
        Ok(vec![7; 32])
    }

    fn public_key(&self) -> Result<Vec<u8>, HostError> {
        Ok(self.key.public_key())
    }

    fn sign(&self, message: Vec<u8>) -> Result<Vec<u8>, HostError> {
        (self.habit)();
        self.key.sign(&message).map_err(|error| HostError::Failed { detail: error.to_string() })
    }
}

/// A phone that enrolled with a made-up hub.
fn enrolled(folder: &std::path::Path, vault: Arc<Vault>) -> Arc<Doorstep> {
    let core = Doorstep::open(folder.to_string_lossy().into_owned(), vault, None, None).unwrap();
    let spki = "11".repeat(32);
    let qr = format!(r#"{{"url":"https://hub.example","spki":"{spki}","code":"x"}}"#);
    let reply = serde_json::json!({
        "device": OsIds.uuid(doorstep_core::time::Timestamp::from_millis(1)),
        "staff": { "id": OsIds.uuid(doorstep_core::time::Timestamp::from_millis(2)), "name": "演示", "role": "SocialWorker" },
        "settings": {
            "tenant": OsIds.uuid(doorstep_core::time::Timestamp::from_millis(3)), "name": "演示",
            "zone": 480, "working_days": doorstep_core::time::WorkingDays::default(),
            "fence_radius_m": 100, "keep_days": 30, "demo": true,
        },
        "recipient": doorstep_core::seal::SealKey::generate(&OsIds).recipient(),
        "order_key": "",
    });
    let answer = HttpAnswer {
        status: 200,
        headers: [("Doorstep-Protocol", "1"), ("Content-Type", "application/json")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        body: reply.to_string().into_bytes(),
    };
    core.read_enrolment(qr).unwrap().finish(answer).unwrap();
    core
}

/// Brings the session to where it asks for a signature.
fn challenged(session: &SyncSession) -> Result<(), DoorstepError> {
    session.begin()?;
    let HostTask::Request { task, .. } = session.next_task()? else { panic!("no request") };
    let answer = HttpAnswer {
        status: 200,
        headers: [("doorstep-protocol", "1"), ("content-type", "application/json")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        body: br#"{"challenge":"x"}"#.to_vec(),
    };
    session.answered(task, answer)
}

#[test]
fn what_one_thread_reports_while_another_asks_is_not_answered_with_an_old_state() {
    let folder = tempfile::tempdir().unwrap();
    let core = enrolled(folder.path(), Vault::new(|| {}));
    let session = core.sync_session().unwrap();
    session.interrupt(|session| {
        session.begin().unwrap();
        assert_eq!(session.next_task().unwrap(), HostTask::Answers, "the asking thread has the engine");
    });
    let task = session.next_task().unwrap();
    assert!(matches!(task, HostTask::Request { .. }), "{task:?}");
}

#[test]
fn after_a_panic_the_session_and_the_store_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let panics = Arc::new(Mutex::new(true));
    let once = Arc::clone(&panics);
    let vault = Vault::new(move || {
        let first = std::mem::take(&mut *once.lock().unwrap_or_else(PoisonError::into_inner));
        assert!(!first, "张三");
    });
    let core = enrolled(folder.path(), vault.clone());
    let session = core.sync_session().unwrap();
    let error = challenged(&session).unwrap_err();
    assert!(
        matches!(&error, DoorstepError::Internal { code } if code.starts_with("panic/tests.rs:")),
        "{error}"
    );
    assert!(!error.to_string().contains("张三"));

    challenged(&session).unwrap();
    assert!(matches!(session.next_task().unwrap(), HostTask::Request { .. }));
    core.shutdown().unwrap();
    let again = Doorstep::open(folder.path().to_string_lossy().into_owned(), vault, None, None).unwrap();
    assert!(again.identity().unwrap().is_some());
}

#[test]
fn a_vault_that_calls_back_in_is_answered_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let slot: Arc<Mutex<Weak<SyncSession>>> = Arc::default();
    let (say, said) = mpsc::channel();
    let inner = Arc::clone(&slot);
    let say = Mutex::new(say);
    let vault = Vault::new(move || {
        let session = inner.lock().unwrap().upgrade().unwrap();
        let say: Sender<HostTask> = say.lock().unwrap().clone();
        say.send(session.next_task().unwrap()).unwrap();
        session.begin().unwrap();
    });
    let core = enrolled(folder.path(), vault);
    let session = core.sync_session().unwrap();
    *slot.lock().unwrap() = Arc::downgrade(&session);
    challenged(&session).unwrap();
    assert_eq!(said.recv().unwrap(), HostTask::Answers);
    assert!(matches!(session.next_task().unwrap(), HostTask::Request { .. }));
}

#[test]
fn a_vault_that_hangs_holds_up_its_own_thread_only() {
    let folder = tempfile::tempdir().unwrap();
    let (arrive, arrived) = mpsc::channel();
    let (go, gate) = mpsc::channel::<()>();
    let (arrive, gate) = (Mutex::new(arrive), Mutex::new(gate));
    let vault = Vault::new(move || {
        arrive.lock().unwrap().send(()).unwrap();
        gate.lock().unwrap().recv().unwrap();
    });
    let core = enrolled(folder.path(), vault);
    let session = core.sync_session().unwrap();
    let stuck = Arc::clone(&session);
    let thread = std::thread::spawn(move || challenged(&stuck));
    arrived.recv().unwrap();
    // It hangs in the vault now; everybody else goes on.
    session.cancel().unwrap();
    assert_eq!(session.next_task().unwrap(), HostTask::Answers);
    assert_eq!(core.outbox().unwrap().unsent().unwrap(), 0);
    go.send(()).unwrap();
    thread.join().unwrap().unwrap();
    assert!(!matches!(session.next_task().unwrap(), HostTask::Answers));
}

#[test]
fn a_page_never_has_more_than_200_rows() {
    let scratch = tempfile::tempdir().unwrap();
    let core = Doorstep::in_memory(scratch.path().to_str().map(str::to_owned), None, 0).unwrap();
    assert!(core.today().unwrap().page(None, None, u32::MAX, None).unwrap().stops.len() <= 200);
    let report = core.coverage().unwrap().count(PeriodKind::Month, None).unwrap();
    assert!(report.lines(0, u32::MAX).unwrap().len() <= 200);
}

#[test]
fn unsent_work_leaves_in_one_file_and_stays_unsent() {
    let scratch = tempfile::tempdir().unwrap();
    let core = Doorstep::in_memory(scratch.path().to_str().map(str::to_owned), None, 0).unwrap();
    let outbox = core.outbox().unwrap();
    let (unsent, file) = (outbox.unsent().unwrap(), scratch.path().join("unsent.age"));
    let path = || file.to_string_lossy().into_owned();
    let export = outbox.export_unsent(path()).unwrap();
    assert!(unsent > 0 && export.records == unsent && export.left_out == 0, "{export:?}");
    assert_eq!(export.bytes, std::fs::metadata(&file).unwrap().len());
    assert!(
        matches!(outbox.export_unsent(path()), Err(DoorstepError::Conflict { .. })),
        "no file is replaced"
    );
    assert_eq!(outbox.unsent().unwrap(), unsent);
}

#[test]
fn a_closed_phone_says_so_and_nothing_else() {
    let scratch = tempfile::tempdir().unwrap();
    let core = Doorstep::in_memory(scratch.path().to_str().map(str::to_owned), None, 0).unwrap();
    core.shutdown().unwrap();
    let error = core.today().unwrap().page(None, None, 1, None).unwrap_err();
    assert_eq!(error, DoorstepError::Locked { reason: LockReason::Closed });
}

/// A camera's file with this name.
fn camera_file(folder: &std::path::Path, sample: &str) -> String {
    let from =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/tests/assets/photos").join(sample);
    let path = folder.join(sample);
    std::fs::copy(from, &path).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn stamped_and_decoded_photos_of_a_visit_leave_in_a_bundle_that_proves_them() {
    use doorstep_core::{
        domain::evidence::Finding,
        op::bundle::verify_bundle,
        time::{Clock as _, SystemClock},
    };
    let scratch = tempfile::tempdir().unwrap();
    let core = Doorstep::in_memory(scratch.path().to_str().map(str::to_owned), None, 0).unwrap();
    let (visits, photos) = (core.visits().unwrap(), core.photos().unwrap());
    let mut draft = visits.drafts().unwrap().remove(0);
    draft.outcome = Some(VisitOutcome::NoChange);
    visits.save(draft.clone()).unwrap();

    let words = StampWords {
        taken: SystemClock::new().now(),
        place: Some("HH-7".to_owned()),
        worker: None,
        household: None,
    };
    assert_eq!(photos.stamp_lines(words.clone()).unwrap()[1], "HH-7");
    let how = PhotoDraft {
        kind: EvidenceKind::Photo,
        reason: "门牌".to_owned(),
        consent: ConsentState::NotNeeded,
        hidden: Vec::new(),
        stamp: Some(PhotoStamp { words, look: StampLook::SmallFont }),
    };
    let taken = photos.take(draft.id, camera_file(scratch.path(), "Landscape_1.jpg"), how.clone()).unwrap();
    let (large, small) =
        (photos.preview(draft.id, taken.photo).unwrap(), photos.thumbnail(draft.id, taken.photo).unwrap());
    assert!(
        large.starts_with(&[0xFF, 0xD8]) && small.starts_with(&[0xFF, 0xD8]) && small.len() < large.len()
    );
    let pixels = PhotoPixels { width: 64, height: 48, rgba: vec![120; 64 * 48 * 4], orientation: 1 };
    photos.take_decoded(draft.id, camera_file(scratch.path(), "drawn.heic"), pixels, how).unwrap();
    let visit = visits.finish(draft.id).unwrap();

    let path = scratch.path().join("evidence.bundle");
    let whom = BundleFor { recipient: "县民政局".to_owned(), keep_days: 30, is_opened: false };
    let whole = path.to_string_lossy().into_owned();
    assert_eq!(photos.export_bundle(BundleOf::Visit { id: visit }, whom, whole).unwrap(), 6);
    let report = verify_bundle(std::fs::File::open(path).unwrap(), |_, _| true, |_| false).unwrap();
    let found: Vec<_> = report.photos.iter().map(|photo| photo.verdict.image).collect();
    assert_eq!(found, [Finding::SealedWhole; 2], "{report:?}");
}

#[test]
fn a_voice_note_is_taken_heard_and_taken_back() {
    let scratch = tempfile::tempdir().unwrap();
    let core = Doorstep::in_memory(scratch.path().to_str().map(str::to_owned), None, 0).unwrap();
    let (visits, photos) = (core.visits().unwrap(), core.photos().unwrap());
    let draft = visits.drafts().unwrap().remove(0);
    let recording = scratch.path().join("note.amr");
    let path = || recording.to_string_lossy().into_owned();
    let sound = [b"#!AMR\n".as_slice(), &[0x3C; 64]].concat();
    std::fs::write(&recording, &sound).unwrap();
    let taken = photos.take_voice(draft.id, path(), ConsentState::NotNeeded).unwrap();
    assert!(!taken.plain_file_remains && !recording.exists());
    assert_eq!(visits.drafts().unwrap()[0].photos[0].kind, EvidenceKind::Voice);
    assert_eq!(photos.voice(draft.id, taken.photo).unwrap(), sound);
    photos.delete(draft.id, taken.photo).unwrap();
    assert!(visits.drafts().unwrap()[0].photos.is_empty());

    std::fs::write(&recording, "no sound").unwrap();
    let refused = photos.take_voice(draft.id, path(), ConsentState::NotNeeded).unwrap_err();
    assert!(matches!(refused, DoorstepError::InvalidInput { field, .. } if field == "voice"));
}

#[test]
fn a_category_says_who_decided_it() {
    let scratch = tempfile::tempdir().unwrap();
    let core = Doorstep::in_memory(scratch.path().to_str().map(str::to_owned), None, 0).unwrap();
    let stop = core.today().unwrap().page(None, None, 1, None).unwrap().stops.remove(0);
    let home = core.register().unwrap().household(stop.household).unwrap();
    let decided: Vec<_> = home.residents.iter().flat_map(|one| &one.categories).collect();
    assert!(!decided.is_empty());
    assert!(decided.iter().all(|category| category.authority.as_deref() == Some("演示民政局")));
}

#[test]
fn a_page_goes_on_where_the_last_one_ended_and_its_cursor_shows_no_address() {
    let scratch = tempfile::tempdir().unwrap();
    let core = Doorstep::in_memory(scratch.path().to_str().map(str::to_owned), None, 0).unwrap();
    let today = core.today().unwrap();
    let whole = today.page(None, None, 200, None).unwrap();
    let mut stops = Vec::new();
    let mut after = None;
    loop {
        let page = today.page(None, after, 2, None).unwrap();
        stops.extend(page.stops);
        after = page.next;
        let Some(cursor) = &after else { break };
        assert!(!format!("{cursor:?}").contains('村'));
    }
    assert_eq!(stops, whole.stops);

    let register = core.register().unwrap();
    let first = register.search("演示村".to_owned(), None, 1).unwrap();
    let second = register.search("演示村".to_owned(), first.next, 1).unwrap();
    assert_ne!(first.hits, second.hits);
}

#[test]
fn a_worker_learns_at_the_door_where_the_visit_stands() {
    let scratch = tempfile::tempdir().unwrap();
    let core = Doorstep::in_memory(scratch.path().to_str().map(str::to_owned), None, 0).unwrap();
    let (visits, register) = (core.visits().unwrap(), core.register().unwrap());
    let stops = core.today().unwrap().page(None, None, 200, None).unwrap().stops;
    let homes = stops.iter().map(|stop| register.household(stop.household).unwrap());
    let (home, at) = homes.filter_map(|home| Some((home.id, home.place?))).next().unwrap();
    let reading = |at| FixDraft {
        at,
        accuracy_m: Some(8.0),
        accuracy_is_68_percent: true,
        age_ms: 0,
        altitude_m: None,
        speed_mps: None,
        gps_time: None,
        is_mock: true,
        is_simulated: false,
        is_from_accessory: false,
    };
    let mut draft = visits.start(home).unwrap();
    let empty = visits.fix(reading(Coordinate { lat: 0.0, lon: 0.0, ..at })).unwrap();
    let said = "坐标为 (0, 0)，即定位设备未给出结果。走访照常可以完成。";
    assert_eq!(empty.fault.map(|fault| fault.zh).as_deref(), Some(said));
    draft.fix = empty.fix;
    visits.save(draft.clone()).unwrap();
    let unknown = visits.place_of(draft.id).unwrap();
    assert_eq!((unknown.fence, unknown.why), (FencePlace::Unknown, Some(WhyUnknown::NoFix)));
    assert_eq!(unknown.sentence.zh, "位置未知：没有定位。走访照常可以完成。");

    draft.fix = visits.fix(FixDraft { accuracy_m: Some(0.0), ..reading(at) }).unwrap().fix;
    visits.save(draft.clone()).unwrap();
    let vague = visits.place_of(draft.id).unwrap();
    assert_eq!(vague.why, Some(WhyUnknown::NoAccuracy));
    assert!(vague.sentence.zh.starts_with("位置未知：定位精度为零或负数，即无效；"), "{}", vague.sentence.zh);

    draft.fix = visits.fix(reading(at)).unwrap().fix;
    visits.save(draft.clone()).unwrap();
    let inside = visits.place_of(draft.id).unwrap();
    assert_eq!((inside.fence, inside.why), (FencePlace::Inside, None));
    assert!(inside.probability > Some(0.9), "{inside:?}");
    assert_eq!(inside.flags, [FixFlag::Mock], "told, and no lock on the door");
    assert!(inside.sentence.zh.contains(&FixFlag::Mock.label().zh));
}

#[test]
fn a_finished_visit_is_put_right_by_one_that_stays_its_correction() {
    let scratch = tempfile::tempdir().unwrap();
    let core = Doorstep::in_memory(scratch.path().to_str().map(str::to_owned), None, 0).unwrap();
    let visits = core.visits().unwrap();
    let mut draft = visits.drafts().unwrap().remove(0);
    draft.outcome = Some(VisitOutcome::NoChange);
    visits.save(draft.clone()).unwrap();
    let visit = visits.finish(draft.id).unwrap();

    let mut again = visits.correct(visit).unwrap();
    assert_eq!((again.corrects, again.outcome, &again.note), (Some(visit), draft.outcome, &draft.note));
    again.note = Some("演示数据：更正".to_owned());
    visits.save(VisitDraft { corrects: None, ..again.clone() }).unwrap();
    assert_eq!(visits.correct(visit).unwrap(), again, "it is in progress, and whose correction it is stays");
    let corrected = visits.finish(again.id).unwrap();
    let home = core.register().unwrap().household(draft.household).unwrap();
    let former = home.visits.iter().find(|known| known.id == visit).unwrap();
    assert_eq!(former.corrected_by, Some(corrected));
    assert!(matches!(visits.correct(visit), Err(DoorstepError::Conflict { .. })));
    let unknown = visits.correct(doorstep_core::id::VisitId(home.id.0)).unwrap_err();
    assert_eq!(unknown, DoorstepError::NotFound { what: Thing::Visit });
}

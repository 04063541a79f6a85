//! Revoked, too old, wrong key, newer schema, corrupt file, wrong clock: each told apart, nothing lost.
//!
//! A full disk is proved beside the store, where its reserve can be watched.

use std::{fs, path::Path, sync::Arc};

use doorstep_core::{
    domain::{
        evidence::Flag,
        visit::{VisitOutcome, VisitSummary},
    },
    error::{DoorstepError, LockReason},
    id::{IdGen, SeededIds, VisitId},
    op::{
        order::OrderKind,
        row::{ExceptionRow, RowKind},
        wire::PROTOCOL,
    },
    sync::{Cause, HttpRequest, HttpResponse},
    time::{Clock, ManualClock, Zone},
};
use doorstep_tests::{
    audit,
    phone::{Ended, Network, Phone, Vault, drain, enrol, enrolled, open, visit},
    post::Post,
    village::{HOUR, MORNING, Village, Worker, home},
};

const DAY: i64 = 24 * HOUR;

fn phone(village: &Village, post: &mut Post) -> Phone {
    enrolled(village, Worker::GridWorker, "phone", 1, post)
}

fn try_open(village: &Village, seed: u64) -> Result<Phone, DoorstepError> {
    Phone::open(&village.phone_folder("phone"), &Vault::new(seed), Arc::clone(&village.clock), 5)
}

fn locked(reason: LockReason) -> Option<DoorstepError> {
    Some(DoorstepError::Locked { reason })
}

#[test]
fn a_revoked_phone_wipes_itself_and_one_that_must_drain_first_sends_all() {
    let village = Village::new(71);
    let mut post = Post::to(&village.hub);
    let mut phone = phone(&village, &mut post);
    let device = phone.doorstep.identity().unwrap().unwrap().device;
    let unsent = visit(&phone.doorstep, home(1, 1), VisitOutcome::NoChange).unwrap();
    village.hub.order(device, OrderKind::DrainThenWipe).unwrap();
    assert_eq!(phone.sync(&mut post), Ok(Ended::Wiped));
    assert_eq!(audit::visits(&village.hub), [unsent], "what was unsent arrived first");
    assert!(!village.phone_folder("phone").join("doorstep.db").exists(), "the store is gone");

    let mut lost = enrolled(&village, Worker::SocialWorker, "lost", 2, &mut post);
    let device = lost.doorstep.identity().unwrap().unwrap().device;
    village.hub.order(device, OrderKind::WipeNow).unwrap();
    assert_eq!(lost.sync(&mut post), Ok(Ended::Wiped));
    assert!(!village.phone_folder("lost").join("doorstep.db").exists(), "the store is gone");
}

/// A hub that speaks only newer protocols.
struct TooNew;

impl Network for TooNew {
    fn request(&mut self, _request: &HttpRequest) -> Option<HttpResponse> {
        Some(HttpResponse { status: 426, protocol: Some(PROTOCOL + 2), ..HttpResponse::default() })
    }

    fn upload(&mut self, _path: &str, _file: &Path, _offset: u64) -> Option<HttpResponse> {
        None
    }
}

#[test]
fn a_phone_too_old_for_its_hub_holds_and_goes_on_recording() {
    let village = Village::new(72);
    let mut post = Post::to(&village.hub);
    let mut phone = phone(&village, &mut post);
    let mut visits = vec![visit(&phone.doorstep, home(1, 1), VisitOutcome::NoChange).unwrap()];
    assert_eq!(phone.sync(&mut TooNew), Ok(Ended::Held(Cause::UpgradeNeeded)));
    visits.push(visit(&phone.doorstep, home(1, 2), VisitOutcome::NoChange).unwrap());
    assert_eq!(phone.doorstep.unsent(), Ok(2));
    // The app was updated: a new process.
    drop(phone);
    let mut phone = try_open(&village, 1).unwrap();
    drain(&mut phone, &mut post);
    visits.sort();
    assert_eq!(audit::visits(&village.hub), visits);
}

#[test]
fn a_wrong_key_a_newer_file_and_a_damaged_file_are_three_things() {
    let village = Village::new(73);
    let mut post = Post::to(&village.hub);
    let phone = phone(&village, &mut post);
    let unsent = visit(&phone.doorstep, home(1, 1), VisitOutcome::NoChange).unwrap();
    drop(phone);
    let database = village.phone_folder("phone").join("doorstep.db");
    let sound = fs::read(&database).unwrap();

    assert_eq!(try_open(&village, 2).err(), locked(LockReason::WrongKey));
    assert_eq!(fs::read(&database).unwrap(), sound, "a wrong key touches nothing");

    set_schema(&database, 1, 9_999);
    assert_eq!(try_open(&village, 1).err(), locked(LockReason::NewerSchema));
    fs::write(&database, &sound).unwrap();

    let mut damaged = sound.clone();
    for byte in &mut damaged[5_000..9_000] {
        *byte ^= 0x5a;
    }
    fs::write(&database, &damaged).unwrap();
    let found = try_open(&village, 1).and_then(|phone| phone.doorstep.today(None, None, 10).map(|_| ()));
    assert_eq!(found.err(), locked(LockReason::CorruptFile));
    assert!(is_kept(&village.phone_folder("phone"), &damaged), "a damaged file is set aside, never deleted");

    // Somebody salvages the sound file.
    let folder = village.phone_folder("phone");
    fs::remove_dir_all(&folder).unwrap();
    fs::create_dir_all(&folder).unwrap();
    fs::write(&database, &sound).unwrap();
    let mut phone = try_open(&village, 1).unwrap();
    drain(&mut phone, &mut post);
    assert_eq!(audit::visits(&village.hub), [unsent], "nothing was lost");
}

/// Writes a schema version into a phone's file as a later app would.
fn set_schema(database: &Path, seed: u64, version: i64) {
    let mut key = [0u8; 32];
    SeededIds::new(seed.wrapping_mul(0x1_0000).wrapping_add(1)).random(&mut key);
    let file = rusqlite::Connection::open(database).unwrap();
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    file.pragma_update(None, "key", format!("x'{hex}'")).unwrap();
    file.pragma_update(None, "cipher_hmac_algorithm", "HMAC_SHA256").unwrap();
    file.pragma_update(None, "user_version", version).unwrap();
}

fn is_kept(folder: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() { is_kept(&path, bytes) } else { fs::read(path).is_ok_and(|held| held == bytes) }
    })
}

#[test]
fn a_clock_far_off_is_put_right_and_flagged_and_the_visit_counts() {
    for (name, error) in [("fast", 400 * DAY), ("slow", -200 * DAY)] {
        let village = Village::new(74);
        let mut post = Post::to(&village.hub);
        let clock = Arc::new(ManualClock::at(MORNING.plus_millis(error)));
        let folder = village.phone_folder(name);
        let mut phone = open(&folder, 1, &clock, 0);
        enrol(&village, Worker::GridWorker, &phone, &mut post);
        drain(&mut phone, &mut post);
        let made: VisitId = visit(&phone.doorstep, home(1, 1), VisitOutcome::NoChange).unwrap();
        drain(&mut phone, &mut post);
        let visits: Vec<VisitSummary> = audit::documents(&village.hub, RowKind::Visit);
        let [held] = visits.as_slice() else { panic!("{name}: {} visits", visits.len()) };
        let today = Zone::CHINA.day_of(village.clock.now());
        assert_eq!((held.id, held.effective_on), (made, today), "{name}: the day as the hub corrected it");
        let remarks: Vec<ExceptionRow> = audit::documents(&village.hub, RowKind::Exception);
        assert!(
            remarks.iter().any(|remark| remark.visit == made && remark.flag == Flag::ClockSkew),
            "{name}: no remark on the clock among {:?}",
            remarks.iter().map(|remark| remark.flag).collect::<Vec<_>>()
        );
    }
}

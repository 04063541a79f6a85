//! What a tenant decides at its hub, and what a supervisor decides on a phone: working days that move deadlines, claims
//! that are settled, and a key that was lost.

use doorstep_core::{
    domain::{
        register::{EventKind, Household, LifeEvent, Resident},
        visit::{ClaimStatus, VisitOutcome},
    },
    fieldwork::{DbKey, Doorstep, Host},
    id::SeededIds,
    op::row::{Row, RowKind, Scope},
    time::{Day, Hlc},
};
use doorstep_hub::{
    import::{self, Context},
    service::row_of,
    store::Durability,
};
use doorstep_tests::{
    audit,
    phone::{Phone, Vault, copy, drain, enrol, enrolled, open, visit},
    post::Post,
    village::{Village, Worker, day, elder, grid, home},
};

const DISCHARGE: &str = "elder-hospital-discharge";

/// The elder comes home from hospital today, a Wednesday.
fn discharge(village: &Village) {
    let rows = audit::rows(&village.hub, RowKind::Resident);
    let row = rows.into_iter().find(|row| row.id == elder(1, 1).0).unwrap();
    let mut resident: Resident = doorstep_hub::service::document_of(&row).unwrap().unwrap();
    resident.events.push(LifeEvent { kind: EventKind::HospitalDischarge, on: village.today() });
    let scope = Scope::Grid(grid(1));
    let row: Row = row_of(RowKind::Resident, row.id, Some(home(1, 1)), scope, &resident).unwrap();
    village.hub.store().writing(Durability::Durable, |tx| tx.write_unit(std::slice::from_ref(&row))).unwrap();
}

/// Until when the visit after the discharge may be made, as the phone has it.
fn deadline(phone: &Phone) -> Day {
    let duties = phone.doorstep.household(home(1, 1)).unwrap().duties;
    duties.iter().find(|view| view.duty.key.rule == DISCHARGE).unwrap().duty.window.end
}

fn import_working_days(village: &Village, list: &str) {
    let file = village.folder.path().join("working-days.csv");
    std::fs::write(&file, list).unwrap();
    let (store, today) = (village.hub.store(), village.today());
    let plan = store.reading(|tx| import::working_days(&file, &Context::of(tx, today)?)).unwrap();
    assert!(plan.faults.is_empty(), "{:?}", plan.faults);
    plan.apply(store, today, Hlc { millis: 1, counter: 0 }, &mut |_| {}).unwrap();
}

#[test]
fn a_holiday_that_is_published_later_moves_deadlines_on_every_phone() {
    let village = Village::new(1);
    discharge(&village);
    let mut post = Post::to(&village.hub);
    let mut worker = enrolled(&village, Worker::SocialWorker, "worker", 1, &mut post);
    let mut chief = enrolled(&village, Worker::GridWorker, "chief", 2, &mut post);
    for phone in [&worker, &chief] {
        assert_eq!(deadline(phone), day("2026-06-08"), "Thursday, Friday, Monday");
    }

    // Thursday and Friday are off, and the Sunday is worked in their stead.
    import_working_days(&village, "日期,类型\n2026-06-04,休\n2026/6/5,放假\n2026-06-06,休\n2026-06-07,班\n");
    for phone in [&mut worker, &mut chief] {
        drain(phone, &mut post);
        assert_eq!(deadline(phone), day("2026-06-09"), "Sunday, Monday, Tuesday");
    }
}

#[test]
fn a_changed_setting_reaches_phones_and_leaves_the_others_alone() {
    let village = Village::new(2);
    let mut post = Post::to(&village.hub);
    let mut phone = enrolled(&village, Worker::SocialWorker, "worker", 1, &mut post);
    import_working_days(&village, "日期,类型\n2026-06-04,休\n");
    let changed = village
        .hub
        .change_settings(|settings| {
            settings.fence_radius_m = 250;
            settings.report_phone = "110".parse().ok();
        })
        .unwrap();
    drain(&mut phone, &mut post);
    let known = phone.doorstep.identity().unwrap().unwrap().settings;
    assert_eq!(known, changed);
    assert_eq!((known.fence_radius_m, known.working_days.holidays.len()), (250, 1));
    assert_eq!(known.report_phone.map(|number| number.reveal().to_owned()), Some("110".to_owned()));
}

#[test]
fn a_claim_made_at_a_door_is_settled_on_a_supervisors_phone_and_ends_the_home() {
    let village = Village::new(3);
    let mut post = Post::to(&village.hub);
    let mut worker = enrolled(&village, Worker::GridWorker, "worker", 1, &mut post);
    let mut supervisor = enrolled(&village, Worker::Supervisor, "supervisor", 2, &mut post);
    for place in [1, 2] {
        visit(&worker.doorstep, home(1, place), VisitOutcome::MovedOut).unwrap();
    }
    drain(&mut worker, &mut post);
    drain(&mut supervisor, &mut post);

    let waiting = supervisor.doorstep.open_claims(None, 10).unwrap();
    assert_eq!(waiting.len(), 2);
    for view in &waiting {
        let is_first = view.claim.household == home(1, 1);
        let status = if is_first { ClaimStatus::Confirmed } else { ClaimStatus::Rejected };
        supervisor.doorstep.settle_claim(view.claim.id, status, None).unwrap();
    }
    drain(&mut supervisor, &mut post);
    assert!(supervisor.doorstep.open_claims(None, 10).unwrap().is_empty());
    let homes: Vec<Household> = audit::documents(&village.hub, RowKind::Household);
    let ended = |place| homes.iter().find(|one| one.id == home(1, place)).unwrap().ended_on;
    assert_eq!((ended(1), ended(2)), (Some(village.today()), None));

    // And the worker's phone learns which of the two is to be visited again.
    drain(&mut worker, &mut post);
    let due = |place| {
        let duties = worker.doorstep.household(home(1, place)).unwrap().duties;
        duties.iter().any(|view| view.is_due_today)
    };
    assert!(!due(1) && due(2));
}

#[test]
fn a_phone_that_lost_its_key_gets_its_unsent_visits_back_through_the_hub() {
    let village = Village::new(4);
    village.hub.change_settings(|settings| settings.recovery = true).unwrap();
    let mut post = Post::to(&village.hub);
    let phone = enrolled(&village, Worker::GridWorker, "phone", 1, &mut post);
    let made = visit(&phone.doorstep, home(1, 1), VisitOutcome::NoChange).unwrap();
    phone.doorstep.shutdown();
    let folder = village.phone_folder("phone");

    // The system forgot its keys: the app sets the records aside, and the hub reads what lies beside them.
    let aside = Doorstep::set_aside(&folder).unwrap();
    let key = village.hub.recover_key(&aside.join("recovery.age")).unwrap();
    let key = DbKey::from_slice(&bytes(&key)).unwrap();
    let again = village.phone_folder("again");
    copy(&aside, &again);
    let signer = std::sync::Arc::new(Vault::new(9).signing_key());
    let ids = std::sync::Arc::new(SeededIds::new(9));
    let host = Host { clock: village.clock.clone(), ids, signer };
    Doorstep::open(&again, &key, host).unwrap().shutdown();

    // The app's vault holds the key from now on; the phone enrols anew and its visit goes out.
    let mut phone = open(&again, 1, &village.clock, 7);
    enrol(&village, Worker::GridWorker, &phone, &mut post);
    drain(&mut phone, &mut post);
    assert_eq!(audit::visits(&village.hub), [made]);
}

fn bytes(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

#[test]
fn the_key_lies_nowhere_unless_the_tenant_has_it_so() {
    let village = Village::new(5);
    let mut post = Post::to(&village.hub);
    let mut phone = enrolled(&village, Worker::GridWorker, "phone", 1, &mut post);
    let file = village.phone_folder("phone").join("recovery.age");
    assert!(!file.exists());
    village.hub.change_settings(|settings| settings.recovery = true).unwrap();
    drain(&mut phone, &mut post);
    let sealed = std::fs::read(&file).unwrap();
    let key = Vault::new(1).db_key_bytes();
    assert!(!sealed.windows(key.len()).any(|bytes| bytes == key));
    let stranger = Village::new(6);
    stranger.hub.recover_key(&file).unwrap_err();

    village.hub.change_settings(|settings| settings.recovery = false).unwrap();
    drain(&mut phone, &mut post);
    assert!(!file.exists());
}

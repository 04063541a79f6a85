//! A network that cuts at every byte, doubles, reorders, truncates and lies: everything arrives, once.

use std::{net::SocketAddr, path::Path, sync::Arc, time::Duration};

use doorstep_core::{
    domain::{evidence::PhotoState, visit::VisitOutcome},
    error::DoorstepError,
    id::VisitId,
};
use doorstep_hub::server::Running;
use doorstep_tests::{
    account::Ledger,
    audit, journal,
    phone::{Ended, Phone, Wire, copy, drain, knock, open, take_photo, unconfirmed_photos, visit},
    proxy::{Action, EveryByte, Exchange, Proxy},
    victim::{Killer, Stopwatch},
    village::{HOMES, HOUR, Village, Worker, home},
};

/// Enrolment, challenge, session, head, push, feed, an upload's announcement, bytes and offset, and the fork of a
/// phone that lost its place: with their answers twenty messages, each cut at every byte.
const KINDS: usize = 10;

/// A village whose hub is reached through a man in the middle.
struct Behind {
    village: Village,
    proxy: Proxy,
    _running: Running,
}

impl Behind {
    fn new(seed: u64, plan: impl doorstep_tests::proxy::Plan + 'static) -> Self {
        let village = Village::new(seed);
        let running =
            Running::start(Arc::clone(&village.hub), SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let proxy = Proxy::start(running.address(), running.spki(), plan);
        Self { village, proxy, _running: running }
    }

    fn wire(&self) -> Wire {
        Wire::new(&self.proxy.url(), self.proxy.spki()).unwrap()
    }

    /// Enrols through the bad network, as often as it takes.
    fn enrol(&self, worker: Worker, seed: u64, wire: &mut Wire) -> Phone {
        let phone = open(&self.village.phone_folder(&format!("{worker:?}")), seed, &self.village.clock, 0);
        let mut ticket = self.village.hub.issue_code(worker.staff(), &self.proxy.url()).unwrap();
        ticket.spki = self.proxy.spki();
        let qr = serde_json::to_string(&ticket).unwrap();
        for _ in 0..100 {
            if phone.enrol(&qr, wire).is_ok() {
                return phone;
            }
        }
        panic!("the phone never enrolled");
    }
}

/// Records a visit with a photo.
fn work(phone: &Phone, place: u32, camera: &Path, ledger: &mut Ledger<VisitId>) {
    let draft = knock(&phone.doorstep, home(1, place), VisitOutcome::NoChange).unwrap();
    take_photo(&phone.doorstep, &draft, camera).unwrap();
    ledger.acknowledge(phone.doorstep.finish_visit(draft.id).unwrap());
}

/// Lets the network come good, drains, and holds hub and journals against what was acknowledged.
fn settle(behind: &Behind, mut phones: Vec<(Worker, u64, Phone, Wire)>, ledger: &Ledger<VisitId>) -> usize {
    behind.proxy.obey(|_: &Exchange| Action::Pass);
    for (_, _, phone, wire) in &mut phones {
        drain(phone, wire);
        // Photos whose tries all failed wait longest for their next one.
        behind.village.clock.advance(24 * HOUR);
        drain(phone, wire);
        assert_eq!(unconfirmed_photos(phone), [], "photos that the hub did not confirm");
    }
    let mut ops = Vec::new();
    let mut photos = 0;
    for (worker, seed, phone, _) in phones {
        drop(phone);
        let links = journal::read(&behind.village.phone_folder(&format!("{worker:?}")), seed);
        photos += links.iter().filter(|entry| entry.link.kind == "PhotoTaken").count();
        ops.extend(links.into_iter().map(|entry| entry.link.op_id));
    }
    audit::nothing_lost_or_doubled(&behind.village.hub, ledger, &ops);
    assert_eq!(
        audit::photos(&behind.village.hub),
        [(PhotoState::Stored, photos)].into(),
        "photos at the hub"
    );
    ops.len()
}

/// Sends work through a network that cuts every kind of exchange at each byte of request and answer.
fn sweep(worker: Worker, seed: u64) {
    let time = Stopwatch::start();
    let plan = EveryByte::default();
    let behind = Behind::new(seed, plan.clone());
    let mut wire = behind.wire();
    let mut phone = behind.enrol(worker, seed, &mut wire);
    // The first pull is thousands of bytes that say the same as the later ones.
    behind.proxy.obey(|_: &Exchange| Action::Pass);
    drain(&mut phone, &mut wire);
    let folder = behind.village.phone_folder(&format!("{worker:?}"));
    let old = behind.village.phone_folder("old copy");
    copy(&folder, &old);
    behind.proxy.obey(plan.clone());
    let mut ledger = Ledger::default();
    let camera = behind.village.folder.path().join("camera");
    let mut visits = 0;
    while !(plan.kinds().len() == KINDS - 1 && plan.is_done()) && visits < 2_000 {
        behind.village.clock.advance(HOUR);
        work(&phone, 1 + visits % HOMES, &camera, &mut ledger);
        visits += 1;
        match phone.sync(&mut wire) {
            // A driver that was cut thousands of times in one exchange gives up; the next one goes on.
            Ok(Ended::Done(_)) | Err(DoorstepError::Internal { .. }) => {}
            other => panic!("{other:?}"),
        }
    }
    // A copy that knows nothing of all this finds the hub ahead of it.
    let mut copied = open(&old, seed, &behind.village.clock, 9);
    ledger.acknowledge(visit(&copied.doorstep, home(1, 1), VisitOutcome::NoChange).unwrap());
    drain(&mut copied, &mut wire);
    assert_eq!(plan.unfinished(), Vec::<String>::new(), "after {visits} visits");
    let ops = settle(&behind, vec![(worker, seed, phone, wire)], &ledger);
    let cuts: usize = plan.kinds().values().map(|(request, answer)| request + answer).sum();
    println!("{worker:?}: {cuts} cuts, {visits} visits, {ops} operations, {:.1} s", time.seconds());
    for (kind, (request, answer)) in plan.kinds() {
        println!("    {kind}: {request} bytes of the request, {answer} of the answer");
    }
    assert_eq!(plan.kinds().len(), KINDS, "{:?}", plan.kinds());
}

#[test]
fn a_network_that_cuts_at_every_byte_loses_nothing_and_doubles_nothing() {
    sweep(Worker::GridWorker, 51);
}

#[test]
fn a_network_that_doubles_reorders_truncates_and_lies_loses_nothing_and_doubles_nothing() {
    let time = Stopwatch::start();
    let dice = Killer::new(54);
    let behind = Behind::new(54, move |exchange: &Exchange| match dice.below(12) {
        0 => Action::CutRequest(dice.below(exchange.request_len as u64) as usize),
        1 => Action::CutAnswer(dice.below(400) as usize),
        2 | 3 => Action::Twice,
        4 | 5 => Action::Hold,
        6 => Action::LoginPage,
        7 => Action::HalfJson,
        8 => Action::Delay(Duration::from_millis(dice.below(10))),
        _ => Action::Pass,
    });
    let mut ledger = Ledger::default();
    let camera = behind.village.folder.path().join("camera");
    let mut phones: Vec<_> = [(Worker::GridWorker, 55), (Worker::Volunteer, 56), (Worker::ChildDirector, 57)]
        .into_iter()
        .map(|(worker, seed)| {
            let mut wire = behind.wire();
            let mut phone = behind.enrol(worker, seed, &mut wire);
            phone.sync(&mut wire).unwrap();
            (worker, seed, phone, wire)
        })
        .collect();
    for round in 0..25 {
        behind.village.clock.advance(HOUR);
        for (_, _, phone, wire) in &mut phones {
            work(phone, 1 + round % HOMES, &camera, &mut ledger);
            phone.sync(wire).unwrap();
        }
    }
    let ops = settle(&behind, phones, &ledger);
    let seen = behind.proxy.seen();
    let done = |which: fn(Action) -> bool| seen.iter().filter(|exchange| which(exchange.action)).count();
    let spoilt = [
        ("cut", done(|action| matches!(action, Action::CutRequest(_) | Action::CutAnswer(_)))),
        ("doubled", done(|action| action == Action::Twice)),
        ("late", done(|action| action == Action::Hold)),
        ("answered by a login page", done(|action| action == Action::LoginPage)),
        ("halved", done(|action| action == Action::HalfJson)),
    ];
    println!("{} exchanges: {spoilt:?}; {ops} operations, {:.1} s", seen.len(), time.seconds());
    assert!(seen.len() > 500, "the network had too little to spoil: {} exchanges", seen.len());
    assert!(spoilt.iter().all(|(_, times)| *times > 20), "{spoilt:?}");
}

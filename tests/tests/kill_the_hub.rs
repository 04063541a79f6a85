//! kill -9 of the hub while it takes in and applies: what it acknowledged it still holds after every restart, and
//! in the end everything stands there once. A hub that acknowledges before the commit is caught.

use std::{
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use doorstep_core::{
    domain::{evidence::PhotoState, visit::VisitOutcome},
    id::VisitId,
    op::wire::{Heads, PROTOCOL, PushReply, PushRequest, path},
    sync::{HttpRequest, HttpResponse},
    time::{Clock, SystemClock},
};
use doorstep_hub::{
    config::Folder,
    service::Hub,
    store::{Store, sqlite::SqliteStore},
};
use doorstep_tests::{
    account::Ledger,
    audit, journal,
    phone::{Network, Phone, Wire, drain, enrolled, knock, take_photo, visit},
    post::Post,
    victim::{Killer, Stopwatch},
    village::{HOMES, HOUR, Village, Worker, home},
    witness::Witness,
};

/// How often the hub is killed.
const KILLS: u64 = 200;
/// How often at most, until a kill falls between what came in and its apply.
const PATIENCE: u64 = 5 * KILLS;
const SEED: u64 = 41;

/// A `doorstep serve` process that is started again each time it dies.
struct Served {
    child: Child,
    address: SocketAddr,
}

impl Served {
    fn start(folder: &Path, address: SocketAddr) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_hub_worker"))
            .arg("--folder")
            .arg(folder)
            .args(["serve", "--log", "error", "--listen", &address.to_string()])
            .stdin(Stdio::null())
            .spawn()
            .expect("the hub's process starts");
        let served = Self { child, address };
        served.await_open();
        served
    }

    fn await_open(&self) {
        for _ in 0..20_000 {
            if TcpStream::connect(self.address).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_micros(500));
        }
        panic!("the hub's process does not listen");
    }

    fn kill(mut self) {
        assert!(self.child.try_wait().expect("the hub's state").is_none(), "the hub ended by itself");
        self.child.kill().expect("the hub is killed");
        self.child.wait().expect("the hub is dead");
    }
}

/// A network that waits in real time for a hub that is just being started again.
struct Patient {
    wire: Wire,
    hub: Arc<Mutex<Option<Served>>>,
}

impl Network for Patient {
    fn request(&mut self, request: &HttpRequest) -> Option<HttpResponse> {
        let answer = self.wire.request(request);
        if answer.is_none() {
            // Whoever kills the hub holds it until it listens again.
            drop(self.hub.lock().unwrap());
        }
        answer
    }

    fn upload(&mut self, path: &str, file: &Path, offset: u64) -> Option<HttpResponse> {
        let answer = self.wire.upload(path, file, offset);
        if answer.is_none() {
            drop(self.hub.lock().unwrap());
        }
        answer
    }
}

fn free_address() -> SocketAddr {
    TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr()).expect("a free port")
}

/// Whether a hub that was killed had taken in groups that it had not applied.
fn had_yet_to_apply(folder: &Path, clock: &dyn Clock) -> bool {
    let folder = Folder::new(folder);
    let key = folder.read_key().expect("the hub's key");
    let store: Box<dyn Store> =
        Box::new(SqliteStore::open(&folder.database(), key).expect("the hub's data opens"));
    !store.reading(|tx| tx.due(clock.now(), None)).expect("the hub's data reads").is_empty()
}

/// Records a few visits, each into the ledger, now and then with a photo.
fn work(phone: &Phone, killer: &Killer, camera: &Path, ledger: &mut Ledger<VisitId>) {
    for _ in 0..=killer.below(4) {
        let place = 1 + u32::try_from(killer.below(HOMES.into())).unwrap();
        let draft = knock(&phone.doorstep, home(1, place), VisitOutcome::NoChange).unwrap();
        if killer.below(3) == 0 {
            take_photo(&phone.doorstep, &draft, camera).unwrap();
        }
        ledger.acknowledge(phone.doorstep.finish_visit(draft.id).unwrap());
    }
}

#[test]
fn two_hundred_kills_of_the_hub_take_back_no_acknowledgement() {
    let time = Stopwatch::start();
    let village = Village::new(SEED);
    // The hub's process lives in real time, and its phones with it.
    village.clock.set(SystemClock::new().now());
    let mut post = Post::to(&village.hub);
    let mut phone = enrolled(&village, Worker::GridWorker, "storm", SEED, &mut post);
    let device = phone.doorstep.identity().unwrap().expect("an enrolled phone").device;
    let (hub_folder, phone_folder) = (village.hub_folder(), village.phone_folder("storm"));
    let spki = village.hub.keys().spki();
    let Village { folder, clock, ids, hub } = village;
    drop(post);
    drop(Arc::into_inner(hub).expect("nobody else holds the hub"));

    let address = free_address();
    let served = Arc::new(Mutex::new(Some(Served::start(&hub_folder, address))));
    let wire = Wire::new(&format!("https://{address}"), spki).unwrap();
    let mut network = Witness::new(Patient { wire, hub: Arc::clone(&served) }, Some(device));
    let killer = Killer::new(SEED);
    let mut ledger = Ledger::default();
    let (mut kills, mut healed, mut before_the_apply) = (0, 0, 0);
    while kills < KILLS || (before_the_apply == 0 && kills < PATIENCE) {
        clock.set(clock.now().max(SystemClock::new().now()));
        work(&phone, &killer, &folder.path().join("camera"), &mut ledger);
        let (heals, caught) = std::thread::scope(|threads| {
            let strike = threads.spawn(|| {
                killer.linger(Duration::from_millis(40));
                let mut held = served.lock().unwrap();
                held.take().expect("a hub to kill").kill();
                let caught = had_yet_to_apply(&hub_folder, &*clock);
                *held = Some(Served::start(&hub_folder, address));
                caught
            });
            let summary = drain(&mut phone, &mut network);
            (summary.healed, strike.join().unwrap())
        });
        healed += heals;
        before_the_apply += u64::from(caught);
        kills += 1;
    }
    drain(&mut phone, &mut network);
    let record = network.record().clone();
    served.lock().unwrap().take().expect("the last hub").kill();
    let hub =
        Arc::new(Hub::open(&hub_folder, clock.clone(), ids).expect("the hub opens after the last kill"));
    hub.tick().expect("the hub finishes what the last one left");
    // Photos whose tries were all cut short wait longest for their next one.
    clock.advance(24 * HOUR);
    drain(&mut phone, &mut Post::to(&hub));
    drop(phone);
    let links = journal::read(&phone_folder, SEED);
    let ops: Vec<_> = links.iter().map(|entry| entry.link.op_id).collect();
    println!(
        "{kills} kills, {before_the_apply} before an apply, {} visits, {} operations, {:.1} s",
        ledger.len(),
        ops.len(),
        time.seconds()
    );
    assert!(before_the_apply > 0, "no kill fell between what came in and its apply");
    assert_eq!(record.broken, [], "the hub took acknowledgements back");
    assert_eq!(healed, 0, "a phone found the hub behind its journal");
    assert!(record.heads_were_sent(), "the hub acknowledged what nobody sent");
    assert_eq!(record.acknowledged(), ops.len() as u64);
    audit::nothing_lost_or_doubled(&hub, &ledger, &ops);
    let taken = links.iter().filter(|entry| entry.link.kind == "PhotoTaken").count();
    assert_eq!(audit::photos(&hub), [(PhotoState::Stored, taken)].into(), "photos at the hub");
}

/// Control: answers a push before it is committed, and dies in between every third time.
struct Eager {
    post: Post,
    pushes: u64,
}

impl Network for Eager {
    fn request(&mut self, request: &HttpRequest) -> Option<HttpResponse> {
        if request.path != path::OPS {
            return self.post.request(request);
        }
        let push: PushRequest = serde_json::from_str(request.body.as_deref()?).ok()?;
        self.pushes += 1;
        let head = push.ops.last()?.head();
        if !self.pushes.is_multiple_of(3) {
            self.post.request(request)?;
        }
        let heads = Heads { head, backed_up_through: 0, hub_now: push.device_now };
        Some(HttpResponse {
            status: 200,
            protocol: Some(PROTOCOL),
            content_type: Some("application/json".to_owned()),
            body: serde_json::to_vec(&PushReply { heads, refused: Vec::new() }).ok()?,
            ..HttpResponse::default()
        })
    }

    fn upload(&mut self, path: &str, file: &Path, offset: u64) -> Option<HttpResponse> {
        self.post.upload(path, file, offset)
    }
}

#[test]
fn control_a_hub_that_acknowledges_before_the_commit_is_caught() {
    let village = Village::new(SEED);
    let post = Post::to(&village.hub);
    let mut network = Witness::new(Eager { post, pushes: 0 }, None);
    let mut phone = enrolled(&village, Worker::GridWorker, "deceived", SEED, &mut network);
    for place in [1, 2, 3, 4, 1, 2] {
        village.clock.advance(60_000);
        visit(&phone.doorstep, home(1, place), VisitOutcome::NoChange).unwrap();
        phone.sync(&mut network).unwrap();
    }
    assert!(!network.record().broken.is_empty(), "an acknowledgement before the commit went unnoticed");
}

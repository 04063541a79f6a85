use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{
    id::{GroupId, OpId, SeededIds},
    op::wire::PROTOCOL,
    seal::{Salt, Signer, SoftwareKey, genesis},
    time::Hlc,
};

/// What the network does to one exchange.
#[derive(Clone, Copy, Debug)]
enum Weather {
    Fine,
    RequestLost,
    ReplyLost,
    Portal,
    Busy,
    ReplyCut,
    SessionGone,
    TooLarge,
}

fn weather() -> impl Strategy<Value = Weather> {
    prop_oneof![
        3 => Just(Weather::Fine),
        1 => Just(Weather::RequestLost),
        1 => Just(Weather::ReplyLost),
        1 => Just(Weather::Portal),
        1 => Just(Weather::Busy),
        1 => Just(Weather::ReplyCut),
        1 => Just(Weather::SessionGone),
    ]
}

/// A phone's journal and a hub's, as small as they can be.
struct World {
    engine: Engine,
    key: SoftwareKey,
    order_key: SoftwareKey,
    device: DeviceId,
    journal: Vec<WireOp>,
    acknowledged: u64,
    hub: BTreeMap<DeviceId, Vec<WireOp>>,
    known: Vec<DeviceId>,
    orders: Vec<Order>,
    files: Vec<PendingUpload>,
    hub_files: BTreeMap<PhotoId, u64>,
    now: Timestamp,
    commands: Vec<Command>,
    obeyed: Vec<OrderKind>,
    causes: Vec<Cause>,
    requests: Vec<String>,
    /// What the network does to files, where it differs.
    on_files: Option<Weather>,
    /// Whether a wait ends [`World::drive`] instead of passing.
    stops_at_wait: bool,
    /// The limits of the batches that were asked for.
    limits: Vec<Option<usize>>,
}

impl World {
    fn new(ops: u64) -> Self {
        let ids = SeededIds::new(3);
        let now = Timestamp::from_millis(1_780_000_000_000);
        let (key, order_key) = (SoftwareKey::generate(&ids), SoftwareKey::generate(&ids));
        let device = DeviceId::generate(&ids, now);
        let engine = Engine::new(device, order_key.public_key(), 42);
        let mut world = Self {
            engine,
            key,
            order_key,
            device,
            journal: Vec::new(),
            acknowledged: 0,
            hub: BTreeMap::new(),
            known: vec![device],
            orders: Vec::new(),
            files: Vec::new(),
            hub_files: BTreeMap::new(),
            now,
            commands: Vec::new(),
            obeyed: Vec::new(),
            causes: Vec::new(),
            requests: Vec::new(),
            on_files: None,
            stops_at_wait: false,
            limits: Vec::new(),
        };
        for number in 0..ops {
            world.record(number);
        }
        world
    }

    fn genesis(&self) -> Head {
        Head { seq: 0, hash: genesis(self.device, &self.key.public_key()) }
    }

    fn head(&self) -> Head {
        self.journal.last().map_or(self.genesis(), WireOp::head)
    }

    fn record(&mut self, number: u64) {
        let ids = SeededIds::new(1_000 + number);
        let op = WireOp {
            seq: 0,
            op_id: OpId::generate(&ids, self.now),
            prev: Digest([0; 32]),
            subject: format!("visit:{number}"),
            kind: "VisitRecorded".into(),
            schema: 1,
            hlc: Hlc { millis: self.now.millis(), counter: 0 },
            group: GroupId::generate(&ids, self.now),
            group_index: 0,
            group_len: 1,
            salt: Salt([7; 16]),
            body: format!("{{\"n\":{number}}}"),
            hash: Digest([0; 32]),
        };
        self.journal.push(op.rechained(self.device, self.head()));
    }

    fn hub_head(&self) -> Head {
        self.hub.get(&self.device).and_then(|ops| ops.last()).map_or(self.genesis(), WireOp::head)
    }

    fn heads(&self) -> serde_json::Value {
        serde_json::to_value(Heads { head: self.hub_head(), backed_up_through: 0, hub_now: self.now })
            .unwrap()
    }

    /// Answers store commands until only the host's work is left; returns whether the exchange goes on.
    fn drive(&mut self, weather: &mut dyn FnMut() -> Weather, steps: usize) -> bool {
        for _ in 0..steps {
            let Some(command) = (!self.commands.is_empty()).then(|| self.commands.remove(0)) else {
                return true;
            };
            let event = match command {
                Command::Send(task, work) => self.host(task, work, weather()),
                Command::Sign(message) => Event::Signed(self.key.sign(&message).unwrap()),
                Command::Compare(head) => Event::Compared(self.compare(head)),
                Command::Acknowledge { head, .. } => {
                    self.acknowledged = head.seq;
                    Event::Acknowledged
                }
                Command::LoadBatch { after, max_groups } => {
                    self.limits.push(max_groups);
                    let unsent = self.journal.iter().filter(|op| op.seq > after);
                    Event::Batch(unsent.take(max_groups.unwrap_or(3)).cloned().collect())
                }
                Command::LoadCursors => Event::Cursors(BTreeMap::new()),
                Command::CommitFeed(_) => Event::FeedCommitted(FeedCommitted {
                    orders: std::mem::take(&mut self.orders),
                    retake: false,
                }),
                Command::LoadUpload => Event::Upload(self.files.first().cloned()),
                Command::SaveUpload { photo, location, offset } => {
                    self.files.retain_mut(|file| {
                        if file.photo == photo {
                            file.location.clone_from(&location);
                            file.offset = offset;
                        }
                        file.offset < file.bytes
                    });
                    Event::UploadSaved
                }
                Command::AdoptDevice(reply) => {
                    self.adopt(reply.device);
                    Event::Adopted(reply.device)
                }
                Command::WaitUntil(at, cause) => {
                    assert!(at >= self.now);
                    self.causes.push(cause);
                    if self.stops_at_wait {
                        return true;
                    }
                    self.now = at;
                    Event::Woke
                }
                Command::Hold(cause) => {
                    self.causes.push(cause);
                    return true;
                }
                Command::Obey(order) => {
                    self.obeyed.push(order.kind);
                    continue;
                }
                Command::Finished(_) => return false,
            };
            let next = self.engine.step(self.now, event);
            self.commands.splice(0..0, next);
        }
        true
    }

    fn compare(&self, head: Head) -> Comparison {
        let at_hub_seq = match head.seq {
            0 => Some(self.genesis().hash),
            seq => self.journal.iter().find(|op| op.seq == seq).map(|op| op.hash),
        };
        let acknowledged = self.journal.iter().find(|op| op.seq == self.acknowledged).map(WireOp::head);
        Comparison { acknowledged: acknowledged.unwrap_or(self.genesis()), at_hub_seq }
    }

    fn adopt(&mut self, device: DeviceId) {
        let unsent: Vec<_> = self.journal.drain(..).filter(|op| op.seq > self.acknowledged).collect();
        self.device = device;
        self.acknowledged = 0;
        for op in unsent {
            self.journal.push(op.rechained(device, self.head()));
        }
    }

    fn host(&mut self, task: TaskId, work: Task, weather: Weather) -> Event {
        self.now = self.now.plus_millis(200);
        let weather = match work {
            Task::Upload { .. } => self.on_files.unwrap_or(weather),
            Task::Request(_) => weather,
        };
        let ok = |body: serde_json::Value| HttpResponse {
            status: 200,
            protocol: Some(PROTOCOL),
            content_type: Some("application/json".into()),
            body: body.to_string().into_bytes(),
            ..HttpResponse::default()
        };
        match weather {
            Weather::RequestLost => return Event::NoAnswer(task),
            Weather::Portal => {
                let body = b"<html>Please log in</html>".to_vec();
                let content_type = Some("text/html".into());
                return Event::Answered(
                    task,
                    HttpResponse { status: 200, content_type, body, ..Default::default() },
                );
            }
            Weather::Busy => {
                let response = HttpResponse {
                    status: 503,
                    protocol: Some(PROTOCOL),
                    retry_after_s: Some(3),
                    ..Default::default()
                };
                return Event::Answered(task, response);
            }
            Weather::SessionGone => {
                let response = HttpResponse { status: 401, protocol: Some(PROTOCOL), ..Default::default() };
                return Event::Answered(task, response);
            }
            Weather::TooLarge => {
                let response = HttpResponse { status: 413, protocol: Some(PROTOCOL), ..Default::default() };
                return Event::Answered(task, response);
            }
            Weather::Fine | Weather::ReplyLost | Weather::ReplyCut => {}
        }
        let mut response = match work {
            Task::Request(request) => {
                self.requests.push(request.path.clone());
                self.serve(&request, ok)
            }
            Task::Upload { photo, offset, bytes, .. } => {
                let held = self.hub_files.entry(photo).or_default();
                let half = (*held + bytes.div_ceil(2)).min(bytes);
                let (status, held_now) = if offset == *held { (204, half) } else { (409, *held) };
                *held = held_now;
                HttpResponse {
                    status,
                    protocol: Some(PROTOCOL),
                    upload_offset: Some(held_now),
                    ..Default::default()
                }
            }
        };
        match weather {
            Weather::ReplyLost => Event::NoAnswer(task),
            Weather::ReplyCut => {
                response.body.truncate(response.body.len() / 2);
                response.upload_offset = None;
                Event::Answered(task, response)
            }
            _ => Event::Answered(task, response),
        }
    }

    fn serve(
        &mut self,
        request: &HttpRequest,
        ok: impl Fn(serde_json::Value) -> HttpResponse,
    ) -> HttpResponse {
        let body: serde_json::Value =
            request.body.as_deref().map_or(json!({}), |b| serde_json::from_str(b).unwrap());
        match request.path.as_str() {
            path::CHALLENGE => ok(json!({"challenge": "c"})),
            path::SESSION => {
                let mut reply = json!({"token": "t", "expires_in_s": 900});
                merge(&mut reply, self.heads());
                ok(reply)
            }
            path::HEAD => ok(self.heads()),
            path::OPS => {
                let push: PushRequest = serde_json::from_value(body).unwrap();
                for op in push.ops {
                    if op.seq == self.hub_head().seq + 1 && op.prev == self.hub_head().hash {
                        self.hub.entry(self.device).or_default().push(op);
                    }
                }
                ok(self.heads())
            }
            path::FEED => {
                let mut reply = json!({"scopes": []});
                merge(&mut reply, self.heads());
                ok(reply)
            }
            path::FORK => {
                let device = DeviceId::generate(&SeededIds::new(77), self.now);
                self.known.push(device);
                let reply = EnrolReply { device, ..enrol_reply(self) };
                ok(serde_json::to_value(reply).unwrap())
            }
            path::UPLOADS => {
                let photo: PhotoId = serde_json::from_value(body["photo"].clone()).unwrap();
                ok(
                    json!({"location": "/v1/uploads/x", "offset": self.hub_files.get(&photo).copied().unwrap_or(0)}),
                )
            }
            upload => {
                assert_eq!(upload, "/v1/uploads/x");
                let offset = Some(self.hub_files.values().next().copied().unwrap_or(0));
                HttpResponse { upload_offset: offset, ..ok(json!({})) }
            }
        }
    }
}

fn merge(into: &mut serde_json::Value, from: serde_json::Value) {
    if let (Some(into), serde_json::Value::Object(from)) = (into.as_object_mut(), from) {
        into.extend(from);
    }
}

fn enrol_reply(world: &World) -> EnrolReply {
    use crate::{domain::org, id, op::wire::TenantSettings, seal::SealKey, time};
    let ids = SeededIds::new(5);
    EnrolReply {
        device: world.device,
        staff: org::Staff {
            id: id::StaffId::generate(&ids, world.now),
            name: "演示".into(),
            role: org::StaffRole::GridWorker,
            phone: None,
        },
        settings: TenantSettings {
            tenant: id::TenantId::generate(&ids, world.now),
            name: "演示县".into(),
            zone: time::Zone::CHINA,
            working_days: time::WorkingDays::default(),
            fence_radius_m: 100,
            keep_days: 30,
            demo: true,
        },
        recipient: SealKey::generate(&ids).recipient(),
        order_key: world.order_key.public_key(),
    }
}

fn bodies(world: &World) -> Vec<String> {
    let mut all: Vec<_> = world.hub.values().flatten().map(|op| op.body.clone()).collect();
    all.sort();
    all
}

fn sync(world: &mut World, weather: &mut dyn FnMut() -> Weather) {
    let begun = world.engine.step(world.now, Event::Begin);
    world.commands.extend(begun);
    assert!(!world.drive(weather, 2_000), "the exchange never ended: {:?}", world.causes.last());
}

fn file(bytes: u64, now: Timestamp) -> PendingUpload {
    PendingUpload {
        photo: PhotoId::generate(&SeededIds::new(9), now),
        bytes,
        sealed_sha256: Digest([1; 32]),
        location: None,
        offset: 0,
        captured_at: now,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn in_any_weather_everything_arrives_once_and_in_order(
        ops in 0u64..12,
        days in proptest::collection::vec(weather(), 0..60),
        with_file in any::<bool>(),
    ) {
        let mut world = World::new(ops);
        if with_file {
            world.files.push(file(1_000, world.now));
        }
        let mut days = days.into_iter();
        sync(&mut world, &mut || days.next().unwrap_or(Weather::Fine));
        prop_assert_eq!(world.hub.get(&world.device).cloned().unwrap_or_default(), world.journal.clone());
        prop_assert_eq!(world.acknowledged, ops);
        prop_assert!(world.files.is_empty());
    }
}

#[test]
fn a_sync_with_nothing_to_do_is_one_request() {
    let mut world = World::new(2);
    sync(&mut world, &mut || Weather::Fine);
    world.requests.clear();
    sync(&mut world, &mut || Weather::Fine);
    assert_eq!(world.requests, [path::FEED]);
}

#[test]
fn a_hub_restored_from_a_backup_gets_again_what_it_lost() {
    let mut world = World::new(5);
    sync(&mut world, &mut || Weather::Fine);
    world.hub.get_mut(&world.device).unwrap().truncate(2);
    world.engine = Engine::new(world.device, world.order_key.public_key(), 43);
    sync(&mut world, &mut || Weather::Fine);
    assert_eq!(world.hub[&world.device], world.journal);
}

#[test]
fn a_phone_restored_from_a_backup_goes_on_under_a_new_id() {
    let mut world = World::new(3);
    sync(&mut world, &mut || Weather::Fine);
    world.journal.truncate(1);
    world.acknowledged = 1;
    world.record(90);
    let old = world.device;
    world.engine = Engine::new(world.device, world.order_key.public_key(), 44);
    sync(&mut world, &mut || Weather::Fine);
    assert_ne!(world.device, old);
    assert_eq!(bodies(&world), [r#"{"n":0}"#, r#"{"n":1}"#, r#"{"n":2}"#, r#"{"n":90}"#]);
}

#[test]
fn without_a_network_it_holds_and_goes_on_when_one_comes() {
    let mut world = World::new(1);
    world.engine.step(world.now, Event::Host(HostStatus { network: Network::Offline, ..Default::default() }));
    world.commands = world.engine.step(world.now, Event::Begin);
    assert!(world.drive(&mut || Weather::Fine, 10));
    assert_eq!(world.causes, [Cause::NoNetwork]);
    world.commands = world.engine.step(world.now, Event::Host(HostStatus::default()));
    assert!(!world.drive(&mut || Weather::Fine, 100));
    assert_eq!(world.acknowledged, 1);
}

#[test]
fn photos_wait_for_an_unmetered_network_and_records_do_not() {
    let mut world = World::new(1);
    world.files.push(file(10, world.now));
    world.engine.step(world.now, Event::Host(HostStatus { network: Network::Metered, ..Default::default() }));
    sync(&mut world, &mut || Weather::Fine);
    assert_eq!((world.acknowledged, world.files.len()), (1, 1));
}

fn order(world: &World, kind: OrderKind, key: &SoftwareKey) -> Order {
    let id = crate::id::OrderId::generate(&SeededIds::new(6), world.now);
    let mut order = Order { id, device: world.device, kind, issued_at: world.now, signature: Vec::new() };
    order.signature = key.sign(&order.message()).unwrap();
    order
}

#[test]
fn a_draining_phone_sends_what_it_has_before_it_wipes() {
    let mut world = World::new(2);
    world.orders = vec![order(&world, OrderKind::DrainThenWipe, &world.order_key)];
    sync_until_obeyed(&mut world);
    assert_eq!((world.acknowledged, world.obeyed.as_slice()), (2, [OrderKind::DrainThenWipe].as_slice()));
}

#[test]
fn an_order_that_the_hub_did_not_sign_is_ignored() {
    let mut world = World::new(1);
    let stranger = SoftwareKey::generate(&SeededIds::new(99));
    world.orders = vec![order(&world, OrderKind::WipeNow, &stranger)];
    sync(&mut world, &mut || Weather::Fine);
    assert!(world.obeyed.is_empty());
}

fn sync_until_obeyed(world: &mut World) {
    let begun = world.engine.step(world.now, Event::Begin);
    world.commands.extend(begun);
    world.drive(&mut || Weather::Fine, 200);
}

#[test]
fn a_resumed_drain_is_heard_while_a_photo_waits() {
    let mut world = World::new(1);
    world.files.push(file(10, world.now));
    world.engine.step(world.now, Event::Host(HostStatus { network: Network::Metered, ..Default::default() }));
    world.orders = vec![order(&world, OrderKind::DrainThenWipe, &world.order_key)];
    sync(&mut world, &mut || Weather::Fine);
    assert!(world.obeyed.is_empty(), "a photo is still here");
    world.orders = vec![order(&world, OrderKind::Resume, &world.order_key)];
    sync(&mut world, &mut || Weather::Fine);
    assert_eq!(world.obeyed, [OrderKind::Resume]);
}

#[test]
fn a_new_record_never_waits_for_a_photo_that_failed() {
    let mut world = World::new(1);
    world.files.push(file(10, world.now));
    world.on_files = Some(Weather::Busy);
    world.stops_at_wait = true;
    world.commands = world.engine.step(world.now, Event::Begin);
    world.drive(&mut || Weather::Fine, 200);
    world.record(50);
    world.commands = world.engine.step(world.now, Event::Begin);
    world.drive(&mut || Weather::Fine, 200);
    assert_eq!(world.acknowledged, 2);
}

#[test]
fn a_photo_that_is_too_large_does_not_make_pushes_smaller() {
    let mut world = World::new(1);
    world.files.push(file(10, world.now));
    world.on_files = Some(Weather::TooLarge);
    world.stops_at_wait = true;
    world.commands = world.engine.step(world.now, Event::Begin);
    world.drive(&mut || Weather::Fine, 200);
    assert_eq!(world.causes.iter().filter(|cause| **cause == Cause::Unintelligible).count(), 0);
    world.record(50);
    world.commands = world.engine.step(world.now, Event::Begin);
    world.drive(&mut || Weather::Fine, 200);
    assert_eq!(world.limits.last(), Some(&None));
}

#[test]
fn pushes_grow_again_after_the_hub_found_one_too_large() {
    let mut world = World::new(3);
    let mut first = true;
    let mut pushes = move || {
        // Challenge, session, then the first push.
        Weather::Fine
    };
    let _ = &mut first;
    sync(&mut world, &mut pushes);
    let mut weather = [Weather::Fine, Weather::TooLarge].into_iter();
    for number in 50..450 {
        world.record(number);
    }
    weather.next();
    sync(&mut world, &mut || weather.next().unwrap_or(Weather::Fine));
    assert!(world.limits.iter().any(Option::is_some), "it was split");
    for number in 450..800 {
        world.record(number);
        sync(&mut world, &mut || Weather::Fine);
    }
    assert_eq!(world.limits.last(), Some(&None));
}

//! A phone's store and a hub, as small as they can be, for the engine's tests.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Value, json};

use super::*;
use crate::{
    domain::evidence::PhotoFile,
    id::{GroupId, OpId, PhotoId, SeededIds},
    op::{
        order::OrderKind,
        row::Scope,
        wire::{Cursor, EnrolReply, PROTOCOL, PushRequest, ScopePage, problem},
    },
    seal::{Digest, Salt, Signer, SoftwareKey, genesis, head_message},
    sync::{Comparison, FeedCommitted, HttpRequest, HttpResponse, NextUpload, Task},
    time::Hlc,
};

/// After so long the hub is asked again for what it did not take.
pub(super) const ASK_AGAIN_MS: i64 = 24 * 3_600_000;

/// So many tries on end without anything getting through, and a file goes after all others.
const OFTEN_TRIED: u32 = 3;

/// What the network does to one exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weather {
    Fine,
    RequestLost,
    ReplyLost,
    Portal,
    Busy,
    ReplyCut,
    SessionGone,
    TooLarge,
    NotThere,
    Unreadable,
    Altered,
    RecordRejected,
    NoRoom,
    ManyDeferred,
    TooNew,
    Forbidden,
}

impl Weather {
    /// What answers before the request reaches the hub, if anything does.
    fn instead(self) -> Option<HttpResponse> {
        let status = |status| HttpResponse { status, protocol: Some(PROTOCOL), ..HttpResponse::default() };
        Some(match self {
            Self::Fine | Self::ReplyLost | Self::ReplyCut | Self::RequestLost => return None,
            Self::Portal => HttpResponse {
                status: 200,
                content_type: Some("text/html".into()),
                body: b"<html>Please log in</html>".to_vec(),
                ..HttpResponse::default()
            },
            Self::Busy => HttpResponse { retry_after_s: Some(3), ..status(503) },
            Self::SessionGone => status(401),
            Self::TooLarge => status(413),
            Self::NotThere => status(404),
            Self::Unreadable => status(422),
            Self::Altered => coded(status(422), problem::PHOTO_ALTERED),
            Self::RecordRejected => coded(status(422), problem::RECORD_REJECTED),
            Self::NoRoom => {
                coded(HttpResponse { retry_after_s: Some(600), ..status(429) }, problem::TOO_MANY_UPLOADS)
            }
            Self::ManyDeferred => coded(status(429), problem::TOO_MANY_DEFERRED),
            Self::TooNew => status(426),
            Self::Forbidden => status(403),
        })
    }
}

fn coded(answer: HttpResponse, code: &str) -> HttpResponse {
    HttpResponse {
        content_type: Some("application/problem+json".into()),
        body: json!({ "type": problem::kind(code) }).to_string().into_bytes(),
        ..answer
    }
}

/// A photo's file on the phone.
#[derive(Clone)]
pub(super) struct PhoneFile {
    pub(super) upload: PendingUpload,
    pub(super) captured_at: Timestamp,
    pub(super) put_off: Option<(Timestamp, Cause)>,
}

/// How the engine came to rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Rest {
    Wait(Timestamp, Cause),
    Hold(Cause),
    Finished(Summary),
    Obeyed(OrderKind),
}

/// What the store or the host makes of a command.
pub(super) enum Reply {
    Event(Event),
    Send(TaskId, Task),
    Rest(Rest),
}

pub(super) struct World {
    pub(super) engine: Engine,
    key: SoftwareKey,
    pub(super) order_key: SoftwareKey,
    pub(super) device: DeviceId,
    pub(super) journal: Vec<WireOp>,
    pub(super) acknowledged: u64,
    pub(super) hub: BTreeMap<DeviceId, Vec<WireOp>>,
    /// Orders that come with the next page of the feed.
    pub(super) orders: Vec<Order>,
    /// Orders of the pages after that one.
    pub(super) later_orders: VecDeque<Vec<Order>>,
    /// The order with which the hub answers instead of the feed.
    pub(super) refuses: Option<Order>,
    pub(super) files: Vec<PhoneFile>,
    /// Files that were sent whole; no backup holds them, so they are still here.
    pub(super) sent: Vec<PhoneFile>,
    /// Files that the hub did not take, and when it is asked again.
    pub(super) aside: Vec<PhoneFile>,
    /// Whether the phone drains.
    pub(super) drains: bool,
    /// What was recorded up to this seq has no body any more.
    pub(super) trimmed: u64,
    pub(super) hub_files: BTreeMap<PhotoFile, u64>,
    pub(super) now: Timestamp,
    pub(super) commands: Vec<Command>,
    pub(super) obeyed: Vec<OrderKind>,
    pub(super) causes: Vec<Cause>,
    pub(super) requests: Vec<String>,
    /// What the network does to files, where it differs.
    pub(super) on_files: Option<Weather>,
    /// Whether a wait ends [`World::drive`] instead of passing.
    pub(super) stops_at_wait: bool,
    /// The limits of the batches that were asked for.
    pub(super) limits: Vec<Option<usize>>,
    /// How many rows of the feed were asked for.
    pub(super) rows_asked: Vec<Option<u64>>,
    /// Most operations that the hub takes at once.
    pub(super) hub_takes: usize,
}

impl World {
    pub(super) fn new(ops: u64) -> Self {
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
            orders: Vec::new(),
            later_orders: VecDeque::new(),
            refuses: None,
            files: Vec::new(),
            sent: Vec::new(),
            aside: Vec::new(),
            drains: false,
            trimmed: 0,
            hub_files: BTreeMap::new(),
            now,
            commands: Vec::new(),
            obeyed: Vec::new(),
            causes: Vec::new(),
            requests: Vec::new(),
            on_files: None,
            stops_at_wait: false,
            limits: Vec::new(),
            rows_asked: Vec::new(),
            hub_takes: usize::MAX,
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

    pub(super) fn record(&mut self, number: u64) {
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

    /// Takes a photo of so many bytes.
    pub(super) fn photograph(&mut self, number: u64, bytes: u64) {
        let upload = PendingUpload {
            photo: PhotoFile::working(PhotoId::generate(&SeededIds::new(9_000 + number), self.now)),
            bytes,
            sealed_sha256: Digest([1; 32]),
            location: None,
            offset: 0,
            attempts: 0,
        };
        self.files.push(PhoneFile { upload, captured_at: self.now, put_off: None });
    }

    pub(super) fn order(&self, kind: OrderKind, key: &SoftwareKey) -> Order {
        let id = crate::id::OrderId::generate(&SeededIds::new(6 + kind as u64), self.now);
        let mut order = Order { id, device: self.device, kind, issued_at: self.now, signature: Vec::new() };
        order.signature = key.sign(&order.message()).unwrap();
        order
    }

    pub(super) fn genuine(&self, kind: OrderKind) -> Order {
        self.order(kind, &self.order_key)
    }

    pub(super) fn held_by_hub(&self) -> &[WireOp] {
        self.hub.get(&self.device).map_or(&[], Vec::as_slice)
    }

    pub(super) fn hub_head(&self) -> Head {
        self.held_by_hub().last().map_or(self.genesis(), WireOp::head)
    }

    /// Begins an exchange and follows it to its end.
    pub(super) fn sync(&mut self, weather: &mut dyn FnMut() -> Weather) {
        self.start(Event::Begin);
        assert!(!self.drive(weather, 5_000), "the exchange never ended: {:?}", self.causes.last());
    }

    pub(super) fn start(&mut self, event: Event) {
        let begun = self.engine.step(self.now, event);
        self.commands.extend(begun);
    }

    /// Does what the engine asks until it rests; whether the exchange is to go on.
    pub(super) fn drive(&mut self, weather: &mut dyn FnMut() -> Weather, steps: usize) -> bool {
        for _ in 0..steps {
            let Some(command) = (!self.commands.is_empty()).then(|| self.commands.remove(0)) else {
                return true;
            };
            let event = match self.perform(command) {
                Reply::Event(event) => event,
                Reply::Send(task, work) => self.host(task, &work, weather()),
                Reply::Rest(Rest::Obeyed(_)) => continue,
                Reply::Rest(Rest::Hold(_)) => return true,
                Reply::Rest(Rest::Finished(Summary { photos_retry: None, .. })) => return false,
                Reply::Rest(Rest::Wait(..) | Rest::Finished(_)) if self.stops_at_wait => return true,
                Reply::Rest(Rest::Wait(at, _)) => {
                    self.now = at;
                    Event::Woke
                }
                Reply::Rest(Rest::Finished(summary)) => {
                    self.now = summary.photos_retry.map_or(self.now, |(at, _)| at.max(self.now));
                    Event::Begin
                }
            };
            let next = self.engine.step(self.now, event);
            self.commands.splice(0..0, next);
        }
        true
    }

    /// What the phone's store answers; no acknowledgement and no offset that the hub did not give gets past it.
    pub(super) fn perform(&mut self, command: Command) -> Reply {
        Reply::Event(match command {
            Command::Send(task, work) => return Reply::Send(task, work),
            Command::Sign(message) => Event::Signed(self.key.sign(&message).unwrap()),
            Command::SignHead(head) => {
                let message = head_message(self.device, head.seq, &head.hash);
                Event::Signed(self.key.sign(&message).unwrap())
            }
            Command::Compare(head) => Event::Compared(self.compare(head)),
            Command::Acknowledge { head, .. } => {
                let held = self.held_by_hub().iter().find(|op| op.seq == head.seq).map(WireOp::head);
                assert_eq!(held.unwrap_or(self.genesis()), head, "the hub never said so");
                self.acknowledged = head.seq;
                Event::Acknowledged
            }
            Command::LoadBatch { after, max_groups } => {
                self.limits.push(max_groups);
                assert!(after >= self.trimmed, "what was trimmed cannot be sent");
                let unsent = self.journal.iter().filter(|op| op.seq > after);
                Event::Batch(unsent.take(max_groups.unwrap_or(200)).cloned().collect())
            }
            Command::LoadCursors => Event::Cursors(BTreeMap::new()),
            Command::CommitFeed(_) => {
                let next = self.later_orders.pop_front().unwrap_or_default();
                let orders = std::mem::replace(&mut self.orders, next);
                Event::FeedCommitted(FeedCommitted { orders, retake: false })
            }
            Command::LoadUpload { rule, under_way } => Event::Upload(self.load_upload(rule, &under_way)),
            Command::SaveUpload { photo, location, offset } => {
                assert!(offset <= self.hub_files.get(&photo).copied().unwrap_or(0), "the hub holds less");
                self.save_upload(photo, location, offset);
                Event::UploadSaved
            }
            Command::PutUploadOff { photo, cause, next_try, begins_anew } => {
                self.put_upload_off(photo, (next_try, cause), begins_anew);
                Event::UploadSaved
            }
            Command::SetUploadAside { photo, cause } => {
                self.causes.push(cause);
                self.set_aside(photo, cause);
                Event::UploadSaved
            }
            Command::AdoptDevice { reply, hub_seq } => {
                self.adopt(reply.device, hub_seq);
                Event::Adopted(reply.device)
            }
            Command::BeginDrain => {
                self.begin_drain();
                Event::DrainBegun
            }
            Command::WaitUntil(at, cause) => {
                assert!(at >= self.now);
                self.causes.push(cause);
                return Reply::Rest(Rest::Wait(at, cause));
            }
            Command::Hold(cause) => {
                self.causes.push(cause);
                return Reply::Rest(Rest::Hold(cause));
            }
            Command::Obey(order) => {
                self.obeyed.push(order.kind);
                self.drains &= order.kind != OrderKind::Resume;
                return Reply::Rest(Rest::Obeyed(order.kind));
            }
            Command::Finished(summary) => {
                self.causes.extend(summary.photos_retry.map(|(_, cause)| cause));
                return Reply::Rest(Rest::Finished(summary));
            }
        })
    }

    fn load_upload(&mut self, rule: PhotoRule, under_way: &[PhotoFile]) -> NextUpload {
        let now = self.now;
        let is_free = |file: &PhoneFile| !under_way.contains(&file.upload.photo);
        let open = |file: &PhoneFile| {
            is_free(file)
                && rule.holds(file.captured_at).is_none()
                && file.put_off.is_none_or(|(at, _)| at <= now)
        };
        let fresh = |file: &PhoneFile| open(file) && file.upload.attempts < OFTEN_TRIED;
        if !self.files.iter().any(fresh) {
            self.files.extend(self.aside.extract_if(.., |file| open(file)));
        }
        let next = self.files.iter().position(fresh).or_else(|| self.files.iter().position(open));
        if let Some(file) = next.and_then(|at| self.files.get_mut(at)) {
            let upload = file.upload.clone();
            file.upload.attempts += 1;
            return NextUpload::File(upload);
        }
        let allowed =
            self.files.iter().filter(|file| is_free(file) && rule.holds(file.captured_at).is_none());
        NextUpload::None {
            next_try: allowed.filter_map(|file| file.put_off).min_by_key(|(at, _)| *at),
            held: self.files.iter().any(|file| rule.holds(file.captured_at).is_some()),
        }
    }

    fn save_upload(&mut self, photo: PhotoFile, location: String, offset: u64) {
        self.files.retain_mut(|file| {
            if file.upload.photo == photo {
                if offset > file.upload.offset {
                    (file.upload.attempts, file.put_off) = (0, None);
                }
                file.upload.location = Some(location.clone());
                file.upload.offset = offset;
            }
            let is_sent = file.upload.offset >= file.upload.bytes;
            if is_sent {
                self.sent.push(file.clone());
            }
            !is_sent
        });
    }

    fn begin_drain(&mut self) {
        if std::mem::replace(&mut self.drains, true) {
            return;
        }
        for mut file in self.sent.drain(..).chain(self.aside.drain(..)) {
            (file.upload.location, file.upload.offset, file.put_off) = (None, 0, None);
            self.files.push(file);
        }
    }

    fn set_aside(&mut self, photo: PhotoFile, cause: Cause) {
        let tomorrow = self.now.plus_millis(ASK_AGAIN_MS);
        for mut file in self.files.extract_if(.., |file| file.upload.photo == photo) {
            (file.upload.location, file.upload.offset, file.upload.attempts) = (None, 0, 0);
            file.put_off = Some((tomorrow, cause));
            self.aside.push(file);
        }
    }

    /// Whether the hub holds every photo that was ever taken.
    pub(super) fn hub_holds_all_photos(&self) -> bool {
        let held = |file: &PhoneFile| self.hub_files.get(&file.upload.photo) == Some(&file.upload.bytes);
        self.files.is_empty() && self.sent.iter().all(held)
    }

    fn put_upload_off(&mut self, photo: PhotoFile, put_off: (Timestamp, Cause), begins_anew: bool) {
        for file in self.files.iter_mut().filter(|file| file.upload.photo == photo) {
            file.put_off = Some(put_off);
            if begins_anew {
                (file.upload.location, file.upload.offset) = (None, 0);
            }
        }
    }

    fn compare(&self, head: Head) -> Comparison {
        let at_hub_seq = match head.seq {
            0 => Some(self.genesis().hash),
            seq => self.journal.iter().find(|op| op.seq == seq).map(|op| op.hash),
        };
        let acknowledged = self.journal.iter().find(|op| op.seq == self.acknowledged).map(WireOp::head);
        Comparison {
            acknowledged: acknowledged.unwrap_or(self.genesis()),
            at_hub_seq,
            can_go_on: self.trimmed <= head.seq,
        }
    }

    fn adopt(&mut self, device: DeviceId, hub_seq: u64) {
        let after = self.acknowledged.min(hub_seq).max(self.trimmed);
        let unsent: Vec<_> = self.journal.drain(..).filter(|op| op.seq > after).collect();
        self.device = device;
        (self.acknowledged, self.trimmed) = (0, 0);
        for op in unsent {
            self.journal.push(op.rechained(device, self.head()));
        }
    }

    /// What the host reports of a task in this weather.
    pub(super) fn host(&mut self, task: TaskId, work: &Task, weather: Weather) -> Event {
        self.now = self.now.plus_millis(200);
        let weather = match work {
            Task::Upload { .. } => self.on_files.unwrap_or(weather),
            Task::Request(_) => weather,
        };
        if weather == Weather::RequestLost {
            return Event::NoAnswer(task);
        }
        if let Some(response) = weather.instead() {
            return Event::Answered(task, response);
        }
        let mut response = match work {
            Task::Request(request) => {
                self.requests.push(request.path.clone());
                self.serve(request)
            }
            Task::Upload { photo, offset, bytes, .. } => {
                let held = self.hub_files.entry(*photo).or_default();
                let half = (*held + bytes.div_ceil(2)).min(*bytes);
                let (status, held_now) = if offset == held { (204, half) } else { (409, *held) };
                *held = held_now;
                let upload_offset = Some(held_now);
                HttpResponse { status, protocol: Some(PROTOCOL), upload_offset, ..HttpResponse::default() }
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

    fn serve(&mut self, request: &HttpRequest) -> HttpResponse {
        let body: Value = request.body.as_deref().map_or(json!({}), |b| serde_json::from_str(b).unwrap());
        match request.path.as_str() {
            path::CHALLENGE => ok(&json!({"challenge": "c"})),
            path::SESSION => ok(&self.with_heads(json!({"token": "t", "expires_in_s": 900}))),
            path::HEAD => ok(&self.with_heads(json!({}))),
            path::OPS => {
                let push: PushRequest = serde_json::from_value(body).unwrap();
                if push.ops.len() > self.hub_takes {
                    return HttpResponse { status: 413, ..ok(&json!({})) };
                }
                for op in push.ops {
                    if op.seq == self.hub_head().seq + 1 && op.prev == self.hub_head().hash {
                        self.hub.entry(self.device).or_default().push(op);
                    }
                }
                ok(&self.with_heads(json!({})))
            }
            path::FEED => {
                self.rows_asked.push(body["max_rows"].as_u64());
                match &self.refuses {
                    Some(order) => HttpResponse { status: 403, ..ok(&json!({"order": order})) },
                    None => ok(&self.with_heads(json!({"scopes": self.scopes()}))),
                }
            }
            path::FORK => {
                let device = DeviceId::generate(&SeededIds::new(77), self.now);
                ok(&serde_json::to_value(EnrolReply { device, ..self.enrol_reply() }).unwrap())
            }
            path::UPLOADS => {
                let photo = PhotoFile::working(serde_json::from_value(body["photo"].clone()).unwrap());
                let offset = self.hub_files.get(&photo).copied().unwrap_or(0);
                ok(&json!({"location": format!("{}/{photo}", path::UPLOADS), "offset": offset}))
            }
            upload => {
                let photo: PhotoFile = upload.rsplit('/').next().unwrap().parse().unwrap();
                let upload_offset = Some(self.hub_files.get(&photo).copied().unwrap_or(0));
                HttpResponse { upload_offset, ..ok(&json!({})) }
            }
        }
    }

    /// A page of the private scope where more are to come, none where the phone is up to date.
    fn scopes(&self) -> Vec<ScopePage> {
        let more = !self.later_orders.is_empty();
        let page = ScopePage {
            scope: Scope::Private(self.device),
            from_start: false,
            rows: Vec::new(),
            cursor: Cursor { epoch: 1, revision: 1, digest: Digest([0; 32]) },
            more,
            check: None,
        };
        more.then_some(page).into_iter().collect()
    }

    fn with_heads(&self, mut reply: Value) -> Value {
        let heads = Heads { head: self.hub_head(), backed_up_through: 0, hub_now: self.now };
        if let (Some(reply), Value::Object(heads)) =
            (reply.as_object_mut(), serde_json::to_value(heads).unwrap())
        {
            reply.extend(heads);
        }
        reply
    }

    fn enrol_reply(&self) -> EnrolReply {
        use crate::{domain::org, id, op::wire::TenantSettings, seal::SealKey, time};
        let ids = SeededIds::new(5);
        EnrolReply {
            device: self.device,
            staff: org::Staff {
                id: id::StaffId::generate(&ids, self.now),
                name: "演示".into(),
                role: org::StaffRole::GridWorker,
                phone: None,
            },
            settings: TenantSettings {
                tenant: id::TenantId::generate(&ids, self.now),
                name: "演示县".into(),
                zone: time::Zone::CHINA,
                working_days: time::WorkingDays::default(),
                fence_radius_m: 100,
                keep_days: 30,
                demo: true,
                report_recipient: None,
                report_phone: None,
                recovery: false,
            },
            recipient: SealKey::generate(&ids).recipient(),
            order_key: self.order_key.public_key(),
        }
    }
}

fn ok(body: &Value) -> HttpResponse {
    HttpResponse {
        status: 200,
        protocol: Some(PROTOCOL),
        content_type: Some("application/json".into()),
        body: body.to_string().into_bytes(),
        ..HttpResponse::default()
    }
}

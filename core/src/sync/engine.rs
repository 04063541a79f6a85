//! The state machine of an exchange: session, records, feed, files, in that order of priority.

mod upload;

use serde::Serialize;
use uuid::Uuid;

use super::{
    Answer, Backoff, Cause, Command, Comparison, Event, FeedCommitted, HostStatus, HttpRequest, HttpResponse,
    Method, Network, PendingUpload, Summary, Task, TaskId, classify, classify::json,
};
use crate::{
    id::{DeviceId, PhotoId},
    op::{
        order::{Order, OrderKind},
        wire::{
            Challenge, ChallengeRequest, EnrolReply, FeedReply, FeedRequest, ForkRequest, Head, Heads,
            PushReply, PushRequest, SessionReply, SessionRequest, UploadReply, WireOp, fork_message, path,
            session_message,
        },
    },
    seal::{Digest, SignedHead, head_message},
    time::Timestamp,
};

/// A session is renewed this long before it ends, so that no request meets its end.
const SESSION_MARGIN_MS: i64 = 30_000;

/// What the request lane is doing.
#[derive(Debug)]
enum Stage {
    /// Nothing; an upload may be under way in its own lane.
    Idle,
    /// A wait is running.
    Waiting,
    /// The outside world must change.
    Held,
    AskingChallenge,
    SigningSession(String),
    OpeningSession,
    AskingHead,
    Comparing {
        heads: Heads,
        after_push: bool,
    },
    Acknowledging,
    LoadingBatch,
    SigningBatch(Vec<WireOp>),
    Pushing,
    SigningFork(Uuid),
    Forking,
    Adopting,
    LoadingCursors,
    Pulling,
    CommittingFeed {
        more: bool,
    },
    LoadingUpload,
    CreatingUpload(PendingUpload),
    ProbingUpload(PendingUpload),
}

/// The engine of one enrolled device.
#[derive(Debug)]
pub struct Engine {
    device: DeviceId,
    order_key: Vec<u8>,
    seed: u64,
    host: HostStatus,
    backoff: Backoff,
    session: Option<(String, Timestamp)>,
    /// The hub's head as last told and found on this journal; `None` while in doubt.
    hub_head: Option<Head>,
    stage: Stage,
    /// The request that is under way.
    pending: Option<TaskId>,
    /// The upload that is under way, in a lane of its own so that it never blocks records.
    uploading: Option<PendingUpload>,
    /// Uploads whose last answer never came: the hub is asked for the offset first.
    doubted: Option<PhotoId>,
    next_request: u64,
    max_groups: Option<usize>,
    pushed: bool,
    pulled: bool,
    uploaded: bool,
    draining: Option<Order>,
    summary: Summary,
}

impl Engine {
    /// An engine for `device`. `order_key` is the hub's key for orders (SEC1); `seed` should differ from phone to
    /// phone and from start to start.
    pub fn new(device: DeviceId, order_key: Vec<u8>, seed: u64) -> Self {
        Self {
            device,
            order_key,
            seed,
            host: HostStatus::default(),
            backoff: Backoff::new(seed),
            session: None,
            hub_head: None,
            stage: Stage::Idle,
            pending: None,
            uploading: None,
            doubted: None,
            next_request: 1,
            max_groups: None,
            pushed: true,
            pulled: true,
            uploaded: true,
            draining: None,
            summary: Summary::default(),
        }
    }

    /// A draining device sends what it has and nothing else, then obeys `order`.
    #[must_use]
    pub fn draining(mut self, order: Order) -> Self {
        self.draining = Some(order);
        self
    }

    /// Takes one event at wall time `now` and answers with what to do. Store commands are to be answered by their
    /// event before any other event is fed.
    pub fn step(&mut self, now: Timestamp, event: Event) -> Vec<Command> {
        match event {
            Event::Begin => self.begin(now),
            Event::Host(status) => self.host_changed(now, status),
            Event::Woke => self.woke(now),
            Event::Answered(task, response) => self.answered(now, task, &response),
            Event::NoAnswer(task) => self.no_answer(now, task),
            Event::Signed(signature) => self.signed(now, signature),
            Event::SignRefused => self.hold(Cause::KeyLocked),
            Event::Compared(comparison) => self.compared(now, comparison),
            Event::Batch(ops) => self.batch(now, ops),
            Event::Cursors(cursors) => self.post(Stage::Pulling, path::FEED, &FeedRequest { cursors }),
            Event::FeedCommitted(committed) => self.feed_committed(now, committed),
            Event::Upload(upload) => self.upload_loaded(now, upload),
            Event::Adopted(device) => self.adopted(now, device),
            Event::Acknowledged => self.advance(now),
            Event::UploadSaved => self.resume_if_idle(now),
            Event::StoreFailed { full } => {
                self.fail(now, if full { Cause::StorageFull } else { Cause::StoreFault }, None)
            }
            Event::Cancel => self.cancel(),
        }
    }

    fn begin(&mut self, now: Timestamp) -> Vec<Command> {
        self.pushed = false;
        self.pulled = self.draining.is_some();
        self.uploaded = false;
        match self.stage {
            Stage::Idle | Stage::Held => {
                self.summary = Summary::default();
                self.advance(now)
            }
            _ => Vec::new(),
        }
    }

    fn woke(&mut self, now: Timestamp) -> Vec<Command> {
        if matches!(self.stage, Stage::Waiting) { self.advance(now) } else { Vec::new() }
    }

    fn host_changed(&mut self, now: Timestamp, status: HostStatus) -> Vec<Command> {
        let back = self.host.network == Network::Offline && status.network != Network::Offline;
        self.host = status;
        match self.stage {
            // A network that comes back ends a wait at once: the worker may be out of reach again soon.
            Stage::Waiting | Stage::Held if back => self.advance(now),
            _ => Vec::new(),
        }
    }

    fn cancel(&mut self) -> Vec<Command> {
        self.pushed = true;
        self.pulled = true;
        self.uploaded = true;
        self.pending = None;
        // What was under way may have reached the hub: ask before sending again.
        self.hub_head = None;
        self.doubted = self.uploading.take().map(|upload| upload.photo);
        self.hold(Cause::Cancelled)
    }

    /// The next thing to do, highest priority first.
    fn advance(&mut self, now: Timestamp) -> Vec<Command> {
        if self.host.network == Network::Offline {
            return self.hold(Cause::NoNetwork);
        }
        let session_good =
            self.session.as_ref().is_some_and(|(_, until)| now.plus_millis(SESSION_MARGIN_MS) < *until);
        let all_done = self.pushed && self.pulled && self.uploaded;
        if !session_good && !all_done {
            return self.post(
                Stage::AskingChallenge,
                path::CHALLENGE,
                &ChallengeRequest { device: self.device },
            );
        }
        match self.hub_head {
            None if !all_done => self.request(Stage::AskingHead, Method::Get, path::HEAD.to_owned(), None),
            Some(head) if !self.pushed => self.load_batch(head),
            _ if !self.pulled => self.command(Stage::LoadingCursors, Command::LoadCursors),
            _ if !self.uploaded && self.uploading.is_none() => self.next_upload(),
            _ => self.finish(),
        }
    }

    fn finish(&mut self) -> Vec<Command> {
        self.stage = Stage::Idle;
        if self.uploading.is_some() {
            return Vec::new();
        }
        if let Some(order) = self.draining.clone().filter(|_| self.summary.photos_wait.is_none()) {
            return vec![Command::Obey(order)];
        }
        vec![Command::Finished(self.summary)]
    }

    fn resume_if_idle(&mut self, now: Timestamp) -> Vec<Command> {
        if matches!(self.stage, Stage::Idle) { self.advance(now) } else { Vec::new() }
    }

    // ── requests ────────────────────────────────────────────────────────────────────────────────────────

    fn command(&mut self, stage: Stage, command: Command) -> Vec<Command> {
        self.stage = stage;
        vec![command]
    }

    fn post<T: Serialize>(&mut self, stage: Stage, path: &str, message: &T) -> Vec<Command> {
        // Our own messages are plain values; one that is no JSON would be a fault of ours, seen in tests.
        let body = serde_json::to_string(message).unwrap_or_default();
        self.request(stage, Method::Post, path.to_owned(), Some(body))
    }

    fn request(&mut self, stage: Stage, method: Method, path: String, body: Option<String>) -> Vec<Command> {
        let task = TaskId::Request(self.next_request);
        self.next_request += 1;
        self.pending = Some(task);
        self.stage = stage;
        self.summary.requests += 1;
        let token = self.session.as_ref().map(|(token, _)| token.clone());
        vec![Command::Send(task, Task::Request(HttpRequest { method, path, token, body }))]
    }

    fn no_answer(&mut self, now: Timestamp, task: TaskId) -> Vec<Command> {
        match task {
            TaskId::Upload(photo) => self.upload_failed(now, photo, Cause::NoAnswer, None),
            TaskId::Request(_) if self.pending == Some(task) => self.fail(now, Cause::NoAnswer, None),
            TaskId::Request(_) => Vec::new(),
        }
    }

    /// Nothing is known of the last request's effect: wait, then ask where the hub stands.
    fn fail(&mut self, now: Timestamp, cause: Cause, retry_after_s: Option<u64>) -> Vec<Command> {
        self.pending = None;
        self.hub_head = None;
        self.stage = Stage::Waiting;
        self.summary.retries += 1;
        vec![Command::WaitUntil(self.backoff.failed(now, retry_after_s), cause)]
    }

    fn hold(&mut self, cause: Cause) -> Vec<Command> {
        self.pending = None;
        self.stage = Stage::Held;
        vec![Command::Hold(cause)]
    }

    fn answered(&mut self, now: Timestamp, task: TaskId, response: &HttpResponse) -> Vec<Command> {
        let answer = classify(response);
        if let TaskId::Upload(photo) = task {
            return self.upload_answered(now, photo, &answer, response);
        }
        if self.pending != Some(task) {
            return Vec::new();
        }
        self.pending = None;
        match answer {
            Answer::Good => self.good(now, response),
            Answer::Again { cause, retry_after_s } => self.fail(now, cause, retry_after_s),
            Answer::Session => self.session_lost(now),
            Answer::TooLarge => self.too_large(now),
            Answer::NotThere => self.not_there(now),
            Answer::Offset(offset) => self.offset_told(now, offset),
            Answer::Upgrade => self.hold(Cause::UpgradeNeeded),
            Answer::Revoked(order) => self.revoked(now, order),
        }
    }

    fn session_lost(&mut self, now: Timestamp) -> Vec<Command> {
        let had_session = self.session.take().is_some();
        // A session that ended is renewed at once; one that is refused outright waits.
        if had_session && !matches!(self.stage, Stage::OpeningSession | Stage::AskingChallenge) {
            self.hub_head = None;
            self.advance(now)
        } else {
            self.fail(now, Cause::SessionRefused, None)
        }
    }

    fn too_large(&mut self, now: Timestamp) -> Vec<Command> {
        let halved = self.max_groups.map_or(64, |groups| groups / 2).max(1);
        // One group alone is too large: nothing of ours can shrink it, so it waits rather than vanish.
        let stuck = self.max_groups == Some(1);
        self.max_groups = Some(halved);
        if stuck { self.fail(now, Cause::Unintelligible, None) } else { self.advance(now) }
    }

    fn not_there(&mut self, now: Timestamp) -> Vec<Command> {
        match std::mem::replace(&mut self.stage, Stage::Idle) {
            Stage::ProbingUpload(upload) | Stage::CreatingUpload(upload) => self.forget_upload(&upload),
            Stage::AskingChallenge | Stage::OpeningSession => self.hold(Cause::UnknownDevice),
            _ => self.fail(now, Cause::Unintelligible, None),
        }
    }

    fn revoked(&mut self, now: Timestamp, order: Option<Order>) -> Vec<Command> {
        match order.filter(|order| self.is_genuine(order)) {
            Some(order) => self.obey(now, order),
            // Without the hub's signature anybody could stop a phone by answering 403.
            None => self.fail(now, Cause::SessionRefused, None),
        }
    }

    fn is_genuine(&self, order: &Order) -> bool {
        order.is_genuine(self.device, &self.order_key)
    }

    fn obey(&mut self, now: Timestamp, order: Order) -> Vec<Command> {
        match order.kind {
            OrderKind::WipeNow => {
                self.stage = Stage::Held;
                vec![Command::Obey(order)]
            }
            OrderKind::DrainThenWipe => {
                self.draining = Some(order);
                self.pushed = false;
                self.pulled = true;
                self.uploaded = false;
                self.advance(now)
            }
            OrderKind::Resume => {
                self.draining = None;
                let mut commands = vec![Command::Obey(order)];
                commands.extend(self.advance(now));
                commands
            }
        }
    }

    fn good(&mut self, now: Timestamp, response: &HttpResponse) -> Vec<Command> {
        let commands = match std::mem::replace(&mut self.stage, Stage::Idle) {
            Stage::AskingChallenge => json::<Challenge>(response).map(|reply| self.challenged(reply)),
            Stage::OpeningSession => {
                json::<SessionReply>(response).map(|reply| self.session_open(now, reply))
            }
            Stage::AskingHead => json::<Heads>(response).map(|heads| self.compare(heads, false)),
            Stage::Pushing => json::<PushReply>(response).map(|reply| self.compare(reply.heads, true)),
            Stage::Forking => json::<EnrolReply>(response)
                .map(|reply| self.command(Stage::Adopting, Command::AdoptDevice(Box::new(reply)))),
            Stage::Pulling => json::<FeedReply>(response).map(|reply| self.page(reply)),
            Stage::CreatingUpload(upload) => json::<UploadReply>(response)
                .map(|reply| self.upload_at(upload, reply.location, reply.offset)),
            Stage::ProbingUpload(upload) => match (response.upload_offset, upload.location.clone()) {
                (Some(offset), Some(location)) => Some(self.upload_at(upload, location, offset)),
                _ => None,
            },
            // No other stage has a request under way.
            _ => None,
        };
        match commands {
            Some(commands) => {
                self.backoff.succeeded();
                commands
            }
            None => self.fail(now, Cause::Unintelligible, None),
        }
    }

    // ── session ─────────────────────────────────────────────────────────────────────────────────────────

    fn challenged(&mut self, reply: Challenge) -> Vec<Command> {
        let message = session_message(self.device, &reply.challenge);
        self.command(Stage::SigningSession(reply.challenge), Command::Sign(message))
    }

    fn signed(&mut self, now: Timestamp, signature: Vec<u8>) -> Vec<Command> {
        match std::mem::replace(&mut self.stage, Stage::Idle) {
            Stage::SigningSession(challenge) => {
                let request = SessionRequest { device: self.device, challenge, signature };
                self.post(Stage::OpeningSession, path::SESSION, &request)
            }
            Stage::SigningBatch(ops) => self.push(now, ops, signature),
            Stage::SigningFork(nonce) => {
                let request = ForkRequest { device: self.device, nonce, signature };
                self.post(Stage::Forking, path::FORK, &request)
            }
            stage => {
                self.stage = stage;
                Vec::new()
            }
        }
    }

    fn session_open(&mut self, now: Timestamp, reply: SessionReply) -> Vec<Command> {
        let until = now.plus_millis(i64::from(reply.expires_in_s) * 1000);
        self.session = Some((reply.token, until));
        self.compare(reply.heads, false)
    }

    // ── records ─────────────────────────────────────────────────────────────────────────────────────────

    fn compare(&mut self, heads: Heads, after_push: bool) -> Vec<Command> {
        self.command(Stage::Comparing { heads, after_push }, Command::Compare(heads.head))
    }

    fn compared(&mut self, now: Timestamp, here: Comparison) -> Vec<Command> {
        let Stage::Comparing { heads, after_push } = self.stage else { return Vec::new() };
        let head = heads.head;
        if here.at_hub_seq != Some(head.hash) {
            return self.fork(here);
        }
        let before = self.hub_head.replace(head);
        if head.seq < here.acknowledged.seq {
            self.summary.healed += 1;
        }
        if after_push && before == Some(head) {
            // The hub took nothing of what was sent and is not ahead either: do not spin.
            return self.fail(now, Cause::Unintelligible, None);
        }
        self.summary.acknowledged += head.seq.saturating_sub(here.acknowledged.seq);
        let backed_up_through = heads.backed_up_through;
        self.command(Stage::Acknowledging, Command::Acknowledge { head, backed_up_through })
    }

    /// The hub holds another history under this device's id: this phone was restored, cloned or salvaged.
    fn fork(&mut self, here: Comparison) -> Vec<Command> {
        let seed = self.seed.to_be_bytes();
        let digest =
            Digest::of(&[self.device.0.as_bytes().as_slice(), &here.acknowledged.hash.0, &seed].concat());
        let mut nonce = [0u8; 16];
        nonce.iter_mut().zip(digest.0).for_each(|(to, from)| *to = from);
        let nonce = Uuid::from_bytes(nonce);
        self.summary.healed += 1;
        self.command(Stage::SigningFork(nonce), Command::Sign(fork_message(self.device, nonce)))
    }

    fn adopted(&mut self, now: Timestamp, device: DeviceId) -> Vec<Command> {
        self.device = device;
        self.session = None;
        self.hub_head = None;
        self.pushed = false;
        self.advance(now)
    }

    fn load_batch(&mut self, head: Head) -> Vec<Command> {
        let max_groups = self.max_groups;
        self.command(Stage::LoadingBatch, Command::LoadBatch { after: head.seq, max_groups })
    }

    fn batch(&mut self, now: Timestamp, ops: Vec<WireOp>) -> Vec<Command> {
        match ops.last() {
            None => {
                self.pushed = true;
                self.advance(now)
            }
            Some(last) => {
                let message = head_message(self.device, last.seq, &last.hash);
                self.command(Stage::SigningBatch(ops), Command::Sign(message))
            }
        }
    }

    fn push(&mut self, now: Timestamp, ops: Vec<WireOp>, signature: Vec<u8>) -> Vec<Command> {
        let Some(last) = ops.last() else { return self.advance(now) };
        let head = SignedHead { seq: last.seq, hash: last.hash, signature };
        self.post(Stage::Pushing, path::OPS, &PushRequest { device_now: now, ops, head })
    }

    // ── feed ────────────────────────────────────────────────────────────────────────────────────────────

    fn page(&mut self, reply: FeedReply) -> Vec<Command> {
        let more = reply.scopes.iter().any(|page| page.more);
        self.summary.rows += reply.scopes.iter().map(|page| page.rows.len() as u64).sum::<u64>();
        self.command(Stage::CommittingFeed { more }, Command::CommitFeed(Box::new(reply)))
    }

    fn feed_committed(&mut self, now: Timestamp, committed: FeedCommitted) -> Vec<Command> {
        let Stage::CommittingFeed { more } = self.stage else { return Vec::new() };
        self.stage = Stage::Idle;
        self.pulled = !more && !committed.retake;
        if committed.retake {
            self.summary.healed += 1;
        }
        match committed.orders.into_iter().rfind(|order| self.is_genuine(order)) {
            Some(order) => self.obey(now, order),
            None => self.advance(now),
        }
    }
}

#[cfg(test)]
mod tests;

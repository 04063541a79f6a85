//! The state machine of an exchange: session, records, feed, files, in that order of priority.
//!
//! Two lanes. The exchange lane has one request or one question to the store under way at a time and one back-off.
//! The upload lane carries files, each by itself and as many at once as the host asks for up to a few, and rests by
//! itself, so that no file ever holds a record or another file up.

mod answers;
mod feed;
mod feed_size;
mod push_size;
mod records;
mod session;
mod upload;
mod upload_lane;

use uuid::Uuid;

use self::{feed_size::FeedSize, push_size::PushSize, session::Session, upload_lane::UploadLane};
use super::{
    Backoff, Cause, Command, Event, HostStatus, Network, PendingUpload, PhotoRule, Summary, TaskId,
    backoff::{asked_until, is_ahead},
};
use crate::{
    id::DeviceId,
    op::{
        order::Order,
        wire::{FeedRequest, Head, Heads, WireOp, path},
    },
    time::Timestamp,
};

/// What the exchange lane is doing.
enum Stage {
    /// Nothing; an upload may be under way in its own lane.
    Idle,
    Waiting(Wait),
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
    /// Going on under a new device id, beside a hub whose head has this seq.
    SigningFork {
        nonce: Uuid,
        hub_seq: u64,
    },
    Forking {
        hub_seq: u64,
    },
    Adopting,
    BeginningDrain,
    LoadingCursors,
    Pulling,
    CommittingFeed {
        more: bool,
    },
    LoadingUpload(PhotoRule),
    /// Announcing a file, or asking how much of it the hub holds.
    AskingUpload(PendingUpload),
    /// Keeping what the hub told of a file that goes next.
    SavingUpload(PendingUpload),
}

/// A wait that is running.
#[derive(Clone, Copy)]
struct Wait {
    cause: Cause,
    /// Until then the hub wants to be left alone: nobody's impatience ends that.
    asked_until: Timestamp,
}

/// What of an exchange is still to be done.
#[derive(Clone, Copy, Default)]
struct ToDo {
    push: bool,
    pull: bool,
    upload: bool,
}

impl ToDo {
    const ALL: Self = Self { push: true, pull: true, upload: true };

    const fn is_done(self) -> bool {
        !self.push && !self.pull && !self.upload
    }
}

/// A drain under way: the phone sends what it has and then obeys the order.
struct Drain {
    order: Order,
    /// Whether the store knows of it.
    is_begun: bool,
}

/// The engine of one enrolled device.
pub struct Engine {
    device: DeviceId,
    order_key: Vec<u8>,
    seed: u64,
    host: HostStatus,
    session: Option<Session>,
    /// The hub's head as last told and found on this journal; `None` while in doubt.
    hub_head: Option<Head>,
    stage: Stage,
    /// The request that is under way.
    pending: Option<TaskId>,
    next_request: u64,
    backoff: Backoff,
    files: UploadLane,
    push_size: PushSize,
    feed_size: FeedSize,
    /// Why records cannot go although the hub answers; the rest of the exchange goes on.
    records_stuck: Option<Cause>,
    to_do: ToDo,
    /// The last order in the part of the feed that was read.
    ordered: Option<Order>,
    draining: Option<Drain>,
    summary: Summary,
}

impl std::fmt::Debug for Engine {
    // It holds the session's token.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("device", &self.device).finish_non_exhaustive()
    }
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
            session: None,
            hub_head: None,
            stage: Stage::Idle,
            pending: None,
            next_request: 1,
            backoff: Backoff::new(seed),
            files: UploadLane::new(seed.rotate_left(32)),
            push_size: PushSize::default(),
            feed_size: FeedSize::default(),
            records_stuck: None,
            to_do: ToDo::default(),
            ordered: None,
            draining: None,
            summary: Summary::default(),
        }
    }

    /// Takes one event at wall time `now` and answers with what to do. Store commands are to be answered by their
    /// event before any other event is fed.
    pub fn step(&mut self, now: Timestamp, event: Event) -> Vec<Command> {
        match event {
            Event::Begin => self.begin(now),
            Event::SendNow => self.send_now(now),
            Event::Host(status) => self.host_changed(now, status),
            Event::Woke => self.woke(now),
            Event::HostFree => self.host_free(now),
            Event::Answered(task, response) => self.answered(now, task, &response),
            Event::NoAnswer(task) => self.no_answer(now, task),
            Event::Signed(signature) => self.signed(now, signature),
            Event::SignRefused => self.hold(Cause::KeyLocked),
            Event::Compared(comparison) => self.compared(now, comparison),
            Event::Batch(ops) => self.batch(now, ops),
            Event::Cursors(cursors) => {
                let request = FeedRequest { cursors, max_rows: self.feed_size.max_rows() };
                self.post(Stage::Pulling, path::FEED, &request)
            }
            Event::FeedCommitted(committed) => self.feed_committed(now, committed),
            Event::Upload(next) => self.upload_loaded(now, next),
            Event::Adopted(device) => self.adopted(now, device),
            Event::DrainBegun => self.drain_begun(now),
            Event::Acknowledged => self.advance(now),
            Event::UploadSaved => self.upload_saved(now),
            Event::StoreFailed { full } => {
                self.fail(now, if full { Cause::StorageFull } else { Cause::StoreFault }, None)
            }
            Event::Cancel => self.cancel(),
        }
    }

    fn begin(&mut self, now: Timestamp) -> Vec<Command> {
        self.to_do = ToDo::ALL;
        match self.stage {
            Stage::Idle | Stage::Held => {
                self.summary = Summary::default();
                self.advance(now)
            }
            _ => Vec::new(),
        }
    }

    fn send_now(&mut self, now: Timestamp) -> Vec<Command> {
        self.files.hurry();
        match self.stage {
            Stage::Waiting(wait) => {
                self.to_do = ToDo::ALL;
                self.hurry(now, wait)
            }
            _ => self.begin(now),
        }
    }

    fn woke(&mut self, now: Timestamp) -> Vec<Command> {
        if matches!(self.stage, Stage::Waiting(_)) { self.advance(now) } else { Vec::new() }
    }

    /// The host can carry another file beside those under way. What else there is to do goes first, and needs no asking.
    fn host_free(&mut self, now: Timestamp) -> Vec<Command> {
        let is_idle = matches!(self.stage, Stage::Idle) && !self.to_do.is_done();
        if is_idle && self.files.ask() { self.advance(now) } else { Vec::new() }
    }

    fn host_changed(&mut self, now: Timestamp, status: HostStatus) -> Vec<Command> {
        let is_back = self.host.network == Network::Offline && status.network != Network::Offline;
        self.host = status;
        if is_back {
            self.files.hurry();
        }
        match self.stage {
            // A network that comes back ends a wait at once: the worker may be out of reach again soon.
            Stage::Waiting(wait) if is_back => self.hurry(now, wait),
            Stage::Held if is_back => self.advance(now),
            _ => Vec::new(),
        }
    }

    /// Ends a wait before its time, unless the hub asked for it.
    fn hurry(&mut self, now: Timestamp, wait: Wait) -> Vec<Command> {
        if is_ahead(now, wait.asked_until) {
            vec![Command::WaitUntil(wait.asked_until, wait.cause)]
        } else {
            self.advance(now)
        }
    }

    fn cancel(&mut self) -> Vec<Command> {
        self.to_do = ToDo::default();
        // What was under way may have reached the hub: ask before sending again.
        self.hub_head = None;
        self.files.give_up();
        self.pending = None;
        // Idle, not held: nothing but a new beginning goes on with what was given up, a drain least of all.
        self.stage = Stage::Idle;
        vec![Command::Hold(Cause::Cancelled)]
    }

    /// The next thing to do, highest priority first.
    fn advance(&mut self, now: Timestamp) -> Vec<Command> {
        if self.host.network == Network::Offline {
            return self.hold(Cause::NoNetwork);
        }
        if self.draining.as_ref().is_some_and(|drain| !drain.is_begun) {
            return self.command(Stage::BeginningDrain, Command::BeginDrain);
        }
        if self.to_do.is_done() {
            return self.finish(now);
        }
        if !self.has_session(now) {
            return self.ask_challenge();
        }
        match self.hub_head {
            None => self.ask_head(),
            Some(head) if self.to_do.push => self.load_batch(head),
            _ if self.to_do.pull => self.command(Stage::LoadingCursors, Command::LoadCursors),
            _ if self.files.takes_another() => self.next_upload(now),
            _ => self.finish(now),
        }
    }

    fn finish(&mut self, now: Timestamp) -> Vec<Command> {
        self.stage = Stage::Idle;
        if !self.files.is_free() {
            return Vec::new();
        }
        if let Some(cause) = self.records_stuck.take() {
            self.to_do.push = true;
            return self.fail(now, cause, None);
        }
        let all_gone = self.summary.photos_wait.is_none() && self.summary.photos_retry.is_none();
        match self.draining.as_ref().filter(|_| all_gone) {
            Some(drain) => vec![Command::Obey(drain.order.clone())],
            None => vec![Command::Finished(self.summary)],
        }
    }

    fn command(&mut self, stage: Stage, command: Command) -> Vec<Command> {
        self.stage = stage;
        vec![command]
    }

    /// Nothing is known of the last request's effect: wait, then ask where the hub stands.
    fn fail(&mut self, now: Timestamp, cause: Cause, retry_after_s: Option<u64>) -> Vec<Command> {
        self.pending = None;
        self.hub_head = None;
        self.stage = Stage::Waiting(Wait { cause, asked_until: asked_until(now, retry_after_s) });
        self.summary.retries += 1;
        vec![Command::WaitUntil(self.backoff.failed(now, retry_after_s), cause)]
    }

    fn hold(&mut self, cause: Cause) -> Vec<Command> {
        self.pending = None;
        self.stage = Stage::Held;
        vec![Command::Hold(cause)]
    }
}

#[cfg(test)]
mod property;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod world;

//! A sync session: runs the engine against the store and hands the network's part to the host.
//!
//! The host asks for [`SyncSession::next_task`], performs what it gets with the platform's own HTTP and reports back.
//! What it never reports is asked for again; what it reports twice counts once.

mod feed;
mod files;
mod records;
mod task;

use std::{collections::VecDeque, sync::Arc};

use crate::{
    error::{DoorstepError, Thing},
    op::order::{Order, OrderKind},
    store::{DeviceState, Durability, blob, device, journal, pull},
    sync::{
        Cause, Command, Engine, Event, HostStatus, HttpResponse, Network, PhotoRule, Summary, Task, TaskId,
    },
};

use super::Doorstep;
pub(super) use files::told;
pub use task::HostTask;

/// A drain that finds something left looks again after this.
const DRAIN_AGAIN_MS: i64 = 30_000;

/// A running session of one phone. Keep it as long as the process lives: it remembers the hub's token.
pub struct SyncSession {
    doorstep: Arc<Doorstep>,
    engine: Engine,
    tasks: VecDeque<(TaskId, Task)>,
    outstanding: Vec<TaskId>,
    rest: HostTask,
    /// What was done since the host asked for an exchange.
    done: Summary,
    /// Whether the engine is through; a wait after that is for files only.
    is_over: bool,
    wiped: bool,
}

impl SyncSession {
    /// A session for an enrolled phone; nothing is sent before [`SyncSession::begin`].
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] before enrolment.
    pub fn new(doorstep: Arc<Doorstep>) -> Result<Self, DoorstepError> {
        let me = doorstep.identity()?.ok_or(DoorstepError::NotFound { what: Thing::Enrolment })?;
        let mut seed = [0u8; 8];
        doorstep.host.ids.random(&mut seed);
        let mut engine = Engine::new(me.device, me.order_key.clone(), u64::from_be_bytes(seed));
        // What the host told an earlier session holds: photos must not go by a network that costs.
        engine.step(doorstep.host.clock.now(), Event::Host(doorstep.status.get()));
        let rest = HostTask::Done(Summary::default());
        Ok(Self {
            doorstep,
            engine,
            tasks: VecDeque::new(),
            outstanding: Vec::new(),
            rest,
            done: Summary::default(),
            is_over: true,
            wiped: false,
        })
    }

    /// Asks for an exchange; also while one is under way, when something was recorded meanwhile. After a failure
    /// that concerns records it waits its time; [`SyncSession::send_now`] does not.
    pub fn begin(&mut self) {
        self.forget_last();
        self.go_on(Event::Begin);
    }

    /// A person asks for an exchange: waits end at once, but for one that the hub asked for.
    pub fn send_now(&mut self) {
        self.forget_last();
        self.retry_files_now();
        self.go_on(Event::SendNow);
    }

    fn forget_last(&mut self) {
        self.done = Summary::default();
    }

    fn go_on(&mut self, event: Event) {
        self.is_over = false;
        self.feed(event);
    }

    /// Tells network and battery. Photos that waited for them go.
    pub fn host(&mut self, status: HostStatus) {
        let now = self.doorstep.host.clock.now();
        let before = self.doorstep.status.replace(status);
        if before.network == Network::Offline && status.network != Network::Offline {
            self.retry_files_now();
        }
        self.feed(Event::Host(status));
        let is_lifted =
            PhotoRule::under(status, now).taken_before > PhotoRule::under(before, now).taken_before;
        let files_wait = self.done.photos_wait.is_some() || self.done.photos_retry.is_some();
        if self.is_over && is_lifted && files_wait {
            self.begin();
        }
    }

    fn retry_files_now(&self) {
        // A file whose wait cannot be ended is sent when it is over.
        let _ = self.doorstep.store.write(Durability::Replayable, blob::retry_uploads_now);
    }

    /// A wait is over.
    pub fn woke(&mut self) {
        if self.is_over { self.go_on(Event::Begin) } else { self.feed(Event::Woke) }
    }

    /// The host got an answer.
    pub fn answered(&mut self, task: TaskId, response: HttpResponse) {
        self.outstanding.retain(|one| *one != task);
        self.feed(Event::Answered(task, response));
    }

    /// The host got none: no network, time-out, connection cut.
    pub fn no_answer(&mut self, task: TaskId) {
        self.outstanding.retain(|one| *one != task);
        self.feed(Event::NoAnswer(task));
    }

    /// Gives up the exchange under way. Nothing is lost; the next one asks where the hub stands.
    pub fn cancel(&mut self) {
        self.tasks.clear();
        self.outstanding.clear();
        self.feed(Event::Cancel);
    }

    /// What to do next. Who asks again before it reported what it has may be given more to do beside it: files, each by
    /// itself, up to a few at once.
    pub fn next_task(&mut self) -> HostTask {
        if self.tasks.is_empty() && !self.outstanding.is_empty() {
            self.feed(Event::HostFree);
        }
        if self.wiped {
            return HostTask::Wiped;
        }
        match self.tasks.pop_front() {
            Some((task, work)) => {
                self.outstanding.push(task);
                match work {
                    Task::Request(request) => HostTask::Request(task, request),
                    Task::Upload { photo, path, offset, bytes } => {
                        let file = self.doorstep.photo_file(&photo.file_name()).unwrap_or_default();
                        HostTask::Upload { task, path, file, offset, bytes }
                    }
                }
            }
            None if !self.outstanding.is_empty() => HostTask::Answers,
            None => self.rest.clone(),
        }
    }

    /// Steps the engine and performs its store commands until only the host's work is left.
    fn feed(&mut self, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front().filter(|_| !self.wiped) {
            let now = self.doorstep.host.clock.now();
            for command in self.engine.step(now, event) {
                match self.perform(command) {
                    Ok(answer) => events.extend(answer),
                    Err(error) => {
                        events.push_back(Event::StoreFailed { full: error == DoorstepError::StorageFull });
                    }
                }
            }
        }
    }

    fn perform(&mut self, command: Command) -> Result<Option<Event>, DoorstepError> {
        let doorstep = Arc::clone(&self.doorstep);
        let answer = match command {
            Command::Send(task, work) => {
                self.tasks.push_back((task, work));
                return Ok(None);
            }
            Command::WaitUntil(at, cause) => {
                self.rest = HostTask::Wait(at, cause);
                doorstep.note_failure(cause, Some(at));
                return Ok(None);
            }
            Command::Hold(cause) => {
                self.held(cause)?;
                return Ok(None);
            }
            Command::Finished(summary) => {
                // Nobody should wait for it at the door: Today is derived while the phone is busy anyway.
                doorstep.ensure_derived()?;
                self.done = self.done.and(summary);
                self.rest = match summary.photos_retry {
                    // A photo that failed waits for its turn; the exchange then goes on.
                    Some((at, cause)) => HostTask::Wait(at, cause),
                    None => HostTask::Done(self.done),
                };
                self.is_over = true;
                return Ok(None);
            }
            Command::Obey(order) => {
                self.obey(&order)?;
                return Ok(None);
            }
            Command::Sign(message) => match doorstep.host.signer.sign(&message) {
                Ok(signature) => Event::Signed(signature),
                Err(_) => Event::SignRefused,
            },
            Command::SignHead(head) => doorstep.sign_head(head)?,
            Command::Compare(head) => Event::Compared(doorstep.compare(head)?),
            Command::Acknowledge { head, backed_up_through } => {
                doorstep.acknowledge(head, backed_up_through)?;
                Event::Acknowledged
            }
            Command::LoadBatch { after, max_groups } => Event::Batch(doorstep.load_batch(after, max_groups)?),
            Command::LoadCursors => Event::Cursors(doorstep.store.read(pull::cursors)?),
            Command::CommitFeed(reply) => Event::FeedCommitted(doorstep.commit_feed(*reply)?),
            Command::LoadUpload { rule, under_way } => Event::Upload(doorstep.load_upload(rule, &under_way)?),
            Command::SaveUpload { photo, location, offset } => {
                doorstep.save_upload(photo, &location, offset)?;
                Event::UploadSaved
            }
            Command::PutUploadOff { photo, cause, next_try, begins_anew } => {
                doorstep.put_upload_off(photo, cause, next_try, begins_anew)?;
                Event::UploadSaved
            }
            Command::SetUploadAside { photo, cause } => {
                doorstep.set_upload_aside(photo, cause)?;
                Event::UploadSaved
            }
            Command::AdoptDevice { reply, hub_seq } => Event::Adopted(doorstep.adopt(*reply, hub_seq)?),
            Command::BeginDrain => {
                doorstep.begin_drain()?;
                Event::DrainBegun
            }
        };
        Ok(Some(answer))
    }

    fn held(&mut self, cause: Cause) -> Result<(), DoorstepError> {
        if cause == Cause::UpgradeNeeded {
            self.doorstep.store.write(Durability::Capture, |tx| {
                // A draining or revoked phone stays what it is.
                if self.doorstep.me(tx)?.state == DeviceState::Active {
                    device::set_state(tx, DeviceState::UpgradeNeeded)?;
                }
                Ok::<_, DoorstepError>(())
            })?;
        }
        if cause == Cause::UnknownDevice {
            self.doorstep.store.write(Durability::Replayable, journal::forget_backups)?;
        }
        self.doorstep.note_failure(cause, None);
        self.rest = HostTask::Hold(cause);
        Ok(())
    }

    fn obey(&mut self, order: &Order) -> Result<(), DoorstepError> {
        match order.kind {
            OrderKind::Resume => {
                self.doorstep
                    .store
                    .write(Durability::Capture, |tx| device::set_state(tx, DeviceState::Active))?;
            }
            OrderKind::DrainThenWipe => match self.doorstep.left_to_drain()? {
                Some(cause) => {
                    // The host comes back, and only then is it all.
                    let again = self.doorstep.host.clock.now().plus_millis(DRAIN_AGAIN_MS);
                    self.rest = HostTask::Wait(again, cause);
                    self.is_over = true;
                }
                None => self.wipe()?,
            },
            OrderKind::WipeNow => self.wipe()?,
        }
        Ok(())
    }

    fn wipe(&mut self) -> Result<(), DoorstepError> {
        self.doorstep.wipe()?;
        self.tasks.clear();
        self.wiped = true;
        Ok(())
    }
}

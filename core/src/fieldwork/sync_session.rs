//! A sync session: runs the engine against the store and hands the network's part to the host.
//!
//! The host asks for [`SyncSession::next`], performs what it gets with the platform's own HTTP and reports back.
//! What it never reports is asked for again; what it reports twice counts once.

use std::{collections::VecDeque, path::PathBuf, sync::Arc};

use crate::{
    error::DoorstepError,
    op::{
        order::{Order, OrderKind},
        wire::{EnrolReply, FeedReply, Head},
    },
    seal::genesis,
    store::{DeviceState, Durability, Identity, StoreError, Tx, blob, device, journal, outcome, pull},
    sync::{
        Cause, Command, Comparison, Engine, Event, FeedCommitted, HostStatus, HttpRequest, HttpResponse,
        PendingUpload, Summary, Task, TaskId,
    },
    time::Timestamp,
};

use super::{Doorstep, PAGE};

/// A file may fail so often before it lets others go first.
const UPLOAD_TRIES: u32 = 3;
/// Then it waits this long, doubled with every further try, but never over [`UPLOAD_WAIT_CAP_MS`].
const UPLOAD_WAIT_MS: i64 = 30_000;
const UPLOAD_WAIT_CAP_MS: i64 = 15 * 60 * 1000;

/// What the host is to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostTask {
    /// Perform this request against the hub, its key pinned, and report the answer.
    Request(TaskId, HttpRequest),
    /// Append `file` from `offset` to its end to the upload at `path`, and report the answer.
    Upload {
        /// The task.
        task: TaskId,
        /// The upload's path on the hub.
        path: String,
        /// The sealed file.
        file: PathBuf,
        /// The first byte to send.
        offset: u64,
        /// The file's whole length.
        bytes: u64,
    },
    /// Answers are outstanding; nothing else to do meanwhile.
    Answers,
    /// Call [`SyncSession::woke`] at this time.
    Wait(Timestamp, Cause),
    /// Nothing until the outside world changes.
    Hold(Cause),
    /// All that may go has gone.
    Done(Summary),
    /// The store was destroyed by an order of the hub.
    Wiped,
}

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
        let me = doorstep.identity()?.ok_or(DoorstepError::NotFound { what: "enrolment" })?;
        let mut seed = [0u8; 8];
        doorstep.host.ids.random(&mut seed);
        let engine = Engine::new(me.device, me.order_key.clone(), u64::from_be_bytes(seed));
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

    /// Asks for an exchange; also while one is under way, when something was recorded meanwhile.
    pub fn begin(&mut self) {
        self.done = Summary::default();
        // Whoever read the rules while the last exchange changed them may have kept the old ones.
        self.doorstep.rules.forget();
        self.go_on();
    }

    fn go_on(&mut self) {
        self.is_over = false;
        self.feed(Event::Begin);
    }

    /// Tells network and battery.
    pub fn host(&mut self, status: HostStatus) {
        self.feed(Event::Host(status));
    }

    /// A wait is over.
    pub fn woke(&mut self) {
        if self.is_over { self.go_on() } else { self.feed(Event::Woke) }
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

    /// What to do next.
    pub fn next_task(&mut self) -> HostTask {
        if self.wiped {
            return HostTask::Wiped;
        }
        match self.tasks.pop_front() {
            Some((task, work)) => {
                self.outstanding.push(task);
                match work {
                    Task::Request(request) => HostTask::Request(task, request),
                    Task::Upload { photo, path, offset, bytes } => {
                        let file = self.doorstep.photo_file(&format!("{photo}.age")).unwrap_or_default();
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
        while let Some(event) = events.pop_front() {
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
                self.rest = match doorstep.store.read(blob::next_upload_at)? {
                    // A file that failed often waits for its turn; the exchange then goes on.
                    Some(at) if summary.photos_wait.is_none() && at > doorstep.host.clock.now() => {
                        HostTask::Wait(at, Cause::NoAnswer)
                    }
                    _ => HostTask::Done(self.done),
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
            Command::Compare(head) => Event::Compared(doorstep.compare(head)?),
            Command::Acknowledge { head, backed_up_through } => {
                doorstep.acknowledge(head, backed_up_through)?;
                Event::Acknowledged
            }
            Command::LoadBatch { after, max_groups } => Event::Batch(doorstep.load_batch(after, max_groups)?),
            Command::LoadCursors => Event::Cursors(doorstep.store.read(pull::cursors)?),
            Command::CommitFeed(reply) => Event::FeedCommitted(doorstep.commit_feed(*reply)?),
            Command::LoadUpload => Event::Upload(doorstep.load_upload()?),
            Command::SaveUpload { photo, location, offset } => {
                doorstep.store.write(Durability::Replayable, |tx| {
                    blob::set_upload(tx, photo, location.as_deref(), offset)
                })?;
                Event::UploadSaved
            }
            Command::AdoptDevice(reply) => Event::Adopted(doorstep.adopt(*reply)?),
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
            OrderKind::DrainThenWipe if self.doorstep.has_unsent()? => {
                // Something waits for its next try: the host comes back, and only then is it all.
                let again = self.doorstep.host.clock.now().plus_millis(UPLOAD_WAIT_MS);
                self.rest = HostTask::Wait(again, Cause::NoAnswer);
                self.is_over = true;
            }
            OrderKind::WipeNow | OrderKind::DrainThenWipe => {
                self.doorstep.wipe()?;
                self.tasks.clear();
                self.wiped = true;
            }
        }
        Ok(())
    }
}

impl Doorstep {
    fn compare(&self, head: Head) -> Result<Comparison, DoorstepError> {
        self.store.read(|tx| {
            let me = self.me(tx)?;
            let at_hub_seq = match head.seq {
                0 => Some(genesis(me.device, &me.public_key)),
                seq => journal::hash_at(tx, seq)?,
            };
            Ok(Comparison { acknowledged: journal::acknowledged(tx)?, at_hub_seq })
        })
    }

    fn acknowledge(&self, head: Head, backed_up_through: u64) -> Result<(), DoorstepError> {
        let unchanged = self.store.read(|tx| {
            let same = journal::acknowledged(tx)?.seq == head.seq;
            Ok::<_, StoreError>(same && journal::backed_up_through(tx)? == backed_up_through)
        })?;
        if unchanged {
            return Ok(());
        }
        self.store.write(Durability::Replayable, |tx| {
            if head.seq < journal::acknowledged(tx)?.seq {
                journal::rewind_to(tx, head)?;
            }
            Ok::<_, DoorstepError>(journal::acknowledge(tx, head, backed_up_through)?)
        })?;
        self.drop_released_photos()
    }

    fn load_batch(
        &self,
        after: u64,
        max_groups: Option<usize>,
    ) -> Result<Vec<crate::op::wire::WireOp>, DoorstepError> {
        let batch = self.store.read(|tx| match max_groups {
            Some(max_groups) => journal::batch_after_limited(tx, after, max_groups),
            None => journal::batch_after(tx, after),
        })?;
        if let Some(last) = batch.last() {
            // Counted before the try, so that an item which kills the process cannot do so unseen.
            let now = self.host.clock.now();
            self.store.write(Durability::Replayable, |tx| journal::note_attempt(tx, last.seq, now))?;
        }
        Ok(batch)
    }

    /// Whether a record or a photo has yet to reach the hub.
    fn has_unsent(&self) -> Result<bool, DoorstepError> {
        self.store.read(|tx| {
            let records = journal::unsent_count(tx)? > 0;
            Ok::<_, DoorstepError>(records || blob::next_upload_at(tx)?.is_some())
        })
    }

    fn load_upload(&self) -> Result<Option<PendingUpload>, DoorstepError> {
        let now = self.host.clock.now();
        let Some(next) = self.store.read(|tx| blob::next_upload(tx, now))? else { return Ok(None) };
        let doublings = next.attempts.saturating_sub(UPLOAD_TRIES).min(10);
        // Few tries: due at once, by any clock, as this one may be set right meanwhile.
        let next_try = match next.attempts {
            0..UPLOAD_TRIES => Timestamp::default(),
            _ => now.plus_millis((UPLOAD_WAIT_MS << doublings).min(UPLOAD_WAIT_CAP_MS)),
        };
        self.store
            .write(Durability::Replayable, |tx| blob::note_upload_attempt(tx, next.photo, now, next_try))?;
        Ok(Some(PendingUpload {
            photo: next.photo,
            bytes: next.bytes,
            sealed_sha256: next.sealed_sha256,
            location: next.location,
            offset: next.offset,
            captured_at: next.captured_at,
        }))
    }

    pub(super) fn commit_feed(&self, reply: FeedReply) -> Result<FeedCommitted, DoorstepError> {
        let now = self.host.clock.now();
        let more = reply.scopes.iter().any(|page| page.more);
        let mut rules_changed = false;
        let committed = self.store.write(Durability::Replayable, |tx| {
            let mut me = self.me(tx)?;
            if me.state == DeviceState::UpgradeNeeded {
                // An answer that could be read: app and hub understand each other again.
                device::set_state(tx, DeviceState::Active)?;
            }
            let mut committed = FeedCommitted::default();
            for scope in &reply.revoked {
                pull::drop_scope(tx, *scope)?;
            }
            if reply.scopes.is_empty() {
                let households = pull::settle_caught_up(tx)?;
                self.derive_households(tx, &me, households)?;
            }
            for page in &reply.scopes {
                let effect = pull::apply_page(tx, page)?;
                committed.retake |= effect.retake;
                committed.orders.extend(self.new_orders(tx, &me, effect.orders)?);
                for row in &effect.outcomes {
                    outcome::set_outcome(tx, row)?;
                }
                for stored in &effect.stored {
                    blob::mark_stored(tx, stored)?;
                }
                let rules_differ = effect.rules_changed | self.take_own_row(tx, &mut me, page)?;
                if rules_differ {
                    rules_changed = true;
                    me = self.refreshed(tx, me)?;
                }
                if rules_differ || page.from_start {
                    self.derive_later(tx)?;
                }
                self.derive_households(tx, &me, effect.households)?;
            }
            device::set_silent_phones(tx, reply.silent_phones)?;
            if !more && !committed.retake {
                device::set_last_full_pull(tx, now)?;
            }
            Ok::<_, DoorstepError>(committed)
        })?;
        if rules_changed {
            self.rules.forget();
        }
        self.drop_released_photos()?;
        Ok(committed)
    }

    /// Removes the phone's copies that the hub stored, checked and backed up.
    fn drop_released_photos(&self) -> Result<(), DoorstepError> {
        let released = self.store.read(|tx| blob::released_files(tx, PAGE))?;
        if released.is_empty() {
            return Ok(());
        }
        released.iter().for_each(|(_, file)| self.remove_sealed(file));
        self.store.write(Durability::Replayable, |tx| {
            released.iter().try_for_each(|(photo, _)| blob::forget_file(tx, *photo))
        })?;
        Ok(())
    }

    /// Keeps the cause for the outbox to show. A note that cannot be kept must not stop the exchange.
    fn note_failure(&self, cause: Cause, next_try: Option<Timestamp>) {
        let _ = self
            .store
            .write(Durability::Replayable, |tx| journal::note_failure(tx, cause.as_str(), next_try));
    }

    /// Orders not seen before. While it drains, nothing new is recorded.
    fn new_orders(
        &self,
        tx: &Tx<'_>,
        me: &Identity,
        orders: Vec<Order>,
    ) -> Result<Vec<Order>, DoorstepError> {
        let mut new = Vec::new();
        for order in orders.into_iter().filter(|order| order.is_genuine(me.device, &me.order_key)) {
            if device::order_seen(tx, order.id)? {
                continue;
            }
            match order.kind {
                // After a restart the hub gives the order again: it lets a draining device do nothing but push.
                OrderKind::DrainThenWipe => device::set_state(tx, DeviceState::Draining)?,
                OrderKind::Resume => device::set_state(tx, DeviceState::Active)?,
                OrderKind::WipeNow => {}
            }
            new.push(order);
        }
        Ok(new)
    }

    /// The identity with the settings that the feed brought.
    fn refreshed(&self, tx: &Tx<'_>, me: Identity) -> Result<Identity, DoorstepError> {
        match crate::store::register::settings(tx)? {
            Some(settings) if settings != me.settings => {
                let me = Identity { settings, ..me };
                device::set_identity(tx, &me)?;
                Ok(me)
            }
            _ => Ok(me),
        }
    }

    fn adopt(&self, reply: EnrolReply) -> Result<crate::id::DeviceId, DoorstepError> {
        self.store.write(Durability::Capture, |tx| {
            let old = self.me(tx)?;
            let me = Identity {
                device: reply.device,
                staff: reply.staff.clone(),
                settings: reply.settings.clone(),
                recipient: reply.recipient.clone(),
                order_key: reply.order_key.clone(),
                ..old
            };
            // What was acknowledged after the hub's last backup may have been lost with the hub; it knows the rest
            // again by the op ids.
            let resend_after = journal::backed_up_through(tx)?;
            journal::adopt_device(tx, &me, resend_after)?;
            Ok(me.device)
        })
    }
}

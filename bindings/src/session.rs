//! Syncing in pull style: the host asks for the next task, performs it with the platform's own HTTP client and
//! reports back.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use doorstep_core::{
    fieldwork::{HostTask as CoreTask, SyncSession as Core},
    sync::{self, HttpResponse, TaskId},
    time::Timestamp,
};

use crate::{
    calls::{Area, LogLevel, Phone},
    custom::TaskName,
    error::{DoorstepError, LockReason},
    guard::guarded,
    http::{HttpAnswer, HttpRequest, HubAddress},
    words::Cause,
};

/// The network as the platform sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Network {
    /// None.
    Offline,
    /// One that costs money.
    Metered,
    /// One that does not.
    Unmetered,
}

/// What decides which work may go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct HostStatus {
    /// The network.
    pub network: Network,
    /// Battery, 0–100.
    pub battery_percent: u8,
    /// Whether it is being charged.
    pub is_charging: bool,
    /// Whether the worker agreed to send photos older than 48 h over a metered network.
    pub photos_may_cost: bool,
}

/// What an exchange did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Summary {
    /// Requests sent.
    pub requests: u32,
    /// Records acknowledged for the first time.
    pub acknowledged: u64,
    /// Rows received.
    pub rows: u64,
    /// Files completed.
    pub uploads: u32,
    /// Answers that never came or were no answer.
    pub retries: u32,
    /// Times that phone and hub had parted and were brought together.
    pub healed: u32,
    /// Why photos still wait, where they do.
    pub photos_wait: Option<Cause>,
}

/// What the host is to do next.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum HostTask {
    /// Perform the request and report its answer, or that none came.
    Request {
        /// The task.
        task: TaskName,
        /// What to send.
        request: HttpRequest,
    },
    /// Send the file from `offset` to its end as the request's body, and report likewise.
    Upload {
        /// The task; the same after the process died.
        task: TaskName,
        /// The request without its body.
        request: HttpRequest,
        /// The sealed file's path.
        file: String,
        /// The first byte to send.
        offset: u64,
        /// The file's whole length.
        bytes: u64,
    },
    /// Answers are outstanding, or another thread is reporting one: nothing to do meanwhile.
    Answers,
    /// Call `woke` at this time.
    Wait {
        /// When.
        until: Timestamp,
        /// Why.
        cause: Cause,
    },
    /// Nothing until the outside world changes; then tell the session of it.
    Hold {
        /// Why.
        cause: Cause,
    },
    /// All that may go has gone.
    Done {
        /// What was done.
        summary: Summary,
    },
    /// The hub ordered the store destroyed, and it is.
    Wiped,
}

/// What hosts tell the engine, in the order in which it came.
enum Message {
    Begin,
    SendNow,
    Answered(TaskId, HttpResponse),
    NoAnswer(TaskId),
    Woke,
    HostChanged(sync::HostStatus),
    Cancel,
}

/// A sync session. Get it from the `Doorstep` and keep it: it remembers the hub's token.
///
/// The engine works in the thread that brought it a message, without a lock: a message that comes meanwhile,
/// from another thread or from the key vault itself, is left for that thread, and its bringer goes on at once.
#[derive(uniffi::Object)]
pub struct SyncSession {
    phone: Arc<Phone>,
    hub: HubAddress,
    desk: Mutex<Desk>,
    #[cfg(test)]
    interruption: Mutex<Option<Interruption>>,
}

struct Desk {
    /// The engine; absent while a thread works with it, and after a panic until the next message.
    core: Option<Core>,
    is_taken: bool,
    inbox: VecDeque<Message>,
}

#[uniffi::export]
impl SyncSession {
    /// Asks for an exchange; also while one is under way, when something was recorded meanwhile.
    pub fn begin(&self) -> Result<(), DoorstepError> {
        self.tell("sync.begin", Message::Begin)
    }

    /// The worker asks for an exchange now: every wait ends, except one that the hub asked for.
    pub fn send_now(&self) -> Result<(), DoorstepError> {
        self.tell("sync.send_now", Message::SendNow)
    }

    /// What to do next. Who asks again before it reported what it has may be given more to do beside it: files, each by
    /// itself, no more than four at once and none twice, so that one on a slow way holds up no other. It asks until
    /// `Answers`, and again after each report. Who does one thing after the other is given one file at a time.
    ///
    /// Fails with `Locked` and `Closed` after a shutdown.
    pub fn next_task(&self) -> Result<HostTask, DoorstepError> {
        let Some(mut core) = self.take()? else { return Ok(HostTask::Answers) };
        loop {
            let asked = guarded(|| Ok(core.next_task()));
            #[cfg(test)]
            self.meanwhile();
            let Ok(task) = asked else {
                self.work_off("sync.next_task", None, Then::GiveBack)?;
                return asked.map(|task| self.task(task));
            };
            let task = self.task(task);
            self.tell_of(&task);
            // Who brought a message meanwhile was told to wait for this thread: what there is to do is asked again.
            let then = if task.is_status() { Then::AskAgain } else { Then::GiveBack };
            match self.work_off("sync.next_task", Some(core), then)? {
                Some(engine) => core = engine,
                None => return self.unless_shut(task),
            }
        }
    }

    /// The hub (or something in its place) answered.
    pub fn answered(&self, task: TaskName, answer: HttpAnswer) -> Result<(), DoorstepError> {
        self.tell("sync.answered", Message::Answered(task.0, answer.into()))?;
        self.phone.announce(&[Area::Outbox, Area::Photos]);
        Ok(())
    }

    /// No answer came: no network, time-out, connection cut, wrong key.
    pub fn no_answer(&self, task: TaskName) -> Result<(), DoorstepError> {
        self.tell("sync.no_answer", Message::NoAnswer(task.0))?;
        self.phone.announce(&[Area::Outbox, Area::Photos]);
        Ok(())
    }

    /// The time of a `Wait` has come.
    pub fn woke(&self) -> Result<(), DoorstepError> {
        self.tell("sync.woke", Message::Woke)
    }

    /// Network or battery changed.
    pub fn host_changed(&self, status: HostStatus) -> Result<(), DoorstepError> {
        self.tell("sync.host_changed", Message::HostChanged(status.into()))
    }

    /// Gives up the exchange under way. Nothing is lost; the next one asks where the hub stands.
    pub fn cancel(&self) -> Result<(), DoorstepError> {
        self.tell("sync.cancel", Message::Cancel)
    }

    /// The hub of this phone.
    pub fn hub(&self) -> Result<HubAddress, DoorstepError> {
        guarded(|| Ok(self.hub.clone()))
    }
}

impl SyncSession {
    pub(crate) fn new(phone: Arc<Phone>) -> Result<Self, DoorstepError> {
        let me = Phone::me(&phone.core)?;
        let core = Core::new(Arc::clone(&phone.core))?;
        let desk = Desk { core: Some(core), is_taken: false, inbox: VecDeque::new() };
        Ok(Self {
            hub: HubAddress::new(&me.hub_url, me.hub_spki),
            phone,
            desk: Mutex::new(desk),
            #[cfg(test)]
            interruption: Mutex::default(),
        })
    }

    fn lock(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, what: &'static str, message: Message) -> Result<(), DoorstepError> {
        self.lock().inbox.push_back(message);
        match self.take()? {
            Some(core) => self.work_off(what, Some(core), Then::GiveBack).map(drop),
            None => Ok(()),
        }
    }

    /// The engine, for this thread alone; none when another one has it and will see to the inbox.
    fn take(&self) -> Result<Option<Core>, DoorstepError> {
        {
            let mut desk = self.lock();
            if desk.is_taken {
                return Ok(None);
            }
            desk.is_taken = true;
            if let Some(core) = desk.core.take() {
                return Ok(Some(core));
            }
        }
        // A panic took the last one with it; the journal knows where to go on.
        let made = guarded(|| Ok(Core::new(Arc::clone(&self.phone.core))?));
        if made.is_err() {
            self.lock().is_taken = false;
        }
        made.map(Some)
    }

    /// Hands the inbox to the engine until it is empty, and gives the engine back; or answers it, where something
    /// was in the inbox and the caller wants to ask again.
    fn work_off(
        &self,
        what: &'static str,
        mut core: Option<Core>,
        then: Then,
    ) -> Result<Option<Core>, DoorstepError> {
        let mut outcome = Ok(None);
        let mut is_news = false;
        loop {
            let message = {
                let mut desk = self.lock();
                let next = if core.is_some() { desk.inbox.pop_front() } else { None };
                let Some(message) = next else {
                    if is_news && core.is_some() && then == Then::AskAgain {
                        return Ok(core);
                    }
                    desk.core = core;
                    desk.is_taken = false;
                    return outcome;
                };
                message
            };
            is_news = true;
            if let Some(engine) = &mut core
                && let Err(error) = guarded(|| {
                    act(engine, message);
                    Ok(())
                })
            {
                self.phone.note(LogLevel::Error, what, error.code());
                outcome = Err(error);
                core = None;
            }
        }
    }

    /// A store that was shut is no fault that waiting ends, and has nothing to send.
    fn unless_shut(&self, task: HostTask) -> Result<HostTask, DoorstepError> {
        if self.phone.core.is_shut() && task != HostTask::Wiped {
            return Err(DoorstepError::Locked { reason: LockReason::Closed });
        }
        Ok(task)
    }

    fn task(&self, task: CoreTask) -> HostTask {
        match task {
            CoreTask::Request(task, request) => {
                HostTask::Request { task: TaskName(task), request: self.hub.to(request) }
            }
            CoreTask::Upload { task, path, file, offset, bytes } => HostTask::Upload {
                task: TaskName(task),
                request: self.hub.append(&path, offset),
                file: file.to_string_lossy().into_owned(),
                offset,
                bytes,
            },
            CoreTask::Answers => HostTask::Answers,
            CoreTask::Wait(until, cause) => HostTask::Wait { until, cause: cause.into() },
            CoreTask::Hold(cause) => HostTask::Hold { cause: cause.into() },
            CoreTask::Done(summary) => HostTask::Done { summary: summary.into() },
            CoreTask::Wiped => HostTask::Wiped,
        }
    }

    /// Log and listeners learn of the turns of an exchange; requests stay out of the log.
    fn tell_of(&self, task: &HostTask) {
        match task {
            HostTask::Request { .. } | HostTask::Upload { .. } | HostTask::Answers => {}
            HostTask::Wait { cause, .. } => {
                self.phone.note(LogLevel::Warning, "sync", format!("wait/{cause:?}"));
            }
            HostTask::Hold { cause } => {
                self.phone.note(LogLevel::Warning, "sync", format!("hold/{cause:?}"));
                self.phone.announce(&[Area::Enrolment, Area::Outbox]);
            }
            HostTask::Done { summary } => {
                let how = format!("done/{} sent, {} rows", summary.acknowledged, summary.rows);
                self.phone.note(LogLevel::Info, "sync", how);
                let areas: &[Area] = if summary.rows > 0 {
                    Area::ALL
                } else {
                    // One that brought nothing more may end the first whole exchange.
                    &[Area::Enrolment, Area::Outbox, Area::Photos]
                };
                self.phone.announce(areas);
            }
            HostTask::Wiped => {
                self.phone.note(LogLevel::Warning, "sync", "wiped");
                self.phone.announce(Area::ALL);
            }
        }
    }
}

/// What a thread does with the engine once the inbox is empty.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    GiveBack,
    AskAgain,
}

impl HostTask {
    /// Whether it only says how things stand; anything else is work, which the engine hands out once.
    fn is_status(&self) -> bool {
        matches!(self, Self::Answers | Self::Wait { .. } | Self::Hold { .. } | Self::Done { .. })
    }
}

/// What other threads do while this one has the engine.
#[cfg(test)]
impl SyncSession {
    /// Has the next call of `next_task` do this between asking the engine and giving it back.
    pub(crate) fn interrupt(&self, work: impl FnOnce(&Self) + Send + 'static) {
        *self.interruption.lock().unwrap() = Some(Box::new(work));
    }

    fn meanwhile(&self) {
        let work = self.interruption.lock().unwrap().take();
        if let Some(work) = work {
            work(self);
        }
    }
}

#[cfg(test)]
type Interruption = Box<dyn FnOnce(&SyncSession) + Send>;

fn act(core: &mut Core, message: Message) {
    match message {
        Message::Begin => core.begin(),
        Message::SendNow => core.send_now(),
        Message::Answered(task, response) => core.answered(task, response),
        Message::NoAnswer(task) => core.no_answer(task),
        Message::Woke => core.woke(),
        Message::HostChanged(status) => core.host(status),
        Message::Cancel => core.cancel(),
    }
}

impl From<HostStatus> for sync::HostStatus {
    fn from(status: HostStatus) -> Self {
        Self {
            network: match status.network {
                Network::Offline => sync::Network::Offline,
                Network::Metered => sync::Network::Metered,
                Network::Unmetered => sync::Network::Unmetered,
            },
            battery_percent: status.battery_percent,
            charging: status.is_charging,
            metered_photos: status.photos_may_cost,
        }
    }
}

impl From<sync::Summary> for Summary {
    fn from(summary: sync::Summary) -> Self {
        Self {
            requests: summary.requests,
            acknowledged: summary.acknowledged,
            rows: summary.rows,
            uploads: summary.uploads,
            retries: summary.retries,
            healed: summary.healed,
            photos_wait: summary.photos_wait.map(Into::into),
        }
    }
}

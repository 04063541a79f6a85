//! The way of every call: guarded, noted when it fails, announced when it changed something.

use std::{
    collections::VecDeque,
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use doorstep_core::{
    fieldwork::{Doorstep as Core, Identity},
    time::{Clock, Day, Timestamp},
};

use crate::{
    courier::Courier,
    error::DoorstepError,
    guard::guarded,
    host::{ChangeListener, LogSink},
    words::Thing,
};

/// A batch of log lines longer than this loses its oldest, so that a sink that hangs does not fill memory.
const MOST_LINES: usize = 512;
/// Lines that diagnostics remember.
const RECENT_LINES: usize = 100;

/// A part of the screen that may show something else now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, uniffi::Enum)]
pub enum Area {
    /// The list of today's stops.
    Today,
    /// Visits in progress and finished.
    Visits,
    /// Photos and how far they were sent.
    Photos,
    /// Households and residents.
    Register,
    /// Coverage.
    Coverage,
    /// The outbox.
    Outbox,
    /// Enrolment, what the phone may do, and whether its first data are here.
    Enrolment,
}

impl Area {
    /// Every area: after an enrolment, an exchange that brought rows, a wipe.
    pub(crate) const ALL: &'static [Self] = &[
        Self::Today,
        Self::Visits,
        Self::Photos,
        Self::Register,
        Self::Coverage,
        Self::Outbox,
        Self::Enrolment,
    ];
}

/// How grave a log line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum LogLevel {
    /// The normal course.
    Info,
    /// Something failed that is tried again or shown to the worker.
    Warning,
    /// A fault of ours.
    Error,
}

/// One line of the log: what was called and how it went. Never personal data.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LogLine {
    /// When.
    pub at: Timestamp,
    /// How grave.
    pub level: LogLevel,
    /// The call, such as `visits.finish`.
    pub what: String,
    /// How it went: an error's code, a state, a figure.
    pub how: String,
}

/// The open store with all that stands around it; every noun holds it.
pub(crate) struct Phone {
    pub(crate) core: Arc<Core>,
    pub(crate) clock: Arc<dyn Clock>,
    /// Where the store lies.
    pub(crate) folder: PathBuf,
    /// Whether the folder goes with the phone, as for previews.
    pub(crate) is_scratch: bool,
    changes: Option<Courier<Area>>,
    log: Option<Courier<LogLine>>,
    recent: Mutex<VecDeque<LogLine>>,
    enrolments: AtomicU64,
}

impl Phone {
    pub(crate) fn new(
        core: Core,
        clock: Arc<dyn Clock>,
        folder: PathBuf,
        is_scratch: bool,
        log: Option<Arc<dyn LogSink>>,
        listener: Option<Arc<dyn ChangeListener>>,
    ) -> Self {
        Self {
            core: Arc::new(core),
            clock,
            folder,
            is_scratch,
            // A host that throws has nobody to tell; the next batch is another chance.
            changes: listener
                .map(|host| Courier::new("doorstep-changes", move |areas| drop(host.changed(areas)))),
            log: log.map(|host| Courier::new("doorstep-log", move |lines| drop(host.write(lines)))),
            recent: Mutex::default(),
            enrolments: AtomicU64::new(0),
        }
    }

    /// Asks the core something.
    pub(crate) fn look<T, E: Into<DoorstepError>>(
        &self,
        what: &'static str,
        work: impl FnOnce(&Core) -> Result<T, E>,
    ) -> Result<T, DoorstepError> {
        let outcome = guarded(|| work(&self.core).map_err(Into::into));
        if let Err(error) = &outcome {
            self.note_error(what, error);
        }
        outcome
    }

    /// Has the core change something, and announces the areas once it is durable.
    pub(crate) fn change<T, E: Into<DoorstepError>>(
        &self,
        what: &'static str,
        areas: &[Area],
        work: impl FnOnce(&Core) -> Result<T, E>,
    ) -> Result<T, DoorstepError> {
        let outcome = self.look(what, work);
        if outcome.is_ok() {
            self.announce(areas);
        }
        outcome
    }

    pub(crate) fn announce(&self, areas: &[Area]) {
        let Some(changes) = &self.changes else { return };
        changes.push(|batch| {
            for area in areas {
                if !batch.contains(area) {
                    batch.push(*area);
                }
            }
        });
    }

    fn note_error(&self, what: &'static str, error: &DoorstepError) {
        let level = match error {
            DoorstepError::Internal { .. } => LogLevel::Error,
            _ => LogLevel::Warning,
        };
        self.note(level, what, error.code());
    }

    pub(crate) fn note(&self, level: LogLevel, what: &str, how: impl Into<String>) {
        let line = LogLine { at: self.clock.now(), level, what: what.to_owned(), how: how.into() };
        {
            let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
            if recent.len() == RECENT_LINES {
                recent.pop_front();
            }
            recent.push_back(line.clone());
        }
        let Some(log) = &self.log else { return };
        log.push(|batch| {
            if batch.len() == MOST_LINES {
                batch.remove(0);
            }
            batch.push(line);
        });
    }

    pub(crate) fn recent_lines(&self) -> Vec<LogLine> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    pub(crate) fn shut(&self) {
        self.core.shutdown();
        self.changes.iter().for_each(Courier::close);
        self.log.iter().for_each(Courier::close);
    }

    /// The enrolment.
    pub(crate) fn me(core: &Core) -> Result<Identity, DoorstepError> {
        core.identity()?.ok_or(DoorstepError::NotFound { what: Thing::Enrolment })
    }

    /// Tells one enrolment of this run from the next: a session belongs to one.
    pub(crate) fn enrolments(&self) -> u64 {
        self.enrolments.load(Ordering::SeqCst)
    }

    pub(crate) fn enrolled_again(&self) {
        self.enrolments.fetch_add(1, Ordering::SeqCst);
    }

    /// The civil day at the tenant's place.
    pub(crate) fn today(&self, me: &Identity) -> Day {
        me.settings.zone.day_of(self.clock.now())
    }
}

impl Drop for Phone {
    fn drop(&mut self) {
        self.core.shutdown();
        if self.is_scratch {
            // What stays of a preview is in the system's folder for such things.
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

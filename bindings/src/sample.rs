//! Invented data (演示数据) for previews and UI tests: a hamlet of twelve homes, given to the real core by a hub
//! that exists only in here.

mod hamlet;
mod hub;

use std::{
    env, fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use doorstep_core::{
    domain::{
        register::Subject,
        visit::{NextStep, VisitFact, VisitKind, VisitOutcome},
    },
    error::DoorstepError as CoreError,
    fieldwork::{DbKey, Doorstep as Core, Host, PAGE},
    id::{IdGen, OsIds},
    seal::SoftwareKey,
    time::{Clock, SystemClock, Timestamp},
};

use crate::{calls::Phone, error::DoorstepError, host::ChangeListener};

/// The system's clocks, of which the wall's stays behind until the hub was heard.
struct SampleClock {
    system: SystemClock,
    behind_ms: AtomicI64,
}

impl SampleClock {
    fn behind(days: u16) -> Self {
        Self { system: SystemClock::new(), behind_ms: AtomicI64::new(i64::from(days) * 24 * 60 * 60 * 1000) }
    }

    fn catch_up(&self) {
        self.behind_ms.store(0, Ordering::Relaxed);
    }
}

impl Clock for SampleClock {
    fn now(&self) -> Timestamp {
        self.system.now().plus_millis(-self.behind_ms.load(Ordering::Relaxed))
    }

    fn monotonic_ms(&self) -> u64 {
        self.system.monotonic_ms()
    }

    fn boot_id(&self) -> u64 {
        self.system.boot_id()
    }
}

/// A phone with the hamlet on it, in a new folder below `scratch`, whose hub was heard last so many days ago.
pub(crate) fn phone(
    scratch: Option<&str>,
    listener: Option<Arc<dyn ChangeListener>>,
    unheard_days: u16,
) -> Result<Phone, DoorstepError> {
    let clock = Arc::new(SampleClock::behind(unheard_days));
    let below = scratch.map_or_else(env::temp_dir, |scratch| Path::new(scratch).to_owned());
    let folder = below.join(format!("doorstep-sample-{}", OsIds.uuid(clock.now())));
    fs::create_dir_all(&folder)
        .map_err(|error| DoorstepError::Host { detail: format!("scratch folder: {}", error.kind()) })?;
    let mut key = [0; 32];
    OsIds.random(&mut key);
    let signer = Arc::new(SoftwareKey::generate(&OsIds));
    let host = Host { clock: clock.clone(), ids: Arc::new(OsIds), signer: signer.clone() };
    let core = Core::open(&folder, &DbKey::from_bytes(key), host).inspect_err(|_| {
        // Nobody could ever open what was begun there.
        let _ = fs::remove_dir_all(&folder);
    })?;
    let phone = Phone::new(core, clock.clone(), folder, true, None, listener);
    hub::fill(&phone.core, clock.now(), signer.as_ref())?;
    clock.catch_up();
    begin_the_day(&phone.core)?;
    Ok(phone)
}

/// A morning's work, so that no screen is empty: one home done, one attempted, one visit in progress.
fn begin_the_day(core: &Core) -> Result<(), CoreError> {
    let stops = core.today(None, None, PAGE)?;
    for (stop, outcome) in
        stops.iter().zip([Some(VisitOutcome::Completed), Some(VisitOutcome::NotHome), None])
    {
        let mut draft = core.start_visit(stop.household)?;
        draft.outcome = outcome;
        match outcome {
            Some(outcome) if !outcome.reached() => draft.next_step = Some(NextStep::ComeBack),
            _ if draft.facts.is_empty() => draft
                .facts
                .push(VisitFact { kind: VisitKind::CareVisit, subject: Subject::Household(stop.household) }),
            _ => {}
        }
        draft.note = outcome.is_none().then(|| "演示数据：走访进行中".to_owned());
        core.save_draft(&draft)?;
        if outcome.is_some() {
            core.finish_visit(draft.id)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_has_something_on_every_screen() {
        let scratch = tempfile::tempdir().unwrap();
        let phone = phone(scratch.path().to_str(), None, 0).unwrap();
        assert!(phone.core.today(None, None, PAGE).unwrap().len() >= 8);
        assert_eq!(phone.core.drafts().unwrap().len(), 1);
        assert_eq!(phone.core.unsent().unwrap(), 2);
        assert!(!phone.core.search("wang", None, 10).unwrap().is_empty());
        let me = phone.core.identity().unwrap().unwrap();
        assert!(me.settings.demo);
        let period =
            doorstep_core::time::Period::containing(doorstep_core::time::PeriodKind::Month, phone.today(&me));
        assert!(!phone.core.coverage(period).unwrap().counts.is_empty());
        let folder = phone.folder.clone();
        drop(phone);
        assert!(!folder.exists(), "a preview leaves nothing behind");
    }
}

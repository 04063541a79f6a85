//! The root object: one worker's day on one phone.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use doorstep_core::{
    domain::org,
    fieldwork::{self, DbKey, Doorstep as Core, Host},
    id::{DeviceId, OpId, OsIds, StaffId},
    time::{SystemClock, Timestamp},
};

use crate::{
    calls::{Area, LogLevel, Phone},
    coverage::Coverage,
    diagnostics::Diagnostics,
    enrolment::Enrolment,
    error::DoorstepError,
    guard::guarded,
    host::{ChangeListener, KeyVault, LogSink, VaultSigner},
    http::HubAddress,
    outbox::Outbox,
    photos::Photos,
    register::Register,
    responsibility::ResponsibilityList,
    review::Review,
    sample,
    screen_words::ScreenWord,
    session::SyncSession,
    stored::{LossView, StoredView},
    today::Today,
    visits::Visits,
    words::{DeviceState, Readiness, StaffRole, Words},
};

/// A worker.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct StaffView {
    /// Their id.
    pub id: StaffId,
    /// Their name.
    pub name: String,
    /// What they are.
    pub role: StaffRole,
}

/// Which screens a worker needs, so that no app decides by the name of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct RoleScreens {
    /// Whether the phone holds tickets in place of what duties derive from.
    pub holds_tickets: bool,
    /// Whether the worker settles what visits claim and what was remarked on them.
    pub reviews: bool,
    /// Whether the worker gets pictures, few words and large targets.
    pub is_plain: bool,
}

impl From<fieldwork::RoleScreens> for RoleScreens {
    fn from(screens: fieldwork::RoleScreens) -> Self {
        let fieldwork::RoleScreens { holds_tickets, reviews, is_plain } = screens;
        Self { holds_tickets, reviews, is_plain }
    }
}

/// Who this phone is.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct IdentityView {
    /// The phone's id at the hub.
    pub device: DeviceId,
    /// Whose phone it is.
    pub staff: StaffView,
    /// Which screens they need.
    pub screens: RoleScreens,
    /// The tenant.
    pub tenant: String,
    /// Whether the data are invented, to be marked 演示数据 wherever they show.
    pub is_demo: bool,
    /// What to dial to report at once, where the tenant named a number; it needs no data.
    pub report_phone: Option<String>,
    /// The hub.
    pub hub: HubAddress,
    /// What the phone may still do.
    pub state: DeviceState,
}

/// A journal that proved sound.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct JournalProofView {
    /// How many records the chain holds.
    pub records: u64,
    /// How many of them record a photo.
    pub photos: u64,
    /// The last of them.
    pub last: Option<OpId>,
}

/// One worker's day on one phone. Make one for each worker's folder and keep it; any method may be called from
/// any thread.
#[derive(uniffi::Object)]
pub struct Doorstep {
    phone: Arc<Phone>,
    /// The session and the enrolment that it belongs to.
    session: Mutex<Option<(u64, Arc<SyncSession>)>>,
}

/// Moves the store in `folder` out of the way, for a phone whose vault lost its key: the next `open` begins anew, and
/// nothing recorded is lost. Answers where it lies; where the tenant allows it, `recovery.age` in there holds the key, for
/// the hub to read (`doorstep recover`). Shut the store down first.
///
/// Fails with `Locked` while it is open, with `Host` when a file cannot be moved; calling it again goes on.
#[uniffi::export]
pub fn set_aside(folder: String) -> Result<String, DoorstepError> {
    guarded(|| Ok(Core::set_aside(Path::new(&folder))?.to_string_lossy().into_owned()))
}

/// Whether a wipe of the store in `folder`, by its worker or by the hub, was begun and did not come to its end. The next
/// `open` finishes it and begins anew: forget the keys of the old store before. It cannot fail.
#[uniffi::export]
pub fn wipe_is_cut_short(folder: String) -> bool {
    Core::wipe_is_cut_short(Path::new(&folder))
}

#[uniffi::export]
impl Doorstep {
    /// Opens the store in `folder`, creating it on first use. Keep the folder out of the system's backups.
    ///
    /// Fails with `Locked` when the key is wrong, the file is damaged (it was set aside; opening again begins a
    /// new store) or was written by a newer app, and with `Host` when the vault fails.
    #[uniffi::constructor(default(log = None, listener = None))]
    pub fn open(
        folder: String,
        vault: Arc<dyn KeyVault>,
        log: Option<Arc<dyn LogSink>>,
        listener: Option<Arc<dyn ChangeListener>>,
    ) -> Result<Arc<Self>, DoorstepError> {
        guarded(|| {
            let given = vault.database_key()?;
            let key = DbKey::from_slice(&given).map_err(doorstep_core::error::DoorstepError::from)?;
            let clock = Arc::new(SystemClock::new());
            let host = Host {
                clock: clock.clone(),
                ids: Arc::new(OsIds),
                signer: Arc::new(VaultSigner::new(vault)?),
            };
            let folder = Path::new(&folder);
            let core = Core::open(folder, &key, host)?;
            let phone = Phone::new(core, clock, folder.to_owned(), false, log, listener);
            phone.note(LogLevel::Info, "open", "opened");
            Ok(Arc::new(Self::around(phone)))
        })
    }

    /// A real core with invented data (演示数据) for previews and UI tests: no hub, no key vault, gone when it is
    /// closed. It lies in a folder of its own below `scratch`, the system's folder for temporary files when
    /// absent. `unheard_days` ago its hub was heard last: more than seven lock its homes.
    #[uniffi::constructor(default(scratch = None, listener = None, unheard_days = 0))]
    pub fn in_memory(
        scratch: Option<String>,
        listener: Option<Arc<dyn ChangeListener>>,
        unheard_days: u16,
    ) -> Result<Arc<Self>, DoorstepError> {
        guarded(|| Ok(Arc::new(Self::around(sample::phone(scratch.as_deref(), listener, unheard_days)?))))
    }

    /// The list of today's stops.
    pub fn today(&self) -> Result<Arc<Today>, DoorstepError> {
        guarded(|| Ok(Arc::new(Today { phone: self.phone() })))
    }

    /// Visits.
    pub fn visits(&self) -> Result<Arc<Visits>, DoorstepError> {
        guarded(|| Ok(Arc::new(Visits { phone: self.phone() })))
    }

    /// Photos.
    pub fn photos(&self) -> Result<Arc<Photos>, DoorstepError> {
        guarded(|| Ok(Arc::new(Photos { phone: self.phone() })))
    }

    /// Households and residents.
    pub fn register(&self) -> Result<Arc<Register>, DoorstepError> {
        guarded(|| Ok(Arc::new(Register { phone: self.phone() })))
    }

    /// Coverage.
    pub fn coverage(&self) -> Result<Arc<Coverage>, DoorstepError> {
        guarded(|| Ok(Arc::new(Coverage { phone: self.phone() })))
    }

    /// The outbox.
    pub fn outbox(&self) -> Result<Arc<Outbox>, DoorstepError> {
        guarded(|| Ok(Arc::new(Outbox { phone: self.phone() })))
    }

    /// Who answers for which grid.
    pub fn responsibility_list(&self) -> Result<Arc<ResponsibilityList>, DoorstepError> {
        guarded(|| Ok(Arc::new(ResponsibilityList { phone: self.phone() })))
    }

    /// What waits for a supervisor.
    pub fn review(&self) -> Result<Arc<Review>, DoorstepError> {
        guarded(|| Ok(Arc::new(Review { phone: self.phone() })))
    }

    /// Reads the text of an enrolment QR.
    ///
    /// Fails with `InvalidInput` when it is none.
    pub fn read_enrolment(&self, qr: String) -> Result<Arc<Enrolment>, DoorstepError> {
        self.phone.look("enrolment.read", |core| {
            let ticket = core.read_enrol_qr(&qr)?;
            Ok::<_, DoorstepError>(Arc::new(Enrolment { phone: self.phone(), ticket }))
        })
    }

    /// The sync session of this phone: the same one until the phone enrols anew.
    ///
    /// Fails with `NotFound` before enrolment.
    pub fn sync_session(&self) -> Result<Arc<SyncSession>, DoorstepError> {
        self.phone.look("sync_session", |_| {
            let enrolment = self.phone.enrolments();
            let mut slot = self.session.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((of, session)) = &*slot
                && *of == enrolment
            {
                return Ok(Arc::clone(session));
            }
            let session = Arc::new(SyncSession::new(self.phone())?);
            *slot = Some((enrolment, Arc::clone(&session)));
            Ok::<_, DoorstepError>(session)
        })
    }

    /// Who this phone is; none before enrolment.
    pub fn identity(&self) -> Result<Option<IdentityView>, DoorstepError> {
        self.phone.look("identity", |core| {
            core.identity().map(|me| {
                me.map(|me| IdentityView {
                    device: me.device,
                    hub: HubAddress::new(&me.hub_url, me.hub_spki),
                    screens: fieldwork::RoleScreens::of(me.staff.role).into(),
                    staff: me.staff.into(),
                    tenant: me.settings.name,
                    is_demo: me.settings.demo,
                    report_phone: me.settings.report_phone.map(|number| number.reveal().to_owned()),
                    state: me.state.into(),
                })
            })
        })
    }

    /// Whether this phone has yet what its worker answers for.
    pub fn readiness(&self) -> Result<Readiness, DoorstepError> {
        self.phone.look("readiness", |core| core.readiness().map(Into::into))
    }

    /// What a screen says where it has nothing to show: that there is none, in the words of `none`, or that the first
    /// data are still on their way.
    pub fn words_of_nothing(&self, none: ScreenWord) -> Result<Words, DoorstepError> {
        self.phone.look("words_of_nothing", |core| core.words_of_nothing(none.into()).map(Into::into))
    }

    /// That homes are locked, in words, once the hub was out of reach for more than seven days. No more of a home is told then
    /// than its form of address, its place, what is to be done there and how to be safe: whatever names residents is empty or
    /// without the names, and visits are recorded as ever. None while they are not; the next full exchange ends it.
    pub fn homes_lock(&self) -> Result<Option<Words>, DoorstepError> {
        self.phone.look("homes_lock", |core| core.homes_lock().map(|words| words.map(Into::into)))
    }

    /// Twelve digits of this phone's key, in groups, for its worker to show and the manager to find in `doorstep devices`:
    /// who compares them knows that it was this phone that enrolled.
    pub fn short_code(&self) -> Result<String, DoorstepError> {
        self.phone.look("short_code", |core| core.short_code())
    }

    /// What lies on this phone.
    pub fn stored(&self) -> Result<StoredView, DoorstepError> {
        self.phone.look("stored", |core| core.stored().map(Into::into))
    }

    /// What would be lost with this phone as it is now: to be told before a wipe and before another worker takes it
    /// over. Where this fails, nobody knows.
    pub fn would_be_lost(&self) -> Result<LossView, DoorstepError> {
        self.phone.look("would_be_lost", |core| core.would_be_lost().map(Into::into))
    }

    /// Date and time of an instant as the tenant's clocks show it, wherever the phone is.
    ///
    /// Fails with `NotFound` before enrolment.
    pub fn words_of_time(&self, at: Timestamp) -> Result<Words, DoorstepError> {
        self.phone.look("words_of_time", |core| core.time_words(at).map(Into::into))
    }

    /// Says something to the office (投诉建议); durable when this returns, and sent like any record. No phone is sent it.
    ///
    /// Fails with `InvalidInput` (`words`) for no words, more than a page, or such as no screen shows.
    pub fn give_feedback(&self, words: String) -> Result<(), DoorstepError> {
        self.phone.change("give_feedback", &[Area::Outbox], |core| core.give_feedback(&words))
    }

    /// What was typed into a form other than a visit and neither used nor thrown away, by the names that the app gave form and
    /// fields.
    pub fn typed(&self, form: String) -> Result<HashMap<String, String>, DoorstepError> {
        self.phone.look("typed", |core| core.typed(&form).map(|fields| fields.into_iter().collect()))
    }

    /// Keeps what stands in a field of a form now, so that a killed app resumes with it; durable when this returns. No words
    /// empty it. A form whose name ends with a slash and the id of a visit in progress ends with it.
    ///
    /// Fails with `InvalidInput` for more words than a page (`words`) and for names that are too long (`form`, `field`).
    pub fn keep_typed(&self, form: String, field: String, words: String) -> Result<(), DoorstepError> {
        self.phone.change("keep_typed", &[], |core| core.keep_typed(&form, &field, &words))
    }

    /// Empties a form: what was typed was used or thrown away. Durable when this returns.
    pub fn clear_typed(&self, form: String) -> Result<(), DoorstepError> {
        self.phone.change("clear_typed", &[], |core| core.clear_typed(&form))
    }

    /// Proves the journal's chain from the first record to the last.
    ///
    /// Fails with `Conflict` naming the first broken link.
    pub fn prove_journal(&self) -> Result<JournalProofView, DoorstepError> {
        self.phone.look("prove_journal", |core| {
            core.prove_journal().map(|proof| JournalProofView {
                records: proof.ops.len() as u64,
                photos: proof.photos,
                last: proof.ops.last().copied(),
            })
        })
    }

    /// Writes a file that a user can send to support: counts, versions, states and causes, no personal data.
    /// It tells what it can of a store that is shut or damaged too.
    ///
    /// Fails with `InvalidInput` (`path`) for one of the store's own files, with `StorageFull`, and with `Host` when the file
    /// cannot be written.
    pub fn diagnostics(&self, path: String) -> Result<Diagnostics, DoorstepError> {
        self.phone.look("diagnostics", |_| Diagnostics::write(&self.phone, Path::new(&path)))
    }

    /// Closes the store after the calls under way. Later calls answer `Locked` with `Closed`.
    pub fn shutdown(&self) -> Result<(), DoorstepError> {
        guarded(|| {
            self.phone.note(LogLevel::Info, "shutdown", "closed");
            self.phone.shut();
            Ok(())
        })
    }

    /// Destroys everything that this store holds: for a worker who leaves. Unsent work goes with it: ask before for the
    /// `LossView`.
    pub fn wipe(&self) -> Result<(), DoorstepError> {
        self.phone.change("wipe", Area::ALL, |core| core.wipe())
    }
}

impl Doorstep {
    fn around(phone: Phone) -> Self {
        Self { phone: Arc::new(phone), session: Mutex::new(None) }
    }

    fn phone(&self) -> Arc<Phone> {
        Arc::clone(&self.phone)
    }
}

impl From<org::Staff> for StaffView {
    fn from(staff: org::Staff) -> Self {
        Self { id: staff.id, name: staff.name, role: staff.role.into() }
    }
}

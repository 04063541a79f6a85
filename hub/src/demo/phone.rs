//! A simulated phone: the real core over a folder, with a key in memory, a clock that is told the time and a
//! network that may be bad.

use std::{path::Path, sync::Arc};

use doorstep_core::{
    error::DoorstepError,
    fieldwork::{DbKey, Doorstep, Host, HostTask, SyncSession},
    id::{IdGen, SeededIds},
    op::wire::EnrolTicket,
    seal::SoftwareKey,
    sync::{Cause, Summary},
    time::{Clock, ManualClock},
};

use super::network::Network;

/// No exchange needs more tasks than this; one that does has run in circles.
const MAX_TASKS: u32 = 20_000;

/// What a phone's host must keep: the secrets of its key vault. A demo's phone derives them from its seed.
pub struct Vault {
    seed: u64,
}

impl Vault {
    /// The vault of the phone that `seed` determines.
    pub const fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// What determines it.
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    fn secret(&self, stream: u64) -> [u8; 32] {
        let mut secret = [0u8; 32];
        SeededIds::new(self.seed.wrapping_mul(0x1_0000).wrapping_add(stream)).random(&mut secret);
        secret
    }

    /// The database key.
    pub fn db_key(&self) -> DbKey {
        DbKey::from_bytes(self.db_key_bytes())
    }

    /// Its bytes, for whoever looks into the phone's file from outside.
    pub fn db_key_bytes(&self) -> [u8; 32] {
        self.secret(1)
    }

    /// The device's signing key.
    pub fn signing_key(&self) -> SoftwareKey {
        SoftwareKey::generate(&SeededIds::new(self.seed.wrapping_mul(0x1_0000).wrapping_add(2)))
    }
}

/// A phone that is switched on.
pub struct Phone {
    /// The core.
    pub doorstep: Arc<Doorstep>,
    session: Option<SyncSession>,
    clock: Arc<ManualClock>,
}

/// How an exchange ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// All that may go has gone.
    Done(Summary),
    /// It holds for the outside world.
    Held(Cause),
    /// The store was destroyed by an order.
    Wiped,
}

impl Phone {
    /// Switches on: opens the store in `dir`. Every start draws other ids, as a real phone's generator would.
    ///
    /// # Errors
    /// As [`Doorstep::open`].
    pub fn open(
        dir: &Path,
        vault: &Vault,
        clock: Arc<ManualClock>,
        start: u64,
    ) -> Result<Self, DoorstepError> {
        let ids = SeededIds::new(vault.seed.wrapping_mul(0x1_0000).wrapping_add(0x100 + start));
        let host = Host { clock: clock.clone(), ids: Arc::new(ids), signer: Arc::new(vault.signing_key()) };
        let doorstep = Arc::new(Doorstep::open(dir, &vault.db_key(), host)?);
        Ok(Self { doorstep, session: None, clock })
    }

    /// Enrols with the text of a QR, trying until the network lets it through.
    ///
    /// # Errors
    /// When the hub refuses.
    pub fn enrol(&self, qr: &str, network: &mut dyn Network) -> Result<EnrolTicket, DoorstepError> {
        let ticket = self.doorstep.read_enrol_qr(qr)?;
        let request = self.doorstep.enrol_request(&ticket)?;
        let mut last = DoorstepError::Offline { retry_after_ms: 0 };
        for _ in 0..50 {
            let Some(answer) = network.request(&request) else { continue };
            match self.doorstep.enrol(&ticket, &answer) {
                Ok(_) => return Ok(ticket),
                Err(error @ DoorstepError::Offline { .. }) => last = error,
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }

    /// Runs one exchange to its end; waits are passed by moving the clock on, never by sleeping.
    ///
    /// # Errors
    /// Before enrolment, or when the exchange runs in circles.
    pub fn sync(&mut self, network: &mut dyn Network) -> Result<Ended, DoorstepError> {
        let mut session = match self.session.take() {
            Some(session) => session,
            None => SyncSession::new(Arc::clone(&self.doorstep))?,
        };
        session.begin();
        let ended = self.drive(&mut session, network);
        self.session = Some(session);
        ended
    }

    fn drive(&self, session: &mut SyncSession, network: &mut dyn Network) -> Result<Ended, DoorstepError> {
        for _ in 0..MAX_TASKS {
            match session.next_task() {
                HostTask::Request(task, request) => match network.request(&request) {
                    Some(answer) => session.answered(task, answer),
                    None => session.no_answer(task),
                },
                HostTask::Upload { task, path, file, offset, .. } => {
                    match network.upload(&path, &file, offset) {
                        Some(answer) => session.answered(task, answer),
                        None => session.no_answer(task),
                    }
                }
                HostTask::Wait(until, _) => {
                    self.clock.set(until.max(self.clock.now()));
                    session.woke();
                }
                HostTask::Done(summary) => return Ok(Ended::Done(summary)),
                HostTask::Hold(cause) => return Ok(Ended::Held(cause)),
                HostTask::Wiped => return Ok(Ended::Wiped),
                HostTask::Answers => break,
            }
        }
        Err(DoorstepError::Internal { code: "demo/phone/circles".into() })
    }
}

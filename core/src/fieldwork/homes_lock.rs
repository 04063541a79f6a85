//! The lock of a phone that its hub lost sight of: a wipe on the hub's order needs a network, and this does not.
//!
//! While it holds, whatever tells of homes withholds what a door does not need, so that no screen has to.

use crate::{
    error::DoorstepError,
    store::{StoreError, Tx, device},
    text::Text,
};

use super::{Doorstep, HouseholdView, PhoneWord, Stop, quantities::figure};

/// How long what is known of homes may be shown without the hub.
const DAYS: i64 = 7;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

impl Doorstep {
    /// That homes are locked, in words, once the last full exchange with the hub is more than seven days ago. No more of a
    /// home is told then than its form of address, its place, what is to be done there and how to be safe: whatever names
    /// residents is empty or without the names, and visits are recorded as ever. None while they are not. The next full
    /// exchange ends it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn homes_lock(&self) -> Result<Option<Text>, DoorstepError> {
        Ok(self.store.read(|tx| self.lock_of_homes(tx))?)
    }

    pub(super) fn lock_of_homes(&self, tx: &Tx<'_>) -> Result<Option<Text>, StoreError> {
        let now = self.host.clock.now();
        let is_locked = |heard: &_| now.since(*heard) > DAYS * DAY_MS;
        Ok(device::last_full_pull(tx)?
            .filter(is_locked)
            .map(|_| PhoneWord::HomesLocked.with(&[figure(DAYS)])))
    }

    pub(super) fn homes_are_locked(&self, tx: &Tx<'_>) -> Result<bool, StoreError> {
        Ok(self.lock_of_homes(tx)?.is_some())
    }
}

/// The same stop, naming nobody.
pub(super) fn locked_stop(mut stop: Stop) -> Stop {
    stop.handed_over = None;
    stop.duties.iter_mut().for_each(|duty| duty.name = None);
    stop
}

impl HouseholdView {
    /// What a door needs of it, and no more.
    pub(super) fn locked(mut self, lock: Text) -> Self {
        self.household.phone = None;
        self.household.handed_over = None;
        self.duties.retain(|duty| duty.is_due_today);
        Self {
            residents: Vec::new(),
            visits: Vec::new(),
            needs: Vec::new(),
            correctable: Default::default(),
            handed_over: None,
            may_hand_over: false,
            may_add_resident: false,
            lock: Some(lock),
            ..self
        }
    }
}

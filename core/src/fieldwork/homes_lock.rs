//! The lock of a phone that its hub lost sight of: a wipe on the hub's order needs a network, and this does not.

use crate::{error::DoorstepError, store::device, text::Text};

use super::{Doorstep, PhoneWord, quantities::figure};

/// How long what is known of homes may be shown without the hub.
const DAYS: i64 = 7;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

impl Doorstep {
    /// That homes are locked, in words, once the last full exchange with the hub is more than seven days ago: a screen then
    /// shows no more of a home than its form of address, its place, what is to be done there and how to be safe, and
    /// visits are recorded as ever. None while they are not. The next full exchange ends it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn homes_lock(&self) -> Result<Option<Text>, DoorstepError> {
        let heard = self.store.read(device::last_full_pull)?;
        let is_locked = |heard| self.host.clock.now().since(heard) > DAYS * DAY_MS;
        Ok(heard.filter(|&heard| is_locked(heard)).map(|_| PhoneWord::HomesLocked.with(&[figure(DAYS)])))
    }
}

//! When to try again.

use crate::time::Timestamp;

/// First delay's upper bound.
const BASE_MS: u64 = 2_000;
/// No delay of our own is longer: a worker who comes back into signal should not wait for days.
const CAP_MS: u64 = 15 * 60 * 1000;
/// A hub's `Retry-After` is honoured up to this.
const RETRY_AFTER_CAP_MS: u64 = 60 * 60 * 1000;

/// Exponential back-off with full jitter: each delay is drawn between zero and a bound that doubles, so that a
/// township's phones do not come back in step (AWS Architecture Blog, "Exponential Backoff and Jitter", 2015).
#[derive(Clone, Debug)]
pub struct Backoff {
    failures: u32,
    state: u64,
}

impl Backoff {
    /// A fresh back-off; `seed` makes one phone's delays differ from another's.
    pub const fn new(seed: u64) -> Self {
        Self { failures: 0, state: seed }
    }

    /// Counts a failure and tells when to try again.
    pub fn failed(&mut self, now: Timestamp, retry_after_s: Option<u64>) -> Timestamp {
        let at = self.after(self.failures, now, retry_after_s);
        self.failures = self.failures.saturating_add(1);
        at
    }

    /// When to try again what failed so often before, counted elsewhere.
    pub fn after(&mut self, failures: u32, now: Timestamp, retry_after_s: Option<u64>) -> Timestamp {
        let bound = BASE_MS.saturating_mul(1 << failures.min(16)).min(CAP_MS);
        let drawn = i64::try_from(self.draw() % bound.saturating_add(1)).unwrap_or(0);
        asked_until(now, retry_after_s).max(now.plus_millis(drawn))
    }

    /// A success: the next failure starts from the beginning.
    pub const fn succeeded(&mut self) {
        self.failures = 0;
    }

    // xorshift64*: jitter needs to differ, not to be secret.
    fn draw(&mut self) -> u64 {
        let mut x = self.state | 1;
        x ^= x >> 12;
        x ^= x << 25;
        x ^= x >> 27;
        self.state = x;
        x.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 1
    }
}

/// Until when a hub that answers at `now` wants to be left alone; `now` when it did not say.
pub(super) fn asked_until(now: Timestamp, retry_after_s: Option<u64>) -> Timestamp {
    let asked = retry_after_s.map_or(0, |s| s.saturating_mul(1000).min(RETRY_AFTER_CAP_MS));
    now.plus_millis(i64::try_from(asked).unwrap_or(0))
}

/// Whether `until` still lies ahead. One that lies further ahead than any wait can was reckoned by a clock that
/// has been put back since, and holds no longer.
pub(super) fn is_ahead(now: Timestamp, until: Timestamp) -> bool {
    u64::try_from(until.since(now)).is_ok_and(|ms| (1..=RETRY_AFTER_CAP_MS).contains(&ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_but_never_beyond_a_quarter_of_an_hour() {
        let now = Timestamp::from_millis(0);
        let mut backoff = Backoff::new(7);
        let first = backoff.failed(now, None);
        assert!(first.millis() <= 2_000);
        let longest = (0..60).map(|_| backoff.failed(now, None).millis()).max().unwrap();
        assert!(longest > 60_000 && longest <= 15 * 60 * 1000, "{longest}");
    }

    #[test]
    fn a_hub_that_asks_for_time_gets_it_but_not_a_day() {
        let now = Timestamp::from_millis(0);
        assert!(Backoff::new(1).failed(now, Some(120)).millis() >= 120_000);
        assert_eq!(Backoff::new(1).failed(now, Some(1_000_000)).millis(), 60 * 60 * 1000);
    }

    #[test]
    fn a_wait_that_a_wrong_clock_reckoned_does_not_hold() {
        let now = Timestamp::from_millis(0);
        assert!(is_ahead(now, now.plus_millis(60_000)));
        assert!(!is_ahead(now, now));
        assert!(!is_ahead(now, now.plus_millis(86_400_000)));
    }
}

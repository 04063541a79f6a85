//! Where instants come from.

use std::sync::atomic::{AtomicI64, Ordering};

use super::Timestamp;

/// The device's clocks. Wall time can jump; monotonic time counts within one boot.
pub trait Clock: Send + Sync {
    /// Wall time as the device believes it.
    fn now(&self) -> Timestamp;
    /// Milliseconds since some fixed moment of this boot; never goes back, and may stand still while the device sleeps.
    fn monotonic_ms(&self) -> u64;
    /// Tells one boot from another, so that monotonic times are compared only within one.
    fn boot_id(&self) -> u64;
}

/// The operating system's clocks; the monotonic one counts from the creation of the value.
#[derive(Debug)]
pub struct SystemClock {
    started: std::time::Instant,
    boot_id: u64,
}

impl SystemClock {
    /// Reads the clocks once, to start the monotonic count.
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the clocks")]
    pub fn new() -> Self {
        let mut boot = [0u8; 8];
        crate::id::IdGen::random(&crate::id::OsIds, &mut boot);
        // 63 bits: the value is stored as an SQLite integer.
        Self { started: std::time::Instant::now(), boot_id: u64::from_le_bytes(boot) >> 1 }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the clocks")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn monotonic_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn boot_id(&self) -> u64 {
        self.boot_id
    }
}

/// A clock that moves only when told: for simulations, the demo and tests.
#[derive(Debug)]
pub struct ManualClock {
    now: AtomicI64,
    started: i64,
}

impl ManualClock {
    /// A clock that shows `now`.
    pub fn at(now: Timestamp) -> Self {
        Self { now: AtomicI64::new(now.millis()), started: now.millis() }
    }

    /// Moves on by `millis`.
    pub fn advance(&self, millis: i64) {
        self.now.fetch_add(millis, Ordering::Relaxed);
    }

    /// Jumps to `now`, forwards or back.
    pub fn set(&self, now: Timestamp) {
        self.now.store(now.millis(), Ordering::Relaxed);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now.load(Ordering::Relaxed))
    }

    fn monotonic_ms(&self) -> u64 {
        u64::try_from(self.now().millis().saturating_sub(self.started)).unwrap_or(0)
    }

    fn boot_id(&self) -> u64 {
        1
    }
}

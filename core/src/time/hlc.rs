//! Hybrid logical clock: orders events of several devices near wall time without trusting any one clock.
//!
//! After Kulkarni et al., "Logical Physical Clocks" (2014): wall milliseconds, then a counter for events of
//! the same millisecond. Ties between devices are broken by the device id where it matters.

use std::{fmt, str::FromStr, sync::Mutex};

use serde::{Deserialize, Serialize};

use super::Timestamp;

/// A reading of the hybrid clock. Written `millis.counter`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hlc {
    /// Wall milliseconds, never behind any reading seen before.
    pub millis: i64,
    /// Orders readings of the same millisecond.
    pub counter: u32,
}

impl Hlc {
    /// This reading, or `limit` when it lies beyond: a client's clock must not win by being wrong.
    pub fn clamped_to(self, limit: Timestamp) -> Self {
        if self.millis > limit.millis() { Self { millis: limit.millis(), counter: u32::MAX } } else { self }
    }
}

impl fmt::Display for Hlc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.millis, self.counter)
    }
}

impl FromStr for Hlc {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (millis, counter) = text.split_once('.').unwrap_or((text, "0"));
        Ok(Self { millis: millis.parse()?, counter: counter.parse()? })
    }
}

impl Serialize for Hlc {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hlc {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The running clock of one device.
#[derive(Debug, Default)]
pub struct HlcClock {
    last: Mutex<Hlc>,
}

impl HlcClock {
    /// Goes on from `last`, the highest reading that was stored.
    pub fn resume(last: Hlc) -> Self {
        Self { last: Mutex::new(last) }
    }

    /// A reading for an event at wall time `now`; later than every reading before.
    pub fn tick(&self, now: Timestamp) -> Hlc {
        let mut last = self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *last = if now.millis() > last.millis {
            Hlc { millis: now.millis(), counter: 0 }
        } else {
            match last.counter.checked_add(1) {
                Some(counter) => Hlc { counter, ..*last },
                None => Hlc { millis: last.millis.saturating_add(1), counter: 0 },
            }
        };
        *last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_rise_even_when_the_wall_clock_falls() {
        let clock = HlcClock::default();
        let first = clock.tick(Timestamp::from_millis(1_000));
        let second = clock.tick(Timestamp::from_millis(400));
        assert!(second > first);
        assert_eq!(second.to_string(), "1000.1");
        assert_eq!("1000.1".parse(), Ok(second));
    }

    #[test]
    fn a_clock_far_ahead_is_clamped() {
        let reading = Hlc { millis: 9_000, counter: 3 };
        assert_eq!(reading.clamped_to(Timestamp::from_millis(5_000)).millis, 5_000);
        assert_eq!(reading.clamped_to(Timestamp::from_millis(9_000)), reading);
    }
}

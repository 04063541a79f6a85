//! Names of things: one newtype per kind over a UUIDv7, and the only source of randomness.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::time::Timestamp;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map(Self)
            }
        }

        impl $name {
            /// A new id, ordered by the time `at`.
            pub fn generate(ids: &dyn IdGen, at: Timestamp) -> Self {
                Self(ids.uuid(at))
            }
        }
    )*};
}

ids! {
    /// The organisation that runs a hub.
    TenantId,
    /// One enrolment of one phone; a restored or cloned phone gets a new one.
    DeviceId,
    /// One operation of the journal, unique in the tenant.
    OpId,
    /// The operations of one finish, applied all or none.
    GroupId,
    /// A worker or volunteer.
    StaffId,
    /// A household (户).
    HouseholdId,
    /// A resident (人).
    ResidentId,
    /// A visit.
    VisitId,
    /// A photo or other evidence file.
    PhotoId,
    /// A need found at a household.
    NeedId,
    /// An exemption from duties.
    ExemptionId,
    /// One line of a responsibility list.
    ResponsibilityId,
    /// A task handed to a role that may not see what it derives from.
    TicketId,
    /// A claim (deceased, moved out) that waits for a supervisor.
    ClaimId,
    /// A remark on a visit that waits for a supervisor.
    ExceptionId,
    /// One order of the hub to one device.
    OrderId,
    /// A visit in progress.
    DraftId,
}

/// Source of ids and random bytes; injected, so that a simulation can be replayed.
pub trait IdGen: Send + Sync {
    /// Fills `out` with random bytes.
    fn random(&self, out: &mut [u8]);

    /// A UUIDv7 for the instant `at`; random in all other bits.
    fn uuid(&self, at: Timestamp) -> Uuid {
        let mut tail = [0u8; 10];
        self.random(&mut tail);
        let millis = u64::try_from(at.millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
    }
}

/// Ids from the operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsIds;

impl IdGen for OsIds {
    #[allow(clippy::disallowed_methods, reason = "the one place that draws randomness")]
    #[allow(clippy::expect_used, reason = "a phone without a random generator cannot keep evidence")]
    fn random(&self, out: &mut [u8]) {
        getrandom::fill(out).expect("the operating system's random generator failed");
    }
}

/// Repeatable ids for simulations and tests (SplitMix64; not for secrets).
#[derive(Debug)]
pub struct SeededIds(std::sync::atomic::AtomicU64);

impl SeededIds {
    /// A stream that `seed` determines.
    pub fn new(seed: u64) -> Self {
        Self(std::sync::atomic::AtomicU64::new(seed))
    }

    fn next(&self) -> u64 {
        const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;
        let state = self.0.fetch_add(GAMMA, std::sync::atomic::Ordering::Relaxed).wrapping_add(GAMMA);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

impl IdGen for SeededIds {
    fn random(&self, out: &mut [u8]) {
        for chunk in out.chunks_mut(8) {
            for (byte, random) in chunk.iter_mut().zip(self.next().to_le_bytes()) {
                *byte = random;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_their_time() {
        let ids = SeededIds::new(1);
        let early = OpId::generate(&ids, Timestamp::from_millis(1_000));
        let late = OpId::generate(&ids, Timestamp::from_millis(2_000));
        assert!(early < late);
        assert_eq!(early.0.get_version_num(), 7);
    }

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        let at = Timestamp::from_millis(5);
        assert_eq!(SeededIds::new(7).uuid(at), SeededIds::new(7).uuid(at));
        assert_ne!(SeededIds::new(7).uuid(at), SeededIds::new(8).uuid(at));
    }
}

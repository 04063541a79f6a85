//! Which files may go out now: network, battery and age decide. Records ask nothing of this.

use super::{Cause, HostStatus, Network};
use crate::time::Timestamp;

/// Photos wait below this charge unless the phone is being charged.
const BATTERY_FLOOR_PERCENT: u8 = 20;

/// What may go under one state of the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhotoRule {
    /// Files taken before this instant may go.
    pub taken_before: Timestamp,
    /// Why the others wait.
    pub others_wait: Cause,
}

impl PhotoRule {
    /// A photo older than this may go over a metered network, if the worker agreed.
    pub const METERED_AFTER_HOURS: u32 = 48;

    /// The rule under `status` at `now`.
    pub const fn under(status: HostStatus, now: Timestamp) -> Self {
        const NONE: Timestamp = Timestamp::from_millis(i64::MIN);
        const ALL: Timestamp = Timestamp::from_millis(i64::MAX);
        const METERED_AFTER_MS: i64 = PhotoRule::METERED_AFTER_HOURS as i64 * 3_600_000;
        let (taken_before, others_wait) = match status.network {
            Network::Offline => (NONE, Cause::NoNetwork),
            _ if status.battery_percent < BATTERY_FLOOR_PERCENT && !status.charging => {
                (NONE, Cause::WaitsForBattery)
            }
            Network::Unmetered => (ALL, Cause::WaitsForUnmetered),
            Network::Metered if status.metered_photos => {
                (now.plus_millis(-METERED_AFTER_MS), Cause::WaitsForAge)
            }
            Network::Metered => (NONE, Cause::WaitsForUnmetered),
        };
        Self { taken_before, others_wait }
    }

    /// Why a file taken at this instant waits; `None` when it may go.
    pub fn holds(self, captured_at: Timestamp) -> Option<Cause> {
        (captured_at >= self.taken_before).then_some(self.others_wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_780_000_000_000);
    const HOUR: i64 = 3_600_000;

    fn metered(metered_photos: bool) -> HostStatus {
        HostStatus { network: Network::Metered, metered_photos, ..HostStatus::default() }
    }

    fn holds(status: HostStatus, age_hours: i64) -> Option<Cause> {
        PhotoRule::under(status, NOW).holds(NOW.plus_millis(-age_hours * HOUR))
    }

    #[test]
    fn over_a_metered_network_only_an_old_photo_goes_and_only_with_consent() {
        assert_eq!(holds(HostStatus::default(), 0), None);
        assert_eq!(holds(metered(false), 100), Some(Cause::WaitsForUnmetered));
        assert_eq!(holds(metered(true), 47), Some(Cause::WaitsForAge));
        assert_eq!(holds(metered(true), 49), None);
    }

    #[test]
    fn what_a_photo_waits_for_names_the_age_that_it_must_have() {
        let words = Cause::WaitsForAge.label();
        let hours = PhotoRule::METERED_AFTER_HOURS.to_string();
        assert!(words.zh.contains(&hours) && words.en.contains(&hours), "{words:?}");
    }

    #[test]
    fn a_low_battery_holds_photos_unless_it_is_being_charged() {
        let low = HostStatus { battery_percent: 19, charging: false, ..HostStatus::default() };
        assert_eq!(holds(low, 0), Some(Cause::WaitsForBattery));
        assert_eq!(holds(HostStatus { charging: true, ..low }, 0), None);
        assert_eq!(holds(HostStatus { network: Network::Offline, ..low }, 0), Some(Cause::NoNetwork));
    }
}

//! What the app asks of its own PIN, and of whoever tries many. How it is kept is the platform's; the rules are one.

use std::{ops::RangeInclusive, time::Duration};

const LENGTHS: RangeInclusive<usize> = 6..=12;
/// How many wrong ones in a row cost nothing but themselves.
const FREE: u32 = 5;
const FIRST_REST: Duration = Duration::from_secs(60);
const LONGEST_REST: Duration = Duration::from_secs(60 * 60);

/// Whether a PIN may be chosen: 6 to 12 digits, and neither one of them over and over nor all in their order, which is
/// tried first. Never to be made stricter: screens let no other one be entered, and older PINs guard what is unsent.
pub fn pin_is_good(pin: &str) -> bool {
    if !LENGTHS.contains(&pin.len()) || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let steps = || pin.bytes().zip(pin.bytes().skip(1)).map(|(one, next)| i16::from(next) - i16::from(one));
    !(-1..=1).any(|same| steps().all(|step| step == same))
}

/// How it stands after wrong PINs in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongPins {
    /// How many more may be tried at once.
    pub tries_left: u32,
    /// For how long none is taken; zero while some are left.
    pub rest: Duration,
}

impl WrongPins {
    /// After `wrong` of them: the fifth waits a minute, and each further one twice as long, up to an hour.
    pub fn after(wrong: u32) -> Self {
        let rest = wrong.checked_sub(FREE).map_or(Duration::ZERO, |further| {
            // Six doublings pass an hour.
            LONGEST_REST.min(FIRST_REST * (1 << further.min(6)))
        });
        Self { tries_left: FREE.saturating_sub(wrong), rest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_digits_long_enough_and_none_that_everybody_tries_first() {
        for good in ["135791", "112233", "900000", "123457", "987653", "121212", "123456123456"] {
            assert!(pin_is_good(good), "{good}");
        }
        for bad in
            ["", "13579", "1357913579135", "000000", "123456", "987654", "12345a", "１２３５７９", "-13579"]
        {
            assert!(!pin_is_good(bad), "{bad}");
        }
    }

    #[test]
    fn four_wrong_ones_are_free_and_each_further_one_waits_twice_as_long_up_to_an_hour() {
        let left: Vec<_> = (0..7).map(|wrong| WrongPins::after(wrong).tries_left).collect();
        assert_eq!(left, [5, 4, 3, 2, 1, 0, 0]);
        let minutes = |wrong| WrongPins::after(wrong).rest.as_secs() / 60;
        assert_eq!((4..13).map(minutes).collect::<Vec<_>>(), [0, 1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(WrongPins::after(u32::MAX).rest, LONGEST_REST);
    }
}

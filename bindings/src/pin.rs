//! What the app asks of its own PIN. How it is kept is the platform's.

use doorstep_core::fieldwork;

use crate::custom::ShownSpan;

/// How it stands after wrong PINs in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct WrongPins {
    /// How many more may be tried at once.
    pub tries_left: u32,
    /// For how long none is taken; zero while some are left.
    pub rest: ShownSpan,
}

/// Whether a PIN may be chosen: 6 to 12 digits, and neither one of them over and over nor all in their order, which is
/// tried first. It cannot fail.
#[uniffi::export]
pub fn pin_is_good(pin: String) -> bool {
    fieldwork::pin_is_good(&pin)
}

/// How it stands after `wrong` PINs in a row: the fifth waits a minute, and each further one twice as long, up to an hour.
/// It cannot fail.
#[uniffi::export]
pub fn after_wrong_pins(wrong: u32) -> WrongPins {
    let fieldwork::WrongPins { tries_left, rest } = fieldwork::WrongPins::after(wrong);
    WrongPins { tries_left, rest: ShownSpan(i64::try_from(rest.as_secs()).unwrap_or(i64::MAX)) }
}

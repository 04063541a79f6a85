//! Numbers that an office gives out for whoever must report at once.

use std::{fmt, str::FromStr};

use thiserror::Error;

use super::phone::{Phone, national_digits, split_area};
use crate::text::Text;

/// A number to dial: a phone, a service number of three to six digits (`110`, `12345`) with or without an area code
/// (`0912-12345`), or one of those that cost the same everywhere (`4001234567`). `Debug` redacts, since it may be
/// somebody's own phone; the number leaves by [`reveal`](Self::reveal) and serde only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hotline(String);

/// A text that is no number to dial. Never repeats the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{}", self.reason().en)]
pub struct HotlineError;

impl HotlineError {
    /// The reason, for people.
    pub fn reason(&self) -> Text {
        Text::new(
            "应为电话号码，或 110、12345 一类的服务号码（可加区号）",
            "is neither a phone number nor a service number such as 110 or 12345, with or without an area code",
        )
    }
}

impl Hotline {
    /// The number as it is dialled.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// Three to six digits that begin as service numbers do.
fn is_service(digits: &str) -> bool {
    matches!(digits.as_bytes(), [b'1' | b'9', ..]) && (3..=6).contains(&digits.len())
}

fn costs_the_same_everywhere(digits: &str) -> bool {
    digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"))
}

impl FromStr for Hotline {
    type Err = HotlineError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(phone) = text.parse::<Phone>() {
            return Ok(Self(phone.reveal().to_owned()));
        }
        let digits = national_digits(text).map_err(|_| HotlineError)?;
        if is_service(&digits) || costs_the_same_everywhere(&digits) {
            return Ok(Self(digits));
        }
        match split_area(&digits) {
            Some((area, service)) if is_service(service) => Ok(Self(format!("{area}-{service}"))),
            _ => Err(HotlineError),
        }
    }
}

impl fmt::Debug for Hotline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hotline(redacted)")
    }
}

super::serde_string::serde_as_string!(Hotline, |hotline| hotline.0);

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Result<String, HotlineError> {
        text.parse::<Hotline>().map(|hotline| hotline.reveal().to_owned())
    }

    #[test]
    fn what_an_office_gives_out_can_be_dialled() {
        for (text, number) in [
            ("110", "110"),
            ("１２３４５", "12345"),
            ("96110", "96110"),
            ("0912 12345", "0912-12345"),
            ("(029) 12345", "029-12345"),
            ("400-123-4567", "4001234567"),
            ("138 1234 5678", "13812345678"),
            ("029-87654321", "029-87654321"),
        ] {
            assert_eq!(written(text).as_deref(), Ok(number), "{text}");
            assert_eq!(written(number).as_deref(), Ok(number), "one number has one written form");
        }
    }

    #[test]
    fn what_leads_nowhere_is_refused_and_not_repeated() {
        for text in ["", "12", "22345", "1234567", "87654321", "0912-2345", "无", "12345转1"] {
            assert_eq!(written(text), Err(HotlineError), "{text}");
        }
        assert!(!format!("{:?}", "13812345678".parse::<Hotline>().unwrap()).contains("138"));
        let read: Hotline = serde_json::from_str("\"0912-12345\"").unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), "\"0912-12345\"");
    }
}

//! Phone numbers of the mainland: mobiles, and landlines with their area code.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::digits;
use crate::text::Text;

/// What a number belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PhoneKind {
    /// Eleven digits from 13 to 19.
    Mobile,
    /// Area code and local number.
    Landline,
}

/// A phone number in one written form: `13812345678` or `029-87654321`. `Debug` redacts; the number leaves by
/// [`reveal`](Self::reveal) and serde only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone {
    text: String,
    kind: PhoneKind,
}

/// Why a text is no phone number. Never repeats the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{}", self.reason().en)]
pub enum PhoneError {
    /// Letters or signs other than `+ - ( )` and blanks.
    NotDigits,
    /// Digits, but neither a mobile nor a landline with area code.
    Unknown(usize),
}

impl PhoneError {
    /// The reason, for people.
    pub fn reason(&self) -> Text {
        match self {
            Self::NotDigits => Text::new(
                "电话号码只能是数字（不含分机）",
                "a phone number holds digits only, without an extension",
            ),
            Self::Unknown(found) => Text::new(
                format!("应为 11 位手机号或带区号的固定电话，实为 {found} 位数字"),
                format!("neither an 11-digit mobile nor a landline with area code ({found} digits)"),
            ),
        }
    }
}

impl Phone {
    /// The whole number, for the few who may see or dial it.
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// Mobile or landline.
    pub const fn kind(&self) -> PhoneKind {
        self.kind
    }

    /// The last four digits, by which a register can be searched.
    pub fn tail(&self) -> &str {
        digits::last_four(&self.text)
    }
}

/// The digits of `text`, without separators and the country's prefix. An area code after that prefix has lost
/// its zero; it is put back.
pub(super) fn national_digits(text: &str) -> Result<String, PhoneError> {
    let narrow: String =
        text.chars().map(digits::narrow).filter(|c| !" -()\t\u{2010}\u{2013}".contains(*c)).collect();
    let (international, rest) = match narrow.strip_prefix("+86").or_else(|| narrow.strip_prefix("0086")) {
        Some(rest) => (true, rest),
        None => (false, narrow.as_str()),
    };
    if !digits::are_all(rest) {
        return Err(PhoneError::NotDigits);
    }
    let lost_zero = international && !rest.starts_with('0') && !is_mobile(rest);
    Ok(if lost_zero { format!("0{rest}") } else { rest.to_owned() })
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..])
}

/// The area code that the digits begin with, and the rest. Beijing (010) and 02x have three digits, all others four.
pub(super) fn split_area(digits: &str) -> Option<(&str, &str)> {
    let area_length = match digits.as_bytes() {
        [b'0', b'1', b'0', ..] | [b'0', b'2', ..] => 3,
        [b'0', b'3'..=b'9', ..] => 4,
        _ => return None,
    };
    digits.split_at_checked(area_length)
}

/// Area code and local number, which has seven or eight digits and begins with 2 to 8.
fn landline(digits: &str) -> Option<(&str, &str)> {
    let (area, local) = split_area(digits)?;
    let is_local = matches!(local.as_bytes(), [b'2'..=b'8', ..]) && matches!(local.len(), 7 | 8);
    is_local.then_some((area, local))
}

impl FromStr for Phone {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = national_digits(text)?;
        if is_mobile(&digits) {
            return Ok(Self { text: digits, kind: PhoneKind::Mobile });
        }
        let (area, local) = landline(&digits).ok_or(PhoneError::Unknown(digits.len()))?;
        Ok(Self { text: format!("{area}-{local}"), kind: PhoneKind::Landline })
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(redacted)")
    }
}

super::serde_string::serde_as_string!(Phone, |phone| phone.text);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(text: &str) -> Result<String, PhoneError> {
        text.parse::<Phone>().map(|phone| phone.reveal().to_owned())
    }

    #[test]
    fn one_number_has_one_written_form() {
        for text in ["13812345678", "138 1234 5678", "+86 138-1234-5678", "0086 13812345678", "１３812345678"]
        {
            assert_eq!(written(text).as_deref(), Ok("13812345678"), "{text}");
        }
        for text in ["029-87654321", "(029) 8765 4321", "+86 29 87654321", "02987654321"] {
            assert_eq!(written(text).as_deref(), Ok("029-87654321"), "{text}");
        }
        assert_eq!(written("0913-2345678").as_deref(), Ok("0913-2345678"));
        assert_eq!(written("010 8765 4321").as_deref(), Ok("010-87654321"));
    }

    #[test]
    fn a_phone_knows_its_kind_and_tail() {
        let phone: Phone = "029-87654321".parse().unwrap();
        assert_eq!((phone.kind(), phone.tail()), (PhoneKind::Landline, "4321"));
        let mobile: Phone = "13812345678".parse().unwrap();
        assert_eq!((mobile.kind(), mobile.tail()), (PhoneKind::Mobile, "5678"));
        assert_eq!(format!("{mobile:?}"), "Phone(redacted)");
    }

    #[test]
    fn a_refusal_says_why() {
        assert_eq!(written(""), Err(PhoneError::NotDigits));
        assert_eq!(written("无"), Err(PhoneError::NotDigits));
        assert_eq!(written("029-87654321转801"), Err(PhoneError::NotDigits));
        assert_eq!(written("1381234567"), Err(PhoneError::Unknown(10)));
        assert_eq!(written("87654321"), Err(PhoneError::Unknown(8)));
        assert_eq!(written("12012345678"), Err(PhoneError::Unknown(11)));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[0-9+86 ]{0,14}|.{0,20}") {
            if let Ok(phone) = text.parse::<Phone>() {
                prop_assert_eq!(phone.reveal().parse::<Phone>(), Ok(phone));
            }
        }
    }
}

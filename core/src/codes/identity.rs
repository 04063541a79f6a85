//! Resident identity numbers (公民身份号码, GB 11643-1999).

use std::{fmt, str::FromStr};

use thiserror::Error;

use super::digits;
use crate::{text::Text, time::Day};

/// Weights of the first seventeen digits (GB 11643, ISO 7064 MOD 11-2).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// Check characters by the weighted sum modulo 11.
const CHECK: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// An identity number: eighteen characters with a right check digit, or the legacy fifteen digits, whose date of
/// birth exists. The region is never judged: issued numbers outlive the table of regions. Newborns and people
/// without 户籍 have none, so holders keep an `Option`.
///
/// `Debug` redacts; the number leaves by [`reveal`](Self::reveal) and serde only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdentityNumber {
    text: String,
    birth: Day,
}

/// Why a text is no identity number. Never repeats the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{}", self.reason().en)]
pub enum IdentityError {
    /// Neither eighteen nor fifteen characters.
    Length(usize),
    /// Something other than digits, or an X before the last place.
    NotDigits,
    /// The date of birth does not exist.
    BirthDate,
    /// The last character does not follow from the others: most often one digit is mistyped.
    CheckDigit,
}

impl IdentityError {
    /// The reason, for people.
    pub fn reason(&self) -> Text {
        match self {
            Self::Length(found) => Text::new(
                format!("身份证号应为 18 位（旧证 15 位），实为 {found} 位"),
                format!("an identity number has 18 characters (15 on old cards), this one has {found}"),
            ),
            Self::NotDigits => Text::new(
                "身份证号只能是数字，末位可为 X",
                "an identity number holds digits only; the last of 18 may be X",
            ),
            Self::BirthDate => Text::new(
                "身份证号中的出生日期不存在",
                "the date of birth in the identity number does not exist",
            ),
            Self::CheckDigit => Text::new(
                "身份证号校验位不符，请核对是否输错一位",
                "the check digit does not match: look for one mistyped digit",
            ),
        }
    }
}

impl IdentityNumber {
    /// The whole number, for the few who may see it.
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// The day of birth that the number states.
    pub const fn birth(&self) -> Day {
        self.birth
    }

    /// The last four characters, all that a screen shows to those who need to tell people apart.
    pub fn last_four(&self) -> &str {
        digits::last_four(&self.text)
    }

    /// The eighteen-character form, under which an old card and its replacement compare equal.
    pub fn modern(&self) -> Self {
        match (self.text.get(..6), self.text.get(6..)) {
            (Some(region), Some(rest)) if self.text.len() == 15 => {
                let first_17 = format!("{region}19{rest}");
                let text = format!("{first_17}{}", check_character(&first_17));
                Self { text, birth: self.birth }
            }
            _ => self.clone(),
        }
    }
}

/// The check character that belongs to seventeen digits.
fn check_character(first_17: &str) -> char {
    let digits = first_17.chars().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    CHECK.get((sum % 11) as usize).copied().unwrap_or('X')
}

/// The day that `year`, `month` and `day` write.
fn birth_day(date: &str) -> Option<Day> {
    Day::parse_from_str(date, "%Y%m%d").ok()
}

impl FromStr for IdentityNumber {
    type Err = IdentityError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text: String = text.trim().chars().map(|c| digits::narrow(c).to_ascii_uppercase()).collect();
        let length = text.chars().count();
        if length != 18 && length != 15 {
            return Err(IdentityError::Length(length));
        }
        let body = if length == 18 { text.strip_suffix('X').unwrap_or(&text) } else { &text };
        if !digits::are_all(body) {
            return Err(IdentityError::NotDigits);
        }
        let date = match length {
            18 => text.get(6..14).map(str::to_owned),
            _ => text.get(6..12).map(|short| format!("19{short}")),
        };
        let birth = date.as_deref().and_then(birth_day).ok_or(IdentityError::BirthDate)?;
        if length == 18 && !text.ends_with(check_character(&text)) {
            return Err(IdentityError::CheckDigit);
        }
        Ok(Self { text, birth })
    }
}

impl fmt::Debug for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityNumber(redacted)")
    }
}

super::serde_string::serde_as_string!(IdentityNumber, |number| number.text);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Result<IdentityNumber, IdentityError> {
        text.parse()
    }

    #[test]
    fn the_standards_sample_is_valid_however_it_is_typed() {
        for text in
            ["11010519491231002X", "11010519491231002x", " 11010519491231002X ", "１１０10519491231002Ｘ"]
        {
            let number = parse(text).unwrap();
            assert_eq!(number.reveal(), "11010519491231002X");
            assert_eq!(number.birth(), Day::from_ymd_opt(1949, 12, 31).unwrap());
            assert_eq!(number.last_four(), "002X");
        }
    }

    #[test]
    fn a_region_that_no_table_knows_is_taken() {
        assert!(parse("61990019400101018X").is_ok());
    }

    #[test]
    fn an_old_card_and_its_replacement_are_one_person() {
        let old = parse("110105491231002").unwrap();
        assert_eq!(old.birth(), Day::from_ymd_opt(1949, 12, 31).unwrap());
        assert_eq!(old.modern(), parse("11010519491231002X").unwrap());
        assert_eq!(old.modern().modern(), old.modern());
    }

    #[test]
    fn a_refusal_says_why_and_never_repeats_the_number() {
        assert_eq!(parse("1101051949123100"), Err(IdentityError::Length(16)));
        assert_eq!(parse(""), Err(IdentityError::Length(0)));
        assert_eq!(parse("1101051949123100X2"), Err(IdentityError::NotDigits));
        assert_eq!(parse("身份证号身份证号身份证号身份证"), Err(IdentityError::NotDigits));
        assert_eq!(parse("110105491231002X"), Err(IdentityError::Length(16)));
        assert_eq!(parse("11010519490231002X"), Err(IdentityError::BirthDate));
        assert_eq!(parse("110105490231002"), Err(IdentityError::BirthDate));
        assert_eq!(parse("110105194912310021"), Err(IdentityError::CheckDigit));
        for json in ["\"110105194912310021\"", "110105194912310021"] {
            let error = serde_json::from_str::<IdentityNumber>(json).unwrap_err();
            assert!(!error.to_string().contains("110105"));
        }
    }

    #[test]
    fn debug_shows_nothing() {
        let shown = format!("{:?}", parse("11010519491231002X"));
        assert!(!shown.contains("1101") && !shown.contains("1949"), "{shown}");
    }

    proptest! {
        #[test]
        fn one_mistyped_digit_is_always_noticed(place in 14usize..17, digit in 0u8..10) {
            let mut bytes = b"11010519491231002X".to_vec();
            prop_assume!(bytes[place] != b'0' + digit);
            bytes[place] = b'0' + digit;
            let typed = String::from_utf8(bytes).unwrap();
            prop_assert_eq!(parse(&typed), Err(IdentityError::CheckDigit));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,20}") {
            let _ = parse(&text);
        }
    }
}

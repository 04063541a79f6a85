//! Division codes (统计用区划代码): 2 + 2 + 2 + 3 + 3 digits from province to village.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::digits;
use crate::text::Text;

/// The five levels of divisions, from the widest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DivisionLevel {
    /// 省级, 2 digits.
    Province,
    /// 地级, 4 digits.
    City,
    /// 县级, 6 digits.
    County,
    /// 乡级, 9 digits.
    Township,
    /// 村级, 12 digits.
    Village,
}

impl DivisionLevel {
    /// All levels, from the widest.
    pub const ALL: [Self; 5] = [Self::Province, Self::City, Self::County, Self::Township, Self::Village];

    /// How many digits a code of this level has.
    pub const fn digits(self) -> u32 {
        match self {
            Self::Province => 2,
            Self::City => 4,
            Self::County => 6,
            Self::Township => 9,
            Self::Village => 12,
        }
    }

    /// 1 for a province to 5 for a village.
    pub const fn number(self) -> u8 {
        match self {
            Self::Province => 1,
            Self::City => 2,
            Self::County => 3,
            Self::Township => 4,
            Self::Village => 5,
        }
    }

    /// The level above; `None` above a province.
    pub const fn above(self) -> Option<Self> {
        match self {
            Self::Province => None,
            Self::City => Some(Self::Province),
            Self::County => Some(Self::City),
            Self::Township => Some(Self::County),
            Self::Village => Some(Self::Township),
        }
    }

    /// The level's name.
    pub fn text(self) -> Text {
        match self {
            Self::Province => Text::new("省", "province"),
            Self::City => Text::new("市", "city"),
            Self::County => Text::new("县（市、区）", "county"),
            Self::Township => Text::new("乡镇（街道）", "township"),
            Self::Village => Text::new("村（社区）", "village"),
        }
    }

    /// What one step of this level is worth in a code padded to twelve digits.
    const fn unit(self) -> u64 {
        10u64.pow(Self::Village.digits() - self.digits())
    }

    /// How many numbers a parent has for children of this level.
    const fn span(self) -> u64 {
        match self {
            Self::Province | Self::City | Self::County => 100,
            Self::Township | Self::Village => 1000,
        }
    }
}

/// What kind of village a village code names, by its last three digits. Not implied by the name (村委会 may be
/// called 社区), and says nothing of town or country (城乡分类), which is a field of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VillageKind {
    /// 居民委员会, 001–199.
    Residents,
    /// 村民委员会, 200–399.
    Villagers,
    /// 类似村级单位, from 400.
    Quasi,
}

impl VillageKind {
    /// The kind's name.
    pub fn text(self) -> Text {
        match self {
            Self::Residents => Text::new("居委会", "residents' committee"),
            Self::Villagers => Text::new("村委会", "villagers' committee"),
            Self::Quasi => Text::new("类似村级单位", "village-like unit"),
        }
    }
}

/// A division code of any level. Sorts like its digits: a division stands right before what it contains.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DivisionCode {
    /// The digits, padded on the right to twelve.
    padded: u64,
    level: DivisionLevel,
}

/// Why a text is no division code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{}", self.reason().en)]
pub enum DivisionCodeError {
    /// Something other than the digits 0–9.
    NotDigits,
    /// No level has this many digits.
    Length(usize),
    /// The digits of this level are all zero: the code of a wider division, padded.
    Padded(DivisionLevel),
    /// Begins with a zero, as no province does: most often a spreadsheet's doing.
    LeadingZero,
}

impl DivisionCodeError {
    /// The reason, for people.
    pub fn reason(&self) -> Text {
        match self {
            Self::NotDigits => {
                Text::new("区划代码只能是数字 0–9", "a division code holds nothing but the digits 0-9")
            }
            Self::LeadingZero => Text::new("区划代码不以 0 开头", "no division code begins with a zero"),
            Self::Length(found) => Text::new(
                format!("区划代码应为 2、4、6、9 或 12 位，实为 {found} 位"),
                format!("a division code has 2, 4, 6, 9 or 12 digits, this one has {found}"),
            ),
            Self::Padded(level) => Text::new(
                format!("{}级的数字全为零：上级区划请勿补零", level.text().zh),
                format!(
                    "the digits of the {} are all zero: write a wider division without padding",
                    level.text().en
                ),
            ),
        }
    }
}

impl DivisionCode {
    /// The level that the code's length tells.
    pub const fn level(self) -> DivisionLevel {
        self.level
    }

    /// The division that directly contains this one; `None` for a province.
    pub fn parent(self) -> Option<Self> {
        self.level.above().and_then(|level| self.prefix(level))
    }

    /// The division of `level` that contains this one (itself at its own level); `None` below its level.
    pub fn prefix(self, level: DivisionLevel) -> Option<Self> {
        let padded = self.padded - self.padded % level.unit();
        (level <= self.level).then_some(Self { padded, level })
    }

    /// Whether this is `other` or lies in it.
    pub fn is_within(self, other: Self) -> bool {
        self.prefix(other.level) == Some(other)
    }

    /// What kind of village this is; `None` for wider divisions.
    pub fn village_kind(self) -> Option<VillageKind> {
        (self.level == DivisionLevel::Village).then(|| match self.padded % DivisionLevel::Village.span() {
            0..200 => VillageKind::Residents,
            200..400 => VillageKind::Villagers,
            _ => VillageKind::Quasi,
        })
    }

    /// The digits as one number, padded on the right to twelve.
    pub(super) const fn padded(self) -> u64 {
        self.padded
    }

    /// The village that twelve digits already checked name.
    pub(super) const fn village_from(padded: u64) -> Self {
        Self { padded, level: DivisionLevel::Village }
    }
}

impl FromStr for DivisionCode {
    type Err = DivisionCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if !digits::are_all(text) {
            return Err(DivisionCodeError::NotDigits);
        }
        let fits = |level: &DivisionLevel| usize::try_from(level.digits()) == Ok(text.len());
        let level = DivisionLevel::ALL.into_iter().find(fits).ok_or(DivisionCodeError::Length(text.len()))?;
        if text.starts_with('0') {
            return Err(DivisionCodeError::LeadingZero);
        }
        let value: u64 = text.parse().map_err(|_| DivisionCodeError::NotDigits)?;
        let padded = value * level.unit();
        for part in DivisionLevel::ALL.into_iter().filter(|part| *part <= level) {
            // A city without counties (东莞, 中山) holds its townships under county 00.
            let may_be_zero = part == DivisionLevel::County;
            if !may_be_zero && (padded / part.unit()).is_multiple_of(part.span()) {
                return Err(DivisionCodeError::Padded(part));
            }
        }
        Ok(Self { padded, level })
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.padded / self.level.unit())
    }
}

impl fmt::Debug for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DivisionCode({self})")
    }
}

super::serde_string::serde_as_string!(DivisionCode, |code| code);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(text: &str) -> DivisionCode {
        text.parse().unwrap()
    }

    #[test]
    fn a_village_knows_all_that_contains_it() {
        let village = code("610802102200");
        assert_eq!(village.level(), DivisionLevel::Village);
        assert_eq!(village.parent(), Some(code("610802102")));
        assert_eq!(village.prefix(DivisionLevel::City), Some(code("6108")));
        assert_eq!(village.prefix(DivisionLevel::Village), Some(village));
        assert!(village.is_within(code("61")));
        assert!(village.is_within(village));
        assert!(!village.is_within(code("610803")));
        assert!(!code("61").is_within(village));
        assert_eq!(code("61").parent(), None);
        assert_eq!(code("61").prefix(DivisionLevel::City), None);
    }

    #[test]
    fn a_division_stands_before_what_it_contains() {
        let mut codes = ["6102", "610102001", "61", "610102", "6101"].map(code);
        codes.sort();
        assert_eq!(codes.map(|c| c.to_string()), ["61", "6101", "610102", "610102001", "6102"]);
    }

    #[test]
    fn the_last_digits_tell_the_kind_of_village() {
        assert_eq!(code("610102001001").village_kind(), Some(VillageKind::Residents));
        assert_eq!(code("610802102200").village_kind(), Some(VillageKind::Villagers));
        assert_eq!(code("610802102601").village_kind(), Some(VillageKind::Quasi));
        assert_eq!(code("610802102").village_kind(), None);
    }

    #[test]
    fn a_refused_code_says_what_and_why() {
        let refusal = |text: &str| text.parse::<DivisionCode>().unwrap_err();
        assert_eq!(refusal("61080"), DivisionCodeError::Length(5));
        assert_eq!(refusal(&"6".repeat(40)), DivisionCodeError::Length(40));
        for text in ["", "6a", "六一", "+6", "６１", " 61"] {
            assert_eq!(refusal(text), DivisionCodeError::NotDigits, "{text}");
        }
        assert_eq!(refusal("610102001000"), DivisionCodeError::Padded(DivisionLevel::Village));
        assert_eq!(refusal("06"), DivisionCodeError::LeadingZero);
        assert_eq!(refusal("610000"), DivisionCodeError::Padded(DivisionLevel::City));
        assert!(refusal("61080").to_string().contains("this one has 5"));
    }

    #[test]
    fn a_city_without_counties_keeps_its_townships() {
        assert_eq!(code("441900003").parent(), Some(code("441900")));
    }

    proptest! {
        #[test]
        fn a_code_survives_being_written(text in "[1-9][0-9]([0-9][1-9]([0-9]{2}([0-9]{2}[1-9]([0-9]{2}[1-9])?)?)?)?") {
            let parsed = code(&text);
            prop_assert_eq!(parsed.to_string(), text.clone());
            let json = serde_json::to_string(&parsed).unwrap();
            prop_assert_eq!(&json, &format!("\"{text}\""));
            prop_assert_eq!(serde_json::from_str::<DivisionCode>(&json).unwrap(), parsed);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,20}") {
            let _ = text.parse::<DivisionCode>();
        }
    }
}

//! Grid codes: the twelve digits of the village and three of the grid.

use std::{fmt, str::FromStr};

use thiserror::Error;

use super::{DivisionCode, DivisionCodeError, DivisionLevel, digits};
use crate::text::Text;

const GRIDS_PER_VILLAGE: u64 = 1000;
const DIGITS: usize = 15;

/// A grid (网格). Every grid belongs to one village or community, never directly to a township. Sorts by
/// village, then number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GridCode(u64);

/// Why a text or pair is no grid code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{}", self.reason().en)]
pub enum GridCodeError {
    /// Something other than the digits 0–9.
    NotDigits,
    /// Not fifteen digits.
    Length(usize),
    /// The first twelve digits name no village.
    Village(DivisionCodeError),
    /// The division is wider than a village.
    NotVillage(DivisionLevel),
    /// The grid's number has more than three digits.
    Number(u16),
}

impl GridCodeError {
    /// The reason, for people.
    pub fn reason(&self) -> Text {
        match self {
            Self::NotDigits => {
                Text::new("网格编码只能是数字 0–9", "a grid code holds nothing but the digits 0-9")
            }
            Self::Length(found) => Text::new(
                format!("网格编码应为 15 位（村级 12 位加 3 位），实为 {found} 位"),
                format!("a grid code has 15 digits (12 of the village and 3), this one has {found}"),
            ),
            Self::Village(error) => {
                let reason = error.reason();
                Text::new(
                    format!("村级代码有误：{}", reason.zh),
                    format!("the village's digits are wrong: {}", reason.en),
                )
            }
            Self::NotVillage(level) => Text::new(
                format!("网格必须属于村（社区），不能直属{}", level.text().zh),
                format!("a grid belongs to a village, not directly to a {}", level.text().en),
            ),
            Self::Number(number) => Text::new(
                format!("网格序号应为 0–999，实为 {number}"),
                format!("a grid's number is 0 to 999, this one is {number}"),
            ),
        }
    }
}

impl GridCode {
    /// Grid `number` (0–999) of `village`.
    ///
    /// # Errors
    /// Where the division is no village or the number has more than three digits.
    pub fn new(village: DivisionCode, number: u16) -> Result<Self, GridCodeError> {
        if village.level() != DivisionLevel::Village {
            return Err(GridCodeError::NotVillage(village.level()));
        }
        if u64::from(number) >= GRIDS_PER_VILLAGE {
            return Err(GridCodeError::Number(number));
        }
        Ok(Self(village.padded() * GRIDS_PER_VILLAGE + u64::from(number)))
    }

    /// The village or community that the grid belongs to.
    pub const fn village(self) -> DivisionCode {
        DivisionCode::village_from(self.0 / GRIDS_PER_VILLAGE)
    }

    /// The grid's number in its village.
    pub fn number(self) -> u16 {
        u16::try_from(self.0 % GRIDS_PER_VILLAGE).unwrap_or_default()
    }

    /// The fifteen digits as one number, for compact storage; fits a signed 64-bit integer.
    pub const fn digits(self) -> u64 {
        self.0
    }

    /// The grid whose [`digits`](Self::digits) these are.
    ///
    /// # Errors
    /// Where the number writes no grid code.
    pub fn from_digits(digits: u64) -> Result<Self, GridCodeError> {
        digits.to_string().parse()
    }

    /// Whether the grid lies in `division`.
    pub fn is_within(self, division: DivisionCode) -> bool {
        self.village().is_within(division)
    }
}

impl FromStr for GridCode {
    type Err = GridCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if !digits::are_all(text) {
            return Err(GridCodeError::NotDigits);
        }
        let (village, number) = text.split_at_checked(DIGITS - 3).ok_or(GridCodeError::Length(text.len()))?;
        if text.len() != DIGITS {
            return Err(GridCodeError::Length(text.len()));
        }
        let village = village.parse().map_err(GridCodeError::Village)?;
        Self::new(village, number.parse().map_err(|_| GridCodeError::NotDigits)?)
    }
}

impl fmt::Display for GridCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Debug for GridCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GridCode({self})")
    }
}

super::serde_string::serde_as_string!(GridCode, |code| code);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_belongs_to_its_village() {
        let grid: GridCode = "610102001001007".parse().unwrap();
        assert_eq!(grid.village().to_string(), "610102001001");
        assert_eq!(grid.number(), 7);
        assert_eq!(GridCode::new(grid.village(), 7), Ok(grid));
        assert!(grid.is_within("6101".parse().unwrap()));
        assert!(!grid.is_within("6102".parse().unwrap()));
        assert_eq!(grid.to_string(), "610102001001007");
        assert_eq!(GridCode::from_digits(grid.digits()), Ok(grid));
        assert_eq!(serde_json::to_string(&grid).unwrap(), "\"610102001001007\"");
        assert_eq!(serde_json::from_str::<GridCode>("\"610102001001007\"").unwrap(), grid);
    }

    #[test]
    fn a_refused_code_says_what_and_why() {
        let refusal = |text: &str| text.parse::<GridCode>().unwrap_err();
        assert_eq!(refusal("610102001001"), GridCodeError::Length(12));
        assert_eq!(refusal("6101020010010010"), GridCodeError::Length(16));
        assert_eq!(refusal("61010200100100A"), GridCodeError::NotDigits);
        assert_eq!(refusal("网格"), GridCodeError::NotDigits);
        assert!(matches!(refusal("610102001000001"), GridCodeError::Village(_)));
        let township = "610102001".parse().unwrap();
        assert_eq!(GridCode::new(township, 1), Err(GridCodeError::NotVillage(DivisionLevel::Township)));
        let village = "610102001001".parse().unwrap();
        assert_eq!(GridCode::new(village, 1000), Err(GridCodeError::Number(1000)));
    }
}

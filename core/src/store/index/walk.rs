//! The order of doors where no map helps: village group, building, floor, address, with numbers as numbers.

use crate::domain::register::Household;

/// Digits to which a number is filled up, so that texts sort as numbers do.
const WIDTH: usize = 6;

/// Lifts floors below ground above zero.
const FLOOR_SHIFT: i32 = 1_000;

/// A text that sorts as people walk within one grid.
pub fn walk_key(household: &Household) -> String {
    let mut key = String::with_capacity(64);
    push_natural(&mut key, household.village_group.as_deref().unwrap_or_default());
    key.push('\u{1}');
    push_natural(&mut key, household.building.as_deref().unwrap_or_default());
    key.push('\u{1}');
    if let Some(floor) = household.floor {
        let shifted = i32::from(floor).saturating_add(FLOOR_SHIFT).max(0);
        key.push_str(&format!("{shifted:0WIDTH$}"));
    }
    key.push('\u{1}');
    push_natural(&mut key, &household.address);
    key
}

/// Appends `text` with each number filled up; Chinese numerals to 九十九 count as numbers too, as in 第十二组.
fn push_natural(key: &mut String, text: &str) {
    let mut number: Option<u64> = None;
    let mut numeral = Numeral::default();
    for character in text.chars() {
        if let Some(digit) = character.to_digit(10) {
            numeral.flush(key);
            number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(u64::from(digit)));
        } else {
            flush(key, &mut number);
            if !numeral.take(character) {
                numeral.flush(key);
                key.push(character);
            }
        }
    }
    flush(key, &mut number);
    numeral.flush(key);
}

fn flush(key: &mut String, number: &mut Option<u64>) {
    if let Some(number) = number.take() {
        key.push_str(&format!("{number:0WIDTH$}"));
    }
}

/// A Chinese numeral below a hundred while it is read.
#[derive(Default)]
struct Numeral {
    tens: Option<u64>,
    ones: Option<u64>,
}

impl Numeral {
    fn take(&mut self, character: char) -> bool {
        let Some(digit) = "〇一二三四五六七八九".chars().position(|one| one == character) else {
            let is_ten = character == '十' && self.tens.is_none();
            if is_ten {
                self.tens = Some(self.ones.take().unwrap_or(1));
            }
            return is_ten;
        };
        let is_first = self.ones.is_none();
        if is_first {
            self.ones = u64::try_from(digit).ok();
        }
        is_first
    }

    fn flush(&mut self, key: &mut String) {
        let (tens, ones) = (self.tens.take(), self.ones.take());
        if tens.is_some() || ones.is_some() {
            let mut number = Some(tens.unwrap_or(0) * 10 + ones.unwrap_or(0));
            flush(key, &mut number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn natural(text: &str) -> String {
        let mut key = String::new();
        push_natural(&mut key, text);
        key
    }

    #[test]
    fn house_ten_comes_after_house_two() {
        let mut doors = ["12号", "2号", "100号", "10号"];
        doors.sort_by_key(|door| natural(door));
        assert_eq!(doors, ["2号", "10号", "12号", "100号"]);
    }

    #[test]
    fn village_groups_sort_by_their_chinese_numerals() {
        let mut groups = ["十二组", "三组", "第十组", "一组", "二十组", "第二组"];
        groups.sort_by_key(|group| natural(group));
        assert_eq!(groups, ["一组", "三组", "十二组", "二十组", "第二组", "第十组"]);
    }
}

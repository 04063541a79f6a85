//! What a screen or list shows in place of a name or number.

use super::{IdentityNumber, Phone};

/// Compound surnames (复姓) in use, kept whole: `欧阳*`, not `欧**`.
const COMPOUND_SURNAMES: [&str; 26] = [
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "司空", "夏侯",
    "宇文", "长孙", "轩辕", "端木", "百里", "南宫", "东郭", "闻人", "钟离", "澹台", "呼延", "申屠", "公冶",
];

/// More stars would tell how long a name is, which singles out people with long ones.
const MOST_STARS: usize = 2;

/// The surname and a star for each further character, at most two: `张三` becomes `张*`, `欧阳修` `欧阳*`,
/// `买买提·艾力` `买**`. At least one character is always hidden, so a name of one character is a star alone and
/// two characters that could be a compound surname show only the first.
pub fn name(name: &str) -> String {
    let name = name.trim();
    let length = name.chars().count();
    let compound = length > 2 && COMPOUND_SURNAMES.iter().any(|surname| name.starts_with(surname));
    let shown = if compound { 2 } else { 1.min(length.saturating_sub(1)) };
    let stars = length.saturating_sub(shown).min(MOST_STARS);
    name.chars().take(shown).chain(std::iter::repeat_n('*', stars)).collect()
}

/// `138****5678`; of a landline the area code and the last four digits, `029-****4321`.
pub fn phone(phone: &Phone) -> String {
    let shown = match phone.reveal().split_once('-') {
        Some((area, _)) => format!("{area}-"),
        None => phone.reveal().chars().take(3).collect(),
    };
    format!("{shown}****{}", phone.tail())
}

/// The last four characters alone. The usual mask (first six and last four) hides nothing but the date of birth,
/// so beside an age the whole number could be restored.
pub fn identity(number: &IdentityNumber) -> String {
    number.last_four().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_surname() {
        assert_eq!(name("张三"), "张*");
        assert_eq!(name("张三丰"), "张**");
        assert_eq!(name("欧阳修"), "欧阳*");
        assert_eq!(name("司马相如"), "司马**");
        assert_eq!(name(" 李四 "), "李*");
    }

    #[test]
    fn something_is_always_hidden() {
        assert_eq!(name("张"), "*");
        assert_eq!(name("欧阳"), "欧*");
        assert_eq!(name("买买提·艾力"), "买**");
        assert_eq!(name(""), "");
    }

    #[test]
    fn numbers_keep_what_tells_them_apart() {
        assert_eq!(phone(&"13812345678".parse().unwrap()), "138****5678");
        assert_eq!(phone(&"02987654321".parse().unwrap()), "029-****4321");
        assert_eq!(identity(&"11010519491231002X".parse().unwrap()), "002X");
    }
}

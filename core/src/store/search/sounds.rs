//! How names sound: their syllables in pinyin without tones, and whether typed letters read them.
//!
//! Written `| shan dan| wei| ming`: a bar before each syllable, a blank before each of its readings.

use pinyin::{PinyinMulti, ToPinyinMulti as _};

/// Surnames that are read otherwise than the same character in a word, should the dictionary not know it. The
/// common readings stay beside, since many type what they see.
const SURNAMES: &[(char, &str)] = &[
    ('单', "shan"),
    ('解', "xie"),
    ('仇', "qiu"),
    ('任', "ren"),
    ('区', "ou"),
    ('查', "zha"),
    ('曾', "zeng"),
    ('朴', "piao"),
    ('盖', "ge"),
    ('翟', "zhai"),
    ('缪', "miao"),
    ('覃', "qin"),
    ('乐', "yue"),
    ('员', "yun"),
    ('贠', "yun"),
    ('黑', "he"),
    ('洗', "xian"),
    ('冼', "xian"),
    ('折', "she"),
    ('种', "chong"),
    ('秘', "bi"),
    ('繁', "po"),
    ('宓', "fu"),
    ('逄', "pang"),
    ('那', "na"),
    ('佘', "she"),
    ('隗', "wei"),
    ('郇', "xun"),
    ('牟', "mu"),
    ('车', "che"),
    ('祭', "zhai"),
    ('郗', "xi"),
    ('纪', "ji"),
    ('应', "ying"),
    ('句', "gou"),
    ('过', "guo"),
    ('燕', "yan"),
    ('宁', "ning"),
    ('撒', "sa"),
    ('葛', "ge"),
    ('柏', "bai"),
    ('薄', "bo"),
    ('臧', "zang"),
    ('谌', "chen"),
    ('卜', "bu"),
    ('召', "shao"),
    ('尉', "wei"),
    ('长', "zhang"),
    ('石', "shi"),
    ('行', "xing"),
    ('瞿', "qu"),
    ('禚', "zhuo"),
];

/// Surnames of two characters that are read otherwise.
const DOUBLE_SURNAMES: &[(&str, [&str; 2])] = &[
    ("尉迟", ["yu", "chi"]),
    ("万俟", ["mo", "qi"]),
    ("长孙", ["zhang", "sun"]),
    ("令狐", ["ling", "hu"]),
    ("澹台", ["tan", "tai"]),
    ("单于", ["chan", "yu"]),
    ("皇甫", ["huang", "fu"]),
];

const SYLLABLE: char = '|';
const READING: char = ' ';

/// Appends the syllables of a name or greeting.
pub(super) fn push(sounds: &mut String, name: &str) {
    let double = DOUBLE_SURNAMES.iter().find(|(surname, _)| name.starts_with(surname));
    let mut in_word = false;
    for (place, character) in name.chars().enumerate() {
        let Some(readings) = character.to_pinyin_multi() else {
            // A foreign name is one syllable a word.
            in_word = push_letter(sounds, character, in_word);
            continue;
        };
        in_word = false;
        let surname = match double {
            Some((_, readings)) => readings.get(place).copied(),
            None if place == 0 => reading_as_surname(character),
            None => None,
        };
        push_syllable(sounds, surname, readings);
    }
}

fn reading_as_surname(character: char) -> Option<&'static str> {
    SURNAMES.iter().find(|(surname, _)| *surname == character).map(|(_, reading)| *reading)
}

/// Every reading of the character, each once: 长 in a name is as often chang as zhang.
fn push_syllable(sounds: &mut String, surname: Option<&str>, readings: PinyinMulti) {
    sounds.push(SYLLABLE);
    let start = sounds.len();
    let common = readings.into_iter().map(|reading| reading.plain());
    for reading in surname.into_iter().chain(common) {
        // `ü` is typed as v on every keyboard, and by many as u.
        if reading.contains('ü') {
            push_reading(sounds, start, &reading.replace('ü', "v"));
            push_reading(sounds, start, &reading.replace('ü', "u"));
        } else {
            push_reading(sounds, start, reading);
        }
    }
}

fn push_reading(sounds: &mut String, start: usize, reading: &str) {
    let is_there =
        sounds.get(start..).is_some_and(|written| written.split(READING).any(|other| other == reading));
    if !is_there {
        sounds.push(READING);
        sounds.push_str(reading);
    }
}

fn push_letter(sounds: &mut String, character: char, in_word: bool) -> bool {
    if !character.is_ascii_alphanumeric() {
        return false;
    }
    if !in_word {
        sounds.push(SYLLABLE);
        sounds.push(READING);
    }
    sounds.push(character.to_ascii_lowercase());
    true
}

/// A text that stands in the sounds of every name that `typed` reads.
pub(super) fn first_of(typed: &str) -> String {
    [READING].into_iter().chain(typed.chars().take(1)).collect()
}

/// Whether `typed` reads the syllables from any of them on: each whole, or by its first letters.
pub(super) fn read_by(sounds: &str, typed: &str) -> bool {
    sounds.match_indices(SYLLABLE).any(|(at, _)| sounds.get(at..).is_some_and(|from| reads(from, typed)))
}

/// Whether `typed` reads `sounds` (empty, or beginning with a bar) from its first syllable on.
fn reads(sounds: &str, typed: &str) -> bool {
    if typed.is_empty() {
        return true;
    }
    let Some(sounds) = sounds.strip_prefix(SYLLABLE) else { return false };
    let end = sounds.find(SYLLABLE).unwrap_or(sounds.len());
    let (syllable, rest) = sounds.split_at_checked(end).unwrap_or((sounds, ""));
    syllable.split(READING).any(|reading| {
        let common = reading.bytes().zip(typed.bytes()).take_while(|(a, b)| a == b).count();
        // Any first part of a syllable may stand for it: zhang, zh, z.
        (1..=common).rev().any(|used| typed.get(used..).is_some_and(|left| reads(rest, left)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> String {
        let mut sounds = String::new();
        push(&mut sounds, name);
        sounds
    }

    #[test]
    fn a_name_is_read_whole_by_initials_or_mixed_from_any_syllable_on() {
        let sounds = of("张伟明");
        for typed in ["zhangweiming", "zwm", "zhwm", "zhangw", "zhwei", "weiming", "wm", "z", "zhang"] {
            assert!(read_by(&sounds, typed), "{typed}");
        }
        for typed in ["hang", "zm", "zhangm", "eiming", "zwmx", "zhangweimingx"] {
            assert!(!read_by(&sounds, typed), "{typed}");
        }
    }

    #[test]
    fn surnames_are_read_as_surnames_and_as_they_look() {
        for (name, surname, looks) in [
            ("单雄信", "shanxiongxin", "danxiongxin"),
            ("解小龙", "xiexiaolong", "jiexiaolong"),
            ("仇英", "qiuying", "chouying"),
            ("任长霞", "renchangxia", "rcx"),
            ("尉迟恭", "yuchigong", "weichigong"),
        ] {
            let sounds = of(name);
            assert!(read_by(&sounds, surname), "{name}: {sounds}");
            assert!(read_by(&sounds, looks), "{name}: {sounds}");
        }
    }

    #[test]
    fn the_umlaut_is_found_as_v_and_as_u() {
        let sounds = of("吕布");
        assert!(read_by(&sounds, "lvbu") && read_by(&sounds, "lubu") && read_by(&sounds, "lb"), "{sounds}");
    }

    #[test]
    fn letters_in_a_name_are_words_of_their_own() {
        assert!(of("Maria 王").starts_with("| maria| wang"));
    }
}

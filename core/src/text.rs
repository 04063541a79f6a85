//! Words for people, always in both languages of the product.
//!
//! Owns the pair, and the way to keep words about people out of logs; never decides which language a screen shows.

use serde::{Deserialize, Serialize};

/// A language that the product speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lang {
    /// Chinese as written on the mainland, the first language of every screen.
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

/// One sentence or label in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// Pairs the two wordings of one sentence.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// All of them one after the other, with what stands between in each language.
    pub fn joined(all: &[Self], between_zh: &str, between_en: &str) -> Self {
        let side =
            |word: fn(&Self) -> &str, between: &str| all.iter().map(word).collect::<Vec<_>>().join(between);
        Self::new(side(|text| &text.zh, between_zh), side(|text| &text.en, between_en))
    }

    /// The wording in `lang`.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::ZhCn => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Both wordings on one line, for a terminal, which does not know its reader.
    pub fn both(&self) -> String {
        format!("{} / {}", self.en, self.zh)
    }
}

/// Checks words that a screen shows on one line, as they stand: up to `most` characters.
///
/// # Errors
/// What is wrong with them.
pub fn check_line(words: &str, most: usize) -> Result<(), Text> {
    if words.chars().any(|char| char.is_control() || turns_or_breaks(char)) {
        return Err(Text::new(
            "含换行、控制字符或改变文字方向的字符",
            "holds line breaks, control characters or marks that turn the direction of writing",
        ));
    }
    if words.chars().nth(most).is_some() {
        return Err(Text::new(format!("超过 {most} 字"), format!("is longer than {most} characters")));
    }
    Ok(())
}

/// Breaks of a line, and marks that show words in another order than they have: what reads like one name is another.
const fn turns_or_breaks(char: char) -> bool {
    matches!(char, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Declares a plain enum of the field's vocabulary with its label in both languages.
///
/// Gives `ALL`, `label()`, the name as text (`Display`, `FromStr`) and serde by that name.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($variant:ident => ($zh:literal, $en:literal)),* $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $name {
            $(#[doc = concat!($en, " (", $zh, ")")] $variant,)*
        }

        impl $name {
            /// Every value, in the order of the vocabulary.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The words a screen shows.
            pub fn label(self) -> $crate::text::Text {
                match self { $(Self::$variant => $crate::text::Text::new($zh, $en),)* }
            }

            /// The name in files and on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant),)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::text::UnknownWord;
            /// Takes the name or the Chinese label, as rosters carry either.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text.trim() {
                    $(stringify!($variant) | $zh => Ok(Self::$variant),)*
                    _ => Err($crate::text::UnknownWord { vocabulary: stringify!($name) }),
                }
            }
        }
    };
}
pub(crate) use vocabulary;

/// Gives a type a `Debug` that shows the named fields and no other, so that names, addresses and notes reach no
/// log. `field.len()` tells how many there are.
macro_rules! redacted_debug {
    ($type:ident { $($field:ident $(. $size:ident ())?),* $(,)? }) => {
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($type))
                    $(.field(stringify!($field), &self.$field $(.$size())?))*
                    .finish_non_exhaustive()
            }
        }
    };
}
pub(crate) use redacted_debug;

/// A word that the named vocabulary does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a word of {vocabulary}")]
pub struct UnknownWord {
    /// The vocabulary that was asked.
    pub vocabulary: &'static str,
}

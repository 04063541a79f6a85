//! The field's vocabulary as the languages' own enums, each with its label in Chinese and English.

mod duty;
mod evidence;
mod people;
mod phone;
mod place;
mod visit;

pub use duty::*;
pub use evidence::*;
pub use people::*;
pub use phone::*;
pub use place::*;
pub use visit::*;

/// One sentence or label in both languages of the product.
#[derive(Clone, Debug, PartialEq, Eq, Hash, uniffi::Record)]
pub struct Words {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    pub(crate) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

impl From<doorstep_core::text::Text> for Words {
    fn from(text: doorstep_core::text::Text) -> Self {
        Self { zh: text.zh, en: text.en }
    }
}

impl From<Words> for doorstep_core::text::Text {
    fn from(words: Words) -> Self {
        Self { zh: words.zh, en: words.en }
    }
}

/// Mirrors words of the core one to one; a word added there does not compile here until it is added too. `as` names
/// the core's method that says a word, where that is not `label`.
macro_rules! words {
    (@say $word:expr) => { $word.label() };
    (@say $word:expr, $method:ident) => { $word.$method() };
    ($($(#[$doc:meta])* $name:ident = $core:ty $(as $say:ident)? { $($(#[$word_doc:meta])* $word:ident),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, uniffi::Enum)]
        pub enum $name {
            $($(#[$word_doc])* $word,)*
        }

        #[uniffi::export]
        impl $name {
            /// The words a screen shows. A constant: it cannot fail.
            pub fn label(&self) -> Words {
                words!(@say <$core>::from(*self) $(, $say)?).into()
            }
        }

        impl From<$core> for $name {
            fn from(word: $core) -> Self {
                match word { $(<$core>::$word => Self::$word,)* }
            }
        }

        impl From<$name> for $core {
            fn from(word: $name) -> Self {
                match word { $($name::$word => Self::$word,)* }
            }
        }
    )*};
}
pub(crate) use words;

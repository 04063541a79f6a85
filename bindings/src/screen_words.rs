//! The screens' own words, from the table that all shells share, and quantities as people read them.

use std::time::Duration;

use doorstep_core::fieldwork;

use crate::{
    custom::{ShownDay, ShownSpan},
    words::{Words, words},
};

macro_rules! of_screens {
    ($($word:ident => ($zh:tt, $en:tt)),* $(,)?) => {
        words! {
            /// A word or sentence of a screen, from the table that all shells share; `{}` stands for a value.
            ScreenWord = doorstep_core::fieldwork::ScreenWord { $(#[doc = $en] $word,)* }
        }
    };
}

doorstep_core::screen_words!(of_screens);

macro_rules! of_phones {
    ($($word:ident => ($zh:tt, $en:tt)),* $(,)?) => {
        words! {
            /// A word or sentence of a screen about the phone itself: settings, enrolment, lock; `{}` stands for a value.
            PhoneWord = doorstep_core::fieldwork::PhoneWord { $(#[doc = $en] $word,)* }
        }
    };
}

doorstep_core::phone_words!(of_phones);

#[uniffi::export]
impl ScreenWord {
    /// The sentence with `values` in the places that it has for them, in their order. It cannot fail.
    pub fn with(&self, values: Vec<Words>) -> Words {
        let values: Vec<_> = values.into_iter().map(Into::into).collect();
        doorstep_core::fieldwork::ScreenWord::from(*self).with(&values).into()
    }
}

/// A day, as people write it; what is no day, as it is. It cannot fail.
#[uniffi::export]
pub fn words_of_day(day: ShownDay) -> Words {
    let ShownDay(text) = day;
    text.parse()
        .map_or_else(|_| Words::new(text.clone(), text.clone()), |day| fieldwork::day_words(day).into())
}

/// How long something takes or is ago, to the largest whole unit; what lies behind counts as nothing. It cannot fail.
#[uniffi::export]
pub fn words_of_span(span: ShownSpan) -> Words {
    fieldwork::span_words(Duration::from_secs(span.0.try_into().unwrap_or(0))).into()
}

/// A number of bytes, to the largest whole unit. It cannot fail.
#[uniffi::export]
pub fn words_of_bytes(bytes: u64) -> Words {
    fieldwork::bytes_words(bytes).into()
}

/// A distance on the ground, as exact as a worker needs it. It cannot fail.
#[uniffi::export]
pub fn words_of_distance(metres: f64) -> Words {
    fieldwork::distance_words(metres).into()
}

/// What a worker agrees to who lets old photos go over paid data, with how old they must be. It cannot fail.
#[uniffi::export]
pub fn words_of_photos_may_cost() -> Words {
    fieldwork::photos_may_cost_words().into()
}

#[uniffi::export]
impl PhoneWord {
    /// The sentence with `values` in the places that it has for them, in their order. It cannot fail.
    pub fn with(&self, values: Vec<Words>) -> Words {
        let values: Vec<_> = values.into_iter().map(Into::into).collect();
        doorstep_core::fieldwork::PhoneWord::from(*self).with(&values).into()
    }
}

//! Codes as JSON strings.

use std::{fmt, marker::PhantomData, str::FromStr};

use serde::de::{Deserializer, Error, Visitor};

/// Reads a string through `FromStr`. Unlike the derived error, a refusal never repeats what it found: an
/// identity number sent as a JSON number would stand in the log.
pub(super) fn deserialize<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: fmt::Display>,
{
    // `deserialize_str` would let the format itself report, and repeat, what is not a string.
    deserializer.deserialize_any(Parse(PhantomData))
}

struct Parse<T>(PhantomData<T>);

const NOT_A_STRING: &str = "expected a string";

impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for Parse<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<T, E> {
        Err(E::custom(NOT_A_STRING))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<T, E> {
        Err(E::custom(NOT_A_STRING))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<T, E> {
        Err(E::custom(NOT_A_STRING))
    }
}

/// Serialises `$type` as the string that `$show` gives and reads it back through `FromStr`.
macro_rules! serde_as_string {
    ($type:ty, |$value:ident| $show:expr) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let $value = self;
                serializer.collect_str(&$show)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::codes::serde_string::deserialize(deserializer)
            }
        }
    };
}
pub(super) use serde_as_string;

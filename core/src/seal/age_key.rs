//! Keys that seal and open files: X25519, in the string forms of the `age` format.

use std::{fmt, str::FromStr};

use age::secrecy::ExposeSecret as _;
use bech32::{Bech32, Hrp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::id::IdGen;

const SECRET_PREFIX: Hrp = Hrp::parse_unchecked("age-secret-key-");

/// A text that is no key of the `age` format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SealKeyError {
    /// Not an `AGE-SECRET-KEY-1…`.
    #[error("not an age secret key")]
    BadKey,
    /// Not an `age1…`.
    #[error("not an age recipient")]
    BadRecipient,
}

/// Opens what was sealed to its [`SealRecipient`]. Wiped when dropped, never shown.
#[derive(Clone)]
pub struct SealKey(age::x25519::Identity);

impl SealKey {
    /// A fresh key.
    pub fn generate(ids: &dyn IdGen) -> Self {
        let mut secret = Zeroizing::new([0; 32]);
        ids.random(secret.as_mut());
        let identity = bech32::encode_upper::<Bech32>(SECRET_PREFIX, secret.as_slice())
            .map(Zeroizing::new)
            .ok()
            .and_then(|text| text.parse().ok());
        // 32 bytes always encode, and always parse back; the fallback only keeps the function total.
        Self(identity.unwrap_or_else(age::x25519::Identity::generate))
    }

    /// Reads the form `AGE-SECRET-KEY-1…`.
    pub fn from_secret_text(text: &str) -> Result<Self, SealKeyError> {
        text.trim().parse().map(Self).map_err(|_| SealKeyError::BadKey)
    }

    /// The form `AGE-SECRET-KEY-1…`, for a key vault or a paper copy only.
    pub fn to_secret_text(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_string().expose_secret().to_owned())
    }

    /// The public half, to seal to.
    pub fn recipient(&self) -> SealRecipient {
        SealRecipient(self.0.to_public())
    }

    pub(super) fn identity(&self) -> &dyn age::Identity {
        &self.0
    }
}

/// Keys are one if they open the same files.
impl PartialEq for SealKey {
    fn eq(&self, other: &Self) -> bool {
        self.recipient() == other.recipient()
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(…)")
    }
}

/// Whom a file is sealed to; written `age1…`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SealRecipient(age::x25519::Recipient);

impl SealRecipient {
    pub(super) fn recipient(&self) -> &dyn age::Recipient {
        &self.0
    }
}

impl fmt::Display for SealRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for SealRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealRecipient({self})")
    }
}

impl FromStr for SealRecipient {
    type Err = SealKeyError;

    fn from_str(text: &str) -> Result<Self, SealKeyError> {
        text.trim().parse().map(Self).map_err(|_| SealKeyError::BadRecipient)
    }
}

impl Serialize for SealRecipient {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SealRecipient {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::SeededIds;

    #[test]
    fn keys_survive_their_text_form() {
        let key = SealKey::generate(&SeededIds::new(4));
        let text = key.to_secret_text();
        assert!(text.starts_with("AGE-SECRET-KEY-1"));
        assert_eq!(SealKey::from_secret_text(&text).unwrap().recipient(), key.recipient());
        let recipient = key.recipient();
        assert_eq!(recipient.to_string().parse(), Ok(recipient.clone()));
        let json = serde_json::to_string(&recipient).unwrap();
        assert_eq!(serde_json::from_str::<SealRecipient>(&json).unwrap(), recipient);
    }

    #[test]
    fn the_same_seed_gives_the_same_key() {
        let key = |seed| SealKey::generate(&SeededIds::new(seed)).recipient();
        assert_eq!(key(5), key(5));
        assert_ne!(key(5), key(6));
    }

    #[test]
    fn a_key_never_shows_in_logs_and_no_other_text_passes_for_one() {
        let key = SealKey::generate(&SeededIds::new(4));
        assert_eq!(format!("{key:?}"), "SealKey(…)");
        assert_eq!(SealKey::from_secret_text("age1x").err(), Some(SealKeyError::BadKey));
        assert_eq!(key.to_secret_text().parse::<SealRecipient>(), Err(SealKeyError::BadRecipient));
    }
}

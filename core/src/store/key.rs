//! The database key, and the small file that tells a wrong key from a damaged store.

use std::{fmt, fs, io, path::Path};

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{StoreError, files::write_durably};
use crate::seal::{Digest, Salt, SealRecipient, message, seal_bytes};

/// The 256-bit key of a store, from the host's key vault. Wiped when dropped, never shown.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DbKey([u8; 32]);

impl DbKey {
    /// Takes the bytes of the key.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Takes the bytes as a key vault hands them over.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`] unless there are 32: `SQLCipher` would take any other length for a passphrase.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, StoreError> {
        bytes.try_into().map(Self).map_err(|_| StoreError::WrongKey)
    }

    /// The key, sealed to `recipient` and to nobody else.
    pub(super) fn sealed(&self, recipient: &SealRecipient) -> Result<Vec<u8>, StoreError> {
        seal_bytes(&self.0, std::slice::from_ref(recipient))
            .map_err(|_| StoreError::Unreadable { what: "recipient" })
    }

    /// The key as `PRAGMA key` takes a raw one.
    pub(super) fn pragma(&self) -> Zeroizing<String> {
        let mut digits = Zeroizing::new([0u8; 64]);
        let mut text = Zeroizing::new(String::with_capacity(68));
        text.push_str("x'");
        if hex::encode_to_slice(self.0, digits.as_mut()).is_ok() {
            text.extend(digits.iter().copied().map(char::from));
        }
        text.push('\'');
        text
    }
}

impl fmt::Debug for DbKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DbKey(…)")
    }
}

/// Proof that a key belongs to a file: the file's own salt and a digest over salt and key.
///
/// `SQLCipher` answers a wrong key and a damaged first page alike. With this beside the file the two are told
/// apart without touching it. The key has 256 random bits, so its digest gives nothing away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KeyCheck {
    salt: Salt,
    digest: Digest,
}

const CONTEXT: &str = "doorstep/store/key-check/1";

impl KeyCheck {
    /// The check for `key` and a file with this salt.
    pub(super) fn new(key: &DbKey, salt: Salt) -> Self {
        let bytes = Zeroizing::new(message(CONTEXT, &[&salt.0, &key.0]));
        Self { salt, digest: Digest::of(&bytes) }
    }

    /// Whether `key` is the one that the file was made with.
    pub(super) fn fits(&self, key: &DbKey) -> bool {
        *self == Self::new(key, self.salt)
    }

    /// The check in this file; `None` where there is none or it is no check.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, StoreError> {
        let text = match fs::read(path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let check = text.split_once(' ').and_then(|(salt, digest)| {
            Some(Self { salt: salt.parse().ok()?, digest: digest.trim().parse().ok()? })
        });
        Ok(check)
    }

    /// Writes the check to this file.
    pub(super) fn write(&self, path: &Path) -> Result<(), StoreError> {
        write_durably(path, format!("{} {}\n", self.salt, self.digest).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_another_length_is_refused_and_none_is_shown() {
        assert!(matches!(DbKey::from_slice(&[1; 31]), Err(StoreError::WrongKey)));
        assert_eq!(format!("{:?}", DbKey::from_bytes([1; 32])), "DbKey(…)");
        assert_eq!(*DbKey::from_bytes([0xa1; 32]).pragma(), format!("x'{}'", "a1".repeat(32)));
    }

    #[test]
    fn a_check_knows_its_key_after_it_was_written_and_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("check");
        assert_eq!(KeyCheck::read(&path).unwrap(), None);
        KeyCheck::new(&DbKey::from_bytes([1; 32]), Salt([9; 16])).write(&path).unwrap();
        let check = KeyCheck::read(&path).unwrap().unwrap();
        assert!(check.fits(&DbKey::from_bytes([1; 32])));
        assert!(!check.fits(&DbKey::from_bytes([2; 32])));
    }
}

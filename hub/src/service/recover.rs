//! The key of a phone's records, for a phone that lost it.

use std::path::Path;

use doorstep_core::seal::open_file;
use zeroize::Zeroizing;

use super::{Hub, HubError};

/// Bytes of such a key.
const KEY_BYTES: usize = 32;

impl Hub {
    /// Opens the key that a phone left sealed to this hub (`recovery.age` in its folder), as 64 hexadecimal digits. With
    /// it the app opens the records that it set aside; the phone then enrols again and sends what it had not sent.
    ///
    /// # Errors
    /// [`HubError::Seal`] for a file that is sealed to somebody else or damaged, [`HubError::Invalid`] for one that
    /// holds something else.
    pub fn recover_key(&self, file: &Path) -> Result<Zeroizing<String>, HubError> {
        let mut key = Key::default();
        open_file(file, std::slice::from_ref(&self.keys.photo), &mut key)?;
        if key.0.len() != KEY_BYTES {
            return Err(NO_KEY);
        }
        Ok(Zeroizing::new(hex::encode(key.0.as_slice())))
    }
}

const NO_KEY: HubError = HubError::Invalid("the file holds no key of a phone's records");

/// Takes no more than a key, whatever the file holds, and never moves what it took.
struct Key(Zeroizing<Vec<u8>>);

impl Default for Key {
    fn default() -> Self {
        Self(Zeroizing::new(Vec::with_capacity(KEY_BYTES + 1)))
    }
}

impl std::io::Write for Key {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let room = (KEY_BYTES + 1).saturating_sub(self.0.len());
        self.0.extend(bytes.iter().take(room));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

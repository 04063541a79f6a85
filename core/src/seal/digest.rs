//! SHA-256 digests and the salts that keep erased bodies from being guessed.

use std::{fmt, fs::File, io, io::Read, path::Path, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use crate::id::IdGen;

/// A text that is not the expected number of hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("expected {digits} hexadecimal digits")]
pub struct HexError {
    /// How many digits were expected.
    pub digits: usize,
}

macro_rules! hex_bytes {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// The bytes themselves.
            pub const fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }

            /// Takes the bytes of a stored value; `None` when their number is wrong.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = HexError;

            fn from_str(text: &str) -> Result<Self, HexError> {
                let mut bytes = [0; $len];
                hex::decode_to_slice(text, &mut bytes).map_err(|_| HexError { digits: $len * 2 })?;
                Ok(Self(bytes))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

hex_bytes! {
    /// A SHA-256 digest, written as 64 lower-case hexadecimal digits.
    Digest, 32
}

hex_bytes! {
    /// Random bytes hashed in front of a body, so that the digest of an erased body cannot be guessed from the
    /// few values that a field can have. Erased together with the body.
    Salt, 16
}

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest that a running hash arrived at.
    pub(crate) fn from_hasher(hasher: Sha256) -> Self {
        Self(hasher.finalize().into())
    }
}

impl Salt {
    /// A fresh salt.
    pub fn generate(ids: &dyn IdGen) -> Self {
        let mut bytes = [0; 16];
        ids.random(&mut bytes);
        Self(bytes)
    }
}

/// What the chain keeps of a body: SHA-256 of the 16 salt bytes and the body as it was written.
pub fn body_digest(salt: &Salt, body: &[u8]) -> Digest {
    let mut hasher = Sha256::new();
    hasher.update(salt.0);
    hasher.update(body);
    Digest::from_hasher(hasher)
}

/// The digest and the length in bytes of the file at `path`, read as a stream.
pub fn sha256_file(path: &Path) -> io::Result<(Digest, u64)> {
    let mut reader = HashingReader::new(File::open(path)?);
    io::copy(&mut reader, &mut io::sink())?;
    Ok(reader.finish())
}

/// Passes bytes on and hashes what passed.
pub(crate) struct HashingReader<R> {
    inner: R,
    hasher: Sha256,
    bytes: u64,
}

impl<R> HashingReader<R> {
    pub(crate) fn new(inner: R) -> Self {
        Self { inner, hasher: Sha256::new(), bytes: 0 }
    }

    /// Digest of the bytes that have passed so far.
    pub(crate) fn so_far(&self) -> Digest {
        Digest::from_hasher(self.hasher.clone())
    }

    /// How many bytes have passed so far.
    pub(crate) const fn passed(&self) -> u64 {
        self.bytes
    }

    /// Digest and number of the bytes that passed.
    pub(crate) fn finish(self) -> (Digest, u64) {
        (Digest::from_hasher(self.hasher), self.bytes)
    }
}

impl<R: Read> Read for HashingReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.hasher.update(out.get(..read).unwrap_or_default());
        self.bytes = self.bytes.saturating_add(read as u64);
        Ok(read)
    }
}

/// Passes bytes on and hashes what was taken.
pub(crate) struct HashingWriter<W> {
    inner: W,
    hasher: Sha256,
    bytes: u64,
}

impl<W> HashingWriter<W> {
    pub(crate) fn new(inner: W) -> Self {
        Self { inner, hasher: Sha256::new(), bytes: 0 }
    }

    /// Digest of the bytes that were taken so far.
    pub(crate) fn so_far(&self) -> Digest {
        Digest::from_hasher(self.hasher.clone())
    }

    /// The writer beneath, with digest and number of the bytes that it took.
    pub(crate) fn finish(self) -> (W, Digest, u64) {
        (self.inner, Digest::from_hasher(self.hasher), self.bytes)
    }
}

impl<W: io::Write> io::Write for HashingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or_default());
        self.bytes = self.bytes.saturating_add(written as u64);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::SeededIds;

    // FIPS 180-2, appendix B.1.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn a_digest_reads_back_as_it_is_written() {
        let digest = Digest::of(b"abc");
        assert_eq!(digest.to_string(), ABC);
        assert_eq!(ABC.parse(), Ok(digest));
        assert_eq!(serde_json::to_string(&digest).unwrap(), format!("\"{ABC}\""));
        assert_eq!(serde_json::from_str::<Digest>(&format!("\"{ABC}\"")).unwrap(), digest);
        assert_eq!(format!("{digest:?}"), format!("Digest({ABC})"));
    }

    #[test]
    fn a_digest_of_another_length_is_refused() {
        assert_eq!("ba78".parse::<Digest>(), Err(HexError { digits: 64 }));
        assert_eq!(Digest::from_slice(&[0; 31]), None);
    }

    #[test]
    fn a_file_hashes_like_its_bytes() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let bytes = vec![7; 300_000];
        std::fs::write(file.path(), &bytes).unwrap();
        assert_eq!(sha256_file(file.path()).unwrap(), (Digest::of(&bytes), 300_000));
    }

    // Computed by the Python program of journal-format.md.
    #[test]
    fn the_body_digest_is_the_published_one() {
        let salt = Salt(std::array::from_fn(|at| u8::try_from(at).unwrap()));
        let expected = "7023c7b41a384ae8ba40165bcd9cebb06178be71ab8e4e69bf5904afd45ecbcd";
        assert_eq!(body_digest(&salt, "无变化".as_bytes()).to_string(), expected);
    }

    #[test]
    fn the_same_body_under_another_salt_has_another_digest() {
        let ids = SeededIds::new(1);
        let (one, other) = (Salt::generate(&ids), Salt::generate(&ids));
        assert_ne!(body_digest(&one, b"no change"), body_digest(&other, b"no change"));
        assert_eq!(body_digest(&one, b"x"), Digest::of(&[one.as_bytes(), b"x".as_slice()].concat()));
    }
}

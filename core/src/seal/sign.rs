//! Signatures: ECDSA on P-256 with SHA-256, the one curve that phone key stores hold in hardware.

use std::{fmt, str::FromStr};

use p256::ecdsa::{
    Signature, SigningKey, VerifyingKey,
    signature::{Signer as _, Verifier as _},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

use super::Digest;
use crate::id::{DeviceId, IdGen};

const HEAD_CONTEXT: &str = "doorstep/journal/head/1";
const SHORT_CODE_CONTEXT: &str = "doorstep/key/short-code/1";
/// SEC1 uncompressed: the tag 0x04, then x and y.
const SEC1_LEN: usize = 65;

/// What can go wrong with keys and signatures.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SignError {
    /// The bytes are not a P-256 public key in SEC1 uncompressed form.
    #[error("not a P-256 public key of 65 bytes")]
    BadPublicKey,
    /// The bytes are not a P-256 private key.
    #[error("not a P-256 private key of 32 bytes")]
    BadPrivateKey,
    /// The signature does not belong to this message and key.
    #[error("the signature does not match")]
    BadSignature,
    /// The key store would not sign: locked, removed, or failing.
    #[error("the key store did not sign: {reason}")]
    KeyStore {
        /// The key store's own words.
        reason: String,
    },
}

/// Holds a device's or a hub's private key and signs with it, in hardware where there is one.
pub trait Signer: Send + Sync {
    /// The public key, SEC1 uncompressed (65 bytes).
    fn public_key(&self) -> Vec<u8>;

    /// ECDSA P-256 over SHA-256 of `message`, as 64 bytes r ‖ s.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError>;
}

/// A private key in memory: for hubs, tests and phones without a key store. Wiped when dropped.
#[derive(Clone)]
pub struct SoftwareKey(SigningKey);

impl SoftwareKey {
    /// A fresh key.
    pub fn generate(ids: &dyn IdGen) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        ids.random(seed.as_mut());
        // About one scalar in 2^32 is out of range; hashing on ends even with a broken generator.
        loop {
            let digest: Zeroizing<[u8; 32]> = Zeroizing::new(Sha256::digest(seed.as_slice()).into());
            if let Ok(key) = SigningKey::from_slice(digest.as_slice()) {
                return Self(key);
            }
            seed.copy_from_slice(digest.as_slice());
        }
    }

    /// The key whose secret scalar is `bytes` (32, big-endian).
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SignError> {
        SigningKey::from_slice(bytes).map(Self).map_err(|_| SignError::BadPrivateKey)
    }

    /// The secret scalar, for a sealed store only.
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        let mut field = self.0.to_bytes();
        let bytes = Zeroizing::new(field.into());
        field.as_mut_slice().zeroize();
        bytes
    }

    /// The public half.
    pub fn to_public(&self) -> PublicKey {
        PublicKey(*self.0.verifying_key())
    }
}

impl fmt::Debug for SoftwareKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SoftwareKey(…)")
    }
}

impl Signer for SoftwareKey {
    fn public_key(&self) -> Vec<u8> {
        self.to_public().to_sec1()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let signature: Signature = self.0.sign(message);
        Ok(signature.to_vec())
    }
}

/// A P-256 public key; written as 130 hexadecimal digits (SEC1 uncompressed).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads a key in SEC1 uncompressed form; the compressed form is refused, because the genesis of a journal
    /// hashes these bytes and one key must have one spelling.
    pub fn from_sec1(bytes: &[u8]) -> Result<Self, SignError> {
        if bytes.len() != SEC1_LEN {
            return Err(SignError::BadPublicKey);
        }
        VerifyingKey::from_sec1_bytes(bytes).map(Self).map_err(|_| SignError::BadPublicKey)
    }

    /// The 65 bytes of the SEC1 uncompressed form.
    pub fn to_sec1(&self) -> Vec<u8> {
        self.0.to_encoded_point(false).as_bytes().to_vec()
    }

    /// Twelve digits of the key's digest in groups of four, for two people to compare by reading them aloud. It tells
    /// phones apart; it proves nothing.
    pub fn short_code(&self) -> String {
        let digest = Digest::of(&message(SHORT_CODE_CONTEXT, &[self.to_sec1().as_slice()]));
        let number = digest.0.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        format!("{:04} {:04} {:04}", number / 100_000_000 % 10_000, number / 10_000 % 10_000, number % 10_000)
    }

    /// Checks a 64-byte r ‖ s signature of `message`.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), SignError> {
        let signature = Signature::from_slice(signature).map_err(|_| SignError::BadSignature)?;
        self.0.verify(message, &signature).map_err(|_| SignError::BadSignature)
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.to_sec1()))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

impl FromStr for PublicKey {
    type Err = SignError;

    fn from_str(text: &str) -> Result<Self, SignError> {
        Self::from_sec1(&hex::decode(text).map_err(|_| SignError::BadPublicKey)?)
    }
}

impl Serialize for PublicKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The bytes to sign or hash for one purpose: `context`, then each field, all preceded by their length
/// (u32, big-endian). A signature made for one context can never pass in another.
pub fn message(context: &str, fields: &[&[u8]]) -> Vec<u8> {
    let size = fields.iter().map(|field| field.len() + 4).sum::<usize>() + context.len() + 4;
    let mut out = Vec::with_capacity(size);
    for field in std::iter::once(context.as_bytes()).chain(fields.iter().copied()) {
        out.extend_from_slice(&u32::try_from(field.len()).unwrap_or(u32::MAX).to_be_bytes());
        out.extend_from_slice(field);
    }
    out
}

/// What a device signs to vouch for its journal up to and including `seq`.
pub fn head_message(device: DeviceId, seq: u64, hash: &Digest) -> Vec<u8> {
    message(HEAD_CONTEXT, &[device.0.as_bytes(), &seq.to_be_bytes(), hash.as_bytes()])
}

/// A signature over the head of a journal; it vouches for everything before it too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedHead {
    /// The last link that the signature covers.
    pub seq: u64,
    /// That link's hash.
    pub hash: Digest,
    /// Signature of [`head_message`], 64 bytes r ‖ s; hexadecimal in text.
    #[serde(with = "hex::serde")]
    pub signature: Vec<u8>,
}

impl SignedHead {
    /// Signs the head `(seq, hash)` of `device`'s journal.
    pub fn sign(signer: &dyn Signer, device: DeviceId, seq: u64, hash: Digest) -> Result<Self, SignError> {
        let signature = signer.sign(&head_message(device, seq, &hash))?;
        Ok(Self { seq, hash, signature })
    }

    /// Checks the signature; whether the hash stands in the chain is for
    /// [`verify_journal`](super::verify_journal).
    pub fn verify(&self, device: DeviceId, key: &PublicKey) -> Result<(), SignError> {
        key.verify(&head_message(device, self.seq, &self.hash), &self.signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::SeededIds;

    struct StuckGenerator;
    impl IdGen for StuckGenerator {
        fn random(&self, out: &mut [u8]) {
            out.fill(0);
        }
    }

    #[test]
    fn a_signature_holds_for_its_message_and_key_only() {
        let ids = SeededIds::new(1);
        let (key, other) = (SoftwareKey::generate(&ids), SoftwareKey::generate(&ids));
        let signature = key.sign(b"message").unwrap();
        assert_eq!(signature.len(), 64);
        let public = PublicKey::from_sec1(&key.public_key()).unwrap();
        assert_eq!(public.verify(b"message", &signature), Ok(()));
        assert_eq!(public.verify(b"massage", &signature), Err(SignError::BadSignature));
        assert_eq!(public.verify(b"message", &signature[1..]), Err(SignError::BadSignature));
        assert_eq!(other.to_public().verify(b"message", &signature), Err(SignError::BadSignature));
    }

    // RFC 6979, appendix A.2.5: P-256, SHA-256, message "sample".
    #[test]
    fn keys_and_signatures_are_the_standard_ones() {
        let secret = hex::decode("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721").unwrap();
        let key = SoftwareKey::from_bytes(&secret).unwrap();
        assert!(
            key.to_public()
                .to_string()
                .starts_with("0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6")
        );
        let signature = hex::encode(key.sign(b"sample").unwrap());
        assert!(signature.starts_with("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"));
    }

    #[test]
    fn a_key_survives_storage_and_never_shows_in_logs() {
        let key = SoftwareKey::generate(&SeededIds::new(2));
        let again = SoftwareKey::from_bytes(key.to_bytes().as_slice()).unwrap();
        assert_eq!(again.public_key(), key.public_key());
        assert_eq!(format!("{key:?}"), "SoftwareKey(…)");
        let public: PublicKey =
            serde_json::from_str(&serde_json::to_string(&key.to_public()).unwrap()).unwrap();
        assert_eq!(public, key.to_public());
        let text = public.to_string();
        assert_eq!(text.parse(), Ok(public));
    }

    #[test]
    fn even_a_stuck_generator_yields_a_key() {
        assert_eq!(SoftwareKey::generate(&StuckGenerator).public_key().len(), 65);
    }

    #[test]
    fn a_public_key_has_one_spelling() {
        let key = SoftwareKey::generate(&SeededIds::new(3));
        let compressed = key.0.verifying_key().to_encoded_point(true);
        assert_eq!(PublicKey::from_sec1(compressed.as_bytes()), Err(SignError::BadPublicKey));
        assert_eq!(PublicKey::from_sec1(&[4; 65]), Err(SignError::BadPublicKey));
    }

    #[test]
    fn a_short_code_is_the_keys_own_and_has_twelve_digits() {
        let ids = SeededIds::new(4);
        let (key, other) = (SoftwareKey::generate(&ids).to_public(), SoftwareKey::generate(&ids).to_public());
        let code = key.short_code();
        assert_eq!(PublicKey::from_sec1(&key.to_sec1()).unwrap().short_code(), code);
        assert_ne!(other.short_code(), code);
        let groups: Vec<_> = code.split(' ').collect();
        assert_eq!(groups.len(), 3, "{code}");
        assert!(
            groups.iter().all(|group| group.len() == 4 && group.chars().all(|c| c.is_ascii_digit())),
            "{code}"
        );
    }

    #[test]
    fn fields_cannot_slide_into_one_another() {
        assert_ne!(message("a", &[b"bc", b"d"]), message("a", &[b"b", b"cd"]));
        assert_ne!(message("ab", &[b"c"]), message("a", &[b"bc"]));
        assert_eq!(message("a", &[b"bc"]), b"\0\0\0\x01a\0\0\0\x02bc");
    }
}

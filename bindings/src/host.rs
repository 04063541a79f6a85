//! What the platform lends the core: keys, a place for logs, and an ear for changes.

use std::sync::Arc;

use doorstep_core::seal::{SignError, Signer};
use p256::{ecdsa::Signature, pkcs8::DecodePublicKey};

use crate::{
    calls::{Area, LogLine},
    error::DoorstepError,
};

/// What a host's own code answers when it fails. An exception of any other kind counts as `Failed`.
#[derive(Clone, Debug, thiserror::Error, uniffi::Error)]
pub enum HostError {
    /// The key needs the device to be unlocked first.
    #[error("the key is locked")]
    KeyLocked,
    /// Anything else; `detail` must hold no personal data.
    #[error("{detail}")]
    Failed {
        /// In the host's own words.
        detail: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for HostError {
    // The exception's text may hold anything, and errors are shown.
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { detail: "an exception that is no HostError".to_owned() }
    }
}

impl From<HostError> for DoorstepError {
    fn from(error: HostError) -> Self {
        Self::Host { detail: error.to_string() }
    }
}

/// The device's key store: Android Keystore, Secure Enclave, or a file in tests.
#[uniffi::export(with_foreign)]
pub trait KeyVault: Send + Sync {
    /// The 32-byte key of the database. The same bytes every time; made at first use.
    fn database_key(&self) -> Result<Vec<u8>, HostError>;

    /// The public half of the device's P-256 key: 65 bytes SEC1 (Apple's form) or DER (Java's `getEncoded`).
    fn public_key(&self) -> Result<Vec<u8>, HostError>;

    /// ECDSA over SHA-256 of `message` with that key: DER as both platforms give it, or 64 bytes r ‖ s.
    fn sign(&self, message: Vec<u8>) -> Result<Vec<u8>, HostError>;
}

/// Where log lines go. Called in batches from a thread of the library; lines hold ids and codes only.
#[uniffi::export(with_foreign)]
pub trait LogSink: Send + Sync {
    /// Takes a batch, oldest first.
    fn write(&self, lines: Vec<LogLine>) -> Result<(), HostError>;
}

/// Told which parts of the screen to read anew. Called from a thread of the library, after the change is
/// durable; changes that come while it works arrive together.
#[uniffi::export(with_foreign)]
pub trait ChangeListener: Send + Sync {
    /// Takes the areas that changed, each once.
    fn changed(&self, areas: Vec<Area>) -> Result<(), HostError>;
}

/// The vault as the core's signer. The public key is read once, at open.
pub(crate) struct VaultSigner {
    vault: Arc<dyn KeyVault>,
    public_key: Vec<u8>,
}

impl VaultSigner {
    pub(crate) fn new(vault: Arc<dyn KeyVault>) -> Result<Self, DoorstepError> {
        let given = vault.public_key()?;
        let public_key = sec1(&given).ok_or_else(|| DoorstepError::Host {
            detail: "the vault's public key is no P-256 key in SEC1 or DER form".to_owned(),
        })?;
        Ok(Self { vault, public_key })
    }
}

impl Signer for VaultSigner {
    fn public_key(&self) -> Vec<u8> {
        self.public_key.clone()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let given = self
            .vault
            .sign(message.to_vec())
            .map_err(|error| SignError::KeyStore { reason: error.to_string() })?;
        let signature = match given.len() {
            64 => Signature::from_slice(&given),
            _ => Signature::from_der(&given),
        };
        Ok(signature.map_err(|_| SignError::BadSignature)?.to_vec())
    }
}

fn sec1(given: &[u8]) -> Option<Vec<u8>> {
    let key = p256::PublicKey::from_public_key_der(given)
        .or_else(|_| p256::PublicKey::from_sec1_bytes(given).map_err(|_| ()))
        .ok()?;
    use p256::elliptic_curve::sec1::ToEncodedPoint as _;
    Some(key.to_encoded_point(false).as_bytes().to_vec())
}

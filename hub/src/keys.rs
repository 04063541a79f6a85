//! The hub's own keys. They lie in the encrypted database, so that one key file guards everything and a
//! restored backup is the same hub to its phones.

use doorstep_core::{
    id::IdGen,
    seal::{Digest, SealKey, Signer, SoftwareKey},
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::store::{MetaKey, Reads, StoreError, Writes};

/// Every key that a hub has.
pub struct HubKeys {
    /// Signs orders.
    pub(crate) order: SoftwareKey,
    /// Opens photos.
    pub(crate) photo: SealKey,
    /// Seals session tokens, challenges and the addresses of uploads.
    pub(crate) session: Secret,
    /// Hides duties behind the ids of tickets.
    pub(crate) ticket: Secret,
    /// Certificate and key for TLS.
    pub(crate) tls: TlsIdentity,
}

/// 32 random bytes.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

impl std::fmt::Debug for HubKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HubKeys(…)")
    }
}

impl HubKeys {
    /// Draws all keys and stores them.
    ///
    /// # Errors
    /// When they cannot be stored.
    pub(crate) fn create(tx: &dyn Writes, ids: &dyn IdGen) -> Result<(), StoreError> {
        tx.set_meta(MetaKey::OrderKey, SoftwareKey::generate(ids).to_bytes().as_slice())?;
        tx.set_meta(MetaKey::PhotoKey, SealKey::generate(ids).to_secret_text().as_bytes())?;
        for key in [MetaKey::SessionSecret, MetaKey::TicketSecret] {
            let mut secret = Secret::default();
            ids.random(secret.as_mut());
            tx.set_meta(key, secret.as_slice())?;
        }
        let tls = TlsIdentity::generate()?;
        let public = serde_json::to_vec(&tls).map_err(|_| StoreError::Corrupt("TLS certificate"))?;
        tx.set_meta(MetaKey::Tls, &public)?;
        tx.set_meta(MetaKey::TlsKey, &tls.key)
    }

    /// Reads the keys.
    ///
    /// # Errors
    /// When one is missing or unreadable.
    pub(crate) fn load(tx: &dyn Reads) -> Result<Self, StoreError> {
        let order = SoftwareKey::from_bytes(&meta(tx, MetaKey::OrderKey)?)
            .map_err(|_| StoreError::Corrupt("order key"))?;
        let photo = meta(tx, MetaKey::PhotoKey)?;
        let photo = std::str::from_utf8(&photo)
            .ok()
            .and_then(|text| SealKey::from_secret_text(text).ok())
            .ok_or(StoreError::Corrupt("photo key"))?;
        let public = serde_json::from_slice(&meta(tx, MetaKey::Tls)?)
            .map_err(|_| StoreError::Corrupt("TLS certificate"))?;
        let tls = TlsIdentity { key: meta(tx, MetaKey::TlsKey)?, ..public };
        Ok(Self {
            order,
            photo,
            session: secret(tx, MetaKey::SessionSecret)?,
            ticket: secret(tx, MetaKey::TicketSecret)?,
            tls,
        })
    }

    /// The public half of the order key, SEC1 uncompressed.
    pub fn order_key(&self) -> Vec<u8> {
        self.order.public_key()
    }

    /// SHA-256 of the SubjectPublicKeyInfo that phones pin.
    pub const fn spki(&self) -> Digest {
        self.tls.spki
    }
}

fn meta(tx: &dyn Reads, key: MetaKey) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    tx.meta(key)?.map(Zeroizing::new).ok_or(StoreError::Corrupt("set of keys"))
}

fn secret(tx: &dyn Reads, key: MetaKey) -> Result<Secret, StoreError> {
    let bytes = meta(tx, key)?;
    let bytes: [u8; 32] = bytes.as_slice().try_into().map_err(|_| StoreError::Corrupt("secret"))?;
    Ok(Zeroizing::new(bytes))
}

/// A self-signed certificate with its key. Phones trust the key they saw in the QR, not the name.
#[derive(Serialize, Deserialize)]
pub(crate) struct TlsIdentity {
    certificate: Vec<u8>,
    /// PKCS #8. Kept by itself: a secret in JSON leaves copies behind wherever it is read or written.
    #[serde(skip)]
    key: Zeroizing<Vec<u8>>,
    spki: Digest,
}

impl TlsIdentity {
    fn generate() -> Result<Self, StoreError> {
        let failed = |error: rcgen::Error| StoreError::Database(Box::new(error));
        let key = Zeroizing::new(rcgen::KeyPair::generate().map_err(failed)?);
        let mut about =
            rcgen::CertificateParams::new(vec!["doorstep-hub".to_owned(), "localhost".to_owned()])
                .map_err(failed)?;
        about.distinguished_name = rcgen::DistinguishedName::new();
        about.distinguished_name.push(rcgen::DnType::CommonName, "Doorstep hub");
        let certificate = about.self_signed(&*key).map_err(failed)?;
        let spki = Digest::of(&rcgen::PublicKeyData::subject_public_key_info(&*key));
        Ok(Self { certificate: certificate.der().to_vec(), key: Zeroizing::new(key.serialize_der()), spki })
    }

    /// The server's side of TLS.
    pub(crate) fn server_config(&self) -> Result<rustls::ServerConfig, rustls::Error> {
        use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
        let certificate = CertificateDer::from(self.certificate.clone());
        // Lent, where the builder would keep a copy that nobody wipes.
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(self.key.as_slice()));
        let key = rustls::crypto::ring::sign::any_supported_type(&key)?;
        let certified = rustls::sign::CertifiedKey::new(vec![certificate], key);
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let mut config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(std::sync::Arc::new(rustls::sign::SingleCertAndKey::from(certified)));
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_the_certificate_holds_no_secret_and_both_together_serve() {
        let tls = TlsIdentity::generate().unwrap();
        let public = serde_json::to_vec(&tls).unwrap();
        let read: TlsIdentity = serde_json::from_slice(&public).unwrap();
        assert_eq!((read.spki, read.key.len()), (tls.spki, 0));
        assert!(TlsIdentity { key: tls.key.clone(), ..read }.server_config().is_ok());
    }
}

//! Tokens that carry their own proof: the hub remembers nothing of a session, so any process can check it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use doorstep_core::{seal::message, time::Timestamp};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::keys::Secret;

/// What a token is good for; a token of one purpose never passes for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Challenge,
    Session,
    Upload,
}

impl Purpose {
    const fn context(self) -> &'static str {
        match self {
            Self::Challenge => "doorstep token challenge v1",
            Self::Session => "doorstep token session v1",
            Self::Upload => "doorstep token upload v1",
        }
    }
}

/// Length of the id, the expiry and the proof.
const ID: usize = 16;
const PROOF: usize = 32;

/// A token for `id`, good until `until`; URL-safe.
pub(super) fn seal(secret: &Secret, purpose: Purpose, id: &[u8; ID], until: Timestamp) -> String {
    let mut bytes = Vec::with_capacity(ID + 8 + PROOF);
    bytes.extend_from_slice(id);
    bytes.extend_from_slice(&until.millis().to_be_bytes());
    if let Some(mac) = proof(secret, purpose, &bytes) {
        bytes.extend_from_slice(&mac.finalize().into_bytes());
    }
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The id in a genuine token that is good at `now`.
pub(super) fn open(secret: &Secret, purpose: Purpose, token: &str, now: Timestamp) -> Option<[u8; ID]> {
    if token.len() > 100 {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (told, shown) = bytes.split_at_checked(ID + 8)?;
    // Compares in constant time.
    proof(secret, purpose, told)?.verify_slice(shown).ok()?;
    let (id, until) = told.split_at_checked(ID)?;
    let until = i64::from_be_bytes(until.try_into().ok()?);
    (now.millis() < until).then_some(())?;
    id.try_into().ok()
}

fn proof(secret: &Secret, purpose: Purpose, told: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_slice()).ok()?;
    mac.update(&message(purpose.context(), &[told]));
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_passes_for_its_purpose_and_time_only() {
        let secret = Secret::new([7; 32]);
        let (now, until) = (Timestamp::from_millis(1_000), Timestamp::from_millis(2_000));
        let token = seal(&secret, Purpose::Session, &[9; 16], until);
        assert_eq!(open(&secret, Purpose::Session, &token, now), Some([9; 16]));
        assert_eq!(open(&secret, Purpose::Session, &token, until), None);
        assert_eq!(open(&secret, Purpose::Upload, &token, now), None);
        assert_eq!(open(&Secret::new([8; 32]), Purpose::Session, &token, now), None);
    }

    #[test]
    fn a_changed_or_cut_token_does_not_pass() {
        let secret = Secret::new([7; 32]);
        let (now, until) = (Timestamp::from_millis(1_000), Timestamp::from_millis(2_000));
        let token = seal(&secret, Purpose::Session, &[9; 16], until);
        let mut cut = token.clone();
        while cut.pop().is_some() {
            assert_eq!(open(&secret, Purpose::Session, &cut, now), None);
        }
        let changed = token.replacen(|_: char| true, "Z", 1);
        assert_eq!(open(&secret, Purpose::Session, &changed, now), None);
        assert_eq!(open(&secret, Purpose::Session, "…", now), None);
    }
}

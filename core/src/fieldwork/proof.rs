//! The phone's own proof of its journal: every link from the first to the last.

use crate::{
    error::DoorstepError,
    id::OpId,
    seal::{BrokenLink, Entry, Proof, PublicKey, SignedHead, verify_journal},
    store::journal,
};

use super::Doorstep;

/// Links read at once, so that a long journal never stands in memory whole.
const LINKS_AT_ONCE: usize = 1_000;

/// A journal that proved sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalProof {
    /// What the chain proves.
    pub proof: Proof,
    /// Its operations, in order.
    pub ops: Vec<OpId>,
    /// How many of them record a photo.
    pub photos: u64,
}

impl Doorstep {
    /// Proves this device's chain and signs its head.
    ///
    /// # Errors
    /// [`DoorstepError::Conflict`] names the first broken link.
    pub fn prove_journal(&self) -> Result<JournalProof, DoorstepError> {
        let (device, entries) = self.store.read(|tx| {
            let me = self.me(tx)?;
            let mut entries: Vec<Entry> = Vec::new();
            loop {
                let after = entries.last().map_or(0, |entry| entry.link.seq);
                let page = journal::entries(tx, me.device, after, LINKS_AT_ONCE)?;
                let is_last = page.len() < LINKS_AT_ONCE;
                entries.extend(page);
                if is_last {
                    return Ok::<_, DoorstepError>((me.device, entries));
                }
            }
        })?;
        let signer = self.host.signer.as_ref();
        let key = PublicKey::from_sec1(&signer.public_key())?;
        let heads = match entries.last() {
            Some(last) => vec![SignedHead::sign(signer, device, last.link.seq, last.hash)?],
            None => Vec::new(),
        };
        let ops = entries.iter().map(|entry| entry.link.op_id).collect();
        let photos = entries.iter().filter(|entry| entry.link.kind == "PhotoTaken").count() as u64;
        let proof = verify_journal(device, &key, entries.into_iter(), &heads).map_err(broken)?;
        Ok(JournalProof { proof, ops, photos })
    }
}

fn broken(link: BrokenLink) -> DoorstepError {
    DoorstepError::Conflict { reason: link.text().zh }
}

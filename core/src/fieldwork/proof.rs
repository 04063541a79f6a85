//! The phone's own proof of its journal: every link from the first to the last.

use crate::{
    error::DoorstepError,
    id::{DeviceId, OpId},
    seal::{BrokenLink, Entry, Proof, PublicKey, SignedHead, verify_journal},
    store::{StoreError, Tx, journal},
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
    /// How many signatures made at earlier pushes it was held against.
    pub signatures: usize,
}

impl Doorstep {
    /// Proves this device's chain against every signature kept since enrolment, and signs its head. Reads it in pages: a long journal never stands in memory.
    ///
    /// # Errors
    /// [`DoorstepError::Conflict`] names the first broken link.
    pub fn prove_journal(&self) -> Result<JournalProof, DoorstepError> {
        let (me, head) = self.store.read(|tx| Ok::<_, DoorstepError>((self.me(tx)?, journal::head(tx)?)))?;
        let signer = self.host.signer.as_ref();
        let key = PublicKey::from_sec1(&signer.public_key())?;
        // What is recorded from here on follows this head, and is proved with it.
        let fresh = match head.filter(|head| head.seq > 0) {
            Some(head) => Some(SignedHead::sign(signer, me.device, head.seq, head.hash)?),
            None => None,
        };
        self.store.read(|tx| {
            let mut heads = journal::signed_heads(tx, me.device)?;
            let signatures = heads.len();
            heads.extend(fresh);
            let mut pages = Pages::of(tx, me.device);
            let proof = verify_journal(me.device, &key, &mut pages, &heads);
            if let Some(error) = pages.failed {
                return Err(error.into());
            }
            Ok(JournalProof {
                proof: proof.map_err(broken)?,
                ops: pages.ops,
                photos: pages.photos,
                signatures,
            })
        })
    }
}

/// A chain, read page by page, and what was seen of it.
struct Pages<'t, 's> {
    tx: &'t Tx<'s>,
    device: DeviceId,
    page: std::vec::IntoIter<Entry>,
    is_last: bool,
    /// Why the pages ended early, if they did.
    failed: Option<StoreError>,
    ops: Vec<OpId>,
    photos: u64,
}

impl<'t, 's> Pages<'t, 's> {
    fn of(tx: &'t Tx<'s>, device: DeviceId) -> Self {
        let page = Vec::new().into_iter();
        Self { tx, device, page, is_last: false, failed: None, ops: Vec::new(), photos: 0 }
    }

    fn turn(&mut self, after: u64) {
        match journal::entries(self.tx, self.device, after, LINKS_AT_ONCE) {
            Ok(page) => {
                self.is_last = page.len() < LINKS_AT_ONCE;
                self.page = page.into_iter();
            }
            Err(error) => {
                self.is_last = true;
                self.failed = Some(error);
            }
        }
    }
}

impl Iterator for Pages<'_, '_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        if self.page.len() == 0 && !self.is_last {
            // Seqs are dense, or the verifier stops at the first that is not.
            self.turn(self.ops.len() as u64);
        }
        let entry = self.page.next()?;
        self.ops.push(entry.link.op_id);
        self.photos += u64::from(entry.link.kind == "PhotoTaken");
        Some(entry)
    }
}

fn broken(link: BrokenLink) -> DoorstepError {
    DoorstepError::Conflict { reason: link.text() }
}

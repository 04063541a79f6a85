//! A phone's journal read from its file, past the phone's own use cases, and proved.

use std::path::Path;

use doorstep_core::{
    id::VisitId,
    op::body::{Body, Payload},
    seal::{Entry, PublicKey, verify_journal},
    store::{Store, device, journal},
};

use crate::phone::Vault;

/// Links read at once.
const PAGE: usize = 1_000;

/// Every link of the journal in `folder` under the device id in use, in order.
///
/// # Panics
/// When the store does not open, or the chain does not hold.
pub fn read(folder: &Path, seed: u64) -> Vec<Entry> {
    let store = Store::open(folder, &Vault::new(seed).db_key()).expect("the store opens again");
    let (me, entries) = store
        .read(|tx| {
            let me = device::identity(tx)?.expect("an enrolled phone");
            let mut entries: Vec<Entry> = Vec::new();
            loop {
                let after = entries.last().map_or(0, |entry| entry.link.seq);
                let page = journal::entries(tx, me.device, after, PAGE)?;
                let is_last = page.len() < PAGE;
                entries.extend(page);
                if is_last {
                    return Ok::<_, doorstep_core::store::StoreError>((me, entries));
                }
            }
        })
        .expect("the journal reads");
    let key = PublicKey::from_sec1(&me.public_key).expect("the phone's key");
    verify_journal(me.device, &key, entries.iter().cloned(), &[]).expect("the chain holds");
    entries
}

/// The visits that these links record, each as often as it stands there.
///
/// # Panics
/// When a body is not what its link says.
pub fn visits(entries: &[Entry]) -> Vec<VisitId> {
    let recorded = entries.iter().filter(|entry| entry.link.kind == "VisitRecorded");
    let visit = |entry: &Entry| {
        let body = entry.body.as_deref().and_then(|body| std::str::from_utf8(body).ok()).expect("a body");
        match Payload::from_json(body).expect("a readable body").body {
            Body::VisitRecorded(visit) => visit.id,
            other => panic!("a {} where a visit was told", other.kind()),
        }
    };
    recorded.map(visit).collect()
}

//! What the hub did not take: listed with the reason, carried out of the phone, put right.
//!
//! A rejected record stays in the journal for ever. Putting it right is a new record that names it.

use std::{collections::BTreeSet, fs::File, io::Write as _, path::Path};

use crate::{
    error::{DoorstepError, Thing},
    id::OpId,
    op::{
        body::{Body, Payload},
        rejected::RejectedRecord,
    },
    seal::{seal_bytes, write_whole},
    store::{Durability, Identity, StoreError, Tx, blob, journal},
};

use super::{Doorstep, OutboxLine, PAGE, error::invalid, outbox::line};

impl Doorstep {
    /// A page of records that the hub did not take and nothing put right yet, newest first; `after` is the last
    /// one already seen.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn rejected(&self, after: Option<OpId>, limit: usize) -> Result<Vec<OutboxLine>, DoorstepError> {
        self.store.read(|tx| {
            let items = journal::rejected(tx, after, limit.min(PAGE))?;
            Ok(items.into_iter().map(|item| line(tx, item)).collect::<Result<_, _>>()?)
        })
    }

    /// What a rejected record says, to be shown and corrected.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when it was not rejected, or was put right meanwhile.
    pub fn rejected_record(&self, op: OpId) -> Result<Body, DoorstepError> {
        self.store.read(|tx| {
            let mut group = rejected_group(tx, op)?;
            group.retain(|(one, _)| *one == op);
            group.pop().map(|(_, body)| body).ok_or(NOT_REJECTED)
        })
    }

    /// Puts a rejected record right: records it anew, corrected where `corrected` says how, otherwise as it was,
    /// now that what stood in its way is gone. The rest of its finish goes along, since the hub took none of it.
    /// Durable when this returns; answers the new record.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] when it was not rejected, or was put right meanwhile;
    /// [`DoorstepError::InvalidInput`] when the correction is about something else, or this worker may still not
    /// record it.
    pub fn put_right(&self, op: OpId, corrected: Option<Body>) -> Result<OpId, DoorstepError> {
        self.store.write(Durability::Capture, |tx| {
            let me = self.me_recording(tx)?;
            let mut payloads = Vec::new();
            let mut place = 0;
            for (index, (former, body)) in rejected_group(tx, op)?.into_iter().enumerate() {
                let body = match &corrected {
                    Some(corrected) if former == op => same_matter(&body, corrected)?.clone(),
                    _ => body,
                };
                self.may_record(tx, &me, &body)?;
                if let Body::PhotoTaken(photo) = &body {
                    blob::ask_again(tx, photo.id)?;
                }
                if former == op {
                    place = index;
                }
                payloads.push(Payload { supersedes: Some(former), body });
            }
            let households: BTreeSet<_> =
                payloads.iter().filter_map(|payload| payload.body.household()).collect();
            let ids = self.record_payloads(tx, &me, payloads)?;
            self.derive_households(tx, &me, households)?;
            ids.get(place).copied().ok_or(NOT_REJECTED)
        })
    }

    /// Writes every rejected record with its reason to `file`, as JSON sealed to the hub and to this phone, so that
    /// it can travel by any means and nobody on the way can read it: a list of [`RejectedRecord`]. Answers how many.
    ///
    /// # Errors
    /// [`DoorstepError::StorageFull`], [`DoorstepError::Host`] when the file cannot be written,
    /// [`DoorstepError::InvalidInput`] for one of the store's own (`path`).
    pub fn export_rejected(&self, file: &Path) -> Result<usize, DoorstepError> {
        self.check_target(file)?;
        let (me, records) = self.store.read(|tx| Ok::<_, DoorstepError>((self.me(tx)?, exported(tx)?)))?;
        let json = serde_json::to_vec(&records)
            .map_err(|_| DoorstepError::Internal { code: "rejected/json".into() })?;
        write_sealed(&me, &json, file)?;
        Ok(records.len())
    }
}

const NOT_REJECTED: DoorstepError = DoorstepError::NotFound { what: Thing::RejectedRecord };

/// The finish of a rejected operation that nothing put right yet.
fn rejected_group(tx: &Tx<'_>, op: OpId) -> Result<Vec<(OpId, Body)>, DoorstepError> {
    journal::rejected_one(tx, op)?.ok_or(NOT_REJECTED)?;
    let read = |(op, body): (OpId, Option<String>)| {
        let payload = body.and_then(|body| Payload::from_json(&body).ok());
        Some((op, payload?.body))
    };
    let bodies = journal::group_bodies(tx, op)?;
    let group: Option<Vec<_>> = bodies.into_iter().map(read).collect();
    group.ok_or_else(|| DoorstepError::Internal { code: "rejected/body".into() })
}

/// The correction, if it is about the very thing that the rejected record was about.
fn same_matter<'a>(former: &Body, corrected: &'a Body) -> Result<&'a Body, DoorstepError> {
    let same = (former.kind(), former.subject()) == (corrected.kind(), corrected.subject());
    if same && former.household() == corrected.household() {
        return Ok(corrected);
    }
    Err(invalid("corrected", "更正须针对同一条记录", "The correction must be about the same thing"))
}

fn exported(tx: &Tx<'_>) -> Result<Vec<RejectedRecord>, DoorstepError> {
    let mut records = Vec::new();
    let mut after = None;
    loop {
        let page = journal::rejected(tx, after, PAGE)?;
        let Some(last) = page.last() else { return Ok(records) };
        after = Some(last.op_id);
        for item in page {
            let bodies = journal::group_bodies(tx, item.op_id)?;
            let body = bodies.into_iter().find(|(op, _)| *op == item.op_id).and_then(|(_, body)| body);
            let (op, recorded_at) = (item.op_id, item.recorded_at);
            let record = body.and_then(|body| serde_json::from_str(&body).ok());
            let OutboxLine { what, words, .. } = line(tx, item)?;
            records.push(RejectedRecord { op, what, why: words, recorded_at, record });
        }
    }
}

fn write_sealed(me: &Identity, plain: &[u8], file: &Path) -> Result<(), DoorstepError> {
    let sealed = seal_bytes(plain, &[me.storage_key.recipient(), me.recipient.clone()])
        .map_err(|_| DoorstepError::Internal { code: "rejected/seal".into() })?;
    Ok(write_whole(file, |part| {
        let mut out = File::create(part)?;
        out.write_all(&sealed)?;
        Ok::<_, StoreError>(out.sync_all()?)
    })?)
}

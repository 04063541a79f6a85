//! The exchange's records: where the journal stands, what to send next, what the hub holds.

use crate::{
    error::DoorstepError,
    fieldwork::Doorstep,
    id::DeviceId,
    op::wire::{EnrolReply, Head, WireOp},
    seal::{SignedHead, genesis},
    store::{DeviceState, Durability, Identity, StoreError, Tx, blob, device, draft, journal},
    sync::{Cause, Comparison, Event},
    time::Timestamp,
};

impl Doorstep {
    pub(super) fn compare(&self, head: Head) -> Result<Comparison, DoorstepError> {
        self.store.read(|tx| {
            let me = self.me(tx)?;
            let at_hub_seq = match head.seq {
                0 => Some(genesis(me.device, &me.public_key)),
                seq => journal::hash_at(tx, seq)?,
            };
            Ok(Comparison {
                acknowledged: journal::acknowledged(tx)?,
                at_hub_seq,
                can_go_on: journal::can_send_after(tx, head.seq)?,
            })
        })
    }

    pub(super) fn acknowledge(&self, head: Head, backed_up_through: u64) -> Result<(), DoorstepError> {
        let unchanged = self.store.read(|tx| {
            let same = journal::acknowledged(tx)?.seq == head.seq;
            Ok::<_, StoreError>(same && journal::backed_up_through(tx)? == backed_up_through)
        })?;
        if unchanged {
            return Ok(());
        }
        self.store.write(Durability::Replayable, |tx| {
            if head.seq < journal::acknowledged(tx)?.seq {
                journal::rewind_to(tx, head)?;
            }
            Ok::<_, DoorstepError>(journal::acknowledge(tx, head, backed_up_through)?)
        })?;
        self.drop_released_photos()
    }

    pub(super) fn load_batch(
        &self,
        after: u64,
        max_groups: Option<usize>,
    ) -> Result<Vec<WireOp>, DoorstepError> {
        let batch = self.store.read(|tx| match max_groups {
            Some(max_groups) => journal::batch_after_limited(tx, after, max_groups),
            None => journal::batch_after(tx, after),
        })?;
        if let Some(last) = batch.last() {
            // Counted before the try, so that an item which kills the process cannot do so unseen.
            let now = self.host.clock.now();
            self.store.write(Durability::Replayable, |tx| journal::note_attempt(tx, last.seq, now))?;
        }
        Ok(batch)
    }

    /// The device's signature over its journal up to `head`, kept as evidence beside the link it covers.
    pub(super) fn sign_head(&self, head: Head) -> Result<Event, DoorstepError> {
        let device = self.store.read(|tx| Ok::<_, DoorstepError>(self.me(tx)?.device))?;
        let Ok(signed) = SignedHead::sign(self.host.signer.as_ref(), device, head.seq, head.hash) else {
            return Ok(Event::SignRefused);
        };
        self.store.write(Durability::Replayable, |tx| journal::sign(tx, &signed))?;
        Ok(Event::Signed(signed.signature))
    }

    /// From now on nothing new is begun here, so that nothing slips in between the last look and the wipe; a visit in
    /// progress is finished or given up by its worker.
    pub(super) fn begin_drain(&self) -> Result<(), DoorstepError> {
        self.store.write(Durability::Capture, |tx| self.drain_in(tx))
    }

    fn drain_in(&self, tx: &Tx<'_>) -> Result<(), DoorstepError> {
        // The state outlives the process: once a drain is enough.
        if self.me(tx)?.state != DeviceState::Draining {
            device::set_state(tx, DeviceState::Draining)?;
            blob::announce_again(tx)?;
        }
        Ok(())
    }

    /// Why a draining phone may not be wiped yet, if it may not.
    pub(super) fn left_to_drain(&self) -> Result<Option<Cause>, DoorstepError> {
        self.store.write(Durability::Capture, |tx| {
            self.drain_in(tx)?;
            if !draft::drafts(tx)?.is_empty() {
                return Ok::<_, DoorstepError>(Some(Cause::WaitsForVisit));
            }
            let unsent = journal::unsent_count(tx)? > 0
                || blob::holds_uploads_from(tx, Timestamp::from_millis(i64::MIN))?;
            Ok(unsent.then_some(Cause::NoAnswer))
        })
    }

    /// Keeps the cause for the outbox to show. A note that cannot be kept must not stop the exchange.
    pub(super) fn note_failure(&self, cause: Cause, next_try: Option<Timestamp>) {
        let _ = self
            .store
            .write(Durability::Replayable, |tx| journal::note_failure(tx, cause.as_str(), next_try));
    }

    pub(super) fn adopt(&self, reply: EnrolReply, hub_seq: u64) -> Result<DeviceId, DoorstepError> {
        self.store.write(Durability::Capture, |tx| {
            let old = self.me(tx)?;
            let me = Identity {
                device: reply.device,
                staff: reply.staff.clone(),
                settings: reply.settings.clone(),
                recipient: reply.recipient.clone(),
                order_key: reply.order_key.clone(),
                ..old
            };
            // What was acknowledged after the hub's last backup may have been lost with the hub, and the backup that
            // it came back from may be older than that; what it holds it knows again by the op ids.
            let resend_after = journal::backed_up_through(tx)?.min(hub_seq);
            journal::adopt_device(tx, &me, resend_after)?;
            Ok(me.device)
        })
    }
}

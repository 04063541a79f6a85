//! Unsent work that came in a file, from a phone that no network reaches: taken as if the phone had sent it, once.
//!
//! All of a file is read and checked before anything of it is taken: one that is cut short, altered, of another hub or
//! another chain leaves the hub as it is.

mod told;

use std::{
    fs::File,
    io::{Read, Seek as _, SeekFrom},
    path::Path,
    slice::from_ref,
    sync::Arc,
};

use doorstep_core::{
    id::{DeviceId, OpId},
    op::{
        apply::Receipt,
        bundle::{UnsentPart, UnsentPhoto, UnsentReader},
        outcome::{Outcome, RejectReason},
        wire::{Head, PushRequest, UploadRequest, WireOp},
    },
    seal::{Digest, PublicKey, SealError, open_reader},
    text::Text,
};

use super::{Hub, HubError, push::check};
use crate::store::{DeviceRecord, KeptOp, Reads, StoreError, UploadState};
use told::why_not_photo;
pub use told::{Came, NotImported, NotTaken, UnsentReport};

impl Hub {
    /// Takes what a phone exported because no network reached it (`Doorstep::export_unsent`): records as a push, photos
    /// as an upload. What came by the network, or by the same file before, is passed over. With `dry_run` the file is
    /// only read and checked.
    ///
    /// # Errors
    /// [`NotImported`]. Nothing was taken then, but for [`NotImported::Hub`] of a store that failed on the way: the
    /// same file can be imported again.
    pub fn import_unsent(self: &Arc<Self>, file: &Path, dry_run: bool) -> Result<UnsentReport, NotImported> {
        let file = File::open(file).map_err(SealError::from)?;
        let (device, report) = self.look_at(&file)?;
        if dry_run {
            return Ok(report);
        }
        self.take_from(&file, &device, UnsentReport { dry_run, ..report })
    }

    fn unsent_in(&self, mut file: &File) -> Result<UnsentReader<impl Read>, NotImported> {
        file.seek(SeekFrom::Start(0)).map_err(SealError::from)?;
        Ok(UnsentReader::open(open_reader(file, from_ref(&self.keys.photo))?)?)
    }

    /// Reads a file to its end: whole, signed by its device, and going on from what the hub holds. Answers what it would
    /// bring.
    fn look_at(&self, file: &File) -> Result<(DeviceRecord, UnsentReport), NotImported> {
        let mut reader = self.unsent_in(file)?;
        let about = *reader.about();
        let device = self.store.reading(|tx| {
            let device = tx.device(about.device)?.ok_or(HubError::UnknownDevice)?;
            Self::refuse_revoked(tx, &device)?;
            Ok::<_, HubError>(device)
        })?;
        let (mut chain, mut photos) = (Beside::of(device.head), Came::default());
        while let Some(part) = reader.next_part()? {
            match part {
                UnsentPart::Push(push) => {
                    check(&device, &push)?;
                    chain.follow(&push.ops)?;
                }
                UnsentPart::Photo(photo) => {
                    let count = if self.holds(&photo)? { &mut photos.known } else { &mut photos.new };
                    *count += 1;
                }
            }
        }
        let key = PublicKey::from_sec1(&device.public_key).map_err(|_| HubError::BadSignature)?;
        if !reader.is_signed_by(&key) {
            return Err(HubError::BadSignature.into());
        }
        self.store.reading(|tx| chain.check(tx, device.id))?;
        let records = Came { new: chain.new, known: chain.known, ..Came::default() };
        let (exported_at, dry_run) = (about.exported_at, true);
        let report = UnsentReport { device: device.id, exported_at, records, photos, stopped: None, dry_run };
        Ok((device, report))
    }

    fn holds(&self, photo: &UnsentPhoto) -> Result<bool, StoreError> {
        let known = self.store.reading(|tx| tx.upload_of(photo.file.photo, photo.sealed_sha256))?;
        Ok(known.is_some_and(|known| known.state != UploadState::Open))
    }

    /// Reads a file again that was found to be in order, and takes what is new.
    fn take_from(
        self: &Arc<Self>,
        file: &File,
        device: &DeviceRecord,
        looked: UnsentReport,
    ) -> Result<UnsentReport, NotImported> {
        let mut reader = self.unsent_in(file)?;
        let mut report = UnsentReport { records: Came::default(), photos: Came::default(), ..looked };
        let mut judged = Vec::new();
        while let Some(part) = reader.next_part()? {
            match part {
                // Photos of what was judged may still come.
                UnsentPart::Push(_) if report.stopped.is_some() => {}
                UnsentPart::Push(push) => match self.take_records(device, &push, &mut report.records) {
                    Ok(new) => judged.extend(new),
                    Err(NotImported::Hub(HubError::TooManyDeferred)) => {
                        report.stopped = Some(Text::new(
                            "该手机待判的记录过多，其余请稍后再次导入",
                            "too many of its phone's records wait to be judged; import it again later for the rest",
                        ));
                    }
                    Err(error) => return Err(error),
                },
                UnsentPart::Photo(photo) => match self.take_photo(device, &photo, &mut reader) {
                    Ok(true) => report.photos.new += 1,
                    Ok(false) => report.photos.known += 1,
                    Err(NotImported::Hub(error)) => match why_not_photo(&error) {
                        Some((code, why)) => report.photos.refuse(code, why),
                        None => return Err(error.into()),
                    },
                    Err(error) => return Err(error),
                },
            }
        }
        self.tally(&judged, &mut report.records)?;
        Ok(report)
    }

    /// Takes records as a push; answers those that are to be judged.
    fn take_records(
        &self,
        device: &DeviceRecord,
        push: &PushRequest,
        came: &mut Came,
    ) -> Result<Vec<OpId>, NotImported> {
        let now = self.clock.now();
        // How long the file was on its way nobody knows, so nothing tells how far the phone's clock is behind. That it
        // is ahead shows where the file comes before it was written.
        let receipt = Receipt { received_at: now, skew_ms: push.device_now.since(now).max(0) };
        let heard_at = push.device_now.min(now).max(device.last_seen);
        let received = self.receive(device, push, &receipt, heard_at)?;
        let head = received.reply.heads.head;
        if push.ops.last().is_some_and(|last| last.seq > head.seq) {
            // The hub became another meanwhile.
            return Err(NotImported::Parted { seq: head.seq });
        }
        let refused = received.reply.refused.len();
        (0..refused).for_each(|_| came.reject(RejectReason::IdReused));
        came.known += push.ops.len().saturating_sub(received.new.len() + refused) as u64;
        Ok(received.new)
    }

    /// Takes a photo file as an upload, from where that stands; whether anything of it was not here.
    fn take_photo<R: Read>(
        self: &Arc<Self>,
        device: &DeviceRecord,
        photo: &UnsentPhoto,
        reader: &mut UnsentReader<R>,
    ) -> Result<bool, NotImported> {
        let UnsentPhoto { file, bytes, sealed_sha256 } = *photo;
        let request = UploadRequest { photo: file.photo, bytes, sealed_sha256 };
        let (upload, offset) = self.announce(device, &request)?;
        if offset >= bytes {
            return Ok(false);
        }
        let mut append = self.append_to(&upload, offset)?;
        let mut held = offset;
        reader.read_photo(|piece| {
            let passed = usize::try_from(held).unwrap_or(usize::MAX).min(piece.len());
            held -= passed as u64;
            append.write(piece.get(passed..).unwrap_or_default()).map_err(NotImported::from)
        })?;
        append.finish()?;
        Ok(true)
    }

    /// Counts the verdicts on operations that were new.
    fn tally(&self, ops: &[OpId], came: &mut Came) -> Result<(), StoreError> {
        self.store.reading(|tx| {
            for op in ops {
                let verdict = tx.known_op(*op)?.and_then(|(_, verdict)| verdict);
                match verdict.map(|verdict| verdict.outcome) {
                    Some(Outcome::Applied | Outcome::Merged { .. }) => came.new += 1,
                    Some(Outcome::Rejected { reason }) => came.reject(reason),
                    Some(Outcome::Deferred { .. }) | None => came.waiting += 1,
                }
            }
            Ok(())
        })
    }
}

/// A file's chain beside what the hub holds of it.
struct Beside {
    held: Head,
    /// The first operation of the file, and the last so far.
    first: Option<u64>,
    last: Option<Head>,
    /// The hash that the file has where the hub's head stands.
    at_held: Option<Digest>,
    new: u64,
    known: u64,
}

impl Beside {
    const fn of(held: Head) -> Self {
        Self { held, first: None, last: None, at_held: None, new: 0, known: 0 }
    }

    /// Goes on with the operations of one push, which are a chain by themselves.
    fn follow(&mut self, ops: &[WireOp]) -> Result<(), HubError> {
        let first = ops.first().ok_or(HubError::Invalid("a push holds no records"))?;
        if let Some(last) = self.last
            && (last.seq.checked_add(1) != Some(first.seq) || last.hash != first.prev)
        {
            return Err(HubError::Invalid("the pushes are no chain"));
        }
        if self.first.is_none() {
            self.first = Some(first.seq);
            let begins_after = self.held.seq.checked_add(1) == Some(first.seq);
            self.at_held = begins_after.then_some(first.prev);
        }
        for op in ops {
            if op.seq > self.held.seq {
                self.new += 1;
            } else {
                self.known += 1;
            }
            if op.seq == self.held.seq {
                self.at_held = Some(op.hash);
            }
        }
        self.last = ops.last().map(WireOp::head);
        Ok(())
    }

    /// Whether the file has the same past as the hub, and begins where the hub ends or before. Of equal hashes all that
    /// lies before is equal too.
    fn check(&self, tx: &dyn Reads, device: DeviceId) -> Result<(), NotImported> {
        let (Some(first), Some(last)) = (self.first, self.last) else { return Ok(()) };
        let held = self.held;
        if first > held.seq.saturating_add(1) {
            return Err(NotImported::Gap { held: held.seq, first });
        }
        let is_same = if last.seq < held.seq {
            let stored = tx.operations(device, last.seq.saturating_sub(1), 1)?;
            let is_last = |kept: &KeptOp| (kept.entry.link.seq, kept.entry.hash) == (last.seq, last.hash);
            stored.first().is_some_and(is_last)
        } else {
            self.at_held == Some(held.hash)
        };
        if is_same { Ok(()) } else { Err(NotImported::Parted { seq: held.seq.min(last.seq) }) }
    }
}

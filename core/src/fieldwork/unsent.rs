//! Unsent work that leaves the phone without a network: one file sealed to the hub, which travels by any means.

use std::{fs::File, io::Write, path::Path, slice::from_ref};

use crate::{
    error::DoorstepError,
    op::{
        bundle::{UnsentAbout, UnsentWriter},
        wire::PushRequest,
    },
    seal::{SignedHead, seal_new_file, sha256_file},
    store::{
        Identity,
        blob::{self, UnstoredFile},
        journal,
    },
    text::Text,
    time::Timestamp,
};

use super::{Doorstep, PAGE};

/// What a file of unsent work holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnsentExport {
    /// Records.
    pub records: u64,
    /// Photos, each with those of its files that the hub has not stored.
    pub photos: u64,
    /// Photo files that should be in it and are not: this phone's storage lost or damaged them.
    pub left_out: u64,
    /// Length of the sealed file in bytes.
    pub bytes: u64,
}

/// The records to export: those of `device` after `sent`, up to `through`.
struct Unsent {
    me: Identity,
    sent: u64,
    through: u64,
    at: Timestamp,
}

impl Doorstep {
    /// Writes every record that the hub has not acknowledged and every photo file that it has not stored to the new
    /// file `file`, sealed to the hub, so that it can travel by any means: `doorstep import unsent` takes it there, each
    /// thing once, whatever comes by the network before or after. Nothing changes on this phone: what is in the file
    /// stays unsent until an exchange tells that the hub holds it. A draining phone exports too.
    ///
    /// The file is there whole and durably when this returns, or not at all; memory does not grow with the photos.
    ///
    /// # Errors
    /// [`DoorstepError::Conflict`] when nothing waits to be sent, or when there is such a file;
    /// [`DoorstepError::InvalidInput`] for one of the store's own files (`path`); [`DoorstepError::NotFound`] before
    /// enrolment; [`DoorstepError::StorageFull`]; [`DoorstepError::Host`] when the
    /// file cannot be written or the key store does not sign.
    pub fn export_unsent(&self, file: &Path) -> Result<UnsentExport, DoorstepError> {
        self.check_target(file)?;
        let at = self.host.clock.now();
        let (unsent, has_files) = self.store.read(|tx| {
            let me = self.me(tx)?;
            let sent = journal::acknowledged(tx)?.seq;
            let through = journal::head(tx)?.map_or(0, |head| head.seq);
            let has_files = !blob::unstored_files(tx, me.device, through, 0, 1)?.is_empty();
            Ok::<_, DoorstepError>((Unsent { me, sent, through, at }, has_files))
        })?;
        if unsent.sent >= unsent.through && !has_files {
            let reason = Text::new("没有待发送的内容", "Nothing waits to be sent");
            return Err(DoorstepError::Conflict { reason });
        }
        let hub = from_ref(&unsent.me.recipient);
        let (export, bytes) = seal_new_file(file, hub, |out| self.write_unsent(&unsent, out))?;
        Ok(UnsentExport { bytes, ..export })
    }

    fn write_unsent(&self, unsent: &Unsent, out: &mut dyn Write) -> Result<UnsentExport, DoorstepError> {
        let about = UnsentAbout { device: unsent.me.device, exported_at: unsent.at };
        let mut out = UnsentWriter::new(out, &about)?;
        let mut export = UnsentExport { records: self.add_records(unsent, &mut out)?, ..Default::default() };
        self.add_photos(unsent, &mut out, &mut export)?;
        let signature = self.host.signer.sign(&out.message())?;
        out.finish(signature)?;
        Ok(export)
    }

    /// Adds the records as pushes, each with the device's signature over its last. Answers how many.
    fn add_records<W: Write>(
        &self,
        unsent: &Unsent,
        out: &mut UnsentWriter<W>,
    ) -> Result<u64, DoorstepError> {
        let Unsent { me, sent, through, at } = unsent;
        let (mut after, mut records) = (*sent, 0);
        while after < *through {
            let mut ops = self.store.read(|tx| {
                if self.me(tx)?.device != me.device {
                    let (zh, en) =
                        ("手机编号刚刚更换，请重新导出", "The phone just got a new id; export again");
                    return Err(DoorstepError::Conflict { reason: Text::new(zh, en) });
                }
                Ok(journal::batch_after(tx, after)?)
            })?;
            // What is recorded meanwhile is for the next file; a finish is never split by that.
            ops.retain(|op| op.seq <= *through);
            let Some(last) = ops.last().map(|op| op.head()) else { break };
            let head = SignedHead::sign(self.host.signer.as_ref(), me.device, last.seq, last.hash)?;
            (after, records) = (last.seq, records + ops.len() as u64);
            out.add_push(&PushRequest { device_now: *at, ops, head })?;
        }
        Ok(records)
    }

    fn add_photos<W: Write>(
        &self,
        unsent: &Unsent,
        out: &mut UnsentWriter<W>,
        export: &mut UnsentExport,
    ) -> Result<(), DoorstepError> {
        let (mut after, mut counted) = (0, None);
        loop {
            let (device, through) = (unsent.me.device, unsent.through);
            let page = self.store.read(|tx| blob::unstored_files(tx, device, through, after, PAGE))?;
            if page.is_empty() {
                return Ok(());
            }
            for (number, file) in page {
                after = number;
                if !self.add_sealed_file(&file, out)? {
                    // An exchange may have brought it to the hub meanwhile.
                    export.left_out += u64::from(self.is_unstored(unsent, number)?);
                } else if counted.replace(file.photo.photo) != Some(file.photo.photo) {
                    // The files of a photo were taken in together.
                    export.photos += 1;
                }
            }
        }
    }

    fn is_unstored(&self, unsent: &Unsent, number: u64) -> Result<bool, DoorstepError> {
        let (device, through, before) = (unsent.me.device, unsent.through, number.saturating_sub(1));
        let next = self.store.read(|tx| blob::unstored_files(tx, device, through, before, 1))?;
        Ok(next.first().is_some_and(|(found, _)| *found == number))
    }

    /// Adds a file as it is sealed. One that is not what was sealed is left out: the rest is of use without it.
    fn add_sealed_file<W: Write>(
        &self,
        file: &UnstoredFile,
        out: &mut UnsentWriter<W>,
    ) -> Result<bool, DoorstepError> {
        let path = self.photo_file(&file.file)?;
        let is_whole = sha256_file(&path).is_ok_and(|found| found == (file.sealed_sha256, file.bytes));
        let Some(sealed) = File::open(&path).ok().filter(|_| is_whole) else { return Ok(false) };
        out.add_photo(file.photo, file.bytes, file.sealed_sha256, sealed)?;
        Ok(true)
    }
}

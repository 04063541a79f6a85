//! The exchange's files: which goes next, what became of its try, when the phone's copy may go.

use crate::{
    domain::evidence::PhotoFile,
    error::DoorstepError,
    fieldwork::{Doorstep, PAGE},
    store::{Durability, blob},
    sync::{Cause, NextUpload, PendingUpload, PhotoRule},
    time::Timestamp,
};

/// A try of which nothing is ever heard, because it kills the process, may happen so often before the file lets
/// others go first.
const SILENT_TRIES: u32 = 3;
/// Then it waits this long, doubled with every further try, but never over [`SILENT_WAIT_CAP_MS`].
const SILENT_WAIT_MS: i64 = 30_000;
const SILENT_WAIT_CAP_MS: i64 = 15 * 60 * 1000;

impl Doorstep {
    pub(super) fn load_upload(
        &self,
        rule: PhotoRule,
        under_way: &[PhotoFile],
    ) -> Result<NextUpload, DoorstepError> {
        let now = self.host.clock.now();
        let before = rule.taken_before;
        let Some(next) = self.store.read(|tx| blob::next_upload(tx, now, before, under_way))? else {
            return self.store.read(|tx| {
                let next_try = blob::next_upload_at(tx, before, under_way)?;
                let held = blob::holds_uploads_from(tx, before)?;
                Ok(NextUpload::None {
                    next_try: next_try.map(|(at, code)| (at, told(code.as_deref()))),
                    held,
                })
            });
        };
        let doublings = next.attempts.saturating_sub(SILENT_TRIES).min(10);
        // Few tries: due at once, by any clock, as this one may be set right meanwhile.
        let next_try = match next.attempts {
            0..SILENT_TRIES => Timestamp::default(),
            _ => now.plus_millis((SILENT_WAIT_MS << doublings).min(SILENT_WAIT_CAP_MS)),
        };
        self.store
            .write(Durability::Replayable, |tx| blob::note_upload_attempt(tx, next.photo, now, next_try))?;
        Ok(NextUpload::File(PendingUpload {
            photo: next.photo,
            bytes: next.bytes,
            sealed_sha256: next.sealed_sha256,
            location: next.location,
            offset: next.offset,
            attempts: next.attempts,
        }))
    }

    pub(super) fn save_upload(
        &self,
        photo: PhotoFile,
        location: &str,
        offset: u64,
    ) -> Result<(), DoorstepError> {
        Ok(self
            .store
            .write(Durability::Replayable, |tx| blob::set_upload(tx, photo, Some(location), offset))?)
    }

    pub(super) fn put_upload_off(
        &self,
        photo: PhotoFile,
        cause: Cause,
        next_try: Timestamp,
        begins_anew: bool,
    ) -> Result<(), DoorstepError> {
        Ok(self.store.write(Durability::Replayable, |tx| {
            blob::put_upload_off(tx, photo, cause.as_str(), next_try, begins_anew)
        })?)
    }

    pub(super) fn set_upload_aside(&self, photo: PhotoFile, cause: Cause) -> Result<(), DoorstepError> {
        Ok(self.store.write(Durability::Replayable, |tx| blob::set_aside(tx, photo, cause.as_str()))?)
    }

    /// Removes the phone's copies that the hub stored, checked and backed up.
    pub(super) fn drop_released_photos(&self) -> Result<(), DoorstepError> {
        let released = self.store.read(|tx| blob::released_files(tx, PAGE))?;
        if released.is_empty() {
            return Ok(());
        }
        released.iter().for_each(|(_, file)| self.remove_sealed(file));
        self.store.write(Durability::Replayable, |tx| {
            released.iter().try_for_each(|(file, _)| blob::forget_file(tx, *file))
        })?;
        Ok(())
    }
}

/// Why a file was put off. Of a try that killed the process nothing is known but that no answer came.
pub(in crate::fieldwork) fn told(code: Option<&str>) -> Cause {
    code.and_then(|code| code.parse().ok()).unwrap_or(Cause::NoAnswer)
}

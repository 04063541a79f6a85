//! The rests of the upload lane. A file that fails waits by itself and lets others pass; when several fail on end
//! it is the way to the hub that fails, and the whole lane rests.

use crate::{
    sync::{
        Backoff, Cause, PendingUpload,
        backoff::{asked_until, is_ahead},
    },
    time::Timestamp,
};

/// So many failures on end are no longer one file's.
const MISSES: u32 = 3;

/// Files, one at a time.
pub(super) struct UploadLane {
    /// The upload that is under way.
    pub(super) under_way: Option<PendingUpload>,
    backoff: Backoff,
    misses: u32,
    rest: Option<(Timestamp, Cause)>,
    /// Until then the hub wants no files.
    asked_until: Timestamp,
}

impl UploadLane {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            under_way: None,
            backoff: Backoff::new(seed),
            misses: 0,
            rest: None,
            asked_until: Timestamp::default(),
        }
    }

    /// Until when no file goes at all, and why.
    pub(super) fn rests(&self, now: Timestamp) -> Option<(Timestamp, Cause)> {
        self.rest.filter(|(until, _)| is_ahead(now, *until))
    }

    /// Ends the lane's rest, but for one that the hub asked for.
    pub(super) fn hurry(&mut self) {
        self.rest = self.rest.map(|(_, cause)| (self.asked_until, cause));
    }

    /// A try of `upload` did not get through. Answers when that file is tried again.
    pub(super) fn failed(
        &mut self,
        now: Timestamp,
        upload: &PendingUpload,
        cause: Cause,
        retry_after_s: Option<u64>,
    ) -> Timestamp {
        self.misses = self.misses.saturating_add(1);
        if retry_after_s.is_some() || self.misses >= MISSES {
            self.asked_until = asked_until(now, retry_after_s);
            self.rest = Some((self.backoff.failed(now, retry_after_s), cause));
        }
        self.backoff.after(upload.attempts, now, retry_after_s)
    }

    /// The hub does not want this file as it is; the way is open for others. Answers when it is tried again.
    pub(super) fn refused(
        &mut self,
        now: Timestamp,
        upload: &PendingUpload,
        retry_after_s: Option<u64>,
    ) -> Timestamp {
        self.backoff.after(upload.attempts, now, retry_after_s)
    }

    /// Something got through.
    pub(super) fn succeeded(&mut self) {
        self.misses = 0;
        self.rest = None;
        self.backoff.succeeded();
    }
}

//! The rests of the upload lane. A file that fails waits by itself and lets others pass; when several fail on end
//! it is the way to the hub that fails, and the whole lane rests.

use crate::{
    domain::evidence::PhotoFile,
    sync::{
        Backoff, Cause, PendingUpload,
        backoff::{asked_until, is_ahead},
    },
    time::Timestamp,
};

/// So many failures on end are no longer one file's.
const MISSES: u32 = 3;

/// So many files are under way at once at most: enough that one on a slow way holds up no other, few enough that each
/// gets somewhere before the network goes.
pub(super) const AT_ONCE: usize = 4;

/// Files: one, and beside it another each time that the host asks for more.
pub(super) struct UploadLane {
    /// The uploads that are under way, each file once.
    under_way: Vec<PendingUpload>,
    /// Whether the host asked for another beside those under way.
    is_asked: bool,
    backoff: Backoff,
    misses: u32,
    rest: Option<(Timestamp, Cause)>,
    /// Until then the hub wants no files.
    asked_until: Timestamp,
}

impl UploadLane {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            under_way: Vec::new(),
            is_asked: false,
            backoff: Backoff::new(seed),
            misses: 0,
            rest: None,
            asked_until: Timestamp::default(),
        }
    }

    /// Whether no upload is under way.
    pub(super) const fn is_free(&self) -> bool {
        self.under_way.is_empty()
    }

    /// The files that are under way.
    pub(super) fn files(&self) -> Vec<PhotoFile> {
        self.under_way.iter().map(|upload| upload.photo).collect()
    }

    /// The host can carry another file. Answers whether there is one too few.
    pub(super) fn ask(&mut self) -> bool {
        self.is_asked = !self.is_free() && self.under_way.len() < AT_ONCE;
        self.is_asked
    }

    /// Whether another file is to go now. A host that does one thing after the other never asks, so that what it is
    /// given is never older than its network.
    pub(super) const fn takes_another(&self) -> bool {
        self.is_free() || self.is_asked
    }

    /// There is no other file to go.
    pub(super) const fn has_no_other(&mut self) {
        self.is_asked = false;
    }

    pub(super) fn begin(&mut self, upload: PendingUpload) {
        self.is_asked = false;
        self.under_way.push(upload);
    }

    /// Ends the upload of this file, if it is under way.
    pub(super) fn end(&mut self, file: PhotoFile) -> Option<PendingUpload> {
        let at = self.under_way.iter().position(|upload| upload.photo == file)?;
        Some(self.under_way.swap_remove(at))
    }

    /// Gives up whatever is under way.
    pub(super) fn give_up(&mut self) {
        self.is_asked = false;
        self.under_way.clear();
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

//! The upload lane: files go after records, in a lane of their own, so that a large one never holds records up.

use super::{Engine, Stage};
use crate::{
    id::PhotoId,
    op::wire::{UploadRequest, path},
    sync::{Answer, Cause, Command, HttpResponse, Method, Network, PendingUpload, Task, TaskId},
    time::Timestamp,
};

/// A photo older than this may go over a metered network, if the worker agreed.
const METERED_AFTER_MS: i64 = 48 * 3_600_000;
/// Photos wait below this charge unless the phone is being charged.
const BATTERY_FLOOR_PERCENT: u8 = 20;

impl Engine {
    pub(super) fn next_upload(&mut self) -> Vec<Command> {
        self.summary.photos_wait = None;
        self.command(Stage::LoadingUpload, Command::LoadUpload)
    }

    pub(super) fn upload_loaded(&mut self, now: Timestamp, upload: Option<PendingUpload>) -> Vec<Command> {
        self.stage = Stage::Idle;
        let Some(upload) = upload else {
            self.uploaded = true;
            return self.advance(now);
        };
        if let Some(cause) = self.photo_must_wait(now, &upload) {
            self.summary.photos_wait = Some(cause);
            self.uploaded = true;
            return self.advance(now);
        }
        match upload.location.clone() {
            None => {
                let PendingUpload { photo, bytes, sealed_sha256, .. } = upload;
                let request = UploadRequest { photo, bytes, sealed_sha256 };
                self.post(Stage::CreatingUpload(upload), path::UPLOADS, &request)
            }
            Some(location) if self.doubted == Some(upload.photo) => {
                self.request(Stage::ProbingUpload(upload), Method::Head, location, None)
            }
            Some(location) => self.send_file(now, upload, location),
        }
    }

    fn photo_must_wait(&self, now: Timestamp, upload: &PendingUpload) -> Option<Cause> {
        let old = now.since(upload.captured_at) > METERED_AFTER_MS;
        let network_allows = match self.host.network {
            Network::Unmetered => true,
            Network::Metered => self.host.metered_photos && old,
            Network::Offline => false,
        };
        if !network_allows {
            Some(Cause::WaitsForUnmetered)
        } else if self.host.battery_percent < BATTERY_FLOOR_PERCENT && !self.host.charging {
            Some(Cause::WaitsForBattery)
        } else {
            None
        }
    }

    fn send_file(&mut self, now: Timestamp, upload: PendingUpload, path: String) -> Vec<Command> {
        let (photo, offset, bytes) = (upload.photo, upload.offset, upload.bytes);
        self.summary.requests += 1;
        self.uploading = Some(upload);
        let mut commands =
            vec![Command::Send(TaskId::Upload(photo), Task::Upload { photo, path, offset, bytes })];
        // The request lane is free: records that were finished meanwhile go now.
        commands.extend(self.advance(now));
        commands
    }

    /// The hub told where an upload stands.
    pub(super) fn upload_at(&mut self, upload: PendingUpload, location: String, offset: u64) -> Vec<Command> {
        self.doubted = None;
        self.count_complete(&upload, offset);
        vec![Command::SaveUpload { photo: upload.photo, location: Some(location), offset }]
    }

    const fn count_complete(&mut self, upload: &PendingUpload, offset: u64) {
        if offset >= upload.bytes {
            self.summary.uploads += 1;
            // What the hub stored comes back in the feed.
            self.pulled = self.draining.is_some();
        }
    }

    pub(super) fn forget_upload(&mut self, upload: &PendingUpload) -> Vec<Command> {
        self.doubted = None;
        vec![Command::SaveUpload { photo: upload.photo, location: None, offset: 0 }]
    }

    pub(super) fn offset_told(&mut self, now: Timestamp, offset: u64) -> Vec<Command> {
        match std::mem::replace(&mut self.stage, Stage::Idle) {
            Stage::CreatingUpload(upload) | Stage::ProbingUpload(upload) => match upload.location.clone() {
                Some(location) => self.upload_at(upload, location, offset),
                None => self.fail(now, Cause::Unintelligible, None),
            },
            _ => self.fail(now, Cause::Unintelligible, None),
        }
    }

    pub(super) fn upload_answered(
        &mut self,
        now: Timestamp,
        photo: PhotoId,
        answer: &Answer,
        response: &HttpResponse,
    ) -> Vec<Command> {
        let Some(upload) = self.uploading.take_if(|upload| upload.photo == photo) else {
            // From before this process began: whatever it says, the hub is asked for the offset.
            self.doubted = Some(photo);
            return Vec::new();
        };
        let location = upload.location.clone().unwrap_or_default();
        match answer {
            Answer::Good => match response.upload_offset {
                Some(offset) => {
                    self.backoff.succeeded();
                    self.upload_at(upload, location, offset)
                }
                None => self.upload_lost(now, photo, Cause::Unintelligible, None),
            },
            Answer::Offset(offset) => self.upload_at(upload, location, *offset),
            Answer::NotThere => self.forget_upload(&upload),
            Answer::Again { cause, retry_after_s } => self.upload_lost(now, photo, *cause, *retry_after_s),
            Answer::Session | Answer::TooLarge | Answer::Upgrade | Answer::Revoked(_) => {
                self.upload_lost(now, photo, Cause::Unintelligible, None)
            }
        }
    }

    pub(super) fn upload_failed(
        &mut self,
        now: Timestamp,
        photo: PhotoId,
        cause: Cause,
        retry_after_s: Option<u64>,
    ) -> Vec<Command> {
        match self.uploading.take_if(|upload| upload.photo == photo) {
            Some(_) => self.upload_lost(now, photo, cause, retry_after_s),
            None => Vec::new(),
        }
    }

    fn upload_lost(
        &mut self,
        now: Timestamp,
        photo: PhotoId,
        cause: Cause,
        retry_after_s: Option<u64>,
    ) -> Vec<Command> {
        self.doubted = Some(photo);
        self.summary.retries += 1;
        match self.stage {
            Stage::Idle => {
                self.stage = Stage::Waiting;
                vec![Command::WaitUntil(self.backoff.failed(now, retry_after_s), cause)]
            }
            // Records are moving; the file's turn comes again when they are through.
            _ => Vec::new(),
        }
    }
}

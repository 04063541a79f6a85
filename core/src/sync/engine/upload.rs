//! Files: which goes next, where it stands at the hub, what became of its try.

use super::{Engine, Stage};
use crate::{
    domain::evidence::PhotoFile,
    op::wire::{UploadReply, UploadRequest, path},
    sync::{
        Answer, Cause, Command, HttpResponse, Method, NextUpload, PendingUpload, PhotoRule, Task, TaskId,
        classify::json,
    },
    time::Timestamp,
};

impl Engine {
    pub(super) fn next_upload(&mut self, now: Timestamp) -> Vec<Command> {
        self.summary.photos_wait = None;
        self.summary.photos_retry = self.files.rests(now);
        if self.summary.photos_retry.is_some() {
            self.to_do.upload = false;
            return self.advance(now);
        }
        let rule = PhotoRule::under(self.host, now);
        let under_way = self.files.files();
        self.command(Stage::LoadingUpload(rule), Command::LoadUpload { rule, under_way })
    }

    pub(super) fn upload_loaded(&mut self, now: Timestamp, next: NextUpload) -> Vec<Command> {
        let Stage::LoadingUpload(rule) = self.take_stage() else { return Vec::new() };
        let upload = match next {
            NextUpload::File(upload) => upload,
            NextUpload::None { next_try, held } => {
                self.summary.photos_wait = held.then_some(rule.others_wait);
                self.summary.photos_retry = next_try;
                self.files.has_no_other();
                self.to_do.upload = false;
                return self.advance(now);
            }
        };
        match upload.location.clone() {
            None => {
                let PendingUpload { photo, bytes, sealed_sha256, .. } = upload;
                let request = UploadRequest { photo: photo.photo, bytes, sealed_sha256 };
                self.post(Stage::AskingUpload(upload), path::UPLOADS, &request)
            }
            // Nothing is known of the last try's effect, in this process or one that died.
            Some(location) if upload.attempts > 0 => {
                self.request(Stage::AskingUpload(upload), Method::Head, location, None)
            }
            Some(location) => self.send_file(now, upload, location),
        }
    }

    fn send_file(&mut self, now: Timestamp, upload: PendingUpload, path: String) -> Vec<Command> {
        let (photo, offset, bytes) = (upload.photo, upload.offset, upload.bytes);
        self.summary.requests += 1;
        self.files.begin(upload);
        let mut commands =
            vec![Command::Send(TaskId::Upload(photo), Task::Upload { photo, path, offset, bytes })];
        // The exchange lane is free: records that were finished meanwhile go now.
        commands.extend(self.advance(now));
        commands
    }

    /// The hub answered the announcement of a file, or the question how much of it is there.
    pub(super) fn upload_asked_well(
        &mut self,
        now: Timestamp,
        upload: PendingUpload,
        response: &HttpResponse,
    ) -> Vec<Command> {
        let told = match upload.location.clone() {
            None => json::<UploadReply>(response).map(|reply| (reply.location, reply.offset)),
            Some(location) => response.upload_offset.map(|offset| (location, offset)),
        };
        match told {
            Some((location, offset)) => self.upload_asked(upload, location, offset),
            None => self.upload_failed(now, &upload, Cause::Unintelligible, None),
        }
    }

    pub(super) fn upload_asked(
        &mut self,
        upload: PendingUpload,
        location: String,
        offset: u64,
    ) -> Vec<Command> {
        self.count_complete(&upload, offset);
        let photo = upload.photo;
        let known = PendingUpload { location: Some(location.clone()), offset, ..upload };
        self.command(Stage::SavingUpload(known), Command::SaveUpload { photo, location, offset })
    }

    pub(super) fn upload_saved(&mut self, now: Timestamp) -> Vec<Command> {
        match self.take_stage() {
            Stage::SavingUpload(upload) if upload.offset < upload.bytes => match upload.location.clone() {
                Some(location) => self.send_file(now, upload, location),
                None => self.advance(now),
            },
            Stage::SavingUpload(_) | Stage::Idle => self.advance(now),
            // Records are moving; the next file's turn comes when they are through.
            stage => {
                self.stage = stage;
                Vec::new()
            }
        }
    }

    pub(super) fn upload_answered(
        &mut self,
        now: Timestamp,
        photo: PhotoFile,
        answer: &Answer,
        response: &HttpResponse,
    ) -> Vec<Command> {
        // One from before this process began, or given up, changes nothing: its try was counted without a success,
        // so the hub is asked for the offset first.
        let Some(upload) = self.end_upload(photo) else { return Vec::new() };
        match answer {
            Answer::Good => match response.upload_offset {
                Some(offset) => self.upload_stands(now, &upload, offset),
                None => self.upload_failed(now, &upload, Cause::Unintelligible, None),
            },
            Answer::Offset(offset) => self.upload_stands(now, &upload, *offset),
            Answer::NotThere => self.upload_lapsed(now, &upload),
            Answer::TooLarge => self.upload_refused(now, &upload, Cause::PhotoTooLarge, None),
            Answer::Refused { cause, retry_after_s } => {
                self.upload_refused(now, &upload, *cause, *retry_after_s)
            }
            Answer::Again { cause, retry_after_s } => {
                self.upload_failed(now, &upload, *cause, *retry_after_s)
            }
            Answer::Session | Answer::Upgrade | Answer::Revoked(_) => {
                self.upload_failed(now, &upload, Cause::Unintelligible, None)
            }
        }
    }

    pub(super) fn upload_unanswered(&mut self, now: Timestamp, photo: PhotoFile) -> Vec<Command> {
        match self.end_upload(photo) {
            Some(upload) => self.upload_failed(now, &upload, Cause::NoAnswer, None),
            None => Vec::new(),
        }
    }

    /// Whatever became of it, there may be more of this file or another one to send.
    fn end_upload(&mut self, photo: PhotoFile) -> Option<PendingUpload> {
        let upload = self.files.end(photo)?;
        self.to_do.upload = true;
        Some(upload)
    }

    /// The hub holds so much of a file that was just sent.
    fn upload_stands(&mut self, now: Timestamp, upload: &PendingUpload, offset: u64) -> Vec<Command> {
        let photo = upload.photo;
        match upload.location.clone() {
            Some(location) if offset > upload.offset => {
                self.files.succeeded();
                self.count_complete(upload, offset);
                vec![Command::SaveUpload { photo, location, offset }]
            }
            _ if offset < upload.offset => self.upload_lapsed(now, upload),
            _ => self.upload_failed(now, upload, Cause::NoAnswer, None),
        }
    }

    /// What the hub held of a file, it holds no longer: it lapsed, was damaged on the way, or the hub was restored.
    pub(super) fn upload_lapsed(&mut self, now: Timestamp, upload: &PendingUpload) -> Vec<Command> {
        let next_try = self.files.refused(now, upload, None);
        self.put_off(upload, Cause::UploadBeginsAnew, next_try, true)
    }

    /// The hub does not take this file, and others may go. One that it never takes as things stand stays here, and
    /// nothing waits for it.
    pub(super) fn upload_refused(
        &mut self,
        now: Timestamp,
        upload: &PendingUpload,
        cause: Cause,
        retry_after_s: Option<u64>,
    ) -> Vec<Command> {
        self.files.succeeded();
        if self.is_taken_later(cause) {
            let next_try = self.files.refused(now, upload, retry_after_s);
            self.put_off(upload, cause, next_try, false)
        } else {
            vec![Command::SetUploadAside { photo: upload.photo, cause }]
        }
    }

    /// Whether the hub will take by itself what it refuses for this cause now. It takes a file of a rejected record
    /// from a phone that drains: refused that, the phone drains no longer and is about to hear it.
    const fn is_taken_later(&self, cause: Cause) -> bool {
        match cause {
            Cause::TooManyPhotosWait => true,
            Cause::PhotoRecordRejected => self.draining.is_some(),
            _ => false,
        }
    }

    pub(super) fn upload_failed(
        &mut self,
        now: Timestamp,
        upload: &PendingUpload,
        cause: Cause,
        retry_after_s: Option<u64>,
    ) -> Vec<Command> {
        let next_try = self.files.failed(now, upload, cause, retry_after_s);
        self.put_off(upload, cause, next_try, false)
    }

    fn put_off(
        &mut self,
        upload: &PendingUpload,
        cause: Cause,
        next_try: Timestamp,
        begins_anew: bool,
    ) -> Vec<Command> {
        self.summary.retries += 1;
        vec![Command::PutUploadOff { photo: upload.photo, cause, next_try, begins_anew }]
    }

    const fn count_complete(&mut self, upload: &PendingUpload, offset: u64) {
        if offset >= upload.bytes {
            self.summary.uploads += 1;
            // What the hub stored comes back in the feed, which a draining device is not given.
            self.to_do.pull |= self.draining.is_none();
        }
    }
}

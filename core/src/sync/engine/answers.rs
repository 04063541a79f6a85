//! Requests of the exchange lane, and what every answer to them means.

use serde::Serialize;

use super::{Engine, Stage};
use crate::{
    op::{
        order::Order,
        wire::{Challenge, EnrolReply, FeedReply, Heads, PushReply, SessionReply},
    },
    sync::{
        Answer, Cause, Command, HttpRequest, HttpResponse, Method, Task, TaskId, classify, classify::json,
    },
    time::Timestamp,
};

impl Engine {
    pub(super) fn post<T: Serialize>(&mut self, stage: Stage, path: &str, message: &T) -> Vec<Command> {
        // Our own messages are plain values; one that is no JSON would be a fault of ours, seen in tests.
        let body = serde_json::to_string(message).unwrap_or_default();
        self.request(stage, Method::Post, path.to_owned(), Some(body))
    }

    pub(super) fn request(
        &mut self,
        stage: Stage,
        method: Method,
        path: String,
        body: Option<String>,
    ) -> Vec<Command> {
        let task = TaskId::Request(self.next_request);
        self.next_request += 1;
        self.pending = Some(task);
        self.stage = stage;
        self.summary.requests += 1;
        let token = self.session.as_ref().map(|session| session.token.clone());
        vec![Command::Send(task, Task::Request(HttpRequest { method, path, token, body }))]
    }

    pub(super) fn no_answer(&mut self, now: Timestamp, task: TaskId) -> Vec<Command> {
        match task {
            TaskId::Upload(photo) => self.upload_unanswered(now, photo),
            TaskId::Request(_) if self.pending == Some(task) => self.again(now, Cause::NoAnswer, None),
            TaskId::Request(_) => Vec::new(),
        }
    }

    pub(super) fn answered(&mut self, now: Timestamp, task: TaskId, response: &HttpResponse) -> Vec<Command> {
        let answer = classify(response);
        if let TaskId::Upload(photo) = task {
            return self.upload_answered(now, photo, &answer, response);
        }
        // A late answer to a request that was given up: what it told is asked for again.
        if self.pending != Some(task) {
            return Vec::new();
        }
        self.pending = None;
        match answer {
            Answer::Good => self.good(now, response),
            Answer::Again { cause, retry_after_s } => self.again(now, cause, retry_after_s),
            Answer::Session => self.session_lost(now),
            Answer::TooLarge => self.too_large(now),
            Answer::NotThere => self.not_there(now),
            Answer::Offset(offset) => self.offset_told(now, offset),
            Answer::Refused { cause, retry_after_s } => self.file_refused(now, cause, retry_after_s),
            Answer::Upgrade => self.hold(Cause::UpgradeNeeded),
            Answer::Revoked(order) => self.revoked(now, order),
        }
    }

    /// The request failed and may be sent again. What was asked about a file puts off that file alone.
    fn again(&mut self, now: Timestamp, cause: Cause, retry_after_s: Option<u64>) -> Vec<Command> {
        match self.take_stage() {
            Stage::AskingUpload(upload) => self.upload_failed(now, &upload, cause, retry_after_s),
            Stage::Pulling => {
                self.feed_size.shrink();
                self.fail(now, cause, retry_after_s)
            }
            // What the feed brings tells which of them were judged.
            Stage::Pushing if cause == Cause::TooManyRecordsWait => self.records_wait(now, cause),
            _ => self.fail(now, cause, retry_after_s),
        }
    }

    fn too_large(&mut self, now: Timestamp) -> Vec<Command> {
        match self.take_stage() {
            Stage::AskingUpload(upload) => self.upload_refused(now, &upload, Cause::PhotoTooLarge, None),
            Stage::Pushing => self.push_too_large(now),
            // A question for the feed names its cursors and little else: there is no smaller one to ask.
            _ => self.fail(now, Cause::RequestTooLarge, None),
        }
    }

    fn file_refused(&mut self, now: Timestamp, cause: Cause, retry_after_s: Option<u64>) -> Vec<Command> {
        match self.take_stage() {
            Stage::AskingUpload(upload) => self.upload_refused(now, &upload, cause, retry_after_s),
            _ => self.fail(now, Cause::Unintelligible, None),
        }
    }

    fn not_there(&mut self, now: Timestamp) -> Vec<Command> {
        match self.take_stage() {
            Stage::AskingUpload(upload) => self.upload_lapsed(now, &upload),
            Stage::AskingChallenge | Stage::OpeningSession => self.hold(Cause::UnknownDevice),
            _ => self.fail(now, Cause::Unintelligible, None),
        }
    }

    fn offset_told(&mut self, now: Timestamp, offset: u64) -> Vec<Command> {
        match self.take_stage() {
            Stage::AskingUpload(upload) => match upload.location.clone() {
                Some(location) => self.upload_asked(upload, location, offset),
                None => self.upload_failed(now, &upload, Cause::Unintelligible, None),
            },
            _ => self.fail(now, Cause::Unintelligible, None),
        }
    }

    fn revoked(&mut self, now: Timestamp, order: Option<Order>) -> Vec<Command> {
        let stage = self.take_stage();
        // A draining device is refused all but its pushes; refused those too, it would ask without end.
        let expected = self.draining.is_none() || matches!(stage, Stage::Pulling);
        match order.filter(|order| self.is_genuine(order) && (expected || !self.is_draining_by(order))) {
            Some(order) => self.refused_by_order(now, order),
            // Without the hub's signature anybody could stop a phone by answering 403.
            None => {
                self.stage = stage;
                self.again(now, Cause::SessionRefused, None)
            }
        }
    }

    fn good(&mut self, now: Timestamp, response: &HttpResponse) -> Vec<Command> {
        if let Some(session) = self.session.as_mut() {
            session.is_proven = true;
        }
        let commands = match self.take_stage() {
            Stage::AskingUpload(upload) => return self.upload_asked_well(now, upload, response),
            Stage::AskingChallenge => json::<Challenge>(response).map(|reply| self.challenged(reply)),
            Stage::OpeningSession => {
                json::<SessionReply>(response).map(|reply| self.session_open(now, reply))
            }
            Stage::AskingHead => json::<Heads>(response).map(|heads| self.compare(heads, false)),
            Stage::Pushing => json::<PushReply>(response).map(|reply| self.compare(reply.heads, true)),
            Stage::Forking { hub_seq } => json::<EnrolReply>(response).map(|reply| {
                let reply = Box::new(reply);
                self.command(Stage::Adopting, Command::AdoptDevice { reply, hub_seq })
            }),
            Stage::Pulling => match json::<FeedReply>(response) {
                Some(reply) => Some(self.page(reply)),
                None => {
                    self.feed_size.shrink();
                    None
                }
            },
            // No other stage has a request under way.
            _ => None,
        };
        commands.unwrap_or_else(|| self.fail(now, Cause::Unintelligible, None))
    }

    pub(super) const fn take_stage(&mut self) -> Stage {
        std::mem::replace(&mut self.stage, Stage::Idle)
    }
}

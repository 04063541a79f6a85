//! Records: where the hub stands, what to send next, what it took.

use super::{Engine, Stage};
use crate::{
    op::wire::{Head, Heads, PushRequest, WireOp, path},
    seal::SignedHead,
    sync::{Cause, Command, Comparison, Method},
    time::Timestamp,
};

impl Engine {
    pub(super) fn ask_head(&mut self) -> Vec<Command> {
        self.request(Stage::AskingHead, Method::Get, path::HEAD.to_owned(), None)
    }

    pub(super) fn compare(&mut self, heads: Heads, after_push: bool) -> Vec<Command> {
        self.command(Stage::Comparing { heads, after_push }, Command::Compare(heads.head))
    }

    pub(super) fn compared(&mut self, now: Timestamp, here: Comparison) -> Vec<Command> {
        let Stage::Comparing { heads, after_push } = self.stage else { return Vec::new() };
        let head = heads.head;
        if here.at_hub_seq != Some(head.hash) || !here.can_go_on {
            return self.fork(here, head.seq);
        }
        let before = self.hub_head.replace(head);
        if head.seq < here.acknowledged.seq {
            self.summary.healed += 1;
        }
        if after_push && before == Some(head) {
            // The hub took nothing of what was sent and is not ahead either: do not spin.
            return self.fail(now, Cause::Unintelligible, None);
        }
        if after_push {
            // Progress, not any answer, ends a back-off: a hub may tell its head and still take nothing.
            self.backoff.succeeded();
            self.push_size.arrived();
        }
        self.summary.acknowledged += head.seq.saturating_sub(here.acknowledged.seq);
        let backed_up_through = heads.backed_up_through;
        self.command(Stage::Acknowledging, Command::Acknowledge { head, backed_up_through })
    }

    pub(super) fn load_batch(&mut self, head: Head) -> Vec<Command> {
        let max_groups = self.push_size.max_groups();
        self.command(Stage::LoadingBatch, Command::LoadBatch { after: head.seq, max_groups })
    }

    pub(super) fn batch(&mut self, now: Timestamp, ops: Vec<WireOp>) -> Vec<Command> {
        match ops.last() {
            None => {
                self.to_do.push = false;
                self.advance(now)
            }
            Some(last) => {
                let head = last.head();
                self.command(Stage::SigningBatch(ops), Command::SignHead(head))
            }
        }
    }

    pub(super) fn push(&mut self, now: Timestamp, ops: Vec<WireOp>, signature: Vec<u8>) -> Vec<Command> {
        let Some(last) = ops.last() else { return self.advance(now) };
        self.push_size.sent(&ops);
        let head = SignedHead { seq: last.seq, hash: last.hash, signature };
        self.post(Stage::Pushing, path::OPS, &PushRequest { device_now: now, ops, head })
    }

    /// Sends fewer groups at once. One group alone cannot be split, and the hub takes nothing that does not follow
    /// on what it holds: that record and all after it wait.
    pub(super) fn push_too_large(&mut self, now: Timestamp) -> Vec<Command> {
        if self.push_size.shrink() {
            self.advance(now)
        } else {
            self.records_wait(now, Cause::RecordTooLarge)
        }
    }

    /// Records cannot go although the hub answers: they wait, in words that say so, while feed and files go on.
    pub(super) fn records_wait(&mut self, now: Timestamp, cause: Cause) -> Vec<Command> {
        self.records_stuck = Some(cause);
        self.to_do.push = false;
        self.advance(now)
    }
}

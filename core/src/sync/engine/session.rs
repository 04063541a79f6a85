//! Opening a session, and going on under a new device id.

use uuid::Uuid;

use super::{Engine, Stage};
use crate::{
    id::DeviceId,
    op::wire::{
        Challenge, ChallengeRequest, ForkRequest, SessionReply, SessionRequest, fork_message, path,
        session_message,
    },
    seal::Digest,
    sync::{Cause, Command, Comparison},
    time::Timestamp,
};

/// A session is renewed this long before it ends, so that no request meets its end.
const SESSION_MARGIN_MS: i64 = 30_000;

/// An open session.
pub(super) struct Session {
    pub(super) token: String,
    until: Timestamp,
    /// Whether the hub has answered a request of this session.
    pub(super) is_proven: bool,
}

impl Engine {
    pub(super) fn has_session(&self, now: Timestamp) -> bool {
        self.session.as_ref().is_some_and(|session| now.plus_millis(SESSION_MARGIN_MS) < session.until)
    }

    pub(super) fn ask_challenge(&mut self) -> Vec<Command> {
        let request = ChallengeRequest { device: self.device };
        self.post(Stage::AskingChallenge, path::CHALLENGE, &request)
    }

    pub(super) fn challenged(&mut self, reply: Challenge) -> Vec<Command> {
        let message = session_message(self.device, &reply.challenge);
        self.command(Stage::SigningSession(reply.challenge), Command::Sign(message))
    }

    pub(super) fn signed(&mut self, now: Timestamp, signature: Vec<u8>) -> Vec<Command> {
        match self.take_stage() {
            Stage::SigningSession(challenge) => {
                let request = SessionRequest { device: self.device, challenge, signature };
                self.post(Stage::OpeningSession, path::SESSION, &request)
            }
            Stage::SigningBatch(ops) => self.push(now, ops, signature),
            Stage::SigningFork { nonce, hub_seq } => {
                let request = ForkRequest { device: self.device, nonce, signature };
                self.post(Stage::Forking { hub_seq }, path::FORK, &request)
            }
            stage => {
                self.stage = stage;
                Vec::new()
            }
        }
    }

    pub(super) fn session_open(&mut self, now: Timestamp, reply: SessionReply) -> Vec<Command> {
        let until = now.plus_millis(i64::from(reply.expires_in_s) * 1000);
        self.session = Some(Session { token: reply.token, until, is_proven: false });
        self.compare(reply.heads, false)
    }

    pub(super) fn session_lost(&mut self, now: Timestamp) -> Vec<Command> {
        let lost = self.session.take();
        self.hub_head = None;
        match self.take_stage() {
            Stage::AskingUpload(upload) => self.upload_failed(now, &upload, Cause::SessionRefused, None),
            Stage::AskingChallenge | Stage::OpeningSession => self.fail(now, Cause::SessionRefused, None),
            // A session that ended is renewed at once; a new one that is refused would be renewed without end.
            _ if lost.is_some_and(|session| session.is_proven) => self.advance(now),
            _ => self.fail(now, Cause::SessionRefused, None),
        }
    }

    /// The journal cannot go on where the hub's head with this seq stands: the hub holds another history under this
    /// device's id, as this phone was restored, cloned or salvaged; or what would have to be sent again was trimmed.
    pub(super) fn fork(&mut self, here: Comparison, hub_seq: u64) -> Vec<Command> {
        let seed = self.seed.to_be_bytes();
        let digest =
            Digest::of(&[self.device.0.as_bytes().as_slice(), &here.acknowledged.hash.0, &seed].concat());
        let mut nonce = [0u8; 16];
        nonce.iter_mut().zip(digest.0).for_each(|(to, from)| *to = from);
        let nonce = Uuid::from_bytes(nonce);
        self.summary.healed += 1;
        let stage = Stage::SigningFork { nonce, hub_seq };
        self.command(stage, Command::Sign(fork_message(self.device, nonce)))
    }

    pub(super) fn adopted(&mut self, now: Timestamp, device: DeviceId) -> Vec<Command> {
        self.device = device;
        self.session = None;
        self.hub_head = None;
        // An order to the former id: the hub gives it again under this one.
        self.ordered = None;
        self.to_do.push = true;
        self.advance(now)
    }
}

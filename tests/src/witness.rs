//! The outside record of the wire: every acknowledgement that a hub ever gave, and whether it kept to it.

use std::{collections::BTreeMap, path::Path};

use doorstep_core::{
    id::DeviceId,
    op::wire::{Head, Heads, PushRequest, SessionReply, SessionRequest, path},
    seal::Digest,
    sync::{HttpRequest, HttpResponse},
};
use serde::Deserialize;

use crate::phone::Network;

/// Listens in on the network of one phone.
pub struct Witness<N> {
    network: N,
    device: Option<DeviceId>,
    record: Record,
}

/// What was acknowledged to a device, and what the hub took back.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// The furthest head that each device was told.
    heads: BTreeMap<DeviceId, Head>,
    /// Hashes of the operations that were sent, by device and seq.
    sent: BTreeMap<(DeviceId, u64), Digest>,
    /// Acknowledgements that a later answer did not know of.
    pub broken: Vec<Broken>,
}

/// A hub that stands behind what it acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The device.
    pub device: DeviceId,
    /// What it was told.
    pub told: u64,
    /// Where the hub says it stands now.
    pub now: u64,
}

#[derive(Deserialize)]
struct AnyHeads {
    #[serde(flatten)]
    heads: Heads,
}

impl<N: Network> Witness<N> {
    /// A witness of a phone; one that is not enrolled yet, or opens another session, is known by its session.
    pub fn new(network: N, device: Option<DeviceId>) -> Self {
        Self { network, device, record: Record::default() }
    }

    /// What was seen.
    pub const fn record(&self) -> &Record {
        &self.record
    }

    fn listen(&mut self, request: &HttpRequest, answer: &HttpResponse) {
        if request.path == path::SESSION {
            let asked: Option<SessionRequest> =
                request.body.as_deref().and_then(|body| serde_json::from_str(body).ok());
            self.device = asked.map(|asked| asked.device).or(self.device);
            if let Ok(reply) = serde_json::from_slice::<SessionReply>(&answer.body) {
                self.heard(reply.heads.head);
            }
            return;
        }
        let tells = [path::HEAD, path::OPS, path::FEED].contains(&request.path.as_str());
        if let Ok(reply) = serde_json::from_slice::<AnyHeads>(&answer.body)
            && tells
            && answer.protocol.is_some()
            && answer.status == 200
        {
            self.heard(reply.heads.head);
        }
    }

    fn heard(&mut self, head: Head) {
        let Some(device) = self.device else { return };
        let told = self.record.heads.entry(device).or_insert(head);
        if head.seq < told.seq {
            self.record.broken.push(Broken { device, told: told.seq, now: head.seq });
        }
        *told = head;
    }

    fn note_sent(&mut self, request: &HttpRequest) {
        let Some(device) = self.device.filter(|_| request.path == path::OPS) else { return };
        let push: Option<PushRequest> =
            request.body.as_deref().and_then(|body| serde_json::from_str(body).ok());
        for op in push.map(|push| push.ops).unwrap_or_default() {
            self.record.sent.insert((device, op.seq), op.hash);
        }
    }
}

impl Record {
    /// How many operations were acknowledged to all devices together.
    pub fn acknowledged(&self) -> u64 {
        self.heads.values().map(|head| head.seq).sum()
    }

    /// Whether the last acknowledged head of each device is an operation that it sent.
    pub fn heads_were_sent(&self) -> bool {
        self.heads
            .iter()
            .filter(|(_, head)| head.seq > 0)
            .all(|(device, head)| self.sent.get(&(*device, head.seq)).is_none_or(|hash| *hash == head.hash))
    }
}

impl<N: Network> Network for Witness<N> {
    fn request(&mut self, request: &HttpRequest) -> Option<HttpResponse> {
        self.note_sent(request);
        let answer = self.network.request(request)?;
        self.listen(request, &answer);
        Some(answer)
    }

    fn upload(&mut self, path: &str, file: &Path, offset: u64) -> Option<HttpResponse> {
        self.network.upload(path, file, offset)
    }
}

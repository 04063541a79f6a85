//! Operations in the chain: builds the next link of a device's journal and checks what arrives.

use super::{
    body::{Payload, SCHEMA},
    wire::{Head, WireOp},
};
use crate::{
    id::{DeviceId, GroupId, IdGen, OpId},
    seal::{Digest, Link, Salt, body_digest},
    time::Hlc,
};

impl WireOp {
    /// The link that the chain hashes.
    pub fn link(&self, device: DeviceId) -> Link<'_> {
        Link {
            device,
            seq: self.seq,
            prev: self.prev,
            op_id: self.op_id,
            subject: &self.subject,
            kind: &self.kind,
            schema: self.schema,
            hlc: self.hlc,
            group: self.group,
            group_index: self.group_index,
            group_len: self.group_len,
            body_digest: self.body_digest(),
        }
    }

    /// Digest of salt and body: what tells whether two operations of one id are the same.
    pub fn body_digest(&self) -> Digest {
        body_digest(&self.salt, self.body.as_bytes())
    }

    /// Where the chain stands after this operation.
    pub fn head(&self) -> Head {
        Head { seq: self.seq, hash: self.hash }
    }

    /// The operation as the next link after `head` of `device`: new seq, prev and hash; id, salt and body
    /// stay, so that the hub knows it again.
    pub fn rechained(mut self, device: DeviceId, head: Head) -> Self {
        self.seq = head.seq.saturating_add(1);
        self.prev = head.hash;
        self.hash = self.link(device).hash();
        self
    }
}

/// A body that waits for its place in the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct NewOp {
    /// Its id.
    pub op_id: OpId,
    /// When.
    pub hlc: Hlc,
    /// What it does.
    pub payload: Payload,
}

/// Chains the operations of one finish after `head`, as one group.
///
/// # Errors
/// When a body cannot be written as JSON; nothing is chained then.
pub fn chain_group(
    device: DeviceId,
    head: Head,
    group: GroupId,
    ops: &[NewOp],
    ids: &dyn IdGen,
) -> Result<Vec<WireOp>, serde_json::Error> {
    let group_len = u16::try_from(ops.len()).unwrap_or(u16::MAX);
    let mut head = head;
    let mut chained = Vec::with_capacity(ops.len());
    for (group_index, op) in (0u16..).zip(ops) {
        let mut salt = Salt([0; 16]);
        ids.random(&mut salt.0);
        let op = WireOp {
            seq: 0,
            op_id: op.op_id,
            prev: Digest([0; 32]),
            subject: op.payload.body.subject(),
            kind: op.payload.body.kind().to_owned(),
            schema: SCHEMA,
            hlc: op.hlc,
            group,
            group_index,
            group_len,
            salt,
            body: op.payload.to_json()?,
            hash: Digest([0; 32]),
        }
        .rechained(device, head);
        head = op.head();
        chained.push(op);
    }
    Ok(chained)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        domain::org::StaffRole,
        id::SeededIds,
        op::{apply::testing::*, body::Body},
        seal::genesis,
    };

    const DEVICE: DeviceId = DeviceId(Uuid::from_u128(1));

    fn group(head: Head) -> Vec<WireOp> {
        let ids = SeededIds::new(4);
        let made = visit(1, HOME);
        let bodies = [Body::VisitRecorded(made.clone()), Body::PhotoTaken(photo(1, made.id))];
        let ops: Vec<_> = (1..)
            .zip(bodies)
            .map(|(number, body)| NewOp {
                op_id: OpId(Uuid::from_u128(number)),
                hlc: Hlc { millis: 5, counter: 0 },
                payload: Payload { supersedes: None, body },
            })
            .collect();
        chain_group(DEVICE, head, GroupId(Uuid::from_u128(2)), &ops, &ids).unwrap()
    }

    #[test]
    fn a_group_follows_the_head_without_a_gap() {
        let head = Head { seq: 7, hash: genesis(DEVICE, &[4; 65]) };
        let ops = group(head);
        assert_eq!(
            ops.iter().map(|op| (op.seq, op.group_index, op.group_len)).collect::<Vec<_>>(),
            [(8, 0, 2), (9, 1, 2)]
        );
        assert_eq!(ops[0].prev, head.hash);
        assert_eq!(ops[1].prev, ops[0].hash);
        assert!(ops.iter().all(|op| op.link(DEVICE).hash() == op.hash));
        assert_ne!(ops[0].salt, ops[1].salt);
    }

    #[test]
    fn an_operation_chained_anew_keeps_its_id_and_its_bytes() {
        let head = Head { seq: 0, hash: genesis(DEVICE, &[4; 65]) };
        let op = group(head)[1].clone();
        let other = author(StaffRole::Volunteer).device;
        let again = op.clone().rechained(other, head);
        assert_eq!((again.op_id, &again.body, again.body_digest()), (op.op_id, &op.body, op.body_digest()));
        assert_eq!((again.seq, again.prev), (1, head.hash));
        assert_eq!(again.hash, again.link(other).hash());
        assert_ne!(again.hash, op.hash);
    }

    #[test]
    fn an_empty_group_chains_nothing() {
        let head = Head { seq: 0, hash: genesis(DEVICE, &[4; 65]) };
        let ids = SeededIds::new(1);
        assert_eq!(chain_group(DEVICE, head, GroupId(Uuid::nil()), &[], &ids).unwrap(), []);
    }
}

//! One link of a device's journal and the hash that ties it to the link before.
//!
//! The byte layout is frozen per [`FORMAT`]; `core/docs/journal-format.md` states it for a second verifier.

use sha2::{Digest as _, Sha256};

use super::{Digest, message};
use crate::{
    id::{DeviceId, GroupId, OpId},
    time::Hlc,
};

/// The version of the link layout; hashed first, so that two layouts can never collide.
pub const FORMAT: u16 = 1;

const GENESIS_CONTEXT: &str = "doorstep/journal/genesis/1";

/// All that the chain says about one operation. The body itself is present by its salted digest only, so that
/// body and salt can be erased and the chain still proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<'a> {
    /// The device that wrote the operation.
    pub device: DeviceId,
    /// Place in the device's journal, dense from 1.
    pub seq: u64,
    /// Hash of the link before; [`genesis`] for the first.
    pub prev: Digest,
    /// The operation's name in the whole tenant.
    pub op_id: OpId,
    /// What the operation is about, in `op`'s own notation.
    pub subject: &'a str,
    /// The kind of operation.
    pub kind: &'a str,
    /// Schema version of the body.
    pub schema: u16,
    /// Hybrid clock reading when it was written.
    pub hlc: Hlc,
    /// The operations applied together with this one.
    pub group: GroupId,
    /// Place in the group, from 0.
    pub group_index: u16,
    /// How many operations the group has.
    pub group_len: u16,
    /// [`body_digest`](super::body_digest) of salt and body.
    pub body_digest: Digest,
}

impl Link<'_> {
    /// The hash that the next link carries as its `prev`.
    pub fn hash(&self) -> Digest {
        let mut fields = Fields(Sha256::new());
        fields.add(&FORMAT.to_be_bytes());
        fields.add(self.device.0.as_bytes());
        fields.add(&self.seq.to_be_bytes());
        fields.add(self.prev.as_bytes());
        fields.add(self.op_id.0.as_bytes());
        fields.add(self.subject.as_bytes());
        fields.add(self.kind.as_bytes());
        fields.add(&self.schema.to_be_bytes());
        fields.add(&self.hlc.millis.to_be_bytes());
        fields.add(&self.hlc.counter.to_be_bytes());
        fields.add(self.group.0.as_bytes());
        fields.add(&self.group_index.to_be_bytes());
        fields.add(&self.group_len.to_be_bytes());
        fields.add(self.body_digest.as_bytes());
        Digest::from_hasher(fields.0)
    }
}

/// A hash over fields, each preceded by its length, so that no two lists of fields give the same bytes.
struct Fields(Sha256);

impl Fields {
    fn add(&mut self, field: &[u8]) {
        // A subject or kind of 4 GiB cannot be built; saturating keeps the function total.
        let length = u32::try_from(field.len()).unwrap_or(u32::MAX);
        self.0.update(length.to_be_bytes());
        self.0.update(field);
    }
}

/// The `prev` of a device's first link: binds the journal to the device and to its public key
/// (SEC1, uncompressed, 65 bytes).
pub fn genesis(device: DeviceId, public_key_sec1: &[u8]) -> Digest {
    Digest::of(&message(GENESIS_CONTEXT, &[device.0.as_bytes(), public_key_sec1]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn link() -> Link<'static> {
        Link {
            device: DeviceId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001)),
            seq: 1,
            prev: Digest([0x11; 32]),
            op_id: OpId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0002)),
            subject: "household/0190",
            kind: "visit.finished",
            schema: 3,
            hlc: Hlc { millis: 1_780_000_000_123, counter: 7 },
            group: GroupId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0003)),
            group_index: 0,
            group_len: 2,
            body_digest: Digest([0x22; 32]),
        }
    }

    // Both vectors were computed by the Python program of journal-format.md.
    #[test]
    fn the_link_hash_is_the_published_one() {
        assert_eq!(link().hash().to_string(), LINK_HASH);
    }

    #[test]
    fn the_genesis_is_the_published_one() {
        assert_eq!(genesis(link().device, &[0x04; 65]).to_string(), GENESIS);
    }

    const LINK_HASH: &str = "8b5d584e0829417dd70218695f597c3df8e0f457d07de52535bc72f0cb3ff0e8";
    const GENESIS: &str = "bcf1ec5eab06187b716619c69a8752dc0708ac0175dfe628fd7b767d3e1b4f90";

    #[test]
    fn every_field_counts() {
        let original = link();
        let other_id = Uuid::from_u128(9);
        let changed = [
            Link { device: DeviceId(other_id), ..original },
            Link { seq: 2, ..original },
            Link { prev: Digest([0; 32]), ..original },
            Link { op_id: OpId(other_id), ..original },
            Link { subject: "household/0190v", kind: "isit.finished", ..original },
            Link { kind: "visit.corrected", ..original },
            Link { schema: 4, ..original },
            Link { hlc: Hlc { millis: 0, ..original.hlc }, ..original },
            Link { hlc: Hlc { counter: 8, ..original.hlc }, ..original },
            Link { group: GroupId(other_id), ..original },
            Link { group_index: 1, ..original },
            Link { group_len: 3, ..original },
            Link { body_digest: Digest([0; 32]), ..original },
        ];
        for link in changed {
            assert_ne!(link.hash(), original.hash(), "{link:?}");
        }
    }
}

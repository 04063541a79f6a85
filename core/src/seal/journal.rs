//! Proof of a whole journal: the chain is unbroken, or here is its first broken link.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Digest, Link, PublicKey, Salt, SignedHead, body_digest, genesis};
use crate::{
    id::{DeviceId, GroupId, OpId},
    text::Text,
    time::Hlc,
};

/// A [`Link`] that owns its texts, as stored and exported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkRecord {
    /// The device that wrote the operation.
    pub device: DeviceId,
    /// Place in the device's journal, dense from 1.
    pub seq: u64,
    /// Hash of the link before; [`genesis`] for the first.
    pub prev: Digest,
    /// The operation's name in the whole tenant.
    pub op_id: OpId,
    /// What the operation is about, in `op`'s own notation.
    pub subject: String,
    /// The kind of operation.
    pub kind: String,
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
    /// [`body_digest`] of salt and body.
    pub body_digest: Digest,
}

impl LinkRecord {
    /// The link that this record stands for.
    pub fn link(&self) -> Link<'_> {
        Link {
            device: self.device,
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
            body_digest: self.body_digest,
        }
    }
}

impl From<&Link<'_>> for LinkRecord {
    fn from(link: &Link<'_>) -> Self {
        Self {
            device: link.device,
            seq: link.seq,
            prev: link.prev,
            op_id: link.op_id,
            subject: link.subject.to_owned(),
            kind: link.kind.to_owned(),
            schema: link.schema,
            hlc: link.hlc,
            group: link.group,
            group_index: link.group_index,
            group_len: link.group_len,
            body_digest: link.body_digest,
        }
    }
}

/// One row of a journal as it is to be proved. Salt and body are both there, or both erased.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What the chain covers.
    pub link: LinkRecord,
    /// The body's salt; `None` once erased.
    pub salt: Option<Salt>,
    /// The body as it was written; `None` once erased. Base64 in text.
    #[serde(with = "base64_body")]
    pub body: Option<Vec<u8>>,
    /// The link's hash as it was stored.
    pub hash: Digest,
}

impl std::fmt::Debug for Entry {
    // Bodies hold what people said at their doors: never in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Entry")
            .field("seq", &self.link.seq)
            .field("kind", &self.link.kind)
            .field("erased", &self.body.is_none())
            .field("hash", &self.hash)
            .finish_non_exhaustive()
    }
}

/// What an unbroken journal proves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// How many links the journal has.
    pub entries: u64,
    /// How many of their bodies were erased.
    pub erased: u64,
    /// The last link that a signature of the device covers; 0 when none does.
    pub signed_through: u64,
    /// Hash of the last link; [`genesis`] of an empty journal.
    pub head: Digest,
}

/// The first place where a journal does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("journal broken at {seq}: {}", .what.text().en)]
pub struct BrokenLink {
    /// The link at fault; for a head, the link that it names.
    pub seq: u64,
    /// What is wrong with it.
    pub what: BreakKind,
}

impl BrokenLink {
    /// The finding as a sentence for people.
    pub fn text(&self) -> Text {
        let what = self.what.text();
        Text::new(
            format!("日志第 {} 条：{}", self.seq, what.zh),
            format!("Journal entry {}: {}", self.seq, what.en),
        )
    }
}

/// Ways in which a link or a head fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakKind {
    /// The entry with this number is not there.
    MissingSeq,
    /// The entry stands twice, or after a later one.
    RepeatedSeq,
    /// The entry names another device.
    OtherDevice,
    /// The entry does not follow the one before, or the first does not follow from the device's key.
    WrongPrev,
    /// The stored hash is not the hash of the entry's fields.
    WrongHash,
    /// The body is not the one that was recorded.
    BodyChanged,
    /// Of salt and body only one is left.
    HalfErased,
    /// A signature over this entry was not made by the device's key.
    BadSignature,
    /// The device signed another entry in this place, or one that the journal no longer has.
    HeadNotInChain,
}

impl BreakKind {
    /// The finding as a sentence for people.
    pub fn text(self) -> Text {
        match self {
            Self::MissingSeq => Text::new("该条记录缺失。", "the entry is missing."),
            Self::RepeatedSeq => {
                Text::new("该条记录重复或次序颠倒。", "the entry is repeated or out of order.")
            }
            Self::OtherDevice => {
                Text::new("该条记录属于另一台设备。", "the entry belongs to another device.")
            }
            Self::WrongPrev => Text::new("与前一条记录不衔接。", "it does not follow the entry before it."),
            Self::WrongHash => Text::new("记录内容与其校验值不符。", "its fields do not match its hash."),
            Self::BodyChanged => Text::new("正文已被改动。", "its body was changed."),
            Self::HalfErased => Text::new("正文只删除了一部分。", "its body was only half erased."),
            Self::BadSignature => {
                Text::new("签名不是由该设备的密钥作出。", "its signature was not made by the device's key.")
            }
            Self::HeadNotInChain => Text::new(
                "设备签过名的记录不在日志中。",
                "the entry that the device signed is not in the journal.",
            ),
        }
    }
}

/// Proves the journal of `device` from its first entry on, or names the first link that breaks it.
///
/// `entries` come in order of `seq`; `heads` in any order. Erased bodies count, everything else about an erased
/// entry is still proved. Entries beyond `signed_through` are consistent, yet only a signature rules out that
/// somebody with the file wrote them anew.
pub fn verify_journal(
    device: DeviceId,
    public_key: &PublicKey,
    entries: impl Iterator<Item = Entry>,
    heads: &[SignedHead],
) -> Result<Proof, BrokenLink> {
    let mut heads_by_seq: BTreeMap<u64, Vec<&SignedHead>> = BTreeMap::new();
    for head in heads {
        heads_by_seq.entry(head.seq).or_default().push(head);
    }
    let start = genesis(device, &public_key.to_sec1());
    let mut proof = Proof { entries: 0, erased: 0, signed_through: 0, head: start };
    for entry in entries {
        let expected = proof.entries.saturating_add(1);
        check_place(&entry, device, expected, &proof.head)?;
        check_bytes(&entry)?;
        for head in heads_by_seq.remove(&expected).unwrap_or_default() {
            check_head(head, device, public_key, &entry.hash)?;
            proof.signed_through = expected;
        }
        proof.entries = expected;
        proof.erased += u64::from(entry.body.is_none());
        proof.head = entry.hash;
    }
    match heads_by_seq.keys().next() {
        Some(&seq) => Err(BrokenLink { seq, what: BreakKind::HeadNotInChain }),
        None => Ok(proof),
    }
}

fn check_place(entry: &Entry, device: DeviceId, expected: u64, prev: &Digest) -> Result<(), BrokenLink> {
    let seq = entry.link.seq;
    if seq > expected {
        return Err(BrokenLink { seq: expected, what: BreakKind::MissingSeq });
    }
    let what = if seq < expected {
        BreakKind::RepeatedSeq
    } else if entry.link.device != device {
        BreakKind::OtherDevice
    } else if entry.link.prev != *prev {
        BreakKind::WrongPrev
    } else {
        return Ok(());
    };
    Err(BrokenLink { seq, what })
}

fn check_bytes(entry: &Entry) -> Result<(), BrokenLink> {
    let what = if entry.link.link().hash() != entry.hash {
        BreakKind::WrongHash
    } else {
        match (&entry.salt, &entry.body) {
            (None, None) => return Ok(()),
            (Some(salt), Some(body)) if body_digest(salt, body) == entry.link.body_digest => return Ok(()),
            (Some(_), Some(_)) => BreakKind::BodyChanged,
            (Some(_), None) | (None, Some(_)) => BreakKind::HalfErased,
        }
    };
    Err(BrokenLink { seq: entry.link.seq, what })
}

fn check_head(
    head: &SignedHead,
    device: DeviceId,
    public_key: &PublicKey,
    hash: &Digest,
) -> Result<(), BrokenLink> {
    let what = if head.verify(device, public_key).is_err() {
        BreakKind::BadSignature
    } else if head.hash != *hash {
        BreakKind::HeadNotInChain
    } else {
        return Ok(());
    };
    Err(BrokenLink { seq: head.seq, what })
}

mod base64_body {
    use base64::{Engine, prelude::BASE64_STANDARD};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(body: &Option<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
        body.as_ref().map(|bytes| BASE64_STANDARD.encode(bytes)).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Vec<u8>>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| BASE64_STANDARD.decode(text).map_err(serde::de::Error::custom)).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{id::SeededIds, seal::SoftwareKey, time::Timestamp};

    struct Device {
        id: DeviceId,
        key: SoftwareKey,
        ids: SeededIds,
        entries: Vec<Entry>,
    }

    impl Device {
        fn with_entries(count: u64) -> Self {
            let ids = SeededIds::new(11);
            let now = Timestamp::from_millis(1_780_000_000_000);
            let mut device = Self {
                id: DeviceId::generate(&ids, now),
                key: SoftwareKey::generate(&ids),
                ids,
                entries: Vec::new(),
            };
            for seq in 1..=count {
                device.record(seq, format!("visit {seq}").into_bytes(), now);
            }
            device
        }

        fn record(&mut self, seq: u64, body: Vec<u8>, now: Timestamp) {
            let prev = match self.entries.last() {
                Some(last) => last.hash,
                None => genesis(self.id, &self.key.to_public().to_sec1()),
            };
            let salt = Salt::generate(&self.ids);
            let link = LinkRecord {
                device: self.id,
                seq,
                prev,
                op_id: OpId::generate(&self.ids, now),
                subject: format!("visit/{seq}"),
                kind: "visit.finished".into(),
                schema: 1,
                hlc: Hlc { millis: now.millis(), counter: 0 },
                group: GroupId::generate(&self.ids, now),
                group_index: 0,
                group_len: 1,
                body_digest: body_digest(&salt, &body),
            };
            let hash = link.link().hash();
            self.entries.push(Entry { link, salt: Some(salt), body: Some(body), hash });
        }

        fn head(&self, seq: u64) -> SignedHead {
            let hash = self.entries[usize::try_from(seq).unwrap() - 1].hash;
            SignedHead::sign(&self.key, self.id, seq, hash).unwrap()
        }

        fn verify(&self, heads: &[SignedHead]) -> Result<Proof, BrokenLink> {
            verify_journal(self.id, &self.key.to_public(), self.entries.iter().cloned(), heads)
        }

        fn rewritten_from(&mut self, index: usize) {
            for at in index..self.entries.len() {
                if at > 0 {
                    self.entries[at].link.prev = self.entries[at - 1].hash;
                }
                self.entries[at].hash = self.entries[at].link.link().hash();
            }
        }
    }

    fn broken(seq: u64, what: BreakKind) -> Result<Proof, BrokenLink> {
        Err(BrokenLink { seq, what })
    }

    #[test]
    fn an_untouched_journal_proves_itself() {
        let device = Device::with_entries(5);
        let proof = device.verify(&[device.head(4), device.head(2)]).unwrap();
        assert_eq!(proof, Proof { entries: 5, erased: 0, signed_through: 4, head: device.entries[4].hash });
    }

    #[test]
    fn an_empty_journal_stands_at_its_genesis() {
        let device = Device::with_entries(0);
        let proof = device.verify(&[]).unwrap();
        assert_eq!((proof.entries, proof.head), (0, genesis(device.id, &device.key.to_public().to_sec1())));
    }

    #[test]
    fn an_erased_body_leaves_the_proof_standing() {
        let mut device = Device::with_entries(5);
        device.entries[2].body = None;
        device.entries[2].salt = None;
        let proof = device.verify(&[device.head(5)]).unwrap();
        assert_eq!((proof.erased, proof.signed_through), (1, 5));
        device.entries[1].salt = None;
        assert_eq!(device.verify(&[]), broken(2, BreakKind::HalfErased));
    }

    #[test]
    fn a_changed_body_is_found() {
        let mut device = Device::with_entries(5);
        device.entries[3].body = Some(b"visit 4 (edited)".to_vec());
        assert_eq!(device.verify(&[]), broken(4, BreakKind::BodyChanged));
    }

    #[test]
    fn a_changed_field_is_found() {
        let mut device = Device::with_entries(5);
        device.entries[3].link.hlc.millis -= 3_600_000;
        assert_eq!(device.verify(&[]), broken(4, BreakKind::WrongHash));
    }

    #[test]
    fn a_link_hashed_anew_no_longer_fits_the_next() {
        let mut device = Device::with_entries(5);
        device.entries[2].link.subject = "visit/other".into();
        device.entries[2].hash = device.entries[2].link.link().hash();
        assert_eq!(device.verify(&[]), broken(4, BreakKind::WrongPrev));
    }

    #[test]
    fn a_chain_rewritten_to_its_end_fails_at_the_signed_head() {
        let mut device = Device::with_entries(5);
        let head = device.head(5);
        device.entries[2].link.subject = "visit/other".into();
        device.rewritten_from(2);
        assert!(device.verify(&[]).is_ok());
        assert_eq!(device.verify(&[head]), broken(5, BreakKind::HeadNotInChain));
    }

    #[test]
    fn missing_repeated_and_cut_entries_are_found() {
        let whole = Device::with_entries(5);
        let mut missing = Device::with_entries(5);
        missing.entries.remove(1);
        assert_eq!(missing.verify(&[]), broken(2, BreakKind::MissingSeq));
        let mut repeated = Device::with_entries(5);
        repeated.entries.insert(1, whole.entries[0].clone());
        assert_eq!(repeated.verify(&[]), broken(1, BreakKind::RepeatedSeq));
        let mut cut = Device::with_entries(5);
        cut.entries.truncate(3);
        assert_eq!(cut.verify(&[whole.head(5)]), broken(5, BreakKind::HeadNotInChain));
    }

    #[test]
    fn another_key_or_device_cannot_claim_the_journal() {
        let device = Device::with_entries(3);
        let stranger = SoftwareKey::generate(&SeededIds::new(99));
        let claimed = verify_journal(device.id, &stranger.to_public(), device.entries.iter().cloned(), &[]);
        assert_eq!(claimed, broken(1, BreakKind::WrongPrev));
        let forged = SignedHead::sign(&stranger, device.id, 3, device.entries[2].hash).unwrap();
        assert_eq!(device.verify(&[forged]), broken(3, BreakKind::BadSignature));
        let mut mixed = Device::with_entries(3);
        mixed.entries[1].link.device = DeviceId(uuid::Uuid::nil());
        assert_eq!(mixed.verify(&[]), broken(2, BreakKind::OtherDevice));
    }

    #[test]
    fn an_entry_survives_export_and_its_body_stays_out_of_logs() {
        let entry = Device::with_entries(1).entries.remove(0);
        let text = serde_json::to_string(&entry).unwrap();
        assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), entry);
        assert!(!format!("{entry:?}").contains("body_digest"));
        let erased = Entry { salt: None, body: None, ..entry };
        let text = serde_json::to_string(&erased).unwrap();
        assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), erased);
    }

    #[test]
    fn findings_are_told_in_both_languages() {
        let finding = BrokenLink { seq: 7, what: BreakKind::BodyChanged };
        assert_eq!(
            finding.text(),
            Text::new("日志第 7 条：正文已被改动。", "Journal entry 7: its body was changed.")
        );
        assert_eq!(finding.to_string(), "journal broken at 7: its body was changed.");
    }
}

//! What the check of a bundle came to.

use serde::{Deserialize, Serialize};

use super::Absence;
use crate::{
    domain::evidence::{EvidenceVerdict, Finding, Overall, PhotoCopy},
    id::{DeviceId, PhotoId},
    seal::{BreakKind, BrokenLink},
    text::{Text, vocabulary},
};

vocabulary! {
    /// What is wrong with a part of a bundle.
    FaultKind {
        Changed => ("内容与其校验值不符。", "Its bytes are not those of its digest."),
        Malformed => ("格式有误。", "It is not written as the format has it."),
        CutShort => ("不完整。", "It is cut short."),
        Unexpected => ("不应出现在此处。", "It does not belong here."),
        TooLarge => ("过大。", "It is too large."),
        BadSignature => ("签名无效。", "Its signature does not hold."),
    }
}

vocabulary! {
    /// Whose word it is why bodies are not in a bundle.
    StatedBy {
        Device => ("手机", "the phone"),
        Hub => ("枢纽", "the hub"),
        Unvouched => ("无人确认的密钥", "a key that nobody vouches for"),
    }
}

impl StatedBy {
    /// Whether anything follows from it.
    pub const fn counts(self) -> bool {
        match self {
            Self::Device | Self::Hub => true,
            Self::Unvouched => false,
        }
    }
}

/// What is stated of the bodies that are not in the bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AbsentReport {
    /// Whose word it is.
    pub by: StatedBy,
    /// SHA-256 of the key that signed it.
    pub key_fingerprint: String,
    /// Bodies erased by law.
    pub erased: u64,
    /// Bodies trimmed with history that is kept no longer.
    pub trimmed: u64,
    /// Bodies left out of the bundle.
    pub left_out: u64,
}

/// A part of the bundle at fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BundleFault {
    /// The part's name; of the container itself the name of the part before the fault.
    pub part: String,
    /// What is wrong with it.
    pub what: FaultKind,
}

/// One file of a photo in the bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FileReport {
    /// Which file.
    pub copy: PhotoCopy,
    /// What was found.
    pub finding: Finding,
}

/// One photo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PhotoReport {
    /// The photo.
    pub photo: PhotoId,
    /// Number of its record in the journal, where it stands there.
    pub seq: Option<u64>,
    /// The four findings.
    pub verdict: EvidenceVerdict,
    /// Its files in the bundle.
    pub files: Vec<FileReport>,
    /// Why its record's body is not there, as it is stated; whose word that is stands in [`BundleReport::absent`].
    pub absence: Option<Absence>,
}

/// The first link at which the journal does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broken {
    /// Its number.
    pub seq: u64,
    /// What is wrong.
    pub what: BreakKind,
}

/// What the check of a bundle came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BundleReport {
    /// The device whose journal it is, where the bundle says.
    pub device: Option<DeviceId>,
    /// SHA-256 of the device's public key: to be held against what the hub knows.
    pub key_fingerprint: Option<String>,
    /// Whether somebody vouches for that key.
    pub key_is_known: bool,
    /// Links of the journal.
    pub entries: u64,
    /// Links whose body is not in the bundle.
    pub without_body: u64,
    /// What is stated of those, where anything is.
    pub absent: Option<AbsentReport>,
    /// The last link that a signature covers.
    pub signed_through: u64,
    /// Where the journal breaks, if it does.
    pub broken: Option<Broken>,
    /// Parts of the bundle at fault.
    pub faults: Vec<BundleFault>,
    /// The photos that it is about.
    pub photos: Vec<PhotoReport>,
}

impl BundleReport {
    /// What all of it comes to: a change anywhere outweighs everything, then the photo that proves least.
    pub fn overall(&self) -> Overall {
        let verdicts = || self.photos.iter().map(|photo| photo.verdict.overall());
        let altered = |overall: &Overall| matches!(overall, Overall::Altered(_));
        let unverifiable = |overall: &Overall| matches!(overall, Overall::Unverifiable(_));
        if let Some(found) = verdicts().find(altered) {
            return found;
        }
        if self.broken.is_some() {
            return Overall::Altered(Finding::ChainBroken);
        }
        if !self.faults.is_empty() {
            return Overall::Altered(Finding::BundleChanged);
        }
        if let Some(found) = verdicts().find(unverifiable) {
            return found;
        }
        if verdicts().any(|overall| overall == Overall::Erased) {
            return Overall::Erased;
        }
        if self.key_is_known && !self.photos.is_empty() { Overall::Authentic } else { Overall::Unknown }
    }
}

impl Broken {
    /// The finding as a sentence for people.
    pub fn text(&self) -> Text {
        BrokenLink { seq: self.seq, what: self.what }.text()
    }
}

impl BundleFault {
    /// The fault as a sentence for people.
    pub fn text(&self) -> Text {
        let what = self.what.label();
        Text::new(format!("{}:{}", self.part, what.zh), format!("{}: {}", self.part, what.en))
    }
}

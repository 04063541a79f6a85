//! Evidence: what a photo is for, who agreed to it, and what the hub thinks of it.
//!
//! A verdict with reasons, never a lock on the door.

mod claims;
#[cfg(test)]
pub(crate) mod fixture;
mod manifest;
mod verdict;

pub use claims::{EditSign, FileClaims, FilePlace};
pub use manifest::{PhotoCopy, PhotoFile, PhotoPart, PhotoRecord};
pub use verdict::{CheckResult, Circumstances, EvidenceVerdict, Finding, Overall, image_of};

use crate::text::vocabulary;

vocabulary! {
    /// What a piece of evidence is.
    EvidenceKind {
        Photo => ("照片", "Photo"),
        Signature => ("签字", "Signature"),
        Thumbprint => ("手印", "Thumbprint"),
        Document => ("材料", "Document"),
        Voice => ("录音", "Voice"),
        LeaveNote => ("留条", "Note left"),
        NoticePhoto => ("公示照片", "Photo of a public notice"),
        Injury => ("伤情照片", "Injury, for a mandatory report"),
    }
}

impl EvidenceKind {
    /// Whether only the addressee of a mandatory report may open it and know of it: neither the phone, nor the hub, nor
    /// any of the tenant's staff.
    pub const fn is_for_addressee(self) -> bool {
        matches!(self, Self::Injury)
    }

    /// Whether it is heard and not seen: one file, and no picture.
    pub const fn is_sound(self) -> bool {
        matches!(self, Self::Voice)
    }

    /// Whether the hub holds it against others, to find what was used twice.
    pub const fn is_compared(self) -> bool {
        !self.is_for_addressee() && !self.is_sound()
    }

    /// What is taken at a door, the most frequent first.
    pub const AT_DOOR: &'static [Self] =
        &[Self::Photo, Self::Document, Self::LeaveNote, Self::NoticePhoto, Self::Signature, Self::Thumbprint];

    /// Whether people are seen in it, and not only what they wrote.
    pub const fn shows_people(self) -> bool {
        matches!(self, Self::Photo | Self::Injury)
    }

    /// Whether somebody must agree to it. A report that the law asks for does not wait for a guardian, who may be whom
    /// it is about.
    pub const fn needs_consent(self) -> bool {
        !self.is_for_addressee()
    }
}

vocabulary! {
    /// Whether the person in the picture agreed.
    ConsentState {
        Granted => ("本人同意", "Granted"),
        GuardianGranted => ("监护人同意", "Guardian granted"),
        Refused => ("拒绝", "Refused"),
        Withdrawn => ("已撤回", "Withdrawn"),
        NotNeeded => ("无人入镜", "Nobody in the picture"),
    }
}

vocabulary! {
    /// Whether faces are made unrecoverable in a picture before anything of it is kept.
    FaceHiding {
        NotAsked => ("不要求遮挡人脸", "No face has to be hidden"),
        OfMinors => ("画面里有未成年人的，须遮挡其人脸", "The face of any minor in the picture is to be hidden"),
        Required => ("须遮挡人脸", "Faces are to be hidden"),
    }
}

impl FaceHiding {
    /// What is asked of a picture of this kind to which somebody agreed so, where a minor may be in it or not. Minors are
    /// shown without a face, whoever agreed; a minor for whom a guardian agreed is in the picture for certain. Of evidence
    /// for a mandatory report nothing may be hidden: its addressee must know whom it is about.
    pub const fn asked(kind: EvidenceKind, consent: ConsentState, may_show_minor: bool) -> Self {
        if kind.is_for_addressee() || !kind.shows_people() || !may_show_minor {
            return Self::NotAsked;
        }
        match consent {
            ConsentState::GuardianGranted => Self::Required,
            ConsentState::Granted => Self::OfMinors,
            ConsentState::Refused | ConsentState::Withdrawn | ConsentState::NotNeeded => Self::NotAsked,
        }
    }

    /// Whether a picture in which so many parts are hidden may be kept. Whether a minor is in it only its taker sees.
    pub const fn is_met_by(self, hidden: usize) -> bool {
        match self {
            Self::Required => hidden > 0,
            Self::OfMinors | Self::NotAsked => true,
        }
    }
}

impl ConsentState {
    /// What can be answered before a picture is taken; withdrawn is said of one that was.
    pub const AT_DOOR: &'static [Self] =
        &[Self::Granted, Self::GuardianGranted, Self::NotNeeded, Self::Refused];

    /// Whether a picture may be kept.
    pub const fn allows(self) -> bool {
        matches!(self, Self::Granted | Self::GuardianGranted | Self::NotNeeded)
    }
}

vocabulary! {
    /// What the hub holds of a photo.
    PhotoState {
        Awaited => ("待上传", "Awaited"),
        Stored => ("已入库", "Stored"),
        Altered => ("不符", "Altered"),
    }
}

vocabulary! {
    /// A remark for a manager's eye. None of them ever stopped a worker from saving.
    Flag {
        MockLocation => ("模拟定位", "Mock location"),
        OldFix => ("定位过旧", "Old fix"),
        OutsideFence => ("不在家附近", "Away from the home"),
        NoFix => ("无定位", "No fix"),
        ClockSkew => ("时钟偏差", "Clock skew"),
        ReusedPhoto => ("照片重复使用", "Photo used again"),
        ImpossibleSpeed => ("移动过快", "Impossible speed"),
        NotAssigned => ("不在责任区", "Not assigned there"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_of_people_who_may_be_minors_faces_are_hidden_and_never_from_who_must_help() {
        use ConsentState::{Granted, GuardianGranted, NotNeeded};
        let asked = FaceHiding::asked;
        assert_eq!(asked(EvidenceKind::Photo, GuardianGranted, true), FaceHiding::Required);
        assert_eq!(asked(EvidenceKind::Photo, Granted, true), FaceHiding::OfMinors);
        assert_eq!(asked(EvidenceKind::Photo, NotNeeded, true), FaceHiding::NotAsked);
        assert_eq!(asked(EvidenceKind::Injury, GuardianGranted, true), FaceHiding::NotAsked);
        assert_eq!(asked(EvidenceKind::Document, GuardianGranted, true), FaceHiding::NotAsked);
        assert_eq!(asked(EvidenceKind::Photo, GuardianGranted, false), FaceHiding::NotAsked);
    }

    #[test]
    fn faces_that_must_go_are_hidden_before_a_picture_is_kept() {
        let met = |faces: FaceHiding| [faces.is_met_by(0), faces.is_met_by(1)];
        assert_eq!(met(FaceHiding::Required), [false, true]);
        assert_eq!(met(FaceHiding::OfMinors), [true, true]);
        assert_eq!(met(FaceHiding::NotAsked), [true, true]);
    }

    #[test]
    fn what_is_answered_at_a_door_takes_a_picture_or_refuses_it() {
        let takes = ConsentState::AT_DOOR.iter().filter(|one| one.allows()).count();
        assert_eq!((takes, ConsentState::AT_DOOR.len()), (3, 4));
        assert!(EvidenceKind::AT_DOOR.iter().all(|kind| kind.needs_consent() && !kind.is_sound()));
    }
}

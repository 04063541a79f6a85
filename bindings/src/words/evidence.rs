//! Photos and voice notes: what they are and who agreed.

use doorstep_core::domain::evidence;

use super::{Words, words};

words! {
    /// What a piece of evidence is.
    EvidenceKind = evidence::EvidenceKind {
        /// Photo (照片).
        Photo,
        /// Signature (签字).
        Signature,
        /// Thumbprint (手印).
        Thumbprint,
        /// Document (材料).
        Document,
        /// Voice (录音).
        Voice,
        /// Note left (留条).
        LeaveNote,
        /// Photo of a public notice (公示照片).
        NoticePhoto,
        /// Injury, for a mandatory report (伤情照片).
        Injury,
    }

    /// Whether the person in the picture agreed.
    ConsentState = evidence::ConsentState {
        /// Granted (本人同意).
        Granted,
        /// Guardian granted (监护人同意).
        GuardianGranted,
        /// Refused (拒绝).
        Refused,
        /// Withdrawn (已撤回).
        Withdrawn,
        /// Nobody in the picture (无人入镜).
        NotNeeded,
    }

    /// Whether faces are made unrecoverable in a picture before anything of it is kept.
    FaceHiding = evidence::FaceHiding {
        /// No face has to be hidden (不要求遮挡人脸).
        NotAsked,
        /// Those of minors, where any are in the picture (画面里有未成年人的，须遮挡其人脸).
        OfMinors,
        /// All (须遮挡人脸).
        Required,
    }
}

//! A photo's record for tests.

use uuid::Uuid;

use super::{ConsentState, EvidenceKind, PhotoPart, PhotoRecord};
use crate::{
    geo::{Moment, Place},
    id::{HouseholdId, PhotoId, StaffId, VisitId},
    photo::{Fingerprint, FingerprintBits},
    seal::Digest,
    time::{Timestamp, Zone},
};

/// A photo without consent to ask for, a place or a camera's time, taken at the start of its visit.
pub(crate) fn photo(
    number: u128,
    visit: VisitId,
    household: HouseholdId,
    by: StaffId,
    at: Timestamp,
) -> PhotoRecord {
    PhotoRecord {
        id: PhotoId(Uuid::from_u128(6_000 + number)),
        visit,
        household,
        kind: EvidenceKind::Photo,
        reason: "门牌".to_owned(),
        consent: ConsentState::NotNeeded,
        by,
        original: part(1),
        working: part(2),
        thumbnail: part(3),
        picture_sha256: None,
        orientation: 1,
        fingerprint: Fingerprint { bits: FingerprintBits([7; 32]), quality: 90 },
        blurred: false,
        stamp: None,
        taken_at: None,
        claims: None,
        fix: None,
        place: Place::Unknown,
        visit_started_at: at,
        zone: Zone::CHINA,
        captured: Moment { wall: at, monotonic_ms: 0, boot_id: 1 },
    }
}

fn part(number: u8) -> PhotoPart {
    PhotoPart {
        sha256: Digest([number; 32]),
        bytes: 100,
        sealed_sha256: Digest([number + 100; 32]),
        sealed_bytes: 120,
        width: 4,
        height: 3,
    }
}

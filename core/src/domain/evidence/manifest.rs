//! The evidence manifest of a photo: what its author's device recorded and signed at the door.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{ConsentState, EvidenceKind, FileClaims};
use crate::{
    geo::{Fix, Moment, Place},
    id::{HouseholdId, PhotoId, StaffId, VisitId},
    photo::{Fingerprint, StampContent, TakenAt},
    seal::Digest,
    text::{UnknownWord, redacted_debug, vocabulary},
    time::{Timestamp, Zone},
};

vocabulary! {
    /// The files of one photo, in the order in which they travel.
    PhotoCopy {
        Thumbnail => ("缩略图", "Thumbnail"),
        Working => ("工作副本", "Working copy"),
        Original => ("原图", "Original"),
    }
}

impl PhotoCopy {
    /// Whether the file is sent by itself; the original stays on the phone until somebody asks for it.
    pub const fn travels(self) -> bool {
        !matches!(self, Self::Original)
    }
}

/// Names one file of a photo; written `<photo>.Working`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhotoFile {
    /// The photo.
    pub photo: PhotoId,
    /// Which of its files.
    pub copy: PhotoCopy,
}

impl PhotoFile {
    /// The working copy of `photo`.
    pub const fn working(photo: PhotoId) -> Self {
        Self { photo, copy: PhotoCopy::Working }
    }

    /// Every file of `photo`.
    pub fn all(photo: PhotoId) -> impl Iterator<Item = Self> {
        PhotoCopy::ALL.iter().map(move |copy| Self { photo, copy: *copy })
    }

    /// The name of the sealed file.
    pub fn file_name(self) -> String {
        format!("{self}.age")
    }
}

impl fmt::Display for PhotoFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.photo, self.copy)
    }
}

impl FromStr for PhotoFile {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = UnknownWord { vocabulary: "PhotoFile" };
        let (photo, copy) = text.split_once('.').ok_or(unknown)?;
        Ok(Self { photo: photo.parse().map_err(|_| unknown)?, copy: copy.parse().map_err(|_| unknown)? })
    }
}

/// One file of a photo as it was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoPart {
    /// SHA-256 of the picture file.
    pub sha256: Digest,
    /// Its length in bytes.
    pub bytes: u64,
    /// SHA-256 of the sealed file: of what is stored and travels.
    pub sealed_sha256: Digest,
    /// Length of the sealed file in bytes.
    pub sealed_bytes: u64,
    /// Width in pixels as stored.
    pub width: u32,
    /// Height in pixels as stored.
    pub height: u32,
}

/// A photo as its author recorded it: the manifest that is sealed into the journal. A sound's is one too, of one file
/// without pixels, which stands in the place of all three.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct PhotoRecord {
    /// Its id.
    pub id: PhotoId,
    /// The visit.
    pub visit: VisitId,
    /// The household.
    pub household: HouseholdId,
    /// Who took it.
    pub by: StaffId,
    /// What it is.
    pub kind: EvidenceKind,
    /// Why it was taken, as the rule says.
    pub reason: String,
    /// Whether the person agreed.
    pub consent: ConsentState,
    /// The camera's file before anything was done to it; of a photo in which something was hidden, the blurred
    /// picture, as no other exists.
    pub original: PhotoPart,
    /// The copy of at most 1920 pixels, upright, perhaps stamped.
    pub working: PhotoPart,
    /// The copy of at most 320 pixels, upright.
    pub thumbnail: PhotoPart,
    /// Digest of the original without its metadata, where it can be told: tells a file that lost its EXIF from one
    /// whose picture was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture_sha256: Option<Digest>,
    /// The original's EXIF orientation, 1–8.
    pub orientation: u8,
    /// What the upright picture looks like, without the stamp.
    pub fingerprint: Fingerprint,
    /// Whether regions were made unrecoverable before anything was hashed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub blurred: bool,
    /// What the stamp on the working copy shows, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<StampContent>,
    /// When the camera says it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<TakenAt>,
    /// What else the camera's file claims; none of evidence for a mandatory report, nor where an older app recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims: Option<FileClaims>,
    /// The visit's location fix when the photo was taken in, with all that speaks against it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// What the fence around the home said of that fix.
    pub place: Place,
    /// When the visit began, by the phone's wall clock.
    pub visit_started_at: Timestamp,
    /// The tenant's zone, in which a camera's time is meant that states none. Recorded, so that it is signed.
    pub zone: Zone,
    /// The phone's clocks when it took the photo in.
    pub captured: Moment,
}

redacted_debug!(PhotoRecord { id, visit, household, kind, original, working, thumbnail });

impl PhotoRecord {
    /// When the phone took it in, by its wall clock.
    pub const fn captured_at(&self) -> Timestamp {
        self.captured.wall
    }

    /// Which files it has, in the order in which they travel. Of a sound the one that travels with the working copies.
    pub const fn copies(&self) -> &'static [PhotoCopy] {
        if self.kind.is_sound() { &[PhotoCopy::Working] } else { PhotoCopy::ALL }
    }

    /// Its files.
    pub fn files(&self) -> impl Iterator<Item = PhotoFile> {
        let photo = self.id;
        self.copies().iter().map(move |copy| PhotoFile { photo, copy: *copy })
    }

    /// One of its files.
    pub const fn part(&self, copy: PhotoCopy) -> &PhotoPart {
        match copy {
            PhotoCopy::Original => &self.original,
            PhotoCopy::Working => &self.working,
            PhotoCopy::Thumbnail => &self.thumbnail,
        }
    }

    /// The file with this sealed digest and length.
    pub fn copy_sealed_as(&self, sealed_sha256: Digest, sealed_bytes: u64) -> Option<PhotoCopy> {
        self.copies().iter().copied().find(|copy| {
            let part = self.part(*copy);
            part.sealed_sha256 == sealed_sha256 && part.sealed_bytes == sealed_bytes
        })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::evidence::fixture;

    #[test]
    fn a_sound_has_one_file_that_stands_for_all_three() {
        let (visit, home) = (VisitId(Uuid::from_u128(1)), HouseholdId(Uuid::from_u128(2)));
        let photo = fixture::photo(1, visit, home, StaffId(Uuid::from_u128(3)), Timestamp::from_millis(0));
        assert_eq!(photo.files().collect::<Vec<_>>(), PhotoFile::all(photo.id).collect::<Vec<_>>());
        let part = photo.working;
        let sound = PhotoRecord { kind: EvidenceKind::Voice, original: part, thumbnail: part, ..photo };
        assert_eq!(sound.files().collect::<Vec<_>>(), [PhotoFile::working(sound.id)]);
        assert_eq!(
            sound.copy_sealed_as(part.sealed_sha256, part.sealed_bytes),
            Some(PhotoCopy::Working),
            "the file whose arrival the hub takes for the photo's"
        );
    }

    #[test]
    fn the_name_of_a_file_comes_back_from_its_text_and_is_none_of_another_photo() {
        let photo = PhotoId(Uuid::from_u128(7));
        for file in PhotoFile::all(photo) {
            assert_eq!(file.to_string().parse(), Ok(file));
            assert!(file.file_name().ends_with(".age"));
        }
        assert_eq!(PhotoFile::all(photo).filter(|file| file.copy.travels()).count(), 2);
        for nonsense in ["", "x.Working", "00000000-0000-0000-0000-000000000007", "7.", ".Working"] {
            assert!(nonsense.parse::<PhotoFile>().is_err(), "{nonsense}");
        }
    }
}

//! What a camera's file claims besides its time, in as many words as a verdict needs.
//!
//! Claims, and no evidence by themselves: anybody can write them into a file. No coordinates: how far the file's place
//! lies from the visit's fix is told in three steps.

use serde::{Deserialize, Serialize};

use crate::{
    geo::{Coordinate, Datum, Fix},
    photo::{Inspected, Problem},
    text::{check_line, vocabulary},
};

/// The longest words for a camera, in characters: make and model of 64 each.
const MAX_CAMERA: usize = 129;
/// A file's place agrees with the fix within so many metres: cameras write where they were minutes before, and some
/// write in GCJ-02 without a word, 600 metres off.
const NEAR_M: f64 = 1_000.0;
/// Beyond so many metres no camera's memory explains it.
const FAR_M: f64 = 10_000.0;

vocabulary! {
    /// A sign that the file is not as the camera wrote it.
    EditSign {
        SavedByEditor => ("经图像编辑软件保存", "Saved by an image editor"),
        ChangedLater => ("拍摄后被修改过", "Changed after it was taken"),
    }
}

vocabulary! {
    /// How the place that the file states lies to the visit's fix.
    FilePlace {
        NotStated => ("照片未带位置", "The file states no place"),
        Removed => ("照片的位置已被系统抹去", "The system removed the place from the file"),
        NotCompared => ("走访没有定位可比", "The visit has no fix to compare with"),
        Near => ("与走访定位相符（1 公里以内）", "Within a kilometre of the visit's fix"),
        Apart => ("与走访定位相距 1 至 10 公里", "One to ten kilometres from the visit's fix"),
        Far => ("与走访定位相距 10 公里以上", "More than ten kilometres from the visit's fix"),
    }
}

impl FilePlace {
    /// Whether the file says that it was taken elsewhere.
    pub const fn differs(self) -> bool {
        match self {
            Self::Apart | Self::Far => true,
            Self::NotStated | Self::Removed | Self::NotCompared | Self::Near => false,
        }
    }
}

/// What the camera's file claims of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileClaims {
    /// Make and model of the camera.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub camera: Option<String>,
    /// Signs that it is not as the camera wrote it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<EditSign>,
    /// How its place lies to the visit's fix.
    pub place: FilePlace,
}

impl FileClaims {
    /// What an inspected file claims, its place held against `fix`.
    pub fn of(inspected: &Inspected, fix: Option<&Fix>) -> Self {
        let signs = [
            (Problem::SavedByEditor, EditSign::SavedByEditor),
            (Problem::ChangedLater, EditSign::ChangedLater),
        ];
        let edits = signs.into_iter().filter(|(problem, _)| inspected.problems.contains(problem));
        Self {
            camera: inspected.maker.clone().filter(|words| check_line(words, MAX_CAMERA).is_ok()),
            edits: edits.map(|(_, sign)| sign).collect(),
            place: place(inspected, fix),
        }
    }
}

fn place(inspected: &Inspected, fix: Option<&Fix>) -> FilePlace {
    let Some(stated) = inspected.gps else {
        let is_removed = inspected.problems.contains(&Problem::LocationRedacted);
        return if is_removed { FilePlace::Removed } else { FilePlace::NotStated };
    };
    let stated = Coordinate::new(stated.lat, stated.lon, Datum::Wgs84).ok();
    let Some((stated, fix)) = stated.zip(fix) else { return FilePlace::NotCompared };
    // What the fix may be off is granted.
    let metres = stated.distance_m(&fix.at) - fix.accuracy.radius_m().unwrap_or(0.0);
    match metres {
        _ if metres <= NEAR_M => FilePlace::Near,
        _ if metres <= FAR_M => FilePlace::Apart,
        _ => FilePlace::Far,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        geo::{Accuracy, FixSource},
        photo::{ExifGps, PhotoFormat},
        seal::Digest,
        time::Timestamp,
    };

    fn inspected() -> Inspected {
        Inspected {
            sha256: Digest::of(b"file"),
            bytes: 4,
            format: PhotoFormat::Jpeg,
            width: 4,
            height: 3,
            orientation: 1,
            taken_at: None,
            gps: Some(ExifGps { lat: 34.25, lon: 108.95 }),
            maker: Some("HUAWEI ALN-AL00".to_owned()),
            trailing_bytes: 0,
            progressive: false,
            problems: Vec::new(),
        }
    }

    fn fix(lat: f64, accuracy: Accuracy) -> Fix {
        Fix {
            at: Coordinate::new(lat, 108.95, Datum::Wgs84).unwrap(),
            accuracy,
            altitude_m: None,
            speed_mps: None,
            gps_time: None,
            device_time: Timestamp::from_millis(0),
            monotonic_ms: 0,
            boot_id: 1,
            source: FixSource::default(),
        }
    }

    #[test]
    fn how_far_the_files_place_lies_from_the_fix_is_told_in_steps() {
        // A hundredth of a degree of latitude is 1,109 m here.
        let at = |lat, accuracy| FileClaims::of(&inspected(), Some(&fix(lat, accuracy))).place;
        assert_eq!(at(34.25, Accuracy::r68(8.0)), FilePlace::Near);
        assert_eq!(at(34.258, Accuracy::r68(8.0)), FilePlace::Near);
        assert_eq!(at(34.26, Accuracy::r68(8.0)), FilePlace::Apart);
        assert_eq!(at(34.26, Accuracy::r68(200.0)), FilePlace::Near, "the fix itself is vague");
        assert_eq!(at(34.26, Accuracy::r68(0.0)), FilePlace::Apart, "of no accuracy nothing is granted");
        assert_eq!(at(34.35, Accuracy::r68(8.0)), FilePlace::Far);
        let shifted =
            Fix { at: fix(34.25, Accuracy::r68(8.0)).at.to(Datum::Gcj02), ..fix(34.25, Accuracy::r68(8.0)) };
        assert_eq!(
            FileClaims::of(&inspected(), Some(&shifted)).place,
            FilePlace::Near,
            "one place in two datums"
        );
        assert_eq!(FileClaims::of(&inspected(), None).place, FilePlace::NotCompared);
    }

    #[test]
    fn a_file_without_a_place_says_whether_the_system_took_it() {
        let silent = Inspected { gps: None, ..inspected() };
        let here = fix(34.25, Accuracy::r68(8.0));
        assert_eq!(FileClaims::of(&silent, Some(&here)).place, FilePlace::NotStated);
        let redacted = Inspected { problems: vec![Problem::LocationRedacted], ..silent };
        assert_eq!(FileClaims::of(&redacted, Some(&here)).place, FilePlace::Removed);
    }

    #[test]
    fn signs_of_editing_and_the_camera_are_kept_and_other_oddities_not() {
        let problems = vec![Problem::StrayBytes, Problem::ChangedLater, Problem::SavedByEditor];
        let claims = FileClaims::of(&Inspected { problems, ..inspected() }, None);
        assert_eq!(claims.edits, [EditSign::SavedByEditor, EditSign::ChangedLater]);
        assert_eq!(claims.camera.as_deref(), Some("HUAWEI ALN-AL00"));
        let odd = Inspected { maker: Some("HUAWEI \u{202E}ALN".to_owned()), ..inspected() };
        assert_eq!(FileClaims::of(&odd, None).camera, None, "words that turn the line round");
        let shown = serde_json::to_string(&FileClaims::of(&inspected(), None)).unwrap();
        assert!(!shown.contains("34."), "no coordinates: {shown}");
    }
}

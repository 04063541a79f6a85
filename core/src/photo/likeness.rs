//! The same photo again, one like it, or another: for finding reuse without accusing a burst.

use serde::{Deserialize, Serialize};

use super::{Fingerprint, FingerprintBits, TakenAt};
use crate::{seal::Digest, text::Text};

/// Bits by which pictures of one scene may differ (PDQ's published threshold).
pub const SAME_SCENE: u32 = 31;
/// Shots this many seconds apart, or fewer, are one burst of an honest finger.
pub const BURST_SECONDS: u64 = 10;
/// Bits by which two shots from one hand differ at least; fewer are one picture, saved again.
pub const LEAST_OF_BURST: u32 = 3;

/// What is needed to compare a photo with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Digest of the whole file.
    pub sha256: Digest,
    /// Digest of its picture without its metadata, where it can be told.
    pub picture_sha256: Option<Digest>,
    /// What the picture looks like.
    pub fingerprint: Fingerprint,
    /// When it was taken, as its file claims.
    pub taken_at: Option<TakenAt>,
}

/// How two photos relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// The same file, or the same picture with other metadata, byte for byte.
    Exact,
    /// The same picture, saved again, resized or lightly edited; or the same scene at another time.
    NearDuplicate,
    /// The same scene, some seconds apart: two shots, not one used twice.
    Burst,
    /// Different pictures.
    Different,
    /// One of them shows too little to tell.
    Indistinct,
}

impl Likeness {
    /// The verdict as a sentence for people.
    pub fn text(self) -> Text {
        match self {
            Self::Exact => Text::new(
                "同一张照片（画面数据完全相同）。",
                "The same photo: its picture is the same, byte for byte.",
            ),
            Self::NearDuplicate => Text::new(
                "画面基本相同，可能是同一张照片。",
                "Nearly the same picture; perhaps the same photo.",
            ),
            Self::Burst => Text::new("同一场景连拍。", "The same scene, shot within seconds."),
            Self::Different => Text::new("不同的照片。", "Different photos."),
            Self::Indistinct => {
                Text::new("画面内容过少，无法比较。", "There is too little to see to compare them.")
            }
        }
    }
}

/// How `one` and `other` relate, and by how many of 256 bits their fingerprints differ.
///
/// Two shots count as a burst only if both say when they were taken and the times differ, by at most
/// [`BURST_SECONDS`]: a copy that was saved again keeps its time. Whatever times they claim, no two shots are the same
/// to the last pixel, or so alike that fewer than [`LEAST_OF_BURST`] bits differ.
pub fn compare(one: &Seen, other: &Seen) -> (Likeness, u32) {
    let distance = one.fingerprint.bits.distance(&other.fingerprint.bits);
    let least = one.fingerprint.quality.min(other.fingerprint.quality);
    let likeness = if is_same_picture(one, other) {
        Likeness::Exact
    } else if least < Fingerprint::MIN_QUALITY {
        Likeness::Indistinct
    } else if distance > SAME_SCENE {
        Likeness::Different
    } else if distance >= LEAST_OF_BURST && lie_within_a_burst(one, other) {
        Likeness::Burst
    } else {
        Likeness::NearDuplicate
    };
    (likeness, distance)
}

fn is_same_picture(one: &Seen, other: &Seen) -> bool {
    one.sha256 == other.sha256 || one.picture_sha256.is_some() && one.picture_sha256 == other.picture_sha256
}

fn lie_within_a_burst(one: &Seen, other: &Seen) -> bool {
    let (Some(one), Some(other)) = (one.taken_at, other.taken_at) else { return false };
    let zones = match (one.offset_minutes, other.offset_minutes) {
        (Some(one), Some(other)) => i64::from(one - other) * 60,
        (None, None) => 0,
        // A time in a zone and one in none cannot be compared.
        (Some(_), None) | (None, Some(_)) => return false,
    };
    let seconds = (one.local - other.local).num_seconds() - zones;
    (1..=BURST_SECONDS).contains(&seconds.unsigned_abs())
}

/// Fingerprints of many photos, packed for looking through all of them: 100,000 take 3.2 MB and about a
/// millisecond.
#[derive(Clone, Debug, Default)]
pub struct FingerprintIndex {
    words: Vec<[u64; 4]>,
}

impl FingerprintIndex {
    /// Adds a fingerprint; its position is the number of those before it. Leave out what is below
    /// [`Fingerprint::MIN_QUALITY`]: it is like everything.
    pub fn push(&mut self, bits: &FingerprintBits) {
        self.words.push(bits.words());
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Position and distance of all that differ from `bits` by at most `most`, nearest first.
    pub fn near(&self, bits: &FingerprintBits, most: u32) -> Vec<(usize, u32)> {
        let [a, b, c, d] = bits.words();
        let distance = |[w, x, y, z]: &[u64; 4]| {
            (a ^ w).count_ones() + (b ^ x).count_ones() + (c ^ y).count_ones() + (d ^ z).count_ones()
        };
        let mut found: Vec<(usize, u32)> =
            self.words.iter().map(distance).enumerate().filter(|(_, distance)| *distance <= most).collect();
        found.sort_by_key(|(position, distance)| (*distance, *position));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{IdGen, SeededIds};
    use chrono::{NaiveDate, TimeDelta};

    fn seen(file: &[u8], bits: [u8; 32], quality: u8, second: Option<i64>) -> Seen {
        let noon = NaiveDate::from_ymd_opt(2026, 6, 3).unwrap().and_hms_opt(12, 0, 0).unwrap();
        Seen {
            sha256: Digest::of(file),
            picture_sha256: None,
            fingerprint: Fingerprint { bits: FingerprintBits(bits), quality },
            taken_at: second.map(|second| TakenAt {
                local: noon + TimeDelta::seconds(second),
                offset_minutes: None,
                inferred: false,
            }),
        }
    }

    fn flipped(bits: u32) -> [u8; 32] {
        let mut out = [0; 32];
        for bit in 0..bits as usize {
            out[bit / 8] |= 1 << (bit % 8);
        }
        out
    }

    #[test]
    fn exact_near_burst_and_different_are_told_apart() {
        let first = seen(b"a", [0; 32], 100, Some(0));
        for (other, expected) in [
            (seen(b"a", [0; 32], 100, Some(0)), Likeness::Exact),
            (seen(b"b", flipped(4), 100, Some(0)), Likeness::NearDuplicate),
            (seen(b"b", flipped(18), 100, Some(2)), Likeness::Burst),
            (seen(b"b", flipped(18), 100, Some(-10)), Likeness::Burst),
            (seen(b"b", flipped(18), 100, Some(11)), Likeness::NearDuplicate),
            (seen(b"b", flipped(18), 100, None), Likeness::NearDuplicate),
            (seen(b"b", flipped(31), 100, Some(86_400)), Likeness::NearDuplicate),
            (seen(b"b", flipped(32), 100, Some(1)), Likeness::Different),
            (seen(b"b", flipped(4), 20, Some(0)), Likeness::Indistinct),
            (seen(b"a", [0; 32], 0, Some(0)), Likeness::Exact),
        ] {
            assert_eq!(compare(&first, &other).0, expected, "{other:?}");
            assert_eq!(compare(&other, &first).0, expected, "{other:?}");
        }
    }

    #[test]
    fn one_picture_with_two_shutter_times_is_no_burst() {
        let shot = |file: &[u8], bits: u32, second: i64| seen(file, flipped(bits), 100, Some(second));
        let of_picture =
            |picture: &[u8], seen: Seen| Seen { picture_sha256: Some(Digest::of(picture)), ..seen };
        let first = of_picture(b"door", shot(b"a", 0, 0));
        let in_zone = |seen: Seen, minutes: i16| {
            let taken_at = seen.taken_at.map(|taken| TakenAt { offset_minutes: Some(minutes), ..taken });
            Seen { taken_at, ..seen }
        };
        for (other, expected) in [
            (of_picture(b"door", shot(b"b", 0, 5)), Likeness::Exact),
            (
                of_picture(b"dark", Seen { fingerprint: first.fingerprint, ..shot(b"b", 0, 5) }),
                Likeness::NearDuplicate,
            ),
            (shot(b"b", LEAST_OF_BURST - 1, 5), Likeness::NearDuplicate),
            (shot(b"b", LEAST_OF_BURST, 5), Likeness::Burst),
            (in_zone(shot(b"b", 9, 5), 480), Likeness::NearDuplicate),
        ] {
            assert_eq!(compare(&first, &other).0, expected, "{other:?}");
            assert_eq!(compare(&other, &first).0, expected, "{other:?}");
        }
        let here = in_zone(first, 480);
        assert_eq!(compare(&here, &in_zone(shot(b"b", 9, 5), 0)).0, Likeness::NearDuplicate, "eight hours");
        assert_eq!(compare(&here, &in_zone(shot(b"b", 9, 5 - 8 * 3600), 0)).0, Likeness::Burst);
    }

    #[test]
    fn a_photo_used_again_is_found_among_many() {
        let ids = SeededIds::new(61);
        let mut index = FingerprintIndex::default();
        assert!(index.is_empty());
        let mut all = Vec::new();
        for _ in 0..5_000 {
            let mut bits = [0; 32];
            ids.random(&mut bits);
            index.push(&FingerprintBits(bits));
            all.push(bits);
        }
        let mut again = all[3_210];
        again[7] ^= 0b1011;
        assert_eq!(index.near(&FingerprintBits(again), SAME_SCENE), vec![(3_210, 3)]);
        let mut stranger = [0; 32];
        ids.random(&mut stranger);
        assert_eq!((index.near(&FingerprintBits(stranger), SAME_SCENE), index.len()), (vec![], 5_000));
    }
}

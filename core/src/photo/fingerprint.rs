//! What a picture looks like, in 256 bits: PDQ, so that a photo used again is found though its bytes differ.
//!
//! Own port of Meta's published description (*The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing
//! Algorithm*, 2019): brightness, two passes of a box filter, 64×64 samples, the lowest 16×16 coefficients of the
//! cosine transform without the constant ones, each compared with their median. Implementations differ by some
//! bits in how they filter: never ask for equality.

use std::{f32::consts::PI, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::picture::{Plane, fit};
use crate::seal::HexError;

/// Samples of the reduced picture, across and down.
const SAMPLES: usize = 64;
/// Coefficients that make bits, across and down.
const WAVES: usize = 16;
/// Fingerprints are taken of pictures of at most this size. PDQ's filter is lopsided by up to a sample of what it gets, so
/// the size shows in the bits: the reference itself differs by 6 to 20 between 512 pixels and the full size. At
/// 640 it is 2 to 10, and every copy of a photo comes to the same size here.
const SIDE: u32 = 640;

/// What a picture looks like. Written as 64 hexadecimal digits, as PDQ's own tools do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// The 256 bits.
    pub bits: FingerprintBits,
    /// How much there is to see, 0 to 100. Below [`Fingerprint::MIN_QUALITY`] (a wall, a lens cap) all pictures
    /// look alike and nothing may be concluded.
    pub quality: u8,
}

/// 256 bits, the most significant first.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct FingerprintBits(pub [u8; 32]);

impl FingerprintBits {
    /// How many of the 256 bits differ.
    pub fn distance(&self, other: &Self) -> u32 {
        self.words().iter().zip(other.words()).map(|(a, b)| (a ^ b).count_ones()).sum()
    }

    /// Four words, for comparing many.
    pub(super) fn words(&self) -> [u64; 4] {
        let (words, _) = self.0.as_chunks::<8>();
        std::array::from_fn(|at| words.get(at).map_or(0, |word| u64::from_be_bytes(*word)))
    }
}

impl fmt::Display for FingerprintBits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for FingerprintBits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FingerprintBits({self})")
    }
}

impl FromStr for FingerprintBits {
    type Err = HexError;

    fn from_str(text: &str) -> Result<Self, HexError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| HexError { digits: 64 })?;
        Ok(Self(bytes))
    }
}

impl Serialize for FingerprintBits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FingerprintBits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl Fingerprint {
    /// PDQ's own advice: below this, do not compare.
    pub const MIN_QUALITY: u8 = 50;

    /// The fingerprint of an upright picture without anything drawn on it.
    pub(super) fn of(luma: &Plane) -> Self {
        let (width, height) = fit(luma.width, luma.height, SIDE);
        if (width, height) != (luma.width, luma.height) {
            return Self::of(&luma.scaled(width, height));
        }
        let mut samples: Vec<f32> = luma.samples.iter().map(|sample| f32::from(*sample)).collect();
        for _ in 0..2 {
            samples = blurred_across(&samples, width, window(width));
            samples = blurred_down(&samples, width, window(height));
        }
        let reduced = reduce(&samples, width, height);
        Self { bits: bits(&waves(&reduced)), quality: quality(&reduced) }
    }
}

/// Twice over a window of this length, and 64 samples are as good as all.
fn window(length: usize) -> usize {
    length.div_ceil(2 * SAMPLES)
}

/// Samples before and behind that belong to a window; an even one has its longer half behind.
fn reach(window: usize) -> (usize, usize) {
    (window.saturating_sub(1) / 2, window / 2)
}

/// The mean of the `window` samples around each sample of each line; at the ends, of those that there are.
fn blurred_across(samples: &[f32], width: usize, window: usize) -> Vec<f32> {
    let (before, behind) = reach(window);
    let mut out = Vec::with_capacity(samples.len());
    for line in samples.chunks_exact(width.max(1)) {
        let (mut entering, mut leaving) = (line.iter(), line.iter());
        let (mut sum, mut count) = (0.0_f32, 0.0_f32);
        for sample in entering.by_ref().take(behind) {
            sum += sample;
            count += 1.0;
        }
        for at in 0..width {
            if let Some(sample) = entering.next() {
                sum += sample;
                count += 1.0;
            }
            if at > before
                && let Some(sample) = leaving.next()
            {
                sum -= sample;
                count -= 1.0;
            }
            out.push(sum / count);
        }
    }
    out
}

/// The same down each column, for all columns of a line at once.
fn blurred_down(samples: &[f32], width: usize, window: usize) -> Vec<f32> {
    let (before, behind) = reach(window);
    let lines: Vec<&[f32]> = samples.chunks_exact(width.max(1)).collect();
    let (mut entering, mut leaving) = (lines.iter(), lines.iter());
    let (mut sums, mut count) = (vec![0.0_f32; width], 0.0_f32);
    let mut add = |line: Option<&&[f32]>, sign: f32, sums: &mut [f32]| {
        if let Some(line) = line {
            sums.iter_mut().zip(*line).for_each(|(sum, sample)| *sum += sign * sample);
            count += sign;
        }
        count
    };
    let mut out = Vec::with_capacity(samples.len());
    for _ in 0..behind {
        add(entering.next(), 1.0, &mut sums);
    }
    for at in 0..lines.len() {
        let mut count = add(entering.next(), 1.0, &mut sums);
        if at > before {
            count = add(leaving.next(), -1.0, &mut sums);
        }
        out.extend(sums.iter().map(|sum| sum / count));
    }
    out
}

/// Lines as columns.
fn turned(samples: &[f32], width: usize) -> Vec<f32> {
    let mut out = Vec::with_capacity(samples.len());
    for x in 0..width {
        out.extend(samples.iter().skip(x).step_by(width));
    }
    out
}

/// The samples at the middles of 64×64 fields.
fn reduce(samples: &[f32], width: usize, height: usize) -> Vec<f32> {
    let middle = |at: usize, length: usize| (2 * at + 1) * length / (2 * SAMPLES);
    let mut out = Vec::with_capacity(SAMPLES * SAMPLES);
    for y in 0..SAMPLES {
        let line = middle(y, height) * width;
        out.extend((0..SAMPLES).map(|x| samples.get(line + middle(x, width)).copied().unwrap_or(0.0)));
    }
    out
}

/// PDQ's measure: the steps between neighbours in whole hundredths of the range, summed, and scaled so that 100 is
/// plenty.
fn quality(reduced: &[f32]) -> u8 {
    #[allow(clippy::cast_possible_truncation, reason = "at most 100")]
    let step = |a: f32, b: f32| (((a - b) * 100.0) / 255.0).trunc().abs() as u32;
    let mut sum = 0;
    for line in reduced.chunks_exact(SAMPLES) {
        sum += line.iter().zip(line.iter().skip(1)).map(|(a, b)| step(*a, *b)).sum::<u32>();
    }
    sum += reduced.iter().zip(reduced.iter().skip(SAMPLES)).map(|(a, b)| step(*a, *b)).sum::<u32>();
    u8::try_from((sum / 90).min(100)).unwrap_or(100)
}

/// The 16×16 lowest coefficients of the cosine transform, the constant row and column left out.
fn waves(reduced: &[f32]) -> Vec<f32> {
    #[allow(clippy::cast_precision_loss, reason = "small numbers")]
    let wave = |k: usize, at: usize| {
        (2.0 / SAMPLES as f32).sqrt()
            * (PI / 2.0 / SAMPLES as f32 * (k + 1) as f32 * (2 * at + 1) as f32).cos()
    };
    let table: Vec<f32> = (0..WAVES).flat_map(|k| (0..SAMPLES).map(move |at| wave(k, at))).collect();
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    // Down every column first, then along every line.
    let columns = turned(reduced, SAMPLES);
    let mut out = Vec::with_capacity(WAVES * WAVES);
    for down in table.chunks_exact(SAMPLES) {
        let line: Vec<f32> = columns.chunks_exact(SAMPLES).map(|column| dot(down, column)).collect();
        out.extend(table.chunks_exact(SAMPLES).map(|across| dot(across, &line)));
    }
    out
}

/// A bit for each coefficient above the (lower) median; the first coefficient is the last bit.
fn bits(waves: &[f32]) -> FingerprintBits {
    let mut sorted = waves.to_vec();
    sorted.sort_by(f32::total_cmp);
    let median = sorted.get(sorted.len().div_ceil(2).saturating_sub(1)).copied().unwrap_or(0.0);
    let mut bytes = [0_u8; 32];
    for (at, wave) in waves.iter().enumerate() {
        if *wave > median
            && let Some(byte) = bytes.iter_mut().rev().nth(at / 8)
        {
            *byte |= 1 << (at % 8);
        }
    }
    FingerprintBits(bytes)
}

#[cfg(test)]
mod tests;

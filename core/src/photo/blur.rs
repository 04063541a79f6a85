//! Regions of a picture made unrecoverable, before anything of it is hashed or sealed.
//!
//! A blur filter can be undone in part, and fine mosaics are guessed by comparing. Here a region keeps at most
//! [`CELLS`]×[`CELLS`] flat fields, each one of few shades of grey: what is left says where something was hidden
//! and nothing of what. It happens on the full-size pixels; the picture is then encoded anew, and no thumbnail,
//! preview or metadata of the camera's file comes along.

use std::path::Path;

use super::{
    Inspected, PhotoError,
    inspect::open,
    picture::{Plane, Stored},
    shrink::stored_in,
};

/// Fields of a region, across and down.
const CELLS: usize = 4;
/// Shades that a field can have.
const SHADES: u16 = 8;
/// A region grows by this part of itself on every side: boxes around faces cut off hair and ears.
const MARGIN: f64 = 0.125;
/// The largest photo that is blurred, in pixels: the whole picture has to be held (a byte and a half a pixel).
pub const MAX_BLUR_PIXELS: u64 = 64_000_000;
/// The largest progressive JPEG that is blurred, in pixels: all its coefficients have to be held too.
pub const MAX_BLUR_PROGRESSIVE_PIXELS: u64 = 16_000_000;
/// JPEG quality of the picture that takes the camera file's place.
pub const BLURRED_QUALITY: u8 = 92;

/// A part of the upright picture; all four in parts of its width and height, 0 to 1, from the left and from the
/// top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    /// Its left edge.
    pub left: f64,
    /// Its upper edge.
    pub top: f64,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
}

impl Region {
    /// Whether it covers any of the picture.
    pub fn is_in_picture(&self) -> bool {
        Self::is_span(self.left, self.width) && Self::is_span(self.top, self.height)
    }

    fn is_span(start: f64, length: f64) -> bool {
        start.is_finite() && length.is_finite() && length > 0.0 && start < 1.0 && start + length > 0.0
    }

    /// Where the region of the upright picture lies in one that is stored in this orientation, EXIF's 1 to 8.
    fn as_stored(self, orientation: u8) -> Self {
        let Self { left, top, width, height } = self;
        let (right, bottom) = (1.0 - left - width, 1.0 - top - height);
        let straight = |left, top| Self { left, top, width, height };
        let turned = |left, top| Self { left, top, width: height, height: width };
        match orientation {
            2 => straight(right, top),
            3 => straight(right, bottom),
            4 => straight(left, bottom),
            5 => turned(top, left),
            6 => turned(top, right),
            7 => turned(bottom, right),
            8 => turned(bottom, left),
            _ => self,
        }
    }

    /// The pixels from..to of an axis that the region covers, margin included, on whole pixels of colour.
    fn span(start: f64, length: f64, pixels: usize) -> Option<(usize, usize)> {
        if !Self::is_span(start, length) {
            return None;
        }
        #[allow(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to the picture"
        )]
        let at = |part: f64| (part.clamp(0.0, 1.0) * pixels as f64) as usize;
        let (from, to) = (at(start - length * MARGIN), at(start + length * (1.0 + MARGIN)) + 1);
        let (from, to) = (from & !1, to.next_multiple_of(2).min(pixels));
        (from < to).then_some((from, to))
    }
}

/// The upright picture of the camera's file at `path` at full size with its `regions` made unrecoverable, as a JPEG,
/// and what the camera's file was and claimed.
///
/// # Errors
/// As [`shrink`](super::shrink); [`PhotoError::Corrupt`] for a region that is none or lies beside the picture, so that nothing is taken for
/// hidden that is not.
pub fn blurred(path: &Path, regions: &[Region]) -> Result<(Inspected, Vec<u8>), PhotoError> {
    let (inspected, stored) = blurred_picture(path, regions)?;
    Ok((inspected, stored.encode(BLURRED_QUALITY)?))
}

pub(super) fn blurred_picture(path: &Path, regions: &[Region]) -> Result<(Inspected, Stored), PhotoError> {
    let looked_at = super::inspect(path)?;
    check_size(&looked_at)?;
    let (inspected, mut stored) = stored_in(open(path)?, u32::MAX)?;
    if inspected.sha256 != looked_at.sha256 {
        return Err(PhotoError::Changed);
    }
    hide(&mut stored, regions)?;
    Ok((inspected, stored))
}

/// Refuses a picture that cannot be held at full size.
pub(super) fn check_size(inspected: &Inspected) -> Result<(), PhotoError> {
    let Inspected { width, height, progressive, .. } = *inspected;
    let limit = if progressive { MAX_BLUR_PROGRESSIVE_PIXELS } else { MAX_BLUR_PIXELS };
    if u64::from(width) * u64::from(height) > limit {
        return Err(PhotoError::TooManyPixels { width, height, limit });
    }
    Ok(())
}

/// Makes the regions of the upright picture unrecoverable where it is stored.
pub(super) fn hide(stored: &mut Stored, regions: &[Region]) -> Result<(), PhotoError> {
    let Stored { picture, orientation } = stored;
    for region in regions.iter().map(|region| region.as_stored(*orientation)) {
        let across = Region::span(region.left, region.width, picture.width());
        let down = Region::span(region.top, region.height, picture.height());
        let (Some(across), Some(down)) = (across, down) else {
            return Err(PhotoError::Corrupt("region outside the picture"));
        };
        fill(&mut picture.luma, across, down, true);
        if let Some(planes) = &mut picture.chroma {
            let half = |(from, to): (usize, usize)| (from / 2, to.div_ceil(2));
            for plane in planes {
                fill(plane, half(across), half(down), false);
            }
        }
    }
    Ok(())
}

/// Each field gets one shade; colour goes altogether.
fn fill(plane: &mut Plane, across: (usize, usize), down: (usize, usize), shaded: bool) {
    let cut = |(from, to): (usize, usize), number: usize| from + (to - from) * number / CELLS;
    for y in 0..CELLS {
        for x in 0..CELLS {
            let columns = cut(across, x)..cut(across, x + 1);
            let lines = cut(down, y)..cut(down, y + 1);
            let shade = if shaded { shade(plane, columns.clone(), lines.clone()) } else { 128 };
            let width = plane.width.max(1);
            for line in plane.samples.chunks_exact_mut(width).take(lines.end).skip(lines.start) {
                if let Some(samples) = line.get_mut(columns.clone()) {
                    samples.fill(shade);
                }
            }
        }
    }
}

/// The mean of a field, as one of few shades.
fn shade(plane: &Plane, columns: std::ops::Range<usize>, lines: std::ops::Range<usize>) -> u8 {
    let (mut sum, mut count) = (0_u64, 0_u64);
    for line in plane.samples.chunks_exact(plane.width.max(1)).take(lines.end).skip(lines.start) {
        let samples = line.get(columns.clone()).unwrap_or_default();
        sum += samples.iter().map(|sample| u64::from(*sample)).sum::<u64>();
        count += samples.len() as u64;
    }
    let mean = u16::try_from(sum / count.max(1)).unwrap_or(0);
    let step = 256 / SHADES;
    u8::try_from(mean / step * step + step / 2).unwrap_or(128)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::picture::Picture;
    use std::{collections::BTreeSet, path::PathBuf};

    fn asset(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/photos").join(name)
    }

    const FACE: Region = Region { left: 0.4, top: 0.3, width: 0.2, height: 0.3 };

    #[test]
    fn what_is_left_of_a_region_is_sixteen_grey_fields() {
        let upright = |regions: &[Region]| {
            let (_, Stored { picture, orientation }) =
                blurred_picture(&asset("Landscape_6.jpg"), regions).unwrap();
            picture.upright(orientation)
        };
        let picture = upright(&[FACE]);
        assert_eq!((picture.width(), picture.height()), (1800, 1200));
        let mut shades: BTreeSet<u8> = BTreeSet::new();
        for y in 360..720 {
            shades.extend(picture.luma.line(y)[720..1080].iter().copied());
        }
        assert!(shades.len() <= usize::from(SHADES), "{shades:?}");
        for plane in picture.chroma.as_ref().unwrap() {
            for y in 180..360 {
                assert!(plane.line(y)[360..540].iter().all(|sample| *sample == 128));
            }
        }
        let untouched = upright(&[]);
        assert!(picture.luma.line(10) == untouched.luma.line(10));
    }

    #[test]
    fn two_pictures_that_differ_only_there_become_one() {
        let picture = |inside: fn(usize) -> u8| {
            let mut luma = Plane { width: 160, height: 160, samples: vec![60; 160 * 160] };
            for (at, sample) in luma.samples.iter_mut().enumerate() {
                let (x, y) = (at % 160, at / 160);
                if (48..96).contains(&x) && (48..96).contains(&y) {
                    *sample = inside(at);
                }
            }
            let mut stored = Stored { picture: Picture { luma, chroma: None }, orientation: 1 };
            hide(&mut stored, &[Region { left: 0.3, top: 0.3, width: 0.3, height: 0.3 }]).unwrap();
            stored
        };
        assert!(
            picture(|at| if at % 3 == 0 { 130 } else { 100 })
                == picture(|at| if at % 5 < 2 { 125 } else { 100 })
        );
    }

    #[test]
    fn regions_at_the_edge_are_covered_and_impossible_ones_refused() {
        let luma = Plane { width: 11, height: 7, samples: (0..77).collect() };
        let mut stored = Stored { picture: Picture { luma, chroma: None }, orientation: 1 };
        hide(&mut stored, &[Region { left: 0.9, top: 0.9, width: 5.0, height: 5.0 }]).unwrap();
        let beside = [(-5.0, 0.1), (5.0, 0.1), (1.0, 0.1), (-0.1, 0.1)];
        for (left, width) in
            [(f64::NAN, 0.1), (0.1, 0.0), (0.1, -1.0), (0.1, f64::INFINITY)].into_iter().chain(beside)
        {
            let region = Region { left, top: 0.1, width, height: 0.1 };
            for orientation in 1..=8 {
                stored.orientation = orientation;
                assert!(hide(&mut stored, &[region]).is_err(), "{region:?} {orientation}");
            }
        }
    }

    #[test]
    fn a_region_is_hidden_where_it_lies_however_the_picture_is_stored() {
        let region = Region { left: 0.5, top: 0.25, width: 0.25, height: 0.125 };
        for orientation in 1..=8 {
            // A white picture of 160 by 80, upright.
            let (width, height) = if orientation > 4 { (80, 160) } else { (160, 80) };
            let luma = Plane { width, height, samples: vec![255; width * height] };
            let mut stored = Stored { picture: Picture { luma, chroma: None }, orientation };
            hide(&mut stored, &[region]).unwrap();
            let upright = stored.picture.upright(orientation).luma;
            assert_eq!((upright.width, upright.height), (160, 80));
            for y in 0..80 {
                for (x, sample) in upright.line(y).iter().enumerate() {
                    let is_in = (80..120).contains(&x) && (20..30).contains(&y);
                    let is_near = (72..130).contains(&x) && (16..34).contains(&y);
                    assert!(!is_in || *sample < 255, "{orientation}: {x},{y} shows");
                    assert!(is_near || *sample == 255, "{orientation}: {x},{y} is covered");
                }
            }
        }
    }

    #[test]
    fn the_blurred_file_has_nothing_of_the_cameras_metadata() {
        let (inspected, jpeg) = blurred(&asset("Landscape_6.jpg"), &[FACE]).unwrap();
        assert_eq!(inspected.orientation, 6);
        assert!(!jpeg.windows(4).any(|bytes| bytes == b"Exif"));
    }
}

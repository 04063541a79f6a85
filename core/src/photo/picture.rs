//! Pixels between decoding and encoding: brightness in full, colour at half the size, as camera JPEGs keep them.

use jpeg_encoder::{Encoder, EncodingError, ImageBuffer, JpegColorType, SamplingFactor};

use super::{
    PhotoError,
    scale::{Axis, Scaler},
};

/// One plane of samples, line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plane {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) samples: Vec<u8>,
}

impl Plane {
    /// No samples yet, but room for them.
    pub(super) fn with_room(width: usize, height: usize) -> Self {
        Self { width, height, samples: Vec::with_capacity(width * height) }
    }

    pub(super) fn line(&self, y: usize) -> &[u8] {
        self.samples.chunks_exact(self.width.max(1)).nth(y).unwrap_or_default()
    }

    /// The plane at another size.
    pub(super) fn scaled(&self, width: usize, height: usize) -> Self {
        #[allow(clippy::cast_precision_loss, reason = "sizes of pictures")]
        let axis = |from: usize, to: usize| Axis { from, to, step: from as f64 / to as f64 };
        let mut scaler = Scaler::new(axis(self.width, width), axis(self.height, height));
        for line in self.samples.chunks_exact(self.width.max(1)) {
            scaler.take(line);
        }
        scaler.finish().unwrap_or_else(|| Self { width, height, samples: vec![0; width * height] })
    }

    /// Turned upright: `orientation` is EXIF's, 1 to 8.
    fn upright(self, orientation: u8) -> Self {
        let Self { width, height, samples } = self;
        let mut lines: Vec<&[u8]> = samples.chunks_exact(width.max(1)).collect();
        // Which corner of the stored picture is the upright one's first, and whether lines become columns.
        let (from_bottom, from_right, turned) = match orientation {
            2 => (false, true, false),
            3 => (true, true, false),
            4 => (true, false, false),
            5 => (false, false, true),
            6 => (true, false, true),
            7 => (true, true, true),
            8 => (false, true, true),
            _ => return Self { width, height, samples },
        };
        if from_bottom {
            lines.reverse();
        }
        let mut out = Vec::with_capacity(samples.len());
        if turned {
            let column = |x: usize| if from_right { width - 1 - x } else { x };
            // Some columns at a time, so that a line read for one serves the others while it is at hand.
            for first in (0..width).step_by(COLUMNS) {
                let columns = first..(first + COLUMNS).min(width);
                let base = out.len();
                out.resize(base + columns.len() * height, 0);
                for (y, line) in lines.iter().enumerate() {
                    for (number, x) in columns.clone().enumerate() {
                        if let (Some(slot), Some(sample)) =
                            (out.get_mut(base + number * height + y), line.get(column(x)))
                        {
                            *slot = *sample;
                        }
                    }
                }
            }
            return Self { width: height, height: width, samples: out };
        }
        for line in lines {
            if from_right {
                out.extend(line.iter().rev());
            } else {
                out.extend(line);
            }
        }
        Self { width, height, samples: out }
    }
}

/// Columns that are turned at once: a line of the processor's cache.
const COLUMNS: usize = 64;

/// A picture in the size that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Picture {
    /// Brightness.
    pub(super) luma: Plane,
    /// Blue and red against brightness, half as wide and high; none in a grey picture.
    pub(super) chroma: Option<[Plane; 2]>,
}

/// Half of a side, up.
pub(super) fn half(side: usize) -> usize {
    side.div_ceil(2)
}

impl Picture {
    pub(super) fn width(&self) -> usize {
        self.luma.width
    }

    pub(super) fn height(&self) -> usize {
        self.luma.height
    }

    /// Turned upright: `orientation` is EXIF's, 1 to 8.
    pub(super) fn upright(self, orientation: u8) -> Self {
        Self {
            luma: self.luma.upright(orientation),
            chroma: self.chroma.map(|planes| planes.map(|plane| plane.upright(orientation))),
        }
    }

    /// A copy whose longer side has at most `side` pixels.
    pub(super) fn fitted(&self, side: u32) -> Self {
        let (width, height) = fit(self.width(), self.height(), side);
        if (width, height) == (self.width(), self.height()) {
            return self.clone();
        }
        Self {
            luma: self.luma.scaled(width, height),
            chroma: self.chroma.as_ref().map(|[blue, red]| {
                [blue.scaled(half(width), half(height)), red.scaled(half(width), half(height))]
            }),
        }
    }

    /// As a baseline JPEG without any metadata.
    pub(super) fn encode(&self, quality: u8) -> Result<Vec<u8>, PhotoError> {
        let mut out = Vec::with_capacity(self.luma.samples.len() / 5 + 1024);
        let mut encoder = Encoder::new(&mut out, quality);
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder.encode_image(Rows(self)).map_err(|error| match error {
            EncodingError::IoError(error) => error.into(),
            _ => PhotoError::Unsupported("a side of more than 65 535 pixels"),
        })?;
        Ok(out)
    }
}

/// The size of a picture whose longer side has at most `side` pixels; never larger than it was.
pub(super) fn fit(width: usize, height: usize, side: u32) -> (usize, usize) {
    let (longer, side) = (width.max(height).max(1), usize::try_from(side).unwrap_or(usize::MAX).max(1));
    if longer <= side {
        return (width, height);
    }
    let scaled = |length: usize| ((length * side + longer / 2) / longer).max(1);
    (scaled(width), scaled(height))
}

/// Lines for the encoder, which takes colours at full size and halves them itself by leaving out.
struct Rows<'a>(&'a Picture);

impl ImageBuffer for Rows<'_> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        if self.0.chroma.is_some() { JpegColorType::Ycbcr } else { JpegColorType::Luma }
    }

    fn width(&self) -> u16 {
        u16::try_from(self.0.width()).unwrap_or(0)
    }

    fn height(&self) -> u16 {
        u16::try_from(self.0.height()).unwrap_or(0)
    }

    fn fill_buffers(&self, y: u16, [luma, blue, red, _]: &mut [Vec<u8>; 4]) {
        let (y, width) = (usize::from(y), self.0.width());
        luma.extend_from_slice(self.0.luma.line(y));
        if let Some(planes) = &self.0.chroma {
            for (plane, out) in planes.iter().zip([blue, red]) {
                let end = out.len() + width;
                for sample in plane.line(y / 2) {
                    out.extend_from_slice(&[*sample, *sample]);
                }
                out.truncate(end);
            }
        }
    }
}

/// Makes a picture of the wanted size from lines of RGB pixels.
pub(super) struct RgbScaler {
    planes: [Scaler; 3],
    lines: [Vec<u8>; 3],
}

impl RgbScaler {
    /// From `width`×`height` pixels to at most `side` on the longer side.
    pub(super) fn new(width: usize, height: usize, side: u32) -> Self {
        let (to_width, to_height) = fit(width, height, side);
        #[allow(clippy::cast_precision_loss, reason = "sizes of pictures")]
        let axis = |from: usize, to: usize, halved: bool| {
            let step = from as f64 / to as f64;
            if halved { Axis { from, to: half(to), step: step * 2.0 } } else { Axis { from, to, step } }
        };
        let scaler = |halved| Scaler::new(axis(width, to_width, halved), axis(height, to_height, halved));
        Self { planes: [scaler(false), scaler(true), scaler(true)], lines: [const { Vec::new() }; 3] }
    }

    /// Takes the next line: pixels as `(red, green, blue)`.
    pub(super) fn take(&mut self, pixels: impl Iterator<Item = (u8, u8, u8)>) {
        let [y, cb, cr] = &mut self.lines;
        for line in [&mut *y, &mut *cb, &mut *cr] {
            line.clear();
        }
        for (red, green, blue) in pixels {
            let (luma, blue_difference, red_difference) = jpeg_encoder::rgb_to_ycbcr(red, green, blue);
            y.push(luma);
            cb.push(blue_difference);
            cr.push(red_difference);
        }
        for (plane, line) in self.planes.iter_mut().zip(&self.lines) {
            plane.take(line);
        }
    }

    /// The picture, once all its lines came.
    pub(super) fn finish(self) -> Option<Picture> {
        let [luma, blue, red] = self.planes.map(Scaler::finish);
        Some(Picture { luma: luma?, chroma: Some([blue?, red?]) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plane(lines: &[&[u8]]) -> Plane {
        Plane { width: lines[0].len(), height: lines.len(), samples: lines.concat() }
    }

    #[test]
    fn every_orientation_turns_the_letter_upright() {
        // An "F" of three by four, as each orientation stores it.
        let upright = plane(&[b"##.", b"#..", b"##.", b"#.."]);
        for (orientation, stored) in [
            (0, plane(&[b"##.", b"#..", b"##.", b"#.."])),
            (1, plane(&[b"##.", b"#..", b"##.", b"#.."])),
            (2, plane(&[b".##", b"..#", b".##", b"..#"])),
            (3, plane(&[b"..#", b".##", b"..#", b".##"])),
            (4, plane(&[b"#..", b"##.", b"#..", b"##."])),
            (5, plane(&[b"####", b"#.#.", b"...."])),
            (6, plane(&[b"....", b"#.#.", b"####"])),
            (7, plane(&[b"....", b".#.#", b"####"])),
            (8, plane(&[b"####", b".#.#", b"...."])),
        ] {
            assert_eq!(stored.upright(orientation), upright, "{orientation}");
        }
    }

    #[test]
    fn the_longer_side_fits_and_nothing_grows() {
        assert_eq!(fit(4000, 3000, 1920), (1920, 1440));
        assert_eq!(fit(3000, 4000, 1920), (1440, 1920));
        assert_eq!(fit(640, 480, 1920), (640, 480));
        assert_eq!(fit(65_535, 3, 1920), (1920, 1));
    }
}

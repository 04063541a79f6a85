//! Pixels between decoding and encoding: brightness in full, colour at half the size, as camera JPEGs keep them.

use std::{cell::Cell, ops::Range};

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
        let turn = Turn::of(orientation);
        if turn == Turn::NONE {
            return self;
        }
        let (width, height) = turn.size(self.width, self.height);
        let mut samples = Vec::with_capacity(self.samples.len());
        for first in (0..height).step_by(LINES) {
            samples.extend(self.turned(turn, first..(first + LINES).min(height)));
        }
        Self { width, height, samples }
    }

    /// Those lines of the plane turned upright.
    fn turned(&self, turn: Turn, lines: Range<usize>) -> Vec<u8> {
        let (last_column, last_line) = (self.width.saturating_sub(1), self.height.saturating_sub(1));
        let from =
            |is_reversed: bool, last: usize, at: usize| if is_reversed { last - at.min(last) } else { at };
        if !turn.lines_are_columns {
            let mut out = Vec::with_capacity(lines.len() * self.width);
            for y in lines {
                let line = self.line(from(turn.from_bottom, last_line, y));
                if turn.from_right {
                    out.extend(line.iter().rev());
                } else {
                    out.extend(line);
                }
            }
            return out;
        }
        // Line by line of what is stored, so that one read for a column serves the others while it is at hand.
        let mut out = vec![0; lines.len() * self.height];
        for (y, line) in self.samples.chunks_exact(self.width.max(1)).enumerate() {
            let x = from(turn.from_bottom, last_line, y);
            for (number, column) in lines.clone().enumerate() {
                let sample = line.get(from(turn.from_right, last_column, column));
                if let (Some(slot), Some(sample)) = (out.get_mut(number * self.height + x), sample) {
                    *slot = *sample;
                }
            }
        }
        out
    }
}

/// Lines that are turned at once: as many as a line of the processor's cache has bytes. Even, as two share one of colour.
const LINES: usize = 64;

/// How a stored picture becomes the upright one.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Turn {
    /// Whether the upright picture begins at the last stored line.
    from_bottom: bool,
    /// Whether it begins at the last sample of a line.
    from_right: bool,
    /// Whether its lines are stored as columns.
    lines_are_columns: bool,
}

impl Turn {
    const NONE: Self = Self { from_bottom: false, from_right: false, lines_are_columns: false };

    /// Of EXIF's orientation, 1 to 8.
    const fn of(orientation: u8) -> Self {
        let (from_bottom, from_right, lines_are_columns) = match orientation {
            2 => (false, true, false),
            3 => (true, true, false),
            4 => (true, false, false),
            5 => (false, false, true),
            6 => (true, false, true),
            7 => (true, true, true),
            8 => (false, true, true),
            _ => return Self::NONE,
        };
        Self { from_bottom, from_right, lines_are_columns }
    }

    /// Width and height of the upright picture.
    const fn size(self, width: usize, height: usize) -> (usize, usize) {
        if self.lines_are_columns { (height, width) } else { (width, height) }
    }
}

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
        self.encode_upright(quality, 1)
    }

    /// [`Picture::encode`] of the picture turned upright, which is not held beside this one.
    fn encode_upright(&self, quality: u8, orientation: u8) -> Result<Vec<u8>, PhotoError> {
        let mut out = Vec::with_capacity(self.luma.samples.len() / 5 + 1024);
        let mut encoder = Encoder::new(&mut out, quality);
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        let rows = Rows { picture: self, turn: Turn::of(orientation), strip: Cell::new(None) };
        encoder.encode_image(rows).map_err(|error| match error {
            EncodingError::IoError(error) => error.into(),
            _ => PhotoError::Unsupported("a side of more than 65 535 pixels"),
        })?;
        Ok(out)
    }

    /// Lines of the picture turned upright, from `first` on, which is even: [`LINES`], or what is left.
    fn strip(&self, turn: Turn, first: usize) -> Self {
        let part = |plane: &Plane, first: usize, count: usize| {
            let (width, height) = turn.size(plane.width, plane.height);
            let lines = first.min(height)..(first + count).min(height);
            Plane { width, height: lines.len(), samples: plane.turned(turn, lines) }
        };
        let colour = |plane: &Plane| part(plane, first / 2, LINES / 2);
        Self {
            luma: part(&self.luma, first, LINES),
            chroma: self.chroma.as_ref().map(|[blue, red]| [colour(blue), colour(red)]),
        }
    }

    /// Hands out a line, colours at full size.
    fn give_line(&self, y: usize, [luma, blue, red, _]: &mut [Vec<u8>; 4]) {
        luma.extend_from_slice(self.luma.line(y));
        if let Some(planes) = &self.chroma {
            for (plane, out) in planes.iter().zip([blue, red]) {
                let end = out.len() + self.width();
                for sample in plane.line(y / 2) {
                    out.extend_from_slice(&[*sample, *sample]);
                }
                out.truncate(end);
            }
        }
    }
}

/// A picture at full size as it is stored, and how it has yet to be turned: the upright one beside it would take as much
/// memory again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) picture: Picture,
    /// EXIF's, 1 to 8.
    pub(super) orientation: u8,
}

impl Stored {
    /// The upright picture, its longer side at most `side` pixels.
    pub(super) fn fitted(&self, side: u32) -> Picture {
        self.picture.fitted(side).upright(self.orientation)
    }

    /// The upright picture as a baseline JPEG without any metadata.
    pub(super) fn encode(&self, quality: u8) -> Result<Vec<u8>, PhotoError> {
        self.picture.encode_upright(quality, self.orientation)
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

/// Lines for the encoder, which takes colours at full size and halves them itself by leaving out. It asks for one after
/// the other; a picture that has to be turned is turned a few lines at a time.
struct Rows<'a> {
    picture: &'a Picture,
    turn: Turn,
    /// The lines turned last, and which is the first of them.
    strip: Cell<Option<(usize, Picture)>>,
}

impl ImageBuffer for Rows<'_> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        if self.picture.chroma.is_some() { JpegColorType::Ycbcr } else { JpegColorType::Luma }
    }

    fn width(&self) -> u16 {
        let (width, _) = self.turn.size(self.picture.width(), self.picture.height());
        u16::try_from(width).unwrap_or(0)
    }

    fn height(&self) -> u16 {
        let (_, height) = self.turn.size(self.picture.width(), self.picture.height());
        u16::try_from(height).unwrap_or(0)
    }

    fn fill_buffers(&self, y: u16, buffers: &mut [Vec<u8>; 4]) {
        let y = usize::from(y);
        if self.turn == Turn::NONE {
            return self.picture.give_line(y, buffers);
        }
        let first = y - y % LINES;
        let strip = match self.strip.take() {
            Some((from, strip)) if from == first => strip,
            Some(_) | None => self.picture.strip(self.turn, first),
        };
        strip.give_line(y - first, buffers);
        self.strip.set(Some((first, strip)));
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
    fn what_is_turned_while_it_is_encoded_is_what_was_turned_before() {
        // Odd sides, and more lines than are turned at once.
        let (width, height) = (LINES * 2 + 7, LINES + 3);
        let drawn = |width: usize, height: usize, step: usize| {
            let samples = (0..width * height).map(|at| u8::try_from(at * step / 3 % 251).unwrap()).collect();
            Plane { width, height, samples }
        };
        let colours = [drawn(half(width), half(height), 5), drawn(half(width), half(height), 11)];
        for chroma in [Some(colours), None] {
            let picture = Picture { luma: drawn(width, height, 7), chroma };
            for orientation in 0..=9 {
                let stored = Stored { picture: picture.clone(), orientation };
                let upright = picture.clone().upright(orientation);
                assert!(stored.encode(90).unwrap() == upright.encode(90).unwrap(), "{orientation}");
                assert!(stored.fitted(4_000) == upright, "{orientation}");
            }
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

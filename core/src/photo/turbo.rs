//! JPEG by libjpeg-turbo: what cameras write, in less time.
//!
//! It decodes what it has no doubt about, and nothing else: a sequential picture in one scan, brightness with or without
//! colours, over which the library has no word of warning. Whatever else comes goes to our own decoder, which has
//! the last word and gives the reason. So a file is refused alike with and without the library, and a picture whose data
//! ends early is never filled up with grey: the library warns of that.
//!
//! The library sees less in one point: a coefficient beyond the end of its block, which our own decoder takes for
//! damage, it drops. A picture comes out all the same, of all its data.

use std::io::{Read, Seek};

use turbojpeg::{Colorspace, Decompressor, ScalingFactor, Subsamp, YuvImage};

use super::{
    Inspected, MAX_BYTES, PhotoError,
    decode::{Decoder, Own},
    inspect::inspect_stream,
    jpeg::{Frame, Pixels, Sink},
    picture::{Picture, Plane, fit, half},
    scale::{Axis, Scaler},
};

/// The longest side for which the library is asked. It gives whole planes, up to twice as long: beyond this our own
/// decoder, which gives line after line, takes less memory.
const MAX_SIDE: u32 = 4_096;

/// Why a picture is left to our own decoder; nobody hears of it.
const LEFT: PhotoError = PhotoError::Unsupported("left to the own decoder");

/// libjpeg-turbo, with our own decoder behind it.
pub(super) struct Turbo;

impl Decoder for Turbo {
    fn decode(
        &self,
        file: &mut (impl Read + Seek),
        side: u32,
    ) -> Result<(Inspected, Option<Picture>), PhotoError> {
        if let Some((inspected, picture)) = self.decode_plain(file, side)? {
            return Ok((inspected, Some(picture)));
        }
        file.rewind()?;
        Own.decode(file, side)
    }
}

impl Turbo {
    /// The picture, if it is one of those that the library is asked for and it decodes without a warning.
    pub(super) fn decode_plain(
        &self,
        file: &mut (impl Read + Seek),
        side: u32,
    ) -> Result<Option<(Inspected, Picture)>, PhotoError> {
        let mut head = Vec::with_capacity(3);
        file.by_ref().take(3).read_to_end(&mut head)?;
        if side > MAX_SIDE || head != [0xFF, 0xD8, 0xFF] {
            return Ok(None);
        }
        file.rewind()?;
        let mut bytes = Vec::new();
        file.by_ref().take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
        let mut skimmed = Skim::default();
        // Too large, cut short, progressive, of other colours: all the same here.
        let Ok(inspected) = inspect_stream(bytes.as_slice(), &mut skimmed) else { return Ok(None) };
        let end = inspected.bytes.saturating_sub(inspected.trailing_bytes);
        let picture = usize::try_from(end).ok().and_then(|end| bytes.get(..end));
        Ok(picture.and_then(|jpeg| decoded(jpeg, &skimmed, side)).map(|picture| (inspected, picture)))
    }
}

/// Walks the segments and leaves out the data, which the library reads.
#[derive(Default)]
struct Skim {
    width: usize,
    height: usize,
    components: usize,
    scans: usize,
}

impl Sink for Skim {
    const SKIMS: bool = true;

    fn begin(&mut self, frame: &Frame, is_rgb: bool) -> Result<(), PhotoError> {
        let components = frame.component_count();
        if frame.is_progressive() || is_rgb || !matches!(components, 1 | 3) {
            return Err(LEFT);
        }
        let (width, height) = frame.size();
        (self.width, self.height, self.components) = (width as usize, height as usize, components);
        Ok(())
    }

    fn skim_scan(&mut self, components: usize) -> Result<(), PhotoError> {
        self.scans += 1;
        // In several scans the library would hold all of the picture's coefficients.
        if self.scans == 1 && components == self.components { Ok(()) } else { Err(LEFT) }
    }
}

/// The picture at the wanted size; `None` when the library refuses it or has a warning.
fn decoded(jpeg: &[u8], skimmed: &Skim, side: u32) -> Option<Picture> {
    let mut library = Decompressor::new().ok()?;
    let header = library.read_header(jpeg).ok()?;
    let colours = match header.colorspace {
        Colorspace::Gray => 1,
        Colorspace::YCbCr => 3,
        _ => return None,
    };
    if (header.width, header.height, colours) != (skimmed.width, skimmed.height, skimmed.components) {
        return None;
    }
    let to = fit(header.width, header.height, side);
    let size = Pixels::block_size(header.width.max(header.height), to.0.max(to.1));
    let factor = ScalingFactor::new(size, 8);
    library.set_scaling_factor(factor).ok()?;
    let scaled = header.scaled(factor);
    let length = turbojpeg::yuv_pixels_len(scaled.width, 1, scaled.height, header.subsamp).ok()?;
    let mut planes = YuvImage {
        pixels: vec![0; length],
        width: scaled.width,
        align: 1,
        height: scaled.height,
        subsamp: header.subsamp,
    };
    library.decompress_to_yuv(jpeg, planes.as_deref_mut()).ok()?;
    picture(&planes, (header.width, header.height), to, size)
}

/// The planes at the wanted size, colours at half of it.
fn picture(
    planes: &YuvImage<Vec<u8>>,
    whole: (usize, usize),
    to: (usize, usize),
    size: usize,
) -> Option<Picture> {
    let brightness = Layout { samples: planes.y_size(), from: (planes.width, planes.height), every: (1, 1) };
    let (luma, colours) = planes.pixels.split_at_checked(brightness.length())?;
    let luma = brightness.scaled(luma, whole, to, size, false)?;
    if planes.subsamp == Subsamp::Gray {
        return Some(Picture { luma, chroma: None });
    }
    let colour = Layout {
        samples: planes.uv_size(),
        from: planes.uv_size(),
        every: (planes.subsamp.width(), planes.subsamp.height()),
    };
    let (blue, red) = colours.split_at_checked(colour.length())?;
    let scaled = |plane| colour.scaled(plane, whole, to, size, true);
    Some(Picture { luma, chroma: Some([scaled(blue)?, scaled(red)?]) })
}

/// How a plane lies in the library's answer.
struct Layout {
    /// Samples across and down, those that fill it up included.
    samples: (usize, usize),
    /// Those that hold picture.
    from: (usize, usize),
    /// How many samples of brightness there are to one, across and down.
    every: (usize, usize),
}

impl Layout {
    const fn length(&self) -> usize {
        self.samples.0 * self.samples.1
    }

    /// The plane at the size that is wanted of it.
    fn scaled(
        &self,
        plane: &[u8],
        whole: (usize, usize),
        to: (usize, usize),
        size: usize,
        halved: bool,
    ) -> Option<Plane> {
        #[allow(clippy::cast_precision_loss, reason = "sizes of pictures")]
        let axis = |pixels: usize, from: usize, every: usize, to: usize| {
            let step = pixels as f64 / to as f64 * size as f64 / 8.0 / every as f64;
            if halved { Axis { from, to: half(to), step: step * 2.0 } } else { Axis { from, to, step } }
        };
        let across = axis(whole.0, self.from.0, self.every.0, to.0);
        let down = axis(whole.1, self.from.1, self.every.1, to.1);
        let mut scaler = Scaler::new(across, down);
        for line in plane.chunks_exact(self.samples.0.max(1)).take(self.samples.1) {
            scaler.take(line);
        }
        scaler.finish()
    }
}

#[cfg(test)]
mod tests;

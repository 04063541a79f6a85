//! Pixels of the wanted size straight from the coefficients of a JPEG.
//!
//! The transform already makes blocks of an eighth, a quarter or half the size where that is still enough, and a
//! filter does the rest, plane by plane and line by line. A sequential picture needs one row of blocks in memory
//! and the result; a progressive one also the coefficients that the reduced blocks use.

use super::{
    frame::Frame,
    idct,
    sink::{Coefficients, Sink, clamp},
};
use crate::photo::{
    PhotoError,
    picture::{Picture, fit, half},
    scale::{Axis, Scaler},
};

/// Makes a picture whose longer side has at most the wanted number of pixels.
pub(in crate::photo) struct Pixels {
    side: u32,
    /// Samples of a block, across and down: 8, 4, 2 or 1.
    size: usize,
    places: [u8; 64],
    last_place: u32,
    planes: Vec<PlanePixels>,
    is_rgb: bool,
    block: [f32; 64],
}

/// One component on its way.
struct PlanePixels {
    /// By place in zigzag order.
    quantisation: Option<[f32; 64]>,
    scaler: Scaler,
    /// Lines of one row of blocks, or of several where an MCU has several.
    band: Vec<u8>,
    /// Samples of a line of the band.
    stride: usize,
    /// Which row of blocks the band begins with.
    first_row: u32,
    /// Progressive only: the coefficients that are used, block by block.
    stored: Vec<i16>,
}

impl Pixels {
    pub(in crate::photo) fn new(side: u32) -> Self {
        Self {
            side,
            size: 8,
            places: [0; 64],
            last_place: 63,
            planes: Vec::new(),
            is_rgb: false,
            block: [0.0; 64],
        }
    }

    /// The picture, once the walk has ended well.
    pub(in crate::photo) fn finish(self) -> Option<Picture> {
        let mut planes = self.planes.into_iter().map(|plane| plane.scaler.finish());
        let luma = planes.next()??;
        let chroma = match (planes.next(), planes.next()) {
            (Some(blue), Some(red)) => Some([blue?, red?]),
            _ => None,
        };
        Some(Picture { luma, chroma })
    }

    /// The smallest blocks that still make the picture no smaller than wanted.
    pub(in crate::photo) fn block_size(longer: usize, wanted: usize) -> usize {
        [1, 2, 4].into_iter().find(|size| longer * size >= wanted * 8).unwrap_or(8)
    }

    fn plane(&self, frame: &Frame, number: usize, to: (usize, usize)) -> Option<PlanePixels> {
        let component = frame.components.get(number)?;
        let halved = number > 0;
        let stride = component.stride as usize * self.size;
        // Samples of this plane for a pixel of the picture, after the transform.
        #[allow(clippy::cast_precision_loss, reason = "sizes of pictures")]
        let axis = |pixels: u32, factor: u32, most: u32, to: usize| {
            let density = f64::from(factor) * self.size as f64 / (f64::from(most) * 8.0);
            let step = f64::from(pixels) / to as f64 * density;
            let from = ((f64::from(pixels) * density).ceil() as usize).max(1);
            if halved { Axis { from, to: half(to), step: step * 2.0 } } else { Axis { from, to, step } }
        };
        let across = axis(frame.width, component.across, frame.most_across, to.0);
        let down = axis(frame.height, component.down, frame.most_down, to.1);
        let blocks = usize::try_from(u64::from(component.stride) * u64::from(component.rows)).ok()?;
        Some(PlanePixels {
            quantisation: None,
            scaler: Scaler::new(across, down),
            band: vec![0; stride * self.size * component.down as usize],
            stride,
            first_row: 0,
            stored: if frame.progressive { vec![0; blocks * self.size * self.size] } else { Vec::new() },
        })
    }

    /// Dequantises the list into the block; whether there is more than the first coefficient.
    fn dequantise(&mut self, component: usize, found: &Coefficients) -> bool {
        let Some(quantisation) = self.planes.get(component).and_then(|plane| plane.quantisation.as_ref())
        else {
            return false;
        };
        if let Some(used) = self.block.get_mut(..self.size * self.size) {
            used.fill(0.0);
        }
        let mut detailed = 0;
        for (at, value) in found.list() {
            let at = usize::from(*at);
            if let (Some(place), Some(step)) = (self.places.get(at), quantisation.get(at))
                && let Some(slot) = self.block.get_mut(usize::from(*place))
            {
                *slot = f32::from(*value) * step;
                detailed |= *place;
            }
        }
        detailed > 0
    }

    /// Writes the present block at its place in the band.
    fn place_block(&mut self, component: usize, column: u32, row: u32, detailed: bool) {
        let Some(plane) = self.planes.get_mut(component) else { return };
        let line = (row.saturating_sub(plane.first_row)) as usize * self.size;
        let start = line * plane.stride + column as usize * self.size;
        let Some(out) = plane.band.get_mut(start..) else { return };
        if detailed {
            idct::samples(self.size, &self.block, out, plane.stride);
        } else {
            idct::flat(self.size, &self.block, out, plane.stride);
        }
    }

    /// Hands the lines of `count` rows of blocks on.
    fn hand_on(&mut self, component: usize, count: u32) {
        let lines = count as usize * self.size;
        let Some(plane) = self.planes.get_mut(component) else { return };
        plane.first_row += count;
        if !self.is_rgb {
            for line in plane.band.chunks_exact(plane.stride.max(1)).take(lines) {
                plane.scaler.take(line);
            }
            return;
        }
        // All three lie at the same places; they are handed on when the last is there.
        if let (2, [red, green, blue]) = (component, self.planes.as_mut_slice()) {
            for ((red, green), blue) in red.band.iter_mut().zip(&mut green.band).zip(&mut blue.band) {
                (*red, *green, *blue) = jpeg_encoder::rgb_to_ycbcr(*red, *green, *blue);
            }
            for plane in [red, green, blue] {
                for line in plane.band.chunks_exact(plane.stride.max(1)).take(lines) {
                    plane.scaler.take(line);
                }
            }
        }
    }

    /// A block of a progressive picture, from what was stored.
    fn place_stored(&mut self, component: usize, index: usize, column: u32, row: u32) {
        let used = self.size * self.size;
        self.block.fill(0.0);
        let mut detailed = false;
        let Some(plane) = self.planes.get(component) else { return };
        let (Some(stored), Some(quantisation)) =
            (plane.stored.get(index * used..(index + 1) * used), plane.quantisation.as_ref())
        else {
            return;
        };
        for (place, step) in self.places.iter().zip(quantisation) {
            let place = usize::from(*place);
            if let (Some(value), Some(slot)) = (stored.get(place), self.block.get_mut(place)) {
                *slot = f32::from(*value) * step;
                detailed |= place > 0 && *value != 0;
            }
        }
        self.place_block(component, column, row, detailed);
    }

    fn stored(&mut self, component: usize, index: usize, at: u32) -> Option<&mut i16> {
        let place = usize::from(*self.places.get(at as usize)?);
        if place >= self.size * self.size {
            return None;
        }
        self.planes.get_mut(component)?.stored.get_mut(index * self.size * self.size + place)
    }
}

impl Sink for Pixels {
    const WANTS: bool = true;

    fn begin(&mut self, frame: &Frame, is_rgb: bool) -> Result<(), PhotoError> {
        let count = frame.components.len();
        match count {
            1 | 3 => {}
            4 => return Err(PhotoError::Unsupported("CMYK JPEG")),
            _ => return Err(PhotoError::Unsupported("JPEG of two components")),
        }
        self.is_rgb = is_rgb && count == 3;
        let same = |component: &super::frame::Component| {
            component.across == frame.most_across && component.down == frame.most_down
        };
        if self.is_rgb && !frame.components.iter().all(same) {
            return Err(PhotoError::Unsupported("RGB JPEG with components of different sizes"));
        }
        let (width, height) = (frame.width as usize, frame.height as usize);
        let to = fit(width, height, self.side);
        self.size = Self::block_size(width.max(height), to.0.max(to.1));
        (self.places, self.last_place) = idct::places(self.size);
        self.planes = (0..count).filter_map(|number| self.plane(frame, number, to)).collect();
        Ok(())
    }

    fn begin_scan(&mut self, component: usize, quantisation: &[u16; 64]) -> Result<(), PhotoError> {
        // Lines of one colour went by before the others came.
        if self.is_rgb && self.planes.iter().any(|plane| plane.first_row > 0) {
            return Err(PhotoError::Unsupported("RGB JPEG with its components in scans of their own"));
        }
        if let Some(plane) = self.planes.get_mut(component) {
            // The table in force at the first scan is the component's (B.2.4.1).
            plane.quantisation.get_or_insert_with(|| quantisation.map(f32::from));
        }
        Ok(())
    }

    fn last_used(&self) -> u32 {
        self.last_place
    }

    #[inline]
    fn block(&mut self, component: usize, column: u32, row: u32, found: &Coefficients) {
        let detailed = self.dequantise(component, found);
        self.place_block(component, column, row, detailed);
    }

    fn rows_done(&mut self, component: usize, count: u32) {
        self.hand_on(component, count);
    }

    fn store(&mut self, component: usize, index: usize, at: u32, value: i32) {
        if let Some(slot) = self.stored(component, index, at) {
            *slot = clamp(value);
        }
    }

    fn refine(&mut self, component: usize, index: usize, at: u32, bit: i32) {
        // The first coefficient is refined in two's complement, the others in magnitude (G.1.2.1, G.1.2.3).
        if let Some(slot) = self.stored(component, index, at) {
            let value = i32::from(*slot);
            *slot = clamp(if at == 0 {
                value | bit
            } else if value < 0 {
                value - bit
            } else {
                value + bit
            });
        }
    }

    fn end(&mut self, frame: &Frame) -> Result<(), PhotoError> {
        if !frame.progressive {
            return Ok(());
        }
        let rows = frame.components.iter().map(|component| component.rows).max().unwrap_or(0);
        for row in 0..rows {
            for (number, component) in frame.components.iter().enumerate() {
                if row >= component.rows {
                    continue;
                }
                for column in 0..component.stride {
                    let index = row as usize * component.stride as usize + column as usize;
                    self.place_stored(number, index, column, row);
                }
                self.hand_on(number, 1);
            }
        }
        Ok(())
    }
}

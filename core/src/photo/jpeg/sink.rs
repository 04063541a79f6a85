//! What becomes of the coefficients that a walk meets: nothing, when a file is only looked at, or pixels.

use super::frame::Frame;
use crate::photo::PhotoError;

/// The coefficients of one block that are not zero, by their place in the zigzag order.
pub(in crate::photo) struct Coefficients {
    list: [(u8, i16); 64],
    count: usize,
}

impl Coefficients {
    pub(super) const fn new() -> Self {
        Self { list: [(0, 0); 64], count: 0 }
    }

    #[inline]
    pub(super) fn clear(&mut self) {
        self.count = 0;
    }

    #[inline]
    pub(super) fn add(&mut self, at: u32, value: i32) {
        if let Some(slot) = self.list.get_mut(self.count) {
            // Both fit: the walk has checked the place, and a number has at most 15 bits and a sum is clamped.
            *slot = (u8::try_from(at).unwrap_or(63), clamp(value));
            self.count += 1;
        }
    }

    pub(super) fn list(&self) -> &[(u8, i16)] {
        self.list.get(..self.count).unwrap_or_default()
    }
}

/// Honest coefficients have 11 bits; a damaged sum must stay a number.
#[inline]
pub(super) fn clamp(value: i32) -> i16 {
    i16::try_from(value).unwrap_or(if value < 0 { i16::MIN } else { i16::MAX })
}

/// Takes what a walk meets; what it has no interest in passes by. `component` counts in the order of the frame.
pub(in crate::photo) trait Sink {
    /// Whether the coefficients are wanted at all.
    const WANTS: bool = false;

    /// Whether the data of scans is left out, unread.
    #[cfg(any(test, feature = "libjpeg-turbo"))]
    const SKIMS: bool = false;

    /// The frame came: time to refuse it, or to make room for it.
    fn begin(&mut self, _frame: &Frame, _is_rgb: bool) -> Result<(), PhotoError> {
        Ok(())
    }

    /// A scan of `component` begins, with this quantisation table (in zigzag order).
    fn begin_scan(&mut self, _component: usize, _quantisation: &[u16; 64]) -> Result<(), PhotoError> {
        Ok(())
    }

    /// The data of a scan of so many components is left out.
    #[cfg(any(test, feature = "libjpeg-turbo"))]
    fn skim_scan(&mut self, _components: usize) -> Result<(), PhotoError> {
        Ok(())
    }

    /// The last coefficient, in zigzag order, that makes a difference to it.
    fn last_used(&self) -> u32 {
        0
    }

    /// A whole block of a sequential picture.
    fn block(&mut self, _component: usize, _column: u32, _row: u32, _found: &Coefficients) {}

    /// `count` rows of blocks of a sequential picture are complete.
    fn rows_done(&mut self, _component: usize, _count: u32) {}

    /// The `index`-th block of a progressive picture has this coefficient.
    fn store(&mut self, _component: usize, _index: usize, _at: u32, _value: i32) {}

    /// One more bit, of the weight `bit`, for a coefficient of a progressive picture.
    fn refine(&mut self, _component: usize, _index: usize, _at: u32, _bit: i32) {}

    /// All scans came.
    fn end(&mut self, _frame: &Frame) -> Result<(), PhotoError> {
        Ok(())
    }
}

/// Only looks.
pub(in crate::photo) struct NoPixels;

impl Sink for NoPixels {}

//! The entropy-coded bytes of a scan as bits, up to the marker that ends them.

use std::io::Read;

use super::{
    EOI, corrupt,
    huffman::{Huffman, WINDOW},
};
use crate::photo::{PhotoError, source::ByteSource};

/// The number that `size` bits stand for: those that begin with 0 are negative.
#[inline]
fn extend(number: u32, size: u32) -> i32 {
    let (number, half) = (number.cast_signed(), (1_i32 << size) >> 1);
    // Without a branch: the sign is as good as random, and a processor would guess wrong every other time.
    let is_negative = (number - half) >> 31;
    number + (is_negative & ((-1_i32 << size) + 1))
}

/// What a symbol of a whole block says.
enum Step {
    /// A coefficient that is not zero, at the place come to.
    Value,
    /// Sixteen that are.
    Zeros,
    /// No more that are not.
    End,
}

/// Goes on past the zeros that the symbol stands for.
#[inline]
fn next(symbol: u8, at: &mut u32) -> Result<Step, PhotoError> {
    *at += u32::from(symbol >> 4);
    match symbol {
        0xF0 => Ok(Step::Zeros),
        _ if symbol & 0x0F == 0 => Ok(Step::End),
        _ if *at > 63 => Err(corrupt("coefficient")),
        _ => Ok(Step::Value),
    }
}

/// Hands out bits; a marker stops it, and asking for more than there is before the marker is an error.
pub(super) struct BitReader<'a, R> {
    source: &'a mut ByteSource<R>,
    bits: u64,
    count: u32,
    marker: Option<u8>,
    stray: bool,
}

impl<'a, R: Read> BitReader<'a, R> {
    pub(super) fn new(source: &'a mut ByteSource<R>) -> Self {
        Self { source, bits: 0, count: 0, marker: None, stray: false }
    }

    /// The next symbol coded with `table`.
    #[inline]
    pub(super) fn symbol(&mut self, table: &Huffman) -> Result<u8, PhotoError> {
        if self.count < 16 {
            self.fill()?;
        }
        // Zeros stand in for what is missing; a code that reaches into them ends early.
        let ahead =
            if self.count >= 16 { self.bits >> (self.count - 16) } else { self.bits << (16 - self.count) };
        let (symbol, length) = table.find(ahead & 0xFFFF).ok_or_else(|| corrupt("code without meaning"))?;
        self.take(length)?;
        Ok(symbol)
    }

    /// The next `size` bits (at most 16) as a signed number.
    #[inline]
    pub(super) fn signed(&mut self, size: u32) -> Result<i32, PhotoError> {
        self.number(size).map(|number| extend(number, size))
    }

    /// The next `count` bits (at most 16) as a number.
    #[inline]
    pub(super) fn number(&mut self, count: u32) -> Result<u32, PhotoError> {
        if self.count < count {
            self.fill()?;
        }
        self.take(count)?;
        let number = (self.bits >> self.count) & ((1 << count) - 1);
        Ok(u32::try_from(number).unwrap_or(u32::MAX))
    }

    /// The coefficients of a whole block behind its first (F.2.2.2): place and value of each that is not zero, up to
    /// the place `last`; those behind are only passed.
    #[inline]
    pub(super) fn rest_of_block(
        &mut self,
        table: &Huffman,
        last: u32,
        mut take: impl FnMut(u32, i32),
    ) -> Result<(), PhotoError> {
        // Held apart from `self`, so that they stay in registers: nearly all of a photo's bits pass here.
        let (mut bits, mut count) = (self.bits, self.count);
        let mut at = 1_u32;
        while at < 64 {
            if count < 32 {
                (self.bits, self.count) = (bits, count);
                self.fill()?;
                (bits, count) = (self.bits, self.count);
            }
            if count < 32 {
                // The last bits before a marker.
                let symbol = self.symbol(table)?;
                let number = self.signed(u32::from(symbol & 0x0F))?;
                (bits, count) = (self.bits, self.count);
                match next(symbol, &mut at)? {
                    Step::End => break,
                    Step::Value if at <= last => take(at, number),
                    _ => {}
                }
                at += 1;
                continue;
            }
            if at > last {
                let passed = table.pass((bits >> (count - WINDOW)) & ((1 << WINDOW) - 1));
                let beyond = at + u32::from(passed.places);
                // A block that is full has no word that it ends: what follows is the next one's.
                if passed.bits > 0 && beyond < 64 {
                    count -= u32::from(passed.bits);
                    at = beyond;
                    if passed.ends {
                        break;
                    }
                    continue;
                }
            }
            let found = table.find((bits >> (count - 16)) & 0xFFFF);
            let (symbol, length) = found.ok_or_else(|| corrupt("code without meaning"))?;
            let size = u32::from(symbol & 0x0F);
            count -= length + size;
            match next(symbol, &mut at)? {
                Step::End => break,
                Step::Value if at <= last => {
                    #[allow(clippy::cast_possible_truncation, reason = "at most 15 bits are kept")]
                    let number = ((bits >> count) & ((1 << size) - 1)) as u32;
                    take(at, extend(number, size));
                }
                _ => {}
            }
            at += 1;
        }
        (self.bits, self.count) = (bits, count);
        Ok(())
    }

    /// Ends a restart interval: the marker must be the `index`-th of the cycle of eight (E.2.4).
    pub(super) fn restart(&mut self, index: u8) -> Result<(), PhotoError> {
        match self.reach_marker()? {
            EOI => Err(PhotoError::Truncated),
            marker if marker == 0xD0 + index => {
                self.marker = None;
                Ok(())
            }
            _ => Err(corrupt("restart marker")),
        }
    }

    /// Ends the scan: the marker behind it, and whether bytes lay between.
    pub(super) fn finish(mut self) -> Result<(u8, bool), PhotoError> {
        let marker = self.reach_marker()?;
        Ok((marker, self.stray))
    }

    fn take(&mut self, count: u32) -> Result<(), PhotoError> {
        self.count = self.count.checked_sub(count).ok_or(match self.marker {
            Some(EOI) => PhotoError::Truncated,
            _ => corrupt("picture data ends early"),
        })?;
        Ok(())
    }

    fn fill(&mut self) -> Result<(), PhotoError> {
        if self.count <= 32
            && self.marker.is_none()
            && let Some(four) = self.source.four_of_data()
        {
            self.bits = (self.bits << 32) | u64::from(four);
            self.count += 32;
            return Ok(());
        }
        while self.count <= 48 && self.marker.is_none() {
            if let Some(byte) = self.data_byte()? {
                self.bits = (self.bits << 8) | u64::from(byte);
                self.count += 8;
            }
        }
        Ok(())
    }

    /// The next byte of data; `None` at a marker. `FF 00` stands for the byte `FF` (B.1.1.5).
    fn data_byte(&mut self) -> Result<Option<u8>, PhotoError> {
        let byte = self.source.next()?;
        if byte != 0xFF {
            return Ok(Some(byte));
        }
        loop {
            match self.source.next()? {
                0x00 => return Ok(Some(0xFF)),
                0xFF => {}
                marker => {
                    self.marker = Some(marker);
                    return Ok(None);
                }
            }
        }
    }

    /// Drops the padding of the last byte and goes to the marker.
    fn reach_marker(&mut self) -> Result<u8, PhotoError> {
        self.stray |= self.count >= 8;
        self.count = 0;
        loop {
            if let Some(marker) = self.marker {
                return Ok(marker);
            }
            self.stray |= self.data_byte()?.is_some();
        }
    }
}

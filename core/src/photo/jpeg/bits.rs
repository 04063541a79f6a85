//! The entropy-coded bytes of a scan as bits, up to the marker that ends them.

use std::io::Read;

use super::{EOI, corrupt, huffman::Huffman};
use crate::photo::{PhotoError, source::ByteSource};

/// The number that `size` bits stand for: those that begin with 0 are negative.
#[inline]
fn extend(number: u32, size: u32) -> i32 {
    let number = number.cast_signed();
    if size == 0 || number >> (size - 1) != 0 { number } else { number - (1 << size) + 1 }
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

    /// The next symbol coded with `table`, and the signed number of as many bits as the symbol's lower half says
    /// (F.2.2.1, the procedures RECEIVE and EXTEND).
    #[inline]
    pub(super) fn coefficient(&mut self, table: &Huffman) -> Result<(u8, i32), PhotoError> {
        if self.count < 32 {
            self.fill()?;
        }
        if self.count < 32 {
            // The last bits before a marker.
            let symbol = self.symbol(table)?;
            let size = u32::from(symbol & 0x0F);
            let number = self.number(size)?;
            return Ok((symbol, extend(number, size)));
        }
        let ahead = (self.bits >> (self.count - 16)) & 0xFFFF;
        let (symbol, length) = table.find(ahead).ok_or_else(|| corrupt("code without meaning"))?;
        let size = u32::from(symbol & 0x0F);
        self.count -= length + size;
        let number = (self.bits >> self.count) & ((1 << size) - 1);
        #[allow(clippy::cast_possible_truncation, reason = "at most 15 bits")]
        let number = number as u32;
        Ok((symbol, extend(number, size)))
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

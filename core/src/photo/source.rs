//! A photo file as a stream: read once, hashed as it passes, and never more of it in memory than a buffer.

use std::io::{self, Read};

use super::{MAX_BYTES, PhotoError};
use crate::seal::{Digest, HashingReader};

const BUFFER: usize = 64 * 1024;

/// Bytes of a photo in order. Every way to run out of them is [`PhotoError::Truncated`].
pub(super) struct ByteSource<R> {
    inner: HashingReader<R>,
    buffer: Vec<u8>,
    at: usize,
    filled: usize,
    /// Bytes that left the buffer's front before its present content.
    before: u64,
}

impl<R: Read> ByteSource<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner: HashingReader::new(inner), buffer: vec![0; BUFFER], at: 0, filled: 0, before: 0 }
    }

    /// How many bytes were taken so far.
    pub(super) fn position(&self) -> u64 {
        self.before + self.at as u64
    }

    /// The next bytes without taking them; fewer than `count` only at the end of the file.
    pub(super) fn peek(&mut self, count: usize) -> Result<&[u8], PhotoError> {
        while self.filled - self.at < count && self.refill()? {}
        let end = self.filled.min(self.at + count);
        Ok(self.buffer.get(self.at..end).unwrap_or_default())
    }

    /// The next byte.
    #[inline]
    pub(super) fn next(&mut self) -> Result<u8, PhotoError> {
        if self.at == self.filled && !self.refill()? {
            return Err(PhotoError::Truncated);
        }
        let byte = self.buffer.get(self.at).copied().ok_or(PhotoError::Truncated)?;
        self.at += 1;
        Ok(byte)
    }

    /// The next four bytes, if they are in the buffer and none of them is `FF` (which means something in JPEG
    /// data); else nothing is taken.
    #[inline]
    pub(super) fn four_of_data(&mut self) -> Option<u32> {
        let bytes = self.buffer.get(self.at..self.filled)?.first_chunk::<4>()?;
        let four = u32::from_be_bytes(*bytes);
        // A byte FF is a zero byte of the complement; the classic test for one.
        let inverse = !four;
        if inverse.wrapping_sub(0x0101_0101) & !inverse & 0x8080_8080 != 0 {
            return None;
        }
        self.at += 4;
        Some(four)
    }

    /// Leaves JPEG data out, and the restarts in it; takes the marker that ends it.
    #[cfg(any(test, feature = "libjpeg-turbo"))]
    pub(super) fn skip_data(&mut self) -> Result<u8, PhotoError> {
        loop {
            let rest = self.buffer.get(self.at..self.filled).unwrap_or_default();
            let Some(found) = memchr::memchr(0xFF, rest) else {
                self.at = self.filled;
                if !self.refill()? {
                    return Err(PhotoError::Truncated);
                }
                continue;
            };
            self.at += found + 1;
            match self.next()? {
                0x00 | 0xD0..=0xD7 => {}
                // Fill: the next byte may be the marker.
                0xFF => self.at -= 1,
                marker => return Ok(marker),
            }
        }
    }

    /// The next `N` bytes.
    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], PhotoError> {
        let mut out = [0; N];
        for byte in &mut out {
            *byte = self.next()?;
        }
        Ok(out)
    }

    /// A big-endian u16.
    pub(super) fn u16(&mut self) -> Result<u16, PhotoError> {
        self.array().map(u16::from_be_bytes)
    }

    /// Hands the next `count` bytes to `take`, buffer by buffer.
    pub(super) fn pass(&mut self, count: u64, mut take: impl FnMut(&[u8])) -> Result<(), PhotoError> {
        let mut left = count;
        while left > 0 {
            if self.at == self.filled && !self.refill()? {
                return Err(PhotoError::Truncated);
            }
            let here = usize::try_from(left).unwrap_or(usize::MAX).min(self.filled - self.at);
            take(self.buffer.get(self.at..self.at + here).unwrap_or_default());
            self.at += here;
            left -= here as u64;
        }
        Ok(())
    }

    /// Leaves `count` bytes out.
    pub(super) fn skip(&mut self, count: u64) -> Result<(), PhotoError> {
        self.pass(count, |_| ())
    }

    /// The next `count` bytes. Grows with what is really there, so a claimed length costs nothing.
    pub(super) fn bytes(&mut self, count: u64) -> Result<Vec<u8>, PhotoError> {
        let mut out = Vec::new();
        self.pass(count, |bytes| out.extend_from_slice(bytes))?;
        Ok(out)
    }

    /// All that is left, up to the size limit.
    pub(super) fn rest(&mut self) -> Result<Vec<u8>, PhotoError> {
        let mut out = Vec::new();
        while self.at < self.filled || self.refill()? {
            out.extend_from_slice(self.buffer.get(self.at..self.filled).unwrap_or_default());
            self.at = self.filled;
        }
        Ok(out)
    }

    /// Reads to the end of the file: digest and number of all its bytes.
    pub(super) fn finish(mut self) -> Result<(Digest, u64), PhotoError> {
        self.at = self.filled;
        while self.refill()? {
            self.at = self.filled;
        }
        Ok(self.inner.finish())
    }

    /// Reads more behind what is left in the buffer; false at the end of the file.
    fn refill(&mut self) -> Result<bool, PhotoError> {
        self.buffer.copy_within(self.at..self.filled, 0);
        self.before += self.at as u64;
        self.filled -= self.at;
        self.at = 0;
        loop {
            let room = self.buffer.get_mut(self.filled..).unwrap_or_default();
            match self.inner.read(room) {
                Ok(read) => {
                    self.filled += read;
                    // The size was checked before; this holds for a file that grows meanwhile.
                    if self.before + self.filled as u64 > MAX_BYTES {
                        return Err(PhotoError::TooManyBytes { limit: MAX_BYTES });
                    }
                    return Ok(read > 0);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

//! The TIFF structure that holds EXIF: a handful of tags, found without building anything.
//!
//! General readers list every entry of every directory first; with directories that overlap and point at each
//! other, 64 KiB of hostile EXIF then take hundreds of megabytes. Here nothing is allocated, and a directory has
//! at most [`MAX_ENTRIES`] entries.

/// Far beyond any camera (they write some sixty).
const MAX_ENTRIES: u16 = 512;

/// A block of TIFF data.
#[derive(Clone, Copy)]
pub(super) struct Tiff<'a> {
    data: &'a [u8],
    big_endian: bool,
}

/// One directory of tags.
#[derive(Clone, Copy)]
pub(super) struct Directory<'a> {
    tiff: Tiff<'a>,
    entries: &'a [u8],
}

/// What a tag holds: its type, how many, and their bytes.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    tiff: Tiff<'a>,
    kind: u16,
    count: u32,
    bytes: &'a [u8],
}

const BYTE: u16 = 1;
const ASCII: u16 = 2;
const SHORT: u16 = 3;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;
/// A [`LONG`] that points to a directory.
const IFD: u16 = 13;

impl<'a> Tiff<'a> {
    /// Reads the header; `None` when it is not TIFF.
    pub(super) fn new(data: &'a [u8]) -> Option<Self> {
        let big_endian = match data.get(..2)? {
            b"MM" => true,
            b"II" => false,
            _ => return None,
        };
        let tiff = Self { data, big_endian };
        (tiff.u16_at(2)? == 42).then_some(tiff)
    }

    /// The first directory.
    pub(super) fn first(self) -> Option<Directory<'a>> {
        self.directory(self.u32_at(4)?)
    }

    /// The directory at `offset`.
    pub(super) fn directory(self, offset: u32) -> Option<Directory<'a>> {
        let start = usize::try_from(offset).ok()?;
        let count = self.u16_at(start)?.min(MAX_ENTRIES);
        let body = self.data.get(start.checked_add(2)?..)?;
        // A directory cut short still shows the entries that are there.
        let length = (usize::from(count) * 12).min(body.len());
        Some(Directory { tiff: self, entries: body.get(..length)? })
    }

    fn u16_at(self, at: usize) -> Option<u16> {
        let bytes = self.data.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn u32_at(self, at: usize) -> Option<u32> {
        self.u32_of(self.data.get(at..at.checked_add(4)?)?)
    }

    fn u32_of(self, bytes: &[u8]) -> Option<u32> {
        let bytes = bytes.try_into().ok()?;
        Some(if self.big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }

    fn u16_of(self, bytes: &[u8]) -> Option<u16> {
        let bytes = bytes.try_into().ok()?;
        Some(if self.big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }
}

impl<'a> Directory<'a> {
    /// The first entry of `tag` with a value that lies inside the data.
    pub(super) fn find(self, tag: u16) -> Option<Value<'a>> {
        self.entries.chunks_exact(12).find_map(|entry| self.value(entry, tag))
    }

    /// Whether `tag` is there at all, readable or not.
    pub(super) fn has(self, tag: u16) -> bool {
        self.entries
            .chunks_exact(12)
            .any(|entry| entry.get(..2).and_then(|bytes| self.tiff.u16_of(bytes)) == Some(tag))
    }

    /// The directory that `tag` points to.
    pub(super) fn child(self, tag: u16) -> Option<Directory<'a>> {
        self.tiff.directory(self.find(tag)?.unsigned()?)
    }

    fn value(self, entry: &'a [u8], tag: u16) -> Option<Value<'a>> {
        if self.tiff.u16_of(entry.get(..2)?)? != tag {
            return None;
        }
        let kind = self.tiff.u16_of(entry.get(2..4)?)?;
        let count = self.tiff.u32_of(entry.get(4..8)?)?;
        let unit: usize = match kind {
            BYTE | ASCII => 1,
            SHORT => 2,
            LONG | IFD => 4,
            RATIONAL => 8,
            _ => return None,
        };
        let length = unit.checked_mul(usize::try_from(count).ok()?)?;
        let inline = entry.get(8..12)?;
        let bytes = if length <= 4 {
            inline.get(..length)?
        } else {
            let start = usize::try_from(self.tiff.u32_of(inline)?).ok()?;
            self.tiff.data.get(start..start.checked_add(length)?)?
        };
        Some(Value { tiff: self.tiff, kind, count, bytes })
    }
}

impl<'a> Value<'a> {
    /// The first number of a SHORT or LONG.
    pub(super) fn unsigned(self) -> Option<u32> {
        match self.kind {
            SHORT => self.tiff.u16_of(self.bytes.get(..2)?).map(u32::from),
            LONG | IFD => self.tiff.u32_of(self.bytes.get(..4)?),
            _ => None,
        }
    }

    /// An ASCII text up to its terminator, without blanks around it; `None` when it is not ASCII.
    pub(super) fn ascii(self) -> Option<&'a str> {
        if self.kind != ASCII {
            return None;
        }
        let text = self.bytes.split(|byte| *byte == 0).next().unwrap_or_default();
        if !text.is_ascii() {
            return None;
        }
        std::str::from_utf8(text).ok().map(str::trim)
    }

    /// Whether there is nothing but zeros: what is left where a system has blotted a value out.
    pub(super) fn is_blank(self) -> bool {
        self.bytes.iter().all(|byte| *byte == 0)
    }

    /// Exactly three fractions as numbers; `None` when a denominator is zero.
    pub(super) fn three_fractions(self) -> Option<[f64; 3]> {
        if self.kind != RATIONAL || self.count != 3 {
            return None;
        }
        let mut out = [0.0; 3];
        for (value, bytes) in out.iter_mut().zip(self.bytes.chunks_exact(8)) {
            let numerator = self.tiff.u32_of(bytes.get(..4)?)?;
            let denominator = self.tiff.u32_of(bytes.get(4..)?)?;
            if denominator == 0 {
                return None;
            }
            *value = f64::from(numerator) / f64::from(denominator);
        }
        Some(out)
    }
}

#[cfg(test)]
mod tests;

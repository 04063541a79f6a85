//! HEIC: size, rotation and EXIF from its boxes (ISO/IEC 14496-12 and 23008-12). The picture itself is for the
//! operating system to decode.

use std::collections::BTreeMap;

use super::{PhotoError, Problem, inspect::Structure, inspect::check_pixels};

const MAX_BOXES: usize = 4_096;
const MAX_EXIF: usize = 1 << 20;
const BRANDS: [&[u8; 4]; 6] = [b"heic", b"heix", b"heim", b"heis", b"mif1", b"hevc"];

/// Whether the first bytes of a file open an ISO media file.
pub(super) fn is_iso_media(head: &[u8]) -> bool {
    head.get(4..8) == Some(b"ftyp")
}

/// Walks the boxes of a whole file.
pub(super) fn walk(file: &[u8]) -> Result<Structure, PhotoError> {
    let meta = Meta::of(file)?;
    meta.check_extents(file)?;
    let mut found = Structure::default();
    let (width, height) = meta.size().ok_or(PhotoError::Corrupt("HEIC without a size"))?;
    check_pixels(width, height, false)?;
    (found.width, found.height) = (width, height);
    found.orientation = meta.orientation();
    match meta.exif(file) {
        Some(Ok(exif)) => found.exif = Some(exif),
        Some(Err(problem)) => found.note(problem),
        None => {}
    }
    Ok(found)
}

fn check_brand(body: &[u8]) -> Result<(), PhotoError> {
    let mut brands = body.chunks_exact(4).enumerate().filter(|(at, _)| *at != 1).map(|(_, brand)| brand);
    if brands.any(|brand| BRANDS.iter().any(|known| known.as_slice() == brand)) {
        Ok(())
    } else {
        Err(PhotoError::NotAnImage)
    }
}

/// The boxes of `data`: kind and body. A box that reaches beyond the data is `overrun`.
fn boxes(data: &[u8], overrun: PhotoError) -> impl Iterator<Item = Result<(&[u8; 4], &[u8]), PhotoError>> {
    let mut rest = data;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let next = split_box(rest);
        rest = next.map_or(&[][..], |(_, _, rest)| rest);
        Some(next.map(|(kind, body, _)| (kind, body)).ok_or_else(|| overrun.clone()))
    })
}

/// Kind, body, and what follows the first box.
fn split_box(data: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let (size, rest) = data.split_first_chunk::<4>()?;
    let (kind, rest) = rest.split_first_chunk::<4>()?;
    let (length, rest) = match u32::from_be_bytes(*size) {
        0 => (rest.len(), rest),
        1 => {
            let (size, rest) = rest.split_first_chunk::<8>()?;
            (usize::try_from(u64::from_be_bytes(*size)).ok()?.checked_sub(16)?, rest)
        }
        size => (usize::try_from(size).ok()?.checked_sub(8)?, rest),
    };
    let (body, rest) = rest.split_at_checked(length)?;
    Some((kind, body, rest))
}

/// Big-endian numbers of the widths that the boxes use.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn number(&mut self, width: usize) -> Option<u64> {
        let (bytes, rest) = self.0.split_at_checked(width)?;
        self.0 = rest;
        Some(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    /// Version and flags of a full box.
    fn version(&mut self) -> Option<(u64, u64)> {
        Some((self.number(1)?, self.number(3)?))
    }
}

/// Where an item's bytes lie: (construction method, offset, length); length 0 means to the end.
struct Extent {
    item: u64,
    method: u64,
    offset: u64,
    length: u64,
}

/// What the boxes say of the items in the file.
#[derive(Default)]
pub(super) struct Meta<'a> {
    primary: u64,
    /// The kind of each item.
    kinds: BTreeMap<u64, [u8; 4]>,
    extents: Vec<Extent>,
    inline_data: &'a [u8],
    properties: Vec<Property<'a>>,
    /// Indices into `properties` (from 1) of each item.
    indices: BTreeMap<u64, Vec<u64>>,
    /// The items that an item is put together of.
    parts: BTreeMap<u64, Vec<u64>>,
}

/// Kind and body.
type Property<'a> = (&'a [u8; 4], &'a [u8]);

const DAMAGED: PhotoError = PhotoError::Corrupt("HEIC boxes");

impl<'a> Meta<'a> {
    /// What the whole file `file` says.
    pub(super) fn of(file: &'a [u8]) -> Result<Self, PhotoError> {
        let mut meta = None;
        for (number, item) in boxes(file, PhotoError::Truncated).enumerate() {
            let (kind, body) = item?;
            match (number, kind) {
                (0, b"ftyp") => check_brand(body)?,
                (0, _) => return Err(PhotoError::NotAnImage),
                (_, b"meta") => meta = Some(body),
                (MAX_BOXES.., _) => return Err(PhotoError::TooManySegments),
                _ => {}
            }
        }
        Self::parse(meta.ok_or(PhotoError::Truncated)?)
    }

    fn parse(body: &'a [u8]) -> Result<Self, PhotoError> {
        let mut meta = Self::default();
        for (number, item) in boxes(body.get(4..).ok_or(DAMAGED)?, DAMAGED).enumerate() {
            let (kind, body) = item?;
            match kind {
                b"pitm" => meta.primary = primary(body).ok_or(DAMAGED)?,
                b"iinf" => meta.kinds = kinds(body)?,
                b"iref" => meta.parts = parts(body)?,
                b"iloc" => meta.extents = extents(body).ok_or(DAMAGED)?,
                b"idat" => meta.inline_data = body,
                b"iprp" => {
                    for item in boxes(body, DAMAGED) {
                        match item? {
                            (b"ipco", list) => {
                                meta.properties =
                                    boxes(list, DAMAGED).take(MAX_BOXES).collect::<Result<_, _>>()?;
                            }
                            (b"ipma", list) => meta.indices = indices(list).ok_or(DAMAGED)?,
                            _ => {}
                        }
                    }
                }
                _ if number > MAX_BOXES => return Err(PhotoError::TooManySegments),
                _ => {}
            }
        }
        Ok(meta)
    }

    /// The properties of an item, in its order.
    pub(super) fn properties_of(&self, item: u64) -> impl Iterator<Item = Property<'a>> {
        let indices = self.indices.get(&item).map(Vec::as_slice).unwrap_or_default();
        indices
            .iter()
            .filter_map(|&index| self.properties.get(usize::try_from(index).ok()?.checked_sub(1)?).copied())
    }

    /// Body of the primary item's first property of one kind.
    fn property(&self, wanted: &'static [u8; 4]) -> Option<&'a [u8]> {
        self.properties_of(self.primary).find(|(kind, _)| *kind == wanted).map(|(_, body)| body)
    }

    /// The items that make the picture as cameras write it: one that is coded, or a grid and, in their order, the coded
    /// ones that it is put together of. `None` for any other.
    pub(super) fn picture_items(&self) -> Option<Vec<u64>> {
        let is_coded = |item: &u64| self.kinds.get(item).is_some_and(|kind| kind == b"hvc1");
        if is_coded(&self.primary) {
            return Some(vec![self.primary]);
        }
        let parts = self.parts.get(&self.primary).filter(|parts| parts.iter().all(is_coded))?;
        let is_grid = self.kinds.get(&self.primary).is_some_and(|kind| kind == b"grid");
        is_grid.then(|| std::iter::once(&self.primary).chain(parts).copied().collect())
    }

    /// The bytes of an item; `None` for one that has none, has more than `most`, or lies elsewhere.
    pub(super) fn data(&self, item: u64, file: &[u8], most: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut extents = self.extents.iter().filter(|extent| extent.item == item).peekable();
        extents.peek()?;
        for extent in extents {
            let source = match extent.method {
                0 => file,
                1 => self.inline_data,
                _ => return None,
            };
            let rest = source.get(usize::try_from(extent.offset).ok()?..)?;
            let piece = match usize::try_from(extent.length).ok()? {
                0 => rest,
                length => rest.get(..length)?,
            };
            if piece.len() > most - bytes.len() {
                return None;
            }
            bytes.extend_from_slice(piece);
        }
        Some(bytes)
    }

    /// Size of the picture as shown: the coded size, cropped where `clap` says so (encoders pad odd sides).
    fn size(&self) -> Option<(u32, u32)> {
        let mut fields = Fields(self.property(b"ispe")?);
        fields.version()?;
        let (width, height) = (fields.number(4)?, fields.number(4)?);
        let mut crop = Fields(self.property(b"clap").unwrap_or_default());
        let mut cropped = |coded: u64| {
            let (numerator, denominator) = (crop.number(4)?, crop.number(4)?);
            numerator.checked_div(denominator).filter(|side| (1..=coded).contains(side))
        };
        let (width, height) = (cropped(width).unwrap_or(width), cropped(height).unwrap_or(height));
        Some((u32::try_from(width).ok()?, u32::try_from(height).ok()?))
    }

    /// Rotation and mirror as an EXIF orientation: `irot` counts quarter turns against the clock, and then `imir` swaps
    /// top and bottom (0) or left and right (1).
    fn orientation(&self) -> Option<u8> {
        let first = |kind| self.property(kind).and_then(<[u8]>::first);
        let (turns, mirror) =
            (first(b"irot").map(|byte| byte & 0x03), first(b"imir").map(|byte| byte & 0x01));
        match (turns, mirror) {
            (None, None) => None,
            (None | Some(0), Some(0)) | (Some(2), Some(1)) => Some(4),
            (None | Some(0), Some(_)) | (Some(2), Some(_)) => Some(2),
            (Some(1), Some(0)) | (Some(3), Some(1)) => Some(5),
            (Some(_), Some(_)) => Some(7),
            (Some(0), None) => Some(1),
            (Some(1), None) => Some(8),
            (Some(2), None) => Some(3),
            (Some(_), None) => Some(6),
        }
    }

    /// Every extent must lie in the file: what a cut took away shows here even if the last box has no length.
    fn check_extents(&self, file: &[u8]) -> Result<(), PhotoError> {
        let inside = |extent: &Extent| {
            let end = extent.offset.checked_add(extent.length);
            extent.method != 0 || end.is_some_and(|end| end <= file.len() as u64)
        };
        if self.extents.is_empty() || !self.extents.iter().all(inside) {
            return Err(PhotoError::Truncated);
        }
        Ok(())
    }

    fn exif(&self, file: &[u8]) -> Option<Result<Vec<u8>, Problem>> {
        let (item, _) = self.kinds.iter().find(|(_, kind)| *kind == b"Exif")?;
        // The block begins with the offset of its TIFF header.
        let tiff = self.data(*item, file, MAX_EXIF).and_then(|bytes| {
            let (offset, rest) = bytes.split_first_chunk::<4>()?;
            rest.get(usize::try_from(u32::from_be_bytes(*offset)).ok()?..).map(<[u8]>::to_vec)
        });
        Some(tiff.ok_or(Problem::ExifUnreadable))
    }
}

fn primary(body: &[u8]) -> Option<u64> {
    let mut fields = Fields(body);
    let (version, _) = fields.version()?;
    fields.number(if version == 0 { 2 } else { 4 })
}

fn kinds(body: &[u8]) -> Result<BTreeMap<u64, [u8; 4]>, PhotoError> {
    const DAMAGED: PhotoError = PhotoError::Corrupt("HEIC items");
    let mut fields = Fields(body);
    let (version, _) = fields.version().ok_or(DAMAGED)?;
    fields.number(if version == 0 { 2 } else { 4 }).ok_or(DAMAGED)?;
    let mut kinds = BTreeMap::new();
    for item in boxes(fields.0, DAMAGED).take(MAX_BOXES) {
        let mut entry = match item? {
            (b"infe", body) => Fields(body),
            _ => continue,
        };
        let (version, _) = entry.version().ok_or(DAMAGED)?;
        let id = entry.number(if version < 3 { 2 } else { 4 }).ok_or(DAMAGED)?;
        entry.number(2).ok_or(DAMAGED)?;
        if let Some(kind) = entry.0.first_chunk::<4>() {
            kinds.entry(id).or_insert(*kind);
        }
    }
    Ok(kinds)
}

/// What is put together of what (`dimg`).
fn parts(body: &[u8]) -> Result<BTreeMap<u64, Vec<u64>>, PhotoError> {
    let mut fields = Fields(body);
    let (version, _) = fields.version().ok_or(DAMAGED)?;
    let id_width = if version == 0 { 2 } else { 4 };
    let mut parts = BTreeMap::new();
    // Cameras cut a picture into some hundred parts.
    let mut left = MAX_BOXES as u64;
    for item in boxes(fields.0, DAMAGED).take(MAX_BOXES) {
        let mut list = match item? {
            (b"dimg", body) => Fields(body),
            _ => continue,
        };
        let from = list.number(id_width).ok_or(DAMAGED)?;
        let count = list.number(2).ok_or(DAMAGED)?;
        left = left.checked_sub(count).ok_or(PhotoError::TooManySegments)?;
        let to = (0..count).map(|_| list.number(id_width)).collect::<Option<_>>().ok_or(DAMAGED)?;
        parts.entry(from).or_insert(to);
    }
    Ok(parts)
}

fn extents(body: &[u8]) -> Option<Vec<Extent>> {
    let mut fields = Fields(body);
    let (version, _) = fields.version()?;
    let widths = fields.number(2)?;
    let width = |shift: u32| usize::try_from(widths >> shift & 0x0F).ok().filter(|width| *width <= 8);
    let (offset_width, length_width, base_width) = (width(12)?, width(8)?, width(4)?);
    let index_width = if version == 0 { 0 } else { width(0)? };
    let (count_width, id_width) = if version < 2 { (2, 2) } else { (4, 4) };
    let count = fields.number(count_width)?;
    let mut out = Vec::new();
    for _ in 0..count {
        let item = fields.number(id_width)?;
        let method = if version == 0 { 0 } else { fields.number(2)? & 0x0F };
        fields.number(2)?;
        let base = fields.number(base_width)?;
        for _ in 0..fields.number(2)? {
            fields.number(index_width)?;
            let offset = base.checked_add(fields.number(offset_width)?)?;
            let length = fields.number(length_width)?;
            // Fields of no width would let a few bytes stand for millions of extents.
            if out.len() >= MAX_BOXES {
                return None;
            }
            out.push(Extent { item, method, offset, length });
        }
    }
    Some(out)
}

/// The property indices that `ipma` gives each item.
fn indices(body: &[u8]) -> Option<BTreeMap<u64, Vec<u64>>> {
    let mut fields = Fields(body);
    let (version, flags) = fields.version()?;
    let (id_width, index_width) = (if version < 1 { 2 } else { 4 }, if flags & 1 == 0 { 1 } else { 2 });
    // The highest bit says whether a reader must understand the property.
    let mask = if index_width == 1 { 0x7F } else { 0x7FFF };
    let mut indices = BTreeMap::new();
    for _ in 0..fields.number(4)? {
        if indices.len() > MAX_BOXES {
            return None;
        }
        let item = fields.number(id_width)?;
        let count = fields.number(1)?;
        let list = (0..count)
            .map(|_| fields.number(index_width).map(|index| index & mask))
            .collect::<Option<_>>()?;
        indices.entry(item).or_insert(list);
    }
    Some(indices)
}

#[cfg(test)]
pub(super) mod fixture;
#[cfg(test)]
mod tests;

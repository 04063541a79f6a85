//! HEIC: size, rotation and EXIF from its boxes (ISO/IEC 14496-12 and 23008-12). The picture itself is for the
//! operating system to decode.

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
    let meta = Meta::parse(meta.ok_or(PhotoError::Truncated)?)?;
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

#[derive(Default)]
struct Meta<'a> {
    primary: Option<u64>,
    exif_item: Option<u64>,
    extents: Vec<Extent>,
    inline_data: &'a [u8],
    properties: Vec<(&'a [u8; 4], &'a [u8])>,
    /// Indices into `properties` (from 1) of the primary item.
    primary_properties: Vec<u64>,
}

impl<'a> Meta<'a> {
    fn parse(body: &'a [u8]) -> Result<Self, PhotoError> {
        const DAMAGED: PhotoError = PhotoError::Corrupt("HEIC boxes");
        let mut meta = Self::default();
        let mut associations = None;
        for (number, item) in boxes(body.get(4..).ok_or(DAMAGED)?, DAMAGED).enumerate() {
            let (kind, body) = item?;
            match kind {
                b"pitm" => meta.primary = primary(body),
                b"iinf" => meta.exif_item = exif_item(body)?,
                b"iloc" => meta.extents = extents(body).ok_or(DAMAGED)?,
                b"idat" => meta.inline_data = body,
                b"iprp" => {
                    for item in boxes(body, DAMAGED) {
                        match item? {
                            (b"ipco", list) => {
                                meta.properties =
                                    boxes(list, DAMAGED).take(MAX_BOXES).collect::<Result<_, _>>()?;
                            }
                            (b"ipma", list) => associations = Some(list),
                            _ => {}
                        }
                    }
                }
                _ if number > MAX_BOXES => return Err(PhotoError::TooManySegments),
                _ => {}
            }
        }
        if let (Some(list), Some(primary)) = (associations, meta.primary) {
            meta.primary_properties = properties_of(list, primary).ok_or(DAMAGED)?;
        }
        Ok(meta)
    }

    /// Bodies of the primary item's properties of one kind.
    fn property(&self, wanted: &'static [u8; 4]) -> Option<&'a [u8]> {
        self.primary_properties.iter().find_map(|&index| {
            let (kind, body) = self.properties.get(usize::try_from(index).ok()?.checked_sub(1)?)?;
            (*kind == wanted).then_some(*body)
        })
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

    /// The rotation as an EXIF orientation; `irot` counts quarter turns against the clock.
    fn orientation(&self) -> Option<u8> {
        match self.property(b"irot")?.first()? & 0x03 {
            0 => Some(1),
            1 => Some(8),
            2 => Some(3),
            _ => Some(6),
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
        let item = self.exif_item?;
        let mut bytes = Vec::new();
        for extent in self.extents.iter().filter(|extent| extent.item == item) {
            let data = if extent.method == 0 { file } else { self.inline_data };
            let start = usize::try_from(extent.offset).unwrap_or(usize::MAX);
            let available = data.get(start..).unwrap_or_default();
            let length = usize::try_from(extent.length).unwrap_or(usize::MAX);
            bytes.extend_from_slice(available.get(..length).unwrap_or_default());
            if bytes.len() > MAX_EXIF {
                return Some(Err(Problem::ExifUnreadable));
            }
        }
        // The block begins with the offset of its TIFF header.
        let tiff = bytes
            .split_first_chunk::<4>()
            .and_then(|(offset, rest)| rest.get(usize::try_from(u32::from_be_bytes(*offset)).ok()?..));
        Some(tiff.map(<[u8]>::to_vec).ok_or(Problem::ExifUnreadable))
    }
}

fn primary(body: &[u8]) -> Option<u64> {
    let mut fields = Fields(body);
    let (version, _) = fields.version()?;
    fields.number(if version == 0 { 2 } else { 4 })
}

fn exif_item(body: &[u8]) -> Result<Option<u64>, PhotoError> {
    const DAMAGED: PhotoError = PhotoError::Corrupt("HEIC items");
    let mut fields = Fields(body);
    let (version, _) = fields.version().ok_or(DAMAGED)?;
    fields.number(if version == 0 { 2 } else { 4 }).ok_or(DAMAGED)?;
    for item in boxes(fields.0, DAMAGED).take(MAX_BOXES) {
        let mut entry = match item? {
            (b"infe", body) => Fields(body),
            _ => continue,
        };
        let (version, _) = entry.version().ok_or(DAMAGED)?;
        let id = entry.number(if version < 3 { 2 } else { 4 }).ok_or(DAMAGED)?;
        entry.number(2).ok_or(DAMAGED)?;
        if entry.0.starts_with(b"Exif") {
            return Ok(Some(id));
        }
    }
    Ok(None)
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

/// The property indices that `ipma` gives the item `wanted`.
fn properties_of(body: &[u8], wanted: u64) -> Option<Vec<u64>> {
    let mut fields = Fields(body);
    let (version, flags) = fields.version()?;
    let (id_width, index_width) = (if version < 1 { 2 } else { 4 }, if flags & 1 == 0 { 1 } else { 2 });
    // The highest bit says whether a reader must understand the property.
    let mask = if index_width == 1 { 0x7F } else { 0x7FFF };
    for _ in 0..fields.number(4)? {
        let item = fields.number(id_width)?;
        let count = fields.number(1)?;
        let indices: Vec<u64> = (0..count)
            .map(|_| fields.number(index_width).map(|index| index & mask))
            .collect::<Option<_>>()?;
        if item == wanted {
            return Some(indices);
        }
    }
    Some(Vec::new())
}

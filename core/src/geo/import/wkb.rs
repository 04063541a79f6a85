//! Well-known binary (OGC 06-103r4, ISO and extended flavours) and the header that a GeoPackage puts before it
//! (OGC 12-128r19, clause 2.1.3).

use super::feature::{Outline, Parts};
use crate::{
    geo::{AreaError, MAX_GRID_RINGS, MAX_GRID_VERTICES},
    text::Text,
};

/// The polygon in `blob`, with or without a GeoPackage's header.
pub(super) fn read(blob: &[u8]) -> Outline {
    let body = match blob.split_first_chunk::<2>() {
        Some((b"GP", rest)) => match skip_header(rest) {
            Some(Some(body)) => body,
            Some(None) => return Outline::None,
            None => return bad(),
        },
        _ => blob,
    };
    let mut cursor = Cursor { rest: body, big_endian: false, vertices: 0, rings: 0 };
    match cursor.geometry() {
        Ok(parts) if parts.is_empty() => Outline::None,
        Ok(parts) => Outline::Parts(parts),
        Err(Refusal::Broken) => bad(),
        Err(Refusal::Kind(kind)) => Outline::not_a_polygon(kind_name(kind)),
        Err(Refusal::Large(error)) => Outline::Bad(error.reason()),
    }
}

fn bad() -> Outline {
    Outline::Bad(Text::new("几何数据损坏", "is not a geometry in well-known binary"))
}

fn kind_name(kind: u32) -> &'static str {
    match kind {
        1 => "Point",
        2 => "LineString",
        4 => "MultiPoint",
        5 => "MultiLineString",
        7 => "GeometryCollection",
        _ => "geometry of an unknown kind",
    }
}

/// What follows a GeoPackage's header; `Some(None)` for its empty geometry.
fn skip_header(rest: &[u8]) -> Option<Option<&[u8]>> {
    let flags = *rest.get(1)?;
    let envelope = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return None,
    };
    let is_empty = flags & 0b1_0000 != 0;
    let body = rest.get(6 + envelope..)?;
    Some((!is_empty).then_some(body))
}

enum Refusal {
    Broken,
    Kind(u32),
    Large(AreaError),
}

struct Cursor<'a> {
    rest: &'a [u8],
    big_endian: bool,
    vertices: usize,
    rings: usize,
}

impl Cursor<'_> {
    fn geometry(&mut self) -> Result<Parts, Refusal> {
        match self.head()? {
            (3, numbers) => {
                Ok(vec![self.polygon(numbers)?].into_iter().filter(|part| !part.is_empty()).collect())
            }
            (6, _) => {
                let parts = self.count()?;
                // A list of polygons holds polygons and nothing deeper.
                (0..parts)
                    .map(|_| match self.head()? {
                        (3, numbers) => self.polygon(numbers),
                        (kind, _) => Err(Refusal::Kind(kind)),
                    })
                    .collect()
            }
            (kind, _) => Err(Refusal::Kind(kind)),
        }
    }

    /// Byte order, kind and how many numbers a position has.
    fn head(&mut self) -> Result<(u32, usize), Refusal> {
        let [order] = self.bytes()?;
        self.big_endian = order == 0;
        if order > 1 {
            return Err(Refusal::Broken);
        }
        let written = self.number()?;
        if written & 0x2000_0000 != 0 {
            self.number()?;
        }
        let (iso, flags) = (written & 0x0FFF_FFFF, written >> 30);
        let dimensions = match iso / 1000 {
            0 => flags.count_ones() as usize,
            1 | 2 => 1,
            3 => 2,
            _ => return Err(Refusal::Broken),
        };
        Ok((iso % 1000, 2 + dimensions))
    }

    fn polygon(&mut self, numbers: usize) -> Result<Vec<Vec<[f64; 2]>>, Refusal> {
        let rings = self.count()?;
        self.rings += rings;
        if self.rings > MAX_GRID_RINGS {
            return Err(Refusal::Large(AreaError::TooManyRings));
        }
        (0..rings).map(|_| self.ring(numbers)).collect()
    }

    fn ring(&mut self, numbers: usize) -> Result<Vec<[f64; 2]>, Refusal> {
        let positions = self.count()?;
        self.vertices += positions;
        if self.vertices > MAX_GRID_VERTICES {
            return Err(Refusal::Large(AreaError::TooManyVertices));
        }
        (0..positions)
            .map(|_| {
                let at = [self.float()?, self.float()?];
                for _ in 2..numbers {
                    self.float()?;
                }
                Ok(at)
            })
            .collect()
    }

    /// A count of things that take at least four bytes each, so never more than the bytes left.
    fn count(&mut self) -> Result<usize, Refusal> {
        let count = usize::try_from(self.number()?).map_err(|_| Refusal::Broken)?;
        if count > self.rest.len() / 4 { Err(Refusal::Broken) } else { Ok(count) }
    }

    fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Refusal> {
        let (bytes, rest) = self.rest.split_first_chunk::<N>().ok_or(Refusal::Broken)?;
        self.rest = rest;
        Ok(*bytes)
    }

    fn number(&mut self) -> Result<u32, Refusal> {
        let bytes = self.bytes()?;
        Ok(if self.big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }

    fn float(&mut self) -> Result<f64, Refusal> {
        let bytes = self.bytes()?;
        Ok(if self.big_endian { f64::from_be_bytes(bytes) } else { f64::from_le_bytes(bytes) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn polygon(kind: u32, extra: usize) -> Vec<u8> {
        let mut bytes = vec![1];
        bytes.extend(kind.to_le_bytes());
        bytes.extend(1u32.to_le_bytes());
        bytes.extend(4u32.to_le_bytes());
        for (x, y) in [(1.0f64, 2.0f64), (3.0, 4.0), (5.0, 6.5), (1.0, 2.0)] {
            bytes.extend(x.to_le_bytes());
            bytes.extend(y.to_le_bytes());
            (0..extra).for_each(|_| bytes.extend(9f64.to_le_bytes()));
        }
        bytes
    }

    fn triangle() -> Outline {
        Outline::Parts(vec![vec![vec![[1.0, 2.0], [3.0, 4.0], [5.0, 6.5], [1.0, 2.0]]]])
    }

    #[test]
    fn every_flavour_of_polygon_is_read() {
        for (kind, extra) in [(3, 0), (1003, 1), (2003, 1), (3003, 2), (0x8000_0003, 1), (0xC000_0003, 2)] {
            assert_eq!(read(&polygon(kind, extra)), triangle(), "{kind:x}");
        }
        let mut multi = vec![0, 0, 0, 0, 6, 0, 0, 0, 1];
        multi.extend(polygon(3, 0));
        assert_eq!(read(&multi), triangle());
        for (flags, envelope) in [(0b0001u8, 0), (0b0011, 32), (0b0101, 48), (0b1001, 64)] {
            let mut package = vec![b'G', b'P', 0, flags, 0, 0, 0, 0];
            package.resize(8 + envelope, 7);
            package.extend(polygon(3, 0));
            assert_eq!(read(&package), triangle(), "{flags:b}");
        }
        assert_eq!(read(&[b'G', b'P', 0, 0b1_0001, 0, 0, 0, 0]), Outline::None);
    }

    #[test]
    fn what_is_cut_short_or_claims_too_much_is_refused() {
        let whole = polygon(3, 0);
        for end in 0..whole.len() {
            assert!(matches!(read(&whole[..end]), Outline::Bad(_)), "{end}");
        }
        assert!(matches!(read(&[1, 3, 0, 0, 0, 255, 255, 255, 255]), Outline::Bad(_)));
        assert_eq!(read(&[1, 1, 0, 0, 0]), Outline::not_a_polygon("Point"));
        // A list of lists of lists.
        let nested: Vec<u8> = std::iter::repeat_n([1, 6, 0, 0, 0, 1, 0, 0, 0], 10_000).flatten().collect();
        assert!(matches!(read(&nested), Outline::Bad(_)));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..80), at in 0usize..60, with: u8) {
            let _ = read(&bytes);
            bytes = polygon(3, 0);
            bytes[at] = with;
            let _ = read(&bytes);
        }
    }
}

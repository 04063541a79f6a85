//! The frame: size, components, and how much of each component the scans have brought so far.

use super::corrupt;
use crate::photo::{PhotoError, inspect::check_pixels};

/// One colour component.
pub(super) struct Component {
    pub(super) id: u8,
    /// Which quantisation table is its own.
    pub(super) quantisation: u8,
    /// Blocks per MCU across and down.
    pub(super) across: u32,
    pub(super) down: u32,
    /// Blocks that hold picture.
    pub(super) width: u32,
    pub(super) height: u32,
    /// Blocks in a row, those that only fill the last MCU included.
    pub(super) stride: u32,
    /// Rows of blocks, filling ones included.
    pub(super) rows: u32,
    /// Progressive only, made at the first scan: per block, which coefficients are not zero. A refinement scan
    /// cannot be walked without knowing them.
    pub(super) nonzero: Vec<u64>,
    /// Per coefficient the bits of precision still missing; `None` before its first scan.
    missing_bits: [Option<u8>; 64],
}

impl Component {
    /// Notes that a scan brought the coefficients `from..=to` to all but `missing` bits.
    pub(super) fn received(&mut self, from: u8, to: u8, missing: u8) {
        for state in self.missing_bits.iter_mut().take(usize::from(to) + 1).skip(usize::from(from)) {
            *state = Some(missing);
        }
    }

    /// Whether `from..=to` are what a scan may bring that takes them up where `before` bits were missing, or, with 0,
    /// for the first time: each comes once, and to its last bit in steps (G.1.1.1.2).
    pub(super) fn awaits(&self, from: u8, to: u8, before: u8) -> bool {
        let expected = (before > 0).then_some(before);
        let mut band = self.missing_bits.iter().take(usize::from(to) + 1).skip(usize::from(from));
        band.all(|missing| *missing == expected)
    }

    pub(super) fn allocate_blocks(&mut self) {
        if self.nonzero.is_empty() {
            let blocks = u64::from(self.stride) * u64::from(self.rows);
            // The pixel limit was checked: at most some megabytes.
            self.nonzero = vec![0; usize::try_from(blocks).unwrap_or(0)];
        }
    }
}

/// What the frame header says.
pub(in crate::photo) struct Frame {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) progressive: bool,
    /// MCUs of an interleaved scan across and down.
    pub(super) mcus_across: u32,
    pub(super) mcus_down: u32,
    /// The most blocks that a component has in an MCU, across and down.
    pub(super) most_across: u32,
    pub(super) most_down: u32,
    pub(super) components: Vec<Component>,
}

impl Frame {
    /// Reads a frame header (B.2.2).
    pub(super) fn parse(body: &[u8], progressive: bool) -> Result<Self, PhotoError> {
        let (head, list) = body.split_first_chunk::<6>().ok_or_else(|| corrupt("frame header"))?;
        let [precision, h1, h0, w1, w0, count] = *head;
        if precision != 8 {
            return Err(PhotoError::Unsupported("JPEG of other than 8 bits"));
        }
        if !(1..=4).contains(&count) || list.len() != usize::from(count) * 3 {
            return Err(corrupt("frame header"));
        }
        let (width, height) =
            (u32::from(u16::from_be_bytes([w1, w0])), u32::from(u16::from_be_bytes([h1, h0])));
        check_pixels(width, height, progressive)?;
        let sampling: Vec<(u8, u32, u32, u8)> = list
            .chunks_exact(3)
            .filter_map(|entry| match *entry {
                [id, factors, table] => Some((id, u32::from(factors >> 4), u32::from(factors & 0x0F), table)),
                _ => None,
            })
            .collect();
        if sampling.iter().any(|&(_, across, down, _)| !(1..=4).contains(&across) || !(1..=4).contains(&down))
        {
            return Err(corrupt("sampling factors"));
        }
        let most_across = sampling.iter().map(|entry| entry.1).max().unwrap_or(1);
        let most_down = sampling.iter().map(|entry| entry.2).max().unwrap_or(1);
        let (mcus_across, mcus_down) = (width.div_ceil(8 * most_across), height.div_ceil(8 * most_down));
        let components = sampling
            .into_iter()
            .map(|(id, across, down, quantisation)| Component {
                id,
                quantisation,
                across,
                down,
                width: (width * across).div_ceil(most_across).div_ceil(8),
                height: (height * down).div_ceil(most_down).div_ceil(8),
                stride: mcus_across * across,
                rows: mcus_down * down,
                nonzero: Vec::new(),
                missing_bits: [None; 64],
            })
            .collect();
        Ok(Self { width, height, progressive, mcus_across, mcus_down, most_across, most_down, components })
    }

    /// Width and height in pixels.
    #[cfg(any(test, feature = "libjpeg-turbo"))]
    pub(in crate::photo) const fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// Whether its coefficients come in several scans.
    #[cfg(any(test, feature = "libjpeg-turbo"))]
    pub(in crate::photo) const fn is_progressive(&self) -> bool {
        self.progressive
    }

    /// How many components it has.
    #[cfg(any(test, feature = "libjpeg-turbo"))]
    pub(in crate::photo) const fn component_count(&self) -> usize {
        self.components.len()
    }

    /// Whether every coefficient of every component came, to its last bit.
    pub(super) fn is_complete(&self) -> bool {
        self.components
            .iter()
            .all(|component| component.missing_bits.iter().all(|missing| *missing == Some(0)))
    }
}

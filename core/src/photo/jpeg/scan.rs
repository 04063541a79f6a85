//! One scan, walked block by block (Annexes F and G) without keeping a single sample.

use std::io::Read;

use super::{
    bits::BitReader,
    block::{Coding, Progress, Walker},
    corrupt,
    frame::{Component, Frame},
    huffman::Tables,
    sink::Sink,
};
use crate::photo::PhotoError;

/// A component's part in a scan.
pub(super) struct Part {
    /// Index in the frame.
    pub(super) component: usize,
    pub(super) dc_table: u8,
    pub(super) ac_table: u8,
}

/// What the scan header says (B.2.3).
pub(super) struct ScanHeader {
    pub(super) parts: Vec<Part>,
    /// First and last coefficient.
    pub(super) from: u8,
    pub(super) to: u8,
    /// Bits of precision that the scan before left, where this one brings one of them; 0 where the coefficients come
    /// for the first time.
    before: u8,
    /// Bits of precision left for later scans.
    pub(super) missing: u8,
}

impl ScanHeader {
    /// Reads a scan header and notes in `frame` what the scan is to bring.
    pub(super) fn parse(body: &[u8], frame: &mut Frame) -> Result<Self, PhotoError> {
        let (&count, rest) = body.split_first().ok_or_else(|| corrupt("scan header"))?;
        let (list, tail) =
            rest.split_at_checked(usize::from(count) * 2).ok_or_else(|| corrupt("scan header"))?;
        let [from, to, precision] = *tail else { return Err(corrupt("scan header")) };
        let mut parts: Vec<Part> = Vec::with_capacity(4);
        for entry in list.chunks_exact(2) {
            let [id, tables] = *entry else { return Err(corrupt("scan header")) };
            let component = frame
                .components
                .iter()
                .position(|component| component.id == id)
                .filter(|index| parts.iter().all(|part| part.component != *index))
                .ok_or_else(|| corrupt("scan of an unknown component"))?;
            parts.push(Part { component, dc_table: tables >> 4, ac_table: tables & 0x0F });
        }
        let header = if frame.progressive {
            Self { parts, from, to, before: precision >> 4, missing: precision & 0x0F }
        } else {
            Self { parts, from: 0, to: 63, before: 0, missing: 0 }
        };
        header.check(frame)?;
        for part in &header.parts {
            if let Some(component) = frame.components.get_mut(part.component) {
                component.received(header.from, header.to, header.missing);
                if frame.progressive {
                    component.allocate_blocks();
                }
            }
        }
        Ok(header)
    }

    fn check(&self, frame: &Frame) -> Result<(), PhotoError> {
        let components = || self.parts.iter().filter_map(|part| frame.components.get(part.component));
        let blocks: u32 = components().map(|component| component.across * component.down).sum();
        let fits = match self.parts.len() {
            0 => false,
            1 => true,
            // B.2.3: an MCU has at most ten blocks.
            _ => blocks <= 10,
        };
        let band = if !frame.progressive {
            true
        } else if self.from == 0 {
            self.to == 0
        } else {
            self.from <= self.to && self.to <= 63 && self.parts.len() == 1
        };
        if !(fits && band && self.missing <= 13) {
            return Err(corrupt("scan header"));
        }
        // Else a picture that lost a scan would be whole once the others came.
        let follows = self.before == 0 || self.before == self.missing + 1;
        let is_next = |component: &Component| component.awaits(self.from, self.to, self.before);
        if follows && components().all(is_next) { Ok(()) } else { Err(corrupt("scan out of its order")) }
    }

    /// Whether the coefficients came before, with one bit less.
    pub(super) const fn refines(&self) -> bool {
        self.before > 0
    }
}

/// A scan in its surroundings.
pub(super) struct Scan<'a, S> {
    pub(super) frame: &'a mut Frame,
    pub(super) header: &'a ScanHeader,
    pub(super) tables: &'a Tables,
    pub(super) restart_interval: u16,
    pub(super) sink: &'a mut S,
}

impl<S: Sink> Scan<'_, S> {
    /// Walks all MCUs, restarts included.
    pub(super) fn walk<R: Read>(self, bits: &mut BitReader<'_, R>) -> Result<(), PhotoError> {
        let Self { frame, header, tables, restart_interval, sink } = self;
        let coding = Coding::of(header, frame.progressive);
        let alone = header.parts.len() == 1;
        let (across, down) = match header.parts.as_slice() {
            [only] => match frame.components.get(only.component) {
                Some(component) => (component.width, component.height),
                None => (0, 0),
            },
            _ => (frame.mcus_across, frame.mcus_down),
        };
        let interval = u64::from(restart_interval);
        let mut progress = Progress::new();
        let mut walked: u64 = 0;
        for row in 0..down {
            for column in 0..across {
                if interval > 0 && walked > 0 && walked.is_multiple_of(interval) {
                    bits.restart(u8::try_from((walked / interval - 1) % 8).unwrap_or(0))?;
                    progress.restart();
                }
                for part in &header.parts {
                    Walker { coding, header, part, tables, bits: &mut *bits, sink: &mut *sink }.walk_mcu(
                        frame,
                        (column, row),
                        &mut progress,
                    )?;
                }
                walked += 1;
            }
            if S::WANTS && coding == Coding::Sequential {
                for part in &header.parts {
                    let rows = frame.components.get(part.component).map_or(0, |component| component.down);
                    sink.rows_done(part.component, if alone { 1 } else { rows });
                }
            }
        }
        Ok(())
    }
}

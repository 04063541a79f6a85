//! One scan, walked block by block (Annexes F and G) without keeping a single sample.

use std::io::Read;

use super::{
    bits::BitReader,
    corrupt,
    frame::Frame,
    huffman::{Huffman, Tables},
};
use crate::photo::PhotoError;

/// A component's part in a scan.
struct Part {
    /// Index in the frame.
    component: usize,
    dc_table: u8,
    ac_table: u8,
}

/// What the scan header says (B.2.3).
pub(super) struct ScanHeader {
    parts: Vec<Part>,
    /// First and last coefficient.
    from: u8,
    to: u8,
    /// Whether the coefficients came before, with one bit less.
    refines: bool,
    /// Bits of precision left for later scans.
    missing: u8,
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
            let (before, missing) = (precision >> 4, precision & 0x0F);
            Self { parts, from, to, refines: before != 0, missing }
        } else {
            Self { parts, from: 0, to: 63, refines: false, missing: 0 }
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
        // A sequential component comes in one scan; a second would only repeat the work.
        let is_new = frame.progressive || components().all(|component| !component.is_begun());
        let band = if !frame.progressive {
            true
        } else if self.from == 0 {
            self.to == 0
        } else {
            self.from <= self.to && self.to <= 63 && self.parts.len() == 1
        };
        if fits && is_new && band && self.missing <= 13 { Ok(()) } else { Err(corrupt("scan header")) }
    }
}

/// A scan in its surroundings.
pub(super) struct Scan<'a> {
    pub(super) frame: &'a mut Frame,
    pub(super) header: &'a ScanHeader,
    pub(super) tables: &'a Tables,
    pub(super) restart_interval: u16,
}

impl Scan<'_> {
    /// Walks all MCUs, restarts included.
    pub(super) fn walk<R: Read>(self, bits: &mut BitReader<'_, R>) -> Result<(), PhotoError> {
        let Self { frame, header, tables, restart_interval } = self;
        let coding = Coding::of(header, frame.progressive);
        let (across, down) = match header.parts.as_slice() {
            [only] => match frame.components.get(only.component) {
                Some(component) => (component.width, component.height),
                None => (0, 0),
            },
            _ => (frame.mcus_across, frame.mcus_down),
        };
        let interval = u64::from(restart_interval);
        let mut empty_run = 0;
        let mut walked: u64 = 0;
        for row in 0..down {
            for column in 0..across {
                if interval > 0 && walked > 0 && walked.is_multiple_of(interval) {
                    bits.restart(u8::try_from((walked / interval - 1) % 8).unwrap_or(0))?;
                    empty_run = 0;
                }
                for part in &header.parts {
                    let block = Block { coding, header, part, tables };
                    block.walk_mcu(bits, frame, (column, row), &mut empty_run)?;
                }
                walked += 1;
            }
        }
        Ok(())
    }
}

/// How the blocks of a scan are coded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Coding {
    /// All 64 coefficients at once.
    Sequential,
    /// The first coefficient, most of its bits.
    DcFirst,
    /// One more bit of the first coefficient.
    DcRefine,
    /// A band of the others, most of their bits.
    AcFirst,
    /// One more bit of a band.
    AcRefine,
}

impl Coding {
    fn of(header: &ScanHeader, progressive: bool) -> Self {
        match (progressive, header.from, header.refines) {
            (false, ..) => Self::Sequential,
            (true, 0, false) => Self::DcFirst,
            (true, 0, true) => Self::DcRefine,
            (true, _, false) => Self::AcFirst,
            (true, _, true) => Self::AcRefine,
        }
    }
}

#[derive(Clone, Copy)]
struct Block<'a> {
    coding: Coding,
    header: &'a ScanHeader,
    part: &'a Part,
    tables: &'a Tables,
}

impl Block<'_> {
    /// Walks the blocks that one component has in one MCU.
    fn walk_mcu<R: Read>(
        self,
        bits: &mut BitReader<'_, R>,
        frame: &mut Frame,
        (column, row): (u32, u32),
        empty_run: &mut u32,
    ) -> Result<(), PhotoError> {
        let component =
            frame.components.get_mut(self.part.component).ok_or_else(|| corrupt("scan header"))?;
        let alone = self.header.parts.len() == 1;
        let (across, down) = if alone { (1, 1) } else { (component.across, component.down) };
        for y in 0..down {
            for x in 0..across {
                match self.coding {
                    Coding::Sequential => self.sequential(bits)?,
                    Coding::DcFirst => self.dc_first(bits)?,
                    Coding::DcRefine => {
                        bits.number(1)?;
                    }
                    Coding::AcFirst | Coding::AcRefine => {
                        let index = u64::from(row * down + y) * u64::from(component.stride)
                            + u64::from(column * across + x);
                        let nonzero = usize::try_from(index)
                            .ok()
                            .and_then(|index| component.nonzero.get_mut(index))
                            .ok_or_else(|| corrupt("scan header"))?;
                        let table = self.tables.ac(self.part.ac_table)?;
                        if self.coding == Coding::AcFirst {
                            self.ac_first(bits, table, nonzero, empty_run)?;
                        } else {
                            self.ac_refine(bits, table, nonzero, empty_run)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// A difference of the first coefficient (F.2.2.1).
    fn dc_first<R: Read>(self, bits: &mut BitReader<'_, R>) -> Result<(), PhotoError> {
        let length = bits.symbol(self.tables.dc(self.part.dc_table)?)?;
        // 8-bit samples give differences of at most 11 bits; some encoders overshoot.
        if length > 15 {
            return Err(corrupt("coefficient"));
        }
        bits.number(u32::from(length)).map(|_| ())
    }

    /// A whole block (F.2.2).
    fn sequential<R: Read>(self, bits: &mut BitReader<'_, R>) -> Result<(), PhotoError> {
        self.dc_first(bits)?;
        let table = self.tables.ac(self.part.ac_table)?;
        let mut at = 1_u32;
        while at < 64 {
            let symbol = bits.symbol(table)?;
            let (zeros, length) = (u32::from(symbol >> 4), u32::from(symbol & 0x0F));
            match (zeros, length) {
                (15, 0) => at += 16,
                (_, 0) => return Ok(()),
                _ => {
                    at += zeros;
                    if at > 63 {
                        return Err(corrupt("coefficient"));
                    }
                    bits.number(length)?;
                    at += 1;
                }
            }
        }
        Ok(())
    }

    /// A band for the first time (G.1.2.2).
    fn ac_first<R: Read>(
        self,
        bits: &mut BitReader<'_, R>,
        table: &Huffman,
        nonzero: &mut u64,
        empty_run: &mut u32,
    ) -> Result<(), PhotoError> {
        if *empty_run > 0 {
            *empty_run -= 1;
            return Ok(());
        }
        let (mut at, to) = (u32::from(self.header.from), u32::from(self.header.to));
        while at <= to {
            let symbol = bits.symbol(table)?;
            let (zeros, length) = (u32::from(symbol >> 4), u32::from(symbol & 0x0F));
            match (zeros, length) {
                (15, 0) => at += 16,
                (_, 0) => {
                    *empty_run = (1 << zeros) + bits.number(zeros)? - 1;
                    return Ok(());
                }
                _ => {
                    at += zeros;
                    if at > to {
                        return Err(corrupt("coefficient"));
                    }
                    bits.number(length)?;
                    *nonzero |= 1 << at;
                    at += 1;
                }
            }
        }
        Ok(())
    }

    /// One more bit of a band (G.1.2.3): coefficients that are not zero have a bit each, in between come those
    /// that stop being zero now.
    fn ac_refine<R: Read>(
        self,
        bits: &mut BitReader<'_, R>,
        table: &Huffman,
        nonzero: &mut u64,
        empty_run: &mut u32,
    ) -> Result<(), PhotoError> {
        let (mut at, to) = (u32::from(self.header.from), u32::from(self.header.to));
        while *empty_run == 0 && at <= to {
            let symbol = bits.symbol(table)?;
            let (zeros, length) = (u32::from(symbol >> 4), u32::from(symbol & 0x0F));
            match length {
                0 if zeros < 15 => {
                    *empty_run = (1 << zeros) + bits.number(zeros)?;
                    break;
                }
                0 => {}
                1 => {
                    bits.number(1)?;
                }
                _ => return Err(corrupt("coefficient")),
            }
            at = pass_zeros(bits, *nonzero, at, to, zeros)?;
            if length == 1 {
                if at > to {
                    return Err(corrupt("coefficient"));
                }
                *nonzero |= 1 << at;
            }
            at += 1;
        }
        if *empty_run > 0 {
            // Past the last one that is zero: only the bits of those that are not.
            pass_zeros(bits, *nonzero, at, to, u32::MAX)?;
            *empty_run -= 1;
        }
        Ok(())
    }
}

/// Goes on to the coefficient behind `zeros` ones that are zero, reading a bit for each that is not; returns
/// where it stopped, beyond `to` when there are too few.
fn pass_zeros<R: Read>(
    bits: &mut BitReader<'_, R>,
    nonzero: u64,
    mut at: u32,
    to: u32,
    mut zeros: u32,
) -> Result<u32, PhotoError> {
    while at <= to {
        if nonzero & (1 << at) != 0 {
            bits.number(1)?;
        } else if zeros == 0 {
            return Ok(at);
        } else {
            zeros -= 1;
        }
        at += 1;
    }
    Ok(at)
}

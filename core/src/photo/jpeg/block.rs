//! One block after the other in each of the codings (Annexes F and G).

use std::io::Read;

use super::{
    bits::BitReader,
    corrupt,
    frame::{Component, Frame},
    huffman::{Huffman, Tables},
    scan::{Part, ScanHeader},
    sink::{Coefficients, Sink},
};
use crate::photo::PhotoError;

/// How the blocks of a scan are coded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
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
    pub(super) fn of(header: &ScanHeader, progressive: bool) -> Self {
        match (progressive, header.from, header.refines()) {
            (false, ..) => Self::Sequential,
            (true, 0, false) => Self::DcFirst,
            (true, 0, true) => Self::DcRefine,
            (true, _, false) => Self::AcFirst,
            (true, _, true) => Self::AcRefine,
        }
    }
}

/// What one block of a scan leaves to the next, up to a restart.
pub(super) struct Progress {
    /// Blocks still to come without anything in the band.
    empty_run: u32,
    /// The first coefficient of the block before, by component.
    first: [i32; 4],
    found: Coefficients,
}

impl Progress {
    pub(super) const fn new() -> Self {
        Self { empty_run: 0, first: [0; 4], found: Coefficients::new() }
    }

    pub(super) fn restart(&mut self) {
        self.empty_run = 0;
        self.first = [0; 4];
    }

    fn add_difference(&mut self, component: usize, difference: i32) -> i32 {
        let Some(first) = self.first.get_mut(component) else { return 0 };
        // Wrapping: a made-up file may add up to anything.
        *first = first.wrapping_add(difference);
        *first
    }
}

/// Walks the blocks of one component.
pub(super) struct Walker<'a, 'b, R, S> {
    pub(super) coding: Coding,
    pub(super) header: &'a ScanHeader,
    pub(super) part: &'a Part,
    pub(super) tables: &'a Tables,
    pub(super) bits: &'a mut BitReader<'b, R>,
    pub(super) sink: &'a mut S,
}

impl<R: Read, S: Sink> Walker<'_, '_, R, S> {
    /// Walks the blocks that the component has in one MCU.
    #[inline]
    pub(super) fn walk_mcu(
        mut self,
        frame: &mut Frame,
        (column, row): (u32, u32),
        progress: &mut Progress,
    ) -> Result<(), PhotoError> {
        let component =
            frame.components.get_mut(self.part.component).ok_or_else(|| corrupt("scan header"))?;
        let alone = self.header.parts.len() == 1;
        let (across, down) = if alone { (1, 1) } else { (component.across, component.down) };
        for y in 0..down {
            for x in 0..across {
                let place = (column * across + x, row * down + y);
                match self.coding {
                    Coding::Sequential => self.sequential(place, progress)?,
                    _ => self.progressive(component, place, progress)?,
                }
            }
        }
        Ok(())
    }

    /// A whole block (F.2.2).
    #[inline]
    fn sequential(&mut self, (column, row): (u32, u32), progress: &mut Progress) -> Result<(), PhotoError> {
        let difference = self.difference()?;
        if S::WANTS {
            let first = progress.add_difference(self.part.component, difference);
            progress.found.clear();
            progress.found.add(0, first);
        }
        let table = self.tables.ac(self.part.ac_table)?;
        let last = if S::WANTS { self.sink.last_used() } else { 0 };
        self.bits.rest_of_block(table, last, |at, value| progress.found.add(at, value))?;
        if S::WANTS {
            self.sink.block(self.part.component, column, row, &progress.found);
        }
        Ok(())
    }

    /// A difference of the first coefficient (F.2.2.1).
    #[inline]
    fn difference(&mut self) -> Result<i32, PhotoError> {
        let length = self.bits.symbol(self.tables.dc(self.part.dc_table)?)?;
        // 8-bit samples give differences of at most 11 bits; some encoders overshoot.
        if length > 15 {
            return Err(corrupt("coefficient"));
        }
        self.bits.signed(u32::from(length))
    }

    fn progressive(
        &mut self,
        component: &mut Component,
        (column, row): (u32, u32),
        progress: &mut Progress,
    ) -> Result<(), PhotoError> {
        let index = u64::from(row) * u64::from(component.stride) + u64::from(column);
        let index = usize::try_from(index).map_err(|_| corrupt("scan header"))?;
        let weight = 1 << self.header.missing;
        match self.coding {
            Coding::DcFirst | Coding::Sequential => {
                let difference = self.difference()?;
                let first = progress.add_difference(self.part.component, difference);
                self.sink.store(self.part.component, index, 0, first.wrapping_mul(weight));
                return Ok(());
            }
            Coding::DcRefine => {
                if self.bits.number(1)? == 1 {
                    self.sink.refine(self.part.component, index, 0, weight);
                }
                return Ok(());
            }
            Coding::AcFirst | Coding::AcRefine => {}
        }
        let nonzero = component.nonzero.get_mut(index).ok_or_else(|| corrupt("scan header"))?;
        let table = self.tables.ac(self.part.ac_table)?;
        if self.coding == Coding::AcFirst {
            self.ac_first(table, index, nonzero, &mut progress.empty_run)
        } else {
            self.ac_refine(table, index, nonzero, &mut progress.empty_run)
        }
    }

    /// A band for the first time (G.1.2.2).
    fn ac_first(
        &mut self,
        table: &Huffman,
        index: usize,
        nonzero: &mut u64,
        empty_run: &mut u32,
    ) -> Result<(), PhotoError> {
        if *empty_run > 0 {
            *empty_run -= 1;
            return Ok(());
        }
        let (mut at, to) = (u32::from(self.header.from), u32::from(self.header.to));
        while at <= to {
            let symbol = self.bits.symbol(table)?;
            let (zeros, length) = (u32::from(symbol >> 4), u32::from(symbol & 0x0F));
            match (zeros, length) {
                (15, 0) => at += 16,
                (_, 0) => {
                    *empty_run = (1 << zeros) + self.bits.number(zeros)? - 1;
                    return Ok(());
                }
                _ => {
                    at += zeros;
                    if at > to {
                        return Err(corrupt("coefficient"));
                    }
                    let value = self.bits.signed(length)?;
                    *nonzero |= 1 << at;
                    self.sink.store(self.part.component, index, at, value << self.header.missing);
                    at += 1;
                }
            }
        }
        Ok(())
    }

    /// One more bit of a band (G.1.2.3): coefficients that are not zero have a bit each, in between come those
    /// that stop being zero now.
    fn ac_refine(
        &mut self,
        table: &Huffman,
        index: usize,
        nonzero: &mut u64,
        empty_run: &mut u32,
    ) -> Result<(), PhotoError> {
        let (mut at, to) = (u32::from(self.header.from), u32::from(self.header.to));
        let weight = 1 << self.header.missing;
        while *empty_run == 0 && at <= to {
            let symbol = self.bits.symbol(table)?;
            let (zeros, length) = (u32::from(symbol >> 4), u32::from(symbol & 0x0F));
            let mut value = 0;
            match length {
                0 if zeros < 15 => {
                    *empty_run = (1 << zeros) + self.bits.number(zeros)?;
                    break;
                }
                0 => {}
                1 => value = if self.bits.number(1)? == 1 { weight } else { -weight },
                _ => return Err(corrupt("coefficient")),
            }
            at = self.pass_zeros(index, *nonzero, (at, to), zeros)?;
            if length == 1 {
                if at > to {
                    return Err(corrupt("coefficient"));
                }
                *nonzero |= 1 << at;
                self.sink.store(self.part.component, index, at, value);
            }
            at += 1;
        }
        if *empty_run > 0 {
            // Past the last one that is zero: only the bits of those that are not.
            self.refine_all(index, *nonzero, (at, to))?;
            *empty_run -= 1;
        }
        Ok(())
    }

    /// Reads a bit for each coefficient of a band that is not zero. Without a step for each that is: a small file may ask
    /// for the whole picture a hundred times, and nearly all of it is zero.
    fn refine_all(&mut self, index: usize, nonzero: u64, (at, to): (u32, u32)) -> Result<(), PhotoError> {
        let (behind, up_to) = (u64::MAX.checked_shl(at).unwrap_or(0), u64::MAX >> (63 - to.min(63)));
        let mut left = nonzero & behind & up_to;
        while left != 0 {
            if self.bits.number(1)? == 1 {
                let at = left.trailing_zeros();
                self.sink.refine(self.part.component, index, at, 1 << self.header.missing);
            }
            left &= left - 1;
        }
        Ok(())
    }

    /// Goes on to the coefficient behind `zeros` ones that are zero, reading a bit for each that is not; returns
    /// where it stopped, beyond `to` when there are too few.
    fn pass_zeros(
        &mut self,
        index: usize,
        nonzero: u64,
        (mut at, to): (u32, u32),
        mut zeros: u32,
    ) -> Result<u32, PhotoError> {
        while at <= to {
            if nonzero & (1 << at) != 0 {
                if self.bits.number(1)? == 1 {
                    self.sink.refine(self.part.component, index, at, 1 << self.header.missing);
                }
            } else if zeros == 0 {
                return Ok(at);
            } else {
                zeros -= 1;
            }
            at += 1;
        }
        Ok(at)
    }
}

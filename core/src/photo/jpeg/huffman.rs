//! Huffman tables (Annex C): built strictly, so that a made-up table cannot stand for anything.

use super::corrupt;
use crate::photo::PhotoError;

/// Codes up to this length are found in one step: nearly all that an encoder writes.
const SHORT: u32 = 10;

/// One table of codes of 1 to 16 bits.
pub(super) struct Huffman {
    /// By the next [`SHORT`] bits: symbol and length; length 0 when the code is longer.
    short: Box<[(u8, u8); 1 << SHORT]>,
    /// For each length: the first code beyond it, aligned to 16 bits, and what turns a code into an index.
    long: Vec<Length>,
    symbols: Vec<u8>,
    /// By the next [`WINDOW`] bits, what can be passed at once; empty until it is wanted.
    steps: Vec<Passed>,
}

/// Bits that a [`Passed`] is found by.
pub(super) const WINDOW: u32 = 12;

/// Coefficients of a block that nobody wants the values of.
#[derive(Clone, Copy, Default)]
pub(super) struct Passed {
    /// Bits that they take with their values; 0 when not even one fits into the window.
    pub(super) bits: u8,
    /// Places that they go on.
    pub(super) places: u8,
    /// Whether the last of it says that no more come.
    pub(super) ends: bool,
}

struct Length {
    bits: u32,
    beyond: u64,
    shift: i64,
}

impl Huffman {
    fn build(counts: &[u8], symbols: &[u8]) -> Result<Self, PhotoError> {
        let mut table = Self {
            short: Box::new([(0, 0); 1 << SHORT]),
            long: Vec::with_capacity(16),
            symbols: symbols.to_vec(),
            steps: Vec::new(),
        };
        let (mut code, mut index) = (0_u64, 0_usize);
        for (bits, &count) in (1_u32..).zip(counts) {
            let first = code;
            let end = code + u64::from(count);
            if end > 1 << bits {
                return Err(corrupt("code table"));
            }
            let shift = i64::try_from(index).unwrap_or(0) - i64::try_from(first).unwrap_or(0);
            if bits <= SHORT {
                for &symbol in symbols.iter().skip(index).take(usize::from(count)) {
                    table.fill_short(code, bits, symbol);
                    code += 1;
                }
            }
            table.long.push(Length { bits, beyond: end << (16 - bits), shift });
            index += usize::from(count);
            code = end << 1;
        }
        Ok(table)
    }

    fn fill_short(&mut self, code: u64, bits: u32, symbol: u8) {
        let first = usize::try_from(code << (SHORT - bits)).unwrap_or(usize::MAX);
        let length = u8::try_from(bits).unwrap_or(0);
        for slot in self.short.iter_mut().skip(first).take(1 << (SHORT - bits)) {
            *slot = (symbol, length);
        }
    }

    /// What can be passed at once, given the next bits.
    #[inline]
    pub(super) fn pass(&self, window: u64) -> Passed {
        usize::try_from(window).ok().and_then(|window| self.steps.get(window)).copied().unwrap_or_default()
    }

    /// As many whole coefficients as the bits of a window hold.
    fn passed(&self, window: u64) -> Passed {
        let mut passed = Passed::default();
        while let Some((symbol, length)) =
            self.find(window << (16 - WINDOW + u32::from(passed.bits)) & 0xFFFF)
        {
            let bits = u32::from(passed.bits) + length + u32::from(symbol & 0x0F);
            // Sixteen zeros are rare, and left to the slower way.
            let (Ok(bits), false) = (u8::try_from(bits), bits > WINDOW || symbol == 0xF0) else { break };
            passed.bits = bits;
            if symbol & 0x0F == 0 {
                passed.ends = true;
                break;
            }
            passed.places += (symbol >> 4) + 1;
        }
        passed
    }

    /// Symbol and length of the code that the 16 bits `ahead` begin with.
    #[inline]
    pub(super) fn find(&self, ahead: u64) -> Option<(u8, u32)> {
        if let Some(&(symbol, length @ 1..)) = self.short.get(usize::try_from(ahead >> (16 - SHORT)).ok()?) {
            return Some((symbol, u32::from(length)));
        }
        let length = self.long.iter().skip(SHORT as usize).find(|length| ahead < length.beyond)?;
        let code = i64::try_from(ahead >> (16 - length.bits)).ok()?;
        let symbol = self.symbols.get(usize::try_from(code + length.shift).ok()?)?;
        Some((*symbol, length.bits))
    }
}

/// The tables in force: four for DC, four for AC.
#[derive(Default)]
pub(super) struct Tables {
    dc: [Option<Huffman>; 4],
    ac: [Option<Huffman>; 4],
}

impl Tables {
    /// Takes the definitions of one segment (B.2.4.2).
    pub(super) fn define(&mut self, mut body: &[u8]) -> Result<(), PhotoError> {
        while let Some((&head, rest)) = body.split_first() {
            let (counts, rest) = rest.split_at_checked(16).ok_or_else(|| corrupt("code table"))?;
            let total = counts.iter().map(|&count| usize::from(count)).sum();
            let (symbols, rest) = rest.split_at_checked(total).ok_or_else(|| corrupt("code table"))?;
            let class = if head >> 4 == 0 { &mut self.dc } else { &mut self.ac };
            let slot = class.get_mut(usize::from(head & 0x0F)).filter(|_| head >> 4 <= 1 && total <= 256);
            *slot.ok_or_else(|| corrupt("code table"))? = Some(Huffman::build(counts, symbols)?);
            body = rest;
        }
        Ok(())
    }

    /// Makes ready for passing coefficients; once for each table that a scan uses.
    pub(super) fn prepare(&mut self, index: u8) {
        if let Some(Some(table)) = self.ac.get_mut(usize::from(index))
            && table.steps.is_empty()
        {
            table.steps = (0..1 << WINDOW).map(|window| table.passed(window)).collect();
        }
    }

    pub(super) fn dc(&self, index: u8) -> Result<&Huffman, PhotoError> {
        self.dc.get(usize::from(index)).and_then(Option::as_ref).ok_or_else(|| corrupt("missing code table"))
    }

    pub(super) fn ac(&self, index: u8) -> Result<&Huffman, PhotoError> {
        self.ac.get(usize::from(index)).and_then(Option::as_ref).ok_or_else(|| corrupt("missing code table"))
    }
}

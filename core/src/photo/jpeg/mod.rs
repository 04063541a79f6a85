//! JPEG, marker by marker to its end, every coefficient accounted for.
//!
//! Decoders fill what is missing with grey and call it a picture. Here the entropy-coded data is walked bit by
//! bit, without making pixels: a file whose data ends before the last block, or whose progressive scans do not
//! bring every coefficient to full precision, is cut short even if somebody put an end marker behind it.
//! (ITU-T T.81; the paragraphs named below are its.)

mod bits;
mod block;
mod frame;
mod huffman;
mod idct;
mod pixels;
mod scan;
mod sink;

use std::io::Read;

use self::{
    bits::BitReader,
    huffman::Tables,
    scan::{Scan, ScanHeader},
};
pub(super) use self::{
    frame::Frame,
    pixels::Pixels,
    sink::{NoPixels, Sink},
};
use super::{PhotoError, Problem, inspect::Structure, source::ByteSource};

/// Cameras write up to some hundred (extended XMP, colour profiles).
const MAX_SEGMENTS: u32 = 2_000;
/// Encoders write about ten; each scan can make a decoder go over the whole picture.
const MAX_SCANS: u32 = 100;

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const DHT: u8 = 0xC4;
const DQT: u8 = 0xDB;
const DRI: u8 = 0xDD;
const APP0: u8 = 0xE0;
const APP1: u8 = 0xE1;
const APP14: u8 = 0xEE;
/// Where Adobe's segment has its word on the colours, whatever follows.
const ADOBE_TRANSFORM: usize = 11;

/// Walks the picture, handing its coefficients to `sink`; leaves the source right behind its end marker.
pub(super) fn walk<R: Read, S: Sink>(
    source: &mut ByteSource<R>,
    sink: &mut S,
) -> Result<Structure, PhotoError> {
    source.skip(2)?;
    Walk {
        source,
        frame: None,
        tables: Tables::default(),
        restart_interval: 0,
        scans: 0,
        quantisation: [None; 4],
        is_jfif: false,
        adobe_transform: None,
        found: Structure::default(),
        sink,
    }
    .run()
}

struct Walk<'a, R, S> {
    source: &'a mut ByteSource<R>,
    frame: Option<Frame>,
    tables: Tables,
    restart_interval: u16,
    scans: u32,
    /// In zigzag order, as they come.
    quantisation: [Option<[u16; 64]>; 4],
    is_jfif: bool,
    /// What Adobe's segment says of the colours.
    adobe_transform: Option<u8>,
    found: Structure,
    sink: &'a mut S,
}

impl<R: Read, S: Sink> Walk<'_, R, S> {
    fn run(mut self) -> Result<Structure, PhotoError> {
        let mut after_scan = None;
        for _ in 0..MAX_SEGMENTS {
            let marker = match after_scan.take() {
                Some(marker) => marker,
                None => self.next_marker()?,
            };
            match marker {
                EOI => return self.end(),
                SOS => after_scan = Some(self.scan()?),
                DHT => {
                    let body = self.segment()?;
                    self.tables.define(&body)?;
                }
                DRI => {
                    let body: [u8; 2] =
                        self.segment()?.try_into().map_err(|_| corrupt("restart interval"))?;
                    self.restart_interval = u16::from_be_bytes(body);
                }
                DQT => {
                    let body = self.segment()?;
                    self.define_quantisation(&body)?;
                }
                APP1 => self.application_segment()?,
                APP0 => self.is_jfif |= self.segment()?.starts_with(b"JFIF\0"),
                APP14 => {
                    let body = self.segment()?;
                    if let (true, Some(transform)) = (body.starts_with(b"Adobe"), body.get(ADOBE_TRANSFORM)) {
                        self.adobe_transform = Some(*transform);
                    }
                }
                0xC0..=0xC2 => self.start_frame(marker)?,
                0xC3 | 0xC5..=0xC8 => return Err(PhotoError::Unsupported("lossless or hierarchical JPEG")),
                0xC9..=0xCB | 0xCD..=0xCF => return Err(PhotoError::Unsupported("arithmetic JPEG")),
                SOI => return Err(corrupt("a picture begins inside the picture")),
                0x00 => return Err(corrupt("data outside a scan")),
                // Markers without a body: TEM, and a restart that some encoders put behind the last block.
                0x01 | 0xD0..=0xD7 => {}
                _ => self.skip_segment()?,
            }
        }
        Err(PhotoError::TooManySegments)
    }

    /// The next marker, any fill bytes before it left out (B.1.1.2).
    fn next_marker(&mut self) -> Result<u8, PhotoError> {
        if self.source.next()? != 0xFF {
            return Err(corrupt("bytes between segments"));
        }
        loop {
            match self.source.next()? {
                0xFF => {}
                marker => return Ok(marker),
            }
        }
    }

    fn segment_length(&mut self) -> Result<u64, PhotoError> {
        let length = self.source.u16()?;
        length.checked_sub(2).map(u64::from).ok_or_else(|| corrupt("segment length"))
    }

    fn segment(&mut self) -> Result<Vec<u8>, PhotoError> {
        let length = self.segment_length()?;
        self.source.bytes(length)
    }

    fn skip_segment(&mut self) -> Result<(), PhotoError> {
        let length = self.segment_length()?;
        self.source.skip(length)
    }

    fn application_segment(&mut self) -> Result<(), PhotoError> {
        let body = self.segment()?;
        // Else XMP, which shares the marker.
        if let Some(exif) = body.strip_prefix(b"Exif\0\0") {
            if self.found.exif.is_none() {
                self.found.exif = Some(exif.to_vec());
            } else {
                self.found.note(Problem::ExifRepeated);
            }
        }
        Ok(())
    }

    fn start_frame(&mut self, marker: u8) -> Result<(), PhotoError> {
        if self.frame.is_some() {
            return Err(corrupt("a second frame"));
        }
        let body = self.segment()?;
        let frame = Frame::parse(&body, marker == 0xC2)?;
        self.found.width = frame.width;
        self.found.height = frame.height;
        self.found.progressive = frame.progressive;
        self.sink.begin(&frame, self.is_rgb(&frame))?;
        self.frame = Some(frame);
        Ok(())
    }

    /// JFIF knows no RGB. Else Adobe's segment says; without either, components named R, G, B do.
    fn is_rgb(&self, frame: &Frame) -> bool {
        match self.adobe_transform {
            _ if self.is_jfif => false,
            Some(transform) => transform == 0,
            None => frame.components.iter().map(|component| component.id).eq(*b"RGB"),
        }
    }

    /// Takes the tables of one segment (B.2.4.1).
    fn define_quantisation(&mut self, mut body: &[u8]) -> Result<(), PhotoError> {
        while let Some((&head, rest)) = body.split_first() {
            let wide = head >> 4 == 1;
            let (values, rest) = rest
                .split_at_checked(if wide { 128 } else { 64 })
                .ok_or_else(|| corrupt("quantisation table"))?;
            let mut table = [0; 64];
            let bytes = values.chunks_exact(if wide { 2 } else { 1 });
            for (slot, value) in table.iter_mut().zip(bytes) {
                *slot = value.iter().fold(0, |number, byte| number << 8 | u16::from(*byte));
            }
            let slot = self.quantisation.get_mut(usize::from(head & 0x0F)).filter(|_| head >> 4 <= 1);
            *slot.ok_or_else(|| corrupt("quantisation table"))? = Some(table);
            body = rest;
        }
        Ok(())
    }

    /// Walks one scan; returns the marker that ends it.
    fn scan(&mut self) -> Result<u8, PhotoError> {
        self.scans += 1;
        if self.scans > MAX_SCANS {
            return Err(PhotoError::TooManyScans);
        }
        let body = self.segment()?;
        let frame = self.frame.as_mut().ok_or_else(|| corrupt("a scan before its frame"))?;
        let header = ScanHeader::parse(&body, frame)?;
        #[cfg(any(test, feature = "libjpeg-turbo"))]
        if S::SKIMS {
            self.sink.skim_scan(header.parts.len())?;
            return self.source.skip_data();
        }
        for part in &header.parts {
            let table = frame.components.get(part.component).map_or(0, |component| component.quantisation);
            let table = self.quantisation.get(usize::from(table)).and_then(Option::as_ref);
            let table = table.ok_or_else(|| corrupt("missing quantisation table"))?;
            self.sink.begin_scan(part.component, table)?;
            if !frame.progressive {
                self.tables.prepare(part.ac_table);
            }
        }
        let mut bits = BitReader::new(self.source);
        let tables = &self.tables;
        Scan { frame, header: &header, tables, restart_interval: self.restart_interval, sink: self.sink }
            .walk(&mut bits)?;
        let (marker, stray) = bits.finish()?;
        if stray {
            self.found.note(Problem::StrayBytes);
        }
        Ok(marker)
    }

    fn end(self) -> Result<Structure, PhotoError> {
        match &self.frame {
            Some(frame) if frame.is_complete() => {
                self.sink.end(frame)?;
                Ok(self.found)
            }
            _ => Err(PhotoError::Truncated),
        }
    }
}

fn corrupt(what: &'static str) -> PhotoError {
    PhotoError::Corrupt(what)
}

#[cfg(test)]
mod tests;

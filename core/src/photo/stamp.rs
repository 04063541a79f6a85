//! Words on a picture: when, where, who. A stamp is decoration, the seal is evidence.
//!
//! Anybody can draw other words on other pixels, so nothing here proves anything; what proves is the digest in the
//! sealed record. The stamp is for whoever sees the picture printed. It goes on the working copy only, after the
//! fingerprint was taken, and what it shows is data ([`StampContent`]) that belongs into the record beside it. An
//! exact place on a picture is passed on with the picture: a coarse one is the better default.
//!
//! The host may render the words itself, with its own fonts, and hand over a [`Strip`] of pixels; [`text_strip`] does
//! it with a font that the host names.

use std::{fs, path::Path};

use ab_glyph::{Font, FontVec, PxScale, ScaleFont};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::{
    PhotoError,
    picture::{Picture, Plane},
};
use crate::text::redacted_debug;

/// What a stamp shows.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StampContent {
    /// When the photo was taken, in the tenant's civil time.
    pub taken: NaiveDateTime,
    /// Where, in words: a village, or coordinates with their datum, as the tenant's rule allows.
    pub place: Option<String>,
    /// Who took it.
    pub worker: Option<String>,
    /// The household's code (never a name).
    pub household: Option<String>,
}

redacted_debug!(StampContent { taken });

impl StampContent {
    /// The lines of the stamp.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.taken.format("%Y-%m-%d %H:%M:%S").to_string()];
        lines.extend(self.place.clone());
        let who = [
            self.worker.as_ref().map(|worker| format!("走访人 {worker}")),
            self.household.as_ref().map(|household| format!("户 {household}")),
        ];
        let who: Vec<String> = who.into_iter().flatten().collect();
        if !who.is_empty() {
            lines.push(who.join("  "));
        }
        lines
    }
}

/// Pixels to draw over the lower edge of a picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Strip {
    width: usize,
    height: usize,
    rgba: Vec<u8>,
}

impl std::fmt::Debug for Strip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Strip({}×{})", self.width, self.height)
    }
}

/// A strip larger than this, in pixels, is no strip.
const MAX_STRIP_PIXELS: u64 = 4_000_000;

impl Strip {
    /// Takes `width`×`height` pixels of four bytes (red, green, blue, alpha; not premultiplied).
    ///
    /// # Errors
    /// [`PhotoError::Corrupt`] when there are other than that many, [`PhotoError::TooManyPixels`].
    pub fn new(width: u32, height: u32, rgba: Vec<u8>) -> Result<Self, PhotoError> {
        let pixels = u64::from(width) * u64::from(height);
        if pixels > MAX_STRIP_PIXELS {
            return Err(PhotoError::TooManyPixels { width, height, limit: MAX_STRIP_PIXELS });
        }
        if pixels == 0 || rgba.len() as u64 != pixels * 4 {
            return Err(PhotoError::Corrupt("other than width × height pixels"));
        }
        Ok(Self { width: width as usize, height: height as usize, rgba })
    }

    /// One of the four channels.
    fn channel(&self, number: usize) -> Plane {
        let samples = self.rgba.iter().skip(number).step_by(4).copied().collect();
        Plane { width: self.width, height: self.height, samples }
    }
}

/// Draws `strip` over the lower edge of a picture, from the left; one that is too wide or too high is made smaller.
pub(super) fn draw(picture: &mut Picture, strip: &Strip) {
    let [mut red, mut green, mut blue, mut alpha] = std::array::from_fn(|number| strip.channel(number));
    let (width, height) = fitted(strip, picture);
    if (width, height) != (strip.width, strip.height) {
        for plane in [&mut red, &mut green, &mut blue, &mut alpha] {
            *plane = plane.scaled(width, height);
        }
    }
    for ((red, green), blue) in red.samples.iter_mut().zip(&mut green.samples).zip(&mut blue.samples) {
        (*red, *green, *blue) = jpeg_encoder::rgb_to_ycbcr(*red, *green, *blue);
    }
    // Even, so that no pixel of colour belongs to two fields.
    let top = (picture.height() - height) & !1;
    blend(&mut picture.luma, &red, &alpha, top);
    if let Some([blue_difference, red_difference]) = &mut picture.chroma {
        let half = |plane: &Plane| plane.scaled(width.div_ceil(2), height.div_ceil(2));
        let alpha = half(&alpha);
        blend(blue_difference, &half(&green), &alpha, top / 2);
        blend(red_difference, &half(&blue), &alpha, top / 2);
    }
}

fn fitted(strip: &Strip, picture: &Picture) -> (usize, usize) {
    let (width, height) = (strip.width, strip.height);
    if width <= picture.width() && height <= picture.height() {
        return (width, height);
    }
    // Whichever side overhangs more decides.
    if width * picture.height() > height * picture.width() {
        (picture.width(), (height * picture.width() / width).max(1))
    } else {
        ((width * picture.height() / height).max(1), picture.height())
    }
}

fn blend(plane: &mut Plane, over: &Plane, alpha: &Plane, top: usize) {
    let lines = plane.samples.chunks_exact_mut(plane.width.max(1)).skip(top);
    for ((line, over), alpha) in
        lines.zip(over.samples.chunks_exact(over.width)).zip(alpha.samples.chunks_exact(alpha.width))
    {
        for ((slot, over), alpha) in line.iter_mut().zip(over).zip(alpha) {
            let alpha = u32::from(*alpha);
            let mixed = (u32::from(*over) * alpha + u32::from(*slot) * (255 - alpha) + 127) / 255;
            *slot = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
    }
}

/// The largest file of a font that is read, in bytes: room for a system's collection of all of Chinese, Japanese and
/// Korean (Noto Sans CJK as one `.ttc` has some 110 MB).
const MAX_FONT_BYTES: u64 = 160 << 20;

const NO_FONT: PhotoError = PhotoError::Unsupported("file as a font");

/// A font for [`text_strip`].
pub struct StampFont(FontVec);

impl StampFont {
    /// The small font that comes along: ASCII and the words of a stamp's own labels, not names of places
    /// (`core/data/stamp`).
    ///
    /// # Errors
    /// None that a test would not have found.
    pub fn small() -> Result<Self, PhotoError> {
        Self::new(include_bytes!("../../data/stamp/stamp.ttf").to_vec(), 0)
    }

    /// [`Self::new`] of the file at `path`, if it is one, up to 160 MiB.
    ///
    /// # Errors
    /// [`PhotoError::Unsupported`] when it is no font; [`PhotoError::TooManyBytes`].
    pub fn open(path: &Path, index: u32) -> Result<Self, PhotoError> {
        // Before it is opened: a pipe would be waited for, and a device be read, for ever.
        let metadata = fs::metadata(path)?;
        if !metadata.is_file() {
            return Err(NO_FONT);
        }
        if metadata.len() > MAX_FONT_BYTES {
            return Err(PhotoError::TooManyBytes { limit: MAX_FONT_BYTES });
        }
        Self::new(fs::read(path)?, index)
    }

    /// Reads a TrueType or OpenType font; `index` chooses one of a collection (`.ttc`), 0 otherwise.
    ///
    /// # Errors
    /// [`PhotoError::Unsupported`] when it is none.
    pub fn new(file: Vec<u8>, index: u32) -> Result<Self, PhotoError> {
        let font = FontVec::try_from_vec_and_index(file, index);
        font.map(Self).map_err(|_| NO_FONT)
    }

    fn draws(&self, text: &str) -> bool {
        text.chars().all(|c| self.0.glyph_id(c).0 != 0)
    }
}

/// Darkness of the band behind the words, so that they can be read on snow.
const BAND: u8 = 150;
/// Lines of this height fit into the width of a picture…
const LINES_PER_WIDTH: u32 = 48;
/// …but none is smaller than this, in pixels.
const LEAST_LINE: u32 = 12;

/// Renders `lines` in white on a dark band that is `width` pixels wide (that of the working copy).
///
/// # Errors
/// [`PhotoError::Unsupported`] when the font lacks a character: boxes in place of words help nobody. Words that do not
/// fit into the width are made smaller.
pub fn text_strip(lines: &[String], font: &StampFont, width: u32) -> Result<Strip, PhotoError> {
    if !lines.iter().all(|line| font.draws(line)) {
        return Err(PhotoError::Unsupported("character that the font lacks"));
    }
    let width = width.clamp(LEAST_LINE, 8192);
    #[allow(clippy::cast_precision_loss, reason = "a few thousand pixels")]
    let (room, wanted) = (width as f32, (width / LINES_PER_WIDTH).max(LEAST_LINE) as f32);
    let longest = lines.iter().map(|line| length(line, font, wanted)).fold(0.0, f32::max);
    let size = if longest + wanted > room { wanted * room / (longest + wanted) } else { wanted };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred pixels a line")]
    let (pitch, margin) = ((size * 1.35).ceil().max(1.0) as usize, (size * 0.4) as usize);
    // Even, so that it ends where the picture does.
    let height = (pitch * lines.len() + 2 * margin).next_multiple_of(2).max(2);
    let mut rgba = [0, 0, 0, BAND].repeat(width as usize * height);
    for (number, line) in lines.iter().enumerate() {
        write_line(line, font, size, (margin, margin + number * pitch), (width as usize, &mut rgba));
    }
    Strip::new(width, u32::try_from(height).unwrap_or(u32::MAX), rgba)
}

fn length(line: &str, font: &StampFont, size: f32) -> f32 {
    let font = font.0.as_scaled(PxScale::from(size));
    line.chars().map(|c| font.h_advance(font.glyph_id(c))).sum()
}

fn write_line(
    line: &str,
    font: &StampFont,
    size: f32,
    (left, top): (usize, usize),
    (width, rgba): (usize, &mut [u8]),
) {
    let scaled = font.0.as_scaled(PxScale::from(size));
    #[allow(clippy::cast_precision_loss, reason = "a few thousand pixels")]
    let (mut x, baseline) = (left as f32, top as f32 + scaled.ascent());
    for character in line.chars() {
        let id = scaled.glyph_id(character);
        let glyph = id.with_scale_and_position(PxScale::from(size), ab_glyph::point(x, baseline));
        x += scaled.h_advance(id);
        let Some(outline) = scaled.outline_glyph(glyph) else { continue };
        let bounds = outline.px_bounds();
        outline.draw(|across, down, cover| {
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "saturates, then checked"
            )]
            let (column, row) = (
                (bounds.min.x.max(0.0) as usize) + across as usize,
                (bounds.min.y.max(0.0) as usize) + down as usize,
            );
            let at = (row * width + column) * 4;
            if let (true, Some(pixel)) = (column < width, rgba.get_mut(at..at + 4)) {
                mix_white(pixel, cover);
            }
        });
    }
}

/// White of this cover over a pixel of the dark band.
fn mix_white(pixel: &mut [u8], cover: f32) {
    let cover = cover.clamp(0.0, 1.0);
    for (slot, full) in pixel.iter_mut().zip([255.0_f32; 4]) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
        let mixed = (f32::from(*slot) + (full - f32::from(*slot)) * cover) as u8;
        *slot = mixed;
    }
}

#[cfg(test)]
mod tests;

//! The stamp on a photo: what it is to show, and how that becomes pixels. Decoration; the seal is evidence.

use std::path::PathBuf;

use crate::{
    error::{DoorstepError, Thing},
    photo::{StampContent, StampFont, Strip, WORKING_SIDE, text_strip},
    time::{Timestamp, Zone},
};

use super::{
    Doorstep,
    bounds::{MAX_STAMP_CHARS, check_words},
    error::invalid,
};

/// A stamp on the working copy.
#[derive(Clone, PartialEq, Eq)]
pub struct Stamp {
    /// What it shows.
    pub words: StampWords,
    /// How it is drawn.
    pub look: StampLook,
}

/// What a stamp shows. It is recorded beside the photo, and whoever sees the picture reads it.
#[derive(Clone, PartialEq, Eq)]
pub struct StampWords {
    /// When the photo was taken; shown as the tenant's civil time.
    pub taken: Timestamp,
    /// Where: a village rather than coordinates, unless a rule asks for more.
    pub place: Option<String>,
    /// Who took it.
    pub worker: Option<String>,
    /// The household's code, never a name.
    pub household: Option<String>,
}

/// How a stamp is drawn.
#[derive(Clone, PartialEq, Eq)]
pub enum StampLook {
    /// In the font that comes along: ASCII and the stamp's own labels.
    SmallFont,
    /// In the font of this file; `index` chooses one of a collection (`.ttc`), 0 otherwise.
    Font {
        /// A TrueType or OpenType file.
        file: PathBuf,
        /// Which of its fonts.
        index: u32,
    },
    /// As the host drew it: four bytes a pixel (red, green, blue, alpha; not premultiplied), line by line.
    Pixels {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// The pixels.
        rgba: Vec<u8>,
    },
}

impl Doorstep {
    /// The lines that a host which draws by itself puts on the stamp.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] before enrolment; [`DoorstepError::InvalidInput`] for words that are too long.
    pub fn stamp_lines(&self, words: &StampWords) -> Result<Vec<String>, DoorstepError> {
        let me = self.identity()?.ok_or(DoorstepError::NotFound { what: Thing::Enrolment })?;
        Ok(words.content(me.settings.zone)?.lines())
    }
}

impl Stamp {
    /// What is recorded, and what is drawn.
    pub(super) fn drawn(&self, zone: Zone) -> Result<(StampContent, Strip), DoorstepError> {
        let content = self.words.content(zone)?;
        let strip = self.look.strip(&content)?;
        Ok((content, strip))
    }
}

impl StampWords {
    fn content(&self, zone: Zone) -> Result<StampContent, DoorstepError> {
        for words in [&self.place, &self.worker, &self.household] {
            check_words("stamp", words.as_deref(), MAX_STAMP_CHARS)?;
        }
        Ok(StampContent {
            taken: zone.local_second(self.taken),
            place: self.place.clone(),
            worker: self.worker.clone(),
            household: self.household.clone(),
        })
    }
}

impl StampLook {
    /// As wide as the widest working copy: on a narrower one it shrinks with its words.
    fn strip(&self, content: &StampContent) -> Result<Strip, DoorstepError> {
        let font = match self {
            Self::Pixels { width, height, rgba } => {
                return Strip::new(*width, *height, rgba.clone()).map_err(|_| {
                    invalid("stamp", "水印的像素与宽高不符", "The stamp has other pixels than it says")
                });
            }
            Self::SmallFont => StampFont::small().ok(),
            Self::Font { file, index } => StampFont::open(file, *index).ok(),
        };
        let font = font.ok_or_else(|| invalid("stamp", "无法读取字体文件", "The font cannot be read"))?;
        text_strip(&content.lines(), &font, WORKING_SIDE).map_err(|_| {
            invalid("stamp", "字体缺少水印所需的字", "The font lacks a character that the stamp needs")
        })
    }
}

//! The stamp on a photo as the languages ask for it.

use doorstep_core::{fieldwork, time::Timestamp};

/// A stamp on the copy of a photo that travels. Decoration: what proves a photo is its seal.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct PhotoStamp {
    /// What it shows.
    pub words: StampWords,
    /// How it is drawn.
    pub look: StampLook,
}

/// What a stamp shows. It is recorded beside the photo, and whoever sees the picture reads it. At most 60 characters
/// each.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct StampWords {
    /// When the photo was taken; shown as the tenant's civil time.
    pub taken: Timestamp,
    /// Where: a village rather than coordinates, unless a rule asks for more.
    #[uniffi(default)]
    pub place: Option<String>,
    /// Who took it.
    #[uniffi(default)]
    pub worker: Option<String>,
    /// The household's code, never a name.
    #[uniffi(default)]
    pub household: Option<String>,
}

/// How a stamp is drawn.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum StampLook {
    /// By the core, in the font that comes along: ASCII and the stamp's own labels.
    SmallFont,
    /// By the core, in a TrueType or OpenType font of the app or the system.
    Font {
        /// The font's file.
        path: String,
        /// Which of its fonts, where it is a collection (`.ttc`); 0 otherwise.
        index: u32,
    },
    /// By the app, which drew the lines that `Photos` gives for the words. It goes over the lower edge from the left, smaller
    /// where the picture is; a working copy is 1920 pixels wide at most.
    Pixels {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// Four bytes a pixel (red, green, blue, alpha; not premultiplied), line by line without gaps.
        rgba: Vec<u8>,
    },
}

impl From<PhotoStamp> for fieldwork::Stamp {
    fn from(stamp: PhotoStamp) -> Self {
        Self { words: stamp.words.into(), look: stamp.look.into() }
    }
}

impl From<StampWords> for fieldwork::StampWords {
    fn from(words: StampWords) -> Self {
        let StampWords { taken, place, worker, household } = words;
        Self { taken, place, worker, household }
    }
}

impl From<StampLook> for fieldwork::StampLook {
    fn from(look: StampLook) -> Self {
        match look {
            StampLook::SmallFont => Self::SmallFont,
            StampLook::Font { path, index } => Self::Font { file: path.into(), index },
            StampLook::Pixels { width, height, rgba } => Self::Pixels { width, height, rgba },
        }
    }
}

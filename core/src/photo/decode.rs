//! Who makes the pixels of a JPEG: our own decoder ([`jpeg`](super::jpeg)), or libjpeg-turbo in a build that asks for it.
//!
//! Whichever it is, the answers are the same: a file is refused by the same name, and nothing that is cut short becomes
//! a picture with a grey rest.

use std::io::{Read, Seek};

use super::{Inspected, PhotoError, inspect::inspect_stream, jpeg::Pixels, picture::Picture};

#[cfg(not(feature = "libjpeg-turbo"))]
pub(super) use self::Own as Chosen;
#[cfg(feature = "libjpeg-turbo")]
pub(super) use super::turbo::Turbo as Chosen;

/// Inspects a file of any format and makes the pixels of a JPEG on the way.
pub(super) trait Decoder {
    /// What the file is and claims and, of a JPEG, the picture as it is stored, at most `side` pixels on its longer side.
    ///
    /// # Errors
    /// All that inspection refuses, and kinds of JPEG that are whole but are not decoded.
    fn decode(
        &self,
        file: &mut (impl Read + Seek),
        side: u32,
    ) -> Result<(Inspected, Option<Picture>), PhotoError>;
}

/// Pure Rust, in one pass, with every coefficient accounted for.
pub(super) struct Own;

impl Decoder for Own {
    fn decode(
        &self,
        file: &mut (impl Read + Seek),
        side: u32,
    ) -> Result<(Inspected, Option<Picture>), PhotoError> {
        let mut pixels = Pixels::new(side);
        let inspected = inspect_stream(file, &mut pixels)?;
        Ok((inspected, pixels.finish()))
    }
}

//! Photos as evidence: what a camera's file is, whether it is whole, and its way into sealed files.
//!
//! Owns the look at a photo file ([`inspect`]), the small upright copies ([`shrink`]), what a picture looks like
//! ([`Fingerprint`], [`compare`]), what is drawn on it or hidden in it ([`Strip`], [`Region`]), the taking of it
//! ([`take`], [`take_with_copies`]), and the copy that may be given away ([`share`]). The original is hashed first and
//! never altered, every later picture derives from it. Promises that a file cut short, broken in its structure or built
//! to do harm is refused with the reason, in bounded memory, and that what was sealed is what was inspected; whether a
//! picture is the one that was taken its digest says, as an altered bit may well decode. Whatever EXIF claims
//! is reported as a claim: a trap (a blank zone, a zero denominator, a date of zeros) becomes nothing, never a wrong
//! value. `core/docs/photo.md` has the figures and limits.
//!
//! Never decides what a photo proves or who may see it, never deletes the camera's file (`fieldwork` does, once
//! the record is committed), never recognises a face, and never names a path in an error.

mod bare;
mod blur;
mod copies;
mod decode;
mod error;
mod exif;
mod fingerprint;
mod heic;
mod inspect;
mod jpeg;
mod likeness;
mod picture;
mod png;
mod scale;
mod share;
mod shrink;
mod source;
mod stamp;
mod take;
mod tiff;
#[cfg(any(test, feature = "libjpeg-turbo"))]
mod turbo;
mod webp;

pub use bare::picture_sha256;
pub use blur::{BLURRED_QUALITY, MAX_BLUR_PIXELS, MAX_BLUR_PROGRESSIVE_PIXELS, Region, blurred};
pub use copies::{Handling, HostPixels, SealedCopy, SealedPaths, TakenCopies, take_with_copies};
pub use error::{PhotoError, Problem};
pub use exif::{ExifGps, TakenAt};
pub use fingerprint::{Fingerprint, FingerprintBits};
pub use inspect::{Inspected, MAX_BYTES, MAX_PIXELS, MAX_PROGRESSIVE_PIXELS, PhotoFormat, inspect};
pub use likeness::{BURST_SECONDS, FingerprintIndex, LEAST_OF_BURST, Likeness, SAME_SCENE, Seen, compare};
pub use share::{Shared, share, shared_name};
pub use shrink::{
    Derivative, MAX_PNG_BYTES, MAX_WEBP_PIXELS, QUALITY, Shrunk, THUMBNAIL_SIDE, WORKING_SIDE, shrink,
    shrink_pixels,
};
pub use stamp::{StampContent, StampFont, Strip, text_strip};
pub use take::{Taken, take};

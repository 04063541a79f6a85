//! Unsent work in one file: what a phone without a network hands to whoever goes to the hub.
//!
//! Owns what stands in such a file: records as pushes ([`UnsentWriter::add_push`]), photo files as they are sealed, and
//! the device's signature over all of it. Promises that a file built to do harm costs time in proportion to its size
//! and no more memory than a fixed share. Whoever writes one seals it to the hub, whoever reads one opens it first.
//! `core/docs/unsent-bundle.md` states the format.

use std::{
    collections::BTreeSet,
    io::{self, ErrorKind, Read, Write},
};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    ABOUT, BundleError, BundleFault, BundleWriter, FaultKind, MAX_SMALL_PART,
    container::{Container, Header},
    sealed_part,
    verify::file_of,
};
use crate::{
    domain::evidence::PhotoFile,
    id::DeviceId,
    op::wire::PushRequest,
    seal::{Digest, PublicKey, message},
    time::Timestamp,
};

/// The first line of a file of unsent work, once it is opened.
pub const UNSENT_MAGIC: &str = "doorstep unsent bundle 1";
/// Photo files in one file: years of a phone that never meets a network.
pub const MAX_UNSENT_FILES: usize = 100_000;

const SIGNATURE: &str = "signature.json";
const SIGNED_CONTEXT: &str = "doorstep/unsent/1";

/// Whose unsent work a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnsentAbout {
    /// The device whose chain the records continue.
    pub device: DeviceId,
    /// When it was written, by the phone's clock.
    pub exported_at: Timestamp,
}

/// The device's signature over everything before it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signature {
    #[serde(with = "hex::serde")]
    signature: Vec<u8>,
}

/// What a device signs to vouch for a file, up to where it has the digest `so_far`.
fn signed_message(device: DeviceId, so_far: &Digest) -> Vec<u8> {
    message(SIGNED_CONTEXT, &[device.0.as_bytes(), so_far.as_bytes()])
}

fn push_part(number: usize) -> String {
    format!("push/{number}.json")
}

/// Writes unsent work: records first, then photos, then the signature.
pub struct UnsentWriter<W: Write> {
    out: BundleWriter<W>,
    device: DeviceId,
    pushes: usize,
}

impl<W: Write> UnsentWriter<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn new(out: W, about: &UnsentAbout) -> Result<Self, BundleError> {
        let mut out = BundleWriter::begin(out, UNSENT_MAGIC)?;
        out.add(ABOUT, &json(about)?)?;
        Ok(Self { out, device: about.device, pushes: 0 })
    }

    /// Adds records as a push carries them; each push follows the one before.
    ///
    /// # Errors
    /// When it cannot be written, or holds more than a reader takes.
    pub fn add_push(&mut self, push: &PushRequest) -> Result<(), BundleError> {
        let part = json(push)?;
        if part.len() as u64 > MAX_SMALL_PART {
            return Err(BundleError::Io(ErrorKind::FileTooLarge));
        }
        self.pushes += 1;
        self.out.add(&push_part(self.pushes), &part)
    }

    /// Adds a sealed file of `bytes` bytes whose digest is known; once one was added, no more records are.
    ///
    /// # Errors
    /// When `from` cannot be read or the file cannot be written.
    pub fn add_photo(
        &mut self,
        file: PhotoFile,
        bytes: u64,
        sealed_sha256: Digest,
        from: impl Read,
    ) -> Result<(), BundleError> {
        self.out.add_from(&sealed_part(file), bytes, sealed_sha256, from)
    }

    /// What the device signs, for [`UnsentWriter::finish`].
    pub fn message(&self) -> Vec<u8> {
        signed_message(self.device, &self.out.so_far())
    }

    /// Ends the file with the device's signature over [`UnsentWriter::message`], and gives back what it was written to.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self, signature: Vec<u8>) -> Result<W, BundleError> {
        self.out.add(SIGNATURE, &json(&Signature { signature })?)?;
        self.out.finish()
    }
}

fn json(value: &impl Serialize) -> Result<Vec<u8>, BundleError> {
    serde_json::to_vec(value).map_err(|_| BundleError::Io(ErrorKind::InvalidData))
}

/// Why a file of unsent work was not read to its end.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum UnsentError {
    /// It does not begin like one of this version.
    #[error("this is no file of unsent work that this version can read")]
    NotUnsent,
    /// A part is at fault.
    #[error("{}", sentence(.0))]
    Fault(BundleFault),
    /// It could not be read; of a sealed stream [`SealError::of_read`](crate::seal::SealError::of_read) says more.
    #[error("file error: {0}")]
    Io(io::ErrorKind),
}

impl From<BundleError> for UnsentError {
    fn from(error: BundleError) -> Self {
        match error {
            BundleError::NotABundle => Self::NotUnsent,
            BundleError::Io(kind) => Self::Io(kind),
        }
    }
}

fn sentence(fault: &BundleFault) -> String {
    fault.text().en
}

fn fault(part: &str, what: FaultKind) -> UnsentError {
    // Whoever wrote the name may have meant a terminal to read it.
    let part = part.chars().filter(char::is_ascii_graphic).collect();
    UnsentError::Fault(BundleFault { part, what })
}

/// One part of a file of unsent work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnsentPart {
    /// Records.
    Push(PushRequest),
    /// A sealed file, whose bytes [`UnsentReader::read_photo`] hands over.
    Photo(UnsentPhoto),
}

/// A sealed file of a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnsentPhoto {
    /// Which.
    pub file: PhotoFile,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of it.
    pub sealed_sha256: Digest,
}

/// Reads a file of unsent work from its beginning to its end, once, one part at a time. After an error nothing more can
/// be read. What the parts say is checked by nobody here but for their digests: signatures are for who knows the key.
pub struct UnsentReader<R> {
    container: Container<R>,
    about: UnsentAbout,
    pushes: usize,
    files: BTreeSet<PhotoFile>,
    /// Announced, its bytes not read yet.
    photo: Option<UnsentPhoto>,
    signed: Option<(Digest, Signature)>,
    is_over: bool,
}

impl<R: Read> UnsentReader<R> {
    /// Begins to read.
    ///
    /// # Errors
    /// [`UnsentError`].
    pub fn open(file: R) -> Result<Self, UnsentError> {
        let mut container = Container::open_as(file, UNSENT_MAGIC)?;
        let about = match container.header()? {
            Ok(Header::Part { name, bytes, sha256, at: _ }) if name == ABOUT => {
                small(&mut container, &name, bytes, sha256)?
            }
            Ok(Header::Part { .. } | Header::End { .. }) => return Err(fault(ABOUT, FaultKind::Malformed)),
            Err(what) => return Err(fault(ABOUT, what)),
        };
        let about = parsed(ABOUT, &about)?;
        Ok(Self {
            container,
            about,
            pushes: 0,
            files: BTreeSet::new(),
            photo: None,
            signed: None,
            is_over: false,
        })
    }

    /// Whose it says it is.
    pub const fn about(&self) -> &UnsentAbout {
        &self.about
    }

    /// The next part; `None` at the end of a file that is whole. A photo whose bytes nobody asked for is passed over.
    ///
    /// # Errors
    /// [`UnsentError`].
    pub fn next_part(&mut self) -> Result<Option<UnsentPart>, UnsentError> {
        self.read_photo(|_| Ok::<_, UnsentError>(()))?;
        while !self.is_over {
            match self.container.header()? {
                Err(what) => return Err(fault("end", what)),
                Ok(Header::End { is_sound }) => {
                    self.is_over = true;
                    if !is_sound {
                        return Err(fault("end", FaultKind::Changed));
                    }
                    if self.signed.is_none() {
                        return Err(fault(SIGNATURE, FaultKind::CutShort));
                    }
                }
                Ok(Header::Part { name, bytes, sha256, at: _ }) => {
                    if let Some(part) = self.part(&name, bytes, sha256)? {
                        return Ok(Some(part));
                    }
                }
            }
        }
        Ok(None)
    }

    /// What a part holds; nothing for the signature, after which no part follows.
    fn part(&mut self, name: &str, bytes: u64, sha256: Digest) -> Result<Option<UnsentPart>, UnsentError> {
        if self.signed.is_some() {
            return Err(fault(name, FaultKind::Unexpected));
        }
        if name == SIGNATURE {
            let before = self.container.before();
            let part = small(&mut self.container, name, bytes, sha256)?;
            self.signed = Some((before, parsed(name, &part)?));
            return Ok(None);
        }
        if self.files.is_empty() && name == push_part(self.pushes + 1) {
            let part = small(&mut self.container, name, bytes, sha256)?;
            self.pushes += 1;
            return Ok(Some(UnsentPart::Push(parsed(name, &part)?)));
        }
        let Some((file, true)) = file_of(name) else { return Err(fault(name, FaultKind::Unexpected)) };
        if self.files.len() >= MAX_UNSENT_FILES || !self.files.insert(file) {
            return Err(fault(name, FaultKind::Unexpected));
        }
        let photo = UnsentPhoto { file, bytes, sealed_sha256: sha256 };
        self.photo = Some(photo);
        Ok(Some(UnsentPart::Photo(photo)))
    }

    /// Hands over the bytes of the photo that [`UnsentReader::next_part`] just named, piece by piece. That they have its
    /// digest is known when this returns; afterwards there are none.
    ///
    /// # Errors
    /// [`UnsentError`], and what `each` answers.
    pub fn read_photo<E: From<UnsentError>>(
        &mut self,
        mut each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(photo) = self.photo.take() else { return Ok(()) };
        let mut failed = None;
        let read = self.container.pieces(photo.bytes, |piece| {
            each(piece).map_err(|error| {
                failed = Some(error);
                BundleError::Io(ErrorKind::Other)
            })
        });
        if let Some(error) = failed {
            return Err(error);
        }
        let what = match read.map_err(UnsentError::from)? {
            Some(digest) if digest == photo.sealed_sha256 => return Ok(()),
            Some(_) => FaultKind::Changed,
            None => FaultKind::CutShort,
        };
        Err(fault(&sealed_part(photo.file), what).into())
    }

    /// Whether the holder of `key` signed all that was read, for a file that was read to its end.
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        let Some((before, signed)) = self.signed.as_ref().filter(|_| self.is_over) else { return false };
        key.verify(&signed_message(self.about.device, before), &signed.signature).is_ok()
    }
}

/// A part that is read whole.
fn small<R: Read>(
    container: &mut Container<R>,
    name: &str,
    bytes: u64,
    sha256: Digest,
) -> Result<Vec<u8>, UnsentError> {
    if bytes > MAX_SMALL_PART {
        return Err(fault(name, FaultKind::TooLarge));
    }
    let part = container.whole(bytes)?.ok_or_else(|| fault(name, FaultKind::CutShort))?;
    if Digest::of(&part) == sha256 { Ok(part) } else { Err(fault(name, FaultKind::Changed)) }
}

fn parsed<T: serde::de::DeserializeOwned>(name: &str, part: &[u8]) -> Result<T, UnsentError> {
    serde_json::from_slice(part).map_err(|_| fault(name, FaultKind::Malformed))
}

#[cfg(test)]
mod tests;

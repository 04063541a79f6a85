//! Sounds as evidence: a voice note of somebody who cannot type, and whom dictation does not understand.
//!
//! Owns the look at a sound file ([`SoundFormat`]) and its way into a sealed one ([`take`]). Promises that what is no
//! sound, or too large, is refused with the reason, that what was sealed is what was looked at, and that memory is bounded
//! by [`MAX_BYTES`] whatever a file claims.
//!
//! Never decodes, shortens or understands a sound, never deletes the recorder's file, and never names a path in an error.

mod error;
#[cfg(test)]
pub(crate) mod fixture;
mod format;

pub use error::SoundError;
pub use format::SoundFormat;

use std::{
    fs::{self, File},
    io::Read,
    path::Path,
};

use zeroize::Zeroizing;

use crate::seal::{SealRecipient, Sealed, seal_to_file};

/// The largest sound file taken, in bytes: ten minutes of speech as most phones record it, and hours as AMR.
pub const MAX_BYTES: u64 = 10 << 20;

/// Seals the sound at `src` as `dst_sealed` to all of `recipients`. On an error nothing appears under that name.
///
/// It is read once into memory that is wiped afterwards. `src` stays; it is the caller's to remove once the record of the
/// sound is committed.
///
/// # Errors
/// Says why the file is not taken.
pub fn take(src: &Path, dst_sealed: &Path, recipients: &[SealRecipient]) -> Result<Sealed, SoundError> {
    let sound = read(src)?;
    if SoundFormat::of(&sound).is_none() {
        return Err(SoundError::NotASound);
    }
    Ok(seal_to_file(&sound, dst_sealed, recipients)?)
}

/// The whole file. Room for it is made beforehand, so that growing leaves no copies of it behind.
fn read(src: &Path) -> Result<Zeroizing<Vec<u8>>, SoundError> {
    // Before it is opened: opening a pipe would wait for ever.
    let metadata = fs::metadata(src)?;
    if !metadata.is_file() {
        return Err(SoundError::NotASound);
    }
    let bytes = metadata.len();
    if bytes > MAX_BYTES {
        return Err(SoundError::TooManyBytes { limit: MAX_BYTES });
    }
    let file = File::open(src)?;
    let room = usize::try_from(bytes).unwrap_or_default().saturating_add(1);
    let mut sound = Zeroizing::new(Vec::<u8>::with_capacity(room));
    // A file that grows meanwhile is no larger either.
    file.take(MAX_BYTES + 1).read_to_end(&mut sound)?;
    match sound.len() as u64 {
        0 => Err(SoundError::Empty),
        bytes if bytes > MAX_BYTES => Err(SoundError::TooManyBytes { limit: MAX_BYTES }),
        _ => Ok(sound),
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;
    use crate::{
        id::SeededIds,
        seal::{Digest, SealError, SealKey, open_file},
    };

    #[test]
    fn a_sound_that_was_taken_opens_to_the_very_bytes_with_either_key() {
        let folder = tempfile::tempdir().unwrap();
        let ids = SeededIds::new(31);
        let (phone, hub) = (SealKey::generate(&ids), SealKey::generate(&ids));
        let (src, dst) = (folder.path().join("note.m4a"), folder.path().join("note.age"));
        fs::write(&src, fixture::m4a()).unwrap();
        let sealed = take(&src, &dst, &[phone.recipient(), hub.recipient()]).unwrap();
        assert_eq!(sealed.plain_sha256, Digest::of(&fixture::m4a()));
        assert!(src.exists(), "it is the caller's");
        for key in [phone, hub] {
            let mut out = Vec::new();
            open_file(&dst, &[key], &mut out).unwrap();
            assert_eq!(out, fixture::m4a());
        }
    }

    #[test]
    fn what_is_no_sound_or_too_large_is_refused_by_its_name_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let (src, dst) = (folder.path().join("note"), folder.path().join("note.age"));
        let recipients = [SealKey::generate(&SeededIds::new(1)).recipient()];
        let taken = || take(&src, &dst, &recipients);
        assert_eq!(taken(), Err(SoundError::Io(io::ErrorKind::NotFound)));
        let no_file = take(folder.path(), &dst, &recipients);
        assert_eq!(no_file, Err(SoundError::NotASound), "a folder; a pipe would be waited for for ever");
        fs::write(&src, b"").unwrap();
        assert_eq!(taken(), Err(SoundError::Empty));
        fs::write(&src, b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00").unwrap();
        assert_eq!(taken(), Err(SoundError::NotASound));
        let mut large = fixture::amr();
        large.resize(usize::try_from(MAX_BYTES).unwrap() + 1, 0);
        fs::write(&src, &large).unwrap();
        assert_eq!(taken(), Err(SoundError::TooManyBytes { limit: MAX_BYTES }));
        large.pop();
        fs::write(&src, &large).unwrap();
        assert_eq!(take(&src, &dst, &[]), Err(SoundError::Seal(SealError::NoRecipients)));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(taken().is_ok());
    }
}

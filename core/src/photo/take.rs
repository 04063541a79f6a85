//! A camera's file becomes a sealed photo.

use std::path::Path;

use super::{Inspected, PhotoError, inspect};
use crate::seal::{SealRecipient, Sealed, seal_known_file};

/// A photo that was taken: its sealed file is durable.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// What the original is and claims.
    pub inspected: Inspected,
    /// The sealed file.
    pub sealed: Sealed,
}

/// Inspects the photo at `src` and seals it as `dst_sealed` to all of `recipients`, usually the phone's storage
/// key and the hub.
///
/// What was sealed is what was inspected, byte for byte: a file that changes in between is
/// [`PhotoError::Changed`], and nothing appears under `dst_sealed`. `src` stays; it is the caller's to remove once
/// the record of the photo is committed.
pub fn take(src: &Path, dst_sealed: &Path, recipients: &[SealRecipient]) -> Result<Taken, PhotoError> {
    let inspected = inspect(src)?;
    let sealed = seal_known_file(src, dst_sealed, recipients, &inspected.sha256)?;
    Ok(Taken { inspected, sealed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::SeededIds,
        photo::PhotoFormat,
        seal::{SealError, SealKey, open_file},
    };
    use std::{fs, path::PathBuf};

    fn sample() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/photos/Landscape_6.jpg")
    }

    #[test]
    fn a_taken_photo_opens_to_the_original_with_either_key() {
        let folder = tempfile::tempdir().unwrap();
        let ids = SeededIds::new(31);
        let (phone, hub) = (SealKey::generate(&ids), SealKey::generate(&ids));
        let dst = folder.path().join("photo.age");
        let taken = take(&sample(), &dst, &[phone.recipient(), hub.recipient()]).unwrap();
        assert_eq!(taken.inspected.format, PhotoFormat::Jpeg);
        assert_eq!(taken.sealed.plain_sha256, taken.inspected.sha256);
        assert!(sample().exists());
        for key in [phone, hub] {
            let mut out = Vec::new();
            let (digest, bytes) = open_file(&dst, &[key], &mut out).unwrap();
            assert_eq!((digest, bytes), (taken.inspected.sha256, taken.inspected.bytes));
            assert!(out == fs::read(sample()).unwrap());
        }
    }

    #[test]
    fn a_refused_photo_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let (src, dst) = (folder.path().join("cut.jpg"), folder.path().join("photo.age"));
        let whole = fs::read(sample()).unwrap();
        fs::write(&src, &whole[..whole.len() / 2]).unwrap();
        let recipients = [SealKey::generate(&SeededIds::new(1)).recipient()];
        assert_eq!(take(&src, &dst, &recipients), Err(PhotoError::Truncated));
        assert_eq!(take(&sample(), &dst, &[]), Err(PhotoError::Seal(SealError::NoRecipients)));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

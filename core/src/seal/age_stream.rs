//! Sealed files that are written and read as they go, so that nothing of their size stands in memory.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufReader, BufWriter, Read, Write},
    path::Path,
};

use age::Decryptor;

use super::{
    SealError, SealKey, SealRecipient,
    age_file::{CHUNK, encryptor, header_error, part_path, payload_error, sync_folder, with_checked_header},
};

/// Seals what `write` writes as the file `dst`, to all of `recipients`; answers what `write` did, and the size of the
/// sealed file in bytes.
///
/// Memory stays at a few chunks of 64 KiB. `dst` must be new, and appears whole or not at all: it is written beside
/// its place under [`PART_SUFFIX`](super::PART_SUFFIX), file and folder are synced, then it takes its name.
///
/// # Errors
/// [`SealError::Io`] of [`io::ErrorKind::AlreadyExists`] when there is such a file; [`SealError::NoRecipients`]; what
/// `write` answers.
pub fn seal_new_file<T, E: From<SealError>>(
    dst: &Path,
    recipients: &[SealRecipient],
    write: impl FnOnce(&mut dyn Write) -> Result<T, E>,
) -> Result<(T, u64), E> {
    if dst.try_exists().map_err(SealError::from)? {
        return Err(SealError::Io(io::ErrorKind::AlreadyExists).into());
    }
    let part = part_path(dst);
    let result = seal_part(&part, recipients, write).and_then(|done| {
        take_name(&part, dst).map_err(SealError::from)?;
        Ok(done)
    });
    if result.is_err() {
        // The cause is what matters; a part that stays is written over at the next try.
        let _ = fs::remove_file(&part);
    }
    result
}

fn seal_part<T, E: From<SealError>>(
    part: &Path,
    recipients: &[SealRecipient],
    write: impl FnOnce(&mut dyn Write) -> Result<T, E>,
) -> Result<(T, u64), E> {
    let encryptor = encryptor(recipients)?;
    let file = OpenOptions::new().write(true).create(true).truncate(true).open(part);
    let out = BufWriter::with_capacity(CHUNK, file.map_err(SealError::from)?);
    let mut stream = encryptor.wrap_output(out).map_err(SealError::from)?;
    let done = write(&mut stream)?;
    let out = stream.finish().map_err(SealError::from)?;
    let file = out.into_inner().map_err(|error| SealError::Io(error.error().kind()))?;
    file.sync_all().map_err(SealError::from)?;
    let bytes = file.metadata().map_err(SealError::from)?.len();
    Ok((done, bytes))
}

/// Gives a finished file its name, unless another file has that.
fn take_name(part: &Path, dst: &Path) -> io::Result<()> {
    // Held first: a rename by itself would put this file in the place of another.
    drop(File::create_new(dst)?);
    if let Err(error) = fs::rename(part, dst) {
        let _ = fs::remove_file(dst);
        return Err(error);
    }
    sync_folder(dst)
}

/// Opens a sealed stream to be read as it comes. What was read is genuine; whether the stream is whole is known only
/// at its end.
///
/// A read that fails with [`io::ErrorKind::UnexpectedEof`] found the stream cut short, one that fails with
/// [`io::ErrorKind::InvalidData`] found it altered: see [`SealError::of_read`].
///
/// # Errors
/// As [`open_file`](super::open_file).
pub fn open_reader<R: Read>(sealed: R, keys: &[SealKey]) -> Result<impl Read + use<R>, SealError> {
    let sealed = with_checked_header(BufReader::with_capacity(CHUNK, sealed))?;
    let decryptor = Decryptor::new_buffered(sealed).map_err(header_error)?;
    decryptor.decrypt(keys.iter().map(SealKey::identity)).map_err(header_error)
}

impl SealError {
    /// What a read that failed says of the sealed stream that [`open_reader`] opened.
    pub fn of_read(kind: io::ErrorKind) -> Self {
        payload_error(kind.into())
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{PART_SUFFIX, open_bytes},
        *,
    };
    use crate::id::SeededIds;

    fn keys() -> (SealKey, SealKey) {
        let ids = SeededIds::new(22);
        (SealKey::generate(&ids), SealKey::generate(&ids))
    }

    fn seal(dst: &Path, to: &SealKey, plain: &[u8]) -> Result<(usize, u64), SealError> {
        seal_new_file(dst, &[to.recipient()], |out| {
            for some in plain.chunks(1_000) {
                out.write_all(some)?;
            }
            Ok::<_, SealError>(plain.len())
        })
    }

    fn read(sealed: &[u8], key: &SealKey) -> Result<Vec<u8>, SealError> {
        let mut plain = Vec::new();
        let mut reader = open_reader(sealed, std::slice::from_ref(key))?;
        reader.read_to_end(&mut plain).map_err(|error| SealError::of_read(error.kind()))?;
        Ok(plain)
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn what_was_sealed_as_it_came_is_read_as_it_comes() {
        let folder = tempfile::tempdir().unwrap();
        let (hub, stranger) = keys();
        for len in [0, 1, CHUNK, 3 * CHUNK + 5] {
            let dst = folder.path().join(format!("{len}.age"));
            let plain = vec![7; len];
            let (done, bytes) = seal(&dst, &hub, &plain).unwrap();
            let sealed = fs::read(&dst).unwrap();
            assert_eq!((done, bytes), (len, sealed.len() as u64));
            assert_eq!(read(&sealed, &hub).unwrap(), plain);
            assert_eq!(open_bytes(&sealed, std::slice::from_ref(&hub)).unwrap().as_slice(), plain);
            assert_eq!(read(&sealed, &stranger), Err(SealError::WrongKey));
        }
        assert!(names(folder.path()).iter().all(|name| !name.ends_with(PART_SUFFIX)));
    }

    #[test]
    fn a_stream_that_is_cut_or_altered_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let dst = folder.path().join("a.age");
        let (hub, _) = keys();
        seal(&dst, &hub, &vec![7; 3 * CHUNK]).unwrap();
        let sealed = fs::read(&dst).unwrap();
        for cut in [sealed.len() - 1, sealed.len() / 2, 250] {
            let error = read(&sealed[..cut], &hub).unwrap_err();
            assert!(matches!(error, SealError::Truncated | SealError::Altered), "{cut}: {error:?}");
        }
        let mut altered = sealed;
        let middle = altered.len() / 2;
        altered[middle] ^= 1;
        assert_eq!(read(&altered, &hub), Err(SealError::Altered));
    }

    #[test]
    fn a_file_that_is_there_stays_and_a_failed_one_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let dst = folder.path().join("a.age");
        let (hub, _) = keys();
        fs::write(&dst, b"another's").unwrap();
        assert_eq!(seal(&dst, &hub, b"mine"), Err(SealError::Io(io::ErrorKind::AlreadyExists)));
        assert_eq!(fs::read(&dst).unwrap(), b"another's");

        // Also one that came meanwhile.
        let late = folder.path().join("b.age");
        let raced = seal_new_file(&late, &[hub.recipient()], |_| {
            fs::write(&late, b"another's")?;
            Ok::<_, SealError>(())
        });
        assert_eq!(raced, Err(SealError::Io(io::ErrorKind::AlreadyExists)));
        assert_eq!(fs::read(&late).unwrap(), b"another's");

        let failed = seal_new_file(&folder.path().join("c.age"), &[hub.recipient()], |out| {
            out.write_all(b"some")?;
            Err::<(), _>(SealError::Changed)
        });
        assert_eq!(failed, Err(SealError::Changed));
        let nowhere = folder.path().join("no").join("d.age");
        assert_eq!(seal(&nowhere, &hub, b"x"), Err(SealError::Io(io::ErrorKind::NotFound)));
        let mut left = names(folder.path());
        left.sort();
        assert_eq!(left, ["a.age", "b.age"]);
    }
}

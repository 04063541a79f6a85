//! Files sealed in the `age` format (<https://age-encryption.org/v1>): to several recipients, as a stream, with
//! every chunk authenticated.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, BufWriter, Cursor, Read, Write},
    path::{Path, PathBuf},
};

use age::{DecryptError, Decryptor, EncryptError, Encryptor};
use thiserror::Error;
use zeroize::Zeroizing;

use super::{
    Digest, SealKey, SealRecipient,
    digest::{HashingReader, HashingWriter},
};
use crate::text::Text;

/// Ends the name of a sealed file that is not complete yet; one left behind by a crash may be removed.
pub const PART_SUFFIX: &str = ".part";

pub(super) const CHUNK: usize = 64 * 1024;

/// An honest header has about 100 bytes a recipient. A longer one would make the parser, which starts again at
/// each line, work for minutes.
const MAX_HEADER: u64 = 64 * 1024;

/// Why a file could not be sealed or opened. Carries no path.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SealError {
    /// None of the keys is one of the file's recipients.
    #[error("none of the keys opens this sealed file")]
    WrongKey,
    /// The sealed file ends early.
    #[error("the sealed file is cut short")]
    Truncated,
    /// The sealed file was altered (or cut within a chunk, which cannot be told apart).
    #[error("the sealed file was altered or damaged")]
    Altered,
    /// Not a sealed file at all.
    #[error("this is not a sealed file")]
    NotSealed,
    /// Nobody to seal to, or recipients that cannot stand together.
    #[error("there is nobody to seal the file to")]
    NoRecipients,
    /// The file to seal is not the one that was looked at before.
    #[error("the file changed while it was being sealed")]
    Changed,
    /// The file system failed.
    #[error("file error: {0}")]
    Io(io::ErrorKind),
}

impl SealError {
    /// The cause as a sentence for people.
    pub fn text(&self) -> Text {
        match self {
            Self::WrongKey => {
                Text::new("密钥不符，无法打开该加密文件。", "None of the keys opens this sealed file.")
            }
            Self::Truncated => Text::new("加密文件不完整。", "The sealed file is cut short."),
            Self::Altered => Text::new("加密文件已被改动或损坏。", "The sealed file was altered or damaged."),
            Self::NotSealed => Text::new("该文件不是加密文件。", "This is not a sealed file."),
            Self::NoRecipients => {
                Text::new("没有指定可打开文件的接收方。", "There is nobody to seal the file to.")
            }
            Self::Changed => Text::new(
                "文件在加密过程中发生了变化，请重试。",
                "The file changed while it was being sealed; try again.",
            ),
            Self::Io(io::ErrorKind::StorageFull) => Text::new("存储空间已满。", "The storage is full."),
            Self::Io(kind) => Text::new(
                format!("文件读写失败({kind})。"),
                format!("The file could not be read or written ({kind})."),
            ),
        }
    }
}

impl From<io::Error> for SealError {
    fn from(error: io::Error) -> Self {
        Self::Io(error.kind())
    }
}

/// A file that was sealed and is durable under its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Size of the sealed file in bytes.
    pub bytes: u64,
    /// Digest of the sealed file: of what is stored and travels.
    pub sha256: Digest,
    /// Size of what was sealed, in bytes.
    pub plain_bytes: u64,
    /// Digest of what was sealed.
    pub plain_sha256: Digest,
}

/// Seals the file `src` as `dst`, to all of `recipients`.
///
/// Memory stays at a few chunks of 64 KiB. `dst` appears whole or not at all: it is written beside its place
/// under [`PART_SUFFIX`], file and folder are synced, then it takes its name (an older `dst` is replaced).
/// `src` is left alone.
pub fn seal_file(src: &Path, dst: &Path, recipients: &[SealRecipient]) -> Result<Sealed, SealError> {
    seal_checked(src, dst, recipients, None)
}

/// Like [`seal_file`], but only if `src` still has the digest `known`; otherwise [`SealError::Changed`], and
/// nothing appears under `dst`.
pub fn seal_known_file(
    src: &Path,
    dst: &Path,
    recipients: &[SealRecipient],
    known: &Digest,
) -> Result<Sealed, SealError> {
    seal_checked(src, dst, recipients, Some(known))
}

fn seal_checked(
    src: &Path,
    dst: &Path,
    recipients: &[SealRecipient],
    known: Option<&Digest>,
) -> Result<Sealed, SealError> {
    seal_stream(File::open(src)?, dst, recipients, known)
}

/// Seals what is in memory as the file `dst`, which appears whole or not at all.
pub fn seal_to_file(plain: &[u8], dst: &Path, recipients: &[SealRecipient]) -> Result<Sealed, SealError> {
    seal_stream(plain, dst, recipients, None)
}

fn seal_stream(
    source: impl Read,
    dst: &Path,
    recipients: &[SealRecipient],
    known: Option<&Digest>,
) -> Result<Sealed, SealError> {
    let sealed = write_whole(dst, |part| {
        let sealed = write_part(source, part, recipients)?;
        if known.is_some_and(|known| *known != sealed.plain_sha256) {
            return Err(SealError::Changed);
        }
        Ok(sealed)
    })?;
    sync_folder(dst)?;
    Ok(sealed)
}

/// Has a file written beside its place, under [`PART_SUFFIX`]; when that went well it takes its name, in place of an
/// older `dst`.
pub fn write_whole<T, E: From<io::Error>>(
    dst: &Path,
    write: impl FnOnce(&Path) -> Result<T, E>,
) -> Result<T, E> {
    let part = part_path(dst);
    let written = write(&part).and_then(|done| {
        fs::rename(&part, dst)?;
        Ok(done)
    });
    if written.is_err() {
        // The cause is what matters; a part that stays is swept later.
        let _ = fs::remove_file(&part);
    }
    written
}

pub(super) fn part_path(dst: &Path) -> PathBuf {
    let mut name = dst.as_os_str().to_owned();
    name.push(PART_SUFFIX);
    PathBuf::from(name)
}

fn write_part(source: impl Read, part: &Path, recipients: &[SealRecipient]) -> Result<Sealed, SealError> {
    let encryptor = encryptor(recipients)?;
    let file = OpenOptions::new().write(true).create(true).truncate(true).open(part)?;
    let out = HashingWriter::new(BufWriter::with_capacity(CHUNK, file));
    let mut plain = HashingReader::new(source);
    let mut stream = encryptor.wrap_output(out)?;
    copy_wiping(&mut plain, &mut stream)?;
    let (writer, sha256, bytes) = stream.finish()?.finish();
    let file = writer.into_inner().map_err(|error| SealError::Io(error.error().kind()))?;
    file.sync_all()?;
    let (plain_sha256, plain_bytes) = plain.finish();
    Ok(Sealed { bytes, sha256, plain_bytes, plain_sha256 })
}

/// Copies through one buffer that is wiped afterwards: it held the photo in clear.
fn copy_wiping(from: &mut impl Read, to: &mut impl Write) -> io::Result<()> {
    let mut buffer = Zeroizing::new(vec![0; CHUNK]);
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => to.write_all(buffer.get(..read).unwrap_or_default())?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Makes the entry of `path` in its folder survive a power cut.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Opens the sealed file `src` into `out`; returns digest and size of what came out.
///
/// Chunks are written as they are authenticated: on an error, `out` holds a part that must be thrown away.
pub fn open_file(src: &Path, keys: &[SealKey], out: impl Write) -> Result<(Digest, u64), SealError> {
    open_stream(BufReader::with_capacity(CHUNK, File::open(src)?), keys, out)
}

/// Seals a small thing, such as a key, in memory.
pub fn seal_bytes(plain: &[u8], recipients: &[SealRecipient]) -> Result<Vec<u8>, SealError> {
    let mut out = Vec::with_capacity(plain.len() + 512);
    let mut stream = encryptor(recipients)?.wrap_output(&mut out)?;
    stream.write_all(plain)?;
    stream.finish()?;
    Ok(out)
}

/// Opens a small sealed thing; the result is wiped when dropped.
pub fn open_bytes(sealed: &[u8], keys: &[SealKey]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    // Sized beforehand, so that growing leaves no copies of the secret behind.
    let mut out = Zeroizing::new(Vec::with_capacity(sealed.len()));
    open_stream(sealed, keys, &mut *out)?;
    Ok(out)
}

pub(super) fn encryptor(recipients: &[SealRecipient]) -> Result<Encryptor, SealError> {
    Encryptor::with_recipients(recipients.iter().map(SealRecipient::recipient)).map_err(|error| match error {
        EncryptError::Io(error) => SealError::Io(error.kind()),
        _ => SealError::NoRecipients,
    })
}

fn open_stream(sealed: impl BufRead, keys: &[SealKey], out: impl Write) -> Result<(Digest, u64), SealError> {
    let decryptor = Decryptor::new_buffered(with_checked_header(sealed)?).map_err(header_error)?;
    let mut stream = decryptor.decrypt(keys.iter().map(SealKey::identity)).map_err(header_error)?;
    let mut out = HashingWriter::new(out);
    let mut buffer = Zeroizing::new(vec![0; CHUNK]);
    loop {
        let read = stream.read(&mut buffer).map_err(payload_error)?;
        if read == 0 {
            break;
        }
        out.write_all(buffer.get(..read).unwrap_or_default())?;
    }
    out.flush()?;
    let (_, digest, bytes) = out.finish();
    Ok((digest, bytes))
}

/// Hands the stream on only if its header ends within [`MAX_HEADER`].
pub(super) fn with_checked_header(mut sealed: impl BufRead) -> Result<impl BufRead, SealError> {
    const MAGIC: &[u8] = b"age-encryption.org/";
    let mut header = Vec::new();
    loop {
        let room = MAX_HEADER.saturating_sub(header.len() as u64);
        let start = header.len();
        let read = sealed.by_ref().take(room).read_until(b'\n', &mut header)?;
        let line = header.get(start..).unwrap_or_default();
        if start == 0 && !line.starts_with(MAGIC.get(..line.len().min(MAGIC.len())).unwrap_or(MAGIC)) {
            return Err(SealError::NotSealed);
        }
        if !line.ends_with(b"\n") {
            return Err(match (start, read) {
                (0, 0) => SealError::NotSealed,
                _ if room == read as u64 => SealError::Altered,
                _ => SealError::Truncated,
            });
        }
        if line.starts_with(b"---") {
            return Ok(Cursor::new(header).chain(sealed));
        }
    }
}

pub(super) fn header_error(error: DecryptError) -> SealError {
    match error {
        DecryptError::Io(error) => payload_error(error),
        DecryptError::NoMatchingKeys => SealError::WrongKey,
        DecryptError::UnknownFormat => SealError::NotSealed,
        _ => SealError::Altered,
    }
}

pub(super) fn payload_error(error: io::Error) -> SealError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => SealError::Truncated,
        io::ErrorKind::InvalidData => SealError::Altered,
        kind => SealError::Io(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{IdGen, SeededIds};

    fn keys() -> (SealKey, SealKey, SealKey) {
        let ids = SeededIds::new(21);
        (SealKey::generate(&ids), SealKey::generate(&ids), SealKey::generate(&ids))
    }

    fn plain(len: usize) -> Vec<u8> {
        let mut bytes = vec![0; len];
        SeededIds::new(3).random(&mut bytes);
        bytes
    }

    #[test]
    fn a_file_sealed_to_two_opens_with_either_key() {
        let folder = tempfile::tempdir().unwrap();
        let (phone, hub, stranger) = keys();
        let (src, dst) = (folder.path().join("photo.jpg"), folder.path().join("photo.age"));
        for len in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
            let bytes = plain(len);
            fs::write(&src, &bytes).unwrap();
            let sealed = seal_file(&src, &dst, &[phone.recipient(), hub.recipient()]).unwrap();
            assert_eq!(super::super::sha256_file(&dst).unwrap(), (sealed.sha256, sealed.bytes));
            assert_eq!((sealed.plain_sha256, sealed.plain_bytes), (Digest::of(&bytes), len as u64));
            for key in [&phone, &hub] {
                let mut out = Vec::new();
                let opened = open_file(&dst, &[stranger.clone(), key.clone()], &mut out).unwrap();
                assert_eq!(opened, (Digest::of(&bytes), len as u64));
                assert!(out == bytes);
            }
            assert_eq!(
                open_file(&dst, std::slice::from_ref(&stranger), io::sink()),
                Err(SealError::WrongKey)
            );
        }
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "only source and sealed file remain: {names:?}");
    }

    #[test]
    fn a_sealed_file_cut_anywhere_does_not_open() {
        let (phone, ..) = keys();
        let sealed = seal_bytes(&plain(2 * CHUNK + 10), &[phone.recipient()]).unwrap();
        for cut in (0..400).chain((400..sealed.len()).step_by(997)) {
            let error = open_bytes(&sealed[..cut], std::slice::from_ref(&phone)).unwrap_err();
            assert!(
                matches!(error, SealError::Truncated | SealError::Altered | SealError::NotSealed),
                "cut at {cut}: {error:?}"
            );
        }
    }

    #[test]
    fn a_sealed_file_altered_anywhere_does_not_open() {
        let (phone, ..) = keys();
        let sealed = seal_bytes(&plain(500), &[phone.recipient()]).unwrap();
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 0x01;
            assert!(open_bytes(&altered, std::slice::from_ref(&phone)).is_err(), "altered at {at}");
        }
        let extended = [sealed, vec![0]].concat();
        assert_eq!(open_bytes(&extended, &[phone]).unwrap_err(), SealError::Altered);
    }

    /// A stand-in for fuzzing in every run of the tests; the target itself is in `core/fuzz`.
    #[test]
    fn no_mutation_of_a_sealed_file_makes_it_panic_or_open() {
        let (phone, hub, _) = keys();
        let random = SeededIds::new(31);
        let draw = |below: usize| {
            let mut bytes = [0; 8];
            random.random(&mut bytes);
            usize::try_from(u64::from_le_bytes(bytes) >> 1).unwrap() % below
        };
        for whole in [plain(700), plain(CHUNK + 300)] {
            let sealed = seal_bytes(&whole, &[phone.recipient(), hub.recipient()]).unwrap();
            for _ in 0..300 {
                let mut bytes = sealed.clone();
                // Most of the structure sits in front.
                let front = if draw(2) == 0 { bytes.len().min(400) } else { bytes.len() };
                let at = draw(front);
                match draw(4) {
                    0 => bytes[at] = u8::try_from(draw(256)).unwrap(),
                    1 => drop(bytes.drain(at..(at + 1 + draw(40)).min(bytes.len()))),
                    2 => bytes.truncate(at),
                    _ => bytes.insert(at, bytes[draw(bytes.len())]),
                }
                if bytes != sealed {
                    assert!(open_bytes(&bytes, std::slice::from_ref(&phone)).is_err());
                }
            }
        }
    }

    #[test]
    fn other_files_and_endless_headers_are_refused() {
        let (phone, ..) = keys();
        assert_eq!(
            open_bytes(b"\xff\xd8\xff", std::slice::from_ref(&phone)).unwrap_err(),
            SealError::NotSealed
        );
        assert_eq!(open_bytes(b"", std::slice::from_ref(&phone)).unwrap_err(), SealError::NotSealed);
        let endless = [b"age-encryption.org/v1\n".to_vec(), b"-> X25519 x\nAAAA\n".repeat(100_000)].concat();
        assert_eq!(open_bytes(&endless, &[phone]).unwrap_err(), SealError::Altered);
    }

    #[test]
    fn a_file_that_changed_is_not_sealed() {
        let folder = tempfile::tempdir().unwrap();
        let (src, dst) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&src, b"after").unwrap();
        let recipients = [keys().0.recipient()];
        let known = Digest::of(b"before");
        assert_eq!(seal_known_file(&src, &dst, &recipients, &known), Err(SealError::Changed));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(seal_known_file(&src, &dst, &recipients, &Digest::of(b"after")).is_ok());
    }

    #[test]
    fn errors_name_the_kind_and_never_the_path() {
        let missing = Path::new("/nowhere/张三.jpg");
        let error = seal_file(missing, Path::new("/nowhere/x"), &[keys().0.recipient()]).unwrap_err();
        assert_eq!(error, SealError::Io(io::ErrorKind::NotFound));
        assert!(!error.text().zh.contains("张三") && !error.to_string().contains("nowhere"));
        assert_eq!(seal_bytes(b"x", &[]), Err(SealError::NoRecipients));
    }
}

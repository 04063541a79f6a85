//! The container: named parts one after the other, each with its length and digest, and a digest over everything.

use std::io::{self, BufReader, Read, Write};

use thiserror::Error;

use super::{ABSENT, Absent, FIRST_MAGIC, FaultKind, MAGIC};
use crate::seal::{Digest, HashingReader, HashingWriter};

/// The longest line of the container itself.
const MAX_LINE: usize = 256;
/// How much of a large part is held at once.
const PIECE: usize = 64 * 1024;

/// Why a bundle could not be written or read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BundleError {
    /// The file does not begin like a bundle of a version that is read.
    #[error("this is no evidence bundle that this version can read")]
    NotABundle,
    /// The file could not be read or written.
    #[error("file error: {0}")]
    Io(io::ErrorKind),
}

impl From<io::Error> for BundleError {
    fn from(error: io::Error) -> Self {
        Self::Io(error.kind())
    }
}

/// Writes a bundle, part by part.
pub struct BundleWriter<W: Write> {
    out: HashingWriter<W>,
}

impl<W: Write> BundleWriter<W> {
    /// Begins a bundle.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn new(out: W) -> Result<Self, BundleError> {
        Self::begin(out, MAGIC)
    }

    /// Begins a container whose first line is `magic`.
    pub(super) fn begin(out: W, magic: &str) -> Result<Self, BundleError> {
        let mut out = HashingWriter::new(out);
        writeln!(out, "{magic}")?;
        Ok(Self { out })
    }

    /// The digest over everything so far.
    pub(super) fn so_far(&self) -> Digest {
        self.out.so_far()
    }

    /// Adds a part that is in memory.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), BundleError> {
        self.add_from(name, bytes.len() as u64, Digest::of(bytes), bytes)
    }

    /// Adds a part of `bytes` bytes whose digest is known. Other bytes than those make a bundle that does not verify.
    ///
    /// # Errors
    /// When `from` cannot be read or the part cannot be written.
    pub fn add_from(
        &mut self,
        name: &str,
        bytes: u64,
        sha256: Digest,
        from: impl Read,
    ) -> Result<(), BundleError> {
        writeln!(self.out, "part {name} {bytes} {sha256}")?;
        io::copy(&mut from.take(bytes), &mut self.out)?;
        writeln!(self.out)?;
        Ok(())
    }

    /// Adds a part of `bytes` bytes whose digest is known and that `write` writes, such as one that is opened on the
    /// way.
    ///
    /// # Errors
    /// What `write` answers, or when the part cannot be written.
    pub fn add_with<E: From<BundleError>>(
        &mut self,
        name: &str,
        bytes: u64,
        sha256: Digest,
        write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<(), E> {
        writeln!(self.out, "part {name} {bytes} {sha256}").map_err(BundleError::from)?;
        write(&mut self.out)?;
        Ok(writeln!(self.out).map_err(BundleError::from)?)
    }

    /// Adds the statement why bodies are not there, behind the journal.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add_absent(&mut self, absent: &Absent) -> Result<(), BundleError> {
        let part = serde_json::to_vec(absent).map_err(|_| BundleError::Io(io::ErrorKind::InvalidData))?;
        self.add(ABSENT, &part)
    }

    /// Ends the bundle and gives back what it was written to.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> Result<W, BundleError> {
        let (mut out, digest, _) = self.out.finish();
        writeln!(out, "end {digest}")?;
        out.flush()?;
        Ok(out)
    }
}

/// A line of the container.
pub(super) enum Header {
    /// A part follows.
    Part {
        /// Its name.
        name: String,
        /// Its length.
        bytes: u64,
        /// The digest that it should have.
        sha256: Digest,
        /// Where in the file it begins.
        at: u64,
    },
    /// The end, with whether the digest over everything holds and nothing follows.
    End {
        /// Whether it does.
        is_sound: bool,
    },
}

/// Reads a container from its beginning to its end, once.
pub(super) struct Container<R> {
    inner: HashingReader<BufReader<R>>,
    /// Whether it is of the version that states no reasons for what is absent.
    pub(super) is_first: bool,
    before: Digest,
}

impl<R: Read> Container<R> {
    fn of(file: R) -> Self {
        let inner = HashingReader::new(BufReader::new(file));
        let before = inner.so_far();
        Self { inner, is_first: false, before }
    }

    pub(super) fn open(file: R) -> Result<Self, BundleError> {
        let mut container = Self::of(file);
        let line = container.line()?;
        container.is_first = line.as_deref() == Ok(FIRST_MAGIC);
        if container.is_first || line.as_deref() == Ok(MAGIC) {
            Ok(container)
        } else {
            Err(BundleError::NotABundle)
        }
    }

    /// Opens a container whose first line is `magic`.
    pub(super) fn open_as(file: R, magic: &str) -> Result<Self, BundleError> {
        let mut container = Self::of(file);
        match container.line()? {
            Ok(line) if line == magic => Ok(container),
            _ => Err(BundleError::NotABundle),
        }
    }

    /// The digest over everything before the last header.
    pub(super) const fn before(&self) -> Digest {
        self.before
    }

    /// What comes next. Anything but a line in the one right spelling is a fault, after which nothing can be told.
    pub(super) fn header(&mut self) -> Result<Result<Header, FaultKind>, BundleError> {
        self.before = self.inner.so_far();
        let line = match self.line()? {
            Ok(line) => line,
            Err(fault) => return Ok(Err(fault)),
        };
        Ok(match read_line(&line) {
            Some(Line::End(digest)) => {
                let mut more = [0u8; 1];
                let is_last = self.inner.read(&mut more)? == 0;
                Ok(Header::End { is_sound: is_last && digest == self.before })
            }
            Some(Line::Part(name, bytes, sha256)) => {
                Ok(Header::Part { name, bytes, sha256, at: self.inner.passed() })
            }
            None => Err(FaultKind::Malformed),
        })
    }

    /// A part whole; `None` when it is cut short.
    pub(super) fn whole(&mut self, bytes: u64) -> Result<Option<Vec<u8>>, BundleError> {
        let mut out = Vec::new();
        self.inner.by_ref().take(bytes).read_to_end(&mut out)?;
        let ends = self.ends_part()?;
        Ok((out.len() as u64 == bytes && ends).then_some(out))
    }

    /// The digest of a part, read through; `None` when it is cut short.
    pub(super) fn digest(&mut self, bytes: u64) -> Result<Option<Digest>, BundleError> {
        let mut part = HashingReader::new(self.inner.by_ref().take(bytes));
        io::copy(&mut part, &mut io::sink())?;
        let (digest, read) = part.finish();
        let ends = self.ends_part()?;
        Ok((read == bytes && ends).then_some(digest))
    }

    /// Hands a part over piece by piece; its digest, `None` when it is cut short.
    pub(super) fn pieces<E: From<BundleError>>(
        &mut self,
        bytes: u64,
        mut each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<Option<Digest>, E> {
        let mut part = HashingReader::new(self.inner.by_ref().take(bytes));
        let mut buffer = vec![0; PIECE];
        loop {
            match part.read(&mut buffer).map_err(BundleError::from)? {
                0 => break,
                read => each(buffer.get(..read).unwrap_or_default())?,
            }
        }
        let (digest, read) = part.finish();
        let ends = self.ends_part()?;
        Ok((read == bytes && ends).then_some(digest))
    }

    fn ends_part(&mut self) -> Result<bool, BundleError> {
        let mut end = [0u8; 1];
        Ok(self.inner.read(&mut end)? == 1 && end == *b"\n")
    }

    fn line(&mut self) -> Result<Result<String, FaultKind>, BundleError> {
        let mut line = Vec::new();
        let mut byte = [0u8; 1];
        while line.len() <= MAX_LINE {
            match self.inner.read(&mut byte)? {
                0 => return Ok(Err(FaultKind::CutShort)),
                _ if byte == *b"\n" => {
                    return Ok(String::from_utf8(line).map_err(|_| FaultKind::Malformed));
                }
                _ => line.extend(byte),
            }
        }
        Ok(Err(FaultKind::Malformed))
    }
}

enum Line {
    Part(String, u64, Digest),
    End(Digest),
}

fn read_line(line: &str) -> Option<Line> {
    let read = match line.split(' ').collect::<Vec<_>>().as_slice() {
        ["part", name, bytes, sha256] => {
            Line::Part((*name).to_owned(), bytes.parse().ok()?, sha256.parse().ok()?)
        }
        ["end", sha256] => Line::End(sha256.parse().ok()?),
        _ => return None,
    };
    // One spelling: no leading zeros, no capitals.
    let again = match &read {
        Line::Part(name, bytes, sha256) => format!("part {name} {bytes} {sha256}"),
        Line::End(sha256) => format!("end {sha256}"),
    };
    (again == line).then_some(read)
}

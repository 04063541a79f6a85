//! Evidence bundles: one file with a device's journal, the records of some photos, and their files, that anybody can
//! check without the phone and without the hub.
//!
//! Owns the container ([`BundleWriter`]) and the check of a whole bundle ([`verify_bundle`]). Promises that a changed
//! byte is found and the part that holds it named, and that a file built to do harm costs time in proportion to its
//! size and no more memory than a fixed share. `core/docs/evidence-bundle.md` states the format for a second
//! verifier. Never opens a sealed photo: whoever has a key hands over opened copies.
//!
//! In the same container travels what a phone could not send ([`UnsentWriter`], [`UnsentReader`]).

mod absent;
mod container;
mod judge;
mod report;
mod unsent;
mod verify;

use std::io::{ErrorKind, Write};

use serde::{Deserialize, Serialize};

pub use absent::{Absence, Absent, AbsentRun, Erasure};
pub use container::{BundleError, BundleWriter};
pub use report::{
    AbsentReport, Broken, BundleFault, BundleReport, FaultKind, FileReport, PhotoReport, StatedBy,
};
pub use unsent::{
    MAX_UNSENT_FILES, UNSENT_MAGIC, UnsentAbout, UnsentError, UnsentPart, UnsentPhoto, UnsentReader,
    UnsentWriter,
};
pub use verify::verify_bundle;

use self::absent::AbsentRuns;
use crate::{
    domain::evidence::PhotoFile,
    id::{DeviceId, PhotoId, VisitId},
    seal::{Digest, Entry, SignError, SignedHead, Signer},
    time::Timestamp,
};

/// The first line of a bundle.
pub const MAGIC: &str = "doorstep evidence bundle 2";
/// The first line of a bundle that has no part [`ABSENT`]; still read.
pub const FIRST_MAGIC: &str = "doorstep evidence bundle 1";
/// The part that says what the bundle is about.
pub const ABOUT: &str = "about.json";
/// The part that says why bodies are not there.
pub const ABSENT: &str = "absent.json";
/// A part of small things is no longer than this, so that it can be read whole.
pub const MAX_SMALL_PART: u64 = 4 * 1024 * 1024;
/// Photos that one bundle may be about.
pub const MAX_PHOTOS: usize = 2_000;
/// Signed heads that one bundle may have: who makes one writes the last, and each costs a signature to check.
pub const MAX_HEADS: usize = 1_000;

/// What a bundle is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The device whose journal it holds.
    pub device: DeviceId,
    /// The device's public key (SEC1, uncompressed) in hexadecimal digits.
    pub public_key: String,
    /// The device's signatures over heads of the journal.
    pub heads: Vec<SignedHead>,
    /// The photos that it is to prove.
    pub photos: Vec<PhotoId>,
    /// When it was made.
    pub exported_at: Timestamp,
    /// For whom it was made.
    pub recipient: String,
    /// Until when they may keep it.
    pub expires_at: Timestamp,
}

/// The name of the `number`-th part of the journal, from 1.
pub fn journal_part(number: usize) -> String {
    format!("journal/{number}.jsonl")
}

/// The name of a sealed file's part.
pub fn sealed_part(file: PhotoFile) -> String {
    format!("photo/{file}.age")
}

/// The name of an opened file's part.
pub fn opened_part(file: PhotoFile) -> String {
    format!("photo/{file}.opened")
}

/// Collects a journal's entries into parts of about a megabyte.
pub struct JournalPages<'a> {
    photos: &'a [PhotoId],
    visits: Vec<String>,
    lines: String,
    number: usize,
    absent: AbsentRuns,
    head: Option<Digest>,
}

/// A part of the journal is written once it is as long as this.
const PAGE_BYTES: usize = 1024 * 1024;

impl<'a> JournalPages<'a> {
    /// For a bundle about `photos`, which were taken on `visits`: their records are shown, of others the link alone.
    pub fn new(photos: &'a [PhotoId], visits: &[VisitId]) -> Self {
        let visits = visits.iter().map(|visit| format!("visit:{visit}")).collect();
        Self { photos, visits, lines: String::new(), number: 0, absent: AbsentRuns::default(), head: None }
    }

    /// Adds the next entry. A body that is no longer there was trimmed.
    ///
    /// # Errors
    /// When a part cannot be written.
    pub fn push<W: Write>(&mut self, out: &mut BundleWriter<W>, entry: Entry) -> Result<(), BundleError> {
        self.add(out, entry, Absence::Trimmed)
    }

    /// Adds the next entry, whose body was erased by law.
    ///
    /// # Errors
    /// As [`JournalPages::push`].
    pub fn push_erased<W: Write>(
        &mut self,
        out: &mut BundleWriter<W>,
        entry: Entry,
        erasure: Erasure,
    ) -> Result<(), BundleError> {
        self.add(out, entry, Absence::Erased(erasure))
    }

    fn add<W: Write>(
        &mut self,
        out: &mut BundleWriter<W>,
        entry: Entry,
        gone: Absence,
    ) -> Result<(), BundleError> {
        let shown = shows_body(&entry, self.photos, &self.visits);
        match &entry.body {
            None => self.absent.note(entry.link.seq, gone),
            Some(_) if !shown => self.absent.note(entry.link.seq, Absence::LeftOut),
            Some(_) => {}
        }
        self.head = Some(entry.hash);
        let line = journal_line(entry, shown).map_err(|_| BundleError::Io(ErrorKind::InvalidData))?;
        self.lines.push_str(&line);
        if self.lines.len() >= PAGE_BYTES { self.flush(out) } else { Ok(()) }
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn flush<W: Write>(&mut self, out: &mut BundleWriter<W>) -> Result<(), BundleError> {
        if self.lines.is_empty() {
            return Ok(());
        }
        self.number += 1;
        let lines = std::mem::take(&mut self.lines);
        out.add(&journal_part(self.number), lines.as_bytes())
    }

    /// Why bodies of the entries so far are not there, as `signer` states it, whose journal of `device` it is or who
    /// keeps it. `None` where all are there.
    ///
    /// # Errors
    /// When the key store does not sign.
    pub fn absent(&self, device: DeviceId, signer: &dyn Signer) -> Result<Option<Absent>, SignError> {
        let runs = self.absent.runs();
        let Some(head) = self.head.filter(|_| !runs.is_empty()) else { return Ok(None) };
        Absent::sign(signer, device, &head, runs.to_vec()).map(Some)
    }
}

/// Whether a journal entry's body goes into a bundle about `photos` of these visits; of others only the link goes.
fn shows_body(entry: &Entry, photos: &[PhotoId], subjects_of_visits: &[String]) -> bool {
    let subject = &entry.link.subject;
    match entry.link.kind.as_str() {
        "PhotoTaken" => photos.iter().any(|photo| *subject == format!("photo:{photo}")),
        "VisitRecorded" => subjects_of_visits.contains(subject),
        _ => false,
    }
}

/// The entry as a line of the journal's part; without its body where that is not to be shown.
///
/// # Errors
/// Never for entries that came out of a journal.
fn journal_line(mut entry: Entry, shows_body: bool) -> Result<String, serde_json::Error> {
    if !shows_body {
        (entry.salt, entry.body) = (None, None);
    }
    let mut line = serde_json::to_string(&entry)?;
    line.push('\n');
    Ok(line)
}

#[cfg(test)]
mod tests;

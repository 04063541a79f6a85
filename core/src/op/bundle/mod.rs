//! Evidence bundles: one file with a device's journal, the records of some photos, and their files, that anybody can
//! check without the phone and without the hub.
//!
//! Owns the container ([`BundleWriter`]) and the check of a whole bundle ([`verify_bundle`]). Promises that a changed
//! byte is found and the part that holds it named, and that a file built to do harm costs time in proportion to its
//! size and no more memory than a fixed share. `core/docs/evidence-bundle.md` states the format for a second
//! verifier. Never opens a sealed photo: whoever has a key hands over opened copies.

mod container;
mod report;
mod verify;

use std::io::{ErrorKind, Write};

use serde::{Deserialize, Serialize};

pub use container::{BundleError, BundleWriter};
pub use report::{Broken, BundleFault, BundleReport, FaultKind, FileReport, PhotoReport};
pub use verify::verify_bundle;

use crate::{
    domain::evidence::PhotoFile,
    id::{DeviceId, PhotoId, VisitId},
    seal::{Entry, SignedHead},
    time::Timestamp,
};

/// The first line of a bundle.
pub const MAGIC: &str = "doorstep evidence bundle 1";
/// The part that says what the bundle is about.
pub const ABOUT: &str = "about.json";
/// A part of small things is no longer than this, so that it can be read whole.
pub const MAX_SMALL_PART: u64 = 4 * 1024 * 1024;
/// Photos that one bundle may be about.
pub const MAX_PHOTOS: usize = 2_000;

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
}

/// A part of the journal is written once it is as long as this.
const PAGE_BYTES: usize = 1024 * 1024;

impl<'a> JournalPages<'a> {
    /// For a bundle about `photos`, which were taken on `visits`: their records are shown, of others the link alone.
    pub fn new(photos: &'a [PhotoId], visits: &[VisitId]) -> Self {
        let visits = visits.iter().map(|visit| format!("visit:{visit}")).collect();
        Self { photos, visits, lines: String::new(), number: 0 }
    }

    /// Adds the next entry.
    ///
    /// # Errors
    /// When a part cannot be written.
    pub fn push<W: Write>(&mut self, out: &mut BundleWriter<W>, entry: Entry) -> Result<(), BundleError> {
        let shown = shows_body(&entry, self.photos, &self.visits);
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

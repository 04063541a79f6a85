//! The check of a bundle: the container, the journal, the photos, in the order in which they stand.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Read, Seek, SeekFrom},
};

use super::{
    ABOUT, ABSENT, About, Absent, BundleError, BundleFault, BundleReport, FaultKind, MAX_HEADS, MAX_PHOTOS,
    MAX_SMALL_PART,
    container::{Container, Header},
    journal_part,
    judge::Judging,
    opened_part,
    report::{Broken, StatedBy},
    sealed_part,
};
use crate::{
    domain::evidence::{Finding, PhotoFile, PhotoRecord},
    id::{DeviceId, PhotoId, VisitId},
    op::{
        apply::MAX_BODY_BYTES,
        body::{Body, Payload, SCHEMA},
    },
    seal::{Digest, Entry, Proof, PublicKey, verify_journal},
};

/// So many faults are told.
const MAX_FAULTS: usize = 100;

/// Checks the bundle in `file`. `is_known` says whether a key is known to be that device's: without anybody who
/// vouches for it, a bundle that agrees with itself is no more than that. `is_hub` says whether a key is known to be that
/// of the hub that keeps the journal, whose word counts where a body is not there.
///
/// # Errors
/// [`BundleError::NotABundle`], or when the file cannot be read. Everything that is wrong with a bundle is in the
/// report.
pub fn verify_bundle<R: Read + Seek>(
    mut file: R,
    is_known: impl Fn(DeviceId, &PublicKey) -> bool,
    is_hub: impl Fn(&PublicKey) -> bool,
) -> Result<BundleReport, BundleError> {
    file.seek(SeekFrom::Start(0))?;
    let mut reading = Reading::new(Container::open(&mut file)?);
    let Some(about) = reading.about()? else { return Ok(reading.report) };
    let key = hex::decode(&about.public_key).ok();
    let Some(key) = key.and_then(|bytes| PublicKey::from_sec1(&bytes).ok()) else {
        reading.fault(ABOUT, FaultKind::Malformed);
        return Ok(reading.report);
    };
    reading.report.device = Some(about.device);
    reading.report.key_fingerprint = Some(Digest::of(&key.to_sec1()).to_string());
    reading.report.key_is_known = is_known(about.device, &key);
    let proof = reading.journal(&about, &key)?;
    reading.absent(&about, &key, proof.as_ref(), is_hub)?;
    reading.photos()?;
    let Reading { report, records, visits_later, absent, found, .. } = reading;
    let mut judging = Judging { file, about, report, records, visits_later, absent, found };
    judging.judge()?;
    Ok(judging.report)
}

/// What the journal says of one photo.
pub(super) struct Recorded {
    pub(super) seq: u64,
    /// The record, or why there is none to go by.
    pub(super) record: Result<Box<PhotoRecord>, Finding>,
}

/// The record of `photo` in its entry of the journal.
fn record_of(entry: &Entry, photo: PhotoId) -> Result<Box<PhotoRecord>, Finding> {
    let Some(body) = &entry.body else { return Err(Finding::RecordWithoutBody) };
    if body.len() > MAX_BODY_BYTES {
        return Err(Finding::RecordUnreadable);
    }
    match body_of(entry) {
        _ if entry.link.schema > SCHEMA => Err(Finding::RecordNewer),
        Some(Body::PhotoTaken(record)) if record.id == photo => Ok(Box::new(record)),
        _ => Err(Finding::RecordUnreadable),
    }
}

/// The body of an entry, where it is there and of a kind that this version knows.
fn body_of(entry: &Entry) -> Option<Body> {
    let body = std::str::from_utf8(entry.body.as_deref()?).ok()?;
    Payload::from_json(body).ok().map(|payload| payload.body)
}

/// One photo file as it stands in the bundle.
pub(super) struct Found {
    pub(super) file: PhotoFile,
    pub(super) is_sealed: bool,
    pub(super) sha256: Digest,
    pub(super) at: u64,
    pub(super) bytes: u64,
}

impl Found {
    /// The part's name.
    pub(super) fn part(&self) -> String {
        if self.is_sealed { sealed_part(self.file) } else { opened_part(self.file) }
    }
}

struct Reading<R> {
    container: Container<R>,
    /// A header that was read and belongs to what comes next.
    next: Option<Header>,
    /// The last part's name, for faults of the container itself.
    last: String,
    names: BTreeSet<String>,
    is_over: bool,
    report: BundleReport,
    records: BTreeMap<PhotoId, Recorded>,
    /// Visits that were first on paper, and the entry that says so.
    visits_later: BTreeMap<VisitId, u64>,
    /// What is stated of bodies that are not there.
    absent: Option<Absent>,
    found: Vec<Found>,
}

impl<R: Read> Reading<R> {
    fn new(container: Container<R>) -> Self {
        let report = BundleReport {
            device: None,
            key_fingerprint: None,
            key_is_known: false,
            entries: 0,
            without_body: 0,
            absent: None,
            signed_through: 0,
            broken: None,
            faults: Vec::new(),
            photos: Vec::new(),
        };
        Self {
            container,
            next: None,
            last: String::new(),
            names: BTreeSet::new(),
            is_over: false,
            report,
            records: BTreeMap::new(),
            visits_later: BTreeMap::new(),
            absent: None,
            found: Vec::new(),
        }
    }

    fn fault(&mut self, part: &str, what: FaultKind) {
        if self.report.faults.len() < MAX_FAULTS {
            self.report.faults.push(BundleFault { part: part.to_owned(), what });
        }
    }

    /// The next part's header; `None` at the end, sound or not.
    fn header(&mut self) -> Result<Option<Header>, BundleError> {
        if let Some(header) = self.next.take() {
            return Ok(Some(header));
        }
        if self.is_over {
            return Ok(None);
        }
        let last = self.last.clone();
        match self.container.header()? {
            Ok(Header::Part { name, bytes, sha256, at }) => {
                self.last.clone_from(&name);
                Ok(Some(Header::Part { name, bytes, sha256, at }))
            }
            Ok(Header::End { is_sound }) => {
                self.is_over = true;
                if !is_sound {
                    self.fault("end", FaultKind::Changed);
                }
                Ok(None)
            }
            Err(what) => {
                self.is_over = true;
                self.fault(&last, what);
                Ok(None)
            }
        }
    }

    /// A part to be read whole, if the next one has this name. One that is too large is passed over: empty.
    fn small(&mut self, wanted: &str) -> Result<Option<Vec<u8>>, BundleError> {
        let Some(Header::Part { name, bytes, sha256, at }) = self.header()? else { return Ok(None) };
        if name != wanted {
            self.next = Some(Header::Part { name, bytes, sha256, at });
            return Ok(None);
        }
        if bytes > MAX_SMALL_PART {
            self.fault(&name, FaultKind::TooLarge);
            return Ok(self.passed(&name, bytes, sha256)?.map(|_| Vec::new()));
        }
        let Some(part) = self.container.whole(bytes)? else {
            self.cut_short(&name);
            return Ok(None);
        };
        if Digest::of(&part) != sha256 {
            self.fault(&name, FaultKind::Changed);
        }
        Ok(Some(part))
    }

    /// Reads a part through: its digest; `None` when it is cut short.
    fn passed(&mut self, name: &str, bytes: u64, sha256: Digest) -> Result<Option<Digest>, BundleError> {
        let digest = self.container.digest(bytes)?;
        match digest {
            None => self.cut_short(name),
            Some(digest) if digest != sha256 => self.fault(name, FaultKind::Changed),
            Some(_) => {}
        }
        Ok(digest)
    }

    fn cut_short(&mut self, part: &str) {
        self.is_over = true;
        self.fault(part, FaultKind::CutShort);
    }

    fn about(&mut self) -> Result<Option<About>, BundleError> {
        let about = self.small(ABOUT)?.and_then(|part| serde_json::from_slice::<About>(&part).ok());
        let about = about.filter(|about| about.photos.len() <= MAX_PHOTOS && about.heads.len() <= MAX_HEADS);
        if about.is_none() && self.report.faults.is_empty() {
            self.fault(ABOUT, FaultKind::Malformed);
        }
        Ok(about)
    }

    /// The journal, proved; `None` where it is broken.
    fn journal(&mut self, about: &About, key: &PublicKey) -> Result<Option<Proof>, BundleError> {
        let mut failed = None;
        let wanted: BTreeSet<PhotoId> = about.photos.iter().copied().collect();
        let entries =
            Entries { reading: self, wanted, number: 0, page: Vec::new().into_iter(), failed: &mut failed };
        let mut entries = entries.fuse();
        let proof = verify_journal(about.device, key, &mut entries, &about.heads);
        // Behind a broken link too a part of the journal belongs here, and may be at fault itself.
        entries.by_ref().for_each(drop);
        if let Some(error) = failed {
            return Err(error);
        }
        match proof {
            Ok(proof) => {
                self.report.entries = proof.entries;
                self.report.without_body = proof.erased;
                self.report.signed_through = proof.signed_through;
                Ok(Some(proof))
            }
            Err(link) => {
                self.report.broken = Some(Broken { seq: link.seq, what: link.what });
                Ok(None)
            }
        }
    }

    /// What is stated of bodies that are not there. A statement that is not about this journal is a fault, and says
    /// nothing.
    fn absent(
        &mut self,
        about: &About,
        key: &PublicKey,
        proof: Option<&Proof>,
        is_hub: impl Fn(&PublicKey) -> bool,
    ) -> Result<(), BundleError> {
        if self.container.is_first {
            return Ok(());
        }
        let (Some(part), Some(proof)) = (self.small(ABSENT)?, proof) else { return Ok(()) };
        let stated = serde_json::from_slice::<Absent>(&part).ok().filter(|absent| absent.fits(proof));
        let Some(absent) = stated else {
            if self.report.faults.iter().all(|fault| fault.part != ABSENT) {
                self.fault(ABSENT, FaultKind::Malformed);
            }
            return Ok(());
        };
        if !absent.is_genuine(about.device, &proof.head) {
            self.fault(ABSENT, FaultKind::BadSignature);
            return Ok(());
        }
        let by = match absent.public_key {
            own if own == *key && self.report.key_is_known => StatedBy::Device,
            other if is_hub(&other) => StatedBy::Hub,
            _ => StatedBy::Unvouched,
        };
        self.report.absent = Some(absent.counted(by));
        self.absent = Some(absent);
        Ok(())
    }

    /// Takes from an entry that holds what photos are judged by.
    fn learn(&mut self, entry: &Entry, wanted: &BTreeSet<PhotoId>) {
        match entry.link.kind.as_str() {
            "VisitRecorded" => {
                if let Some(Body::VisitRecorded(visit)) = body_of(entry)
                    && visit.late_entry.is_some()
                    && entry.link.subject == format!("visit:{}", visit.id)
                    && self.visits_later.len() < MAX_PHOTOS
                {
                    // Whether the device signed it is known when the journal ends.
                    self.visits_later.entry(visit.id).or_insert(entry.link.seq);
                }
            }
            "PhotoTaken" => {
                let id = entry.link.subject.strip_prefix("photo:").and_then(|id| id.parse::<PhotoId>().ok());
                let Some(id) = id.filter(|id| wanted.contains(id)) else { return };
                let record = record_of(entry, id);
                self.records.insert(id, Recorded { seq: entry.link.seq, record });
            }
            _ => {}
        }
    }

    /// The rest of the bundle: photo files, each once.
    fn photos(&mut self) -> Result<(), BundleError> {
        while let Some(Header::Part { name, bytes, sha256, at }) = self.header()? {
            let Some(digest) = self.passed(&name, bytes, sha256)? else { return Ok(()) };
            match file_of(&name).filter(|_| self.found.len() < 3 * MAX_PHOTOS) {
                Some((file, is_sealed)) if self.names.insert(name.clone()) => {
                    self.found.push(Found { file, is_sealed, sha256: digest, at, bytes });
                }
                _ => self.fault(&name, FaultKind::Unexpected),
            }
        }
        Ok(())
    }
}

/// Which file a part holds, and whether it is sealed.
pub(super) fn file_of(name: &str) -> Option<(PhotoFile, bool)> {
    let inner = name.strip_prefix("photo/")?;
    let (file, is_sealed) = match inner.strip_suffix(".age") {
        Some(file) => (file, true),
        None => (inner.strip_suffix(".opened")?, false),
    };
    let file: PhotoFile = file.parse().ok()?;
    // One spelling.
    let again = if is_sealed { sealed_part(file) } else { opened_part(file) };
    (again == name).then_some((file, is_sealed))
}

/// The journal's entries across the parts that hold them. Ends at the first that cannot be read, with a fault.
struct Entries<'r, R> {
    reading: &'r mut Reading<R>,
    wanted: BTreeSet<PhotoId>,
    number: usize,
    page: std::vec::IntoIter<Entry>,
    failed: &'r mut Option<BundleError>,
}

impl<R: Read> Entries<'_, R> {
    fn turn(&mut self) -> Result<bool, BundleError> {
        self.number += 1;
        let name = journal_part(self.number);
        let Some(part) = self.reading.small(&name)? else { return Ok(false) };
        let mut page = Vec::new();
        for line in part.split_inclusive(|byte| *byte == b'\n') {
            match serde_json::from_slice::<Entry>(line) {
                Ok(entry) => page.push(entry),
                Err(_) => {
                    self.reading.fault(&name, FaultKind::Malformed);
                    break;
                }
            }
        }
        self.page = page.into_iter();
        Ok(true)
    }
}

impl<R: Read> Iterator for Entries<'_, R> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            if let Some(entry) = self.page.next() {
                self.reading.learn(&entry, &self.wanted);
                return Some(entry);
            }
            match self.turn() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    *self.failed = Some(error);
                    return None;
                }
            }
        }
    }
}

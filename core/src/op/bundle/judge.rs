//! The photos of a bundle held against their records, once everything was read.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Read, Seek, SeekFrom},
};

use super::{
    About, Absence, Absent, BundleError, BundleFault, BundleReport, FaultKind, FileReport, PhotoReport,
    verify::{Found, Recorded},
};
use crate::{
    domain::evidence::{
        Circumstances, EvidenceVerdict, Finding, PhotoCopy, PhotoFile, PhotoPart, PhotoRecord,
    },
    id::{PhotoId, VisitId},
    photo::{MAX_BYTES, picture_sha256},
};

/// What was read of a bundle.
pub(super) struct Judging<R> {
    pub(super) file: R,
    pub(super) about: About,
    pub(super) report: BundleReport,
    pub(super) records: BTreeMap<PhotoId, Recorded>,
    pub(super) visits_later: BTreeMap<VisitId, u64>,
    pub(super) absent: Option<Absent>,
    pub(super) found: Vec<Found>,
}

impl<R: Read + Seek> Judging<R> {
    /// Judges every photo, and adds what was found to the report.
    pub(super) fn judge(&mut self) -> Result<(), BundleError> {
        let listed: BTreeSet<PhotoId> = self.about.photos.iter().copied().collect();
        let strangers: Vec<String> =
            self.found.iter().filter(|found| !listed.contains(&found.file.photo)).map(Found::part).collect();
        self.report
            .faults
            .extend(strangers.into_iter().map(|part| BundleFault { part, what: FaultKind::Unexpected }));
        for photo in listed {
            let report = self.judge_photo(photo)?;
            self.report.photos.push(report);
        }
        Ok(())
    }

    fn judge_photo(&mut self, photo: PhotoId) -> Result<PhotoReport, BundleError> {
        let recorded = self.records.remove(&photo);
        let seq = recorded.as_ref().map(|recorded| recorded.seq);
        let record = match recorded.map_or(Err(Finding::RecordNotHere), |recorded| recorded.record) {
            Ok(record) => record,
            Err(why) => {
                let (why, absence) = self.absence(seq, why);
                // Nothing names the picture: what lies beside it could be any.
                let (time, place, image) = (Finding::NoCameraTime, Finding::NoFix, Finding::ImageMissing);
                let verdict = EvidenceVerdict { time, place, image, chain: self.chain(seq, why) };
                return Ok(PhotoReport { photo, seq, verdict, files: Vec::new(), absence });
            }
        };
        let mut files = Vec::new();
        for copy in PhotoCopy::ALL {
            let places: Vec<usize> = (0..self.found.len())
                .filter(|at| {
                    self.found.get(*at).is_some_and(|found| found.file == PhotoFile { photo, copy: *copy })
                })
                .collect();
            for place in places {
                let finding = self.judge_file(&record, *copy, place)?;
                files.push(FileReport { copy: *copy, finding });
            }
        }
        let is_entered_later = self.is_entered_later(record.visit);
        let around = Circumstances { is_entered_later, skew_ms: None };
        let chain = self.chain(seq, Finding::ChainProved);
        let verdict = EvidenceVerdict::new(&record, &around, image(&files), chain);
        Ok(PhotoReport { photo, seq, verdict, files, absence: None })
    }

    /// Whether the device says so under its signature: an entry behind its last one anybody could have written.
    fn is_entered_later(&self, visit: VisitId) -> bool {
        self.visits_later.get(&visit).is_some_and(|seq| *seq <= self.report.signed_through)
    }

    /// Why there is no record to go by, and what is stated of it where its body is not there. That it was erased by
    /// law is found where somebody says so whose word counts.
    fn absence(&self, seq: Option<u64>, why: Finding) -> (Finding, Option<Absence>) {
        if why != Finding::RecordWithoutBody {
            return (why, None);
        }
        let stated = self.absent.as_ref().zip(seq).and_then(|(absent, seq)| absent.of(seq)).cloned();
        let counts = self.report.absent.as_ref().is_some_and(|absent| absent.by.counts());
        match stated {
            Some(Absence::Erased(_)) if counts => (Finding::RecordErased, stated),
            Some(_) | None => (why, stated),
        }
    }

    /// What the journal's proof says of the record at `seq`.
    fn chain(&self, seq: Option<u64>, proved: Finding) -> Finding {
        match seq {
            _ if self.report.broken.is_some() => Finding::ChainBroken,
            None => Finding::RecordNotHere,
            Some(seq) if seq > self.report.signed_through => Finding::ChainUnsigned,
            Some(_) if proved == Finding::ChainProved && !self.report.key_is_known => Finding::KeyUnknown,
            Some(_) => proved,
        }
    }

    fn judge_file(
        &mut self,
        record: &PhotoRecord,
        copy: PhotoCopy,
        place: usize,
    ) -> Result<Finding, BundleError> {
        let Some(found) = self.found.get(place) else { return Ok(Finding::ImageMissing) };
        let PhotoPart { sha256, sealed_sha256, .. } = *record.part(copy);
        let (is_sealed, digest) = (found.is_sealed, found.sha256);
        Ok(match is_sealed {
            true if digest == sealed_sha256 => Finding::SealedWhole,
            false if digest == sha256 => Finding::ImageWhole,
            false if copy == PhotoCopy::Original && self.shows_the_picture(record, place)? => {
                Finding::ReImported
            }
            true | false => Finding::ImageChanged,
        })
    }

    /// Whether a file that is not the original is the original's picture all the same, its metadata lost.
    fn shows_the_picture(&mut self, record: &PhotoRecord, place: usize) -> Result<bool, BundleError> {
        let (Some(expected), Some(found)) = (record.picture_sha256, self.found.get(place)) else {
            return Ok(false);
        };
        let (at, bytes) = (found.at, found.bytes);
        if bytes > MAX_BYTES {
            return Ok(false);
        }
        let mut part = Vec::new();
        self.file.seek(SeekFrom::Start(at))?;
        self.file.by_ref().take(bytes).read_to_end(&mut part)?;
        let picture = picture_sha256(|| Ok(part.as_slice()));
        Ok(picture.is_ok_and(|picture| picture == Some(expected)))
    }
}

/// What the files come to together.
fn image(files: &[FileReport]) -> Finding {
    let has = |finding| files.iter().any(|file| file.finding == finding);
    [Finding::ImageChanged, Finding::ReImported, Finding::ImageWhole, Finding::SealedWhole]
        .into_iter()
        .find(|finding| has(*finding))
        .unwrap_or(Finding::ImageMissing)
}

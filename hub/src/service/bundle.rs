//! Evidence bundles of what the hub holds: a device's chain, some photos, their records.

use std::{
    fs::{self, File},
    io::{BufWriter, ErrorKind, Write},
    path::Path,
};

use doorstep_core::{
    domain::evidence::{PhotoFile, PhotoRecord},
    id::{DeviceId, PhotoId, VisitId},
    op::{
        body::{Body, Payload},
        bundle::{
            ABOUT, About, BundleError, BundleWriter, JournalPages, MAX_PHOTOS, opened_part, sealed_part,
        },
    },
    seal::{open_file, sha256_file},
};

use super::{Hub, HubError};
use crate::store::{KeptOp, ReceiptState, StoreError, UploadRecord, UploadState};

/// Operations read at once.
const PAGE: usize = 500;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// For whom a bundle is made.
#[derive(Clone, Debug)]
pub struct BundleFor {
    /// Who gets it.
    pub recipient: String,
    /// How many days they may keep it.
    pub keep_days: u16,
    /// Whether the photos go opened; sealed to the hub otherwise.
    pub opened: bool,
}

impl Hub {
    /// Writes a bundle that proves `photos`, all of one device, to `file`, which must be new; of one that was erased by
    /// law it proves that. Answers how many photo files it holds. A bundle that could not be finished is taken away
    /// again.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for a photo that is not known, [`HubError::Invalid`] when they are of several devices,
    /// [`HubError::PhotoDamaged`] for one whose file is no longer what was stored.
    /// [`StoreError::Io`] also when there is such a file already.
    pub fn export_bundle(
        &self,
        photos: &[PhotoId],
        whom: &BundleFor,
        file: &Path,
    ) -> Result<usize, HubError> {
        if photos.is_empty() || photos.len() > MAX_PHOTOS {
            return Err(HubError::Invalid("a bundle is about 1 to 2,000 photos"));
        }
        let (device, records) = self.photo_records(photos)?;
        let about = self.about(device, photos, whom)?;
        let out = File::create_new(file).map_err(StoreError::io(file.display().to_string()))?;
        let written = self.write_bundle(&about, &records, whom.opened, out);
        if written.is_err() {
            // What hinders it hinders this too; the first reason is the one to tell.
            let _ = fs::remove_file(file);
        }
        written
    }

    fn write_bundle(
        &self,
        about: &About,
        records: &[PhotoRecord],
        opened: bool,
        out: File,
    ) -> Result<usize, HubError> {
        let mut out = BundleWriter::new(BufWriter::new(out)).map_err(failed)?;
        let told = serde_json::to_vec(about).map_err(|_| StoreError::Corrupt("bundle"))?;
        out.add(ABOUT, &told).map_err(failed)?;
        self.add_chain(about, records, &mut out)?;
        let mut files = 0;
        for record in records {
            for upload in self.store.reading(|tx| tx.uploads_of(record.id))? {
                files += usize::from(self.add_file(record, &upload, opened, &mut out)?);
            }
        }
        let out = out.finish().map_err(failed)?;
        let out = out.into_inner().map_err(|error| StoreError::io("bundle")(error.into_error()))?;
        out.sync_all().map_err(StoreError::io("bundle"))?;
        Ok(files)
    }

    /// What the photos' device recorded of them; nothing is left of one that was erased.
    fn photo_records(&self, photos: &[PhotoId]) -> Result<(DeviceId, Vec<PhotoRecord>), HubError> {
        let mut of_device = None;
        let mut records = Vec::with_capacity(photos.len());
        for photo in photos {
            let claims = self.store.reading(|tx| tx.photo_claims(*photo))?;
            let taken = claims.iter().position(|claim| claim.state == ReceiptState::Settled);
            let claim = claims.into_iter().nth(taken.unwrap_or(0));
            let device = match &claim {
                Some(claim) => Some(claim.device),
                None => self.store.reading(|tx| tx.photo_device(*photo))?,
            };
            let device = device.ok_or(HubError::NotFound("this photo"))?;
            if *of_device.get_or_insert(device) != device {
                return Err(HubError::Invalid("the photos are of several devices: make a bundle for each"));
            }
            let Some(claim) = claim else { continue };
            match Payload::from_json(&claim.body).map(|payload| payload.body) {
                Ok(Body::PhotoTaken(record)) => records.push(record),
                _ => return Err(HubError::NotFound("the record of this photo")),
            }
        }
        Ok((of_device.ok_or(HubError::NotFound("this photo"))?, records))
    }

    fn about(&self, device: DeviceId, photos: &[PhotoId], whom: &BundleFor) -> Result<About, HubError> {
        let (record, heads) =
            self.store.reading(|tx| Ok::<_, StoreError>((tx.device(device)?, tx.signed_heads(device)?)))?;
        let record = record.ok_or(HubError::UnknownDevice)?;
        let now = self.clock.now();
        Ok(About {
            device,
            public_key: hex::encode(&record.public_key),
            heads: heads.into_iter().next_back().into_iter().collect(),
            photos: photos.to_vec(),
            exported_at: now,
            recipient: whom.recipient.clone(),
            expires_at: now.plus_millis(i64::from(whom.keep_days) * DAY_MS),
        })
    }

    fn add_chain<W: Write>(
        &self,
        about: &About,
        records: &[PhotoRecord],
        out: &mut BundleWriter<W>,
    ) -> Result<(), HubError> {
        let (device, photos) = (about.device, &about.photos);
        let visits: Vec<VisitId> = records.iter().map(|record| record.visit).collect();
        let mut pages = JournalPages::new(photos, &visits);
        let mut after = 0;
        loop {
            let page = self.store.reading(|tx| tx.operations(device, after, PAGE))?;
            let Some(last) = page.last().map(|kept| kept.entry.link.seq) else { break };
            after = last;
            for KeptOp { entry, erased } in page {
                match erased {
                    Some(why) => pages.push_erased(out, entry, why),
                    None => pages.push(out, entry),
                }
                .map_err(failed)?;
            }
        }
        pages.flush(out).map_err(failed)?;
        match pages.absent(device, &self.keys.order).map_err(|_| HubError::BadSignature)? {
            Some(absent) => out.add_absent(&absent).map_err(failed),
            None => Ok(()),
        }
    }

    /// Adds a stored file; one that is not here, or that was never what was recorded, is left out.
    fn add_file<W: Write>(
        &self,
        record: &PhotoRecord,
        upload: &UploadRecord,
        opened: bool,
        out: &mut BundleWriter<W>,
    ) -> Result<bool, HubError> {
        let copy = record.copy_sealed_as(upload.sealed_sha256, upload.bytes);
        let (Some(copy), UploadState::Stored) = (copy, upload.state) else { return Ok(false) };
        let (file, part) = (PhotoFile { photo: record.id, copy }, record.part(copy));
        let path = self.photo_path(upload);
        let Ok(sealed) = File::open(&path) else { return Ok(false) };
        let damaged = HubError::PhotoDamaged { photo: record.id };
        // Evidence for a mandatory report opens for its addressee alone.
        if !opened || record.kind.is_for_addressee() {
            let (sha256, _) = sha256_file(&path).map_err(StoreError::io("photo"))?;
            if sha256 != upload.sealed_sha256 {
                return Err(damaged);
            }
            out.add_from(&sealed_part(file), upload.bytes, upload.sealed_sha256, sealed).map_err(failed)?;
            return Ok(true);
        }
        out.add_with(&opened_part(file), part.bytes, part.sha256, |out| {
            let done = open_file(&path, std::slice::from_ref(&self.keys.photo), out);
            done.map(drop).map_err(|_| BundleError::Io(ErrorKind::InvalidData))
        })
        .map_err(|error| {
            if error == BundleError::Io(ErrorKind::InvalidData) { damaged } else { failed(error) }
        })?;
        Ok(true)
    }
}

fn failed(error: BundleError) -> HubError {
    let kind = match error {
        BundleError::Io(kind) => kind,
        BundleError::NotABundle => ErrorKind::InvalidData,
    };
    StoreError::io("bundle")(kind.into()).into()
}

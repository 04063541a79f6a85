//! Evidence that leaves the phone by itself: the journal, some photos and their records in one file that anybody can
//! check.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use crate::{
    domain::evidence::{PhotoFile, PhotoRecord},
    error::{DoorstepError, Thing},
    id::{DeviceId, HouseholdId, PhotoId, VisitId},
    op::{
        body::{Body, Payload},
        bundle::{
            ABOUT, About, BundleError, BundleWriter, JournalPages, MAX_PHOTOS, opened_part, sealed_part,
        },
    },
    seal::{SignedHead, open_file, write_whole},
    store::{Identity, StoreError, blob, erasure_of, journal},
    text::Text,
};

use super::{Doorstep, PAGE, error::invalid};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What a bundle is to prove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BundleOf {
    /// These photos.
    Photos(Vec<PhotoId>),
    /// All photos of a visit whose records are still here.
    Visit(VisitId),
    /// All photos of a household whose records are still here.
    Household(HouseholdId),
}

/// For whom a bundle is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleFor {
    /// Who gets it: an office, a court.
    pub recipient: String,
    /// How many days they may keep it.
    pub keep_days: u16,
    /// Whether the photos go opened, for a recipient without the hub's key; sealed otherwise.
    pub opened: bool,
}

impl Doorstep {
    /// Writes the device's journal, the records of the photos that `what` names and those of their files that are here
    /// to `file`, for `doorstep verify`. Of all other records only the links go, which prove and tell nothing. Answers
    /// how many files of photos it holds.
    ///
    /// # Errors
    /// [`DoorstepError::NotFound`] for a photo that is not recorded on this phone or whose record was trimmed since,
    /// and when a visit or household has none; [`DoorstepError::InvalidInput`] without a recipient, for none or too
    /// many photos, for photos that were recorded before and after the phone enrolled anew, or for one of the store's
    /// own files (`path`);
    /// [`DoorstepError::StorageFull`].
    pub fn export_bundle(
        &self,
        what: &BundleOf,
        whom: &BundleFor,
        file: &Path,
    ) -> Result<usize, DoorstepError> {
        self.check_target(file)?;
        if whom.recipient.trim().is_empty() {
            return Err(invalid("recipient", "请填写接收单位", "Say who gets it"));
        }
        let me = self.identity()?.ok_or(DoorstepError::NotFound { what: Thing::Enrolment })?;
        let photos = self.photos_of(what)?;
        if photos.is_empty() || photos.len() > MAX_PHOTOS {
            return Err(invalid("photos", "请选择照片（最多 2000 张）", "Choose photos, at most 2,000"));
        }
        let (device, records) = self.records_of(&photos)?;
        write_whole(file, |part| self.write_bundle(&me, device, &records, whom, part))
    }

    fn photos_of(&self, what: &BundleOf) -> Result<Vec<PhotoId>, DoorstepError> {
        let most = MAX_PHOTOS + 1;
        let photos = self.store.read(|tx| match what {
            BundleOf::Photos(photos) => Ok(photos.clone()),
            BundleOf::Visit(visit) => blob::recorded_at_visit(tx, *visit, most),
            BundleOf::Household(household) => blob::recorded_at_household(tx, *household, most),
        })?;
        match what {
            BundleOf::Visit(_) | BundleOf::Household(_) if photos.is_empty() => {
                Err(DoorstepError::NotFound { what: Thing::Photo })
            }
            _ => Ok(photos),
        }
    }

    /// The records of these photos, and the device id under which all of them were made.
    fn records_of(&self, photos: &[PhotoId]) -> Result<(DeviceId, Vec<PhotoRecord>), DoorstepError> {
        let mut of_device = None;
        let mut records = Vec::with_capacity(photos.len());
        for photo in photos {
            let found = self.store.read(|tx| blob::recorded(tx, *photo))?;
            let (device, body) = found.ok_or(DoorstepError::NotFound { what: Thing::Photo })?;
            if *of_device.get_or_insert(device) != device {
                return Err(invalid(
                    "photos",
                    "部分照片是手机重新注册之前拍摄的，请分开导出",
                    "Some were taken before this phone enrolled anew: export them by themselves",
                ));
            }
            let payload = body.and_then(|body| Payload::from_json(&body).ok());
            match payload.map(|payload| payload.body) {
                Some(Body::PhotoTaken(record)) => records.push(record),
                _ => return Err(DoorstepError::NotFound { what: Thing::PhotoRecord }),
            }
        }
        let device = of_device.ok_or(DoorstepError::NotFound { what: Thing::Photo })?;
        Ok((device, records))
    }

    fn write_bundle(
        &self,
        me: &Identity,
        device: DeviceId,
        records: &[PhotoRecord],
        whom: &BundleFor,
        file: &Path,
    ) -> Result<usize, DoorstepError> {
        let heads = self.heads_of(me, device)?;
        let last = heads.iter().map(|head| head.seq).max().unwrap_or(0);
        let photos: Vec<PhotoId> = records.iter().map(|record| record.id).collect();
        let visits: Vec<VisitId> = records.iter().map(|record| record.visit).collect();
        let now = self.host.clock.now();
        let about = About {
            device,
            public_key: hex::encode(&me.public_key),
            heads,
            photos: photos.clone(),
            exported_at: now,
            recipient: whom.recipient.trim().to_owned(),
            expires_at: now.plus_millis(i64::from(whom.keep_days) * DAY_MS),
        };
        let about =
            serde_json::to_vec(&about).map_err(|_| DoorstepError::Internal { code: "bundle/json".into() })?;
        let mut out = BundleWriter::new(BufWriter::new(File::create(file).map_err(StoreError::from)?))?;
        out.add(ABOUT, &about)?;
        let mut pages = JournalPages::new(&photos, &visits);
        let mut after = 0;
        loop {
            let page = self.store.read(|tx| journal::entries(tx, device, after, PAGE))?;
            let Some(end) = page.last().map(|entry| entry.link.seq).filter(|_| after < last) else { break };
            after = end;
            // What is recorded meanwhile is not signed yet.
            for entry in page.into_iter().filter(|entry| entry.link.seq <= last) {
                let op = entry.link.op_id;
                match self
                    .store
                    .read(|tx| if entry.body.is_none() { erasure_of(tx, op) } else { Ok(None) })?
                {
                    Some(why) => pages.push_erased(&mut out, entry, why)?,
                    None => pages.push(&mut out, entry)?,
                }
            }
        }
        pages.flush(&mut out)?;
        if let Some(absent) = pages.absent(device, self.host.signer.as_ref())? {
            out.add_absent(&absent)?;
        }
        let mut files = 0;
        for record in records {
            files += self.add_files(me, record, whom.opened, &mut out)?;
        }
        let file = out.finish()?.into_inner().map_err(|error| StoreError::from(error.into_error()))?;
        file.sync_all().map_err(StoreError::from)?;
        Ok(files)
    }

    /// The last signature over the chain of `device`: a fresh one while that is this phone's id.
    fn heads_of(&self, me: &Identity, device: DeviceId) -> Result<Vec<SignedHead>, DoorstepError> {
        let (kept, head) = self
            .store
            .read(|tx| Ok::<_, StoreError>((journal::signed_heads(tx, device)?.pop(), journal::head(tx)?)))?;
        match head.filter(|head| device == me.device && head.seq > 0) {
            Some(head) => {
                let signer = self.host.signer.as_ref();
                Ok(vec![SignedHead::sign(signer, device, head.seq, head.hash)?])
            }
            None => Ok(kept.into_iter().collect()),
        }
    }

    fn add_files<W: Write>(
        &self,
        me: &Identity,
        record: &PhotoRecord,
        opened: bool,
        out: &mut BundleWriter<W>,
    ) -> Result<usize, DoorstepError> {
        let mut count = 0;
        for file in PhotoFile::all(record.id) {
            let path = self.photo_file(&file.file_name())?;
            let Ok(sealed) = File::open(&path) else { continue };
            let part = record.part(file.copy);
            // Evidence for a mandatory report opens for its addressee alone.
            if opened && !record.kind.is_for_addressee() {
                let name = opened_part(file);
                out.add_with(&name, part.bytes, part.sha256, |out| {
                    let done = open_file(&path, std::slice::from_ref(&me.storage_key), out);
                    done.map(drop).map_err(crate::photo::PhotoError::Seal).map_err(DoorstepError::from)
                })?;
            } else {
                out.add_from(&sealed_part(file), part.sealed_bytes, part.sealed_sha256, sealed)?;
            }
            count += 1;
        }
        Ok(count)
    }
}

impl From<BundleError> for DoorstepError {
    fn from(error: BundleError) -> Self {
        match error {
            BundleError::Io(kind) => StoreError::from(std::io::Error::from(kind)).into(),
            BundleError::NotABundle => {
                Self::Conflict { reason: Text::new("不是证据包文件", "This is no evidence bundle") }
            }
        }
    }
}

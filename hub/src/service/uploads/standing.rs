//! How a file stands to what devices recorded of its photo. Only a record that was taken makes it evidence.

use std::collections::BTreeSet;

use doorstep_core::{
    domain::evidence::PhotoRecord,
    id::DeviceId,
    op::body::{Body, Payload},
};

use super::{HubError, access};
use crate::store::{DeviceState, PhotoClaim, Reads, ReceiptState, StoreError, UploadRecord, UploadState};

pub(super) enum ClaimStanding {
    /// No record names this file.
    Unclaimed,
    /// One does and waits for its verdict.
    Waits,
    /// One was taken.
    Accepted(Box<Claimed>),
    /// All that name it were rejected.
    Rejected,
}

/// What was recorded of a file, and every device that said it.
pub(super) struct Claimed {
    pub(super) record: PhotoRecord,
    pub(super) devices: BTreeSet<DeviceId>,
}

impl ClaimStanding {
    /// Of several records that of the device which sent the file counts; another may have taken the same picture
    /// along (a fork).
    pub(super) fn of(tx: &dyn Reads, upload: &UploadRecord) -> Result<Self, StoreError> {
        let mut accepted: Option<Box<Claimed>> = None;
        let (mut waits, mut rejected) = (false, false);
        for claim in tx.photo_claims(upload.photo)? {
            let Some(record) = record_naming(upload, &claim) else { continue };
            match claim.state {
                ReceiptState::Settled => {
                    let first = || Box::new(Claimed { record: record.clone(), devices: BTreeSet::new() });
                    let claimed = accepted.get_or_insert_with(first);
                    claimed.devices.insert(claim.device);
                    if claim.device == upload.device {
                        claimed.record = record;
                    }
                }
                ReceiptState::Unapplied | ReceiptState::Deferred | ReceiptState::Duplicate => waits = true,
                ReceiptState::Rejected | ReceiptState::Refused => rejected = true,
            }
        }
        Ok(match accepted {
            Some(claimed) => Self::Accepted(claimed),
            None if waits => Self::Waits,
            None if rejected => Self::Rejected,
            None => Self::Unclaimed,
        })
    }
}

fn record_naming(upload: &UploadRecord, claim: &PhotoClaim) -> Option<PhotoRecord> {
    let Ok(Body::PhotoTaken(record)) = Payload::from_json(&claim.body).map(|payload| payload.body) else {
        return None;
    };
    let names =
        record.id == upload.photo && record.copy_sealed_as(upload.sealed_sha256, upload.bytes).is_some();
    names.then_some(record)
}

/// Refuses a file that could never be stored as things stand, so that its phone keeps it and can say why. A phone that
/// drains will keep nothing: what it has of a rejected record comes, for it is the last there is.
pub(super) fn may_come(tx: &dyn Reads, upload: &UploadRecord) -> Result<(), HubError> {
    match upload.state {
        UploadState::Altered => Err(HubError::PhotoAltered),
        UploadState::Stored => Ok(()),
        UploadState::Open | UploadState::Complete => match ClaimStanding::of(tx, upload)? {
            ClaimStanding::Rejected if !is_draining(tx, upload.device)? => Err(HubError::RecordRejected),
            ClaimStanding::Unclaimed
            | ClaimStanding::Waits
            | ClaimStanding::Accepted(_)
            | ClaimStanding::Rejected => Ok(()),
        },
    }
}

fn is_draining(tx: &dyn Reads, device: DeviceId) -> Result<bool, StoreError> {
    let Some(device) = tx.device(device)? else { return Ok(false) };
    Ok(access::standing(tx, &device)? == DeviceState::Draining)
}

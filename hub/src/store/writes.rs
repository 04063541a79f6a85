//! Everything that can be changed in the store.

use std::collections::BTreeSet;

use doorstep_core::{
    codes::GridCode,
    id::{DeviceId, PhotoId, StaffId},
    op::{
        apply::Receipt,
        row::Row,
        wire::{Head, WireOp},
    },
    photo::FingerprintBits,
    seal::{Digest, SignedHead},
    time::{Day, Timestamp},
};
use uuid::Uuid;

use super::{
    DeviceRecord, DeviceState, EnrolCode, ErasureWrites, MetaKey, Reads, ReceiptState, Settled, StoreError,
    UploadRecord, UploadState,
};

type Result<T> = std::result::Result<T, StoreError>;

/// Changes the hub inside one transaction.
pub trait Writes: Reads + ErasureWrites {
    /// This transaction's view, for questions.
    fn reads(&self) -> &dyn Reads;

    /// Sets a single value.
    ///
    /// # Errors
    /// When the store cannot be written; the whole transaction is then undone.
    fn set_meta(&self, key: MetaKey, value: &[u8]) -> Result<()>;

    /// The revision that the next unit will have.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn next_revision(&self) -> Result<u64>;

    /// Writes rows that travel together as one new revision and returns it. Rows equal to what is stored are
    /// left out; with nothing left, no revision is made and the present one returned. A row whose scope
    /// changed leaves a removal in the old one; a household that moved takes all its rows along.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn write_unit(&self, rows: &[Row]) -> Result<u64>;

    /// Notes for which day and up to which revision the tickets of `grid` are derived.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn set_tickets_derived(&self, grid: GridCode, on: Day, revision: u64) -> Result<()>;

    /// Adds a device.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn add_device(&self, device: &DeviceRecord) -> Result<()>;

    /// Changes where a device stands.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn set_device_state(&self, device: DeviceId, state: DeviceState) -> Result<()>;

    /// A device was heard of.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn set_last_seen(&self, device: DeviceId, at: Timestamp) -> Result<()>;

    /// Everything that is stored now is in a backup, up to these heads.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn set_backed_up(&self, heads: &[(DeviceId, u64)]) -> Result<()>;

    /// Adds a one-use code.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn add_enrol_code(&self, code: &EnrolCode) -> Result<()>;

    /// Marks a code as used.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn use_enrol_code(&self, digest: Digest, device: DeviceId) -> Result<()>;

    /// Drops codes that were never used: those that expired before `now`, and all of `staff`, whom a new one replaces.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn drop_enrol_codes(&self, staff: Option<StaffId>, now: Timestamp) -> Result<()>;

    /// Stores an operation verbatim as the next link of a device's chain.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn append(&self, device: DeviceId, op: &WireOp, receipt: &Receipt, state: ReceiptState) -> Result<()>;

    /// Moves a device's head to the last operation stored.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn set_head(&self, device: DeviceId, head: Head) -> Result<()>;

    /// Keeps a device's signature over the head of its chain as evidence.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn keep_signature(&self, device: DeviceId, head: &SignedHead) -> Result<()>;

    /// Notes the verdict on an operation of a device.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn settle(&self, device: DeviceId, seq: u64, state: ReceiptState, verdict: &Settled) -> Result<()>;

    /// Notes when a deferred operation is judged again, and the subject it waits for, where that is known.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn postpone(
        &self,
        device: DeviceId,
        seq: u64,
        retry_at: Timestamp,
        waits_for: Option<&str>,
    ) -> Result<()>;

    /// Lets what waits for `subject` be judged again from `now` on; answers those groups as [`Reads::due`] names
    /// them.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn wake(&self, subject: &str, now: Timestamp) -> Result<BTreeSet<i64>>;

    /// Keeps what a photo looks like, once; without `bits` it shows too little. It is erased with the photo's row, when
    /// that is written without a document.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn keep_fingerprint(&self, photo: PhotoId, sha256: Digest, bits: Option<FingerprintBits>) -> Result<()>;

    /// Announces an upload.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn add_upload(&self, upload: &UploadRecord) -> Result<()>;

    /// Notes how far an upload is durable and where it stands.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn set_upload(&self, id: Uuid, offset: u64, state: UploadState) -> Result<()>;

    /// Forgets an upload.
    ///
    /// # Errors
    /// As for [`Writes::set_meta`].
    fn drop_upload(&self, id: Uuid) -> Result<()>;
}

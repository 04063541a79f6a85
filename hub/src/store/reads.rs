//! Everything that can be asked of the store.

use std::collections::BTreeSet;

use doorstep_core::{
    codes::GridCode,
    domain::{
        duty::HouseholdFacts,
        org::{Responsibility, StaffRole},
    },
    id::{DeviceId, HouseholdId, OpId, PhotoId, StaffId},
    op::row::{Row, RowKind, Scope},
    photo::FingerprintBits,
    seal::{Digest, SignedHead},
    time::{Day, Timestamp},
};
use uuid::Uuid;

use super::{
    DeviceRecord, EnrolCode, ErasureReads, FeedSlice, KeptOp, MetaKey, PendingGroup, PhotoClaim, Position,
    Settled, StoreError, StoredRow, UploadRecord,
};

type Result<T> = std::result::Result<T, StoreError>;

/// Reads one consistent state of the hub. Lists are ordered, and long ones go to a closure row by row.
pub trait Reads: ErasureReads {
    /// A single value of the hub.
    ///
    /// # Errors
    /// When the store cannot be read, or holds what no hub wrote there.
    fn meta(&self, key: MetaKey) -> Result<Option<Vec<u8>>>;

    /// Where the hub's history stands.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn position(&self) -> Result<Position>;

    /// The chain digest at `revision`; that of revision 0 stands for the empty hub.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn digest_at(&self, revision: u64) -> Result<Option<Digest>>;

    /// One row; a removed one comes without a document.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn row(&self, kind: RowKind, id: Uuid) -> Result<Option<StoredRow>>;

    /// The rows of one kind that travel with `household`, by id; removed ones too.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn of_household(&self, kind: RowKind, household: HouseholdId) -> Result<Vec<Row>>;

    /// All present rows of one kind, by id; of one scope where it is named.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn for_each_row(
        &self,
        kind: RowKind,
        scope: Option<Scope>,
        each: &mut dyn FnMut(Row) -> Result<()>,
    ) -> Result<()>;

    /// How many present rows a kind has.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn count(&self, kind: RowKind) -> Result<u64>;

    /// All that bears on the duties of one household.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn facts(&self, household: HouseholdId) -> Result<Option<HouseholdFacts>>;

    /// The facts of every household that lies in `grid` or ever lay there, by household id.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn for_each_facts(
        &self,
        grid: GridCode,
        each: &mut dyn FnMut(HouseholdFacts) -> Result<()>,
    ) -> Result<()>;

    /// Households of `grid` whose facts changed after `revision`.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn households_changed(&self, grid: GridCode, revision: u64) -> Result<Vec<HouseholdId>>;

    /// The latest revision in which a rule pack or the settings changed.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn rules_revision(&self) -> Result<u64>;

    /// The day and the revision for which the tickets of `grid` were last derived.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn tickets_derived(&self, grid: GridCode) -> Result<Option<(Day, u64)>>;

    /// Changes of `scope` after `revision`: at least `limit` rows where there are as many, cut only between
    /// revisions.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn feed(&self, scope: Scope, after: u64, limit: usize) -> Result<FeedSlice>;

    /// The present rows of `scope`, for a checksum: kind, id, document as JSON text.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn for_each_in_scope(
        &self,
        scope: Scope,
        each: &mut dyn FnMut(RowKind, Uuid, &str) -> Result<()>,
    ) -> Result<()>;

    /// Every grid that has a row of its own, by code.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn grids(&self) -> Result<Vec<GridCode>>;

    /// The lines of the responsibility lists that name `staff`.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn responsibilities_of(&self, staff: StaffId) -> Result<Vec<Responsibility>>;

    /// The responsibility list of one grid.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn responsibilities_for(&self, grid: GridCode) -> Result<Vec<Responsibility>>;

    /// A device.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn device(&self, id: DeviceId) -> Result<Option<DeviceRecord>>;

    /// The device that a fork request with this nonce made.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn fork_of(&self, old: DeviceId, nonce: Uuid) -> Result<Option<DeviceRecord>>;

    /// The ids that one phone has had, by its public key: it gets another whenever it forks or enrols again.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn devices_with_key(&self, public_key: &[u8]) -> Result<Vec<DeviceRecord>>;

    /// All devices, by id.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn devices(&self) -> Result<Vec<DeviceRecord>>;

    /// Active phones, under no id seen since `since`, of staff who answer for one of `grids` on `day`.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn silent_devices(&self, grids: &[GridCode], day: Day, since: Timestamp) -> Result<u32>;

    /// A code, by its digest.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn enrol_code(&self, digest: Digest) -> Result<Option<EnrolCode>>;

    /// The digest of the body that an operation's id stands for, with the verdict where there is one.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn known_op(&self, op: OpId) -> Result<Option<(Digest, Option<Settled>)>>;

    /// The devices whose chains hold this operation.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn devices_of_op(&self, op: OpId) -> Result<Vec<DeviceId>>;

    /// Whether an operation of this kind about this subject was rejected, and none is on its way that may still
    /// be taken.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn was_rejected(&self, kind: &str, subject: &str) -> Result<bool>;

    /// Bodies of the few latest visits that a device recorded before its operation number `seq`, the latest first,
    /// whatever became of them.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn visits_before(&self, device: DeviceId, seq: u64) -> Result<Vec<String>>;

    /// The signatures over heads of a device's chain, one for each push that brought something, by seq.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn signed_heads(&self, device: DeviceId) -> Result<Vec<SignedHead>>;

    /// What a worker was before the present role, each with the instant up to which they were it; the oldest
    /// first.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn former_roles(&self, staff: StaffId) -> Result<Vec<(Timestamp, StaffRole)>>;

    /// The groups to judge, each by the number of its first receipt that waits, which is the order of arrival: all
    /// that were never judged, and those deferred whose time has come, of all devices or of this one.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn due(&self, now: Timestamp, deferred_of: Option<DeviceId>) -> Result<BTreeSet<i64>>;

    /// The group of the receipt with this number, while it waits to be judged.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn pending(&self, number: i64) -> Result<Option<PendingGroup>>;

    /// How many groups of one phone are deferred, under all ids with this public key.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn deferred_groups(&self, public_key: &[u8]) -> Result<u64>;

    /// The operations of a device's chain after `after`: as they came, but for bodies that were erased.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn operations(&self, device: DeviceId, after: u64, limit: usize) -> Result<Vec<KeptOp>>;

    /// The bodies of all operations of one kind that were taken, each with when it came, in that order.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn taken_bodies(&self, kind: &str) -> Result<Vec<(Timestamp, String)>>;

    /// The device that recorded a photo first, also where what it said of it was erased.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn photo_device(&self, photo: PhotoId) -> Result<Option<DeviceId>>;

    /// What devices said of a photo.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn photo_claims(&self, photo: PhotoId) -> Result<Vec<PhotoClaim>>;

    /// An upload.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn upload(&self, id: Uuid) -> Result<Option<UploadRecord>>;

    /// The upload of this photo with these bytes, whoever announced it.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn upload_of(&self, photo: PhotoId, sealed_sha256: Digest) -> Result<Option<UploadRecord>>;

    /// The uploads of a photo.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn uploads_of(&self, photo: PhotoId) -> Result<Vec<UploadRecord>>;

    /// Uploads whose bytes are all here and that are not in their place yet.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn complete_uploads(&self) -> Result<Vec<UploadRecord>>;

    /// The fingerprints that were kept after `number`, each with its own number; those that show too little left out.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn fingerprints_after(&self, number: i64) -> Result<Vec<(i64, PhotoId, FingerprintBits)>>;

    /// How many fingerprints were erased, with the photos that they were of.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn erased_fingerprints(&self) -> Result<u64>;

    /// The photos whose original is this very file.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn photos_with_original(&self, sha256: Digest) -> Result<Vec<PhotoId>>;

    /// The uploads of one phone that wait for their bytes or their record, under all ids with this public key.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn waiting_uploads(&self, public_key: &[u8]) -> Result<Vec<UploadRecord>>;

    /// Uploads that were announced before `before` and still wait for their bytes or their record.
    ///
    /// # Errors
    /// As for [`Reads::meta`].
    fn waiting_since(&self, before: Timestamp) -> Result<Vec<UploadRecord>>;
}

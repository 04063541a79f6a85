//! The traits over one transaction: each method hands on to the file of its topic.

use std::collections::BTreeSet;

use doorstep_core::{
    codes::GridCode,
    domain::{
        duty::HouseholdFacts,
        org::{Responsibility, StaffRole},
    },
    id::{DeviceId, HouseholdId, OpId, PhotoId, StaffId},
    op::{
        apply::Receipt,
        row::{Row, RowKind, Scope},
        wire::{Head, WireOp},
    },
    photo::FingerprintBits,
    seal::{Digest, SignedHead},
    time::{Day, Timestamp},
};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use super::{
    View,
    devices::{blob, epoch_of},
    value::{self, Result},
};
use crate::store::{
    DeviceRecord, DeviceState, EnrolCode, FeedSlice, KeptOp, MetaKey, PendingGroup, PhotoClaim, Position,
    Reads, ReceiptState, Settled, StoreError, StoredRow, UploadRecord, UploadState, Writes,
};

impl Reads for View<'_> {
    fn meta(&self, key: MetaKey) -> Result<Option<Vec<u8>>> {
        self.load_meta(key)
    }

    fn position(&self) -> Result<Position> {
        let (revision, digest) = self.last_unit()?;
        Ok(Position { epoch: epoch_of(self.load_meta(MetaKey::Epoch)?)?, revision, digest })
    }

    fn digest_at(&self, revision: u64) -> Result<Option<Digest>> {
        self.unit_digest(revision)
    }

    fn row(&self, kind: RowKind, id: Uuid) -> Result<Option<StoredRow>> {
        self.load_row(kind, id)
    }

    fn of_household(&self, kind: RowKind, household: HouseholdId) -> Result<Vec<Row>> {
        self.load_household_rows(kind, household)
    }

    fn for_each_row(
        &self,
        kind: RowKind,
        scope: Option<Scope>,
        each: &mut dyn FnMut(Row) -> Result<()>,
    ) -> Result<()> {
        self.each_row(kind, scope, each)
    }

    fn count(&self, kind: RowKind) -> Result<u64> {
        let count: i64 = self
            .sql
            .prepare_cached("SELECT count(*) FROM row WHERE kind = ?1 AND document IS NOT NULL")?
            .query_row([kind.as_str()], |row| row.get(0))?;
        u64::try_from(count).map_err(|_| StoreError::Corrupt("number"))
    }

    fn facts(&self, household: HouseholdId) -> Result<Option<HouseholdFacts>> {
        self.load_facts(household)
    }

    fn for_each_facts(
        &self,
        grid: GridCode,
        each: &mut dyn FnMut(HouseholdFacts) -> Result<()>,
    ) -> Result<()> {
        self.each_facts(grid, each)
    }

    fn households_changed(&self, grid: GridCode, revision: u64) -> Result<Vec<HouseholdId>> {
        self.changed_households(grid, revision)
    }

    fn rules_revision(&self) -> Result<u64> {
        let revision: Option<i64> = self
            .sql
            .prepare_cached(
                "SELECT max(revision) FROM row WHERE scope = 'tenant' AND kind IN ('rule_pack', 'settings')",
            )?
            .query_row([], |row| row.get(0))?;
        u64::try_from(revision.unwrap_or(0)).map_err(|_| StoreError::Corrupt("revision"))
    }

    fn tickets_derived(&self, grid: GridCode) -> Result<Option<(Day, u64)>> {
        let found = self
            .sql
            .prepare_cached("SELECT on_day, revision FROM ticketed WHERE grid = ?1")?
            .query_row([grid.to_string()], |row| {
                Ok((row.get::<_, String>(0), value::number(row, "revision")))
            })
            .optional()?;
        let Some((day, revision)) = found else { return Ok(None) };
        Ok(Some((day?.parse().map_err(|_| StoreError::Corrupt("day"))?, revision?)))
    }

    fn feed(&self, scope: Scope, after: u64, limit: usize) -> Result<FeedSlice> {
        self.load_feed(scope, after, limit)
    }

    fn for_each_in_scope(
        &self,
        scope: Scope,
        each: &mut dyn FnMut(RowKind, Uuid, &str) -> Result<()>,
    ) -> Result<()> {
        self.each_in_scope(scope, each)
    }

    fn grids(&self) -> Result<Vec<GridCode>> {
        let mut statement = self.sql.prepare_cached(
            "SELECT DISTINCT scope FROM row WHERE kind = 'grid' AND document IS NOT NULL ORDER BY scope",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            if let Scope::Grid(grid) = value::scope(row, "scope")? {
                found.push(grid);
            }
        }
        Ok(found)
    }

    fn responsibilities_of(&self, staff: StaffId) -> Result<Vec<Responsibility>> {
        self.load_responsibilities("staff = ?1", &blob(&staff.0))
    }

    fn responsibilities_for(&self, grid: GridCode) -> Result<Vec<Responsibility>> {
        self.load_responsibilities("grid = ?1", &grid.to_string())
    }

    fn device(&self, id: DeviceId) -> Result<Option<DeviceRecord>> {
        Ok(self.load_devices("WHERE id = ?1", &[&blob(&id.0)])?.pop())
    }

    fn fork_of(&self, old: DeviceId, nonce: Uuid) -> Result<Option<DeviceRecord>> {
        let condition = "WHERE forked_from = ?1 AND fork_nonce = ?2";
        Ok(self.load_devices(condition, &[&blob(&old.0), &blob(&nonce)])?.pop())
    }

    fn devices_with_key(&self, public_key: &[u8]) -> Result<Vec<DeviceRecord>> {
        self.load_devices("WHERE public_key = ?1", &[&public_key])
    }

    fn devices(&self) -> Result<Vec<DeviceRecord>> {
        self.load_devices("", &[])
    }

    fn silent_devices(&self, grids: &[GridCode], day: Day, since: Timestamp) -> Result<u32> {
        self.count_silent(grids, day, since)
    }

    fn enrol_code(&self, digest: Digest) -> Result<Option<EnrolCode>> {
        self.load_code(digest)
    }

    fn known_op(&self, op: OpId) -> Result<Option<(Digest, Option<Settled>)>> {
        self.load_known_op(op)
    }

    fn devices_of_op(&self, op: OpId) -> Result<Vec<DeviceId>> {
        self.load_devices_of_op(op)
    }

    fn was_rejected(&self, kind: &str, subject: &str) -> Result<bool> {
        self.find_rejected(kind, subject)
    }

    fn visits_before(&self, device: DeviceId, seq: u64) -> Result<Vec<String>> {
        self.load_visits_before(device, seq)
    }

    fn signed_heads(&self, device: DeviceId) -> Result<Vec<SignedHead>> {
        self.load_signatures(device)
    }

    fn former_roles(&self, staff: StaffId) -> Result<Vec<(Timestamp, StaffRole)>> {
        self.load_former_roles(staff)
    }

    fn due(&self, now: Timestamp, deferred_of: Option<DeviceId>) -> Result<BTreeSet<i64>> {
        self.load_due(now, deferred_of)
    }

    fn pending(&self, number: i64) -> Result<Option<PendingGroup>> {
        self.load_pending(number)
    }

    fn deferred_groups(&self, public_key: &[u8]) -> Result<u64> {
        self.count_deferred_groups(public_key)
    }

    fn operations(&self, device: DeviceId, after: u64, limit: usize) -> Result<Vec<KeptOp>> {
        self.load_operations(device, after, limit)
    }

    fn taken_bodies(&self, kind: &str) -> Result<Vec<(Timestamp, String)>> {
        self.load_taken_bodies(kind)
    }

    fn photo_device(&self, photo: PhotoId) -> Result<Option<DeviceId>> {
        self.load_photo_device(photo)
    }

    fn photo_claims(&self, photo: PhotoId) -> Result<Vec<PhotoClaim>> {
        self.load_photo_claims(photo)
    }

    fn upload(&self, id: Uuid) -> Result<Option<UploadRecord>> {
        Ok(self.load_uploads("id = ?1", &[&blob(&id)])?.pop())
    }

    fn upload_of(&self, photo: PhotoId, sealed_sha256: Digest) -> Result<Option<UploadRecord>> {
        let condition = "photo = ?1 AND sealed_sha256 = ?2";
        Ok(self.load_uploads(condition, &[&blob(&photo.0), &sealed_sha256.0])?.pop())
    }

    fn uploads_of(&self, photo: PhotoId) -> Result<Vec<UploadRecord>> {
        self.load_uploads("photo = ?1", &[&blob(&photo.0)])
    }

    fn complete_uploads(&self) -> Result<Vec<UploadRecord>> {
        self.load_uploads("state = 1", &[])
    }

    fn fingerprints_after(&self, number: i64) -> Result<Vec<(i64, PhotoId, FingerprintBits)>> {
        self.load_fingerprints(number)
    }

    fn erased_fingerprints(&self) -> Result<u64> {
        self.count_erased_fingerprints()
    }

    fn photos_with_original(&self, sha256: Digest) -> Result<Vec<PhotoId>> {
        self.load_same_originals(sha256)
    }

    fn waiting_uploads(&self, public_key: &[u8]) -> Result<Vec<UploadRecord>> {
        let condition = "device IN (SELECT id FROM device WHERE public_key = ?1) AND state IN (0, 1)";
        self.load_uploads(condition, &[&public_key])
    }

    fn waiting_since(&self, before: Timestamp) -> Result<Vec<UploadRecord>> {
        self.load_uploads("state IN (0, 1) AND created_at < ?1", &[&before.millis()])
    }
}

impl Writes for View<'_> {
    fn keep_fingerprint(&self, photo: PhotoId, sha256: Digest, bits: Option<FingerprintBits>) -> Result<()> {
        self.insert_fingerprint(photo, sha256, bits)
    }

    fn reads(&self) -> &dyn Reads {
        self
    }

    fn set_meta(&self, key: MetaKey, value: &[u8]) -> Result<()> {
        self.put_meta(key, value)
    }

    fn next_revision(&self) -> Result<u64> {
        Ok(self.last_unit()?.0.saturating_add(1))
    }

    fn write_unit(&self, rows: &[Row]) -> Result<u64> {
        self.put_unit(rows)
    }

    fn set_tickets_derived(&self, grid: GridCode, on: Day, revision: u64) -> Result<()> {
        self.sql
            .prepare_cached("INSERT OR REPLACE INTO ticketed (grid, on_day, revision) VALUES (?1, ?2, ?3)")?
            .execute(params![grid.to_string(), on.to_string(), value::signed(revision)])?;
        Ok(())
    }

    fn add_device(&self, device: &DeviceRecord) -> Result<()> {
        self.put_device(device)
    }

    fn set_device_state(&self, device: DeviceId, state: DeviceState) -> Result<()> {
        self.update_device("state = ?2", device, &[&state.as_str()])
    }

    fn set_last_seen(&self, device: DeviceId, at: Timestamp) -> Result<()> {
        self.update_device("last_seen = ?2", device, &[&at.millis()])
    }

    fn set_backed_up(&self, heads: &[(DeviceId, u64)]) -> Result<()> {
        for (device, seq) in heads {
            let set = "backed_up_through = max(backed_up_through, ?2)";
            self.update_device(set, *device, &[&value::signed(*seq)])?;
        }
        Ok(())
    }

    fn add_enrol_code(&self, code: &EnrolCode) -> Result<()> {
        self.put_code(code)
    }

    fn use_enrol_code(&self, digest: Digest, device: DeviceId) -> Result<()> {
        self.spend_code(digest, device)
    }

    fn drop_enrol_codes(&self, staff: Option<StaffId>, now: Timestamp) -> Result<()> {
        self.delete_codes(staff, now)
    }

    fn append(&self, device: DeviceId, op: &WireOp, receipt: &Receipt, state: ReceiptState) -> Result<()> {
        self.put_receipt(device, op, receipt, state)
    }

    fn set_head(&self, device: DeviceId, head: Head) -> Result<()> {
        self.put_head(device, head)
    }

    fn keep_signature(&self, device: DeviceId, head: &SignedHead) -> Result<()> {
        self.put_signature(device, head)
    }

    fn settle(&self, device: DeviceId, seq: u64, state: ReceiptState, verdict: &Settled) -> Result<()> {
        self.put_verdict(device, seq, state, verdict)
    }

    fn postpone(
        &self,
        device: DeviceId,
        seq: u64,
        retry_at: Timestamp,
        waits_for: Option<&str>,
    ) -> Result<()> {
        self.put_retry(device, seq, retry_at, waits_for)
    }

    fn wake(&self, subject: &str, now: Timestamp) -> Result<BTreeSet<i64>> {
        self.wake_waiting(subject, now)
    }

    fn add_upload(&self, upload: &UploadRecord) -> Result<()> {
        self.put_upload(upload)
    }

    fn set_upload(&self, id: Uuid, offset: u64, state: UploadState) -> Result<()> {
        self.update_upload(id, offset, state)
    }

    fn drop_upload(&self, id: Uuid) -> Result<()> {
        self.delete_upload(id)
    }
}

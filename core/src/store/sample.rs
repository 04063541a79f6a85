//! Builders for the store's tests.

use uuid::Uuid;

use super::{
    Durability, Store, StoreError,
    device::{DeviceState, Identity, set_identity},
    journal,
};
use crate::{
    domain::{
        evidence::{PhotoPart, PhotoRecord, fixture},
        org::{Staff, StaffRole},
    },
    id::{DeviceId, ExceptionId, GroupId, HouseholdId, OpId, PhotoId, SeededIds, StaffId, TenantId, VisitId},
    op::{
        body::{Body, ExceptionAcknowledged, Payload},
        chain::{NewOp, chain_group},
        wire::{TenantSettings, WireOp},
    },
    seal::{Digest, SealKey, SoftwareKey},
    time::{Hlc, Timestamp, WorkingDays, Zone},
};

/// The key of every test phone.
pub(super) fn phone_key() -> SoftwareKey {
    SoftwareKey::generate(&SeededIds::new(77))
}

/// The enrolment of the test phone under its `number`th device id.
pub(super) fn identity_of(number: u128) -> Identity {
    Identity {
        device: DeviceId(Uuid::from_u128(number)),
        public_key: phone_key().to_public().to_sec1(),
        staff: Staff {
            id: StaffId(Uuid::from_u128(900)),
            name: "演示社工".to_owned(),
            role: StaffRole::SocialWorker,
            phone: None,
        },
        settings: TenantSettings {
            tenant: TenantId(Uuid::from_u128(901)),
            name: "演示县".to_owned(),
            zone: Zone::CHINA,
            working_days: WorkingDays::default(),
            fence_radius_m: 100,
            keep_days: 30,
            demo: true,
            report_recipient: None,
            report_phone: None,
            recovery: false,
        },
        recipient: SealKey::generate(&SeededIds::new(6)).recipient(),
        order_key: vec![4; 65],
        hub_url: "https://hub.example:8443".to_owned(),
        hub_spki: Digest([3; 32]),
        storage_key: SealKey::generate(&SeededIds::new(5)),
        state: DeviceState::Active,
    }
}

/// A store in memory that is enrolled as device 1.
pub(super) fn enrolled() -> Store {
    let store = Store::in_memory().unwrap();
    store.write(Durability::Capture, |tx| set_identity(tx, &identity_of(1))).unwrap();
    store
}

/// A photo of the test household.
pub(super) fn photo(number: u128) -> PhotoRecord {
    let (visit, home) = (VisitId(Uuid::from_u128(400)), HouseholdId(Uuid::from_u128(500)));
    let at = Timestamp::from_millis(i64::try_from(number).unwrap_or(0));
    PhotoRecord {
        id: PhotoId(Uuid::from_u128(number)),
        original: part(number, 2),
        working: part(number, 0),
        thumbnail: part(number, 1),
        ..fixture::photo(number, visit, home, StaffId(Uuid::from_u128(900)), at)
    }
}

fn part(number: u128, copy: u8) -> PhotoPart {
    let mut sealed_sha256 = [u8::try_from(number % 251).unwrap_or(0); 32];
    sealed_sha256[0] = copy;
    PhotoPart {
        sha256: Digest([1; 32]),
        bytes: 900,
        sealed_sha256: Digest(sealed_sha256),
        sealed_bytes: 1_000,
        width: 1920,
        height: 1440,
    }
}

/// Some body that needs nothing else.
pub(super) fn remark(number: u128) -> Body {
    Body::ExceptionAcknowledged(ExceptionAcknowledged {
        exception: ExceptionId(Uuid::from_u128(number)),
        note: None,
    })
}

/// Records bodies as one finish at `millis`; answers their operations as they stand in the journal. Operation ids
/// count up from `millis * 1000`.
pub(super) fn record(store: &Store, millis: i64, bodies: Vec<Body>) -> Vec<WireOp> {
    record_superseding(store, millis, bodies, None)
}

/// [`record`], putting right what was rejected.
pub(super) fn record_superseding(
    store: &Store,
    millis: i64,
    bodies: Vec<Body>,
    supersedes: Option<OpId>,
) -> Vec<WireOp> {
    let first = u128::try_from(millis).unwrap_or(0) * 1_000;
    let ops: Vec<NewOp> = (0u32..)
        .zip(bodies)
        .map(|(counter, body)| NewOp {
            op_id: OpId(Uuid::from_u128(first + u128::from(counter))),
            hlc: Hlc { millis, counter },
            payload: Payload { supersedes, body },
        })
        .collect();
    store
        .write(Durability::Capture, |tx| {
            let identity = super::device::identity(tx)?.ok_or(StoreError::NotEnrolled)?;
            let head = journal::head(tx)?.ok_or(StoreError::NotEnrolled)?;
            let group = GroupId(Uuid::from_u128(first));
            let ids = SeededIds::new(millis.unsigned_abs());
            let ops = chain_group(identity.device, head, group, &ops, &ids)
                .map_err(|_| StoreError::Unreadable { what: "body" })?;
            journal::append(tx, &ops)?;
            Ok::<_, StoreError>(ops)
        })
        .unwrap()
}

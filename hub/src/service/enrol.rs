//! How a phone becomes known: a one-use code, or a fork of a device that lost its place.

use doorstep_core::{
    id::{DeviceId, StaffId},
    op::{
        order::OrderKind,
        wire::{EnrolReply, EnrolRequest, EnrolTicket, ForkRequest, Head, fork_message},
    },
    seal::{Digest, PublicKey, genesis},
};
use uuid::Uuid;

use super::{
    Hub, HubError,
    access::{check_signature, staff, standing},
    orders::give_order,
    settings,
};
use crate::store::{DeviceRecord, DeviceState, Durability, EnrolCode, Reads, StoreError, Writes};

/// How long a code may be used.
const CODE_MS: i64 = 10 * 60 * 1000;
/// The longest app version that is kept.
const MAX_VERSION: usize = 64;

/// The version that an app told, as a terminal may show it.
fn version(told: &str) -> String {
    let is_plain = |char: &char| char.is_alphanumeric() || char.is_ascii_punctuation() || *char == ' ';
    told.chars().filter(is_plain).take(MAX_VERSION).collect()
}

impl Hub {
    /// A one-use code for a worker, good for ten minutes; an unused earlier one is void.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for a worker who is not staff.
    pub fn issue_code(&self, worker: StaffId, url: &str) -> Result<EnrolTicket, HubError> {
        let mut bytes = [0; 16];
        self.ids.random(&mut bytes);
        let code = hex::encode(bytes);
        let now = self.clock.now();
        self.store.writing(Durability::Durable, |tx| {
            staff(tx.reads(), worker)?.ok_or(HubError::NotFound("this worker"))?;
            tx.drop_enrol_codes(Some(worker), now)?;
            tx.add_enrol_code(&EnrolCode {
                digest: Digest::of(code.as_bytes()),
                staff: worker,
                expires_at: now.plus_millis(CODE_MS),
                used_by: None,
            })?;
            Ok::<_, HubError>(())
        })?;
        Ok(EnrolTicket { url: url.to_owned(), spki: self.keys.spki(), code })
    }

    /// Makes a phone known. The same code and key again give the same answer, for a reply that was lost.
    ///
    /// # Errors
    /// [`HubError::BadCode`], or [`HubError::Invalid`] for a key that is none.
    pub fn enrol(&self, request: &EnrolRequest) -> Result<EnrolReply, HubError> {
        let key = PublicKey::from_sec1(&request.public_key)
            .map_err(|_| HubError::Invalid("the public key is not a P-256 key"))?;
        let digest = Digest::of(request.code.trim().as_bytes());
        let now = self.clock.now();
        self.store.writing(Durability::Durable, |tx| {
            let code = tx.enrol_code(digest)?.ok_or(HubError::BadCode)?;
            if now >= code.expires_at {
                return Err(HubError::BadCode);
            }
            let device = match code.used_by {
                Some(device) => tx
                    .device(device)?
                    .filter(|device| device.public_key == request.public_key)
                    .ok_or(HubError::BadCode)?,
                None => {
                    let version = version(&request.app_version);
                    let device = self.new_device(code.staff, &key, version, None);
                    // A phone that was revoked does not come in again by a code.
                    Self::refuse_revoked(tx.reads(), &device)?;
                    let device = self.add_id(tx, device)?;
                    tx.use_enrol_code(digest, device.id)?;
                    device
                }
            };
            Self::refuse_revoked(tx.reads(), &device)?;
            self.welcome(tx.reads(), &device)
        })
    }

    /// A new device id for a phone whose chain and the hub's parted. The same nonce again gives the same answer.
    ///
    /// # Errors
    /// [`HubError::UnknownDevice`], [`HubError::BadSignature`], [`HubError::Revoked`].
    pub fn fork(&self, request: &ForkRequest) -> Result<EnrolReply, HubError> {
        self.store.writing(Durability::Durable, |tx| {
            let old = tx.device(request.device)?.ok_or(HubError::UnknownDevice)?;
            check_signature(&old, &fork_message(old.id, request.nonce), &request.signature)?;
            Self::refuse_revoked(tx.reads(), &old)?;
            if let Some(known) = tx.fork_of(old.id, request.nonce)? {
                return self.welcome(tx.reads(), &known);
            }
            let key = PublicKey::from_sec1(&old.public_key).map_err(|_| HubError::BadSignature)?;
            let from = Some((old.id, request.nonce));
            let device = self.new_device(old.staff, &key, old.app_version.clone(), from);
            let device = self.add_id(tx, device)?;
            self.welcome(tx.reads(), &device)
        })
    }

    /// Adds an id, which stands where its phone stands.
    fn add_id(&self, tx: &dyn Writes, device: DeviceRecord) -> Result<DeviceRecord, HubError> {
        let device = DeviceRecord { state: standing(tx.reads(), &device)?, ..device };
        tx.add_device(&device)?;
        if device.state == DeviceState::Draining {
            // A phone that must drain does so under its new id as well, and obeys only what is bound to that.
            give_order(tx, &self.signed_order(device.id, OrderKind::DrainThenWipe)?)?;
        }
        Ok(device)
    }

    fn new_device(
        &self,
        staff: StaffId,
        key: &PublicKey,
        app_version: String,
        forked_from: Option<(DeviceId, Uuid)>,
    ) -> DeviceRecord {
        let now = self.clock.now();
        let id = DeviceId::generate(&*self.ids, now);
        let public_key = key.to_sec1();
        DeviceRecord {
            id,
            staff,
            state: DeviceState::Active,
            enrolled_at: now,
            last_seen: now,
            app_version,
            head: Head { seq: 0, hash: genesis(id, &public_key) },
            backed_up_through: 0,
            forked_from,
            public_key,
        }
    }

    fn welcome(&self, tx: &dyn Reads, device: &DeviceRecord) -> Result<EnrolReply, HubError> {
        Ok(EnrolReply {
            device: device.id,
            staff: staff(tx, device.staff)?.ok_or(HubError::NotFound("this worker"))?,
            settings: settings(tx)?,
            recipient: self.keys.photo.recipient(),
            order_key: self.keys.order_key(),
        })
    }

    /// All devices, for a list.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn devices(&self) -> Result<Vec<DeviceRecord>, StoreError> {
        self.store.reading(|tx| tx.devices())
    }
}

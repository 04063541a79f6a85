//! Sessions: a challenge to sign, then a token for a quarter of an hour. Nothing is remembered.

use doorstep_core::{
    domain::org::Staff,
    id::{DeviceId, StaffId},
    op::{
        row::{RowKind, Scope},
        wire::{Challenge, ChallengeRequest, Heads, SessionReply, SessionRequest, session_message},
    },
    seal::PublicKey,
    time::{Day, Timestamp},
};
use uuid::Uuid;

use super::{
    Hub, HubError,
    token::{self, Purpose},
    typed,
};
use crate::store::{DeviceRecord, DeviceState, Durability, Reads, StoreError};

const CHALLENGE_MS: i64 = 2 * 60 * 1000;
const SESSION_S: u32 = 15 * 60;
/// How stale the note of a device's last sign of life may be; saves a write at every request.
const LAST_SEEN_MS: i64 = 60 * 1000;
/// How many forks of forks are followed back to their private scopes.
const MAX_FORKS: usize = 32;

impl Hub {
    /// Something to sign. Says nothing about whether the device is known.
    pub fn challenge(&self, request: ChallengeRequest) -> Challenge {
        let until = self.clock.now().plus_millis(CHALLENGE_MS);
        let id = request.device.0.as_bytes();
        Challenge { challenge: token::seal(&self.keys.session, Purpose::Challenge, id, until) }
    }

    /// Opens a session for a device that signed its challenge.
    ///
    /// # Errors
    /// [`HubError::Unauthenticated`] for a stale challenge, [`HubError::UnknownDevice`],
    /// [`HubError::BadSignature`], [`HubError::Revoked`].
    pub fn open_session(&self, request: &SessionRequest) -> Result<SessionReply, HubError> {
        let now = self.clock.now();
        let asked = token::open(&self.keys.session, Purpose::Challenge, &request.challenge, now);
        if asked != Some(*request.device.0.as_bytes()) {
            return Err(HubError::Unauthenticated);
        }
        let device = self.store.reading(|tx| tx.device(request.device))?.ok_or(HubError::UnknownDevice)?;
        check_signature(&device, &session_message(device.id, &request.challenge), &request.signature)?;
        self.store.reading(|tx| Self::refuse_revoked(tx, &device))?;
        self.note_seen(&device, now)?;
        let until = now.plus_millis(i64::from(SESSION_S) * 1000);
        Ok(SessionReply {
            token: token::seal(&self.keys.session, Purpose::Session, device.id.0.as_bytes(), until),
            expires_in_s: SESSION_S,
            heads: self.heads(&device),
        })
    }

    /// The device that a session's token stands for.
    ///
    /// # Errors
    /// [`HubError::Unauthenticated`], also when the database was restored to before the device was known, and
    /// [`HubError::Revoked`].
    pub fn authenticate(&self, token: &str) -> Result<DeviceRecord, HubError> {
        let now = self.clock.now();
        let id =
            token::open(&self.keys.session, Purpose::Session, token, now).ok_or(HubError::Unauthenticated)?;
        let id = DeviceId(Uuid::from_bytes(id));
        let device = self.store.reading(|tx| {
            let device = tx.device(id)?.ok_or(HubError::Unauthenticated)?;
            Self::refuse_revoked(tx, &device)?;
            Ok::<_, HubError>(device)
        })?;
        self.note_seen(&device, now)?;
        Ok(device)
    }

    /// Where the hub stands for a device.
    pub fn heads(&self, device: &DeviceRecord) -> Heads {
        Heads {
            head: device.head,
            backed_up_through: device.backed_up_through.min(device.head.seq),
            hub_now: self.clock.now(),
        }
    }

    /// Refuses a phone that was revoked, under whichever of its ids.
    pub(super) fn refuse_revoked(tx: &dyn Reads, device: &DeviceRecord) -> Result<(), HubError> {
        match standing(tx, device)? {
            DeviceState::Revoked => Err(Self::refusal(tx, device.id)?),
            DeviceState::Active | DeviceState::Draining => Ok(()),
        }
    }

    fn note_seen(&self, device: &DeviceRecord, now: Timestamp) -> Result<(), StoreError> {
        if now.since(device.last_seen) < LAST_SEEN_MS {
            return Ok(());
        }
        self.store.writing(Durability::Replayable, |tx| tx.set_last_seen(device.id, now))
    }
}

/// Where a phone stands: as the strictest order to any of its ids says, since all of them are one phone.
pub(super) fn standing(tx: &dyn Reads, device: &DeviceRecord) -> Result<DeviceState, StoreError> {
    let family = tx.devices_with_key(&device.public_key)?;
    Ok(family.iter().fold(device.state, |strictest, one| match (strictest, one.state) {
        (DeviceState::Revoked, _) | (_, DeviceState::Revoked) => DeviceState::Revoked,
        (DeviceState::Draining, _) | (_, DeviceState::Draining) => DeviceState::Draining,
        (DeviceState::Active, DeviceState::Active) => DeviceState::Active,
    }))
}

/// Checks what a device signed with the key it enrolled.
pub(super) fn check_signature(
    device: &DeviceRecord,
    message: &[u8],
    signature: &[u8],
) -> Result<(), HubError> {
    let key = PublicKey::from_sec1(&device.public_key).map_err(|_| HubError::BadSignature)?;
    key.verify(message, signature).map_err(|_| HubError::BadSignature)
}

/// The worker, while they are staff of the tenant.
pub(super) fn staff(tx: &dyn Reads, id: StaffId) -> Result<Option<Staff>, StoreError> {
    typed(tx.row(RowKind::Staff, id.0)?)
}

/// What a device may hold on `day`: what everybody holds, its private scopes (those of the devices it was
/// forked from too, whose outcomes it may not have seen), and the grids its worker then answers for.
pub(super) fn scopes_of(tx: &dyn Reads, device: &DeviceRecord, day: Day) -> Result<Vec<Scope>, StoreError> {
    let is_staff = staff(tx, device.staff)?.is_some();
    let mut scopes = Vec::new();
    if is_staff {
        scopes.push(Scope::Tenant);
    }
    scopes.push(Scope::Private(device.id));
    let mut forked_from = device.forked_from;
    for _ in 0..MAX_FORKS {
        let Some((old, _)) = forked_from else { break };
        scopes.push(Scope::Private(old));
        forked_from = tx.device(old)?.and_then(|device| device.forked_from);
    }
    if is_staff {
        let mut grids: Vec<_> = tx.responsibilities_of(device.staff)?;
        grids.retain(|line| line.in_force(day));
        let mut grids: Vec<_> = grids.into_iter().map(|line| line.grid).collect();
        grids.dedup();
        scopes.extend(grids.into_iter().map(Scope::Grid));
    }
    Ok(scopes)
}

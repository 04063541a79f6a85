//! Who this phone is to its hub, and what it knows beside its rows.

use std::fmt;

use serde::{Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;

use super::{StoreError, Tx};
use crate::{
    domain::org::Staff,
    id::{DeviceId, OrderId},
    op::wire::TenantSettings,
    seal::{Digest, SealKey, SealRecipient, genesis},
    text::vocabulary,
    time::Timestamp,
};

vocabulary! {
    /// What a phone may still do.
    DeviceState {
        Active => ("正常", "Active"),
        Draining => ("交清中", "Sending all before it is wiped"),
        Revoked => ("已停用", "Revoked"),
        UpgradeNeeded => ("需要升级", "Upgrade needed"),
    }
}

/// An enrolment: device, worker, tenant and keys.
#[derive(Clone, PartialEq)]
pub struct Identity {
    /// The phone's id at the hub.
    pub device: DeviceId,
    /// The phone's P-256 key, SEC1 uncompressed.
    pub public_key: Vec<u8>,
    /// Whose phone it is.
    pub staff: Staff,
    /// The tenant.
    pub settings: TenantSettings,
    /// The key to which photos are sealed for the hub.
    pub recipient: SealRecipient,
    /// The key with which the hub signs orders, SEC1 uncompressed.
    pub order_key: Vec<u8>,
    /// The hub's address.
    pub hub_url: String,
    /// SHA-256 of the hub's `SubjectPublicKeyInfo`, pinned by every request.
    pub hub_spki: Digest,
    /// The phone's own key, to which photos are sealed too.
    pub storage_key: SealKey,
    /// What the phone may still do.
    pub state: DeviceState,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("device", &self.device)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// Who this phone is; `None` before it enrolled.
///
/// # Errors
/// When the database fails or holds what cannot be read.
pub fn identity(tx: &Tx<'_>) -> Result<Option<Identity>, StoreError> {
    tx.one(
        "SELECT device, public_key, staff, settings, recipient, order_key, hub_url, hub_spki, storage_key, state
         FROM identity",
        (),
        |row| {
            Ok(Identity {
                device: row.get(0)?,
                public_key: row.get(1)?,
                staff: from_json(&row.get::<_, String>(2)?, "staff")?,
                settings: from_json(&row.get::<_, String>(3)?, "settings")?,
                recipient: from_json(&row.get::<_, String>(4)?, "recipient")?,
                order_key: row.get(5)?,
                hub_url: row.get(6)?,
                hub_spki: row.get(7)?,
                storage_key: storage_key(&Zeroizing::new(row.get(8)?))?,
                state: state(&row.get::<_, String>(9)?)?,
            })
        },
    )
}

/// Enrols this phone, or replaces what the hub told about it. A new device id begins an empty chain; to take
/// unsent operations along, use [`adopt_device`](super::journal::adopt_device).
///
/// # Errors
/// When the database fails.
pub fn set_identity(tx: &Tx<'_>, identity: &Identity) -> Result<(), StoreError> {
    let storage_key = identity.storage_key.to_secret_text();
    tx.execute(
        "INSERT OR REPLACE INTO identity
         (id, device, public_key, staff, settings, recipient, order_key, hub_url, hub_spki, storage_key, state)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        (
            identity.device,
            &identity.public_key,
            to_json(&identity.staff, "staff")?,
            to_json(&identity.settings, "settings")?,
            to_json(&identity.recipient, "recipient")?,
            &identity.order_key,
            &identity.hub_url,
            identity.hub_spki,
            storage_key.as_str(),
            identity.state.as_str(),
        ),
    )?;
    let first = genesis(identity.device, &identity.public_key);
    tx.execute(
        "INSERT INTO chain (device, genesis, acknowledged_hash) VALUES (?1, ?2, ?2) ON CONFLICT DO NOTHING",
        (identity.device, first),
    )?;
    Ok(())
}

/// Changes what the phone may still do.
///
/// # Errors
/// [`StoreError::NotEnrolled`] before enrolment.
pub fn set_state(tx: &Tx<'_>, state: DeviceState) -> Result<(), StoreError> {
    match tx.execute("UPDATE identity SET state = ?1", [state.as_str()])? {
        0 => Err(StoreError::NotEnrolled),
        _ => Ok(()),
    }
}

/// When every scope was last complete; `None` before the first time.
///
/// # Errors
/// When the database fails.
pub fn last_full_pull(tx: &Tx<'_>) -> Result<Option<Timestamp>, StoreError> {
    Ok(tx.one("SELECT last_full_pull FROM phone", (), |row| Ok(row.get(0)?))?.flatten())
}

/// Notes that every scope is complete as of `at`.
///
/// # Errors
/// When the database fails.
pub fn set_last_full_pull(tx: &Tx<'_>, at: Timestamp) -> Result<(), StoreError> {
    tx.execute("UPDATE phone SET last_full_pull = ?1", [at])?;
    Ok(())
}

/// Phones of this worker's grids that were silent for a day; `None` where the hub does not tell.
///
/// # Errors
/// When the database fails.
pub fn silent_phones(tx: &Tx<'_>) -> Result<Option<u32>, StoreError> {
    Ok(tx.one("SELECT silent_phones FROM phone", (), |row| Ok(row.get(0)?))?.flatten())
}

/// Keeps what the hub said about silent phones.
///
/// # Errors
/// When the database fails.
pub fn set_silent_phones(tx: &Tx<'_>, phones: Option<u32>) -> Result<(), StoreError> {
    tx.execute("UPDATE phone SET silent_phones = ?1", [phones])?;
    Ok(())
}

/// Whether this order was seen before; from now on it was.
///
/// # Errors
/// When the database fails.
pub fn order_seen(tx: &Tx<'_>, order: OrderId) -> Result<bool, StoreError> {
    Ok(tx.execute("INSERT INTO order_seen (id) VALUES (?1) ON CONFLICT DO NOTHING", [order])? == 0)
}

fn storage_key(text: &Zeroizing<String>) -> Result<SealKey, StoreError> {
    SealKey::from_secret_text(text).map_err(|_| StoreError::Unreadable { what: "storage key" })
}

fn state(name: &str) -> Result<DeviceState, StoreError> {
    name.parse().map_err(|_| StoreError::Unreadable { what: "device state" })
}

fn to_json(value: &impl Serialize, what: &'static str) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Unreadable { what })
}

fn from_json<T: DeserializeOwned>(text: &str, what: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Unreadable { what })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{
        Durability, Store,
        sample::{enrolled, identity_of},
    };

    #[test]
    fn an_enrolment_is_read_back_and_its_secrets_are_not_shown() {
        let store = Store::in_memory().unwrap();
        assert_eq!(store.read(identity).unwrap(), None);
        let mine = identity_of(1);
        store.write(Durability::Capture, |tx| set_identity(tx, &mine)).unwrap();
        assert_eq!(store.read(identity).unwrap().as_ref(), Some(&mine));
        let shown = format!("{mine:?}");
        let secret = mine.storage_key.to_secret_text();
        assert!(!shown.contains(secret.as_str()) && !shown.contains(&mine.staff.name));
    }

    #[test]
    fn a_state_is_kept_and_needs_an_enrolment() {
        let store = Store::in_memory().unwrap();
        let drain =
            |store: &Store| store.write(Durability::Capture, |tx| set_state(tx, DeviceState::Draining));
        assert!(matches!(drain(&store), Err(StoreError::NotEnrolled)));
        let store = enrolled();
        drain(&store).unwrap();
        assert_eq!(store.read(identity).unwrap().unwrap().state, DeviceState::Draining);
    }

    #[test]
    fn an_order_is_new_only_once() {
        let store = enrolled();
        let order = OrderId(uuid::Uuid::from_u128(1));
        let seen = || store.write(Durability::Replayable, |tx| order_seen(tx, order)).unwrap();
        assert!(!seen());
        assert!(seen());
    }

    #[test]
    fn what_the_hub_says_about_its_phones_is_kept() {
        let store = enrolled();
        let at = Timestamp::from_millis(5);
        store
            .write(Durability::Replayable, |tx| {
                set_last_full_pull(tx, at)?;
                set_silent_phones(tx, Some(3))
            })
            .unwrap();
        assert_eq!(store.read(last_full_pull).unwrap(), Some(at));
        assert_eq!(store.read(silent_phones).unwrap(), Some(3));
    }
}

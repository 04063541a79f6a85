//! Orders that phones were given since a backup: a restore takes them along, or a stolen phone comes back to life.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use doorstep_core::{
    id::DeviceId,
    op::{
        order::{Order, OrderKind},
        row::RowKind,
    },
};
use serde::Serialize;

use super::super::{
    HubError, document_of,
    erase::Erasures,
    orders::{give_order, state_after},
};
use crate::{
    config::Folder,
    store::{DeviceState, Reads, Store, StoreError, Writes, sqlite::SqliteStore},
};

/// The data whose place a backup takes, and the orders to phones in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Before {
    /// There were none.
    Nothing,
    /// They were set aside and cannot be read.
    Unreadable,
    /// They were set aside. These orders of theirs are later than the backup's.
    Orders(Vec<CarriedOrder>),
}

/// An order given since the backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CarriedOrder {
    /// The phone.
    pub device: DeviceId,
    /// What it was told.
    pub kind: OrderKind,
    /// Whether the backup knows the phone, so that the order holds again. Another comes in by a new code only.
    pub known: bool,
}

/// What a restore takes along.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// The orders in force.
    pub(super) orders: Vec<Order>,
    /// What was erased by law.
    pub(super) erasures: Erasures,
}

/// What is to be carried of the data that lie in `folder`, or that a killed restore set aside there.
pub(super) fn before(folder: &Folder) -> Option<Result<Carried, StoreError>> {
    let path = database_before(folder)?;
    // SQLite would take an empty file for a new database.
    if fs::metadata(&path).is_ok_and(|about| about.len() == 0) {
        return Some(Err(StoreError::Damaged));
    }
    Some(read(&path, folder))
}

fn read(database: &Path, folder: &Folder) -> Result<Carried, StoreError> {
    let store: Box<dyn Store> = Box::new(SqliteStore::open(database, folder.read_key()?)?);
    store.reading(|tx| Ok(Carried { orders: in_force(tx)?, erasures: Erasures::load(tx)? }))
}

fn database_before(folder: &Folder) -> Option<PathBuf> {
    let path = folder.database();
    if path.exists() {
        return Some(path);
    }
    let paths = fs::read_dir(folder.root()).ok()?.flatten().map(|entry| entry.path());
    paths.filter(|path| is_set_aside(path)).max()
}

fn is_set_aside(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.strip_prefix("hub.db.before-").is_some_and(|at| at.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Of each phone the latest order that says where it stands.
fn in_force(tx: &dyn Reads) -> Result<Vec<Order>, StoreError> {
    let states: BTreeMap<DeviceId, DeviceState> =
        tx.devices()?.into_iter().map(|device| (device.id, device.state)).collect();
    let mut latest: BTreeMap<DeviceId, Order> = BTreeMap::new();
    tx.for_each_row(RowKind::Order, None, &mut |row| {
        let order: Option<Order> = document_of(&row)?;
        let holds = |order: &Order| {
            let is_later = |other: &Order| (other.issued_at, other.id) <= (order.issued_at, order.id);
            states.get(&order.device) == Some(&state_after(order.kind))
                && latest.get(&order.device).is_none_or(is_later)
        };
        if let Some(order) = order.filter(holds) {
            latest.insert(order.device, order);
        }
        Ok(())
    })?;
    Ok(latest.into_values().collect())
}

/// Has those of `orders` hold that are later than what this database knows.
pub(super) fn carry(tx: &dyn Writes, orders: &[Order]) -> Result<Vec<CarriedOrder>, HubError> {
    let held = in_force(tx.reads())?;
    let mut carried = Vec::new();
    for order in orders {
        let (device, kind) = (order.device, order.kind);
        let is_later =
            |held: &Order| held.device == device && (order.issued_at, order.id) <= (held.issued_at, held.id);
        if held.iter().any(is_later) {
            continue;
        }
        let known = tx.reads().device(device)?.is_some();
        if known {
            tx.set_device_state(device, state_after(kind))?;
            give_order(tx, order)?;
        }
        if known || kind != OrderKind::Resume {
            carried.push(CarriedOrder { device, kind, known });
        }
    }
    Ok(carried)
}

//! Orders to one device, signed, so that nobody else can wipe a phone.

use doorstep_core::{
    id::{DeviceId, OrderId},
    op::{
        order::{Order, OrderKind},
        row::{RowKind, Scope},
    },
    seal::Signer,
};

use super::{Hub, HubError, document_of, row_of};
use crate::store::{DeviceState, Durability, Reads, StoreError, Writes};

impl Hub {
    /// Orders a device to drain, to wipe itself or to go on. It holds from this moment, for every id of the same
    /// phone: each has an order of its own, since a phone obeys only what is bound to the id it uses.
    ///
    /// # Errors
    /// [`HubError::UnknownDevice`].
    pub fn order(&self, device: DeviceId, kind: OrderKind) -> Result<Order, HubError> {
        let order = self.signed_order(device, kind)?;
        let state = state_after(kind);
        self.store.writing(Durability::Durable, |tx| {
            let named = tx.device(device)?.ok_or(HubError::UnknownDevice)?;
            for sibling in tx.devices_with_key(&named.public_key)? {
                tx.set_device_state(sibling.id, state)?;
                if sibling.id != device {
                    give_order(tx, &self.signed_order(sibling.id, kind)?)?;
                }
            }
            give_order(tx, &order)
        })?;
        Ok(order)
    }

    /// An order to a device, by the hub's key.
    pub(super) fn signed_order(&self, device: DeviceId, kind: OrderKind) -> Result<Order, HubError> {
        let now = self.clock.now();
        let id = OrderId::generate(&*self.ids, now);
        let mut order = Order { id, device, kind, issued_at: now, signature: Vec::new() };
        order.signature = self.keys.order.sign(&order.message()).map_err(|_| HubError::BadSignature)?;
        Ok(order)
    }

    /// The refusal for a device that is revoked or draining, with the order that says so.
    pub(super) fn refusal(tx: &dyn Reads, device: DeviceId) -> Result<HubError, StoreError> {
        let state = tx.device(device)?.map(|device| device.state);
        let mut latest: Option<Order> = None;
        tx.for_each_row(RowKind::Order, Some(Scope::Private(device)), &mut |row| {
            let order: Option<Order> = document_of(&row)?;
            // An order given while the hub's clock was ahead must not pass for the one that holds now.
            let holds = |order: &Order| {
                let is_later = |latest: &Order| (latest.issued_at, latest.id) <= (order.issued_at, order.id);
                state == Some(state_after(order.kind)) && latest.as_ref().is_none_or(is_later)
            };
            if let Some(order) = order.filter(holds) {
                latest = Some(order);
            }
            Ok(())
        })?;
        Ok(HubError::Revoked { order: latest.map(Box::new) })
    }
}

pub(super) const fn state_after(kind: OrderKind) -> DeviceState {
    match kind {
        OrderKind::DrainThenWipe => DeviceState::Draining,
        OrderKind::WipeNow => DeviceState::Revoked,
        OrderKind::Resume => DeviceState::Active,
    }
}

/// Puts an order into the private scope of its device.
pub(super) fn give_order(tx: &dyn Writes, order: &Order) -> Result<(), HubError> {
    tx.write_unit(&[row_of(RowKind::Order, order.id.0, None, Scope::Private(order.device), order)?])?;
    Ok(())
}

//! Orders of the hub to one device, signed so that nobody else can wipe a phone.

use serde::{Deserialize, Serialize};

use crate::{
    id::{DeviceId, OrderId},
    seal::PublicKey,
    text::vocabulary,
    time::Timestamp,
};

vocabulary! {
    /// What a device is told to do.
    OrderKind {
        DrainThenWipe => ("交清后清除", "Send all, then wipe"),
        WipeNow => ("立即清除", "Wipe now"),
        Resume => ("恢复使用", "Resume"),
    }
}

/// An order; binds the device and a nonce (its id).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its id, never used twice.
    pub id: OrderId,
    /// The device it is for.
    pub device: DeviceId,
    /// What to do.
    pub kind: OrderKind,
    /// When it was given.
    pub issued_at: Timestamp,
    /// Signature of the hub's order key over [`Order::message`], base64.
    #[serde(with = "super::wire::base64_bytes")]
    pub signature: Vec<u8>,
}

impl Order {
    /// Whether the hub that holds `order_key` (SEC1) gave this order to `device`.
    pub fn is_genuine(&self, device: DeviceId, order_key: &[u8]) -> bool {
        self.device == device
            && PublicKey::from_sec1(order_key).is_ok_and(|key| key.verify(&self.message(), &self.signature).is_ok())
    }

    /// The bytes that are signed.
    pub fn message(&self) -> Vec<u8> {
        crate::seal::message(
            "doorstep order v1",
            &[
                self.id.0.as_bytes(),
                self.device.0.as_bytes(),
                self.kind.as_str().as_bytes(),
                &self.issued_at.millis().to_be_bytes(),
            ],
        )
    }
}

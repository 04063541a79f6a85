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
            && PublicKey::from_sec1(order_key)
                .is_ok_and(|key| key.verify(&self.message(), &self.signature).is_ok())
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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn order() -> Order {
        Order {
            id: OrderId(Uuid::from_u128(1)),
            device: DeviceId(Uuid::from_u128(2)),
            kind: OrderKind::WipeNow,
            issued_at: Timestamp::from_millis(3),
            signature: vec![0, 1, 254, 255],
        }
    }

    #[test]
    fn an_order_comes_back_as_it_was_sent() {
        let text = serde_json::to_string(&order()).unwrap();
        assert_eq!(serde_json::from_str::<Order>(&text).unwrap(), order());
    }

    #[test]
    fn an_order_is_signed_for_one_device_one_kind_and_one_time() {
        let others = [
            Order { id: OrderId(Uuid::from_u128(9)), ..order() },
            Order { device: DeviceId(Uuid::from_u128(9)), ..order() },
            Order { kind: OrderKind::Resume, ..order() },
            Order { issued_at: Timestamp::from_millis(9), ..order() },
        ];
        assert!(others.iter().all(|other| other.message() != order().message()));
    }
}

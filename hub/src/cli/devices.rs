//! `doorstep devices` and `doorstep revoke`.

use doorstep_core::{
    domain::org::Staff,
    id::DeviceId,
    op::{order::OrderKind, row::RowKind},
    seal::PublicKey,
    text::Text,
};
use serde_json::json;

use super::{Desk, error::CliError, print};
use crate::{
    service::{Hub, document_of},
    store::{DeviceRecord, StoreError},
};

/// An order is given by no shorter beginning of an id.
const LEAST_OF_AN_ID: usize = 8;

#[derive(Debug, clap::Args)]
pub(super) struct Revoke {
    /// The phone's id, or at least eight characters of its beginning, as `doorstep devices` shows it [设备编号]
    device: String,
    #[command(flatten)]
    how: How,
}

#[derive(Debug, clap::Args)]
#[group(multiple = false)]
struct How {
    /// Send all that is unsent, then wipe: the default, for a phone that is handed in [交清后清除]
    #[arg(long)]
    drain: bool,
    /// Wipe at once, for a phone that is lost; what it has not sent is gone [立即清除]
    #[arg(long)]
    now: bool,
    /// Let the phone work again [恢复使用]
    #[arg(long)]
    resume: bool,
}

pub(super) fn list(desk: &Desk) -> Result<(), CliError> {
    let hub = desk.hub_to_read()?;
    let zone = hub.settings()?.zone;
    let devices = hub.devices()?;
    if desk.json {
        let one = |device: &DeviceRecord| {
            json!({
                "device": device.id, "code": code(device), "staff": device.staff, "state": device.state.as_str(),
                "enrolled_at": device.enrolled_at, "last_seen": device.last_seen,
                "app_version": device.app_version, "operations": device.head.seq,
                "backed_up_through": device.backed_up_through,
            })
        };
        let devices: Vec<_> = devices.iter().map(one).collect();
        return Ok(print::json(&devices)?);
    }
    let headings = [
        "device 设备",
        "code 校验码",
        "worker 人员",
        "role 岗位",
        "state 状态",
        "last seen 最近联系",
        "app 版本",
        "records 记录",
    ];
    let mut table = print::Table::new(7, &headings);
    for device in devices {
        let worker = worker(&hub, &device)?;
        table.row([
            device.id.to_string(),
            code(&device),
            worker.as_ref().map(|worker| worker.name.clone()).unwrap_or_default(),
            worker.map(|worker| worker.role.label().zh).unwrap_or_default(),
            device.state.to_string(),
            zone.format(device.last_seen),
            device.app_version.clone(),
            device.head.seq.to_string(),
        ]);
    }
    Ok(table.print()?)
}

/// What the phone shows of its key too, for whoever hands it out to compare.
fn code(device: &DeviceRecord) -> String {
    PublicKey::from_sec1(&device.public_key).map(|key| key.short_code()).unwrap_or_default()
}

fn worker(hub: &Hub, device: &DeviceRecord) -> Result<Option<Staff>, StoreError> {
    let row = hub.store().reading(|tx| tx.row(RowKind::Staff, device.staff.0))?;
    row.map_or(Ok(None), |stored| document_of(&stored.row))
}

pub(super) fn revoke(desk: &Desk, args: &Revoke) -> Result<(), CliError> {
    let hub = desk.hub()?;
    let device = device(&hub, &args.device)?;
    let kind = match args.how {
        How { now: true, .. } => OrderKind::WipeNow,
        How { resume: true, .. } => OrderKind::Resume,
        How { .. } => OrderKind::DrainThenWipe,
    };
    let order = hub.order(device, kind)?;
    if desk.json {
        return Ok(print::json(&order)?);
    }
    let label = kind.label();
    print::line(&format!("{device}: {} / {}", label.en, label.zh))?;
    Ok(())
}

/// The one device whose id begins like this. An order may wipe a phone: it is never given to one by chance.
fn device(hub: &Hub, text: &str) -> Result<DeviceId, CliError> {
    let text = text.trim().to_lowercase();
    if text.chars().count() < LEAST_OF_AN_ID {
        return Err(CliError::usage(&Text::new(
            format!("请至少输入设备编号的前 {LEAST_OF_AN_ID} 位，编号见 doorstep devices"),
            format!("give at least {LEAST_OF_AN_ID} characters of the id: see `doorstep devices`"),
        )));
    }
    let ids: Vec<DeviceId> = hub.devices()?.into_iter().map(|device| device.id).collect();
    let fitting: Vec<&DeviceId> = ids.iter().filter(|id| id.to_string().starts_with(&text)).collect();
    match fitting.as_slice() {
        [one] => Ok(**one),
        [] => Err(CliError::usage(&Text::new(
            "没有这台设备，编号见 doorstep devices",
            "there is no such device: see `doorstep devices`",
        ))),
        several => {
            let count = several.len();
            Err(CliError::usage(&Text::new(
                format!("有 {count} 台设备以此开头，请输入更多位"),
                format!("{count} devices begin like that: give more of the id"),
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{WORKER, World};

    #[test]
    fn a_phone_is_listed_with_the_code_that_it_shows_itself() {
        let world = World::new();
        let (phone, other) = (world.phone(WORKER), world.phone(WORKER));
        let codes: Vec<String> = world.hub.devices().unwrap().iter().map(code).collect();
        for key in [phone.key, other.key] {
            assert!(codes.contains(&key.to_public().short_code()), "{codes:?}");
        }
    }

    #[test]
    fn a_phone_is_ordered_to_wipe_itself_by_enough_of_its_id_and_never_by_chance() {
        let world = World::new();
        let phone = world.phone(WORKER);
        let id = phone.device.to_string();
        for short in ["", " ", id.get(..7).unwrap()] {
            let told = device(&world.hub, short).unwrap_err().to_string();
            assert!(told.contains("at least 8 characters") && told.contains("至少"), "{told}");
        }
        for right in [id.as_str(), id.get(..8).unwrap(), &id.to_uppercase()] {
            assert_eq!(device(&world.hub, right).unwrap(), phone.device);
        }
        let told = device(&world.hub, "00000000-none").unwrap_err().to_string();
        assert!(told.contains("no such device") && told.contains("没有这台设备"), "{told}");
    }
}

//! `doorstep backup` and `doorstep restore`.

use std::{path::PathBuf, sync::Arc};

use doorstep_core::{id::OsIds, text::Text};
use serde_json::json;

use super::{Desk, error::CliError, print, progress};
use crate::{
    config::Folder,
    service::{Before, CarriedOrder, Hub, HubError, Restored},
    store::StoreError,
};

#[derive(Debug, clap::Args)]
pub(super) struct Backup {
    /// A new or empty folder [备份文件夹]
    into: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(super) struct Restore {
    /// The folder of a backup [备份文件夹]
    from: PathBuf,
}

pub(super) fn backup(desk: &Desk, args: &Backup) -> Result<(), CliError> {
    let hub = desk.hub()?;
    let spinner = progress::spinner("copying 备份中");
    let report = hub.backup(&args.into).map_err(|error| match error {
        HubError::Store(StoreError::Full) => {
            CliError::file(&args.into, &Text::new("磁盘已满", "the disk is full"))
        }
        error => error.into(),
    })?;
    spinner.finish_and_clear();
    if desk.json {
        print::json(&json!({
            "taken_at": report.taken_at, "revision": report.revision, "photos": report.photos,
            "damaged": report.damaged, "devices": report.devices,
        }))?;
        return Ok(());
    }
    let at = hub.settings()?.zone.format(report.taken_at);
    print::line(&format!("Backup of {at}: {} photos, {} phones / 已备份", report.photos, report.devices))?;
    tell_damaged(
        &report.damaged,
        "are damaged on this hub's disk and not in the backup; phones keep their copies / 照片在本机已损坏，未备份",
    )?;
    print::line("It opens only with hub.key, which is not in it / 需 hub.key 才能打开，备份中不含")?;
    Ok(())
}

pub(super) fn restore(desk: &Desk, args: &Restore) -> Result<(), CliError> {
    if !Folder::new(&args.from).database().is_file() {
        let reason =
            Text::new("不是备份文件夹（其中没有 hub.db）", "is no folder of a backup: it has no hub.db");
        return Err(CliError::file(&args.from, &reason));
    }
    if !Folder::new(&desk.folder).key().exists() {
        let folder = desk.folder.display();
        return Err(CliError::usage(&Text::new(
            format!("备份中不含密钥，请先将原 hub.key 放入 {folder}"),
            format!("put the hub.key of that hub into {folder} first: no backup holds it"),
        )));
    }
    let spinner = progress::spinner("restoring 恢复中");
    let Restored { hub, damaged, taken_at, before, erasures } =
        Hub::restore(&args.from, &desk.folder, Desk::clock(), Arc::new(OsIds))?;
    spinner.finish_and_clear();
    let position = hub.store().reading(|tx| tx.position())?;
    if desk.json {
        let orders = match &before {
            Before::Orders(orders) => orders.as_slice(),
            Before::Nothing | Before::Unreadable => &[],
        };
        let told = json!({
            "epoch": position.epoch, "revision": position.revision, "damaged": damaged, "taken_at": taken_at,
            "set_aside": before != Before::Nothing, "orders": orders, "erasures": erasures,
        });
        print::json(&told)?;
        return Ok(());
    }
    print::line(
        "Restored; phones send again what the backup does not hold / 已恢复，手机会补传备份之后的记录",
    )?;
    let at = hub.settings()?.zone.format(taken_at);
    print::line(&format!(
        "What this hub was told after {at} is not in the backup and must be done again: imports, workers who \
         began or ended, enrolled phones / {at} 之后在本机做的导入、责任人增减、手机注册不在备份中，须重做"
    ))?;
    tell_before(&before)?;
    if erasures > 0 {
        print::line(&format!(
            "{erasures} erasures by law that the backup did not know were done anew / 备份之后依法删除的内容已重新删除"
        ))?;
    }
    tell_damaged(
        &damaged,
        "are damaged in the backup and left out; phones that still hold them send them again / 备份中的照片已损坏",
    )
}

/// What became of the data before, and of the orders that phones got since the backup.
fn tell_before(before: &Before) -> Result<(), CliError> {
    if *before != Before::Nothing {
        print::line("The data before were set aside in the folder as hub.db.before-… / 原数据已另存")?;
    }
    match before {
        Before::Nothing | Before::Unreadable => print::line(
            "Phones that were revoked after the backup may work again: look at `doorstep devices`, and revoke \
             them again / 备份之后停用的手机可能恢复使用，请用 doorstep devices 核对并重新停用",
        )
        .and_then(|()| {
            print::line(
                "What was erased by law after the backup is there again: erase it again / 备份之后依法删除的内容须重新删除",
            )
        })?,
        Before::Orders(orders) => {
            for order in orders {
                print::line(&told(order))?;
            }
        }
    }
    Ok(())
}

/// What became of one order.
fn told(order: &CarriedOrder) -> String {
    let (device, kind) = (order.device, order.kind.label());
    let (en, zh) = if order.known {
        ("was ordered after the backup and holds", "备份之后下达，继续有效")
    } else {
        (
            "the backup does not know this phone; it comes in by a new code only",
            "备份中没有该手机，须重新注册才能使用",
        )
    };
    format!("{device}: {} / {}; {en} / {zh}", kind.en, kind.zh)
}

fn tell_damaged(names: &[String], what: &str) -> Result<(), CliError> {
    if !names.is_empty() {
        print::line(&format!("{} photos {what}:\n  {}", names.len(), names.join("\n  ")))?;
    }
    Ok(())
}

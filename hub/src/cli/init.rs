//! `doorstep init`.

use std::{net::SocketAddr, sync::Arc};

use doorstep_core::{
    codes::Hotline,
    id::{OsIds, TenantId},
    op::wire::TenantSettings,
    seal::SealRecipient,
    text::Text,
    time::{Clock, WorkingDays, Zone},
};
use serde_json::json;

use super::{Desk, error::CliError, options, print};
use crate::{config::HubConfig, service::Hub, store::StoreError};

/// Metres around a home that count as being there, until the tenant says otherwise.
const FENCE_RADIUS_M: u32 = 100;
/// Days that a phone keeps what the hub has.
const KEEP_DAYS: u32 = 30;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The tenant's name, such as a county's office [单位名称]
    #[arg(long, value_parser = options::name)]
    name: String,
    /// Offset of the tenant's civil time from UTC, such as +08:00 [时区]
    #[arg(long, default_value = "+08:00", value_parser = zone, allow_hyphen_values = true)]
    zone: Zone,
    /// How phones reach this hub, such as https://hub.example:8443; goes into the QR [手机访问地址]
    #[arg(long, value_parser = options::phone_url)]
    url: Option<String>,
    /// Where to listen [监听地址]
    #[arg(long, default_value = "0.0.0.0:8443", value_parser = options::listen)]
    listen: SocketAddr,
    /// Metres around a home that count as being there [到户范围，米]
    #[arg(long, default_value_t = FENCE_RADIUS_M, value_parser = options::fence_radius)]
    fence_radius: u32,
    /// Days that phones keep acknowledged records and original photos [手机保留天数]
    #[arg(long, default_value_t = KEEP_DAYS, value_parser = options::keep_days)]
    keep_days: u32,
    /// To whom evidence of mandatory reports is sealed, as `age1…`: a key that this hub does not hold [强制报告接收方]
    #[arg(long, value_name = "AGE", value_parser = options::recipient)]
    report_recipient: Option<SealRecipient>,
    /// What phones dial to report at once, such as 110 or 0912-12345; it needs no data [立即上报电话]
    #[arg(long, value_name = "NUMBER", value_parser = options::hotline)]
    report_phone: Option<Hotline>,
    /// Have phones leave the key of their records sealed to this hub, for a phone that loses it [允许恢复手机数据密钥]
    #[arg(long)]
    recovery: bool,
    /// Mark all data as invented wherever they show [演示数据]
    #[arg(long)]
    demo: bool,
}

fn zone(text: &str) -> Result<Zone, String> {
    let wrong = || Text::new("应为时差，如 +08:00", "write an offset such as +08:00").both();
    let (sign, rest) = match text.split_at_checked(1) {
        Some(("+", rest)) => (1, rest),
        Some(("-", rest)) => (-1, rest),
        _ => return Err(wrong()),
    };
    let (hours, minutes) = rest.split_once(':').ok_or_else(wrong)?;
    let (hours, minutes): (i16, i16) =
        (hours.parse().map_err(|_| wrong())?, minutes.parse().map_err(|_| wrong())?);
    if !(0..=14).contains(&hours) || !(0..60).contains(&minutes) {
        return Err(wrong());
    }
    Zone::east_of_utc(sign * (hours * 60 + minutes)).ok_or_else(wrong)
}

pub(super) fn run(desk: &Desk, args: Args) -> Result<(), CliError> {
    let clock = Desk::clock();
    let settings = TenantSettings {
        tenant: TenantId::generate(&OsIds, clock.now()),
        name: args.name,
        zone: args.zone,
        working_days: WorkingDays::default(),
        fence_radius_m: args.fence_radius,
        keep_days: args.keep_days,
        demo: args.demo,
        report_recipient: args.report_recipient,
        report_phone: args.report_phone,
        recovery: args.recovery,
    };
    let hub = Hub::create(&desk.folder, &settings, clock, Arc::new(OsIds))?;
    let config = HubConfig { listen: args.listen, url: args.url, ..HubConfig::default() };
    let text = toml::to_string(&config).map_err(std::io::Error::other)?;
    std::fs::write(hub.folder().config(), text).map_err(StoreError::io("hub.toml"))?;
    if desk.json {
        let folder = desk.folder.display().to_string();
        print::json(&json!({ "folder": folder, "tenant": settings.tenant, "spki": hub.keys().spki() }))?;
        return Ok(());
    }
    print::line(&format!("Hub of {} created in {} / 已新建", settings.name, desk.folder.display()))?;
    print::line(
        "Keep a copy of hub.key in another safe place: no backup holds it, and without it nothing opens.",
    )?;
    print::line("请另行妥善保管 hub.key：备份中不含此文件，遗失后数据无法打开。")?;
    print::line("Next: doorstep import grids, staff, responsibilities, households, residents, rules")?;
    Ok(())
}

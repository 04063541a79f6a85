//! `doorstep settings`.

use std::collections::BTreeMap;

use chrono::Datelike as _;
use doorstep_core::{
    codes::Hotline,
    op::wire::TenantSettings,
    seal::SealRecipient,
    time::{Day, WorkingDays},
};

use super::{Desk, error::CliError, options, print};

/// What can be changed. The zone and the mark of invented data are given once, by `init`: every day that was recorded
/// hangs on the one, and the other must not be wiped off.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The tenant's name, such as a county's office [单位名称]
    #[arg(long, value_parser = options::name)]
    name: Option<String>,
    /// Metres around a home that count as being there [到户范围，米]
    #[arg(long, value_name = "METRES", value_parser = options::fence_radius)]
    fence_radius: Option<u32>,
    /// Days that phones keep acknowledged records and original photos [手机保留天数]
    #[arg(long, value_name = "DAYS", value_parser = options::keep_days)]
    keep_days: Option<u32>,
    /// To whom evidence of mandatory reports is sealed, as `age1…` [强制报告接收方]
    #[arg(long, value_name = "AGE", value_parser = options::recipient)]
    report_recipient: Option<SealRecipient>,
    /// Take no more evidence of mandatory reports [取消强制报告接收方]
    #[arg(long, conflicts_with = "report_recipient")]
    no_report_recipient: bool,
    /// What phones dial to report at once, such as 110 or 0912-12345 [立即上报电话]
    #[arg(long, value_name = "NUMBER", value_parser = options::hotline)]
    report_phone: Option<Hotline>,
    /// Name no number to report to [取消立即上报电话]
    #[arg(long, conflicts_with = "report_phone")]
    no_report_phone: bool,
    /// Whether phones leave the key of their records sealed to this hub [是否允许恢复手机数据密钥]
    #[arg(long, value_name = "true|false")]
    recovery: Option<bool>,
}

impl Args {
    fn is_question(&self) -> bool {
        let Self {
            name,
            fence_radius,
            keep_days,
            report_recipient,
            no_report_recipient,
            report_phone,
            no_report_phone,
            recovery,
        } = self;
        name.is_none()
            && fence_radius.is_none()
            && keep_days.is_none()
            && report_recipient.is_none()
            && !no_report_recipient
            && report_phone.is_none()
            && !no_report_phone
            && recovery.is_none()
    }

    fn apply(self, settings: &mut TenantSettings) {
        if let Some(name) = self.name {
            settings.name = name;
        }
        settings.fence_radius_m = self.fence_radius.unwrap_or(settings.fence_radius_m);
        settings.keep_days = self.keep_days.unwrap_or(settings.keep_days);
        settings.recovery = self.recovery.unwrap_or(settings.recovery);
        if self.no_report_recipient || self.report_recipient.is_some() {
            settings.report_recipient = self.report_recipient;
        }
        if self.no_report_phone || self.report_phone.is_some() {
            settings.report_phone = self.report_phone;
        }
    }
}

pub(super) fn run(desk: &Desk, args: Args) -> Result<(), CliError> {
    let is_question = args.is_question();
    let (settings, today) = if is_question {
        let hub = desk.hub_to_read()?;
        (hub.settings()?, hub.today()?)
    } else {
        let hub = desk.hub()?;
        (hub.change_settings(|settings| args.apply(settings))?, hub.today()?)
    };
    if desk.json {
        return Ok(print::json(&settings)?);
    }
    show(&settings, today)?;
    if !is_question {
        print::line("changed; phones learn of it with their next exchange / 已修改，手机下次同步后生效")?;
    }
    Ok(())
}

fn show(settings: &TenantSettings, today: Day) -> Result<(), CliError> {
    let yes = |is: bool| if is { "yes 是" } else { "no 否" }.to_owned();
    let none = || "none 无".to_owned();
    let recipient = settings.report_recipient.as_ref().map_or_else(none, ToString::to_string);
    let phone = settings.report_phone.as_ref().map_or_else(none, |phone| phone.reveal().to_owned());
    let mut table = print::Table::new(2, &["setting 设置", "value 值"]);
    for (name, value) in [
        ("name 单位名称", settings.name.clone()),
        ("zone 时区", settings.zone.to_string()),
        ("fence radius 到户范围", format!("{} m", settings.fence_radius_m)),
        ("keep days 手机保留天数", settings.keep_days.to_string()),
        ("report recipient 强制报告接收方", recipient),
        ("report phone 立即上报电话", phone),
        ("recovery 密钥恢复", yes(settings.recovery)),
        ("demo data 演示数据", yes(settings.demo)),
        ("working days 节假日与调休", years(&settings.working_days).unwrap_or_else(none)),
    ] {
        table.row([name.to_owned(), value]);
    }
    table.print()?;
    if !knows(&settings.working_days, today.year()) {
        print::line(&format!(
            "note: no holidays are known for {0}: deadlines count Monday to Friday; see `import working-days` / 尚无 \
             {0} 年节假日安排，期限按周一至周五计算",
            today.year()
        ))?;
    }
    Ok(())
}

fn all(days: &WorkingDays) -> impl Iterator<Item = &Day> {
    days.holidays.iter().chain(&days.worked)
}

fn knows(days: &WorkingDays, year: i32) -> bool {
    all(days).any(|day| day.year() == year)
}

/// How many days of each year the calendar changes.
fn years(days: &WorkingDays) -> Option<String> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for day in all(days) {
        *counts.entry(day.year()).or_default() += 1;
    }
    let told: Vec<String> = counts.iter().map(|(year, count)| format!("{year}: {count}")).collect();
    (!told.is_empty()).then(|| told.join(", "))
}

//! `doorstep import unsent`: what a phone exported because no network reached it.

use std::{path::PathBuf, sync::Arc};

use doorstep_core::text::Text;

use crate::{
    cli::{Desk, error::CliError, print, progress},
    service::{Came, Hub, NotImported, UnsentReport},
};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The file that a phone exported [手机导出的文件]
    file: PathBuf,
    /// Only check; change nothing [只检查]
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(desk: &Desk, hub: Hub, args: &Args) -> Result<(), CliError> {
    let spinner = progress::spinner("taking 导入中");
    let hub = Arc::new(hub);
    let report =
        hub.import_unsent(&args.file, args.dry_run).map_err(|error| match (error.text(), error) {
            (Some(reason), _) => CliError::file(&args.file, &reason),
            (None, NotImported::Hub(error)) => error.into(),
            (None, error) => CliError::File(error.to_string()),
        })?;
    spinner.finish_and_clear();
    if desk.json {
        print::json(&report)?;
    } else {
        tell(&hub, &report)?;
    }
    match report.stopped {
        Some(reason) => Err(CliError::file(&args.file, &reason)),
        None if report.leaves_some() => Err(CliError::file(
            &args.file,
            &Text::new("有内容未被采纳，请保留此文件", "some of it was not taken: keep the file"),
        )),
        None => Ok(()),
    }
}

fn tell(hub: &Hub, report: &UnsentReport) -> Result<(), CliError> {
    let at = hub.settings()?.zone.format(report.exported_at);
    print::line(&format!("{} exported {at} / 设备及导出时间", report.device))?;
    let headings = ["what 内容", "new 新增", "here already 已有", "to be judged 待判", "not taken 未采纳"];
    let mut table = print::Table::new(1, &headings);
    for (what, came) in [("records 记录", &report.records), ("photo files 照片文件", &report.photos)] {
        let not_taken: u64 = came.refused.iter().map(|some| some.count).sum();
        let counts = [came.new, came.known, came.waiting, not_taken];
        table.row([what.to_owned()].into_iter().chain(counts.map(|count| count.to_string())));
    }
    table.print()?;
    for came in [&report.records, &report.photos] {
        tell_refused(came)?;
    }
    print::line(match (report.dry_run, report.brings_news()) {
        (true, true) => "only checked, nothing was changed / 仅检查，未写入",
        (true, false) | (false, false) => "nothing new in it / 没有新内容",
        (false, true) => "taken; the phone hears of it at its next exchange / 已导入，手机下次联网时会得知",
    })?;
    Ok(())
}

fn tell_refused(came: &Came) -> Result<(), CliError> {
    for some in &came.refused {
        print::line(&format!("  {} × {}", some.count, some.why.both()))?;
    }
    Ok(())
}

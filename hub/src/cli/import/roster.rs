//! `doorstep import roster`.

use std::path::PathBuf;

use doorstep_core::{
    codes::DivisionCode,
    domain::register::CategoryKind,
    text::Text,
    time::{Day, Period, PeriodKind},
};
use serde_json::json;

use super::{report, write};
use crate::{
    cli::{Desk, error::CliError, options, print, progress},
    import::{self, Context, Roster, RosterChange, RosterList},
    service::Hub,
};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The list, CSV or XLSX, with a column identity 身份证号 [文件]
    file: PathBuf,
    /// The category, such as Dibao or 低保 [类别]
    #[arg(long, value_parser = category)]
    category: CategoryKind,
    /// The heading of the column with grades, where it is not grade 等级 [等级所在列]
    #[arg(long, value_name = "HEADING")]
    grade_column: Option<String>,
    /// The division that the list covers; nobody outside it stops [名单覆盖的区划]
    #[arg(long, value_name = "CODE")]
    within: Option<DivisionCode>,
    /// First day on which the list holds; the first of this month by default [生效日期]
    #[arg(long, value_name = "DAY", value_parser = options::day)]
    from: Option<Day>,
    /// Write the changes; otherwise they are only shown [写入]
    #[arg(long)]
    apply: bool,
    /// Take the good lines although others have faults [有错时仍采用正确的行]
    #[arg(long)]
    accept_good: bool,
    /// Go on although more than a third of those on the last list would stop [确认大量停止]
    #[arg(long)]
    many_stops: bool,
}

fn category(text: &str) -> Result<CategoryKind, String> {
    import::category(text).map_err(|reason| reason.both())
}

pub(super) fn run(desk: &Desk, hub: &Hub, args: &Args) -> Result<(), CliError> {
    let today = hub.today()?;
    let from = args.from.unwrap_or_else(|| Period::containing(PeriodKind::Month, today).start());
    let list = RosterList {
        category: args.category,
        grade_column: args.grade_column.clone(),
        within: args.within,
        from,
    };
    let spinner = progress::spinner("checking 检查中");
    let roster = hub.store().reading(|tx| import::roster(&args.file, &list, &Context::of(tx, today)?))?;
    spinner.finish_and_clear();
    let too_many = roster.stops_suspiciously_many() && !args.many_stops;
    let faulty = !roster.plan.faults.is_empty() && !args.accept_good;
    let good = roster.plan.rows();
    let taken = args.apply && !too_many && !faulty && (roster.plan.faults.is_empty() || good > 0);
    if taken {
        write(hub, &roster.plan)?;
    }
    show(desk, &roster, taken)?;
    if args.apply && too_many {
        return Err(CliError::usage(&Text::new(
            "将有超过三分之一的人停发：这是否只是名单的一部分？请用 --within 指明范围，或用 --many-stops 继续",
            "more than a third of the last list would stop: is this a part of it? Name the part with --within, or go on \
             with --many-stops",
        )));
    }
    report::verdict(&roster.plan.faults, good, taken)
}

fn show(desk: &Desk, roster: &Roster, taken: bool) -> Result<(), CliError> {
    if desk.json {
        let (faults, entries, open_before) = (&roster.plan.faults, &roster.entries, roster.open_before);
        print::json(&json!({
            "faults": faults, "changes": entries, "open_before": open_before, "taken": taken,
        }))?;
        return Ok(());
    }
    report::show(&roster.plan.faults)?;
    let mut table = print::Table::new(5, &["change 变动", "name 姓名", "grid 网格", "before 原", "after 现"]);
    for entry in &roster.entries {
        let change = match entry.change {
            RosterChange::New => "new 新增",
            RosterChange::Stopped => "stopped 停止",
            RosterChange::Grade => "grade 调整",
        };
        let grid = entry.grid.map(|grid| grid.to_string()).unwrap_or_default();
        let (before, after) = (entry.before.clone(), entry.after.clone());
        table.row([
            change.to_owned(),
            entry.name.clone(),
            grid,
            before.unwrap_or_default(),
            after.unwrap_or_default(),
        ]);
    }
    table.print()?;
    let count = |change| roster.count(change);
    print::line(&format!(
        "{} before, {} new, {} stopped, {} with another grade; {}",
        roster.open_before,
        count(RosterChange::New),
        count(RosterChange::Stopped),
        count(RosterChange::Grade),
        if taken { "written / 已写入" } else { "nothing was written / 未写入" },
    ))?;
    Ok(())
}

//! `doorstep assign`.

use doorstep_core::{
    codes::GridCode,
    domain::org::{GridRole, Responsibility},
    time::Day,
};

use super::{Desk, enrol::worker, error::CliError, print};
use crate::service::Hub;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The grid's 15-digit code [网格编码]
    grid: GridCode,
    /// The worker: number, name or id [工作人员编号或姓名]
    staff: String,
    /// What the worker is to the grid: Chief 网格长, FullTime 专职网格员, PartTime 兼职网格员,
    /// MicroLead 微网格长, Assistant 协理员, Supervisor 督导 [网格角色]
    #[arg(long)]
    role: GridRole,
    /// First day; today by default [开始日期]
    #[arg(long, value_name = "DAY", conflicts_with = "end")]
    from: Option<Day>,
    /// End the worker's present line; this is its last day [结束日期]
    #[arg(long, value_name = "DAY")]
    end: Option<Day>,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), CliError> {
    let hub = desk.hub()?;
    let worker = worker(&hub, &args.staff)?;
    if !hub.store().reading(|tx| tx.grids())?.contains(&args.grid) {
        return Err(CliError::Usage(format!("there is no grid {}: import the grids first", args.grid)));
    }
    let line = match args.end {
        Some(last) => end(&hub, args, &worker, last)?,
        None => {
            let from = args.from.map_or_else(|| hub.today(), Ok)?;
            hub.assign(worker.id, args.grid, args.role, from)?
        }
    };
    if desk.json {
        return Ok(print::json(&line)?);
    }
    let until = line.to.map(|to| format!(" to {to}")).unwrap_or_default();
    let role = args.role.label();
    print::line(&format!(
        "{}: {} {} / {}, from {}{until}",
        args.grid, worker.name, role.en, role.zh, line.from
    ))?;
    Ok(())
}

fn end(
    hub: &Hub,
    args: &Args,
    worker: &doorstep_core::domain::org::Staff,
    last: Day,
) -> Result<Responsibility, CliError> {
    let lines = hub.store().reading(|tx| tx.responsibilities_of(worker.id))?;
    let line = lines
        .into_iter()
        .find(|line| line.grid == args.grid && line.role == args.role && line.to.is_none_or(|to| last < to));
    let Some(line) = line else {
        return Err(CliError::Usage("this worker has no such line to end".to_owned()));
    };
    if last < line.from {
        return Err(CliError::Usage(format!("the line began on {}, after its last day", line.from)));
    }
    Ok(hub.end_assignment(line.id, last)?)
}

//! `doorstep assign`.

use doorstep_core::{
    codes::GridCode,
    domain::org::{GridRole, Responsibility},
    id::StaffId,
    text::Text,
    time::Day,
};
use serde_json::json;

use super::{Desk, enrol::worker, error::CliError, options, print};
use crate::{import, service::Hub};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The grid's 15-digit code [网格编码]
    #[arg(value_parser = options::grid)]
    grid: GridCode,
    /// The worker: number, name or id [工作人员编号或姓名]
    staff: String,
    /// What the worker is to the grid: Chief 网格长, FullTime 专职网格员, PartTime 兼职网格员,
    /// MicroLead 微网格长, Assistant 协理员, Supervisor 督导 [网格角色]
    #[arg(long, value_parser = options::grid_role)]
    role: GridRole,
    /// First day; today by default [开始日期]
    #[arg(long, value_name = "DAY", value_parser = options::day, conflicts_with = "end")]
    from: Option<Day>,
    /// End every open line of the worker in this role; this is their last day [结束日期]
    #[arg(long, value_name = "DAY", value_parser = options::day)]
    end: Option<Day>,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), CliError> {
    let hub = desk.hub()?;
    let worker = worker(&hub, &args.staff)?;
    if !hub.store().reading(|tx| tx.grids())?.contains(&args.grid) {
        return Err(CliError::usage(&import::unknown_grid(args.grid)));
    }
    if let Some(last) = args.end {
        let ended = end(&hub, args, worker.id, last)?;
        return print_ended(desk, args, &worker.name, &ended);
    }
    let from = args.from.map_or_else(|| hub.today(), Ok)?;
    let line = hub.assign(worker.id, args.grid, args.role, from)?;
    if desk.json {
        return Ok(print::json(&line)?);
    }
    Ok(print::line(&told(args, &worker.name, &line))?)
}

fn told(args: &Args, name: &str, line: &Responsibility) -> String {
    let until = line.to.map(|to| format!(" to {to}")).unwrap_or_default();
    let role = line.role.label();
    format!("{}: {name} {} / {}, from {}{until}", args.grid, role.en, role.zh, line.from)
}

/// What ended, and what still lets the worker see the grid afterwards.
#[derive(Debug)]
struct Ended {
    ended: Vec<Responsibility>,
    still: Vec<Responsibility>,
}

fn print_ended(desk: &Desk, args: &Args, name: &str, found: &Ended) -> Result<(), CliError> {
    let Ended { ended, still } = found;
    if desk.json {
        return Ok(print::json(&json!({ "ended": ended, "still": still }))?);
    }
    for line in ended {
        print::line(&told(args, name, line))?;
    }
    for line in still {
        let role = line.role.label();
        print::line(&format!(
            "note: {name} keeps the grid as {}; end that role too / 仍以{}身份负责该网格，需另行结束",
            role.en, role.zh
        ))?;
    }
    Ok(())
}

/// Ends every line of this grid, worker and role that is open on the day: an import may have left several.
fn end(hub: &Hub, args: &Args, worker: StaffId, last: Day) -> Result<Ended, CliError> {
    let lines = || hub.store().reading(|tx| tx.responsibilities_of(worker));
    let goes_on = |line: &Responsibility| line.grid == args.grid && line.to.is_none_or(|to| last < to);
    let open: Vec<_> = lines()?.into_iter().filter(|line| goes_on(line) && line.role == args.role).collect();
    if open.is_empty() {
        return Err(CliError::usage(&Text::new(
            "此人在该网格没有可结束的该项责任",
            "this worker has no such line to end",
        )));
    }
    let Some(late) = open.iter().map(|line| line.from).filter(|from| last < *from).min() else {
        let ended = open.iter().map(|line| hub.end_assignment(line.id, last)).collect::<Result<_, _>>()?;
        let still = lines()?.into_iter().filter(goes_on).collect();
        return Ok(Ended { ended, still });
    };
    Err(CliError::usage(&Text::new(
        format!("有一项责任自 {late} 开始，晚于所给的结束日期"),
        format!("a line began on {late}, after its last day"),
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{WORKER, World, day, grid};

    #[test]
    fn ending_a_role_ends_each_of_its_lines_and_names_the_role_that_stays() {
        let world = World::new();
        let (hub, place) = (&world.hub, grid(2));
        let first = hub.assign(WORKER, place, GridRole::Assistant, day("2026-06-05")).unwrap();
        // What asks for an earlier day opens a line of its own.
        let second = hub.assign(WORKER, place, GridRole::Assistant, day("2026-06-01")).unwrap();
        assert_ne!(first.id, second.id);
        hub.assign(WORKER, place, GridRole::PartTime, day("2026-06-01")).unwrap();
        let args = |role| Args { grid: place, staff: String::new(), role, from: None, end: None };
        let found = end(hub, &args(GridRole::Assistant), WORKER, day("2026-06-09")).unwrap();
        assert_eq!(found.ended.len(), 2);
        assert_eq!(found.still.iter().map(|line| line.role).collect::<Vec<_>>(), [GridRole::PartTime]);
        let found = end(hub, &args(GridRole::PartTime), WORKER, day("2026-06-09")).unwrap();
        assert!(found.still.is_empty());
        assert!(end(hub, &args(GridRole::PartTime), WORKER, day("2026-06-09")).is_err());
    }
}

//! `doorstep coverage`.

use std::collections::BTreeMap;

use doorstep_core::{
    codes::{DivisionCode, GridCode},
    domain::{
        coverage::{Counts, Coverage, Group},
        org::{Audience, Grid},
    },
    op::row::{RowKind, name_id},
    text::Text,
    time::{Day, Period, PeriodKind},
};
use serde_json::{Value, json};

use super::{Desk, error::CliError, options, print, progress};
use crate::{
    import,
    service::{CoverageQuery, Hub, document_of},
};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The period: 2026-06, 2026-W23, 2026-Q2, 2026-H1 or 2026; this month by default [统计周期]
    #[arg(long, value_parser = options::period)]
    period: Option<Period>,
    /// Only this grid; may be given several times [网格]
    #[arg(long, value_name = "CODE", value_parser = options::grid)]
    grid: Vec<GridCode>,
    /// Only the grids of this division [区划]
    #[arg(long, value_name = "CODE", conflicts_with = "grid")]
    division: Option<DivisionCode>,
    /// The day at which lateness is judged; today by default [截止日期]
    #[arg(long, value_name = "DAY", value_parser = options::day)]
    as_of: Option<Day>,
    /// What to break the figures down by [分组方式]
    #[arg(long, value_enum, default_value = "grid")]
    by: By,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum By {
    /// By grid [网格]
    Grid,
    /// By service area [服务领域]
    Area,
    /// By category [人员类别]
    Category,
}

pub(super) fn run(desk: &Desk, args: Args) -> Result<(), CliError> {
    let hub = desk.hub_to_read()?;
    let today = hub.today()?;
    let all = hub.store().reading(|tx| tx.grids())?;
    let grids = chosen(&all, &args)?;
    let query = CoverageQuery {
        period: args.period.unwrap_or_else(|| Period::containing(PeriodKind::Month, today)),
        grids: grids.clone(),
        on: args.as_of.unwrap_or(today),
        audience: Audience::Supervisor,
    };
    let spinner = progress::spinner("counting 统计中");
    let coverage = hub.coverage(&query)?;
    spinner.finish_and_clear();
    let lines = lines(&hub, &coverage, &grids, args.by)?;
    let mut total = Counts::default();
    grids
        .iter()
        .filter_map(|grid| coverage.counts.get(&(*grid, Group::All)))
        .for_each(|counts| total += *counts);
    if desk.json { print_json(&coverage, &lines, total) } else { print_table(&hub, &coverage, &lines, total) }
}

fn chosen(all: &[GridCode], args: &Args) -> Result<Vec<GridCode>, CliError> {
    if let Some(missing) = args.grid.iter().find(|grid| !all.contains(grid)) {
        return Err(CliError::usage(&import::unknown_grid(*missing)));
    }
    let fits = |grid: &&GridCode| {
        (args.grid.is_empty() || args.grid.contains(grid))
            && args.division.is_none_or(|division| grid.is_within(division))
    };
    let chosen: Vec<GridCode> = all.iter().filter(fits).copied().collect();
    if chosen.is_empty() {
        let reason = Text::new("没有这样的网格，请先导入", "there are no such grids: import them first");
        return Err(CliError::usage(&reason));
    }
    Ok(chosen)
}

/// One line of figures: its key for programs, its name for people.
struct Line {
    key: String,
    name: String,
    counts: Counts,
}

fn lines(hub: &Hub, coverage: &Coverage, grids: &[GridCode], by: By) -> Result<Vec<Line>, CliError> {
    if by == By::Grid {
        let line = |grid: &GridCode| {
            let counts = coverage.counts.get(&(*grid, Group::All)).copied().unwrap_or_default();
            Ok(Line { key: grid.to_string(), name: grid_name(hub, *grid)?, counts })
        };
        return grids.iter().map(line).collect();
    }
    let mut groups: BTreeMap<Group, Counts> = BTreeMap::new();
    for ((_, group), counts) in &coverage.counts {
        *groups.entry(*group).or_default() += *counts;
    }
    let line = |(group, counts)| match (group, by) {
        (Group::Area(area), By::Area) => Some(Line { key: area.to_string(), name: area.label().zh, counts }),
        (Group::Category(kind), By::Category) => {
            Some(Line { key: kind.to_string(), name: kind.label().zh, counts })
        }
        _ => None,
    };
    Ok(groups.into_iter().filter_map(line).collect())
}

fn grid_name(hub: &Hub, grid: GridCode) -> Result<String, CliError> {
    let row = hub.store().reading(|tx| tx.row(RowKind::Grid, name_id(RowKind::Grid, &grid.to_string())))?;
    let grid: Option<Grid> = row.map_or(Ok(None), |stored| document_of(&stored.row))?;
    Ok(grid.map(|grid| grid.name).unwrap_or_default())
}

fn print_json(coverage: &Coverage, lines: &[Line], total: Counts) -> Result<(), CliError> {
    let figures = |counts: Counts| match serde_json::to_value(counts) {
        Ok(Value::Object(mut figures)) => {
            figures.insert("rate".to_owned(), json!(counts.rate()));
            Value::Object(figures)
        }
        _ => Value::Null,
    };
    let lines: Vec<Value> = lines
        .iter()
        .map(|line| {
            let mut figures = figures(line.counts);
            if let Value::Object(figures) = &mut figures {
                figures.insert("key".to_owned(), json!(line.key));
                figures.insert("name".to_owned(), json!(line.name));
            }
            figures
        })
        .collect();
    print::json(&json!({
        "period": coverage.period, "judged_on": coverage.on, "as_of": coverage.as_of,
        "silent_phones": coverage.silent_phones, "lines": lines, "total": figures(total),
    }))?;
    Ok(())
}

fn print_table(hub: &Hub, coverage: &Coverage, lines: &[Line], total: Counts) -> Result<(), CliError> {
    let settings = hub.settings()?;
    let demo = if settings.demo { " 演示数据" } else { "" };
    print::line(&format!("{} {}, judged on {}{demo}", settings.name, coverage.period, coverage.on))?;
    let headings = [
        "code 编码",
        "name 名称",
        "due 应访",
        "visited 已访",
        "attempted 未遇",
        "overdue 逾期",
        "exempt 免访",
        "rate 率",
    ];
    let mut table = print::Table::new(2, &headings);
    let total = Line { key: "total".to_owned(), name: "合计".to_owned(), counts: total };
    for Line { key, name, counts } in lines.iter().chain([&total]) {
        let rate = counts.percent().unwrap_or_else(|| "–".to_owned());
        let figures = [counts.due, counts.visited, counts.attempted, counts.overdue, counts.exempt];
        let figures = figures.map(|figure| figure.to_string());
        table.row([key.clone(), name.clone()].into_iter().chain(figures).chain([rate]));
    }
    table.print()?;
    if let Some(silent) = coverage.silent_phones.filter(|silent| *silent > 0) {
        print::line(&format!(
            "{silent} phones of these grids were silent for a day / {silent} 部手机一天未联系"
        ))?;
    }
    Ok(())
}

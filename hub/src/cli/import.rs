//! `doorstep import …`: the whole list is checked first, every fault is shown, then it is taken or not. So is what a
//! phone could not send.

mod report;
mod roster;
mod unsent;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use doorstep_core::{text::Text, time::Hlc};

use super::{Desk, error::CliError, inspect::Reading, progress};
use crate::{
    import::{self, Context, ImportError, Plan},
    service::Hub,
};
use report::Report;
pub(super) use report::repairs as show_repairs;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Table of divisions, CSV: takes the place of the whole table before [区划表，整体替换；默认已含陕西省]
    Divisions {
        #[command(flatten)]
        list: List,
        /// Go on although villages that have grids would be in the table no more [确认去掉仍在使用的区划]
        #[arg(long)]
        replace: bool,
    },
    /// Grids: GeoJSON, KML, Shapefile, GeoPackage or CSV with WKT [网格]
    Grids {
        #[command(flatten)]
        list: List,
        #[command(flatten)]
        reading: Reading,
    },
    /// Households, CSV or XLSX [住户]
    ///
    /// Columns (either heading): household_id 户编号, grid 网格编码, address 地址, greeting 称呼 or householder 户主;
    /// optional: village_group 村民小组, building 楼栋, floor 楼层, phone 联系电话, lat 纬度, lon 经度, datum 坐标系,
    /// safety_note 安全提示, recorded_on 登记日期, ended_on 注销日期. A blank cell keeps what is known, `-` empties it.
    Households {
        #[command(flatten)]
        list: List,
        /// Their residents, so that each household arrives with its people [同时导入人员]
        #[arg(long, value_name = "FILE")]
        residents: Option<PathBuf>,
    },
    /// Residents, CSV or XLSX [人员]
    ///
    /// Columns: resident_id 人员编号, household_id 户编号, name 姓名; optional: identity 身份证号, born 出生日期,
    /// phone 联系电话, relation 与户主关系, categories 人员类别 (低保/B@2024-05-01; 残疾/3@2019-03-02), events 事件,
    /// left_on 离开日期.
    Residents(List),
    /// Staff and volunteers, CSV or XLSX [工作人员]
    ///
    /// Columns: staff_id 工作人员编号, name 姓名, role 岗位; optional: phone 联系电话.
    Staff(List),
    /// Who answers for which grid, CSV or XLSX [责任清单]
    ///
    /// Columns: grid 网格编码, staff_id 工作人员编号, grid_role 网格角色; optional: from 开始日期, to 结束日期.
    /// A line whose days meet one that stands for the same grid, worker and role corrects that one. A later
    /// first day takes no day that passed away; a last day holds as it is given, also one that passed.
    Responsibilities(List),
    /// Rule pack, TOML [规则包]
    Rules(List),
    /// Public holidays and weekend days worked in their stead, CSV or XLSX [节假日与调休安排]
    ///
    /// Columns: day 日期, kind 类型 (Off 休, Worked 班). The list takes the place of what is held of the years that it
    /// names; deadlines in working days follow it.
    WorkingDays(List),
    /// Monthly roster of one category: shows who is new, stopped or changed [月度名单]
    Roster(roster::Args),
    /// What a phone exported because no network reached it, once however often it is imported [手机离线导出的记录]
    Unsent(unsent::Args),
}

/// A list and what to do with it.
#[derive(Debug, clap::Args)]
pub(super) struct List {
    /// The file [文件]
    file: PathBuf,
    /// Only check; change nothing [只检查]
    #[arg(long)]
    dry_run: bool,
    /// Take the good lines although others have faults [有错时仍导入正确的行]
    #[arg(long)]
    accept_good: bool,
}

pub(super) fn run(desk: &Desk, command: Command) -> Result<(), CliError> {
    let hub = desk.hub()?;
    match command {
        Command::Divisions { list, replace } => divisions(desk, &hub, &list, replace),
        Command::Grids { list, reading } => {
            let known = import::divisions::of_folder(&desk.folder).map_err(|faults| {
                let count = faults.len();
                CliError::usage(&Text::new(
                    format!("区划表有 {count} 处错误，请用 import divisions 重新导入"),
                    format!("the hub's table of divisions has {count} faults: import it again with `import divisions`"),
                ))
            })?;
            take(desk, &hub, &list, |file, context| import::grids(file, &reading.options(), &known, context))
        }
        Command::Households { list, residents } => take(desk, &hub, &list, |file, context| {
            import::register(Some(file), residents.as_deref(), context)
        }),
        Command::Residents(list) => {
            take(desk, &hub, &list, |file, context| import::register(None, Some(file), context))
        }
        Command::Staff(list) => take(desk, &hub, &list, import::staff),
        Command::Responsibilities(list) => take(desk, &hub, &list, import::responsibilities),
        Command::Rules(list) => take(desk, &hub, &list, import::rules),
        Command::WorkingDays(list) => take(desk, &hub, &list, import::working_days),
        Command::Roster(args) => roster::run(desk, &hub, &args),
        Command::Unsent(args) => unsent::run(desk, hub, &args),
    }
}

/// Checks a list, shows what is wrong, and takes it unless something is.
fn take(
    desk: &Desk,
    hub: &Hub,
    list: &List,
    check: impl FnOnce(&Path, &Context<'_>) -> Result<Plan, ImportError>,
) -> Result<(), CliError> {
    let spinner = progress::spinner("checking 检查中");
    let today = hub.today()?;
    let plan = hub.store().reading(|tx| check(&list.file, &Context::of(tx, today)?))?;
    spinner.finish_and_clear();
    let refused = !plan.faults.is_empty() && !list.accept_good;
    let good = plan.rows();
    let taken = !refused && !list.dry_run && (plan.faults.is_empty() || good > 0);
    if taken {
        write(hub, &plan)?;
    }
    Report::of(&plan, list.dry_run, taken).print(desk)?;
    report::verdict(&plan.faults, good, taken)
}

/// Writes a checked list, with progress.
fn write(hub: &Hub, plan: &Plan) -> Result<(), CliError> {
    let bar = progress::bar(plan.rows(), "writing 写入");
    let at = Hlc { millis: hub.clock().now().millis(), counter: 0 };
    let today = hub.today()?;
    plan.apply(hub.store(), today, at, &mut |done| bar.set_position(done as u64))?;
    bar.finish_and_clear();
    Ok(())
}

fn divisions(desk: &Desk, hub: &Hub, list: &List, replace: bool) -> Result<(), CliError> {
    let read = import::divisions::check(&list.file);
    let folder = hub.folder().root();
    // A table that cannot be read is no reason to keep it.
    let before = import::divisions::of_folder(folder).unwrap_or_default();
    let grids = hub.store().reading(|tx| tx.grids())?;
    let dropped = import::divisions::dropped(&before, &read.rows, &grids);
    let refused = !read.faults.is_empty() && !list.accept_good;
    let good = read.rows.len();
    let fits = !refused && good > 0 && (dropped.is_empty() || replace);
    let taken = fits && !list.dry_run;
    if taken {
        import::divisions::keep(folder, &read.rows)?;
    }
    Report::of_divisions(&read, fits.then_some(before.len()), list.dry_run, taken).print(desk)?;
    if good == 0 && read.faults.is_empty() {
        let reason = Text::new("没有任何区划", "has no divisions");
        return Err(CliError::file(&list.file, &reason));
    }
    if let Some(first) = dropped.first().filter(|_| !replace && !refused && good > 0) {
        let count = dropped.len();
        return Err(CliError::usage(&Text::new(
            format!(
                "区划表缺少 {count} 个已有网格的村（如 {first}），导入会整体替换原表：请补全，或用 --replace 继续"
            ),
            format!(
                "the table lacks {count} villages that have grids, such as {first}: it takes the place of the whole \
                 table before. Complete it, or go on with --replace"
            ),
        )));
    }
    report::verdict(&read.faults, good, taken)
}

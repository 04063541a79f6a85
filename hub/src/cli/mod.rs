//! The commands of `doorstep`, one file each: what a county's IT person types.
//!
//! A command reads its arguments, calls a service or an importer, and prints. Tables and figures go to the
//! standard output, everything else to the error output in one sentence. Exit codes: 0 done, 1 failed, 2 wrong
//! usage, 3 faults in a list.

mod assign;
mod backup;
mod convert;
mod coverage;
mod demo;
mod devices;
mod enrol;
mod erase;
mod error;
mod evidence;
mod feedback;
mod import;
mod init;
mod inspect;
mod locate;
mod options;
mod photo;
mod print;
mod progress;
mod recover;
mod rejected;
mod sample;
mod serve;
mod settings;

use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};

use clap::{Parser, Subcommand};
use doorstep_core::{id::OsIds, time::SystemClock};

use crate::service::Hub;
use error::CliError;

/// Doorstep hub: collects what phones recorded offline and shows coverage.
///
/// 入户走访数据汇聚端：汇集手机离线记录，统计覆盖率。
#[derive(Debug, Parser)]
#[command(name = "doorstep", version, max_term_width = 100)]
struct Cli {
    /// The hub's folder: data, keys, photos [数据文件夹]
    #[arg(long, global = true, env = "DOORSTEP_HUB", default_value = "doorstep-hub", value_name = "DIR")]
    folder: PathBuf,

    /// Print JSON for programs instead of tables for people [输出 JSON]
    #[arg(long, global = true)]
    json: bool,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create a hub: folder, keys, the tenant's settings [新建]
    Init(init::Args),
    /// Show the tenant's settings, or change some [查看或修改设置]
    Settings(settings::Args),
    /// Check a list and take it: grids, households, residents, staff, rules, rosters; or what a phone exported [导入]
    #[command(subcommand)]
    Import(import::Command),
    /// Show a QR code with which one worker's phone enrols [手机注册]
    Enrol(enrol::Args),
    /// Make a worker answer for a grid, or end it [指定网格责任人]
    Assign(assign::Args),
    /// List the phones that enrolled [设备列表]
    Devices,
    /// Order a phone to send all and wipe itself, to wipe at once, or to go on [停用设备]
    Revoke(devices::Revoke),
    /// Serve phones until stopped with Ctrl-C or SIGTERM [启动服务]
    Serve(serve::Args),
    /// Coverage per grid: due, visited, attempted, overdue, exempt [覆盖率]
    Coverage(coverage::Args),
    /// Copy data and photos into a new folder while the hub works on [备份]
    Backup(backup::Backup),
    /// Put a backup in the place of the hub's data [恢复]
    Restore(backup::Restore),
    /// Play the main job from end to end on invented data and check it [演示]
    Demo(crate::demo::Args),
    /// Make a photo small and upright, without its metadata [缩小照片]
    Shrink(photo::Shrink),
    /// Say whether two photos are the same, alike or different [比较照片]
    Compare(photo::Compare),
    /// Photos with their verdicts, and bundles that prove them elsewhere [照片证据]
    #[command(subcommand)]
    Evidence(evidence::Command),
    /// Erase a person or a home by law, with records and photos, or list what was erased [依法删除]
    #[command(subcommand)]
    Erase(erase::Command),
    /// Check an evidence bundle, without phone or hub [验证证据包]
    Verify(evidence::Verify),
    /// What a phone exported because this hub did not take it, with the reasons [查看未采纳记录]
    Rejected(rejected::Args),
    /// What workers said to the office, complaints and suggestions [查看投诉建议]
    Feedback,
    /// Open what a phone left that lost the key of its records: answers the key [恢复手机数据密钥]
    Recover(recover::Args),
    /// Write an invented township's lists, to try imports with [生成演示名单]
    Sample(sample::Args),
    /// Look at a file without taking it: photos, grids [检查文件]
    #[command(subcommand)]
    Inspect(inspect::Command),
    /// Which grid of a file holds a point [查找所在网格]
    Locate(locate::Args),
    /// A position from one datum to another [坐标转换]
    Convert(convert::Args),
}

/// What every command knows.
struct Desk {
    folder: PathBuf,
    json: bool,
}

impl Desk {
    fn clock() -> Arc<SystemClock> {
        Arc::new(SystemClock::new())
    }

    /// The hub, for a command that only asks: it keeps nobody from serving.
    fn hub_to_read(&self) -> Result<Hub, CliError> {
        Ok(Hub::open_to_read(&self.folder, Self::clock(), Arc::new(OsIds))?)
    }

    /// The hub, whether or not another process serves it.
    fn hub(&self) -> Result<Hub, CliError> {
        Ok(Hub::open_beside(&self.folder, Self::clock(), Arc::new(OsIds))?)
    }
}

/// Runs the command of this process.
pub fn run() -> ExitCode {
    match execute(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where nobody reads it any more, as behind a closed pipe, there is nobody to tell.
            let _ = writeln!(io::stderr(), "doorstep: {error}");
            error.exit_code()
        }
    }
}

fn execute(cli: Cli) -> Result<(), CliError> {
    let Cli { folder, json, command } = cli;
    let desk = Desk { folder, json };
    match command {
        Command::Init(args) => init::run(&desk, args),
        Command::Settings(args) => settings::run(&desk, args),
        Command::Import(command) => import::run(&desk, command),
        Command::Enrol(args) => enrol::run(&desk, &args),
        Command::Assign(args) => assign::run(&desk, &args),
        Command::Devices => devices::list(&desk),
        Command::Revoke(args) => devices::revoke(&desk, &args),
        Command::Serve(args) => serve::run(&desk, &args),
        Command::Coverage(args) => coverage::run(&desk, args),
        Command::Backup(args) => backup::backup(&desk, &args),
        Command::Restore(args) => backup::restore(&desk, &args),
        Command::Demo(args) => demo::run(&desk, &args),
        Command::Shrink(args) => photo::shrink(&desk, &args),
        Command::Compare(args) => photo::compare(&desk, &args),
        Command::Evidence(command) => evidence::run(&desk, &command),
        Command::Erase(command) => erase::run(&desk, &command),
        Command::Verify(args) => evidence::verify(&desk, &args),
        Command::Rejected(args) => rejected::run(&desk, &args),
        Command::Feedback => feedback::run(&desk),
        Command::Recover(args) => recover::run(&desk, &args),
        Command::Sample(args) => sample::run(&desk, &args),
        Command::Inspect(command) => inspect::run(&desk, &command),
        Command::Locate(args) => locate::run(&desk, &args),
        Command::Convert(args) => convert::run(&desk, &args),
    }
}

#[cfg(test)]
mod tests;

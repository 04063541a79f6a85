//! `doorstep erase`.

use std::fs;

use doorstep_core::{
    domain::register::Subject,
    id::{HouseholdId, ResidentId},
};
use serde_json::json;

use super::{Desk, enrol::worker, error::CliError, options, print};
use crate::{service::Erased, store::ErasureRecord};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Erase a resident: register, needs, what visits and records say of them, photos of those visits [删除居民]
    Resident {
        /// The id [居民 id]
        id: ResidentId,
        #[command(flatten)]
        act: Act,
    },
    /// Erase a home with everybody in it, its visits, records and photos [删除整户]
    Household {
        /// The id [住户 id]
        id: HouseholdId,
        #[command(flatten)]
        act: Act,
    },
    /// What was erased, when, by whom and on what legal basis [删除记录]
    List,
}

#[derive(Debug, clap::Args)]
pub(super) struct Act {
    /// The legal basis, as cited; no names [法律依据，不含姓名]
    #[arg(long, value_name = "TEXT", value_parser = options::legal_basis)]
    basis: String,
    /// Who orders it: number, name or id of a worker [批准人编号或姓名]
    #[arg(long, value_name = "STAFF")]
    by: String,
}

pub(super) fn run(desk: &Desk, command: &Command) -> Result<(), CliError> {
    match command {
        Command::Resident { id, act } => erase(desk, Subject::Resident(*id), act),
        Command::Household { id, act } => erase(desk, Subject::Household(*id), act),
        Command::List => list(desk),
    }
}

fn erase(desk: &Desk, subject: Subject, act: &Act) -> Result<(), CliError> {
    let hub = desk.hub()?;
    let by = worker(&hub, &act.by)?;
    let Erased { record, rows, bodies, files } = hub.erase(subject, by.id, &act.basis)?;
    if desk.json {
        let mut told = told(&record);
        if let Some(told) = told.as_object_mut() {
            told.extend([
                ("rows".to_owned(), rows.into()),
                ("bodies".to_owned(), bodies.into()),
                ("files".to_owned(), files.into()),
            ]);
        }
        return Ok(print::json(&told)?);
    }
    print::line(&format!(
        "Erased: {rows} rows, {bodies} records, {files} photo files; phones erase theirs with their next exchange / \
         已删除；手机在下次同步时删除"
    ))?;
    print::line(
        "Backups made before, and data set aside by a restore, hold it still: make a new backup and destroy those \
         when their time is over / 此前的备份和恢复时另存的数据仍含有该内容：请重新备份，并按期销毁旧备份",
    )?;
    for name in set_aside(desk) {
        print::line(&format!("  {name}"))?;
    }
    Ok(())
}

/// Data that restores set aside in the hub's folder.
fn set_aside(desk: &Desk) -> Vec<String> {
    let entries = fs::read_dir(&desk.folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<_> = names.filter(|name| name.starts_with("hub.db.before-")).collect();
    names.sort();
    names
}

fn list(desk: &Desk) -> Result<(), CliError> {
    let hub = desk.hub_to_read()?;
    let erasures = hub.erasures()?;
    if desk.json {
        return Ok(print::json(&erasures.iter().map(told).collect::<Vec<_>>())?);
    }
    let headings = ["day 日期", "who 对象", "by 批准人", "basis 依据", "done 完成"];
    let mut table = print::Table::new(5, &headings);
    for record in erasures {
        let cells = [
            record.why.on.to_string(),
            subject(record.subject),
            record.by.to_string(),
            record.why.legal_basis,
            if record.done { "yes 是" } else { "no 否" }.to_owned(),
        ];
        table.row(cells);
    }
    Ok(table.print()?)
}

fn told(record: &ErasureRecord) -> serde_json::Value {
    json!({
        "id": record.id, "subject": subject(record.subject), "at": record.at, "on": record.why.on,
        "by": record.by, "legal_basis": record.why.legal_basis, "done": record.done,
    })
}

fn subject(subject: Subject) -> String {
    match subject {
        Subject::Household(home) => format!("household:{home}"),
        Subject::Resident(resident) => format!("resident:{resident}"),
    }
}

//! What an import tells: faults on the error output, figures on the standard output.

use std::{collections::BTreeMap, io::Write};

use doorstep_core::{
    codes::{Division, Fault, Imported},
    text::{Lang, Text},
};
use serde::Serialize;

use crate::{
    cli::{Desk, error::CliError, print},
    import::{Plan, Tally},
};

/// The result of one import.
#[derive(Debug, Serialize)]
pub(super) struct Report<'a> {
    faults: &'a [Fault],
    rows: BTreeMap<&'static str, Tally>,
    unknown_columns: &'a [usize],
    repairs: &'a [Fault],
    /// How many entries the table before has, whose place these rows take.
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<usize>,
    dry_run: bool,
    taken: bool,
}

impl<'a> Report<'a> {
    pub fn of(plan: &'a Plan, dry_run: bool, taken: bool) -> Self {
        let (rows, unknown_columns) = (plan.tally.clone(), plan.unknown_columns.as_slice());
        let (faults, repairs) = (plan.faults.as_slice(), plan.repairs.as_slice());
        Self { faults, rows, unknown_columns, repairs, replaces: None, dry_run, taken }
    }

    /// `replaces` is what the table had whose place this one takes, or would.
    pub fn of_divisions(
        read: &'a Imported<Division>,
        replaces: Option<usize>,
        dry_run: bool,
        taken: bool,
    ) -> Self {
        let tally = Tally { new: read.rows.len(), ..Tally::default() };
        let rows = BTreeMap::from([("division", tally)]);
        let faults = read.faults.as_slice();
        Self { faults, rows, unknown_columns: &[], repairs: &[], replaces, dry_run, taken }
    }

    pub fn print(&self, desk: &Desk) -> Result<(), CliError> {
        if desk.json {
            return Ok(print::json(self)?);
        }
        faults(self.faults)?;
        repairs(self.repairs, None)?;
        if !self.unknown_columns.is_empty() {
            let columns: Vec<String> = self.unknown_columns.iter().map(ToString::to_string).collect();
            let columns = columns.join(", ");
            eprintln!("note: column {columns} is not known and was not read / 第 {columns} 列未识别，未读取");
        }
        let mut table = print::Table::new(1, &["rows 记录", "new 新增", "changed 变更", "unchanged 未变"]);
        for (kind, tally) in &self.rows {
            let cells = [tally.new, tally.changed, tally.unchanged].map(|count| count.to_string());
            table.row([(*kind).to_owned()].into_iter().chain(cells));
        }
        table.print()?;
        if let Some(before) = self.replaces {
            let by: usize = self.rows.values().map(|tally| tally.new).sum();
            print::line(&format!("replaces {before} by {by} / 以 {by} 条替换原有 {before} 条"))?;
        }
        print::line(match (self.taken, self.dry_run) {
            (true, _) => "taken / 已导入",
            (false, true) => "only checked, nothing was changed / 仅检查，未写入",
            (false, false) => "nothing was taken / 未导入",
        })?;
        Ok(())
    }
}

/// Every fault, in both languages.
fn faults(faults: &[Fault]) -> std::io::Result<()> {
    let mut out = std::io::stderr().lock();
    for fault in faults {
        let text = fault.text();
        writeln!(out, "{}\n  {}", text.zh, text.en)?;
    }
    Ok(())
}

/// What was put right, in `lang` or both languages.
pub(in crate::cli) fn repairs(repairs: &[Fault], lang: Option<Lang>) -> std::io::Result<()> {
    let mut out = std::io::stderr().lock();
    for repair in repairs {
        let text = repair.text();
        let (zh, en) = (format!("已修正 {}", text.zh), format!("repaired: {}", text.en));
        match lang {
            Some(lang) => writeln!(out, "{}", Text::new(zh, en).in_lang(lang))?,
            None => writeln!(out, "{zh}\n  {en}")?,
        }
    }
    Ok(())
}

/// Shows faults where they are not part of a report.
pub(super) fn show(found: &[Fault]) -> Result<(), CliError> {
    Ok(faults(found)?)
}

/// How the command ends: a list with faults is a failure even where its good lines were taken.
/// Where `good` is nothing there was nothing to take.
pub(super) fn verdict(faults: &[Fault], good: usize, taken: bool) -> Result<(), CliError> {
    let count = match faults.len() {
        0 => return Ok(()),
        1 => "1 fault".to_owned(),
        many => format!("{many} faults"),
    };
    let (zh, en) = match (taken, good) {
        (true, _) => ("已导入正确的行", "the good lines were taken"),
        (false, 0) => ("没有可导入的行，请改正", "there is nothing good in it to take: correct the list"),
        (false, _) => (
            "请改正，或用 --accept-good 只导入正确的行",
            "correct the list, or take the good lines with --accept-good",
        ),
    };
    Err(CliError::Faults(format!("{count}; {en} / {zh}")))
}

//! The tenant's working days from a list: public holidays, and weekend days worked in their stead.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;
use doorstep_core::{
    codes::{At, Fault},
    op::{
        row::{RowKind, document},
        wire::TenantSettings,
    },
    text::Text,
    time::{Day, DayKind, WorkingDays, is_weekend},
};
use serde_json::{Map, Value};

use super::{
    Context, ImportError, Plan,
    change::{Belongs, Change, Effect, Tally},
    columns::{Column, Columns},
    record::{Record, day, word},
    repeats_line,
    table::Table,
};

/// The day.
pub const DAY: Column = Column::new("day", "日期", &["date"]);
/// Whether it is off or worked.
pub const KIND: Column = Column::new("kind", "类型", &["休班", "安排"]);

/// Days that a calendar may hold: some forty years of them. Every phone carries them.
const MOST: usize = 1_500;
/// The field of the settings.
const FIELD: &str = "working_days";

/// Checks a list. It takes the place of what is held of the years that it names.
pub(super) fn plan(table: &Table, context: &Context<'_>) -> Result<Plan, ImportError> {
    let mut plan = Plan::default();
    let columns = match Columns::find(table, &[&DAY, &KIND], &[]) {
        Ok(columns) => columns,
        Err(faults) => return Ok(Plan::refused(faults)),
    };
    let listed = read(table, &columns, &mut plan.faults);
    plan.unknown_columns = columns.unknown;
    let held = held(context)?;
    let (mut next, mut tally) = replaced(&held, &listed);
    if plan.faults.is_empty() {
        plan.repairs = dropped(&held, &next).map(|day| no_more(&table.file, day)).collect();
        plan.repairs.iter().for_each(|_| tally.add(Effect::Changed));
    } else {
        // Which days the lines at fault mean nobody knows: nothing is taken away.
        next.holidays.extend(&held.holidays);
        next.worked.extend(&held.worked);
    }
    if next.holidays.len() + next.worked.len() > MOST {
        let reason = Text::new(format!("共超过 {MOST} 天"), format!("makes more than {MOST} days in all"));
        plan.faults.push(Fault::whole(&table.file, reason));
        return Ok(Plan::refused(plan.faults));
    }
    if !listed.is_empty() {
        let value = document(&next).map_or(Value::Null, Value::Object);
        let fields = Map::from_iter([(FIELD.to_owned(), value)]);
        let id = TenantSettings::row_id();
        let change = Change { kind: RowKind::Settings, id, belongs: Belongs::Tenant, fields };
        plan.add_unit(context.present.as_ref(), context.today, vec![change])?;
        // What was listed are days, not settings.
        plan.tally = BTreeMap::from([("working_day", tally)]);
    }
    Ok(plan)
}

fn read(table: &Table, columns: &Columns, faults: &mut Vec<Fault>) -> BTreeMap<Day, DayKind> {
    let mut listed = BTreeMap::new();
    let mut first_lines = BTreeMap::new();
    for line in &table.lines {
        let Some(mut record) = Record::new(table, columns, line, faults) else { continue };
        let (on, kind) = (record.need(&DAY, day), record.need(&KIND, kind));
        let (Some(on), Some(kind)) = (on, kind) else { continue };
        let number = record.number();
        let first = *first_lines.entry(on).or_insert(number);
        if first != number {
            record.fault(&DAY, repeats_line(first));
        }
        if kind == DayKind::Worked && !is_weekend(on) {
            let reason = Text::new("不是周末，本来就上班", "is no weekend day: it is worked as it is");
            record.fault(&DAY, reason);
        }
        if record.is_good() {
            listed.insert(on, kind);
        }
    }
    listed
}

/// How lists call it.
fn kind(cell: &str) -> Result<DayKind, Text> {
    match cell {
        "放假" | "休息" | "假" | "休假" => Ok(DayKind::Off),
        "上班" | "补班" | "调休上班" => Ok(DayKind::Worked),
        cell => word(DayKind::ALL, DayKind::label)(cell),
    }
}

fn held(context: &Context<'_>) -> Result<WorkingDays, ImportError> {
    let row = context.present.row(RowKind::Settings, TenantSettings::row_id())?;
    let known = row.and_then(|row| row.document?.remove(FIELD));
    Ok(known.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
}

/// The calendar with the listed years anew, and what that changes. Of a holiday's days those of a weekend are off as
/// they are.
fn replaced(held: &WorkingDays, listed: &BTreeMap<Day, DayKind>) -> (WorkingDays, Tally) {
    let years: BTreeSet<i32> = listed.keys().map(Day::year).collect();
    let days = |kind| listed.iter().filter(move |(_, is)| **is == kind).map(|(day, _)| *day);
    let kept = |days: &BTreeSet<Day>| -> BTreeSet<Day> {
        days.iter().filter(|day| !years.contains(&day.year())).copied().collect()
    };
    let mut next = WorkingDays { holidays: kept(&held.holidays), worked: kept(&held.worked) };
    let mut tally = Tally::default();
    let mut put = |before: &BTreeSet<Day>, after: &mut BTreeSet<Day>, on: Day| {
        tally.add(if before.contains(&on) { Effect::Same } else { Effect::New });
        after.insert(on);
    };
    for on in days(DayKind::Off).filter(|on| !is_weekend(*on)) {
        put(&held.holidays, &mut next.holidays, on);
    }
    for on in days(DayKind::Worked) {
        put(&held.worked, &mut next.worked, on);
    }
    (next, tally)
}

/// The days that `next` holds no more.
fn dropped<'d>(held: &'d WorkingDays, next: &'d WorkingDays) -> impl Iterator<Item = Day> + use<'d> {
    held.holidays.difference(&next.holidays).chain(held.worked.difference(&next.worked)).copied()
}

fn no_more(file: &str, day: Day) -> Fault {
    let reason = Text::new(
        "名单中已没有这一天，不再特别安排",
        "the list has it no more: it goes by its weekday again",
    );
    Fault::field(file, At::Whole, &day.to_string(), reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::table;

    fn of(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn listed(text: &str) -> (BTreeMap<Day, DayKind>, Vec<String>) {
        let table = table::parse("days.csv", text.as_bytes()).unwrap();
        let columns = Columns::find(&table, &[&DAY, &KIND], &[]).unwrap();
        let mut faults = Vec::new();
        let listed = read(&table, &columns, &mut faults);
        (listed, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_list_takes_the_place_of_the_years_that_it_names_and_of_no_other() {
        let held = WorkingDays {
            holidays: ["2025-10-01", "2026-01-01", "2026-01-02"].map(of).into(),
            worked: ["2026-01-04"].map(of).into(),
        };
        let (days, faults) = listed("日期,类型\n2026-01-01,休\n2026年1月3日,放假\n2026-10-10,补班\n");
        assert_eq!(faults, [""; 0]);
        let (next, tally) = replaced(&held, &days);
        assert_eq!(next.holidays, ["2025-10-01", "2026-01-01"].map(of).into(), "a Saturday is off as it is");
        assert_eq!(next.worked, ["2026-10-10"].map(of).into());
        assert_eq!(tally, Tally { new: 1, unchanged: 1, changed: 0 });
        assert_eq!(dropped(&held, &next).collect::<Vec<_>>(), ["2026-01-02", "2026-01-04"].map(of));
    }

    #[test]
    fn every_line_that_cannot_be_taken_is_named() {
        let (days, faults) = listed(
            "day,kind\n2026-10-01,Off\n2026-10-01,Off\n2026-10-09,Worked\n2026-13-01,Off\n2026-10-10,?\n",
        );
        assert_eq!(days.len(), 1);
        assert_eq!(faults.len(), 4, "{faults:#?}");
        for (fault, told) in faults.iter().zip(["line 3", "line 4", "line 5", "line 6"]) {
            assert!(fault.contains(told), "{fault}");
        }
    }
}

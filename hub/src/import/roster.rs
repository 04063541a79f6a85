//! A monthly roster of one category (低保名单): who is new, who stopped, who changed grade.
//!
//! Such a list arrives whole. Who is on it and has no open record gets one; whose record is open and who is
//! not on it stopped; a changed grade closes one record and opens the next. Nothing else of a resident changes.

use std::collections::BTreeMap;

use chrono::Days;
use doorstep_core::{
    codes::{At, DivisionCode, Fault, GridCode, IdentityNumber, mask},
    domain::register::{CategoryKind, CategoryRecord, Resident},
    id::ResidentId,
    op::row::{RowKind, Scope},
    text::Text,
    time::Day,
};
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    Context, ImportError, Plan, categories,
    change::{Belongs, Change},
    columns::{Column, Columns},
    fields::identity,
    record::{Given, Record, day, put, words, words_of},
    residents,
    table::Table,
};

/// The grade within the category.
const GRADE: Column = Column::new("grade", "等级", &["类别", "档次", "保障类别"]);
/// Who decided.
const AUTHORITY: Column = Column::new("authority", "认定单位", &["审批单位"]);
/// First day, where the list gives one for each person.
const FROM: Column = Column::new("from", "起始日期", &["享受起始日期", "批准日期"]);

/// What a roster is a list of.
#[derive(Clone, Debug)]
pub struct RosterList {
    /// The category.
    pub category: CategoryKind,
    /// The heading of its grades, where the list has an unusual one.
    pub grade_column: Option<String>,
    /// The division that the list covers; the whole hub when absent. Nobody outside it stops.
    pub within: Option<DivisionCode>,
    /// The first day on which the list holds.
    pub from: Day,
}

/// What happened to one resident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RosterChange {
    /// On the list for the first time.
    New,
    /// No longer on the list.
    Stopped,
    /// On the list with another grade.
    Grade,
}

/// One line of what a roster shows. Names are masked.
#[derive(Clone, Debug, Serialize)]
pub struct RosterEntry {
    /// The resident.
    pub resident: ResidentId,
    /// Their masked name.
    pub name: String,
    /// The grid where they live.
    pub grid: Option<GridCode>,
    /// What happened.
    pub change: RosterChange,
    /// The grade before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The grade from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// A checked roster.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// What would be written, and what is wrong.
    pub plan: Plan,
    /// Who is new, stopped or changed.
    pub entries: Vec<RosterEntry>,
    /// How many records of the category were open before.
    pub open_before: usize,
}

impl Roster {
    pub(super) fn refused(faults: Vec<Fault>) -> Self {
        Self { plan: Plan::refused(faults), ..Self::default() }
    }

    /// Residents with one kind of change.
    pub fn count(&self, change: RosterChange) -> usize {
        self.entries.iter().filter(|entry| entry.change == change).count()
    }

    /// Whether so many stop that the list is more likely a part of what it should be.
    pub fn stops_suspiciously_many(&self) -> bool {
        self.count(RosterChange::Stopped) > self.open_before.div_ceil(3).max(10)
    }
}

/// What the list says of one resident.
struct Listed {
    grade: Option<String>,
    authority: Option<String>,
    from: Day,
}

/// Checks a roster.
pub(super) fn plan(table: &Table, list: &RosterList, context: &Context<'_>) -> Result<Roster, ImportError> {
    let residents = residents_of(context)?;
    let by_identity: BTreeMap<IdentityNumber, Uuid> = residents
        .iter()
        .filter_map(|(id, (resident, _))| Some((resident.identity.as_ref()?.modern(), *id)))
        .collect();
    let mut faults = Vec::new();
    let Some((columns, unknown_columns)) = columns(table, list, &mut faults) else {
        return Ok(Roster::refused(faults));
    };
    let table = &columns.1;
    let columns = &columns.0;
    let mut listed: BTreeMap<Uuid, Listed> = BTreeMap::new();
    let mut lines: BTreeMap<Uuid, u64> = BTreeMap::new();
    // A line that could not be told apart may name anybody.
    let mut names_anybody = false;
    for line in &table.lines {
        let Some(mut record) = Record::new(table, columns, line, &mut faults) else {
            names_anybody = true;
            continue;
        };
        let Some(id) = find(&mut record, &residents, &by_identity, list.from) else { continue };
        if let Some(first) = lines.insert(id, line.number) {
            record.fault(&residents::IDENTITY, super::repeats_line(first));
            continue;
        }
        if let Some(one) = listed_one(&mut record, list) {
            listed.insert(id, one);
        }
    }
    let mut roster = Roster::refused(faults);
    roster.plan.unknown_columns = unknown_columns;
    for (id, (resident, grid)) in &residents {
        let inside = list.within.is_none_or(|division| grid.is_some_and(|grid| grid.is_within(division)));
        // A line at fault says nothing, and nobody stops by a misprint.
        let misread = (names_anybody || lines.contains_key(id)) && !listed.contains_key(id);
        if !inside || misread {
            continue;
        }
        compare(&mut roster, context, list, *id, resident, *grid, listed.get(id))?;
    }
    Ok(roster)
}

/// Every resident, with the grid where they live.
fn residents_of(context: &Context<'_>) -> Result<BTreeMap<Uuid, (Resident, Option<GridCode>)>, ImportError> {
    let mut residents = BTreeMap::new();
    context.present.each(RowKind::Resident, &mut |row| {
        let grid = match row.scope {
            Scope::Grid(grid) => Some(grid),
            Scope::Tenant | Scope::Private(_) => None,
        };
        let read = row.document.and_then(|document| serde_json::from_value(Value::Object(document)).ok());
        if let Some(resident) = read {
            residents.insert(row.id, (resident, grid));
        }
        Ok(())
    })?;
    Ok(residents)
}

/// Where the columns stand; a heading of the caller's own is first given its usual name.
fn columns(
    table: &Table,
    list: &RosterList,
    faults: &mut Vec<Fault>,
) -> Option<((Columns, Table), Vec<usize>)> {
    let mut table = table.clone();
    if let Some(own) = &list.grade_column {
        match table.headings.iter_mut().find(|heading| *heading == own) {
            Some(heading) => *heading = GRADE.name.to_owned(),
            None => {
                let reason = Text::new("缺少该列", "this column is missing");
                faults.push(Fault::field(&table.file, At::Whole, own, reason));
                return None;
            }
        }
    }
    let optional: &[&Column] = &[&residents::NUMBER, &residents::NAME, &GRADE, &AUTHORITY, &FROM];
    match Columns::find(&table, &[&residents::IDENTITY], optional) {
        Ok(columns) => {
            let unknown = columns.unknown.clone();
            Some(((columns, table), unknown))
        }
        Err(found) => {
            faults.extend(found);
            None
        }
    }
}

/// The resident whom a line is about, by identity number; by the tenant's own number where a line has none.
fn find(
    record: &mut Record<'_>,
    residents: &BTreeMap<Uuid, (Resident, Option<GridCode>)>,
    by_identity: &BTreeMap<IdentityNumber, Uuid>,
    from: Day,
) -> Option<Uuid> {
    let number = record.parse(&residents::IDENTITY, identity).value();
    let own = record.parse(&residents::NUMBER, words::<60>).value();
    let found = match (number, own) {
        (Some(number), _) => by_identity.get(&number.modern()).copied(),
        (None, Some(own)) => Some(residents::resident_id(&own).0).filter(|id| residents.contains_key(id)),
        (None, None) => {
            if record.is_good() {
                record.fault(&residents::IDENTITY, Text::new("不能为空", "must not be blank"));
            }
            return None;
        }
    };
    let Some(id) = found else {
        let reason =
            Text::new("登记册中没有此人，请先导入", "the register has no such resident: import them first");
        record.fault(&residents::IDENTITY, reason);
        return None;
    };
    let name = record.parse(&residents::NAME, words_of("name"));
    let differs = |(resident, _): &(Resident, Option<GridCode>)| matches!(&name, Given::Value(name) if *name != resident.name);
    if residents.get(&id).is_some_and(differs) {
        let reason = Text::new("与登记册中的姓名不符", "differs from the name in the register");
        record.fault(&residents::NAME, reason);
    }
    let left =
        |(resident, _): &(Resident, Option<GridCode>)| resident.left_on.is_some_and(|left| left <= from);
    if residents.get(&id).is_some_and(left) {
        let reason = Text::new(
            "名单生效前已离开（死亡、迁出等）",
            "left (died, moved away) before the list holds, by the register",
        );
        record.fault(&residents::IDENTITY, reason);
    }
    Some(id)
}

fn listed_one(record: &mut Record<'_>, list: &RosterList) -> Option<Listed> {
    let kind = list.category;
    let grade = record.parse(&GRADE, |cell| categories::grade(kind, cell)).value();
    if grade.is_none()
        && record.is_good()
        && let Err(reason) = kind.check_grade(None)
    {
        record.fault(&GRADE, reason);
    }
    let authority = record.parse(&AUTHORITY, words_of("authority")).value();
    let from = record.parse(&FROM, day).value().unwrap_or(list.from);
    record.is_good().then_some(Listed { grade, authority, from })
}

/// What the list changes for one resident.
fn compare(
    roster: &mut Roster,
    context: &Context<'_>,
    list: &RosterList,
    id: Uuid,
    resident: &Resident,
    grid: Option<GridCode>,
    listed: Option<&Listed>,
) -> Result<(), ImportError> {
    let mut records = resident.categories.clone();
    let is_open =
        |record: &CategoryRecord| record.kind == list.category && record.to.is_none_or(|to| to >= list.from);
    let open = records.iter().position(is_open);
    let before = open.and_then(|place| records.get(place)).and_then(|record| record.grade.clone());
    roster.open_before += usize::from(open.is_some());
    let change = match (open, listed) {
        (None, None) => return Ok(()),
        (None, Some(_)) => RosterChange::New,
        (Some(_), None) => RosterChange::Stopped,
        (Some(_), Some(one)) if one.grade == before => return Ok(()),
        (Some(_), Some(_)) => RosterChange::Grade,
    };
    let replaced = end_open(&mut records, open, list.from);
    if let Some(one) = listed {
        let (kind, grade, authority) = (list.category, one.grade.clone(), one.authority.clone());
        let from = match (change, replaced) {
            (RosterChange::Grade, true) => one.from.max(list.from),
            (RosterChange::Grade, false) => list.from,
            (RosterChange::New | RosterChange::Stopped, _) => one.from,
        };
        records.push(CategoryRecord { kind, grade, from, to: None, recorded_on: context.today, authority });
    }
    let mut fields = Map::new();
    put(&mut fields, "categories", Given::Value(records));
    let belongs = Belongs::WithHousehold(resident.household);
    let unit = vec![Change { kind: RowKind::Resident, id, belongs, fields }];
    roster.plan.add_unit(context.present.as_ref(), context.today, unit)?;
    roster.entries.push(RosterEntry {
        resident: resident.id,
        name: mask::name(&resident.name),
        grid,
        change,
        before,
        after: listed.and_then(|one| one.grade.clone()),
    });
    Ok(())
}

/// Ends the record at `open` before `from`. One that began then or later came with a list that this one
/// corrects: it never held, and goes; true is then answered.
fn end_open(records: &mut Vec<CategoryRecord>, open: Option<usize>, from: Day) -> bool {
    let Some(place) = open else { return false };
    if records.get(place).is_some_and(|record| record.from >= from) {
        records.remove(place);
        return true;
    }
    if let Some(record) = records.get_mut(place) {
        record.to = from.checked_sub_days(Days::new(1));
    }
    false
}

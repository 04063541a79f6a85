//! Staff and responsibilities from lists.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_core::{
    codes::{At, Fault, GridCode},
    domain::org::{GridRole, Responsibility, StaffRole},
    id::{ResponsibilityId, StaffId},
    op::row::{RowKind, name_id},
    text::Text,
    time::Day,
};
use serde_json::{Map, Value};

use super::{
    Context, ImportError, Plan,
    change::{Belongs, Change},
    columns::{Column, Columns},
    fields::{grid_code, phone, unknown_grid},
    households,
    record::{Given, Record, day, put, word, words},
    table::Table,
};

/// The worker's number in the tenant's own lists.
pub const NUMBER: Column = Column::new("staff_id", "工作人员编号", &["人员编号", "工号"]);
/// Their name.
pub const NAME: Column = Column::new("name", "姓名", &[]);
/// What they are.
pub const ROLE: Column = Column::new("role", "岗位", &["角色", "身份"]);
/// Their phone.
pub const PHONE: Column = households::PHONE;
/// The grid answered for.
pub const GRID: Column = households::GRID;
/// What the worker is to the grid.
pub const GRID_ROLE: Column = Column::new("grid_role", "网格角色", &["role", "角色"]);
/// First day.
pub const FROM: Column = Column::new("from", "开始日期", &["起始日期"]);
/// Last day.
pub const TO: Column = Column::new("to", "结束日期", &["终止日期"]);

/// The id under which the hub keeps the worker with this number.
pub fn staff_id(number: &str) -> StaffId {
    StaffId(name_id(RowKind::Staff, number))
}

/// What a worker is to a grid, by its name or Chinese label.
///
/// # Errors
/// Which words there are.
pub fn grid_role(text: &str) -> Result<GridRole, Text> {
    word(GridRole::ALL, GridRole::label)(text)
}

/// The name from which the id of a responsibility is made: importing the same line again finds it.
pub fn responsibility_name(grid: GridCode, staff_number: &str, role: GridRole, from: Day) -> String {
    format!("{grid}/{staff_number}/{role}/{from}")
}

/// Checks a list of staff.
pub(super) fn staff(table: &Table, context: &Context<'_>) -> Result<Plan, ImportError> {
    let mut plan = Plan::default();
    let columns = match Columns::find(table, &[&NUMBER], &[&NAME, &ROLE, &PHONE]) {
        Ok(columns) => columns,
        Err(faults) => return Ok(Plan::refused(faults)),
    };
    let mut first_lines = BTreeMap::new();
    for line in &table.lines {
        let Some(mut record) = Record::new(table, &columns, line, &mut plan.faults) else { continue };
        let id = record.key(&NUMBER, RowKind::Staff, &mut first_lines);
        let held = id.map_or(Ok(None), |id| context.present.row(RowKind::Staff, id))?;
        if id.is_some() && held.is_none() {
            record.must_say(&NAME);
            record.must_say(&ROLE);
        }
        let mut fields = Map::new();
        let name = record.parse(&NAME, words::<40>);
        put(&mut fields, "name", if name == Given::None { Given::Nothing } else { name });
        let role: Given<StaffRole> = record.parse(&ROLE, word(StaffRole::ALL, StaffRole::label));
        put(&mut fields, "role", if role == Given::None { Given::Nothing } else { role });
        let number = record.parse(&PHONE, phone);
        put(&mut fields, "phone", number);
        let (Some(id), true) = (id, record.is_good()) else { continue };
        if held.is_none() {
            fields.insert("id".to_owned(), Value::from(id.to_string()));
        }
        let change = Change { kind: RowKind::Staff, id, belongs: Belongs::Tenant, fields };
        plan.add_unit(context.present.as_ref(), context.today, vec![change])?;
    }
    plan.unknown_columns = columns.unknown;
    Ok(plan)
}

/// Checks a responsibility list.
pub(super) fn responsibilities(table: &Table, context: &Context<'_>) -> Result<Plan, ImportError> {
    let mut plan = Plan::default();
    let columns = match Columns::find(table, &[&GRID, &NUMBER, &GRID_ROLE], &[&FROM, &TO]) {
        Ok(columns) => columns,
        Err(faults) => return Ok(Plan::refused(faults)),
    };
    let mut open = Open::of(context, listed(table, &columns))?;
    let mut first_lines: BTreeMap<ResponsibilityId, u64> = BTreeMap::new();
    for line in &table.lines {
        let Some(mut record) = Record::new(table, &columns, line, &mut plan.faults) else { continue };
        let told = responsibility(&mut record, &open)?;
        let number = record.number();
        let mut lines = Vec::new();
        for one in told {
            match first_lines.insert(one.id, number) {
                Some(first) => record.fault(&GRID, super::repeats_line(first)),
                None => lines.push(one),
            }
        }
        for one in lines {
            let corrected =
                open.correct(&one).map(|reason| Fault::row(&table.file, At::Line(number), reason));
            plan.repairs.extend(corrected);
            let Ok(Value::Object(fields)) = serde_json::to_value(&one) else { continue };
            let belongs = Belongs::Grid(one.grid);
            let change = Change { kind: RowKind::Responsibility, id: one.id.0, belongs, fields };
            plan.add_unit(context.present.as_ref(), context.today, vec![change])?;
        }
    }
    plan.unknown_columns = columns.unknown;
    Ok(plan)
}

/// Who is what to which grid.
type Post = (GridCode, StaffId, GridRole);

/// The posts of a list with the first days that it names.
fn listed(table: &Table, columns: &Columns) -> BTreeSet<(Post, Day)> {
    let mut listed = BTreeSet::new();
    // Faults are told when the lines are taken.
    let mut faults = Vec::new();
    for line in &table.lines {
        let Some(mut record) = Record::new(table, columns, line, &mut faults) else { continue };
        let grid = record.parse(&GRID, grid_code).value();
        let number = record.parse(&NUMBER, words::<60>).value();
        let role = record.parse(&GRID_ROLE, grid_role).value();
        let from = record.parse(&FROM, day).value();
        if let (Some(grid), Some(number), Some(role), Some(from)) = (grid, number, role, from) {
            listed.insert(((grid, staff_id(&number), role), from));
        }
    }
    listed
}

/// The lines that stand today: an earlier mistake may have left several for one post.
struct Open<'a> {
    context: &'a Context<'a>,
    lines: BTreeMap<Post, Vec<Responsibility>>,
    /// What the list names: a line that stands is about what began on its day, whatever else meets it.
    listed: BTreeSet<(Post, Day)>,
}

impl<'a> Open<'a> {
    fn of(context: &'a Context<'a>, listed: BTreeSet<(Post, Day)>) -> Result<Self, ImportError> {
        let mut lines: BTreeMap<_, Vec<Responsibility>> = BTreeMap::new();
        context.present.each(RowKind::Responsibility, &mut |row| {
            let read = row.document.and_then(|document| serde_json::from_value(Value::Object(document)).ok());
            let read = read.filter(|line: &Responsibility| line.to.is_none_or(|to| context.today <= to));
            if let Some(line) = read {
                lines.entry((line.grid, line.staff, line.role)).or_default().push(line);
            }
            Ok(())
        })?;
        Ok(Self { context, lines, listed })
    }

    /// The lines that stand and that the list speaks of: every one of the post where it names no first day, otherwise
    /// what began on that day, or else what its days meet and no other line of the list speaks of.
    fn meant(&self, post: Post, from: Option<Day>, to: Option<Day>) -> Vec<&Responsibility> {
        let all = || self.lines.get(&post).into_iter().flatten();
        let Some(from) = from else { return all().collect() };
        let began: Vec<&Responsibility> = all().filter(|line| line.from == from).collect();
        if !began.is_empty() {
            return began;
        }
        let meets = |line: &Responsibility| {
            to.is_none_or(|to| line.from <= to) && line.to.is_none_or(|last| from <= last)
        };
        all().filter(|line| meets(line) && !self.listed.contains(&(post, line.from))).collect()
    }

    /// The first day of a line that stands, as the list has it. Days that passed stay answered for: visits of them may
    /// still be on their way.
    fn first_day(&self, line: &Responsibility, from: Option<Day>) -> Day {
        match from {
            None => line.from,
            Some(from) if self.context.today < line.from => from,
            Some(from) => line.from.min(from),
        }
    }

    /// Takes the list's word for a line that stands; answers what became of it.
    fn correct(&mut self, told: &Responsibility) -> Option<Text> {
        let lines = self.lines.get_mut(&(told.grid, told.staff, told.role))?;
        let held = lines.iter_mut().find(|line| line.id == told.id && **line != *told)?;
        let (before, after) = (days(held), days(told));
        *held = told.clone();
        Some(Text::new(
            format!("原责任期“{}”更正为“{}”", before.zh, after.zh),
            format!("the line that stands, {}, becomes {}", before.en, after.en),
        ))
    }
}

/// From when to when, in words.
fn days(line: &Responsibility) -> Text {
    let from = line.from;
    match line.to {
        Some(to) => Text::new(format!("{from} 至 {to}"), format!("{from} to {to}")),
        None => Text::new(format!("{from} 起"), format!("from {from} on")),
    }
}

/// What a line says, of the lines that stand where it speaks of them.
fn responsibility(record: &mut Record<'_>, open: &Open<'_>) -> Result<Vec<Responsibility>, ImportError> {
    let context = open.context;
    let grid = record.need(&GRID, grid_code);
    if let Some(grid) = grid.filter(|grid| !context.grids.contains(grid)) {
        record.fault(&GRID, unknown_grid(grid));
    }
    let number = record.need(&NUMBER, words::<60>);
    if let Some(number) = &number {
        let held = context.present.row(RowKind::Staff, staff_id(number).0)?;
        if held.is_none_or(|row| row.document.is_none()) {
            let reason =
                Text::new("没有这名工作人员，请先导入", "there is no such worker: import the staff first");
            record.fault(&NUMBER, reason);
        }
    }
    let role: Option<GridRole> = record.need(&GRID_ROLE, grid_role);
    let from = record.parse(&FROM, day).value();
    let to = record.parse(&TO, day).value();
    let ends_early = || Text::new("早于开始日期", "lies before the first day");
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        record.fault(&TO, ends_early());
        return Ok(Vec::new());
    }
    let (Some(grid), Some(number), Some(role)) = (grid, number, role) else { return Ok(Vec::new()) };
    let staff = staff_id(&number);
    let corrected = |line: &Responsibility| Responsibility {
        from: open.first_day(line, from),
        to: to.or(line.to),
        ..line.clone()
    };
    let mut told: Vec<Responsibility> =
        open.meant((grid, staff, role), from, to).into_iter().map(corrected).collect();
    if told.is_empty() {
        let from = from.unwrap_or(context.today);
        let name = responsibility_name(grid, &number, role, from);
        let id = ResponsibilityId(name_id(RowKind::Responsibility, &name));
        told.push(Responsibility { id, grid, staff, role, from, to });
    }
    if told.iter().any(|line| line.to.is_some_and(|to| to < line.from)) {
        record.fault(&TO, ends_early());
    }
    Ok(if record.is_good() { told } else { Vec::new() })
}

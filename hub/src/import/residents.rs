//! Residents from a list, with their categories.

use std::collections::BTreeMap;

use doorstep_core::{
    codes::{Fault, IdentityNumber},
    domain::register::CategoryRecord,
    id::{HouseholdId, ResidentId},
    op::row::{Row, RowKind, name_id},
    text::Text,
    time::Day,
};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    Context, ImportError, categories,
    change::{Belongs, Change},
    columns::{Column, Columns},
    fields::{identity, phone},
    households,
    record::{Given, Record, day, put, words, words_of},
    table::Table,
};

/// The resident's number in the tenant's own lists (人员编号).
pub const NUMBER: Column = Column::new("resident_id", "人员编号", &["人员号", "个人编号"]);
/// Their household.
pub const HOUSEHOLD: Column = households::NUMBER;
/// Their name.
pub const NAME: Column = Column::new("name", "姓名", &[]);
/// Their identity number.
pub const IDENTITY: Column = Column::new("identity", "身份证号", &["身份证号码", "公民身份号码", "证件号码"]);
/// Their birthday.
pub const BORN: Column = Column::new("born", "出生日期", &[]);
/// Their phone.
pub const PHONE: Column = households::PHONE;
/// What they are to the householder.
pub const RELATION: Column = Column::new("relation", "与户主关系", &["关系"]);
/// Their categories, as `categories` reads them.
pub const CATEGORIES: Column = Column::new("categories", "人员类别", &["类别"]);
/// Events that start deadlines, as `categories` reads them.
pub const EVENTS: Column = Column::new("events", "事件", &[]);
/// The day they died or moved away.
pub const LEFT: Column = Column::new("left_on", "离开日期", &["死亡日期", "迁出日期"]);

const OPTIONAL: &[&Column] = &[&NAME, &IDENTITY, &BORN, &PHONE, &RELATION, &CATEGORIES, &EVENTS, &LEFT];

/// The id under which the hub keeps the resident with this number.
pub fn resident_id(number: &str) -> ResidentId {
    ResidentId(name_id(RowKind::Resident, number))
}

/// Good lines of a list of residents by household, in the order of the file.
#[derive(Default)]
pub(super) struct Residents {
    pub changes: Vec<(HouseholdId, Change)>,
    pub unknown_columns: Vec<usize>,
}

/// Reads a list of residents. Their households are in the hub, or among `listed`.
pub(super) fn read(
    table: &Table,
    context: &Context<'_>,
    listed: &households::Households,
    faults: &mut Vec<Fault>,
) -> Result<Residents, ImportError> {
    let columns = match Columns::find(table, &[&NUMBER, &HOUSEHOLD], OPTIONAL) {
        Ok(columns) => columns,
        Err(found) => {
            faults.extend(found);
            return Ok(Residents::default());
        }
    };
    let mut read = Residents::default();
    let mut first_lines = BTreeMap::new();
    let mut holders = holders(context)?;
    for line in &table.lines {
        let Some(mut record) = Record::new(table, &columns, line, faults) else { continue };
        let id = record.key(&NUMBER, RowKind::Resident, &mut first_lines);
        let held = id.map_or(Ok(None), |id| context.present.row(RowKind::Resident, id))?;
        if held.as_ref().is_some_and(|row| row.document.is_none()) {
            record.fault(&NUMBER, super::removed());
        }
        let household = record.need(&HOUSEHOLD, words::<60>).map(|number| households::household_id(&number));
        if let Some(household) = household {
            check_household(&mut record, context, listed, household)?;
        }
        let mut fields = fields(&mut record, context, id, held.as_ref(), &mut holders);
        let (Some(id), Some(household), true) = (id, household, record.is_good()) else { continue };
        put(&mut fields, "household", Given::Value(household));
        if held.is_none() {
            fields.insert("id".to_owned(), Value::from(id.to_string()));
        }
        let belongs = Belongs::WithHousehold(household);
        read.changes.push((household, Change { kind: RowKind::Resident, id, belongs, fields }));
    }
    read.unknown_columns = columns.unknown;
    Ok(read)
}

fn check_household(
    record: &mut Record<'_>,
    context: &Context<'_>,
    listed: &households::Households,
    household: HouseholdId,
) -> Result<(), ImportError> {
    let known = listed.grids.contains_key(&household.0)
        || context.present.row(RowKind::Household, household.0)?.is_some_and(|row| row.document.is_some());
    if !known {
        let reason = Text::new("没有这一户，请先导入该户", "there is no such household: import it first");
        record.fault(&HOUSEHOLD, reason);
    }
    Ok(())
}

/// Who holds which identity number already. An old card and its replacement are one number.
fn holders(context: &Context<'_>) -> Result<BTreeMap<IdentityNumber, Uuid>, ImportError> {
    let mut holders = BTreeMap::new();
    context.present.each(RowKind::Resident, &mut |row| {
        if let Some(number) = held_identity(&row) {
            holders.insert(number.modern(), row.id);
        }
        Ok(())
    })?;
    Ok(holders)
}

/// The identity number in a resident's row.
pub(super) fn held_identity(row: &Row) -> Option<IdentityNumber> {
    row.document.as_ref()?.get("identity")?.as_str()?.parse().ok()
}

fn fields(
    record: &mut Record<'_>,
    context: &Context<'_>,
    id: Option<Uuid>,
    held: Option<&Row>,
    holders: &mut BTreeMap<IdentityNumber, Uuid>,
) -> Map<String, Value> {
    let mut fields = Map::new();
    let name = record.parse(&NAME, words_of("name"));
    if id.is_some() && held.is_none() {
        record.must_say(&NAME);
    }
    put(&mut fields, "name", if name == Given::None { Given::Nothing } else { name });
    let number = record.parse(&IDENTITY, identity);
    if let (Given::Value(number), Some(id)) = (&number, id)
        && *holders.entry(number.modern()).or_insert(id) != id
    {
        let reason = Text::new("另一人已用此身份证号", "another resident has this identity number");
        record.fault(&IDENTITY, reason);
    }
    let born = born(record, context.today, held, &number);
    let born_on = born.value();
    put(&mut fields, "identity", number);
    put(&mut fields, "born", born);
    let number = record.parse(&PHONE, phone);
    put(&mut fields, "phone", number);
    let relation = record.parse(&RELATION, words_of("relation"));
    put(&mut fields, "relation", relation);
    let known: Vec<CategoryRecord> = held
        .and_then(|row| row.document.as_ref()?.get("categories").cloned())
        .and_then(|value| serde_json::from_value(value).ok())
        .unwrap_or_default();
    let listed = record.parse(&CATEGORIES, |cell| categories::read(cell, &known, context.today));
    put(&mut fields, "categories", listed);
    let events = record.parse(&EVENTS, categories::read_events);
    put(&mut fields, "events", events);
    let left = record.parse(&LEFT, day);
    if born_on
        .or_else(|| households::day_of(held, "born"))
        .zip(left.value())
        .is_some_and(|(born, left)| left < born)
    {
        record.fault(&LEFT, Text::new("早于出生日期", "lies before the birthday"));
    }
    put(&mut fields, "left_on", left);
    fields
}

/// The birthday that the list gives; of a new resident otherwise the one in the identity number.
fn born(
    record: &mut Record<'_>,
    today: Day,
    held: Option<&Row>,
    number: &Given<IdentityNumber>,
) -> Given<Day> {
    let stated = match number {
        Given::Value(number) => Some(number.birth()),
        Given::Nothing | Given::None => None,
    };
    let ahead = || Text::new("出生日期晚于今天", "a birthday lies after today");
    if stated.is_some_and(|stated| today < stated) {
        record.fault(&IDENTITY, ahead());
    }
    let given = record.parse(&BORN, |cell| match day(cell)? {
        born if today < born => Err(ahead()),
        born => Ok(born),
    });
    match (given, stated) {
        (Given::Value(born), Some(stated)) if born != stated => {
            let reason = Text::new(
                "与身份证号中的出生日期不符",
                "contradicts the date of birth in the identity number",
            );
            record.fault(&BORN, reason);
            Given::Nothing
        }
        (Given::Nothing, Some(stated)) if held.is_none() => Given::Value(stated),
        (given, _) => given,
    }
}

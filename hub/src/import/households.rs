//! Households from a list.

use std::collections::BTreeMap;

use doorstep_core::{
    codes::{Fault, GridCode, Phone},
    geo::{Coordinate, Datum},
    id::HouseholdId,
    op::row::{Row, RowKind, name_id},
    text::Text,
    time::Day,
};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    Context, ImportError,
    change::{Belongs, Change},
    columns::{Column, Columns},
    fields::{grid_code, phone},
    record::{Given, Record, day, put, words_of},
    table::Table,
};

/// The household's number in the tenant's own lists (户编号).
pub const NUMBER: Column = Column::new("household_id", "户编号", &["户号", "家庭编号"]);
/// The grid where it lies.
pub const GRID: Column = Column::new("grid", "网格编码", &["网格", "所属网格"]);
/// The address.
pub const ADDRESS: Column = Column::new("address", "地址", &["住址", "家庭住址", "详细地址"]);
/// The form of address at the door.
pub const GREETING: Column = Column::new("greeting", "称呼", &[]);
/// The householder, from whom a form of address is made where none is given.
pub const HOUSEHOLDER: Column = Column::new("householder", "户主", &["户主姓名"]);
/// Village group.
pub const GROUP: Column = Column::new("village_group", "村民小组", &["组别", "小组"]);
/// Building.
pub const BUILDING: Column = Column::new("building", "楼栋", &["楼号"]);
/// Floor.
pub const FLOOR: Column = Column::new("floor", "楼层", &[]);
/// Phone.
pub const PHONE: Column = Column::new("phone", "联系电话", &["电话", "手机号", "手机"]);
/// Degrees north.
pub const LAT: Column = Column::new("lat", "纬度", &["latitude"]);
/// Degrees east.
pub const LON: Column = Column::new("lon", "经度", &["longitude", "lng"]);
/// What the degrees refer to.
pub const DATUM: Column = Column::new("datum", "坐标系", &[]);
/// What a visitor must know.
pub const SAFETY: Column = Column::new("safety_note", "安全提示", &[]);
/// The day of recording.
pub const RECORDED: Column = Column::new("recorded_on", "登记日期", &["建档日期"]);
/// The day it ended.
pub const ENDED: Column = Column::new("ended_on", "注销日期", &["迁出日期"]);

const OPTIONAL: &[&Column] = &[
    &ADDRESS,
    &GREETING,
    &HOUSEHOLDER,
    &GROUP,
    &BUILDING,
    &FLOOR,
    &PHONE,
    &LAT,
    &LON,
    &DATUM,
    &SAFETY,
    &RECORDED,
    &ENDED,
];

/// The id under which the hub keeps the household with this number.
pub fn household_id(number: &str) -> HouseholdId {
    HouseholdId(name_id(RowKind::Household, number))
}

/// Good lines of a list of households, by id and in the order of the file.
#[derive(Default)]
pub(super) struct Households {
    pub changes: Vec<(Uuid, Change)>,
    pub grids: BTreeMap<Uuid, GridCode>,
    pub unknown_columns: Vec<usize>,
}

/// Reads a list of households.
pub(super) fn read(
    table: &Table,
    context: &Context<'_>,
    faults: &mut Vec<Fault>,
) -> Result<Households, ImportError> {
    let columns = match Columns::find(table, &[&NUMBER, &GRID], OPTIONAL) {
        Ok(columns) => columns,
        Err(found) => {
            faults.extend(found);
            return Ok(Households::default());
        }
    };
    let mut read = Households::default();
    let mut first_lines = BTreeMap::new();
    for line in &table.lines {
        let Some(mut record) = Record::new(table, &columns, line, faults) else { continue };
        // A line without its number is read on: all that is wrong with it is told at once.
        let id = record.key(&NUMBER, RowKind::Household, &mut first_lines);
        let held = id.map_or(Ok(None), |id| context.present.row(RowKind::Household, id))?;
        if held.as_ref().is_some_and(|row| row.document.is_none()) {
            record.fault(&NUMBER, super::removed());
        }
        let grid = record.need(&GRID, grid_code);
        if let Some(grid) = grid.filter(|grid| !context.grids.contains(grid)) {
            record.fault(&GRID, super::fields::unknown_grid(grid));
        }
        let mut fields = fields(&mut record, context, grid, held.as_ref());
        let is_new = id.is_some() && held.is_none();
        let (Some(id), Some(grid), true) = (id, grid, record.is_good()) else { continue };
        read.grids.insert(id, grid);
        if is_new {
            fields.insert("id".to_owned(), Value::from(id.to_string()));
        }
        read.changes.push((id, Change { kind: RowKind::Household, id, belongs: Belongs::ItsGrid, fields }));
    }
    read.unknown_columns = columns.unknown;
    Ok(read)
}

fn fields(
    record: &mut Record<'_>,
    context: &Context<'_>,
    grid: Option<GridCode>,
    held: Option<&Row>,
) -> Map<String, Value> {
    let is_new = held.is_none();
    let mut fields = Map::new();
    if let Some(grid) = grid {
        put(&mut fields, "grid", Given::Value(grid));
    }
    let address = record.parse(&ADDRESS, words_of("address"));
    let greeting = record.parse(&GREETING, words_of("greeting"));
    let householder = record.parse(&HOUSEHOLDER, words_of("name"));
    let greeting = match (greeting, householder) {
        (Given::Value(greeting), _) => Given::Value(greeting),
        // A later list of householders must not undo what a visitor was told to say.
        (_, Given::Value(name)) if is_new => Given::Value(greeting_for(&name)),
        (given, _) => given,
    };
    if is_new {
        record.must_say(&ADDRESS);
        if record.is_blank(&GREETING) && record.is_blank(&HOUSEHOLDER) {
            let reason =
                Text::new("新增时须填称呼或户主", "a new household needs a greeting or a householder");
            record.fault(&GREETING, reason);
        }
    }
    for (field, given) in [
        ("address", address),
        ("greeting", greeting),
        ("village_group", record.parse(&GROUP, words_of("village_group"))),
        ("building", record.parse(&BUILDING, words_of("building"))),
        ("safety_note", record.parse(&SAFETY, words_of("safety_note"))),
    ] {
        // What every household has can be changed, not emptied.
        let needed = matches!(field, "address" | "greeting");
        put(&mut fields, field, if needed && given == Given::None { Given::Nothing } else { given });
    }
    let floor = record.parse(&FLOOR, floor);
    put(&mut fields, "floor", floor);
    let number: Given<Phone> = record.parse(&PHONE, phone);
    put(&mut fields, "phone", number);
    let place = place(record);
    put(&mut fields, "place", place);
    let (recorded, ended) = (record.parse(&RECORDED, day), record.parse(&ENDED, day));
    check_days(record, context.today, (recorded, ended), held);
    let recorded = match recorded {
        Given::Nothing if is_new => Given::Value(context.today),
        given => given,
    };
    put(&mut fields, "recorded_on", recorded);
    put(&mut fields, "ended_on", ended);
    fields
}

/// Nothing was recorded after today, nor ended before it was recorded, as the list has it or else as it is known.
fn check_days(
    record: &mut Record<'_>,
    today: Day,
    (recorded, ended): (Given<Day>, Given<Day>),
    held: Option<&Row>,
) {
    let (recorded, ended) = (recorded.value(), ended.value());
    let recorded = recorded.or_else(|| day_of(held, "recorded_on"));
    if recorded.is_some_and(|recorded| today < recorded) {
        record.fault(&RECORDED, Text::new("晚于今天", "lies after today"));
    }
    if recorded.zip(ended).is_some_and(|(recorded, ended)| ended < recorded) {
        record.fault(&ENDED, Text::new("早于登记日期", "lies before the day of recording"));
    }
}

/// A day that a row has.
pub(super) fn day_of(held: Option<&Row>, field: &str) -> Option<Day> {
    held?.document.as_ref()?.get(field)?.as_str()?.parse().ok()
}

/// `张家`: says nothing of age or sex, which a list may have wrong.
fn greeting_for(householder: &str) -> String {
    let shown = doorstep_core::codes::mask::name(householder);
    let surname = shown.trim_end_matches('*');
    let surname = if surname.is_empty() { householder } else { surname };
    format!("{surname}家")
}

fn floor(cell: &str) -> Result<i16, Text> {
    let digits = cell.trim_end_matches(['层', '楼', 'F', 'f']);
    digits
        .parse()
        .ok()
        .filter(|floor| (-9..=200).contains(floor))
        .ok_or_else(|| Text::new("应为楼层数字", "is not the number of a floor"))
}

/// Both degrees or neither, always with what they refer to.
pub(super) fn place(record: &mut Record<'_>) -> Given<Coordinate> {
    let degrees = |cell: &str| {
        cell.parse::<f64>().map_err(|_| Text::new("应为小数形式的度数", "is not a number of degrees"))
    };
    let before = record.faults_so_far();
    let (lat, lon) = (record.parse(&LAT, degrees), record.parse(&LON, degrees));
    let datum = record.parse(&DATUM, datum);
    match (lat, lon) {
        (Given::Nothing, Given::Nothing) => Given::Nothing,
        (Given::None, Given::None) => Given::None,
        (Given::Value(lat), Given::Value(lon)) => {
            let Given::Value(datum) = datum else {
                if record.faults_so_far() == before {
                    let reason = Text::new(
                        "有经纬度时必须写明坐标系：WGS-84、CGCS2000、GCJ-02 或 BD-09",
                        "must be named where there are degrees: WGS-84, CGCS2000, GCJ-02 or BD-09",
                    );
                    record.fault(&DATUM, reason);
                }
                return Given::Nothing;
            };
            match Coordinate::new(lat, lon, datum) {
                Ok(place) => Given::Value(place.to(Datum::Wgs84)),
                Err(error) => {
                    record.fault(&LAT, error.reason());
                    Given::Nothing
                }
            }
        }
        _ => {
            if record.faults_so_far() == before {
                record.fault(&LAT, Text::new("经纬度须同时填写", "latitude and longitude go together"));
            }
            Given::Nothing
        }
    }
}

/// What degrees refer to, as lists and map services call it.
///
/// # Errors
/// Which names there are.
pub fn datum(cell: &str) -> Result<Datum, Text> {
    let plain: String = cell.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    match plain.as_str() {
        "wgs84" | "epsg4326" => Ok(Datum::Wgs84),
        "cgcs2000" | "2000" | "epsg4490" => Ok(Datum::Cgcs2000),
        "gcj02" => Ok(Datum::Gcj02),
        "bd09" | "bd09ll" => Ok(Datum::Bd09),
        _ => Err(Text::new(
            "坐标系应为 WGS-84、CGCS2000、GCJ-02 或 BD-09",
            "is not one of WGS-84, CGCS2000, GCJ-02, BD-09",
        )),
    }
}

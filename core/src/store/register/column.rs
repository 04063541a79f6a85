//! How the domain's values stand in columns.

use std::str::FromStr;

use chrono::Datelike;
use rusqlite::{Row, types::Type};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    codes::GridCode,
    domain::register::Subject,
    id::{HouseholdId, ResidentId},
    store::StoreError,
    time::{Day, DayRange},
};

type Read<T> = rusqlite::Result<T>;

/// A value in a column that is not what was written there.
///
/// Says which kind of value, never the parser's own words, which may quote it.
fn unreadable(column: usize, kind: Type, what: &'static str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, kind, what.into())
}

pub(crate) fn id(row: &Row<'_>, column: usize) -> Read<Uuid> {
    row.get(column).map(Uuid::from_bytes)
}

/// Days since 0001-01-01, the form in which a day is stored.
pub(crate) fn day_number(day: Day) -> i32 {
    day.num_days_from_ce()
}

pub(crate) fn day(row: &Row<'_>, column: usize) -> Read<Day> {
    to_day(column, row.get(column)?)
}

pub(crate) fn opt_day(row: &Row<'_>, column: usize) -> Read<Option<Day>> {
    row.get::<_, Option<i32>>(column)?.map(|days| to_day(column, days)).transpose()
}

fn to_day(column: usize, days: i32) -> Read<Day> {
    Day::from_num_days_from_ce_opt(days).ok_or_else(|| unreadable(column, Type::Integer, "no such day"))
}

/// First and last day in two columns that stand side by side.
pub(crate) fn days(row: &Row<'_>, column: usize) -> Read<DayRange> {
    Ok(DayRange { start: day(row, column)?, end: day(row, column + 1)? })
}

/// The fifteen digits of a grid as they are stored.
pub(crate) fn grid_number(grid: GridCode) -> i64 {
    grid.digits().cast_signed()
}

pub(crate) fn grid(row: &Row<'_>, column: usize) -> Read<GridCode> {
    let digits = row.get::<_, i64>(column)?.cast_unsigned();
    GridCode::from_digits(digits).map_err(|_| unreadable(column, Type::Integer, "no grid code"))
}

/// A word of a vocabulary, or another type that is written as text.
pub(crate) fn word<T: FromStr>(row: &Row<'_>, column: usize) -> Read<T> {
    to_word(column, row.get_ref(column)?.as_str()?)
}

pub(crate) fn opt_word<T: FromStr>(row: &Row<'_>, column: usize) -> Read<Option<T>> {
    row.get_ref(column)?.as_str_or_null()?.map(|text| to_word(column, text)).transpose()
}

fn to_word<T: FromStr>(column: usize, text: &str) -> Read<T> {
    text.parse().map_err(|_| unreadable(column, Type::Text, "no such word"))
}

pub(crate) fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Read<T> {
    from_json(column, row.get_ref(column)?.as_str()?)
}

pub(crate) fn opt_json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Read<Option<T>> {
    row.get_ref(column)?.as_str_or_null()?.map(|text| from_json(column, text)).transpose()
}

/// A list that is stored as NULL when it is empty.
pub(crate) fn list<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Read<Vec<T>> {
    Ok(opt_json(row, column)?.unwrap_or_default())
}

fn from_json<T: DeserializeOwned>(column: usize, text: &str) -> Read<T> {
    serde_json::from_str(text).map_err(|_| unreadable(column, Type::Text, "no such value"))
}

/// A list as [`list`] reads it.
pub(crate) fn list_json<T: Serialize>(items: &[T]) -> Result<Option<String>, StoreError> {
    if items.is_empty() { Ok(None) } else { json_text(Some(items)) }
}

/// A value as [`opt_json`] reads it.
pub(crate) fn json_text<T: Serialize + ?Sized>(value: Option<&T>) -> Result<Option<String>, StoreError> {
    value.map(serde_json::to_string).transpose().map_err(|_| StoreError::Unreadable { what: "value" })
}

pub(crate) fn subject(row: &Row<'_>, household: HouseholdId, column: usize) -> Read<Subject> {
    Ok(row.get::<_, Option<ResidentId>>(column)?.map_or(Subject::Household(household), Subject::Resident))
}

//! One line of a list, read column by column; what cannot be read becomes a fault and never a guess.

use std::{fmt::Display, str::FromStr};

use chrono::NaiveDate;
use doorstep_core::{
    codes::{At, Fault},
    domain::register::check_words,
    text::{Text, check_line},
    time::Day,
};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    columns::{Column, Columns},
    table::{Line, Table, swallowing},
};

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given<T> {
    /// Nothing: the column is missing, the cell blank, or at fault. What is known stays.
    Nothing,
    /// That there is none: `-` or `无`. What is known goes.
    None,
    /// This.
    Value(T),
}

impl<T> Given<T> {
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Nothing | Self::None => None,
        }
    }
}

/// A line with its columns, and where its faults go.
pub(super) struct Record<'a> {
    table: &'a Table,
    columns: &'a Columns,
    line: &'a Line,
    faults: &'a mut Vec<Fault>,
    faults_before: usize,
}

impl<'a> Record<'a> {
    /// The line, unless it was split so that no cell can be trusted: that is then its fault.
    pub fn new(
        table: &'a Table,
        columns: &'a Columns,
        line: &'a Line,
        faults: &'a mut Vec<Fault>,
    ) -> Option<Self> {
        if let Some(reason) = &line.misread {
            faults.push(Fault::row(&table.file, At::Line(line.number), reason.clone()));
            return None;
        }
        let faults_before = faults.len();
        Some(Self { table, columns, line, faults, faults_before })
    }

    /// The line's number.
    pub fn number(&self) -> u64 {
        self.line.number
    }

    /// Whether nothing was wrong so far.
    pub fn is_good(&self) -> bool {
        self.faults_so_far() == 0
    }

    /// How much was wrong so far.
    pub fn faults_so_far(&self) -> usize {
        self.faults.len() - self.faults_before
    }

    pub fn fault(&mut self, column: &Column, reason: Text) {
        let fault = Fault::field(&self.table.file, At::Line(self.line.number), &column.title(), reason);
        self.faults.push(fault);
    }

    /// The cell, if it holds anything.
    fn cell(&self, column: &Column) -> Option<&'a str> {
        let place = self.columns.place(column)?;
        self.line.cells.get(place).map(String::as_str).filter(|cell| !cell.is_empty())
    }

    /// The cell read by `parse`.
    pub fn parse<T>(&mut self, column: &Column, parse: impl FnOnce(&str) -> Result<T, Text>) -> Given<T> {
        let cell = match self.cell(column) {
            None => return Given::Nothing,
            Some("-" | "—" | "无") => return Given::None,
            Some(cell) => cell,
        };
        let parsed = match cell {
            cell if is_rounded_number(cell) => Err(rounded()),
            cell if cell.contains('\n') => parse(cell).map_err(|reason| swallowing(reason, self.line)),
            cell => parse(cell),
        };
        match parsed {
            Ok(value) => Given::Value(value),
            Err(reason) => {
                self.fault(column, reason);
                Given::Nothing
            }
        }
    }

    /// As [`Record::parse`], where a cell must not be blank.
    pub fn need<T>(&mut self, column: &Column, parse: impl FnOnce(&str) -> Result<T, Text>) -> Option<T> {
        if self.cell(column).is_none() {
            self.fault(column, Text::new("不能为空", "must not be blank"));
            return None;
        }
        match self.parse(column, parse) {
            Given::Value(value) => Some(value),
            Given::Nothing => None,
            Given::None => {
                self.fault(column, Text::new("不能为空", "must not be blank"));
                None
            }
        }
    }

    /// Whether the cell says nothing, or that there is none.
    pub fn is_blank(&self, column: &Column) -> bool {
        self.cell(column).is_none_or(|cell| matches!(cell, "-" | "—" | "无"))
    }

    /// A fault where the cell of `column` is blank.
    pub fn must_say(&mut self, column: &Column) {
        if self.is_blank(column) {
            self.fault(column, Text::new("新增时不能为空", "must not be blank for a new entry"));
        }
    }
}

/// Puts what a cell says into a patch: a value sets the field, "none" empties it, nothing leaves it.
pub(super) fn put<T: Serialize>(patch: &mut Map<String, Value>, field: &str, given: Given<T>) {
    let value = match given {
        Given::Nothing => return,
        Given::None => Value::Null,
        Given::Value(value) => match serde_json::to_value(value) {
            Ok(value) => value,
            // Every value here is a plain text, number or record of those.
            Err(_) => return,
        },
    };
    patch.insert(field.to_owned(), value);
}

/// `6.19900194001E+17`: a spreadsheet took a long number for a quantity, and its last digits are gone.
fn is_rounded_number(cell: &str) -> bool {
    let Some((head, power)) = cell.split_once("E+").or_else(|| cell.split_once("e+")) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(&head.replacen('.', "", 1)) && digits(power)
}

fn rounded() -> Text {
    Text::new(
        "被表格软件改成了科学计数，末几位已丢失：请把该列设为文本后重新填写",
        "was turned into a rounded number by the spreadsheet and lost digits: format the column as text and \
         fill it in again",
    )
}

/// Words on one line, up to `MOST` characters. Kept as text whatever they begin with: a formula stays words.
///
/// # Errors
/// When it holds what no screen shows as it stands, or is longer.
pub(crate) fn words<const MOST: usize>(cell: &str) -> Result<String, Text> {
    check_line(cell, MOST)?;
    Ok(cell.to_owned())
}

/// Reads words for a field of the register, by the rule that holds at the door as well.
pub(super) fn words_of(field: &'static str) -> impl FnOnce(&str) -> Result<String, Text> {
    move |cell: &str| {
        check_words(field, cell)?;
        Ok(cell.to_owned())
    }
}

/// A day as lists write it: `2026-06-03`, `2026/6/3`, `2026.6.3`, `2026年6月3日` or `20260603`.
///
/// # Errors
/// How a day is written.
pub(crate) fn day(cell: &str) -> Result<Day, Text> {
    // A spreadsheet may add midnight to a day.
    let cell = cell.split([' ', 'T']).next().unwrap_or(cell);
    let parts: Vec<&str> =
        cell.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty()).collect();
    let number = |text: &str| text.parse::<u32>().ok();
    let found = match parts.as_slice() {
        [whole] if whole.len() == 8 => NaiveDate::parse_from_str(whole, "%Y%m%d").ok(),
        [year, month, day] if year.len() == 4 => year
            .parse()
            .ok()
            .zip(number(month))
            .zip(number(day))
            .and_then(|((year, month), day)| Day::from_ymd_opt(year, month, day)),
        _ => None,
    };
    // Nobody alive, and no record, is older.
    found
        .filter(|day| Day::from_ymd_opt(1880, 1, 1).is_some_and(|oldest| *day >= oldest))
        .ok_or_else(|| Text::new("应为 2026-06-03 形式的日期", "is not a day such as 2026-06-03"))
}

/// A word of one of the vocabularies, by its name or Chinese label.
pub(super) fn word<T: FromStr + Display + Copy>(
    all: &'static [T],
    label: fn(T) -> Text,
) -> impl Fn(&str) -> Result<T, Text> {
    move |cell| {
        cell.parse().map_err(|_| {
            let known = known_words(all, label);
            Text::new(format!("不在词表中，可用：{known}"), format!("is not one of: {known}"))
        })
    }
}

/// Every word of a vocabulary, as files and as people call it.
pub(super) fn known_words<T: Display + Copy>(all: &[T], label: fn(T) -> Text) -> String {
    all.iter().map(|word| format!("{word} {}", label(*word).zh)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_lists_write_it() {
        let sixth = Day::from_ymd_opt(2026, 6, 3);
        for cell in ["2026-06-03", "2026/6/3", "2026.6.3", "2026年6月3日", "20260603", "2026-06-03 00:00:00"]
        {
            assert_eq!(day(cell).ok(), sixth, "{cell}");
        }
        for cell in ["2026-02-30", "26-6-3", "6/3/2026", "43984", "1026-06-03", "昨天", ""] {
            assert!(day(cell).is_err(), "{cell}");
        }
    }

    #[test]
    fn a_number_that_lost_its_digits_is_known_by_its_exponent() {
        for cell in ["6.19900194001E+17", "6e+17"] {
            assert!(is_rounded_number(cell), "{cell}");
        }
        for cell in ["E+3", "3E+", "61990019400101018X", "1E5", "3栋E+2"] {
            assert!(!is_rounded_number(cell), "{cell}");
        }
    }

    #[test]
    fn a_formula_stays_words() {
        assert_eq!(words::<40>("=HYPERLINK(\"http://x\")").unwrap(), "=HYPERLINK(\"http://x\")");
        assert!(words::<3>("一二三四").is_err());
        assert!(words::<9>("a\tb").is_err());
        for mark in ['\u{202A}', '\u{202E}', '\u{2066}', '\u{2069}'] {
            assert!(words::<9>(&format!("王{mark}芳")).is_err(), "{mark:?}");
        }
    }
}

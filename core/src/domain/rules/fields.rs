//! Reads the fields of a TOML file one by one and keeps every fault, each with its line.

use std::{fmt::Display, ops::Range, str::FromStr};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    codes::{At, Fault},
    text::Text,
    time::Day,
};

/// The file being read, and what is wrong with it so far.
pub(super) struct Sheet<'a> {
    file: &'a str,
    line_starts: Vec<usize>,
    faults: Vec<Fault>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(text: &str, file: &'a str) -> Self {
        let line_starts = text.match_indices('\n').map(|(at, _)| at.saturating_add(1)).collect();
        Self { file, line_starts, faults: Vec::new() }
    }

    /// All faults in the order of the file.
    pub(super) fn into_faults(mut self) -> Vec<Fault> {
        self.faults.sort_by_key(|fault| fault.at);
        self.faults
    }

    pub(super) fn whole(&mut self, zh: &str, en: &str) {
        self.faults.push(Fault::whole(self.file, Text::new(zh, en)));
    }

    /// A fault of the line that holds the byte at `offset`, of the field at `path` where one is named.
    pub(super) fn fault(&mut self, offset: usize, path: &str, zh: impl Into<String>, en: impl Into<String>) {
        let line = self.line_starts.partition_point(|start| *start <= offset).saturating_add(1);
        let at = At::Line(u64::try_from(line).unwrap_or(u64::MAX));
        let reason = Text::new(zh, en);
        let fault = match path {
            "" => Fault::row(self.file, at, reason),
            path => Fault::field(self.file, at, path, reason),
        };
        self.faults.push(fault);
    }
}

/// One TOML table with the place where it begins and its path from the nearest section.
#[derive(Clone, Copy)]
pub(super) struct Fields<'t, 'i> {
    table: &'t DeTable<'i>,
    offset: usize,
    path: &'t str,
}

/// A value of a field: the field's path, the value and where it stands.
pub(super) struct Found<'t, 'i> {
    pub(super) path: String,
    pub(super) value: &'t DeValue<'i>,
    pub(super) span: Range<usize>,
}

impl<'t, 'i> Fields<'t, 'i> {
    /// The fields of the table `value`, of which only `known` may stand there.
    pub(super) fn of(
        sheet: &mut Sheet<'_>,
        value: &'t Spanned<DeValue<'i>>,
        path: &'t str,
        known: &[&str],
    ) -> Option<Self> {
        let offset = value.span().start;
        let Some(table) = value.get_ref().as_table() else {
            sheet.fault(offset, path, "应为一个表", "must be a table");
            return None;
        };
        Some(Self::of_table(sheet, table, offset, path, known))
    }

    /// The fields of `table`, of which only `known` may stand there.
    pub(super) fn of_table(
        sheet: &mut Sheet<'_>,
        table: &'t DeTable<'i>,
        offset: usize,
        path: &'t str,
        known: &[&str],
    ) -> Self {
        let fields = Self { table, offset, path };
        for (key, _) in table.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            let allowed = known.join(", ");
            let path = fields.path_of(key.get_ref());
            let zh = format!("没有这个字段，可用：{allowed}");
            sheet.fault(key.span().start, &path, zh, format!("is no known field; known are: {allowed}"));
        }
        fields
    }

    pub(super) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// A fault of the table as a whole.
    pub(super) fn fault(&self, sheet: &mut Sheet<'_>, key: &str, zh: &str, en: &str) {
        sheet.fault(self.offset, &self.path_of(key), zh, en);
    }

    /// The value as it stands, if it does.
    pub(super) fn spanned(&self, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.table.get(key)
    }

    /// A field that may be absent.
    pub(super) fn optional(&self, key: &str) -> Option<Found<'t, 'i>> {
        let value = self.table.get(key)?;
        Some(Found { path: self.path_of(key), value: value.get_ref(), span: value.span() })
    }

    /// A field that must be there.
    pub(super) fn required(&self, sheet: &mut Sheet<'_>, key: &str) -> Option<Found<'t, 'i>> {
        let found = self.optional(key);
        if found.is_none() {
            self.fault(sheet, key, "缺少", "is missing");
        }
        found
    }

    /// Words that are not blank.
    pub(super) fn string(&self, sheet: &mut Sheet<'_>, key: &str) -> Option<String> {
        self.required(sheet, key)?.string(sheet)
    }

    /// One sentence in both languages.
    pub(super) fn text(&self, sheet: &mut Sheet<'_>, key: &str) -> Option<Text> {
        self.required(sheet, key)?;
        self.optional_text(sheet, key)
    }

    /// One sentence in both languages that may be absent.
    pub(super) fn optional_text(&self, sheet: &mut Sheet<'_>, key: &str) -> Option<Text> {
        let path = self.path_of(key);
        let fields = Fields::of(sheet, self.spanned(key)?, &path, &["zh", "en"])?;
        let (zh, en) = (fields.string(sheet, "zh"), fields.string(sheet, "en"));
        Some(Text::new(zh?, en?))
    }
}

impl<'t, 'i> Found<'t, 'i> {
    pub(super) fn fault(&self, sheet: &mut Sheet<'_>, zh: impl Into<String>, en: impl Into<String>) {
        sheet.fault(self.span.start, &self.path, zh, en);
    }

    pub(super) fn string(&self, sheet: &mut Sheet<'_>) -> Option<String> {
        let text = self.value.as_str().map(str::trim).filter(|text| !text.is_empty());
        if text.is_none() {
            self.fault(sheet, "应为不为空的文字", "must be text that is not blank");
        }
        text.map(str::to_owned)
    }

    pub(super) fn bool(&self, sheet: &mut Sheet<'_>) -> Option<bool> {
        let value = self.value.as_bool();
        if value.is_none() {
            self.fault(sheet, "应为 true 或 false", "must be true or false");
        }
        value
    }

    /// A whole number within `range`.
    pub(super) fn number(&self, sheet: &mut Sheet<'_>, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let number = self.value.as_integer().and_then(|number| number.as_str().parse().ok());
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            let (low, high) = (range.start(), range.end());
            let zh = format!("应为 {low} 到 {high} 的整数");
            self.fault(sheet, zh, format!("must be a whole number from {low} to {high}"));
        }
        number
    }

    /// A day, written as a TOML date or as text.
    pub(super) fn day(&self, sheet: &mut Sheet<'_>) -> Option<Day> {
        let written = self.value.as_datetime().map(ToString::to_string);
        let day = written.as_deref().or(self.value.as_str()).and_then(|text| text.parse().ok());
        if day.is_none() {
            self.fault(sheet, "应为日期，如 2026-01-01", "must be a day such as 2026-01-01");
        }
        day
    }

    /// One word of a vocabulary, by its name or its Chinese label.
    pub(super) fn word<T>(&self, sheet: &mut Sheet<'_>, all: &[T]) -> Option<T>
    where
        T: FromStr + Display,
    {
        let word = self.value.as_str().and_then(|text| text.parse().ok());
        if word.is_none() {
            let known = listed(all);
            self.fault(sheet, format!("不是可用的词，可用：{known}"), format!("must be one of: {known}"));
        }
        word
    }

    /// A list whose items `read` takes one by one. An item that cannot be taken is left out with its fault.
    pub(super) fn list<T>(
        &self,
        sheet: &mut Sheet<'_>,
        mut read: impl FnMut(&mut Sheet<'_>, &'t Spanned<DeValue<'i>>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Some(items) = self.value.as_array() else {
            self.fault(sheet, "应为列表", "must be a list");
            return None;
        };
        Some(items.iter().filter_map(|item| read(sheet, item)).collect())
    }

    /// Words of a vocabulary.
    pub(super) fn words<T>(&self, sheet: &mut Sheet<'_>, all: &[T]) -> Option<Vec<T>>
    where
        T: FromStr + Display,
    {
        self.list(sheet, |sheet, item| {
            let path = self.path.clone();
            Found { path, value: item.get_ref(), span: item.span() }.word(sheet, all)
        })
    }
}

fn listed<T: Display>(all: &[T]) -> String {
    let mut list = String::new();
    for (index, word) in all.iter().enumerate() {
        if index > 0 {
            list.push_str(", ");
        }
        list.push_str(&word.to_string());
    }
    list
}

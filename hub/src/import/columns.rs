//! Headings: which column of a list is which, under its Chinese or English name.

use doorstep_core::{
    codes::{At, Fault},
    text::Text,
};

use super::table::Table;

/// A column that an importer knows.
#[derive(Debug, PartialEq, Eq)]
pub struct Column {
    /// Its English heading.
    pub name: &'static str,
    /// Its Chinese heading.
    pub zh: &'static str,
    /// Other headings that lists carry for it.
    pub also: &'static [&'static str],
}

impl Column {
    pub(super) const fn new(name: &'static str, zh: &'static str, also: &'static [&'static str]) -> Self {
        Self { name, zh, also }
    }

    /// The heading as faults name it: `户编号/household_id`.
    pub fn title(&self) -> String {
        format!("{}/{}", self.zh, self.name)
    }

    fn is(&self, heading: &str) -> bool {
        heading
            .split(['/', '(', ')', '\u{FF08}', '\u{FF09}'])
            .map(str::trim)
            .any(|part| part.eq_ignore_ascii_case(self.name) || part == self.zh || self.also.contains(&part))
    }
}

/// Where the known columns of one list stand.
#[derive(Debug)]
pub(super) struct Columns {
    found: Vec<(&'static Column, usize)>,
    /// Columns, counted from 1, that no importer knows. Their headings stay unsaid: a list without headings
    /// has somebody's data there.
    pub unknown: Vec<usize>,
}

impl Columns {
    /// Finds `needed` and `optional` columns in the headings.
    ///
    /// # Errors
    /// Every needed column that is missing and every column that stands twice.
    pub fn find(
        table: &Table,
        needed: &[&'static Column],
        optional: &[&'static Column],
    ) -> Result<Self, Vec<Fault>> {
        let mut columns = Self { found: Vec::new(), unknown: Vec::new() };
        let mut faults = Vec::new();
        for (index, heading) in table.headings.iter().enumerate() {
            let known = needed.iter().chain(optional).find(|column| column.is(heading));
            match known {
                None => columns.unknown.push(index + 1),
                Some(column) if columns.place(column).is_some() => {
                    let reason = Text::new("该列出现两次", "this column stands twice");
                    faults.push(Fault::field(&table.file, At::Whole, &column.title(), reason));
                }
                Some(column) => columns.found.push((column, index)),
            }
        }
        for column in needed.iter().filter(|column| columns.place(column).is_none()) {
            let reason = Text::new("缺少该列", "this column is missing");
            faults.push(Fault::field(&table.file, At::Whole, &column.title(), reason));
        }
        if faults.is_empty() { Ok(columns) } else { Err(faults) }
    }

    /// Where `column` stands.
    pub fn place(&self, column: &Column) -> Option<usize> {
        self.found.iter().find(|(known, _)| *known == column).map(|(_, index)| *index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::table;

    const ID: Column = Column::new("household_id", "户编号", &["户号"]);
    const GRID: Column = Column::new("grid", "网格编码", &[]);

    #[test]
    fn a_heading_is_known_in_either_language() {
        for heading in [
            "household_id",
            "Household_ID",
            "户编号",
            "户号",
            "户编号/household_id",
            "户编号(必填)",
            "户编号\u{FF08}必填\u{FF09}",
        ] {
            let table = table::parse("f.csv", format!("x,{heading}\n1,2\n").as_bytes()).unwrap();
            let columns = Columns::find(&table, &[&ID], &[]).unwrap();
            assert_eq!(columns.place(&ID), Some(1), "{heading}");
            assert_eq!(columns.unknown, [1]);
        }
    }

    #[test]
    fn missing_and_doubled_columns_are_all_named() {
        let table = table::parse("f.csv", "户号,household_id\n1,2\n".as_bytes()).unwrap();
        let faults = Columns::find(&table, &[&ID, &GRID], &[]).unwrap_err();
        let texts: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "f.csv, 户编号/household_id: this column stands twice",
                "f.csv, 网格编码/grid: this column is missing"
            ]
        );
    }
}

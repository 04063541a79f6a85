//! The table of divisions that a tenant works with: names, validity and successors.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
    str::FromStr,
};

use csv::{ReaderBuilder, StringRecord};

use super::{At, DivisionCode, DivisionLevel, Fault, Imported, lines::Lines};
use crate::{text::Text, time::Day};

/// One division as the table knows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Division {
    /// Its code.
    pub code: DivisionCode,
    /// Its official name.
    pub name: String,
    /// Its level, as the code's length tells.
    pub level: DivisionLevel,
    /// The source's word for its kind, such as `town` or `residents_committee`.
    pub kind: Option<String>,
    /// First day on which the code is in force; always was, where absent.
    pub valid_from: Option<Day>,
    /// Last day on which the code is in force (撤销); still is, where absent.
    pub valid_to: Option<Day>,
    /// The code that follows it after `valid_to`.
    pub successor: Option<DivisionCode>,
}

impl Division {
    /// Whether the code is in force on `day`.
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// Divisions by code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Divisions {
    by_code: BTreeMap<DivisionCode, Division>,
    children: BTreeMap<DivisionCode, Vec<DivisionCode>>,
}

impl Divisions {
    /// A table of `rows`; of two with one code the later stays.
    pub fn new(rows: impl IntoIterator<Item = Division>) -> Self {
        let by_code: BTreeMap<_, _> = rows.into_iter().map(|row| (row.code, row)).collect();
        let mut children: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for code in by_code.keys() {
            if let Some(parent) = code.parent() {
                children.entry(parent).or_default().push(*code);
            }
        }
        Self { by_code, children }
    }

    /// Reads a table from CSV with the columns `code`, `name`, `level` (1–5), `kind` and, where there are any,
    /// `valid_from`, `valid_to` (`2023-06-30`) and `successor`; takes nothing if anything is wrong. `file_name`
    /// only names the file in faults.
    ///
    /// # Errors
    /// Every fault of the file.
    pub fn from_csv(reader: impl Read, file_name: &str) -> Result<Self, Vec<Fault>> {
        Self::read_csv(reader, file_name).all_or_nothing().map(Self::new)
    }

    /// Reads the same file and gives the good rows beside the faults, for an import told to take them.
    pub fn read_csv(reader: impl Read, file_name: &str) -> Imported<Division> {
        read_csv(reader, file_name)
    }

    /// The division with this code.
    pub fn get(&self, code: DivisionCode) -> Option<&Division> {
        self.by_code.get(&code)
    }

    /// The divisions directly below `code`, in the order of their codes.
    pub fn children(&self, code: DivisionCode) -> impl Iterator<Item = &Division> {
        let codes = self.children.get(&code).into_iter().flatten();
        codes.filter_map(|child| self.by_code.get(child))
    }

    /// All divisions in the order of their codes: each right before what it contains.
    pub fn iter(&self) -> impl Iterator<Item = &Division> {
        self.by_code.values()
    }

    /// The division that stands for `code` on day `on`: itself while it is in force, after that the last of its
    /// successors. `None` where the table does not know it, or it ended without a successor.
    pub fn current_successor(&self, code: DivisionCode, on: Day) -> Option<&Division> {
        let mut division = self.get(code)?;
        // No chain is longer than the table, unless it runs in a circle.
        for _ in 0..self.len() {
            if division.valid_to.is_none_or(|last| on <= last) {
                return Some(division);
            }
            division = self.get(division.successor?)?;
        }
        None
    }

    /// How many divisions the table holds.
    pub fn len(&self) -> usize {
        self.by_code.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.by_code.is_empty()
    }
}

fn read_csv(mut reader: impl Read, file: &str) -> Imported<Division> {
    let mut bytes = Vec::new();
    if reader.read_to_end(&mut bytes).is_err() {
        return Imported::refused(Fault::whole(file, Text::new("无法读取", "cannot be read")));
    }
    let mut lines = Lines::of(&bytes);
    let mut line_of = |position: Option<&csv::Position>| position.map(|at| lines.line_at(at.byte()));
    let mut csv = ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes.as_slice());
    let columns = match csv.headers().map_err(|error| unreadable(&error)).and_then(Columns::find) {
        Ok(columns) => columns,
        Err(reason) => return Imported::refused(Fault::whole(file, reason)),
    };
    let mut table = Table { file, rows: Vec::new(), seen: BTreeMap::new(), faults: Vec::new() };
    for record in csv.records() {
        match record {
            Ok(record) => table.take(&columns, &record, line_of(record.position()).unwrap_or(0)),
            Err(error) => {
                let at = line_of(error.position()).map_or(At::Whole, At::Line);
                table.faults.push(Fault::row(file, at, unreadable(&error)));
                // Wrong bytes and a broken disk go on for the whole file; a short row is one row's matter.
                if !matches!(error.kind(), csv::ErrorKind::UnequalLengths { .. }) {
                    break;
                }
            }
        }
    }
    table.finish()
}

fn unreadable(error: &csv::Error) -> Text {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => {
            Text::new("不是 UTF-8 文本，请另存为 UTF-8", "is not UTF-8 text: save the file as UTF-8")
        }
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => Text::new(
            format!("本行有 {len} 列，表头有 {expected_len} 列"),
            format!("the row has {len} fields, the header {expected_len}"),
        ),
        _ => Text::new("无法读取", "cannot be read"),
    }
}

/// Where the columns stand.
struct Columns {
    code: usize,
    name: usize,
    level: usize,
    kind: Option<usize>,
    valid_from: Option<usize>,
    valid_to: Option<usize>,
    successor: Option<usize>,
}

impl Columns {
    fn find(header: &StringRecord) -> Result<Self, Text> {
        let find = |name: &str| header.iter().position(|column| column == name);
        let need = |name: &str| {
            let missing =
                || Text::new(format!("缺少列 {name}"), format!("the header has no column `{name}`"));
            find(name).ok_or_else(missing)
        };
        Ok(Self {
            code: need("code")?,
            name: need("name")?,
            level: need("level")?,
            kind: find("kind"),
            valid_from: find("valid_from"),
            valid_to: find("valid_to"),
            successor: find("successor"),
        })
    }
}

/// Rows taken so far, and what is wrong.
struct Table<'a> {
    file: &'a str,
    rows: Vec<(u64, Division)>,
    /// Every code that could be read and its first line, rows with other faults included.
    seen: BTreeMap<DivisionCode, u64>,
    faults: Vec<Fault>,
}

impl Table<'_> {
    fn fault(&mut self, line: u64, field: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.faults.push(Fault::field(self.file, At::Line(line), field, Text::new(zh, en)));
    }

    fn take(&mut self, columns: &Columns, record: &StringRecord, line: u64) {
        let faults_before = self.faults.len();
        let code = self.code(line, record.get(columns.code).unwrap_or_default());
        let name = record.get(columns.name).unwrap_or_default();
        if name.is_empty() {
            self.fault(line, "name", "缺少名称", "is missing");
        }
        if let Some(code) = code {
            self.check_level(line, code, record.get(columns.level).unwrap_or_default());
        }
        let optional = |column: Option<usize>| {
            column.and_then(|column| record.get(column)).filter(|text| !text.is_empty())
        };
        let date = ("应为 2023-06-30 形式的日期", "is not a date such as 2023-06-30");
        let valid_from = self.parse(line, "valid_from", optional(columns.valid_from), date);
        let valid_to = self.parse(line, "valid_to", optional(columns.valid_to), date);
        let successor = ("不是区划代码", "is not a division code");
        let successor = self.parse(line, "successor", optional(columns.successor), successor);
        if valid_from.zip(valid_to).is_some_and(|(from, to): (Day, Day)| to < from) {
            self.fault(line, "valid_to", "早于 valid_from", "lies before valid_from");
        }
        if successor.is_some() && valid_to.is_none() {
            self.fault(line, "valid_to", "有后继代码时必须填写", "is needed where there is a successor");
        }
        if let Some(code) = code.filter(|_| self.faults.len() == faults_before) {
            let kind = optional(columns.kind).map(str::to_owned);
            let (name, level) = (name.to_owned(), code.level());
            self.rows.push((line, Division { code, name, level, kind, valid_from, valid_to, successor }));
        }
    }

    /// The row's code, unless it is wrong or an earlier row has it.
    fn code(&mut self, line: u64, text: &str) -> Option<DivisionCode> {
        let code = match DivisionCode::from_str(text) {
            Ok(code) => code,
            Err(error) => {
                self.faults.push(Fault::field(self.file, At::Line(line), "code", error.reason()));
                return None;
            }
        };
        if let Some(first) = self.seen.get(&code).copied() {
            let en = format!("{code} stands on line {first} already");
            self.fault(line, "code", format!("{code} 与第 {first} 行重复"), en);
            return None;
        }
        self.seen.insert(code, line);
        Some(code)
    }

    fn check_level(&mut self, line: u64, code: DivisionCode, text: &str) {
        let level = code.level();
        if text.parse() != Ok(level.number()) {
            let (number, digits) = (level.number(), level.digits());
            let zh = format!("与代码不符：{digits} 位代码为第 {number} 级");
            self.fault(
                line,
                "level",
                zh,
                format!("contradicts the code: {digits} digits are level {number}"),
            );
        }
    }

    fn parse<T: FromStr>(
        &mut self,
        line: u64,
        field: &str,
        text: Option<&str>,
        (zh, en): (&str, &str),
    ) -> Option<T> {
        let parsed = text?.parse().ok();
        if parsed.is_none() {
            self.fault(line, field, zh, en);
        }
        parsed
    }

    /// Judges what only the whole file can tell: parents and successors.
    fn finish(mut self) -> Imported<Division> {
        // A file may cover one county: its widest divisions need no parent.
        let widest = self.seen.keys().map(|code| code.level()).min();
        let rows = std::mem::take(&mut self.rows);
        let successors: BTreeMap<_, _> =
            rows.iter().filter_map(|(_, row)| Some((row.code, row.successor?))).collect();
        let mut good = Vec::with_capacity(rows.len());
        for (line, row) in rows {
            let faults_before = self.faults.len();
            if let Some(parent) = row
                .code
                .parent()
                .filter(|parent| Some(row.level) != widest && !self.seen.contains_key(parent))
            {
                let en = format!("{parent}, which contains it, is not in the file");
                self.fault(line, "code", format!("文件中没有其上级 {parent}"), en);
            }
            if let Some(successor) = row.successor.filter(|code| !self.seen.contains_key(code)) {
                let en = format!("{successor} is not in the file");
                self.fault(line, "successor", format!("文件中没有 {successor}"), en);
            }
            if runs_in_a_circle(row.code, &successors) {
                self.fault(line, "successor", "后继代码循环", "the successors run in a circle");
            }
            if self.faults.len() == faults_before {
                good.push(row);
            }
        }
        self.faults.sort_by_key(|fault| fault.at);
        Imported { rows: good, faults: self.faults }
    }
}

/// Whether following successors from `start` leads back to it.
fn runs_in_a_circle(start: DivisionCode, successors: &BTreeMap<DivisionCode, DivisionCode>) -> bool {
    let mut passed = BTreeSet::new();
    let mut code = start;
    while let Some(next) = successors.get(&code) {
        if *next == start {
            return true;
        }
        if !passed.insert(*next) {
            return false;
        }
        code = *next;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::VillageKind;

    const SHAANXI: &str = include_str!("../../data/shaanxi_divisions.csv");

    fn code(text: &str) -> DivisionCode {
        text.parse().unwrap()
    }

    fn faults(csv: &str) -> Vec<String> {
        let faults = Divisions::from_csv(csv.as_bytes(), "d.csv").unwrap_err();
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn all_of_shaanxi_loads() {
        let table = Divisions::from_csv(SHAANXI.as_bytes(), "shaanxi_divisions.csv").unwrap();
        assert_eq!(table.len(), 21_809);
        let count = |level| table.iter().filter(|division| division.level == level).count();
        assert_eq!(DivisionLevel::ALL.map(count), [1, 10, 107, 1_335, 20_356]);
        assert_eq!(table.get(code("610802102200")).unwrap().name, "花岩村委会");
        assert_eq!(table.children(code("61")).count(), 10);
        assert!(table.children(code("6101")).all(|county| county.level == DivisionLevel::County));
        assert_eq!(table.children(code("610102001001")).count(), 0);
    }

    #[test]
    fn the_digits_of_every_village_of_shaanxi_agree_with_its_kind() {
        let table = Divisions::from_csv(SHAANXI.as_bytes(), "shaanxi_divisions.csv").unwrap();
        let mut counts = BTreeMap::new();
        for village in table.iter().filter(|division| division.level == DivisionLevel::Village) {
            let kind = village.code.village_kind().unwrap();
            let stated = match kind {
                VillageKind::Residents => "residents_committee",
                VillageKind::Villagers => "villagers_committee",
                VillageKind::Quasi => "quasi",
            };
            assert_eq!(village.kind.as_deref(), Some(stated), "{}", village.code);
            *counts.entry(kind).or_insert(0) += 1;
        }
        let expected =
            [(VillageKind::Residents, 3_715), (VillageKind::Villagers, 16_607), (VillageKind::Quasi, 34)];
        assert_eq!(counts, expected.into());
    }

    #[test]
    fn every_fault_is_told_at_once_with_its_line() {
        let found = faults(
            "code,name,level,kind,valid_from,valid_to,successor\n\
             61,陕西省,1,,,,\n\
             6101,西安市,3,,,,\n\
             6101,西安市,2,,,,\n\
             61010,,3,,,,\n\
             610302,金台区,3,,,,\n\
             6102,铜川市,2,,2020-13-01,,\n\
             6104,咸阳市,2,,2020-01-01,2019-01-01,6199\n\
             short,row\n",
        );
        let expected = [
            "d.csv, line 3, level: contradicts the code: 4 digits are level 2",
            "d.csv, line 4, code: 6101 stands on line 3 already",
            "d.csv, line 5, code: a division code has 2, 4, 6, 9 or 12 digits, this one has 5",
            "d.csv, line 5, name: is missing",
            "d.csv, line 6, code: 6103, which contains it, is not in the file",
            "d.csv, line 7, valid_from: is not a date such as 2023-06-30",
            "d.csv, line 8, valid_to: lies before valid_from",
            "d.csv, line 9: the row has 2 fields, the header 7",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them_whatever_ends_them() {
        let rows = ["code,name,level", "61,陕西省,1", "", "6101,西安市,3", "short,row", "6102,铜川市,9"];
        let lines = |ending: &str| {
            let import = Divisions::read_csv(rows.join(ending).as_bytes(), "d.csv");
            import.faults.iter().map(|fault| fault.at).collect::<Vec<_>>()
        };
        let expected = [At::Line(4), At::Line(5), At::Line(6)];
        assert_eq!(lines("\n"), expected);
        assert_eq!(lines("\r\n"), expected);
    }

    #[test]
    fn good_rows_stand_beside_the_faults() {
        let import = Divisions::read_csv("code,name,level\n6101,西安市,2\n61010,,3\n".as_bytes(), "d.csv");
        assert_eq!(import.rows.len(), 1);
        assert_eq!(import.faults.len(), 2);
    }

    #[test]
    fn a_file_of_one_county_needs_no_parent_above_it() {
        let table = Divisions::from_csv("code,name,level\n610102,新城区,3\n".as_bytes(), "d.csv").unwrap();
        assert_eq!(table.len(), 1);
    }

    #[test]
    fn a_byte_order_mark_is_no_fault_and_another_encoding_is_one() {
        assert!(Divisions::from_csv("\u{FEFF}code,name,level\n61,陕西省,1\n".as_bytes(), "d.csv").is_ok());
        let gbk = b"code,name,level\n61,\xC9\xC2\xCE\xF7,1\n6101,\xCE\xF7\xB0\xB2,2\n";
        let refused = Divisions::from_csv(gbk.as_slice(), "d.csv").unwrap_err();
        assert_eq!(refused.len(), 1);
        assert!(refused[0].reason.en.contains("UTF-8"));
        assert_eq!(faults("code,name\n61,陕西省\n"), ["d.csv: the header has no column `level`"]);
    }

    #[test]
    fn a_dissolved_division_leads_to_the_one_in_force() {
        let table = Divisions::from_csv(
            "code,name,level,kind,valid_from,valid_to,successor\n\
             610101,甲,3,,,2010-12-31,610102\n\
             610102,乙,3,,2011-01-01,2015-12-31,610103\n\
             610103,丙,3,,2016-01-01,,\n\
             610104,丁,3,,,2012-12-31,\n"
                .as_bytes(),
            "d.csv",
        )
        .unwrap();
        let on = |text: &str, day: &str| {
            table.current_successor(code(text), day.parse().unwrap()).map(|found| found.name.as_str())
        };
        assert_eq!(on("610101", "2010-12-31"), Some("甲"));
        assert_eq!(on("610101", "2011-01-01"), Some("乙"));
        assert_eq!(on("610101", "2026-06-01"), Some("丙"));
        assert_eq!(on("610104", "2026-06-01"), None);
        assert_eq!(on("610199", "2026-06-01"), None);
        assert!(table.get(code("610102")).unwrap().is_valid_on("2011-01-01".parse().unwrap()));
        assert!(!table.get(code("610102")).unwrap().is_valid_on("2010-12-31".parse().unwrap()));
    }

    #[test]
    fn successors_in_a_circle_are_a_fault_and_never_a_hang() {
        let found = faults(
            "code,name,level,valid_to,successor\n\
             610101,甲,3,2010-12-31,610102\n\
             610102,乙,3,2010-12-31,610101\n",
        );
        assert_eq!(found.len(), 2);
        assert!(found[0].contains("circle"));
    }
}

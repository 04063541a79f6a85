use std::{cell::RefCell, collections::BTreeMap, path::PathBuf};

use doorstep_core::{
    codes::Divisions,
    domain::{
        org::{GridRole, Responsibility},
        register::{CategoryKind, Household, Resident},
    },
    geo::Datum,
    id::ResponsibilityId,
    op::row::{Row, Scope},
    time::Hlc,
};
use serde_json::Value;

use super::*;
use crate::{
    service::row_of,
    store::{
        Durability, Store,
        sqlite::{DbKey, SqliteStore},
    },
};

mod households;
mod residents;
mod responsibility;
mod roster;
mod staff;

const GRID_A: &str = "610203102200001";
const GRID_B: &str = "610203102200002";

/// A hub's data in a folder of its own, with two grids.
struct Desk {
    folder: tempfile::TempDir,
    store: Box<dyn Store>,
    today: Day,
    imports: RefCell<u32>,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("hub.db"), DbKey::new([7; 32])).unwrap();
        let desk = Self {
            folder,
            store: Box::new(store),
            today: "2026-06-10".parse().unwrap(),
            imports: RefCell::default(),
        };
        let feature =
            |code: &str| format!(r#"{{"type":"Feature","properties":{{"code":"{code}"}},"geometry":null}}"#);
        let features = [feature(GRID_A), feature(GRID_B)].join(",");
        let text = format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);
        let path = desk.file("grids.geojson", text.as_bytes());
        let divisions = divisions_table();
        desk.take(|context| grids(&path, &ImportOptions::new(Datum::Wgs84), &divisions, context));
        desk
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn check<T>(&self, check: impl FnOnce(&Context<'_>) -> Result<T, ImportError>) -> T {
        self.store.reading(|tx| check(&Context::of(tx, self.today)?)).unwrap()
    }

    fn apply(&self, plan: &Plan) {
        *self.imports.borrow_mut() += 1;
        let at = Hlc { millis: 1_000 + i64::from(*self.imports.borrow()), counter: 0 };
        plan.apply(&*self.store, self.today, at, &mut |_| {}).unwrap();
    }

    /// Checks a list, expects no fault and writes it.
    fn take(&self, check: impl FnOnce(&Context<'_>) -> Result<Plan, ImportError>) -> Plan {
        let plan = self.check(check);
        assert_eq!(texts(&plan.faults), [""; 0]);
        self.apply(&plan);
        plan
    }

    fn households(&self, csv: &str) -> Plan {
        let path = self.file("households.csv", csv.as_bytes());
        self.check(|context| register(Some(&path), None, context))
    }

    fn residents(&self, csv: &str) -> Plan {
        let path = self.file("residents.csv", csv.as_bytes());
        self.check(|context| register(None, Some(&path), context))
    }

    /// The worker S1.
    fn with_worker(&self) {
        let path = self.file("staff.csv", "工号,姓名,岗位\nS1,李敏,社会工作者\n".as_bytes());
        self.take(|context| staff(&path, context));
    }

    /// Takes a list of what S1 is to the first grid: first and last days.
    fn answering(&self, periods: &[(&str, &str)]) -> Plan {
        let lines: String =
            periods.iter().map(|(from, to)| format!("{GRID_A},S1,Assistant,{from},{to}\n")).collect();
        let path = self.file("list.csv", format!("网格,工号,网格角色,开始日期,结束日期\n{lines}").as_bytes());
        self.take(|context| responsibilities(&path, context))
    }

    /// From when to when S1 answers for a grid, in order.
    fn periods(&self) -> Vec<String> {
        let lines = self.store.reading(|tx| tx.responsibilities_of(staff_id("S1"))).unwrap();
        let period = |line: &Responsibility| {
            format!("{}~{}", line.from, line.to.map(|to| to.to_string()).unwrap_or_default())
        };
        let mut periods: Vec<_> = lines.iter().map(period).collect();
        periods.sort();
        periods
    }

    fn row(&self, kind: RowKind, id: Uuid) -> Row {
        self.store.reading(|tx| tx.row(kind, id)).unwrap().unwrap().row
    }

    fn household(&self, number: &str) -> Household {
        let row = self.row(RowKind::Household, household_id(number).0);
        serde_json::from_value(Value::Object(row.document.unwrap())).unwrap()
    }

    fn resident(&self, number: &str) -> Resident {
        let row = self.row(RowKind::Resident, resident_id(number).0);
        serde_json::from_value(Value::Object(row.document.unwrap())).unwrap()
    }

    /// A household with these residents: number, identity number, categories.
    fn with_people(&self, people: &[(&str, &str, &str)]) {
        let households =
            self.file("h.csv", format!("户编号,网格,地址,户主\nH1,{GRID_A},一组1号,王强\n").as_bytes());
        let lines: String = people
            .iter()
            .map(|(number, identity, cell)| format!("{number},H1,王某,{identity},{cell}\n"))
            .collect();
        let residents =
            self.file("r.csv", format!("人员编号,户编号,姓名,身份证号,人员类别\n{lines}").as_bytes());
        self.take(|context| register(Some(&households), Some(&residents), context));
    }
}

fn divisions_table() -> Divisions {
    divisions::built_in().unwrap()
}

fn texts(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(ToString::to_string).collect()
}

fn good_household(number: &str) -> String {
    format!("户编号,网格编码,地址,户主\n{number},{GRID_A},一组1号,欧阳强\n")
}

#[test]
fn a_grid_needs_its_village_in_the_table_and_a_name_that_can_be_shown() {
    let desk = Desk::new();
    let feature = |code: &str, name: &str| {
        let properties = serde_json::json!({ "code": code, "name": name });
        serde_json::json!({ "type": "Feature", "properties": properties, "geometry": null })
    };
    let features = [
        feature("610203102999001", "东"),
        feature("610203102201001", "西"),
        feature("610203102201002", "\u{202E}南"),
    ];
    let text = serde_json::json!({ "type": "FeatureCollection", "features": features }).to_string();
    let path = desk.file("more.geojson", text.as_bytes());
    let plan =
        desk.check(|context| grids(&path, &ImportOptions::new(Datum::Wgs84), &divisions_table(), context));
    let faults = texts(&plan.faults);
    assert_eq!(faults.len(), 2);
    let expected = "more.geojson, feature 1: grid 610203102999001: the table of divisions has no village";
    assert!(faults[0].starts_with(expected), "{}", faults[0]);
    let expected = "more.geojson, feature 3: the name of grid 610203102201002 holds line breaks";
    assert!(faults[1].starts_with(expected), "{}", faults[1]);
    assert_eq!(plan.rows(), 1);
}

#[test]
fn a_version_of_a_rule_pack_never_changes() {
    let desk = Desk::new();
    let sample = doorstep_core::domain::rules::SAMPLE_PACK;
    let path = desk.file("rules.toml", sample.as_bytes());
    desk.take(|context| rules(&path, context));
    assert_eq!(desk.take(|context| rules(&path, context)).rows(), 0);
    let path = desk.file("rules.toml", sample.replace("every = \"week\"", "every = \"month\"").as_bytes());
    let faults = texts(&desk.check(|context| rules(&path, context)).faults);
    assert!(faults[0].contains("raise `version`"), "{}", faults[0]);
    let path = desk.file("rules.toml", b"[pack]\nid = 3\n");
    assert!(!desk.check(|context| rules(&path, context)).faults.is_empty());
}

#[test]
fn a_file_that_is_not_there_or_not_a_list_is_one_fault() {
    let desk = Desk::new();
    let missing = desk.folder.path().join("none.csv");
    let plan = desk.check(|context| register(Some(&missing), Some(&missing), context));
    assert_eq!(plan.faults.len(), 2);
    assert!(plan.faults[0].to_string().starts_with("none.csv: does not exist"));
    assert_eq!(divisions::check(&missing).faults.len(), 1);
}

#[test]
fn a_quotation_mark_that_swallows_lines_is_told_and_what_stands_above_it_is_good() {
    let desk = Desk::new();
    let plan = desk.households(&format!(
        "户编号,网格,地址,户主\nH1,{GRID_A},一组1号,王强\nH2,{GRID_A},\"一组2号,王强\nH3,{GRID_A},一组3号,王强\n"
    ));
    let faults = texts(&plan.faults);
    assert_eq!(
        faults,
        [
            "households.csv, line 3: a quotation mark opened on line 3 is never closed: nothing below it was read"
        ]
    );
    assert_eq!(plan.rows(), 1);
    let plan = desk.households(&format!(
        "户编号,网格,地址,户主\nH1,{GRID_A},\"一组1号\n二组\",王强\nH3,{GRID_A},一组3号,王强\n"
    ));
    let faults = texts(&plan.faults);
    assert_eq!(faults.len(), 1, "{faults:#?}");
    assert!(faults[0].contains("quotation marks make lines 2 to 3 one"), "{}", faults[0]);
    assert_eq!(plan.rows(), 1);
}

#[test]
fn nothing_that_is_known_ends_before_it_began() {
    let desk = Desk::new();
    desk.apply(&desk.households(&good_household("H1")));
    desk.apply(&desk.residents("人员编号,户编号,姓名,出生日期\nR1,H1,甲,1992-03-04\n"));
    let plan = desk.households(&format!("户编号,网格,注销日期\nH1,{GRID_A},2020-01-01\n"));
    assert_eq!(
        texts(&plan.faults),
        ["households.csv, line 2, 注销日期/ended_on: lies before the day of recording"]
    );
    let plan = desk.residents("人员编号,户编号,离开日期\nR1,H1,1890-01-01\n");
    assert_eq!(texts(&plan.faults), ["residents.csv, line 2, 离开日期/left_on: lies before the birthday"]);
}

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
fn a_household_is_taken_with_all_its_columns() {
    let desk = Desk::new();
    let plan = desk.households(&format!(
        "household_id,grid,address,greeting,village_group,building,floor,phone,lat,lon,datum,safety_note,recorded_on\n\
         H1,{GRID_A},=HYPERLINK(\"\"x\"\"),张奶奶家,1组,3号楼,2层,138 1234 5678,35.1,109.1,WGS-84,有狗,2025/1/2\n"
    ));
    assert_eq!(texts(&plan.faults), [""; 0]);
    desk.apply(&plan);
    let home = desk.household("H1");
    assert_eq!(home.greeting, "张奶奶家");
    // A cell that a spreadsheet would run stays the words that it is.
    assert_eq!(home.address, "=HYPERLINK(\"\"x\"\")");
    assert_eq!(home.floor, Some(2));
    assert_eq!(home.phone.unwrap().reveal(), "13812345678");
    assert_eq!(home.place.unwrap().lat(), 35.1);
    assert_eq!(home.recorded_on, Some("2025-01-02".parse().unwrap()));
    let row = desk.row(RowKind::Household, home.id.0);
    assert_eq!((row.scope, row.household), (Scope::Grid(GRID_A.parse().unwrap()), Some(home.id)));
}

#[test]
fn a_shifted_coordinate_is_brought_home_and_one_without_datum_refused() {
    let desk = Desk::new();
    let list = |datum: &str| {
        desk.households(&format!(
            "户编号,网格,地址,户主,纬度,经度,坐标系\nH1,{GRID_A},x,王强,35.1,109.1,{datum}\n"
        ))
    };
    desk.apply(&list("GCJ-02"));
    let place = desk.household("H1").place.unwrap();
    assert_eq!(place.datum(), Datum::Wgs84);
    assert!((place.lat() - 35.1).abs() > 0.0005, "GCJ-02 lies some 500 m away");
    let faults = texts(&list("").faults);
    assert_eq!(faults.len(), 1);
    assert!(faults[0].starts_with("households.csv, line 2, 坐标系/datum: must be named"), "{}", faults[0]);
}

#[test]
fn ten_faults_are_reported_at_once_with_their_lines_and_never_a_value() {
    let desk = Desk::new();
    let csv = format!(
        "户编号,网格编码,地址,户主,楼层,联系电话,登记日期\n\
         H1,{GRID_A},一组1号,王强,2,13812345678,2025-01-02\n\
         H1,{GRID_A},一组2号,王强,2,13812345678,2025-01-02\n\
         ,{GRID_A},一组3号,王强,2,13812345678,2025-01-02\n\
         H4,6102031022000,一组4号,王强,2,13812345678,2025-01-02\n\
         H5,610203102200009,一组5号,王强,2,13812345678,2025-01-02\n\
         H6,{GRID_A},,王强,2,13812345678,2025-01-02\n\
         H7,{GRID_A},一组7号,,2,13812345678,2025-01-02\n\
         H8,{GRID_A},一组8号,王强,三楼半,13812345678,2025-01-02\n\
         H9,{GRID_A},一组9号,王强,2,138123456,2025-13-02\n\
         H10,{GRID_A},一组10号,王强,2,1.38123456E+10,2025-01-02\n"
    );
    let plan = desk.households(&csv);
    let faults = texts(&plan.faults);
    let expected = [
        "line 3, 户编号/household_id: stands on line 2 already",
        "line 4, 户编号/household_id: must not be blank",
        "line 5, 网格编码/grid: a grid code has 15 digits",
        "line 6, 网格编码/grid: there is no grid 610203102200009",
        "line 7, 地址/address: must not be blank for a new entry",
        "line 8, 称呼/greeting: a new household needs a greeting or a householder",
        "line 9, 楼层/floor: is not the number of a floor",
        "line 10, 联系电话/phone: neither an 11-digit mobile",
        "line 10, 登记日期/recorded_on: is not a day such as",
        "line 11, 联系电话/phone: was turned into a rounded number",
    ];
    assert_eq!(faults.len(), expected.len(), "{faults:#?}");
    for (fault, expected) in faults.iter().zip(expected) {
        assert!(fault.starts_with(&format!("households.csv, {expected}")), "{fault}");
        for secret in ["王强", "138123456", "三楼半", "一组"] {
            assert!(!fault.contains(secret), "{fault}");
        }
    }
    assert_eq!(plan.rows(), 1, "only the first line is good");
    assert!(plan.faults.iter().all(|fault| !fault.reason.zh.is_empty()));
}

#[test]
fn a_list_without_its_columns_is_refused_before_its_lines() {
    let desk = Desk::new();
    let faults = texts(&desk.households("张三,61990019400101018X\n李四,x\n").faults);
    assert_eq!(
        faults,
        [
            "households.csv, 户编号/household_id: this column is missing",
            "households.csv, 网格编码/grid: this column is missing"
        ]
    );
}

#[test]
fn what_an_old_spreadsheet_saved_is_read_like_any_other() {
    let desk = Desk::new();
    let gbk = encoding_rs::GBK.encode(&good_household("H1")).0.into_owned();
    let path = desk.file("gbk.csv", &gbk);
    desk.take(|context| register(Some(&path), None, context));
    assert_eq!(desk.household("H1").greeting, "欧阳家");
    assert_eq!(desk.household("H1").address, "一组1号");
}

#[test]
fn a_workbook_is_read_with_its_days_and_its_lost_digits_noticed() {
    let desk = Desk::new();
    let path = desk.file("households.xlsx", include_bytes!("assets/households.xlsx"));
    let plan = desk.check(|context| register(Some(&path), None, context));
    let faults = texts(&plan.faults);
    assert_eq!(faults.len(), 1, "{faults:#?}");
    assert!(
        faults[0].starts_with("households.xlsx, line 4, 网格编码/grid: was turned into"),
        "{}",
        faults[0]
    );
    desk.apply(&plan);
    let home = desk.household("H1");
    assert_eq!(home.recorded_on, Some("2025-01-02".parse().unwrap()));
    assert_eq!((home.floor, home.grid.to_string().as_str()), (Some(3), GRID_A));
    assert_eq!(desk.household("1002").address, "二组2号", "a number is a number of the list, as written");
}

#[test]
fn the_same_list_again_changes_nothing_and_another_only_what_it_says() {
    let desk = Desk::new();
    let list = good_household("H1");
    desk.apply(&desk.households(&list));
    let before = desk.row(RowKind::Household, household_id("H1").0);
    let again = desk.households(&list);
    assert_eq!(again.tally["household"], Tally { unchanged: 1, ..Tally::default() });
    assert_eq!(again.rows(), 0);

    let change = desk.households(&format!("户编号,网格,联系电话,安全提示\nH1,{GRID_A},13812345678,有狗\n"));
    assert_eq!(change.tally["household"], Tally { changed: 1, ..Tally::default() });
    desk.apply(&change);
    let row = desk.row(RowKind::Household, household_id("H1").0);
    assert_eq!(desk.household("H1").address, "一组1号");
    assert_eq!(before.clocks.len(), 0);
    let changed: Vec<_> = row.clocks.keys().map(String::as_str).collect();
    assert_eq!(changed, ["phone", "safety_note"], "only what changed takes part in merging anew");

    // A blank cell says nothing; a dash says that there is none.
    desk.apply(&desk.households(&format!("户编号,网格,联系电话,安全提示\nH1,{GRID_A},,-\n")));
    let home = desk.household("H1");
    assert!(home.phone.is_some());
    assert_eq!(home.safety_note, None);
}

#[test]
fn a_household_that_moved_keeps_the_grid_it_left() {
    let desk = Desk::new();
    desk.with_people(&[("R1", "", "")]);
    desk.apply(&desk.households(&format!("户编号,网格\nH1,{GRID_B}\n")));
    let home = desk.household("H1");
    assert_eq!(home.grid.to_string(), GRID_B);
    assert_eq!(home.grid_on("2026-06-09".parse().unwrap()).to_string(), GRID_A);
    assert_eq!(home.grid_on(desk.today).to_string(), GRID_B);
    let resident = desk.row(RowKind::Resident, resident_id("R1").0);
    assert_eq!(resident.scope, Scope::Grid(GRID_B.parse().unwrap()), "its people move with it");
}

#[test]
fn a_household_travels_with_its_people_in_one_unit() {
    let desk = Desk::new();
    desk.with_people(&[("R1", "", ""), ("R2", "", "")]);
    let revision = |kind, id| desk.store.reading(|tx| tx.row(kind, id)).unwrap().unwrap().revision;
    let home = revision(RowKind::Household, household_id("H1").0);
    assert_eq!(revision(RowKind::Resident, resident_id("R1").0), home);
    assert_eq!(revision(RowKind::Resident, resident_id("R2").0), home);
}

#[test]
fn residents_with_impossible_numbers_are_all_named() {
    let desk = Desk::new();
    desk.with_people(&[("R1", "61990019400101018X", "")]);
    let plan = desk.residents(
        "人员编号,户编号,姓名,身份证号,出生日期,人员类别\n\
         R2,H1,甲,619900194001010181,,\n\
         R3,H9,乙,,,\n\
         R4,H1,丙,61990019400101018X,,\n\
         R5,H1,丁,,2026-02-30,\n\
         R6,H1,,,,低保/Z@2024-01-01\n\
         R1,H1,戊,61990019400101018x,1941-01-01,\n",
    );
    let faults = texts(&plan.faults);
    let expected = [
        "line 2, 身份证号/identity: the check digit does not match",
        "line 3, 户编号/household_id: there is no such household",
        "line 4, 身份证号/identity: another resident has this identity number",
        "line 5, 出生日期/born: is not a day",
        "line 6, 姓名/name: must not be blank for a new entry",
        "line 6, 人员类别/categories: the grades of Minimum living allowance are: A, B, C",
        "line 7, 出生日期/born: contradicts",
    ];
    assert_eq!(faults.len(), expected.len(), "{faults:#?}");
    for (fault, expected) in faults.iter().zip(expected) {
        assert!(fault.starts_with(&format!("residents.csv, {expected}")), "{fault}");
        assert!(!fault.contains("6199"), "{fault}");
    }
    assert_eq!(plan.rows(), 0);
}

#[test]
fn a_resident_takes_the_birthday_of_the_identity_number() {
    let desk = Desk::new();
    desk.with_people(&[("R1", "61990019400101018X", "低保/B@2024-05-01")]);
    let one = desk.resident("R1");
    assert_eq!(one.born, Some("1940-01-01".parse().unwrap()));
    assert_eq!(one.categories[0].recorded_on, desk.today);
    assert_eq!(one.household, household_id("H1"));
}

#[test]
fn staff_and_their_grids_come_from_lists() {
    let desk = Desk::new();
    let path = desk
        .file("staff.csv", "工号,姓名,岗位,电话\nS1,李敏,社会工作者,13812345678\nS2,赵,保安,\n".as_bytes());
    let plan = desk.check(|context| staff(&path, context));
    let faults = texts(&plan.faults);
    assert_eq!(faults.len(), 1);
    assert!(
        faults[0].starts_with("staff.csv, line 3, 岗位/role: is not one of: SocialWorker"),
        "{}",
        faults[0]
    );
    desk.apply(&plan);

    let list = format!(
        "网格,工号,网格角色,开始日期,结束日期\n{GRID_A},S1,协理员,2026-01-01,\n{GRID_A},S2,Chief,,\n\
         {GRID_B},S1,Assistant,2026-01-01,2025-01-01\n{GRID_A},S1,Assistant,2026-01-01,\n"
    );
    let path = desk.file("lists.csv", list.as_bytes());
    let plan = desk.check(|context| responsibilities(&path, context));
    let faults = texts(&plan.faults);
    assert_eq!(faults.len(), 3, "{faults:#?}");
    assert!(faults[0].contains("line 3, 工作人员编号/staff_id: there is no such worker"));
    assert!(faults[1].contains("line 4, 结束日期/to: lies before"));
    assert!(faults[2].contains("line 5, 网格编码/grid: stands on line 2 already"));
    desk.apply(&plan);
    let held = desk.store.reading(|tx| tx.responsibilities_of(staff_id("S1"))).unwrap();
    assert_eq!(held.len(), 1);
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
fn a_roster_shows_who_is_new_who_stopped_and_who_changed() {
    let desk = Desk::new();
    let numbers: Vec<String> =
        (0..5).map(|n| crate::sample::identity_for_tests("1950-01-01".parse().unwrap(), n)).collect();
    desk.with_people(&[
        ("R1", &numbers[0], "低保/B@2024-05-01#2024-05-02"),
        ("R2", &numbers[1], "低保/A@2024-05-01"),
        ("R3", &numbers[2], "低保/C@2024-05-01"),
        ("R4", &numbers[3], ""),
    ]);
    let list = RosterList {
        category: CategoryKind::Dibao,
        grade_column: Some("保障档".to_owned()),
        within: None,
        from: "2026-06-01".parse().unwrap(),
    };
    let csv = format!(
        "姓名,身份证号,保障档\n王某,{},B类\n王某,{},C\n王某,{},A\n",
        numbers[0], numbers[1], numbers[3]
    );
    let path = desk.file("roster.csv", csv.as_bytes());
    let checked = desk.check(|context| roster(&path, &list, context));
    assert_eq!(texts(&checked.plan.faults), [""; 0]);
    let changes: BTreeMap<_, _> =
        checked.entries.iter().map(|entry| (entry.resident, (entry.change, entry.name.as_str()))).collect();
    assert_eq!(changes.len(), 3);
    assert_eq!(changes[&resident_id("R2")], (RosterChange::Grade, "王*"));
    assert_eq!(changes[&resident_id("R3")].0, RosterChange::Stopped);
    assert_eq!(changes[&resident_id("R4")].0, RosterChange::New);
    assert_eq!(checked.open_before, 3);

    desk.apply(&checked.plan);
    let records = desk.resident("R2").categories;
    assert_eq!(records[0].to, Some("2026-05-31".parse().unwrap()));
    assert_eq!((records[1].grade.as_deref(), records[1].recorded_on), (Some("C"), desk.today));
    assert_eq!(desk.resident("R3").categories[0].to, Some("2026-05-31".parse().unwrap()));
    let after = desk.check(|context| roster(&path, &list, context));
    assert_eq!(after.entries.len(), 0, "the same list again changes nothing");
}

#[test]
fn nobody_stops_by_a_misprint_or_outside_the_rosters_division() {
    let desk = Desk::new();
    let number = crate::sample::identity_for_tests("1950-01-01".parse().unwrap(), 0);
    desk.with_people(&[("R1", &number, "低保/B@2024-05-01"), ("R2", "", "低保/B@2024-05-01")]);
    let mut list = RosterList {
        category: CategoryKind::Dibao,
        grade_column: None,
        within: None,
        from: "2026-06-01".parse().unwrap(),
    };
    let stranger = crate::sample::identity_for_tests("1950-01-01".parse().unwrap(), 3);
    let csv = format!("身份证号,等级\n{number},D\n{stranger},A\n");
    let path = desk.file("roster.csv", csv.as_bytes());
    let checked = desk.check(|context| roster(&path, &list, context));
    let faults = texts(&checked.plan.faults);
    assert_eq!(faults.len(), 2, "{faults:#?}");
    assert!(faults[0].contains("line 2, 等级/grade: the grades of"));
    assert!(faults[1].contains("line 3, 身份证号/identity: the register has no such resident"));
    assert_eq!(checked.count(RosterChange::Stopped), 1, "R2 alone");
    list.within = Some("610203102201".parse().unwrap());
    let checked = desk.check(|context| roster(&path, &list, context));
    assert_eq!(checked.count(RosterChange::Stopped), 0);
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

fn dibao(from: &str) -> RosterList {
    let from = from.parse().unwrap();
    RosterList { category: CategoryKind::Dibao, grade_column: None, within: None, from }
}

#[test]
fn a_roster_that_names_somebody_who_left_is_at_fault() {
    let desk = Desk::new();
    let number = crate::sample::identity_for_tests("1950-01-01".parse().unwrap(), 0);
    desk.with_people(&[("R1", &number, "")]);
    desk.apply(&desk.residents("人员编号,户编号,离开日期\nR1,H1,2026-03-01\n"));
    let path = desk.file("roster.csv", format!("身份证号,等级\n{number},A\n").as_bytes());
    let checked = desk.check(|context| roster(&path, &dibao("2026-06-01"), context));
    let faults = texts(&checked.plan.faults);
    assert_eq!(faults.len(), 1, "{faults:#?}");
    assert!(faults[0].contains("line 2, 身份证号/identity: left"), "{}", faults[0]);
    assert_eq!((checked.entries.len(), checked.plan.rows()), (0, 0));
}

#[test]
fn a_corrected_roster_of_the_same_month_takes_the_place_of_the_first() {
    let desk = Desk::new();
    let number = |n| crate::sample::identity_for_tests("1950-01-01".parse().unwrap(), n);
    desk.with_people(&[("R1", &number(0), "低保/B@2024-05-01"), ("R2", &number(1), "")]);
    let list = |csv: String| {
        let path = desk.file("roster.csv", format!("身份证号,等级\n{csv}").as_bytes());
        let checked = desk.check(|context| roster(&path, &dibao("2026-06-01"), context));
        assert_eq!(texts(&checked.plan.faults), [""; 0]);
        desk.apply(&checked.plan);
    };
    list(format!("{},A\n{},A\n", number(0), number(1)));
    // R1's grade was a misprint, and R2 should not have been on the list.
    list(format!("{},C\n", number(0)));
    let records = desk.resident("R1").categories;
    let told: Vec<_> = records.iter().map(|one| (one.grade.as_deref().unwrap(), one.to)).collect();
    assert_eq!(told, [("B", Some("2026-05-31".parse().unwrap())), ("C", None)]);
    assert!(desk.resident("R2").categories.is_empty(), "never began");
}

#[test]
fn a_line_without_a_first_day_ends_the_line_that_is_open() {
    let mut desk = Desk::new();
    let path = desk.file("staff.csv", "工号,姓名,岗位\nS1,李敏,社会工作者\n".as_bytes());
    desk.take(|context| staff(&path, context));
    let list = |text: &str| {
        desk.file("list.csv", format!("网格,工号,网格角色,开始日期,结束日期\n{text}").as_bytes())
    };
    let path = list(&format!("{GRID_A},S1,Assistant,,\n"));
    desk.take(|context| responsibilities(&path, context));
    desk.today = "2026-06-20".parse().unwrap();
    // The same list later opens nothing new.
    assert_eq!(desk.take(|context| responsibilities(&path, context)).rows(), 0);
    let list = |text: &str| {
        desk.file("list.csv", format!("网格,工号,网格角色,开始日期,结束日期\n{text}").as_bytes())
    };
    let path = list(&format!("{GRID_A},S1,Assistant,,2026-06-30\n"));
    desk.take(|context| responsibilities(&path, context));
    let held = desk.store.reading(|tx| tx.responsibilities_of(staff_id("S1"))).unwrap();
    assert_eq!(held.len(), 1, "{held:?}");
    assert_eq!(held[0].from, "2026-06-10".parse().unwrap());
    assert_eq!(held[0].to, Some("2026-06-30".parse().unwrap()));
}

#[test]
fn a_line_that_was_assigned_ends_where_a_list_gives_its_last_day() {
    let desk = Desk::new();
    desk.with_worker();
    let line = Responsibility {
        id: ResponsibilityId(Uuid::from_u128(7)),
        grid: GRID_A.parse().unwrap(),
        staff: staff_id("S1"),
        role: GridRole::Assistant,
        from: "2026-06-08".parse().unwrap(),
        to: None,
    };
    let row = row_of(RowKind::Responsibility, line.id.0, None, Scope::Grid(line.grid), &line).unwrap();
    let write =
        desk.store.writing(Durability::Durable, |tx| tx.write_unit(std::slice::from_ref(&row)).map(|_| ()));
    write.unwrap();
    desk.answering(&[("2026-06-08", "2026-06-30")]);
    assert_eq!(desk.periods(), ["2026-06-08~2026-06-30"]);
    // Another first day is about the same line: nobody answers beyond the last day of either.
    desk.answering(&[("2026-06-01", "2026-06-20")]);
    assert_eq!(desk.periods(), ["2026-06-01~2026-06-20"]);
}

#[test]
fn a_corrected_list_ends_the_line_that_its_days_meet_and_says_so_before() {
    let desk = Desk::new();
    desk.with_worker();
    desk.answering(&[("2026-06-01", "")]);
    let plan = desk.answering(&[("2026-06-05", "2026-06-30")]);
    // It is the tenth: days that passed stay answered for.
    assert_eq!(desk.periods(), ["2026-06-01~2026-06-30"]);
    let told = "list.csv, line 2: the line that stands, from 2026-06-01 on, becomes 2026-06-01 to 2026-06-30";
    assert_eq!(texts(&plan.repairs), [told]);
    let tally = plan.tally[RowKind::Responsibility.as_str()];
    assert_eq!((tally.new, tally.changed), (0, 1));
    let again = desk.answering(&[("2026-06-05", "2026-06-30")]);
    assert_eq!((again.rows(), again.repairs.len()), (0, 0));
}

#[test]
fn a_line_that_has_not_begun_begins_when_the_corrected_list_says() {
    let mut desk = Desk::new();
    desk.today = "2026-05-20".parse().unwrap();
    desk.with_worker();
    desk.answering(&[("2026-06-01", "")]);
    desk.answering(&[("2026-06-05", "2026-06-30")]);
    assert_eq!(desk.periods(), ["2026-06-05~2026-06-30"]);
}

#[test]
fn a_list_may_part_a_line_that_stands_in_any_order_and_add_what_follows() {
    let (early, late) = (("2026-01-01", "2026-06-15"), ("2026-06-16", ""));
    for list in [[early, late], [late, early]] {
        let desk = Desk::new();
        desk.with_worker();
        desk.answering(&[("2026-01-01", "")]);
        desk.answering(&list);
        assert_eq!(desk.periods(), ["2026-01-01~2026-06-15", "2026-06-16~"], "{list:?}");
        desk.answering(&[("2025-01-01", "2025-12-31")]);
        assert_eq!(desk.periods().len(), 3, "what no other line meets stands for itself");
    }
}

#[test]
fn a_line_that_was_split_wrongly_keeps_no_other_line_out_and_hides_no_other_fault() {
    let desk = Desk::new();
    let long = "x".repeat(2_001);
    let plan = desk.households(&format!(
        "户编号,网格,地址,户主\nH1,{GRID_A},一组1号,王强\nH2,{GRID_A},一组,2号,王强\nH3,1,一组3号,王强\n\
         H4,{GRID_A},{long},王强\nH5,{GRID_A},一组5号,王强\n"
    ));
    let faults = texts(&plan.faults);
    let expected = [
        "line 3: the line has 5 cells, the heading 4",
        "line 4, 网格编码/grid: a grid code has 15 digits",
        "line 5: a cell holds more than 2000 characters",
    ];
    assert_eq!(faults.len(), expected.len(), "{faults:#?}");
    for (fault, expected) in faults.iter().zip(expected) {
        assert!(fault.starts_with(&format!("households.csv, {expected}")), "{fault}");
    }
    desk.apply(&plan);
    assert_eq!(
        (desk.household("H1").address, desk.household("H5").address),
        ("一组1号".into(), "一组5号".into())
    );
}

#[test]
fn a_line_without_a_number_of_its_own_tells_all_that_is_wrong_with_it() {
    let desk = Desk::new();
    let plan = desk.households(&format!(
        "户编号,网格,地址,户主,楼层,联系电话\nH1,{GRID_A},一组1号,王强,2,\nH1,12,一组2号,王强,三楼半,\n\
         ,{GRID_A},一组3号,王强,2,123\n"
    ));
    let faults = texts(&plan.faults);
    let expected = [
        "line 3, 户编号/household_id: stands on line 2 already",
        "line 3, 网格编码/grid: a grid code",
        "line 3, 楼层/floor: is not the number",
        "line 4, 户编号/household_id: must not be blank",
        "line 4, 联系电话/phone: neither",
    ];
    assert_eq!(faults.len(), expected.len(), "{faults:#?}");
    for (fault, expected) in faults.iter().zip(expected) {
        assert!(fault.starts_with(&format!("households.csv, {expected}")), "{fault}");
    }
    desk.apply(&plan);
    let people = "人员编号,户编号,姓名,出生日期,联系电话\nR1,H1,甲,,\nR1,H9,乙,昨天,\n,H1,丙,,123\n";
    let faults = texts(&desk.residents(people).faults);
    assert_eq!(faults.len(), 5, "{faults:#?}");
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
fn a_household_is_recorded_by_today_and_ends_no_earlier() {
    let desk = Desk::new();
    let plan = desk.households(&format!(
        "户编号,网格,地址,户主,登记日期,注销日期\nH1,{GRID_A},x,王强,2999-01-01,1900-01-01\n\
         H2,{GRID_A},x,王强,2026-06-10,2026-06-10\nH3,{GRID_A},x,王强,2025-01-02,2025-01-01\n"
    ));
    let faults = texts(&plan.faults);
    let expected = [
        "line 2, 登记日期/recorded_on: lies after today",
        "line 2, 注销日期/ended_on: lies before the day of recording",
        "line 4, 注销日期/ended_on: lies before the day of recording",
    ];
    assert_eq!(faults, expected.map(|fault| format!("households.csv, {fault}")));
}

#[test]
fn a_resident_is_born_by_today_and_has_the_grade_that_a_visit_depends_on() {
    let desk = Desk::new();
    desk.apply(&desk.households(&good_household("H1")));
    let plan = desk.residents(
        "人员编号,户编号,姓名,出生日期,人员类别\nR1,H1,甲,2026-06-11,\nR2,H1,乙,2026-06-10,低保@2024-05-01\n\
         R3,H1,丙,2026-06-10,低保/B@2024-05-01#2026-06-11\n",
    );
    let faults = texts(&plan.faults);
    let expected = [
        "line 2, 出生日期/born: a birthday lies after today",
        "line 3, 人员类别/categories: ",
        "line 4, 人员类别/categories: the day of recording (#) lies after today",
    ];
    assert_eq!(faults.len(), expected.len(), "{faults:#?}");
    for (fault, expected) in faults.iter().zip(expected) {
        assert!(fault.starts_with(&format!("residents.csv, {expected}")), "{fault}");
    }
    assert!(faults[1].ends_with("needs a grade: A, B, C"), "{}", faults[1]);
}

#[test]
fn a_greeting_that_would_be_shown_in_another_order_is_at_fault() {
    let desk = Desk::new();
    let plan = desk.households(&format!("户编号,网格,地址,称呼\nH1,{GRID_A},一组\u{2066}1号,\u{202E}家张\n"));
    let faults = texts(&plan.faults);
    assert_eq!(faults.len(), 2, "{faults:#?}");
    assert!(faults.iter().all(|fault| fault.contains("turn the direction of writing")), "{faults:#?}");
}

#[test]
fn a_role_that_is_none_is_answered_with_the_words_that_lists_may_carry() {
    let desk = Desk::new();
    let path = desk.file("staff.csv", "工号,姓名,岗位\nS2,赵,保安\n".as_bytes());
    let plan = desk.check(|context| staff(&path, context));
    let told = plan.faults[0].text();
    for text in [told.zh, told.en] {
        assert!(text.contains("SocialWorker 社会工作者"), "{text}");
    }
}

#[test]
fn a_roster_with_a_line_that_may_name_anybody_stops_nobody() {
    let desk = Desk::new();
    let number = crate::sample::identity_for_tests("1950-01-01".parse().unwrap(), 0);
    desk.with_people(&[("R1", &number, "低保/B@2024-05-01"), ("R2", "", "低保/B@2024-05-01")]);
    let path = desk.file("roster.csv", format!("身份证号,等级\n{number},B\nx,A,王某\n").as_bytes());
    let checked = desk.check(|context| roster(&path, &dibao("2026-06-01"), context));
    assert_eq!(texts(&checked.plan.faults), ["roster.csv, line 3: the line has 3 cells, the heading 2"]);
    assert_eq!(checked.count(RosterChange::Stopped), 0);
}

#[test]
fn a_post_that_would_end_before_its_own_first_day_leaves_the_line_that_stands_alone() {
    let desk = Desk::new();
    desk.with_worker();
    desk.answering(&[("2025-10-25", "")]);
    let path = desk.file(
        "list.csv",
        format!("网格,工号,网格角色,开始日期,结束日期\n{GRID_A},S1,Assistant,2027-01-01,2026-12-15\n")
            .as_bytes(),
    );
    let plan = desk.check(|context| responsibilities(&path, context));
    assert_eq!(texts(&plan.faults), ["list.csv, line 2, 结束日期/to: lies before the first day"]);
    assert_eq!((plan.rows(), desk.periods()), (0, vec!["2025-10-25~".to_owned()]));
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

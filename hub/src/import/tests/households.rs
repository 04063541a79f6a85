use super::*;

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
    let path = desk.file("households.xlsx", include_bytes!("../assets/households.xlsx"));
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

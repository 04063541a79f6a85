use super::*;

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
fn a_roster_with_a_line_that_may_name_anybody_stops_nobody() {
    let desk = Desk::new();
    let number = crate::sample::identity_for_tests("1950-01-01".parse().unwrap(), 0);
    desk.with_people(&[("R1", &number, "低保/B@2024-05-01"), ("R2", "", "低保/B@2024-05-01")]);
    let path = desk.file("roster.csv", format!("身份证号,等级\n{number},B\nx,A,王某\n").as_bytes());
    let checked = desk.check(|context| roster(&path, &dibao("2026-06-01"), context));
    assert_eq!(texts(&checked.plan.faults), ["roster.csv, line 3: the line has 3 cells, the heading 2"]);
    assert_eq!(checked.count(RosterChange::Stopped), 0);
}

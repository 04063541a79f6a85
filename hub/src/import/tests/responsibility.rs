use super::*;

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

use super::*;

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

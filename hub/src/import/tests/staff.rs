use super::*;

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
fn a_role_that_is_none_is_answered_with_the_words_that_lists_may_carry() {
    let desk = Desk::new();
    let path = desk.file("staff.csv", "工号,姓名,岗位\nS2,赵,保安\n".as_bytes());
    let plan = desk.check(|context| staff(&path, context));
    let told = plan.faults[0].text();
    for text in [told.zh, told.en] {
        assert!(text.contains("SocialWorker 社会工作者"), "{text}");
    }
}

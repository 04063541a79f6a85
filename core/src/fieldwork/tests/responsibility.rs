//! The responsibility list as a file.

use super::*;
use crate::{
    domain::org::{Grid, GridKind},
    fieldwork::workbook::tests::rows,
    op::row::RowKind,
};

/// The worker leads grid 1, and nobody answers for grid 2.
fn phone_of_two_grids() -> Phone {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    for number in [1, 2] {
        let name = format!("第{number}网格");
        let one = Grid { code: grid(number), name, kind: GridKind::Basic, outline: None };
        let row = phone.row(RowKind::Grid, Uuid::from_u128(800 + u128::from(number)), &one);
        phone.pull(Scope::Grid(grid(number)), vec![row]);
    }
    let id = ResponsibilityId(Uuid::from_u128(700));
    let (staff, role, from) = (WORKER, GridRole::Chief, day("2026-01-01"));
    let line = Responsibility { id, grid: grid(1), staff, role, from, to: None };
    let row = phone.row(RowKind::Responsibility, id.0, &line);
    phone.pull(Scope::Grid(grid(1)), vec![row]);
    phone
}

#[test]
fn a_spreadsheet_program_reads_who_answers_for_what() {
    let phone = phone_of_two_grids();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.xlsx");
    assert_eq!(phone.doorstep.share_responsibility_list(None, &file), Ok(2));
    let all = rows(&file);
    assert_eq!(all[0][0], "责任清单 / Who answers for what");
    assert_eq!(all[3], ["网格 / Grid", "姓名 / Name", "担任什么 / As what", "岗位 / Post", "自 / Since"]);
    let role = format!("{} / {}", StaffRole::SocialWorker.label().zh, StaffRole::SocialWorker.label().en);
    assert_eq!(all[4], ["第1网格", "演示人员", "网格长 / Grid chief", role.as_str(), "2026-01-01"]);
    assert_eq!((all[5][0].as_str(), all.len()), ("第2网格", 6));
    assert!(all[5][1].starts_with("本网格目前没有人负责"));
    // One grid alone, over the old file.
    assert_eq!(phone.doorstep.share_responsibility_list(Some(grid(1)), &file), Ok(1));
    assert_eq!((rows(&file).len(), std::fs::read_dir(folder.path()).unwrap().count()), (5, 1));
}

#[test]
fn a_grid_of_others_and_a_folder_that_is_not_there_are_told() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let folder = tempfile::tempdir().unwrap();
    let told = phone.doorstep.share_responsibility_list(Some(grid(77)), &folder.path().join("x"));
    assert!(matches!(told, Err(DoorstepError::NotFound { .. })));
    let told = phone.doorstep.share_responsibility_list(None, &folder.path().join("no/x"));
    assert!(matches!(told, Err(DoorstepError::Host { .. })), "{told:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

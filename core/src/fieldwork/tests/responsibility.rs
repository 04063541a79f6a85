//! The responsibility list as a file.

use super::*;
use crate::fieldwork::workbook::tests::rows;

#[test]
fn a_spreadsheet_program_reads_who_answers_for_what() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.xlsx");
    let lines = phone.doorstep.share_responsibility_list(None, &file).unwrap();
    let rows = rows(&file);
    assert_eq!(rows[0][0], "责任清单 / Who answers for what");
    assert_eq!(rows[3][..2], ["网格 / Grid", "姓名 / Name"]);
    assert_eq!(rows.len(), 4 + lines);
    let on_screen = phone.doorstep.responsibility_list(grid(1)).unwrap();
    let names: Vec<_> = rows.iter().skip(4).map(|row| row[1].clone()).collect();
    assert!(!on_screen.is_empty() && on_screen.iter().all(|line| names.contains(&line.name)));
    // Again over the old one, and one grid alone.
    assert_eq!(phone.doorstep.share_responsibility_list(Some(grid(1)), &file).unwrap(), on_screen.len());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
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

use super::*;
use crate::domain::evidence::PhotoFile;

#[test]
fn a_visit_in_progress_is_finished_after_its_grid_went_to_another_worker() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let photo = phone.photograph(&draft).1.unwrap();
    let phone = phone.restart();
    phone.lose_grid();
    let phone = phone.restart();
    assert!(phone.doorstep.today(None, None, 10).unwrap().is_empty(), "nothing is owed there any more");
    phone.doorstep.finish_visit(draft.id).unwrap();
    let kinds: Vec<_> =
        phone.doorstep.outbox(None, 10).unwrap().into_iter().map(|line| line.item.kind).collect();
    assert_eq!(kinds, ["PhotoTaken", "VisitRecorded"]);
    assert!(phone.photo_files().contains(&PhotoFile::working(photo).file_name()));
    assert!(phone.doorstep.household(HOME).is_ok(), "unsent work keeps its name");
}

#[test]
fn a_household_kept_for_a_visit_in_progress_goes_when_the_visit_is_dropped() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    phone.lose_grid();
    assert!(phone.doorstep.household(HOME).is_ok());
    phone.doorstep.discard_visit(draft.id).unwrap();
    assert_eq!(phone.doorstep.household(HOME).unwrap_err(), DoorstepError::NotFound { what: "household" });
}

use super::*;
use crate::domain::{
    evidence::PhotoFile,
    register::{CategoryKind, CategoryRecord, EventKind, LifeEvent},
};

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

#[test]
fn what_is_overdue_since_an_event_is_offered_at_the_door_and_done_with_the_visit() {
    let mut phone = Phone::of(StaffRole::SocialWorker);
    let home_again = LifeEvent { kind: EventKind::HospitalDischarge, on: day("2026-05-11") };
    let elder = Resident { events: vec![home_again], ..elder() };
    let row = phone.row(RowKind::Resident, elder.id.0, &elder);
    phone.pull(Scope::Grid(grid(1)), vec![row]);
    let rules = || {
        let stops = phone.doorstep.today(None, None, 10).unwrap();
        let duties = stops.into_iter().flat_map(|stop| stop.duties);
        duties.map(|duty| duty.rule).collect::<Vec<_>>()
    };
    let rule = "elder-hospital-discharge".to_owned();
    assert!(rules().contains(&rule), "{:?}", rules());
    let at_the_door = phone.doorstep.household(HOME).unwrap().duties;
    assert!(at_the_door.iter().any(|view| view.duty.key.rule == rule && view.is_due_today));
    let draft = phone.knock();
    phone.doorstep.finish_visit(draft.id).unwrap();
    assert!(!rules().contains(&rule), "{:?}", rules());
}

#[test]
fn a_category_that_is_added_leaves_the_others_as_they_were_recorded() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.doorstep.start_visit(HOME).unwrap();
    let known = elder().categories.remove(0);
    let today = day("2026-06-03");
    let again = CategoryRecord { recorded_on: today, ..known.clone() };
    let new = CategoryRecord { kind: CategoryKind::Dementia, grade: None, from: today, ..again.clone() };
    let list = serde_json::to_value([again, new.clone()]).unwrap();
    let draft =
        phone.doorstep.change_field(draft.id, RowKind::Resident, elder().id.0, "categories", list).unwrap();
    let written = serde_json::to_value([known, new]).unwrap();
    assert_eq!(draft.changes[0].fields["categories"].new, written);
}

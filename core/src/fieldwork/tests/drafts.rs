use super::*;
use crate::domain::{
    evidence::PhotoFile,
    register::{CategoryKind, CategoryRecord, EventKind, LifeEvent},
    visit::Companion,
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
    assert_eq!(
        phone.doorstep.household(HOME).unwrap_err(),
        DoorstepError::NotFound { what: Thing::Household }
    );
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

#[test]
fn a_companion_is_somebody_else_and_once_and_a_field_left_empty_is_nobody() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let mut draft = phone.knock();
    let named = |name: &str| Companion { staff: None, name: Some(name.to_owned()) };
    let me = Companion { staff: Some(WORKER), name: None };
    for wrong in [vec![named("王芳"), named("王芳 ")], vec![me]] {
        draft.companions = wrong;
        phone.doorstep.save_draft(&draft).unwrap();
        let refused = phone.doorstep.finish_visit(draft.id).unwrap_err();
        assert!(matches!(&refused, DoorstepError::InvalidInput { field, .. } if field == "companions"));
    }
    let colleague = Companion { staff: Some(StaffId(Uuid::from_u128(77))), name: None };
    draft.companions = vec![named("王芳"), named(" "), colleague, Companion { staff: None, name: None }];
    phone.doorstep.save_draft(&draft).unwrap();
    let visit = phone.doorstep.finish_visit(draft.id).unwrap();
    let visits = phone.doorstep.household(HOME).unwrap().visits;
    assert_eq!(visits.iter().find(|done| done.id == visit).unwrap().visitors, 3);
}

#[test]
fn what_another_role_must_do_is_shown_at_the_door_and_not_in_the_day() {
    let mut phone = Phone::of(StaffRole::GridWorker);
    let care_risk = elder().categories.remove(0);
    let allowance =
        CategoryRecord { kind: CategoryKind::Dibao, grade: Some("B".to_owned()), ..care_risk.clone() };
    let elder = Resident { categories: vec![care_risk, allowance], ..elder() };
    let row = phone.row(RowKind::Resident, elder.id.0, &elder);
    phone.pull(Scope::Grid(grid(1)), vec![row]);
    let recheck = "dibao-ab-yearly";
    let at_the_door = phone.doorstep.household(HOME).unwrap().duties;
    assert!(at_the_door.iter().any(|view| view.duty.key.rule == recheck && view.is_due_today));
    let day = phone.doorstep.today(None, None, 10).unwrap().remove(0);
    assert!(!day.duties.is_empty() && day.duties.iter().all(|duty| duty.rule != recheck));
}

use serde_json::{Value, json};

use super::*;
use crate::{domain::visit::NextStep, text::Lang};

fn new_home(grid: GridCode) -> HouseholdDraft {
    HouseholdDraft {
        grid,
        greeting: "新家".to_owned(),
        address: "密村9号".to_owned(),
        village_group: None,
        phone: None,
        place: None,
    }
}

fn field_and_words(error: DoorstepError) -> (String, String) {
    let DoorstepError::InvalidInput { field, reason } = error else { panic!("{error:?}") };
    (field, reason.in_lang(Lang::En).to_owned())
}

#[test]
fn a_household_that_the_hub_would_refuse_is_refused_at_the_door() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let elsewhere = phone.doorstep.add_household(new_home(grid(2))).unwrap_err();
    assert_eq!(field_and_words(elsewhere), ("grid".into(), "Outside this worker's responsibility".into()));
    let volunteer = Phone::of(StaffRole::Volunteer);
    let refused = volunteer.doorstep.add_household(new_home(grid(1))).unwrap_err();
    assert_eq!(field_and_words(refused), ("role".into(), "This role may not do this".into()));
    assert_eq!((phone.doorstep.unsent(), volunteer.doorstep.unsent()), (Ok(0), Ok(0)));

    let added = phone.doorstep.add_household(new_home(grid(1))).unwrap();
    assert_eq!(phone.doorstep.household(added).unwrap().household.address, "密村9号");
}

#[test]
fn a_resident_with_what_this_role_may_not_record_is_refused_at_the_door() {
    let phone = Phone::of(StaffRole::GridWorker);
    let resident = |categories| ResidentDraft {
        name: "新人".to_owned(),
        identity: None,
        born: None,
        phone: None,
        relation: None,
        categories,
    };
    let refused = phone.doorstep.add_resident(HOME, resident(elder().categories)).unwrap_err();
    assert_eq!(field_and_words(refused).0, "role");
    phone.doorstep.add_resident(HOME, resident(Vec::new())).unwrap();
}

#[test]
fn what_no_list_could_bring_is_refused_at_the_door() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock();
    let write = |field: &str, value: Value| {
        phone.doorstep.change_field(draft.id, RowKind::Household, HOME.0, field, value).map(drop)
    };
    for (field, value) in [
        ("greeting", json!(" ")),
        ("greeting", json!(null)),
        ("address", json!("密".repeat(201))),
        ("address", json!("密村\n2号")),
        ("safety_note", json!("院内\u{202E}有狗")),
        ("floor", json!("三")),
        ("building", json!(3)),
    ] {
        assert_eq!(field_and_words(write(field, value).unwrap_err()).0, field);
    }
    assert_eq!((write("floor", json!(3)), write("building", json!(null))), (Ok(()), Ok(())));
    let home = HouseholdDraft { address: "密村\u{202E}9号".to_owned(), ..new_home(grid(1)) };
    assert_eq!(field_and_words(phone.doorstep.add_household(home).unwrap_err()).0, "address");
    let home = HouseholdDraft { greeting: " ".to_owned(), ..new_home(grid(1)) };
    assert_eq!(field_and_words(phone.doorstep.add_household(home).unwrap_err()).0, "greeting");
}

#[test]
fn an_older_copy_of_a_draft_cannot_undo_a_change_of_a_field() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let older = phone.knock();
    let change = phone
        .doorstep
        .change_field(older.id, RowKind::Household, HOME.0, "address", json!("密村2号"))
        .unwrap();
    phone.doorstep.save_draft(&VisitDraft { note: Some("都好".to_owned()), ..older.clone() }).unwrap();
    let kept = phone.doorstep.drafts().unwrap();
    assert_eq!(kept[0].changes, change.changes);
    assert_eq!(kept[0].note.as_deref(), Some("都好"));
    phone.doorstep.finish_visit(older.id).unwrap();
    assert_eq!(phone.doorstep.household(HOME).unwrap().household.address, "密村2号");
}

#[test]
fn at_a_high_risk_elders_door_the_packs_ladder_is_offered() {
    let phone = Phone::of(StaffRole::SocialWorker);
    assert_eq!(phone.doorstep.next_steps(HOME).unwrap(), NextStep::CAREFUL);
    let mut phone = phone;
    let well = Resident { categories: Vec::new(), ..elder() };
    let row = phone.row(RowKind::Resident, well.id.0, &well);
    phone.pull(Scope::Grid(grid(1)), vec![row]);
    assert_eq!(phone.doorstep.next_steps(HOME).unwrap(), NextStep::USUAL);
    let volunteer = Phone::of(StaffRole::Volunteer);
    assert_eq!(volunteer.doorstep.next_steps(HOME).unwrap(), NextStep::CAREFUL);
}

#[test]
fn words_to_the_office_are_recorded_as_any_record_is() {
    let phone = Phone::of(StaffRole::Volunteer);
    phone.doorstep.give_feedback(" 密语：字太小。\n请放大。 ").unwrap();
    let [line] = &phone.doorstep.outbox(None, 10).unwrap()[..] else { panic!("one record") };
    assert_eq!((line.what.en.as_str(), &line.home), ("Feedback", &None));
    assert_eq!(phone.doorstep.unsent(), Ok(1));
    let refused = phone.doorstep.give_feedback("  ").unwrap_err();
    assert_eq!(field_and_words(refused), ("words".into(), "Write what you want to say".into()));
}

#[test]
fn nothing_that_a_screen_holds_shows_people_when_it_is_logged() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let mut draft = phone.knock();
    draft.note = Some("密语".to_owned());
    phone.doorstep.save_draft(&draft).unwrap();
    let draft = phone
        .doorstep
        .change_field(draft.id, RowKind::Household, HOME.0, "address", json!("密村2号"))
        .unwrap();
    let household = phone.doorstep.household(HOME).unwrap();
    let stops = phone.doorstep.today(None, None, 10).unwrap();
    assert!(!stops.is_empty());
    let new = HouseholdDraft { greeting: "密家".to_owned(), ..new_home(grid(1)) };
    let shown =
        format!("{draft:?} {household:?} {stops:?} {new:?} {:?}", worker(WORKER, StaffRole::Volunteer));
    assert!(!shown.contains('密') && !shown.contains("演示人员"), "{shown}");
    assert!(shown.contains(&HOME.to_string()), "ids stay");
}

#[test]
fn every_error_has_a_sentence_in_both_languages() {
    use crate::error::LockReason;
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.doorstep.start_visit(HOME).unwrap();
    let missing = phone.doorstep.finish_visit(draft.id).unwrap_err();
    assert_eq!(missing.text().en, "Choose how the visit ended");
    assert_eq!(missing.text().zh, "请选择走访结果");
    for error in [
        DoorstepError::NotFound { what: Thing::Household },
        DoorstepError::Offline { retry_after_ms: 1 },
        DoorstepError::StorageFull,
        DoorstepError::Locked { reason: LockReason::WrongKey },
        DoorstepError::Cancelled,
        DoorstepError::Host { detail: "EIO".to_owned() },
        DoorstepError::Internal { code: "store/sql/517".to_owned() },
    ] {
        let text = error.text();
        assert!(!text.zh.is_ascii() && text.en.is_ascii(), "{text:?}");
    }
}

//! What is typed into forms of the register.

use super::*;
use crate::{
    fieldwork::{Entered, Entry, EntryField},
    id::DraftId,
};

fn typed(field: EntryField, text: &str) -> Entered {
    Entered { field, text: text.to_owned() }
}

fn entry(phone: &Phone, draft: DraftId, field: EntryField) -> Entry {
    phone.doorstep.entries(draft).unwrap().into_iter().find(|one| one.field == field).unwrap()
}

#[test]
fn a_form_shows_what_is_known_and_then_what_this_visit_entered() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock().id;
    let before = entry(&phone, draft, EntryField::Relation);
    assert!(!before.is_changed && before.resident.is_some() && before.whose.is_some());
    phone.doorstep.enter(draft, before.resident, &typed(EntryField::Relation, " 户主 ")).unwrap();
    phone.doorstep.enter(draft, None, &typed(EntryField::Floor, "-1")).unwrap();
    let phone = phone.restart();
    let after = entry(&phone, draft, EntryField::Relation);
    assert_eq!((after.text.as_str(), after.is_changed), ("户主", true));
    assert_eq!(entry(&phone, draft, EntryField::Floor).text, "-1");
    phone.doorstep.enter(draft, None, &typed(EntryField::Floor, " ")).unwrap();
    assert_eq!(entry(&phone, draft, EntryField::Floor).text, "", "a blank text clears it");
    phone.doorstep.finish_visit(draft).unwrap();
    let view = phone.doorstep.household(HOME).unwrap();
    assert!(view.residents.iter().any(|one| one.relation.as_deref() == Some("户主")));
    assert!(!format!("{after:?}").contains("户主"), "no log learns it");
}

#[test]
fn a_text_that_is_no_value_is_refused_by_its_field_and_nothing_changes() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let draft = phone.knock().id;
    let elder = entry(&phone, draft, EntryField::Born).resident;
    let wrong = [
        (EntryField::Floor, None, "三楼", "floor"),
        (EntryField::HomePhone, None, "12", "phone"),
        (EntryField::Greeting, None, "", "greeting"),
        (EntryField::Born, elder, "1950-13-01", "born"),
        (EntryField::Born, elder, "195013", "born"),
        (EntryField::Name, elder, "  ", "name"),
    ];
    for (field, resident, text, name) in wrong {
        let refused = phone.doorstep.enter(draft, resident, &typed(field, text));
        let Err(DoorstepError::InvalidInput { field, .. }) = refused else { panic!("{name}: {text}") };
        assert_eq!(field, name);
    }
    assert!(phone.doorstep.entries(draft).unwrap().iter().all(|one| !one.is_changed));
    for text in ["1950-03-08", "19500308"] {
        phone.doorstep.enter(draft, elder, &typed(EntryField::Born, text)).unwrap();
        assert_eq!(entry(&phone, draft, EntryField::Born).text, "1950-03-08");
    }
}

#[test]
fn a_person_is_added_from_what_was_typed() {
    let phone = Phone::of(StaffRole::SocialWorker);
    assert!(phone.doorstep.new_resident_fields().unwrap().contains(&EntryField::Identity));
    let form = [
        typed(EntryField::Name, "王小二"),
        typed(EntryField::Born, "20150601"),
        typed(EntryField::OwnPhone, ""),
        typed(EntryField::Relation, "孙子"),
    ];
    let id = phone.doorstep.add_typed_resident(HOME, &form).unwrap();
    let view = phone.doorstep.household(HOME).unwrap();
    let added = view.residents.iter().find(|one| one.id == id).unwrap();
    assert_eq!((added.name.as_str(), added.born, &added.phone), ("王小二", Some(day("2015-06-01")), &None));
    let nameless = phone.doorstep.add_typed_resident(HOME, &[typed(EntryField::Relation, "孙子")]);
    assert!(matches!(nameless, Err(DoorstepError::InvalidInput { .. })));
    let of_homes = phone.doorstep.add_typed_resident(HOME, &[typed(EntryField::Address, "东街1号")]);
    assert!(matches!(of_homes, Err(DoorstepError::InvalidInput { .. })));
}

#[test]
fn a_home_is_added_from_what_was_typed_in_a_grid_of_ones_own() {
    let phone = Phone::of(StaffRole::GridWorker);
    let form = [typed(EntryField::Greeting, "老李家"), typed(EntryField::Address, "东街 9 号")];
    let refused = phone.doorstep.add_typed_household(grid(2), &form, None);
    assert!(matches!(refused, Err(DoorstepError::InvalidInput { ref field, .. }) if field == "grid"));
    let added = phone.doorstep.add_typed_household(grid(1), &form, None).unwrap();
    let home = phone.doorstep.household(added).unwrap().household;
    assert_eq!((home.greeting.as_str(), home.address.as_str()), ("老李家", "东街 9 号"));
}

#[test]
fn a_volunteer_is_offered_no_form() {
    let phone = Phone::of(StaffRole::Volunteer);
    assert!(phone.doorstep.new_resident_fields().unwrap().is_empty());
    assert!(phone.doorstep.new_household_fields().unwrap().is_empty());
    let draft = phone.doorstep.start_visit(HOME).unwrap().id;
    assert!(phone.doorstep.entries(draft).unwrap().is_empty());
    assert!(!phone.doorstep.household(HOME).unwrap().may_add_resident);
}

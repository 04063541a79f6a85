//! Words that are being typed.

use super::*;

#[test]
fn what_is_typed_into_a_form_outlives_the_app_until_the_form_is_used() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let typed = |phone: &Phone, form: &str| -> Vec<(String, String)> {
        phone.doorstep.typed(form).unwrap().into_iter().collect()
    };
    let pair = |field: &str, words: &str| (field.to_owned(), words.to_owned());
    for words in ["王", "王家", "王家 "] {
        phone.doorstep.keep_typed("home", "greeting", words).unwrap();
    }
    phone.doorstep.keep_typed("home", "address", "东沟村 3 号").unwrap();
    phone.doorstep.keep_typed("feedback", "words", "字太小").unwrap();
    let phone = phone.restart();
    assert_eq!(typed(&phone, "home"), [pair("address", "东沟村 3 号"), pair("greeting", "王家 ")]);
    phone.doorstep.keep_typed("home", "address", "").unwrap();
    assert_eq!(typed(&phone, "home"), [pair("greeting", "王家 ")], "an emptied field is empty");
    phone.doorstep.clear_typed("home").unwrap();
    assert!(typed(&phone, "home").is_empty());
    assert_eq!(typed(&phone, "feedback"), [pair("words", "字太小")], "another form stays");
}

#[test]
fn words_without_end_are_not_kept_and_what_stood_there_stays() {
    let phone = Phone::of(StaffRole::SocialWorker);
    phone.doorstep.keep_typed("feedback", "words", "字太小").unwrap();
    for (form, field, words, named) in [
        ("feedback", "words", "字".repeat(2_001), "words"),
        ("feedback", &"f".repeat(101), String::new(), "field"),
        (&"f".repeat(101), "words", String::new(), "form"),
    ] {
        let refused = phone.doorstep.keep_typed(form, field, &words).unwrap_err();
        assert!(matches!(refused, DoorstepError::InvalidInput { field, .. } if field == named));
    }
    assert_eq!(phone.doorstep.typed("feedback").unwrap()["words"], "字太小");
}

#[test]
fn what_was_typed_for_a_visit_goes_with_it_and_for_another_stays() {
    let phone = Phone::of(StaffRole::SocialWorker);
    let [done, given_up, open] = [(); 3].map(|()| phone.knock().id);
    let form = |draft: crate::id::DraftId| format!("photo/{draft}");
    for draft in [done, given_up, open] {
        phone.doorstep.keep_typed(&form(draft), "purpose", "近况").unwrap();
    }
    phone.doorstep.finish_visit(done).unwrap();
    phone.doorstep.discard_visit(given_up).unwrap();
    let left = [done, given_up, open].map(|draft| phone.doorstep.typed(&form(draft)).unwrap().len());
    assert_eq!(left, [0, 0, 1]);
}

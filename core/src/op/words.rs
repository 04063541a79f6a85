//! Words that people write into the register at a door: bounded as those of a list are, since every phone shows them.

use serde::Deserialize as _;
use serde_json::Value;

use super::{
    body::{Body, FeedbackGiven},
    row::document,
};
use crate::{
    domain::register::{CategoryRecord, HandedOver, check_words},
    text::{Text, check_line},
};

/// The longest words to the office: a full page.
pub const MAX_FEEDBACK_CHARS: usize = 2_000;

/// A field whose words cannot stand in the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadWords {
    /// The field.
    pub field: String,
    /// Why.
    pub reason: Text,
}

/// Checks all that `body` would write into the register.
///
/// # Errors
/// The first field that cannot stand there.
pub fn check_body(body: &Body) -> Result<(), BadWords> {
    let written = match body {
        Body::HouseholdAdded(household) => document(household).unwrap_or_default(),
        Body::ResidentAdded(resident) => document(resident).unwrap_or_default(),
        Body::FieldsChanged(change) => {
            change.fields.iter().map(|(field, change)| (field.clone(), change.new.clone())).collect()
        }
        Body::VisitRecorded(_)
        | Body::NeedRaised(_)
        | Body::NeedMoved(_)
        | Body::PhotoTaken(_)
        | Body::ClaimDecided(_)
        | Body::ExceptionAcknowledged(_) => return Ok(()),
        Body::FeedbackGiven(said) => return check_feedback(said),
    };
    written.iter().try_for_each(|(field, value)| check_field(field, value))
}

/// Words to the office: some, no more than a page, and nothing that a terminal would obey.
fn check_feedback(said: &FeedbackGiven) -> Result<(), BadWords> {
    let bad = |reason| BadWords { field: "words".to_owned(), reason };
    if said.words.trim().is_empty() {
        return Err(bad(Text::new("请写下您想说的", "Write what you want to say")));
    }
    if said.words.chars().nth(MAX_FEEDBACK_CHARS).is_some() {
        let zh = format!("最多 {MAX_FEEDBACK_CHARS} 字");
        return Err(bad(Text::new(zh, format!("at most {MAX_FEEDBACK_CHARS} characters"))));
    }
    said.words.lines().try_for_each(|line| check_line(line, MAX_FEEDBACK_CHARS)).map_err(bad)
}

/// Checks the new value of one field, inside a list too.
///
/// # Errors
/// The field that cannot stand in the register.
pub fn check_field(field: &str, value: &Value) -> Result<(), BadWords> {
    match value {
        Value::String(words) => {
            check_words(field, words).map_err(|reason| BadWords { field: field.to_owned(), reason })
        }
        Value::Array(list) => {
            list.iter().try_for_each(|value| check_grade(field, value))?;
            let mut fields = list.iter().filter_map(Value::as_object).flatten();
            fields.try_for_each(|(field, value)| check_field(field, value))
        }
        Value::Object(_) if field == HandedOver::FIELD => check_handed_over(value),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Ok(()),
    }
}

fn check_handed_over(value: &Value) -> Result<(), BadWords> {
    // What is none at all is told by whoever reads the row.
    let Ok(handed_over) = HandedOver::deserialize(value) else { return Ok(()) };
    handed_over.check().map_err(|reason| BadWords { field: HandedOver::FIELD.to_owned(), reason })
}

/// A category has one of its own grades.
fn check_grade(field: &str, value: &Value) -> Result<(), BadWords> {
    if field != "categories" {
        return Ok(());
    }
    // What is no category at all is told by whoever reads the row.
    let Ok(record) = CategoryRecord::deserialize(value) else { return Ok(()) };
    let checked = record.kind.check_grade(record.grade.as_deref());
    checked.map_err(|reason| BadWords { field: "grade".to_owned(), reason })
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::{
        domain::register::{CategoryKind, CategoryRecord, Household, Resident},
        id::StaffId,
        op::apply::testing::*,
    };

    #[test]
    fn what_is_written_at_a_door_is_bounded_as_lists_are() {
        let bad = |body: Body| check_body(&body).map_err(|bad| bad.field);
        let home = household(HOME, grid());
        assert_eq!(bad(Body::HouseholdAdded(home.clone())), Ok(()));
        for address in [String::new(), "西一路\n3 号".to_owned(), "西\u{202E}路".to_owned(), "长".repeat(201)]
        {
            let home = Household { address, ..home.clone() };
            assert_eq!(bad(Body::HouseholdAdded(home)), Err("address".to_owned()));
        }
        let authority = Some("民政局".repeat(30));
        let dibao = CategoryRecord { authority, ..category(CategoryKind::Dibao) };
        let person = Resident { categories: vec![dibao], ..resident(ELDER, HOME) };
        assert_eq!(bad(Body::ResidentAdded(person)), Err("authority".to_owned()));
    }

    #[test]
    fn a_category_from_the_door_has_a_grade_that_some_rule_can_name() {
        let categories = |grade: Option<&str>| {
            let grade = grade.map(str::to_owned);
            json!([CategoryRecord { grade, ..category(CategoryKind::CareRisk) }])
        };
        assert_eq!(check_field("categories", &categories(Some("High"))), Ok(()));
        for grade in [None, Some(""), Some("high"), Some("A")] {
            let bad = check_field("categories", &categories(grade)).unwrap_err();
            assert_eq!(bad.field, "grade");
            assert!(bad.reason.en.contains("High, Key, General"), "{}", bad.reason.en);
        }
        let of_none = CategoryRecord { grade: Some("A".to_owned()), ..category(CategoryKind::Orphan) };
        assert_eq!(
            check_field("categories", &json!([of_none])).unwrap_err().reason.en,
            "Orphan has no grades"
        );
    }

    #[test]
    fn words_to_the_office_may_have_lines_and_nothing_that_a_terminal_would_obey() {
        let said = |words: &str| {
            let body = FeedbackGiven { staff: StaffId(Uuid::from_u128(1)), words: words.to_owned() };
            check_body(&Body::FeedbackGiven(body)).map_err(|bad| bad.field)
        };
        assert_eq!(said("字太小。\n请放大。"), Ok(()));
        let page = "长".repeat(MAX_FEEDBACK_CHARS);
        assert_eq!(said(&page), Ok(()));
        for words in ["", " \n ", "字\u{1B}[2J", "字\u{202E}小", &format!("{page}长")] {
            assert_eq!(said(words), Err("words".to_owned()), "{words:?}");
        }
    }

    #[test]
    fn a_household_is_handed_over_for_a_while_and_with_a_line_of_words() {
        let handed = |on: &str, until: &str, note: Option<&str>| {
            let (to, by) = (StaffId(Uuid::from_u128(1)), StaffId(Uuid::from_u128(2)));
            let note = note.map(str::to_owned);
            let over = HandedOver { to, by, on: day(on), until: day(until), note };
            check_field(HandedOver::FIELD, &json!(over)).map_err(|bad| bad.field)
        };
        assert_eq!(handed("2026-06-01", "2026-06-01", None), Ok(()));
        assert_eq!(handed("2026-06-01", "2026-08-31", Some("院里有狗，先打电话")), Ok(()));
        let refused = Err(HandedOver::FIELD.to_owned());
        assert_eq!(handed("2026-06-02", "2026-06-01", None), refused);
        assert_eq!(handed("2026-06-01", "2026-12-31", None), refused);
        assert_eq!(handed("2026-06-01", "2026-06-30", Some("先\n打电话")), refused);
        assert_eq!(handed("2026-06-01", "2026-06-30", Some(&"长".repeat(201))), refused);
    }

    #[test]
    fn a_field_that_may_be_empty_can_be_emptied() {
        assert_eq!(check_field("building", &json!(null)), Ok(()));
        assert_eq!(check_field("floor", &json!(3)), Ok(()));
        assert!(check_field("name", &json!(" ")).is_err());
        assert!(check_field("safety_note", &json!("院内\u{2028}有狗")).is_err());
    }
}

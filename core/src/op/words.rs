//! Words that people write into the register at a door: bounded as those of a list are, since every phone shows them.

use serde_json::Value;

use super::{body::Body, row::document};
use crate::{domain::register::check_words, text::Text};

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
    };
    written.iter().try_for_each(|(field, value)| check_field(field, value))
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
            let mut fields = list.iter().filter_map(Value::as_object).flatten();
            fields.try_for_each(|(field, value)| check_field(field, value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        domain::register::{CategoryKind, CategoryRecord, Household, Resident},
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
    fn a_field_that_may_be_empty_can_be_emptied() {
        assert_eq!(check_field("building", &json!(null)), Ok(()));
        assert_eq!(check_field("floor", &json!(3)), Ok(()));
        assert!(check_field("name", &json!(" ")).is_err());
        assert!(check_field("safety_note", &json!("院内\u{2028}有狗")).is_err());
    }
}

//! How much one record may hold: no more than the hub takes, so that nothing is saved that can never be sent.

use serde_json::{Map, Value};

use super::error::invalid;
use crate::{
    domain::register::{Household, Resident},
    error::DoorstepError,
    op::{
        apply::MAX_BODY_BYTES,
        row::RowKind,
        wire::{MAX_PUSH_BYTES, MAX_PUSH_OPS, WireOp},
        words::{BadWords, check_field},
    },
};

/// The longest note: a full page.
pub(super) const MAX_NOTE_CHARS: usize = 2_000;
/// The longest words of a stamp: longer ones cannot be read on a picture.
pub(super) const MAX_STAMP_CHARS: usize = 60;
/// The longest value of one field of the register, as JSON.
const MAX_FIELD_BYTES: usize = 8 * 1024;

/// Free words must fit.
pub(super) fn check_note(field: &str, note: Option<&str>) -> Result<(), DoorstepError> {
    check_words(field, note, MAX_NOTE_CHARS)
}

/// Words have `most` characters.
pub(super) fn check_words(field: &str, words: Option<&str>, most: usize) -> Result<(), DoorstepError> {
    if words.is_none_or(|words| words.chars().nth(most).is_none()) {
        Ok(())
    } else {
        Err(invalid(field, &format!("最多 {most} 字"), &format!("at most {most} characters")))
    }
}

/// Words that cannot stand in the register, told at the field.
pub(super) fn bad_words(bad: BadWords) -> DoorstepError {
    DoorstepError::InvalidInput { field: bad.field, reason: bad.reason }
}

/// A field's new value must be what the row, as it was seen, can hold there.
pub(super) fn check_change(
    row: RowKind,
    mut seen: Map<String, Value>,
    field: &str,
    new: &Value,
) -> Result<(), DoorstepError> {
    if new.is_null() {
        seen.remove(field);
    } else {
        seen.insert(field.to_owned(), new.clone());
    }
    let written = Value::Object(seen);
    let is_readable = if row == RowKind::Resident {
        serde_json::from_value::<Resident>(written).is_ok()
    } else {
        serde_json::from_value::<Household>(written).is_ok()
    };
    if !is_readable {
        return Err(invalid(field, "填写的内容不符合该项要求", "This is not what belongs here"));
    }
    check_field(field, new).map_err(bad_words)
}

/// A field's new value must fit.
pub(super) fn check_value(field: &str, value: &Value) -> Result<(), DoorstepError> {
    if value.to_string().len() <= MAX_FIELD_BYTES {
        Ok(())
    } else {
        Err(invalid(field, "内容过长", "the value is too long"))
    }
}

/// The operations of one group travel together, whole: they must fit one push, and each must be read by the hub.
pub(super) fn check_group(ops: &[WireOp]) -> Result<(), DoorstepError> {
    if let Some(op) = ops.iter().find(|op| op.body.len() > MAX_BODY_BYTES) {
        return Err(invalid(&op.kind, "内容过多，一条记录放不下", "too much for one record"));
    }
    let bytes: usize = ops.iter().map(|op| op.body.len()).sum();
    if ops.len() > MAX_PUSH_OPS || bytes > MAX_PUSH_BYTES {
        let zh = format!("需求和照片过多(最多 {MAX_PUSH_OPS} 项),请分两次记录");
        let en = format!("too many needs and photos (at most {MAX_PUSH_OPS}): record them in two visits");
        return Err(invalid("visit", &zh, &en));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        id::{GroupId, OpId},
        seal::{Digest, Salt},
        time::Hlc,
    };

    fn op(bytes: usize) -> WireOp {
        WireOp {
            seq: 1,
            op_id: OpId(Uuid::nil()),
            prev: Digest([0; 32]),
            subject: "visit:1".into(),
            kind: "VisitRecorded".into(),
            schema: 1,
            hlc: Hlc { millis: 0, counter: 0 },
            group: GroupId(Uuid::nil()),
            group_index: 0,
            group_len: 1,
            salt: Salt([0; 16]),
            body: "x".repeat(bytes),
            hash: Digest([0; 32]),
        }
    }

    #[test]
    fn what_the_hub_would_never_take_is_not_saved() {
        assert_eq!(check_group(&vec![op(10); MAX_PUSH_OPS]), Ok(()));
        assert!(check_group(&vec![op(10); MAX_PUSH_OPS + 1]).is_err());
        assert_eq!(check_group(&[op(MAX_BODY_BYTES)]), Ok(()));
        assert!(check_group(&[op(MAX_BODY_BYTES + 1)]).is_err());
        assert!(check_group(&vec![op(MAX_BODY_BYTES); 5]).is_err());
    }

    #[test]
    fn a_note_holds_a_page_and_a_field_a_few_lines() {
        assert_eq!(check_note("note", None), Ok(()));
        assert_eq!(check_note("note", Some(&"记".repeat(MAX_NOTE_CHARS))), Ok(()));
        assert!(check_note("note", Some(&"记".repeat(MAX_NOTE_CHARS + 1))).is_err());
        assert_eq!(check_value("address", &Value::from("三组12号")), Ok(()));
        assert!(check_value("address", &Value::from("长".repeat(MAX_FIELD_BYTES))).is_err());
    }
}

//! Merges changes of the register field by field. Only the hub merges.
//!
//! A change carries the value that its author saw, so no history is needed: a field that only one side changed
//! is taken; of two changes to one field the later by hybrid clock stands and the other is kept for a
//! supervisor. A value beats a removal. What was erased stays erased, which the caller checks.

use std::cmp::Ordering;

use serde_json::Value;

use super::{
    body::FieldsChanged,
    row::{ConflictRow, Row, RowKind, name_id},
};
use crate::{
    id::OpId,
    time::{Hlc, Timestamp},
};

/// How far ahead of the receipt a device's clock may be and still win by it.
pub const CLOCK_LEAD_MS: i64 = 5 * 60 * 1000;

/// The reading by which an operation competes: its own, but never beyond its receipt and five minutes.
pub fn competing_hlc(hlc: Hlc, received_at: Timestamp) -> Hlc {
    hlc.clamped_to(received_at.plus_millis(CLOCK_LEAD_MS))
}

/// A field that two sides changed.
#[derive(Clone, PartialEq)]
pub struct FieldConflict {
    /// The field.
    pub field: String,
    /// The value that stands.
    pub kept: Value,
    /// The value that lost.
    pub lost: Value,
    /// Whether the arriving change won.
    pub arriving_won: bool,
}

impl std::fmt::Debug for FieldConflict {
    // Either value may be a name, a number or an address.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FieldConflict")
            .field("field", &self.field)
            .field("arriving_won", &self.arriving_won)
            .finish_non_exhaustive()
    }
}

impl FieldConflict {
    /// The row that shows it to a supervisor, for a conflict that `op` met in `row`.
    pub fn row(&self, row: &Row, op: OpId) -> ConflictRow {
        ConflictRow {
            id: name_id(RowKind::Conflict, &format!("{op}/{}", self.field)),
            row: row.kind,
            row_id: row.id,
            field: self.field.clone(),
            kept: self.kept.clone(),
            lost: self.lost.clone(),
            op,
        }
    }
}

/// The row after a change, and what was at issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The row, whole.
    pub row: Row,
    /// Fields that both sides had changed.
    pub conflicts: Vec<FieldConflict>,
}

impl Merged {
    /// Fields in which the arriving change lost.
    pub fn lost(&self) -> Vec<String> {
        let lost = self.conflicts.iter().filter(|conflict| !conflict.arriving_won);
        lost.map(|conflict| conflict.field.clone()).collect()
    }
}

/// Merges `change`, made at `hlc` (clamped by [`competing_hlc`]), into a standing row.
///
/// Two changes to one field give the same value in either order: every value competes with the reading at
/// which it was written, and on a tie by its own text, so that it need not be known whose it was. A removed
/// row stays as it is.
pub fn merge_fields(row: &Row, change: &FieldsChanged, hlc: Hlc) -> Merged {
    let mut merged = row.clone();
    let mut conflicts = Vec::new();
    let Some(document) = merged.document.as_mut() else { return Merged { row: merged, conflicts } };
    for (field, values) in &change.fields {
        let current = settled(document.get(field));
        let (old, new) = (settled(Some(&values.old)), settled(Some(&values.new)));
        let written_at = merged.clocks.get(field).copied().unwrap_or_default();
        if old == new {
            continue;
        }
        if current == new {
            merged.clocks.insert(field.clone(), written_at.max(hlc));
            continue;
        }
        if current != old {
            let arriving_won = competes((&new, hlc), (&current, written_at)) == Ordering::Greater;
            let (kept, lost) = if arriving_won { (&new, &current) } else { (&current, &new) };
            conflicts.push(FieldConflict {
                field: field.clone(),
                kept: kept.clone(),
                lost: lost.clone(),
                arriving_won,
            });
            if !arriving_won {
                continue;
            }
        }
        merged.clocks.insert(field.clone(), hlc);
        if new.is_null() {
            document.remove(field);
        } else {
            document.insert(field.clone(), new);
        }
    }
    Merged { row: merged, conflicts }
}

fn competes((a, at): (&Value, Hlc), (b, bt): (&Value, Hlc)) -> Ordering {
    let text = || a.to_string().cmp(&b.to_string());
    (!a.is_null()).cmp(&!b.is_null()).then(at.cmp(&bt)).then_with(text)
}

/// Absent, null and an empty list are all no value.
fn settled(value: Option<&Value>) -> Value {
    match value {
        None => Value::Null,
        Some(Value::Array(all)) if all.is_empty() => Value::Null,
        Some(value) => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::{id::HouseholdId, op::body::FieldChange, op::row::Scope};

    fn row(phone: &Value) -> Row {
        let document = json!({ "greeting": "张奶奶家", "phone": phone });
        Row {
            kind: RowKind::Household,
            id: Uuid::from_u128(7),
            household: Some(HouseholdId(Uuid::from_u128(7))),
            scope: Scope::Tenant,
            document: document.as_object().cloned(),
            clocks: [("phone".to_owned(), Hlc { millis: 500, counter: 0 })].into(),
        }
    }

    fn change(old: &Value, new: &Value) -> FieldsChanged {
        let fields = [("phone".to_owned(), FieldChange { old: old.clone(), new: new.clone() })];
        FieldsChanged {
            row: RowKind::Household,
            id: Uuid::from_u128(7),
            household: HouseholdId(Uuid::from_u128(7)),
            fields: fields.into(),
        }
    }

    fn at(millis: i64) -> Hlc {
        Hlc { millis, counter: 0 }
    }

    fn phone(merged: &Merged) -> Value {
        settled(merged.row.document.as_ref().unwrap().get("phone"))
    }

    #[test]
    fn a_field_that_only_one_side_changed_is_taken_even_with_a_clock_behind() {
        let merged = merge_fields(&row(&json!("1")), &change(&json!("1"), &json!("2")), at(3));
        assert_eq!(phone(&merged), json!("2"));
        assert!(merged.conflicts.is_empty());
    }

    #[test]
    fn both_sides_writing_the_same_value_is_no_conflict() {
        let merged = merge_fields(&row(&json!("2")), &change(&json!("1"), &json!("2")), at(3));
        assert_eq!(phone(&merged), json!("2"));
        assert!(merged.conflicts.is_empty());
    }

    #[test]
    fn the_later_change_wins_and_the_loser_is_kept_for_a_supervisor() {
        let earlier = merge_fields(&row(&json!("2")), &change(&json!("1"), &json!("3")), at(400));
        assert_eq!(phone(&earlier), json!("2"));
        assert_eq!(earlier.lost(), ["phone"]);
        let later = merge_fields(&row(&json!("2")), &change(&json!("1"), &json!("3")), at(600));
        assert_eq!(phone(&later), json!("3"));
        assert!(later.lost().is_empty());
        assert_eq!(later.conflicts[0].lost, json!("2"));
    }

    #[test]
    fn a_value_beats_a_removal_whatever_the_clocks_say() {
        let removed_late = merge_fields(&row(&json!("2")), &change(&json!("1"), &Value::Null), at(900));
        assert_eq!(phone(&removed_late), json!("2"));
        let written_early = merge_fields(&row(&Value::Null), &change(&json!("1"), &json!("3")), at(1));
        assert_eq!(phone(&written_early), json!("3"));
    }

    #[test]
    fn an_empty_list_and_an_absent_field_are_the_same() {
        let mut standing = row(&json!("1"));
        standing.document.as_mut().unwrap().remove("phone");
        let merged = merge_fields(&standing, &change(&json!([]), &json!("2")), at(600));
        assert!(merged.conflicts.is_empty());
        assert_eq!(phone(&merged), json!("2"));
    }

    #[test]
    fn a_clock_far_ahead_competes_as_if_it_were_five_minutes_ahead() {
        let received = Timestamp::from_millis(1_000);
        assert_eq!(competing_hlc(at(i64::MAX), received).millis, 301_000);
        assert_eq!(competing_hlc(at(900), received), at(900));
    }

    fn value() -> impl Strategy<Value = Value> {
        (0u8..4).prop_map(|n| if n == 0 { Value::Null } else { json!(n.to_string()) })
    }

    proptest! {
        #[test]
        fn two_changes_give_the_same_row_in_either_order(
            base in value(), a in value(), b in value(), at_a in 0i64..4, at_b in 0i64..4,
        ) {
            let standing = row(&base);
            let (first, second) = (change(&base, &a), change(&base, &b));
            let forth = merge_fields(&merge_fields(&standing, &first, at(at_a)).row, &second, at(at_b));
            let back = merge_fields(&merge_fields(&standing, &second, at(at_b)).row, &first, at(at_a));
            prop_assert_eq!(phone(&forth), phone(&back));
            prop_assert_eq!(&forth.row.clocks, &back.row.clocks);
            let kept = |merged: &Merged| merged.conflicts.first().map(|c| (c.kept.clone(), c.lost.clone()));
            prop_assert_eq!(kept(&forth), kept(&back));
        }

        #[test]
        fn three_changes_give_the_same_value_in_every_order(
            values in prop::collection::vec(1u8..4, 3), times in prop::collection::vec(0i64..3, 3),
        ) {
            let standing = row(&json!("base"));
            let changes: Vec<_> = values.iter().map(|n| change(&json!("base"), &json!(n))).collect();
            let end = |order: [usize; 3]| {
                order.iter().fold(standing.clone(), |row, &i| merge_fields(&row, &changes[i], at(times[i])).row)
            };
            let one = end([0, 1, 2]);
            for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
                prop_assert_eq!(&end(order), &one);
            }
        }
    }
}

//! Projection of a document from text to text, for the rows that a hub sends by the ten thousand: a field that is
//! shown whole is copied, and only what is filtered inside is read.

use std::{borrow::Cow, collections::BTreeMap};

use serde_json::{Map, Value, value::RawValue};

use super::{RESIDENT_NAMES, fields, filter, names_only, project};
use crate::{domain::org::Audience, op::row::RowKind};

/// As [`project`], over the document as it is stored: compact JSON, its fields in order.
///
/// # Errors
/// When `text` is no JSON object.
pub fn project_text(
    audience: Audience,
    kind: RowKind,
    text: &str,
) -> Result<Option<String>, serde_json::Error> {
    let Some(allowed) = fields(audience, kind) else { return Ok(None) };
    if hangs_on_other_fields(audience, kind) {
        return project_whole(audience, kind, text);
    }
    let Ok(whole) = serde_json::from_str::<BTreeMap<&str, &RawValue>>(text) else {
        return project_whole(audience, kind, text);
    };
    let mut shown = Vec::with_capacity(allowed.len());
    for (field, value) in whole {
        if allowed.contains(&field)
            && let Some(value) = shown_text(audience, kind, field, value)?
        {
            shown.push((field, value));
        }
    }
    let has_categories = shown.iter().any(|(field, _)| *field == "categories");
    if names_only(audience, kind, has_categories) {
        shown.retain(|(field, _)| RESIDENT_NAMES.contains(field));
    }
    Ok(Some(object(&shown)))
}

/// Whom an exemption reaches hangs on fields that are not shown, a photo or need on what it is; and what child workers
/// are told of how a visit went, on who made it.
fn hangs_on_other_fields(audience: Audience, kind: RowKind) -> bool {
    matches!(kind, RowKind::Exemption | RowKind::Photo | RowKind::Need)
        || (kind == RowKind::Visit && audience == Audience::ChildWorker)
}

fn project_whole(audience: Audience, kind: RowKind, text: &str) -> Result<Option<String>, serde_json::Error> {
    let document: Map<String, Value> = serde_json::from_str(text)?;
    project(audience, kind, &document).map(|shown| serde_json::to_string(&shown)).transpose()
}

fn shown_text<'t>(
    audience: Audience,
    kind: RowKind,
    field: &str,
    value: &'t RawValue,
) -> Result<Option<Cow<'t, str>>, serde_json::Error> {
    if value.get() == "null" {
        return Ok(None);
    }
    let Some(filter) = filter(kind, field) else { return Ok(Some(Cow::Borrowed(value.get()))) };
    let shown = filter(audience, &serde_json::from_str(value.get())?);
    shown.map(|shown| serde_json::to_string(&shown).map(Cow::Owned)).transpose()
}

fn object(fields: &[(&str, Cow<'_, str>)]) -> String {
    let bytes = fields.iter().map(|(field, value)| field.len() + value.len() + 4).sum::<usize>();
    let mut text = String::with_capacity(bytes + 2);
    text.push('{');
    for (place, (field, value)) in fields.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        // Names of the allow-list need no escape.
        text.push('"');
        text.push_str(field);
        text.push_str("\":");
        text.push_str(value);
    }
    text.push('}');
    text
}

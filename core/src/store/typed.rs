//! Words that are being typed into a form other than a visit. Forms and fields are opaque here.

use std::collections::BTreeMap;

use super::{StoreError, Tx};
use crate::id::DraftId;

/// What stands in the fields of a form.
///
/// # Errors
/// When the database fails.
pub fn typed(tx: &Tx<'_>, form: &str) -> Result<BTreeMap<String, String>, StoreError> {
    let fields = tx.all("SELECT field, words FROM typed WHERE form = ?1", [form], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(fields.into_iter().collect())
}

/// Puts words into a field in place of what stood there; no words empty it.
///
/// # Errors
/// When the database fails.
pub fn put_typed(tx: &Tx<'_>, form: &str, field: &str, words: &str) -> Result<(), StoreError> {
    if words.is_empty() {
        tx.execute("DELETE FROM typed WHERE form = ?1 AND field = ?2", (form, field))?;
    } else {
        tx.execute(
            "INSERT OR REPLACE INTO typed (form, field, words) VALUES (?1, ?2, ?3)",
            (form, field, words),
        )?;
    }
    Ok(())
}

/// Empties a form.
///
/// # Errors
/// When the database fails.
pub fn clear_typed(tx: &Tx<'_>, form: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM typed WHERE form = ?1", [form])?;
    Ok(())
}

/// Empties every form whose name ends with a visit in progress: it ended.
pub(super) fn clear_typed_of(tx: &Tx<'_>, draft: DraftId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM typed WHERE form GLOB '*/' || ?1", [draft.to_string()])?;
    Ok(())
}

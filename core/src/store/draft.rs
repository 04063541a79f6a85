//! Visits in progress, saved at each change, so that a killed app resumes where it was.
//!
//! A draft is opaque here: `fieldwork` writes and reads its JSON.

use rusqlite::Row;

use super::{StoreError, Tx, local, typed::clear_typed_of};
use crate::{
    id::{DraftId, HouseholdId},
    time::Timestamp,
};

/// A saved draft.
#[derive(Clone, PartialEq, Eq)]
pub struct SavedDraft {
    /// Its id.
    pub id: DraftId,
    /// The household.
    pub household: HouseholdId,
    /// What was entered so far, as `fieldwork` wrote it.
    pub json: String,
    /// When it was first saved.
    pub started_at: Timestamp,
    /// When it was last saved.
    pub saved_at: Timestamp,
}

impl std::fmt::Debug for SavedDraft {
    // What was said at a door is in no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SavedDraft")
            .field("id", &self.id)
            .field("saved_at", &self.saved_at)
            .finish_non_exhaustive()
    }
}

/// Saves a draft over what was saved of it before.
///
/// # Errors
/// When the database fails.
pub fn save_draft(
    tx: &Tx<'_>,
    id: DraftId,
    household: HouseholdId,
    json: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO draft (id, household, document, started_at, saved_at) VALUES (?1, ?2, ?3, ?4, ?4)
         ON CONFLICT (id) DO UPDATE SET
             household = excluded.household, document = excluded.document, saved_at = excluded.saved_at",
        (id, household, json, now),
    )?;
    Ok(())
}

/// One draft.
///
/// # Errors
/// When the database fails.
pub fn draft(tx: &Tx<'_>, id: DraftId) -> Result<Option<SavedDraft>, StoreError> {
    tx.one("SELECT id, household, document, started_at, saved_at FROM draft WHERE id = ?1", [id], read)
}

/// Every draft, the one saved last first.
///
/// # Errors
/// When the database fails.
pub fn drafts(tx: &Tx<'_>) -> Result<Vec<SavedDraft>, StoreError> {
    tx.all(
        "SELECT id, household, document, started_at, saved_at FROM draft ORDER BY saved_at DESC, id DESC",
        (),
        read,
    )
}

/// Ends a draft: its visit was finished or thrown away. What was being typed for it, and a household that was kept for it
/// alone, go too. Answers whether there was one.
///
/// # Errors
/// When the database fails.
pub fn delete_draft(tx: &Tx<'_>, id: DraftId) -> Result<bool, StoreError> {
    let Some(draft) = draft(tx, id)? else { return Ok(false) };
    tx.execute("DELETE FROM draft WHERE id = ?1", [id])?;
    clear_typed_of(tx, id)?;
    local::finish_household(tx, draft.household)?;
    Ok(true)
}

/// Whether a visit is in progress at this household.
pub(super) fn is_open_at(tx: &Tx<'_>, household: HouseholdId) -> Result<bool, StoreError> {
    // A worker has a handful at most.
    Ok(tx.one("SELECT 1 FROM draft WHERE household = ?1 LIMIT 1", [household], |_| Ok(()))?.is_some())
}

fn read(row: &Row<'_>) -> Result<SavedDraft, StoreError> {
    Ok(SavedDraft {
        id: row.get(0)?,
        household: row.get(1)?,
        json: row.get(2)?,
        started_at: row.get(3)?,
        saved_at: row.get(4)?,
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::store::{DbKey, Durability, Store};

    #[test]
    fn a_killed_visit_resumes_where_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let key = DbKey::from_bytes([1; 32]);
        let (id, home) = (DraftId(Uuid::from_u128(1)), HouseholdId(Uuid::from_u128(2)));
        let store = Store::open(folder.path(), &key).unwrap();
        for (at, json) in [(10, "{\"step\":1}"), (20, "{\"step\":2}")] {
            store
                .write(Durability::Capture, |tx| save_draft(tx, id, home, json, Timestamp::from_millis(at)))
                .unwrap();
        }
        store.die();

        let store = Store::open(folder.path(), &key).unwrap();
        let found = store.read(drafts).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].json, "{\"step\":2}");
        assert_eq!(found[0].started_at, Timestamp::from_millis(10));
        assert_eq!(found[0].saved_at, Timestamp::from_millis(20));

        assert!(store.write(Durability::Capture, |tx| delete_draft(tx, id)).unwrap());
        assert_eq!(store.read(|tx| draft(tx, id)).unwrap(), None);
    }
}

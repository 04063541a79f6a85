//! The feed of a scope: rows and removals by revision, cut only between revisions.

use doorstep_core::op::row::{RowKind, Scope};
use rusqlite::params;
use uuid::Uuid;

use super::{
    View,
    value::{self, Result, get},
};
use crate::store::{FeedEntry, FeedSlice, StoreError};

/// Both kinds of change of one scope, in order.
const CHANGES: &str = "
    SELECT kind, id, household, revision, document FROM row WHERE scope = ?1 AND revision > ?2
    UNION ALL
    SELECT kind, id, household, revision, NULL FROM removal WHERE scope = ?1 AND revision > ?2
    ORDER BY revision, kind, id";

impl View<'_> {
    pub(super) fn load_feed(&self, scope: Scope, after: u64, limit: usize) -> Result<FeedSlice> {
        let mut statement = self.sql.prepare_cached(CHANGES)?;
        let mut rows = statement.query(params![scope.to_string(), value::signed(after)])?;
        let mut entries: Vec<FeedEntry> = Vec::new();
        while let Some(row) = rows.next()? {
            let revision = value::number(row, "revision")?;
            let last = entries.last().map(|entry| entry.revision);
            if let Some(through) = last.filter(|last| entries.len() >= limit && revision > *last) {
                return Ok(FeedSlice { entries, through, more: true });
            }
            entries.push(FeedEntry {
                kind: value::kind(row, "kind")?,
                id: value::uuid(row, "id")?,
                revision,
                household: value::household(row, "household")?,
                document: get(row, "document")?,
            });
        }
        // Nothing of this scope lies beyond: the reader stands where the hub stands.
        let (through, _) = self.last_unit()?;
        Ok(FeedSlice { entries, through, more: false })
    }

    pub(super) fn each_in_scope(
        &self,
        scope: Scope,
        each: &mut dyn FnMut(RowKind, Uuid, &str) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self
            .sql
            .prepare_cached("SELECT kind, id, document FROM row WHERE scope = ?1 AND document IS NOT NULL")?;
        let mut rows = statement.query([scope.to_string()])?;
        while let Some(row) = rows.next()? {
            let document = row.get_ref("document")?.as_str().map_err(|_| StoreError::Corrupt("document"))?;
            each(value::kind(row, "kind")?, value::uuid(row, "id")?, document)?;
        }
        Ok(())
    }
}

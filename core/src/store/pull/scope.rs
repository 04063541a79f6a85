//! What is known of each scope: its cursor, and how many rows with which checksum are held.

use std::collections::BTreeMap;

use rusqlite::params;

use super::held::{self, Held};
use crate::{
    op::{
        row::Scope,
        wire::{Cursor, ScopeCheck},
    },
    store::{StoreError, Tx, register::column},
};

/// The cursors to ask the hub with. A scope without one is not named, and so is sent from its beginning.
///
/// # Errors
/// When the database cannot be read.
pub fn cursors(tx: &Tx<'_>) -> Result<BTreeMap<Scope, Cursor>, StoreError> {
    let rows =
        tx.all("SELECT name, epoch, revision, digest FROM scope_state WHERE epoch IS NOT NULL", [], |row| {
            let cursor = Cursor {
                epoch: row.get::<_, i64>(1)?.cast_unsigned(),
                revision: row.get::<_, i64>(2)?.cast_unsigned(),
                digest: row.get(3)?,
            };
            Ok((column::word(row, 0)?, cursor))
        })?;
    Ok(rows.into_iter().collect())
}

/// One scope, read once a page and written back at its end.
pub(super) struct ScopeState {
    pub(super) id: i64,
    pub(super) cursor: Option<Cursor>,
    /// Number of the last full pull.
    pub(super) pull: i64,
    /// Whether that pull is under way.
    pub(super) pulling: bool,
    pub(super) sums: Sums,
}

/// Count and checksum of some held rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    count: i64,
    checksum: u64,
}

impl Sums {
    pub(super) fn add(&mut self, check: u64) {
        self.count += 1;
        self.checksum ^= check;
    }

    pub(super) fn take_away(&mut self, check: u64) {
        self.count -= 1;
        self.checksum ^= check;
    }
}

impl ScopeState {
    pub(super) fn load(tx: &Tx<'_>, scope: Scope) -> Result<Self, StoreError> {
        let name = scope.to_string();
        tx.execute(
            "INSERT INTO scope_state (name, held, checksum, pull, pulling) VALUES (?1, 0, 0, 0, 0) \
             ON CONFLICT (name) DO NOTHING",
            [&name],
        )?;
        let state = tx.one(
            "SELECT scope, epoch, revision, digest, pull, pulling, held, checksum FROM scope_state \
             WHERE name = ?1",
            [&name],
            |row| {
                let (epoch, revision) = (row.get::<_, Option<i64>>(1)?, row.get::<_, Option<i64>>(2)?);
                let cursor = epoch.zip(revision).zip(row.get(3)?);
                Ok(Self {
                    id: row.get(0)?,
                    cursor: cursor.map(|((epoch, revision), digest)| Cursor {
                        epoch: epoch.cast_unsigned(),
                        revision: revision.cast_unsigned(),
                        digest,
                    }),
                    pull: row.get(4)?,
                    pulling: row.get(5)?,
                    sums: Sums { count: row.get(6)?, checksum: row.get::<_, i64>(7)?.cast_unsigned() },
                })
            },
        )?;
        state.ok_or(StoreError::Unreadable { what: "scope" })
    }

    /// From here on rows carry a new number, so that those that the pull does not bring can be told.
    pub(super) const fn begin_full_pull(&mut self) {
        self.pull += 1;
        self.pulling = true;
    }

    /// Counts anew what is held, so that no earlier fault outlives a full pull; answers the rows that it did not
    /// bring. A scope that was empty before has none, which saves a first sync the look.
    pub(super) fn end_full_pull(&mut self, tx: &Tx<'_>) -> Result<Vec<Held>, StoreError> {
        self.pulling = false;
        if self.pull == 1 {
            return Ok(Vec::new());
        }
        let rows = held::of_scope(tx, self.id)?;
        self.sums = Sums::default();
        for row in &rows {
            self.sums.add(row.checksum);
        }
        Ok(rows.into_iter().filter(|row| row.pull != self.pull).collect())
    }

    pub(super) fn agrees_with(&self, check: ScopeCheck) -> bool {
        u64::try_from(self.sums.count) == Ok(check.count) && self.sums.checksum == check.checksum
    }

    pub(super) fn save(&self, tx: &Tx<'_>) -> Result<(), StoreError> {
        tx.execute(
            "UPDATE scope_state SET epoch = ?2, revision = ?3, digest = ?4, held = ?5, checksum = ?6, \
             pull = ?7, pulling = ?8 WHERE scope = ?1",
            params![
                self.id,
                self.cursor.map(|cursor| cursor.epoch.cast_signed()),
                self.cursor.map(|cursor| cursor.revision.cast_signed()),
                self.cursor.map(|cursor| cursor.digest),
                self.sums.count,
                self.sums.checksum.cast_signed(),
                self.pull,
                self.pulling,
            ],
        )?;
        Ok(())
    }

    pub(super) fn delete(&self, tx: &Tx<'_>) -> Result<(), StoreError> {
        tx.execute("DELETE FROM scope_state WHERE scope = ?1", [self.id])?;
        Ok(())
    }
}

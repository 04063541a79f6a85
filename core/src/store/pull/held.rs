//! Which row is held, for which scope, in which revision.

use rusqlite::{Row, params};
use uuid::Uuid;

use super::scope::ScopeState;
use crate::{
    codes::GridCode,
    id::HouseholdId,
    op::row::RowKind,
    store::{
        StoreError, Tx,
        register::column::{self, grid_number},
    },
};

/// A row that is held.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub(super) kind: RowKind,
    pub(super) id: Uuid,
    pub(super) scope: i64,
    pub(super) epoch: u64,
    pub(super) revision: u64,
    pub(super) checksum: u64,
    pub(super) pull: i64,
    pub(super) household: Option<HouseholdId>,
}

impl Held {
    pub(super) const fn is_newer_than(&self, epoch: u64, revision: u64) -> bool {
        self.epoch == epoch && self.revision > revision
    }

    /// Whether `incoming` takes this one's place. Revisions compare within one epoch of the hub: one that was
    /// restored from a backup counts on from an older one. A full pull also rights what differs in the same
    /// revision, as when the worker's role, and with it the projection, has changed.
    fn gives_way_to(&self, incoming: &Self) -> bool {
        if self.epoch != incoming.epoch {
            return true;
        }
        let is_full_pull = self.scope != incoming.scope || self.pull != incoming.pull;
        let differs = self.checksum != incoming.checksum || self.scope != incoming.scope;
        self.revision < incoming.revision || (self.revision == incoming.revision && is_full_pull && differs)
    }
}

/// What a row of a page is to what is held.
pub(super) enum Arrival {
    /// It was not held before.
    New,
    /// It takes the place of this one.
    Newer(Held),
    /// What is held is as new.
    Old,
}

/// Holds the row if it is newer than what is held, and keeps the sums of the scopes.
pub(super) fn arrive(tx: &Tx<'_>, incoming: &Held, scope: &mut ScopeState) -> Result<Arrival, StoreError> {
    let inserted = tx
        .prepare(
            "INSERT INTO held (kind, id, scope, epoch, revision, checksum, pull, household) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (kind, id) DO NOTHING",
        )?
        .execute(params![
            incoming.kind.as_str(),
            incoming.id.as_bytes(),
            incoming.scope,
            incoming.epoch.cast_signed(),
            incoming.revision.cast_signed(),
            incoming.checksum.cast_signed(),
            incoming.pull,
            incoming.household,
        ])?;
    if inserted > 0 {
        scope.sums.add(incoming.checksum);
        return Ok(Arrival::New);
    }
    let Some(before) = find(tx, incoming.kind, incoming.id)? else { return Ok(Arrival::Old) };
    if !before.gives_way_to(incoming) {
        if before.scope == incoming.scope && before.pull != incoming.pull {
            mark(tx, &before, incoming.pull)?;
        }
        return Ok(Arrival::Old);
    }
    subtract(tx, &before, scope)?;
    scope.sums.add(incoming.checksum);
    replace(tx, incoming)?;
    Ok(Arrival::Newer(before))
}

/// Lets go of a row.
pub(super) fn release(tx: &Tx<'_>, held: &Held, scope: &mut ScopeState) -> Result<(), StoreError> {
    subtract(tx, held, scope)?;
    tx.execute(
        "DELETE FROM held WHERE kind = ?1 AND id = ?2",
        params![held.kind.as_str(), held.id.as_bytes()],
    )?;
    Ok(())
}

fn replace(tx: &Tx<'_>, held: &Held) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE held SET scope = ?3, epoch = ?4, revision = ?5, checksum = ?6, pull = ?7, household = ?8 \
         WHERE kind = ?1 AND id = ?2",
        params![
            held.kind.as_str(),
            held.id.as_bytes(),
            held.scope,
            held.epoch.cast_signed(),
            held.revision.cast_signed(),
            held.checksum.cast_signed(),
            held.pull,
            held.household,
        ],
    )?;
    Ok(())
}

fn mark(tx: &Tx<'_>, held: &Held, pull: i64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE held SET pull = ?3 WHERE kind = ?1 AND id = ?2",
        params![held.kind.as_str(), held.id.as_bytes(), pull],
    )?;
    Ok(())
}

/// Takes a row out of the sums of the scope that held it: the one at hand, or another that it moved away from.
fn subtract(tx: &Tx<'_>, held: &Held, scope: &mut ScopeState) -> Result<(), StoreError> {
    if held.scope == scope.id {
        scope.sums.take_away(held.checksum);
        return Ok(());
    }
    // SQLite has no XOR; what only one side has is what either has less what both have.
    tx.execute(
        "UPDATE scope_state SET held = held - 1, checksum = (checksum | ?2) & ~(checksum & ?2) \
         WHERE scope = ?1",
        params![held.scope, held.checksum.cast_signed()],
    )?;
    Ok(())
}

pub(super) fn find(tx: &Tx<'_>, kind: RowKind, id: Uuid) -> Result<Option<Held>, StoreError> {
    tx.one(
        "SELECT kind, id, scope, epoch, revision, checksum, pull, household FROM held \
         WHERE kind = ?1 AND id = ?2",
        params![kind.as_str(), id.as_bytes()],
        read,
    )
}

/// Which rule packs are held, each in which epoch and revision: another value once any of them is another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesHeld(Vec<(Uuid, i64, i64)>);

/// The rule packs as this transaction sees them.
///
/// # Errors
/// When the database cannot be read.
pub fn rules_held(tx: &Tx<'_>) -> Result<RulesHeld, StoreError> {
    let held =
        tx.all("SELECT id, epoch, revision FROM held WHERE kind = 'rule_pack' ORDER BY id", [], |row| {
            Ok((column::id(row, 0)?, row.get(1)?, row.get(2)?))
        })?;
    Ok(RulesHeld(held))
}

/// Every row that is held for a scope.
pub(super) fn of_scope(tx: &Tx<'_>, scope: i64) -> Result<Vec<Held>, StoreError> {
    tx.all(
        "SELECT kind, id, scope, epoch, revision, checksum, pull, household FROM held WHERE scope = ?1",
        [scope],
        read,
    )
}

fn read(row: &Row<'_>) -> Result<Held, StoreError> {
    Ok(Held {
        kind: column::word(row, 0)?,
        id: column::id(row, 1)?,
        scope: row.get(2)?,
        epoch: row.get::<_, i64>(3)?.cast_unsigned(),
        revision: row.get::<_, i64>(4)?.cast_unsigned(),
        checksum: row.get::<_, i64>(5)?.cast_unsigned(),
        pull: row.get(6)?,
        household: row.get(7)?,
    })
}

/// Whether the row is held of this epoch, from this revision on.
pub(super) fn is_held_since(
    tx: &Tx<'_>,
    (kind, id): (RowKind, Uuid),
    (epoch, revision): (u64, u64),
) -> Result<bool, StoreError> {
    Ok(find(tx, kind, id)?.is_some_and(|held| held.epoch == epoch && held.revision >= revision))
}

/// Whether the row, or in its absence its household, is held for this scope: then this scope would have brought
/// whatever there is of it.
pub(super) fn is_of_scope(
    tx: &Tx<'_>,
    (kind, id): (RowKind, Uuid),
    household: HouseholdId,
    scope: i64,
) -> Result<bool, StoreError> {
    let held = match find(tx, kind, id)? {
        Some(held) => Some(held),
        None => find(tx, RowKind::Household, household.0)?,
    };
    Ok(held.is_some_and(|held| held.scope == scope))
}

/// Households of a grid that the hub never sent: only this phone knows of them.
pub(super) fn unheld_of(tx: &Tx<'_>, grid: GridCode) -> Result<Vec<HouseholdId>, StoreError> {
    tx.all(
        "SELECT h.id FROM household h WHERE h.grid = ?1 \
         AND NOT EXISTS (SELECT 1 FROM held WHERE kind = 'household' AND id = h.id)",
        [grid_number(grid)],
        |row| Ok(row.get(0)?),
    )
}

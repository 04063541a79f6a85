//! Takes in pages of the feed: rows, what they settle, and the cursor, in one transaction.
//!
//! Only newer revisions apply; a removal acts only while the row is still held for that scope; what a full pull
//! does not bring is dropped at its end; a count and a checksum then tell whether phone and hub agree, and if
//! not, the scope is taken anew. The outbox is never touched, and rows with unsent work survive all of it.

mod held;
mod scope;

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{
    StoreError, Tx, blob, erase, index, local,
    register::{self, Document},
    search,
};
use crate::{
    id::HouseholdId,
    op::{
        order::Order,
        outcome::OutcomeRow,
        row::{PhotoStored, RowKind, Scope},
        wire::{FeedRow, ScopePage, row_check},
    },
};
use held::{Arrival, Held};
pub use held::{RulesHeld, rules_held};
use scope::ScopeState;
pub use scope::cursors;

/// What a page changed, beside the rows themselves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageEffect {
    /// Households of which something changed: their duties are to be derived again.
    pub households: BTreeSet<HouseholdId>,
    /// Verdicts on operations of this device.
    pub outcomes: Vec<OutcomeRow>,
    /// Photos that the hub has stored and checked.
    pub stored: Vec<PhotoStored>,
    /// Orders to this device, signatures unchecked.
    pub orders: Vec<Order>,
    /// Whether rule packs or settings changed: the duties of every household are to be derived again.
    pub rules_changed: bool,
    /// Whether phone and hub disagreed at the end of a full pull, so that the scope is taken anew.
    pub retake: bool,
    /// Rows that this version of the app cannot read; held, so that they can be told from missing ones.
    pub unreadable: u32,
}

/// Takes in one page.
///
/// # Errors
/// When the database cannot be written; nothing of the page is kept then.
pub fn apply_page(tx: &Tx<'_>, page: &ScopePage) -> Result<PageEffect, StoreError> {
    let mut pull = Pull::begin(tx, page)?;
    for row in &page.rows {
        pull.row(row)?;
    }
    pull.finish(page)
}

/// Forgets a scope that this device no longer has: its cursor and its rows, except those with unsent work.
/// Answers the households of which something changed.
///
/// # Errors
/// When the database cannot be written.
pub fn drop_scope(tx: &Tx<'_>, scope: Scope) -> Result<BTreeSet<HouseholdId>, StoreError> {
    let mut pull = Pull::over(tx, ScopeState::load(tx, scope)?, 0)?;
    for row in held::of_scope(tx, pull.scope.id)? {
        pull.release(&row, None)?;
    }
    if let Scope::Grid(grid) = scope {
        pull.released.extend(held::unheld_of(tx, grid)?);
    }
    pull.settle_released()?;
    pull.refresh_indices()?;
    pull.scope.delete(tx)?;
    Ok(pull.effect.households)
}

/// Ends the local edits whose operations the hub has taken although it sent no row for them. To be called when
/// a feed reply brought no page at all: the hub then has nothing that this phone lacks. Answers the households
/// of which something changed.
///
/// # Errors
/// When the database cannot be written.
pub fn settle_caught_up(tx: &Tx<'_>) -> Result<BTreeSet<HouseholdId>, StoreError> {
    let households = local::settle(tx)?;
    for household in &households {
        index::refresh_stop(tx, *household)?;
    }
    Ok(households)
}

/// A page on its way in.
struct Pull<'t, 's> {
    tx: &'t Tx<'s>,
    scope: ScopeState,
    epoch: u64,
    /// Rows with edits of this phone: they go by way of their mirror.
    edited: BTreeSet<(RowKind, Uuid)>,
    kept: BTreeSet<HouseholdId>,
    effect: PageEffect,
    /// Households whose stop may have changed by the page itself.
    stops: BTreeSet<HouseholdId>,
    /// Households that are to be found under other names.
    renamed: BTreeSet<HouseholdId>,
    /// Households whose own row went.
    released: BTreeSet<HouseholdId>,
}

impl<'t, 's> Pull<'t, 's> {
    fn begin(tx: &'t Tx<'s>, page: &ScopePage) -> Result<Self, StoreError> {
        let mut scope = ScopeState::load(tx, page.scope)?;
        if page.from_start {
            scope.begin_full_pull();
        }
        Self::over(tx, scope, page.cursor.epoch)
    }

    fn over(tx: &'t Tx<'s>, scope: ScopeState, epoch: u64) -> Result<Self, StoreError> {
        Ok(Self {
            tx,
            scope,
            epoch,
            edited: local::edited_rows(tx)?,
            kept: register::kept(tx)?,
            effect: PageEffect::default(),
            stops: BTreeSet::new(),
            renamed: BTreeSet::new(),
            released: BTreeSet::new(),
        })
    }

    fn row(&mut self, row: &FeedRow) -> Result<(), StoreError> {
        match &row.document {
            Some(document) => self.take(row, document.get()),
            None => self.remove(row),
        }
    }

    fn take(&mut self, row: &FeedRow, text: &str) -> Result<(), StoreError> {
        let document = Document::read(row.kind, row.id, text).ok();
        let household = document.as_ref().map_or(row.household, |document| {
            // A conflict has no household of its own; it travels with that of its row.
            document.household().or(row.household)
        });
        let incoming = Held {
            kind: row.kind,
            id: row.id,
            scope: self.scope.id,
            epoch: self.epoch,
            revision: row.revision,
            checksum: row_check(row.kind, row.id, text),
            pull: self.scope.pull,
            household,
        };
        let before = match held::arrive(self.tx, &incoming, &mut self.scope)? {
            Arrival::Old => return Ok(()),
            Arrival::New => None,
            Arrival::Newer(before) => Some(before),
        };
        self.note(row.kind, household, before.is_none());
        let home_before = before.and_then(|before| before.household).filter(|home| Some(*home) != household);
        if let Some(home) = home_before {
            register::remove(self.tx, row.kind, Some(home), row.id)?;
            self.note(row.kind, Some(home), false);
        }
        let Some(document) = document else {
            self.effect.unreadable = self.effect.unreadable.saturating_add(1);
            return register::remove(self.tx, row.kind, household, row.id);
        };
        self.put(row, document, text)
    }

    fn put(&mut self, row: &FeedRow, document: Document, text: &str) -> Result<(), StoreError> {
        if let Document::Household(household) = &document
            && self.kept.remove(&household.id)
        {
            self.tx.execute("DELETE FROM kept WHERE household = ?1", [household.id])?;
        }
        if self.edited.contains(&(row.kind, row.id)) {
            let at = Some((self.epoch, row.revision));
            return local::arrived(self.tx, (row.kind, row.id), Some(text), at);
        }
        match document {
            Document::Outcome(outcome) => self.outcome(outcome)?,
            Document::PhotoStored(stored) => self.effect.stored.push(stored),
            Document::Order(order) => self.effect.orders.push(order),
            Document::Erasure(erasure) => erase::carry_out(self.tx, &erasure)?,
            document => document.put(self.tx, row.id, text)?,
        }
        Ok(())
    }

    fn outcome(&mut self, outcome: OutcomeRow) -> Result<(), StoreError> {
        let (tx, epoch) = (self.tx, self.epoch);
        let is_held = |row| held::is_held_since(tx, row, (epoch, outcome.revision));
        let changed = local::settle_outcome(tx, &outcome, epoch, is_held)?;
        self.stops.extend(&changed);
        self.effect.households.extend(changed);
        self.effect.outcomes.push(outcome);
        Ok(())
    }

    fn remove(&mut self, row: &FeedRow) -> Result<(), StoreError> {
        match held::find(self.tx, row.kind, row.id)? {
            Some(held) if held.scope == self.scope.id && !held.is_newer_than(self.epoch, row.revision) => {
                self.release(&held, Some((self.epoch, row.revision)))
            }
            _ => Ok(()),
        }
    }

    /// Lets go of a row that is held for this scope; what hangs on it unsent stays.
    fn release(&mut self, held: &Held, at: Option<(u64, u64)>) -> Result<(), StoreError> {
        held::release(self.tx, held, &mut self.scope)?;
        self.note(held.kind, held.household, false);
        if self.edited.contains(&(held.kind, held.id)) {
            local::arrived(self.tx, (held.kind, held.id), None, at)?;
        } else if held.kind != RowKind::Household {
            register::remove(self.tx, held.kind, held.household, held.id)?;
        }
        if held.kind == RowKind::Household {
            self.released.insert(HouseholdId(held.id));
        }
        Ok(())
    }

    /// Households that went: those with unsent work keep their own row, so that the work still has a name.
    fn settle_released(&mut self) -> Result<(), StoreError> {
        for household in std::mem::take(&mut self.released) {
            if held::find(self.tx, RowKind::Household, household.0)?.is_some() {
                continue;
            }
            if local::has_unsent(self.tx, household)? {
                self.tx.execute("INSERT OR IGNORE INTO kept (household) VALUES (?1)", [household])?;
            } else {
                register::remove(self.tx, RowKind::Household, Some(household), household.0)?;
            }
            self.stops.insert(household);
            self.renamed.insert(household);
        }
        Ok(())
    }

    fn note(&mut self, kind: RowKind, household: Option<HouseholdId>, is_new: bool) {
        if matches!(kind, RowKind::Household | RowKind::Resident) {
            self.renamed.extend(household);
        }
        match kind {
            RowKind::Settings | RowKind::RulePack => self.effect.rules_changed = true,
            RowKind::Ticket => self.stops.extend(household),
            // A household that is new here has no duties yet; its tickets, if it has any, lead to it below.
            RowKind::Household if !is_new || !self.kept.is_empty() => self.stops.extend(household),
            RowKind::Staff
            | RowKind::Grid
            | RowKind::Responsibility
            | RowKind::Household
            | RowKind::Resident
            | RowKind::Visit
            | RowKind::Need
            | RowKind::Exemption
            | RowKind::Claim
            | RowKind::Photo
            | RowKind::Exception
            | RowKind::Conflict
            | RowKind::Outcome
            | RowKind::PhotoStored
            | RowKind::Order
            | RowKind::Erasure => {}
        }
        self.effect.households.extend(household);
    }

    fn finish(mut self, page: &ScopePage) -> Result<PageEffect, StoreError> {
        if !page.more && self.scope.pulling {
            for row in self.scope.end_full_pull(self.tx)? {
                self.release(&row, None)?;
            }
            if let Scope::Private(_) = page.scope {
                let is_told = |kind, id| Ok(held::find(self.tx, kind, id)?.is_some());
                blob::send_unconfirmed(self.tx, is_told)?;
            }
        }
        self.scope.cursor = Some(page.cursor);
        let disagrees = |check: crate::op::wire::ScopeCheck| !self.scope.agrees_with(check);
        if !page.more && page.check.is_some_and(disagrees) {
            self.effect.retake = true;
            self.scope.cursor = None;
        }
        self.settle_released()?;
        self.finish_edits(page)?;
        self.refresh_indices()?;
        self.scope.save(self.tx)?;
        Ok(self.effect)
    }

    /// Ends edits of rows that, with this scope held up to its cursor, cannot be sent any more.
    fn finish_edits(&mut self, page: &ScopePage) -> Result<(), StoreError> {
        if self.edited.is_empty() {
            return Ok(());
        }
        for household in self.effect.households.clone() {
            local::finish_household(self.tx, household)?;
        }
        if page.more || self.scope.cursor.is_none() {
            return Ok(());
        }
        let (tx, scope) = (self.tx, self.scope.id);
        let is_settled = |row, household: HouseholdId| held::is_of_scope(tx, row, household, scope);
        let through = (self.epoch, page.cursor.revision);
        let changed = local::settle_through(tx, through, is_settled)?;
        self.stops.extend(&changed);
        self.effect.households.extend(changed);
        Ok(())
    }

    fn refresh_indices(&mut self) -> Result<(), StoreError> {
        for household in std::mem::take(&mut self.renamed) {
            search::refresh(self.tx, household)?;
        }
        let mut stops = std::mem::take(&mut self.stops);
        if index::holds_tickets(self.tx)? {
            stops.extend(&self.effect.households);
        }
        for household in stops {
            index::refresh_stop(self.tx, household)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod model;
#[cfg(test)]
mod tests;

//! Coverage by derivation over the facts, the same definition as on every phone.

use std::collections::BTreeSet;

use doorstep_core::{
    codes::GridCode,
    domain::{
        coverage::{Coverage, Tally},
        org::Audience,
        rules::{RulePack, RulePacks},
    },
    op::row::RowKind,
    time::{Day, Period},
};

use super::{Hub, HubError, document_of, settings};
use crate::store::{Reads, StoreError};

/// A phone is silent when the hub heard nothing of it for a day.
pub(super) const SILENT_MS: i64 = 24 * 60 * 60 * 1000;

/// What a manager asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageQuery {
    /// The period.
    pub period: Period,
    /// The grids; all when empty.
    pub grids: Vec<GridCode>,
    /// The day at which lateness is judged.
    pub on: Day,
    /// Who asks: rules that they may not know of are not counted.
    pub audience: Audience,
}

impl Hub {
    /// Counts due, visited, attempted, overdue and exempt.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn coverage(&self, query: &CoverageQuery) -> Result<Coverage, HubError> {
        let now = self.clock.now();
        self.store.reading(|tx| {
            let calendar = settings(tx)?.working_days;
            let packs = rule_packs(tx)?.visible_to(query.audience);
            let grids = if query.grids.is_empty() { tx.grids()? } else { query.grids.clone() };
            let wanted: BTreeSet<GridCode> = grids.iter().copied().collect();
            let mut tally = Tally::new(query.period, query.on);
            // A household that moved shows up in each grid it ever lay in, and counts once.
            let mut moved = BTreeSet::new();
            for grid in &wanted {
                tx.for_each_facts(*grid, &mut |facts| {
                    let first_time =
                        facts.household.earlier_grids.is_empty() || moved.insert(facts.household.id);
                    if first_time {
                        tally.add_household(&facts, &packs, &calendar);
                    }
                    Ok(())
                })?;
            }
            let mut counts = tally.into_counts();
            counts.retain(|(grid, _), _| wanted.contains(grid));
            let silent = tx.silent_devices(&grids, query.on, now.plus_millis(-SILENT_MS))?;
            Ok(Coverage {
                period: query.period,
                on: query.on,
                as_of: Some(now),
                silent_phones: Some(silent),
                counts,
            })
        })
    }
}

/// All versions of all packs.
pub(super) fn rule_packs(tx: &dyn Reads) -> Result<RulePacks, StoreError> {
    let mut packs = Vec::new();
    tx.for_each_row(RowKind::RulePack, None, &mut |row| {
        packs.extend(document_of::<RulePack>(&row)?);
        Ok(())
    })?;
    Ok(RulePacks::new(packs))
}

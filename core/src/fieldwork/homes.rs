//! The homes behind a figure of coverage: those whose own figures make it up, by the very count that made it.

use std::collections::BTreeMap;

use crate::{
    codes::GridCode,
    domain::{
        coverage::{FigureOf, Tally},
        register::Household,
        ticket::Ticket,
    },
    error::DoorstepError,
    id::HouseholdId,
    store::{Tx, index::walk_key, register},
    text::redacted_debug,
    time::Period,
};

use super::{Doorstep, PAGE, coverage::counts_of_tickets};

/// A home behind a figure.
#[derive(Clone, PartialEq, Eq)]
pub struct CountedHome {
    /// The household.
    pub household: HouseholdId,
    /// Its form of address.
    pub greeting: String,
    /// Its address.
    pub address: String,
    /// Village group.
    pub village_group: Option<String>,
    /// Building.
    pub building: Option<String>,
    /// Floor.
    pub floor: Option<i16>,
    /// How many duties of the figure are this home's; never 0.
    pub count: u32,
    /// Whether this worker may hand it over, and there is somebody to take it.
    pub may_hand_over: bool,
    /// Where to go on after this home.
    pub key: HomeKey,
}

redacted_debug!(CountedHome { household, count });

/// Where a page of homes ended.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HomeKey {
    grid: GridCode,
    walk: String,
    household: HouseholdId,
}

// The order in which to walk tells the address.
redacted_debug!(HomeKey { household });

impl Doorstep {
    /// A page of the homes behind a figure of [`coverage`](Self::coverage) of `period`, in walking order; `after` is
    /// the key of the last home of the page before. The counts of all of them add up to the figure.
    ///
    /// # Errors
    /// When the store cannot be read, or the phone is not enrolled.
    pub fn homes_behind(
        &self,
        period: Period,
        of: &FigureOf,
        after: Option<HomeKey>,
        limit: usize,
    ) -> Result<Vec<CountedHome>, DoorstepError> {
        self.store.read(|tx| {
            let me = self.me(tx)?;
            let on = self.day(&me);
            let mut page = Page { after: after.as_ref(), limit: limit.min(PAGE), homes: BTreeMap::new() };
            if me.staff.role.audience().derives() {
                let packs = self.packs(tx, &me)?;
                register::for_each_facts(tx, None, |facts| {
                    if may_count(&facts.household, of.grid) {
                        let mut tally = Tally::new(period, on);
                        tally.add_household(&facts, &packs, &me.settings.working_days);
                        page.take(&facts.household, of.sum_in(tally.counts()));
                    }
                })?;
            } else {
                for (household, tickets) in tickets_of_homes(tx)? {
                    let count = of.sum_in(&counts_of_tickets(&tickets, period, on));
                    if let Some(home) = register::household(tx, household)? {
                        page.take(&home, count);
                    }
                }
            }
            let mut homes: Vec<_> = page.homes.into_values().collect();
            for of_grid in homes.chunk_by_mut(|one, next| one.key.grid == next.key.grid) {
                let Some(grid) = of_grid.first().map(|home| home.key.grid) else { continue };
                let may_hand_over = !self.may_take_over_in(tx, &me, grid)?.is_empty();
                of_grid.iter_mut().for_each(|home| home.may_hand_over = may_hand_over);
            }
            Ok(homes)
        })
    }
}

/// Whether a duty of this home can count for the grid: it counts where the home lay when its window ended.
fn may_count(home: &Household, grid: Option<GridCode>) -> bool {
    grid.is_none_or(|grid| home.grid == grid || home.earlier_grids.iter().any(|earlier| earlier.grid == grid))
}

fn tickets_of_homes(tx: &Tx<'_>) -> Result<BTreeMap<HouseholdId, Vec<Ticket>>, DoorstepError> {
    let mut homes: BTreeMap<_, Vec<Ticket>> = BTreeMap::new();
    register::for_each_ticket(tx, None, |ticket| homes.entry(ticket.household).or_default().push(ticket))?;
    Ok(homes)
}

/// The first homes after the page before: all are looked at, and never more than a page is held.
struct Page<'a> {
    after: Option<&'a HomeKey>,
    limit: usize,
    homes: BTreeMap<HomeKey, CountedHome>,
}

impl Page<'_> {
    fn take(&mut self, home: &Household, count: u32) {
        if count == 0 {
            return;
        }
        let key = HomeKey { grid: home.grid, walk: walk_key(home), household: home.id };
        if self.after.is_some_and(|after| key <= *after) {
            return;
        }
        let line = CountedHome {
            household: home.id,
            greeting: home.greeting.clone(),
            address: home.address.clone(),
            village_group: home.village_group.clone(),
            building: home.building.clone(),
            floor: home.floor,
            count,
            may_hand_over: false,
            key: key.clone(),
        };
        self.homes.insert(key, line);
        if self.homes.len() > self.limit {
            self.homes.pop_last();
        }
    }
}
